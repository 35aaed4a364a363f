"""The rules: which bounds and which sense judge an indicator before its last period, and at its
end.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from xlreport.assess.judgement_bound_terms import N
from xlreport.assess.judgement_comparison import goal, is_strict, lenient, sense_of
from xlreport.assess.judgement_lights import LightBounds, same
from xlreport.assess.judgement_rule_cases import Case
from xlreport.assess.judgement_schedule import HOLD, PATH, YEAR_END
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.plans.plan import CHANGES, Commitment, Direction, Indicator, Measure
from xlreport.model.plans.plan_units import in_points


def _cumulative_more(case: Case[N]) -> LightBounds[N]:
    green = case.due - case.part(case.target, case.threshold("cumulative_slack"))
    by_share = case.due - case.part(case.due, case.number(100) - case.threshold("cumulative_more"))
    by_points = case.due - case.part(case.target, case.threshold("cumulative_points"))
    amber = case.where_set("cumulative_points", by_points, by_share)
    return LightBounds(green=green, amber=amber, sense="more")


def _cumulative_less(case: Case[N]) -> LightBounds[N]:
    over = case.due + case.part(case.due, case.threshold("cumulative_less") - case.number(100))
    return LightBounds(
        green=case.least(case.due, case.target),
        amber=case.least(over, case.target),
        sense="less",
    )


def _path(case: Case[N]) -> LightBounds[N]:
    gone = (case.due - case.baseline) * case.threshold("path_share") / case.number(100)
    return LightBounds(green=case.due, amber=case.baseline + gone, sense=sense_of(case.indicator))


def _held(case: Case[N]) -> LightBounds[N]:
    green = case.target - case.part(case.target, case.threshold("level_slack"))
    if in_points(case.indicator.unit):
        points = case.target - case.threshold("level_points")
        return LightBounds(green=green, amber=points, sense="more")
    missing = case.number(100) - case.threshold("level_share")
    amber = case.target - case.part(case.target, missing)
    return LightBounds(green=green, amber=amber, sense="more")


def _growth(case: Case[N]) -> LightBounds[N]:
    share = case.target * case.threshold("growth_share") / case.number(100)
    lower = case.least(share, case.target - case.threshold("growth_points"))
    lower = case.if_positive(case.target, case.greatest(lower, case.number(0)), lower)
    floor = case.least(case.threshold("growth_floor"), case.target)
    amber = case.where_set("growth_floor", floor, lower)
    return LightBounds(green=case.target, amber=amber, sense="more")


def _fall(case: Case[N]) -> LightBounds[N]:
    return LightBounds(green=case.target, amber=case.number(0), sense="more", amber_strict=True)


def _ceiling(case: Case[N]) -> LightBounds[N]:
    margin = case.part(case.target, case.threshold("ceiling_margin"))
    margin = case.where_set("ceiling_points", case.threshold("ceiling_points"), margin)
    return LightBounds(green=case.target - margin, amber=case.target, sense="less")


def _class_reached(case: Case[N]) -> LightBounds[N]:
    return LightBounds(green=case.target, amber=None, sense="less")


def _limit(case: Case[N]) -> N:
    """Return the limit that is broken for good, or broken already, whenever it is passed."""
    return goal(case)


def _growth_floor(case: Case[N]) -> N:
    """Return the growth below which nothing waits for the year's end: 0, or what is at risk."""
    amber = _growth(case).amber
    if amber is None:
        return case.number(0)
    return case.least(case.number(0), amber)


def _fall_floor(case: Case[N]) -> N:
    """Return the fall below which nothing waits for the year's end: any rise is worse."""
    return case.least(case.number(0), case.target)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """What the words call an at-risk bound: the key of its sentence, and the threshold in it."""

    key: str
    threshold: str = ""


