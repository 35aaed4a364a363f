"""Numbers as people see them: the same decimals, rounded half up, on every sheet, page and in every
sentence.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from xlreport.model.plans.plan import Indicator, Measure

_ROOM = Context(prec=400, rounding=ROUND_HALF_UP)
_FINEST = 9
_DERIVED = 2
"""What comes of a percentage or a difference has up to two decimals more than its indicator."""
_WHOLE = Decimal(100)


def decimals_shown(indicator: Indicator, value: Decimal) -> int:
    """Return how many decimals a figure of an indicator is shown with: the indicator's, or its own
    where it is finer, up to two more.
    """
    return _shown_with(indicator.decimals, value)


@lru_cache(maxsize=4096)
def _shown_with(decimals: int, value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    own = -exponent if isinstance(exponent, int) else 0
    most = min(decimals + _DERIVED, _FINEST)
    return min(max(decimals, own), most)


@lru_cache(maxsize=4096)
def number_as_shown(value: Decimal, decimals: int) -> str:
    """Return a number with so many decimals, halves away from zero as spreadsheets round them."""
    text = f"{value.quantize(Decimal(1).scaleb(-decimals), context=_ROOM):f}"
    if not text.strip("-0."):
        return text.removeprefix("-")
    return text


def percent_as_shown(share: Decimal) -> str:
    """Return a share (1 is all) in whole per cent: 36.5 % is 37 %."""
    return f"{number_as_shown(share * _WHOLE, 0)}%"


def figure_text(indicator: Indicator, value: Decimal) -> str | Decimal:
    """Return a figure of an indicator as it stands in a cell: the class's word for a class, else
    the number.
    """
    classes = indicator.classes
    if indicator.measure is Measure.CLASS and value == int(value) and 1 <= value <= len(classes):
        return classes[int(value) - 1]
    return value
