"""Archives and XML of sound workbooks written in ways that the format allows, or that lie beside it."""

import struct
from collections.abc import Iterator
from string import ascii_uppercase

from tests.hostile.archives import archive_of, parts_of
from tests.hostile.spoiling import (
    BOOK,
    BOOK_RELS,
    OFFICE,
    ROOT_RELS,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    Case,
    edited,
    with_parts,
)

_MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
_EVERYWHERE = {
    "sheet": SHEET, "strings": STRINGS, "styles": STYLES, "book": BOOK, "book-rels": BOOK_RELS, "root-rels": ROOT_RELS,
    "types": TYPES, "theme": "xl/theme/theme1.xml", "core": "docProps/core.xml", "custom": "docProps/custom.xml",
    "comments": "xl/comments9.xml", "drawing": "xl/drawings/vmlDrawing9.vml", "other": "customXml/item9.xml",
}  # fmt: skip


def _with_extra(sound: bytes, extra: bytes, *, sizes: bool = False, where: str = "both") -> bytes:
    """Return the archive with an extra field in the headers of every entry; sizes may be only in it."""
    archive = archive_of(sound)
    packed = archive.pack()
    out, directory, count = b"", b"", 0
    position = 0
    for member in archive.members:
        name_length = len(member.name.encode())
        head = bytearray(packed[position : position + 30])
        begin = position + 30 + name_length
        small, large = struct.unpack_from("<2L", head, 18)
        field = extra or struct.pack("<HHQQ", 1, 16, large, small)
        here, there = (
            (field if where in {"both", "local"} else b""),
            (field if where in {"both", "central"} else b""),
        )
        offset = len(out)
        if sizes and here:
            struct.pack_into("<2L", head, 18, 0xFFFFFFFF, 0xFFFFFFFF)
        struct.pack_into("<H", head, 28, len(here))
        out += bytes(head) + packed[position + 30 : begin] + here + packed[begin : begin + small]
        crc = struct.unpack_from("<L", head, 14)[0]
        told = (0xFFFFFFFF, 0xFFFFFFFF) if sizes and there else (small, large)
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 45, 45, 0, 8, 0, 33, crc, *told, name_length, len(there),
                                 0, 0, 0, 0, offset) + member.name.encode() + there  # fmt: skip
        count += 1
        position = begin + small
    return out + directory + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0
    )  # fmt: skip


def _big_end(sound: bytes) -> bytes:
    """Return the archive with the end record of large archives beside the ordinary one, which says nothing."""
    end = sound.rindex(b"PK\x05\x06")
    _, _, _, _, count, size, start, _ = struct.unpack_from("<4s4H2LH", sound, end)
    big = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    small = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return sound[:end] + big + locator + small


def wrapped(sound: bytes) -> Iterator[Case]:
    """Archives with extra fields, large-archive records, descriptors and comments."""
    archive = archive_of(sound)
    plain = archive.pack()
    yield Case(
        "extra-unknown", _with_extra(plain, struct.pack("<HH4s", 0xCAFE, 4, b"abcd")), "same"
    )
    other = b"xl/worksheets/sheet9.xml"
    unicode_name = struct.pack("<HHBL", 0x7075, 5 + len(other), 1, 0) + other
    yield Case("extra-other-name", _with_extra(plain, unicode_name), "same")
    yield Case("extra-cut", _with_extra(plain, struct.pack("<HH", 1, 60000)), "same")
    yield Case("large-sizes-local", _with_extra(plain, b"", sizes=True, where="local"), "same")
    yield Case("large-sizes", _with_extra(plain, b"", sizes=True), "same")
    lie = struct.pack("<HHQQ", 1, 16, 1 << 50, 1 << 50)
    yield Case("large-sizes-lie", _with_extra(plain, lie, sizes=True), "refused")
    less = struct.pack("<HHQ", 1, 8, 5)
    yield Case("large-sizes-half", _with_extra(plain, less, sizes=True), "refused")
    yield Case("large-end", _big_end(plain), "same")
    broken = bytearray(_big_end(plain))
    at = broken.rindex(b"PK\x06\x06")
    struct.pack_into("<Q", broken, at + 24, 1 << 40)
    struct.pack_into("<Q", broken, at + 32, 1 << 40)
    yield Case("large-end-count", bytes(broken), "refused")
    struct.pack_into("<Q", broken, broken.rindex(b"PK\x06\x07") + 8, 7)
    yield Case("large-end-elsewhere", bytes(broken), "refused")
    for name, descriptor in (
        ("descriptor-lies", b"PK\x07\x08" + struct.pack("<3L", 1, 2, 3)), ("descriptor-odd", b"PK\x07\x08abc"),
        ("descriptor-none", b""), ("descriptor-hides", b"PK\x03\x04" + bytes(40)),
    ):  # fmt: skip
        streamed = archive_of(sound)
        member = streamed.member(SHEET)
        member.flags, member.descriptor = 8, descriptor
        yield Case(name, streamed.pack(), "any" if len(descriptor) in {0, 16} else "archive-tricks")
    second = archive_of(sound)
    second.comment = plain
    yield Case("archive-in-comment", second.pack(), "refused")
    reversed_order = archive_of(sound)
    reversed_order.members.reverse()
    yield Case("parts-reversed", reversed_order.pack(), "same")


