"""`xlreport plan`: prove a plan, print it, hand it out as a workbook and take it back."""

from pathlib import Path
from typing import Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, OutputFormat, PlanFile, Printed


def check_command(
    plan: PlanFile,
    source: FileIfAny = None,
    parent: Annotated[list[Path] | None, typer.Option()] = None,
    output: Printed = OutputFormat.TEXT,
) -> None:
    """Prove a plan, with --source against its report: every figure found, every number accounted
    for.
    """
    from xlreport.cli.terminal import show, show_findings, show_json
    from xlreport.messages import say
    from xlreport.messages.finding_messages import finding_row
    from xlreport.model.model_errors import DONE, TO_MEND
    from xlreport.pipeline.plans.plan_files import (
        disaster_words,
        has_errors,
        language_written,
        prove,
    )

    proved, found = prove(plan, source, parent or ())
    language = proved.plan.language if proved else language_written(plan)
    if output is OutputFormat.JSON:
        show_json({"findings": [finding_row(language, one) for one in found]})
    else:
        show_findings(language, found)
        key = "screen.plan-to-mend" if has_errors(found) else "screen.plan-sound"
        if proved:
            counts = (len(proved.indicator), len(proved.milestone), len(proved.left_out))
        else:
            counts = (0, 0, 0)
        show(
            say(
                language,
                key,
                findings=len(found),
                indicators=counts[0],
                milestones=counts[1],
                left_out=counts[2],
            )
        )
        if proved:
            show(disaster_words(proved))
    raise typer.Exit(TO_MEND if has_errors(found) else DONE)


def show_command(
    plan: PlanFile,
    output: Printed = OutputFormat.TEXT,
) -> None:
    """Print a plan: targets, milestones, who reports them."""
    from xlreport.cli.terminal import answer, show_json
    from xlreport.messages import say
    from xlreport.pipeline.plans.plan_files import load_plan

    loaded = load_plan(plan)
    if output is OutputFormat.JSON:
        show_json(loaded.model_dump(mode="json"))
        return
    language = loaded.plan.language
    answer(f"{loaded.plan.title}（{loaded.plan.code} v{loaded.plan.version}）")
    for department in loaded.reporters():
        answer(f"\n{department.code}  {department.name}")
        for one in loaded.indicators_of(department.code):
            firm = say(language, f"commitment.{one.commitment}")
            answer(f"  {one.code}  {one.name}  {one.printed}  {one.unit}  {firm}  {one.profile}")
        for task in loaded.milestones_of(department.code):
            firm = say(language, f"commitment.{task.commitment}")
            action = say(language, f"action.{task.action}")
            answer(f"  {task.code}  {task.name}  {action}  {loaded.due(task)}  {firm}")
