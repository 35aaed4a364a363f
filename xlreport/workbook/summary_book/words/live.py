"""The live cells of the summary: what is reckoned anew when somebody corrects a figure, a target or
a threshold.
"""

from decimal import Decimal
from functools import cache

from xlreport.messages import say
from xlreport.model.judged.live import Live, named, quoted_string
from xlreport.model.judged.summary import SummaryRow
from xlreport.model.plans.plan import Indicator
from xlreport.workbook.summary_book.painting.cells import CellEntry, Entries, Shown

_RECKONED = ("status", "expected", "gap", "pace", "attainment")
_LINES = ("green", "amber", "done")
_SAME_DECIMALS = 9
_DEEP = 400
"""Characters of a reason that a formula carries; longer ones stand as they are."""
_GAP_BAR = (
    "IF(ISNUMBER({gap}),MAX(-1,MIN(1,{gap}/"
    'IF(AND(ISNUMBER({amber}),{green}<>{amber}),ABS({green}-{amber}),IF({green}<>0,ABS({green})*0.3,1)))),"")'
).format(**{field: named(field) for field in ("gap", *_LINES)})  # fmt: skip


def made_live(language: str, row: SummaryRow, entries: Entries) -> Entries:
    """Return a row's entries with their formulas; the results that Python reckoned stay as the
    stored values.
    """
    if row.live is None:
        return entries
    found = dict(entries)
    for field in _RECKONED:
        if formula := getattr(row.live, field):
            found[field] = _shown(entries.get(field), formula)
    if isinstance(row.target, Indicator):
        found |= _lines(row, row.live)
        if row.live.gap:
            found["gap_bar"] = _shown(entries.get("gap_bar"), _GAP_BAR)
    words = entries.get("reason")
    if isinstance(words, str) and 0 < len(words) <= _DEEP:
        found["reason"] = Shown(value=words, formula=_reason(language, row, words))
    return found


def _shown(entry: CellEntry, formula: str) -> Shown:
    if isinstance(entry, Shown):
        return Shown(
            value=entry.value,
            decimals=entry.decimals,
            before=entry.before,
            after=entry.after,
            mark=entry.mark,
            formula=formula,
        )
    return Shown(value="" if entry is None else entry, formula=formula)  # type: ignore[arg-type] # days are never reckoned


def _lines(row: SummaryRow, live: Live) -> dict[str, CellEntry]:
    """Return target, baseline and the bounds, which stand beside the page: what is compared can be
    seen.
    """
    judged = row.assessment
    lines: dict[str, CellEntry] = {"target": judged.target, "baseline": row.baseline}
    for name in _LINES:
        value, formula = getattr(judged, name), getattr(live, name)
        lines[name] = (
            Shown(value="—" if value is None else value, formula=formula) if formula else None
        )
    return lines


def _reason(language: str, row: SummaryRow, words: str) -> str:
    """Return the formula that says before the reason that a number of it has been changed since."""
    judged = row.assessment
    if isinstance(row.target, Indicator):
        kept = [_kept("actual", judged.actual)] if not row.target.classes else []
        kept += [_kept(name, getattr(judged, name)) for name in _LINES if getattr(row.live, name)]
    else:
        kept = [f"{named('status')}={named(f'status.{judged.status}')}"]
    if not kept:
        return ""
    changed = _changed(language)
    return f'IF(AND({",".join(kept)}),"",{changed})&{quoted_string(words)}'


@cache
def _changed(language: str) -> str:
    return quoted_string(say(language, "summary.changed_here"))


def _kept(name: str, value: Decimal | None) -> str:
    if value is None:
        return f"NOT(ISNUMBER({named(name)}))"
    return f"ROUND(N({named(name)}),{_SAME_DECIMALS})=ROUND({value:f},{_SAME_DECIMALS})"
