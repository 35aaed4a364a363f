"""Judgement of one indicator at one period's end: its light, the numbers behind it, and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from xlreport.assess.figures import plain
from xlreport.assess.lights import TwoBounds, light
from xlreport.assess.milestones import judge_milestone
from xlreport.assess.pace import pace
from xlreport.assess.policies import policy_of
from xlreport.assess.reasons import Judged, reason, shortened, whole_reason
from xlreport.assess.rules import Case, Rule, bounds_at, rule_for
from xlreport.assess.schedule import baseline_value, course, due, is_last, of_plan, round_down, target_value
from xlreport.assess.terms import cell
from xlreport.messages import say
from xlreport.messages.calendar import period_label
from xlreport.model.assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plan import Direction, Indicator, Measure, Plan, Policy
from xlreport.model.record import Record

__all__ = ["judge_indicator", "judge_milestone"]
_SHARES_OF_A_TARGET = frozenset({Measure.CUMULATIVE, Measure.LEVEL, Measure.SHARE})
_ATTAINMENT_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of one indicator in one period."""

    indicator: Indicator
    plan: Plan
    period: Period
    policy: Policy
    target: Decimal | None
    baseline: Decimal | None
    expected: Decimal | None
    actual: Decimal | None
    last: bool
    carried: str
    """The period whose figure is carried on, where this one's is not asked; else empty."""


def judge_indicator(
    indicator: Indicator,
    plan: Plan,
    period: Period,
    record: Record | None,
    earlier: Sequence[Record] = (),
    *,
    others: Sequence[Record] = (),
    last_status: Status | None = None,
    policy: Policy | None = None,
) -> Assessment:
    """Return the light of one indicator at the period's end.

    A row that was asked and not answered is not reported, whatever its target: a blank is never 0. What has no light
    (monitored only, or its value not set) is not judged. What is not asked is not due; in the target's last period
    the figure last reported counts.

    Args:
        indicator: what is judged.
        plan: its plan.
        period: at whose end.
        record: this period's accepted row; None where there is none.
        earlier: records of earlier periods, for baselines reported then and for figures carried on.
        others: this period's other records, for targets that refer to another indicator.
        last_status: the light of the period before, where it is known; the reason then names it.
        policy: thresholds other than the plan's; the indicator's own still count.
    """
    facts = _facts(indicator, plan, period, record, earlier, others, policy or policy_of(plan))
    ruled = _ruled(facts)
    unlit = _without_light(facts, record)
    if unlit or ruled is None or facts.actual is None:
        assessment = _assessment(facts, ruled, *(unlit or (Status.NOT_JUDGED, "")))
    else:
        assessment = _judged(facts, ruled, facts.actual)
    language = plan.plan.language
    carried = say(language, "assess.carried", period=facts.carried) if facts.carried else ""
    why = assessment.reason + carried
    return replace(assessment, why=why, reason=whole_reason(language, why, assessment.pace, period, last_status))


def _facts(
    indicator: Indicator,
    plan: Plan,
    period: Period,
    record: Record | None,
    earlier: Sequence[Record],
    others: Sequence[Record],
    policy: Policy,
) -> _Facts:
    known = (*earlier, *others) if record is None else (*earlier, *others, record)
    last = is_last(indicator, plan, period)
    actual, carried = (None if record is None else record.value), ""
    if actual is None and last and not indicator.is_asked(period):
        actual, carried = _carried(indicator, plan, earlier)
    return _Facts(
        indicator,
        plan,
        period,
        policy.with_overrides(indicator.bounds),
        target=target_value(indicator, plan, known, period),
        baseline=baseline_value(indicator, of_plan(known, plan, indicator)),
        expected=due(indicator, plan, period, known),
        actual=actual,
        last=last,
        carried=carried,
    )


def _carried(indicator: Indicator, plan: Plan, earlier: Sequence[Record]) -> tuple[Decimal | None, str]:
    said = [record for record in of_plan(earlier, plan, indicator) if record.value is not None]
    if not said:
        return None, ""
    latest = max(said, key=lambda record: Period.parse(record.period))
    return latest.value, period_label(plan.plan.language, Period.parse(latest.period))


