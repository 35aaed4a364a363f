"""`xlreport draft`: a report's text → the first pass of a plan."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class DraftForm(StrEnum):
    """The forms that a draft is printed in."""

    TOML = "toml"
    TSV = "tsv"


def draft(
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="The report's text. 报告原文。")],
    out: Annotated[
        Path | None,
        typer.Option(help="Where to write; the suffix is the form: .xlsx .toml .tsv. 写到哪里。"),
    ] = None,
    form: Annotated[
        DraftForm | None,
        typer.Option("--format", help="Form, where no file's name says it. 输出格式。"),
    ] = None,
    departments: Annotated[
        Path | None,
        typer.Option(help="Your own table of words and departments. 责任单位对照表。"),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="The plan's year, else found in the text. 年度。")
    ] = None,
    *,
    with_departments: Annotated[
        bool,
        typer.Option(
            "--with-departments", help="Let proposed departments lead. 采用建议的责任单位。"
        ),
    ] = False,
) -> None:
    """Draft a plan from a report: what to tick, what was left out, and why. 从报告起草目标任务。"""
    from xlreport.cli.screen import own_language, show
    from xlreport.messages import say
    from xlreport.pipeline.plans.draft import draft_report, rendered, suffix_of, write_draft

    language = own_language()
    drafted = draft_report(report, departments, year)
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
    show(say(language, "draft.printed.begins", begins=drafted.begins))
    for remark in drafted.remarks:
        show("△ " + say(language, f"draft.remark.{remark.code}", value=remark.value))
    if out is not None:
        suffix = f".{form}" if form is not None else suffix_of(out)
        write_draft(drafted, out, suffix, departments, with_departments=with_departments)
        show(say(language, "draft.printed.written", file=out))
        if suffix == ".xlsx":
            show(say(language, "draft.printed.then", file=out))
        return
    for row in drafted.rows:
        tick = "✓" if row.ticked else "·"
        firm = say(language, f"commitment.{row.commitment}")
        show(f"{tick} {row.place.line:>5}  {row.name}  {row.printed}  {firm}  {row.section}")
