"""What a target is called: what the words before its number leave unsaid is taken from the rows and clauses before."""

import re

from xlreport.draft.names import drafted_names, name_verbs
from xlreport.draft.sentences.sentence_groups import with_owner
from xlreport.draft.sentences.sentence_qualifiers import Qualified
from xlreport.draft.sentences.sentence_target import SentenceReading
from xlreport.draft.text.text_clauses import clause_before
from xlreport.draft.text.text_numbers import quantities

LIST = re.compile("[、和与及]|以及")
_GOODS = re.compile("[钢煤油电糖盐茶棉铁铝铜]")
_EACH_ONE = re.compile("人均|户均|亩均|生均")
_MONEY_HEAD = re.compile("(?:收入|产值|增加值|投资|税收|利润|利税)$")
_PLACE = re.compile("农村|城镇|城市|县城|市区|城区|中心城区|农牧区|牧区|山区|川区|乡镇|村级|县级")
"""城市…覆盖率达到100%，农村达到60%: whose rate, and no more."""
_OF_MONEY = frozenset(
    ("新增", "增加", "净增", "减少", "压减", "争取", "引进", "带动", "吸引", "投入", "融资", "落实")
)
"""Verbs that a list carries to sums of money."""
_OWN_DEED = re.compile(
    "造林|营林|植树|绿化|治沙|封山育林|植树造林|种草|脱贫|体检|招生|退耕|棚改|基本建设投资|拆迁|征地|征迁|征收"
)
"""Verbs that are a name by themselves."""
_DONE_TO_IT = re.compile(
    "(?:改造|治理|整治|修复|提升|培训|绿化|工程|修缮|养护|维护|搬迁|安置|硬化|亮化|建设|造林|抚育|改良|加固|置换)$"
)
_ONLY_PUT_IN = re.compile("(?:新增|新|累计)?(?:并网|投产|投运|开工|竣工|装机|建成)+")
"""并网2000万千瓦, 新投产600万千瓦: power that is connected is a capacity."""
_POWER = re.compile("[万亿]?(?:千瓦|兆瓦|吉瓦|kW|MW|GW)")
_PUBLIC_PURSE = re.compile("(?:中央|国家|省|市|县|区|各级|地方|本级|省级|市级|县级)?财政")
_AND_SPENT = re.compile(
    "(?P<owner>[^、]{3,16})、(?:完成|实现)?(?P<head>年度投资|投资|产值|营收|收入)"
)
"""城市更新行动、完成投资: one thing and its money."""
_HAPPENS = ("出让", "开工", "竣工", "投产", "达产", "上市", "复工复产", "挂牌", "落地")
"""采矿权出让、矿山企业复工复产3家: each happens by itself, and the number is that of the last."""
_LEVELS = ("国家级", "世界级", "自治区级", "省级", "市级", "县级", "区级", "州级")
_MADE_AT_LEVELS = ("新增", "培育", "创建", "打造", "建设", "争创", "创成", "新建", "认定", "新认定")
_CAMPAIGN = re.compile(
    "^“?([^“”]{2,}?(?:企业|主体|人才))(?:倍增|培育|提升|引育|梯度)*(?:计划|行动|工程)”?$"
)
"""“服务业企业倍增计划”，新增60家: of the firms."""
_SHARE_IN = re.compile("(?<=.{2})占(?![比地用道])[^占、重例率]{2,12}$")
"""增加值占GDP(的10%以上)."""
_PER_LAST = re.compile(
    "(?<=.{3})(?P<per>(?:每[人户亩])?每[年月]|每[人户亩])(?P<rest>(?:提高|增加|减少|降低)[额数]|)$"
)
"""养老金每人每月提高额 is 养老金提高额（每人每月）."""
_FOR = re.compile("(?:每[年月季周天]|全年)?(?:免费)?为(?P<whom>.{2,10}?)(?:免费.{2,6})?")
"""每月为老人(免费体检): whom it is for is 老人."""
_BENEFIT = ("惠及", "受益")
#: what is counted of those who benefit, by the unit
_PERSONS = {"人": "人数", "名": "人数", "人次": "人次", "户": "户数", "家": "家数"}
_PER_ONLY = re.compile("(?:[生人户]均)?(?:每[人年月])*")


