"""Records of one period and of earlier ones → every target's row in the summary."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from xlreport.assess.judge_indicators import carried_figure, judge_by, judge_milestone
from xlreport.assess.judgement_bounds import PlanBounds, bounds_of_plan
from xlreport.assess.judgement_schedule import baseline_among
from xlreport.assess.live.live_indicators import live_indicators
from xlreport.assess.live.live_milestones import live_milestones
from xlreport.assess.reasons.inspection_reasons import as_inspected, held_against, told_by
from xlreport.assess.reasons.sub_task_reasons import with_sub_tasks
from xlreport.assess.signals.direction_signal import travel
from xlreport.assess.signals.escalation_signal import level, made_good, on_end
from xlreport.assess.signals.forecast_signal import forecast
from xlreport.assess.signals.second_test_signals import against_above, progress_rate
from xlreport.assess.signals.signal_noise import is_noise
from xlreport.model.judged.judged_assessment import Assessment, Forecast, Progress, Status
from xlreport.model.judged.judged_decision import Decision
from xlreport.model.judged.judged_live_formulas import Live, with_cells
from xlreport.model.judged.judged_on_file import Inspected
from xlreport.model.judged.judged_summary import AgainstAbove, Beside, SummaryRow, Travel
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Milestone, Plan, Policy
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.inspection_return import Inspection

_LIVE = 10_000
"""Rows up to which a summary reckons anew: nobody corrects more in a meeting, and programs would
reckon for minutes.
"""
ByCode = Mapping[str, Sequence[Record]]
_OFF = Status.OFF_TRACK
_RED = frozenset({_OFF})
_URGENT = frozenset({_OFF, Status.AT_RISK})
_FOLLOWED = _URGENT | {Status.ON_TRACK, Status.COMPLETED}


@dataclass(frozen=True, slots=True)
class ReportedValues:
    """What was reported, by period and code."""

    now: Mapping[str, Record]
    earlier: ByCode
    unheard: Mapping[str, str] = field(default_factory=dict)
    """Why what was reported has no record, by code."""

    def so_far(self, code: str) -> tuple[Record, ...]:
        """Return all records of a target, that of the period the last."""
        now = self.now.get(code)
        earlier = tuple(self.earlier.get(code, ()))
        return earlier if now is None else (*earlier, now)


def summary_rows(
    plan: Plan,
    period: Period,
    records: Iterable[Record],
    history: Sequence[Record],
    decisions: Iterable[Decision] = (),
    unheard: Mapping[str, str] | None = None,
    inspections: Sequence[Inspection] = (),
    beside: Iterable[Beside] = (),
) -> tuple[tuple[SummaryRow, ...], tuple[SummaryRow, ...]]:
    """Judge every indicator and every milestone of a plan at a period's end.

    Args:
        plan: the plan.
        period: at whose end.
        records: the period's accepted records, one a target at most.
        history: records of other periods, and of this one as the last summary that was issued had
            them.
        decisions: what leaders decided about lights.
        unheard: why what was reported has no record, in words, by code.
        inspections: what inspectors found, of any period; where the plan says so, it is judged.
        beside: targets of other plans, for the test against a higher one's growth.
    """
    whole, plan = plan, plan.at(period)
    told = tuple(records)
    if plan.plan.judged_by == "inspected":
        records, history = as_inspected(told, inspections), as_inspected(history, inspections)
    else:
        records = told
    before = period_before(plan, period, history)
    last = _assessed(whole, before, history) if before else {}
    issued = _assessed(whole, period, history) if _reported(plan, period, history) else last
    known = ReportedValues(
        {record.code: record for record in records}, _by_code(history, period), unheard or {}
    )
    plan_bounds = bounds_of_plan(plan, period)
    lights = [judge(plan_bounds, one, known, _status(last, one)) for one in plan.targets]
    lights = with_sub_tasks(plan, lights, {one.code: one for one in told})
    statuses = {one.code: one.status for one in lights}
    judged = _Judged(
        bounds=plan_bounds,
        known=known,
        last=last,
        issued=issued,
        runs=_lights_so_far(whole, before, last, statuses, history),
        if_off=_lights_so_far(whole, before, last, dict.fromkeys(statuses, _OFF), history),
        decided={one.code: one for one in decisions if one.counts_in(period)},
        formulas=_formulas(plan_bounds, known),
        told={record.code: record for record in told},
        inspections={one.code: one for one in inspections if one.period == str(period)},
        above={
            f"{one.plan}:{one.code}": one
            for one in beside
            if Period.parse(one.period).end == period.end
        },
    )
    row, count = partial(_row, judged), len(plan.indicator)
    indicators = map(row, range(1, count + 1), plan.indicator, lights)
    milestones = map(row, range(1, len(plan.milestone) + 1), plan.milestone, lights[count:])
    return tuple(indicators), tuple(milestones)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A plan at a period's end, judged: what the rows of its targets are made of."""

    bounds: PlanBounds
    known: ReportedValues
    last: Mapping[str, Assessment]
    """The judgements of the period before, by code."""
    issued: Mapping[str, Assessment]
    """As the last summary that was issued had them."""
    runs: Mapping[str, Sequence[Status]]
    """The lights of each target so far, the newest last."""
    if_off: Mapping[str, Sequence[Status]]
    """The same, were the newest off track."""
    decided: Mapping[str, Decision]
    formulas: Callable[[Indicator | Milestone], Live | None]
    told: Mapping[str, Record]
    """What was reported, by code, whatever the lights go by."""
    inspections: Mapping[str, Inspection]
    """Of this period, by code."""

    def inspected(self, code: str) -> Inspected | None:
        """Return a target's inspection beside what was reported."""
        if code not in self.inspections:
            return None
        head = self.bounds.plan.plan
        return held_against(
            self.inspections[code],
            self.told.get(code),
            head.inspection_tolerance,
            counts=head.judged_by == "inspected",
        )

    above: Mapping[str, Beside]
    """Targets of other plans at the same period's end, by plan and code."""


