"""The summary's template as values: sheets, cells with their looks and `{{…}}`, widths, print
set-up.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlreport.model.model_errors import CannotRun
from xlreport.workbook.looks.look_placeholders import only_name, placeholder_names, take_apart
from xlreport.workbook.looks.template_kept_looks import kept_looks
from xlreport.workbook.looks.template_looks import Look

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.cell.cell import MergedCell
    from openpyxl.worksheet.dimensions import ColumnDimension
    from openpyxl.worksheet.worksheet import Worksheet

#: A row that holds one of these is a pattern, repeated for each of them; `attention` is the list on
#: the overview, `unit` and `leader` have a page for each department and leader, which begins at the
#: row with
#: `{{unit.group}}`.
PATTERN_KINDS = (
    "indicator", "milestone", "department", "finding", "source", "file", "attention", "changed",
    "problem", "unit",
    "leader", "beside", "score", "evidence",
)  # fmt: skip
# a placeholder that lends a look and shows nothing
_LENT = re.compile(r"(status|last|chart|mark|bar|look)\.\w+")
_CODES = (("&[Pages]", "&N"), ("&[Page]", "&P"), ("&[Tab]", "&A"))
_MOST_ROWS, _MOST_COLUMNS = 200, 120
"""What of a template is looked at: a coordinator may have coloured whole rows and columns."""
_PIXELS = 7
"""A character of the Normal style, Calibri 11, at 96 dots an inch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One cell of the template: its look, and its text taken apart at the placeholders."""

    row: int
    column: int
    look: Look
    value: str | float | None
    parts: tuple[str, ...]
    """Words at even places, names of placeholders at odd ones."""
    field: str
    """The placeholder that is all that the cell holds, else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One sheet of the template; rows and columns count from 0."""

    title: str
    kind: str
    """What its pattern row repeats; empty where it has none."""
    pattern: int
    """The pattern row; -1 where it has none."""
    spots: tuple[Spot, ...]
    widths: Mapping[int, int]
    """Column → pixels."""
    hidden: frozenset[int]
    heights: Mapping[int, float]
    """Row → points."""
    merged: tuple[tuple[int, int, int, int], ...]
    places: Mapping[str, tuple[int, int, int]]
    """`{{place.…}}`: where a chart goes: row, first and last column."""
    freeze: tuple[int, int]
    filtered: bool
    tab: str
    wide: int
    """Pages across and down, 0 for as many as it takes."""
    tall: int
    margins: tuple[float, float, float, float, float]
    """Inches: left, right, top, bottom, footer."""
    landscape: bool
    paper: int
    titles: tuple[int, int] | None
    """First and last row repeated on every page."""
    printed: int
    """The last column that prints; -1 for all."""
    footer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SummaryLook:
    """The whole template; `lent` are the looks of cells such as `{{status.at_risk}}` by that
    name.
    """

    boards: tuple[Board, ...]
    lent: Mapping[str, Look]


def load_summary_look(template: bytes) -> SummaryLook:
    """Return a summary template's looks; raises CannotRun where it cannot be opened."""
    return kept_looks(template, SummaryLook) or read_summary_look(template)


def read_summary_look(template: bytes) -> SummaryLook:
    """Read a summary template with openpyxl; raises CannotRun where it cannot be opened."""
    from xlreport.workbook.looks.loading_template_looks import opened_template
    from xlreport.workbook.looks.look_styles import theme_colours

    book = opened_template(template, "summary_template")
    theme = theme_colours(book.loaded_theme)
    boards = tuple(_board(sheet, theme) for sheet in book.worksheets)
    lent = {
        spot.field: spot.look
        for board in boards
        for spot in board.spots
        if _LENT.fullmatch(spot.field)
    }
    return SummaryLook(boards, lent)


