"""Judgement of one milestone at one period's end, by its date, its state and the date on which it
is expected.
"""

from datetime import date
from fractions import Fraction

from xlreport.assess.judgement_policies import policy_of
from xlreport.assess.judgement_schedule import is_last, months_to, step_due
from xlreport.assess.reasons.light_reasons import shortened_words, whole_reason
from xlreport.assess.reasons.reason_figures import plain_figure
from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Action, Milestone, Plan, Policy
from xlreport.model.returns.accepted_record import Record

_Outcome = tuple[Status, str, dict[str, str]]
_WITH_STEP = {
    "under_way": (Status.AT_RISK, "step_unsaid"),
    "step_missed": (Status.AT_RISK, "step_missed"),
    "step_reached": (Status.ON_TRACK, "step_reached"),
}
_WITHOUT_STEP = {
    "under_way": (Status.ON_TRACK, "under_way"),
    "step_missed": (Status.AT_RISK, "missed"),
    "step_reached": (Status.ON_TRACK, "under_way"),
}


def judge_milestone(
    milestone: Milestone,
    plan: Plan,
    period: Period,
    record: Record | None,
    *,
    last_status: Status | None = None,
    policy: Policy | None = None,
    unheard: str = "",
) -> Assessment:
    """Return the light of one milestone at the period's end.

    Done is completed, dropped is not judged, no state is not reported. Due by now and not done is
    off track; so is what is only to be advanced (推进), unless the department says that the year's
    progress is reached. Before that, at risk is what is blocked, expected late, without its step of
    the period, or not started with a quarter of its time left. Sources: 银川 2025 (not started in
    its month is yellow), 宿迁产发 2025 (overdue is red).

    Whether the step of the period is reached is asked of the department, and its answer counts
    alone: under way without an answer has not reached it. The step stands in the reason beside the
    light, so that it can be held against the words.
    """
    language = plan.language
    status, key, words = _outcome(milestone, plan, period, record, policy or policy_of(plan))
    why = say(language, f"assess.milestone.{key}", **words)
    if record is None and unheard:
        why = unheard
    return Assessment(
        kind="milestone",
        code=milestone.code,
        period=str(period),
        status=status,
        rule="milestone",
        reason=whole_reason(language, why, "", period, last_status),
        why=why,
        deadline=plan.due(milestone),
        expected_on=None if record is None else record.expected,
    )


def share_left(milestone: Milestone, plan: Plan, period: Period) -> Fraction:
    """Return how many per cent of the milestone's time are left at the period's end, from 1
    January.
    """
    whole = months_to(plan.year, plan.due(milestone))
    return (whole - months_to(plan.year, period.end)) / whole * 100


def _outcome(
    milestone: Milestone, plan: Plan, period: Period, record: Record | None, policy: Policy
) -> _Outcome:
    if record is None or not record.state:
        return Status.NOT_REPORTED, "not_reported", {}
    if record.state == "dropped":
        return Status.NOT_JUDGED, "dropped", {}
    if record.state == "done":
        return _done(milestone, plan, record)
    late = record.expected is not None and record.expected > plan.due(milestone)
    if is_last(milestone, plan, period):
        return _overdue(milestone, plan, record)
    return _before_its_day(milestone, plan, period, record, policy, late=late)


def _done(milestone: Milestone, plan: Plan, record: Record) -> _Outcome:
    words = _days(plan, deadline=plan.due(milestone), expected=record.expected)
    if milestone.action is Action.ADVANCE:
        late = record.expected is not None and record.expected > plan.due(milestone)
        return Status.COMPLETED, "advanced_late" if late else "advanced", words
    if record.expected is None:
        return Status.COMPLETED, "done", words
    return (
        Status.COMPLETED,
        "done_late" if record.expected > plan.due(milestone) else "done_on",
        words,
    )


def _overdue(milestone: Milestone, plan: Plan, record: Record) -> _Outcome:
    key = "advancing" if milestone.action is Action.ADVANCE else "overdue"
    key = key if record.expected is None else f"{key}_expected"
    words = _days(plan, deadline=plan.due(milestone), expected=record.expected)
    return (
        Status.OFF_TRACK,
        key,
        words | {"state": state_word(plan.plan.language, record.state, milestone)},
    )


def _before_its_day(
    milestone: Milestone, plan: Plan, period: Period, record: Record, policy: Policy, *, late: bool
) -> _Outcome:
    step = shortened_words(step_due(milestone, plan, period))
    words = _days(plan, deadline=plan.due(milestone), expected=record.expected) | {"step": step}
    if record.state == "blocked":
        return Status.AT_RISK, "blocked", words
    if late:
        return Status.AT_RISK, "late", words
    if record.state != "not_started":
        answers = _WITH_STEP if step else _WITHOUT_STEP
        return *answers[record.state], words
    if step:
        return Status.AT_RISK, "step_not_started", words
    left = share_left(milestone, plan, period)
    words |= {"left": str(round(left)), "threshold": plain_figure(policy.late_start_share)}
    soon = left <= Fraction(policy.late_start_share)
    if soon:
        return (Status.AT_RISK, "late_start", words)
    return (Status.ON_TRACK, "not_started", words)


def _days(plan: Plan, **days: date | None) -> dict[str, str]:
    return {key: day_label(plan.language, day) for key, day in days.items() if day is not None}
