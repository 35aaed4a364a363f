"""Several names and numbers that belong together: 分别, 均, two tiers of one target, a list of names without 分别."""

import re
from dataclasses import replace

from xlreport.draft.names import drafted_names, name_verbs
from xlreport.draft.sentences.sentence_qualifiers import Qualified, qualified_by, qualify
from xlreport.draft.sentences.sentence_target import DOUBTFUL, FAIRLY, SURE, SentenceReading, Taken
from xlreport.draft.text.text_clauses import clause_before
from xlreport.draft.text.text_late_patterns import LatePattern
from xlreport.draft.text.text_numbers import Quantity

_LONGEST_RUN = 60
"""Numbers of one group; nobody lists more names and more numbers behind them."""
_CONNECTOR = re.compile("(?:、|和|与|及|以及|，)")
_AMONG = re.compile("[、，（]?其中")
_AFTER = re.compile("^(?:以上|以内|以下|左右)")
_PER = re.compile("每[人户亩生](?:每[年月])?|每[年月]")
"""每人每月650元和每人每年6000元: each number has its own."""
_ABOVE_OTHERS = LatePattern(
    "(?:高于|快于|低于)[^，；。]{0,6}(?:平均|全[国省市县区]|经济)[^，；。]{0,8}", "高于 低于 快于"
)
_PER_LAST = re.compile("(?<=.{3})(?:每[人户亩])?每[年月]$")
_RAISED = re.compile("提高|增加|降低|减少")
_RATE_HEAD = re.compile("^(?:涨幅|增幅|增速|降幅)")
_COUNTED_OFF = re.compile(r"（\d）$")
_RESPECTIVELY = "分别"
_BOTH = re.compile(
    "(?<![人平年户亩日月生])均(?=力争|实现|要|增长|增加|达|保持|控制|超|突破|提高|下降|降低|减少|压减|稳定|完成|不低于|不少于|在)|双(?=增长|达|超|突破)|同步(?=增长|达)|都(?=要|增长|达|减少|下降)"
)
_TIERS = re.compile(
    "[、，]?(?:并)?(?:力争|争取|冲刺|奋力|努力|挑战|奋斗目标|确保)(?:实现|达到|增长|完成|突破|超过|冲刺|争取|在|向|达|到|更高|增速|保持|下降|控制在)*"
)
_STOPPED = re.compile("(?:以上|以下|以内|左右)?(?:[，；。、！”）]|$)")


_AS_MANY = LatePattern(
    "(?P<items>[^，。；]+?)(?P<count>[两二三四五2345])[个大家类条](?P<rest>[^，。；]+)",
    "2 三 5 3 五 4 四 二 两",
)
"""甲、乙两个产业营收分别: the names stand before their number."""
_BROUGHT_ALONG = {"带动就业", "吸纳就业", "带动投资", "拉动消费", "带动消费"}
"""These belong to the whole of what was named before: 创业担保贷款带动就业."""
_COUNT = {
    word: count for count, words in enumerate(("2两二", "3三", "4四", "5五"), 2) for word in words
}


def run_from(reading: SentenceReading, index: int) -> list[Quantity]:
    """Return the numbers that follow one another with nothing but connectors between: 6%和7%以上."""
    flat, live = reading.flat, reading.live
    run = [live[index]]
    respectively = _RESPECTIVELY in flat[max(reading.start, run[0].start - 20) : run[0].start]
    for following in live[index + 1 : index + _LONGEST_RUN]:
        between = _AFTER.sub("", flat[run[-1].end : following.start])
        between = _PER.sub("", between) if respectively else between
        rates = {following.unit[:1], run[-1].unit[:1]} <= {"%", "‰"}
        if not _CONNECTOR.fullmatch(between) or not (
            respectively or rates or following.unit[-1:] == run[-1].unit[-1:]
        ):
            break
        run.append(following)
    return run


def take_tiers(reading: SentenceReading, index: int) -> bool:
    """Take one target with two tiers: 增长7%以上、力争达到8%; the lower one is its value."""
    flat, live = reading.flat, reading.live
    if index + 1 >= len(live):
        return False
    first, second = live[index], live[index + 1]
    between = _AFTER.sub("", flat[first.end : second.start])
    alone = _STOPPED.match(flat, second.end, reading.end)
    if not alone or not _TIERS.fullmatch(between) or first.unit != second.unit:
        return False
    floor, ceiling = reading.clause(first)
    low, high = (first, second) if first.value <= second.value else (second, first)
    qualified = qualify(flat, floor, first, ceiling)
    own = (
        qualified
        if low is first
        else replace(
            qualify(flat, first.end, second, reading.end),
            growth=qualified.growth,
            fall=qualified.fall,
        )
    )
    end = qualify(flat, first.end, second, reading.end).end
    name = with_owner(drafted_names.indicator_name(flat[floor : qualified.start]), reading)
    name = name or (reading.names[-1] if reading.names else "")
    covers = (first.start, second.start)
    reading.add(Taken(name, low, own, floor, end, "two-tiers", SURE, covers, high.value))
    reading.names, reading.last_end, reading.part_of = [name], end, ""
    return True


