"""Records of one period and of earlier ones → every target's row in the summary."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from xlreport.assess.forecast import forecast
from xlreport.assess.judge import judge_indicator, judge_milestone
from xlreport.assess.live import live_indicator
from xlreport.assess.live_milestones import live_milestone
from xlreport.assess.policies import policy_of
from xlreport.assess.schedule import baseline_value, of_plan
from xlreport.assess.travel import travel
from xlreport.model.assessment import Assessment, Status
from xlreport.model.decision import Decision
from xlreport.model.period import Period
from xlreport.model.plan import Indicator, Milestone, Plan
from xlreport.model.record import Record
from xlreport.model.summary import SummaryRow

_LIVE = 10_000
"""Rows up to which a summary reckons anew: nobody corrects more in a meeting, and programs would reckon for minutes."""
ByCode = Mapping[str, Sequence[Record]]
_OFF = Status.OFF_TRACK


@dataclass(frozen=True, slots=True)
class Known:
    """What was reported, by period and code."""

    now: Mapping[str, Record]
    earlier: ByCode


def summary_rows(
    plan: Plan,
    period: Period,
    records: Iterable[Record],
    history: Sequence[Record],
    decisions: Iterable[Decision] = (),
) -> tuple[tuple[SummaryRow, ...], tuple[SummaryRow, ...]]:
    """Judge every indicator and every milestone of a plan at a period's end.

    Args:
        plan: the plan.
        period: at whose end.
        records: the period's accepted records, one a target at most.
        history: records of other periods, and of this one as the last summary that was issued had them.
        decisions: what leaders decided about lights.
    """
    whole, plan = plan, plan.at(period)
    before = period_before(plan, period, history)
    last = _assessed(whole, before, history) if before else {}
    issued = _assessed(whole, period, history) if _reported(plan, period, history) else last
    known = Known({record.code: record for record in records}, _by_code(history, period))
    names = {department.code: department.name for department in plan.department}
    decided = {one.code: one for one in decisions if one.counts_in(period)}
    policy, few = policy_of(plan), len(plan.indicator) + len(plan.milestone) <= _LIVE

    def row(serial: int, target: Indicator | Milestone) -> SummaryRow:
        then = last.get(target.code)
        judged = judge(plan, period, target, known, then.status if then else None)
        plain = SummaryRow(
            target,
            serial,
            names[target.reported_by],
            judged,
            known.now.get(target.code),
            then.status if then else None,
            travel=travel(target, judged, then),
            decision=decided.get(target.code),
            issued=issued.get(target.code),
        )
        if isinstance(target, Milestone):
            return replace(plain, live=live_milestone(target, plan, period) if few else None)
        mine = (*known.earlier.get(target.code, ()), *_own(plain.record))
        return replace(
            plain,
            live=live_indicator(target, plan, period, policy) if few else None,
            forecast=forecast(target, plan, period, mine),
            baseline=baseline_value(target, of_plan(mine, plan, target)),
        )

    rows = [row(serial, one) for serial, one in enumerate(plan.indicator, 1)]
    rows += [row(serial, one) for serial, one in enumerate(plan.milestone, 1)]
    off = _periods_off(whole, period, {row.target.code for row in rows if row.assessment.status is _OFF}, history)
    counted = [replace(row, periods_off=off.get(row.target.code, 0)) for row in rows]
    return tuple(counted[: len(plan.indicator)]), tuple(counted[len(plan.indicator) :])


def _own(record: Record | None) -> tuple[Record, ...]:
    return () if record is None else (record,)


def _periods_off(plan: Plan, period: Period, codes: set[str], history: Sequence[Record]) -> dict[str, int]:
    """Return for how many periods on end each of these targets, off track now, has been so."""
    counted = dict.fromkeys(codes, 1)
    before = period_before(plan, period, history)
    while codes and before:
        then = _assessed(plan, before, history, codes)
        codes = {code for code in codes if code in then and then[code].status is _OFF}
        for code in codes:
            counted[code] += 1
        before = period_before(plan, before, history)
    return counted


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


def period_before(plan: Plan, period: Period, history: Iterable[Record]) -> Period | None:
    """Return the latest earlier period of the same year and kind that anything is known of."""
    periods = {one.period for one in history if one.plan == plan.plan.code}
    known = (Period.parse(one) for one in periods)
    fitting = (one for one in known if one.kind == period.kind and one.year == period.year and one.end < period.end)
    return max(fitting, default=None)


def _reported(plan: Plan, period: Period, history: Iterable[Record]) -> bool:
    return any(one.plan == plan.plan.code and one.period == str(period) for one in history)


def _assessed(
    plan: Plan, period: Period, history: Sequence[Record], codes: Collection[str] | None = None
) -> dict[str, Assessment]:
    """Judge a plan's targets, or some of them, as they stood at an earlier period's end."""
    now = {one.code: one for one in history if one.period == str(period) and one.plan == plan.plan.code}
    known = Known(now, _by_code(history, period))
    then = plan.at(period)
    targets = then.targets if codes is None else [one for one in then.targets if one.code in codes]
    return {one.code: judge(then, period, one, known, None) for one in targets}