def everywhere(sound: bytes) -> Iterator[Case]:
    """The same trick in every part: entities, nesting, another encoding, a mark in front, the end missing."""
    for name, part in _EVERYWHERE.items():
        known = parts_of(sound).get(part)
        content = (
            known or b'<?xml version="1.0" encoding="UTF-8"?>\n<x xmlns="http://x.example">x</x>'
        )
        text = content.decode()
        head, body = text[: text.index("?>") + 2], text[text.index("?>") + 2 :].lstrip()
        yield Case(
            f"bomb-{name}", with_parts(sound, **{part: f"{head}{_BOMB}{body}".encode()}), "xml-dtd"
        )
        wide = f"{head.replace('UTF-8', 'UTF-16')}{_BOMB}{body}".encode("utf-16")
        yield Case(f"bomb-wide-{name}", with_parts(sound, **{part: wide}), "xml-dtd")
        yield Case(f"mark-{name}", with_parts(sound, **{part: b"\xef\xbb\xbf" + content}), "same")
        unused = name in {"theme", "comments", "drawing", "other"}
        encoded = f"{head.replace('UTF-8', 'UTF-16')}{body}".encode("utf-16")
        yield Case(f"utf-16-{name}", with_parts(sound, **{part: encoded}), "same")
        cut = content[: len(content) * 2 // 3]
        beside = unused or name in {"core", "custom"}
        yield Case(f"cut-{name}", with_parts(sound, **{part: cut}), "any" if beside else "damaged")
        deep = text.replace("</", f"{'<y>' * 3000}{'</y>' * 3000}</", 1) if name != "sheet" else text.replace(
            "<sheetData>", f"<sheetData>{'<y>' * 3000}{'</y>' * 3000}", 1
        )  # fmt: skip
        yield Case(f"deep-{name}", with_parts(sound, **{part: deep.encode()}), "any")


def related(sound: bytes) -> Iterator[Case]:
    """Relationships that loop, leave the package, or lead to one part twice."""
    goal = 'Target="worksheets/sheet2.xml"'
    for name, target, expected in (
        ("absolute", 'Target="/xl/worksheets/sheet2.xml"', "same"),
        ("up-and-down", 'Target="../xl/worksheets/sheet2.xml"', "same"),
        ("dots", 'Target="./worksheets/../worksheets/./sheet2.xml"', "same"),
        ("beyond-root", 'Target="../../../xl/worksheets/sheet2.xml"', "same"),
        ("escaped", 'Target="worksheets/sheet%32.xml"', "same"),
        ("outside", 'Target="http://x.example/sheet2.xml" TargetMode="External"', "damaged"),
        ("outside-same-name", 'Target="worksheets/sheet2.xml" TargetMode="External"', "damaged"),
        ("file-address", 'Target="file:///xl/worksheets/sheet2.xml"', "damaged"),
        ("itself", 'Target="workbook.xml"', "damaged"), ("rels", 'Target="_rels/workbook.xml.rels"', "damaged"),
        ("empty", 'Target=""', "damaged"), ("folder", 'Target="worksheets"', "damaged"),
        ("backslash", 'Target="worksheets\\sheet2.xml"', "damaged"),
        ("other-sheet", 'Target="worksheets/sheet3.xml"', "any"),
    ):  # fmt: skip
        yield Case(f"target-{name}", edited(sound, BOOK_RELS, goal, target), expected)
    kind = f'Type="{OFFICE}/'
    more = '<Relationship Id="rId90" {}"/></Relationships>'
    strings = more.format(kind + 'sharedStrings" Target="sharedStrings2.xml')
    two = edited(sound, BOOK_RELS, "</Relationships>", strings)
    other = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>x</t></si></sst>'
    yield Case("two-string-parts", with_parts(two, **{"xl/sharedStrings2.xml": other}), "damaged")
    again = more.format(kind + 'styles" Target="theme/theme1.xml')
    yield Case("two-style-parts", edited(sound, BOOK_RELS, "</Relationships>", again), "damaged")
    third = more.format(kind + 'worksheet" Target="worksheets/sheet2.xml')
    shared = edited(sound, BOOK_RELS, "</Relationships>", third)
    sheet = '<sheet name="又一张" sheetId="90" r:id="rId90"/></sheets>'
    yield Case("sheets-lead-to-one-part", edited(shared, BOOK, "</sheets>", sheet), "damaged")
    loop = f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" {kind}drawing" Target="sheet2.xml"/>'
    loop += "</Relationships>"
    yield Case(
        "sheet-related-to-itself",
        with_parts(sound, **{"xl/worksheets/_rels/sheet2.xml.rels": loop.encode()}),
        "same",
    )
    twin = parts_of(sound)[ROOT_RELS].decode().replace("xl/workbook.xml", "XL/WORKBOOK.XML")
    yield Case("main-in-other-case", with_parts(sound, **{ROOT_RELS: twin.encode()}), "same")


def mixed(sound: bytes) -> Iterator[Case]:
    """Sheets whose elements are written in several ways at once, or behind alternatives."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    odd = edited(sound, SHEET, "<worksheet ", f'<worksheet xmlns:q="{space}" ')
    yield Case("prefix-mixed", edited(odd, SHEET, "<v>0.125</v>", "<q:v>0.125</q:v>"), "same")
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    yield Case(
        "space-mixed", edited(sound, SHEET, "<v>0.125</v>", f'<v xmlns="{strict}">0.125</v>'), "any"
    )
    foreign = edited(sound, SHEET, "<v>0.125</v>", '<v>0.125</v><v xmlns="urn:x">9</v>')
    yield Case("value-in-other-space", foreign, "same")
    yield Case(
        "value-twice", edited(sound, SHEET, "<v>0.125</v>", "<v>0.125</v><v>9</v>"), "damaged"
    )
    yield Case(
        "value-with-text",
        edited(sound, SHEET, "<v>0.125</v>", "<v><t>9</t></v><v>0.125</v>"),
        "damaged",
    )
    yield Case(
        "formula-twice",
        edited(sound, SHEET, "<v>0.125</v>", "<f>1</f><f>2</f><v>0.125</v>"),
        "damaged",
    )
    texts = "<is><t>甲</t></is><is><t>乙</t></is>"
    yield Case(
        "inline-twice",
        edited(
            sound,
            SHEET,
            "</sheetData>",
            f'<row r="900"><c r="A900" t="inlineStr">{texts}</c></row></sheetData>',
        ),
        "damaged",
    )
    yield Case(
        "value-inside-value",
        edited(sound, SHEET, "<v>0.125</v>", "<v>0.<v>9</v>125</v>"),
        "damaged",
    )
    yield Case(
        "value-with-comment", edited(sound, SHEET, "<v>0.125</v>", "<v>0.<!-- 9 -->125</v>"), "same"
    )
    yield Case(
        "value-in-parts", edited(sound, SHEET, "<v>0.125</v>", "<v>0.<![CDATA[125]]></v>"), "same"
    )
    yield Case(
        "cell-inside-cell",
        edited(sound, SHEET, "<v>0.125</v>", "<c><v>9</v></c><v>0.125</v>"),
        "damaged",
    )
    yield Case(
        "row-inside-row",
        edited(sound, SHEET, "<v>0.125</v></c>", "<v>0.125</v></c><row r='900'/>"),
        "damaged",
    )
    yield Case(
        "inline-and-value",
        edited(sound, SHEET, "<v>0.125</v>", "<is><t>9</t></is><v>0.125</v>"),
        "any",
    )
    choice = (
        f'<mc:AlternateContent xmlns:mc="{_MARKUP}"><mc:Choice Requires="x"><v>9</v></mc:Choice>'
    )
    choice += "<mc:Fallback><v>0.125</v></mc:Fallback></mc:AlternateContent>"
    yield Case("value-in-alternatives", edited(sound, SHEET, "<v>0.125</v>", choice), "damaged")
    phonetic = "<si><t>{}</t><rPh sb='0' eb='1'><t>9</t></rPh></si>"
    first = parts_of(sound)[STRINGS].decode().split("<si><t>")[1].split("</t>")[0]
    yield Case(
        "phonetic",
        edited(sound, STRINGS, f"<si><t>{first}</t></si>", phonetic.format(first)),
        "same",
    )
    upside = parts_of(sound)[SHEET].decode()
    rows = upside[upside.index("<row ") : upside.index("</sheetData>")]
    pieces = [f"<row {piece}" for piece in rows.split("<row ")[1:]]
    yield Case("rows-descending", edited(sound, SHEET, rows, "".join(reversed(pieces))), "same")
    rotten = upside.replace("<sheetData>", "<sheetData><!---->", 1)
    yield Case("comment-empty", with_parts(sound, **{SHEET: rotten.encode()}), "same")


def crowded(sound: bytes) -> Iterator[Case]:
    """Counts and sizes beyond anything that a department fills in, and numbers of formats that are none."""
    huge = "+".join(str(number * number) for number in range(100_000))
    yield Case(
        "formula-huge",
        edited(sound, SHEET, "<v>0.125</v>", f"<f>{huge}</f><v>0.125</v>"),
        "text-too-long",
    )
    columns = [f"{one}{other}" for one in "ABCDEFGH" for other in ascii_uppercase]
    blank = '<c r="{}{}" s="{}"/>'
    rows = (
        "".join(blank.format(column, row, (row * 7 + at) % 9) for at, column in enumerate(columns))
        for row in range(900, 6000)
    )
    empty = "".join(f'<row r="{row}">{cells}</row>' for row, cells in enumerate(rows, 900))
    yield Case(
        "cells-empty-a-million", edited(sound, SHEET, "</sheetData>", empty + "</sheetData>"), "any"
    )
    merges = "".join(f'<mergeCell ref="AA{n}:AB{n}"/>' for n in range(1, 100_001))
    yield Case(
        "merges-100000",
        edited(sound, SHEET, "</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>"),
        "too-many-merges",
    )
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="x{n}"/>' for n in range(100, 65_600))
    yield Case(
        "sheets-65000", edited(sound, BOOK, "</sheets>", sheets + "</sheets>"), "too-many-parts"
    )
    for name, new, expected in (
        ("count-negative", ' count="-1"', "same"), ("count-words", ' count="many"', "same"),
        ("count-huge", ' count="99999999999999999999"', "same"),
    ):  # fmt: skip
        where = parts_of(sound)[STRINGS].decode()
        old = where[where.index(" count=") :].split('"', 2)
        yield Case(f"strings-{name}", edited(sound, STRINGS, f'{old[0]}"{old[1]}"', new), expected)
    upside = parts_of(sound)[SHEET].decode()
    for name, attributes in (
        ("style-huge", 's="4294967296"'), ("style-high", 's="99999"'), ("style-words", 's="١"'),
        ("style-minus", 's="-0"'),
    ):  # fmt: skip
        place = upside[
            upside.rindex("<c ", 0, upside.index("<v>0.125</v>")) : upside.index("<v>0.125</v>")
        ]
        start = place.split(' s="')[0]
        yield Case(name, edited(sound, SHEET, place, f"{start} {attributes}>"), "damaged")
