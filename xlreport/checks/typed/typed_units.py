"""How many of an indicator's own unit another unit is: 万人 in a column of 人 is 10,000."""

import re
from decimal import Decimal

_SCALES = {
    "十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9,
    "百亿": 10, "千亿": 11,
    "万亿": 12,
}  # fmt: skip
_SAME = {
    "千米": "公里", "km": "公里", "千克": "公斤", "kg": "公斤", "吨": "吨", "t": "吨",
    "㎡": "平方米", "m²": "平方米",
    "m2": "平方米", "平米": "平方米", "㎥": "立方米", "m³": "立方米", "m3": "立方米",
    "km²": "平方公里",
    "km2": "平方公里", "平方千米": "平方公里", "元整": "元", "圆": "元", "块": "元", "名": "人",
    "千瓦时": "度",
    "kw": "千瓦", "百分点": "个百分点", "个点": "个百分点", "％": "%", "pct": "%", "percent": "%",
}  # fmt: skip
_COUNTERS = frozenset("个家所座处项件")
_SHARES = {"%": Decimal(1), "个百分点": Decimal(1), "‰": Decimal("0.1"), "成": Decimal(10)}
_HUNDRED = Decimal(100)
# a unit of two parts: 元/平方米, 每百户
_PER = re.compile(r"[/／]|每")


def is_share(unit: str) -> bool:
    """Say whether a figure in this unit is one that a percent format multiplies: %, ‰, 个百分点."""
    return _base(unit) in _SHARES


def scale(unit: str) -> Decimal:
    """Return how many of the bare thing one of the unit is: 10,000 for 万人."""
    return _split(unit)[0]


def factor(suffix: str, unit: str) -> Decimal | None:
    """Return what to multiply by to come from what is written behind a number to the indicator's
    unit.

    None where the two do not measure the same, or where no single answer exists.
    """
    if not suffix or suffix.lower() == unit.lower():
        return Decimal(1)
    if is_share(unit):
        share = _SHARES.get(_base(suffix))
        if share is None:
            return None
        return share / _SHARES[_base(unit)]
    if _PER.search(suffix):
        return None
    own, own_base = _split(_PER.split(unit)[0])
    other, base = _split(suffix)
    if base == own_base or (base in _COUNTERS and own_base in _COUNTERS):
        return other / own
    return None


def quotient(rate: str, numerator: str, denominator: str) -> Decimal | None:
    """Return what to multiply a quotient of two units by to come to the unit of their rate.

    亿元 over 万人 is 10,000 元/人; a part over its whole in one unit is 100 %. None where the units
    do not say.
    """
    if is_share(rate):
        times = factor(numerator, denominator)
        if times is None:
            return None
        return times * _HUNDRED / _SHARES[_base(rate)]
    over, *under = re.split("[/／]", rate, maxsplit=1)
    above = factor(numerator, over)
    below = factor(denominator, under[0].split("·")[0]) if under else scale(denominator)
    if above is None or not below:
        return None
    return above / below


def bare_scale(suffix: str) -> Decimal | None:
    """Return the size of 千, 万 or 亿 written without the thing that is counted; None for anything
    else.
    """
    if suffix in _SCALES:
        return Decimal(10) ** _SCALES[suffix]
    return None


def _split(unit: str) -> tuple[Decimal, str]:
    """Split 万人 into 10,000 and 人; 千米 and 千克 are units of their own."""
    for length in (2, 1, 0):
        head, base = unit[:length], unit[length:]
        if base and (not head or head in _SCALES) and not (head and unit in _SAME):
            return (Decimal(10) ** _SCALES[head] if head else Decimal(1)), _base(base)
    return Decimal(1), _base(unit)


def _base(unit: str) -> str:
    return _SAME.get(unit.lower(), unit)
