"""What is needed from now on, as the formula of the words that `pace` gives."""

from decimal import Decimal

from xlreport.assess.judgement_lights import as_good_formula
from xlreport.assess.judgement_schedule import FORGIVEN, YEAR_END
from xlreport.assess.reasons.pace_reasons import (
    each,
    over,
    periods_left,
    reach,
    rest_words,
    step_beyond,
)
from xlreport.assess.reasons.reason_figures import MINUS, class_name
from xlreport.messages import say
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_live_formulas import named, quoted_string
from xlreport.model.period import Period
from xlreport.model.plans.plan import WATER_CLASSES, Direction, Indicator, Measure, Plan
from xlreport.model.plans.plan_units import in_points

_HERE = "\ufffc"
"""Stands in a sentence where a number goes."""
_SHOWN = 2
"""Decimals more than the indicator's with which a bound is shown."""


def pace_formula(
    indicator: Indicator,
    plan: Plan,
    period: Period,
    *,
    actual: str,
    value: str,
    goal: str,
    met: str,
    last: bool,
) -> str:
    """Return the formula; empty in the last period, when nothing can be done any more.

    Args:
        indicator: what is followed.
        plan: its plan.
        period: from whose end.
        actual: the reported cell as a number.
        value: the same, rounded as it is compared.
        goal: the target, moved by 左右.
        met: whether last year's figure is already as good; empty where that decides nothing.
        last: whether the period is the target's last.
    """
    if last:
        return ""
    language, target = plan.language, named("target")
    times = periods_left(indicator, plan, period)
    if indicator.measure is Measure.CUMULATIVE:
        words = _flow(indicator, plan, period, value, goal, times)
    else:
        words = _value(language, indicator, goal)
        words = f'IF({named("status")}={_light(Status.ON_TRACK)},"",{words})'
        if met:
            known = f"IF(ISNUMBER({named('baseline')}),{met},FALSE)"
            words = f"IF({known},{words},{_way(indicator, plan, period, value, goal, times)})"
    ends = ",".join(
        f"{named('status')}={_light(status)}" for status in (Status.COMPLETED, Status.NOT_JUDGED)
    )
    return f'IF(OR(NOT(ISNUMBER({actual})),NOT(ISNUMBER({target})),{ends}),"",{words})'


def _flow(
    indicator: Indicator, plan: Plan, period: Period, value: str, goal: str, times: int
) -> str:
    language, amount = plan.language, _quantity(plan.language, indicator)
    beyond = step_beyond(indicator)
    if indicator.direction is Direction.MORE:
        rest = f"({goal}-{value}{_and(beyond)})"
        if indicator.profile == YEAR_END:
            return _said(rest_words(language, indicator, amount), _up(indicator, rest))
        return _said(each(language, period, times, amount), _up(indicator, f"{rest}/{times}"))
    within = each(language, period, times, say(language, "assess.pace.within", amount=amount))
    grain, rest = 10**indicator.decimals, f"({goal}-{value}{_and(-beyond)})"
    most = f"ROUND(INT(MAX({rest},0)/{times}*{grain}+{FORGIVEN})/{grain},{indicator.decimals})"
    gone = _said(say(language, over(passed=True), amount=amount), _bound(indicator, goal))
    if beyond:
        reached = _said(say(language, over(passed=False), amount=amount), _bound(indicator, goal))
        gone = f"IF(ROUND({value},9)>ROUND({goal},9),{gone},{reached})"
    counts, excludes = as_good_formula(value, goal, "less")
    return f"IF({excludes if beyond else counts},{_said(within, most)},{gone})"


def _and(step: Decimal) -> str:
    return f"{step:+f}" if step else ""


def _way(
    indicator: Indicator, plan: Plan, period: Period, value: str, goal: str, times: int
) -> str:
    language = plan.language
    key = "rise" if indicator.direction is Direction.MORE else "lower"
    points = say(language, "assess.points", number=_HERE)
    if in_points(indicator.unit):
        amount = points
    else:
        amount = say(language, "assess.quantity", number=_HERE, unit=indicator.unit)
    words = each(language, period, times, say(language, f"assess.pace.{key}", amount=amount))
    rest = f"(ABS({goal}-{value}){_and(step_beyond(indicator))})"
    return _said(words, _up(indicator, f"{rest}/{times}"))


def _value(language: str, indicator: Indicator, goal: str) -> str:
    """Return the value to come to; a limit of 0 has its own words."""
    amount, number = _quantity(language, indicator), _bound(indicator, goal)
    if indicator.measure is Measure.CLASS:
        names = ",".join(
            quoted_string(class_name(indicator, rank)) for rank in range(1, _classes(indicator) + 1)
        )
        number = f"INDEX({{{names}}},1,{named('target')})"
    words = {
        zero: say(language, reach(indicator, zero=zero), target=amount) for zero in (False, True)
    }
    if words[True] == words[False]:
        return _said(words[False], number)
    return f"IF(ROUND({goal},9)=0,{_said(words[True], number)},{_said(words[False], number)})"


def _classes(indicator: Indicator) -> int:
    return len(indicator.classes or WATER_CLASSES)


def _light(status: Status) -> str:
    return named(f"status.{status}")


def _quantity(language: str, indicator: Indicator) -> str:
    if indicator.measure is Measure.CLASS:
        return _HERE
    if indicator.unit in {"%", "％"}:
        return f"{_HERE}%"
    return say(language, "assess.quantity", number=_HERE, unit=indicator.unit)


def _up(indicator: Indicator, number: str) -> str:
    """Return a number rounded up to the indicator's decimals, free of the noise of binary
    fractions.
    """
    grain = 10**indicator.decimals
    return f"ROUND(-INT(-{number}*{grain}+{FORGIVEN})/{grain},{indicator.decimals})"


def _bound(indicator: Indicator, number: str) -> str:
    shown = f"ROUND({number},{indicator.decimals + _SHOWN})"
    return f'SUBSTITUTE({shown},"-","{MINUS}")'


def _said(sentence: str, number: str) -> str:
    """Return a sentence with a number in its place."""
    before, _, after = sentence.partition(_HERE)
    parts = [number]
    if before:
        parts.insert(0, quoted_string(before))
    if after:
        parts.append(quoted_string(after))
    return "&".join(parts)
