"""The rules: which two bounds and which sense judge an indicator before its last period, and at its
end.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from xlreport.assess.cases import Case
from xlreport.assess.lights import LightBounds, Sense, same
from xlreport.assess.schedule import HOLD, PATH, YEAR_END
from xlreport.assess.terms import N
from xlreport.model.judged.assessment import Status
from xlreport.model.plans.plan import CHANGES, Commitment, Comparator, Direction, Indicator, Measure

_STRICT = frozenset({Comparator.GT, Comparator.LT})
_POINTS = frozenset({"%", "％", "个百分点", "百分点"})


def in_points(unit: str) -> bool:
    """Say whether differences of a figure in this unit are counted in percentage points."""
    return unit in _POINTS


def cumulative_more(case: Case[N]) -> LightBounds[N]:
    """Green: what is due. Amber: from 70 % of what is due.

    Source: 天津 2022, where up to 30 % below what is expected is yellow; 宣城 2021 for what is due.
    """
    green = case.due - case.part(case.target, case.threshold("cumulative_slack"))
    by_share = case.due - case.part(case.due, case.number(100) - case.threshold("cumulative_more"))
    by_points = case.due - case.part(case.target, case.threshold("cumulative_points"))
    return LightBounds(
        green=green, amber=case.where_set("cumulative_points", by_points, by_share), sense="more"
    )


def cumulative_less(case: Case[N]) -> LightBounds[N]:
    """Green: up to what is due of the ceiling. Amber: up to 110 % of it.

    Source: Havering council, within 10 % of the target of the quarter; a cumulative ceiling has its
    elapsed share.
    """
    return LightBounds(
        green=case.due,
        amber=case.due + case.part(case.due, case.threshold("cumulative_less") - case.number(100)),
        sense="less",
    )


def path(case: Case[N]) -> LightBounds[N]:
    """Green: the path from the baseline. Amber: from 70 % of the way due.

    Source: ServiceNow, (actual − start) ÷ (target − start); 天津 2022 for the 70 %.
    """
    amber = case.baseline + (case.due - case.baseline) * case.threshold("path_share") / case.number(
        100
    )
    return LightBounds(
        green=case.due,
        amber=amber,
        sense="more" if case.indicator.direction is Direction.MORE else "less",
    )


def held(case: Case[N]) -> LightBounds[N]:
    """Green: the target, from the first day. Amber: to 2 points below a figure in %, else from 90 %
    of it.

    Source: USAID gophr, whose snapshot indicators are held against the whole target; Camms for the
    90 %.
    """
    green = case.target - case.part(case.target, case.threshold("level_slack"))
    if in_points(case.indicator.unit):
        return LightBounds(
            green=green, amber=case.target - case.threshold("level_points"), sense="more"
        )
    return LightBounds(
        green=green,
        amber=case.target
        - case.part(case.target, case.number(100) - case.threshold("level_share")),
        sense="more",
    )


def growth(case: Case[N]) -> LightBounds[N]:
    """Green: the target, never times elapsed time. Amber: from the lower of 0 and the target.

    Source: 天津 2022, where a growth below the plan is yellow and a negative one red; 连云港 2019.
    """
    return LightBounds(
        green=case.target,
        amber=case.least(case.threshold("growth_floor"), case.target),
        sense="more",
    )


def fall(case: Case[N]) -> LightBounds[N]:
    """Green: the target. Amber: any fall above 0.

    Source: 天津 2022, its rule for growth with the sign turned.
    """
    return LightBounds(green=case.target, amber=case.number(0), sense="more", amber_strict=True)


def ceiling(case: Case[N]) -> LightBounds[N]:
    """Green: to 5 % of its size below the limit. Amber: up to the limit.

    Source: Camms, limit and variance; taken from the limit and never as a ratio, which explodes
    near 0.
    """
    margin = case.part(case.target, case.threshold("ceiling_margin"))
    margin = case.where_set("ceiling_points", case.threshold("ceiling_points"), margin)
    return LightBounds(green=case.target - margin, amber=case.target, sense="less")


def class_reached(case: Case[N]) -> LightBounds[N]:
    """Green: the class (best is 1). No amber.

    Source: 地表水环境质量标准 GB 3838: a section reaches its class or it does not.
    """
    return LightBounds(green=case.target, amber=None, sense="less")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table: which indicators a rule judges."""

    measures: tuple[Measure, ...]
    directions: tuple[Direction, ...]
    courses: tuple[str, ...]
    """As `schedule.course` names them."""
    early: tuple[str, ...]
    """On which of them the whole target, reached before its last period, is completed and not only
    on track.
    """
    bounds: Callable[[Case[Any]], LightBounds[Any]]

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