def take_group(reading: SentenceReading, run: list[Quantity]) -> bool:
    """Take as many names as numbers; say False where no 分别 stands there and the names do not fit."""
    flat = reading.flat
    floor, ceiling = reading.clause(run[0])
    opening = flat[floor : run[0].start]
    said = opening.rfind(_RESPECTIVELY)
    first = qualify(flat, floor, run[0], ceiling)
    listed, predicate = flat[floor : first.start], first.predicate
    if said >= 0:
        listed, rest = opening[:said], opening[said + len(_RESPECTIVELY) :]
        # 增长分别为: part of the predicate stands before 分别
        ahead = qualify(flat, floor, replace(run[0], start=floor + said), ceiling)
        if re.fullmatch("涨幅|增幅|增速|降幅", ahead.predicate):
            ahead = replace(ahead, predicate="")
        predicate = ahead.predicate + (first.predicate.replace(_RESPECTIVELY, "") or _short(rest))
        listed = listed.removesuffix(ahead.predicate)
    names = _names_for(reading, listed, floor, len(run))
    if said >= 0:
        names = _headed(names, opening[said + len(_RESPECTIVELY) :])
        if above := _ABOVE_OTHERS.fullmatch(opening, said + len(_RESPECTIVELY)):
            # 增速分别高于全省平均2个和3个百分点: by how much, as for one name
            names = [drafted_names.name_with_head(name, "增速") + above[0] for name in names]
            predicate = ""
    sure = len(names) == len(run)
    if not sure:
        if said < 0:
            return False
        whole = drafted_names.indicator_name(listed)
        names = [f"{whole}（{place}）" for place in range(1, len(run) + 1)]
    last = qualify(flat, floor, run[-1], reading.end)
    part_of = reading.part_of = whole_of(reading, listed)
    names = named_as_parts(names, part_of, run[0].unit)
    for name, quantity in zip(names, run, strict=True):
        after = qualify(flat, floor, quantity, reading.end).after or last.after
        # 失业率和物价涨幅分别控制在: 涨幅 is the last name's alone
        own = (
            _RATE_HEAD.sub("", predicate)
            if name.endswith(("率", "比重", "比例", "占比"))
            else predicate
        )
        qualified = qualified_by(quantity, own, _per_before(flat, quantity) or first.per, after)
        confidence = SURE if sure else DOUBTFUL
        reading.add(
            Taken(
                _of_each(name, qualified, quantity),
                quantity,
                qualified,
                floor,
                last.end,
                "respectively",
                confidence,
                (quantity.start,),
                part_of=part_of,
            )
        )
    reading.names, reading.last_end = list(names), last.end
    return True


def _of_each(name: str, qualified: Qualified, quantity: Quantity) -> str:
    """Say in a name by what it rises and per whom: 低保标准每人每月(分别提高20元和15元) → 低保标准提高额（每人每月）."""
    per = qualified.per if qualified.per not in name else ""
    if last := _PER_LAST.search(name):
        name, per = name[: last.start()], last[0]
    raised = _RAISED.search(qualified.predicate) if qualified.delta else None
    named = f"{name}{raised[0]}额" if raised and quantity.unit.endswith("元") else name
    return f"{_COUNTED_OFF.sub('', named)}（{per}）" if per else named


def _headed(names: list[str], rest: str) -> list[str]:
    """Give names the head that stands behind 分别: 交通、水利分别完成投资…亿元."""
    head = drafted_names.head_of(drafted_names.clean(rest))
    if not head or any(drafted_names.head_of(name) for name in names):
        return names
    return [name + head for name in names]


def _per_before(flat: str, quantity: Quantity) -> str:
    match = re.search(f"(?:{_PER.pattern})$", flat[max(0, quantity.start - 4) : quantity.start])
    return match[0] if match else ""


def _short(words: str) -> str:
    words = re.sub("[为是]$", "", words)
    return words if re.fullmatch("(?:力争|确保|要|再)?[^、，]{0,6}", words) else ""


