"""Numbers with their units, as reports print them."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.draft.text.text_numbers import chinese_number, quantities

PRINTED = [
    ("5.5%", "5.5", "%"),
    ("6万个", "6", "万个"),
    ("1.34万亿元", "1.34", "万亿元"),
    ("4700万人次", "4700", "万人次"),
    ("1000万千瓦", "1000", "万千瓦"),
    ("1,200公里", "1200", "公里"),
    ("30万头（只）", "30", "万头（只）"),
    ("2个百分点", "2", "个百分点"),
    ("3.5‰", "3.5", "‰"),
    ("33微克/立方米", "33", "微克/立方米"),
    ("120多万人", "120", "万人"),
    ("5000多亿元", "5000", "亿元"),
    ("百分之八点五", "8.5", "%"),
    ("三分之一", "33.33", "%"),
    ("5%-6%", "5-6", "%"),
    ("6%至6.5%", "6-6.5", "%"),
    ("十二个", "12", "个"),
    ("一万二千平方米", "12000", "平方米"),
    ("八亿五千万元", "8.5", "亿元"),
    ("三千二百万元", "3200", "万元"),
    ("0.5个工作日", "0.5", "个工作日"),
    ("翻两番", "2", "番"),
    ("1.5倍", "1.5", "倍"),
    ("300头", "300", "头"),
    ("5亿人口", "5", "亿人口"),
    ("120万平方米", "120", "万平方米"),
    ("2P", "2", "P"),
]


@pytest.mark.parametrize(("words", "number", "unit"), PRINTED)
def test_printed_numbers(words: str, number: str, unit: str) -> None:
    """The number is read in digits; scale words stay with the unit, as printed."""
    found = list(quantities(words, 0, len(words)))
    assert [(one.printed, one.unit) for one in found] == [(number, unit)]


def test_thousands_of_billions_need_a_word_before_them() -> None:
    """过百亿元 is a number; 亿元以上项目 is a threshold without digits."""
    words = "突破百亿元"
    assert [(one.value, one.unit) for one in quantities(words, 0, len(words))] == [
        (Decimal(100), "亿元")
    ]
    threshold = "亿元以上项目"
    assert not list(quantities(threshold, 0, len(threshold)))


def _said(number: int) -> str:
    digits = "零一二三四五六七八九"
    out = ""
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            out += digits[digit] + name
        elif out and not out.endswith("零") and number % place:
            out += "零"
    return out


@settings(max_examples=100)
@given(st.integers(1, 9999))
def test_chinese_numerals_read_back(number: int) -> None:
    """A number said in Chinese numerals reads as itself, with 万 behind it ten thousand times as much."""
    assert chinese_number(_said(number)) == number
    assert chinese_number(_said(number) + "万") == number * 10_000


@settings(max_examples=100)
@given(st.integers(0, 10**7), st.sampled_from(["%", "万人", "亿元", "公里", "个", "万亩", "家"]))
def test_digits_read_back(number: int, unit: str) -> None:
    """Any whole number with a unit reads as itself, wherever it stands."""
    words = f"今年新增{number}{unit}以上，"
    found = list(quantities(words, 0, len(words)))
    assert [(one.value, one.unit, words[one.start : one.end]) for one in found] == [
        (Decimal(number), unit, f"{number}{unit}")
    ]
