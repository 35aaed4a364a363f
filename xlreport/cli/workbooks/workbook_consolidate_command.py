"""`xlreport consolidate`: the summary workbook, and the same rows as data."""

from pathlib import Path
from typing import TYPE_CHECKING

from xlreport.cli.options.command_options import (
    EngineWords,
    FileIfAny,
    FreeWords,
    InboxPaths,
    Jobs,
    KnownPlan,
    OtherPlans,
    OutPath,
    OutputFormat,
    PeriodText,
    PolicyName,
    Printed,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlreport.model.judged.judged_summary import Summary
    from xlreport.pipeline.intake.receiving_inbox import Engine
    from xlreport.pipeline.intake.validating_returns import MarkedReturn
    from xlreport.pipeline.round.making_round import Round
    from xlreport.pipeline.round.recording_round import Recorded


def consolidate_command(
    inbox: InboxPaths,
    out: OutPath = Path("summary.xlsx"),
    data: FileIfAny = None,
    long: FileIfAny = None,
    html: FileIfAny = None,
    scores: FileIfAny = None,
    sheets: FreeWords = "",
    period: PeriodText = None,
    plan: KnownPlan = None,
    last: FileIfAny = None,
    templates: FileIfAny = None,
    note: FreeWords = "",
    beside: OtherPlans = None,
    policy: PolicyName = None,
    copies: FileIfAny = None,
    jobs: Jobs = 0,
    engine: EngineWords = "",
    output: Printed = OutputFormat.TEXT,
) -> None:
    """Check an inbox, judge every target, and write the summary workbook."""
    from xlreport.cli.options.option_values import last_records, period_from
    from xlreport.cli.options.round_options import round_of_files, summed_up, taken_in
    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.intake.intake_copies_aside import copies_aside
    from xlreport.pipeline.intake.intake_engines import engine_for
    from xlreport.pipeline.summing.summing_decisions import known_decisions
    from xlreport.pipeline.summing.summing_earlier_records import prove_told, read_beside
    from xlreport.pipeline.summing.summing_outputs import prove_outputs, write_all
    from xlreport.pipeline.summing.summing_policy_trial import prove_policy
    from xlreport.processes.background_processes import in_background
    from xlreport.workbook.summary_book.summary_book_sheets import sheets_asked

    outputs = {"data": data, "long": long, "html": html, "scores": scores}
    keep_out(inbox, [out, *outputs.values(), copies], [*(beside or ()), last])
    # before an inbox is read and a summary written for nothing
    prove_outputs(out, **outputs)
    prove_policy(policy)
    asked = sheets_asked(sheets)
    others = [one for path in beside or () for one in read_beside(path)]
    run, marking = engine_for(engine, jobs), engine_for(engine, jobs, beside=True)
    told = last_records(last)
    with copies_aside(wanted=copies is not None and not engine) as aside:
        with round_of_files(
            "consolidate", plan, templates, period=period_from(period), earlier=told, engine=run
        ) as round_:
            decisions = known_decisions(plan, round_.folder)
            kept = taken_in(round_, inbox, aside=aside)
        with in_background(_marked(kept, copies, round_.templates, marking, aside)) as marked:
            summary = summed_up(round_, kept, decisions, note=note, beside=others)
            if last is not None:
                prove_told(summary.plan, summary.period, told)
            written = write_all(summary, out, **outputs, templates=round_.templates, sheets=asked)
            if output is OutputFormat.JSON:
                _show_json(kept, summary, written)
            else:
                _show(round_, kept, summary, written, out)
                _show_beside(summary, asked, policy)
        if output is OutputFormat.TEXT:
            _show_copies(kept, marked, copies)


def _marked(
    kept: "Recorded",
    copies: Path | None,
    templates: Path | None,
    engine: "Engine",
    aside: Path | None,
) -> "Iterator[MarkedReturn]":
    """Return what marks the copies, one by one; nothing where no folder is named for them.

    Args:
        kept: what was received.
        copies: the folder that the copies are written to.
        templates: the folder of restyled workbooks.
        engine: what marks them, beside the summary.
        aside: the folder of copies that were marked while files were read.
    """
    if copies is None:
        return iter(())
    from xlreport.cli.terminal_files import plan_language
    from xlreport.pipeline.intake.validating_returns import return_copies

    return return_copies(
        kept.received,
        copies,
        plan_language(kept.received),
        earlier=kept.earlier,
        templates=templates,
        engine=engine,
        aside=aside,
    )


def _show_json(kept: "Recorded", summary: "Summary", written: "list[tuple[Path, bool]]") -> None:
    from xlreport.cli.terminal import show_json
    from xlreport.cli.terminal_files import outcome_as_json

    show_json(outcome_as_json(summary, written, kept.received))


def _show(
    round_: "Round",
    kept: "Recorded",
    summary: "Summary",
    written: "list[tuple[Path, bool]]",
    out: Path,
) -> None:
    """Print what came of it, and what the ledger learned where there is one.

    Args:
        round_: what the command worked with.
        kept: what was received.
        summary: what was written.
        written: each file with whether anything in it changed, the workbook first.
        out: where the workbook was wanted; an edited one there is left.
    """
    from xlreport.cli.options.round_options import show_kept
    from xlreport.cli.terminal import show_kept_edited
    from xlreport.cli.terminal_files import show_outcome

    show_outcome(summary, written, by_count=round_.period is None)
    show_kept_edited(summary.plan.language, out, written[0][0])
    if round_.home:
        show_kept(round_.home, kept)


def _show_beside(summary: "Summary", asked: frozenset[str], policy: str | None) -> None:
    """Print which sheets a long summary goes without because nobody asked for them, which of those
    asked for have nothing to show, and which lights another set of thresholds would change, where
    one is tried out.
    """
    from xlreport.cli.terminal import show
    from xlreport.cli.terminal_files import show_trial
    from xlreport.messages import say
    from xlreport.workbook.summary_book.summary_book_sheets import MOST_SOURCED, left_out
    from xlreport.workbook.summary_book.summary_workbook import without_content

    language = summary.plan.language
    key = "screen.sheets-empty" if asked else "screen.sheets-left-out"
    gone = without_content(summary, asked) if asked else left_out(len(summary.rows), asked)
    if gone:
        tabs = sorted(say(language, f"sheets.{one}") for one in gone)
        show(say(language, key, most=MOST_SOURCED, names=say(language, "screen.comma").join(tabs)))
    if policy is not None:
        show_trial(summary, policy)


def _show_copies(kept: "Recorded", marked: "list[MarkedReturn]", folder: Path | None) -> None:
    """Print how many marked copies lie in their folder."""
    from xlreport.cli.terminal_files import plan_language, show_copies

    if folder is not None:
        show_copies(plan_language(kept.received), len(marked), folder)