def _board(sheet: "Worksheet", theme: tuple[str, ...]) -> Board:
    last_row, last_column = min(sheet.max_row, _MOST_ROWS), min(sheet.max_column, _MOST_COLUMNS)
    spots = [
        _spot(cell, row, column, theme)
        for row, cells in enumerate(sheet.iter_rows(max_row=last_row, max_col=last_column))
        for column, cell in enumerate(cells)
        if cell.value is not None or cell.has_style
    ]
    said = [
        (spot.row, name.partition(".")[0])
        for spot in spots
        for name in placeholder_names(spot.parts)
    ]
    patterns = [(row, family) for row, family in said if family in PATTERN_KINDS]
    # of a page for each department the last such row is the pattern, what stands above it is its
    # head
    pattern, kind = max(patterns, default=(-1, ""))
    merged = tuple(
        (a.min_row - 1, a.min_col - 1, a.max_row - 1, a.max_col - 1)
        for a in sheet.merged_cells.ranges
    )
    places = {
        spot.field.removeprefix("place."): (spot.row, spot.column, _right_end(merged, spot))
        for spot in spots
        if spot.field.startswith("place.")
    }
    held = {(row, column) for row, column, _ in places.values()}
    margins, setup, fit = sheet.page_margins, sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    fits = fit is not None and bool(fit.fitToPage)
    rows = [int(number) - 1 for number in re.findall(r"\d+", sheet.print_title_rows or "")]
    freeze = sheet[sheet.freeze_panes] if sheet.freeze_panes else None
    tab = sheet.sheet_properties.tabColor
    return Board(
        title=sheet.title,
        kind=kind,
        pattern=pattern,
        spots=tuple(spot for spot in spots if (spot.row, spot.column) not in held),
        widths={
            column: round((shape.width or 8.43) * _PIXELS)
            for column, shape in _columns(sheet, last_column)
        },
        hidden=frozenset(column for column, shape in _columns(sheet, last_column) if shape.hidden),
        heights={n - 1: shape.height for n, shape in sheet.row_dimensions.items() if shape.height},
        merged=tuple(area for area in merged if area[:2] not in held),
        places=places,
        freeze=(freeze.row - 1, freeze.column - 1) if freeze else (0, 0),
        filtered=bool(sheet.auto_filter.ref),
        tab=f"#{tab.rgb[-6:]}" if tab is not None and tab.type == "rgb" else "",
        wide=int(setup.fitToWidth if setup.fitToWidth is not None else 1) if fits else 0,
        tall=int(setup.fitToHeight if setup.fitToHeight is not None else 1) if fits else 0,
        margins=(margins.left, margins.right, margins.top, margins.bottom, margins.footer),
        landscape=setup.orientation == "landscape",
        paper=int(setup.paperSize or 9),
        titles=(rows[0], rows[-1]) if rows else None,
        printed=_last_printed(sheet),
        footer=take_apart(_footer(sheet)),
    )


def _spot(cell: "Cell | MergedCell", row: int, column: int, theme: tuple[str, ...]) -> Spot:
    from xlreport.workbook.looks.look_styles import look_of

    if getattr(cell, "data_type", "") == "f":
        raise CannotRun("summary_formula", sheet=cell.parent.title, cell=cell.coordinate)
    value = cell.value if isinstance(cell.value, str | int | float | None) else str(cell.value)
    parts = take_apart(value) if isinstance(value, str) else ()
    if any("{{" in words for words in parts[::2]):
        raise CannotRun("summary_placeholder", sheet=cell.parent.title, placeholder=value)
    return Spot(
        row=row,
        column=column,
        look=look_of(cell, theme),
        value=value,
        parts=parts,
        field=only_name(parts),
    )


def _right_end(merged: tuple[tuple[int, int, int, int], ...], spot: Spot) -> int:
    return next(
        (right for top, left, _, right in merged if (top, left) == (spot.row, spot.column)),
        spot.column,
    )


def _columns(sheet: "Worksheet", last: int) -> Iterator[tuple[int, "ColumnDimension"]]:
    """Yield each column that the template sets, from 0; Excel writes neighbours of one width as
    one.
    """
    for shape in sheet.column_dimensions.values():
        for column in range(shape.min or 1, min(shape.max or 1, last) + 1):
            yield column - 1, shape


def _last_printed(sheet: "Worksheet") -> int:
    from openpyxl.utils import column_index_from_string

    ends = re.findall(r":\$?([A-Z]{1,3})\$?\d+", str(sheet.print_area or ""))
    return column_index_from_string(ends[0]) - 1 if ends else -1


def _footer(sheet: "Worksheet") -> str:
    """Return the footer as one text of codes; a blank keeps a digit that follows from joining the
    size.
    """
    text = ""
    for side, name in zip("LCR", ("left", "center", "right"), strict=True):
        item = getattr(sheet.oddFooter, name)
        if item.text:
            text += f"&{side}" + (f"&{item.size} " if item.size else "") + item.text
    for long, short in _CODES:
        text = text.replace(long, short)
    return text
