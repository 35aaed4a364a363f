"""An .xls workbook (Excel 97 to 2003, WPS .et) as a `Book`."""

import struct
from collections.abc import Callable

from xlreport.model.returns.finding import finding
from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.model.texts.struck_out_text import struck
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.ole_container import Compound, compound_saved_at
from xlreport.workbook.reading.formats.binary.binary_biff_records import (
    BiffRecord,
    TextReader,
    biff_records,
    text_with_looks,
)
from xlreport.workbook.reading.formats.binary.binary_formula_tokens import (
    UNKNOWN,
    TokenKind,
    formula_of_tokens,
)
from xlreport.workbook.reading.formats.binary.binary_xls_links import Links
from xlreport.workbook.reading.formats.format_book import Book, Merge, Raw, Rows, Table
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

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
_BOF, _EOF, _BIFF8 = 0x0809, 0x000A, 0x0600
_ENCRYPTED, _DATES, _SHEET, _FORMAT, _CELL_FORMAT, _STRINGS, _BOOK = (
    0x2F,
    0x22,
    0x85,
    0x041E,
    0xE0,
    0xFC,
    0x01AE,
)
_FORMULA, _RESULT, _MERGES, _FONT = 0x0006, 0x0207, 0x00E5, 0x0031
_FOR_MANY = {0x04BC: 8, 0x0221: 12}
"""Records with a formula for many cells, and where its length stands in them."""
_NO_FONT = 4
_TEXT_WITH_RUNS = 0x00D6
_OWN_BOOK, _ADD_INS = 0x0401, 0x3A01
_GLOBALS = b"\x05\x00"
"""What the first record of the workbook's own part says it begins; a sheet begins with another."""


def read_xls(compound: Compound) -> Book:
    """Read every worksheet; raises Refused."""
    stream = compound.streams.get("Workbook")
    if stream is None:
        raise Refused("is-old-xls" if "Book" in compound.streams else "damaged", where="Workbook")
    globals_ = _Globals(stream)
    used = [0, 0]
    tables = []
    for name, hidden, start in globals_.sheets:
        rows, merges = _rows(stream, start, globals_, used)
        tables.append(Table(name, rows, hidden=hidden, merges=merges))
    return Book(
        tables=tuple(tables), formats=globals_.formats(), epoch_1904=globals_.epoch_1904, saved_at=compound_saved_at(compound),
        active=_active(compound, globals_), pictures=any(map(stands_for_picture, globals_.strings)),
        findings=(finding("other-format", format="XLS"),),
    )  # fmt: skip


def _active(compound: Compound, globals_: "_Globals") -> tuple[str, ...]:
    names = set(compound.names)
    found = {
        "macros": bool({"_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"} & names)
        or globals_.macro_sheets,
        "external links": globals_.external,
        "embedded objects": any(name.startswith(("MBD", "LNK")) for name in names),
    }
    return tuple(kind for kind, there in found.items() if there)


class _Globals:
    """What the records before the first sheet say."""

    def __init__(self, stream: bytes) -> None:
        self.sheets: list[tuple[str, bool, int]] = []
        self.strings: list[str] = []
        self.epoch_1904 = self.external = self.macro_sheets = False
        self.links = Links()
        self.rich: dict[int, int] = {}
        """Where the first piece with a font of its own begins, by the number of its string."""
        self.looks: list[RunLook] = []
        """How each font sets its text."""
        self._codes: dict[int, str] = {}
        self._numbers: list[tuple[int, int, bool]] = []
        """Of each cell format, its font, its number format and whether it is unlocked."""
        first = True
        for record in biff_records(stream):
            if first and (
                record.kind != _BOF or struct.unpack_from("<H", record.body.ljust(2))[0] != _BIFF8
            ):
                raise Refused("is-old-xls")
            first = False
            if record.kind == _EOF:
                break
            self._take(record)
        if not self.sheets or len(self.sheets) > worker_file_limits.MOST_SHEETS:
            raise damaged("Workbook")
        if len({start for _, _, start in self.sheets}) < len(self.sheets):
            raise damaged("Workbook")

    def formats(self) -> tuple[NumberFormat, ...]:
        """Return the number formats of the cell formats."""
        codes = self._codes
        looks = (
            (number_format_of(codes[n]) if n in codes else built_in(n), font, unlocked)
            for font, n, unlocked in self._numbers
        )
        drawn = (
            (struck_format(look) if self.is_struck(font) else look, unlocked)
            for look, font, unlocked in looks
        )
        return (*(unlocked_format(look) if unlocked else look for look, unlocked in drawn), GENERAL)

    def set_by_cell(self, index: int, style: int) -> tuple[str, int]:
        """Return a string as a cell with this format shows it, and the format that is left to it.

        Pieces with fonts of their own are not set by the cell's: LibreOffice gives a cell the font
        of its first piece.
        """
        text = self.strings[index]
        if index not in self.rich or style >= len(self._numbers):
            return text, style
        if not self.is_struck(self._numbers[style][0]):
            return text, style
        start = self.rich[index]
        return struck(text[:start]) + text[start:], len(self._numbers)

    def is_struck(self, font: int) -> bool:
        """Say whether a font strikes out what it shows."""
        place = font - 1 if font > _NO_FONT else font
        return place < len(self.looks) and self.looks[place].struck

    def _take(self, record: BiffRecord) -> None:
        kind, texts = record.kind, TextReader(record.pieces, looks=self.looks)
        self.links.take(record)
        if kind == _ENCRYPTED:
            raise Refused("encrypted")
        if kind == _DATES:
            self.epoch_1904 = bool(texts.unpack("H")[0])
        elif kind == _SHEET:
            start, state, sort = texts.unpack("LBB")
            self.macro_sheets = self.macro_sheets or sort == 1
            name = texts.text("B")
            self.links.sheets.append(name)
            if sort == 0:
                self.sheets.append((name, bool(state & 3), start))
        elif kind == _FORMAT:
            (number,) = texts.unpack("H")
            self._codes[number] = texts.text()
        elif kind == _CELL_FORMAT:
            font, number, protection = texts.unpack("HHH")
            self._numbers.append((font, number, not protection & 1))
        elif kind == _FONT:
            self.looks.append(_look_of(*texts.unpack("HHHHH")))
        elif kind == _STRINGS:
            self._take_strings(texts)
        elif kind == _BOOK:
            self.external = self.external or texts.unpack("HH")[1] not in {_OWN_BOOK, _ADD_INS}

    def _take_strings(self, texts: TextReader) -> None:
        _, count = texts.unpack("LL")
        if count > worker_file_limits.STRINGS:
            raise Refused("too-many-cells")
        for number in range(count):
            self.strings.append(texts.text())
            if texts.first_run is not None:
                self.rich[number] = texts.first_run


