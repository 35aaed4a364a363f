"""A template or any other xlsx of ours with values put into its open cells, everything else as it
was.

The sheet's own XML is edited, not loaded and saved: validations, formats and protection stay byte
for byte. Stored results of formulas are dropped, so that every program computes them from the new
values.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from html import escape

from xlreport.model.model_errors import CannotRun
from xlreport.workbook.department.form_row_heights import column_widths, taller
from xlreport.workbook.reading.container.container_zip_archive import open_package
from xlreport.workbook.reading.formats.format_cells import column_of
from xlreport.workbook.reading.formats.xlsx_format import outline_of, read_xlsx
from xlreport.workbook.reading.reading_exact_cells import Exactly, Senses, serial

Filling = str | Decimal | date | Exactly
# the parts of a workbook in which cells and their texts stand
_CELLS = re.compile(r"xl/(sharedStrings|worksheets/[^/]+)\.xml")
# one row with all in it, or an empty one
_ROW = re.compile(r"<row\b[^>]*?(?:/>|>.*?</row>)", re.DOTALL)
# the number of a row in its tag: <row spans="1:9" r="7"
_ROW_NUMBER = re.compile(r'<row\b[^>]*?\br="(\d+)"')
# one cell with all in it, or an empty one
_CELL = re.compile(r"<c\b(?P<attributes>[^>]*?)(?:/>|>.*?</c>)", re.DOTALL)
# a cell's address in its tag: r="D7"
_PLACE = re.compile(r'\br="([A-Z]+)(\d+)"')
# a cell's look in its tag: s="12"
_STYLE = re.compile(r'\bs="(\d+)"')
# the result that is stored behind a formula: it is wrong once a cell is filled
_RESULT = re.compile(r"(</f>|<f\b[^>]*/>)<v>[^<]*</v>")
# how the workbook is calculated: <calcPr calcId="124519" fullCalcOnLoad="1"/>
_CALC = re.compile(r"<calcPr\b[^>]*/>")
# when it was saved, between its tags: <dcterms:modified xsi:type="…">2020-…</dcterms:modified>
_SAVED = re.compile(r"(<dcterms:modified\b[^>]*>)[^<]*(</dcterms:modified>)")
# a text that would be read as an escape, such as _x000D_
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_UNSPEAKABLE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold, or changes: written `_x000D_`, as ECMA-376 (22.9.2.19, ST_Xstring) has
it.
"""
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def fill_cells(
    content: bytes, values: Mapping[tuple[str, str], Filling], *, saved_at: datetime | None = None
) -> bytes:
    """Put values into cells by sheet name and address, and return the new workbook.

    Args:
        content: an xlsx workbook whose cells to fill exist (every open cell of a template does).
        values: by sheet and address; a Decimal is a number, a date a date, text is text and never a
            formula; `Exactly` is what a sender's cell held, in a number format of the same sense.
        saved_at: the saving time that the file is to state, which decides between several copies;
            one without a zone is UTC, None leaves the template's.

    Raises:
        CannotRun: `fill-no-cell` where a cell to fill is not there.
    """
    package = open_package(content)
    outline = outline_of(package)
    by_part = {outline.sheet_part(sheet): _of_sheet(values, sheet.name) for sheet in outline.sheets}
    exact = any(isinstance(value, Exactly) for value in values.values())
    senses = Senses(read_xlsx(package).formats if exact else ())
    filled = {
        part: _fill_sheet(package.part(part).decode("utf-8"), own, senses).encode("utf-8")
        for part, own in by_part.items()
        if part is not None
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in package.entries:
            part = filled.get(entry.name) or package.part(entry.name)
            if entry.name == outline.of_kind("styles"):
                part = senses.written(part.decode("utf-8")).encode("utf-8")
            elif entry.name == "xl/workbook.xml":
                part = _recalculating(part.decode("utf-8")).encode("utf-8")
            elif entry.name == "docProps/core.xml" and saved_at is not None:
                part = _saved(part.decode("utf-8"), saved_at).encode("utf-8")
            archive.writestr(zipfile.ZipInfo(entry.name, _FIXED_TIME), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def offers(content: bytes, words: Iterable[str]) -> bool:
    """Say whether all of these words stand in a workbook's cells, as those of its lists do."""
    package = open_package(content)
    cells = (entry.name for entry in package.entries if _CELLS.fullmatch(entry.name))
    text = "".join(package.part(name).decode("utf-8", "replace") for name in cells)
    return all(f">{escape(one, quote=False)}</t>" in text for one in words)


def _of_sheet(values: Mapping[tuple[str, str], Filling], sheet: str) -> dict[str, Filling]:
    return {address: value for (name, address), value in values.items() if name == sheet}


def _fill_sheet(xml: str, values: dict[str, Filling], senses: Senses) -> str:
    left = dict(values)
    widths = column_widths(xml)
    rows = {match[2] for address in values if (match := re.fullmatch(r"([A-Z]+)(\d+)", address))}

    def row(match: re.Match[str]) -> str:
        number = _ROW_NUMBER.match(match[0])
        if not number or number[1] not in rows:
            return match[0]
        return taller(_CELL.sub(cell, match[0]), _words(values, number[1]), widths)

    def cell(match: re.Match[str]) -> str:
        place = _PLACE.search(match["attributes"])
        address = place[1] + place[2] if place else ""
        if address not in left:
            return match[0]
        found, value = _STYLE.search(match["attributes"]), left.pop(address)
        style = found[1] if found else None
        return cell_xml(
            address,
            value,
            senses.fitting(style, value.sense) if isinstance(value, Exactly) else style,
        )

    filled = _RESULT.sub(r"\1", _ROW.sub(row, xml))
    if left:
        raise CannotRun("fill-no-cell", cell=", ".join(left))
    return filled


def _words(values: Mapping[str, Filling], row: str) -> dict[int, str]:
    """Return the words that are put into a row, by column."""
    found = {}
    for address, value in values.items():
        words = value.value if isinstance(value, Exactly) else value
        place = address.rstrip("0123456789")
        if isinstance(words, str) and address == place + row:
            found[column_of(place)] = words
    return found


def cell_xml(address: str, value: Filling, style: str | None) -> str:
    """Return a cell's XML with a value in it."""
    look = f' s="{style}"' if style else ""
    if not isinstance(value, Exactly):
        return _plain_cell(address, value, look)
    if isinstance(value.value, bool):
        return f'<c r="{address}"{look} t="b"><v>{int(value.value)}</v></c>'
    if value.error:
        return f'<c r="{address}"{look} t="e"><v>{escape(str(value.value), quote=False)}</v></c>'
    return _plain_cell(address, value.value, look)


def _plain_cell(address: str, value: str | Decimal | date, look: str) -> str:
    if isinstance(value, date):
        value = Decimal(serial(value))
    if isinstance(value, Decimal):
        return f'<c r="{address}"{look}><v>{value:f}</v></c>'
    text = escape(
        _UNSPEAKABLE.sub(lambda one: f"_x{ord(one[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", value)),
        quote=False,
    )
    return f'<c r="{address}"{look} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _recalculating(xml: str) -> str:
    calc = '<calcPr calcId="124519" fullCalcOnLoad="1"/>'
    if _CALC.search(xml):
        return _CALC.sub(calc, xml)
    return xml.replace("</workbook>", f"{calc}</workbook>")


def _saved(xml: str, when: datetime) -> str:
    moment = when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)
    return _SAVED.sub(rf"\g<1>{moment:%Y-%m-%dT%H:%M:%SZ}\g<2>", xml)
