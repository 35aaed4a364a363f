"""Numbers with their units as reports print them: 1.34万亿元, 百分之八点五, 5%-6%, 千亿元, 三分之一."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlreport.draft.text.text_word_lists import word_list

_DIGITS = {character: value for value, characters in enumerate(
    ("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for character in characters}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

#: units that begin with a scale word or hold one, before scale words are taken off
_WHOLE = (
    "个百分点 百分点 个工作日 工作日 个标准箱 标准箱 标箱 千瓦时 千瓦 千米 千克 千升 毫升 千伏安 千伏 百米 个月 "
    "个小时 个半小时 个班次 /10万 /十万 艘次 列次 趟次 航次 台次 人年(?![底内末前初度中]) 吨标准煤 吨标煤 分/千瓦时 分/度"
)
_PLAIN = (
    "立方米 人公里 吨公里 平方公里 平方千米 平方米 平米 公里 公顷 公斤 公斤重 公亩 兆瓦时 兆瓦 吉瓦 美元 欧元 港元 "
    "港币 日元 英镑 人次 批次 人口 人份 场次 户次 家次 班次 架次 车次 件次 头只 头（只） 头（匹、只） 只羽 "
    "台套 台（套） 套（间） 所（次） 个（次） 县（市、区） 县（区） 县市区 县区 乡镇 村居 门类 课时 "
    "TFLOPS TFlops TFLOPs PFLOPS PFlops PFLOPs EFLOPS EFlops EFLOPs ZFLOPS ZFlops ZFLOPs "
    "床位 学位 标段 小时 分钟 周岁 世纪 TEU MWh kWh MW GW kW km² km GB TB Gbps ° ℃ 克 "
    "毫克 微克 % ‰ 个 家 项 条 人 座 所 名 亩 户 元 处 吨 度 斤 担 件 宗 起 场 头 套 栋 幢 间 孔 张 "
    "台 次 批 部 支 眼 只 株 棵 羽 匹 尾 枚 辆 艘 架 列 班 对 位 款 例 组 片 块 路 门 种 类 级 层 根 "
    "盏 口 册 幅 篇 袋 瓶 盒 箱 桶 包 卷 顶 粒 颗 束 笔 单 票 剂 针 厘米 毫米 海里 "
    "道 份 标台 蒸吨 例 首 堂 学时 本 期 届 轮 倍 番 成 天 年 月 日 号 时 岁 点 秒 升 米 方 枝 畦 县 区 市 省 国 州 "
    "把 床 桩 枪 棚 杆 岗 席 车位 泊位 道 份 标台 蒸吨 例 宗 幅 首 曲 堂 对 吨公里 盘 亩次 人天 学时 车 柜 伏 重量箱 重箱 乡 镇 村 院 校 馆 园 站 街 巷 站点 强 版 代 维 P E M V A G 周年 周 艺 港 域 网 线 员 分钱 角钱"
)
_UNITS = word_list(_WHOLE, _PLAIN)
_BARE_UNITS = word_list(_PLAIN)
_SCALES = word_list("万亿 千万 百万 十万 亿 万 千(?![瓦米克伏升]) 百(?!分|强|姓|年|货|米)")
"""Scale words that belong to a unit; 千瓦 is a unit of its own, 百姓 none."""
_PER = word_list(
    "/100克 /千人 /万人 /平方米 /平方公里 /立方米 /公顷 /万元 /人 /亩 /年 /月 /日 /吨 /升 /户 /次 /个 /秒"
)
_ARABIC = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
"""1,234.5 or 12.5."""
_OPENS = re.compile(r"[\d一二两三四五六七八九十百千万亿零〇]")
"""Where a number may begin."""
_NUMERALS = frozenset("一二两三四五六七八九十百千万亿零〇")
_ONES = frozenset("一二三四五六七八九")
_TENTHS = _ONES | {"零", "〇"}
_SMALL = _NUMERALS - {"万", "亿", "千"}
_PARTS = _ONES | {"两", "十"}
_DASHES = ("--", "-", "~", "至", "到")
#: classifiers after which a Chinese numeral is a number that somebody may count
_COUNTED = word_list(
    "个 项 家 条 座 所 名 亩 户 处 件 场 套 大(?!关) 类 批 次 期 届 轮 倍 番 成 年 月 天 岁 小时 分钟 级 周年 县 市 乡 村 镇 位 强 元 吨 公里 "
    "人 支 部 艘 台 栋 辆 门 度 袋 标箱 方面 线 国 省 区 馆 院 带 廊 圈 平方米 立方米 平方公里 斤 公斤 千克 头 只 株 间 张 美元 公顷 千瓦 担 口 眼"
)
_PEOPLE = "农村 农牧 贫困 人口 群众 农户 移民 城镇 居民 职工 劳动 学生 残疾"
"""Whom a numeral without a unit may count: 一千五百万农村人口."""
_NO_UNIT = ("大", "，", "。", "；", "、", *_PEOPLE.split())


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number of the text with its unit; positions are those of the flat text."""

    start: int
    end: int
    """After the unit."""
    printed: str
    """The number in digits: 1.34, 5-6."""
    value: Decimal
    unit: str
    high: Decimal | None = None
    """The upper end of a range."""
    worded: bool = False
    """Printed in Chinese numerals."""
    vague: bool = False
    """多, 余 after the number."""