#: The first row that fits judges; `docs/rules.md` shows the same table with its bounds in words.
RULES = (
    Rule(
        measures=(Measure.CUMULATIVE,),
        directions=_MORE,
        courses=_ANY,
        early=_ANY,
        bounds=cumulative_more,
    ),
    Rule(
        measures=(Measure.CUMULATIVE,),
        directions=_LESS,
        courses=_ANY,
        early=(),
        bounds=cumulative_less,
    ),
    Rule(measures=_LEVELS, directions=_BOTH, courses=(PATH,), early=(PATH,), bounds=path),
    Rule(measures=_LEVELS, directions=_MORE, courses=_STANDING, early=(YEAR_END,), bounds=held),
    Rule(measures=(Measure.GROWTH,), directions=_MORE, courses=_ANY, early=(), bounds=growth),
    Rule(measures=(Measure.FALL,), directions=_MORE, courses=_ANY, early=(), bounds=fall),
    Rule(measures=_LEVELS, directions=_LESS, courses=_STANDING, early=(YEAR_END,), bounds=ceiling),
    Rule(measures=CHANGES, directions=_LESS, courses=_ANY, early=(), bounds=ceiling),
    Rule(
        measures=(Measure.CLASS,),
        directions=_BOTH,
        courses=_ANY,
        early=_NOT_HELD,
        bounds=class_reached,
    ),
)


@cache
def rule_for(measure: Measure, direction: Direction, way: str) -> Rule:
    """Return the rule that judges such an indicator; raises ValueError for direction none, which
    has no light.
    """
    fits = (
        r for r in RULES if measure in r.measures and direction in r.directions and way in r.courses
    )
    rule = next(fits, None)
    if rule is None:
        message = f"no rule judges {measure} {direction} {way}"
        raise ValueError(message)
    return rule


def bounds_at(rule: Rule, case: Case[N], way: str, *, last: bool, timed: bool) -> LightBounds[N]:
    """Return the bounds of one period.

    Args:
        rule: the rule that fits.
        case: what it looks at.
        way: the course that the target takes.
        last: whether the period is the target's last: then the target itself is green, and there is
            no amber.
        timed: whether anything is due by the period's end; if not, the target can only be reached
            early.
    """
    end = _at_the_end(case)
    if last:
        return end
    now: LightBounds[N] = (
        _before_the_end(rule, case)
        if timed
        else LightBounds(green=None, amber=None, sense=end.sense)
    )
    early = way in rule.early
    if not early and (timed or end.sense == "less"):
        return now
    # a growth or a fall that is only judged at the year's end, reached before: good, and it may
    # still turn
    reached = Status.COMPLETED if early else Status.ON_TRACK
    return LightBounds(
        green=now.green,
        amber=now.amber,
        sense=now.sense,
        strict=now.strict,
        amber_strict=now.amber_strict,
        done=end.done,
        done_strict=end.done_strict,
        reached=reached,
    )


def _at_the_end(case: Case[N]) -> LightBounds[N]:
    indicator, strict = case.indicator, is_strict(case.indicator)
    less = indicator.direction is Direction.LESS or indicator.measure is Measure.CLASS
    sense: Sense = "less" if less else "more"
    green = _lenient(case, case.target, sense)
    return LightBounds(
        green=green, amber=None, sense=sense, strict=strict, done=green, done_strict=strict
    )


def _before_the_end(rule: Rule, case: Case[N]) -> LightBounds[N]:
    lines = rule.bounds(case)
    sense, strict = lines.sense, is_strict(case.indicator)
    if lines.green is None:
        return lines
    green = _lenient(case, lines.green, sense)
    at_target = strict and same(case.value(lines.green), case.value(case.target))
    if lines.amber is None:
        return LightBounds(
            green=green, amber=None, sense=sense, strict=at_target, amber_strict=lines.amber_strict
        )
    easier = case.least if sense == "more" else case.greatest
    amber = _sooner(case, easier(lines.amber, lines.green), lines.green)
    amber_strict = lines.amber_strict or (
        strict and same(case.value(amber), case.value(case.target))
    )
    return LightBounds(
        green=green,
        amber=_lenient(case, amber, sense),
        sense=sense,
        strict=at_target,
        amber_strict=amber_strict,
    )


def _sooner(case: Case[N], amber: N, green: N) -> N:
    """Move the at-risk line of what was promised (确保) towards green, so that it turns red sooner.

    Source: the mid-term review of 2023, in which binding targets that lag are named first.
    """
    if case.indicator.commitment is not Commitment.HARD:
        return amber
    return green - (green - amber) * case.threshold("hard_share") / case.number(100)


def is_approximate(indicator: Indicator) -> bool:
    """Say whether bounds move to the lenient side: 左右, or a tolerance of its own (保持稳定)."""
    if indicator.measure is Measure.CLASS or indicator.tolerance == 0:
        return False
    return indicator.comparator is Comparator.APPROX or indicator.tolerance is not None


def is_strict(indicator: Indicator) -> bool:
    """Say whether the target itself does not count: 超过, 突破, 低于 (民法典 第1259条)."""
    return indicator.comparator in _STRICT and not is_approximate(indicator)


def _lenient(case: Case[N], bound: N, sense: Sense) -> N:
    """Move one bound by the tolerance, or by 左右: 0.5 points of a rate, else 5 % of it, at least
    one of a count.
    """
    indicator = case.indicator
    if not is_approximate(indicator):
        return bound
    if indicator.tolerance is not None:
        reach = case.number(indicator.tolerance)
    elif in_points(indicator.unit):
        reach = case.threshold("approx_points")
    else:
        reach = case.greatest(
            case.part(bound, case.threshold("approx_share")),
            case.number(0 if indicator.decimals else 1),
        )
    return bound - reach if sense == "more" else bound + reach