def _look_of(_height: int, flags: int, _colour: int, _weight: int, script: int) -> RunLook:
    """Return how a font sets its text ([MS-XLS] 2.4.122)."""
    return RunLook(struck=bool(flags & 0x0008), raised=script == 1, lowered=script == 2)


def _rows(
    stream: bytes, start: int, globals_: _Globals, used: list[int]
) -> tuple[Rows, tuple[Merge, ...]]:
    """Return the cells of the sheet that begins at a place in the stream."""
    rows: Rows = {}
    merges: list[Merge] = []
    depth = 0
    formulas = _Formulas(globals_.links.tokens())
    for record in biff_records(stream, start):
        if not depth and (record.kind != _BOF or record.body[2:4] == _GLOBALS):
            raise damaged("Workbook")
        depth += (record.kind == _BOF) - (record.kind == _EOF)
        if not depth:
            formulas.complete(rows)
            return without_covered(rows, merges), tall(merges)
        if depth > 1:
            continue
        if record.kind == _MERGES:
            merges += _merges(record)
        elif record.kind in _FOR_MANY:
            formulas.many(record)
        elif record.kind == _RESULT:
            formulas.result(record, rows)
        elif (cells := _CELLS.get(record.kind)) is not None:
            used[1] += 1
            for row, column, raw in cells(record, globals_):
                _put(rows, row, column, raw, used)
                formulas.note(record, rows, row, column)
    raise damaged("Workbook")


class _Formulas:
    """The formulas of one sheet; those that stand for many cells are stored once, behind the
    first of them.
    """

    def __init__(self, kind: TokenKind) -> None:
        self.kind = kind
        self.last: tuple[int, int] | None = None
        self.shared: dict[tuple[int, int], str] = {}
        self.waiting: list[tuple[int, int, tuple[int, int]]] = []

    def note(self, record: BiffRecord, rows: Rows, row: int, column: int) -> None:
        """Add its formula to a cell that was just read; one that others share is told later."""
        self.last = (row, column) if record.kind == _FORMULA else None
        if self.last is None:
            return
        tokens = _tokens(record.body, 20)
        told = UNKNOWN
        if tokens[:1] == b"\x01" and len(tokens) >= 5:
            self.waiting.append((row, column, struct.unpack_from("<HH", tokens, 1)))
        else:
            told = formula_of_tokens(tokens, self.kind)
        rows[row][column] = (*rows[row][column][:3], told)

    def result(self, record: BiffRecord, rows: Rows) -> None:
        """Take the text that the last formula came to."""
        if self.last is not None:
            row, column = self.last
            kind, _, style, formula = rows[row][column]
            if kind == "s":
                text = _line_ends(TextReader(record.pieces).text())
                rows[row][column] = ("s", text, style, formula)

    def many(self, record: BiffRecord) -> None:
        """Take a formula that stands for many cells."""
        if len(record.body) >= 6:
            row, _, column = struct.unpack_from("<HHB", record.body)
            self.shared[row, column] = formula_of_tokens(
                _tokens(record.body, _FOR_MANY[record.kind]), self.kind
            )

    def complete(self, rows: Rows) -> None:
        """Tell the cells whose formula stands elsewhere."""
        for row, column, place in self.waiting:
            told = self.shared.get(place, UNKNOWN)
            rows[row][column] = (*rows[row][column][:3], told)


