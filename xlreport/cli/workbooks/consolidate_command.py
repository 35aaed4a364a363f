"""`xlreport consolidate`: the summary workbook, and the same rows as data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import (
    Copies,
    EngineWords,
    InboxPaths,
    Jobs,
    KnownPlan,
    Last,
    OtherPlans,
    OutputFormat,
    PeriodText,
    PolicyName,
    Printed,
    Templates,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlreport.model.returns.accepted_record import Record
    from xlreport.pipeline.intake.receiving_inbox import Engine, Received
    from xlreport.pipeline.intake.validating_returns import MarkedReturn


def consolidate_command(
    inbox: InboxPaths,
    out: Annotated[Path, typer.Option("--out", "-o")] = Path("summary.xlsx"),
    data: Annotated[Path | None, typer.Option()] = None,
    long: Annotated[Path | None, typer.Option()] = None,
    html: Annotated[Path | None, typer.Option()] = None,
    scores: Annotated[Path | None, typer.Option()] = None,
    period: PeriodText = None,
    plan: KnownPlan = None,
    last: Last = None,
    templates: Templates = None,
    note: Annotated[str, typer.Option()] = "",
    beside: OtherPlans = None,
    policy: PolicyName = None,
    copies: Copies = None,
    jobs: Jobs = 0,
    engine: EngineWords = "",
    output: Printed = OutputFormat.TEXT,
) -> None:
    """Check an inbox, judge every target, and write the summary workbook."""
    from xlreport.cli.options.command_options import last_records, name_unused, period_from
    from xlreport.cli.round.round_options import now, show_kept
    from xlreport.cli.terminal import show, show_json, show_kept_edited
    from xlreport.cli.terminal_files import (
        outcome_as_json,
        plan_language,
        progress,
        show_outcome,
        show_trial,
    )
    from xlreport.messages import say
    from xlreport.pipeline.files.writing_files import keep_out
    from xlreport.pipeline.intake.copies_aside import copies_aside
    from xlreport.pipeline.intake.intake_engines import engine_for
    from xlreport.pipeline.round.making_round import round_at
    from xlreport.pipeline.round.taking_in_inbox import take_in
    from xlreport.pipeline.summing.consolidating import consolidate
    from xlreport.pipeline.summing.last_period_records import prove_told, read_beside
    from xlreport.pipeline.summing.leaders_decisions import known_decisions
    from xlreport.pipeline.summing.policy_trial import prove_policy
    from xlreport.pipeline.summing.summary_outputs import prove_outputs, write_all
    from xlreport.processes.background_processes import in_background

    when = period_from(period)
    keep_out(inbox, [out, data, long, html, scores, copies], [*(beside or ()), last])
    # before an inbox is read and a summary written for nothing
    prove_outputs(out, data=data, long=long, html=html, scores=scores)
    prove_policy(policy)
    others = [one for path in beside or () for one in read_beside(path)]
    run, marking = engine_for(engine, jobs), engine_for(engine, jobs, beside=True)
    told = last_records(last)
    with copies_aside(wanted=copies is not None and not engine) as aside:
        with round_at(
            Path.cwd(),
            "consolidate",
            now(),
            plan=plan,
            templates=templates,
            period=when,
            earlier=told,
            engine=run,
        ) as round_:
            name_unused(round_.unused)
            decisions = known_decisions(plan, round_.folder)
            with progress() as tick:
                kept = take_in(round_, inbox, tick=tick, aside=aside)
            intake, earlier = kept.intake, kept.earlier
        with in_background(
            _marked(intake.files, copies, earlier, round_.templates, marking, aside)
        ) as written_back:
            summary = consolidate(
                intake,
                period=when,
                own=round_.home.plan if round_.home else None,
                earlier=earlier,
                note=note,
                decisions=decisions,
                beside=others,
                on_file=kept.on_file,
            )
            if last is not None:
                prove_told(summary.plan, summary.period, told)
            written = write_all(
                summary,
                out,
                data=data,
                long=long,
                html=html,
                scores=scores,
                templates=round_.templates,
            )
            if output is OutputFormat.JSON:
                show_json(outcome_as_json(summary, written, intake.files))
            else:
                show_outcome(summary, written, by_count=when is None)
                show_kept_edited(summary.plan.language, out, written[0][0])
            if output is OutputFormat.TEXT and round_.home:
                show_kept(round_.home, kept)
            if policy is not None and output is OutputFormat.TEXT:
                show_trial(summary, policy)
        if written_back and output is OutputFormat.TEXT:
            show(
                say(
                    plan_language(intake.files),
                    "screen.copies",
                    count=len(written_back),
                    folder=str(copies),
                )
            )


def _marked(
    files: "Sequence[Received]",
    copies: Path | None,
    earlier: "Sequence[Record]",
    templates: Path | None,
    engine: "Engine",
    aside: Path | None,
) -> "Iterator[MarkedReturn]":
    """Return what marks the copies, one by one; nothing where no folder is named for them."""
    if copies is None:
        return iter(())
    from xlreport.cli.terminal_files import plan_language
    from xlreport.pipeline.intake.validating_returns import return_copies

    return return_copies(
        files,
        copies,
        plan_language(files),
        earlier=earlier,
        templates=templates,
        engine=engine,
        aside=aside,
    )
