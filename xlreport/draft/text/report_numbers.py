"""Numbers with their units as reports print them: 1.34万亿元, 百分之八点五, 5%-6%, 千亿元, 三分之一."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = {character: value for value, characters in enumerate(
    ("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for character in characters}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10_000, "亿": 100_000_000}

#: units that begin with a scale word or hold one, before scale words are taken off
_WHOLE = (
    "个百分点 百分点 个工作日 工作日 个标准箱 标准箱 标箱 千瓦时 千瓦 千米 千克 千伏安 千伏 百米 个月 "
    "个小时 个半小时 个班次 吨标准煤 吨标煤 分/千瓦时 分/度"
)
_PLAIN = (
    "立方米 人公里 吨公里 平方公里 平方千米 平方米 平米 公里 公顷 公斤 公斤重 公亩 兆瓦时 兆瓦 吉瓦 美元 欧元 港元 "
    "港币 日元 英镑 人次 批次 人口 人份 场次 户次 家次 班次 架次 车次 件次 头只 头（只） 头（匹、只） 只羽 "
    "台套 台（套） 套（间） 所（次） 个（次） 县（市、区） 县（区） 县市区 县区 乡镇 村居 门类 课时 "
    "床位 学位 标段 小时 分钟 周岁 世纪 PFlops EFlops TEU MWh kWh MW GW kW km² km GB TB Gbps ° ℃ 克 "
    "毫克 微克 % ‰ 个 家 项 条 人 座 所 名 亩 户 元 处 吨 度 斤 担 件 宗 起 场 头 套 栋 幢 间 孔 张 "
    "台 次 批 部 支 眼 只 株 棵 羽 匹 尾 枚 辆 艘 架 列 班 对 位 款 例 组 片 块 路 门 种 类 级 层 根 "
    "盏 口 册 幅 篇 袋 瓶 盒 箱 桶 包 卷 顶 粒 颗 束 笔 单 票 剂 针 厘米 毫米 海里 "
    "道 份 标台 蒸吨 例 首 堂 学时 本 期 届 轮 倍 番 成 天 年 月 日 号 时 岁 点 秒 升 米 方 枝 畦 县 区 市 省 国 州 "
    "把 床 桩 枪 棚 杆 岗 席 车位 泊位 道 份 标台 蒸吨 例 宗 幅 首 曲 堂 对 吨公里 盘 亩次 人天 学时 车 柜 伏 重量箱 重箱 乡 镇 村 院 校 馆 园 站 街 巷 站点 强 版 代 维 P M V A G 周年 周 艺 港 域 网 线 员 分钱 角钱"
)
_SCALE = "(?:万亿|千万|百万|十万|亿|万|千(?![瓦米克伏])|百(?!分|强|姓|年|货|米))"
_UNIT = "(?:" + "|".join(sorted(map(re.escape, _PLAIN.split()), key=len, reverse=True)) + ")"
_WHOLE_UNIT = "(?:" + "|".join(sorted(_WHOLE.split(), key=len, reverse=True)) + ")"
_PER = r"(?:/(?:100克|千人|万人|平方米|平方公里|立方米|公顷|万元|[人亩年月日吨升户次个秒])(?:·[人年月日])?)"
_ONE_UNIT = f"(?:{_SCALE}?(?:{_WHOLE_UNIT}|{_UNIT}(?!年代)|大(?!关)){_PER}*|{_SCALE})"
_ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_CHINESE = "[一二两三四五六七八九十百千万亿零〇]+"
_DASH = r"(?:-{1,2}|~|至|到)"
#: classifiers after which a Chinese numeral is a number that somebody may count
_COUNTED = (
    "个|项|家|条|座|所|名|亩|户|处|件|场|套|大(?!关)|类|批|次|期|届|轮|倍|番|成|年|月|天|岁|小时|分钟|级|周年|县|市|乡|村|镇|位|强|元|吨|公里|"
    "人|支|部|艘|台|栋|辆|门|度|袋|标箱|方面|线|国|省|区|馆|院|带|廊|圈|平方米|立方米|平方公里|斤|公斤|千克|头|只|株|间|张|美元|公顷|千瓦|担|口|眼|条"
)

_PEOPLE = "农村|农牧|贫困|人口|群众|农户|移民|城镇|居民|职工|劳动|学生|残疾"
"""Whom a numeral without a unit may count: 一千五百万农村人口."""

_QUANTITY = re.compile(
    rf"(?=[\d一二两三四五六七八九十百千万亿零〇])(?:(?P<low>{_ARABIC})(?P<lowunit>%|‰|{_SCALE})?{_DASH}(?P<high>{_ARABIC})(?P<vague1>多|余)?(?P<unit1>{_ONE_UNIT})"
    rf"|(?P<base>[百千])分之(?P<percent>[一二两三四五六七八九十百零〇]+(?:点[一二三四五六七八九零〇]+)?|{_ARABIC})"
    rf"|(?P<part>[一二两三四五六七八九十]+)分之(?P<share>[一二三四五六七八九])"
    rf"|(?P<number>{_ARABIC})(?P<vague2>多|余|来|几)?(?:(?P<scale>{_SCALE})(?P<vague4>多|余)(?P<bare>{_UNIT})|(?P<unit2>{_ONE_UNIT}))?"
    rf"|(?P<chinese>{_CHINESE})(?![一二两三四五六七八九十百千万亿零〇])(?P<vague3>多|余|来|几)?"
    rf"(?:(?=(?:{_COUNTED}))(?P<unit3>{_ONE_UNIT}|{_COUNTED})|(?<=[十百千][万亿])(?=[大，。；、]|{_PEOPLE})))"
)


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
    for match in _QUANTITY.finditer(flat, start, end):
        found = _quantity(match)
        if found is not None:
            yield found


def _quantity(match: re.Match[str]) -> Quantity | None:
    where = match.span()
    if match["low"]:
        low, high = _plain(match["low"]), _plain(match["high"])
        unit = match["unit1"]
        if match["lowunit"] in {"%", "‰"} and unit[:1] != match["lowunit"]:
            low_only = match.end("lowunit")
            return Quantity(where[0], low_only, str(low), low, match["lowunit"])
        return Quantity(*where, f"{low}-{high}", low, unit, high, vague=bool(match["vague1"]))
    if match["percent"]:
        value = chinese_number(match["percent"])
        return Quantity(
            *where, str(value), value, "%" if match["base"] == "百" else "‰", worded=True
        )
    if match["part"]:
        value = round(chinese_number(match["share"]) * 100 / chinese_number(match["part"]), 2)
        return Quantity(*where, str(value), value, "%", worded=True)
    if match["number"]:
        value = _plain(match["number"])
        unit = match["scale"] + match["bare"] if match["bare"] else match["unit2"] or ""
        return Quantity(
            *where, str(value), value, unit, vague=bool(match["vague2"] or match["vague4"])
        )
    return _worded(match)


def _worded(match: re.Match[str]) -> Quantity | None:
    words, unit = match["chinese"], match["unit3"] or ""
    if unit == "位" and match.string.startswith("数", match.end()):
        # 两位数 is no count; it has a rule of its own
        return None
    if set(words) <= {"万", "亿"}:
        # 过亿元 is a number, 亿元以上 and 万元产值 are thresholds and units
        if (
            match.string[match.start() - 1 : match.start()] not in {"超", "过", "破", "达"}
            or unit[-1:] not in "元斤吨次"
        ):
            return None
        words = "一" + words
    # 万 and 亿 belong to the unit, as they do behind digits: 千亿元 is 1000 亿元, 八亿五千万元 8.5 亿元
    scale = re.search("(?:万亿|亿|万)$", words)
    if scale:
        inner = re.search("[万亿]", words[: scale.start()])
        taken = inner[0] if inner else scale[0]
        value = chinese_number(words) / (
            _BIG[taken] if inner else math.prod(_BIG[one] for one in taken)
        )
        unit = taken + unit
    else:
        value = chinese_number(words)
    value = value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
    return Quantity(
        *match.span(), format(value, "f"), value, unit, worded=True, vague=bool(match["vague3"])
    )


def _plain(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))


def chinese_number(words: str) -> Decimal:
    """Read a Chinese numeral (十二, 三千五百, 八点五) or digits; without places it reads digit by digit."""
    if re.fullmatch(_ARABIC, words):
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
