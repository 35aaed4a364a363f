"""Next year's plan proposed from files, and written as a workbook or a plan file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from xlreport.draft.draft_document import plan_document
from xlreport.messages import say
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.plans.plan_draft_types import Draft
from xlreport.model.plans.sheets.plan_sheet_told import ToldSheet
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.files.edited_outputs import write_beside_edits
from xlreport.pipeline.plans.drafting_plans import YEARS, department_rules, draft_report
from xlreport.pipeline.plans.loading_plan_books import export_plan, former_plan, keep_plan
from xlreport.pipeline.plans.matching_next_plan import beside_report
from xlreport.pipeline.plans.plan_files import read_plan, sound_plan
from xlreport.pipeline.plans.proposing_next_plan import NextPlan, next_plan, with_notes

_COLUMNS = {
    "kind": 12.0, "table": 9.0, "code": 8.0, "name": 26.0, "unit": 8.0, "before": 18.0,
    "after": 18.0, "words": 70.0,
}  # fmt: skip
NEXT_SUFFIXES = (".xlsx", ".toml")
"""Suffixes that a proposed plan may be written with."""


def plan_as_written(path: Path) -> Plan:
    """Read a sound plan with no more thresholds than its file states: the next one is to state no
    more either.

    Raises:
        CannotRun: as `sound_plan` does.
    """
    proved = sound_plan(path)
    written = read_plan(path)
    return written if isinstance(written, Plan) else proved


def propose(plan: Plan, records: Sequence[Record], report: Path | None = None) -> NextPlan:
    """Return next year's plan as this year's proposes it, with the new report's targets where one
    is given.

    Raises:
        CannotRun: `next-other-data`; `next-report-year` where the report is for another year; and
            what reading a report raises.
    """
    proposed = next_plan(plan, records)
    if report is not None:
        draft = _draft(report, proposed.plan)
        drafted = plan_from(plan_document(draft, department_rules()))
        proposed = replace(beside_report(proposed, drafted), remarks=draft.remarks)
    return with_notes(proposed)


def _draft(report: Path, plan: Plan) -> Draft:
    """Return the draft of a report, which must be of the plan's year."""
    language, year = plan.language, plan.year
    draft = draft_report(report, None, None, language)
    if draft.year not in YEARS:
        draft = draft_report(report, None, year, language)
    if draft.year != year:
        raise CannotRun("next-report-year", USAGE, file=str(report), found=draft.year, year=year)
    return draft


def write_next(proposed: NextPlan, path: Path) -> Path:
    """Write a proposed plan as its suffix says: the workbook to argue over, or the plan file.
    Return where: a workbook that somebody edited is left, and the new one written beside it.

    Raises:
        CannotRun: `plan-import-other` where another plan stands in its place.
    """
    if path.suffix.lower() == ".xlsx":
        return write_beside_edits(path, export_plan(proposed.plan, told=_told(proposed)))
    keep_plan(path, proposed.plan, former_plan(path))
    return path


def _told(proposed: NextPlan) -> ToldSheet:
    """Return the sheet that lists what became of each row of the year before."""
    plan = proposed.plan
    language = plan.language
    rows = tuple(
        (
            say(language, f"plan_next.kind_{one.kind}"),
            say(language, f"plan_diff.table_{one.table}"),
            one.code,
            one.name,
            one.unit,
            one.before,
            one.after,
            one.words,
        )
        for one in proposed.lines
    )
    return ToldSheet(
        name=say(language, "plan_next.sheet"),
        title=say(language, "plan_next.title", year=plan.year),
        strip=say(language, "plan_next.strip"),
        heads=tuple(say(language, f"plan_next.column_{name}") for name in _COLUMNS),
        widths=tuple(_COLUMNS.values()),
        rows=rows,
    )
