"""The repeated rows of a summary's sheet: what stands in each, how high it is, and its text in the
sheet's part.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from xlreport.workbook.row_xml import (
    ROW_END,
    blank_end,
    day_end,
    escaped_formula,
    formula_end,
    number_end,
    row_start,
    text_end,
)
from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    CellValue,
    Entries,
    Paint,
    PatternCell,
    Shown,
    entry_value,
)
from xlreport.workbook.summary_book.painting.painted_row_height import row_height
from xlreport.workbook.summary_book.painting.summary_look import Board

_MOST_KNOWN = 4096
"""Texts that a column keeps for the next row that says the same."""


@dataclass(frozen=True, slots=True)
class SheetRow:
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
    wrapped = [(place, one) for place, one in enumerate(columns) if one.pixels]
    for row, entries in enumerate(rows, first):
        if not entries:
            yield SheetRow(row, (), (), least)
            continue
        said = [entries[one.field] if one.field else one.spot.value for one in columns]
        words = [
            (value, one.pixels, one.size)
            for place, one in wrapped
            if isinstance(value := entry_value(said[place]), str)
            and (len(value) > one.fits or "\n" in value)
        ]
        yield SheetRow(row, columns, said, row_height(least, words))


class RowText:
    """Rows as text."""

    def __init__(self, paint: Paint, shape: Callable[[str], Sequence[str]]) -> None:
        """Take the workbook's formats, and what says of a formula what stands between the numbers
        of its row.
        """
        self._paint = paint
        self._pieces = lru_cache(512)(lambda formula: tuple(map(escaped_formula, shape(formula))))

    def row(self, line: SheetRow) -> str:
        """Return a row as text."""
        number = str(line.row + 1)
        cells = [
            self._cell(number, one, entry)
            for one, entry in zip(line.columns, line.said, strict=True)
        ]
        return f"{row_start(number, line.height)}{''.join(cells)}{ROW_END}"

    def _cell(self, number: str, one: PatternCell, entry: CellEntry) -> str:
        if isinstance(entry, Shown):
            if entry.formula and (formula := number.join(self._pieces(entry.formula))):
                return (
                    one.start
                    + number
                    + formula_end(self._style(one, entry), formula, result_of(entry))
                )
            return one.start + number + _end(self._style(one, entry), entry.value)
        end = one.known.get(entry)
        if end is None:
            if len(one.known) >= _MOST_KNOWN:
                one.known.clear()
            end = one.known[entry] = _end(self._style(one, entry), entry)
        return one.start + number + end

    def _style(self, one: PatternCell, entry: CellEntry) -> int:
        key: object = isinstance(entry, str)
        if isinstance(entry, Shown):
            key = (
                entry.decimals,
                entry.before,
                entry.after,
                entry.mark,
                isinstance(entry.value, str),
            )
        style = one.styles.get(key)
        if style is None:
            style = one.styles[key] = self._paint.format_of(one.spot.look, entry)._get_xf_index()  # noqa: SLF001 - its number
        return style


def _end(style: int, value: CellValue) -> str:
    if value is None or value == "":
        return blank_end(style)
    if isinstance(value, str):
        return text_end(style, value)
    if isinstance(value, date):
        return day_end(style, value)
    return number_end(style, float(value))


def result_of(entry: Shown) -> float | str:
    """Return the result that a formula has now."""
    return (
        float(entry.value) if isinstance(entry.value, Decimal | float | int) else entry.value or ""
    )
