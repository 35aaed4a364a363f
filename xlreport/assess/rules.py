"""The rules: which two bounds and which sense judge an indicator before its last period, and at its end."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from xlreport.assess.lights import Sense, TwoBounds, same
from xlreport.assess.schedule import HOLD, PATH, YEAR_END
from xlreport.assess.terms import HUNDRED, Term, cell, greatest, least, number, part, where
from xlreport.model.assessment import Status
from xlreport.model.live import named
from xlreport.model.plan import Commitment, Comparator, Direction, Indicator, Measure, Policy

_STRICT = frozenset({Comparator.GT, Comparator.LT})
_POINTS = frozenset({"%", "％", "个百分点", "百分点"})


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at; its numbers are terms, so that a bound also says its formula."""

    indicator: Indicator
    policy: Policy
    """With the indicator's own thresholds."""
    target: Term
    due: Term
    """What is due by the period's end; the target itself where nothing is multiplied by time."""
    baseline: Term
    """Where the way of a level or share begins."""

    def threshold(self, field: str) -> Term:
        """Return a threshold: the indicator's own number, else the cell on the legend; 0 for one that is not set."""
        value = getattr(self.policy, field)
        if getattr(self.indicator.bounds, field, None) is not None:
            return number(value)
        return (
            cell(f"policy.{field}", value) if value is not None else Term(Decimal(0), f"N({named(f'policy.{field}')})")
        )

    def where_set(self, field: str, then: Term, otherwise: Term) -> Term:
        """Return the first of two where a threshold is set, else the second."""
        if getattr(self.indicator.bounds, field, None) is not None:
            return then
        holds = getattr(self.policy, field) is not None
        return where(f"ISNUMBER({named(f'policy.{field}')})", then, otherwise, holds=holds)


@dataclass(frozen=True, slots=True)
class Lines:
    """Two bounds as terms; as `TwoBounds` has them."""

    green: Term | None
    amber: Term | None
    sense: Sense
    strict: bool = False
    amber_strict: bool = False
    done: Term | None = None
    done_strict: bool = False
    reached: Status = Status.COMPLETED

    @property
    def numbers(self) -> TwoBounds:
        """The bounds that a figure is compared with."""
        green, amber, done = (None if line is None else line.value for line in (self.green, self.amber, self.done))
        return TwoBounds(green, amber, self.sense, self.strict, self.amber_strict, done, self.done_strict, self.reached)


def in_points(unit: str) -> bool:
    """Say whether differences of a figure in this unit are counted in percentage points."""
    return unit in _POINTS


def cumulative_more(case: Case) -> Lines:
    """Green: what is due. Amber: from 70 % of what is due.

    Source: 天津 2022, where up to 30 % below what is expected is yellow; 宣城 2021 for what is due.
    """
    green = case.due - part(case.target, case.threshold("cumulative_slack"))
    by_share = case.due - part(case.due, HUNDRED - case.threshold("cumulative_more"))
    by_points = case.due - part(case.target, case.threshold("cumulative_points"))
    return Lines(green, case.where_set("cumulative_points", by_points, by_share), "more")


def cumulative_less(case: Case) -> Lines:
    """Green: up to what is due of the ceiling. Amber: up to 110 % of it.

    Source: Havering council, within 10 % of the target of the quarter; a cumulative ceiling has its elapsed share.
    """
    return Lines(case.due, case.due + part(case.due, case.threshold("cumulative_less") - HUNDRED), "less")


def path(case: Case) -> Lines:
    """Green: the path from the baseline. Amber: from 70 % of the way due.

    Source: ServiceNow, (actual − start) ÷ (target − start); 天津 2022 for the 70 %.
    """
    amber = case.baseline + (case.due - case.baseline) * case.threshold("path_share") / HUNDRED
    return Lines(case.due, amber, "more" if case.indicator.direction is Direction.MORE else "less")


def held(case: Case) -> Lines:
    """Green: the target, from the first day. Amber: to 2 points below a figure in %, else from 90 % of it.

    Source: USAID gophr, whose snapshot indicators are held against the whole target; Camms for the 90 %.
    """
    green = case.target - part(case.target, case.threshold("level_slack"))
    if in_points(case.indicator.unit):
        return Lines(green, case.target - case.threshold("level_points"), "more")
    return Lines(green, case.target - part(case.target, HUNDRED - case.threshold("level_share")), "more")


def growth(case: Case) -> Lines:
    """Green: the target, never times elapsed time. Amber: from the lower of 0 and the target.

    Source: 天津 2022, where a growth below the plan is yellow and a negative one red; 连云港 2019.
    """
    return Lines(case.target, least(case.threshold("growth_floor"), case.target), "more")


def fall(case: Case) -> Lines:
    """Green: the target. Amber: any fall above 0.

    Source: 天津 2022, its rule for growth with the sign turned.
    """
    return Lines(case.target, number(0), "more", amber_strict=True)


