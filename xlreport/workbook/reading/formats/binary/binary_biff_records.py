"""The records of an .xls workbook (BIFF8), and the texts in them."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_text_runs import PLAIN_RUN, RunLook, run_text

CONTINUE = 0x003C
_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08
_NO_FONT = 4
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


def text_with_looks(
    text: str, runs: Sequence[int], looks: Sequence[RunLook], *, gap: bool = True
) -> str:
    """Return a text whose pieces look as their fonts set them.

    Args:
        text: The text.
        runs: Where each piece begins, and the number of its font, in turn.
        looks: How each font sets its text.
        gap: Whether no font has the number 4, as in .xls.
    """
    if all(look.plain for look in looks):
        return text
    starts = [*runs[::2], len(text)]
    pieces = [text[: starts[0]]]
    for start, end, font in zip(starts, starts[1:], runs[1::2], strict=False):
        place = font - 1 if gap and font > _NO_FONT else font
        look = looks[place] if place < len(looks) else PLAIN_RUN
        pieces.append(run_text(text[start:end], look))
    return "".join(pieces)


class TextReader:
    """Reads texts from a record whose pieces may end in the middle of a text."""

    def __init__(
        self, pieces: tuple[bytes, ...], position: int = 0, looks: Sequence[RunLook] = ()
    ) -> None:
        self._pieces = pieces
        self._looks = looks
        self.first_run: int | None = None
        """Where the first piece of the last text with a font of its own began."""
        self._piece = 0
        self._position = position

    def unpack(self, form: str) -> tuple[int, ...]:
        """Read numbers."""
        return struct.unpack("<" + form, self._raw(struct.calcsize("<" + form)))

    def text(self, width: str = "H") -> str:
        """Read a text with its length before it, skipping its phonetic guide; pieces that a font
        raises or strikes out look so.
        """
        (length,) = self.unpack(width)
        (flags,) = self.unpack("B")
        runs = self.unpack("H")[0] if flags & _RICH else 0
        extra = self.unpack("L")[0] if flags & _PHONETIC else 0
        if length > worker_file_limits.TEXT:
            raise Refused("text-too-long", where="Workbook")
        whole = self._characters(length, wide=bool(flags & _WIDE))
        told = struct.unpack(f"<{2 * runs}H", self._raw(4 * runs))
        self._raw(extra)
        self.first_run = told[0] if told else None
        return text_with_looks(whole, told, self._looks)

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
        if size > worker_file_limits.FILE_BYTES:
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
