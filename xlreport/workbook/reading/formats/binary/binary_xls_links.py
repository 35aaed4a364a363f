"""Where the formulas of an .xls workbook may point: its sheets, its names, other workbooks, other
programs.
"""

import struct
from dataclasses import dataclass, field

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.binary.binary_biff_records import BiffRecord, TextReader
from xlreport.workbook.reading.formats.binary.binary_formula_tokens import UNKNOWN, TokenKind

_BOOK, _SHEETS, _NAME, _OUTER_NAME = 0x01AE, 0x0017, 0x0018, 0x0023
_OWN, _ADD_INS = 0x0401, 0x3A01
_ASKS = "\x03"
"""Stands between the program that is asked and what it is asked about (DDE, OLE)."""


@dataclass(slots=True)
class _OtherBook:
    """One of the workbooks that references lead to; this one is among them."""

    kind: str
    """`own`, `add-ins`, `other` or `asks`."""
    path: str = ""
    sheets: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


class Links:
    """What the workbook's own part says about them."""

    def __init__(self) -> None:
        self.sheets: list[str] = []
        """All sheets in their order, whatever their kind."""
        self._books: list[_OtherBook] = []
        self._places: list[tuple[int, int]] = []
        self._names: list[str] = []

    def take(self, record: BiffRecord) -> None:
        """Take a record of the workbook's own part, where it tells something of this."""
        texts = TextReader(record.pieces)
        if record.kind == _BOOK:
            try:
                self._books.append(_other_book(texts, record.body))
            except Refused:
                self._books.append(_OtherBook("other"))  # its place counts, whatever it is called
        elif record.kind == _SHEETS:
            (count,) = texts.unpack("H")
            for _ in range(count):
                book, first, _ = texts.unpack("HhH")
                self._places.append((book, first))
        elif record.kind == _NAME and len(self._names) < worker_file_limits.NAMES:
            length = record.body[3] if len(record.body) > 3 else 0
            self._names.append(_characters(record.body, 14, length))
        elif record.kind == _OUTER_NAME and self._books:
            length = record.body[6] if len(record.body) > 6 else 0
            self._books[-1].names.append(_characters(record.body, 7, length))

    def tokens(self) -> TokenKind:
        """Return how the tokens of this workbook's formulas are told."""
        return TokenKind(wide=False, sheet=self._sheet, name=self._name)

    def _sheet(self, number: int) -> str:
        book, sheet = self._places[number]
        other = self._books[book]
        if other.kind == "own":
            return f"{self.sheets[sheet]}!" if sheet >= 0 else f"{UNKNOWN}!"
        named = other.sheets[sheet] if 0 <= sheet < len(other.sheets) else ""
        return f"[{self._number(book)}]{named}!"

    def _name(self, number: int, name: int) -> str:
        if number < 0:
            return self._names[name - 1]
        book = self._places[number][0]
        other = self._books[book]
        if other.kind == "own":
            return self._names[name - 1]
        told = other.names[name - 1]
        if other.kind == "add-ins":
            return told
        if other.kind == "asks":
            program, _, topic = other.path.partition(_ASKS)
            return f"{program}|'{topic}'!{told}"
        return f"[{self._number(book)}]!{told}"

    def _number(self, book: int) -> int:
        """Return which of the other workbooks it is, counted from 1 as Excel writes them."""
        return sum(one.kind not in {"own", "add-ins"} for one in self._books[: book + 1])


def _other_book(texts: TextReader, body: bytes) -> _OtherBook:
    count, mark = struct.unpack_from("<HH", body.ljust(4, b"\0"))
    if mark in {_OWN, _ADD_INS} and len(body) == 4:
        return _OtherBook("own" if mark == _OWN else "add-ins")
    texts.unpack("H")
    path = texts.text()
    if _ASKS in path:
        return _OtherBook("asks", path)
    return _OtherBook(
        "other", path, [texts.text() for _ in range(min(count, worker_file_limits.MOST_SHEETS))]
    )


def _characters(body: bytes, position: int, length: int) -> str:
    """Return a text whose length stands elsewhere."""
    wide = position < len(body) and body[position] & 1
    size = length * (2 if wide else 1)
    raw = body[position + 1 : position + 1 + size]
    return raw.decode("utf-16-le" if wide else "latin-1", "replace")
