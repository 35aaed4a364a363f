"""A workbook template as values: sheets, words, cell looks, widths, print set-up; read once a
run.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Look = tuple[tuple[str, Any], ...]
"""XlsxWriter's properties of one cell look, sorted; number format included, protection not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLook:
    """One cell of the template."""

    column: int
    look: int
    """Its place in `Looks.looks`."""
    value: str | float | None = None
    """Words or a number that stand there as they are; None for an empty cell and for one with
    placeholders.
    """
    parts: tuple[str, ...] = ()
    """A text with placeholders, taken apart: words at even places, names at odd ones."""
    field: str = ""
    """The placeholder that is all that the cell holds; in a pattern row without `indicator.`,
    `input.` and so on.
    """
    asked: bool = False
    """Whether a clerk types there (`{{input.…}}`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLook:
    """One row of the template with its height in points (None: the program's own)."""

    row: int
    height: float | None
    cells: tuple[CellLook, ...]
    hidden: bool = False
    only: str = ""
    """`indicator` or `milestone`: the row stands only where the department has such rows."""


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """Width in pixels at the usual 96 dots an inch."""

    column: int
    pixels: int
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLook:
    """How a sheet prints; margins in inches, left, right, top, bottom, header, footer."""

    landscape: bool
    paper: int
    wide: int
    """Pages across and down, 0 for as many as it takes; both 0: printed at `scale`."""
    tall: int
    scale: int
    margins: tuple[float, float, float, float, float, float]
    centred: bool
    titles: tuple[int, int] | None
    """First and last row repeated on every page."""
    area: tuple[int, int, int, int] | None
    """First row, first column, last row, last column; None is everything."""
    header: tuple[str, ...]
    footer: tuple[str, ...]
    """XlsxWriter's codes with placeholders, taken apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLook:
    """One sheet of the template."""

    title: str
    kind: str
    """`indicator` or `milestone` for a sheet with a pattern row, else empty."""
    head: tuple[RowLook, ...]
    """Rows above the pattern row; all rows where there is none."""
    pattern: RowLook | None
    foot: tuple[RowLook, ...]
    columns: tuple[ColumnLook, ...]
    places: Mapping[str, int]
    """Column by field name (`actual`, `check`, `name`); empty without a pattern row."""
    merged: tuple[tuple[int, int, int, int], ...]
    freeze: tuple[int, int]
    zoom: int
    grid: bool
    tab: str
    state: str
    """`visible`, `hidden` or `veryHidden`."""
    page: PageLook

    @property
    def hidden_columns(self) -> frozenset[int]:
        """The columns that nobody sees."""
        return frozenset(column.column for column in self.columns if column.hidden)


@dataclass(frozen=True, slots=True)
class Looks:
    """A whole template; `marks` are the looks that `{{look.…}}` cells lend, by name."""

    sheets: tuple[SheetLook, ...]
    looks: tuple[Look, ...]
    marks: Mapping[str, int]

    def sheet(self, kind: str) -> SheetLook | None:
        """Return the sheet with the pattern row of that kind."""
        return next((sheet for sheet in self.sheets if sheet.kind == kind), None)
