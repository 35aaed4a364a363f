"""What is due when: the share of the way by a profile, the target's value, and the figure due by a
period's end.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import TYPE_CHECKING

from xlreport.assess.judgement_policies import policy_of
from xlreport.model.period import Period
from xlreport.model.plans.plan import (
    Direction,
    Indicator,
    Measure,
    Milestone,
    Plan,
    Policy,
    Target,
)
from xlreport.model.plans.plan_units import counts_pieces

if TYPE_CHECKING:
    from xlreport.model.returns.accepted_record import Record

HOLD, YEAR_END, LINEAR, PATH = "hold", "year_end", "linear", "path"
_LEVELS = frozenset({Measure.LEVEL, Measure.SHARE})
_CUMULATIVE, _NEITHER = Measure.CUMULATIVE, Direction.NONE
_MONTHS, _QUARTER = 12, 3
FORGIVEN = "0.000005"
"""What rounding down or up forgives of the last decimal, so that formulas with binary fractions
come out the same.
"""
_GRAINS = int(1 / Fraction(FORGIVEN))
_FINE_DECIMALS = 12
"""Three more than a light compares, so that per cents of what is due come out exactly."""
_FINE = 10**_FINE_DECIMALS
_ROOM = Context(prec=400)
_WHOLE, _NOUGHT = Fraction(1), Decimal(0)


@lru_cache
def months_to(year: int, day: date) -> Fraction:
    """Return how many months of the plan's year have passed when a day is over (30 June is 6, 15
    June 5.5).
    """
    last_day = Period(day.year, "month", day.month).end.day
    return (day.year - year) * _MONTHS + day.month - 1 + Fraction(day.day, last_day)


def is_last(target: Target, plan: Plan, period: Period) -> bool:
    """Say whether a period is the target's last: the day by which it is to be met is not after the
    period's end.
    """
    return period.end >= plan.due(target)


def share_due(profile: str, plan: Plan, period: Period, due: date | None = None) -> Fraction | None:
    """Return the share of the way that is due by the period's end, 0 to 1.

    `linear` is elapsed months over twelve (时间过半、任务过半), or over the months until `due`
    where that is given. A list of the plan is per cent at equal steps of the year; inside a step it
    is straight, so that a quarterly list also serves months. `hold` is the whole from the first
    day. None for `year_end` before its last period, and for a profile that the plan does not have:
    nothing can be said before the end.
    """
    end, now = due or plan.year_end, period.end
    if profile == HOLD or now >= end:
        return _WHOLE
    if profile == LINEAR:
        return _elapsed(plan.year, now, end)
    steps = plan.profiles.get(profile)
    if steps:
        return _along(steps, months_to(plan.year, now))
    return None


@lru_cache
def _elapsed(year: int, now: date, end: date) -> Fraction:
    return months_to(year, now) / months_to(year, end)


@lru_cache
def _along(steps: tuple[Decimal, ...], elapsed: Fraction) -> Fraction:
    points = (Fraction(0), *(Fraction(step) / 100 for step in steps))
    place = min(elapsed * len(steps) / _MONTHS, Fraction(len(steps)))
    before = floor(place)
    after = min(before + 1, len(steps))
    return points[before] + (points[after] - points[before]) * (place - before)


def of_plan(records: Sequence["Record"], plan: Plan, indicator: Indicator) -> tuple["Record", ...]:
    """Return an indicator's records of this plan; codes are only unique within a plan."""
    mine = (plan.code, "indicator", indicator.code)
    return tuple(record for record in records if (record.plan, record.kind, record.code) == mine)


def baseline_value(indicator: Indicator, records: Sequence["Record"] = ()) -> Decimal | None:
    """Return last year's figure in the target's own unit: the plan's, else the one last reported;
    None where unknown.

    The records are the indicator's own. A baseline in another unit than the target's is none:
    nothing is made of it.
    """
    given = indicator.baseline
    if given is None:
        return None
    if given.value is not None:
        if given.unit in {"", indicator.unit}:
            return given.value
        return None
    said = [record for record in records if record.baseline is not None]
    if said:
        return max(said, key=lambda record: record.period).baseline
    return None


def baseline_among(indicator: Indicator, plan: Plan, records: Sequence["Record"]) -> Decimal | None:
    """Return last year's figure as `baseline_value` does, from records of any target; most plans
    need none of them.
    """
    given = indicator.baseline
    if given is None:
        return None
    return baseline_value(
        indicator, () if given.value is not None else of_plan(records, plan, indicator)
    )


def target_value(
    indicator: Indicator, plan: Plan, records: Sequence["Record"] = (), period: Period | None = None
) -> Decimal | None:
    """Return the number to be reached; None where it is not set yet.

    A target that refers to `baseline` takes last year's figure. One that refers to another
    indicator (与经济增长同步) takes what that one reports for the same period, else that one's own
    printed target. `external` waits for a value.
    """
    if indicator.value is not None:
        return indicator.value
    if indicator.reference == "baseline":
        return baseline_among(indicator, plan, records)
    other = plan.lookup.targets.get(indicator.reference or "")
    if not isinstance(other, Indicator):
        return None
    said = [record.value for record in of_plan(records, plan, other) if record.period == period]
    return next((value for value in said if value is not None), other.value)


def course(indicator: Indicator, policy: Policy, target: Decimal, baseline: Decimal | None) -> str:
    """Return how the target is followed: `hold`, `year_end` or `path`.

    Where a level's or share's baseline is already as good as the target there is no path: it is
    held. `policy` has the indicator's own thresholds.
    """
    if indicator.profile in {HOLD, YEAR_END}:
        return indicator.profile
    if already_met(indicator, policy, target, baseline):
        return HOLD
    return PATH