def _without_light(facts: _Facts, record: Record | None) -> tuple[Status, str] | None:
    """Return the status and reason of what cannot be judged; None where it can."""
    language = facts.plan.plan.language
    asked = facts.last or facts.indicator.is_asked(facts.period)
    if facts.actual is None and asked:
        if record is not None and record.no_data:
            return Status.NOT_REPORTED, say(language, "assess.plain.no_data", remark=shortened(record.remark))
        return Status.NOT_REPORTED, say(language, "assess.plain.not_reported")
    if facts.indicator.direction is Direction.NONE:
        return Status.NOT_JUDGED, say(language, "assess.plain.monitored")
    if facts.target is None:
        return Status.NOT_JUDGED, say(language, "assess.plain.no_value")
    if facts.actual is None:
        return Status.NOT_DUE, say(language, "assess.plain.not_asked")
    return None


@dataclass(frozen=True, slots=True)
class _Ruled:
    """The rule that fits, and the bounds that it draws for this period."""

    rule: Rule
    way: str
    target: Decimal
    bounds: TwoBounds


def _ruled(facts: _Facts) -> _Ruled | None:
    """Return the bounds, which are known before any figure is; None where nothing is to be reached."""
    indicator, target = facts.indicator, facts.target
    if target is None or indicator.direction is Direction.NONE:
        return None
    way = course(indicator, target, facts.baseline)
    rule = rule_for(indicator.measure, indicator.direction, way)
    if rule is None:
        message = f"no rule judges {indicator.measure} {indicator.direction} {way}"
        raise ValueError(message)
    start = target if facts.baseline is None else facts.baseline
    case = Case(
        indicator,
        facts.policy,
        cell("target", target),
        cell("expected", target if facts.expected is None else facts.expected),
        cell("baseline", start),
    )
    bounds = bounds_at(rule, case, way, last=facts.last, timed=facts.expected is not None).numbers
    return _Ruled(rule, way, target, bounds)


def _judged(facts: _Facts, ruled: _Ruled, actual: Decimal) -> Assessment:
    indicator, rule, bounds = facts.indicator, ruled.rule, ruled.bounds
    status = light(actual, bounds)
    if status is Status.NOT_DUE and rule.name == "path" and facts.baseline is None:
        words = say(facts.plan.plan.language, "assess.plain.no_baseline")
        return replace(_assessment(facts, ruled, Status.NOT_JUDGED, words), rule=rule.name)
    judged = Judged(
        indicator,
        facts.plan,
        facts.policy,
        facts.period,
        rule.name,
        ruled.way,
        facts.last,
        ruled.target,
        actual,
        bounds,
        status,
    )
    return replace(
        _assessment(facts, ruled, status, reason(judged)),
        rule=rule.name,
        gap=None if bounds.green is None else actual - bounds.green,
        attainment=_attainment(facts, rule, ruled.target, actual),
        pace=pace(judged),
    )


def _assessment(facts: _Facts, ruled: _Ruled | None, status: Status, words: str) -> Assessment:
    plain = Assessment(
        "indicator",
        facts.indicator.code,
        str(facts.period),
        status,
        rule="",
        reason=words,
        target=facts.target,
        expected=facts.expected,
        actual=facts.actual,
    )
    if ruled is None:
        return plain
    bounds = ruled.bounds
    return replace(
        plain,
        green=bounds.green,
        amber=bounds.amber,
        sense=bounds.sense,
        strict=bounds.strict,
        amber_strict=bounds.amber_strict,
        done=bounds.done,
        done_strict=bounds.done_strict,
    )


def _attainment(facts: _Facts, rule: Rule, target: Decimal, actual: Decimal) -> Decimal | None:
    """Return the share of the year's target, or of the way from the baseline where there is one to go."""
    indicator = facts.indicator
    if indicator.direction is not Direction.MORE or indicator.measure not in _SHARES_OF_A_TARGET:
        return None
    if rule.name == "path" and facts.baseline is None:
        return None
    start = facts.baseline if rule.name == "path" and facts.baseline is not None else Decimal(0)
    if target <= start:
        return None
    share = Fraction(actual - start) / Fraction(target - start)
    return Decimal(plain(round_down(share, _ATTAINMENT_DECIMALS)))
