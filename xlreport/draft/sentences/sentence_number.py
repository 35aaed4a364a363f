"""One number → its target or targets: what it is called, whether it is promised, how far the noun behind it reaches."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from xlreport.draft.names import drafted_names, name_verbs
from xlreport.draft.sentences.sentence_groups import named_as_parts, whole_of
from xlreport.draft.sentences.sentence_names import LIST, finished, listed_name, predicate_names
from xlreport.draft.sentences.sentence_qualifiers import Qualified, qualify
from xlreport.draft.sentences.sentence_target import (
    DOUBTFUL,
    FAIRLY,
    LIKELY,
    SURE,
    SentenceReading,
    Taken,
)
from xlreport.draft.text.text_late_patterns import LatePattern
from xlreport.draft.text.text_numbers import Quantity

if TYPE_CHECKING:
    from xlreport.model.plans.plan_draft_types import Wording

# words before a number that say only how it binds: 力争达到, 不低于
_BOUND_ONLY = re.compile(
    "(?:不低于|不少于|不小于|至少|最少|达到|达|超过|突破|超|约|近|各|共|全部|完成|实现|拟|再|计划|力争|确保|为)+"
)
# a verb behind what is counted: 50个项目开工
_DONE = re.compile(
    "(?:开工|竣工|投产|投产达效|达效|并网|并网发电|全部脱贫|投用|建成|完工|落地|达产|入库|通车|投入使用|升规|上规|入规|上市|挂牌|脱贫|摘帽|出列|达标|落户|落户城镇|就业|就业创业|开复工|交付|交付使用|销号|办结|[“]?(?:小升规|规改股|个转企|企升规|股上市)[”]?)(?:建设)?$"
)
_BECOMES = (
    "升级", "转型", "上云", "上平台", "复工复产", "达产达效", "提质增效", "增资扩产", "扩能", "改制", "改造",
    "整治", "修复", "加固", "重组", "盘活", "转企",
)  # fmt: skip
"""(推动45家菜园)提档升级, (推进300个小区)改造: what is only pushed is promised where it is to become another."""
# what they are to be called then: (支持300户个体工商户)转型为企业
_INTO = LatePattern(
    "(?:转型|转化|转|改制|改造|改|升级|升|(?<!机)组建|整合)(?:升级)?(?:为|成)(?!止|主|辅)[^，。；、为成]{2,8}$",
    "为 成",
)
# what is counted one by one where it runs or stands: 优化(143条公交)线路
_LAID_OUT = LatePattern(
    "(?:线路|路线|航线|班线|路口|站点|网点|班次|车次|航班|教学点|学校|小学|点位|节点|断面|匝道)$",
    "线 路口 点 班 车次 学 断面 匝道",
)
_WHOLE_TRADES = ("产业链", "产业集群", "传统产业", "产业基地", "发展区", "开发区")
"""(推动10个传统产业)升级 pushes on what goes on for years."""
_ALREADY = ("已", "现有", "原有", "既有", "存量")
"""(推动300家)已转型企业提质增效: what is only pushed and is there already."""
_KEPT = LatePattern(
    "[、，和]?(?:建好用好|用好管好|管好用好|建好管好|建管用好)",
    "管好用好 建好用好 建好管好 建管用好 用好管好",
)
"""建好用好22个服务站: these are there."""
# a number that each of several places has: 两县各建设
_EACH = re.compile(
    '[“"]?(?P<who>(?P<count>[两二三四2-4])(?:个)?(?:省|市|县|区|州|旗|地|家))[”"]?[^，。；]{0,12}各(?:新建|打造|建设|建成|创建|培育|实施|完成)?$'
)
_EACH_OF = {
    "两": "一二",
    "二": "一二",
    "2": "一二",
    "三": "一二三",
    "3": "一二三",
    "四": "一二三四",
    "4": "一二三四",
}
# a name whose bare number is a figure: 指数, 得分, 死亡率
MEASURED = re.compile("(?:指数|系数|性别比|得分|比|比例|死亡率|总和生育率)$")
# what a change is compared with: 比上年, 较年初
_COMPARED_WITH = re.compile("(?:同?比|较)(?:上年|去年|前年|年初)[^，、]{0,6}$")
_TIMES_OF = re.compile(
    "(?P<name>[^，]{2,}?)(?P<bound>不低于|不少于|不超过|不高于|达到|相当于|超过|高于)(?P<base>[^，]{2,14})的$"
)
"""供养标准不低于低保标准的1.3倍: compared with something else than last year."""
_BOUNDS: "dict[str, Wording]" = {"超过": "gt", "高于": "gt", "不超过": "le", "不高于": "le"}
# a verb before a number that goes down by it: 压减, 减少
_DOWN_FIRST = re.compile("(?:压减|压缩|削减|缩减|减少|降低|调减|核减)(?!到|至|为)")
_EMISSIONS = re.compile("减排|减量")
"""二氧化硫、氮氧化物减排(3%): each of them."""
# several numbers by level of one noun: 3个、市级5个示范村
_LEVELS = LatePattern(
    r"(?:(?:[、和及]\d+[个家项][^，。；、\d]{1,4}级)+|(?:、[^，。；、\d]{1,4}级\d+[个家项])+)(?P<noun>[^，。；、\d]{2,12})",
    "级",
)
_LEVEL_WORDS = ("国家级", "国家", "省级", "市级", "县级", "区级", "州级")
_SHORTEST_THING = 2
# what is done in villages that are counted: 20个村的人居环境整治
_DONE_IN = re.compile(
    "(?:村(?!级|庄|民|集|卫|务|屯|史|部|道|镇|组|社|委|居|口)|(?:村|社区|乡镇|小区|行政村|自然村)(?=的))的?(?P<deed>[^的]{3,}(?:工程|改造|建设|整治|治理|提升|搬迁|试点|任务))"
)
_BUILT_UNITS = frozenset(("公里", "米", "条", "个", "处", "座", "所", "户", "亩", "平方米"))
# what is raised in such places: 养护, 品质
_DEED = re.compile("(?:养护|管护|品质|环境|功能|设施|面貌|形象|整治)$")
# words before a number that name nothing: `2.为`, `（3）给`, 每年向全市, 其中
_NO_NAME = re.compile(
    r"^(?:\d{1,2}[.、．]|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]是)|每年|(?:为|向|给|对)(?:全[省市县区州旗]|我[省市县区])?"
    r"|[、和与及]|以及|共|让|使|其中"
)
_WHOLE = re.compile(r"(?:集|融)[^，。；\d]{2,30}?(?:于一体|为一体|一体化?)的[^，。；、\d]{2,16}")
"""2座集藏书、阅读于一体的书院: the noun of the number stands behind what it unites."""


def take_one(reading: SentenceReading, index: int, floor: int, ceiling: int) -> None:
    """Take the target or targets of the number at an index, within its clause."""
    flat, quantity = reading.flat, reading.live[index]
    qualified = qualify(flat, floor, quantity, ceiling)
    noun_end = _noun_end(flat, qualified.end, ceiling, reading.live[index + 1 :])
    noun = _of_places(drafted_names.clean_noun(flat[qualified.end : noun_end]), quantity.unit)
    if (noun or flat[: qualified.start]).endswith("级"):
        noun += _behind_levels(flat[max(qualified.end, noun_end if noun else 0) : ceiling])
    before = _COMPARED_WITH.sub("", flat[floor : qualified.start].replace("分别", ""))
    # 推出不少于200场演出, 改造提升300个县乡: what stands before is a verb, and what is counted comes behind
    done = noun and (qualified.delta or _BOUND_ONLY.fullmatch(qualified.predicate))
    says = qualified.says and not (
        done or _is_deed(flat[floor : qualified.start], qualified, quantity)
    )
    if qualified.says and not says:
        before += "" if _BOUND_ONLY.fullmatch(qualified.predicate) else qualified.predicate
        qualified = replace(qualified, says=False, delta=False)
    before, qualified = _without_origin(before, qualified)
    if _take_relative(reading, quantity, qualified, floor, before):
        return
    if not noun and not says and (name_verbs.is_verb(before) or before.endswith("剩余")):
        noun = _shared_noun(reading, index)
    verb = name_verbs.last_verb(before) or (reading.verb if LIST.match(before) else None)
    part_of = reading.part_of = whole_of(reading, before)
    names, reason, confidence = _named(
        reading, qualified, (before, noun), verb, (floor, quantity.unit), says=says
    )
    if not says:
        if "至少" in before and qualified.comparator == "eq":
            qualified = replace(qualified, comparator="ge")
        qualified, names = _lowered(qualified, names, _listed_verb(verb, before, names), quantity)
    if verb is None:
        names = named_as_parts(names, part_of, quantity.unit)
    reason, confidence = _doubted(quantity, qualified, names, before, (reason, confidence))
    end = max(qualified.end, noun_end if noun else 0)
    for name in names:
        reading.add(
            Taken(
                name,
                quantity,
                qualified,
                floor,
                end,
                reason,
                confidence,
                (quantity.start,),
                part_of=part_of,
            )
        )
    reading.names, reading.last_end = [name for name in names if name], max(qualified.end, noun_end)
    goes_on = noun or LIST.match(before)
    reading.verb = name_verbs.opening_verb(before) or (verb if verb and goes_on else None)


def _is_deed(before: str, qualified: Qualified, quantity: Quantity) -> bool:
    """Say whether 提升 is what is done with so many kilometres or houses: 农村公路养护提升80公里."""
    counted = quantity.unit.lstrip("万") in _BUILT_UNITS
    return qualified.predicate == "提升" and counted and _DEED.search(before) is not None


def _named(
    reading: SentenceReading,
    qualified: Qualified,
    around: tuple[str, str],
    verb: name_verbs.Verb | None,
    at: tuple[int, str],
    *,
    says: bool,
) -> tuple[list[str], str, int]:
    """Return the names of a number with the words before it and the noun behind it, why it is taken, how surely."""
    (before, noun), (floor, unit) = around, at
    rate = unit[:1] in {"%", "‰"}
    if says:
        each = bool(_EMISSIONS.search(qualified.predicate))
        names = predicate_names(before, noun, reading, floor, each=each)
        reason, confidence = "predicate", SURE
    elif rate:
        names = [
            drafted_names.indicator_name(before) + re.sub("^(?:实现|完成|的|安排$|目标$)", "", noun)
        ]
        reason, confidence = "rate", SURE
    else:
        names = [listed_name(before, noun, reading)]
        made = re.search("完成|实现|安排|拟|力争|确保", qualified.predicate)
        reason, confidence = (
            ("verb", FAIRLY) if made and verb is None else _weigh(verb, before, noun, unit)
        )
    if rate and not (qualified.growth or qualified.fall):
        names = drafted_names.rates_of_list(names)
    names = [
        drafted_names.once(finished(name, qualified, reading, floor, unit=unit)) for name in names
    ]
    if not says:
        each = not noun and qualified.predicate == "各"
        if each and verb and verb.strong:
            reason, confidence = "verb", FAIRLY
        names = _one_each(before) if each else _places(names, before)
    return names, reason, confidence


def _listed_verb(verb: name_verbs.Verb | None, before: str, names: list[str]) -> str:
    """Return the words in which a verb that lowers may stand: those before, of a list's item the carried verb."""
    if verb and LIST.match(before) and names and names[0].startswith(verb.words):
        return verb.words
    return name_verbs.clean_cues(before)


