"""`xlreport reply`: an answer to a letter that came by telephone or on paper."""

from typing import Annotated

import typer

from xlreport.cli.options.command_options import CodeArgument, SaidBy, SaidOn


def reply_command(
    code: CodeArgument,
    said_by: SaidBy,
    cause: Annotated[str, typer.Option("--cause")] = "",
    measures: Annotated[str, typer.Option("--measures")] = "",
    done_by: Annotated[str, typer.Option("--done-by")] = "",
    extend_due: Annotated[str, typer.Option("--extend-due")] = "",
    extend_value: Annotated[str, typer.Option("--extend-value")] = "",
    said_on: SaidOn = None,
) -> None:
    """Enter what a department answers to a letter by telephone or on paper."""
    from xlreport.cli.options.round_options import day_from, here, now
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.messages.calendar_words import day_label
    from xlreport.pipeline.round.making_round import round_in
    from xlreport.pipeline.round.supervision.entering_supervision_replies import enter_reply

    with round_in(here(), "reply", now()) as round_:
        today = round_.today
        reply, about = enter_reply(
            round_,
            code,
            cause=cause,
            measures=measures,
            done_by=day_from(done_by, today) if done_by else None,
            extend_due=day_from(extend_due, today) if extend_due else None,
            extend_value=extend_value,
            said_by=said_by,
            said_on=day_from(said_on, today),
        )
    language = round_.workspace.language
    words = {"number": about.paper.called, "code": reply.code, "by": said_by}
    on = day_label(language, reply.said_on) if reply.said_on else ""
    answer(say(language, "reply.entered", **words, on=on))
    if reply.extend:
        due, value = reply.extend_due or "—", reply.extend_value or "—"
        answer(say(language, "reply.asks", code=reply.code, due=due, value=value))
