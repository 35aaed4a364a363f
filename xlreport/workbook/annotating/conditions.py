"""Whether a fault still stands in its cell, as a formula: marks go, and the list says so, when it
is mended.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Cell, CellKind, Submission
from xlreport.workbook.reading.formats.cells import address, column_of

_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", re.ASCII)
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}", re.ASCII)
_LARGEST_RANGE = 200


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What was read in the rows that faults are about."""

    cells: Mapping[tuple[str, str], Cell]
    """By sheet and address."""
    remarks: Mapping[tuple[str, int], str]
    """Where the remark of each row stands, by sheet and row."""
    rows: Mapping[tuple[str, str], int]
    """The row of every line, by sheet and code."""

    def remark(self, found: Finding) -> str:
        """Return where the reason for a fault of a line goes; empty where the fault is of no
        line.
        """
        return self.remarks.get((found.sheet, self.rows.get((found.sheet, found.indicator), 0)), "")


def known_of(submission: Submission, findings: Iterable[Finding]) -> ReadRows:
    """Return what was read in the rows in which faults stand, and in those that they are about."""
    rows = {(found.sheet, _row(place)) for found, place in marked(findings)}
    lines = {(entry.sheet, entry.code): entry.row for entry in submission.entries}
    rows |= {(found.sheet, lines.get((found.sheet, found.indicator), 0)) for found in findings}
    entries = [entry for entry in submission.entries if (entry.sheet, entry.row) in rows]
    cells = {
        (cell.sheet, cell.address): cell for cell in (*submission.codes, *submission.strangers)
    }
    for entry in entries:
        cells.update({(cell.sheet, cell.address): cell for cell in entry.cells.values()})
    cells.update({(cell.sheet, cell.address): cell for cell in submission.contacts.values()})
    remarks = {
        (entry.sheet, entry.row): cell.address
        for entry in entries
        if (cell := entry.cells.get("remark"))
    }
    return ReadRows(cells, remarks, lines)


@lru_cache(maxsize=512)
def cells_of(text: str) -> tuple[str, ...]:
    """Return the single cells of `D7`, `D7:D12` or `D7, F7`; none where it is no place."""
    cells: list[str] = []
    for part in re.split(r"[,;\s]+", text.replace("$", "")):
        match = _RANGE.fullmatch(part)
        if match:
            columns = range(column_of(match[1]), column_of(match[3]) + 1)
            rows = range(int(match[2]), int(match[4]) + 1)
            if len(columns) * len(rows) <= _LARGEST_RANGE and columns.start:
                cells += [address(row, column) for row in rows for column in columns]
        elif _CELL.fullmatch(part):
            cells.append(part)
    return tuple(cells)


def still_wrong(found: Finding, place: str, known: ReadRows, sheet: str = "") -> str:
    """Return a formula that is true while the fault stands; empty where no formula can tell.

    Nothing that the sender typed goes into it but numbers: of a text only its length.

    Args:
        found: The fault.
        place: The cell, `D7`.
        known: The cells as they were read.
        sheet: The sheet to name before each cell, in quotes and with its exclamation mark.
    """
    cell = known.cells.get((found.sheet, place))
    if cell is None:
        return ""
    condition = _unchanged(cell, sheet + place)
    remark = known.remarks.get((found.sheet, _row(place)), "")
    if found.severity is Severity.WARNING and remark and remark != place:
        return f"AND({condition},LEN(TRIM({sheet}{remark}))=0)"
    return condition


def _unchanged(cell: Cell, place: str) -> str:
    raw = cell.raw
    if cell.kind is CellKind.ERROR:
        return f"ISERROR({place})"
    if cell.kind is CellKind.NO_RESULT:
        return f"_xlfn.ISFORMULA({place})"
    if cell.blank:
        return f"LEN(TRIM({place}))=0"
    if cell.kind is CellKind.BOOLEAN:
        return f"ISLOGICAL({place})"
    if isinstance(raw, Decimal):
        return f"AND(ISNUMBER({place}),{place}={raw})"
    if isinstance(raw, date):
        return f"AND(ISNUMBER({place}),INT({place})=DATE({raw.year},{raw.month},{raw.day}))"
    units = len(str(raw).encode("utf-16-le", "replace")) // 2
    return f"AND(ISTEXT({place}),LEN({place})={units})"


def _row(place: str) -> int:
    return int(place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def quoted_criterion(sheet: str) -> str:
    """Return a sheet's name as formulas write it before a cell."""
    return "'" + sheet.replace("'", "''") + "'!"


def marked(findings: Iterable[Finding]) -> Iterator[tuple[Finding, str]]:
    """Yield each fault that is to be mended or explained with each cell in which it stands."""
    for found in findings:
        if found.severity is not Severity.NOTE and not found.explained and found.sheet:
            for place in cells_of(found.cell):
                yield found, place
