"""Judgement of one indicator at one period's end: its light, the numbers behind it, and why."""

from collections.abc import Sequence
from decimal import Decimal

from xlreport.assess.bounds import (
    FigureJudgement,
    PlanBounds,
    TargetBounds,
    bounds_of_plan,
    kept_bounds,
)
from xlreport.assess.figures import plain_figure
from xlreport.assess.lights import light
from xlreport.assess.milestones import judge_milestone
from xlreport.assess.pace import pace
from xlreport.assess.reasons import Judged, reason, shortened_words, whole_reason
from xlreport.assess.schedule import baseline_among, of_plan, rounded_down, target_value
from xlreport.messages import say
from xlreport.messages.calendar import period_label
from xlreport.model.judged.assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Direction, Indicator, Measure, Plan, Policy
from xlreport.model.returns.record import Record

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
    What has no light (monitored only, or its value not set) is not judged. What is not asked is not
    due; in the target's last period the figure last reported counts.

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
) -> Assessment:
    """Return the light of one of many indicators, as `judge_indicator` does."""
    plan, known = plan_bounds.plan, earlier
    if others or record is not None:
        known = (*earlier, *others) if record is None else (*earlier, *others, record)
    target = target_value(indicator, plan, known, plan_bounds.period)
    target_bounds = plan_bounds.of(indicator, target, baseline_among(indicator, plan, known))
    asked = target_bounds.last or indicator.is_asked(plan_bounds.period)
    actual, carried = (None if record is None else record.value), ""
    if actual is None and target_bounds.last and not indicator.is_asked(plan_bounds.period):
        actual, carried = _carried(indicator, plan, earlier)
    if actual is None or not target_bounds.rule:
        outcome = _unlit(
            plan_bounds,
            indicator,
            target_bounds,
            record,
            carried,
            last_status,
            asked=asked and actual is None,
        )
    else:
        key = (str(actual), carried, last_status)
        outcome = target_bounds.outcomes.get(key) or kept_bounds(
            target_bounds.outcomes,
            key,
            _outcome(plan_bounds, indicator, target_bounds, actual, carried, last_status),
        )
    return _assessment(indicator, plan_bounds.label, target_bounds, actual, outcome)


def _carried(
    indicator: Indicator, plan: Plan, earlier: Sequence[Record]
) -> tuple[Decimal | None, str]:
    """Return the figure last reported, and the words that say so."""
    said = [record for record in of_plan(earlier, plan, indicator) if record.value is not None]
    if not said:
        return None, ""
    latest = max(said, key=lambda record: record.period)
    label = period_label(plan.plan.language, latest.period)
    return latest.value, say(plan.plan.language, "assess.carried", period=label)


def _unlit(
    plan_bounds: PlanBounds,
    indicator: Indicator,
    target_bounds: TargetBounds,
    record: Record | None,
    carried: str,
    last_status: Status | None,
    *,
    asked: bool,
) -> FigureJudgement:
    """Return what is said where nothing can be judged; `asked`: a figure was, and there is none."""
    language = plan_bounds.plan.plan.language
    if asked and record is not None and record.no_data:
        status, words = (
            Status.NOT_REPORTED,
            say(language, "assess.plain.no_data", remark=shortened_words(record.remark)),
        )
    elif asked:
        status, words = Status.NOT_REPORTED, say(language, "assess.plain.not_reported")
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
) -> FigureJudgement:
    plan, period, bounds = plan_bounds.plan, plan_bounds.period, target_bounds.bounds
    language, rule, target = plan.plan.language, target_bounds.rule, target_bounds.target
    status = light(actual, bounds)
    if target is None or (
        status is Status.NOT_DUE and rule == "path" and target_bounds.baseline is None
    ):
        why = say(language, "assess.plain.no_baseline") + carried
        return FigureJudgement(
            status=Status.NOT_JUDGED,
            why=why,
            reason=whole_reason(language, why, "", period, last_status),
            rule=rule,
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
        actual=actual,
        bounds=bounds,
        status=status,
    )
    why, needed = reason(judged) + carried, pace(judged)
    return FigureJudgement(
        status=status,
        why=why,
        reason=whole_reason(language, why, needed, period, last_status),
        rule=rule,
        gap=None if bounds.green is None else actual - bounds.green,
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
    indicator: Indicator, rule: str, target: Decimal, baseline: Decimal | None, actual: Decimal
) -> Decimal | None:
    """Return the share of the year's target, or of the way from the baseline where there is one to
    go.
    """
    if indicator.direction is not Direction.MORE or indicator.measure not in _SHARES_OF_A_TARGET:
        return None
    if rule == "path" and baseline is None:
        return None
    start = baseline if rule == "path" and baseline is not None else Decimal(0)
    if target <= start:
        return None
    (gone, parts), (whole, pieces) = (
        (actual - start).as_integer_ratio(),
        (target - start).as_integer_ratio(),
    )
    return Decimal(plain_figure(rounded_down(gone * pieces, parts * whole, _ATTAINMENT_DECIMALS)))
