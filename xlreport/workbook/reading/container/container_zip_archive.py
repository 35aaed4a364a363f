"""A ZIP archive read strictly: every byte accounted for, every part inflated within limits and
checked by its CRC.

The standard library's `zipfile` believes the directory, ignores overlapping entries (in Python
3.11.7) and finds an archive behind any stub; a workbook needs none of that leniency.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = struct.Struct("<4sLQL")
"""The second end record of Zip64 and what leads to it (APPNOTE 4.3.14, 4.3.15)."""
_DESCRIPTORS = frozenset({12, 16, 20, 24})
"""Lengths of a data descriptor: with or without its signature, in 32 or 64 bits."""
_ENCRYPTED = 0x2041
_STREAMED = 0x0008
_UTF8 = 0x0800
_STORED, _DEFLATED = 0, 8
_UNKNOWN, _SHORT_UNKNOWN = 0xFFFFFFFF, 0xFFFF
_ZIP64 = 1
"""The extra field with the sizes that stand as unknown in 32 bits (APPNOTE 4.5.3)."""
_UNIX = 3
_KINDS = frozenset({0, stat.S_IFREG, stat.S_IFDIR})
"""What an entry may be: untold, a file, a folder; no link."""
_SHORT = 100
"""Bytes of a name that is remembered."""
_SMALL = 65_536
"""Bytes of a part that is remembered as it was inflated."""
# characters that no part's name has in a workbook that a program wrote
_ODD = re.compile(r'[\\:*?"<>|\x00-\x1f]')


class Member(NamedTuple):
    """One entry of the archive's directory."""

    name: str
    offset: int
    """Where its packed bytes begin."""
    packed: int
    size: int
    crc: int
    method: int


@dataclass(frozen=True, slots=True)
class Package:
    """An archive whose directory is sound and whose parts are all inflated."""

    content: bytes
    entries: tuple[Member, ...]
    """In the order of the directory, without folders."""
    parts: Mapping[str, bytes]
    """Inflated bytes by lower-case name, as names of parts are compared without regard to case."""

    def part(self, name: str) -> bytes:
        """Return a part that has to be there."""
        try:
            return self.parts[name.lower()]
        except KeyError:
            raise damaged(name) from None


def open_package(content: bytes) -> Package:
    """Read a whole archive; raises Refused."""
    entries = tuple(_directory(content))
    if sum(entry.size for entry in entries) > worker_file_limits.TOTAL_BYTES:
        raise Refused("unpacks-too-big")
    parts: dict[str, bytes] = {}
    for entry in entries:
        key = entry.name.lower()
        if key in parts:
            raise Refused("archive-tricks", where=entry.name)
        parts[key] = _content(content, entry)
    return Package(content, tuple(e for e in entries if not e.name.endswith("/")), parts)


def part_names(content: bytes) -> tuple[str, ...]:
    """Return the names in the archive's directory; raises Refused."""
    return tuple(entry.name for entry in _directory(content))


def told_names(content: bytes) -> Iterator[str]:
    """Yield the names that an archive tells, whatever else is wrong with it; of one without a
    directory the first.
    """
    end = content.rfind(b"PK\x05\x06")
    position = _END.unpack_from(content, end)[6] if 0 <= end <= len(content) - _END.size else 0
    if not content.startswith(b"PK\x01\x02", position):
        position = content.find(b"PK\x01\x02")
    if position < 0 and len(content) > _LOCAL.size:
        length = _LOCAL.unpack_from(content)[9]
        yield _decoded(_piece(content, _LOCAL.size, length), 0)
    while 0 <= position <= len(content) - _CENTRAL.size:
        fields = _CENTRAL.unpack_from(content, position)
        if fields[0] != b"PK\x01\x02":
            break
        yield _decoded(_piece(content, position + _CENTRAL.size, fields[10]), fields[3])
        position += _CENTRAL.size + sum(fields[10:13])


def _piece(content: bytes, start: int, length: int) -> bytes:
    return content[start : start + length]