def ceiling(case: Case) -> Lines:
    """Green: to 5 % of its size below the limit. Amber: up to the limit.

    Source: Camms, limit and variance; taken from the limit and never as a ratio, which explodes near 0.
    """
    margin = part(case.target, case.threshold("ceiling_margin"))
    margin = case.where_set("ceiling_points", case.threshold("ceiling_points"), margin)
    return Lines(case.target - margin, case.target, "less")


def class_reached(case: Case) -> Lines:
    """Green: the class (best is 1). No amber.

    Source: 地表水环境质量标准 GB 3838: a section reaches its class or it does not.
    """
    return Lines(case.target, None, "less")


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: which indicators a rule judges."""

    measures: tuple[Measure, ...]
    directions: tuple[Direction, ...]
    courses: tuple[str, ...]
    """As `schedule.course` names them."""
    early: tuple[str, ...]
    """On which of them the whole target, reached before its last period, is completed and not only on track."""
    bounds: Callable[[Case], Lines]

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
def rule_for(measure: Measure, direction: Direction, way: str) -> Rule:
    """Return the rule that judges such an indicator; raises ValueError for direction none, which has no light."""
    fits = (r for r in RULES if measure in r.measures and direction in r.directions and way in r.courses)
    rule = next(fits, None)
    if rule is None:
        message = f"no rule judges {measure} {direction} {way}"
        raise ValueError(message)
    return rule


def bounds_at(rule: Rule, case: Case, way: str, *, last: bool, timed: bool) -> Lines:
    """Return the bounds of one period.

    Args:
        rule: the rule that fits.
        case: what it looks at.
        way: the course that the target takes.
        last: whether the period is the target's last: then the target itself is green, and there is no amber.
        timed: whether anything is due by the period's end; if not, the target can only be reached early.
    """
    end = _at_the_end(case)
    if last:
        return end
    now = _before_the_end(rule, case) if timed else Lines(None, None, end.sense)
    if way in rule.early:
        return replace(now, done=end.done, done_strict=end.done_strict)
    if not timed and end.sense == "more":
        # a growth or a fall that is only judged at the year's end, reached before: good, and it may still turn
        return replace(now, done=end.done, done_strict=end.done_strict, reached=Status.ON_TRACK)
    return now


def _at_the_end(case: Case) -> Lines:
    indicator, strict = case.indicator, is_strict(case.indicator)
    less = indicator.direction is Direction.LESS or indicator.measure is Measure.CLASS
    sense: Sense = "less" if less else "more"
    green = _lenient(case, case.target, sense)
    return Lines(green, None, sense, strict, done=green, done_strict=strict)


def _before_the_end(rule: Rule, case: Case) -> Lines:
    lines = rule.bounds(case)
    sense, strict = lines.sense, is_strict(case.indicator)
    if lines.green is None:
        return lines
    at_target = strict and same(lines.green.value, case.target.value)
    green = replace(lines, green=_lenient(case, lines.green, sense), strict=at_target)
    if lines.amber is None:
        return green
    easier = least if sense == "more" else greatest
    amber = _sooner(case, easier(lines.amber, lines.green), lines.green)
    return replace(
        green,
        amber=_lenient(case, amber, sense),
        amber_strict=lines.amber_strict or (strict and same(amber.value, case.target.value)),
    )


def _sooner(case: Case, amber: Term, green: Term) -> Term:
    """Move the at-risk line of what was promised (确保) towards green, so that it turns red sooner.

    Source: the mid-term review of 2023, in which binding targets that lag are named first.
    """
    if case.indicator.commitment is not Commitment.HARD:
        return amber
    return green - (green - amber) * case.threshold("hard_share") / HUNDRED


def is_approximate(indicator: Indicator) -> bool:
    """Say whether bounds move to the lenient side: 左右, or a tolerance of its own (保持稳定)."""
    if indicator.measure is Measure.CLASS or indicator.tolerance == 0:
        return False
    return indicator.comparator is Comparator.APPROX or indicator.tolerance is not None


def is_strict(indicator: Indicator) -> bool:
    """Say whether the target itself does not count: 超过, 突破, 低于 (民法典 第1259条)."""
    return indicator.comparator in _STRICT and not is_approximate(indicator)


def _lenient(case: Case, bound: Term, sense: Sense) -> Term:
    """Move one bound by the tolerance, or by 左右: 0.5 points of a rate, else 5 % of it, at least one of a count."""
    indicator = case.indicator
    if not is_approximate(indicator):
        return bound
    if indicator.tolerance is not None:
        reach = number(indicator.tolerance)
    elif in_points(indicator.unit):
        reach = case.threshold("approx_points")
    else:
        reach = greatest(part(bound, case.threshold("approx_share")), number(0 if indicator.decimals else 1))
    return bound - reach if sense == "more" else bound + reach
