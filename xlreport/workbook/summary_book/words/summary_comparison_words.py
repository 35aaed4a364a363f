"""What the summary says of two plans side by side: a region's target and the city's that answers
it.
"""

from decimal import Decimal

from xlreport.messages import say
from xlreport.messages.locked_cell_messages import label, promised_text
from xlreport.messages.numbers_in_messages import decimals_shown
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_live_formulas import named
from xlreport.model.judged.judged_summary import Beside, Pair, Summary, SummaryRow
from xlreport.model.plans.plan import Indicator
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Entries, Shown
from xlreport.workbook.summary_book.words.summary_link_words import (
    follows,
    linked_text,
    linked_value,
)
from xlreport.workbook.summary_book.words.summary_target_words import NONE, status_text, value_shown

_FINEST = 6


def beside_entries(summary: Summary) -> list[Entries]:
    """Return a row for each pair; the higher plan's target stands on the left."""
    return [_pair(summary, pair) for pair in summary.pairs]


def _pair(summary: Summary, pair: Pair) -> Entries:
    own, other = _own(summary, pair), _other(summary, pair.other, pair.row)
    if follows(summary):
        own |= _linked(pair, own, "above_code" if pair.above else "below_code")
    above, below = (own, other) if pair.above else (other, own)
    language = summary.plan.language
    return {
        **{f"above_{field}": entry for field, entry in above.items()},
        **{f"below_{field}": entry for field, entry in below.items()},
        "kind": say(language, f"summary.pair_{pair.kind}"),
        "share": _live_share(pair) if follows(summary) else _share(pair),
        "same_period": "" if pair.other.period == str(summary.period) else pair.other.period,
    }


def _own(summary: Summary, pair: Pair) -> dict[str, CellEntry]:
    language, row = summary.plan.language, pair.row
    target, record = row.target, row.record
    entries: dict[str, CellEntry] = {
        "code": target.code, "name": label(target, language), "department": row.department,
        "status": status_text(language, row.assessment.status),
    }  # fmt: skip
    if isinstance(target, Indicator):
        return entries | {
            "promised": promised_text(summary.plan, target, summary.period),
            "actual": value_shown(summary, row, target),
            "unit": target.unit
        }  # fmt: skip
    state = state_word(language, record.state, target) if record and record.state else NONE
    return entries | {
        "promised": promised_text(summary.plan, target, summary.period),
        "actual": state,
        "unit": "",
    }


def _other(summary: Summary, other: Beside, mine: SummaryRow) -> dict[str, CellEntry]:
    language = summary.plan.language
    actual: CellEntry = NONE
    if other.actual is not None:
        actual = Shown(value=other.actual, decimals=_decimals(other.actual, other.unit, mine))
    elif other.state:
        actual = say(language, f"state.{other.state}")
    return {
        "code": other.code, "name": other.name, "department": other.department,
        "promised": other.printed,
        "actual": actual, "unit": other.unit, "status": status_text(language, other.status),
    }  # fmt: skip


def _decimals(figure: Decimal, unit: str, mine: SummaryRow) -> int:
    """Return how many decimals the other plan's figure has: our own target's where the unit is the
    same, else its own.
    """
    if isinstance(mine.target, Indicator) and mine.target.unit == unit:
        return decimals_shown(mine.target, figure)
    exponent = figure.normalize().as_tuple().exponent
    return min(max(-exponent if isinstance(exponent, int) else 0, 0), _FINEST)


def _share(pair: Pair) -> CellEntry:
    """Return which part of the higher plan's figure the lower one's is, where its amounts add up to
    it.
    """
    mine, theirs = pair.row.actual, pair.other.actual
    whole, part = (mine, theirs) if pair.above else (theirs, mine)
    units = {getattr(pair.row.target, "unit", ""), pair.other.unit}
    if pair.kind != "part" or whole is None or part is None or whole <= 0 or len(units) > 1:
        return NONE
    return Decimal(part) / Decimal(whole)


def _linked(pair: Pair, own: Entries, code: str) -> dict[str, CellEntry]:
    """Return the cells of our own target that follow its row."""
    row = pair.row
    found = {"status": linked_text(row, "status", own["status"], code)}
    if isinstance(row.target, Indicator):
        decimals = row.target.decimals
        found["actual"] = linked_value(row, "actual", own["actual"], decimals=decimals, code=code)
        found["promised"] = linked_text(row, "printed", own["promised"], code)
    else:
        found["actual"] = linked_text(row, "state", own["actual"], code)
    return found


def _live_share(pair: Pair) -> CellEntry:
    """Return the share as it follows a correction; nothing where the two can never add up."""
    theirs = pair.other.actual
    units = {getattr(pair.row.target, "unit", ""), pair.other.unit}
    if pair.kind != "part" or theirs is None or len(units) > 1:
        return NONE
    share, own = _share(pair), named("above_actual" if pair.above else "below_actual")
    part = f"{theirs:f}/{own}" if pair.above else f"{own}/{theirs:f}"
    whole = f"{own}>0" if pair.above else ("TRUE" if theirs > 0 else "FALSE")
    shown = (
        Shown(value="—", mark="look.none") if not isinstance(share, Decimal) else Shown(value=share)
    )
    formula = f'IF(ISNUMBER({own}),IF({whole},{part},"—"),"—")'
    return Shown(value=shown.value, mark=shown.mark, formula=formula)
