"""What the records of .xlsb and .xls workbooks mean, record by record, as [MS-XLSB] and [MS-XLS] have them."""

import struct
from datetime import date

import pytest

from tests.hostile.binaries import piece, wide, xlsb
from tests.hostile.spreadsheets import record, words, xls
from xlreport.model.returns.submission import Cell, CellKind
from xlreport.model.texts.struck_out_text import struck
from xlreport.workbook.reading.formats.binary.binary_formula_tokens import (
    TokenKind,
    formula_of_tokens,
)
from xlreport.workbook.reading.formats.format_book import Book
from xlreport.workbook.reading.formats.format_readers import book_of
from xlreport.workbook.reading.reading_row_cells import make_cell

ROW = piece(0, struct.pack("<L", 0) + bytes(13))
PLAIN, OUT, RAISED = (0, 0), (8, 0), (0, 1)
"""Fonts: bit 3 of their flags strikes out, a script of 1 raises."""


def font(flags: int, script: int) -> bytes:
    return piece(43, struct.pack("<4H", 220, flags, 400, script) + bytes(9))


def cell_format(number: int, font_number: int = 0, *, locked: bool = True) -> bytes:
    return piece(47, struct.pack("<6HL", 0, number, font_number, 0, 0, 0, int(locked) << 12))


STYLES = b"".join((
    piece(44, struct.pack("<H", 164) + wide('0"万户"')),
    piece(611, struct.pack("<L", 3)), *(font(*one) for one in (PLAIN, OUT, RAISED)), piece(612, b""),
    cell_format(14),  # before the list of cells' formats stand those of named styles
    piece(617, struct.pack("<L", 4)),
    *(cell_format(0), cell_format(164), cell_format(0, 1), cell_format(9, locked=False)), piece(618, b""),
))  # fmt: skip


def rich(text: str, *runs: tuple[int, int]) -> bytes:
    """A text whose pieces from some characters on are set in other fonts."""
    told = b"".join(struct.pack("<HH", *run) for run in runs)
    return b"\x01" + wide(text) + struct.pack("<L", len(runs)) + told


def number(column: int, value: float, style: int = 0) -> bytes:
    return piece(5, struct.pack("<LLd", column, style, value))


def cells(book: Book, count: int) -> list[Cell]:
    return [make_cell(book, book.tables[0], 1, column) for column in range(1, count + 1)]


def test_a_format_a_line_and_a_lock_belong_to_the_cell() -> None:
    """Formats count from the list of cells' own, not from that of named styles."""
    sheet = ROW + number(0, 5) + number(1, 5, 1) + number(2, 5.5, 2) + number(3, 0.125, 3)
    plain, unit, out, open_cell = cells(book_of(xlsb(sheet, styles=STYLES)), 4)
    assert (plain.raw, plain.number_format, plain.unlocked) == (5, "General", False)
    assert (unit.raw, unit.number_format) == (5, '0"万户"')
    assert out.raw == struck("5.5")
    assert (open_cell.number_format, open_cell.unlocked) == ("0%", True)


def test_raised_and_struck_pieces_are_seen() -> None:
    """In the list of texts and in a cell itself."""
    strings = piece(19, rich("1.91", (0, 0), (3, 2))) + piece(19, b"\x00" + wide("甲"))
    sheet = ROW + piece(7, struct.pack("<LLL", 0, 0, 0)) + piece(7, struct.pack("<LLL", 1, 0, 1))
    sheet += piece(62, struct.pack("<LL", 2, 0) + rich("56", (0, 1), (1, 0)))
    found = cells(book_of(xlsb(sheet, strings, styles=STYLES)), 3)
    assert [one.raw for one in found] == ["1.9¹", "甲", f"{struck('5')}6"]


