"""The disaster test: what no figure could light before a target's last period."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judgement_schedule import is_last
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import WATER_CLASSES, Direction, Indicator, Measure, Plan
from xlreport.model.returns.accepted_record import Record

_LIT = frozenset({Status.AT_RISK, Status.OFF_TRACK})
_WORST_RATE = Decimal(-50)
_WORSE = Decimal(10)
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class DisasterTest:
    """What a disastrous figure lights at one period's end."""

    period: Period
    tested: int
    """Indicators that have a value and are asked by then."""
    dark: tuple[Indicator, ...]
    """Those of them that stay dark."""
    unasked: tuple[Indicator, ...]
    """Those that have a value and are first asked later."""


def disaster_test(plan: Plan, period: Period) -> DisasterTest:
    """Judge the worst plausible figure of every indicator at a quarter's end.

    A figure that is not asked in that quarter is taken from the last one before in which it is.
    Where the department is asked for last year's figure, that is taken to have been better.
    """
    judged = [one for one in plan.indicator if _has_target(one)]
    asked = [(one, when) for one in judged if (when := _last_asked(one, plan, period))]
    return DisasterTest(
        period=period,
        tested=len(asked),
        dark=tuple(one for one, when in asked if not _lights(one, plan, period, when)),
        unasked=tuple(one for one in judged if _last_asked(one, plan, period) is None),
    )


def never_warned(plan: Plan) -> Iterator[tuple[int, Indicator]]:
    """Yield, with its serial number, each indicator that is asked before its last quarter and that
    no figure could turn at risk or off track by then.
    """
    quarters = [Period(plan.year, "quarter", number) for number in range(1, _QUARTERS + 1)]
    for serial, one in enumerate(plan.indicator, 1):
        if not _has_target(one):
            continue
        asked = [when for when in quarters if one.is_asked(when)]
        early = [when for when in asked if not is_last(one, plan, when)]
        if early and not any(_lights(one, plan, when, when) for when in early):
            yield serial, one


def worst_figure(indicator: Indicator) -> Decimal:
    """Return the worst figure that is plausible, and far worse than last year's."""
    target = indicator.value or Decimal(0)
    if indicator.measure is Measure.CLASS:
        return Decimal(len(indicator.classes or WATER_CLASSES))
    if indicator.direction is Direction.LESS:
        most = max(abs(target), abs(_last_year(indicator)), Decimal(1)) * _WORSE
        if indicator.maximum is None:
            return most
        return indicator.maximum
    if indicator.minimum is not None:
        return indicator.minimum
    if indicator.measure in {Measure.GROWTH, Measure.FALL}:
        return _WORST_RATE
    return Decimal(0)


def _has_target(indicator: Indicator) -> bool:
    return indicator.direction is not Direction.NONE and indicator.value is not None


def _last_asked(indicator: Indicator, plan: Plan, period: Period) -> Period | None:
    last = period.end_month // 3
    numbers = range(last, 0, -1)
    quarters = (Period(plan.year, "quarter", number) for number in numbers)
    return next((when for when in quarters if indicator.is_asked(when)), None)


def _last_year(indicator: Indicator) -> Decimal:
    given = indicator.baseline
    if given is not None and given.value is not None:
        return given.value
    target = indicator.value or Decimal(0)
    # a figure that must fall stood higher last year, one that must rise had some of the way behind
    if indicator.direction is Direction.LESS:
        return abs(target) * 2 + 1
    return target / 2


def _lights(indicator: Indicator, plan: Plan, period: Period, when: Period) -> bool:
    asks = indicator.baseline is not None and indicator.baseline.asked
    record = Record(
        plan=plan.code,
        period=when,
        department=indicator.reported_by,
        kind="indicator",
        code=indicator.code,
        value=worst_figure(indicator),
        baseline=_last_year(indicator) if asks else None,
    )
    now, earlier = (record, ()) if when == period else (None, (record,))
    return judge_indicator(indicator, plan, period, now, earlier).status in _LIT
