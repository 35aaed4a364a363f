"""`xlreport draft`: a report's text → the first pass of a plan."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import FileIfAny, OutIfAny

if TYPE_CHECKING:
    from xlreport.model.plans.plan_draft_types import Draft


class DraftForm(StrEnum):
    """The forms that a draft is printed in."""

    TOML = "toml"
    TSV = "tsv"


def draft_command(
    report: Annotated[
        Path,
        typer.Argument(
            metavar="REPORT",
            help="The report: .txt .html .docx .pdf, - for standard input. 报告原文。",
        ),
    ],
    out: OutIfAny = None,
    form: Annotated[DraftForm | None, typer.Option("--format", "-f")] = None,
    departments: FileIfAny = None,
    year: Annotated[int | None, typer.Option()] = None,
    *,
    with_departments: Annotated[bool, typer.Option("--with-departments")] = False,
) -> None:
    """Draft a plan from a report: what to tick, what was left out, and why."""
    from xlreport.cli.output_streams import clear_sign
    from xlreport.cli.terminal import own_language
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.plans.drafting_plans import draft_report, rendered, suffix_of
    from xlreport.pipeline.plans.reports.loading_report_files import LONGEST

    if out is not None:
        suffix = f".{form}" if form is not None else suffix_of(out)
        keep_out((), [out], [report, departments])
        prove_out(out)
    language = own_language()
    if str(report) == "-":
        clear_sign()  # somebody may type the report
    source = sys.stdin.buffer.read(LONGEST + 1) if str(report) == "-" else report
    drafted = draft_report(source, departments, year, language)
    if form is not None and out is None:
        text = rendered(drafted, f".{form}", departments, with_departments=with_departments)
        clear_sign()
        typer.echo(text, nl=False)
        return
    _show_counts(language, drafted)
    if out is None:
        _show_rows(language, drafted)
    else:
        _write(language, drafted, out, suffix, departments, with_departments=with_departments)


def _show_counts(language: str, drafted: "Draft") -> None:
    """Print how much was found, where the targets begin, and what should be looked at."""
    from xlreport.cli.terminal import show
    from xlreport.messages import say

    counts = {
        "rows": len(drafted.rows),
        "ticked": len(drafted.ticked),
        "milestones": len(drafted.milestones),
        "ticked_milestones": sum(one.ticked for one in drafted.milestones),
        "rejected": len(drafted.rejected),
    }
    show(say(language, "draft.printed.found", title=drafted.title, **counts))
    begun = "begins" if drafted.begins else "begins-nowhere"
    show(say(language, f"draft.printed.{begun}", begins=drafted.begins))
    for remark in drafted.remarks:
        show("△ " + say(language, f"draft.remark.{remark.code}", value=remark.value))


def _show_rows(language: str, drafted: "Draft") -> None:
    """Print a line for each target, with a tick where it is taken."""
    from xlreport.cli.terminal import answer
    from xlreport.messages import say

    for row in drafted.rows:
        tick = "✓" if row.ticked else "·"
        firm = say(language, f"commitment.{row.commitment}")
        answer(f"{tick} {row.place.line:>5}  {row.name}  {row.printed}  {firm}  {row.section}")


def _write(
    language: str,
    drafted: "Draft",
    out: Path,
    suffix: str,
    departments: Path | None,
    *,
    with_departments: bool,
) -> None:
    """Write the draft and say where it is, and what to do with it.

    Args:
        language: the reader's.
        drafted: what was found.
        out: where it is wanted; a draft there that somebody edited is left.
        suffix: the form that it is written in, `.xlsx`.
        departments: the file of departments, where one is given.
        with_departments: whether rows are given to the departments that may answer for them.
    """
    from xlreport.cli.terminal import show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.plans.drafting_plans import write_draft

    place = write_draft(drafted, out, suffix, departments, with_departments=with_departments)
    show(say(language, "draft.printed.written", file=place))
    show_kept_edited(language, out, place)
    if suffix == ".xlsx":
        show(say(language, "draft.printed.then", file=place))
