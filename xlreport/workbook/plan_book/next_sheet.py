"""The sheet of a next year's plan that lists what became of each row of this year's; it is only
told, and never read back.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xlreport.messages import say
from xlreport.model.plans.next_year import NextLine
from xlreport.model.plans.plan import Plan
from xlreport.workbook.plan_book.plan_book_look import (
    BAND,
    FIRST,
    HEAD,
    HEIGHTS,
    NO_BAND,
    STRIP,
    TITLE,
    PlanFormats,
    height,
    set_plan_page,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_WIDTHS = {
    "kind": 12, "table": 9, "code": 8, "name": 26, "unit": 8, "before": 18, "after": 18,
    "words": 70,
}  # fmt: skip


def next_sheet(
    book: "Workbook", plan: Plan, lines: Sequence[NextLine], made: PlanFormats, language: str
) -> None:
    """Write the list as the last sheet of the workbook."""
    sheet = book.add_worksheet(say(language, "plan_next.sheet"))
    for at, wide in enumerate(_WIDTHS.values()):
        sheet.set_column(at, at, wide)
    for row, points in HEIGHTS.items():
        sheet.set_row(row, points)
    sheet.set_row(BAND, NO_BAND)
    last = len(_WIDTHS) - 1
    for row, look in ((TITLE, made.title), (STRIP, made.strip)):
        for at in range(1, last + 1):
            sheet.write_blank(row, at, None, look)
    title = say(language, "plan_next.title", year=plan.year)
    sheet.write_string(TITLE, 0, f"{plan.title}　{title}", made.title)
    sheet.write_string(STRIP, 0, say(language, "plan_next.strip"), made.strip)
    for at, name in enumerate(_WIDTHS):
        sheet.write_string(HEAD, at, say(language, f"plan_next.column_{name}"), made.head)
    for number, line in enumerate(lines, FIRST):
        cells = _cells(line, language)
        for at, words in enumerate(cells):
            sheet.write_string(number, at, words, made.told)
        sheet.set_row(number, height(list(zip(_WIDTHS.values(), cells, strict=True))))
    end = FIRST + len(lines) - 1
    set_plan_page(sheet, end, last, f"{plan.code} v{plan.version}", language)
    sheet.freeze_panes(FIRST, 4)
    sheet.autofilter(HEAD, 0, end, last)


def _cells(line: NextLine, language: str) -> tuple[str, ...]:
    return (
        say(language, f"plan_next.kind_{line.kind}"),
        say(language, f"plan_diff.table_{line.table}"),
        line.code,
        line.name,
        line.unit,
        line.before,
        line.after,
        line.words,
    )
