"""What people type in a number cell: one reading with its note or its question; `docs/en/typed.md`
is its table.
"""

import re
from dataclasses import replace
from decimal import Decimal

from xlreport.checks.typed.typed_numerals import is_chinese, number_from_numerals
from xlreport.checks.typed.typed_units import bare_scale, factor, is_share, scale
from xlreport.checks.typed.typed_value import Reading, plain_text, says_none
from xlreport.model.number_format.formatted_number import FormatSense, sense, shown_number
from xlreport.model.plans.plan import Indicator, Measure
from xlreport.model.returns.accepted_record import TOO_LARGE
from xlreport.model.returns.submission import Cell, CellKind
from xlreport.model.texts.struck_out_text import STROKE

_NUMBER, _TEXT = CellKind.NUMBER, CellKind.TEXT
_PLAIN, _PERCENT = FormatSense.PLAIN, FormatSense.PERCENT
_WITHOUT_FIGURE: dict[CellKind, Reading[Decimal]] = {
    CellKind.BLANK: Reading(),
    CellKind.ERROR: Reading(question="error-value"),
    CellKind.NO_RESULT: Reading(question="no-result"),
    CellKind.OBJECT: Reading(question="object-in-cell"),
}
_TOO_LONG: Reading[Decimal] = Reading(question="too-many-digits")
_LONGEST = 80
# a narrow or no-break space between groups of three digits: 1 234
_GROUP_SPACE = re.compile("(?<=[0-9])[\u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")
# ² ½ ₃ ① ❶ ㈠ 🄀: characters that stand for a digit, which no number is made of
_STANDS_FOR_DIGITS = re.compile(
    "[\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2099\u2150-\u2189\u2460-\u24ff\u2776-\u2793"
    "\u3220-\u3229\u3280-\u32bf\U0001f100-\U0001f10c]"
)
_SQUARES = str.maketrans({"²": "2", "³": "3"})
# spaces beside a letter or sign; those between digits are looked at elsewhere
_BESIDE_WORDS = re.compile(r"(?<=[^0-9.,\s])\s+|\s+(?=[^0-9.,\s])")
_MINUS = str.maketrans("−–—―‐‑‒﹣負", "--------负")
# words before a number that make it inexact: 约, 近, 超过, 预计, ≥
_ABOUT_BEFORE = re.compile(
    r"大?约为?|大概|将近|接近|近|超过|超|突破|不足|不到|不低于|不少于|至少|预计|初步(?:统计|核算|测算)?|暂定|快报数?|[≈~<>≤≥]=?"
)
# words behind a number that make it inexact: 左右, 以上, 多
_ABOUT_BEHIND = re.compile(r"左右|上下|以上|以下|以内|出头|多|余|\+")
# 多 or 余 between a number and its unit: 3万多户
_ABOUT_INSIDE = re.compile(r"(?<=[0-9一二三四五六七八九十百千万亿])[多余](?=\D)")
# what brackets behind a number may hold as its unit: (%), (万元)
_BRACKETED_UNIT = re.compile("[%‰]|.{0,3}[人元吨亩户里米家个点斤次]")
# words around a number that change nothing of it: 累计完成
_FILLERS = re.compile(
    r"累计|共计|合计|总计|共|已|完成|达到|达|实现|为|新增|同比|[较比](?:上年|去年)(?:同期)?|名义|实际"
)
_UP = ("增长", "增加", "上升", "上涨", "提高", "增", "升", "↑")
_DOWN = ("负增长", "下降", "降低", "减少", "回落", "下跌", "降", "减", "↓")
# words of a rise or fall, the longest first: 负增长 before 增长
_CHANGE = re.compile("|".join(sorted((*_UP, *_DOWN), key=len, reverse=True)))
# 翻番 is twice, 翻两番 four times
_DOUBLED = re.compile("翻([一二两三]?)番")
# a number of times: 1.5倍
_TIMES = re.compile(r"(.+)倍")
# each number of a text, with its marks inside
_NUMBERS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_NOT_NOUGHT = re.compile(r"[1-9]")
"""A digit by which a figure is seen not to be nought: 0.0‰ of 0.04 has none."""
# 12吨, 两万: a digit first, or numerals with at most a unit of four characters behind them
_STARTS_WITH_NUMBER = re.compile(
    "[0-9]|[一二三四五六七八九十百千两]+[^一二三四五六七八九十百千两]{0,4}$"
)


def read_number(cell: Cell, unit: str, *, measure: Measure = Measure.LEVEL) -> Reading[Decimal]:
    """Read a number cell of an indicator with this unit and measure."""
    if cell.kind is _NUMBER and isinstance(cell.raw, Decimal):
        return _stored(cell.raw, cell.number_format, unit, measure)
    if cell.kind is _TEXT and isinstance(cell.raw, str):
        return _written(cell.raw, unit, measure)
    return _WITHOUT_FIGURE.get(cell.kind) or Reading(question="not-a-number")


