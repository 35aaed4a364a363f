"""A plan as a workbook that is opened, argued over in a meeting, and read back; the same plan gives
the same bytes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from xlreport.messages import has, say
from xlreport.messages.plan_messages import heading
from xlreport.model.plans.plan import Plan, Policy
from xlreport.model.plans.sheets.draft_sheet_columns import DRAFTED
from xlreport.model.plans.sheets.plan_sheet_columns import LISTED, SHEETS, Column
from xlreport.model.plans.sheets.plan_sheet_told import ToldSheet
from xlreport.workbook.plan_book.plan_book_cells import Dues, PlanCellValue, rows_of
from xlreport.workbook.plan_book.plan_book_lines import line_texts
from xlreport.workbook.plan_book.plan_book_lists import list_names, validation
from xlreport.workbook.plan_book.plan_book_look import (
    BAND_ROW,
    COLUMNS_ROW,
    FIRST_ROW,
    HEIGHTS,
    LISTED_WIDTHS,
    NO_BAND,
    SPARE,
    STRIP_ROW,
    TITLE_ROW,
    PlanFormats,
    bands,
    formats,
    set_plan_page,
    width,
)
from xlreport.workbook.plan_book.plan_book_told_sheet import write_told_sheet
from xlreport.workbook.workbook_names import column_name, quoted_sheet_name
from xlreport.workbook.workbook_row_xml import put_rows

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LISTED_COLUMNS = tuple(
    Column(name=name, form=form, printed=True)
    for name, form in (("item", "told"), ("value", "plain"), ("hint", "told"))
)
_TABS = {"plan": "#1F3A5F", "indicator": "#1F5F99", "milestone": "#1F5F99"}
_FREEZE = {"indicator": 4, "milestone": 4, "department": 3}
ColumnsBeside = Mapping[str, Sequence[Mapping[str, PlanCellValue]]]
"""What the workbook of a draft says besides the plan, by sheet and line; it counts before the
plan's own cells.
"""
_WITH_OPINIONS = frozenset({"indicator", "milestone"})
_ALLOWED = {
    "format_cells": True, "format_columns": True, "format_rows": True, "insert_rows": True,
    "delete_rows": True,
    "insert_columns": True, "sort": True, "autofilter": True,
}  # fmt: skip


def plan_book(
    plan: Plan,
    dues: Dues,
    in_force: Policy,
    language: str,
    beside: ColumnsBeside | None = None,
    told: ToldSheet | None = None,
    opinions: Mapping[str, str] | None = None,
) -> bytes:
    """Write a plan's workbook, or that of a draft.

    Args:
        plan: the plan.
        dues: what is due at the quarters' ends by indicator, for people to look at.
        in_force: the thresholds that judge, for those that the plan does not state itself.
        language: of headings, words and prompts.
        beside: only of a draft: ticks, sentences and whatever else stands beside the plan's
            columns.
        told: one more sheet, for people alone.
        opinions: what departments said of rows, by code, for the column of opinions.
    """
    from xlsxwriter.workbook import Workbook  # start-up stays light

    content = BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
        "strings_to_numbers": False,
    }  # fmt: skip
    with Workbook(content, options) as book:
        head = plan.plan
        created = datetime(head.year, 1, 1)  # noqa: DTZ001 - a fixed day: the same plan gives the same bytes
        book.set_properties({"title": head.title, "company": head.government, "created": created})
        made = formats(book)
        more = beside or {}
        sheets = {
            k: book.add_worksheet(_words(f"plan_sheet.{k}", language, drafted=k in more))
            for k in SHEETS
        }
        names = list_names(book, plan, language)
        for kind, sheet in sheets.items():
            rows = list(rows_of(plan, kind, language, dues, in_force))
            if opinions and kind in _WITH_OPINIONS:
                rows = [{**row, "opinion": opinions.get(str(row["code"]))} for row in rows]
            if kind in more:
                rows = [{**own, **other} for own, other in zip(rows, more[kind], strict=True)]
            _sheet(sheet, plan, kind, rows, made, language, drafted=kind in more)
            _validate(sheet, kind, len(rows), names, language, drafted=kind in more)
        _department_names(book, plan, language)
        if told is not None:
            write_told_sheet(book, plan, told, made)
    return content.getvalue()


def sheet_columns(kind: str, *, drafted: bool = False) -> Sequence[Column]:
    """Return the columns of a sheet as they stand in it."""
    if kind in LISTED:
        return _LISTED_COLUMNS
    return DRAFTED[kind] if drafted else SHEETS[kind]


def _words(key: str, language: str, *, drafted: bool) -> str:
    """Return words of a sheet, a draft's own where it has some."""
    own = f"draft_{key.removeprefix('plan_')}"
    return say(language, own if drafted and has(language, own) else key)


