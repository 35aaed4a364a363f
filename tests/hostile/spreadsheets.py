"""Small files of other formats, written by hand: documents of other kinds, compound files, .xls workbooks."""

import struct

_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'


def _office(kind: str, part: str) -> dict[str, bytes]:
    override = f'<Override PartName="/{part}" ContentType="{_MAIN.format(kind)}"/>'
    return {"[Content_Types].xml": _TYPES.format(override).encode(), part: b"<x/>"}


def _open_document(kind: str) -> dict[str, bytes]:
    return {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "content.xml": b"<x/>",
    }


OFFICE_FILES = (
    ("word", _office("wordprocessingml.document", "word/document.xml"), "is-word"),
    ("slides", _office("presentationml.presentation", "ppt/presentation.xml"), "is-slides"),
    ("open-text", _open_document("text"), "is-word"),
    ("open-slides", _open_document("presentation"), "is-slides"),
    ("numbers", {"Index/Document.iwa": b"x", "preview.jpg": b"x"}, "is-numbers"),
    ("plain-zip", {"readme.txt": b"x"}, "is-archive"),
    ("ofd", {"OFD.xml": b"<x/>", "Doc_0/Document.xml": b"<x/>"}, "is-ofd"),
    ("zip-many", {f"returns/{n}.txt": b"x" for n in range(600)}, "is-archive"),
    ("zip-workbook-inside", {"a/[Content_Types].xml": b"<x/>", "a/xl/x.xml": b""}, "is-archive"),
)


def compound(streams: dict[str, bytes]) -> bytes:
    """Return a compound file with streams in its root, none of them small."""
    chains: list[tuple[int, int]] = []
    fat: list[int] = []
    body = b""
    for content in streams.values():
        padded = content.ljust(4096, b"\x00")
        padded += bytes(-len(padded) % 512)
        chains.append((len(fat), len(padded)))
        count = len(padded) // 512
        fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
        body += padded
    directory = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0)
    for number, (name, (first, size)) in enumerate(zip(streams, chains, strict=True), 1):
        following = number + 1 if number < len(streams) else 0xFFFFFFFF
        directory += _entry(name, 2, 0xFFFFFFFF, first, size, following)
    directory += bytes(-len(directory) % 512)
    first_directory = len(fat)
    count = len(directory) // 512
    fat += [*range(len(fat) + 1, len(fat) + count), 0xFFFFFFFE]
    sectors = -(-(len(fat) + len(fat) // 127 + 2) // 128)
    first_fat = len(fat)
    fat += [0xFFFFFFFD] * sectors
    table = struct.pack(f"<{len(fat)}L", *fat).ljust(512 * sectors, b"\xff")
    listed = [first_fat + n if n < sectors else 0xFFFFFFFF for n in range(109)]
    header = struct.pack(
        "<8s16s5H6s9L109L", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, sectors,
        first_directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, *listed,
    )  # fmt: skip
    return header + body + directory + table


def _entry(
    name: str, kind: int, child: int, first: int, size: int, right: int = 0xFFFFFFFF
) -> bytes:
    raw = name.encode("utf-16-le") + b"\x00\x00"
    left_right_child = (0xFFFFFFFF, right, child)
    return struct.pack(
        "<64sHBB3L16sL2QLQ",
        raw,
        len(raw),
        kind,
        1,
        *left_right_child,
        bytes(16),
        0,
        0,
        0,
        first,
        size,
    )


def record(kind: int, body: bytes) -> bytes:
    """Return one record of an .xls workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def words(text: str, width: str = "H") -> bytes:
    """Return a text as .xls workbooks hold it."""
    return struct.pack(f"<{width}B", len(text), 1) + text.encode("utf-16-le")


def xls(
    cells: bytes, strings: tuple[str, ...] = (), before: bytes = b"", version: int = 0x0600
) -> bytes:
    """Return an .xls workbook with one sheet `Sheet` whose records are given.

    Cell format 0 is General, 1 is a percentage, 2 a date.
    """
    begin = record(0x0809, struct.pack("<HHHHLL", version, 5, 0, 1997, 0, 6))
    looks = record(0x041E, struct.pack("<H", 164) + words("yyyy-mm-dd"))
    looks += b"".join(
        record(0xE0, struct.pack("<HH", 0, number) + bytes(16)) for number in (0, 10, 164)
    )
    table = record(
        0xFC,
        struct.pack("<LL", len(strings), len(strings)) + b"".join(words(text) for text in strings),
    )
    head = begin + before + looks
    name = words("Sheet", "B")
    start = len(head) + 4 + 6 + len(name) + len(table) + 4
    sheet = record(0x85, struct.pack("<LBB", start, 0, 0) + name)
    body = (
        record(0x0809, struct.pack("<HHHHLL", version, 16, 0, 1997, 0, 6))
        + cells
        + record(0x0A, b"")
    )
    return compound({"Workbook": head + sheet + table + record(0x0A, b"") + body})