def read_figure(cell: Cell, indicator: Indicator) -> Reading[Decimal]:
    """Read what a department reports for an indicator; a spreadsheet holds no more than 15
    digits.
    """
    raw = cell.raw
    if (
        cell.kind is _NUMBER
        and isinstance(raw, Decimal)
        and sense(cell.number_format, raw) is _PLAIN
    ):
        return Reading(value=raw) if abs(raw) < TOO_LARGE else _TOO_LONG
    read = read_number(cell, indicator.unit, measure=indicator.measure)
    if read.value is not None and abs(read.value) >= TOO_LARGE:
        return _TOO_LONG
    return read


def _stored(raw: Decimal, number_format: str, unit: str, measure: Measure) -> Reading[Decimal]:
    """Read a number as stored, where that is what is shown; else what is shown, as if it had been
    typed.
    """
    made = sense(number_format, raw)
    if made is _PLAIN:
        return Reading(value=raw)
    if made is _PERCENT:
        hundredfold = raw * 100
        share = factor("%", unit) if is_share(unit) else None
        if share is None:
            return Reading(
                question="ambiguous-number", meant=(number_text(raw), number_text(hundredfold))
            )
        return Reading(value=hundredfold * share, note="read-as")
    shown = shown_number(number_format, raw, exact=True)
    plain = number_text(raw)
    if not shown or (raw and not _NOT_NOUGHT.search(shown_number(number_format, raw) or "")):
        return Reading(question="ambiguous-number", meant=(plain, ""))
    read = _written(shown, unit, measure)
    if read.value == raw:
        return Reading(value=raw, kept=read.kept)
    if plain in read.meant and read.question == "scale-twice":
        return Reading(value=raw, note="read-as")  # the number itself decides between the two
    if read.question:
        return read
    if read.value is None or not _shows_digits(shown, raw):
        other = shown if read.value is None else number_text(read.value)
        return Reading(question="ambiguous-number", meant=(plain, other))
    return replace(read, note="read-as")


def _shows_digits(shown: str, raw: Decimal) -> bool:
    """Say whether the one number in a shown text is the stored one, its sign apart, or a hundred
    times it before a per cent sign; money is no such text, as a column of 万元 is given a currency
    format for its look alone.
    """
    found = _NUMBERS.findall(shown)
    if len(found) != 1 or (raw < 0 and "-" not in shown) or any(c in shown for c in "¥￥"):
        return False
    times = {1, 100} if found[0] + "%" in shown else {1}
    return number_from_numerals(found[0]) in {abs(raw) * one for one in times}


def _written(raw: str, unit: str, measure: Measure) -> Reading[Decimal]:
    if STROKE in raw:
        return Reading(question="ambiguous-number")
    grouped = _GROUP_SPACE.sub(",", raw)
    if any(_STANDS_FOR_DIGITS.match(c) for c in _squares_of_units(grouped)):
        return Reading(question="not-a-number")
    text, unit = plain_text(grouped), plain_text(unit)
    if "(" in unit:  # 万头(只): its brackets are no remark
        text, unit = text.replace(unit, unit.split("(")[0]), unit.split("(")[0]
    if not text:
        return Reading()
    if says_none(text):
        return Reading(said_none=True)
    if len(text) > _LONGEST:
        return Reading(question="not-a-number")
    core, kept = _without_about(_BESIDE_WORDS.sub("", text).translate(_MINUS).rstrip("。.;,、!"))
    read = _signed(core.replace("。", "."), _BESIDE_WORDS.sub("", unit), measure)
    if read.value is None:
        return read
    plain = number_text(read.value)
    return Reading(value=Decimal(plain), note="" if raw.strip() == plain else "read-as", kept=kept)


def _squares_of_units(text: str) -> str:
    """Take m² for m2, so that only a raised digit of a number is refused (10³ must not become
    103).
    """
    return re.sub("(?<=[mM米])[²³]", lambda raised: raised[0].translate(_SQUARES), text)


def _without_about(text: str) -> tuple[str, str]:
    """Take 约, 左右, 以上, a bracketed remark and the like away; return what is left, and what was
    taken.
    """
    kept: list[str] = []
    bracketed = re.fullmatch(r"(.*[^\s(])\(([^()0-9]+)\)", text, re.DOTALL)
    if bracketed:
        text = bracketed[1]
        is_unit = _BRACKETED_UNIT.fullmatch(bracketed[2])
        if is_unit and bare_scale(text[-1]) and bare_scale(bracketed[2][0]):
            return f"{bracketed[1]}({bracketed[2]})", ""
        text += bracketed[2] if is_unit else ""
        kept += [] if is_unit else [bracketed[2]]
    while match := _ABOUT_BEFORE.match(text) or _FILLERS.match(text):
        if _ABOUT_BEFORE.match(text):
            kept.append(match[0])
        text = text[match.end() :]
    while match := re.search(f"(?:{_ABOUT_BEHIND.pattern})$", text):
        kept.append(match[0])
        text = text[: match.start()]
    if match := _ABOUT_INSIDE.search(text):
        kept.append(match[0])
        text = text[: match.start()] + text[match.end() :]
    return text, "、".join(kept)


