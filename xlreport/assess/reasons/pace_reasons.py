"""What is needed from now on, in words: the rest over the periods that are left, or the value to
come to.
"""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import ceil

from xlreport.assess.judgement_comparison import is_strict
from xlreport.assess.judgement_lights import as_good
from xlreport.assess.judgement_schedule import YEAR_END, months_to, rounded_down, rounded_up
from xlreport.assess.reasons.light_reasons import Judged
from xlreport.assess.reasons.reason_figures import counted_noun, difference, quantity
from xlreport.messages import say
from xlreport.messages.calendar_words import day_name
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.period import MONTHS, Period
from xlreport.model.plans.plan import Direction, Indicator, Measure, Plan


def pace(judged: Judged) -> str:
    """Return what is needed from now on, in words; empty where all is done, or over.

    Kept up in each of the periods left, it reaches the target as its last light measures it: moved
    by 左右, and beyond the number itself where that does not count.
    """
    if judged.last or judged.status is Status.COMPLETED:
        return ""
    indicator, language = judged.indicator, judged.language
    times = periods_left(indicator, judged.plan, judged.period)
    if indicator.measure is Measure.CUMULATIVE:
        return _flow(judged, times)
    if judged.rule.from_baseline:
        size, parts = (abs(judged.goal - judged.actual) + step_beyond(indicator)).as_integer_ratio()
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
        reach(indicator, zero=judged.goal == 0),
        target=quantity(language, indicator, judged.goal),
    )


def step_beyond(indicator: Indicator) -> Decimal:
    """Return how far beyond the target a figure must be: the least that it can differ by, where the
    number itself does not count.
    """
    if is_strict(indicator):
        return Decimal(1).scaleb(-indicator.decimals)
    return Decimal(0)


def periods_left(indicator: Indicator, plan: Plan, period: Period) -> int:
    """Return how many periods of this kind are left until the target's due date."""
    return _periods_between(plan.year, period.end, plan.due(indicator), MONTHS[period.kind])


@lru_cache
def _periods_between(year: int, now: date, due: date, months: int) -> int:
    return ceil((months_to(year, due) - months_to(year, now)) / months)


def _flow(judged: Judged, times: int) -> str:
    indicator, language = judged.indicator, judged.language
    beyond = step_beyond(indicator)
    if judged.bounds.sense == "more":
        rest, parts = (judged.goal + beyond - judged.actual).as_integer_ratio()
        seldom = judged.way == YEAR_END
        share = rounded_up(rest, parts if seldom else parts * times, indicator.decimals)
        amount = quantity(language, indicator, share)
        if seldom:
            return rest_words(language, indicator, amount)
        return each(language, judged.period, times, amount)
    rest, parts = (judged.goal - beyond - judged.actual).as_integer_ratio()
    if rest < 0 and not as_good(judged.actual, judged.goal, "less", strict=is_strict(indicator)):
        passed = not as_good(judged.actual, judged.goal, "less")
        return say(language, over(passed=passed), amount=quantity(language, indicator, judged.goal))
    share = rounded_down(max(rest, 0), parts * times, indicator.decimals)
    most = quantity(language, indicator, share)
    return each(language, judged.period, times, say(language, "assess.pace.within", amount=most))


def rest_words(language: str, indicator: Indicator, amount: str) -> str:
    """Return how much is still needed by the target's day."""
    if indicator.due is None:
        return say(language, "assess.pace.rest", amount=amount)
    day = day_name(language, indicator.due)
    return say(language, "assess.pace.rest_due", deadline=day, amount=amount)


def over(*, passed: bool) -> str:
    """Return the key of the words for a limit that nothing is left of: passed, or just reached."""
    if passed:
        return "assess.pace.exceeded"
    return "assess.pace.used_up"


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