def _directory(content: bytes) -> Iterator[Member]:
    count, start, end = _end_record(content)
    if count > worker_file_limits.PARTS:
        raise Refused("too-many-parts", count=count)
    position, regions = start, []
    for _ in range(count):
        if position + _CENTRAL.size > end:
            raise damaged("directory")
        fields = _CENTRAL.unpack_from(content, position)
        name_length, extra_length, comment_length = fields[10:13]
        after = position + _CENTRAL.size + name_length + extra_length + comment_length
        if fields[0] != b"PK\x01\x02" or after > end:
            raise damaged("directory")
        raw = _piece(content, position + _CENTRAL.size, name_length)
        extra = content[after - comment_length - extra_length : after - comment_length]
        entry, local, streamed = _entry(content, _with_large(fields, extra), raw)
        regions.append((local, entry.offset + entry.packed, streamed))
        yield entry
        position = after
    if position != end:
        raise damaged("directory")
    _no_gaps(regions, start)


def _end_record(content: bytes) -> tuple[int, int, int]:
    """Return the number of entries and where the directory starts and ends."""
    position = content.rfind(b"PK\x05\x06")
    if position < 0 or position + _END.size > len(content):
        raise damaged("end of file")
    _, disk, first_disk, here, count, size, start, comment = _END.unpack_from(content, position)
    if position + _END.size + comment != len(content) or disk or first_disk or here != count:
        raise damaged("end of file")
    end = position
    if position >= _LOCATOR.size and content.startswith(b"PK\x06\x07", position - _LOCATOR.size):
        count, size, start, end = _second_end(content, position, (count, size, start))
    if start + size != end or not count:
        raise Refused("archive-tricks", where="directory")
    return count, start, end


def _second_end(
    content: bytes, position: int, told: tuple[int, int, int]
) -> tuple[int, int, int, int]:
    """Return entries, length and start of the directory, and where it ends, as Zip64 tells them.

    Streaming writers put this record before the end record of every archive, however small; what
    both tell has to agree.
    """
    locator = position - _LOCATOR.size
    _, disk, begins, disks = _LOCATOR.unpack_from(content, locator)
    if disk or disks > 1 or begins + _END_64.size > locator:
        raise damaged("end of file")
    mark, length, _, _, disk, first, here, count, size, start = _END_64.unpack_from(content, begins)
    if mark != b"PK\x06\x06" or begins + 12 + length != locator or disk or first or here != count:
        raise Refused("archive-tricks", where="directory")
    unknown = (_SHORT_UNKNOWN, _UNKNOWN, _UNKNOWN)
    large = (count, size, start)
    if any(a not in {b, none} for a, b, none in zip(told, large, unknown, strict=True)):
        raise Refused("archive-tricks", where="directory")
    return count, size, start, begins


def _with_large(fields: tuple[int, ...], extra: bytes) -> tuple[int, ...]:
    """Return a directory entry with the sizes and the place that it leaves to its Zip64 field."""
    packed, size, local = fields[8], fields[9], fields[16]
    if _UNKNOWN not in {packed, size, local}:
        return fields
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        position += 4
        if kind == _ZIP64 and position + length <= len(extra):
            numbers = iter(struct.unpack_from(f"<{length // 8}Q", extra, position))
            size = next(numbers, size) if size == _UNKNOWN else size
            packed = next(numbers, packed) if packed == _UNKNOWN else packed
            local = next(numbers, local) if local == _UNKNOWN else local
            break
        position += length
    return (*fields[:8], packed, size, *fields[10:16], local)


