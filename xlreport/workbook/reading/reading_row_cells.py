"""Cells of a sheet: those of a row as plain texts, where they are nothing else, and any one of them
as a `Cell`.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import partial

from xlreport.model.number_format.formatted_number import shown_number, shown_text
from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.model.returns.submission import Cell, CellKind, LateCells
from xlreport.model.texts.struck_out_text import struck
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_book import Book, Merge, Raw, Table
from xlreport.workbook.reading.formats.format_cell_content import stands_for_picture
from xlreport.workbook.reading.formats.format_cells import (
    NumberFormat,
    address,
    cell_value,
    exact_number,
)

_PICTURE = re.compile(r"\b(?:DISPIMG|IMAGE)\s*\(", re.IGNORECASE)
"""A formula whose outcome is a picture."""
_TEXT, _NUMBER = CellKind.TEXT, CellKind.NUMBER
_NONE: Raw = ("s", "", -1, None)
"""Where nothing stands: a format that every workbook has."""
_SHORT_NUMBER = 100
"""Characters of a number that is finite whatever they are, if none of them is an E."""


def row_reader(
    book: Book, table: Table, columns: Mapping[str, int]
) -> Callable[[int, Mapping[str, Merge]], tuple[LateCells, dict[str, str], bool]]:
    """Return what gives the cells of a row, its plain texts, and whether it has formulas.

    What may have to be refused is made at once, and so is what the row shares with others: the
    first cell of a merged range is each row's.
    """
    formats, odd = len(book.formats), book.odd
    make, rows = partial(make_cell, book, table), table.rows
    fields = columns.items()

    def cells_of(row: int, shared: Mapping[str, Merge]) -> tuple[LateCells, dict[str, str], bool]:
        raw_at = rows[row].get
        texts: dict[str, str] = {}
        made: dict[str, Cell] = {}
        acts = False
        for name, column in fields:
            kind, text, style, formula = raw_at(column, _NONE)
            if formula is not None or style >= formats or (odd and kind == "s"):
                made[name] = make(row, column)
                acts = acts or bool(formula)
            elif kind == "s":
                texts[name] = text
            elif kind != "n" or len(text) > _SHORT_NUMBER or "E" in text or "e" in text:
                made[name] = make(row, column)
        for name, merge in shared.items():
            cell = made[name] = make(merge[0], merge[1])
            texts.pop(name, None)
            if cell.kind is _TEXT and not cell.formula:
                texts[name] = cell.as_typed
        return LateCells(columns, made, partial(make, row)), texts, acts

    return cells_of


def make_cell(book: Book, table: Table, row: int, column: int) -> Cell:
    """Return the cell at a place, blank where nothing stands there."""
    raw = table.rows.get(row, {}).get(column)
    if raw is None:
        return Cell(sheet=table.name, address=address(row, column))
    kind, text, style, formula = raw
    if formula and len(formula) > worker_file_limits.FORMULA_LENGTH:
        raise Refused("text-too-long", where=f"{table.name} {address(row, column)}")
    if style >= len(book.formats):
        raise damaged(f"{table.name} {address(row, column)}")
    look = book.formats[style]
    cell_kind: CellKind
    held: Held
    if kind == "n" and not (look.is_date or look.struck or formula):
        cell_kind, held = _NUMBER, exact_number(text)
    elif kind == "s" and text and not (formula or look.odd or book.pictures):
        cell_kind, held = _TEXT, text
    else:
        cell_kind, held = _held(book, raw, look)
    return Cell(
        sheet=table.name,
        address=address(row, column),
        kind=cell_kind,
        raw=held,
        number_format=look.code,
        formula=formula,
        unlocked=look.unlocked,
    )


Held = Decimal | str | date | bool | None


def _held(book: Book, raw: Raw, look: NumberFormat) -> tuple[CellKind, Held]:
    """Return what a cell holds: a picture or the like is neither a figure nor words, and a text
    counts as its format shows it.
    """
    kind, text, _, formula = raw
    picture = (formula and _PICTURE.search(formula)) or (kind == "s" and stands_for_picture(text))
    if kind == "o" or picture or (kind == "b" and look.checkbox):
        return CellKind.OBJECT, None
    if look.odd and kind == "s":
        text = shown_text(look.code, text)
    elif look.struck and kind == "n":
        figure = exact_number(text)
        kind, text = "s", shown_number(look.code, figure, exact=True) or f"{figure:f}"
    if look.struck and kind == "s":
        text = struck(text)
    return cell_value(kind, text, look, epoch_1904=book.epoch_1904)
