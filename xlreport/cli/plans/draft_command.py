"""`xlreport draft`: a report's text → the first pass of a plan."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
    out: Annotated[Path | None, typer.Option("--out", "-o")] = None,
    form: Annotated[DraftForm | None, typer.Option("--format", "-f")] = None,
    departments: Annotated[Path | None, typer.Option()] = None,
    year: Annotated[int | None, typer.Option()] = None,
    *,
    with_departments: Annotated[bool, typer.Option("--with-departments")] = False,
) -> None:
    """Draft a plan from a report: what to tick, what was left out, and why."""
    from xlreport.cli.terminal import answer, own_language, show, show_kept_edited
    from xlreport.messages import say
    from xlreport.pipeline.files.writing_files import keep_out, prove_out
    from xlreport.pipeline.plans.drafting_plans import (
        draft_report,
        rendered,
        suffix_of,
        write_draft,
    )
    from xlreport.pipeline.plans.reports.loading_report_files import LONGEST

    if out is not None:
        suffix = f".{form}" if form is not None else suffix_of(out)
        keep_out((), [out], [report, departments])
        prove_out(out)
    language = own_language()
    source = sys.stdin.buffer.read(LONGEST + 1) if str(report) == "-" else report
    drafted = draft_report(source, departments, year, language)
    if form is not None and out is None:
        typer.echo(
            rendered(drafted, f".{form}", departments, with_departments=with_departments), nl=False
        )
        return
    milestones = drafted.milestones
    show(
        say(
            language,
            "draft.printed.found",
            title=drafted.title,
            rows=len(drafted.rows),
            ticked=len(drafted.ticked),
            milestones=len(milestones),
            ticked_milestones=sum(one.ticked for one in milestones),
            rejected=len(drafted.rejected),
        )
    )
    begun = "begins" if drafted.begins else "begins-nowhere"
    show(say(language, f"draft.printed.{begun}", begins=drafted.begins))
    for remark in drafted.remarks:
        show("△ " + say(language, f"draft.remark.{remark.code}", value=remark.value))
    if out is not None:
        place = write_draft(drafted, out, suffix, departments, with_departments=with_departments)
        show(say(language, "draft.printed.written", file=place))
        show_kept_edited(language, out, place)
        if suffix == ".xlsx":
            show(say(language, "draft.printed.then", file=place))
        return
    for row in drafted.rows:
        tick = "✓" if row.ticked else "·"
        firm = say(language, f"commitment.{row.commitment}")
        answer(f"{tick} {row.place.line:>5}  {row.name}  {row.printed}  {firm}  {row.section}")
