"""A template + a CSV file of values → the workbook as a department would send it."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xlreport.messages import FALLBACK, languages, say
from xlreport.model.errors import CannotRun
from xlreport.model.plans.form import (
    CONTACT_FIELDS,
    INDICATOR_INPUTS,
    MILESTONE_INPUTS,
    SOURCES,
    STATES,
)
from xlreport.model.returns.submission import Cell, Submission, Unreadable
from xlreport.pipeline.files.writing import write_whole
from xlreport.pipeline.forms.templates import known_headings
from xlreport.workbook.department.fill import Filling, fill_cells, offers
from xlreport.workbook.reading.reader import read

INPUT_FIELDS = frozenset({*INDICATOR_INPUTS, *MILESTONE_INPUTS, "baseline"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
FillRow = Mapping[str, str]


def fill(
    template: Path,
    values: Path,
    out: Path,
    *,
    saved_at: datetime | None = None,
    templates: Path | None = None,
) -> int:
    """Fill a template's open cells from a CSV file; return how many cells were filled.

    The file has a column `code` with row codes, and columns named as the fields (`actual`, `state`,
    `progress`, …); columns named as the contacts (`filled_by`, …) count from the first row that has
    them. A plain number becomes a number, a day like 2020-06-30 a date, a state or source code its
    word in the workbook's language; anything else stays text as it is.
    The workbook states `saved_at` as its saving time, by which the later of several copies is
    known.

    Raises:
        CannotRun: the template or the CSV cannot be read; a code or a column is not known.
    """
    content = _bytes(template)
    form = read(content, template.name, known_headings(templates))
    if isinstance(form, Unreadable):
        raise CannotRun("fill-not-template", file=str(template))
    rows = _rows(values)
    cells = dict(_cells(form, rows, _language(content)))
    write_whole(out, fill_cells(content, cells, saved_at=saved_at))
    return len(cells)


def _language(content: bytes) -> str:
    """Return the language whose states a workbook's list offers."""
    spoken = (
        one
        for one in languages()
        if offers(content, (say(one, f"state.{state}") for state in STATES))
    )
    return next(spoken, FALLBACK)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotRun(
            "file-unreadable", file=str(path), why=error.strerror or str(error)
        ) from error


def _rows(path: Path) -> list[FillRow]:
    try:
        text = _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRun("plan-not-utf8", file=str(path)) from error
    reader = csv.DictReader(io.StringIO(text, newline=""))
    unknown = set(reader.fieldnames or ()) - INPUT_FIELDS - {"code", *CONTACT_FIELDS}
    if "code" not in (reader.fieldnames or ()) or unknown:
        raise CannotRun(
            "fill-columns", file=str(path), columns=", ".join(sorted(unknown)) or "code"
        )
    return [{key: entry or "" for key, entry in row.items() if key} for row in reader]


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
