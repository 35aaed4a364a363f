"""年底预计: where the year's figure comes out if it goes on by its profile, with a range; a figure,
not a light.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from xlreport.assess.judgement_policies import policy_of
from xlreport.assess.judgement_schedule import (
    HOLD,
    baseline_among,
    course,
    is_last,
    of_plan,
    round_down,
    round_up,
    rounded_down,
    share_due,
    target_value,
)
from xlreport.model.judged.judged_assessment import Forecast
from xlreport.model.period import Period
from xlreport.model.plans.plan import Direction, Indicator, Measure, Plan
from xlreport.model.plans.plan_units import in_points
from xlreport.model.returns.accepted_record import Record

_FEWEST = 2
_FEWEST_LAST_YEAR = 4
"""Periods that must be known of last year before its own shape counts."""
_MONTHS = 12
_TIMED = frozenset({Measure.CUMULATIVE, Measure.LEVEL, Measure.SHARE})


def forecast(
    indicator: Indicator, plan: Plan, period: Period, records: Sequence[Record]
) -> Forecast | None:
    """Return where the year comes out; None for fewer than two periods, in the last one, and where
    nothing is timed.

    Each period's figure is divided by the share of the way that it had come by then last year,
    where that is known of a cumulative figure, else by what its profile had due (from the baseline
    for a level or share). What is only known at the year's end, held, or a growth has no such
    share.

    Args:
        indicator: what is reported.
        plan: its plan.
        period: the latest one.
        records: what was reported, in any order, also last year.
    """
    if len(records) < _FEWEST or is_last(indicator, plan, period):
        return None
    start = _start(indicator, plan, period, records)
    if start is None:
        return None
    shape = _last_year(indicator, plan, records)
    said: dict[Period, Fraction] = {}
    own = tuple(of_plan(records, plan, indicator))
    for record in own:
        when = record.period
        share = shape.get(when.end_month) or share_due(
            indicator.profile, plan, when, plan.due(indicator)
        )
        if (
            record.value is not None
            and share
            and when.year == period.year
            and when.end <= period.end
        ):
            said[when] = _whole(start, record.value, share)
    if len(said) < _FEWEST or period not in said:
        return None
    places = indicator.decimals
    whole, parts = said[period].as_integer_ratio()
    value = rounded_down(whole * 2 * 10**places + parts, parts * 2 * 10**places, places)
    low, high = round_down(min(said.values()), places), round_up(max(said.values()), places)
    return _kept_possible(indicator, Forecast(value, low, high), own, period)


def _kept_possible(
    indicator: Indicator, said: Forecast, records: Sequence[Record], period: Period
) -> Forecast:
    """Keep a forecast within what can be: an amount is never less than what is reached already, a
    share stays within 0 to 100.
    """
    least, most = None, None
    if indicator.measure is Measure.CUMULATIVE:
        least = max(one.value for one in records if one.value is not None and one.period == period)
    elif indicator.measure is Measure.SHARE and in_points(indicator.unit):
        least, most = Decimal(0), Decimal(100)

    def kept(number: Decimal) -> Decimal:
        number = number if least is None else max(number, least)
        return number if most is None else min(number, most)

    return Forecast(kept(said.value), kept(said.low), kept(said.high))


def _whole(start: Decimal, value: Decimal, share: Fraction) -> Fraction:
    """Return start + (value − start) ÷ share, exactly."""
    (begun, pieces), (come, parts), (gone, all_) = (
        one.as_integer_ratio() for one in (start, value, share)
    )
    way = (come * pieces - begun * parts) * all_
    return Fraction(begun * parts * gone + way, pieces * parts * gone)


def _start(
    indicator: Indicator, plan: Plan, period: Period, records: Sequence[Record]
) -> Decimal | None:
    """Return where the way begins; None where there is none to divide."""
    target = target_value(indicator, plan, records, period)
    if target is None or indicator.measure not in _TIMED or indicator.direction is Direction.NONE:
        return None
    baseline = baseline_among(indicator, plan, records)
    policy = policy_of(plan).with_overrides(indicator.bounds)
    if course(indicator, policy, target, baseline) == HOLD:
        return None
    if indicator.measure is Measure.CUMULATIVE:
        return Decimal(0)
    return baseline


def _last_year(indicator: Indicator, plan: Plan, records: Sequence[Record]) -> dict[int, Fraction]:
    """Return which share of last year's whole a cumulative figure had reached by the end of each
    month.

    Last year's records are those of the plan whose code differs by the year alone (TIBET-2019 for
    TIBET-2020).
    """
    year = plan.year
    code = plan.code.replace(str(year), str(year - 1))
    if indicator.measure is not Measure.CUMULATIVE or code == plan.code:
        return {}
    said: dict[int, Fraction] = {}
    for record in records:
        if (record.plan, record.kind, record.code) == (
            code,
            "indicator",
            indicator.code,
        ) and record.value is not None:
            when = record.period
            if when.year == year - 1:
                said[when.end_month] = Fraction(record.value)
    if len(said) < _FEWEST_LAST_YEAR:
        return {}
    whole = said.get(_MONTHS, Fraction(0))
    return {month: value / whole for month, value in said.items() if 0 < value <= whole}
