"""Which reader opens which format."""

from xlreport.workbook.reading.book import Book
from xlreport.workbook.reading.gate import Kind, open_file
from xlreport.workbook.reading.refusal import Refused
from xlreport.workbook.reading.xlsx import read_xlsx


def book_of(content: bytes) -> Book:
    """Read a file of any format that is read; raises Refused."""
    opened = open_file(content)
    if opened.kind is Kind.XLSX and opened.package is not None:
        return read_xlsx(opened.package)
    raise Refused("not-a-workbook")
