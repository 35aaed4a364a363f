"""`xlreport validate`: what is wrong with the returned workbooks, and marked copies to send
back.
"""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.options.command_options import (
    EngineWords,
    InboxPaths,
    Jobs,
    KnownPlan,
    Last,
    OutputFormat,
    Printed,
    Templates,
)


def validate_command(
    inbox: InboxPaths,
    out: Annotated[Path | None, typer.Option("--out", "-o")] = None,
    plan: KnownPlan = None,
    last: Last = None,
    templates: Templates = None,
    output: Printed = OutputFormat.TEXT,
    jobs: Jobs = 0,
    engine: EngineWords = "",
) -> None:
    """Check returned workbooks; write marked copies of those to mend."""
    from xlreport.cli.options.command_options import last_records, name_unused
    from xlreport.cli.round.round_options import now, show_kept
    from xlreport.cli.terminal import show, show_json
    from xlreport.cli.terminal_files import (
        file_as_json,
        plan_language,
        progress,
        show_file,
        show_verdicts,
    )
    from xlreport.messages import say
    from xlreport.messages.finding_messages import finding_row
    from xlreport.model.run_errors import DONE, TO_MEND
    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.intake.copies_aside import copies_aside
    from xlreport.pipeline.intake.intake_engines import engine_for
    from xlreport.pipeline.intake.validating_returns import default_out, needs_return, return_copies
    from xlreport.pipeline.round.making_round import round_at
    from xlreport.pipeline.round.taking_in_inbox import take_in

    keep_out(inbox, [out])
    run = engine_for(engine, jobs)
    with copies_aside(wanted=not engine) as aside:
        with (
            round_at(
                Path.cwd(),
                "validate",
                now(),
                plan=plan,
                templates=templates,
                earlier=last_records(last),
                engine=run,
            ) as round_,
            progress() as tick,
        ):
            name_unused(round_.unused)
            kept = take_in(round_, inbox, tick=tick, aside=aside)
        received, earlier = kept.received, kept.earlier
        language = plan_language(received)
        folder = out or default_out(inbox)
        copies = tuple(
            return_copies(
                received,
                folder,
                language,
                earlier=earlier,
                templates=round_.templates,
                engine=run,
                aside=aside,
            )
        )
    if output is OutputFormat.JSON:
        show_json({
            "files": [file_as_json(language, one) for one in received],
            "findings": [finding_row(language, one) for one in kept.intake.findings],
        })  # fmt: skip
    else:
        for one in received:
            show_file(language, one)
        show_verdicts(language, received)
        if round_.home:
            show_kept(round_.home, kept)
        if copies:
            show(say(language, "screen.copies", count=len(copies), folder=str(folder)))
    raise typer.Exit(TO_MEND if any(needs_return(one) for one in received) else DONE)
