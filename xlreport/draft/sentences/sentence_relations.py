"""Targets that are told by something else: 高于全省平均, 与经济增长同步, 完成省下达任务."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlreport.draft.names import drafted_names
from xlreport.draft.sentences.sentence_target import Worded
from xlreport.draft.text.text_clauses import clause_of
from xlreport.draft.text.text_late_patterns import LatePattern

if TYPE_CHECKING:
    from xlreport.model.plans.plan_draft_types import Wording

# a bound that somebody above sets: 控制在省下达目标以内
_ASSIGNED = re.compile(
    "(?P<bound>控制在|不突破|不低于|不高于|(?<!不)低于|不超过|达到|完成|实现|全面完成)(?P<who>[^，。；、]{0,14}?(?:国家|省|上级|自治区|中央|市|年度|计划|规划|省市|省州|省级|市里|区|州))"
    "(?P<how>[^，。；、]{0,10}?(?:核定|下达|规定|要求|控制|确定|考核|既定|约束性|平均)[^，。；、]{0,8}?(?:范围(?:以?内)?|目标|指标|任务|要求|标准|水平|计划)?以?内?)(?=[，。；、]|$)"
)
_WHAT = (
    "(?P<what>去年|上年|全国|全省|全区|全市|全州|全县|国家|经济增长|经济增速|经济发展|GDP|地区生产总值|国内生产总值|生产总值|"
    "经济|居民收入|财政收入|城镇居民)"
)
_LEVEL = "(?:农村|城镇|城乡|农民|平均|同期|同类|先进|总体|预期|目标|收入|居民|人均|可支配|水平|增速|增幅|增长|速度|幅度|以上|全国|全省|全市|全区|和(?=全))*"
_COMPARED = LatePattern(
    f"(?P<bound>不少于|不多于|不高于|不低于|(?<!不)(?:高于|快于|好于|优于|多于|超过|低于|少于|慢于)){_WHAT}(?P<rest>{_LEVEL})(?=[，。；、]|$)",
    "超过 高于 低于 优于 快于 多于 好于 少于 慢于",
)
"""What stands behind must be a level and nothing else: 高于全省平均水平设区市 is no target."""
_IN_STEP = LatePattern(
    f"(?P<bound>与|和|同){_WHAT}(?P<rest>{_LEVEL}(?:保持|基本|总体|大体|相)*(?:同步|匹配|持平))(?=增长(?:[，。；、]|$)|[，。；、]|$)",
    "持平 同步 匹配",
)
"""与 and 和 compare only where 同步, 匹配 or 持平 closes the words."""
_KEPT_ABOVE = re.compile(
    f"(?P<bound>保持在|稳定在|达到){_WHAT}(?P<rest>{_LEVEL})(?<=水平|以上)(?=[，。；、]|$)"
)
"""增速保持在全国平均水平以上."""
_STRICT = {"高于", "快于", "好于", "多于", "超过", "优于"}
_BELOW = {"低于", "少于", "不多于", "慢于", "不高于", "不突破", "不超过", "控制在"}
# a task that somebody above sets: 完成省下达的节能减排任务
_DUTY = re.compile(
    "完成(?:[^，。；、]{0,8}?(?:年度|既定|国家|省|上级|市|约束性)[^，。；、]{0,6})?(?P<what>[^，。；、]{2,16}?)任务(?=[，。；、]|$)"
)
# what such a task is about
_DUTY_HEADS = LatePattern(
    "债务化解|节能减排|减排|降碳|能耗|征兵|税收|收储|化债",
    "减排 能耗 税收 降碳 收储 化债 债务化解 征兵",
)
_SHORT = 4
_OF_ALL = re.compile("的(?:各项|主要)*(?:约束性|预期性)?指标[^，]{0,5}$")
"""资源节约和环境质量的各项指标 is one name."""
# the end of a list that all have one figure: 均增长
_EACH = re.compile("(?:增速|增幅|增长)?(?:均|都)(?:要|力争|保持)?$")
# a growth behind the name
_GROWTH = re.compile("(?:增速|增幅|增长|平均)+$")


_GIVEN = re.compile(
    "(?P<bound>完成|达到|实现|控制在)(?P<who>(?:国家|省|市|上级|自治区|州|省市|市里)+)(?:的)?(?:目标任务|任务目标|目标|任务|指标|要求)(?:以?内)?(?=[，。；]|$)"
)
"""完成省市目标任务: without 下达 only of what is always assigned."""
# names of what is set from above
_GIVEN_OF = LatePattern(
    "指标|排放|能耗|减排|浓度|空气质量|水质|约束性|征兵|化债|收储|碳",
    "碳 减排 指标 空气质量 水质 能耗 排放 浓度 收储 化债 约束性 征兵",
)


def assigned(flat: str, start: int, end: int) -> Iterator[Worded]:
    """Yield what somebody above sets and decides: 控制在省下达目标以内."""
    for match in _ASSIGNED.finditer(flat, start, end):
        floor, _ = clause_of(flat, match.start(), start, end)
        words = flat[floor : match.start()]
        if _names_something(flat, words, match):
            words = _GROWTH.sub("", words) if "平均" in match["how"] else words
            yield _told(_each_measured(words), match, floor, "assigned")


def given(flat: str, start: int, end: int) -> Iterator[Worded]:
    """Yield what always has a target from above: 能耗强度完成省目标任务."""
    for match in _GIVEN.finditer(flat, start, end):
        floor, _ = clause_of(flat, match.start(), start, end)
        words = flat[floor : match.start()]
        if _GIVEN_OF.search(words) and not _ASSIGNED.match(flat, match.start(), end):
            yield _told((drafted_names.indicator_name(words),), match, floor, "assigned")


def comparisons(flat: str, start: int, end: int) -> Iterator[Worded]:
    """Yield what is bound by another place's or another thing's figure: 高于全省平均."""
    for pattern in (_COMPARED, _KEPT_ABOVE, _IN_STEP):
        for match in pattern.finditer(flat, start, end):
            floor, _ = clause_of(flat, match.start(), start, end)
            # 增速高于经济、高于全国: the second bound is about the same
            words = re.split("高于|快于|优于|好于|低于|慢于", flat[floor : match.start()])[0]
            if _names_something(flat, words, match):
                yield _told(_compared(words), match, floor, "compared")


def duties(flat: str, start: int, end: int) -> Iterator[Worded]:
    """Yield the tasks that somebody above sets: 完成节能减排任务."""
    for match in _DUTY.finditer(flat, start, end):
        if _DUTY_HEADS.search(match["what"]):
            floor, _ = clause_of(flat, match.start(), start, end)
            printed, names = match[0], (match["what"],)
            yield Worded(
                names, printed, "", None, "", "ge", floor, match.end(), "assigned", "external"
            )


def _names_something(flat: str, words: str, match: re.Match[str]) -> bool:
    """Say whether a bound has a name of its own: 增长6%，力争高于全市平均 only qualifies the target before it."""
    bare = re.fullmatch("(?:增速|增幅|增长)?(?:均|都|分别)?", words)
    attribute = re.match("[^，。；]{0,3}[^，。；的]*?的", flat[match.end() : match.end() + 6])
    past = re.match("去年|上年", words)
    return not (bare or attribute or past or re.search(r"\d", match[0])) and bool(
        drafted_names.indicator_name(words)
    )


def _each_measured(words: str) -> tuple[str, ...]:
    """Return the names before a bound; what is short and no measure (能源、水资源等指标) is called one."""
    names = [] if _OF_ALL.search(words) else drafted_names.split_names(words)
    if not names:
        return (drafted_names.indicator_name(words),)
    if not words.endswith("等指标"):
        return tuple(names)
    return tuple(
        name if len(name) > _SHORT or drafted_names.head_of(name) else f"{name}指标"
        for name in names
    )


def _compared(words: str) -> tuple[str, ...]:
    """Return a name, of A、B、C均 one each."""
    each = _EACH.search(words)
    if each:
        names = [_GROWTH.sub("", name) for name in drafted_names.split_names(words[: each.start()])]
        return tuple(name for name in names if name)
    name = _GROWTH.sub("", drafted_names.indicator_name(words))
    return (drafted_names.clean(name) or name,)


def _told(names: tuple[str, ...], match: re.Match[str], floor: int, reason: str) -> Worded:
    year = reason == "compared" and match["what"] in {"去年", "上年"}
    comparator: Wording = "ge"
    if match["bound"] in _BELOW:
        comparator = "le"
    elif reason == "compared" and match["bound"] in _STRICT:
        comparator = "gt"
    reference = "baseline" if year else "external"
    return Worded(names, match[0], "", None, "", comparator, floor, match.end(), reason, reference)
