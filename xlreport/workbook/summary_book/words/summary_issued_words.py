"""What was issued and what was changed since: a row's mark, and the words before what cannot follow
a correction.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from xlreport.messages import say
from xlreport.messages.numbers_in_messages import number_as_shown
from xlreport.model.judged.judged_live_formulas import Live, named, quoted_string, serial_of
from xlreport.model.judged.judged_summary import SummaryRow
from xlreport.model.plans.plan import Indicator, Measure
from xlreport.model.plans.plan_threshold_types import Policy
from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    Entries,
    Shown,
    entry_value,
)

LINES = ("green", "amber", "done")
_SAME_DECIMALS = 9
# the placeholder of a threshold, and its name
_THRESHOLD = re.compile(r"policy\.(\w+)")
_LONGEST = 250
"""Characters of a text that is compared; of a longer one only whether it is there."""


def changed_mark(row: SummaryRow, live: Live, policy: Policy, entries: Entries) -> str:
    """Return the formula that is 1 where anything that the row rests on differs from what was
    issued, else 0.
    """
    kept = ",".join(_kept(row, live, policy, entries))
    return f"IF(AND({kept}),0,1)"


def _kept(row: SummaryRow, live: Live, policy: Policy, entries: Entries) -> Iterator[str]:
    judged, about = row.assessment, row.inspected
    if about is not None and about.counts:
        one = about.inspection
        shown = entry_value(entries["inspected"])
        classed = isinstance(row.target, Indicator) and row.target.measure is not Measure.CLASS
        yield (
            same_number("inspected", Decimal(one.value))
            if classed
            else same_text("inspected", shown)
        )
    yield f"{named('status')}={named(f'status.{judged.status}')}"
    if isinstance(row.target, Indicator):
        if row.target.measure is Measure.CLASS and row.actual is not None:
            yield same_text("actual", entry_value(entries["actual"]))
        else:
            yield same_number("actual", row.actual)
        if row.actual is None:  # a word typed there (待核) is not what was issued either
            shown = same_text("actual", entry_value(entries["actual"]))
            yield f'OR({named("actual")}="",{shown})'
        yield same_number("target", judged.target)
        yield same_number("baseline", row.baseline)
        for name in LINES:
            if getattr(live, name):
                yield same_number(name, getattr(judged, name))
    else:
        yield same_text("state", entry_value(entries["state"]))
        yield same_day("expected", judged.expected_on)
        yield same_day("deadline", judged.deadline)
        yield same_text("progress", entry_value(entries["progress"]))
    if row.record is not None and row.record.no_data:
        yield same_text("remark", row.record.remark)
    formulas = "".join(str(getattr(live, field)) for field in Live.__dataclass_fields__)
    for threshold in sorted(set(_THRESHOLD.findall(formulas))):
        yield same_number(f"policy.{threshold}", getattr(policy, threshold))


def differs(policy: Policy, thresholds: Iterable[str]) -> str:
    """Return the test that a row is marked, or one of these thresholds is not as it was issued."""
    kept = (same_number(f"policy.{name}", getattr(policy, name)) for name in thresholds)
    return f"OR({named('changed')}=1,NOT(AND({','.join(kept)})))"


def same_number(name: str, value: Decimal | None) -> str:
    """Return the test that a cell still holds a number; a blank is none, and never 0."""
    cell = named(name)
    if value is None:
        return f"NOT(ISNUMBER({cell}))"
    rounded = f"ROUND({cell},{_SAME_DECIMALS})=ROUND({value:f},{_SAME_DECIMALS})"
    return f"IF(ISNUMBER({cell}),{rounded},FALSE)"


def same_day(name: str, day: date | None) -> str:
    """Return the test that a cell still holds a day."""
    return same_number(name, None if day is None else Decimal(serial_of(day)))


def same_text(name: str, text: object) -> str:
    """Return the test that a cell still holds a text; of a long one only that something stands
    there.
    """
    cell, said = named(name), "" if text is None else str(text)
    if len(said) > _LONGEST:
        return f'{cell}<>""'
    return f"{cell}={quoted_string(said)}"


@cache
def issued_stamp(language: str) -> str:
    """Return the words that stand before what is as it was issued, as a formula holds them."""
    return quoted_string(say(language, "summary.as_issued"))


def stamped(language: str, entry: CellEntry, when: str = f"{named('changed')}=1") -> CellEntry:
    """Return what cannot follow a correction, with the stamp before it once something has been
    changed.
    """
    value = entry_value(entry)
    if isinstance(value, date):
        return entry
    value = "" if value is None else value
    shown = entry._replace(value=value) if isinstance(entry, Shown) else Shown(value=value)
    plain = quoted_string(value) if isinstance(value, str) else f"{value:f}"
    text = value if isinstance(value, str) else _as_shown(value, shown.decimals)
    then = f"{shown.before}{text}{shown.after}"
    formula = f"IF({when},{issued_stamp(language)}&{quoted_string(then)},{plain})"
    return shown._replace(formula=formula)


def _as_shown(value: float | Decimal, decimals: int | None) -> str:
    """Return a number as its cell shows it."""
    return f"{value:f}" if decimals is None else number_as_shown(Decimal(value), decimals)
