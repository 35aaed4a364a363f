"""Whether a fault still stands in its cell, and whether the cell would pass, as formulas: by them
marks go, and the list says so, when it is mended.

Where the row has its check as it was sent out, that is asked: it says what `validate` says. What
only a reader sees (a format that shows another number, raised figures, a formula that leads
elsewhere) no formula can ask; then a changed cell is said to be changed, not mended.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache

from xlreport.messages import say
from xlreport.model.plans.plan_form_types import CONTACT_FIELDS
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Cell, CellKind, LateCells, Submission
from xlreport.model.texts.struck_out_text import STROKE
from xlreport.workbook.reading.formats.format_cells import address, column_of

# a range of cells: B2 and C4
_RANGE = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})", re.ASCII)
# the address of one cell
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}", re.ASCII)
_LARGEST_RANGE = 200
_SHORTEST_REASON = 4
_LONGEST_TEXT = 250
"""Characters that a formula takes as one text."""
_EMPTIED = frozenset({"row-without-code"})
"""Faults that are mended by emptying their cell."""
_FIGURES = frozenset({"actual", "baseline"})
_COMPLAINTS: Mapping[str, tuple[str, ...]] = {
    "actual": ("empty", "ask_reason", "×", "△"), "baseline": ("no_baseline", "ask_reason", "×"),
    "progress": ("no_progress",), "source": ("no_source",), "problems": ("no_problems",),
    "state": ("empty", "×", "△"), "expected": ("no_date", "ask_reason", "×", "△"), "remark": ("ask_reason", "△"),
}  # fmt: skip
"""What a row's check may say of each cell: its words, or the sign that they begin with."""


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What was read in the rows that faults are about."""

    cells: Mapping[tuple[str, str], Cell]
    """By sheet and address."""
    remarks: Mapping[tuple[str, int], str]
    """Where the remark of each row stands, by sheet and row."""
    rows: Mapping[tuple[str, str], int]
    """The row of every line, by sheet and code."""
    checks: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Where the check of each row stands that is still as it was sent out, by sheet and row."""
    language: str = "zh"
    """Of the checks."""

    def remark(self, found: Finding) -> str:
        """Return where the reason for a fault of a line goes; empty where the fault is of no
        line.
        """
        return self.remarks.get((found.sheet, self.rows.get((found.sheet, found.indicator), 0)), "")

    def check(self, found: Finding) -> str:
        """Return where the check of a fault's row stands; empty where there is none."""
        return self.checks.get((found.sheet, self.rows.get((found.sheet, found.indicator), 0)), "")


