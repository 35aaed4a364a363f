"""What is needed from now on, in words: the rest over the periods that are left, or the value to
come to.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil

from xlreport.assess.figures import counted_noun, difference, quantity
from xlreport.assess.reasons import Judged
from xlreport.assess.rules import is_strict
from xlreport.assess.schedule import YEAR_END, months_to, rounded_down, rounded_up
from xlreport.messages import say
from xlreport.model.judged.assessment import Status
from xlreport.model.period import MONTHS, Period
from xlreport.model.plans.plan import Direction, Indicator, Measure, Plan


def pace(judged: Judged) -> str:
    """Return what is needed from now on, in words; empty where all is done, or over."""
    if judged.last or judged.status is Status.COMPLETED:
        return ""
    indicator, language = judged.indicator, judged.language
    times = periods_left(indicator, judged.plan, judged.period)
    goal = judged.target if judged.bounds.done is None else judged.bounds.done
    if indicator.measure is Measure.CUMULATIVE:
        return _flow(judged, goal, times)
    if judged.rule == "path":
        size, parts = abs(goal - judged.actual).as_integer_ratio()
        step = rounded_up(size, parts * times, indicator.decimals)
        key = "assess.pace.rise" if judged.bounds.sense == "more" else "assess.pace.lower"
        return each(
            language,
            judged.period,
            times,
            say(language, key, amount=difference(language, indicator, step)),
        )
    if judged.status is Status.ON_TRACK:
        return ""
    return say(
        language,
        reach(indicator, zero=judged.target == 0),
        target=quantity(language, indicator, judged.target),
    )


def periods_left(indicator: Indicator, plan: Plan, period: Period) -> int:
    """Return how many periods of this kind are left until the target's due date."""
    return _periods_between(plan.plan.year, period.end, plan.due(indicator), MONTHS[period.kind])


@lru_cache
def _periods_between(year: int, now: date, due: date, months: int) -> int:
    return ceil((months_to(year, due) - months_to(year, now)) / months)


def _flow(judged: Judged, goal: Decimal, times: int) -> str:
    indicator, language = judged.indicator, judged.language
    (whole, pieces), (come, parts) = goal.as_integer_ratio(), judged.actual.as_integer_ratio()
    rest, parts = whole * parts - come * pieces, parts * pieces
    if judged.bounds.sense == "more":
        seldom = judged.way == YEAR_END
        share = rounded_up(rest, parts if seldom else parts * times, indicator.decimals)
        amount = quantity(language, indicator, share)
        if seldom:
            return say(language, "assess.pace.rest", amount=amount)
        return each(language, judged.period, times, amount)
    if rest < 0:
        return say(language, "assess.pace.exceeded", amount=quantity(language, indicator, goal))
    most = quantity(language, indicator, rounded_down(rest, parts * times, indicator.decimals))
    return each(language, judged.period, times, say(language, "assess.pace.within", amount=most))


def each(language: str, period: Period, times: int, amount: str) -> str:
    """Return how much is needed in each of the periods left."""
    number = "one" if times == 1 else "many"
    return say(
        language,
        f"assess.pace.{period.kind}_{number}",
        amount=amount,
        times=counted_noun(language, times),
    )


def reach(indicator: Indicator, *, zero: bool) -> str:
    """Return the key of the words for a value to come to; `zero`: the target is 0."""
    if indicator.measure is Measure.CLASS:
        key = "class"
    elif indicator.direction is Direction.MORE:
        key = "exceed" if is_strict(indicator) else "reach"
    elif is_strict(indicator):
        key = "below"
    else:
        key = "zero" if zero else "down"
    return f"assess.pace.{key}"