def _row(
    judged: _Judged, serial: int, target: Indicator | Milestone, light: Assessment
) -> SummaryRow:
    """Return the row of one target, by its serial number among its kind and its light."""
    plan, policy, code = judged.bounds.plan, judged.bounds.policy, target.code
    mine, run = judged.known.so_far(code), judged.runs[code]
    unit = plan.department_of(target.reported_by)
    formulas, about = judged.formulas(target), judged.inspected(code)
    if about is not None and code in judged.told:
        light = told_by(plan, target, light, about, judged.told[code])
    if formulas is not None and about is not None and about.counts:
        formulas = with_cells(formulas, {"actual": "inspected", "state": "inspected"})
    last = judged.last.get(code)
    own = _policy_for(policy, target)
    beside = _beside(judged, target, light, own, last, mine)
    return SummaryRow(
        target=target,
        serial=serial,
        department=unit.name if unit else target.reported_by,
        assessment=light,
        record=judged.told.get(code),
        last_status=last.status if last else None,
        live=formulas,
        travel=beside.travel,
        periods_off=on_end(run, _RED),
        level=level(run, own),
        made_good=made_good(run),
        forecast=beside.forecast,
        decision=judged.decided.get(code),
        baseline=beside.baseline,
        issued=judged.issued.get(code),
        off_before=on_end(judged.if_off[code], _RED) - 1,
        against_above=beside.against_above,
        progress=beside.progress,
        inspected=about,
    )


class _Beside(NamedTuple):
    """What stands beside a light, as `SummaryRow` has it."""

    travel: Travel = ""
    baseline: Decimal | None = None
    forecast: Forecast | None = None
    against_above: AgainstAbove | None = None
    progress: Progress | None = None


def _beside(
    judged: _Judged,
    target: Indicator | Milestone,
    light: Assessment,
    policy: Policy,
    last: Assessment | None,
    mine: Sequence[Record],
) -> _Beside:
    """Return what stands beside a target's light.

    Args:
        judged: the plan.
        target: one of its targets.
        light: of this period.
        policy: the target's own thresholds.
        last: the judgement of the period before.
        mine: all records of the target.
    """
    plan, period = judged.bounds.plan, judged.bounds.period
    if not isinstance(target, Indicator):
        return _Beside(travel=travel(target, light, last, policy))
    baseline = baseline_among(target, plan, mine)
    going = travel(target, light, last, policy, noise=is_noise(target, plan, period, mine))
    ahead = forecast(target, plan, period, mine)
    record = judged.told.get(target.code)
    if record is None or record.value is None:
        # a figure of an earlier period says nothing of this one's rate
        return _Beside(going, baseline, ahead)
    above = judged.above.get(target.parent or "")
    return _Beside(
        going,
        baseline,
        ahead,
        against_above(target, light, policy, above),
        progress_rate(target, plan, period, policy, light, baseline=baseline),
    )


def _formulas(
    plan_bounds: PlanBounds, known: ReportedValues
) -> Callable[[Indicator | Milestone], Live | None]:
    """Return what gives each target's formulas; none in a long summary."""
    plan, period = plan_bounds.plan, plan_bounds.period
    if len(plan.targets) > _LIVE:
        return lambda _: None
    indicators, milestones = (
        live_indicators(plan, period, plan_bounds.policy),
        live_milestones(plan, period),
    )

    def formulas(target: Indicator | Milestone) -> Live:
        if isinstance(target, Milestone):
            return milestones(target)
        return indicators(target, _carried_from(plan_bounds, target, known))

    return formulas


