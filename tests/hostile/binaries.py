"""Hostile .xls and .xlsb workbooks: containers that loop, records that lie."""

import struct
from collections.abc import Iterator

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spoiling import ROOT_RELS, TYPES, Case
from tests.hostile.spreadsheets import compound, record, words, xls

_FREE = 0xFFFFFFFF
NUMBER = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.5))


def containers(_: bytes) -> Iterator[Case]:
    """Compound files whose tables loop or lead nowhere."""
    good = xls(NUMBER, ("甲",))

    def patched(offset: int, form: str, *values: int) -> bytes:
        whole = bytearray(good)
        struct.pack_into(f"<{form}", whole, offset, *values)
        return bytes(whole)

    size = len(good) // 512 - 1
    directory = struct.unpack_from("<L", good, 48)[0]
    entry = 512 + directory * 512
    yield Case("ole-sound", good, "note other-format")
    for name, content in (
        ("directory-loop", patched(entry + 128 + 68, "3L", 1, 1, 1)),
        ("directory-far", patched(48, "L", 0x7FFFFFFF)), ("directory-free", patched(48, "L", _FREE)),
        ("root-none", patched(entry + 66, "B", 2)), ("child-far", patched(entry + 76, "L", 99999)),
        ("stream-length-huge", patched(entry + 128 + 120, "Q", 1 << 40)),
        ("stream-far", patched(entry + 128 + 116, "L", size + 50)),
        ("table-far", patched(76, "L", size + 9)), ("table-none", patched(76, "L", _FREE)),
        ("table-itself", patched(76, "L", 0)),
        ("more-tables-far", patched(68, "2L", size + 9, 1)), ("shift-huge", patched(30, "H", 31)),
        ("shift-none", patched(30, "H", 0)), ("version", patched(26, "H", 77)), ("order", patched(28, "H", 0xFEFF)),
        ("mini-cutoff-huge", patched(56, "L", 0x7FFFFFFF)), ("short", good[:513]), ("sector-cut", good[:-100]),
    ):  # fmt: skip
        yield Case(
            f"ole-{name}",
            content,
            "read" if name in {"directory-loop", "sector-cut"} else "refused",
        )
    again = patched(68, "2L", 0, 1)
    whole = bytearray(again)
    struct.pack_into("<L", whole, 512 + 508, 0)
    yield Case("ole-more-tables-loop", bytes(whole), "refused")
    for name, streams, code in (
        ("two-books", {"Workbook": b"x" * 10, "Book": b"x" * 10}, "refused"),
        ("macros", {"Workbook": good[512:4608], "_VBA_PROJECT_CUR": b"x"}, "note has-macros"),
        ("encrypted", {"EncryptedPackage": b"x", "EncryptionInfo": b"x", "Workbook": good[512:4608]}, "encrypted"),
        ("drm", {"DataSpaces": b"x", "EncryptedPackage": b"x"}, "label-encrypted"),
        ("msi", {"SummaryInformation": b"x"}, "not-a-workbook"), ("nothing", {}, "refused"),
    ):  # fmt: skip
        yield Case(
            f"ole-{name}", compound(streams) if streams else compound({"x": b""})[:1536], code
        )


