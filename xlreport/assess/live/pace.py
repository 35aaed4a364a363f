"""What is needed from now on, as the formula of the words that `pace` gives."""

from collections.abc import Mapping

from xlreport.assess.figures import class_name
from xlreport.assess.lights import LightBounds
from xlreport.assess.pace import each, periods_left, reach
from xlreport.assess.rules import in_points
from xlreport.assess.schedule import FORGIVEN, HOLD, PATH, YEAR_END
from xlreport.assess.terms import Term
from xlreport.messages import say
from xlreport.model.judged.assessment import Status
from xlreport.model.judged.live import named, quoted_string
from xlreport.model.period import Period
from xlreport.model.plans.plan import WATER_CLASSES, Direction, Indicator, Measure, Plan

_HERE = "\ufffc"
"""Stands in a sentence where a number goes."""
_SHOWN = 2
"""Decimals more than the indicator's with which a bound is shown."""


def pace_formula(
    indicator: Indicator,
    plan: Plan,
    period: Period,
    actual: str,
    ways: Mapping[str, LightBounds[Term]],
    *,
    last: bool,
) -> str:
    """Return the formula; empty in the last period, when nothing can be done any more."""
    if last:
        return ""
    language, target = plan.plan.language, named("target")
    times = periods_left(indicator, plan, period)
    if indicator.measure is Measure.CUMULATIVE:
        words = _flow(indicator, plan, period, actual, times)
    else:
        words = f'IF({named("status")}={_light(Status.ON_TRACK)},"",{_value(language, indicator)})'
        if PATH in ways and HOLD in ways:
            way = _way(indicator, plan, period, actual, times)
            sign = ">=" if indicator.direction is Direction.MORE else "<="
            words = f"IF({named('baseline')}{sign}{target},{words},{way})"
    ends = ",".join(
        f"{named('status')}={_light(status)}" for status in (Status.COMPLETED, Status.NOT_JUDGED)
    )
    return f'IF(OR(NOT(ISNUMBER({actual})),NOT(ISNUMBER({target})),{ends}),"",{words})'


def _flow(indicator: Indicator, plan: Plan, period: Period, actual: str, times: int) -> str:
    language, amount = plan.plan.language, _quantity(plan.plan.language, indicator)
    if indicator.direction is Direction.MORE:
        rest = f"({named('done')}-{actual})"
        if indicator.profile == YEAR_END:
            return _said(say(language, "assess.pace.rest", amount=amount), _up(indicator, rest))
        return _said(each(language, period, times, amount), _up(indicator, f"{rest}/{times}"))
    within = each(language, period, times, say(language, "assess.pace.within", amount=amount))
    grain = 10**indicator.decimals
    share = f"({named('target')}-{actual})/{times}"
    most = f"ROUND(INT({share}*{grain}+{FORGIVEN})/{grain},{indicator.decimals})"
    over = _said(
        say(language, "assess.pace.exceeded", amount=amount), _bound(indicator, named("target"))
    )
    return f"IF(ROUND({named('target')}-{actual},9)<0,{over},{_said(within, most)})"


def _way(indicator: Indicator, plan: Plan, period: Period, actual: str, times: int) -> str:
    language = plan.plan.language
    key = "rise" if indicator.direction is Direction.MORE else "lower"
    points = say(language, "assess.points", number=_HERE)
    amount = (
        points
        if in_points(indicator.unit)
        else say(language, "assess.quantity", number=_HERE, unit=indicator.unit)
    )
    words = each(language, period, times, say(language, f"assess.pace.{key}", amount=amount))
    return _said(words, _up(indicator, f"ABS({named('done')}-{actual})/{times}"))


def _value(language: str, indicator: Indicator) -> str:
    """Return the value to come to; a limit of 0 has its own words."""
    amount, number = _quantity(language, indicator), _bound(indicator, named("target"))
    if indicator.measure is Measure.CLASS:
        names = ",".join(
            quoted_string(class_name(indicator, rank)) for rank in range(1, _classes(indicator) + 1)
        )
        number = f"INDEX({{{names}}},{named('target')})"
    words = {
        zero: say(language, reach(indicator, zero=zero), target=amount) for zero in (False, True)
    }
    if words[True] == words[False]:
        return _said(words[False], number)
    return f"IF({named('target')}=0,{_said(words[True], number)},{_said(words[False], number)})"


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
    return f"ROUND({number},{indicator.decimals + _SHOWN})"


def _said(sentence: str, number: str) -> str:
    """Return a sentence with a number in its place."""
    before, _, after = sentence.partition(_HERE)
    return "&".join(
        part
        for part in (
            quoted_string(before) if before else "",
            number,
            quoted_string(after) if after else "",
        )
        if part
    )