def _lowered(
    qualified: Qualified, names: list[str], words: str, quantity: Quantity
) -> tuple[Qualified, list[str]]:
    """Read 压减粗钢产量150万吨、水泥60万吨: what is to fall, with the verb in front."""
    down = _DOWN_FIRST.match(words)
    if not down:
        return qualified, names
    rate = quantity.unit[:1] in {"%", "‰"}
    lowered = replace(qualified, comparator="decrease_ge", fall=rate)
    return lowered, [name.removeprefix(down[0]) for name in names] if rate else names


def _doubted(
    quantity: Quantity,
    qualified: Qualified,
    names: list[str],
    before: str,
    taken: tuple[str, int],
) -> tuple[str, int]:
    """Return why and how surely a number is taken, after what speaks against it: no known unit, 三成 of nothing."""
    if not quantity.unit and not (qualified.says and MEASURED.search(before)):
        return "unit-unknown", DOUBTFUL
    nameless = not (
        qualified.says or qualified.after or (names and drafted_names.head_of(names[0]))
    )
    return ("count", DOUBTFUL) if quantity.unit == "成" and nameless else taken


def _places(names: list[str], before: str) -> list[str]:
    """Name a target once for each of the places that have one: “两县各新建”."""
    each = _EACH.search(before)
    if each is None:
        return names
    places = _EACH_OF[each["count"]]
    return [f"{name}（{each['who']}之{place}）" for name in names for place in places]


