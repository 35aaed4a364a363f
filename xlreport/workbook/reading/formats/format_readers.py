"""Which reader opens which format."""

from xlreport.workbook.reading.container.container_gate import Opened, open_file
from xlreport.workbook.reading.container.ole_container import Compound
from xlreport.workbook.reading.formats.format_book import Book
from xlreport.workbook.reading.formats.xlsx_format import read_xlsx


def book_of(content: bytes) -> Book:
    """Read a file of any format that is read; raises Refused."""
    return book_in(open_file(content))


def book_in(opened: Opened) -> Book:
    """Read what was opened; raises Refused."""
    container = opened.container
    if isinstance(container, Compound):
        from xlreport.workbook.reading.formats.xls_format import read_xls

        return read_xls(container)
    if opened.kind == "xlsx":
        return read_xlsx(container)
    from xlreport.workbook.reading.formats.ods_format import read_ods
    from xlreport.workbook.reading.formats.xlsb_format import read_xlsb

    return {"xlsb": read_xlsb, "ods": read_ods}[opened.kind](container)
