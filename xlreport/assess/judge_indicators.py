"""Judgement of one indicator at one period's end: its light, the numbers behind it, and why."""

from collections.abc import Sequence
from decimal import Decimal

from xlreport.assess.judge_milestones import judge_milestone
from xlreport.assess.judgement_bounds import (
    FigureJudgement,
    PlanBounds,
    TargetBounds,
    bounds_of_plan,
    kept_bounds,
)
from xlreport.assess.judgement_comparison import is_strict, sense_of
from xlreport.assess.judgement_lights import as_good, light
from xlreport.assess.judgement_rules import Rule
from xlreport.assess.judgement_schedule import (
    HOLD,
    baseline_among,
    of_plan,
    rounded_down,
    target_value,
)
from xlreport.assess.reasons.light_reasons import (
    Judged,
    measured_from,
    reason,
    shortened_words,
    whole_reason,
)
from xlreport.assess.reasons.pace_reasons import pace
from xlreport.assess.reasons.reason_figures import as_asked, plain_figure
from xlreport.messages import say
from xlreport.messages.calendar_words import period_name
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Direction, Indicator, Measure, Plan, Policy
from xlreport.model.returns.accepted_record import Record

__all__ = ["judge_by", "judge_indicator", "judge_milestone"]
_SHARES_OF_A_TARGET = frozenset({Measure.CUMULATIVE, Measure.LEVEL, Measure.SHARE})
_ATTAINMENT_DECIMALS = 6


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

    A row that was asked and not answered is not reported, whatever its target: a blank is never 0.
    What has no light (monitored only, or its value not set) is not judged. What is not asked keeps
    the light of the figure last reported this year, where that stands (what is held, a level,
    share, growth, fall or class), else it is not due; in the target's last period the figure last
    reported counts.

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
    return judge_by(
        bounds_of_plan(plan, period, policy),
        indicator,
        record,
        earlier,
        others=others,
        last_status=last_status,
    )


def judge_by(
    plan_bounds: PlanBounds,
    indicator: Indicator,
    record: Record | None,
    earlier: Sequence[Record] = (),
    *,
    others: Sequence[Record] = (),
    last_status: Status | None = None,
    unheard: str = "",
) -> Assessment:
    """Return the light of one of many indicators, as `judge_indicator` does.

    `unheard` says why there is no record, where it is known: what was reported and not taken.
    """
    plan, known, period = plan_bounds.plan, earlier, plan_bounds.period
    if others or record is not None:
        known = (*earlier, *others) if record is None else (*earlier, *others, record)
    target = target_value(indicator, plan, known, period)
    baseline = baseline_among(indicator, plan, known)
    target_bounds = plan_bounds.of(indicator, target, baseline)
    asked = target_bounds.last or indicator.is_asked(period)
    actual, carried = (None if record is None else record.value), ""
    if actual is None and not indicator.is_asked(period):
        latest = carried_figure(indicator, plan, period, earlier)
        if latest is not None:
            actual, when = latest.value, latest.period
            carried = say(
                plan.language,
                "assess.carried",
                period=period_name(plan.language, when),
            )
            if not target_bounds.last:
                target_bounds = plan_bounds.of(indicator, target, baseline, when=when)
    if actual is None or target_bounds.rule is None:
        outcome = _unlit(
            plan_bounds,
            indicator,
            target_bounds,
            record,
            carried,
            last_status,
            asked=asked and actual is None,
            unheard=unheard if record is None else "",
        )
        return _assessment(indicator, plan_bounds.label, target_bounds, actual, outcome)
    actual = as_asked(indicator, actual)
    late = _finished_late(indicator, plan, period, target_bounds, earlier)
    key = (str(actual), carried, last_status, late)
    outcome = target_bounds.outcomes.get(key) or kept_bounds(
        target_bounds.outcomes,
        key,
        _outcome(plan_bounds, indicator, target_bounds, actual, carried, last_status, late=late),
    )
    return _assessment(indicator, plan_bounds.label, target_bounds, actual, outcome)


def carried_figure(
    indicator: Indicator, plan: Plan, period: Period, earlier: Sequence[Record]
) -> Record | None:
    """Return the figure last reported, where it counts on in a period in which none is asked.

    In the target's last period that is any; before it, one of this year that stands until the next:
    what is held, a level, share, growth, fall or class. An amount that grows with time does not.
    """
    said = [record for record in of_plan(earlier, plan, indicator) if record.value is not None]
    last = period.end >= plan.due(indicator)
    if not last:
        if indicator.measure is Measure.CUMULATIVE and indicator.profile != HOLD:
            return None
        said = [one for one in said if one.period.year == period.year]
    return max(said, key=lambda record: record.period.end, default=None)