def predicate_names(
    before: str, noun: str, reading: SentenceReading, floor: int, *, each: bool = False
) -> list[str]:
    """Name what a predicate is about; A和B增长N% are two targets where each name has a head of its own.

    With `each` (减排, 减量) every name of a list is one, with or without a head.
    """
    whole = drafted_names.indicator_name(before)
    if not whole or whole in {"平均", "平均每年", "每年", "年均"}:
        last = (
            re.sub("(?:提高|增加|减少|降低|下降)额$", "", reading.names[-1])
            if reading.names
            else ""
        )
        return [last or _topic(reading, floor) or drafted_names.counted_name("", noun)]
    if noun:
        return [with_owner(whole, reading)]
    parts = drafted_names.expanded(whole, 2) if re.search("化肥农药|农药化肥", whole) else []
    if parts:
        return parts
    names = drafted_names.split_names(before)
    raw = [part for part in drafted_names.SPLIT.split(whole) if part]
    if len(names) > 1 and len(raw) == len(names) and (each or drafted_names.has_own_heads(raw)):
        return [with_owner(name, reading) for name in names]
    return [whole]


def listed_name(before: str, noun: str, reading: SentenceReading) -> str:
    """Name something counted; an item of a list takes the verb that the list began with."""
    earlier, _, last = before.rpartition("、")
    if not noun and earlier.endswith(_HAPPENS) and last.endswith(_HAPPENS):
        return drafted_names.clean(last)
    quoted = re.match('[、，和与及“"]*[“"]', before)
    if LIST.match(before) and reading.verb and not name_verbs.opening_verb(before) and not quoted:
        if (
            not noun
            and _MONEY_HEAD.search(before)
            and drafted_names.is_bare(drafted_names.clean(before))
        ):
            return drafted_names.clean(before)
        said = name_verbs.is_of_light_words(reading.verb.words) or _OWN_DEED.search(
            reading.verb.words
        )
        # 接待游客30万人次、旅游收入8亿元: money is not received as guests are
        money = _MONEY_HEAD.search(before) and reading.verb.words not in _OF_MONEY
        # 改造道路10公里、危房修缮200户: an item that says what is done takes no verb
        done = (
            _ONLY_PUT_IN.fullmatch(drafted_names.clean(before))
            or _DONE_TO_IT.search(drafted_names.clean(before))
            or _DONE_TO_IT.search(noun)
        )
        carried = "" if said or done or (money and not noun) else reading.verb.words
        return drafted_names.counted_name(carried + drafted_names.clean(before), noun)
    return drafted_names.counted_name(before, noun)


def finished(
    name: str, qualified: Qualified, reading: SentenceReading, floor: int, *, unit: str = ""
) -> str:
    """Give a name what it lacks: its owner, what is paid, 涨幅, 提高额, 每人每月."""
    name = name.lstrip("、，")
    if whole := _named_by_others(name, qualified, reading, floor, unit):
        return whole
    if spent := _AND_SPENT.fullmatch(name):
        name = spent["owner"] + spent["head"]
    if re.fullmatch("[净纯]增", name) and reading.names:
        return f"{reading.names[-1]}{name}"
    name = _with_object(_of_its_level(name, reading), reading, floor, unit)
    if not name:
        return _same_as_before(reading, unit)
    if qualified.predicate.startswith("涨幅") and not name.endswith("涨幅"):
        name += "涨幅"
    if qualified.says and _needs_head(name, qualified):
        topic = _topic(reading, floor)
        if _PER_ONLY.fullmatch(name) and topic:
            name = f"{topic}（{name}）"
        else:
            name += drafted_names.head_of(topic)
    if qualified.says and qualified.delta and not qualified.points:
        change = re.search("提高|增加|减少|降低|下降|提升|扩大|压减|压缩|缩短", qualified.predicate)
        name += f"{change[0]}{_changed_by(unit)}" if change else ""
    return _with_its_base(name, qualified.per, unit)


def _served(owner: str) -> str:
    """Return whom an owner is for: 每月为老人免费体检 → 老人; the owner itself where it does not say."""
    served = _FOR.fullmatch(owner)
    return served["whom"] if served else owner


def _same_as_before(reading: SentenceReading, unit: str) -> str:
    """Name 今年完成100亿元 by the target before it (五年累计完成投资500亿元), where that is in the same unit."""
    last = reading.taken[-1] if reading.taken else None
    same = last is not None and last.quantity.unit.lstrip("万亿") == unit.lstrip("万亿")
    return reading.names[-1] if same and reading.names else ""


def _with_its_base(name: str, per: str, unit: str) -> str:
    """Say of what a share is one (增加值占GDP比重), and behind a name per whom an amount is (每人每月)."""
    if unit[:1] == "%" and _SHARE_IN.search(name) and not drafted_names.head_of(name[-2:]):
        name += "比重"
    if not per and (last := _PER_LAST.search(name)):
        per, name = last["per"], name[: last.start()] + last["rest"]
    return f"{name}（{per}）" if per and per not in name else name


