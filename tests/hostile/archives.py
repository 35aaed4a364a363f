"""ZIP archives written by hand, so that any field of them can lie."""

import struct
import zlib
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile


@dataclass
class Member:
    """One entry; every field can be given another value than the true one."""

    name: str
    content: bytes
    method: int = 8
    flags: int = 0
    local_name: str | None = None
    local_flags: int | None = None
    crc: int | None = None
    local_crc: int | None = None
    size: int | None = None
    local_size: int | None = None
    packed: bytes | None = None
    attributes: int = 0
    made_by: int = 20
    offset: int | None = None
    descriptor: bytes = b""
    before: bytes = b""
    after: bytes = b""


@dataclass
class Archive:
    """All entries and the end record."""

    members: list[Member] = field(default_factory=list)
    stub: bytes = b""
    comment: bytes = b""
    trailer: bytes = b""
    count: int | None = None
    start: int | None = None
    disk: int = 0
    hidden: list[Member] = field(default_factory=list)
    """Entries that the directory does not list."""

    def member(self, name: str) -> Member:
        return next(m for m in self.members if m.name == name)

    def pack(self) -> bytes:
        stream = BytesIO()
        stream.write(self.stub)
        directory = b""
        for member in [*self.members, *self.hidden]:
            entry = _write(stream, member)
            directory += entry if member in self.members else b""
        start = stream.tell()
        stream.write(directory)
        count = len(self.members) if self.count is None else self.count
        begins = start if self.start is None else self.start
        fields = (self.disk, 0, count, count, len(directory), begins, len(self.comment))
        stream.write(struct.pack("<4s4H2LH", b"PK\x05\x06", *fields) + self.comment + self.trailer)
        return stream.getvalue()


def _write(stream: BytesIO, m: Member) -> bytes:
    stream.write(m.before)
    packed = (
        m.packed if m.packed is not None else _deflate(m.content) if m.method == 8 else m.content
    )
    crc = zlib.crc32(m.content) if m.crc is None else m.crc
    size = len(m.content) if m.size is None else m.size
    local_crc = crc if m.local_crc is None else m.local_crc
    local_size = size if m.local_size is None else m.local_size
    flags = m.flags if m.local_flags is None else m.local_flags
    here = stream.tell() if m.offset is None else m.offset
    if m.offset is None:
        raw = (m.name if m.local_name is None else m.local_name).encode()
        local_packed = len(packed)
        if flags & 8:
            local_crc = local_packed = local_size = 0
        stream.write(struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, flags, m.method, 0, 33, local_crc, local_packed,
                                 local_size, len(raw), 0))  # fmt: skip
        stream.write(raw + packed + m.descriptor + m.after)
    name = m.name.encode()
    return (
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", m.made_by, 20, m.flags, m.method, 0, 33, crc, len(packed), size,
                    len(name), 0, 0, 0, 0, m.attributes, here) + name
    )  # fmt: skip


def _deflate(content: bytes) -> bytes:
    machine = zlib.compressobj(6, zlib.DEFLATED, -15)
    return machine.compress(content) + machine.flush()


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive by name."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return an ordinary archive."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def archive_of(content: bytes) -> Archive:
    """Return an archive that can be spoilt."""
    return Archive([Member(name, part) for name, part in parts_of(content).items()])