def _finished_late(
    indicator: Indicator,
    plan: Plan,
    period: Period,
    target_bounds: TargetBounds,
    earlier: Sequence[Record],
) -> bool:
    """Say whether an earlier figure, at or after the target's own due date, missed the target."""
    due = indicator.due
    if due is None or period.end <= due or target_bounds.target is None:
        return False
    goal, strict = target_bounds.goal, is_strict(indicator)
    return any(
        record.value is not None
        and due <= record.period.end < period.end
        and not as_good(as_asked(indicator, record.value), goal, sense_of(indicator), strict=strict)
        for record in of_plan(earlier, plan, indicator)
    )


def _unlit(
    plan_bounds: PlanBounds,
    indicator: Indicator,
    target_bounds: TargetBounds,
    record: Record | None,
    carried: str,
    last_status: Status | None,
    *,
    asked: bool,
    unheard: str,
) -> FigureJudgement:
    """Return what is said where nothing can be judged; `asked`: a figure was, and there is none."""
    language = plan_bounds.plan.language
    if asked and record is not None and record.no_data:
        status, words = (
            Status.NOT_REPORTED,
            say(language, "assess.plain.no_data", remark=shortened_words(record.remark)),
        )
    elif asked:
        words = unheard or say(language, "assess.plain.not_reported")
        status = Status.NOT_REPORTED
    elif indicator.direction is Direction.NONE:
        status, words = Status.NOT_JUDGED, say(language, "assess.plain.monitored")
    elif target_bounds.target is None:
        status, words = Status.NOT_JUDGED, say(language, "assess.plain.no_value")
    else:
        status, words = Status.NOT_DUE, say(language, "assess.plain.not_asked")
    why = words + carried
    return FigureJudgement(
        status=status,
        why=why,
        reason=whole_reason(language, why, "", plan_bounds.period, last_status),
    )


def _outcome(
    plan_bounds: PlanBounds,
    indicator: Indicator,
    target_bounds: TargetBounds,
    actual: Decimal,
    carried: str,
    last_status: Status | None,
    *,
    late: bool,
) -> FigureJudgement:
    plan, period, bounds = plan_bounds.plan, plan_bounds.period, target_bounds.bounds
    language, rule, target = plan.language, target_bounds.rule, target_bounds.target
    status = light(actual, bounds)
    if rule is None or target is None:
        message = "what has no rule or target has no light"
        raise ValueError(message)
    if status is Status.NOT_DUE and rule.from_baseline and target_bounds.baseline is None:
        why = say(language, "assess.plain.no_baseline") + carried
        return FigureJudgement(
            status=Status.NOT_JUDGED,
            why=why,
            reason=whole_reason(language, why, "", period, last_status),
            rule=rule.name,
        )
    judged = Judged(
        indicator=indicator,
        plan=plan,
        policy=target_bounds.policy,
        period=period,
        rule=rule,
        way=target_bounds.way,
        last=target_bounds.last,
        target=target,
        goal=target_bounds.goal,
        baseline=target_bounds.baseline,
        actual=actual,
        bounds=bounds,
        status=status,
        late=late,
    )
    why, needed, named = reason(judged) + carried, pace(judged), measured_from(judged)
    return FigureJudgement(
        status=status,
        why=why,
        reason=whole_reason(language, why, needed, period, last_status),
        rule=rule.name,
        gap=None if named is None else actual - named,
        attainment=_attainment(indicator, rule, target, target_bounds.baseline, actual),
        pace=needed,
    )


def _assessment(
    indicator: Indicator,
    period: str,
    target_bounds: TargetBounds,
    actual: Decimal | None,
    outcome: FigureJudgement,
) -> Assessment:
    bounds = target_bounds.bounds
    return Assessment(
        kind="indicator",
        code=indicator.code,
        period=period,
        status=outcome.status,
        rule=outcome.rule,
        reason=outcome.reason,
        target=target_bounds.target,
        expected=target_bounds.expected,
        actual=actual,
        green=bounds.green,
        amber=bounds.amber,
        sense=bounds.sense,
        strict=bounds.strict,
        amber_strict=bounds.amber_strict,
        done=bounds.done,
        done_strict=bounds.done_strict,
        gap=outcome.gap,
        attainment=outcome.attainment,
        pace=outcome.pace,
        why=outcome.why,
    )


def _attainment(
    indicator: Indicator, rule: Rule, target: Decimal, baseline: Decimal | None, actual: Decimal
) -> Decimal | None:
    """Return the share of the year's target, or of the way from the baseline where there is one to
    go.
    """
    if indicator.direction is not Direction.MORE or indicator.measure not in _SHARES_OF_A_TARGET:
        return None
    if rule.from_baseline and baseline is None:
        return None
    start = baseline if rule.from_baseline and baseline is not None else Decimal(0)
    if target <= start:
        return None
    (gone, parts), (whole, pieces) = (
        (actual - start).as_integer_ratio(),
        (target - start).as_integer_ratio(),
    )
    return Decimal(plain_figure(rounded_down(gone * pieces, parts * whole, _ATTAINMENT_DECIMALS)))
