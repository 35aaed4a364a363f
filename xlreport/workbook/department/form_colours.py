"""Conditional formats of a department's workbook: yellow goes when filled, orange asks for a
reason, red to correct.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xlreport.messages import say
from xlreport.model.plans.plan_form_types import Form
from xlreport.workbook.department.form_layout import SheetLayout
from xlreport.workbook.department.form_live_formulas import (
    COMPLETE,
    MISSING,
    REASON,
    WRONG,
    formula_text,
)
from xlreport.workbook.looks.template_looks import CellLook, Looks, RowLook
from xlreport.workbook.workbook_names import column_name

#: what the colours are where a template lends none: fill and font
_OWN = {
    "filled": ("#FFFFFF", ""), "missing": ("#FFF3C9", "#6B4E00"), "reason": ("#FDE7C7", "#7A3E00"),
    "wrong": ("#FBDDD9", "#9B1C13"), "complete": ("#E4F3EA", "#16593A"), "optional": ("#ECEEF1",
    "#4F5966"),
}  # fmt: skip
_REQUIRED = {"indicator": ("progress", "source"), "milestone": ("progress",)}

_FREE = ("problems", "next_steps", "remark")
"""Grey where the figure is not asked, so to be whitened too."""

CellRange = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


@dataclass(frozen=True, slots=True)
class ColourRule:
    """One rule: where it holds, its formula, and which colour (`missing`, `wrong`, …) it gives."""

    cells: CellRange
    formula: str
    colour: str


def colour(looks: Looks, name: str) -> dict[str, Any]:
    """Return fill and font of a colour as XlsxWriter's properties."""
    fill, font = _OWN[name]
    lent = dict(looks.looks[looks.marks[name]]) if name in looks.marks else {}
    look = {"bg_color": lent.get("bg_color", fill)}
    ink = lent.get("font_color", font)
    # White is for what a clerk has typed: its own font stays.
    return look | ({"font_color": ink} if ink and name != "filled" else {})


def table_rules(form: Form, sheet: SheetLayout) -> Iterator[ColourRule]:
    """Yield the rules of a data sheet's table in the order in which they hold (the first that holds
    stops).
    """
    check = f"${column_name(sheet.look.places['check'])}{sheet.first + 1}"
    for sign, name in (
        (COMPLETE, "complete"),
        (MISSING, "missing"),
        (WRONG, "wrong"),
        (REASON, "reason"),
    ):
        yield ColourRule(_cells(sheet, "check"), f'=LEFT({check},1)="{sign}"', name)
    if sheet.look.kind == "indicator":
        yield ColourRule(_cells(sheet, "actual"), f'=LEFT({check},1)="{WRONG}"', "wrong")
        yield ColourRule(_cells(sheet, "actual"), f'=LEFT({check},1)="{REASON}"', "reason")
        yield _whitened(sheet, "actual")
        for at, row in enumerate(form.indicators):
            if row.baseline_asked and "baseline" in sheet.look.places:
                number, column = sheet.first + at, sheet.look.places["baseline"]
                cell = (number, column, number, column)
                yield filled_rule(cell)
                missing = formula_text(say(form.language, "check.no_baseline"))
                yield ColourRule(
                    cell,
                    f"=${column_name(sheet.look.places['check'])}{number + 1}={missing}",
                    "missing",
                )
    else:
        yield from _of_milestone(form, sheet, check)
    for field in _REQUIRED[sheet.look.kind]:
        yield _whitened(sheet, field)
    asks = formula_text(say(form.language, "check.ask_reason"))
    remark = f"{column_name(sheet.look.places['remark'])}{sheet.first + 1}"
    yield ColourRule(
        _cells(sheet, "remark"),
        f'=AND(OR(LEFT({check},1)="{REASON}",{check}={asks}),LEN(TRIM({remark}))=0)',
        "reason",
    )
    if sheet.look.kind == "indicator" and not all(row.asked for row in form.indicators):
        for field in _FREE:
            yield _whitened(sheet, field)


def _of_milestone(form: Form, sheet: SheetLayout, check: str) -> Iterator[ColourRule]:
    not_state = formula_text(say(form.language, "check.not_state"))
    late = formula_text(say(form.language, "check.late"))
    dropped = formula_text(say(form.language, "state.dropped"))
    state, expected = _cells(sheet, "state"), _cells(sheet, "expected")
    yield ColourRule(state, f"={check}={not_state}", "wrong")
    yield _whitened(sheet, "state")
    yield ColourRule(expected, f'=AND(LEFT({check},1)="{WRONG}",{check}<>{not_state})', "wrong")
    yield ColourRule(expected, f"={check}={late}", "reason")
    yield _whitened(sheet, "expected")
    yield ColourRule(expected, f"=${column_name(state[1])}{sheet.first + 1}={dropped}", "filled")


def _cells(sheet: SheetLayout, field: str) -> CellRange:
    column = sheet.look.places[field]
    return sheet.first, column, sheet.last, column


def _whitened(sheet: SheetLayout, field: str) -> ColourRule:
    return filled_rule(_cells(sheet, field))


def filled_rule(cells: CellRange) -> ColourRule:
    """Return the rule that whitens cells in which something stands."""
    return ColourRule(cells, f"=LEN(TRIM({column_name(cells[1])}{cells[0] + 1}))>0", "filled")


def live_rules(sheet: SheetLayout, looks: Looks) -> Iterator[ColourRule]:
    """Yield the rules that turn a live line or tile green when nothing is left to do."""
    for rows, shift in ((sheet.look.head, 0), (sheet.look.foot, sheet.shift)):
        for above, row in zip((None, *rows), rows, strict=False):
            for cell in row.cells:
                if cell.field == "live" or cell.field.startswith("live."):
                    first, last = _ground(row, above, cell, looks)
                    where = f"${column_name(cell.column)}${row.row + shift + 1}"
                    area = (first + shift, cell.column, row.row + shift, last)
                    yield ColourRule(area, f'=LEFT({where},1)="{COMPLETE}"', "complete")


def _ground(row: RowLook, above: RowLook | None, cell: CellLook, looks: Looks) -> tuple[int, int]:
    """Return first row and last column of the ground that a live cell shares: its label, cells its
    words run over.
    """

    def fill(one: CellLook) -> object:
        return dict(looks.looks[one.look]).get("bg_color")

    beside = {one.column: one for one in row.cells if one.value is None and not one.parts}
    last = cell.column
    while last + 1 in beside and fill(beside[last + 1]) == fill(cell):
        last += 1
    label = next((one for one in above.cells if one.column == cell.column), None) if above else None
    return (row.row - 1 if label is not None and fill(label) == fill(cell) else row.row), last