def _one_each(words: str) -> list[str]:
    """Name A和B各: each noun is counted, under the verb that opens the list."""
    opening = name_verbs.opening_verb(words)
    verb = opening.words if opening else ""
    items = drafted_names.SPLIT.split(name_verbs.clean_cues(words).removeprefix(verb))
    named = [drafted_names.clean(item) for item in items]
    named = drafted_names.levels(named) or _of_one_level(named)
    return [verb + name for name in named if name]


def _of_one_level(names: list[str]) -> list[str]:
    """Give every name of 国家产业园、产业强镇 the level that only the first one prints."""
    levels = [next((one for one in _LEVEL_WORDS if name.startswith(one)), "") for name in names]
    if not levels[0] or any(levels[1:]) or len(names[0]) - len(levels[0]) < _SHORTEST_THING:
        return names
    return [names[0], *(levels[0] + name for name in names[1:])]


def _take_relative(
    reading: SentenceReading, quantity: Quantity, qualified: Qualified, floor: int, before: str
) -> bool:
    """Take what is so many times something else than last year's figure."""
    match = _TIMES_OF.match(before) if quantity.unit in {"倍", "%"} else None
    if match is None or re.search("年|同期", match["base"]):
        return False
    name = drafted_names.indicator_name(match["name"])
    name = finished(name, qualified, reading, floor, unit=quantity.unit)
    bound = replace(
        qualified, comparator=_BOUNDS.get(match["bound"], "ge"), growth=False, says=True
    )
    reading.add(
        Taken(name, quantity, bound, floor, qualified.end, "predicate", SURE, (quantity.start,))
    )
    reading.names, reading.last_end, reading.verb = [name], qualified.end, None
    return True


