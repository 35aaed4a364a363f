"""Numbers that tell how things are, were or are expected to be, or by what means: 与邻省接壤300公里, 以解决…为抓手, 围绕…目标."""

import re

from xlreport.draft.sentences.filters.filtered_number import Seen
from xlreport.draft.text.text_late_patterns import LatePattern

# what a place has, before its number: 东西长, 全县现有
_THERE = LatePattern(
    "(?:接壤|毗邻|濒临|环绕|绵延|相邻|东西长|南北宽)[^，。；]{0,6}$"
    ""
    r"|^(?:我[国省市县区])?(?:还|现|共|仍|尚)有\d[^，。；]*、$"
    "|(?:我|全)[国省市县区]每年[^，。；]{2,10}(?:近|约|超过?)?$"
    "|(?:^|我[国省市县区]|全[国省市县区]|这里|目前|辖区|境内|辖)(?:现|共|仍|尚|还)?(?:有|辖|拥有)(?:近|约)?$",
    "有 每年 东西长 辖 相邻 绵延 接壤 濒临 环绕 毗邻 南北宽",
)
_MEANS = re.compile("(?:^|[^予给加难得可所])以[^，。；]{0,16}$")
"""以(十件实事)为牵引."""
_AS = LatePattern(
    "[^，。；]{0,16}?为(?:指导|牵引|抓手|引领|载体|重点|契机|目标|依托|核心|主线|着力点|突破口|支撑|导向|基础|统领|主攻方向)",
    "为",
)
"""(以十件实事)为牵引, 为抓手."""
_GOAL = LatePattern(
    "(?:围绕|锚定|对标|聚焦|瞄准|按照)[^，。；巩固提升实现]{0,10}$", "按照 围绕 聚焦 瞄准 对标 锚定"
)
"""围绕(“8226”)目标."""
_GOAL_END = LatePattern(
    "[^，。；]{0,10}?(?:目标|指标|要求|部署|思路|布局)(?:[，。；、]|$|任务|定位)",
    "目标 要求 部署 布局 指标 思路",
)
"""(围绕8226)工作目标."""
_FOLK = re.compile("[^，。；、]{0,5}(?:人民|儿女|父老|各族|老区群众)(?!币|政府|法院|医院|调解)")
"""65万青石人民: whose work it is."""
_TOLD = LatePattern(
    "次[^，。；]{0,4}(?:指示|批示|考察|视察|讲话)|%(?:以上|左右)?的(?:速度|增速|增长)(?:可以|能够|意味)"
    "|件大事|[^，。；]{0,12}(?:市|区|港城|组团)组成的",
    "讲话 能够 可以 指示 考察 视察 件大事 意味 批示 组成的",
)
"""What somebody else did, an argument, a slogan: 作出三次重要批示, 7%的速度可以实现就业, 办好两件大事."""
# what it does each year anyway: 全市平均每年新增
_YEARLY = LatePattern("(?:我|全)[国省市县区][^，。；]{2,16}平均每年(?:新增|增加)$", "平均每年")
_MANY = 5
"""Hundreds of millions of people are the nation's, not a target's."""
_PROMISED = re.compile("新[增建]|建成|完成|力争|确保|实现|达到")
"""新建, 力争: a promise all the same."""
_PAST = re.compile(
    "去年|上年|过去|已设立|已安排|已下达|已出台|以来|目前|截至|截止|现有|迄今|已(?:经|有|建成|完成|达|达到|实现|开工|超|累计|提前|投入|落实|争取|签约)|现已|刚刚|历年|"
    "(?P<year>(?:20|19)\\d\\d)年(?:底|末)?(?:的|达|完成|实现|只有|仅)|得益于|(?<!不)曾"
)
"""去年, 截至目前, 已建成: what was, not what is promised."""
_EXPECTED = re.compile(r"(?:按此测算)?[，]?预计(?!目标)[^，。；]{0,24}\d")
"""预计全年增长8: the clauses behind tell what is expected too."""


def is_situation(seen: Seen) -> bool:
    """Say whether a number tells what is there: 我国有13亿人口, 全市共有5个县."""
    if _FOLK.match(seen.quantity.unit[1:] + seen.right) and seen.quantity.unit[:1] in {
        "万",
        "亿",
        "千",
    }:
        return not seen.review
    if _TOLD.match(seen.quantity.unit + seen.right) or _YEARLY.search(seen.left):
        return not seen.review
    people = seen.quantity.unit in {"亿人", "亿人口"} and seen.quantity.value > _MANY
    everyone = seen.quantity.unit.endswith("人") and seen.right.startswith("民")
    size = seen.quantity.unit == "亿人口" or (
        seen.quantity.unit.endswith("人口") and seen.right.startswith("的")
    )
    if people or everyone or size:
        return not seen.review and not _PROMISED.search(seen.left)
    return not seen.review and bool(_THERE.search(seen.left)) and not _PROMISED.search(seen.left)


def is_means(seen: Seen) -> bool:
    """Say whether a number stands in what leads or aims: 以10件实事为牵引, 围绕“8226”目标."""
    led = _MEANS.search(seen.left) and _AS.match(seen.right)
    aimed = _GOAL.search(seen.left) and _GOAL_END.match(seen.right)
    return bool(led or aimed) and not _PROMISED.search(seen.left)


def is_past(seen: Seen) -> bool:
    """Say whether a number tells what was: 去年, 截至目前, 2029年完成 in a plan of 2031."""
    if seen.review:
        return False
    before = (
        seen.clause[: seen.clause.find(seen.left) + len(seen.left)] if seen.left else seen.clause
    )
    opening = seen.sentence[: seen.sentence.find(seen.clause)]
    told = "以来，" in opening or ("过去" in opening and re.search("过去.年，", opening))
    if told and not re.search("要|将|力争|确保|今年", opening):
        return True
    was = any(
        not match["year"] or not 0 < seen.year <= int(match["year"])
        for match in _PAST.finditer(before)
    )
    return was and not re.search(
        "(?:高于|低于|超过|多于|好于|比|较|快于|不低于|同|是|达到|相当于)(?:去年|上年)", seen.clause
    )


def is_forecast(seen: Seen) -> bool:
    """今年高校毕业生将高达765万人: what is expected, not what is promised."""
    if "高校毕业生" in seen.left and re.search(
        "今年(?:全[国省市])?(?:普通)?高校毕业生(?:人数|规模)?(?:将|预计|达到?|有|超过|为)*$",
        seen.left,
    ):
        return True
    ahead = "预计" in seen.left
    expected = (
        ahead
        and re.match("(?:全[年省市县区])*预计", seen.left)
        and not re.search("力争|确保|完成", seen.left)
    )
    reached = (ahead or "将" in seen.left or seen.left.endswith("高达")) and re.search(
        "(?:将?高达|将(?:首次|有望)?(?:达到?|超过|突破)|预计将?(?:可)?(?:达到?|超过|突破|有)?)$",
        seen.left,
    )
    caused = seen.left.endswith(("减收", "增支")) and any(
        one in seen.left for one in ("使", "导致", "影响")
    )
    # 预计全年A增长8%，B增长6%: the clauses behind go on telling what is expected
    opening = seen.sentence[: seen.sentence.find(seen.clause)]
    goes_on = _EXPECTED.match(opening) and not re.search("力争|确保|目标", opening + seen.left)
    return not seen.review and bool(expected or reached or caused or goes_on)