def _sheet(
    sheet: "Worksheet",
    plan: Plan,
    kind: str,
    rows: Sequence[Mapping[str, PlanCellValue]],
    made: PlanFormats,
    language: str,
    *,
    drafted: bool,
) -> None:
    columns = sheet_columns(kind, drafted=drafted)
    widths = (
        LISTED_WIDTHS if kind in LISTED else tuple(width(kind, column.name) for column in columns)
    )
    for at, wide in enumerate(widths):
        sheet.set_column(at, at, wide, made.ready)
    for row, points in HEIGHTS.items():
        sheet.set_row(row, points)
    _heads(sheet, plan, kind, columns, made, language, drafted=drafted)
    if rows:
        lines = line_texts(FIRST_ROW, rows, columns, widths, made)
        put_rows(sheet, FIRST_ROW, FIRST_ROW + len(rows) - 1, len(columns) - 1, lines)
    printed = [at for at, column in enumerate(columns) if column.printed]
    set_plan_page(
        sheet,
        FIRST_ROW + max(len(rows), 1) - 1,
        printed[-1],
        f"{plan.code} v{plan.version}",
        language,
    )
    sheet.freeze_panes(FIRST_ROW, _FREEZE.get(kind, 1) + (kind in _FREEZE and drafted))
    sheet.set_tab_color(_TABS.get(kind, "#8A94A3"))
    if kind not in LISTED:
        sheet.autofilter(COLUMNS_ROW, 0, FIRST_ROW + max(len(rows), 1) - 1, len(columns) - 1)
    if drafted and rows:
        grey = {"type": "formula", "criteria": f'=$A{FIRST_ROW + 1}=""', "format": made.unticked}
        sheet.conditional_format(FIRST_ROW, 0, FIRST_ROW + len(rows) - 1, len(columns) - 1, grey)
    sheet.protect("", _ALLOWED)


def _heads(
    sheet: "Worksheet",
    plan: Plan,
    kind: str,
    columns: Sequence[Column],
    made: PlanFormats,
    language: str,
    *,
    drafted: bool,
) -> None:
    """Write title, what to do, bands and headings."""
    last = len(columns) - 1
    for row, look in ((TITLE_ROW, made.title), (STRIP_ROW, made.strip)):
        for at in range(last + 1):
            sheet.write_blank(row, at, None, look)
    title = _words(f"plan_title.{kind}", language, drafted=drafted)
    sheet.write_string(TITLE_ROW, 0, f"{plan.title}　{title}", made.title)
    sheet.write_string(
        STRIP_ROW, 0, _words(f"plan_strip.{kind}", language, drafted=drafted), made.strip
    )
    found = bands(kind, columns, language, drafted=drafted)
    for first, end, words in found:
        sheet.write_string(BAND_ROW, first, words, made.band)
        for at in range(first + 1, end + 1):
            sheet.write_blank(BAND_ROW, at, None, made.band_goes_on)
    if not found:
        sheet.set_row(BAND_ROW, NO_BAND)
    for at, column in enumerate(columns):
        sheet.write_string(
            COLUMNS_ROW,
            at,
            heading("listed" if kind in LISTED else kind, column.name, language),
            made.head,
        )


def _validate(
    sheet: "Worksheet",
    kind: str,
    count: int,
    names: Mapping[str, str],
    language: str,
    *,
    drafted: bool,
) -> None:
    """Put prompts and lists on every column, on empty lines too; on sheets of particulars on every
    line.
    """
    if kind in LISTED:
        for number, column in enumerate(SHEETS[kind], FIRST_ROW):
            sheet.data_validation(number, 1, number, 1, validation(kind, column, names, language))
        return
    last = FIRST_ROW + count + SPARE - 1
    for at, column in enumerate(sheet_columns(kind, drafted=drafted)):
        sheet.data_validation(FIRST_ROW, at, last, at, validation(kind, column, names, language))


def _department_names(book: "Workbook", plan: Plan, language: str) -> None:
    """Let the list of departments follow the names on their sheet, new ones included."""
    column = column_name([column.name for column in SHEETS["department"]].index("name"))
    last = FIRST_ROW + len(plan.department) + SPARE
    where = quoted_sheet_name(say(language, "plan_sheet.department"))
    book.define_name("plan_departments", f"={where}!${column}${FIRST_ROW + 1}:${column}${last}")
