"""An OpenDocument copy of a workbook, written by hand, and hostile ones made from it."""

from collections.abc import Iterator, Mapping
from html import escape

from tests.hostile.archives import Archive, Member, zipped
from tests.hostile.spoiling import Case
from xlreport.workbook.reading.formats.format_readers import book_of

MIME = b"application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    )
)
_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'


def content_of(sound: bytes) -> str:
    """Return the document part with the same cells."""
    tables = []
    for table in book_of(sound).tables:
        rows, last = [], 0
        for row in sorted(table.rows):
            cells, column = [], 0
            for place, (kind, raw, _, _) in sorted(table.rows[row].items()):
                gap = place - column - 1
                cells.append(
                    f'<table:table-cell table:number-columns-repeated="{gap}"/>' if gap else ""
                )
                cells.append(
                    f'<table:table-cell office:value-type="float" office:value="{raw}"/>'
                    if kind == "n"
                    else f'<table:table-cell office:value-type="string">{_lines(raw)}</table:table-cell>'
                )
                column = place
            gap = row - last - 1
            rows.append(f'<table:table-row table:number-rows-repeated="{gap}"/>' if gap else "")
            rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
            last = row
        tables.append(
            f'<table:table table:name="{escape(table.name)}">{"".join(rows)}</table:table>'
        )
    return content_of_body("".join(tables))


def content_of_body(tables: str) -> str:
    """Return a document's content with these tables."""
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>{body}</office:document-content>'


def _lines(text: str) -> str:
    return "".join(f"<text:p>{line}</text:p>" for line in escape(text).split("\n"))


def ods(
    content: str | bytes, manifest: str = "", parts: Mapping[str, bytes] | None = None
) -> bytes:
    """Return a document."""
    body = content.encode() if isinstance(content, str) else content
    inside = {
        "mimetype": MIME,
        "content.xml": body,
        "META-INF/manifest.xml": _MANIFEST.format(manifest).encode(),
    }
    return zipped(inside | dict(parts or {}))


def documents(sound: bytes) -> Iterator[Case]:
    """Documents whose repeats, values, structure or container lie."""
    text = content_of(sound)

    def end(more: str) -> bytes:
        return ods(text.replace("</table:table>", f"{more}</table:table>", 1))

    def cell(attributes: str, inner: str = "") -> bytes:
        return end(
            f"<table:table-row><table:table-cell {attributes}>{inner}</table:table-cell></table:table-row>"
        )

    value = 'office:value-type="float" office:value='
    repeat = "table:number-columns-repeated="
    yield Case("ods-sound", ods(text), "note other-format")
    yield Case("ods-cut", ods(text[: len(text) // 2]), "damaged")
    yield Case("ods-archive-cut", ods(text)[: len(ods(text)) // 2], "damaged")
    yield Case("ods-no-content", zipped({"mimetype": MIME}), "damaged")
    sealed = '<manifest:file-entry><manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
    yield Case("ods-password", ods(b"\x8a\x11", sealed), "encrypted")
    start = "<office:document-content"
    yield Case(
        "ods-dtd", ods(text.replace(start, f"<!DOCTYPE x [<!ENTITY a 'b'>]>{start}", 1)), "xml-dtd"
    )
    deep = "<x>" * 9999 + "</x>" * 9999
    yield Case("ods-deep", ods(text.replace("<office:body>", f"{deep}<office:body>", 1)), "damaged")
    yield Case(
        "ods-utf-16", ods(text.replace("UTF-8", "UTF-16").encode("utf-16")), "note other-format"
    )
    for name, attributes, expected in (
        ("repeat-huge", f'{repeat}"999999999" {value}"1"', "damaged"),
        ("repeat-wide", f'{repeat}"16384" {value}"1"', "read"),
        ("repeat-none", f'{repeat}"0" {value}"1"', "damaged"),
        ("repeat-negative", f'{repeat}"-1" {value}"1"', "damaged"),
        ("repeat-words", f'{repeat}"x" {value}"1"', "damaged"),
        ("value-nan", f'{value}"NaN"', "damaged"), ("value-infinite", f'{value}"INF"', "damaged"),
        ("value-words", f'{value}"12a"', "damaged"), ("value-none", 'office:value-type="float"', "damaged"),
        ("value-large", f'{value}"1E+400"', "read"), ("kind-odd", 'office:value-type="void" office:value="1"', "read"),
        ("date-odd", 'office:value-type="date" office:date-value="soon"', "read"),
    ):  # fmt: skip
        yield Case(f"ods-{name}", cell(attributes), expected)
    many = '<table:table-row table:number-rows-repeated="1048576"><table:table-cell {}"1"/></table:table-row>'
    yield Case("ods-rows-huge", end(many.format(value)), "too-many-cells")
    block = f'<table:table-row table:number-rows-repeated="1000"><table:table-cell {repeat}"1000" {value}"1"/>'
    block += "</table:table-row>"
    yield Case("ods-block-huge", end(block * 2000), "too-many-cells")
    yield Case(
        "ods-cells-empty-many",
        end(f"<table:table-row>{'<table:table-cell/>' * 1_000_001}</table:table-row>"),
        "unpacks-too-big",
    )
    spaces = 'office:value-type="string"'
    yield Case(
        "ods-spaces",
        cell(spaces, '<text:p>a<text:s text:c="999999999"/>b</text:p>'),
        "text-too-long",
    )
    often = '<text:s text:c="32000"/>' * 9000
    yield Case("ods-spaces-often", cell(spaces, f"<text:p>{often}</text:p>"), "text-too-long")
    yield Case("ods-table-inside", cell(spaces, '<table:table table:name="x"/>'), "damaged")
    sheets = "".join(f'<table:table table:name="t{n}"/>' for n in range(65_000))
    yield Case(
        "ods-sheets-many",
        ods(text.replace("</office:spreadsheet>", f"{sheets}</office:spreadsheet>")),
        "damaged",
    )
    formula = f'<table:table-row><table:table-cell table:formula="of:={{}}" {value}"1"/></table:table-row>'
    yield Case(
        "ods-web",
        end(formula.format("WEBSERVICE(&quot;http://x.example&quot;)")),
        "note has-connections",
    )
    yield Case(
        "ods-dde",
        end(formula.format("DDE(&quot;a&quot;;&quot;b&quot;;&quot;c&quot;)")),
        "note has-dde",
    )
    yield Case(
        "ods-macros", ods(text, parts={"Basic/Standard/Module1.xml": b"<x/>"}), "note has-macros"
    )
    yield Case("ods-embedded", ods(text, parts={"Object 1": b"x"}), "note has-embedded-objects")
    yield Case(
        "ods-mime-xlsx",
        zipped({"mimetype": b"application/vnd.ms-excel", "content.xml": text.encode()}),
        "is-archive",
    )
    twice = Archive(
        [
            Member("mimetype", MIME, 0),
            Member("content.xml", text.encode()),
            Member("Content.xml", b"<x/>"),
        ]
    )
    yield Case("ods-content-twice", twice.pack(), "archive-tricks")
