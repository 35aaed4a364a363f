"""A plan out to its workbook, and back: read, proved line by line, and every fault placed in its
cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from xlreport.assess.judgement_policies import policy_of
from xlreport.checks.plans.checked_plan_cells import cell_words
from xlreport.checks.plans.checked_plan_rows import plan_draft
from xlreport.messages.field_fault_messages import fault_words
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.plans.sheets.plan_sheet_columns import PlanBook, PlanLine
from xlreport.model.plans.sheets.plan_sheet_told import ToldSheet
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Entry, Submission
from xlreport.pipeline.files.edited_outputs import write_keeping_former
from xlreport.pipeline.plans.placing_plan_faults import (
    changed_dues,
    field_finding,
    plan_findings,
)
from xlreport.pipeline.plans.plan_files import has_errors, load_plan
from xlreport.pipeline.plans.reading_plan_quarter_dues import dues
from xlreport.pipeline.plans.writing_plan_toml import plan_text
from xlreport.workbook.annotating.annotate_workbook import annotate, findings_list
from xlreport.workbook.plan_book.plan_book_reader import read_plan_book
from xlreport.workbook.plan_book.plan_workbook import plan_book


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading a plan's workbook."""

    plan: Plan | None
    """None where there are errors."""
    findings: tuple[Finding, ...]
    book: PlanBook | None
    """None where the file could not be read at all."""
    language: str


def export_plan(
    plan: Plan,
    language: str | None = None,
    told: ToldSheet | None = None,
    opinions: Mapping[str, str] | None = None,
) -> bytes:
    """Return a plan's workbook in its own language, or in another, with a sheet for people alone
    and opinions of rows by code where there are some.

    Args:
        plan: what is handed out.
        language: of headings and hints; None is the plan's own.
        told: a sheet that is read by people and never read back.
        opinions: what departments said of rows, by the row's code.
    """
    tongue = language or plan.language
    return plan_book(
        plan, dues(plan, tongue), policy_of(plan), tongue, told=told, opinions=opinions
    )


def import_plan(content: bytes, file: str, language: str) -> Imported:
    """Read a plan's workbook and prove it.

    Args:
        content: the whole file.
        file: its name, for findings.
        language: of findings where the workbook's own is not known.
    """
    book = read_plan_book(content, file)
    if isinstance(book, Finding):
        return Imported(None, (book,), None, language)
    draft = plan_draft(book)
    found = list(draft.findings)
    plan: Plan | None = None
    if book.unread == frozenset() or not has_errors(found):
        try:
            plan = plan_from(draft.document)
        except ValidationError as error:
            found += (
                field_finding(
                    draft,
                    fault["loc"],
                    fault_words(book.language, fault["type"], fault.get("ctx")),
                    book.language,
                )
                for fault in error.errors()
            )
    if plan is not None:
        found += plan_findings(plan, draft, book.language)
        found += changed_dues(plan, draft, book.language)
    findings = tuple(replace(one, file=file) for one in found)
    return Imported(None if has_errors(findings) else plan, findings, book, book.language)


def marked_plan_book(content: bytes, imported: Imported) -> bytes | None:
    """Return the workbook with its faults marked, by the code that marks a department's return.

    Where it cannot be marked (something active in it) it is a list of them; None where nothing
    could be read.
    """
    book = imported.book
    if book is None:
        return None
    entries = tuple(
        Entry(
            code=_code(line),
            kind=line.kind,
            sheet=line.sheet,
            row=line.row,
            cells=line.cells,
        )
        for line in book.lines
    )
    submission = Submission(file=book.file, sha256=book.sha256, entries=entries, active=book.active)
    marked = annotate(content, submission, imported.findings, imported.language)
    return marked or findings_list(submission, imported.findings, imported.language)


def _code(line: PlanLine) -> str:
    """Return the code that a line of a workbook names; lists have none."""
    if "code" in line.cells:
        return cell_words(line.cells["code"])
    return ""


def former_plan(path: Path) -> Plan | None:
    """Return the plan that stands where one is to be written; None where nothing does.

    Raises:
        CannotRun: what stands there is no sound plan file, so that it is not to be written over.
    """
    return load_plan(path) if path.exists() else None


def keep_plan(path: Path, plan: Plan, former: Plan | None) -> None:
    """Write a plan file whole; what stood there is kept beside it as `.old`.

    Raises:
        CannotRun: another plan stands there.
    """
    if former is not None and former.plan.code != plan.code:
        raise CannotRun("plan-import-other", file=str(path), code=former.plan.code, own=plan.code)
    if former != plan:
        write_keeping_former(path, plan_text(plan).encode())
