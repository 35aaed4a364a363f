"""A sheet of a plan's workbook that is only told, and never read back."""

from typing import TYPE_CHECKING

from xlreport.model.plans.plan import Plan
from xlreport.model.plans.sheets.plan_sheet_told import ToldSheet
from xlreport.workbook.plan_book.plan_book_look import (
    BAND_ROW,
    COLUMNS_ROW,
    FIRST_ROW,
    HEIGHTS,
    NO_BAND,
    STRIP_ROW,
    TITLE_ROW,
    PlanFormats,
    height,
    set_plan_page,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook


def write_told_sheet(book: "Workbook", plan: Plan, told: ToldSheet, made: PlanFormats) -> None:
    """Write the sheet as the last one of the workbook.

    Args:
        book: the workbook that is being written.
        plan: whose title stands above it.
        told: the sheet's name, headings, widths in characters, and rows.
        made: the cell formats of the workbook.
    """
    sheet = book.add_worksheet(told.name)
    for at, wide in enumerate(told.widths):
        sheet.set_column(at, at, wide)
    for row, points in HEIGHTS.items():
        sheet.set_row(row, points)
    sheet.set_row(BAND_ROW, NO_BAND)
    last = len(told.widths) - 1
    for row, look in ((TITLE_ROW, made.title), (STRIP_ROW, made.strip)):
        for at in range(1, last + 1):
            sheet.write_blank(row, at, None, look)
    sheet.write_string(TITLE_ROW, 0, f"{plan.title}　{told.title}", made.title)
    sheet.write_string(STRIP_ROW, 0, told.strip, made.strip)
    for at, words in enumerate(told.heads):
        sheet.write_string(COLUMNS_ROW, at, words, made.head)
    for number, cells in enumerate(told.rows, FIRST_ROW):
        for at, words in enumerate(cells):
            sheet.write_string(number, at, words, made.told)
        sheet.set_row(number, height(list(zip(told.widths, cells, strict=True))))
    end = FIRST_ROW + max(len(told.rows), 1) - 1
    set_plan_page(sheet, end, last, f"{plan.code} v{plan.version}", plan.language)
    sheet.freeze_panes(FIRST_ROW, 4)
    sheet.autofilter(COLUMNS_ROW, 0, end, last)
