"""`xlreport seal`: a sealed copy came on paper."""

from typing import Annotated

import typer

from xlreport.cli.options.command_options import CodeArgument, PeriodText, SaidBy


def seal_command(
    what: CodeArgument,
    filled: Annotated[int | None, typer.Option("--filled", min=0)] = None,
    total: Annotated[str, typer.Option("--sum")] = "",
    file: Annotated[str, typer.Option("--file")] = "",
    said_by: SaidBy = "",
    period: PeriodText = None,
) -> None:
    """Enter that the sealed copy of a return came, and hold its sums against the return."""
    from pathlib import Path

    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import here, now, period_of
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.messages.calendar_words import period_label
    from xlreport.model.model_errors import TO_MEND
    from xlreport.pipeline.round.making_round import round_in
    from xlreport.pipeline.round.supervision.keeping_supervision_seals import seal, sealed_code

    with round_in(here(), "seal", now(), period=period_from(period)) as round_:
        code = sealed_code(what)
        when = code.period if code else period_of(round_)
        scan = file or (Path(what).name if "." in what and code else "")
        done = seal(round_, what, when, filled=filled, total=total, file=scan, said_by=said_by)
    language = round_.workspace.language
    words = {"name": done.department.name, "period": period_label(language, done.period)}
    answer(say(language, "seal.entered", **words))
    if not done.agrees:
        answer(say(language, "seal.differs", **words, filled=done.filled, total=done.total))
        raise typer.Exit(TO_MEND)
