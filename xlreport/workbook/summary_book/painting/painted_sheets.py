"""Paints one sheet of the summary from its template: static cells, a row for each of what is
repeated, print set-up.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from xlreport.model.judged.judged_live_formulas import named, quoted_string
from xlreport.model.model_errors import CannotRun
from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    Entries,
    Paint,
    PatternCell,
    Shown,
    entry_value,
)
from xlreport.workbook.summary_book.painting.painted_look import Board, Spot
from xlreport.workbook.summary_book.painting.painted_places import field_of, places, reckoned, shape
from xlreport.workbook.summary_book.painting.painted_row_height import letters_that_fit
from xlreport.workbook.summary_book.painting.painted_rows import (
    RowText,
    SheetRow,
    pattern_lines,
    result_of,
    written_as_text,
)
from xlreport.workbook.workbook_row_xml import as_result, as_string, cell_start, cut_text, put_rows

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

# the placeholder of a threshold: policy.amber_share
_THRESHOLD = re.compile(r"policy\.[a-z_]+")
_PIXELS = 64
"""Width of a column that the template says nothing about."""
_POINTS = 15.0
_ONE_PAGE = 34
"""Rows that still can be read when a sheet is fitted to one page; longer ones take as many as they
need.
"""
#: The column that takes the room of those that are left out.
_TAKES_ROOM = "reason"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where things came to stand on a painted sheet; rows and columns count from 0."""

    sheet: "Worksheet"
    first: int
    last: int
    """The pattern's rows; the first of them where nothing is repeated, so that rules have a
    place.
    """
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


def paint_sheet(
    paint: Paint, board: Board, words: Entries, rows: Sequence[Entries], drop: frozenset[str]
) -> Placed:
    """Write one sheet.

    Args:
        paint: The workbook's formats.
        board: The sheet's template.
        words: What the placeholders outside the pattern row say.
        rows: What the pattern's placeholders say, by field, one mapping a row; an empty one leaves
            its row free.
        drop: Fields of the pattern whose columns are left out; those to their right move up.
    """
    return SheetPaint(paint, board, words, drop).write(rows)


