"""The rules: which two bounds and which sense judge an indicator before its last period, and at its end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from xlreport.assess.lights import Sense, TwoBounds, worse
from xlreport.assess.schedule import HOLD, PATH, YEAR_END
from xlreport.model.plan import Comparator, Direction, Indicator, Measure, Policy

_STRICT = frozenset({Comparator.GT, Comparator.LT})
_POINTS = frozenset({"%", "％", "个百分点", "百分点"})


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at."""

    indicator: Indicator
    policy: Policy
    """With the indicator's own thresholds."""
    target: Decimal
    due: Decimal
    """What is due by the period's end; the target itself where nothing is multiplied by time."""
    baseline: Decimal
    """Where the way of a level or share begins."""


def in_points(unit: str) -> bool:
    """Say whether differences of a figure in this unit are counted in percentage points."""
    return unit in _POINTS


def _part(number: Decimal, per_cent: Decimal) -> Decimal:
    return abs(number) * per_cent / 100


def cumulative_more(case: Case) -> TwoBounds:
    """Green: what is due. Amber: from 70 % of what is due.

    Source: 天津 2022, where up to 30 % below what is expected is yellow; 宣城 2021 for what is due.
    """
    policy = case.policy
    green = case.due - _part(case.target, policy.cumulative_slack or Decimal(0))
    if policy.cumulative_points is not None:
        return TwoBounds(green, case.due - _part(case.target, policy.cumulative_points), "more")
    return TwoBounds(green, case.due - _part(case.due, 100 - policy.cumulative_more), "more")


def cumulative_less(case: Case) -> TwoBounds:
    """Green: up to what is due of the ceiling. Amber: up to 110 % of it.

    Source: Havering council, within 10 % of the target of the quarter; a cumulative ceiling has its elapsed share.
    """
    return TwoBounds(case.due, case.due + _part(case.due, case.policy.cumulative_less - 100), "less")


def path(case: Case) -> TwoBounds:
    """Green: the path from the baseline. Amber: from 70 % of the way due.

    Source: ServiceNow, (actual − start) ÷ (target − start); 天津 2022 for the 70 %.
    """
    amber = case.baseline + (case.due - case.baseline) * case.policy.path_share / 100
    return TwoBounds(case.due, amber, "more" if case.indicator.direction is Direction.MORE else "less")


def held(case: Case) -> TwoBounds:
    """Green: the target, from the first day. Amber: to 2 points below a figure in %, else from 90 % of it.

    Source: USAID gophr, whose snapshot indicators are held against the whole target; Camms for the 90 %.
    """
    policy = case.policy
    green = case.target - _part(case.target, policy.level_slack or Decimal(0))
    if in_points(case.indicator.unit):
        return TwoBounds(green, case.target - policy.level_points, "more")
    return TwoBounds(green, case.target - _part(case.target, 100 - policy.level_share), "more")


def growth(case: Case) -> TwoBounds:
    """Green: the target, never times elapsed time. Amber: from the lower of 0 and the target.

    Source: 天津 2022, where a growth below the plan is yellow and a negative one red; 连云港 2019.
    """
    return TwoBounds(case.target, min(case.policy.growth_floor, case.target), "more")


def fall(case: Case) -> TwoBounds:
    """Green: the target. Amber: any fall above 0.

    Source: 天津 2022, its rule for growth with the sign turned.
    """
    return TwoBounds(case.target, Decimal(0), "more", amber_strict=True)


def ceiling(case: Case) -> TwoBounds:
    """Green: to 5 % of its size below the limit. Amber: up to the limit.

    Source: Camms, limit and variance; taken from the limit and never as a ratio, which explodes near 0.
    """
    points = case.policy.ceiling_points
    margin = _part(case.target, case.policy.ceiling_margin) if points is None else points
    return TwoBounds(case.target - margin, case.target, "less")


def class_reached(case: Case) -> TwoBounds:
    """Green: the class (best is 1). No amber.

    Source: 地表水环境质量标准 GB 3838: a section reaches its class or it does not.
    """
    return TwoBounds(case.target, None, "less")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: which indicators a rule judges."""

    measures: tuple[Measure, ...]
    directions: tuple[Direction, ...]
    courses: tuple[str, ...]
    """As `schedule.course` names them."""
    early: tuple[str, ...]
    """On which of them the whole target, reached before its last period, is completed and not only on track."""
    bounds: Callable[[Case], TwoBounds]

    @property
    def name(self) -> str:
        """The rule's name, as assessments carry it."""
        return self.bounds.__name__


