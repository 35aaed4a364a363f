"""Hostile sheets and cells, active content, and old formats."""

import struct
from collections.abc import Iterator

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spoiling import (
    BOOK,
    BOOK_RELS,
    OFFICE,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    Case,
    edited,
    with_parts,
)
from tests.hostile.spreadsheets import compound, record, words, xls

END = "</sheetData>"


def added(sound: bytes, row: str) -> bytes:
    """Return the workbook with rows at the end of a sheet."""
    return edited(sound, SHEET, END, row + END)


def _cells(count: int, inner: str, seed: int) -> Iterator[str]:
    """Yield cells that differ enough not to be taken for a bomb."""
    for number in range(count):
        figure = (seed * 7919 + number) ** 3 % 100_003
        yield f'<c s="{figure % 9}">{inner.format(figure)}</c>'


def sheets(sound: bytes) -> Iterator[Case]:
    """Sizes and addresses of a sheet."""
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    yield Case("far-corner", added(sound, far), "same")
    yield Case(
        "off-the-grid-column",
        added(sound, '<row r="900"><c r="XFE900"><v>1</v></c></row>'),
        "damaged",
    )
    yield Case(
        "off-the-grid-row",
        added(sound, '<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
        "damaged",
    )
    yield Case("row-zero", added(sound, '<row r="0"><c r="A0"><v>1</v></c></row>'), "damaged")
    yield Case("row-huge", added(sound, '<row r="99999999999999999999"/>'), "damaged")
    yield Case("row-negative", added(sound, '<row r="-5"/>'), "damaged")
    yield Case(
        "cell-in-other-row", added(sound, '<row r="900"><c r="A901"><v>1</v></c></row>'), "damaged"
    )
    yield Case(
        "cell-twice",
        added(sound, '<row r="900"><c r="A900"><v>1</v></c><c r="A900"><v>2</v></c></row>'),
        "damaged",
    )
    yield Case("row-twice", added(sound, '<row r="5"><c r="B5"><v>1</v></c></row>'), "damaged")
    yield Case("address-small", added(sound, '<row r="900"><c r="a900"><v>1</v></c></row>'), "same")
    yield Case(
        "address-odd", added(sound, '<row r="900"><c r="900A"><v>1</v></c></row>'), "damaged"
    )
    yield Case(
        "no-addresses",
        added(sound, '<row r="900"><c><v>1</v></c></row><row><c><v>2</v></c></row>'),
        "same",
    )
    yield Case(
        "cell-outside-row",
        edited(sound, SHEET, "<sheetData>", '<sheetData><c r="A1"><v>1</v></c>'),
        "damaged",
    )
    full = "".join(
        f'<row r="{r}">{"".join(_cells(250, "<v>{}</v>", r))}</row>' for r in range(900, 1750)
    )
    yield Case("cells-many", added(sound, full), "too-many-cells")
    empty = "".join(f'<row r="{r}">{"".join(_cells(1000, "", r))}</row>' for r in range(900, 1950))
    yield Case("cells-empty-many", added(sound, empty), "too-many-cells")
    after = END + "<mergeCells>{}</mergeCells>"
    for name, merge, expected in (
        ("merge-odd", "x", "damaged"), ("merge-off-grid", "A1:XFE9", "damaged"), ("merge-reversed", "C3:A1", "damaged"),
        ("merge-all", "A1:XFD1048576", "read"), ("merge-far", "XFC1048575:XFD1048576", "same"),
    ):  # fmt: skip
        yield Case(
            name, edited(sound, SHEET, END, after.format(f'<mergeCell ref="{merge}"/>')), expected
        )
    merges = "".join(f'<mergeCell ref="AA{n}:AB{n}"/>' for n in range(1, 10_102))
    yield Case("merges-many", edited(sound, SHEET, END, after.format(merges)), "too-many-merges")
    tall = added(
        sound, "".join(f'<row r="{r}"><c r="AZ{r}"><v>1</v></c></row>' for r in range(900, 2000))
    )
    over = "".join(f'<mergeCell ref="AA1:AA{9000 + n}"/>' for n in range(999))
    yield Case("merges-overlap", edited(tall, SHEET, END, after.format(over)), "too-many-merges")
    dimension = parts_of(sound)[SHEET].decode().split("<dimension ")[1].split("/>")[0]
    yield Case(
        "dimension-wrong",
        edited(sound, SHEET, f"<dimension {dimension}/>", '<dimension ref="A1"/>'),
        "same",
    )
    yield Case(
        "two-sheet-data",
        edited(
            sound,
            SHEET,
            END,
            END + "<sheetData><row r='5'><c r='B5'><v>1</v></c></row></sheetData>",
        ),
        "damaged",
    )
    yield Case("deep", added(sound, "<row>" + "<x>" * 999 + "</x>" * 999 + "</row>"), "damaged")


def cells(sound: bytes) -> Iterator[Case]:
    """Types and values of a cell."""

    def cell(inner: str) -> bytes:
        return added(sound, f'<row r="900">{inner}</row>')

    for name, inner, expected in (
        ("index-high", '<c r="A900" t="s"><v>999999</v></c>', "damaged"),
        ("index-negative", '<c r="A900" t="s"><v>-1</v></c>', "damaged"),
        ("index-fraction", '<c r="A900" t="s"><v>1.5</v></c>', "damaged"),
        ("index-other-digits", '<c r="A900" t="s"><v>１</v></c>', "damaged"),
        ("number-infinite", '<c r="A900"><v>1e999</v></c>', "same"),
        ("number-nan", '<c r="A900"><v>NaN</v></c>', "damaged"),
        ("number-inf", '<c r="A900"><v>INF</v></c>', "damaged"),
        ("number-words", '<c r="A900"><v>abc</v></c>', "damaged"),
        ("number-grouped", '<c r="A900"><v>1,200</v></c>', "damaged"),
        ("number-underscore", '<c r="A900"><v>1_0</v></c>', "damaged"),
        ("number-hex", '<c r="A900"><v>0x10</v></c>', "damaged"),
        ("number-exponent", '<c r="A900"><v>1E+99999</v></c>', "damaged"),
        ("number-blanks", '<c r="A900"><v> 1 </v></c>', "same"),
        ("type-unknown", '<c r="A900" t="q"><v>1</v></c>', "damaged"),
        ("boolean-odd", '<c r="A900" t="b"><v>2</v></c>', "damaged"),
        ("style-negative", '<c r="A900" s="-1"><v>1</v></c>', "damaged"),
        ("style-odd", '<c r="A900" s="x"><v>1</v></c>', "damaged"),
        ("style-blank-cell", '<c r="A900" s="1"/>', "same"),
        ("error-value", '<c r="A900" t="e"><v>#DIV/0!</v></c>', "same"),
        ("formula-no-result", '<c r="A900"><f>1+1</f></c>', "same"),
        (
            "formula-shared",
            '<c r="A900"><f t="shared" ref="A900:B900" si="0">1+1</f><v>2</v></c>',
            "same",
        ),
        ("formula-array", '<c r="A900"><f t="array" ref="A900">1+1</f><v>2</v></c>', "same"),
        (
            "rich-inline",
            '<c r="A900" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
            "same",
        ),
        ("extension-cell", '<c r="A900"><v>1</v><extLst><ext uri="x"/></extLst></c>', "same"),
        ("text-long", f'<c r="A900" t="str"><v>{"x" * 32_768}</v></c>', "text-too-long"),
    ):
        yield Case(name, cell(inner), expected)
    value = parts_of(sound)[SHEET].decode().split("<v>0.125</v>")
    assert len(value) == 2
    for name, new, expected in (
        ("value-infinite", "<v>1e999</v>", "damaged"), ("value-nan", "<v>NaN</v>", "damaged"),
        ("value-precise", "<v>0.12500000000000001</v>", "same"), ("value-exponent", "<v>1.25E-1</v>", "same"),
        ("value-signed", "<v>+.125</v>", "same"), ("value-reference", "<v>0.12&#53;</v>", "same"),
    ):  # fmt: skip
        yield Case(name, edited(sound, SHEET, "<v>0.125</v>", new), expected)
    long_text = f"<si><t>{'x' * 32_768}</t></si></sst>"
    yield Case("string-long", edited(sound, STRINGS, "</sst>", long_text), "text-too-long")
    yield Case(
        "string-count-lies", edited(sound, STRINGS, ' uniqueCount="', ' uniqueCount="9'), "same"
    )
    yield Case(
        "strings-none",
        with_parts(
            sound,
            **{
                STRINGS: b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
            },
        ),
        "damaged",
    )
    yield Case("formats-none", edited(sound, STYLES, "<cellXfs", "<cellXfsOld"), "refused")
    looks = "".join(f'<xf numFmtId="{n * n % 49}" fontId="{n * n % 97}"/>' for n in range(66_000))
    yield Case(
        "formats-many", edited(sound, STYLES, "</cellXfs>", looks + "</cellXfs>"), "too-many-parts"
    )
    yield Case(
        "epoch-1904", edited(sound, BOOK, "<workbookPr ", '<workbookPr date1904="1" '), "same"
    )


def active(sound: bytes) -> Iterator[Case]:
    """What acts by itself or lies elsewhere: read, and named."""
    for name, part, code in (
        ("macros", "xl/vbaProject.bin", "has-macros"),
        ("macro-sheet", "xl/macrosheets/sheet1.xml", "has-macros"),
        ("ribbon", "customUI/customUI.xml", "has-macros"),
        ("link", "xl/externalLinks/externalLink1.xml", "has-external-links"),
        ("embedded", "xl/embeddings/oleObject1.bin", "has-embedded-objects"),
        ("control", "xl/activeX/activeX1.xml", "has-activex"), ("connection", "xl/connections.xml", "has-connections"),
        ("query", "xl/queryTables/queryTable1.xml", "has-connections"),
        ("add-in", "xl/webextensions/webextension1.xml", "has-add-ins"),
    ):  # fmt: skip
        yield Case(name, zipped(parts_of(sound) | {part: b"<x/>"}), f"note {code}")
    dde = b"<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>"
    yield Case(
        "dde", zipped(parts_of(sound) | {"xl/externalLinks/externalLink1.xml": dde}), "note has-dde"
    )
    mashup = b"<DataMashup>AAAA</DataMashup>"
    yield Case(
        "power-query",
        zipped(parts_of(sound) | {"customXml/item1.xml": mashup}),
        "note has-connections",
    )
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    yield Case("xlsm", edited(sound, TYPES, plain, macro), "same")
    renamed = '<Override PartName="/xl/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    yield Case("macros-renamed", edited(sound, TYPES, "</Types>", renamed), "note has-macros")
    for name, mode in (("plain", "External"), ("hidden", "&#69;xternal")):
        picture = f'<Relationship Id="rId98" Type="{OFFICE}/image" Target="http://x.example/a.png" TargetMode="{mode}"/>'
        relations = edited(sound, BOOK_RELS, "</Relationships>", picture + "</Relationships>")
        yield Case(f"picture-outside-{name}", relations, "note has-external-links")
    elsewhere = "<f>[1]Sheet1!A1</f><v>0.125</v>"
    yield Case(
        "formula-elsewhere",
        edited(sound, SHEET, "<v>0.125</v>", elsewhere),
        "note formula-elsewhere",
    )
    asked = "<f>cmd|'/c calc'!A0</f><v>0.125</v>"
    yield Case("formula-dde", edited(sound, SHEET, "<v>0.125</v>", asked), "note formula-elsewhere")


def old_formats(_: bytes) -> Iterator[Case]:
    """Compound files: .xls workbooks and what else comes in one."""
    number = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.5))
    good = xls(number)
    yield Case("xls", good, "note other-format")
    yield Case("xls-encrypted", xls(number, before=record(0x2F, bytes(6))), "encrypted")
    yield Case("xls-5", xls(number, version=0x0500), "is-old-xls")
    yield Case("xls-95", compound({"Book": bytes(100)}), "is-old-xls")
    yield Case("xls-half", good[: len(good) // 2], "damaged")
    yield Case("xls-index", xls(record(0xFD, struct.pack("<HHHL", 0, 0, 0, 9))), "damaged")
    yield Case(
        "xls-nan", xls(record(0x0203, struct.pack("<HHHd", 0, 0, 0, float("nan")))), "damaged"
    )
    yield Case("xls-cell-twice", xls(number * 2), "damaged")
    yield Case("xls-record-short", xls(record(0x0203, b"\x00\x00")), "damaged")
    yield Case("xls-record-long", xls(struct.pack("<HH", 0x0203, 0xFFFF)), "damaged")
    lying = record(0xFC, struct.pack("<LL", 0x7FFFFFFF, 0x7FFFFFFF))
    yield Case("xls-strings-lie", xls(number, before=lying), "too-many-cells")
    yield Case(
        "xls-strings-lie-less",
        xls(number, before=record(0xFC, struct.pack("<LL", 9, 9) + words("a"))),
        "damaged",
    )
    yield Case(
        "xls-far-corner", xls(record(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.5))), "read"
    )
    yield Case(
        "encrypted", compound({"EncryptionInfo": b"x", "EncryptedPackage": b"x"}), "encrypted"
    )
    yield Case("word-97", compound({"WordDocument": b"x"}), "is-word")
    yield Case("slides-97", compound({"PowerPoint Document": b"x"}), "is-slides")
    yield Case("outlook", compound({"__properties_version1.0": b"x"}), "is-mail")
    yield Case("compound-other", compound({"Something": b"x"}), "not-a-workbook")
    yield Case("compound-head", good[:512], "damaged")
    yield Case("compound-begin", good[:20], "damaged")
    at = good.index(struct.pack("<3L", 1, 2, 3)) + 4
    yield Case("compound-loop", good[:at] + struct.pack("<L", 0) + good[at + 4 :], "damaged")