def quantities(flat: str, start: int, end: int) -> Iterator[Quantity]:
    """Yield the numbers between two positions, in order."""
    opening = _OPENS.search(flat, start, end)
    while opening:
        at = opening.start()
        read = _in_digits if opening[0].isdecimal() else _in_words
        stop, found = read(flat, at, end)
        if found is not None:
            yield found
        opening = _OPENS.search(flat, max(stop, at + 1), end)


def _in_digits(flat: str, at: int, end: int) -> tuple[int, Quantity | None]:
    """Read a number in digits; return where it ends with its unit, and the number."""
    digits = _ARABIC.match(flat, at, end)
    if digits is None:
        return at, None
    low, stop = _plain(digits[0]), digits.end()
    ranged = _range(flat, at, low, stop, end)
    if ranged is not None:
        return ranged
    behind = _past(flat, stop, end, "多余来几")
    scaled = _SCALES.end(flat, behind, end)
    # 1.2万多公里 is 万公里, and vague
    vaguely = _past(flat, scaled, end, "多余") if scaled > behind else scaled
    bare = _BARE_UNITS.end(flat, vaguely, end) if vaguely > scaled else vaguely
    if bare > vaguely:
        unit = flat[behind:scaled] + flat[vaguely:bare]
        return bare, Quantity(at, bare, str(low), low, unit, vague=True)
    last = _unit_end(flat, behind, end)
    return last, Quantity(at, last, str(low), low, flat[behind:last], vague=behind > stop)


def _range(
    flat: str, at: int, low: Decimal, stop: int, end: int
) -> tuple[int, Quantity | None] | None:
    """Read 5%-6%, 2至3个 from behind its lower end; None where nothing follows, or the upper end has no unit."""
    signed = _past(flat, stop, end, "%‰")
    signed = signed if signed > stop else _SCALES.end(flat, stop, end)
    dash = next((one for one in _DASHES if flat.startswith(one, signed, end)), "")
    upper = _ARABIC.match(flat, signed + len(dash), end) if dash else None
    if upper is None:
        return None
    behind = _past(flat, upper.end(), end, "多余")
    last = _unit_end(flat, behind, end)
    if last == behind:
        return None
    high, unit, own = _plain(upper[0]), flat[behind:last], flat[stop:signed]
    if own in {"%", "‰"} and unit[:1] != own:
        return last, Quantity(at, signed, str(low), low, own)
    vague = behind > upper.end()
    return last, Quantity(at, last, f"{low}-{high}", low, unit, high, vague=vague)


def _past(flat: str, at: int, end: int, signs: str) -> int:
    """Return the place behind one of some signs; the place itself where none stands there."""
    return at + 1 if at < end and flat[at] in signs else at


def _unit_end(flat: str, at: int, end: int) -> int:
    """Return where the unit ends that begins at a place, with its scale and what it is per: 万元/人·年."""
    scaled = _SCALES.end(flat, at, end)
    for begin in (scaled, at) if scaled > at else (at,):
        stop = next(
            (one for one in _UNITS.ends(flat, begin, end) if not flat.startswith("年代", one, end)),
            begin,
        )
        if stop == begin and flat.startswith("大", begin, end):
            stop += not flat.startswith("关", begin + 1, end)
        if stop > begin:
            return _per_end(flat, stop, end)
    return scaled


def _per_end(flat: str, at: int, end: int) -> int:
    while (stop := _PER.end(flat, at, end)) > at:
        timed = stop + 1 < end and flat[stop] == "·" and flat[stop + 1] in "人年月日"
        at = stop + 2 if timed else stop
    return at


