"""The lines of a plan's workbook as text, for most of the workbook is lines of empty cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from xlreport.model.plans.sheets.plan_sheet_columns import Column
from xlreport.workbook.plan_book.plan_book_cells import PlanCellValue
from xlreport.workbook.plan_book.plan_book_look import (
    BOLD_FONT,
    WORDS_FONT,
    PlanFormats,
    height,
    plan_format,
)
from xlreport.workbook.workbook_names import column_name
from xlreport.workbook.workbook_row_xml import (
    ROW_END,
    blank_end,
    cell_start,
    day_end,
    number_end,
    rich_end,
    row_start,
    text_end,
)

if TYPE_CHECKING:
    from xlsxwriter.format import Format

_FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a day that never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _LineColumn:
    """A column as its cells begin and end; styles are the workbook's numbers of formats."""

    name: str
    start: str
    blank: str
    style: int
    """Of words."""
    number: int
    tall: float
    """Its width where its words make a line higher, else 0."""


def line_texts(
    first: int,
    rows: Sequence[Mapping[str, PlanCellValue]],
    columns: Sequence[Column],
    widths: Sequence[float],
    made: PlanFormats,
) -> Iterator[str]:
    """Yield the lines of a sheet as `<row>` elements.

    Args:
        first: row of the first line, from 0.
        rows: what stands in them, by column.
        columns: of the sheet, from left to right.
        widths: of the columns, in characters.
        made: the formats of the workbook.
    """
    shaped = [
        _column(at, one, wide, made)
        for at, (one, wide) in enumerate(zip(columns, widths, strict=True))
    ]
    day, other = _style(made.day), _style(made.text)
    for number, row in enumerate(rows, first + 1):
        place = str(number)
        cells: list[str] = []
        texts: list[tuple[float, str]] = []
        for one in shaped:
            value = row.get(one.name)
            if value is None:  # most cells
                cells.append(f"{one.start}{place}{one.blank}")
                continue
            if isinstance(value, str):
                figure = row.get("figure") if one.name == "sentence" else None
                end = _words(one, value, figure if isinstance(figure, str) else "")
                if one.tall:
                    texts.append((one.tall, value))
            elif isinstance(value, Decimal):
                end = number_end(one.number, float(value))
            elif value >= _FIRST_DAY:
                end = day_end(day, value)
            else:
                end = text_end(other, value.isoformat())
            cells.append(f"{one.start}{place}{end}")
        yield f"{row_start(place, height(texts))}{''.join(cells)}{ROW_END}"


def _column(at: int, column: Column, wide: float, made: PlanFormats) -> _LineColumn:
    look = plan_format(made, column)
    return _LineColumn(
        name=column.name,
        start=cell_start(column_name(at)),
        blank=blank_end(_style(look)),
        style=_style(made.text if look is made.number else look),
        number=_style(made.number if look in {made.text, made.short} else look),
        tall=wide if column.printed or column.name == "sentence" else 0,
    )


def _words(one: _LineColumn, value: str, figure: str) -> str:
    """Return the ending of a cell of words; in a sentence those that carry the figure are bold."""
    before, found, after = value.partition(figure) if figure else (value, "", "")
    if not found or not (before or after):
        return text_end(one.style, value)
    parts = ((WORDS_FONT, before), (BOLD_FONT, found), (WORDS_FONT, after))
    return rich_end(one.style, parts)


def _style(look: "Format") -> int:
    number: int = look._get_xf_index()  # noqa: SLF001 - its number in the workbook
    return number
