"""A sheet beside one that was read before: in the workbooks of a template most pieces stand at the
same place, so only those that differ are looked at.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, count
from operator import ne

from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_book import Raw, Rows
from xlreport.workbook.reading.formats.quick.quick_cells import Piece, sheet_pieces

_LARGEST = worker_file_limits.MIB // 4
"""Bytes of the pieces of a sheet that is kept."""
_MOST = 12
"""Sheets that are kept, the last read."""
_ALIKE = 4
"""A sheet is compared where not more than one piece in so many differs."""
_Place = tuple[int, int, int]
"""Row, column and style of a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A sheet that was read, each cell of which holds what its piece says, or a shared string."""

    first: int
    """The row that is open before the first cell."""
    written: list[bytes]
    pieces: list[Piece]
    rows: Rows
    strings: tuple[str, ...]
    shown: dict[int, list[_Place]] = field(default_factory=dict)
    """The cells that show a shared string, by its number; found when the first sheet is compared."""


_KNOWN: dict[int, _Known] = {}
"""By the number of pieces."""


def keep_sheet(
    first: int, written: list[bytes], pieces: list[Piece], rows: Rows, strings: Sequence[str]
) -> None:
    """Keep a sheet that was read for those that come after it, unless it is large, or what is in
    one of its cells is to be looked at in each workbook.
    """
    if sum(map(len, written)) > _LARGEST or any(piece[6] for piece in pieces):
        return
    _KNOWN.pop(len(written), None)
    if len(_KNOWN) >= _MOST:
        _KNOWN.pop(next(iter(_KNOWN)))
    _KNOWN[len(written)] = _Known(
        first=first,
        written=written,
        pieces=pieces,
        rows={row: cells.copy() for row, cells in rows.items()},
        strings=tuple(strings),
    )


def rows_alike(first: int, written: list[bytes], where: str, strings: Sequence[str]) -> Rows | None:
    """Return the cells of a sheet by row and column; None where no sheet is known that is like it.

    Args:
        first: The row that is open before the first cell.
        written: What follows each `<c r="`.
        where: The sheet, for messages.
        strings: The shared strings.
    """
    known = _KNOWN.get(len(written))
    if known is None or known.first != first:
        return None
    changed = list(compress(count(), map(ne, written, known.written)))
    if len(changed) * _ALIKE > len(written):
        return None
    fresh = sheet_pieces([written[number] for number in changed], where)
    if fresh is None or not _reach(known, strings):
        return None
    rows = {row: cells.copy() for row, cells in known.rows.items()}
    for index in compress(count(), map(ne, strings, known.strings)):
        for row, column, style in known.shown.get(index, ()):
            rows[row][column] = ("s", strings[index], style, None)
    alike = _change(rows, known, dict(zip(changed, fresh, strict=True)), strings)
    return rows if alike and all(rows.values()) else None


def _change(rows: Rows, known: _Known, fresh: Mapping[int, Piece], strings: Sequence[str]) -> bool:
    """Put what fresh pieces say in the place of those before; return whether that could be done
    without a look at the others.
    """
    grown = set()
    for number, piece in fresh.items():
        row, after, column, _, index, _, stored = piece
        begins, ends, before = known.pieces[number][:3]
        if (row, after) != (begins, ends) or stored or row not in rows or index >= len(strings):
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


def _reach(known: _Known, strings: Sequence[str]) -> bool:
    """Say whether every shared string that the known sheet shows is there too; notes which those
    are.
    """
    if not known.shown:
        known.shown[-1] = []
        for row, _, column, style, index, raw, _ in known.pieces:
            if column and raw is None:
                known.shown.setdefault(index, []).append((row, column, style))
    return max(known.shown) < len(strings)


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
