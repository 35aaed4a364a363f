"""`xlreport plan next`: next year's plan from this one, to be argued over."""

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, OutputFormat, PlanFile, Printed

if TYPE_CHECKING:
    from xlreport.pipeline.plans.proposing_next_plan import NextPlan


def next_command(
    plan: PlanFile,
    data: FileIfAny = None,
    report: FileIfAny = None,
    out: Annotated[list[Path] | None, typer.Option("--out", "-o")] = None,
    output: Printed = OutputFormat.TEXT,
) -> None:
    """Propose next year's plan: what goes on, what is carried over, what is over."""
    from xlreport.cli.options.option_values import last_records
    from xlreport.cli.terminal import show_json
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.plans.writing_next_plan import (
        NEXT_SUFFIXES,
        plan_as_written,
        propose,
        write_next,
    )

    keep_out((), out or (), [plan, data, report])
    for path in out or ():
        prove_out(path, NEXT_SUFFIXES)
    proposed = propose(plan_as_written(plan), last_records(data), report)
    written = [(path, write_next(proposed, path)) for path in out or ()]
    if output is OutputFormat.JSON:
        from dataclasses import asdict

        head = proposed.plan.plan
        year_end = str(proposed.year_end) if proposed.year_end else ""
        lines = [asdict(one) for one in proposed.lines]
        show_json({"plan": head.code, "year": head.year, "year_end": year_end, "rows": lines})
        return
    _show(proposed, with_data=data is not None)
    _show_written(proposed, written)


def _show(proposed: "NextPlan", *, with_data: bool) -> None:
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.model.plans.next_plan_types import FOR_TABLES

    head = proposed.plan.plan
    language = head.language
    answer(f"{head.title}（{head.code}）", bold=True)
    for remark in proposed.remarks:
        answer("△ " + say(language, f"draft.remark.{remark.code}", value=remark.value))
    for kind, lines in groupby(proposed.lines, key=lambda one: one.kind):
        listed = list(lines)
        answer(say(language, f"plan_next.head_{kind}", count=len(listed)))
        for one in listed if kind not in FOR_TABLES else ():
            answer(f"  · {one.words}")
    if proposed.year_end is None:
        key = "no_year_end" if with_data else "no_data"
        answer(say(language, f"plan_next.{key}", year=head.year - 1))


def _show_written(proposed: "NextPlan", written: list[tuple[Path, Path]]) -> None:
    from xlreport.cli.terminal import show, show_kept_edited
    from xlreport.messages import say

    language, plan = proposed.plan.language, proposed.plan
    counts = {"indicators": len(plan.indicator), "milestones": len(plan.milestone)}
    for wanted, path in written:
        key = "plan-exported" if path.suffix.lower() == ".xlsx" else "plan-imported-next"
        show(say(language, f"screen.{key}", file=str(path), **counts))
        show_kept_edited(language, wanted, path)
