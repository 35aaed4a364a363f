"""Targets that print no number: 全覆盖, 清零, 零增长, 所有乡镇, 不低于Ⅲ类, 高于去年, 国家核定范围内."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING

from xlreport.draft.names import drafted_names
from xlreport.draft.names.name_lexicon import any_of
from xlreport.draft.sentences.sentence_relations import assigned, comparisons, duties, given
from xlreport.draft.sentences.sentence_target import Worded
from xlreport.draft.text.text_clauses import clause_of
from xlreport.draft.text.text_late_patterns import LatePattern
from xlreport.model.model_words import WATER_CLASSES

if TYPE_CHECKING:
    from xlreport.model.plans.plan_draft_types import Wording

# a verb that promises: 实现, 确保
_FIRM = re.compile(
    "实现|确保|力争|达到|完成|争取|做到|扩大到|覆盖到|全面|保持|基本实现|推动实现|继续|持续|开展|推进"
)
# all of something covered: 全覆盖
_ALL = re.compile("(?<![健完])(?:基本|动态|全域|全面|全员|全时段)?全覆盖")
# whom it covers: 覆盖所有行政村, 各乡镇全部覆盖
_ALL_OF = re.compile(
    "(?:扩大到|延伸到|覆盖到?|推广到|实现)(?P<all>所有|全部|各)(?P<who>[^，。；、]{1,12})|"
    "(?P<each>各(?:地（市）|县（区）|市（州）|县|乡镇|市|区|村)[^，。；、]{0,6}?(?:都|均|全部)?)覆盖"
)
# one for each place: 一个乡镇一个养老中心
_EACH_ONE = re.compile(
    "一个(?P<place>[^，。；一]{1,8})一个(?P<thing>[^，。；]{2,14}?)(?:建设|创建|培育|$)"
)
# what is cleared, behind 清零: the words up to the next stop
_CLEARS = re.compile("[^，。；、“”]{3,14}(?=[，。；])")
_REACHED = LatePattern(
    r"(?P<who>(?:\d+[户人]以上的?[^，。；、]{1,8}、)?[^，。；、]{2,20}?)(?:全部|均|都)(?:实现)?(?P<what>通上?(?:硬化路|水泥路|柏油路|沥青路|油路|公路|公交|客运|客车|班车|动力电|生活用电|自来水|天然气|燃气|宽带|光纤|光缆|[45]G|快递|邮|网|电|水|路))",
    "通",
)
"""(50户以上自然村)全部通硬化路."""
# a nought in words: 动态清零, 零就业家庭归零
_ZERO = LatePattern(
    '(?:动态|全面|基本|全部)?[“"]?(?P<what>清零|归零|消零|(?<=动态)为零|(?<=保持)为零|零增长|零新增|零发生|零事故|零死亡|零容忍|零就业|零返贫|零上访|零排放|零突破|零距离|零跑腿|零接触|零投诉)(?P<closed>[”"]?)(?P<campaign>(?:行动|计划|工程|攻坚|方案|活动)[”"]?)?',
    "清零 为零 消零 零就业 零突破 零投诉 零增长 零接触 零死亡 零距离 零发生 零返贫 零排放 零容忍 归零 零事故 零上访 零新增 零跑腿",
)
# twice as much: 翻番
_DOUBLED = LatePattern(
    "(?:翻番|倍增|成倍增长)(?!”?(?:计划|行动|工程|方案|目标|机制)|[一二两三四])", "倍增 翻番"
)
# ten per cent or more: 两位数增长
_TWO_DIGITS = LatePattern(
    "(?:保持|实现|达到)?(?:增长|增速|增幅)?(?:保持|达到|在)?(?:两位数|2位数)(?:以上)?(?:的?(?:增长|增速|增幅))?",
    "两位数 2位数",
)
_NO_ZERO = {"零容忍", "零距离", "零跑腿", "零接触", "零突破", "零就业", "零排放", "零投诉"}
# what is to be gone: 基本消除黑臭水体
_REMOVE = LatePattern(
    "(?:动态|全面|全部|基本|彻底)(?:消除|清除|消灭)(?P<what>[^，。；、]{2,16})", "消除 清除 消灭"
)
# the same behind its name: 黑臭水体全部消除
_REMOVED = LatePattern("(?:全部|全面|基本|彻底)(?:消除|清除)(?=[，。；、])", "消除 清除")
# the same without 全部, for things that are only ever removed whole
_REMOVE_MORE = LatePattern(
    "(?:消除|清除)(?P<what>[^，。；、]{0,8}?(?:零就业家庭|黑臭水体|大班额|空白村|薄弱村|空壳村|重污染天气|劣[Ⅴ五V]类(?:水体|断面)?|危房|旱厕))",
    "消除 清除",
)
# what must not happen: 坚决遏制重特大事故
_PREVENT = LatePattern(
    "(?:坚决)?(?:防范和?遏制|遏制|杜绝|防止|避免)(?P<what>重特大[^，。；、]{0,8}?(?:事故|事件))",
    "重特大",
)
# what may only go down: 只减不增
_ONLY_LESS = re.compile('[“"]?只[减降]不增[”"]?|只增不减')
# a class of water: 达到或优于Ⅲ类
_CLASS = re.compile(
    f"(?P<bound>不低于|优于|(?:稳定)?达到?(?:或优于)?|好于|(?:稳定|保持|维持)在?|为|Ⅴ类以上)(?P<class>{'|'.join(WATER_CLASSES[:4])}|[一二三四I]{{1,3}})类(?:及以上|以上)?(?:标准|水质|水体)?"
)
# what stays as it is: 粮食产量保持稳定
_STEADY = re.compile(
    "(?:保持|维持)?(?:保障|推动|促进|确保|力争)?(?P<noun>(?:(?!保[持障]|维持|确保)[^，。；、]){2,14}?)(?:总体|基本|保持)*(?:稳定|不变)(?=[，。；]|$)"
)
# names of what can stay as it is
_STEADY_HEADS = LatePattern(
    "(?:产量|面积|杠杆率|价格|规模|数量|总量|率|收入)$", "率 收入 规模 价格 面积 数量 总量 产量"
)
# a change without a number: 提高城镇化率
_RISING = re.compile(
    "(?:加快|继续|不断|逐步|稳步|持续)?(?P<verb>提高|扩大|增加|降低|减少)(?P<what>[^，。；]{2,24}?(?:城镇化率|覆盖面|占比|比重|补助面积|面积|覆盖率|参保率|入学率|普及率))(?=[，。；]|$)"
)
_MANAGED = re.compile("(?:用途|使用|投向)?(?:管理|监管)?$")
"""优化专项债券用途管理、(提高用于项目建设比重)."""
_SLOGANS = any_of(
    "思想 作风 腐败 政治 意识形态 形式主义 官僚主义 特权 侥幸 麻痹 障碍 壁垒 顾虑 影响 隐患 梗阻 堵点 盲区"
)


def worded_targets(flat: str, start: int, end: int) -> Iterator[Worded]:
    """Yield the targets of a sentence that print no number, in order."""
    words = flat[start:end]
    characters = frozenset(words)
    found = [
        one
        for rule, telling, begins in _RULES
        if not begins.isdisjoint(characters) and any(one in words for one in telling)
        for one in rule(flat, start, end)
    ]
    taken: list[tuple[int, int]] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        here = flat.find(one.printed, one.start, one.end)
        span = (here, here + len(one.printed))
        if any(name for name in one.names) and not any(
            first < span[1] and span[0] < last for first, last in taken
        ):
            taken.append(span)
            yield one


def _before(flat: str, start: int, end: int, match: re.Match[str]) -> tuple[int, str, bool]:
    """Return where the clause begins, the words before a match, and whether a firm verb stands before it."""
    floor, _ = clause_of(flat, match.start(), start, end)
    words = flat[floor : match.start()]
    return floor, words, bool(_FIRM.search(flat, start, match.start()))


def _name(flat: str, start: int, floor: int, words: str) -> str:
    name = drafted_names.indicator_name(
        re.sub(
            "(?:提前|率先)?(?:实现|做到|达到|保持|坚决|推进|推动|继续|监管)*$",
            lambda m: "监管" if "监管" in m[0] else "",
            words,
        )
    )
    if len(name) > 1:
        return name
    while floor > start + 1:
        floor, _ = clause_of(flat, floor - 2, start, floor)
        topic = drafted_names.topic_of(flat[floor : clause_of(flat, floor, start, len(flat))[1]])
        topic = re.sub(r"(?:管理|管控|工作|(?:年均)?(?:增长|提高|达到)\d.*)$", "", topic)
        if len(topic) > 1 and "、" not in topic:
            return topic
    return ""


def _coverage(flat: str, start: int, end: int) -> Iterator[Worded]:
    for match in _ALL.finditer(flat, start, end):
        floor, words, firm = _before(flat, start, end, match)
        name = _name(flat, start, floor, words)
        if flat[match.end() : match.end() + 1] == "、" and re.search(
            "(?:全|多|高)[^，。；、]{1,3}、$", words
        ):
            # 全方位、全覆盖、深层次: how something is done
            continue
        inside = flat[match.end() : match.end() + 1] not in {"，", "。", "；", "、", "！", ""}
        yield Worded(
            (f"{name[:2]}{name[2:].replace('实现', '', 1)}覆盖率",),
            match[0],
            "",
            Decimal(100),
            "%",
            "ge",
            floor,
            match.end(),
            "coverage",
            "",
            firm and not inside,
        )


def _everywhere(flat: str, start: int, end: int) -> Iterator[Worded]:
    for match in _ALL_OF.finditer(flat, start, end):
        floor, words, _ = _before(flat, start, end, match)
        who = match["who"] or match["each"]
        printed = f"{match['all']}{match['who']}" if match["who"] else match[0]
        _, ceiling = clause_of(flat, match.end(), start, end)
        name = (
            drafted_names.clean(re.sub("^把|范围$", "", words))
            if match["who"]
            else flat[match.end() : ceiling]
        )
        stop = match.end() if match["who"] else ceiling
        if name:
            yield Worded(
                (f"{who}{name}覆盖率",),
                printed,
                "",
                Decimal(100),
                "%",
                "ge",
                floor,
                stop,
                "everywhere",
            )
    for match in _REACHED.finditer(flat, start, end) if "通" in flat[start:end] else ():
        floor, _, _ = _before(flat, start, end, match)
        who = drafted_names.clean(match["who"]).removeprefix("所有")
        name = f"{who}{match['what'].replace('上', '', 1)}比例"
        yield Worded(
            (name,), match[0], "", Decimal(100), "%", "ge", floor, match.end(), "everywhere"
        )
    for match in _EACH_ONE.finditer(flat, start, end):
        floor, _, _ = _before(flat, start, end, match)
        name = f"建有{match['thing']}的{match['place']}比例"
        yield Worded((name,), match[0], "", Decimal(100), "%", "ge", floor, match.end(), "each-one")


def _cleared(flat: str, start: int, end: int) -> Iterator[Worded]:
    """清零, 归零, 零…: nothing of it is left, or happens."""
    for match in _ZERO.finditer(flat, start, end):
        if match["what"] in _NO_ZERO or flat.startswith(("机遇", "政策", "效应"), match.end()):
            continue
        floor, words, _ = _before(flat, start, end, match)
        name = _name(flat, start, floor, re.sub('[“"]$', "", words))
        behind = _CLEARS.match(flat, match.end(), end)
        if behind and match["what"] == "清零" and not drafted_names.clean(words):
            # 动态清零重大事故隐患: what is cleared stands behind
            name = drafted_names.clean(behind[0])
        names = tuple(
            part for part in drafted_names.split_names(name) if not re.fullmatch("“[^”]*”", part)
        ) or (name,)
        campaign = match["campaign"] or (match["closed"] and words.startswith("开展"))
        # 零就业家庭 is a duty of every year, whatever the campaign is called
        campaign = campaign and match["what"] in {"清零", "归零"} and "零就业" not in words
        if set(names) & {"农药化肥", "化肥农药"}:
            names = ("农药使用量", "化肥使用量")
        yield _none_of(names, match, floor, ticked=not campaign)


def _removed(flat: str, start: int, end: int) -> Iterator[Worded]:
    """消除…, …全面消除: nothing of it is left; gradually removed, it is a proposal."""
    for match in chain.from_iterable(
        pattern.finditer(flat, start, end) for pattern in (_REMOVE, _REMOVE_MORE)
    ):
        if re.search(_SLOGANS, match["what"]):
            continue
        floor, _, _ = _before(flat, start, end, match)
        gradual = bool(re.search("逐步|加快|努力", flat[floor : match.start()]))
        yield _none_of((drafted_names.clean(match["what"]),), match, floor, ticked=not gradual)
    for match in _REMOVED.finditer(flat, start, end):
        floor, words, _ = _before(flat, start, end, match)
        yield _none_of((drafted_names.clean(words),), match, floor)


def _prevented(flat: str, start: int, end: int) -> Iterator[Worded]:
    """What is not to happen, counted by 起."""
    for match in _PREVENT.finditer(flat, start, end):
        floor, _, _ = _before(flat, start, end, match)
        yield Worded(
            (drafted_names.clean(match["what"]) + "起数",),
            match[0],
            "",
            Decimal(0),
            "起",
            "zero",
            floor,
            match.end(),
            "prevent",
        )


def _none_of(
    names: tuple[str, ...], match: re.Match[str], start: int, *, ticked: bool = True
) -> Worded:
    """Return the target that none is left of something."""
    return Worded(
        names, match[0], "0", Decimal(0), "", "zero", start, match.end(), "zero", ticked=ticked
    )


def _grown(flat: str, start: int, end: int) -> Iterator[Worded]:
    """翻番 is twice as much; 增长两位数 is a growth of at least 10 %."""
    for match in _DOUBLED.finditer(flat, start, end):
        name, floor = _named(flat, start, end, match)
        yield Worded(
            (name,), match[0], "", Decimal(1), "番", "multiple_ge", floor, match.end(), "doubled"
        )
    for match in _TWO_DIGITS.finditer(flat, start, end):
        name, floor = _named(flat, start, end, match)
        yield Worded(
            (name,), match[0], "10", Decimal(10), "%", "ge", floor, match.end(), "two-digits"
        )


def _named(flat: str, start: int, end: int, match: re.Match[str]) -> tuple[str, int]:
    """Return what the words before a match name, and where they begin."""
    floor, words, _ = _before(flat, start, end, match)
    return _name(flat, start, floor, words), floor


def _never_more(flat: str, start: int, end: int) -> Iterator[Worded]:
    for match in _ONLY_LESS.finditer(flat, start, end):
        floor, words, _ = _before(flat, start, end, match)
        first, _ = clause_of(flat, floor - 2, start, floor) if floor > start + 1 else (floor, 0)
        name = _name(flat, start, floor, words)
        comparator: Wording = "ge" if "增不减" in match[0] else "le"
        yield Worded(
            (name,),
            match[0],
            "",
            None,
            "",
            comparator,
            first,
            match.end(),
            "never-more",
            "baseline",
        )


def _classes(flat: str, start: int, end: int) -> Iterator[Worded]:
    ranks = {
        word: str(rank)
        for rank, words in enumerate(
            (("Ⅰ", "I", "一"), ("Ⅱ", "II", "二"), ("Ⅲ", "III", "三"), ("Ⅳ", "IV", "四")), 1
        )
        for word in words
    }
    for match in _CLASS.finditer(flat, start, end):
        if (
            re.match("[^，。；]{0,4}(?:比例|比率|占比|率)", flat[match.end() : match.end() + 8])
            or match["class"] not in ranks
        ):
            continue
        floor, words, _ = _before(flat, start, end, match)
        name = _name(flat, start, floor, words)
        if "水" in name or "断面" in name:
            rank = ranks[match["class"]]
            yield Worded(
                (name,), match[0], rank, Decimal(rank), "类", "ge", floor, match.end(), "class"
            )


def _steady(flat: str, start: int, end: int) -> Iterator[Worded]:
    for match in _STEADY.finditer(flat, start, end):
        name = drafted_names.clean(match["noun"])
        first = match.start() if match[0].startswith(("保持", "维持")) else match.start("noun")
        if _STEADY_HEADS.search(name) and not re.search(r"\d", match[0]):
            yield Worded(
                (name,),
                flat[first : match.end()],
                "",
                None,
                "",
                "approx",
                first,
                match.end(),
                "steady",
                "baseline",
            )


def _rising(flat: str, start: int, end: int) -> Iterator[Worded]:
    for match in _RISING.finditer(flat, start, end):
        if re.search(r"\d", match[0]) or (
            match["verb"] in {"扩大", "增加"} and "面积" not in match["what"]
        ):
            continue
        floor, _, _ = _before(flat, start, end, match)
        owner = drafted_names.topic_of(flat[floor : match.start()])
        owner = _MANAGED.sub("", owner) if match["what"].startswith(("用于", "投向")) else ""
        names = tuple(drafted_names.split_names(owner + match["what"]))
        comparator: Wording = "lt" if match["verb"] in {"降低", "减少"} else "gt"
        yield Worded(
            names,
            match[0],
            "",
            None,
            "",
            comparator,
            match.start(),
            match.end(),
            "tendency",
            "baseline",
        )


_NOTHING_LEFT = ("零", "消", "清除", "遏制", "杜绝", "防止", "避免")
#: rule → words without one of which it finds nothing; `_RULES` has their first characters too
_ASKED: tuple[tuple[Callable[[str, int, int], Iterator[Worded]], tuple[str, ...]], ...] = (
    (_coverage, ("全覆盖",)),
    (_everywhere, ("所有", "全部", "各", "一个", "均", "都")),
    (_cleared, _NOTHING_LEFT),
    (_removed, _NOTHING_LEFT),
    (_prevented, _NOTHING_LEFT),
    (_grown, ("翻番", "倍", "位数")),
    (_never_more, ("不增", "不减")),
    (_classes, ("类",)),
    (assigned, ("核定", "下达", "规定", "要求", "控制", "确定", "考核", "既定", "约束性", "平均")),
    (given, ("目标", "任务", "指标", "要求")),
    (comparisons, ("于", "超过", "水平", "以上", "同步", "匹配", "持平")),
    (duties, ("任务",)),
    (_steady, ("稳定", "不变")),
    (_rising, ("提高", "扩大", "增加", "降低", "减少")),
)
_RULES = tuple((rule, telling, frozenset(one[0] for one in telling)) for rule, telling in _ASKED)
