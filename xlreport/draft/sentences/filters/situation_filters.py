"""Numbers that tell how things are, or by what means: 与邻省接壤300公里, 以解决…为抓手, 围绕…目标."""

import re

from xlreport.draft.sentences.filters.filtered_number import Seen

_THERE = re.compile(
    "(?:接壤|毗邻|濒临|环绕|绵延|相邻|东西长|南北宽)[^，。；]{0,6}$"
    ""
    r"|^(?:我[国省市县区])?(?:还|现|共|仍|尚)有\d[^，。；]*、$"
    "|(?:我|全)[国省市县区]每年[^，。；]{2,10}(?:近|约|超过?)?$"
    "|(?:^|我[国省市县区]|全[国省市县区]|这里|目前|辖区|境内|辖)(?:现|共|仍|尚|还)?(?:有|辖|拥有)(?:近|约)?$"
)
_MEANS = re.compile("(?:^|[^予给加难得可所])以[^，。；]{0,16}$")
"""以(十件实事)为牵引."""
_AS = re.compile(
    "[^，。；]{0,16}?为(?:指导|牵引|抓手|引领|载体|重点|契机|目标|依托|核心|主线|着力点|突破口|支撑|导向|基础|统领|主攻方向)"
)
"""(以十件实事)为牵引, 为抓手."""
_GOAL = re.compile("(?:围绕|锚定|对标|聚焦|瞄准|按照)[^，。；巩固提升实现]{0,10}$")
"""围绕(“8226”)目标."""
_GOAL_END = re.compile(
    "[^，。；]{0,10}?(?:目标|指标|要求|部署|思路|布局)(?:[，。；、]|$|任务|定位)"
)
"""(围绕8226)工作目标."""
_FOLK = re.compile("[^，。；、]{0,5}(?:人民|儿女|父老|各族|老区群众)(?!币|政府|法院|医院|调解)")
"""65万青石人民: whose work it is."""
_TOLD = re.compile(
    "次[^，。；]{0,4}(?:指示|批示|考察|视察|讲话)|%(?:以上|左右)?的(?:速度|增速|增长)(?:可以|能够|意味)"
    "|件大事|[^，。；]{0,12}(?:市|区|港城|组团)组成的"
)
"""What somebody else did, an argument, a slogan: 作出三次重要批示, 7%的速度可以实现就业, 办好两件大事."""
_YEARLY = re.compile("(?:我|全)[国省市县区][^，。；]{2,16}平均每年(?:新增|增加)$")
_MANY = 5
"""Hundreds of millions of people are the nation's, not a target's."""
_PROMISED = re.compile("新[增建]|建成|完成|力争|确保|实现|达到")
"""新建, 力争: a promise all the same."""


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
