"""A returned workbook as read, nothing believed: cells with their place, raw value and number
format.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar, overload

from xlreport.model.model_quick_values import quickly_made
from xlreport.model.returns.finding import Finding, Verdict

_T = TypeVar("_T")


class CellKind(StrEnum):
    """What stands in a cell."""

    BLANK = "blank"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    """An error value, `#DIV/0!`; its name is the raw value."""
    NO_RESULT = "no_result"
    """A formula without a stored result."""
    OBJECT = "object"
    """A picture in the cell, a checkbox, a rich value: neither a figure nor words."""


_BLANK = CellKind.BLANK
FAULTY = (CellKind.ERROR, CellKind.NO_RESULT, CellKind.OBJECT)
"""Cells in which something stands that is no value."""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: where it stands and what it holds."""

    sheet: str
    address: str
    """`D7`."""
    kind: CellKind = CellKind.BLANK
    raw: Decimal | str | date | bool | None = None
    """Decimal for a number, text as typed, a date for a number in a date format, None for blank, no
    result and an object.
    """
    number_format: str = "General"
    formula: str | None = None
    """The formula's text where there is one; its stored result is `raw`."""
    unlocked: bool = False
    """Whether the sheet's protection lets it be typed in; False also where nothing tells."""

    @property
    def blank(self) -> bool:
        """Whether nothing, or only white space, stands in it."""
        return self.kind is _BLANK or (isinstance(self.raw, str) and not self.raw.strip())

    @property
    def as_typed(self) -> str:
        """The value as a person would see it typed, for messages."""
        return "" if self.raw is None else str(self.raw)


class LateCells(Mapping[str, Cell]):
    """Cells by field, each made when somebody looks at it: most of them are only compared as
    text.
    """

    __slots__ = ("_columns", "_made", "_make")

    def __init__(
        self, columns: Mapping[str, int], made: dict[str, Cell], make: Callable[[int], Cell]
    ) -> None:
        self._columns, self._made, self._make = columns, made, make

    def __getitem__(self, field: str) -> Cell:
        cell = self._made.get(field)
        if cell is None:
            cell = self._made[field] = self._make(self._columns[field])
        return cell

    @overload
    def get(self, field: str, /) -> Cell | None: ...
    @overload
    def get(self, field: str, /, default: _T) -> Cell | _T: ...
    def get(self, field: str, /, default: _T | None = None) -> Cell | _T | None:
        """Return the cell of a field, else what is given for one that is not there."""
        cell = self._made.get(field)
        if cell is None:
            column = self._columns.get(field)
            if column is None:
                return default
            cell = self._made[field] = self._make(column)
        return cell

    def __contains__(self, field: object) -> bool:
        return field in self._columns

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def near(self, columns: Collection[int]) -> Iterator[Cell]:
        """Yield the cells that stand in columns, 1-based, and those that are made by now, which
        may stand in a merged range elsewhere.
        """
        for name, column in self._columns.items():
            if column in columns or name in self._made:
                yield self[name]

    @property
    def made(self) -> Mapping[str, Cell]:
        """Those that are made by now, by field: every cell with a formula is, from the first."""
        return self._made

    def __reduce__(self) -> tuple[type[dict[str, Cell]], tuple[dict[str, Cell]]]:
        """Go from process to process as the cells themselves."""
        return dict, (dict(self),)


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a submission: a row code and the cells of the known columns."""

    code: str
    """The row code as it stands in the row (upper case, stripped); may be one that the plan does
    not know.
    """
    kind: str
    """`indicator` or `milestone`, by the sheet's columns."""
    sheet: str
    row: int
    cells: Mapping[str, Cell]
    """By field name of `model/plans/plan_form_types.py`: `actual`, …, and the locked `name`, …;
    absent columns are absent.
    """
    texts: Mapping[str, str] = field(default_factory=dict)
    """The same of cells in which plain text stands, or nothing: what the reader knows without
    making a cell.
    """
    merged: Mapping[str, str] = field(default_factory=dict)
    """Fields whose cell is merged with that of other rows → the range, `K10:K12`."""

    @property
    def with_formula(self) -> Mapping[str, Cell]:
        """The cells that hold a formula, by field."""
        cells = self.cells
        made = cells.made if isinstance(cells, LateCells) else cells
        return {name: cell for name, cell in made.items() if cell.formula}


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One returned workbook, as read."""

    file: str
    """Its path relative to the inbox, with forward slashes."""
    sha256: str
    saved_at: datetime | None = None
    """The saving time that the file itself states."""
    program: str = ""
    """The program that says it saved it; logged, never decided on."""
    codes: tuple[Cell, ...] = ()
    """The template code cells found, at most one a sheet that has any."""
    witnesses: Mapping[str, str] = field(default_factory=dict)
    """Second witnesses by where they stand (`custom property`, `defined name`) → template code
    text.
    """
    entries: Sequence[Entry] = ()
    strangers: tuple[Cell, ...] = ()
    """Cells with something in them in rows of a data sheet that carry no row code (rows that
    somebody added).
    """
    contacts: Mapping[str, Cell] = field(default_factory=dict)
    """The signature block by field: `filled_by`, `telephone`, `checked_by`, `filled_on`."""
    missing_columns: tuple[str, ...] = ()
    """Input fields whose column was not found on a data sheet, as `sheet kind/field`."""
    active: tuple[str, ...] = ()
    """What it carries that is active or foreign: `macros`, `external links`, `embedded objects`,
    `connections`.
    """
    findings: tuple[Finding, ...] = ()
    """What the reader itself has to say (formulas, two copies of a sheet, …)."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file of the inbox that is no submission, or cannot be read, and why."""

    file: str
    sha256: str
    verdict: Verdict
    finding: Finding