def _carried_from(
    plan_bounds: PlanBounds, indicator: Indicator, known: ReportedValues
) -> Period | None:
    """Return the period of the figure that counts on, where none is asked now."""
    plan, period, record = plan_bounds.plan, plan_bounds.period, known.now.get(indicator.code)
    if indicator.is_asked(period) or (record is not None and record.value is not None):
        return None
    earlier = known.earlier.get(indicator.code, ())
    latest = carried_figure(indicator, plan, period, earlier)
    return None if latest is None else latest.period


def _status(known: Mapping[str, Assessment], target: Indicator | Milestone) -> Status | None:
    then = known.get(target.code)
    return then.status if then else None


def _policy_for(policy: Policy, target: Indicator | Milestone) -> Policy:
    if isinstance(target, Indicator):
        return policy.with_overrides(target.bounds)
    return policy


def _lights_so_far(
    plan: Plan,
    before: Period | None,
    last: Mapping[str, Assessment],
    lights: Mapping[str, Status],
    history: Sequence[Record],
) -> Mapping[str, Sequence[Status]]:
    """Return each target's lights of this year, the newest first, as far back as they matter.

    Those of a target that is neither good nor urgent now are not followed back.

    Args:
        plan: the plan, with its revisions.
        before: the period before, where anything is known of one.
        last: the lights of that period.
        lights: the lights of now, by code.
        history: records of earlier periods.
    """
    if not last:  # targets of one light share what is known of them
        alone = {light: (light,) for light in Status}
        return {code: alone[light] for code, light in lights.items()}
    found = {code: [light] for code, light in lights.items()}
    codes, then = {code for code, light in lights.items() if light in _FOLLOWED}, last
    while codes and before:
        for code in codes & then.keys():
            found[code].append(then[code].status)
        codes = {code for code in codes if code in then and _goes_on(found[code])}
        before = period_before(plan, before, history)
        then = _assessed(plan, before, history, codes) if codes and before else {}
    return found


def _goes_on(lights: Sequence[Status]) -> bool:
    """Say whether an earlier light still matters: to a row of urgent ones, or to what is good."""
    if lights[0] in _URGENT:
        return lights[-1] in _URGENT or lights[-1] is Status.NOT_DUE
    return _OFF not in lights


def judge(
    plan_bounds: PlanBounds,
    target: Indicator | Milestone,
    known: ReportedValues,
    last: Status | None,
) -> Assessment:
    """Judge one target with the records that concern it, and no others."""
    record, unheard = known.now.get(target.code), known.unheard.get(target.code, "")
    if isinstance(target, Milestone):
        plan, period, policy = plan_bounds.plan, plan_bounds.period, plan_bounds.policy
        return judge_milestone(
            target, plan, period, record, last_status=last, policy=policy, unheard=unheard
        )
    other = known.now.get(target.reference) if target.reference else None
    others = (other,) if other else ()
    return judge_by(
        plan_bounds,
        target,
        record,
        known.earlier.get(target.code, ()),
        others=others,
        last_status=last,
        unheard=unheard,
    )


def _by_code(history: Iterable[Record], before: Period) -> ByCode:
    history = tuple(history)
    early = {one for one in {record.period for record in history} if one.end < before.end}
    grouped: dict[str, list[Record]] = defaultdict(list)
    for record in history:
        if record.period in early:
            grouped[record.code].append(record)
    return grouped


def period_before(plan: Plan, period: Period, history: Iterable[Record]) -> Period | None:
    """Return the latest earlier period of the same year and kind that anything is known of."""
    periods = {one.period for one in history if one.plan == plan.code}
    fitting = (
        one
        for one in periods
        if one.kind == period.kind and one.year == period.year and one.end < period.end
    )
    return max(fitting, default=None)


def _reported(plan: Plan, period: Period, history: Iterable[Record]) -> bool:
    return any(one.plan == plan.code and one.period == period for one in history)


def _assessed(
    plan: Plan, period: Period, history: Sequence[Record], codes: Collection[str] | None = None
) -> dict[str, Assessment]:
    """Judge a plan's targets, or some of them, as they stood at an earlier period's end."""
    mine = (one for one in history if one.period == period and one.plan == plan.code)
    now = {one.code: one for one in mine}
    known = ReportedValues(now, _by_code(history, period))
    then = plan.at(period)
    targets = then.targets if codes is None else [one for one in then.targets if one.code in codes]
    plan_bounds = bounds_of_plan(then, period)
    return {one.code: judge(plan_bounds, one, known, None) for one in targets}
