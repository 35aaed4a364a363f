"""Numbers as people write them: 1,200 · 1.2e3 · 三百二十 · 3万5千; None for whatever has no single
meaning.
"""

import re
from decimal import Decimal

_ORDINARY = str.maketrans("〇壹贰两叁肆伍陆柒捌玖拾佰仟萬億", "零一二二三四五六七八九十百千万亿")
_DIGITS = "零一二三四五六七八九"
_LARGE = (("亿", 10**8), ("万", 10**4))
# 1,234,567.8
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
# 12, 12., .5, 1.2E3
_ARABIC = re.compile(r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
# one digit of a Chinese numeral, or a short number in its place: 三千, 3千, 1.5千
_ONE = r"(?:[1-9][0-9]*(?:\.[0-9]+)?|0\.[0-9]+|[一二三四五六七八九])"
# up to 9999: 三千零五十二, 十五, 2千; each part may be missing
_SECTION = re.compile(
    rf"(?:(?P<k>{_ONE})千)?(?:零?(?P<h>{_ONE})百)?(?:零?(?P<ten>(?P<t>{_ONE}?)十))?(?P<zero>零)?(?P<o>{_ONE})?"
)
# a text of nothing but Chinese numerals, banking ones among them
_CHINESE = re.compile(f"[{_DIGITS}〇壹贰两叁肆伍陆柒捌玖拾佰仟萬億十百千万亿点]+")
_LONGEST = 40


def number_from_numerals(text: str) -> Decimal | None:
    """Return the number that a text writes, without sign and unit; None where it writes none, or
    more than one.
    """
    if not text or len(text) > _LONGEST:
        return None
    if _GROUPED.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _ARABIC.fullmatch(text):
        return Decimal(text)
    whole, point, rest = text.translate(_ORDINARY).partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    if value != int(value) or not rest or not all(c in _DIGITS for c in rest):
        return None
    return value + Decimal("0." + "".join(str(_DIGITS.index(c)) for c in rest))


def is_chinese(text: str) -> bool:
    """Say whether a text consists of Chinese numerals alone, well formed or not."""
    return bool(_CHINESE.fullmatch(text))


def _whole(text: str) -> Decimal | None:
    """Read 三百二十 or 3万5千; refuses 3万5 (30,005 or 35,000), 一二 (12, or one or two) and
    三四十.
    """
    for sign, size in _LARGE:
        head, found, tail = text.rpartition(sign)
        if found:
            high, low = _whole(head), _whole(tail) if tail else Decimal(0)
            if (
                high is None
                or low is None
                or low >= size
                or (tail and tail[0] != "零" and low < size // 10)
            ):
                return None
            return high * size + low
    return _section(text)


def _section(text: str) -> Decimal | None:
    """Read what is below 万; refuses a bare last digit behind 百 or 千 (一百二 is 102 or 120)."""
    if text == "零":
        return Decimal(0)
    match = _SECTION.fullmatch(text)
    if match is None or not text or (match["zero"] and not match["o"]):
        return None
    if match["o"] and (match["k"] or match["h"]) and not match["ten"] and not match["zero"]:
        return None
    one_ten = match["ten"] and not match["t"]  # 十 alone is ten, as in 十五
    tens = Decimal(1) if one_ten else _digit(match["t"])
    return _digit(match["k"]) * 1000 + _digit(match["h"]) * 100 + tens * 10 + _digit(match["o"])


def _digit(text: str | None) -> Decimal:
    if not text:
        return Decimal(0)
    return Decimal(_DIGITS.index(text) if text in _DIGITS else text)
