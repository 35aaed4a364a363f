"""A binary workbook (.xlsb) as a `Book`."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.model.returns.finding import finding
from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_active_content import active_parts
from xlreport.workbook.reading.container.container_properties import (
    custom_properties,
    program_of,
    saved_at,
)
from xlreport.workbook.reading.container.container_xml import unescape
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.binary.binary_biff_records import text_with_looks
from xlreport.workbook.reading.formats.binary.binary_formula_tokens import (
    UNKNOWN,
    TokenKind,
    formula_of_tokens,
)
from xlreport.workbook.reading.formats.format_book import Book, Merge, Rows, Table
from xlreport.workbook.reading.formats.format_cell_content import stands_for_picture
from xlreport.workbook.reading.formats.format_cells import (
    GENERAL,
    NumberFormat,
    built_in,
    number_format_of,
    struck_format,
    unlocked_format,
)
from xlreport.workbook.reading.formats.format_merged_ranges import tall, without_covered
from xlreport.workbook.reading.formats.format_text_runs import RunLook
from xlreport.workbook.reading.formats.xls_format import ERRORS, short_number, written
from xlreport.workbook.reading.formats.xlsx_format import Relation, relations_of

_FONT, _FONTS, _FONTS_END = 43, 611, 612
_OUTER_SHEETS, _OTHER_BOOKS, _OWN_BOOKS = 362, frozenset({355, 667}), frozenset({357, 358})
_ROW, _STRING, _FORMAT, _CELL_FORMAT, _FACTS, _SHEET, _MERGE = 0, 19, 44, 47, 153, 156, 176
_CELL_FORMATS, _CELL_FORMATS_END = 617, 618
_BLANK = 1
_CELLS = frozenset({*range(1, 19), 62})
_SHORT, _SHORT_END = 12, 18
"""Cells right of the one before: they leave their column out. Otherwise as those whose number is 11
less.
"""
_FORMULAS, _FORMULA_TEXT = frozenset({8, 9, 10, 11}), 8
_SECTIONS = {
    _CELL_FORMATS: "cells", _CELL_FORMATS_END: "", _FONTS: "fonts", _FONTS_END: "",
}  # fmt: skip
"""Where a list of cell formats or fonts begins and ends: both stand elsewhere as well."""


def read_xlsb(package: Package) -> Book:
    """Read every worksheet; raises Refused."""
    try:
        return _read(package)
    except (struct.error, IndexError, UnicodeDecodeError):
        raise damaged("workbook.bin") from None


def _read(package: Package) -> Book:
    main = next((r.target for r in relations_of(package, "") if r.kind == "officeDocument"), "")
    relations = tuple(relations_of(package, main))
    epoch_1904, sheets = _outline(package.part(main), main)
    formats, looks = _formats(_side(package, relations, "styles"))
    strings = _strings(_side(package, relations, "sharedStrings"), looks)
    held = _Texts(strings, looks, _tokens_of(package.part(main), main, [one[0] for one in sheets]))
    used = [0, 0]
    tables = []
    for name, hidden, link in sheets:
        relation = next((r for r in relations if r.id == link), None)
        if relation is None:
            raise damaged(main)
        if relation.kind == "worksheet":
            rows, merges = _rows(package.part(relation.target), relation.target, held, used)
            tables.append(Table(name, rows, hidden=hidden, merges=merges))
    return Book(
        tables=tuple(tables), pictures=any(map(stands_for_picture, strings)), formats=formats, epoch_1904=epoch_1904, names={}, properties=custom_properties(package), saved_at=saved_at(package),
        program=program_of(package),
        active=active_parts(package), findings=(finding("other-format", format="XLSB"),),
    )  # fmt: skip


def _side(package: Package, relations: Sequence[Relation], kind: str) -> bytes:
    part = next((r.target for r in relations if r.kind == kind), "")
    return package.part(part) if part else b""


def xlsb_records(content: bytes, where: str) -> Iterator[tuple[int, bytes]]:
    """Yield the records of a part: number and content."""
    position, end = 0, len(content)
    while position < end:
        number = content[position]
        position += 1
        if number & 0x80:
            number = number & 0x7F | (content[position] & 0x7F) << 7
            position += 1
        length = shift = 0
        for _ in range(4):
            byte = content[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        if position + length > end:
            raise damaged(where)
        yield number, content[position : position + length]
        position += length


def _text(body: bytes, position: int) -> tuple[str, int]:
    """Return a text with its length before it, and where it ends."""
    (length,) = struct.unpack_from("<L", body, position)
    end = position + 4 + 2 * length
    if length > worker_file_limits.TEXT or end > len(body):
        raise damaged("text")
    return body[position + 4 : end].decode("utf-16-le", "replace"), end


def _outline(content: bytes, where: str) -> tuple[bool, list[tuple[str, bool, str]]]:
    epoch_1904 = False
    sheets: list[tuple[str, bool, str]] = []
    for number, body in xlsb_records(content, where):
        if number == _FACTS:
            epoch_1904 = bool(struct.unpack_from("<L", body)[0] & 1)
        elif number == _SHEET:
            state, _ = struct.unpack_from("<LL", body)
            link, end = _text(body, 8)
            sheets.append((_text(body, end)[0], state != 0, link))
    if not 0 < len(sheets) <= worker_file_limits.MOST_SHEETS:
        raise damaged(where)
    return epoch_1904, sheets


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the cells of all sheets refer to."""

    strings: Sequence[str]
    looks: Sequence[RunLook]
    tokens: TokenKind


