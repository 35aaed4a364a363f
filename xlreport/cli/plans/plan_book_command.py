"""`xlreport plan export | import | diff`: a plan as a workbook, back again, and what changed."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import OutputFormat, PlanFile, Printed
from xlreport.cli.terminal import own_language
from xlreport.model.model_errors import USAGE, CannotRun

if TYPE_CHECKING:
    from xlreport.model.plans.plan import Plan
    from xlreport.pipeline.plans.loading_plan_books import Imported


def _known(language: str | None) -> str | None:
    """Refuse a language that there are no words in."""
    from xlreport.messages import languages, say

    if language is None or language in languages():
        return language
    words = {"name": "--language", "choices": " · ".join(languages()), "value": language}
    told = say(own_language(), "usage.not-a-choice", **words)
    raise CannotRun("usage", USAGE, words=told, command="xlreport plan")


Spoken = Annotated[str | None, typer.Option(callback=_known)]


def export_command(
    files: Annotated[list[Path], typer.Argument(metavar="PLAN OUT.xlsx")],
    blank: Annotated[bool, typer.Option("--blank")] = False,
    year: Annotated[int | None, typer.Option(min=1949, max=2199)] = None,
    language: Spoken = None,
) -> None:
    """Write a plan as a workbook, to be discussed and edited."""
    from xlreport.cli.terminal import show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.edited_outputs import write_beside_edits
    from xlreport.pipeline.files.writing_files import prove_out
    from xlreport.pipeline.plans.loading_plan_books import export_plan
    from xlreport.pipeline.plans.plan_files import load_plan
    from xlreport.pipeline.plans.writing_blank_plan import blank_plan

    if len(files) != (1 if blank else 2):
        raise CannotRun("plan-export-files", USAGE)
    prove_out(files[-1], (".xlsx",))
    tongue = language or own_language()
    if blank:
        plan = blank_plan(year or datetime.now().astimezone().year, tongue)
    else:
        plan = load_plan(files[0])
    spoken = language or plan.language
    place = write_beside_edits(files[-1], export_plan(plan, spoken))
    counts = {"indicators": len(plan.indicator), "milestones": len(plan.milestone)}
    show(say(spoken, "screen.plan-exported", file=str(place), **counts))
    show_kept_edited(spoken, files[-1], place)


def import_command(
    workbook: Annotated[Path, typer.Argument(metavar="WORKBOOK")],
    plan: Annotated[Path, typer.Argument(metavar="PLAN")],
    output: Printed = OutputFormat.TEXT,
) -> None:
    """Read a plan's workbook, prove it, and write the plan; a bad one comes back marked."""
    from xlreport.cli.terminal import show_findings, show_json
    from xlreport.messages.finding_messages import finding_row
    from xlreport.model.model_errors import DONE, TO_MEND
    from xlreport.pipeline.files.file_bytes import read_whole
    from xlreport.pipeline.files.writing_files import prove_out
    from xlreport.pipeline.plans.loading_plan_books import (
        former_plan,
        import_plan,
        keep_plan,
    )

    prove_out(plan, (".toml",))
    content = read_whole(workbook)
    former = former_plan(plan)
    imported = import_plan(content, workbook.name, own_language())
    if output is OutputFormat.JSON:
        found = [finding_row(imported.language, one) for one in imported.findings]
        show_json({"findings": found, "plan": str(plan) if imported.plan else ""})
    else:
        show_findings(imported.language, imported.findings)
    if imported.plan is None:
        _send_back(workbook, content, imported, quiet=output is OutputFormat.JSON)
        raise typer.Exit(TO_MEND)
    keep_plan(plan, imported.plan, former)
    if output is OutputFormat.TEXT:
        _say_kept(plan, imported.plan, former)
    raise typer.Exit(DONE)


def _send_back(workbook: Path, content: bytes, imported: "Imported", *, quiet: bool) -> None:
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.files.edited_outputs import write_beside_edits
    from xlreport.pipeline.plans.loading_plan_books import marked_plan_book

    language = imported.language
    copy = marked_plan_book(content, imported)
    path = workbook.with_name(say(language, "plan_book.annotated", stem=workbook.stem))
    if copy is not None:
        path = write_beside_edits(path, copy)
    if not quiet:
        errors = sum(one.severity == "error" for one in imported.findings)
        show(say(language, "screen.plan-not-imported", errors=errors))
        if copy is not None:
            show(say(language, "screen.plan-marked", file=str(path)))


def _say_kept(path: Path, plan: "Plan", former: "Plan | None") -> None:
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.plans.comparing_plans import plan_diff

    language = plan.language
    changes = plan_diff(former, plan, language) if former else ()
    for one in changes:
        show(f"  · {one.words}")
    counts = {"indicators": len(plan.indicator), "milestones": len(plan.milestone)}
    show(say(language, "screen.plan-imported", file=str(path), **counts))
    if changes and former and former.plan.version == plan.version:
        show(say(language, "screen.plan-same-version", version=plan.version))


def diff_command(
    old: PlanFile,
    new: Annotated[Path, typer.Argument(metavar="NEW")],
    output: Printed = OutputFormat.TEXT,
    language: Spoken = None,
) -> None:
    """Say in words what changed between two versions of a plan."""
    from dataclasses import asdict

    from xlreport.cli.terminal import answer, show_json
    from xlreport.messages import say
    from xlreport.pipeline.plans.comparing_plans import plan_diff
    from xlreport.pipeline.plans.plan_files import load_plan

    before, after = load_plan(old), load_plan(new)
    spoken = language or after.plan.language
    changes = plan_diff(before, after, spoken)
    if output is OutputFormat.JSON:
        show_json({"changes": [asdict(one) for one in changes]})
        return
    for one in changes:
        answer(one.words)
    answer(
        say(spoken, "plan_diff.count", count=len(changes))
        if changes
        else say(spoken, "plan_diff.none")
    )