def known_of(
    submission: Submission,
    findings: Iterable[Finding],
    checks: Mapping[tuple[str, int], str] | None = None,
    language: str = "zh",
) -> ReadRows:
    """Return what was read in the rows in which faults stand, and in those that they are about."""
    places = [(found.sheet, place) for found, place in marked(findings)]
    rows = {(sheet, _row(place)) for sheet, place in places}
    columns = {column_of(place.rstrip("0123456789")) for _, place in places}
    lines = {(entry.sheet, entry.code): entry.row for entry in submission.entries}
    rows |= {(found.sheet, lines.get((found.sheet, found.indicator), 0)) for found in findings}
    entries = [entry for entry in submission.entries if (entry.sheet, entry.row) in rows]
    cells = {
        (cell.sheet, cell.address): cell for cell in (*submission.codes, *submission.strangers)
    }
    for entry in entries:
        near = entry.cells
        held = near.near(columns) if isinstance(near, LateCells) else near.values()
        cells.update({(cell.sheet, cell.address): cell for cell in held})
    cells.update({(cell.sheet, cell.address): cell for cell in submission.contacts.values()})
    remarks = {
        (entry.sheet, entry.row): cell.address
        for entry in entries
        if (cell := entry.cells.get("remark"))
    }
    return ReadRows(cells, remarks, lines, checks or {}, language)


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
    """Return a formula that is true while the fault stands, or another one in its place; empty
    where no formula can tell.

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
    at = sheet + place
    if sent := _sent(found, at):
        restored = f"NOT({sent})"
        return _unless_explained(restored, found, place, known, sheet)
    if found.column in CONTACT_FIELDS:
        return f"IF(ISERROR({at}),TRUE,LEN(TRIM({at}))=0)"
    unchanged = _same_fault(found, cell, at, sheet)
    if found.code in _EMPTIED:
        return unchanged
    passes = would_pass(found, place, known, sheet) if isinstance(cell.raw, str) else ""
    if passes:
        # Another text may be as long as the one that was read.
        unchanged = f"AND({unchanged},NOT({passes}))"
    check = known.check(found)
    again = _complaint(found.column, sheet + check, known.language) if check else ""
    if not again:
        again = f"IF(ISERROR({at}),TRUE,LEN(TRIM({at}))=0)"
    return f"OR({_unless_explained(unchanged, found, place, known, sheet)},{again})"


def would_pass(found: Finding, place: str, known: ReadRows, sheet: str = "") -> str:
    """Return a formula that is true where the cell would be taken as it stands now; empty where no
    formula can tell. The arguments are those of `still_wrong`.
    """
    cell = known.cells.get((found.sheet, place))
    if cell is None:
        return ""
    at = sheet + place
    if _sent(found, at) or found.column in CONTACT_FIELDS:
        return f"NOT({still_wrong(found, place, known, sheet)})"
    if found.code in _EMPTIED:
        return f"LEN(TRIM({at}))=0"
    check = known.check(found)
    shown_otherwise = isinstance(cell.raw, Decimal) and found.severity is Severity.ERROR
    if not check or found.column not in _COMPLAINTS:
        return ""
    if shown_otherwise and found.code in _BY_FORMAT:
        return ""
    fine = f'OR(LEFT({sheet}{check},1)="✓",{sheet}{check}={_text(say(known.language, "check.optional"))})'
    seen = [fine]
    if found.code == "merged-cells":
        seen.append(f"NOT({_same_fault(found, cell, at, sheet)})")
    if cell.formula:
        seen.append(f"NOT(_xlfn.ISFORMULA({at}))")
    if found.column in _FIGURES and isinstance(cell.raw, str) and found.code != "not-a-class":
        seen.append(f"ISNUMBER({at})")
    return f"AND({','.join(seen)})" if len(seen) > 1 else fine


_BY_FORMAT = frozenset({
    "ambiguous-number", "change-typed", "not-a-number", "other-unit", "scale-twice",
    "too-many-digits",
})  # fmt: skip
"""Faults of a stored number that come from how its format shows it."""


def _same_fault(found: Finding, cell: Cell, at: str, sheet: str) -> str:
    """Return the question whether the fault itself is still there."""
    if found.code == "merged-cells" and _RANGE.fullmatch(found.fields.get("first", "")):
        return f"COUNTA({sheet}{found.fields['first']})<2"
    if found.code == "formula-elsewhere":
        return f"_xlfn.ISFORMULA({at})"
    return _unchanged(cell, at)


def _unless_explained(
    condition: str, found: Finding, place: str, known: ReadRows, sheet: str
) -> str:
    """Return a condition that no longer holds where a warning has its reason."""
    remark = known.remarks.get((found.sheet, _row(place)), "") or known.remark(found)
    if found.severity is Severity.WARNING and remark and remark != place:
        return f"AND({condition},LEN(TRIM({sheet}{remark}))<{_SHORTEST_REASON})"
    return condition


def _complaint(column: str, check: str, language: str) -> str:
    """Return the question whether a row's check says something of this cell."""
    asked = []
    for said in _COMPLAINTS.get(column, ()):
        if said.isascii():
            asked.append(f"{check}={_text(say(language, f'check.{said}'))}")
        else:
            asked.append(f"LEFT({check},1)={_text(said)}")
    return f"OR({','.join(asked)})" if asked else ""


def _sent(found: Finding, at: str) -> str:
    """Return the question whether a locked cell holds what was sent out; empty for other cells."""
    sent = found.fields.get("sent")
    if sent is None or len(sent) > _LONGEST_TEXT:
        return ""
    same = f"TRIM({at})={_text(sent.strip())}"
    try:
        number = Decimal(sent)
    except ArithmeticError:
        return f"IFERROR({same},FALSE)"
    return f"IFERROR(ROUND({at}-{number:f},9)=0,FALSE)" if number.is_finite() else same


def _text(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _unchanged(cell: Cell, place: str) -> str:
    raw = cell.raw
    if cell.kind is CellKind.ERROR:
        return f"ISERROR({place})"
    if cell.kind is CellKind.OBJECT:
        kinds = ("_xlfn.ISFORMULA", "ISERROR", "ISLOGICAL")
        asked = ",".join(f"{kind}({place})" for kind in kinds)
        return f'OR({asked},ISNUMBER(SEARCH("DISPIMG",{place})))'
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
    units = len(str(raw).replace(STROKE, "").encode("utf-16-le", "replace")) // 2
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
