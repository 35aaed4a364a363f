"""A milestone's judgement as the formula of its row's cells: state, date expected, date due."""

from collections.abc import Callable

from xlreport.assess.judgement_schedule import months_to, step_due
from xlreport.messages import say
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_live_formulas import Live, named, quoted_string, serial_of
from xlreport.model.period import Period
from xlreport.model.plans.plan import Action, Milestone, Plan

_DEADLINE = named("deadline")


def live_milestones(plan: Plan, period: Period) -> Callable[[Milestone], Live]:
    """Return what gives each milestone's formula as `live_milestone` does; those that are alike
    share theirs.
    """
    written: dict[tuple[bool, bool], Live] = {}

    def live(milestone: Milestone) -> Live:
        key = (bool(step_due(milestone, plan, period)), milestone.action is Action.ADVANCE)
        if key not in written:
            written[key] = live_milestone(milestone, plan, period)
        return written[key]

    return live


def live_milestone(milestone: Milestone, plan: Plan, period: Period) -> Live:
    """Return the formula that gives the light that `judge_milestone` gives, for any state, date
    and due date.
    """
    step = bool(step_due(milestone, plan, period))
    due = f"IF(ISNUMBER({_DEADLINE}),{_DEADLINE},{serial_of(plan.year_end)})"
    late = f"IF(ISNUMBER({named('expected')}),{named('expected')}>{due},FALSE)"
    before = {
        "under_way": _light(Status.AT_RISK) if step else _in_time(late),
        "step_reached": _in_time(late),
        "step_missed": _light(Status.AT_RISK),
        "blocked": _light(Status.AT_RISK),
        "not_started": _not_started(late, _share_left(due, plan, period), step=step),
    }
    lights = {"done": _light(Status.COMPLETED), "dropped": _light(Status.NOT_JUDGED)} | {
        state: f"IF({due}<={serial_of(period.end)},{_light(Status.OFF_TRACK)},{lit})"
        for state, lit in before.items()
    }
    formula = _light(Status.NOT_REPORTED)
    for state, lit in reversed(lights.items()):
        formula = f"IF({_is_state(state, plan, milestone)},{lit},{formula})"
    return Live(status=formula)


def _is_state(state: str, plan: Plan, milestone: Milestone) -> str:
    """Return the question whether the row's state is that one: by its word in that row, or its
    word elsewhere.
    """
    language = plan.plan.language
    words = dict.fromkeys((state_word(language, state, milestone), say(language, f"state.{state}")))
    asked = [f"{named('state')}={quoted_string(word)}" for word in words]
    if len(asked) == 1:
        return asked[0]
    return f"OR({','.join(asked)})"


def _in_time(late: str) -> str:
    return f"IF({late},{_light(Status.AT_RISK)},{_light(Status.ON_TRACK)})"


def _not_started(late: str, left: str, *, step: bool) -> str:
    if step:
        return _light(Status.AT_RISK)
    soon = f"ROUND({left},9)<=ROUND({named('policy.late_start_share')},9)"
    return f"IF(OR({late},{soon}),{_light(Status.AT_RISK)},{_light(Status.ON_TRACK)})"


def _share_left(due: str, plan: Plan, period: Period) -> str:
    """Return how many per cent of the time until a due date are left, as `share_left` has it."""
    now = months_to(plan.year, period.end)
    last_day = f"DAY(DATE(YEAR({due}),MONTH({due})+1,0))"
    whole = f"((YEAR({due})-{plan.year})*12+MONTH({due})-1+DAY({due})/{last_day})"
    return f"({whole}-{now.numerator}/{now.denominator})/{whole}*100"


def _light(status: Status) -> str:
    return named(f"status.{status}")