def _run(flat: str, at: int, end: int, signs: frozenset[str]) -> int:
    """Return where a run of some signs ends."""
    while at < end and flat[at] in signs:
        at += 1
    return at


def _in_words(flat: str, at: int, end: int) -> tuple[int, Quantity | None]:
    """Read a number in Chinese numerals; return where it ends with its unit, and the number where it is one."""
    if flat[at] in "百千" and flat.startswith("分之", at + 1, end):
        stop = _percent_end(flat, at + 3, end)
        if stop > at + 3:
            value = chinese_number(flat[at + 3 : stop])
            unit = "%" if flat[at] == "百" else "‰"
            return stop, Quantity(at, stop, str(value), value, unit, worded=True)
    parts = _run(flat, at, end, _PARTS)
    if parts > at and flat.startswith("分之", parts, end):
        stop = parts + 3
        if stop <= end and flat[stop - 1] in _ONES:
            value = round(chinese_number(flat[stop - 1]) * 100 / chinese_number(flat[at:parts]), 2)
            return stop, Quantity(at, stop, str(value), value, "%", worded=True)
    words = _run(flat, at, end, _NUMERALS)
    behind = _past(flat, words, end, "多余来几")
    if _COUNTED.end(flat, behind, end) > behind:
        stop = _unit_end(flat, behind, end)
        stop = stop if stop > behind else _COUNTED.end(flat, behind, end)
        return stop, _worded(flat, (at, words, behind, stop))
    whole = words - at > 1 and flat[words - 2] in "十百千" and flat[words - 1] in "万亿"
    if behind == words and whole and flat.startswith(_NO_UNIT, words, end):
        return words, _worded(flat, (at, words, words, words))
    return at, None


def _percent_end(flat: str, at: int, end: int) -> int:
    """Return where the number behind 百分之 ends: 八点五, 12.5; where it begins where there is none."""
    stop = _run(flat, at, end, _SMALL)
    if stop == at:
        digits = _ARABIC.match(flat, at, end)
        return digits.end() if digits else at
    if flat.startswith("点", stop, end):
        fraction = _run(flat, stop + 1, end, _TENTHS)
        return fraction if fraction > stop + 1 else stop
    return stop


def _worded(flat: str, span: tuple[int, int, int, int]) -> Quantity | None:
    """Return the number of a numeral by where it begins, its words end, its unit begins and ends."""
    start, stop, behind, end = span
    words, unit = flat[start:stop], flat[behind:end]
    if unit == "位" and flat.startswith("数", end):
        # 两位数 is no count; it has a rule of its own
        return None
    if set(words) <= {"万", "亿"}:
        # 过亿元 is a number, 亿元以上 and 万元产值 are thresholds and units
        if flat[start - 1 : start] not in {"超", "过", "破", "达"} or unit[-1:] not in "元斤吨次":
            return None
        words = "一" + words
    # 万 and 亿 belong to the unit, as they do behind digits: 千亿元 is 1000 亿元, 八亿五千万元 8.5 亿元
    scale = next((one for one in ("万亿", "亿", "万") if words.endswith(one)), "")
    value = chinese_number(words)
    if scale:
        inner = next((one for one in words.removesuffix(scale) if one in _BIG), "")
        taken = inner or scale
        value /= _BIG[inner] if inner else math.prod(_BIG[one] for one in scale)
        unit = taken + unit
    value = value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
    printed = format(value, "f")
    return Quantity(start, end, printed, value, unit, worded=True, vague=behind > stop)


def _plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def chinese_number(words: str) -> Decimal:
    """Read a Chinese numeral (十二, 三千五百, 八点五) or digits; without places it reads digit by digit."""
    if _ARABIC.fullmatch(words):
        return _plain(words)
    whole, _, fraction = words.partition("点")
    places = "".join(str(_DIGITS[character]) for character in fraction)
    if not set(whole) & (_TENS.keys() | _BIG.keys()):
        return Decimal(
            "".join(str(_DIGITS[character]) for character in whole)
            + ("." + places if places else "")
        )
    return Decimal(f"{_whole(whole)}" + ("." + places if places else ""))


def _whole(words: str) -> int:
    """Read a numeral with places; what stands before 亿 and 万 counts so many times."""
    for big, times in (("亿", 100_000_000), ("万", 10_000)):
        before, found, behind = words.rpartition(big)
        if found:
            return (_whole(before) if before else 1) * times + (_whole(behind) if behind else 0)
    total = digit = 0
    for character in words:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