class SheetPaint:
    """One sheet while it is painted."""

    def __init__(self, paint: Paint, board: Board, words: Entries, drop: frozenset[str]) -> None:
        self.box, self.board, self.words = paint, board, words
        self.sheet: Worksheet = paint.book.get_worksheet_by_name(board.title)
        # XlsxWriter looks for forty newer functions in each formula, which takes longer than all
        # else; ours has none.
        self.sheet._prepare_formula = _plain_formula  # noqa: SLF001 - without this name the search is merely done
        gone = {spot.column for spot in self.pattern if field_of(board, spot) in drop}
        self.columns = places(board, drop)
        self.widths = {
            place: board.widths.get(column, _PIXELS) for column, place in self.columns.items()
        }
        self.fields = {
            field_of(board, s): self.columns[s.column]
            for s in self.pattern
            if s.column in self.columns
        }
        if _TAKES_ROOM in self.fields:
            shown = [c for c in gone if c <= board.printed]
            self.widths[self.fields[_TAKES_ROOM]] += sum(
                board.widths.get(c, _PIXELS) for c in shown
            )
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
        self.heights |= {
            self._moved(row, down): at for row, at in board.heights.items() if row != board.pattern
        }
        if board.pattern >= 0:
            self.put(
                self.lines(board.pattern, rows, self.repeated()),
                board.pattern,
                board.pattern + down,
            )
        end = max([self._moved(spot.row, down) for spot in board.spots] + [board.pattern + down])
        self.finish(down, end)
        first = max(board.pattern, 0)
        places = {
            name: (self._moved(row, down), self.columns[left], self.columns[right])
            for name, (row, left, right) in board.places.items()
        }
        heights = dict(sorted(self.heights.items()))
        return Placed(
            sheet=self.sheet,
            first=first,
            last=first + down,
            columns=self.fields,
            end=end,
            places=places,
            widths=self.widths,
            heights=heights,
        )

    def set_columns(self) -> None:
        """Set the widths of the columns, and hide those that the template hides."""
        for column, pixels in self.widths.items():
            hidden = any(self.columns.get(c) == column for c in self.board.hidden)
            self.sheet.set_column_pixels(column, column, pixels, None, {"hidden": hidden})

    def _moved(self, row: int, down: int) -> int:
        return row + down if 0 <= self.board.pattern < row else row

    def _static(self, down: int) -> None:
        """Write the cells outside the pattern row, and the merged areas that do not touch it."""
        corners = {}
        for top, left, bottom, right in self.board.merged:
            if top != self.board.pattern:
                corners[top, left] = (
                    self._moved(top, down),
                    left,
                    self._moved(bottom, down),
                    right,
                )
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
                self.sheet.merge_range(
                    *corners[spot.row, spot.column], "", self.box.format(spot.look)
                )
            elif (spot.row, spot.column) in covered:
                continue
            self.write_cell(row, column, spot, self.said(spot))

    def said(self, spot: Spot) -> CellEntry:
        """Return what stands in a cell outside the pattern row."""
        if not spot.parts[1:]:
            return spot.value
        for name in spot.parts[1::2]:
            if name not in self.words:
                raise CannotRun(
                    "summary_placeholder", sheet=self.board.title, placeholder=f"{{{{{name}}}}}"
                )
        if spot.field:
            return self.words[spot.field]
        text = fill_placeholders(spot.parts, self.words)
        if any(_THRESHOLD.fullmatch(n) and n in self.box.addresses for n in spot.parts[1::2]):
            return Shown(value=text, formula=self._joined(spot.parts))
        return text

    def _joined(self, parts: Sequence[str]) -> str:
        """Return the formula of a text that names thresholds, which the legend lets change."""
        said = []
        for place, part in enumerate(parts):
            if place % 2 and part in self.box.addresses:
                said.append(named(part))
            elif place % 2 == 0 or self.words[part]:
                said.append(quoted_string(str(self.words[part]) if place % 2 else part))
        return "&".join(said)

    def repeated(self) -> list[PatternCell]:
        """Return the columns of the pattern with what is the same in every row."""
        areas = (area for area in self.board.merged if area[0] == self.board.pattern)
        merged = {left: right for _, left, _, right in areas}
        covered = {c for left, right in merged.items() for c in range(left + 1, right + 1)}
        return self.in_a_row(
            [
                self.column(spot, merged.get(spot.column, spot.column))
                for spot in self.pattern
                if spot.column in self.columns and spot.column not in covered
            ]
        )

    @staticmethod
    def in_a_row(cells: Sequence[PatternCell]) -> list[PatternCell]:
        """Return cells that stand side by side, each with the start of the one behind it."""
        starts = (*(one.start for one in cells[1:]), "")
        return [replace(one, next_start=s) for one, s in zip(cells, starts, strict=True)]

    def column(self, spot: Spot, right: int) -> PatternCell:
        """Return where a cell of the template stands in each of its rows, up to which of the
        template's columns.
        """
        from xlsxwriter.utility import xl_col_to_name  # late: start-up stays light

        at, end, look = self.columns[spot.column], self.columns[right], dict(spot.look)
        wrapped = look.get("text_wrap") and spot.column <= self._edge
        pixels = float(sum(self.widths[c] for c in range(at, end + 1))) if wrapped else 0.0
        size = float(look.get("font_size", _POINTS))
        fits = letters_that_fit(pixels, size)
        return PatternCell(
            spot=spot,
            at=at,
            right=end,
            start=cell_start(xl_col_to_name(at)),
            next_start="",
            field=field_of(self.board, spot),
            pixels=pixels,
            size=size,
            fits=fits,
            styles={},
            known={},
        )

    def lines(
        self, first: int, rows: Sequence[Entries], columns: Sequence[PatternCell]
    ) -> Iterable[SheetRow]:
        """Return rows of the pattern from the first on; raises CannotRun for a placeholder that
        they do not know.
        """
        known = next(filter(None, rows), {})
        for one in columns:
            if known and one.field and one.field not in known:
                raise CannotRun(
                    "summary_placeholder",
                    sheet=self.board.title,
                    placeholder=f"{{{{{one.spot.field}}}}}",
                )
        return pattern_lines(
            first, rows, columns, self.board.heights.get(self.board.pattern, _POINTS)
        )

    def put(self, lines: Iterable[SheetRow], first: int, last: int) -> None:
        """Write what is repeated, as text where that can be."""
        if written_as_text(self.board):
            formulas = partial(
                shape, addresses=self.box.addresses, words=self.words, fields=self.fields
            )
            put_rows(
                self.sheet,
                first,
                last,
                max(self.widths),
                map(RowText(self.box, formulas).row, lines),
            )
        else:
            for line in lines:
                self._line(line)

    def _line(self, line: SheetRow) -> None:
        for one, entry in zip(line.columns, line.said, strict=True):
            if one.right > one.at:
                self.sheet.merge_range(
                    line.row, one.at, line.row, one.right, "", self.box.format(one.spot.look)
                )
            self.write_cell(line.row, one.at, one.spot, entry)
        if line.height is not None:
            self.heights[line.row] = line.height

    @property
    def _edge(self) -> int:
        """The last column of the template that prints."""
        return self.board.printed if self.board.printed >= 0 else max(self.columns)

    def write_cell(self, row: int, column: int, spot: Spot, entry: CellEntry) -> None:
        """Write text as text and numbers as numbers, never anything that a program would reckon or
        follow.
        """
        form, said = self.box.format_of(spot.look, entry), entry_value(entry)
        if (
            isinstance(entry, Shown)
            and entry.formula
            and (formula := self._reckoned(row, entry.formula))
        ):
            result = result_of(entry)
            if isinstance(result, str):
                result = as_result(cut_text(result))
            self.sheet.write_formula(row, column, f"={formula}", form, result)
        elif said is None or said == "":
            self.sheet.write_blank(row, column, None, form)
        elif isinstance(said, str):
            self.sheet.write_string(row, column, as_string(said), form)
        elif isinstance(said, date):
            self.sheet.write_datetime(row, column, said, form)
        else:
            self.sheet.write_number(row, column, float(said), form)

    def _reckoned(self, row: int, formula: str) -> str:
        return reckoned(formula, self.box.addresses, self.words, self.fields, row)

    def finish(self, down: int, end: int) -> None:
        """Set the heights of rows, what prints and how, what stays in view, and the filter."""
        from xlsxwriter.utility import xl_rowcol_to_cell  # late: start-up stays light

        board, sheet = self.board, self.sheet
        for at, height in self.heights.items():
            sheet.set_row(at, height)
        if board.landscape:
            sheet.set_landscape()
        sheet.set_paper(board.paper)
        if board.wide or board.tall:
            sheet.fit_to_pages(board.wide, board.tall if down < _ONE_PAGE else 0)
        left, right, top, bottom, footer = board.margins
        sheet.set_margins(left=left, right=right, top=top, bottom=bottom)
        sheet.set_footer(
            fill_placeholders(board.footer, self.words, ampersand="&&"), {"margin": footer}
        )
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
            sheet.autofilter(
                board.pattern - 1, 0, board.pattern + down, max(self.fields.values(), default=0)
            )


def fill_placeholders(parts: Sequence[str], words: Entries, ampersand: str = "&") -> str:
    """Return a text with its placeholders filled; `ampersand` is how an & of theirs is written
    (doubled in footers).
    """
    said = (str(words.get(name, "")).replace("&", ampersand) for name in parts[1::2])
    return "".join(text for pair in zip(parts[::2], (*said, ""), strict=True) for text in pair)


def _plain_formula(formula: str, _expand: bool = False) -> str:  # noqa: FBT001, FBT002 - as XlsxWriter calls it
    return formula.removeprefix("=")
