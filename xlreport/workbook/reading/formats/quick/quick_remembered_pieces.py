"""Pieces of parts that are proved once: most of what a template holds stands in every workbook."""

from collections.abc import Callable
from itertools import compress, count, repeat
from operator import is_
from threading import Lock
from typing import Generic, TypeVar, cast

from xlreport.workbook.reading.formats.quick.quick_plain_parts import proved_text

_T = TypeVar("_T")
_LONGEST = 4_000
"""Bytes of a piece that is remembered."""
_BESIDE = 400
"""Bytes that a piece takes beside its own."""


class Remembered(Generic[_T]):
    """What some pieces say, by their bytes; where they take more than so many bytes, all are
    forgotten.
    """

    def __init__(self, room: int) -> None:
        self._room, self._taken = room, 0
        self._keeping = Lock()
        self.known: dict[bytes, _T] = {}

    def keep(self, piece: bytes, what: _T) -> None:
        """Remember a piece, unless it is long: whoever sends long ones fills no memory."""
        size = len(piece) + _BESIDE
        if len(piece) > _LONGEST or size > self._room:
            return
        with self._keeping:
            if piece in self.known:
                return
            if self._taken + size > self._room:
                self._taken = 0
                self.known.clear()
            self._taken += size
            self.known[piece] = what


def read_pieces(
    remembered: Remembered[_T],
    pieces: list[bytes],
    separator: bytes,
    read_one: Callable[[str], _T | None],
    where: str,
) -> list[_T] | None:
    """Return what the pieces of a part say; None where one is written as nobody knows.

    New ones are proved to be characters that XML holds, all at once, and then read one by one.

    Args:
        remembered: What is known of such pieces.
        pieces: What stands between the separators.
        separator: What stands in no piece.
        read_one: Reads one of them.
        where: The part, for messages.
    """
    found = list(map(remembered.known.get, pieces))
    fresh = list(compress(count(), map(is_, found, repeat(None))))
    if fresh:
        text = proved_text(separator.join([pieces[number] for number in fresh]), where)
        if text is None:
            return None
        for number, written in zip(fresh, text.split(separator.decode()), strict=True):
            one = found[number] = read_one(written)
            if one is None:
                return None
            remembered.keep(pieces[number], one)
    return cast("list[_T]", found)
