"""A milestone's judgement as the formula of its row's cells: state, date expected, date due, words
on progress.
"""

from collections.abc import Callable

from xlreport.assess.milestones import share_left
from xlreport.assess.schedule import is_last, step_due
from xlreport.messages import say
from xlreport.model.judged.assessment import Status
from xlreport.model.judged.live import Live, named, quoted_string
from xlreport.model.period import Period
from xlreport.model.plans.plan import Milestone, Plan

_LATE = f"IF(ISNUMBER({named('expected')}),{named('expected')}>{named('deadline')},FALSE)"


def live_milestones(plan: Plan, period: Period) -> Callable[[Milestone], Live]:
    """Return what gives each milestone's formula as `live_milestone` does; those that are alike
    share theirs.
    """
    written: dict[tuple[object, ...], Live] = {}

    def live(milestone: Milestone) -> Live:
        key = (milestone.due, milestone.action, bool(step_due(milestone, plan, period)))
        if key not in written:
            written[key] = live_milestone(milestone, plan, period)
        return written[key]

    return live


def live_milestone(milestone: Milestone, plan: Plan, period: Period) -> Live:
    """Return the formula that gives the light that `judge_milestone` gives, for any state, date and
    words.
    """
    last, step = is_last(milestone, plan, period), bool(step_due(milestone, plan, period))
    lights = {
        "done": _light(Status.COMPLETED),
        "dropped": _light(Status.NOT_JUDGED),
        "under_way": _under_way(step=step, last=last),
        "blocked": _light(Status.OFF_TRACK if last else Status.AT_RISK),
        "not_started": _light(Status.OFF_TRACK)
        if last
        else _not_started(milestone, plan, period, step=step),
    }
    formula = _light(Status.NOT_REPORTED)
    for state, lit in reversed(lights.items()):
        word = quoted_string(say(plan.plan.language, f"state.{state}"))
        formula = f"IF({named('state')}={word},{lit},{formula})"
    return Live(status=formula)


def _under_way(*, step: bool, last: bool) -> str:
    if last:
        return _light(Status.OFF_TRACK)
    late = f'OR({_LATE},TRIM({named("progress")})="")' if step else _LATE
    return f"IF({late},{_light(Status.AT_RISK)},{_light(Status.ON_TRACK)})"


def _not_started(milestone: Milestone, plan: Plan, period: Period, *, step: bool) -> str:
    if step:
        return _light(Status.AT_RISK)
    left = share_left(milestone, plan, period)
    soon = (
        f"ROUND({left.numerator}/{left.denominator},9)<=ROUND({named('policy.late_start_share')},9)"
    )
    return f"IF(OR({_LATE},{soon}),{_light(Status.AT_RISK)},{_light(Status.ON_TRACK)})"


def _light(status: Status) -> str:
    return named(f"status.{status}")
