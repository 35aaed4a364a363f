"""Draft a plan from a report's file: read it, draft, write it in the form asked for."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from xlreport.draft.draft_listing import tsv
from xlreport.draft.draft_report import draft_from
from xlreport.draft.names.named_departments import DepartmentRule, read_rules
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.plans.plan_draft_types import Draft
from xlreport.pipeline.files.edited_outputs import write_beside_edits, write_keeping_former
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.plans.reports.loading_report_files import piped_report, read_report

YEARS = range(1949, 2200)
"""Years that a plan may have."""
Writer = Callable[[Draft, tuple[DepartmentRule, ...], bool], bytes]


def _plan_file(draft: Draft, rules: tuple[DepartmentRule, ...], leading: bool) -> bytes:  # noqa: FBT001 - a Writer
    from xlreport.draft.draft_document import plan_document  # a list needs no plan
    from xlreport.model.plans.plan import plan_from
    from xlreport.pipeline.plans.writing_plan_toml import plan_text

    return plan_text(plan_from(plan_document(draft, rules, with_departments=leading))).encode()


def _workbook(draft: Draft, rules: tuple[DepartmentRule, ...], leading: bool) -> bytes:  # noqa: FBT001 - a Writer
    from xlreport.pipeline.plans.drafting_plan_book import draft_workbook  # start-up stays light

    return draft_workbook(draft, rules, with_departments=leading)


#: output suffix → what writes it
OUTPUTS: dict[str, Writer] = {
    ".xlsx": _workbook,
    ".toml": _plan_file,
    ".tsv": lambda draft, _rules, _leading: tsv(draft).encode(),
}


def department_rules(path: Path | None = None) -> tuple[DepartmentRule, ...]:
    """Read the table that proposes departments: the user's own, else the program's.

    Raises:
        CannotRun: `departments-unreadable`.
    """
    try:
        if path is None:
            return read_rules(
                (files("xlreport.draft.names") / "departments.toml").read_text(encoding="utf-8")
            )
        return read_rules(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CannotRun("departments-unreadable", file=str(path)) from error


def draft_report(
    report: Path | bytes,
    departments: Path | None = None,
    year: int | None = None,
    language: str = "zh",
) -> Draft:
    """Draft a plan from a report.

    Args:
        report: its file, or what came through a pipe.
        departments: the user's own table of departments.
        year: the plan's year, where the coordinator says it.
        language: of the words of a refusal.

    Raises:
        CannotRun: `draft-year` where the year is out of range; the report or the table cannot be
            read.
    """
    if year is not None and year not in YEARS:
        raise CannotRun("draft-year", USAGE, year=year, first=YEARS[0], last=YEARS[-1])
    if isinstance(report, bytes):
        text = piped_report(report, "-", language)
    else:
        text = read_report(report, language)
    return draft_from(text, department_rules(departments), year)


def suffix_of(out: Path) -> str:
    """Return the suffix that says how to write; raises CannotRun for one that has no writer."""
    suffix = out.suffix.lower()
    if suffix not in OUTPUTS:
        raise CannotRun("draft-suffix", USAGE, suffix=out.suffix, suffixes=" ".join(OUTPUTS))
    return suffix


def rendered(
    draft: Draft, suffix: str, departments: Path | None = None, *, with_departments: bool = False
) -> bytes:
    """Return a draft in the form of a suffix of `OUTPUTS`.

    Args:
        draft: what was found.
        suffix: `.xlsx`: every row in the plan's workbook, to tick and to import;
            `.toml`: the ticked rows as plan; `.tsv`: the ticked rows with a figure, for comparing.
        departments: the user's own table of departments.
        with_departments: let the proposed departments lead.

    Raises:
        CannotRun: `draft-no-year` where the report names none, and a plan needs one.
    """
    if suffix != ".tsv" and draft.year not in YEARS:
        raise CannotRun("draft-no-year")
    return OUTPUTS[suffix](draft, department_rules(departments), with_departments)


def write_draft(
    draft: Draft,
    out: Path,
    suffix: str,
    departments: Path | None = None,
    *,
    with_departments: bool = False,
) -> Path:
    """Write a draft to a file in the form of a suffix, and return where.

    A workbook that somebody edited is left, and the new one written beside it; of a plan file what
    stood there is kept as `.old`.

    Args:
        draft: what the rules took.
        out: where it is wanted.
        suffix: the form, `.xlsx`, `.toml` or `.tsv`.
        departments: a file of departments, where the government's own are known.
        with_departments: let the proposed departments lead.
    """
    content = rendered(draft, suffix, departments, with_departments=with_departments)
    if suffix == ".xlsx":
        return write_beside_edits(out, content)
    write = write_keeping_former if suffix == ".toml" else write_whole
    write(out, content)
    return out