def _signed(text: str, unit: str, measure: Measure) -> Reading[Decimal]:
    """Read a figure with a sign, or with a word of change before it (下降3.2)."""
    if doubled := _DOUBLED.search(text):
        return _doubled(doubled, text, measure)
    if text == "持平" and measure in {Measure.GROWTH, Measure.FALL}:
        return Reading(value=Decimal(0))
    change = _CHANGE.match(text)
    if change:
        return _changed(text[change.end() :], 1 if change[0] in _UP else -1, unit, measure)
    bracketed = re.fullmatch(r"\((.+)\)", text)
    if bracketed:
        inside = _unsigned(bracketed[1], unit)
        if inside.value is None:
            return inside
        return Reading(
            question="ambiguous-number",
            meant=(number_text(inside.value), number_text(-inside.value)),
        )
    minus = text.startswith(("-", "负"))
    read = _unsigned(text[1:] if minus or text.startswith("+") else text, unit)
    if minus and read.value is not None:
        return replace(read, value=-read.value)
    return read


def _changed(text: str, direction: int, unit: str, measure: Measure) -> Reading[Decimal]:
    """Read what follows 增长 or 下降: the figure itself in a growth or fall, something else in any
    other column.
    """
    if measure not in {Measure.GROWTH, Measure.FALL} or text.endswith("百分点"):
        return Reading(question="change-typed")
    times = _TIMES.fullmatch(text)
    value = number_from_numerals(times[1]) if times else None
    if value is not None:
        read = Reading(value=value * 100)
    else:
        read = _unsigned(text.removeprefix("了"), unit)
    if read.value is None:
        inner = _unsigned(text[1:], unit).value if text.startswith(("-", "负")) else None
        if inner is None:
            return read
        return Reading(question="ambiguous-number", meant=(number_text(-inner), number_text(inner)))
    return replace(
        read, value=read.value * (direction if measure is Measure.GROWTH else -direction)
    )


def _doubled(match: re.Match[str], text: str, measure: Measure) -> Reading[Decimal]:
    """Read 翻一番 as a growth of 100, 翻两番 as one of 300."""
    if match[0] != text or measure is not Measure.GROWTH:
        return Reading(question="change-typed")
    times = {"": 1, "一": 1, "二": 2, "两": 2, "三": 3}[match[1]]
    return Reading(value=Decimal((2**times - 1) * 100))


def _unsigned(text: str, unit: str) -> Reading[Decimal]:
    """Read a number with what stands behind it; tries every place where the number may end, the
    last first.
    """
    text = text.removeprefix("¥").removeprefix("百分之") + _prefixed_unit(text)
    for end in range(len(text), 0, -1):
        value, suffix = number_from_numerals(text[:end]), text[end:]
        if value is None or (suffix and suffix[0] in "0123456789.,"):
            continue
        times = factor(suffix, unit)
        if times is not None and (suffix or not _has_scale(text)):
            return Reading(value=value * times)
        size = bare_scale(suffix) if suffix else None
        if size is not None or not suffix:
            return _scaled(value * (size or 1), unit)
    return Reading(question=_what_is_wrong(text))


def _prefixed_unit(text: str) -> str:
    if text.startswith("百分之"):
        return "%"
    if text.startswith("¥") and not text.endswith("元"):
        return "元"
    return ""


def _has_scale(text: str) -> bool:
    return any(c in "千仟万萬亿億" for c in text)


def _scaled(value: Decimal, unit: str) -> Reading[Decimal]:
    """Read 5万 without what is counted: plain in a column of 人, a question in one of 万人 (5, or
    50,000?).
    """
    own = scale(unit)
    if is_share(unit):
        return Reading(question="other-unit")
    if own != 1:
        return Reading(question="scale-twice", meant=(number_text(value / own), number_text(value)))
    return Reading(value=value)


def _what_is_wrong(text: str) -> str:
    """Tell two numbers, or one with two readings, from one number with a strange unit, and from
    none.
    """
    found = _NUMBERS.findall(text)
    if len(found) > 1 or is_chinese(text) or (found and number_from_numerals(found[0]) is None):
        return "ambiguous-number"
    if _STARTS_WITH_NUMBER.match(text):
        return "other-unit"
    return "not-a-number"


def number_text(value: Decimal) -> str:
    """Return a number as a person writes it: no exponent, no zeros behind."""
    whole = value.normalize()
    return f"{whole:f}" if whole else "0"
