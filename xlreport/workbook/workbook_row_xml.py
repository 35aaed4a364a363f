"""Rows of a long list as XML text: what XlsxWriter would write cell by cell, without a table that
holds them all.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from math import isfinite
from threading import get_ident
from typing import TYPE_CHECKING, Literal
from zipfile import ZipFile

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

CELL_UNITS = 32767
"""UTF-16 units that a cell holds."""
_EPOCH, _FALSE_LEAP_DAY = date(1899, 12, 31).toordinal(), 59
"""Excel counts days from here, and a 29 February 1900 that never was."""
_POINTS_A_PIXEL, _USUAL_PIXELS = 0.75, 20
_QUICK = 3
"""zlib's level; 6 is usual."""
# what a text of XML must say otherwise
_UNUSUAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
# a text that would be read as an escape, such as _x000D_
_LOOKS_ESCAPED = re.compile(r"(_x[0-9a-fA-F]{4}_)")
# what XML cannot hold
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# control characters, which no XML may hold
_NEVER_IN_XML = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def put_rows(sheet: "Worksheet", first: int, last: int, edge: int, lines: Iterable[str]) -> None:
    """Let a sheet have rows that are text already, asked for while it is written; the others stay
    XlsxWriter's own.

    Args:
        sheet: The sheet; nothing else may be written into these rows.
        first: The first of the rows, from 0.
        last: The last of them.
        edge: Their last column.
        lines: Their `<row>` elements from top to bottom.
    """
    sheet.dim_rowmin = first if sheet.dim_rowmin is None else min(sheet.dim_rowmin, first)
    sheet.dim_rowmax = last if sheet.dim_rowmax is None else max(sheet.dim_rowmax, last)
    sheet.dim_colmin, sheet.dim_colmax = 0, max(sheet.dim_colmax or 0, edge)
    others = sheet._write_rows  # noqa: SLF001 - as every sheet is written; without the name the rows would be missed

    def write_rows() -> None:
        top, bottom = sheet.dim_rowmin, sheet.dim_rowmax
        sheet.dim_rowmax = first - 1
        others()
        sheet.fh.writelines(lines)
        sheet.dim_rowmin, sheet.dim_rowmax = last + 1, bottom
        others()
        sheet.dim_rowmin = top

    sheet._write_rows = write_rows  # noqa: SLF001


@contextmanager
def quickly_packed() -> Iterator[None]:
    """Let XlsxWriter pack the workbooks that are closed meanwhile in a third of its time, a sixth
    larger.
    """
    from xlsxwriter import workbook  # late: start-up stays light

    usual, writer = workbook.ZipFile, get_ident()

    def packed(file: str, mode: Literal["w"], **options: bool | int) -> ZipFile:
        # another thread's workbooks are packed as usual, whenever they are closed
        level = _QUICK if get_ident() == writer else None
        made: ZipFile = usual(file, mode, compresslevel=level, **options)
        return made

    workbook.ZipFile = packed
    try:
        yield
    finally:
        workbook.ZipFile = usual


def row_start(number: str, points: float | None) -> str:
    """Return the beginning of a row, counted from 1; None leaves its height as usual."""
    return f'<row r="{number}"{"" if points is None else _height(points)}>'


ROW_END = "</row>"


@cache
def _height(points: float) -> str:
    pixels = int(points * 4 / 3 + 0.5)  # XlsxWriter's rounding
    if pixels == _USUAL_PIXELS:
        return ""
    return f' ht="{pixels * _POINTS_A_PIXEL:.16g}" customHeight="1"'


def cell_start(letters: str) -> str:
    """Return the beginning of a column's cells, behind which the number of the row stands, then one
    of the endings.
    """
    return f'<c r="{letters}'


def blank_end(style: int) -> str:
    """Return the ending of a cell that has nothing but its look."""
    return f'" s="{style}"/>'


def text_end(style: int, text: str) -> str:
    """Return the ending of a cell of text, which no program takes for a formula."""
    said = escaped(cut_text(text))
    keep = ' xml:space="preserve"' if said[:1].isspace() or said[-1:].isspace() else ""
    return f'" s="{style}" t="inlineStr"><is><t{keep}>{said}</t></is></c>'


def rich_end(style: int, parts: Iterable[tuple[str, str]]) -> str:
    """Return the ending of a cell of text in several looks: of each part the font, as `<rPr>` has
    it, and its words.
    """
    runs = "".join(
        f'<r><rPr>{font}</rPr><t xml:space="preserve">{escaped(words)}</t></r>'
        for font, words in parts
        if words
    )
    return f'" s="{style}" t="inlineStr"><is>{runs}</is></c>'


def number_end(style: int, number: Decimal | float) -> str:
    """Return the ending of a cell of a number, with XlsxWriter's digits; raises TypeError for
    infinity.
    """
    # 0 and -0 are equal, so that one would be kept for the other
    digits = _known_digits(number) if number else _digits(number)
    return f'" s="{style}"><v>{digits}</v></c>'


def _digits(number: Decimal | float) -> str:
    held = float(number)
    if not isfinite(held):
        raise TypeError(number)
    return f"{held:.16G}"


_known_digits = lru_cache(maxsize=4096)(_digits)


def day_end(style: int, day: date) -> str:
    """Return the ending of a cell of a day, which is a number to Excel."""
    serial = day.toordinal() - _EPOCH
    return f'" s="{style}"><v>{serial + (serial > _FALSE_LEAP_DAY)}</v></c>'


def formula_end(style: int, formula: str, result: float | str) -> str:
    """Return the ending of a cell of a formula, which is escaped already, with the result that it
    has now.
    """
    if isinstance(result, str) and result:
        return f'" s="{style}" t="str"><f>{formula}</f><v>{escaped(cut_text(result))}</v></c>'
    return f'" s="{style}"><f>{formula}</f><v>{result}</v></c>'


def cut_text(text: str) -> str:
    """Return a text as long as a cell holds it."""
    if len(text) <= CELL_UNITS // 2:
        return text
    return writable(text).encode("utf-16-le")[: CELL_UNITS * 2].decode("utf-16-le", "ignore")


def as_string(text: str) -> str:
    """Return a text as XlsxWriter is to be given it: what looks like the parts of a rich text it
    takes for them.
    """
    said = cut_text(writable(text))
    rich = said.startswith("<r>") and said.endswith("</r>")
    if rich:
        return f'<r><t xml:space="preserve">{escaped(said)}</t></r>'
    return said


def as_result(text: str) -> str:
    """Return a formula's result as XlsxWriter is to be given it, which escapes the markup in it and
    nothing else.

    The `<v>` of a formula is an ST_Xstring, as a cell's text is (ECMA-376-1, 18.3.1.96).
    """
    said = _LOOKS_ESCAPED.sub(r"_x005F\1", writable(text))
    return _NEVER_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", said)


def writable(text: str) -> str:
    """Return a text without lone surrogates: no workbook holds them, a name of a file may."""
    return text.encode("utf-8", "replace").decode("utf-8")


def printable_text(text: str) -> str:
    """Drop what XML cannot hold: control characters, halves of pairs, and the two that are no
    characters.
    """
    if text.isprintable():
        return text
    return _UNPRINTABLE.sub("", text)


def escaped(text: str) -> str:
    """Return a text as XML has it: characters that no XML holds as `_x000B_`, lone surrogates as a
    question mark.
    """
    return escaped_formula(as_result(text)) if _UNUSUAL.search(text) else text


def escaped_formula(formula: str) -> str:
    """Return a formula as XML has it."""
    return formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