def _held_words(indicator: Indicator) -> AtRisk:
    if in_points(indicator.unit):
        return AtRisk("held_points", "level_points")
    return AtRisk("held_share", "level_share")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the table: which indicators a rule judges, by which bounds, in which words."""

    name: str
    """As assessments carry it."""
    measures: tuple[Measure, ...]
    directions: tuple[Direction, ...]
    courses: tuple[str, ...]
    """As `schedule.course` names them."""
    early: tuple[str, ...]
    """On which of them the whole target, reached before its last period, is completed and not only
    on track.
    """
    bounds: Callable[[Case[Any]], LightBounds[Any]]
    floor: Callable[[Case[Any]], Any] | None = None
    """What is off track beyond even while nothing is due."""
    floor_excluded: bool = False
    """Whether the floor is the target itself, which a strict comparator leaves out."""
    last_year: bool = True
    """Whether last year's figure can be held against one of this year's before its end."""
    from_baseline: bool = False
    """Whether its way begins at last year's figure."""
    is_limit: bool = False
    """Whether its sentences speak of a limit."""
    at_risk: Callable[[Indicator], AtRisk] | None = None
    """How its sentences call the at-risk bound; None: by its number."""
    slack: str = ""
    """The threshold that moves its green bound, where one does."""
    words: str
    """Its bounds, as `docs/en/rules.md` says them."""
    source: str


_ANY = (HOLD, YEAR_END, PATH)
_STANDING = (HOLD, YEAR_END)
_NOT_HELD = (YEAR_END, PATH)
_MORE, _LESS = (Direction.MORE,), (Direction.LESS,)
_BOTH = (Direction.MORE, Direction.LESS)
_LEVELS = (Measure.LEVEL, Measure.SHARE)
_CEILING = Rule(
    name="ceiling",
    measures=_LEVELS,
    directions=_LESS,
    courses=_STANDING,
    early=(YEAR_END,),
    bounds=_ceiling,
    floor=_limit,
    floor_excluded=True,
    is_limit=True,
    at_risk=lambda _: AtRisk("ceiling"),
    words="Green: to 5 % of its size below the limit. Amber: up to the limit.",
    source="Camms, limit and variance; taken from the limit and never as a ratio, which explodes "
    "near 0.",
)

