"""A sheet beside one that was read before: in the workbooks of a template most pieces stand at the
same place, so only those that differ are looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import ne
from threading import Lock

from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_book import Raw, Rows
from xlreport.workbook.reading.formats.quick.quick_cells import Piece, sheet_pieces, uses_prefix

_LARGEST = 4 * worker_file_limits.MIB
"""Bytes of a sheet that is kept."""
_ROOM = 12 * worker_file_limits.MIB
"""Bytes of all sheets that are kept."""
_MOST = 12
"""Sheets that are kept, the last read."""
_BESIDE = 600
"""Bytes that a piece takes beside its own: what it says, and its cell."""
_CHARACTER = 4
"""Bytes of a character of a text, at most."""
_ALIKE = 4
"""A sheet is compared where not more than one piece in so many differs."""
_Place = tuple[int, int, int]
"""Row, column and style of a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A sheet that was read, each cell of which holds what its piece says, or a shared string.

    It is whole before it is kept, and nothing in it changes afterwards: other threads read it.
    """

    first: int
    """The row that is open before the first cell."""
    written: tuple[bytes, ...]
    pieces: tuple[Piece, ...]
    rows: Rows
    shown: tuple[tuple[int, str, tuple[_Place, ...]], ...]
    """The number of each shared string that is shown, what it says, and the cells that show it."""
    prefixed: bool
    """Whether its rows use a prefix that the sheet has to declare."""
    reach: int
    """How many shared strings there must be at least."""
    size: int
    """Bytes that all this takes, at most."""


_KNOWN: dict[int, _Known] = {}
"""By the number of pieces."""
_KEEPING = Lock()


def keep_sheet(
    first: int,
    written: Sequence[bytes],
    pieces: Sequence[Piece],
    rows: Rows,
    strings: Sequence[str],
) -> None:
    """Keep a sheet that was read for those that come after it, unless it is large, or what is in
    one of its cells is to be looked at in each workbook.
    """
    size = sum(map(len, written)) + _BESIDE * len(written)
    if size > _LARGEST or any(piece[6] for piece in pieces):
        return
    shown = _shown(pieces, strings)
    size += _CHARACTER * sum(len(text) for _, text, _ in shown)
    if size > _LARGEST:
        return
    known = _Known(
        first=first,
        written=tuple(written),
        pieces=tuple(pieces),
        rows={row: cells.copy() for row, cells in rows.items()},
        shown=shown,
        prefixed=uses_prefix(written),
        reach=max((index for index, _, _ in shown), default=-1) + 1,
        size=size,
    )
    with _KEEPING:
        _KNOWN.pop(len(written), None)
        while len(_KNOWN) >= _MOST or sum(one.size for one in _KNOWN.values()) + size > _ROOM:
            del _KNOWN[next(iter(_KNOWN))]
        _KNOWN[len(written)] = known


def _shown(
    pieces: Sequence[Piece], strings: Sequence[str]
) -> tuple[tuple[int, str, tuple[_Place, ...]], ...]:
    """Return the shared strings that pieces show, and where."""
    places: dict[int, list[_Place]] = {}
    for row, _, column, style, index, raw, _ in pieces:
        if column and raw is None:
            places.setdefault(index, []).append((row, column, style))
    return tuple((index, strings[index], tuple(cells)) for index, cells in places.items())


def rows_alike(
    first: int, written: list[bytes], where: str, strings: Sequence[str], *, declared: bool
) -> Rows | None:
    """Return the cells of a sheet by row and column; None where no sheet is known that is like it.

    Args:
        first: The row that is open before the first cell.
        written: What follows each `<c r="`.
        where: The sheet, for messages.
        strings: The shared strings.
        declared: Whether the sheet declares the prefix that its rows may use.
    """
    known = _KNOWN.get(len(written))
    if known is None or known.first != first:
        return None
    changed = list(compress(count(), map(ne, written, known.written)))
    if len(changed) * _ALIKE > len(written):
        return None
    others = [written[number] for number in changed]
    if known.reach > len(strings) or (known.prefixed and not declared):
        return None
    fresh = sheet_pieces(others, where)
    if fresh is None or (not declared and uses_prefix(others)):
        return None
    rows = {row: cells.copy() for row, cells in known.rows.items()}
    for index, text, places in known.shown:
        if strings[index] != text:
            for row, column, style in places:
                rows[row][column] = ("s", strings[index], style, None)
    alike = _change(rows, known, dict(zip(changed, fresh, strict=True)), strings)
    return rows if alike and all(rows.values()) else None


def _change(rows: Rows, known: _Known, fresh: Mapping[int, Piece], strings: Sequence[str]) -> bool:
    """Put what fresh pieces say in the place of those before; return whether that could be done
    without a look at the others.
    """
    grown = set()
    for number, piece in fresh.items():
        row, after, column, _, index, raw, stored = piece
        begins, ends, before = known.pieces[number][:3]
        if (row, after) != (begins, ends) or stored or row not in rows:
            return False
        if column and raw is None and index >= len(strings):
            return False
        if column == before:
            if column:
                rows[row][column] = _held(piece, strings)
        elif not column:
            del rows[row][before]
        elif not before:
            grown.add(row)
        else:
            return False
    return not grown or _grow(rows, grown, known, fresh, strings)


def _held(piece: Piece, strings: Sequence[str]) -> Raw:
    return piece[5] or ("s", strings[piece[4]], piece[3], None)


def _grow(
    rows: Rows, grown: set[int], known: _Known, fresh: Mapping[int, Piece], strings: Sequence[str]
) -> bool:
    """Make rows anew in which a cell is filled that was not, so that their cells stand in the order
    of the sheet; return whether each stands there once.
    """
    for row in grown:
        rows[row] = {}
    for number, before in enumerate(known.pieces):
        if before[0] in grown:
            piece = fresh.get(number, before)
            row, column = piece[0], piece[2]
            if column in rows[row]:
                return False
            if column:
                rows[row][column] = _held(piece, strings)
    return True
