"""Paints one sheet of the summary from its template: static cells, a row for each of what is repeated, print set-up."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from xlreport.model.errors import CannotRun
from xlreport.workbook.looks import Look
from xlreport.workbook.summary_height import row_height
from xlreport.workbook.summary_look import Board, Spot, SummaryLook
from xlreport.workbook.summary_places import addresses, field_of, places, reckoned

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TEXT_LIMIT = 32767
"""Characters that a cell holds."""
_PIXELS = 64
"""Width of a column that the template says nothing about."""
_POINTS = 15.0
_ONE_PAGE = 34
"""Rows that still can be read when a sheet is fitted to one page; longer ones take as many as they need."""
#: What a rule may change of a cell: fonts and sizes are not among it.
_RULED = re.compile(r"bold|italic|font_color|bg_color|(left|right|top|bottom)(_color)?")
_DIGITS = re.compile(r"(?<!_)0(\.0+)?")
#: The column that takes the room of those that are left out.
_TAKES_ROOM = "reason"


@dataclass(frozen=True, slots=True)
class Shown:
    """A value with what its cell's look cannot know: its decimals, a sign beside it, a mark whose font it takes."""

    value: str | Decimal | float | None
    decimals: int | None = None
    before: str = ""
    after: str = ""
    mark: str = ""
    formula: str = ""
    """Reckons the value anew; as `model.live` has it."""


Entry = str | Decimal | float | date | Shown | None
Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Placed:
    """Where things came to stand on a painted sheet; rows and columns count from 0."""

    sheet: "Worksheet"
    first: int
    last: int
    """The pattern's rows; the first of them where nothing is repeated, so that rules have a place."""
    rows: Sequence[Entries]
    """What stands in them."""
    columns: Mapping[str, int]
    """Field of the pattern → its column."""
    end: int
    """The last row that holds anything."""
    places: Mapping[str, tuple[int, int, int]]
    """Where a chart goes: row, first and last column."""
    widths: Mapping[int, int]
    """Column → pixels."""
    heights: Mapping[int, float]
    """Row → points."""


class Paint:
    """The formats of one workbook, each made once."""

    def __init__(self, book: "Workbook", look: SummaryLook) -> None:
        self.book = book
        self.addresses = addresses(look)
        self.lent = look.lent
        self._formats: dict[tuple[Look, str, str], Format] = {}
        self._rules: dict[str, Format] = {}

    def format(self, look: Look, number: str = "", mark: str = "") -> "Format":
        """Return the format of a look, with another number format, and the font colour of a mark."""
        key = (look, number, mark)
        if key not in self._formats:
            more = {"num_format": number} if number else {}
            if mark:
                more["font_color"] = self.color(mark, "font_color")
            self._formats[key] = self.book.add_format(dict(look) | more)
        return self._formats[key]

    def rule(self, name: str) -> "Format":
        """Return what a conditional format takes of the look that `{{name}}` lends: fill, font colour, borders."""
        if name not in self._rules:
            plain = {key: value for key, value in self.lent.get(name, ()) if _RULED.fullmatch(key)}
            self._rules[name] = self.book.add_format(plain)
        return self._rules[name]

    def color(self, name: str, of: str = "bg_color") -> str:
        """Return a colour of the look that `{{name}}` lends; white where it has none."""
        return str(dict(self.lent.get(name, ())).get(of, "#FFFFFF"))


@dataclass(frozen=True, slots=True)
class Repeated:
    """One column of what is repeated."""

    spot: Spot
    column: int
    right: int
    """The last column that it is merged over."""
    field: str
    pixels: float
    """Its width where words break into lines; else 0."""
    size: float
    """Points of its font."""


def paint_sheet(paint: Paint, board: Board, words: Entries, rows: Sequence[Entries], drop: frozenset[str]) -> Placed:
    """Write one sheet.

    Args:
        paint: The workbook's formats.
        board: The sheet's template.
        words: What the placeholders outside the pattern row say.
        rows: What the pattern's placeholders say, by field, one mapping a row; an empty one leaves its row free.
        drop: Fields of the pattern whose columns are left out; those to their right move up.
    """
    return SheetPaint(paint, board, words, drop).write(rows)


