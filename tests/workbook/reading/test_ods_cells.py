"""What the elements of an OpenDocument cell mean."""

from decimal import Decimal

import pytest

from tests.hostile.opendocument import content_of_body, ods
from xlreport.model.returns.return_refusal import Refused
from xlreport.workbook.reading.formats.format_book import Book
from xlreport.workbook.reading.formats.format_readers import book_of
from xlreport.workbook.reading.reading_row_cells import make_cell


def book(cells: str, more: str = "") -> Book:
    table = f'<table:table table:name="表"><table:table-row>{cells}</table:table-row>{more}</table:table>'
    return book_of(ods(content_of_body(table)))


def cell(kind: str, inner: str = "", **attributes: str) -> str:
    told = "".join(
        f' office:{name.replace("_", "-")}="{text}"' for name, text in attributes.items()
    )
    return f'<table:table-cell office:value-type="{kind}"{told}>{inner}</table:table-cell>'


@pytest.mark.parametrize(
    ("written", "kind", "raw"),
    [
        (cell("string", "<text:p>甲<text:tab/>乙<text:line-break/>丙<text:s text:c='2'/>丁</text:p>"), "text", "甲\t乙\n丙  丁"),
        (cell("string", "<text:p>甲</text:p><text:p>乙</text:p>"), "text", "甲\n乙"),
        (cell("string", "<office:annotation><text:p>批注</text:p></office:annotation><text:p>甲</text:p>"), "text", "甲"),
        (cell("boolean", "<text:p>TRUE</text:p>", boolean_value="true"), "boolean", True),
        (cell("date", "<text:p>6月30日</text:p>", date_value="2020-06-30"), "date", None),
        (cell("date", "<text:p>?</text:p>", date_value="some day"), "text", "some day"),
        (cell("time", "<text:p>01:02</text:p>", time_value="PT01H02M"), "text", "01:02"),
        (cell("float", "<text:p>1.92E+04</text:p>", value="19200"), "number", Decimal(19200)),
        (cell("float", "<text:p>(3.2)</text:p>", value="-3.2"), "number", Decimal("-3.2")),
        ('<table:table-cell table:formula="of:=1/0" office:value-type="float" office:value="0"><text:p>#DIV/0!</text:p></table:table-cell>',
         "error", "#DIV/0!"),
        ('<table:table-cell table:formula="of:=[.A9]"/>', "no result", None),
    ],
)  # fmt: skip
def test_a_cell_is_what_it_shows(written: str, kind: str, raw: object) -> None:
    """Spaces, tabs and lines are counted; a comment is no text; a time is its words."""
    read = book(written)
    found = make_cell(read, read.tables[0], 1, 1)
    assert found.kind.value.replace("_", " ") == kind
    assert raw is None or found.raw == raw


def test_repeated_cells_stand_in_each_place() -> None:
    """One element may stand for several columns and rows."""
    rows = '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"'
    rows += ' office:value-type="float" office:value="7"/></table:table-row>'
    (table,) = book("<table:table-cell/>", rows).tables
    assert {row: sorted(found) for row, found in table.rows.items()} == {2: [1, 2, 3], 3: [1, 2, 3]}


@pytest.mark.parametrize(
    "written",
    [
        '<table:table-cell table:number-columns-repeated="0"/>',
        '<table:table-cell table:number-columns-repeated="x"/>',
        cell("float", value="1,5"),
        f'<table:table-cell table:number-columns-repeated="16384"/>{cell("float", value="1")}',
        cell("string", f"<text:p>{'x' * 40_000}</text:p>"),
    ],
)
def test_what_no_program_writes_is_refused(written: str) -> None:
    """Counts that are none, numbers that are none, columns off the grid, texts that are too long."""
    with pytest.raises(Refused):
        book(written)