def _names_for(reading: SentenceReading, listed: str, floor: int, count: int) -> list[str]:
    """Find the names of a group: before it, in the clause before, or those of the group before with another head."""
    if not drafted_names.clean(listed):
        if len(reading.names) == count:
            return reading.names
        return _names_so_far(reading, count) or _names(
            clause_before(reading.flat, reading.start, floor), count, reading
        )
    names = _names(listed, count, reading)
    if len(names) != count and len(reading.names) == count:
        head = drafted_names.head_of(drafted_names.clean(listed))
        owners = [drafted_names.owner_of(name) for name in reading.names]
        if head and all(owners):
            return [owner + head for owner in owners]
    return names


def _names_so_far(reading: SentenceReading, count: int) -> list[str]:
    """Return the last amounts of the sentence where there are as many: 出口1亿元，利用外资2亿元，分别增长5%和6%."""
    amounts = [one for one in reading.taken if not one.qualified.growth and not one.qualified.fall]
    names = list(dict.fromkeys(one.name for one in amounts[-count:] if one.name))
    return names if len(names) == count else []


def _names(listed: str, count: int, reading: SentenceReading) -> list[str]:
    if counted := _AS_MANY.fullmatch(listed):
        items = drafted_names.SPLIT.split(drafted_names.clean(counted["items"]))
        if len(items) == count == _COUNT.get(counted["count"]):
            rest = drafted_names.indicator_name(counted["rest"])
            return [item + rest for item in items]
    whole = drafted_names.indicator_name(listed)
    parts = drafted_names.expanded(whole, count)
    if parts and not re.search("[、和]", whole):
        return parts
    items = drafted_names.split_names(listed)
    if len(items) == count:
        return [with_owner(item, reading) for item in items]
    if parts:
        return parts
    if len(items) == 2 and count == 4:
        pairs = [drafted_names.expanded(item, 2) for item in items]
        if all(pairs):
            return [name for pair in pairs for name in pair]
    return (
        items[-count:] if len(items) > count and drafted_names.has_own_heads(items[-count:]) else []
    )


def take_both(reading: SentenceReading, quantity: Quantity) -> bool:
    """Take one row a name: 蔬菜、肉奶产量均达到100万吨; say False where no 均 stands there."""
    flat = reading.flat
    floor, ceiling = reading.clause(quantity)
    marks = list(_BOTH.finditer(flat, floor, quantity.start))
    if not marks:
        return False
    qualified = qualify(flat, marks[-1].end(), quantity, ceiling)
    names = (
        drafted_names.split_names(flat[floor : marks[-1].start()])
        or _names_so_far(reading, 2)
        or reading.names
    )
    if not names:
        return False
    if len(names) == 1:
        names = drafted_names.expanded(names[0], 2) or names
    for name in names:
        reading.add(
            Taken(name, quantity, qualified, floor, qualified.end, "both", SURE, (quantity.start,))
        )
    reading.names, reading.last_end, reading.part_of = list(names), qualified.end, ""
    return True


def whole_of(reading: SentenceReading, before: str) -> str:
    """Return of what a number is a part: 其中 says so, and a list behind it goes on (其中产业60亿元、民生12亿元)."""
    if reading.names and _AMONG.match(before):
        return reading.names[0]
    return reading.part_of if _CONNECTOR.match(before) and before[0] != "，" else ""


def named_as_parts(names: list[str], part_of: str, unit: str) -> list[str]:
    """Name the parts of an investment as investments: 完成投资100亿元，其中基础设施12亿元."""
    if not part_of.endswith("投资") or not unit.endswith("元"):
        return names
    return [name if drafted_names.head_of(name) else name + "投资" for name in names]


def with_owner(name: str, reading: SentenceReading) -> str:
    """Give a bare head (收入) the owner that the target before it has (旅游)."""
    if drafted_names.is_bare(name) and reading.names:
        owner = drafted_names.owner_of(reading.names[-1])
        if name in _BROUGHT_ALONG and drafted_names.head_of(reading.names[-1]) in {"", "贷款"}:
            owner = name_verbs.without_making(reading.names[-1])
        short = owner and len(owner) <= drafted_names.LONGEST_OWNER
        return drafted_names.name_with_head(owner, name) if short else name
    return name


def second_number(reading: SentenceReading, quantity: Quantity, floor: int, ceiling: int) -> bool:
    """Take one growth behind several levels: 分别达到N元和M元、增长5% is that of the last name."""
    qualified = qualify(reading.flat, floor, quantity, ceiling)
    subjectless = not drafted_names.clean(reading.flat[floor : qualified.start])
    if not (subjectless and len(reading.names) > 1 and (qualified.growth or qualified.fall)):
        return False
    name = reading.names[-1]
    covers = (quantity.start,)
    reading.add(
        Taken(name, quantity, qualified, floor, qualified.end, "second-number", FAIRLY, covers)
    )
    reading.last_end = qualified.end
    return True
