"""What hands and programs do to a filled workbook: overwrite, clear, add, calculate, paste another
one's sheet.
"""

# ruff: noqa: INP001 - beside the script that uses it

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from decimal import Decimal

import openpyxl

from xlreport.model.returns.submission import Cell
from xlreport.workbook.department.form_open_cells import Filling, cell_xml
from xlreport.workbook.reading.container.container_zip_archive import open_package
from xlreport.workbook.reading.formats.xlsx_format import outline_of

_STYLES = "xl/styles.xml"
_FORMATS = re.compile(r'(<cellXfs count=")(\d+)(">)(.*?)(</cellXfs>)', re.DOTALL)
_FORMAT = re.compile(r"<xf\b[^>]*/>|<xf\b.*?</xf>", re.DOTALL)
_PERCENT = 10
"""The built-in number format 0.00%."""
_SAVED_ZIP = (1980, 1, 1, 0, 0, 0)


def with_typed(content: bytes, cell: Cell, value: Filling) -> bytes:
    """Type something over a cell, locked or not; an empty text clears it."""
    if value != "":
        return _with_cell(content, cell, lambda style: cell_xml(cell.address, value, style))
    return _with_cell(content, cell, lambda style: f'<c r="{cell.address}" s="{style}"/>')


def with_formula(content: bytes, cell: Cell, formula: str, result: str | None) -> bytes:
    """Type a formula; without a result it is as a program leaves it that does not calculate."""
    stored = f"<v>{result}</v>" if result is not None else ""
    return _with_cell(
        content,
        cell,
        lambda style: f'<c r="{cell.address}" s="{style}"><f>{formula}</f>{stored}</c>',
    )


def with_percent(content: bytes, cell: Cell, share: str) -> bytes:
    """Type 3.6% into a cell: Excel stores 0.036 and gives the cell the format 0.00%."""
    styles = open_package(content).part(_STYLES).decode("utf-8")
    formats = _FORMATS.search(styles)
    if formats is None:
        raise ValueError(_STYLES)
    number = int(formats[2])
    looks: list[str] = []

    def percent(style: str) -> str:
        looks.append(_FORMAT.findall(formats[4])[int(style)])
        return cell_xml(cell.address, Decimal(share), str(number))

    content = _with_cell(content, cell, percent)
    look = re.sub(r'\bnumFmtId="\d+"', f'numFmtId="{_PERCENT}" applyNumberFormat="1"', looks[0])
    whole = f"{formats[1]}{number + 1}{formats[3]}{formats[4]}{look}{formats[5]}"
    return _with_part(content, _STYLES, lambda xml: xml.replace(formats[0], whole))


def without_row(content: bytes, sheet: str, row: int) -> bytes:
    """Clear a whole row, which needs the protection taken off."""
    gone = re.compile(rf'<row\b[^>]*?\br="{row}"[^>]*>.*?</row>', re.DOTALL)
    return _with_part(content, _part(content, sheet), lambda xml: gone.sub("", xml))


def with_row(content: bytes, sheet: str, cells: Mapping[str, str]) -> bytes:
    """Write something below the table, by address."""
    number = re.sub(r"\D", "", next(iter(cells)))
    row = f'<row r="{number}">{"".join(cell_xml(place, text, None) for place, text in cells.items())}</row>'
    return _with_part(
        content,
        _part(content, sheet),
        lambda xml: xml.replace("</sheetData>", f"{row}</sheetData>"),
    )


def with_sheet(content: bytes, other: bytes, sheet: str) -> bytes:
    """Paste another workbook's sheet behind the own ones, as a hand does that gathers two returns
    in one file.
    """
    book, source = (
        openpyxl.load_workbook(io.BytesIO(content)),
        openpyxl.load_workbook(io.BytesIO(other)),
    )
    pasted = book.create_sheet(f"{sheet} (2)")
    for row in source[sheet].iter_rows():
        for cell in row:
            if cell.value is not None:
                pasted[cell.coordinate] = cell.value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def saved_by_openpyxl(content: bytes) -> bytes:
    """Open and save a workbook with openpyxl, which keeps formulas and drops their results."""
    out = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(content)).save(out)
    return out.getvalue()


def _with_cell(content: bytes, cell: Cell, render: Callable[[str], str]) -> bytes:
    there = re.compile(
        rf'<c\b(?=[^>]*\br="{cell.address}")(?=[^>]*\bs="(\d+)")[^>]*?(?:/>|>.*?</c>)', re.DOTALL
    )
    part = _part(content, cell.sheet)
    return _with_part(
        content, part, lambda xml: there.sub(lambda match: render(match[1]), xml, count=1)
    )


def _part(content: bytes, sheet: str) -> str:
    outline = outline_of(open_package(content))
    part = next((outline.sheet_part(one) for one in outline.sheets if one.name == sheet), None)
    if part is None:
        raise ValueError(sheet)
    return part


def _with_part(content: bytes, part: str, change: Callable[[str], str]) -> bytes:
    package = open_package(content)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in package.entries:
            old = package.part(entry.name)
            new = change(old.decode("utf-8")).encode("utf-8") if entry.name == part else old
            if entry.name == part and new == old:
                raise ValueError(part)
            archive.writestr(zipfile.ZipInfo(entry.name, _SAVED_ZIP), new, zipfile.ZIP_DEFLATED)
    return out.getvalue()