def test_merged_rows_are_told_and_what_lies_under_them_is_not_read() -> None:
    """A range of one row is shared by nobody."""
    below = piece(0, struct.pack("<L", 1) + bytes(13)) + number(0, 9)
    merges = piece(176, struct.pack("<4L", 0, 1, 0, 0)) + piece(176, struct.pack("<4L", 0, 0, 1, 2))
    (table,) = book_of(xlsb(ROW + number(0, 5) + below + merges)).tables
    assert table.merges == ((1, 1, 2, 1),)
    assert (1 in table.rows[1], table.rows.get(2, {})) == (True, {})


def test_short_cells_stand_right_of_the_one_before() -> None:
    """They leave their column out, and mean what the long ones do."""
    body = struct.pack("<L", 0)
    sheet = ROW + number(1, 1) + piece(12, body) + piece(16, body + struct.pack("<d", 2))
    sheet += piece(15, body + b"\x01") + piece(14, body + b"\x07") + piece(17, body + wide("乙"))
    found = cells(book_of(xlsb(sheet)), 7)
    kinds = [one.kind.value for one in found]
    assert kinds == ["blank", "number", "blank", "number", "boolean", "error", "text"]
    assert [one.raw for one in found[3:]] == [2, True, "#DIV/0!", "乙"]


DAYS_OF = {False: date(1900, 1, 31), True: date(1904, 2, 1)}


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_days_count_from_the_year_that_the_workbook_says(epoch_1904: bool) -> None:  # noqa: FBT001
    """Bit 0 of its properties in .xlsb (BrtWbProp), a record of its own in .xls (Date1904)."""
    told = piece(153, struct.pack("<LL", 0xFFFE | epoch_1904, 0) + wide(""))
    styles = piece(617, struct.pack("<L", 1)) + cell_format(14) + piece(618, b"")
    new = book_of(xlsb(ROW + number(0, 31), book=told + BOOK, styles=styles))
    dated = record(0x0203, struct.pack("<HHHd", 0, 0, 2, 31))
    old = book_of(xls(dated, before=record(0x22, struct.pack("<H", epoch_1904))))
    assert [cells(book, 1)[0].raw for book in (new, old)] == [DAYS_OF[epoch_1904]] * 2


@pytest.mark.parametrize(
    ("whole", "hundredths", "value"), [(1.5, 0, "1.5"), (12345, 1, "123.45"), (-7, 0, "-7")]
)
def test_short_numbers(whole: float, hundredths: int, value: str) -> None:
    """30 bits of a whole number or of a float, and whether it was multiplied by a hundred."""
    if whole == int(whole):
        bits = (int(whole) << 2 & 0xFFFFFFFF) | 2 | hundredths
    else:
        bits = struct.unpack("<Q", struct.pack("<d", whole))[0] >> 32 & ~3 | hundredths
    sheet = ROW + piece(2, struct.pack("<LLL", 0, 0, bits))
    assert str(cells(book_of(xlsb(sheet)), 1)[0].raw) == value


def formula(tokens: bytes, result: bytes, kind: int) -> bytes:
    body = struct.pack("<LL", 0, 0) + result + struct.pack("<HL", 0, len(tokens)) + tokens
    return piece(kind, body)


PLACES = (
    piece(357, b"") + piece(355, b"")
    + piece(362, struct.pack("<LLllLll", 2, 0, 0, 0, 1, 0, 0))
)  # fmt: skip
BOOK = piece(156, struct.pack("<LL", 0, 1) + wide("rId1") + wide("表")) + PLACES
CELL_OF_SHEET = "<BHLH"
"""A reference with a sheet: token, number of the sheet, row, column."""


