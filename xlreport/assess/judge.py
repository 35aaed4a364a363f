"""Judgement of one indicator at one period's end: its light, the numbers behind it, and why."""

from collections.abc import Sequence
from decimal import Decimal

from xlreport.assess.bounds import Outcome, Yardstick, Yardsticks, remembered, yardsticks_of
from xlreport.assess.figures import plain
from xlreport.assess.lights import light
from xlreport.assess.milestones import judge_milestone
from xlreport.assess.pace import pace
from xlreport.assess.reasons import Judged, reason, shortened, whole_reason
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
        yardsticks_of(plan, period, policy),
        indicator,
        record,
        earlier,
        others=others,
        last_status=last_status,
    )


def judge_by(
    yardsticks: Yardsticks,
    indicator: Indicator,
    record: Record | None,
    earlier: Sequence[Record] = (),
    *,
    others: Sequence[Record] = (),
    last_status: Status | None = None,
) -> Assessment:
    """Return the light of one of many indicators, as `judge_indicator` does."""
    plan, known = yardsticks.plan, earlier
    if others or record is not None:
        known = (*earlier, *others) if record is None else (*earlier, *others, record)
    target = target_value(indicator, plan, known, yardsticks.period)
    yardstick = yardsticks.of(indicator, target, baseline_among(indicator, plan, known))
    asked = yardstick.last or indicator.is_asked(yardsticks.period)
    actual, carried = (None if record is None else record.value), ""
    if actual is None and yardstick.last and not indicator.is_asked(yardsticks.period):
        actual, carried = _carried(indicator, plan, earlier)
    if actual is None or not yardstick.rule:
        outcome = _unlit(
            yardsticks,
            indicator,
            yardstick,
            record,
            carried,
            last_status,
            asked=asked and actual is None,
        )
    else:
        key = (str(actual), carried, last_status)
        outcome = yardstick.outcomes.get(key) or remembered(
            yardstick.outcomes,
            key,
            _outcome(yardsticks, indicator, yardstick, actual, carried, last_status),
        )
    return _assessment(indicator, yardsticks.label, yardstick, actual, outcome)


def _carried(
    indicator: Indicator, plan: Plan, earlier: Sequence[Record]
) -> tuple[Decimal | None, str]:
    """Return the figure last reported, and the words that say so."""
    said = [record for record in of_plan(earlier, plan, indicator) if record.value is not None]
    if not said:
        return None, ""
    latest = max(said, key=lambda record: Period.parse(record.period))
    label = period_label(plan.plan.language, Period.parse(latest.period))
    return latest.value, say(plan.plan.language, "assess.carried", period=label)


def _unlit(
    yardsticks: Yardsticks,
    indicator: Indicator,
    yardstick: Yardstick,
    record: Record | None,
    carried: str,
    last_status: Status | None,
    *,
    asked: bool,
) -> Outcome:
    """Return what is said where nothing can be judged; `asked`: a figure was, and there is none."""
    language = yardsticks.plan.plan.language
    if asked and record is not None and record.no_data:
        status, words = (
            Status.NOT_REPORTED,
            say(language, "assess.plain.no_data", remark=shortened(record.remark)),
        )
    elif asked:
        status, words = Status.NOT_REPORTED, say(language, "assess.plain.not_reported")
    elif indicator.direction is Direction.NONE:
        status, words = Status.NOT_JUDGED, say(language, "assess.plain.monitored")
    elif yardstick.target is None:
        status, words = Status.NOT_JUDGED, say(language, "assess.plain.no_value")
    else:
        status, words = Status.NOT_DUE, say(language, "assess.plain.not_asked")
    why = words + carried
    return Outcome(status, why, whole_reason(language, why, "", yardsticks.period, last_status))


def _outcome(
    yardsticks: Yardsticks,
    indicator: Indicator,
    yardstick: Yardstick,
    actual: Decimal,
    carried: str,
    last_status: Status | None,
) -> Outcome:
    plan, period, bounds = yardsticks.plan, yardsticks.period, yardstick.bounds
    language, rule, target = plan.plan.language, yardstick.rule, yardstick.target
    status = light(actual, bounds)
    if target is None or (
        status is Status.NOT_DUE and rule == "path" and yardstick.baseline is None
    ):
        why = say(language, "assess.plain.no_baseline") + carried
        return Outcome(
            Status.NOT_JUDGED, why, whole_reason(language, why, "", period, last_status), rule
        )
    judged = Judged(
        indicator,
        plan,
        yardstick.policy,
        period,
        rule,
        yardstick.way,
        yardstick.last,
        target,
        actual,
        bounds,
        status,
    )
    why, needed = reason(judged) + carried, pace(judged)
    return Outcome(
        status,
        why,
        whole_reason(language, why, needed, period, last_status),
        rule,
        gap=None if bounds.green is None else actual - bounds.green,
        attainment=_attainment(indicator, rule, target, yardstick.baseline, actual),
        pace=needed,
    )


def _assessment(
    indicator: Indicator,
    period: str,
    yardstick: Yardstick,
    actual: Decimal | None,
    outcome: Outcome,
) -> Assessment:
    bounds = yardstick.bounds
    return Assessment(
        "indicator",
        indicator.code,
        period,
        outcome.status,
        outcome.rule,
        outcome.reason,
        yardstick.target,
        yardstick.expected,
        actual,
        bounds.green,
        bounds.amber,
        bounds.sense,
        bounds.strict,
        bounds.amber_strict,
        bounds.done,
        bounds.done_strict,
        outcome.gap,
        outcome.attainment,
        outcome.pace,
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
    return Decimal(plain(rounded_down(gone * pieces, parts * whole, _ATTAINMENT_DECIMALS)))
