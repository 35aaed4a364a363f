"""Draft a plan from a report's file: read it, draft, write it in the form that the output's name asks for."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from tomllib import TOMLDecodeError

from xlreport.draft.departments import DepartmentRule, read_rules
from xlreport.draft.document import plan_toml
from xlreport.draft.draft import draft_from
from xlreport.draft.rows import tsv
from xlreport.draft.text import decode
from xlreport.model.draft import Draft
from xlreport.model.errors import USAGE, CannotRun
from xlreport.pipeline.writing import write_whole

#: output suffix → what writes it; the plan's workbook joins here
OUTPUTS: dict[str, Callable[[Draft, tuple[DepartmentRule, ...]], bytes]] = {
    ".toml": lambda draft, departments: plan_toml(draft, departments).encode(),
    ".tsv": lambda draft, _: tsv(draft).encode(),
}


def read_report(path: Path) -> str:
    """Read a report's text in UTF-8, UTF-16 or GB18030; raises CannotRun where it is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotRun("file-unreadable", file=str(path), why=error.strerror or str(error)) from error
    text = decode(content)
    if text is None or not text.strip():
        raise CannotRun("report-not-text", file=str(path))
    return text


def department_rules(path: Path | None = None) -> tuple[DepartmentRule, ...]:
    """Read the table that proposes departments: the user's own, else the one that comes with the program."""
    try:
        if path is None:
            return read_rules((files("xlreport.draft") / "departments.toml").read_text(encoding="utf-8"))
        return read_rules(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, TOMLDecodeError, KeyError, TypeError) as error:
        raise CannotRun("departments-unreadable", file=str(path), why=str(error)) from error


def draft_report(report: Path, departments: Path | None = None, year: int | None = None) -> Draft:
    """Draft a plan from a report's file."""
    return draft_from(read_report(report), department_rules(departments), year)


def write_draft(draft: Draft, out: Path, departments: Path | None = None) -> None:
    """Write a draft in the form that the suffix of its file asks for; raises CannotRun for a suffix without one."""
    writer = OUTPUTS.get(out.suffix.lower())
    if writer is None:
        raise CannotRun("draft-suffix", USAGE, suffix=out.suffix, suffixes=" ".join(OUTPUTS))
    write_whole(out, writer(draft, department_rules(departments)))
