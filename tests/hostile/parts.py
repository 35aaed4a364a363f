"""Hostile parts: what does not fit together, and XML that no office program writes."""

from collections.abc import Iterator

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spoiling import (
    BOOK,
    BOOK_RELS,
    OFFICE,
    ROOT_RELS,
    SHEET,
    STRINGS,
    TYPES,
    Case,
    edited,
    with_parts,
)

BOMB = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;'>]>"


def packages(sound: bytes) -> Iterator[Case]:
    """Parts that do not fit together."""
    main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    override = f'<Override PartName="/xl/workbook.xml" ContentType="{main}"/>'
    word = main.replace("spreadsheetml.sheet", "wordprocessingml.document")
    yield Case("no-content-types", with_parts(sound, **{TYPES: None}), "damaged")
    yield Case("part-typed-twice", edited(sound, TYPES, override, override * 2), "damaged")
    second = override.replace("workbook.xml", "theme/theme1x.xml")
    yield Case("two-main-parts", edited(sound, TYPES, override, override + second), "damaged")
    yield Case("says-word", edited(sound, TYPES, main, word), "is-word")
    default = f'<Default Extension="xml" ContentType="{main}"/>'
    by_suffix = edited(
        sound, TYPES, '<Default Extension="xml" ContentType="application/xml"/>', default
    )
    yield Case("main-type-by-suffix", edited(by_suffix, TYPES, override, ""), "same")
    yield Case("no-main-type", edited(sound, TYPES, main, "text/xml"), "not-a-workbook")
    yield Case("no-root-relations", with_parts(sound, **{ROOT_RELS: None}), "damaged")
    other = f'<Relationship Id="rId99" Type="{OFFICE}/officeDocument" Target="xl/styles.xml"/></Relationships>'
    yield Case(
        "two-office-documents", edited(sound, ROOT_RELS, "</Relationships>", other), "damaged"
    )
    yield Case("no-book-relations", with_parts(sound, **{BOOK_RELS: None}), "damaged")
    yield Case("sheet-missing", with_parts(sound, **{SHEET: None}), "damaged")
    yield Case("strings-missing", with_parts(sound, **{STRINGS: None}), "damaged")
    some = "".join(f'<definedName name="n{n}">#REF!</definedName>' for n in range(50_000))
    yield Case("names-junk", edited(sound, BOOK, "<definedNames>", "<definedNames>" + some), "same")
    yield Case(
        "relation-out",
        edited(sound, BOOK_RELS, "worksheets/sheet2.xml", "../../../../etc/passwd"),
        "damaged",
    )
    yield Case("relation-twice", edited(sound, BOOK_RELS, 'Id="rId2"', 'Id="rId1"'), "damaged")
    yield Case(
        "sheet-name-twice", edited(sound, BOOK, 'name="重点任务"', 'name="指标填报"'), "damaged"
    )
    yield Case("sheets-share-part", edited(sound, BOOK, 'r:id="rId3"', 'r:id="rId2"'), "damaged")
    yield Case(
        "sheet-without-relation", edited(sound, BOOK, 'r:id="rId2"', 'r:id="rId77"'), "damaged"
    )
    yield Case("sheet-number-odd", edited(sound, BOOK, 'sheetId="2"', 'sheetId="x"'), "damaged")
    many = "".join(f'<definedName name="n{n}">1</definedName>' for n in range(200_001))
    yield Case(
        "names-many",
        edited(sound, BOOK, "<definedNames>", "<definedNames>" + many),
        "too-many-names",
    )
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="x{n}"/>' for n in range(100, 210))
    yield Case(
        "sheets-many", edited(sound, BOOK, "</sheets>", sheets + "</sheets>"), "too-many-parts"
    )
    yield Case("folders", zipped({"xl/": b"", "xl/worksheets/": b""} | parts_of(sound)), "same")
    upper = parts_of(sound)
    upper["xl/SharedStrings.XML"] = upper.pop(STRINGS)
    yield Case("part-in-other-case", zipped(upper), "same")


