"""`xlreport validate`: what is wrong with the returned workbooks, and marked copies to send
back.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from xlreport.cli.options.command_options import (
    EngineWords,
    FileIfAny,
    InboxPaths,
    Jobs,
    KnownPlan,
    OutIfAny,
    OutputFormat,
    Printed,
)

if TYPE_CHECKING:
    from xlreport.pipeline.round.opening_round_workspace import Workspace
    from xlreport.pipeline.round.recording_round import Recorded


def validate_command(
    inbox: InboxPaths,
    out: OutIfAny = None,
    plan: KnownPlan = None,
    last: FileIfAny = None,
    templates: FileIfAny = None,
    output: Printed = OutputFormat.TEXT,
    jobs: Jobs = 0,
    engine: EngineWords = "",
) -> None:
    """Check returned workbooks; write marked copies of those to mend."""
    from xlreport.cli.options.option_values import last_records
    from xlreport.cli.options.round_options import round_of_files, taken_in
    from xlreport.cli.terminal_files import plan_language
    from xlreport.model.model_errors import DONE, TO_MEND
    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.intake.intake_copies_aside import copies_aside
    from xlreport.pipeline.intake.intake_engines import engine_for
    from xlreport.pipeline.intake.validating_returns import default_out, needs_return, return_copies

    keep_out(inbox, [out])
    run = engine_for(engine, jobs)
    with copies_aside(wanted=not engine) as aside:
        with round_of_files(
            "validate", plan, templates, earlier=last_records(last), engine=run
        ) as round_:
            kept = taken_in(round_, inbox, aside=aside)
        folder = out or default_out(inbox)
        copies = return_copies(
            kept.received,
            folder,
            plan_language(kept.received),
            earlier=kept.earlier,
            templates=round_.templates,
            engine=run,
            aside=aside,
        )
        written = sum(1 for _ in copies)
    if output is OutputFormat.JSON:
        _show_json(kept)
    else:
        _show(kept, round_.home, written, folder)
    raise typer.Exit(TO_MEND if any(needs_return(one) for one in kept.received) else DONE)


def _show_json(kept: "Recorded") -> None:
    """Print each file and each finding."""
    from xlreport.cli.terminal import show_json
    from xlreport.cli.terminal_files import file_as_json, plan_language
    from xlreport.messages.finding_messages import finding_row

    language = plan_language(kept.received)
    show_json({
        "files": [file_as_json(language, one) for one in kept.received],
        "findings": [finding_row(language, one) for one in kept.intake.findings],
    })  # fmt: skip


def _show(kept: "Recorded", home: "Workspace | None", copies: int, folder: Path) -> None:
    """Print each file with what is to be mended in it, and where the copies lie.

    Args:
        kept: what was received.
        home: the workspace whose ledger was told of it, where there is one.
        copies: how many marked copies were written.
        folder: where they were written.
    """
    from xlreport.cli.options.round_options import show_kept
    from xlreport.cli.terminal_files import plan_language, show_copies, show_file, show_verdicts

    language = plan_language(kept.received)
    for one in kept.received:
        show_file(language, one)
    show_verdicts(language, kept.received)
    if home:
        show_kept(home, kept)
    show_copies(language, copies, folder)
