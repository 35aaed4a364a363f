"""年底预计: where the year's figure comes out if it goes on by its profile, with a range; a figure, not a light."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xlreport.assess.schedule import (
    HOLD,
    baseline_value,
    course,
    is_last,
    of_plan,
    round_down,
    round_up,
    share_due,
    target_value,
)
from xlreport.model.period import Period
from xlreport.model.plan import Direction, Indicator, Measure, Plan
from xlreport.model.record import Record

_FEWEST = 2
_TIMED = frozenset({Measure.CUMULATIVE, Measure.LEVEL, Measure.SHARE})


@dataclass(frozen=True, slots=True)
class Forecast:
    """The figure at the target's end, as it looks from this period."""

    value: Decimal
    """By the share of the way that is due now."""
    low: Decimal
    high: Decimal
    """The least and greatest that any period so far would have given."""


def forecast(indicator: Indicator, plan: Plan, period: Period, records: Sequence[Record]) -> Forecast | None:
    """Return where the year comes out; None for fewer than two periods, in the last one, and where nothing is timed.

    Each period's figure is divided by the share of the way that its profile had due by then (from the baseline for a
    level or share). What is only known at the year's end, held, or a growth has no such share.
    """
    start = _start(indicator, plan, period, records)
    if start is None or is_last(indicator, plan, period):
        return None
    said: dict[Period, Fraction] = {}
    for record in of_plan(records, plan, indicator):
        when = Period.parse(record.period)
        share = share_due(indicator.profile, plan, when, plan.due(indicator))
        if record.value is not None and share and when.year == period.year and when.end <= period.end:
            said[when] = start + (Fraction(record.value) - start) / share
    if len(said) < _FEWEST or period not in said:
        return None
    places = indicator.decimals
    value = round_down(said[period] + Fraction(1, 2 * 10**places), places)
    return Forecast(value, round_down(min(said.values()), places), round_up(max(said.values()), places))


def _start(indicator: Indicator, plan: Plan, period: Period, records: Sequence[Record]) -> Fraction | None:
    """Return where the way begins; None where there is none to divide."""
    target = target_value(indicator, plan, records, period)
    if target is None or indicator.measure not in _TIMED or indicator.direction is Direction.NONE:
        return None
    baseline = baseline_value(indicator, of_plan(records, plan, indicator))
    if course(indicator, target, baseline) == HOLD:
        return None
    if indicator.measure is Measure.CUMULATIVE:
        return Fraction(0)
    return None if baseline is None else Fraction(baseline)