def _tokens(body: bytes, position: int) -> bytes:
    """Return the tokens whose length stands at a place."""
    if position + 2 > len(body):
        return b""
    (length,) = struct.unpack_from("<H", body, position)
    return body[position + 2 : position + 2 + length]


def _put(rows: Rows, row: int, column: int, raw: Raw, used: list[int]) -> None:
    cells = rows.setdefault(row, {})
    used[0] += 1
    if used[0] > worker_file_limits.FILLED_CELLS or used[1] > worker_file_limits.MOST_CELLS:
        raise Refused("too-many-cells")
    if column in cells:
        raise damaged("Workbook")
    cells[column] = raw


RawCells = list[tuple[int, int, Raw]]


def _number(record: BiffRecord, _globals: _Globals) -> RawCells:
    row, column, style, value = _unpack("HHHd", record)
    return [(row + 1, column + 1, ("n", written(value), style, None))]


def _short(record: BiffRecord, _globals: _Globals) -> RawCells:
    row, column, style, value = _unpack("HHHL", record)
    return [(row + 1, column + 1, ("n", short_number(value), style, None))]


def _shorts(record: BiffRecord, _globals: _Globals) -> RawCells:
    row, first = _unpack("HH", record)
    count = (len(record.body) - 6) // 6
    pairs = (struct.unpack_from("<HL", record.body, 4 + 6 * n) for n in range(count))
    return [
        (row + 1, first + 1 + n, ("n", short_number(value), style, None))
        for n, (style, value) in enumerate(pairs)
    ]


def _shared_text(record: BiffRecord, globals_: _Globals) -> RawCells:
    row, column, style, index = _unpack("HHHL", record)
    if index >= len(globals_.strings):
        raise damaged("Workbook")
    text, style = globals_.set_by_cell(index, style)
    return [(row + 1, column + 1, ("s", _line_ends(text), style, None))] if text else []


def _text(record: BiffRecord, globals_: _Globals) -> RawCells:
    texts = TextReader(record.pieces)
    row, column, style = texts.unpack("HHH")
    text = texts.text()
    if record.kind == _TEXT_WITH_RUNS:
        (count,) = texts.unpack("H")
        text = text_with_looks(text, texts.unpack(f"{2 * count}H"), globals_.looks)
    return [(row + 1, column + 1, ("s", _line_ends(text), style, None))]


def _truth(record: BiffRecord, _globals: _Globals) -> RawCells:
    row, column, style, value, is_error = _unpack("HHHBB", record)
    return [(row + 1, column + 1, (*_sign(value, is_error=bool(is_error)), style, None))]


def _formula(record: BiffRecord, _globals: _Globals) -> RawCells:
    row, column, style, sort, _, value, _, mark = _unpack("HHHBBB3sH", record)
    if mark != 0xFFFF:
        held = ("n", written(struct.unpack_from("<d", record.body, 6)[0]))
    elif sort in {0, 3}:
        held = ("s", "")
    else:
        held = _sign(value, is_error=sort == 2)
    return [(row + 1, column + 1, (*held, style, ""))]


def _sign(value: int, *, is_error: bool) -> tuple[str, str]:
    return ("e", ERRORS.get(value, "#VALUE!")) if is_error else ("b", "1" if value else "0")


def short_number(value: int) -> str:
    """Return a number that is stored in 30 bits, as text."""
    if value & 2:
        whole = (value >> 2) - (0x40000000 if value & 0x80000000 else 0)
        return written(whole / 100 if value & 1 else float(whole))
    figure = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))[0]
    return written(figure / 100 if value & 1 else figure)


def written(figure: float) -> str:
    """Return a stored number as text; raises Refused for what is none."""
    if figure != figure or abs(figure) == float("inf"):  # noqa: PLR0124 - not a number
        raise damaged("Workbook")
    return repr(figure)


def _line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _merges(record: BiffRecord) -> list[Merge]:
    texts = TextReader(record.pieces)
    found = []
    for _ in range(texts.unpack("H")[0]):
        top, bottom, left, right = texts.unpack("HHHH")
        found.append((top + 1, left + 1, bottom + 1, right + 1))
    return found


def _unpack(form: str, record: BiffRecord) -> tuple[int, ...]:
    if len(record.body) < struct.calcsize("<" + form):
        raise damaged("Workbook")
    return struct.unpack_from("<" + form, record.body)


_CELLS: dict[int, Callable[[BiffRecord, _Globals], RawCells]] = {
    0x0203: _number,
    0x027E: _short,
    0x00BD: _shorts,
    0x00FD: _shared_text,
    0x0204: _text,
    _TEXT_WITH_RUNS: _text,
    0x0205: _truth,
    _FORMULA: _formula,
}
