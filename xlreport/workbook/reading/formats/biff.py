"""The records of an .xls workbook (BIFF8), and the texts in them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from xlreport.model.returns.refusal import Refused, damaged
from xlreport.processes import limits

CONTINUE = 0x003C
_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08
_HEAD = struct.Struct("<HH")


@dataclass(frozen=True, slots=True)
class BiffRecord:
    """One record with the pieces that continue it."""

    kind: int
    pieces: tuple[bytes, ...]

    @property
    def body(self) -> bytes:
        """What the record itself holds, without what continues it."""
        return self.pieces[0]


def biff_records(stream: bytes, position: int = 0) -> Iterator[BiffRecord]:
    """Yield the records from a place in the stream on; raises Refused where one runs over the
    end.
    """
    kind, pieces = -1, []
    while position + _HEAD.size <= len(stream):
        number, length = _HEAD.unpack_from(stream, position)
        position += _HEAD.size
        if position + length > len(stream):
            raise damaged("Workbook")
        body = stream[position : position + length]
        position += length
        if number == CONTINUE and kind >= 0:
            pieces.append(body)
            continue
        if kind >= 0:
            yield BiffRecord(kind, tuple(pieces))
        kind, pieces = number, [body]
    if kind >= 0:
        yield BiffRecord(kind, tuple(pieces))


class TextReader:
    """Reads texts from a record whose pieces may end in the middle of a text."""

    def __init__(self, pieces: tuple[bytes, ...], position: int = 0) -> None:
        self._pieces = pieces
        self._piece = 0
        self._position = position

    def unpack(self, form: str) -> tuple[int, ...]:
        """Read numbers."""
        return struct.unpack("<" + form, self._raw(struct.calcsize("<" + form)))

    def text(self, width: str = "H") -> str:
        """Read a text with its length before it, skipping its formatting and phonetic guide."""
        (length,) = self.unpack(width)
        (flags,) = self.unpack("B")
        runs = self.unpack("H")[0] if flags & _RICH else 0
        extra = self.unpack("L")[0] if flags & _PHONETIC else 0
        if length > limits.TEXT:
            raise Refused("text-too-long", where="Workbook")
        whole = self._characters(length, wide=bool(flags & _WIDE))
        self._raw(4 * runs + extra)
        return whole

    def _characters(self, length: int, *, wide: bool) -> str:
        found = []
        while length:
            rest = len(self._pieces[self._piece]) - self._position
            size = 2 if wide else 1
            count = min(length, rest // size)
            if not count:
                self._next()
                wide = bool(self.unpack("B")[0] & _WIDE)
                continue
            raw = self._raw(count * size)
            found.append(raw.decode("utf-16-le", "replace") if wide else raw.decode("latin-1"))
            length -= count
        return "".join(found)

    def _raw(self, size: int) -> bytes:
        if size > limits.FILE_BYTES:
            raise damaged("Workbook")
        found = b""
        while len(found) < size:
            piece = self._pieces[self._piece]
            part = piece[self._position : self._position + size - len(found)]
            found += part
            self._position += len(part)
            if len(found) < size:
                self._next()
        return found

    def _next(self) -> None:
        self._piece += 1
        self._position = 0
        if self._piece >= len(self._pieces):
            raise damaged("Workbook")