def records(_: bytes) -> Iterator[Case]:
    """Records whose lengths, indexes and places lie."""

    def sheet(cells: bytes, *strings: str) -> bytes:
        return xls(cells, strings)

    for name, cells, expected in (
        ("merge-count", record(0xE5, struct.pack("<H", 9999)), "damaged"),
        ("merge-reversed", record(0xE5, struct.pack("<5H", 1, 9, 2, 9, 2)) + NUMBER, "any"),
        ("numbers-short", record(0xBD, struct.pack("<HHH", 0, 0, 0)), "any"),
        ("numbers-odd", record(0xBD, struct.pack("<HH7s", 0, 0, b"1234567")), "any"),
        ("numbers-beyond", record(0xBD, struct.pack("<HH", 0, 255) + bytes(60) + b"\x00\x01"), "any"),
        ("column-beyond", record(0x0203, struct.pack("<HHHd", 0, 60000, 0, 1.0)), "any"),
        ("style-beyond", record(0x0203, struct.pack("<HHHd", 0, 0, 999, 1.0)), "any"),
        ("text-length", record(0x0204, struct.pack("<HHHHB", 0, 0, 0, 9999, 1) + b"ab"), "damaged"),
        ("text-flags", record(0x0204, struct.pack("<HHHHB", 0, 0, 0, 1, 0xFF) + b"ab" * 9), "damaged"),
        ("truth-short", record(0x0205, b"\x00"), "damaged"), ("formula-short", record(0x0006, bytes(9)), "damaged"),
        ("formula-error", record(0x0006, struct.pack("<3HBBB3sHHLH", 0, 0, 0, 2, 0, 7, b"", 0xFFFF, 0, 0, 0)), "any"),
        ("formula-nan", record(0x0006, struct.pack("<3HdHLH", 0, 0, 0, float("-inf"), 0, 0, 0)), "damaged"),
        ("result-alone", record(0x0207, words("x")), "any"),
        ("infinite", record(0x0203, struct.pack("<HHHd", 0, 0, 0, float("inf"))), "damaged"),
        ("begin-inside", record(0x0809, bytes(16)) * 2000, "damaged"),
        ("end-missing", record(0x0809, bytes(16)), "damaged"),
        ("continue-first", record(0x3C, b"x") + NUMBER, "any"),
        ("unknown", record(0x7777, bytes(8000)) + NUMBER, "any"),
        ("shared-text-beyond", record(0xFD, struct.pack("<HHHL", 0, 0, 0, 0x7FFFFFFF)), "damaged"),
        ("drawing", record(0x00EC, b"\xff" * 8000) * 40 + NUMBER, "any"),
    ):  # fmt: skip
        yield Case(f"biff-{name}", sheet(cells), "read" if expected == "any" else expected)
    rows = b"".join(
        record(0x0203, struct.pack("<HHHd", n // 200, n % 200, 0, float(n * 7919 % 10007)))
        for n in range(210_000)
    )
    yield Case("biff-cells-many", sheet(rows), "too-many-cells")
    table = (
        struct.pack("<LL", 2, 2)
        + words("甲")
        + struct.pack("<HB", 500, 1)
        + "乙".encode("utf-16-le")
    )
    yield Case("biff-strings-cut", xls(NUMBER, before=record(0xFC, table)), "damaged")
    rich = struct.pack("<LL", 1, 1) + struct.pack("<HBHL", 1, 0x0D, 0xFFFF, 0xFFFFFFFF) + b"ab"
    yield Case("biff-strings-formatted", xls(NUMBER, before=record(0xFC, rich)), "damaged")
    for name, start in (("globals", 0), ("far", 1 << 30), ("inside", 8), ("itself", 0xFFFFFFFF)):
        name_record = record(0x85, struct.pack("<LBB", start, 0, 0) + words("二", "B"))
        yield Case(f"biff-sheet-{name}", xls(NUMBER, before=name_record), "refused")
    many = b"".join(
        record(0x85, struct.pack("<LBB", 9, 0, 0) + words(f"s{n}", "B")) for n in range(300)
    )
    yield Case("biff-sheets-many", xls(NUMBER, before=many), "refused")
    link = record(0x01AE, struct.pack("<HH", 1, 5) + words("\x01x.xls"))
    yield Case("biff-links", xls(NUMBER, before=link), "note has-external-links")
    dde = record(0x01AE, struct.pack("<HH", 1, 9) + words("cmd\x03/c calc"))
    yield Case("biff-dde", xls(NUMBER, before=dde), "note has-external-links")
    yield Case(
        "biff-password-old",
        xls(NUMBER, before=record(0x2F, struct.pack("<3H", 0, 1, 2))),
        "encrypted",
    )
    yield Case(
        "biff-bare", record(0x0809, struct.pack("<HH", 0x0600, 5) + bytes(12)) + NUMBER, "refused"
    )


def piece(number: int, body: bytes) -> bytes:
    """Return one record of an .xlsb part."""
    head = bytes([number]) if number < 0x80 else bytes([number & 0x7F | 0x80, number >> 7])
    size, length = b"", len(body)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + body


def wide(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def xlsb(
    sheet: bytes, strings: bytes = b"", book: bytes = b"", styles: bytes | None = None
) -> bytes:
    """Return a binary workbook with one sheet whose records are given."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Override PartName="/xl/workbook.bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
        "</Types>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    space = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    inside = relation.format("rId1", kind, "worksheet", "worksheets/sheet1.bin")
    inside += relation.format("rId2", kind, "sharedStrings", "sharedStrings.bin")
    if styles is not None:
        inside += relation.format("rId3", kind, "styles", "styles.bin")
    outline = book or piece(156, struct.pack("<LL", 0, 1) + wide("rId1") + wide("表"))
    return zipped({
        TYPES: types.encode(),
        ROOT_RELS: space.format(relation.format("rId1", kind, "officeDocument", "xl/workbook.bin")).encode(),
        "xl/workbook.bin": outline, "xl/_rels/workbook.bin.rels": space.format(inside).encode(),
        "xl/sharedStrings.bin": strings, "xl/worksheets/sheet1.bin": sheet,
        **({} if styles is None else {"xl/styles.bin": styles}),
    })  # fmt: skip


def binary_parts(_: bytes) -> Iterator[Case]:
    """Records of .xlsb parts that lie."""
    row = piece(0, struct.pack("<L", 0) + bytes(13))
    cell = piece(5, struct.pack("<LLd", 0, 0, 1.5))
    yield Case("xlsb-sound", xlsb(row + cell), "note other-format")
    for name, sheet, expected in (
        ("cut", row + cell[:-3], "damaged"), ("length-lies", row + b"\x05\xff\xff\xff\x7f", "damaged"),
        ("cell-twice", row + cell * 2, "damaged"), ("cell-before-row", cell, "damaged"),
        ("row-far", piece(0, struct.pack("<L", 1 << 30) + bytes(13)) + cell, "damaged"),
        ("column-far", row + piece(5, struct.pack("<LLd", 20000, 0, 1.5)), "damaged"),
        ("nan", row + piece(5, struct.pack("<LLd", 0, 0, float("nan"))), "damaged"),
        ("string-far", row + piece(7, struct.pack("<LLL", 0, 0, 99)), "damaged"),
        ("text-length", row + piece(6, struct.pack("<LLL", 0, 0, 0x7FFFFFFF)), "damaged"),
        ("short-cell", row + piece(5, b"\x00"), "damaged"),
        ("style-far", row + piece(5, struct.pack("<LLd", 0, 9999, 1.5)), "read"),
        ("merge-huge", row + cell + piece(176, struct.pack("<4L", 0, 1 << 31, 0, 1 << 31)), "any"),
        ("no-end", row + b"\xff\xff\xff\xff\xff", "damaged"),
        ("error", row + piece(3, struct.pack("<LLB", 0, 0, 7)), "read"),
    ):  # fmt: skip
        yield Case(f"xlsb-{name}", xlsb(sheet), "read" if expected == "any" else expected)
    yield Case(
        "xlsb-strings-cut", xlsb(row + cell, piece(19, b"\x00" + struct.pack("<L", 9))), "damaged"
    )
    yield Case("xlsb-no-sheets", xlsb(row + cell, book=piece(1, b"x")), "damaged")
    lost = piece(156, struct.pack("<LL", 0, 1) + wide("rId9") + wide("表"))
    yield Case("xlsb-sheet-lost", xlsb(row + cell, book=lost), "damaged")
    macros = zipped(parts_of(xlsb(row + cell)) | {"xl/vbaProject.bin": b"x"})
    yield Case("xlsb-macros", macros, "note has-macros")