def already_met(
    indicator: Indicator, policy: Policy, target: Decimal, baseline: Decimal | None
) -> bool:
    """Say whether a level or share stood at the target last year, by the bound of its light.

    Args:
        indicator: a level or share.
        policy: thresholds, the indicator's own included.
        target: the number to be reached.
        baseline: last year's figure, where it is known.
    """
    if indicator.measure not in _LEVELS or baseline is None:
        return False
    from xlreport.assess.judgement_comparison import reaches  # a draft of a plan never asks

    return reaches(indicator, policy, target, baseline)


def in_levels(indicator: Indicator) -> bool:
    """Say whether the figure is a level or a share, whose path begins at a baseline."""
    return indicator.measure in _LEVELS


def is_timed(indicator: Indicator) -> bool:
    """Say whether less than the whole can be due before the end; growth, falls and classes are due
    whole.
    """
    return indicator.measure is _CUMULATIVE or indicator.measure in _LEVELS


def due(
    indicator: Indicator,
    plan: Plan,
    period: Period,
    records: Sequence["Record"] = (),
    *,
    policy: Policy | None = None,
) -> Decimal | None:
    """Return what is due by the period's end, before 左右 and margins; None where nothing can be
    said.

    A cumulative figure is due by its share, a level or share on the way from its baseline. Growth,
    falls, classes and what is held are due whole from the first day, never multiplied by elapsed
    time (天津 2022, 宣城 2021).

    A count of things is rounded down to whole ones. Down is lenient where more is better (of a
    count of six, March is due 1 and not 1.5) and strict where less is better: a share of a ceiling
    is never rounded in its own favour. Anything else is due exactly, so that 6万人 and 60000人 are
    judged alike. The target itself is never rounded.

    `policy` is the plan's, where it is known already.
    """
    target = target_value(indicator, plan, records, period)
    if target is None:
        return None
    share = share_due(indicator.profile, plan, period, indicator.due)
    own = (policy or policy_of(plan)).with_overrides(indicator.bounds)
    return due_of(indicator, own, target, baseline_among(indicator, plan, records), share)


def due_of(
    indicator: Indicator,
    policy: Policy,
    target: Decimal,
    baseline: Decimal | None,
    share: Fraction | None,
) -> Decimal | None:
    """Return what is due as `due` does, of a target and a baseline that are known and the share
    that is due.

    Args:
        indicator: whose figure is due.
        policy: thresholds, the indicator's own included.
        target: the number to be reached.
        baseline: last year's figure, where it is known.
        share: of the way, as `share_due` gives it.
    """
    if share is None or indicator.direction is _NEITHER:
        return None
    whole_due = share is _WHOLE or share == 1 or not is_timed(indicator)
    if whole_due or course(indicator, policy, target, baseline) == HOLD:
        return target
    start = _NOUGHT if indicator.measure is _CUMULATIVE else baseline
    if start is None:
        return None
    (above, below), (end, parts) = start.as_integer_ratio(), target.as_integer_ratio()
    gone, whole = share.as_integer_ratio()
    way, size = above * parts * (whole - gone) + end * below * gone, below * parts * whole
    if not counts_pieces(indicator):
        return _exact(way, size, indicator.decimals)
    value = rounded_down(way, size, 0)
    return max(value, target) if start > target else value


def nothing_due(indicator: Indicator, share: Fraction | None, way: str) -> bool:
    """Say whether nothing is due yet: before the end of what is only judged there, or where a list
    of the plan starts at 0.

    Of a cumulative ceiling nothing is allowed then, which is judged.
    """
    if share is None:
        return True
    ceiling = indicator.measure is _CUMULATIVE and indicator.direction is Direction.LESS
    return share == 0 and is_timed(indicator) and way == PATH and not ceiling


def _exact(numerator: int, denominator: int, decimals: int) -> Decimal:
    """Return a quotient to 12 decimals, with no idle zeros beyond the indicator's own."""
    short, rest = divmod(numerator * 10**decimals, denominator)
    if not rest:
        return Decimal(short).scaleb(-decimals, context=_ROOM)
    whole = (2 * numerator * _FINE + denominator) // (2 * denominator)
    digits = _FINE_DECIMALS
    while digits > decimals and whole % 10 == 0:
        whole, digits = whole // 10, digits - 1
    return Decimal(whole).scaleb(-digits, context=_ROOM)


def rounded_down(numerator: int, denominator: int, decimals: int) -> Decimal:
    """Round a quotient to so many decimals, down (−1.25 to −1.3)."""
    whole = (numerator * 10**decimals * _GRAINS + denominator) // (denominator * _GRAINS)
    return Decimal(whole).scaleb(-decimals)


def rounded_up(numerator: int, denominator: int, decimals: int) -> Decimal:
    """Round a quotient to so many decimals, up (1.25 to 1.3)."""
    whole = -((denominator - numerator * 10**decimals * _GRAINS) // (denominator * _GRAINS))
    return Decimal(whole).scaleb(-decimals)


def round_down(number: Fraction | Decimal, decimals: int) -> Decimal:
    """Round to so many decimals, down (−1.25 to −1.3)."""
    return rounded_down(*number.as_integer_ratio(), decimals)


def round_up(number: Fraction | Decimal, decimals: int) -> Decimal:
    """Round to so many decimals, up (1.25 to 1.3)."""
    return rounded_up(*number.as_integer_ratio(), decimals)


def step_due(milestone: Milestone, plan: Plan, period: Period) -> str:
    """Return the step that is due by the period's end: that of the last quarter that is over; empty
    where none is.
    """
    quarters = (period.year - plan.year) * 4 + period.end_month // _QUARTER
    if milestone.steps is None or quarters < 1:
        return ""
    return milestone.steps[min(quarters, len(milestone.steps)) - 1]