@pytest.mark.parametrize(
    ("tokens", "result", "kind", "told", "raw"),
    [
        (struct.pack(CELL_OF_SHEET, 0x3A, 0, 1, 2), struct.pack("<d", 5), 9, "表!C2", "5"),
        (struct.pack(CELL_OF_SHEET, 0x3A, 1, 1, 2), struct.pack("<d", 5), 9, "[1]!C2", "5"),
        (struct.pack("<BH", 0x1E, 3), wide("三"), 8, "3", "三"),
        (struct.pack("<BB", 0x1D, 1), b"\x01", 10, "TRUE", "True"),
        (struct.pack("<BB", 0x1C, 0x2A), b"\x2a", 11, "#N/A", "#N/A"),
        (struct.pack("<BL", 0x23, 1), struct.pack("<d", 5), 9, "…", "5"),
        (struct.pack("<BHL", 0x39, 1, 1), struct.pack("<d", 5), 9, "[1]!…", "5"),
    ],
)
def test_a_formula_is_told(tokens: bytes, result: bytes, kind: int, told: str, raw: str) -> None:
    """Its result counts, and where it points is known; another workbook has its number."""
    (cell,) = cells(book_of(xlsb(ROW + formula(tokens, result, kind), book=BOOK)), 1)
    assert (cell.formula, str(cell.raw)) == (told, raw)


def old_formula(tokens: bytes) -> bytes:
    head = struct.pack("<HHHdHLH", 0, 0, 0, 5.0, 0, 0, len(tokens))
    return record(0x0006, head + tokens)


OTHERS = b"".join((
    record(0x01AE, struct.pack("<HH", 1, 0x0401)),
    record(0x01AE, struct.pack("<H", 1) + words("\x01台账.xls") + words("一月")),
    record(0x01AE, struct.pack("<H", 0) + words("cmd\x03/c calc")),
    record(0x0023, bytes(6) + words("A1", "B")), record(0x0023, bytes(6) + words("A2", "B")),
    record(0x01AE, struct.pack("<HH", 1, 0x3A01)), record(0x0023, bytes(6) + words("CALLED", "B")),
    record(0x0023, bytes(6) + words("OTHER", "B")),
    record(0x0017, struct.pack("<HHhhHhhHhhHhh", 4, 0, 0, 0, 1, 0, 0, 2, -2, -2, 3, -2, -2)),
    record(0x0018, bytes(3) + b"\x02" + bytes(10) + b"\x01" + "底数".encode("utf-16-le")),
    record(0x0018, bytes(3) + b"\x02" + bytes(10) + b"\x01" + "上限".encode("utf-16-le")),
))  # fmt: skip


@pytest.mark.parametrize(
    ("tokens", "told"),
    [
        (struct.pack("<BHHH", 0x3A, 0, 1, 2), "Sheet!C2"),
        (struct.pack("<BHHH", 0x3A, 1, 1, 2), "[1]一月!C2"),
        (struct.pack("<BHH", 0x39, 2, 1) + bytes(2), "cmd|'/c calc'!A1"),
        (struct.pack("<BHH", 0x39, 3, 1) + bytes(2), "CALLED"),
        (struct.pack("<BHH", 0x39, 0, 1) + bytes(2), "底数"),
        (struct.pack("<BL", 0x23, 1), "底数"),
        (struct.pack("<BL", 0x23, 2), "上限"),
        (struct.pack("<BHHH", 0x3A, 9, 1, 2), "…"),
    ],
)
def test_where_an_old_formula_points(tokens: bytes, told: str) -> None:
    """Its own sheets and names, other workbooks, other programs (DDE), functions of add-ins."""
    book = book_of(xls(old_formula(tokens), before=OTHERS))
    (cell,) = cells(book, 1)
    assert (cell.formula, cell.raw, cell.kind) == (told, 5, CellKind.NUMBER)
    assert "external links" in book.active


def texts_of(record_kind: int, *pieces: bytes) -> bytes:
    """A record of text in cell A1, and the records that continue it."""
    first, *more = pieces
    whole = record(record_kind, struct.pack("<HHH", 0, 0, 0) + first)
    return whole + b"".join(record(0x3C, one) for one in more)