def _of_its_level(name: str, reading: SentenceReading) -> str:
    """Say of what 省级6家 are so many behind 国家级绿色工厂2家, and 其中国家级1家 behind 绿色工厂8家."""
    level = next((one for one in _LEVELS if name.endswith(one)), "")
    if not level or not reading.names or name[: -len(level)] not in {"", *_MADE_AT_LEVELS}:
        return name
    last = reading.names[-1]
    found = next((one for one in _LEVELS if one in last), "")
    thing = last.partition(found)[2] if found else name_verbs.without_making(last)
    return name + thing.removeprefix("及").removeprefix("以上")


def _named_by_others(
    name: str, qualified: Qualified, reading: SentenceReading, floor: int, unit: str
) -> str:
    """Name what its own words do not: by the unit, by the target before it or the clause before; else empty."""
    if _ONLY_PUT_IN.fullmatch(name) and _POWER.fullmatch(unit):
        return f"{name.removesuffix('装机')}装机"
    if _PUBLIC_PURSE.fullmatch(name) and unit.endswith("元"):
        return f"{name}安排资金"
    if name in {"合计", "共计", "总计"}:
        return _topic(reading, floor)
    if not reading.names:
        return ""
    if name.startswith("占"):
        share = "" if name.endswith(("比重", "比例", "占比")) else "比例"
        return f"{reading.names[-1]}{name}{share}"
    # 改造小区716个26.95万户: the same in another unit
    return reading.names[-1] if not name and reading.last_end == qualified.start else ""


def _changed_by(unit: str) -> str:
    """Return what a change in a unit is called: of money its 额, of ages and days its 幅度, else its 数."""
    if not unit or "元" in unit or unit.startswith("分/"):
        return "额"
    return "幅度" if unit in {"岁", "年", "天", "个月"} else "数"


def _with_object(name: str, reading: SentenceReading, floor: int, unit: str) -> str:
    """Say whose a bare head is, what a verb alone makes, and of what there are so many above a threshold."""
    if _EACH_ONE.fullmatch(name) and reading.names:
        return name + reading.names[-1]
    if _PLACE.fullmatch(name) and reading.names and drafted_names.head_of(reading.names[-1]):
        return name + _PLACE.sub("", reading.names[-1], count=1)
    if _GOODS.fullmatch(name):
        return f"{name}产量"
    if name.endswith(_BENEFIT) and name not in _BENEFIT:
        return name + _PERSONS.get(unit.lstrip("万千百"), "")
    if (
        name
        and not drafted_names.is_bare(name)
        and name_verbs.is_verb(name)
        and not _OWN_DEED.search(name)
    ):
        last = drafted_names.owner_of(reading.names[-1]) if reading.names else ""
        last = _served(last or drafted_names.owner_of(_topic(reading, floor)))
        if last and name in _BENEFIT and (counted := _PERSONS.get(unit.lstrip("万千百"))):
            return f"{last}{name}{counted}"
        name += name_verbs.object_of(_CAMPAIGN.sub(r"\1", last))
    if reading.names and re.fullmatch(r"\d.*(?:以上|以下)", name):
        # 其中10亿元以上3个: of what the row before counts
        name += re.split("以上|以下", reading.names[-1])[-1]
    return _owned(name, reading, floor) if not name or drafted_names.is_bare(name) else name


def _owned(name: str, reading: SentenceReading, floor: int) -> str:
    owned = with_owner(name, reading) if name else ""
    if owned and owned != name:
        return owned
    owner = drafted_names.owner_of(_topic(reading, floor))
    return (owner if len(owner) <= drafted_names.LONGEST_OWNER else "") + name


def _needs_head(name: str, qualified: Qualified) -> bool:
    """一线边民最高到6000元 does not say what; the clause before does (边民补助标准)."""
    raised = re.search("(?:提高|增加|最高|上调|调整|升|增|降低|最低)(?:到|至)", qualified.predicate)
    return bool(raised) and not drafted_names.head_of(name)


def _topic(reading: SentenceReading, floor: int) -> str:
    """Return what the clause before is about, without its numbers and what becomes of it."""
    words = drafted_names.topic_of(clause_before(reading.flat, reading.start, floor))
    words = re.sub("^(?:增长|提高|增加|下降|达到)(?=\\d)", "", words)
    words = re.split("(?<=[^完])(?:恢复|稳定|保持|控制)(?:到|至|在)", words)[0]
    for quantity in quantities(words, 0, len(words)):
        # 打造千亿级新材料产业集群: the topic is what stands behind a number at its beginning
        words = words[quantity.end :] if quantity.start == 0 else words[: quantity.start]
        break
    later = next(quantities(words, 0, len(words)), None)
    if later is None or later.start == 0:
        return drafted_names.clean(words)
    before = re.sub("^(?:年?内|时间|以内)", "", words[: later.start])
    return drafted_names.clean(words[later.end :] if name_verbs.is_verb(before) else before)
