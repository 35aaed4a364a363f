"""The values that a form is filled with: from a CSV file of any program, or a workbook."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xlreport.checks.returns.checked_return_lines import shown_value
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan_form_types import CONTACT_FIELDS, OPEN_FIELDS
from xlreport.model.returns.return_refusal import Refused
from xlreport.workbook.reading.formats.format_readers import book_of
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.reading_row_cells import make_cell

INPUT_FIELDS = frozenset(OPEN_FIELDS)
FillRow = Mapping[str, str]
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BYTE_ORDER = (b"\xff\xfe", b"\xfe\xff")
_SEPARATORS = ",;\t，；"
_HEADING_ROWS = 40


def value_rows(content: bytes, file: str, words: Headings) -> list[FillRow]:
    """Read rows of values: by `code`, and by field (`actual`, …) or contact (`filled_by`, …).

    Columns are named as the fields, or headed as the form is (代码, 本期值 ＊); other headings of
    the form are passed over. A CSV may be in UTF-8, UTF-16 or GBK, with commas, semicolons or tabs.

    Raises:
        CannotRun: the file is neither, no row has a heading for codes, or a column is not known.
    """
    workbook = content.startswith(_WORKBOOKS)
    rows = iter(_of_workbook(content, file) if workbook else _of_text(content, file))
    for _, headings in zip(range(_HEADING_ROWS if workbook else 1), rows, strict=False):
        fields = [_field(heading, words) for heading in headings]
        if "code" in fields:
            known = {*INPUT_FIELDS, *CONTACT_FIELDS, "code", ""}
            pairs = zip(headings, fields, strict=True)
            unknown = sorted(heading for heading, field in pairs if field not in known)
            if unknown:
                raise CannotRun("fill-columns", file=file, columns=", ".join(unknown))
            return [_row(fields, row) for row in rows]
    raise CannotRun("fill-columns", file=file, columns="code")


def _row(fields: Sequence[str], row: Sequence[str]) -> FillRow:
    pairs = zip(fields, row, strict=False)
    return {"code": ""} | {field: entry.strip() for field, entry in pairs if field}


def _field(heading: str, words: Headings) -> str:
    """Return the field that a column holds, an empty text for one that the form locks, and the
    heading itself where it is not known.
    """
    plain = heading.strip()
    if not plain or plain in {*INPUT_FIELDS, *CONTACT_FIELDS, "code"}:
        return plain
    contact, _ = words.contacts_among((plain,)).get(plain, ("", 0))
    if contact:
        return contact
    fields = {field for _, field in words.places(plain)}
    wanted = fields & {*INPUT_FIELDS, "code"}
    if len(wanted) == 1:
        return next(iter(wanted))
    return "" if fields else plain


def _of_text(content: bytes, file: str) -> Iterator[Sequence[str]]:
    text = _decoded(content, file)
    first = text.splitlines()[0] if text.strip() else ""
    separator = max(_SEPARATORS, key=first.count)
    return iter(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def _decoded(content: bytes, file: str) -> str:
    for encoding in ("utf-16",) if content[:2] in _BYTE_ORDER else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotRun("fill-not-text", file=file)


def _of_workbook(content: bytes, file: str) -> Iterable[Sequence[str]]:
    """Yield the rows of a workbook's first sheet that holds anything, each as long as the sheet is
    wide.
    """
    try:
        book = book_of(content)
    except Refused as refusal:
        raise CannotRun("fill-not-text", file=file) from refusal
    table = next((one for one in book.tables if any(one.rows.values()) and not one.hidden), None)
    if table is None:
        return
    width = max(column for cells in table.rows.values() for column in cells)
    for row in sorted(table.rows):
        yield [shown_value(make_cell(book, table, row, at)) for at in range(1, width + 1)]