@pytest.mark.parametrize(
    ("cell", "raw"),
    [
        (texts_of(0x0204, words("甲乙")), "甲乙"),
        (texts_of(0x0204, struct.pack("<HB", 3, 0) + b"ab", b"\x01" + "丙".encode("utf-16-le")), "ab丙"),
        (texts_of(0x00D6, words("1.91") + struct.pack("<3H", 1, 3, 1)), "1.9¹"),
        (texts_of(0x0204, struct.pack("<HBHL", 1, 0x0D, 1, 2) + "5".encode("utf-16-le")
                  + struct.pack("<HH", 0, 0) + b"xx"), "5"),
    ],
)  # fmt: skip
def test_texts_of_old_cells(cell: bytes, raw: str) -> None:
    """A text goes on in the next record in its own width; its pieces have fonts; a guide to its sound is no text."""
    fonts = [
        record(0x31, struct.pack("<6H", 220, flags, 0, 400, script, 0) + bytes(2))
        for flags, script in (PLAIN, RAISED)
    ]
    (found,) = cells(book_of(xls(cell, before=b"".join(fonts))), 1)
    assert found.raw == raw


def told(tokens: bytes, *, wide: bool = False) -> str:
    names = TokenKind(wide=wide, sheet=lambda number: f"S{number}!", name=lambda _, n: f"N{n}")
    return formula_of_tokens(tokens, names)


ONE, TWO = struct.pack("<BH", 0x1E, 1), struct.pack("<BH", 0x1E, 2)


@pytest.mark.parametrize(
    ("tokens", "text"),
    [
        (ONE + TWO + b"\x05", "1*2"), (ONE + b"\x13", "-1"), (ONE + b"\x14", "1%"), (ONE + b"\x15", "(1)"),
        (b"\x1f" + struct.pack("<d", 2.5), "2.5"), (b"\x17\x02\x00ab", '"ab"'), (b"\x17\x01\x01" + "甲".encode("utf-16-le"), '"甲"'),
        (ONE + b"\x19\x10\x00\x00", "SUM(1)"), (b"\x19\x04\x01\x00" + bytes(4) + ONE, "1"), (b"\x16" + ONE + b"\x10", ",1"),
        (struct.pack("<BHH", 0x44, 2, 1), "B3"), (struct.pack("<B4H", 0x25, 0, 2, 0, 1), "A1:B3"),
        (ONE + TWO + struct.pack("<BBH", 0x22, 2, 4), "SUM(1,2)"), (ONE + TWO + struct.pack("<BH", 0x21, 27), "ROUND(1,2)"),
        (struct.pack("<BL", 0x23, 7) + ONE + struct.pack("<BBH", 0x22, 2, 255), "N7(1)"),
        (struct.pack("<BHL", 0x39, 3, 7), "N7"), (struct.pack("<BH4H", 0x3B, 3, 0, 2, 0, 1), "S3!A1:B3"),
        (bytes([0x2A]) + bytes(4), "#REF!"), (bytes([0x20]) + bytes(7), "…"), (b"\x1c\x99", "#VALUE!"),
        (b"\x03", "…"), (b"\x18", "…"), (ONE + b"\x44\x01", "1,…"), (ONE + struct.pack("<BBH", 0x22, 9, 4), "1,…"), (b"", "…"),
    ],
)  # fmt: skip
def test_tokens_are_told(tokens: bytes, text: str) -> None:
    """As Excel writes them; what cannot be told is left out and never stops the reading."""
    assert told(tokens) == text


def test_every_operator_is_told() -> None:
    """Those of two values stand between them, in the order of [MS-XLS] 2.5.198.26 and on."""
    signs = ["+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":"]
    assert [told(ONE + TWO + bytes([number])) for number in range(3, 0x12)] == [
        f"1{sign}2" for sign in signs
    ]
    assert [told(ONE + bytes([number])) for number in range(0x12, 0x16)] == [
        "+1",
        "-1",
        "1%",
        "(1)",
    ]


def test_wide_tokens_are_told() -> None:
    """Those of .xlsb have rows of four bytes and texts in UTF-16 alone."""
    assert told(struct.pack("<BLH", 0x44, 99_999, 1), wide=True) == "B100000"
    assert told(b"\x17\x01\x00" + "甲".encode("utf-16-le"), wide=True) == '"甲"'
