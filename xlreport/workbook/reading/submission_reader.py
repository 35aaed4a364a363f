"""Any file's bytes as a `Submission`, nothing believed, or as `Unreadable` with the reason; never
an exception.
"""

import hashlib
from dataclasses import replace
from itertools import chain

from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.return_refusal import Refused, refused
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.workbook.reading.container.container_active_content import ACTIVE
from xlreport.workbook.reading.container.container_gate import Opened, open_file
from xlreport.workbook.reading.formats.format_book import Book
from xlreport.workbook.reading.formats.format_readers import book_in
from xlreport.workbook.reading.reading_acting_formulas import acting_formulas
from xlreport.workbook.reading.reading_code_cells import code_cells, witnesses
from xlreport.workbook.reading.reading_duplicate_sheets import without_copies
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.reading_our_marks import is_our_list
from xlreport.workbook.reading.sheet_table_reader import contact_cells, data_sheet

ACTIVE_CODES = {
    "macros": "has-macros", "external links": "has-external-links", "DDE": "has-dde",
    "embedded objects": "has-embedded-objects", "ActiveX": "has-activex",
    "connections": "has-connections",
    "add-ins": "has-add-ins",
}  # fmt: skip


def read(content: bytes, file: str, headings: Headings) -> Submission | Unreadable:
    """Read one returned file.

    Args:
        content: The whole file.
        file: Its path relative to the inbox, with forward slashes.
        headings: The words of our templates.
    """
    return read_open(content, file, headings)[0]


def read_open(
    content: bytes, file: str, headings: Headings
) -> tuple[Submission | Unreadable, Opened | None]:
    """Read one returned file as `read` does; return it with the opened container for who goes on
    to mark it, None where it could not be read.
    """
    try:
        opened = open_file(content)
        return _submission(book_in(opened), content, file, headings), opened
    except Refused as refusal:
        return refused(content, file, refusal.code, **refusal.fields), None
    except (MemoryError, RecursionError):
        return refused(content, file, "needs-too-much"), None
    except Exception as error:  # noqa: BLE001 - the fence: a file that nobody foresaw costs only itself
        return refused(content, file, "damaged", where=type(error).__name__), None


def _submission(book: Book, content: bytes, file: str, words: Headings) -> Submission:
    tables = tuple(table for table in book.tables if not is_our_list(table))
    found = tuple(
        sheet for table in tables if (sheet := data_sheet(book, table, words)) is not None
    )
    names = {sheet.name for sheet in found}
    sheets, copied = without_copies(found)
    written = tuple((table, table.texts()) for table in tables)
    acting = {*book.active, *acting_formulas(tables)}
    active = tuple(kind for kind in ACTIVE if kind in acting)
    notes = (finding(ACTIVE_CODES[kind], file=file) for kind in active)
    located = (
        replace(entry, file=file) for entry in chain(copied, *(sheet.findings for sheet in found))
    )
    codes = tuple(
        chain.from_iterable(
            code_cells(table, texts)
            for table, texts in written
            if not table.hidden or table.name in names
        )
    )
    return Submission(
        file=file,
        sha256=hashlib.sha256(content).hexdigest(),
        saved_at=book.saved_at,
        program=book.program,
        codes=codes,
        witnesses=witnesses(book, tables, names),
        entries=tuple(chain.from_iterable(sheet.entries for sheet in sheets)),
        strangers=tuple(chain.from_iterable(sheet.strangers for sheet in found)),
        contacts=contact_cells(book, written, words),
        missing_columns=tuple(chain.from_iterable(sheet.missing for sheet in sheets)),
        active=active,
        findings=(*_of_file(book.findings, file), *notes, *located),
    )


def _of_file(findings: tuple[Finding, ...], file: str) -> tuple[Finding, ...]:
    return tuple(replace(entry, file=file) for entry in findings)
