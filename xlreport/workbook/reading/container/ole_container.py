"""A compound file (the container of .xls and of encrypted workbooks) read strictly: its directory
and its streams.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from xlreport.model.returns.return_refusal import damaged

_HEADER = struct.Struct("<8s16s5H6s9L")
_ENTRY = struct.Struct("<64sHBB3L16sL2QLQ")
_END = 0xFFFFFFFE
_LAST_SECTOR = 0xFFFFFFFA
_STREAM, _ROOT = 2, 5
_SHIFTS = {(3, 9), (4, 12)}
_LITTLE = 0xFFFE
_MINI = 64
_IN_HEADER = 109
_ENTRIES = 10_000
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_SAVED = 13
"""The property that says when a document was last saved."""

_Entry = tuple[str, int, int, int, int, int, int]
"""Name, type, left, right, child, first sector, length."""


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file whose directory is sound."""

    names: tuple[str, ...]
    """Of all streams and storages."""
    streams: Mapping[str, bytes]
    """Streams that lie in the root, by name."""


def open_compound(content: bytes) -> Compound:
    """Read a compound file; raises Refused."""
    if len(content) < 512:
        raise damaged("header")
    fields = _HEADER.unpack_from(content)
    version, order, shift = fields[3:6]
    if (version, shift) not in _SHIFTS or order != _LITTLE or 1 << fields[6] != _MINI:
        raise damaged("header")
    size = 1 << shift
    body = content[size:] if version > 3 else content[512:]
    fat = _fat(body, size, struct.unpack_from(f"<{_IN_HEADER}L", content, 76), fields[15])
    entries = _entries(_chain(body, fat, fields[10], size))
    root = entries[0]
    mini = _chain(body, fat, root[5], size)
    mini_fat = _longs(_chain(body, fat, fields[13], size))
    streams: dict[str, bytes] = {}
    for name, kind, *_, first, length in (
        entries[position] for position in _siblings(entries, root[4])
    ):
        if kind == _STREAM and name not in streams:
            in_mini = length < fields[12]
            whole = (
                _chain(mini, mini_fat, first, _MINI) if in_mini else _chain(body, fat, first, size)
            )
            if len(whole) < length:
                raise damaged(name)
            streams[name] = whole[:length]
    return Compound(tuple(entry[0] for entry in entries if entry[1]), streams)


def _fat(body: bytes, size: int, listed: Sequence[int], following: int) -> Sequence[int]:
    """Return the allocation table: for each sector the one after it."""
    sectors = [number for number in listed if number <= _LAST_SECTOR]
    seen = set()
    while following <= _LAST_SECTOR:
        if following in seen:
            raise damaged("allocation table")
        seen.add(following)
        numbers = _longs(_sector(body, following, size))
        sectors += [number for number in numbers[:-1] if number <= _LAST_SECTOR]
        following = numbers[-1]
    if len(sectors) > len(body) // size + 1:
        raise damaged("allocation table")
    return _longs(_joined([_sector(body, number, size) for number in sectors], size))


def _chain(body: bytes, table: Sequence[int], first: int, size: int) -> bytes:
    """Return the sectors of a chain in their order; each may occur once."""
    pieces: list[bytes] = []
    number, most = first, len(body) // size + 1
    while number <= _LAST_SECTOR:
        if number >= len(table) or len(pieces) > most:
            raise damaged("allocation table")
        pieces.append(_sector(body, number, size))
        number = table[number]
    return _joined(pieces, size)


def _sector(body: bytes, number: int, size: int) -> bytes:
    piece = body[number * size : (number + 1) * size]
    if not piece:
        raise damaged("sector")
    return piece


def _joined(pieces: Sequence[bytes], size: int) -> bytes:
    """Join sectors; only the last may be cut short by the end of the file, as some programs write
    it.
    """
    if any(len(piece) < size for piece in pieces[:-1]):
        raise damaged("sector")
    return b"".join(pieces)


def _longs(content: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(content) // 4}L", content[: len(content) // 4 * 4])


def _entries(table: bytes) -> list[_Entry]:
    count = len(table) // _ENTRY.size
    if not 0 < count <= _ENTRIES:
        raise damaged("directory")
    entries = []
    for position in range(count):
        fields = _ENTRY.unpack_from(table, position * _ENTRY.size)
        length = max(0, min(fields[1], 64) - 2)
        name = fields[0][:length].decode("utf-16-le", "replace")
        entries.append(
            (name, fields[2], fields[4], fields[5], fields[6], fields[11], fields[12] & 0xFFFFFFFF)
        )
    if entries[0][1] != _ROOT:
        raise damaged("directory")
    return entries


def _siblings(entries: Sequence[_Entry], first: int) -> list[int]:
    """Return the positions of the entries in the tree under a storage, not those of storages
    below.
    """
    found: list[int] = []
    seen: set[int] = set()
    waiting = [first]
    while waiting:
        position = waiting.pop()
        if position < len(entries) and position not in seen:
            seen.add(position)
            found.append(position)
            waiting += entries[position][2:4]
    return found


def compound_saved_at(compound: Compound) -> datetime | None:
    """Return the saving time from the summary that lies beside a workbook, None where it has none.

    A property set ([MS-OLEPS] 2.21): 44 bytes in stands where its section begins; a section begins
    with its size and the count of its properties, then a number and an offset for each; a time is a
    type (4 bytes) and the count of 100 nanoseconds since 1601.
    """
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
