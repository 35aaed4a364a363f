"""Writes a package again: parts that nobody touched keep their packed bytes."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from xlreport.processes import worker_file_limits
from xlreport.workbook.annotating.annotated_remembered_parts import USUAL
from xlreport.workbook.reading.container.container_zip_archive import Member, Package, part_names

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _STORED, _DEFLATED = 20, 0x0800, 0, 8
_LEVEL = 1
"""Level 6 takes twice as long for a tenth less."""
_SHARED = ("/styles.xml", "/workbook.xml", ".rels", "[Content_Types].xml")
_DAY = 1 << 5 | 1
"""1 January 1980: the archive's time says nothing, and the same input gives the same bytes."""


def rewrite(package: Package, changed: Mapping[str, bytes]) -> Package:
    """Return the package with parts replaced or added, in the order of the original."""
    new = {name: part for name, part in changed.items() if part != package.parts.get(name.lower())}
    pieces: list[bytes] = []
    directory: list[bytes] = []
    entries: list[Member] = []
    position = 0
    for name, method, packed, crc, size in _written(package, dict(new)):
        raw = name.encode()
        flags = 0 if name.isascii() else _UTF8
        common = (_VERSION, flags, method, 0, _DAY, crc, len(packed), size, len(raw), 0)
        pieces += [_LOCAL.pack(b"PK\x03\x04", *common), raw, packed]
        directory += [_CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, position), raw]
        entries.append(
            Member(
                name=name,
                offset=position + _LOCAL.size + len(raw),
                packed=len(packed),
                size=size,
                crc=crc,
                method=method,
            )
        )
        position = entries[-1].offset + len(packed)
    table = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(table), position, 0)
    parts = {**package.parts, **{name.lower(): part for name, part in new.items()}}
    return Package(b"".join((*pieces, table, end)), tuple(entries), parts)


def reads_back(before: Package, after: Package) -> bool:
    """Say whether the archive of a package that was written again may be opened and holds its
    parts; raises Refused.

    Its directory is read as strictly as any; a part that stayed has the same packed bytes. That
    inflating gives back what was deflated is left to zlib.
    """
    stayed = {entry.name: entry for entry in before.entries}
    sound = part_names(after.content) == tuple(entry.name for entry in after.entries)
    small = (
        len(after.content) <= worker_file_limits.FILE_BYTES
        and sum(e.size for e in after.entries) <= worker_file_limits.TOTAL_BYTES
    )
    return (
        sound
        and small
        and all(
            _bytes(before, stayed[entry.name]) == _bytes(after, entry)
            for entry in after.entries
            if after.parts[entry.name.lower()] is before.parts.get(entry.name.lower())
        )
    )


def _bytes(package: Package, entry: Member) -> tuple[int, int, int, bytes]:
    return (
        entry.method,
        entry.size,
        entry.crc,
        package.content[entry.offset : entry.offset + entry.packed],
    )


def _written(
    package: Package, waiting: dict[str, bytes]
) -> Iterator[tuple[str, int, bytes, int, int]]:
    """Yield name, method, packed bytes, checksum and size of each part."""
    for entry in package.entries:
        if entry.name in waiting:
            content = waiting.pop(entry.name)
            yield (
                entry.name,
                *(_known_packed if _is_shared(entry.name, content) else _packed)(content),
            )
        else:
            packed = package.content[entry.offset : entry.offset + entry.packed]
            yield entry.name, entry.method, packed, entry.crc, entry.size
    for name, content in waiting.items():
        yield name, *(_known_packed if _is_shared(name, content) else _packed)(content)


def _is_shared(name: str, content: bytes) -> bool:
    """Say whether a part is mostly the same in all workbooks of one template."""
    return name.endswith(_SHARED) and len(content) <= 2 * USUAL


def _packed(content: bytes) -> tuple[int, bytes, int, int]:
    machine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = machine.compress(content) + machine.flush()
    if len(packed) >= len(content):
        return _STORED, content, zlib.crc32(content), len(content)
    return _DEFLATED, packed, zlib.crc32(content), len(content)


_known_packed = lru_cache(maxsize=16)(_packed)
