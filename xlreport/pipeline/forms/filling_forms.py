"""A template + a CSV file or workbook of values → the workbook as a department would send it."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xlreport.messages import FALLBACK, languages, say
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan_form_types import CONTACT_FIELDS, SOURCES, STATES
from xlreport.model.returns.submission import Cell, Submission, Unreadable
from xlreport.pipeline.files.file_bytes import read_whole
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.filling_form_values import INPUT_FIELDS, FillRow, value_rows
from xlreport.workbook.department.form_open_cells import Filling, fill_cells, offers
from xlreport.workbook.reading.submission_reader import read

# a number as CSV files have it, without groups
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
# 2020-9-30
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)


def fill(
    template: Path,
    values: Path,
    out: Path,
    *,
    saved_at: datetime | None = None,
    templates: Path | None = None,
) -> int:
    """Fill a template as `filled_form` does, and write it; return how many cells were filled.

    Args:
        template: a department's workbook, not filled in yet.
        values: a CSV file or a workbook.
        out: where the filled one is written.
        saved_at: the time of saving that it states.
        templates: a folder of restyled workbooks, whose headings are known too.
    """
    content, count = filled_form(template, values, saved_at=saved_at, templates=templates)
    write_whole(out, content)
    return count


def filled_form(
    template: Path,
    values: Path,
    *,
    saved_at: datetime | None = None,
    templates: Path | None = None,
) -> tuple[bytes, int]:
    """Fill a template's open cells from a CSV file or a workbook; return the workbook and how many
    were filled.

    The file has a column of row codes, and columns named `code`, `actual`, `state`, … or headed as
    the form is (`value_rows` says how it is read); columns of contacts count from the first row
    that has them. A plain number becomes a number, a day like 2020-06-30 a date, a state or source
    code its word in the workbook's language; anything else stays text as it is.
    The workbook states `saved_at` as its saving time, by which the later of several copies is
    known.

    Args:
        template: a department's workbook, not filled in yet.
        values: a CSV file or a workbook.
        saved_at: the time of saving that it states.
        templates: a folder of restyled workbooks, whose headings are known too.

    Raises:
        CannotRun: a file cannot be read; a code or a column is not known.
    """
    content = read_whole(template)
    words = known_headings(templates)
    form = read(content, template.name, words)
    if isinstance(form, Unreadable):
        raise CannotRun("fill-not-template", file=str(template))
    rows = value_rows(read_whole(values), str(values), words)
    cells = dict(_cells(form, rows, language_offered(content)))
    return fill_cells(content, cells, saved_at=saved_at), len(cells)


def language_offered(content: bytes) -> str:
    """Return the language whose sources a workbook's list offers (states are understood in
    several).
    """
    spoken = (
        one
        for one in languages()
        if offers(content, (say(one, f"source.{source}") for source in SOURCES))
    )
    return next(spoken, FALLBACK)


def _cells(
    form: Submission, rows: list[FillRow], language: str
) -> Iterator[tuple[tuple[str, str], Filling]]:
    entries = {entry.code: entry for entry in form.entries}
    for row in rows:
        code = row["code"].strip().upper()
        if code and code not in entries:
            raise CannotRun("fill-unknown-code", code=code)
        for field in INPUT_FIELDS & set(row):
            if not code or not row[field]:
                continue
            cell = entries[code].cells.get(field)
            if cell is None:
                raise CannotRun("fill-no-column", code=code, column=field)
            yield _place(cell), typed(row[field], field, language)
    for contact in CONTACT_FIELDS:
        told = next((row[contact] for row in rows if row.get(contact)), "")
        if told and contact in form.contacts:
            yield _place(form.contacts[contact]), typed(told, contact, language)


def _place(cell: Cell) -> tuple[str, str]:
    return cell.sheet, cell.address


def typed(text: str, field: str, language: str) -> Filling:
    """Return what a hand would type for a text of the CSV file in that field."""
    if field == "state" and text in STATES:
        return say(language, f"state.{text}")
    if field == "source" and text in SOURCES:
        return say(language, f"source.{text}")
    day = _DAY.fullmatch(text)
    if field in {"expected", "filled_on"} and day:
        return date(int(day[1]), int(day[2]), int(day[3]))
    if field in {"actual", "baseline"} and _NUMBER.fullmatch(text):
        return Decimal(text)
    return text
