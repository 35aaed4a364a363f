"""What the summary says of an inspection, beside what was reported."""

from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.messages.numbers_in_messages import decimals_shown
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_live_formulas import named
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.plans.plan import WATER_CLASSES, Indicator, Measure
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Shown

_GAP = (
    f"IF(AND(ISNUMBER({named('inspected')}),ISNUMBER({named('actual')})),"
    f'ROUND({named("inspected")}-{named("actual")},9),"")'
)


def inspection_entries(summary: Summary, row: SummaryRow) -> dict[str, CellEntry]:
    """Return what was found, by how much it differs from what was reported, and by whom and when
    it was found.
    """
    about, language = row.inspected, summary.plan.language
    if about is None:
        return dict.fromkeys(("inspected", "inspection_gap", "inspection"), "")
    one = about.inspection
    said = say(language, "summary.inspection", by=one.said_by, on=day_label(language, one.said_on))
    if about.differs:
        share = format(summary.plan.plan.inspection_tolerance.normalize(), "f")
        said += say(language, "summary.inspection_differs", tolerance=share)
    if one.note:
        said += say(language, "summary.inspection_note", note=one.note)
    return {
        "inspected": _found(language, row, one.value, one.state),
        "inspection_gap": _gap(row),
        "inspection": said,
    }


def _found(language: str, row: SummaryRow, value: str, state: str) -> CellEntry:
    target = row.target
    if not isinstance(target, Indicator):
        return state_word(language, state, target) if state else ""
    figure = Decimal(value)
    classes = target.classes or WATER_CLASSES
    if target.measure is Measure.CLASS:
        known = figure == int(figure) and 1 <= figure <= len(classes)
        return classes[int(figure) - 1] if known else format(figure, "f")
    return Shown(value=figure, decimals=decimals_shown(target, figure))


def _gap(row: SummaryRow) -> CellEntry:
    target, about = row.target, row.inspected
    if about is None or not isinstance(target, Indicator) or target.measure is Measure.CLASS:
        return ""
    gap = about.difference
    decimals = None if gap is None else decimals_shown(target, gap)
    formula = _GAP if row.live is not None else ""
    return Shown(value="" if gap is None else gap, decimals=decimals, formula=formula)
