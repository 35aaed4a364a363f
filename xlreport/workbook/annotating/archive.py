"""Writes a package again: parts that nobody touched keep their packed bytes."""

import struct
import zlib
from collections.abc import Mapping

from xlreport.workbook.reading.package import Package

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _STORED, _DEFLATED = 20, 0x0800, 0, 8
_DAY = 1 << 5 | 1
"""1 January 1980: the archive's time says nothing, and the same input gives the same bytes."""


def rewrite(package: Package, changed: Mapping[str, bytes]) -> bytes:
    """Return the package with parts replaced or added, in the order of the original."""
    pieces: list[bytes] = []
    directory: list[bytes] = []
    position = 0
    waiting = dict(changed)
    parts = []
    for entry in package.entries:
        if entry.name in waiting:
            parts.append((entry.name, *_packed(waiting.pop(entry.name))))
        else:
            packed = package.content[entry.offset : entry.offset + entry.packed]
            parts.append((entry.name, entry.method, packed, entry.crc, entry.size))
    parts += [(name, *_packed(content)) for name, content in waiting.items()]
    for name, method, packed, crc, size in parts:
        raw = name.encode()
        flags = 0 if name.isascii() else _UTF8
        common = (_VERSION, flags, method, 0, _DAY, crc, len(packed), size, len(raw), 0)
        pieces += [_LOCAL.pack(b"PK\x03\x04", *common), raw, packed]
        directory += [_CENTRAL.pack(b"PK\x01\x02", _VERSION, *common, 0, 0, 0, 0, position), raw]
        position += _LOCAL.size + len(raw) + len(packed)
    table = b"".join(directory)
    end = _END.pack(b"PK\x05\x06", 0, 0, len(parts), len(parts), len(table), position, 0)
    return b"".join((*pieces, table, end))


def _packed(content: bytes) -> tuple[int, bytes, int, int]:
    machine = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = machine.compress(content) + machine.flush()
    if len(packed) >= len(content):
        return _STORED, content, zlib.crc32(content), len(content)
    return _DEFLATED, packed, zlib.crc32(content), len(content)
