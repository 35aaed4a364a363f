"""The same workbook saved by LibreOffice as .xls and .ods says the same: runs, struck cells, formats, formulas."""

import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from xlreport.checks.typed.typed_numbers import read_number
from xlreport.model.returns.submission import Cell, CellKind
from xlreport.model.texts.struck_out_text import STROKE
from xlreport.workbook.reading.formats.format_readers import book_of
from xlreport.workbook.reading.reading_row_cells import make_cell

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
FORMATS = (
    ('0"万户"', 5, "户", "50000"), ('"下降"0.0"%"', 3.2, "%", "?"), ("#,##0,", 12000, "人", "?"),
    ('0.0"‰"', 3.5, "%", "0.35"), ("h:mm", 0.0430555555, "户", "?"), ("0.0%", 0.125, "%", "12.5"),
    ("0.00", 1.926, "万人", "1.926"), ("#,##0.00", 12345.5, "人", "12345.5"), ("General", 0.3, "%", "0.3"),
    ('0.0"%"', 12.5, "%", "12.5"), ('"US$"#,##0.00', 1200, "元", "?"), ("0.0_);(0.0)", -3.2, "亿元", "-3.2"),
    ("0.0;[Red]0.0", -3.2, "亿元", "?"), ("0;-0;;@", 0, "户", "?"),
)  # fmt: skip
FORMULAS = (
    ("=10+2.4", ("10+2.4",)), ("=SUM(F1:F3)", ("SUM", "F1:F3")), ('=IF(F1>1,"是","否")', ("IF", "F1>1", "是")),
    ("=ROUND(F4/3,2)*100", ("ROUND", "F4/3", "*100")), ("=-F5%", ("-", "F5", "%")), ("=VLOOKUP(5,F1:G9,2,FALSE)", ("VLOOKUP",)),
)  # fmt: skip
FUNCTIONS = [
    "COUNT(F1:F2)", "IF(1,2,3)", "ISNA(1)", "ISERROR(1)", "SUM(1,2)", "AVERAGE(1,2)", "MIN(1,2)", "MAX(1,2)",
    "ROW(F1)", "COLUMN(F1)", "NA()", "STDEV(F1:F9)", "DOLLAR(1,2)", "FIXED(1,2)", "PI()", "SQRT(4)", "ABS(1)",
    "INT(1)", "ROUND(1,2)", "LOOKUP(1,F1:F9)", "INDEX(F1:F9,1)", 'REPT("a",2)', 'MID("ab",1,1)', 'LEN("a")',
    'VALUE("1")', "AND(1,2)", "OR(1,2)", "NOT(1)", "MOD(3,2)", 'TEXT(1,"0")', "MATCH(1,F1:F9)", "DATE(2020,1,1)",
    "TIME(1,2,3)", "DAY(1)", "MONTH(1)", "YEAR(1)", "NOW()", "OFFSET(F1,1,0)", "CHOOSE(1,2,3)", "HLOOKUP(1,F1:G9,2)",
    "VLOOKUP(1,F1:G9,2)", 'LOWER("a")', 'UPPER("a")', 'LEFT("a",1)', 'RIGHT("a",1)', 'EXACT("a","b")', 'TRIM("a")',
    'REPLACE("ab",1,1,"c")', 'SUBSTITUTE("ab","a","c")', 'FIND("a","ab")', "ISNUMBER(1)", "ISBLANK(F1)",
    'INDIRECT("F1")', "COUNTA(F1:F9)", "PRODUCT(1,2)", "TRUNC(1,1)", "ROUNDUP(1,2)", "ROUNDDOWN(1,2)", "ADDRESS(1,2)",
    "TODAY()", "SUMPRODUCT(F1:F9,F1:F9)", 'CONCATENATE("a","b")', "SUBTOTAL(9,F1:F9)", "SUMIF(F1:F9,1)",
    "COUNTIF(F1:F9,1)", "COUNTBLANK(F1:F9)", 'HYPERLINK("a","b")',
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workbook three times: as XlsxWriter, and as LibreOffice writes it."""
    folder = tmp_path_factory.mktemp("shown")
    path = folder / "shown.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        up, out, bold = (
            book.add_format(look)
            for look in ({"font_script": 1}, {"font_strikeout": True}, {"bold": True})
        )
        sheet.write_rich_string("A1", bold, "1.9", up, "1")
        sheet.write_rich_string("A2", out, "5", bold, "6")
        sheet.write_number("A3", 5.5, out)
        sheet.write_string("A4", "划去的话", out)
        sheet.write_string("A5", "5", book.add_format({"num_format": '0;-0;0;@"万户"'}))
        for row, (code, number, _, _) in enumerate(FORMATS):
            sheet.write_number(row, 5, number, book.add_format({"num_format": code}))
        for row, (formula, _) in enumerate(FORMULAS):
            sheet.write_formula(row, 7, formula)
        for row, formula in enumerate(FUNCTIONS):
            sheet.write_formula(row, 9, f"=1&{formula}")
    for kind in ("xls", "ods"):
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", str(folder), str(path)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
    return folder


def cells(folder: Path, kind: str, column: int, count: int) -> list[Cell]:
    book = book_of((folder / f"shown.{kind}").read_bytes())
    return [make_cell(book, book.tables[0], row, column) for row in range(1, count + 1)]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_pieces_and_struck_cells(folder: Path, kind: str) -> None:
    """A footnote mark, a struck digit, struck cells and a text's format are seen in every format."""
    found = [cell.raw for cell in cells(folder, kind, 1, 5)]
    struck = "".join(f"{c}{STROKE}" for c in "划去的话")
    assert found == ["1.9¹", f"5{STROKE}6", f"5{STROKE}.{STROKE}5{STROKE}", struck, "5万户"]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_numbers_are_read_as_they_are_shown(folder: Path, kind: str) -> None:
    """The same value, or a question, whichever program saved the workbook."""
    for cell, (code, _, unit, expected) in zip(
        cells(folder, kind, 6, len(FORMATS)), FORMATS, strict=True
    ):
        read = read_number(cell, unit)
        told = "?" if read.question else format((read.value or Decimal(0)).normalize(), "f")
        assert told == expected, (code, cell, read)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_formulas_are_told(folder: Path, kind: str) -> None:
    """A formula is known as one, and as what it reckons."""
    for cell, (formula, pieces) in zip(
        cells(folder, kind, 8, len(FORMULAS)), FORMULAS, strict=True
    ):
        assert cell.formula is not None
        assert cell.kind is not CellKind.NO_RESULT, formula
        written = (
            cell.formula.replace("[.", "").replace("]", "").replace(";", ",").replace(":.", ":")
        )
        assert all(piece in written for piece in pieces), (formula, cell.formula)


def test_every_function_is_told_by_its_name(folder: Path) -> None:
    """The numbers of functions in .xls, and how many arguments each takes, are those LibreOffice writes."""
    told = [cell.formula for cell in cells(folder, "xls", 10, len(FUNCTIONS))]
    assert told == [f"1&{formula}" for formula in FUNCTIONS]
