"""An .xls workbook (Excel 97 to 2003, WPS .et) as a `Book`."""

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from xlreport.model.returns.finding import finding
from xlreport.model.returns.refusal import Refused, damaged
from xlreport.processes import limits
from xlreport.workbook.reading.container.ole import Compound
from xlreport.workbook.reading.formats.biff import BiffRecord, TextReader, biff_records
from xlreport.workbook.reading.formats.book import Book, Raw, Rows, Table
from xlreport.workbook.reading.formats.cells import (
    GENERAL,
    NumberFormat,
    built_in,
    number_format_of,
)
from xlreport.workbook.reading.formats.merged import Merge, without_covered

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
_FORMULA, _RESULT, _MERGES = 0x0006, 0x0207, 0x00E5
_OWN_BOOK, _ADD_INS = 0x0401, 0x3A01
_GLOBALS = b"\x05\x00"
"""What the first record of the workbook's own part says it begins; a sheet begins with another."""
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_SAVED = 13


def read_xls(compound: Compound) -> Book:
    """Read every worksheet; raises Refused."""
    stream = compound.streams.get("Workbook")
    if stream is None:
        raise Refused("is-old-xls" if "Book" in compound.streams else "damaged", where="Workbook")
    globals_ = _Globals(stream)
    used = [0, 0]
    tables = []
    for name, hidden, start in globals_.sheets:
        tables.append(Table(name, _rows(stream, start, globals_.strings, used), hidden=hidden))
    return Book(
        tables=tuple(tables), formats=globals_.formats(), epoch_1904=globals_.epoch_1904, saved_at=_saved_at(compound),
        active=_active(compound, globals_), findings=(finding("other-format", format="XLS"),),
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
        self._codes: dict[int, str] = {}
        self._numbers: list[int] = []
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
        if not self.sheets or len(self.sheets) > limits.MOST_SHEETS:
            raise damaged("Workbook")
        if len({start for _, _, start in self.sheets}) < len(self.sheets):
            raise damaged("Workbook")

    def formats(self) -> tuple[NumberFormat, ...]:
        """Return the number formats of the cell formats."""
        codes = self._codes
        return tuple(
            number_format_of(codes[n]) if n in codes else built_in(n) for n in self._numbers
        ) or (GENERAL,)

    def _take(self, record: BiffRecord) -> None:
        kind, texts = record.kind, TextReader(record.pieces)
        if kind == _ENCRYPTED:
            raise Refused("encrypted")
        if kind == _DATES:
            self.epoch_1904 = bool(texts.unpack("H")[0])
        elif kind == _SHEET:
            start, state, sort = texts.unpack("LBB")
            self.macro_sheets = self.macro_sheets or sort == 1
            name = texts.text("B")
            if sort == 0:
                self.sheets.append((name, bool(state & 3), start))
        elif kind == _FORMAT:
            (number,) = texts.unpack("H")
            self._codes[number] = texts.text()
        elif kind == _CELL_FORMAT:
            self._numbers.append(texts.unpack("HH")[1])
        elif kind == _STRINGS:
            self._take_strings(texts)
        elif kind == _BOOK:
            self.external = self.external or texts.unpack("HH")[1] not in {_OWN_BOOK, _ADD_INS}

    def _take_strings(self, texts: TextReader) -> None:
        _, count = texts.unpack("LL")
        if count > limits.STRINGS:
            raise Refused("too-many-cells")
        self.strings = [texts.text() for _ in range(count)]


def _rows(stream: bytes, start: int, strings: Sequence[str], used: list[int]) -> Rows:
    """Return the cells of the sheet that begins at a place in the stream."""
    rows: Rows = {}
    merges: list[Merge] = []
    depth = 0
    awaiting: tuple[int, int, int] | None = None
    for record in biff_records(stream, start):
        if not depth and (record.kind != _BOF or record.body[2:4] == _GLOBALS):
            raise damaged("Workbook")
        depth += (record.kind == _BOF) - (record.kind == _EOF)
        if not depth:
            return without_covered(rows, merges)
        if depth > 1:
            continue
        if record.kind == _RESULT and awaiting is not None:
            row, column, style = awaiting
            rows[row][column] = ("s", _line_ends(TextReader(record.pieces).text()), style, "")
        elif record.kind == _MERGES:
            merges += _merges(record)
        elif (cells := _CELLS.get(record.kind)) is not None:
            used[1] += 1
            for row, column, raw in cells(record, strings):
                _put(rows, row, column, raw, used)
                awaiting = (
                    (row, column, raw[2]) if record.kind == _FORMULA and raw[0] == "s" else None
                )
    raise damaged("Workbook")


def _put(rows: Rows, row: int, column: int, raw: Raw, used: list[int]) -> None:
    cells = rows.setdefault(row, {})
    used[0] += 1
    if used[0] > limits.FILLED_CELLS or used[1] > limits.MOST_CELLS:
        raise Refused("too-many-cells")
    if column in cells:
        raise damaged("Workbook")
    cells[column] = raw


RawCells = list[tuple[int, int, Raw]]


def _number(record: BiffRecord, _strings: Sequence[str]) -> RawCells:
    row, column, style, value = _unpack("HHHd", record)
    return [(row + 1, column + 1, ("n", written(value), style, None))]


def _short(record: BiffRecord, _strings: Sequence[str]) -> RawCells:
    row, column, style, value = _unpack("HHHL", record)
    return [(row + 1, column + 1, ("n", short_number(value), style, None))]


def _shorts(record: BiffRecord, _strings: Sequence[str]) -> RawCells:
    row, first = _unpack("HH", record)
    count = (len(record.body) - 6) // 6
    pairs = (struct.unpack_from("<HL", record.body, 4 + 6 * n) for n in range(count))
    return [
        (row + 1, first + 1 + n, ("n", short_number(value), style, None))
        for n, (style, value) in enumerate(pairs)
    ]


def _shared_text(record: BiffRecord, strings: Sequence[str]) -> RawCells:
    row, column, style, index = _unpack("HHHL", record)
    if index >= len(strings):
        raise damaged("Workbook")
    return (
        [(row + 1, column + 1, ("s", _line_ends(strings[index]), style, None))]
        if strings[index]
        else []
    )


def _text(record: BiffRecord, _strings: Sequence[str]) -> RawCells:
    texts = TextReader(record.pieces)
    row, column, style = texts.unpack("HHH")
    return [(row + 1, column + 1, ("s", _line_ends(texts.text()), style, None))]


def _truth(record: BiffRecord, _strings: Sequence[str]) -> RawCells:
    row, column, style, value, is_error = _unpack("HHHBB", record)
    return [(row + 1, column + 1, (*_sign(value, is_error=bool(is_error)), style, None))]


def _formula(record: BiffRecord, _strings: Sequence[str]) -> RawCells:
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


def _saved_at(compound: Compound) -> datetime | None:
    """Return the saving time from the summary that lies beside the workbook."""
    stream = compound.streams.get("\x05SummaryInformation", b"")
    try:
        (section,) = struct.unpack_from("<L", stream, 44)
        _, count = struct.unpack_from("<LL", stream, section)
        entries = (
            struct.unpack_from("<LL", stream, section + 8 + 8 * n) for n in range(min(count, 100))
        )
        place = next(section + offset for number, offset in entries if number == _SAVED)
        _, ticks = struct.unpack_from("<LQ", stream, place)
        return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
    except (struct.error, StopIteration, OverflowError):
        return None


_CELLS: dict[int, Callable[[BiffRecord, Sequence[str]], RawCells]] = {
    0x0203: _number,
    0x027E: _short,
    0x00BD: _shorts,
    0x00FD: _shared_text,
    0x0204: _text,
    0x00D6: _text,
    0x0205: _truth,
    _FORMULA: _formula,
}