_ANY = (HOLD, YEAR_END, PATH)
_STANDING = (HOLD, YEAR_END)
_NOT_HELD = (YEAR_END, PATH)
_MORE, _LESS = (Direction.MORE,), (Direction.LESS,)
_BOTH = (Direction.MORE, Direction.LESS)
_LEVELS = (Measure.LEVEL, Measure.SHARE)
_CHANGES = (Measure.GROWTH, Measure.FALL)

#: The first row that fits judges; `docs/rules.md` shows the same table with its bounds in words.
RULES = (
    Rule((Measure.CUMULATIVE,), _MORE, _ANY, _ANY, cumulative_more),
    Rule((Measure.CUMULATIVE,), _LESS, _ANY, (), cumulative_less),
    Rule(_LEVELS, _BOTH, (PATH,), (PATH,), path),
    Rule(_LEVELS, _MORE, _STANDING, (YEAR_END,), held),
    Rule((Measure.GROWTH,), _MORE, _ANY, (), growth),
    Rule((Measure.FALL,), _MORE, _ANY, (), fall),
    Rule(_LEVELS, _LESS, _STANDING, (YEAR_END,), ceiling),
    Rule(_CHANGES, _LESS, _ANY, (), ceiling),
    Rule((Measure.CLASS,), _BOTH, _ANY, _NOT_HELD, class_reached),
)


@cache
def rule_for(measure: Measure, direction: Direction, way: str) -> Rule | None:
    """Return the rule that judges such an indicator; None for direction none, which has no light."""
    fits = (r for r in RULES if measure in r.measures and direction in r.directions and way in r.courses)
    return next(fits, None)


def bounds_at(rule: Rule, case: Case, way: str, *, last: bool, timed: bool) -> TwoBounds:
    """Return the bounds of one period.

    Args:
        rule: the rule that fits.
        case: what it looks at.
        way: the course that the target takes.
        last: whether the period is the target's last: then the target itself is green, and there is no amber.
        timed: whether anything is due by the period's end; if not, it can only be completed.
    """
    end = _at_the_end(case)
    if last:
        return end
    now = _before_the_end(rule, case) if timed else TwoBounds(None, None, end.sense)
    return replace(now, done=end.done, done_strict=end.done_strict) if way in rule.early else now


def _at_the_end(case: Case) -> TwoBounds:
    indicator, strict = case.indicator, is_strict(case.indicator)
    less = indicator.direction is Direction.LESS or indicator.measure is Measure.CLASS
    sense: Sense = "less" if less else "more"
    green = _lenient(case, case.target, sense)
    return TwoBounds(green, None, sense, strict, done=green, done_strict=strict)


def _before_the_end(rule: Rule, case: Case) -> TwoBounds:
    bounds = rule.bounds(case)
    sense, strict = bounds.sense, is_strict(case.indicator)
    if bounds.green is None:
        return bounds
    green = replace(bounds, green=_lenient(case, bounds.green, sense), strict=strict and bounds.green == case.target)
    if bounds.amber is None:
        return green
    return replace(
        green,
        amber=_lenient(case, worse(bounds.amber, bounds.green, sense), sense),
        amber_strict=bounds.amber_strict or (strict and bounds.amber == case.target),
    )


def is_approximate(indicator: Indicator) -> bool:
    """Say whether bounds move to the lenient side: 左右, or a tolerance of its own (保持稳定)."""
    if indicator.measure is Measure.CLASS or indicator.tolerance == 0:
        return False
    return indicator.comparator is Comparator.APPROX or indicator.tolerance is not None


def is_strict(indicator: Indicator) -> bool:
    """Say whether the target itself does not count: 超过, 突破, 低于 (民法典 第1259条)."""
    return indicator.comparator in _STRICT and not is_approximate(indicator)


def _lenient(case: Case, bound: Decimal, sense: Sense) -> Decimal:
    """Move one bound by the tolerance, or by 左右: 0.5 points of a rate, else 5 % of it, at least one of a count."""
    indicator, policy = case.indicator, case.policy
    if not is_approximate(indicator):
        return bound
    if indicator.tolerance is not None:
        reach = indicator.tolerance
    elif in_points(indicator.unit):
        reach = policy.approx_points
    else:
        whole = Decimal(0) if indicator.decimals else Decimal(1)
        reach = max(_part(bound, policy.approx_share), whole)
    return bound - reach if sense == "more" else bound + reach
