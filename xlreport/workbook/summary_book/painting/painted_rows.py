"""The repeated rows of a summary's sheet: what stands in each, how high it is, and its text in the
sheet's part.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    CellValue,
    Entries,
    Paint,
    PatternCell,
    Shown,
)
from xlreport.workbook.summary_book.painting.painted_look import Board
from xlreport.workbook.summary_book.painting.painted_row_height import row_height
from xlreport.workbook.workbook_row_xml import (
    ROW_END,
    blank_end,
    day_end,
    escaped_formula,
    formula_end,
    number_end,
    row_start,
    text_end,
)

_MOST_KNOWN = 4096
"""Texts that a column keeps for the next row that says the same."""


class SheetRow(NamedTuple):
    """One row: where it stands, from 0, what its cells say, and its height in points where it has
    one of its own.
    """

    row: int
    columns: Sequence[PatternCell]
    said: Sequence[CellEntry]
    height: float | None


def written_as_text(board: Board) -> bool:
    """Say whether a sheet's repeated rows are written as text.

    XlsxWriter writes those that have merged cells, which it must know of, and those beside charts,
    which are few.
    """
    return not board.places and all(top != board.pattern for top, *_ in board.merged)


def pattern_lines(
    first: int, rows: Iterable[Entries], columns: Sequence[PatternCell], least: float
) -> Iterable[SheetRow]:
    """Yield the rows of a pattern from the first on, as high as their words need; an empty one
    keeps its place.
    """
    wrapped = [
        (place, one.fits, one.pixels, one.size) for place, one in enumerate(columns) if one.pixels
    ]
    sources = [(one.field, one.spot.value) for one in columns]
    usual = row_height(least, ())
    for row, entries in enumerate(rows, first):
        if not entries:
            yield SheetRow(row, (), (), least)
            continue
        said = [entries[field] if field else fixed for field, fixed in sources]
        long = []
        for place, fits, pixels, size in wrapped:
            text = said[place]
            if text.__class__ is Shown:
                text = text.value
            if text and isinstance(text, str) and (len(text) > fits or "\n" in text):
                long.append((text, pixels, size))
        yield SheetRow(row, columns, said, row_height(least, long) if long else usual)


class RowText:
    """Rows as text."""

    def __init__(self, paint: Paint, shape: Callable[[str], Sequence[str]]) -> None:
        """Take the workbook's formats, and what says of a formula what stands between the numbers
        of its row.
        """
        self._paint = paint
        self._pieces = lru_cache(512)(lambda formula: tuple(map(escaped_formula, shape(formula))))

    def row(self, line: SheetRow) -> str:
        """Return a row as text: what stands in its cells, with its number before each."""
        number = str(line.row + 1)
        start = row_start(number, line.height)
        if not line.columns:
            return f"{start}{ROW_END}"
        cells = [
            self._shown(number, one, entry)
            if entry.__class__ is Shown
            else one.known.get(entry) or self._plain(one, entry)  # type: ignore[arg-type] # no Shown
            for one, entry in zip(line.columns, line.said, strict=True)
        ]
        return f"{start}{line.columns[0].start}{number}{number.join(cells)}{ROW_END}"

    def _shown(self, number: str, one: PatternCell, entry: Shown) -> str:
        value, decimals, before, after, mark, formula = entry
        key = (decimals, before, after, mark, isinstance(value, str))
        style = one.styles.get(key)
        if style is None:
            style = self._new_style(one, key, entry)
        if formula and (said := number.join(self._pieces(formula))):
            return formula_end(style, said, result_of(entry)) + one.next_start
        return _end(style, value) + one.next_start

    def _plain(self, one: PatternCell, entry: CellValue) -> str:
        """Return a cell that says what none of its column said so far."""
        if len(one.known) >= _MOST_KNOWN:
            one.known.clear()
        key = isinstance(entry, str)
        style = one.styles.get(key)
        if style is None:
            style = self._new_style(one, key, entry)
        end = one.known[entry] = _end(style, entry) + one.next_start
        return end

    def _new_style(self, one: PatternCell, key: Hashable, entry: CellEntry) -> int:
        style: int = self._paint.format_of(one.spot.look, entry)._get_xf_index()  # noqa: SLF001 - its number
        one.styles[key] = style
        return style


def _end(style: int, value: CellValue) -> str:
    # no number is compared with a text: that takes a Decimal longer than all the rest
    if isinstance(value, str):
        return text_end(style, value) if value else blank_end(style)
    if value is None:
        return blank_end(style)
    if isinstance(value, date):
        return day_end(style, value)
    return number_end(style, value)


def result_of(entry: Shown) -> float | str:
    """Return the result that a formula has now."""
    return (
        float(entry.value) if isinstance(entry.value, Decimal | float | int) else entry.value or ""
    )