def _tokens_of(content: bytes, where: str, sheets: Sequence[str]) -> TokenKind:
    """Return how formulas are told: which numbers of sheets lead to other workbooks."""
    books: list[bool] = []
    places: list[tuple[int, int]] = []
    for number, body in xlsb_records(content, where):
        if number in _OTHER_BOOKS or number in _OWN_BOOKS:
            books.append(number in _OTHER_BOOKS)
        elif number == _OUTER_SHEETS:
            (count,) = struct.unpack_from("<L", body)
            for place in range(min(count, (len(body) - 4) // 12)):
                book, first, _ = struct.unpack_from("<Lll", body, 4 + 12 * place)
                places.append((book, first))

    def sheet(number: int) -> str:
        book, first = places[number]
        if books[book]:
            return f"[{sum(books[: book + 1])}]!"
        return f"{sheets[first] if 0 <= first < len(sheets) else UNKNOWN}!"

    def name(number: int, _name: int) -> str:
        return f"{sheet(number)}{UNKNOWN}" if number >= 0 else UNKNOWN

    return TokenKind(wide=True, sheet=sheet, name=name)


def _rich(body: bytes, position: int, looks: Sequence[RunLook]) -> str:
    """Return a text with its flags before it, its pieces as their fonts set them."""
    flags = body[position]
    text, end = _text(body, position + 1)
    if not flags & 1:
        return unescape(text)
    (count,) = struct.unpack_from("<L", body, end)
    if count > worker_file_limits.TEXT:
        raise damaged("text")
    runs = struct.unpack_from(f"<{2 * count}H", body, end + 4)
    return unescape(text_with_looks(text, runs, looks, gap=False))


def _strings(content: bytes, looks: Sequence[RunLook]) -> list[str]:
    strings = [
        _rich(body, 0, looks)
        for number, body in xlsb_records(content, "sharedStrings")
        if number == _STRING
    ]
    if len(strings) > worker_file_limits.STRINGS:
        raise Refused("too-many-cells")
    return strings


def _formats(content: bytes) -> tuple[tuple[NumberFormat, ...], list[RunLook]]:
    """Return the cell formats, and how each font sets its text."""
    codes: dict[int, str] = {}
    numbers: list[tuple[int, int, bool]] = []
    fonts: list[RunLook] = []
    inside = ""
    for number, body in xlsb_records(content, "styles"):
        if number in _SECTIONS:
            inside = _SECTIONS[number]
        elif number == _FORMAT:
            codes[struct.unpack_from("<H", body)[0]] = _text(body, 2)[0]
        elif number == _CELL_FORMAT and inside == "cells":
            n, font = struct.unpack_from("<HH", body, 2)
            numbers.append((n, font, not struct.unpack_from("<L", body, 12)[0] >> 12 & 1))
        elif number == _FONT and inside == "fonts":
            _, flags, _, script = struct.unpack_from("<4H", body)
            fonts.append(RunLook(bool(flags & 0x0008), raised=script == 1, lowered=script == 2))
    looks = []
    for n, font, unlocked in numbers:
        look = number_format_of(codes[n]) if n in codes else built_in(n)
        out = font < len(fonts) and fonts[font].struck
        look = struck_format(look) if out else look
        looks.append(unlocked_format(look) if unlocked else look)
    return tuple(looks) or (GENERAL,), fonts


def _rows(
    content: bytes, where: str, texts: _Texts, used: list[int]
) -> tuple[Rows, tuple[Merge, ...]]:
    rows: Rows = {}
    merges: list[Merge] = []
    row = column = -1
    for number, body in xlsb_records(content, where):
        if number == _ROW:
            (row,) = struct.unpack_from("<L", body)
            column = -1
        elif number == _MERGE:
            top, bottom, left, right = struct.unpack_from("<4L", body)
            merges.append((top + 1, left + 1, bottom + 1, right + 1))
        elif number in _CELLS:
            used[1] += 1
            if (
                used[0] >= worker_file_limits.FILLED_CELLS
                or used[1] > worker_file_limits.MOST_CELLS
            ):
                raise Refused("too-many-cells")
            if _SHORT <= number <= _SHORT_END:
                number, body = number - _SHORT + 1, struct.pack("<L", column + 1) + body  # noqa: PLW2901
            column, style = struct.unpack_from("<LL", body)
            if not (
                0 <= row < worker_file_limits.ROWS and column < worker_file_limits.MOST_COLUMNS
            ) or column + 1 in rows.get(row + 1, {}):
                raise damaged(where)
            held = _held(number, body, texts, where) if number != _BLANK else None
            if held is not None:
                used[0] += 1
                cells = rows.setdefault(row + 1, {})
                formula = _formula(number, body, texts.tokens) if number in _FORMULAS else None
                cells[column + 1] = (*held, style & 0xFFFFFF, formula)
    return without_covered(rows, merges), tall(merges)


def _formula(number: int, body: bytes, kind: TokenKind) -> str:
    """Return the formula of a cell record: its tokens stand behind its result and two flags."""
    place = _text(body, 8)[1] if number == _FORMULA_TEXT else 16 if number == 9 else 9
    (length,) = struct.unpack_from("<L", body, place + 2)
    return formula_of_tokens(body[place + 6 : place + 6 + length], kind)


def _held(number: int, body: bytes, texts: _Texts, where: str) -> tuple[str, str] | None:
    """Return what a cell record holds."""
    if number == 2:
        return "n", short_number(struct.unpack_from("<L", body, 8)[0])
    if number in {3, 11}:
        return "e", ERRORS.get(body[8], "#VALUE!")
    if number in {4, 10}:
        return "b", "1" if body[8] else "0"
    if number in {5, 9}:
        return "n", written(struct.unpack_from("<d", body, 8)[0])
    if number == 7:
        (index,) = struct.unpack_from("<L", body, 8)
        if index >= len(texts.strings):
            raise damaged(where)
        return ("s", texts.strings[index]) if texts.strings[index] else None
    if number == 62:
        return "s", _rich(body, 8, texts.looks)
    return "s", unescape(_text(body, 8)[0])
