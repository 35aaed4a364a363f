"""A template with one column more, for evidence (佐证材料): after the remarks, and like them."""

from collections.abc import Iterable
from dataclasses import replace

from xlreport.model.plans.plan_form_types import EVIDENCE
from xlreport.workbook.looks.template_looks import CellLook, Looks, RowLook, SheetLook

_AFTER = "remark"


def with_evidence_column(looks: Looks, heading: str) -> Looks:
    """Return a template whose tables have a column for evidence; what stands to the right of the
    remarks moves one column further. Restyled templates get it too.
    """
    sheets = tuple(_widened(one, heading) if one.pattern else one for one in looks.sheets)
    return replace(looks, sheets=sheets)


def _widened(sheet: SheetLook, heading: str) -> SheetLook:
    pattern, after = sheet.pattern, sheet.places.get(_AFTER)
    if pattern is None or after is None or EVIDENCE in sheet.places:
        return sheet
    above = pattern.row - 1

    def moved(row: RowLook) -> RowLook:
        cells: list[CellLook] = []
        for cell in row.cells:
            cells.append(replace(cell, column=_right(cell.column, after)))
            if cell.column == after:  # a band across the sheet goes on over the new column
                words = heading if row.row == above else None
                cells.append(
                    replace(cell, column=after + 1, value=words, parts=(), field="", asked=False)
                )
        return replace(row, cells=tuple(cells))

    typed = next(cell for cell in pattern.cells if cell.column == after)
    own = replace(
        typed, column=after + 1, parts=("", f"input.{EVIDENCE}", ""), field=EVIDENCE, asked=True
    )
    moved_pattern = moved(pattern)
    cells = sorted((*moved_pattern.cells, own), key=lambda cell: cell.column)
    width = [replace(one, column=after + 1) for one in sheet.columns if one.column == after]
    columns = [replace(one, column=_right(one.column, after)) for one in sheet.columns]
    area = sheet.page.area
    if area is not None:
        area = (area[0], _right(area[1], after), area[2], _end(area[3], after))
    return replace(
        sheet,
        head=tuple(map(moved, sheet.head)),
        pattern=replace(moved_pattern, cells=tuple(cells)),
        foot=tuple(map(moved, sheet.foot)),
        columns=tuple(sorted((*columns, *width), key=lambda one: one.column)),
        places={name: _right(at, after) for name, at in sheet.places.items()}
        | {EVIDENCE: after + 1},
        merged=tuple(_stretched(sheet.merged, after)),
        freeze=(sheet.freeze[0], _right(sheet.freeze[1], after)),
        page=replace(sheet.page, area=area),
    )


def _right(column: int, after: int) -> int:
    """Return where a column comes to stand."""
    return column + 1 if column > after else column


def _end(column: int, after: int) -> int:
    """Return where something ends that reaches to a column: what ends with the remarks takes the
    new column in.
    """
    return column + 1 if column >= after else column


def _stretched(
    merged: Iterable[tuple[int, int, int, int]], after: int
) -> Iterable[tuple[int, int, int, int]]:
    for top, left, bottom, right in merged:
        single = left == right
        yield top, _right(left, after), bottom, (_right if single else _end)(right, after)
