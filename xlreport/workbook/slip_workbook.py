"""The reply slip that goes with a letter: a small workbook of the same kind as the form, read back
by the same reader.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from xlreport.messages import languages, say
from xlreport.model.plans.plan_form_types import SLIP_INPUTS, SLIP_LOCKED, TEXT_LIMIT
from xlreport.workbook.reading.reading_known_headings import Headings, normalise
from xlreport.workbook.workbook_row_xml import printable_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_WIDTHS = {
    "letter": 19, "code": 8, "name": 22, "target": 15, "actual": 13, "status": 9, "cause": 30,
    "measures": 34, "done_by": 13, "extend": 9, "extend_due": 13, "extend_value": 12,
}  # fmt: skip
_HEAD_ROW = 3
_LINE = "#9AA5B3"
_FONTS = {"zh": "微软雅黑"}


def slip_workbook(
    language: str, rows: Sequence[Mapping[str, str]], *, title: str, ask: str, made: datetime
) -> bytes:
    """Return a slip; the same input gives the same bytes.

    Args:
        language: of its words.
        rows: texts of the locked fields, a row a target.
        title: what stands on top.
        ask: what is to be done with it, and by when.
        made: a moment for the file's particulars.
    """
    from xlsxwriter.workbook import Workbook

    content = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with Workbook(content, options) as book:
        book.set_properties({"title": printable_text(title), "created": made})
        _write(book, language, rows, title, ask)
    return content.getvalue()


def made_on(day: datetime) -> datetime:
    """Return the moment that a slip's particulars name: the day alone."""
    return datetime.combine(day.date(), time())


def slip_headings() -> Headings:
    """Return the words by which the reader finds the columns of a slip, in every language."""
    fields = (*SLIP_LOCKED, *SLIP_INPUTS)
    columns: dict[str, frozenset[tuple[str, str]]] = {}
    for language in languages():
        for name in fields:
            words = normalise(say(language, f"slip.column_{name}"))
            columns[words] = columns.get(words, frozenset()) | {("slip", name)}
    return Headings(columns=columns)


def _write(
    book: "Workbook", language: str, rows: Sequence[Mapping[str, str]], title: str, ask: str
) -> None:
    fields = (*SLIP_LOCKED, *SLIP_INPUTS)
    looks = _looks(book, language)
    sheet = book.add_worksheet(say(language, "slip.sheet"))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD_ROW)
    sheet.freeze_panes(_HEAD_ROW + 1, 3)
    sheet.protect("", {"format_cells": True, "format_columns": True, "format_rows": True})
    sheet.write_string(0, 0, printable_text(title), looks["title"])
    sheet.write_string(1, 0, printable_text(ask), looks["words"])
    for column, name in enumerate(fields):
        sheet.set_column(column, column, _WIDTHS[name])
        sheet.write_string(_HEAD_ROW, column, say(language, f"slip.column_{name}"), looks["head"])
    for at, row in enumerate(rows, _HEAD_ROW + 1):
        sheet.set_row(at, 60)
        for column, name in enumerate(fields):
            if name in SLIP_INPUTS:
                sheet.write_blank(at, column, None, looks["open"])
            else:
                sheet.write_string(at, column, printable_text(row.get(name, "")), looks["locked"])
    first, last = _HEAD_ROW + 1, _HEAD_ROW + max(len(rows), 1)
    at = fields.index("extend")
    words = [say(language, "slip.yes"), say(language, "slip.no")]
    sheet.data_validation(first, at, last, at, {"validate": "list", "source": words})
    for name in ("cause", "measures"):
        column = fields.index(name)
        rule = {"validate": "length", "criteria": "<=", "value": TEXT_LIMIT}
        sheet.data_validation(first, column, last, column, rule)


def _looks(book: "Workbook", language: str) -> dict[str, "Format"]:
    font = {"font_name": _FONTS.get(language, "Calibri"), "font_size": 10, "valign": "top"}
    cell = font | {"border": 1, "border_color": _LINE, "text_wrap": True}
    return {
        "title": book.add_format(font | {"bold": True, "font_size": 14}),
        "words": book.add_format(font),
        "head": book.add_format(cell | {"bold": True, "bg_color": "#DCE2E9", "align": "center"}),
        "locked": book.add_format(cell | {"bg_color": "#F3F4F6"}),
        "open": book.add_format(cell | {"bg_color": "#FFF3C9", "locked": False}),
    }
