"""`xlreport consolidate`: the summary workbook, and the same rows as data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options import (
    Beside,
    Copies,
    EngineWords,
    Inbox,
    Jobs,
    KnownPlan,
    Last,
    PeriodText,
    PolicyName,
    Templates,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def consolidate(
    inbox: Inbox,
    out: Annotated[Path, typer.Option(help="Summary workbook. 汇总表。")] = Path("summary.xlsx"),
    data: Annotated[Path | None, typer.Option(help="The same rows as .csv, .json or .parquet. 同样的数据。")] = None,
    long: Annotated[
        Path | None, typer.Option(help="A row for each target and period: .csv, .json or .parquet. 逐期数据。")
    ] = None,
    html: Annotated[Path | None, typer.Option(help="One web page that needs no network. 可离线打开的网页。")] = None,
    period: PeriodText = None,
    plan: KnownPlan = None,
    last: Last = None,
    templates: Templates = None,
    note: Annotated[str, typer.Option(help="A line for every page. 每页注明的话。")] = "",
    beside: Beside = None,
    policy: PolicyName = None,
    copies: Copies = None,
    jobs: Jobs = 0,
    engine: EngineWords = "",
) -> None:
    """Check an inbox, judge every target, and write the summary workbook. 汇总一期报送，生成汇总表。"""
    from xlreport.cli.options import last_records, period_from
    from xlreport.cli.report import language_of, progress, show_outcome, show_trial
    from xlreport.cli.rounds import now, show_kept
    from xlreport.pipeline.aside import aside
    from xlreport.pipeline.consolidate import consolidate as roll_up
    from xlreport.pipeline.decisions import known_decisions
    from xlreport.pipeline.engines import engine_for
    from xlreport.pipeline.intake import receive
    from xlreport.pipeline.last import read_beside
    from xlreport.pipeline.nearby import earlier_from, kept_in, ledger_near
    from xlreport.pipeline.outputs import write_all
    from xlreport.pipeline.plans import known_plans
    from xlreport.pipeline.writing import keep_out
    from xlreport.publish.tables import prove_suffix

    when = period_from(period)
    keep_out(inbox, [out, data, long, html, copies])
    for file in (data, long):
        if file is not None:
            prove_suffix(file.suffix)  # before an inbox is read and a summary written for nothing
    run = engine_for(engine, jobs)
    with ledger_near(Path.cwd(), "consolidate", now()) as near:
        home = near.workspace.folder if near else Path.cwd()
        with progress() as tick:
            plans = known_plans(plan, home)
            earlier = (*last_records(last), *earlier_from(near, when))
            intake = receive(inbox, plans, earlier=earlier, templates=templates, tick=tick, engine=run)
        intake, kept = kept_in(near, intake)
    marked: Iterator[object] = iter(())
    if copies is not None:
        from xlreport.pipeline.validate import return_copies

        language, marking = language_of(intake.files), engine_for(engine, jobs, beside=True)
        marked = return_copies(intake.files, copies, language, earlier=earlier, templates=templates, engine=marking)
    with aside(marked):
        decisions = known_decisions(plan, home)
        others = [one for path in beside or () for one in read_beside(path)]
        summary = roll_up(intake, period=when, earlier=earlier, note=note, decisions=decisions, beside=others)
        written = write_all(summary, out, data=data, long=long, html=html, templates=templates)
        show_outcome(summary, written, by_count=when is None)
        if near and kept:
            show_kept(near.workspace, kept)
        if policy is not None:
            show_trial(summary, policy)
