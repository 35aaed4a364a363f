"""Records of one period and of earlier ones → every target's row in the summary."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlreport.assess.judge import judge_indicator, judge_milestone
from xlreport.model.assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plan import Indicator, Milestone, Plan
from xlreport.model.record import Record
from xlreport.model.summary import SummaryRow

ByCode = Mapping[str, Sequence[Record]]


@dataclass(frozen=True, slots=True)
class Known:
    """What was reported, by period and code."""

    now: Mapping[str, Record]
    earlier: ByCode


def summary_rows(
    plan: Plan, period: Period, records: Iterable[Record], history: Sequence[Record]
) -> tuple[tuple[SummaryRow, ...], tuple[SummaryRow, ...]]:
    """Judge every indicator and every milestone of a plan at a period's end.

    Args:
        plan: the plan.
        period: at whose end.
        records: the period's accepted records, one a target at most.
        history: records of other periods; the period before gives last lights.
    """
    whole, plan = plan, plan.at(period)
    before = _period_before(plan, period, history)
    last = _lights(whole, before, history) if before else {}
    known = Known({record.code: record for record in records}, _by_code(history, period))
    names = {department.code: department.name for department in plan.department}

    def row(serial: int, target: Indicator | Milestone) -> SummaryRow:
        light = last.get(target.code)
        judged = judge(plan, period, target, known, light)
        who = names[target.reported_by]
        return SummaryRow(target, serial, who, judged, known.now.get(target.code), light)

    return (
        tuple(row(serial, one) for serial, one in enumerate(plan.indicator, 1)),
        tuple(row(serial, one) for serial, one in enumerate(plan.milestone, 1)),
    )


def judge(plan: Plan, period: Period, target: Indicator | Milestone, known: Known, last: Status | None) -> Assessment:
    """Judge one target with the records that concern it, and no others."""
    record = known.now.get(target.code)
    earlier = known.earlier.get(target.code, ())
    if isinstance(target, Milestone):
        return judge_milestone(target, plan, period, record, earlier, last_status=last)
    other = known.now.get(target.reference or "")
    others = (other,) if other else ()
    return judge_indicator(target, plan, period, record, earlier, others=others, last_status=last)


def _by_code(history: Iterable[Record], before: Period) -> ByCode:
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in history:
        if Period.parse(record.period).end < before.end:
            grouped[record.code].append(record)
    return grouped


def _period_before(plan: Plan, period: Period, history: Sequence[Record]) -> Period | None:
    """Return the latest earlier period of the same year and kind that anything is known of."""
    periods = {Period.parse(one.period) for one in history if one.plan == plan.plan.code}
    fitting = [one for one in periods if one.kind == period.kind and one.year == period.year and one.end < period.end]
    return max(fitting, default=None)


def _lights(plan: Plan, period: Period, history: Sequence[Record]) -> dict[str, Status]:
    now = {one.code: one for one in history if one.period == str(period)}
    known = Known(now, _by_code(history, period))
    then = plan.at(period)
    return {one.code: judge(then, period, one, known, None).status for one in then.targets}
