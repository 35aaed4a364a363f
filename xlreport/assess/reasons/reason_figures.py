"""Figures in words: numbers without idle zeros, with their unit, and differences of rates in
percentage points.
"""

from decimal import ROUND_HALF_UP, Context, Decimal

from xlreport.messages import say
from xlreport.model.plans.plan import Indicator, Measure
from xlreport.model.plans.plan_units import in_points

_ROOM = Context(prec=400, rounding=ROUND_HALF_UP)
MINUS = "\u2011"
"""A hyphen at which no line breaks."""
_WRITTEN_OUT = Decimal(10) ** 15
_MOST_DECIMALS = 9
_GRAINS = tuple(Decimal(1).scaleb(-decimals) for decimals in range(_MOST_DECIMALS + 1))


def plain_figure(number: Decimal, decimals: int = _MOST_DECIMALS) -> str:
    """Return a number rounded to at most so many decimals, without idle zeros: 2.50 is 2.5."""
    if abs(number) >= _WRITTEN_OUT:
        return f"{number:.6E}"
    text = f"{number.quantize(_GRAINS[decimals], context=_ROOM):f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def in_words(number: Decimal, decimals: int = _MOST_DECIMALS) -> str:
    """Return a number as a sentence has it: a minus never stands at the end of a line."""
    return plain_figure(number, decimals).replace("-", MINUS)


def enough_decimals(indicator: Indicator, *numbers: Decimal) -> int:
    """Return with how many decimals numbers that differ also look different.

    A bound that comes of a percentage has two decimals more than the indicator's.
    """
    decimals = min(indicator.decimals + 2, _MOST_DECIMALS)
    apart = len({plain_figure(number) for number in numbers})
    while decimals < _MOST_DECIMALS and len({plain_figure(n, decimals) for n in numbers}) < apart:
        decimals += 1
    return decimals


def quantity(
    language: str, indicator: Indicator, number: Decimal, decimals: int | None = None
) -> str:
    """Return a value of the indicator with its unit, or the name of its class.

    Args:
        language: of the unit's words.
        indicator: whose value.
        number: the value.
        decimals: how many are shown; None is up to two more than the indicator has.
    """
    if indicator.measure is Measure.CLASS:
        return class_name(indicator, number)
    figure = in_words(number, indicator.decimals + 2 if decimals is None else decimals)
    if indicator.unit in {"%", "％"}:
        return figure + "%"
    return say(language, "assess.quantity", number=figure, unit=indicator.unit)


def difference(
    language: str, indicator: Indicator, number: Decimal, decimals: int | None = None
) -> str:
    """Return the size of a difference with its unit; of a rate in percentage points, of a class in
    steps.

    Args:
        language: of the unit's words.
        indicator: whose values differ.
        number: the difference; its sign is not shown.
        decimals: how many are shown; None is up to two more than the indicator has.
    """
    size = plain_figure(abs(number), indicator.decimals + 2 if decimals is None else decimals)
    if indicator.measure is Measure.CLASS:
        return say(language, "assess.steps", number=size)
    if in_points(indicator.unit):
        return say(language, "assess.points", number=size)
    return say(language, "assess.quantity", number=size, unit=indicator.unit)


def as_asked(indicator: Indicator, value: Decimal) -> Decimal:
    """Round a figure half up to the decimals that it is asked for, as it is shown and compared; a
    zero has no sign.
    """
    exponent = value.as_tuple().exponent
    if indicator.measure is Measure.CLASS or not isinstance(exponent, int):
        return value
    if exponent < -indicator.decimals:
        value = value.quantize(_GRAINS[indicator.decimals], context=_ROOM)
    return _ROOM.plus(value) if value.is_zero() else value


def class_name(indicator: Indicator, rank: Decimal | int) -> str:
    """Return the name of a class by its rank, with its unit where its language says one; the rank
    where none has it.
    """
    if rank == int(rank) and 1 <= rank <= len(indicator.classes):
        # Ⅲ is read as Ⅲ类 in Chinese; an English class needs no unit behind it
        unit = "" if indicator.unit.isascii() else indicator.unit
        return indicator.classes[int(rank) - 1].removesuffix(unit) + unit
    return plain_figure(Decimal(rank))


def counted_noun(language: str, count: int) -> str:
    """Return how many periods, in the language's own numerals where it writes small numbers so (两,
    三).
    """
    numerals = say(language, "assess.numerals")
    if count < len(numerals):
        return numerals[count]
    return str(count)