def _entry(content: bytes, fields: tuple[int, ...], raw: bytes) -> tuple[Member, int, bool]:
    """Check one entry against its local header; return it with where that begins and whether it was
    streamed.
    """
    _, made_by, _, flags, method, _, _, crc, packed, size, _, _, _, _, _, attributes, local = fields
    name = (_known_name if len(raw) <= _SHORT else _name)(raw, flags)
    if flags & _ENCRYPTED:
        raise Refused("encrypted")
    if method not in {_STORED, _DEFLATED}:
        raise Refused("archive-tricks", where=name)
    if made_by >> 8 == _UNIX and stat.S_IFMT(attributes >> 16) not in _KINDS:
        raise Refused("archive-tricks", where=name)
    if local + _LOCAL.size > len(content):
        raise damaged(name)
    mark, _, flags2, method2, _, _, crc2, packed2, size2, length2, extra2 = _LOCAL.unpack_from(
        content, local
    )
    begins = local + _LOCAL.size + length2 + extra2
    streamed = bool(flags2 & _STREAMED)
    if mark != b"PK\x03\x04" or begins + packed > len(content):
        raise damaged(name)
    if (
        _piece(content, local + _LOCAL.size, length2) != raw
        or method2 != method
        or flags2 & _ENCRYPTED
    ):
        raise Refused("archive-tricks", where=name)
    if not _agree((crc2, packed2, size2), (crc, packed, size), streamed=streamed):
        raise damaged(name)
    if name.endswith("/") and size:
        raise Refused("archive-tricks", where=name)
    if size > worker_file_limits.PART_BYTES or (
        size > worker_file_limits.RATIO_FROM and size > packed * worker_file_limits.RATIO
    ):
        raise Refused("unpacks-too-big")
    return (
        Member(name=name, offset=begins, packed=packed, size=size, crc=crc, method=method),
        local,
        streamed,
    )


def _agree(local: tuple[int, ...], told: tuple[int, ...], *, streamed: bool) -> bool:
    """Say whether an entry tells of itself what the directory tells, or leaves it open."""
    return local == told or all(
        here in {there, _UNKNOWN} or (streamed and not here)
        for here, there in zip(local, told, strict=True)
    )


def _name(raw: bytes, flags: int) -> str:
    name = _decoded(raw, flags)
    if flags & _UTF8 and name.encode() != raw:
        raise damaged("directory")
    steps = name.removesuffix("/").split("/")
    if not name or not {"", ".", ".."}.isdisjoint(steps) or _ODD.search(name):
        raise Refused("archive-tricks", where=_readable(name))
    return name


_known_name = lru_cache(maxsize=512)(_name)


def _decoded(raw: bytes, flags: int) -> str:
    """Return a name as the program wrote it that packed it: one that does not say UTF-8 may be in
    the encoding of its country.
    """
    for encoding in ("utf-8",) if flags & _UTF8 else ("ascii", "utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _readable(name: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _no_gaps(regions: list[tuple[int, int, bool]], end: int) -> None:
    """Refuse entries that overlap, and bytes that belong to none."""
    regions.sort()
    position, streamed = 0, False
    for begins, ends, next_streamed in [*regions, (end, end, False)]:
        gap = begins - position
        if gap and not (streamed and gap in _DESCRIPTORS):
            raise Refused("archive-tricks", where="entries")
        position, streamed = ends, next_streamed


def _content(content: bytes, entry: Member) -> bytes:
    packed = _piece(content, entry.offset, entry.packed)
    try:
        if entry.method == _STORED:
            whole, crc = packed, zlib.crc32(packed)
        else:
            small = max(entry.size, entry.packed) <= _SMALL
            inflated = _known_part if small else _inflated
            whole, crc = inflated(packed, entry.size)
    except ValueError:
        raise damaged(entry.name) from None
    if len(whole) != entry.size or crc != entry.crc:
        raise damaged(entry.name)
    return whole


def _inflated(packed: bytes, size: int) -> tuple[bytes, int]:
    """Inflate a part of so many bytes, and count its checksum; raises ValueError."""
    machine = zlib.decompressobj(-15)
    try:
        whole = machine.decompress(packed, size + 1)
    except zlib.error as error:
        raise ValueError from error
    if not machine.eof or machine.unused_data or machine.unconsumed_tail:
        raise ValueError
    return whole, zlib.crc32(whole)


_known_part = lru_cache(maxsize=64)(_inflated)
"""The same bytes inflate to the same: looks, theme and lists stand in every workbook of a
template.
"""