class SheetPaint:
    """One sheet while it is painted."""

    def __init__(self, paint: Paint, board: Board, words: Entries, drop: frozenset[str]) -> None:
        self.box, self.board, self.words = paint, board, words
        self.sheet: Worksheet = paint.book.get_worksheet_by_name(board.title)
        # XlsxWriter looks for forty newer functions in each formula, which takes longer than all else; ours has none.
        self.sheet._prepare_formula = _plain_formula  # noqa: SLF001 - without this name the search is merely done
        gone = {spot.column for spot in self.pattern if field_of(board, spot) in drop}
        self.columns = places(board, drop)
        self.widths = {place: board.widths.get(column, _PIXELS) for column, place in self.columns.items()}
        self.fields = {field_of(board, s): self.columns[s.column] for s in self.pattern if s.column in self.columns}
        if _TAKES_ROOM in self.fields:
            shown = [c for c in gone if c <= board.printed]
            self.widths[self.fields[_TAKES_ROOM]] += sum(board.widths.get(c, _PIXELS) for c in shown)
        self.heights: dict[int, float] = {}

    @property
    def pattern(self) -> tuple[Spot, ...]:
        """The cells of the pattern row."""
        return tuple(spot for spot in self.board.spots if spot.row == self.board.pattern)

    def write(self, rows: Sequence[Entries]) -> Placed:
        """Write everything; rows below the pattern move down."""
        board = self.board
        repeated = max(len(rows), 1) if board.pattern >= 0 else 0
        down = max(repeated - 1, 0)
        self.set_columns()
        self._static(down)
        columns = self.repeated()
        for place, row in enumerate(rows):
            if row:  # an empty one only keeps its place
                self.repeat(board.pattern + place, row, columns)
        for at, height in self._heights(down):
            self.heights.setdefault(at, height)
        for at, height in self.heights.items():
            self.sheet.set_row(at, height)
        end = max([self._moved(spot.row, down) for spot in board.spots] + [board.pattern + down])
        self.finish(down, end)
        first = max(board.pattern, 0)
        places = {
            name: (self._moved(row, down), self.columns[left], self.columns[right])
            for name, (row, left, right) in board.places.items()
        }
        heights = dict(sorted(self.heights.items()))
        return Placed(self.sheet, first, first + down, rows, self.fields, end, places, self.widths, heights)

    def set_columns(self) -> None:
        """Set the widths of the columns, and hide those that the template hides."""
        for column, pixels in self.widths.items():
            hidden = any(self.columns.get(c) == column for c in self.board.hidden)
            self.sheet.set_column_pixels(column, column, pixels, None, {"hidden": hidden})

    def _moved(self, row: int, down: int) -> int:
        return row + down if 0 <= self.board.pattern < row else row

    def _heights(self, down: int) -> Iterator[tuple[int, float]]:
        for row, height in self.board.heights.items():
            if row == self.board.pattern:
                yield from ((row + n, height) for n in range(down + 1))
            else:
                yield self._moved(row, down), height

    def _static(self, down: int) -> None:
        """Write the cells outside the pattern row, and the merged areas that do not touch it."""
        corners = {}
        for top, left, bottom, right in self.board.merged:
            if top != self.board.pattern:
                corners[top, left] = (self._moved(top, down), left, self._moved(bottom, down), right)
        covered = {
            (row, column)
            for top, left, bottom, right in self.board.merged
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        }
        for spot in self.board.spots:
            if spot.row == self.board.pattern or spot.column not in self.columns:
                continue
            row, column = self._moved(spot.row, down), self.columns[spot.column]
            if (spot.row, spot.column) in corners:
                self.sheet.merge_range(*corners[spot.row, spot.column], "", self.box.format(spot.look))
            elif (spot.row, spot.column) in covered:
                continue
            self.write_cell(row, column, spot, self.said(spot))

    def said(self, spot: Spot) -> Entry:
        """Return what stands in a cell outside the pattern row."""
        if not spot.parts[1:]:
            return spot.value
        for name in spot.parts[1::2]:
            if name not in self.words:
                raise CannotRun("summary_placeholder", sheet=self.board.title, placeholder=f"{{{{{name}}}}}")
        if spot.field:
            return self.words[spot.field]
        return fill(spot.parts, self.words)

    def repeated(self) -> list["Repeated"]:
        """Return the columns of the pattern with what is the same in every row."""
        areas = (area for area in self.board.merged if area[0] == self.board.pattern)
        merged = {left: right for _, left, _, right in areas}
        covered = {c for left, right in merged.items() for c in range(left + 1, right + 1)}
        found = []
        for spot in self.pattern:
            if spot.column in self.columns and spot.column not in covered:
                column, right = self.columns[spot.column], self.columns[merged.get(spot.column, spot.column)]
                look = dict(spot.look)
                wrapped = look.get("text_wrap") and spot.column <= self._edge
                pixels = float(sum(self.widths[c] for c in range(column, right + 1))) if wrapped else 0.0
                size = float(look.get("font_size", _POINTS))
                found.append(Repeated(spot, column, right, field_of(self.board, spot), pixels, size))
        return found

    def repeat(self, row: int, entries: Entries, columns: Sequence["Repeated"]) -> None:
        """Write one row of the pattern, as high as its words need."""
        cells = []
        for one in columns:
            if one.right > one.column:
                self.sheet.merge_range(row, one.column, row, one.right, "", self.box.format(one.spot.look))
            if one.field and one.field not in entries:
                raise CannotRun("summary_placeholder", sheet=self.board.title, placeholder=f"{{{{{one.spot.field}}}}}")
            entry = entries[one.field] if one.field else one.spot.value
            self.write_cell(row, one.column, one.spot, entry)
            said = entry.value if isinstance(entry, Shown) else entry
            if one.pixels and isinstance(said, str):
                cells.append((said, one.pixels, one.size))
        self.heights[row] = row_height(self.board.heights.get(self.board.pattern, _POINTS), cells)

    @property
    def _edge(self) -> int:
        """The last column of the template that prints."""
        return self.board.printed if self.board.printed >= 0 else max(self.columns)

    def write_cell(self, row: int, column: int, spot: Spot, entry: Entry) -> None:
        """Write text as text and numbers as numbers, never anything that a program would reckon or follow."""
        number, mark, formula = "", "", ""
        if isinstance(entry, Shown):
            formula = self._reckoned(row, entry.formula) if entry.formula else ""
            base = str(dict(spot.look).get("num_format", "0"))
            number, mark = _number_format(base, entry.decimals, entry.before, entry.after), entry.mark
            entry = entry.value
        if isinstance(entry, str) and ("align", "right") in spot.look:
            number = "@_0"  # words stand where the digits above and below them end
        form = self.box.format(spot.look, number, mark)
        if formula:
            result = float(entry) if isinstance(entry, Decimal | float | int) else str(entry or "")
            self.sheet.write_formula(row, column, f"={formula}", form, result)
        elif entry is None or entry == "":
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(entry, str):
            # Lone surrogates cannot be written in UTF-8; no workbook holds them, a name of a file may.
            text = entry.encode("utf-8", "replace").decode("utf-8")
            self.sheet.write_string(row, column, text[:TEXT_LIMIT], form)
        elif isinstance(entry, date):
            self.sheet.write_datetime(row, column, entry, form)
        else:
            self.sheet.write_number(row, column, float(entry), form)

    def _reckoned(self, row: int, formula: str) -> str:
        return reckoned(formula, self.box.addresses, self.words, self.fields, row)

    def finish(self, down: int, end: int) -> None:
        """Set what prints and how, what stays in view, and the filter."""
        from xlsxwriter.utility import xl_rowcol_to_cell  # late: start-up stays light

        board, sheet = self.board, self.sheet
        if board.landscape:
            sheet.set_landscape()
        sheet.set_paper(board.paper)
        if board.wide or board.tall:
            sheet.fit_to_pages(board.wide, board.tall if down < _ONE_PAGE else 0)
        left, right, top, bottom, footer = board.margins
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        sheet.set_footer(fill(board.footer, self.words, ampersand="&&"), {"margin": footer})
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        if board.tab:
            sheet.set_tab_color(board.tab)
        if board.titles:
            sheet.repeat_rows(*board.titles)
        if any(board.freeze):
            sheet.freeze_panes(*board.freeze)
        edge = max(place for column, place in self.columns.items() if column <= self._edge)
        sheet.print_area(0, 0, end, edge)
        # Codes and fingerprints may be all digits; they are meant as text.
        whole = f"A1:{xl_rowcol_to_cell(end, max(self.widths))}"
        sheet.ignore_errors({"number_stored_as_text": whole, "formula_differs": whole})
        if board.filtered and board.pattern > 0:
            sheet.autofilter(board.pattern - 1, 0, board.pattern + down, max(self.fields.values(), default=0))


def fill(parts: Sequence[str], words: Entries, ampersand: str = "&") -> str:
    """Return a text with its placeholders filled; `ampersand` is how an & of theirs is written (doubled in footers)."""
    said = (str(words.get(name, "")).replace("&", ampersand) for name in parts[1::2])
    return "".join(text for pair in zip(parts[::2], (*said, ""), strict=True) for text in pair)


def _plain_formula(formula: str, _expand: bool = False) -> str:  # noqa: FBT001, FBT002 - as XlsxWriter calls it
    return formula.removeprefix("=")


@lru_cache
def _number_format(base: str, decimals: int | None, before: str, after: str) -> str:
    """Return the template's number format with the decimals of the value, and signs before and after it."""
    sections = base.split(";")
    if decimals is not None:
        digits = f"0.{'0' * decimals}" if decimals else "0"
        sections = [_DIGITS.sub(digits, section) for section in sections]
    if before:
        sections = [f'"{before}"{section}' for section in sections]
    if after:
        sections = [f'{section.replace("_0", "")}"{after}"' for section in sections]
    return ";".join(sections)
