"""Pieces of parts that are proved once: most of what a template holds stands in every workbook."""

from collections.abc import Callable
from typing import Generic, TypeVar

from xlreport.workbook.reading.formats.quick.xlsx_plain_parts import proved_text

_T = TypeVar("_T")
_LONGEST = 1_000
"""Bytes of a piece that is remembered: whoever sends long ones fills no memory."""


class Remembered(Generic[_T]):
    """What some pieces say, by their bytes; one more than so many, and all are forgotten."""

    def __init__(self, count: int) -> None:
        self._count = count
        self.known: dict[bytes, _T] = {}

    def keep(self, piece: bytes, what: _T) -> None:
        """Remember a piece, unless it is long."""
        if len(piece) <= _LONGEST:
            if len(self.known) >= self._count:
                self.known.clear()
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
    fresh = [number for number, one in enumerate(found) if one is None]
    if fresh:
        text = proved_text(separator.join([pieces[number] for number in fresh]), where)
        if text is None:
            return None
        for number, written in zip(fresh, text.split(separator.decode()), strict=True):
            one = found[number] = read_one(written)
            if one is None:
                return None
            remembered.keep(pieces[number], one)
    return [one for one in found if one is not None]