def _shared_noun(reading: SentenceReading, index: int) -> str:
    """Return the noun that stands behind the next number alone: 解决2万人、3万头牲畜的饮水困难."""
    flat, live = reading.flat, reading.live
    if index + 1 >= len(live) or not LIST.fullmatch(flat[live[index].end : live[index + 1].start]):
        return ""
    following = live[index + 1]
    _, ceiling = reading.clause(following)
    noun = drafted_names.clean_noun(
        flat[following.end : _noun_end(flat, following.end, ceiling, live[index + 2 :])]
    )
    return re.sub("^[^，。；、的]{1,6}的", "", noun)


def _behind_levels(words: str) -> str:
    """Return the noun that only the last of several levels prints.

    (培育6个世界级)、9个区域级产业集群, (新增省级3家)、市级5家绿色工厂.
    """
    match = _LEVELS.match(words)
    return match["noun"] if match else ""


def _of_places(noun: str, unit: str) -> str:
    """Name what is done in so many villages by the deed: (9个)村的农村电网改造 → 农村电网改造（村）."""
    match = _DONE_IN.fullmatch(noun) if unit == "个" else None
    return match["deed"] if match else noun


def _without_origin(before: str, qualified: Qualified) -> tuple[str, Qualified]:
    """Take 由每人每年380元 off: where a number comes from is no part of its name, what it is per stays."""
    origin = (
        re.search(r"(?:从(?![业事])|由(?!于))(?P<per>每[^\d，]{1,6})?[^，]{1,14}$", before)
        if qualified.says
        else None
    )
    if origin is None:
        return before, qualified
    return before[: origin.start()], replace(qualified, per=qualified.per or origin["per"] or "")


def _noun_end(flat: str, start: int, ceiling: int, following: list[Quantity]) -> int:
    """Return where the noun behind a number ends: at a 、, at the clause's end, or before the next number's noun."""
    if whole := _WHOLE.match(flat, start, ceiling):
        return whole.end()
    stop = flat.find("、", start, ceiling)
    limit = ceiling if stop < 0 else stop
    if not following or following[0].start >= limit:
        alone = not following or following[0].start >= ceiling
        # a list of nouns under one number goes on behind 、: 17条道路大修、中修
        return ceiling if stop >= 0 and alone and _list_goes_on(flat[start:ceiling]) else limit
    between = flat[start : following[0].start]
    cut = max(
        (match.start() for match in re.finditer("以及|和|及|与|并|[，、]", between)), default=-1
    )
    if cut >= 0:
        return start + cut
    verbs = list(
        re.finditer(
            "覆盖|惠及|带动|完成|新增|建成|力争|确保|实现|吸纳|达到|总投资|投资|达", between
        )
    )
    return start + (verbs[-1].start() if verbs else len(between))


def _list_goes_on(words: str) -> bool:
    items = words.split("、")
    return (
        bool(items[0])
        and not any(name_verbs.last_verb(item[:2]) for item in items[1:])
        and len(words) <= 24
    )


def _weigh(verb: name_verbs.Verb | None, before: str, noun: str, unit: str) -> tuple[str, int]:
    """Say why a count was taken, and how surely: what somebody makes is promised, what is only pushed is there."""
    if _KEPT.match(before):
        return "existing", DOUBTFUL
    if verb is None:
        bare = drafted_names.clean(_NO_NAME.sub("", before))
        named = not noun or not bare
        done = re.search("进行|开展|实施|完成|实现", noun) or _DONE.search(noun)
        return "count", LIKELY if named or done else DOUBTFUL
    if verb.words in {"开发", "发展", "利用", "保护"} and before.count("、") > 1:
        return "existing", DOUBTFUL
    changed = noun.endswith(_BECOMES) and not before.endswith("等")
    changed = changed and not any(one in noun for one in _WHOLE_TRADES)
    if not verb.strong and noun.startswith(_ALREADY):
        return "existing", DOUBTFUL
    if verb.strong or changed or _DONE.search(noun or before):
        return "verb", FAIRLY
    if _INTO.search(noun or before) or (verb.words == "优化" and _LAID_OUT.search(noun or before)):
        return "verb", FAIRLY
    if verb.words in {"选择", "确定"} and re.search("试点|示范", noun):
        return "verb", LIKELY
    kept = verb.words == "落实" and (noun.endswith("任务") or unit.endswith("元"))
    if kept or (verb.words in {"健全", "完善"} and re.search("(?:制度|机制|方案|规划)$", noun)):
        return "verb", LIKELY
    return "existing", DOUBTFUL
