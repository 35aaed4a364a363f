"""A table of indicators → rows of the draft, and the other numbers in its cells."""

from dataclasses import replace

from xlreport.draft.draft_rows import Drafting, drafted_row, rejected_number, worded_rows
from xlreport.draft.draft_table_targets import TableTarget, table_targets
from xlreport.draft.parts.part_headings import Part
from xlreport.draft.sentences.sentence_target import Taken
from xlreport.draft.text.text_numbers import quantities
from xlreport.draft.text.text_tables import IndicatorTable
from xlreport.model.plans.plan_draft_types import DraftBaseline, DraftRow, Rejected

_UNSURE = 40


def table_rows(drafting: Drafting, table: IndicatorTable) -> tuple[list[DraftRow], list[Rejected]]:
    """Return a table's targets row by row, and the numbers in it that are none.

    They are ticked where the table stands in the year's part or behind the report, and its column is of the year;
    a table of the review has none.
    """
    flat = drafting.text.flat
    part = _part(drafting, table)
    if part is Part.REVIEW:
        return [], []
    rows: list[DraftRow] = []
    used: list[tuple[int, int]] = []
    for one in table_targets(table, flat):
        if isinstance(one.found, Taken):
            used.append((one.found.quantity.start, one.found.quantity.end))
            found = [drafted_row(drafting, one.span, one.found, part)]
        else:
            found = list(worded_rows(drafting, one.span, one.found, part))
        rows += [_finished(drafting, row, one, part) for row in found]
    left = [
        rejected_number(drafting, (row[0].start, row[-1].end), quantity, "table")
        for row in table.rows
        for cell in {cell.start: cell for cell in row}.values()
        for quantity in quantities(flat, cell.start, cell.end)
        if not any(start <= quantity.start < end for start, end in used)
    ]
    left += [
        rejected_number(drafting, (table.start, table.rows[0][0].start), quantity, "table")
        for quantity in quantities(flat, table.start, table.rows[0][0].start)
    ]
    return rows, left


def _part(drafting: Drafting, table: IndicatorTable) -> Part:
    """Return the part in which a table stands; behind the report it is an annex to the year's."""
    parts = drafting.parts
    inside = next((part for start, end, part in parts.spans if start <= table.start < end), None)
    behind = inside in {None, Part.CLOSING} and table.start >= parts.start
    return Part.PLAN if behind else inside or Part.UNCLEAR


def _finished(drafting: Drafting, row: DraftRow, one: TableTarget, part: Part) -> DraftRow:
    """Give a row what its table says besides: the column's year, last year's figure, how binding it is."""
    text, year = drafting.text, one.year or row.year
    this = year == drafting.parts.year
    baseline = row.baseline
    if one.before is not None:
        words = text.original(*one.span)
        number = text.original(one.before.start, one.before.end)
        unit = one.before.unit or row.unit
        line = text.line(one.before.start)
        baseline = DraftBaseline(one.before.value, unit, "eq", number, words, line)
    return replace(
        row,
        year=year,
        ticked=row.ticked and this and part is Part.PLAN,
        confidence=row.confidence if this else min(row.confidence, _UNSURE),
        baseline=baseline,
        commitment=one.commitment or row.commitment,
    )