def markup(sound: bytes) -> Iterator[Case]:
    """XML that no office program writes, and some that one may."""
    start = "<worksheet "
    text = parts_of(sound)[SHEET].decode()
    body = text[text.index("<worksheet") :]
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    yield Case("dtd", edited(sound, SHEET, start, "<!DOCTYPE worksheet []>" + start), "xml-dtd")
    yield Case("entity-bomb", edited(sound, STRINGS, "<sst ", BOMB + "<sst "), "xml-dtd")
    external = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield Case(
        "external-entity", edited(sound, BOOK, "<workbook ", external + "<workbook "), "xml-dtd"
    )
    yield Case(
        "dtd-in-theme",
        edited(sound, "xl/theme/theme1.xml", "<a:theme ", "<!DOCTYPE x []><a:theme "),
        "xml-dtd",
    )
    utf16 = head.replace("UTF-8", "UTF-16") + body
    yield Case("utf-16", with_parts(sound, **{SHEET: utf16.encode("utf-16")}), "same")
    dtd16 = head.replace("UTF-8", "UTF-16") + "<!DOCTYPE x []>" + body
    yield Case("utf-16-dtd", with_parts(sound, **{SHEET: dtd16.encode("utf-16")}), "xml-dtd")
    yield Case("utf-7", edited(sound, SHEET, 'encoding="UTF-8"', 'encoding="UTF-7"'), "damaged")
    yield Case(
        "gb2312", with_parts(sound, **{SHEET: text.replace("UTF-8", "GB2312").encode()}), "damaged"
    )
    yield Case(
        "byte-order-mark", with_parts(sound, **{SHEET: b"\xef\xbb\xbf" + text.encode()}), "same"
    )
    yield Case(
        "not-utf-8",
        with_parts(sound, **{SHEET: text.encode().replace(b"</sheetData>", b"\xff</sheetData>")}),
        "damaged",
    )
    yield Case(
        "cut-inside", with_parts(sound, **{SHEET: text.encode()[: len(text) // 2]}), "damaged"
    )
    yield Case("tag-open", edited(sound, SHEET, "</sheetData>", "<c></sheetData>"), "damaged")
    yield Case(
        "tag-open-behind", edited(sound, SHEET, "</worksheet>", "<x></worksheet>"), "damaged"
    )
    yield Case("row-open", edited(sound, SHEET, "</row>", ""), "damaged")
    yield Case("unknown-entity", edited(sound, STRINGS, "<si><t>", "<si><t>&nbsp;"), "damaged")
    yield Case("null-reference", edited(sound, STRINGS, "<si><t>", "<si><t>&#0;"), "damaged")
    yield Case("control-character", edited(sound, STRINGS, "<si><t>", "<si><t>\x01"), "damaged")
    yield Case(
        "deep-behind",
        edited(sound, SHEET, "</worksheet>", "<x>" * 9999 + "</x>" * 9999 + "</worksheet>"),
        "same",
    )
    yield Case(
        "other-root",
        with_parts(sound, **{SHEET: text.replace("worksheet", "chartsheet").encode()}),
        "damaged",
    )
    yield Case(
        "other-namespace", edited(sound, SHEET, "spreadsheetml/2006/main", "other/main"), "damaged"
    )
    yield Case(
        "comment-in-data",
        edited(sound, SHEET, "</sheetData>", "<!-- <c r='A1'/> --></sheetData>"),
        "same",
    )
    yield Case("instruction", edited(sound, SHEET, "</sheetData>", "<?x y?></sheetData>"), "same")
    first = parts_of(sound)[STRINGS].decode().split("<si><t>")[1].split("</t>")[0]
    yield Case(
        "cdata", edited(sound, STRINGS, f"<t>{first}</t>", f"<t><![CDATA[{first}]]></t>"), "same"
    )
    prefixed = (
        body.replace("</", "\x00")
        .replace("<", "<m:")
        .replace("\x00", "</m:")
        .replace("xmlns=", "xmlns:m=")
    )
    yield Case("prefixed", with_parts(sound, **{SHEET: (head + prefixed).encode()}), "same")
    strict = {name: part.replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                                 b"http://purl.oclc.org/ooxml/spreadsheetml/main")
              .replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
              for name, part in parts_of(sound).items()}  # fmt: skip
    yield Case("strict-kind", zipped(strict), "same")