#: The first row that fits judges; `docs/en/rules.md` shows the same table.
RULES = (
    Rule(
        name="cumulative_more",
        measures=(Measure.CUMULATIVE,),
        directions=_MORE,
        courses=_ANY,
        early=_ANY,
        bounds=_cumulative_more,
        last_year=False,
        at_risk=lambda _: AtRisk("cumulative_more", "cumulative_more"),
        slack="cumulative_slack",
        words="Green: what is due. Amber: from 70 % of what is due.",
        source="天津 2022, where up to 30 % below what is expected is yellow; 宣城 2021 for what "
        "is due.",
    ),
    Rule(
        name="cumulative_less",
        measures=(Measure.CUMULATIVE,),
        directions=_LESS,
        courses=_ANY,
        early=(),
        bounds=_cumulative_less,
        floor=_limit,
        floor_excluded=True,
        at_risk=lambda _: AtRisk("cumulative_less", "cumulative_less"),
        words="Green: up to what is due of the ceiling. Amber: up to 110 % of it, never beyond the "
        "year's limit.",
        source="Havering council, within 10 % of the target of the quarter; a cumulative ceiling "
        "has its elapsed share.",
    ),
    Rule(
        name="path",
        measures=_LEVELS,
        directions=_BOTH,
        courses=(PATH,),
        early=(PATH,),
        bounds=_path,
        from_baseline=True,
        at_risk=lambda _: AtRisk("path", "path_share"),
        words="Green: the path from the baseline. Amber: from 70 % of the way due.",
        source="ServiceNow, (actual − start) ÷ (target − start); 天津 2022 for the 70 %.",
    ),
    Rule(
        name="held",
        measures=_LEVELS,
        directions=_MORE,
        courses=_STANDING,
        early=(YEAR_END,),
        bounds=_held,
        at_risk=_held_words,
        slack="level_slack",
        words="Green: the target, from the first day. Amber: to 2 points below a figure in %, else "
        "from 90 % of it.",
        source="USAID gophr, whose snapshot indicators are held against the whole target; Camms "
        "for the 90 %.",
    ),
    Rule(
        name="growth",
        measures=(Measure.GROWTH,),
        directions=_MORE,
        courses=_ANY,
        early=(),
        bounds=_growth,
        floor=_growth_floor,
        words="Green: the target, never times elapsed time. Amber: from the lower of 70 % of it "
        "and 2 points below it, never below 0 where it is above 0.",
        source="天津 2022, where a growth below the plan is yellow and a negative one red; 连云港 "
        "2019.",
    ),
    Rule(
        name="fall",
        measures=(Measure.FALL,),
        directions=_MORE,
        courses=_ANY,
        early=(),
        bounds=_fall,
        floor=_fall_floor,
        at_risk=lambda _: AtRisk("fall"),
        words="Green: the target. Amber: any fall above 0.",
        source="天津 2022, its rule for growth with the sign turned.",
    ),
    _CEILING,
    replace(_CEILING, measures=CHANGES, courses=_ANY, early=()),
    Rule(
        name="class_reached",
        measures=(Measure.CLASS,),
        directions=_BOTH,
        courses=_ANY,
        early=_NOT_HELD,
        bounds=_class_reached,
        words="Green: the class (best is 1). No amber.",
        source="地表水环境质量标准 GB 3838: a section reaches its class or it does not.",
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


def bounds_at(
    rule: Rule,
    case: Case[N],
    way: str,
    *,
    last: bool,
    timed: bool,
    met: bool = False,
    baseline_known: bool = False,
) -> LightBounds[N]:
    """Return the bounds of one period.

    Args:
        rule: the rule that fits.
        case: what it looks at.
        way: the course that the target takes.
        last: whether the period is the target's last: then the target itself is green, and there is
            no amber.
        timed: whether anything is due by the period's end; if not, the target can be reached early,
            and lit by what is already worse than it may be.
        met: whether the baseline is already as good as the target, so that reaching it completes
            nothing before the end.
        baseline_known: whether there is a figure of last year to hold this year's against.
    """
    end = _at_the_end(case)
    if last:
        return end
    if timed:
        now = _before_the_end(rule, case)
    else:
        now = _before_anything(rule, case, baseline_known=baseline_known)
    early = way in rule.early
    if not early and (timed or end.sense == "less"):
        return now
    # a growth or a fall that is only judged at the year's end, or what already stood at the target
    # last year, reached before: good, and it may still turn
    reached = Status.COMPLETED if early and not met else Status.ON_TRACK
    return replace(now, done=end.done, done_strict=end.done_strict, reached=reached)


def _at_the_end(case: Case[N]) -> LightBounds[N]:
    green, strict = goal(case), is_strict(case.indicator)
    return LightBounds(
        green=green,
        amber=None,
        sense=sense_of(case.indicator),
        strict=strict,
        done=green,
        done_strict=strict,
    )


def _before_anything(rule: Rule, case: Case[N], *, baseline_known: bool) -> LightBounds[N]:
    """Return the bounds while nothing is due: what is off track all the same, and last year's.

    A limit with no known way to it is broken by whatever is beyond it.
    """
    sense, excluded = sense_of(case.indicator), rule.floor_excluded
    floor = None if rule.floor is None else rule.floor(case)
    if rule.from_baseline and not baseline_known and sense == "less":
        floor, excluded = _limit(case), True
    return LightBounds(
        green=None,
        amber=floor,
        sense=sense,
        amber_strict=excluded and is_strict(case.indicator),
        waits=case.baseline if baseline_known and rule.last_year else None,
    )


def _before_the_end(rule: Rule, case: Case[N]) -> LightBounds[N]:
    lines = rule.bounds(case)
    sense, strict = lines.sense, is_strict(case.indicator)
    if lines.green is None:
        return lines
    green = lenient(case, lines.green, sense)
    at_target = strict and same(case.value(lines.green), case.value(case.target))
    if lines.amber is None:
        return LightBounds(green=green, amber=None, sense=sense, strict=at_target)
    easier = case.least if sense == "more" else case.greatest
    amber = _sooner(case, easier(lines.amber, lines.green), lines.green)
    amber_strict = lines.amber_strict or (
        strict and same(case.value(amber), case.value(case.target))
    )
    return LightBounds(
        green=green,
        amber=lenient(case, amber, sense),
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
