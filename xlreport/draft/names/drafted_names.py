"""What a number is about, as a person would write it: without 力争, 增长 or 全市 in the name."""

import re
from functools import lru_cache

from xlreport.draft.names.name_lexicon import BARE, HEADS, LINKS, OWN_HEADS
from xlreport.draft.names.name_verbs import (
    clean_cues,
    is_of_light_words,
    last_verb,
    verb_at,
    without_lead,
    without_making,
)
from xlreport.draft.text.text_late_patterns import LatePattern

_LONGEST = 30
_REMEMBERED = 4096
"""Names that a report says again and again are cleaned once."""
LONGEST_OWNER = 12
"""Words that are longer own no head; they are a task."""
_MEANS = 14
"""Words before a number that are longer than this tell how, and the verb at their end is enough for a name."""
_FOOTNOTE = LatePattern(r"[\[〔【]\d{1,3}[\]〕】]", "[ 【 〔")
_ASIDE = re.compile("（[^（）]{0,20}）|（[^（）]{0,20}$")
_TAIL = re.compile(
    "(?:的|等|[、，“和与]|(?<!惠)及|(?<!前期)工作|(?<!总)(?<!规划)任务|目标任务|分别|(?<!约束性)(?<!预期性)(?<!主要)(?<!其他)(?<!主要经济)指标|年内|年底前?|全年|每年|逐年|(?:计划|安排|预算|预期)为|还将?|为此|(?<=工程|项目)新|(?<=[额幅率])在|(?<=.)目标|(?<=增长)预期|要?继续|(?<=.)力争|(?<=.)将|(?<=[率入资增速幅额量])要|达?到?或|(?<=.)今年|(?<=[模量值入额])年|(?<=.)持续|不折不扣|(?<=标准)统一|(?<=规模)双|(?<=[^比较])20\\d\\d年(?:底|末)?|(?<=水质)稳定)+$"
)
_SAYS_NOTHING = re.compile("(?:重点|重大|主要)?(?:项目|工程|工作|事|事项|任务|活动|行动|课题)")
_EXAMPLE = re.compile("([^、]{3,24})(?:、.*|等)$")
"""开工甲乙高速改扩建等(2个项目): where the noun says nothing, its first example does."""
_AMOUNT = re.compile(
    r"(?<=[\u4e00-\u9fff])\d[\d.]*(?:[万亿]?[元人个家户吨亩斤件]次?)(?:以上|左右)?$"
)
"""完成投资30亿元 is no name; 投资 is."""
_SPENT = re.compile(
    r"^(?:总)?投资\d[\d.,]*(?:余|多)?[百千万亿]*(?:余|多)?元(?:以上)?(?:的|实施|用于)?(?:覆盖(?=.{3}))?"
)
"""投资4000万元完成…改造 tells what it costs; the name stands behind."""
_INSIDE = re.compile(
    "(?:实现)?至少(?:有|要)?|(?<=.{2})(?:提前|率先)实现(?=.{3})|(?<=[业区县市镇园企司位目程])(?:年内|全年)?(?:实现|完成)(?=产值|营收|营业收入|投资|收入|税收|利润|销售)|(?<=[政府级])还?将(?=投入|安排)"
)
"""Words in the middle of a clause that a name does without: 每个县至少建成…, 产业园完成投资."""
_ALSO = LatePattern(
    "(?:[、，]|并)(?:[比较][去上]年|逐步|稳步|持续|不断|力争|努力|规模明显|实际).*$",
    "持续 比 较 努力 不断 实际 稳步 力争 逐步 规模明显",
)
"""不低于10%并逐步提升, 按3%安排、比去年下调: what is said besides."""
_HOW_MANY = re.compile(
    r"^\d+(?:个(?:县|市|区|州|乡镇|镇|村)+(?=[\u4e00-\u9fff]{3})|[个家项](?![以及左])(?=[\u4e00-\u9fff]{4}))"
)
"""44个县地区生产总值, 12个重点项目投资: how many, and whose."""
_FOR_WHOM = ("为", "免费为", "优先为")
_NOT_FOR = ("为主", "为民", "为期", "为了", "为进一步", "为官", "为先", "为确保", "为此", "为我们")
_DEEDS_FOR = ("进行", "实施", "开展", "提供", "免费提供", "免费开展", "免费实施")
_CARRIED_OUT = LatePattern(
    "(?<=.{2})(?:进行|开展|予以)(?=(?:改建|改造|提升|整治|治理|修缮|维修|硬化|加固|提质)$)",
    "开展 进行 予以",
)
"""农村公路进行改建 is 农村公路改建."""
_POLLUTANT = LatePattern(
    "(?:二氧化硫|化学需氧量|氨氮|氮氧化物|挥发性有机物|二氧化碳|颗粒物)$",
    "挥发性有机物 颗粒物 二氧化碳 氮氧化物 二氧化硫 氨氮 化学需氧量",
)
_LEVEL = LatePattern(
    "(?:中央|国家|自治区|[中省市州县区乡镇])级?|城镇|城市|农村|县城",
    "中 区 市 省 国家 乡 镇 农村 县 州",
)
_SHORT = 3
_LONG_ENOUGH = 6
_OWN_RATE = LatePattern("[^、和及与]{2}率$", "率")
_LONG_HEAD = re.compile(
    "(?:类项目|产品|产业)?(?:政府投资|出口|进口|投资|消费|产值|种植面积)(?:比重|占比|比例)$"
)
"""机电、高新技术产品出口比重: what so short an item lacks is more than its last word."""
SPLIT = re.compile(
    "、|以及|和(?!谐|美|平|田|县|静|林格)|(?<!参)与(?!会)|(?<![普涉惠波企以顾])及(?![时格其])"
)
_CANON = (
    (re.compile("^(?:经济|增长)$"), "经济增长"),
    (re.compile("^(?:全?区|全?市|全?县|全?省|本级)?生产总值"), "地区生产总值"),
    (re.compile("^GDP"), "地区生产总值"),
    (
        re.compile(
            "^(?:单位GDP|单位生产总值|万元GDP|万元生产总值)?(?:综合)?能耗(?:强度)?$|^能源消耗强度$|^能耗水平$"
        ),
        "单位地区生产总值能耗",
    ),
    (
        re.compile("^(?:碳排放强度|二氧化碳排放强度|单位GDP二氧化碳排放)$"),
        "单位地区生产总值二氧化碳排放",
    ),
    (re.compile("^(?:污染|污染物)减排(?:指标)?$|^(?:主要)?污染物(?:排放)?$"), "主要污染物排放量"),
    (re.compile("^重特大(?:安全)?事故"), "重特大生产安全事故"),
)


def once(name: str) -> str:
    """Return a name without the verb that was carried to it where it has it already (关停关停)."""
    return re.sub(r"^(..)\1", r"\1", name)


@lru_cache(_REMEMBERED)
def clean(words: str) -> str:
    """Take what is no name off both ends: cues, light verbs, whose plan it is, footnotes, asides."""
    words = _INSIDE.sub("", _SPENT.sub("", _ASIDE.sub("", _FOOTNOTE.sub("", words))))
    for _ in range(4):
        shorter = without_lead(words)
        shorter = _TAIL.sub("", shorter) if len(shorter) > 2 else shorter
        if shorter == words:
            break
        if len(shorter) < 2:
            if not without_lead(words):
                return ""
            return shorter if _LEVEL.fullmatch(shorter) else words
        words = shorter
    words = _balanced(_CARRIED_OUT.sub("", _of_whom(words)))
    for pattern, name in _CANON:
        words = pattern.sub(name, words)
    return words


def _of_whom(words: str) -> str:
    """Name 为困难家庭实施适老化改造 as 困难家庭适老化改造."""
    begun = next((one for one in _FOR_WHOM if words.startswith(one)), "")
    if not begun or words.endswith("为") or words[len(begun) - 1 :].startswith(_NOT_FOR):
        return words
    words = words[len(begun) :]
    found = [(at, -len(deed)) for deed in _DEEDS_FOR if (at := words.find(deed)) > 1]
    if not found:
        return words
    at, size = min(found)
    return words[:at] + words[at - size :]


def _balanced(words: str) -> str:
    for left, right in (("“", "”"), ("（", "）"), ("《", "》")):
        if words.count(left) != words.count(right):
            words = words.replace(left, "").replace(right, "")
    return words


def shortened(words: str) -> str:
    """Cut a means before its end (以项目带动就业 → 就业) where the words are too long for a name."""
    if len(words) <= _LONGEST // 2:
        return words
    for _, stop in reversed(list(LINKS.spans(words))):
        rest = words[stop:]
        if len(rest) >= 2:
            return rest
    if len(words) <= _LONGEST:
        return words
    # too long for a name: the last things of its list, or the end of one thing
    cut = words.find("、", len(words) - _LONGEST)
    return words[cut + 1 :] if cut >= 0 else words[-_LONGEST:]


def indicator_name(words: str) -> str:
    """Name what stands before a predicate: 力争全市旅游收入 → 旅游收入."""
    return clean(_AMOUNT.sub("", _HOW_MANY.sub("", shortened(clean(words)))))


def counted_name(left: str, right: str) -> str:
    """Name something counted, from the words before the number and the noun after it.

    A verb of substance stays in front (新改建农村公路, 培训农牧民); one that says nothing goes (完成, 实施).
    """
    after = clean_noun(re.sub("^(?:集|融)[^，。；]*?一体化?的", "", right))
    example = _EXAMPLE.match(left) if _SAYS_NOTHING.fullmatch(after) else None
    if example and len(first := clean(example[1])) > 2:
        return f"{first}等{after}"
    left = _HOW_MANY.sub("", left)
    if after:
        left = _without_examples(left)
    before = clean(shortened(clean(left))) if left else ""
    if after and len(before) > _MEANS:
        verb = last_verb(before)
        before = verb.words if verb and verb.end == len(before) else before
    if is_of_light_words(before):
        before = ""
    return clean(before + after) or after or before


def _without_examples(left: str) -> str:
    """Drop the things that a counted noun sums up: 打造青稞、牦牛等(十个…基地) → 打造; 轨道铺架、(5座…) → nothing."""
    nearest = last_verb(left)
    if nearest and nearest.end == len(left):
        return nearest.words if left.count("、") > 1 else left
    if re.search("(?:[、等的]|以及|和|及)$", left) or left.count("、") > 1:
        verb = verb_at(clean_cues(left), 0)
        return verb.words if verb else ""
    return left


def clean_noun(words: str) -> str:
    """Clean the noun behind a number: 的农村公路建设任务 → 农村公路建设."""
    words = _ALSO.sub("", words)
    words = re.sub("^(?:的|左右|以上|以内|、)+", "", _ASIDE.sub("", _FOOTNOTE.sub("", words)))
    return _balanced(_TAIL.sub("", words) if len(words) > 2 else words)


def split_names(words: str) -> list[str]:
    """Split a list of names and give each item the head that only the last one prints.

    乡镇、村居通畅率 → 乡镇通畅率, 村居通畅率; 粮食种植面积和产量 → 粮食种植面积, 粮食产量.
    """
    items = [item for item in (_strip(part) for part in SPLIT.split(words)) if item]
    if len(items) < 2:
        return items
    if full := levels(items):
        return full
    head = "减排" if items[-1].endswith("减排") else _shared_head(items)
    if re.search("(?:排放(?:总量|量)?|减排)$", items[-1]):
        items = [item + head if _POLLUTANT.search(item) else item for item in items]
        head = ""
    named = [item if head_of(item) else name_with_head(item, head) for item in items]
    first = named[0]
    condition = re.match("[^的]{2,8}的(?=.)", first)
    if condition and not any("的" in item for item in named[1:]):
        named = [first, *(condition[0] + item for item in named[1:])]
    return [first, *(_owned(item, first) for item in named[1:])]


def levels(items: list[str]) -> list[str]:
    """Name 中、省衔接资金使用率 in full for each level of government; empty where no level stands alone."""
    last = _LEVEL.match(items[-1])
    if not last or last.end() == len(items[-1]) or not all(map(_LEVEL.fullmatch, items[:-1])):
        return []
    return [*(item + items[-1][last.end() :] for item in items[:-1]), items[-1]]


def name_with_head(item: str, head: str) -> str:
    """Put a head behind an item without saying twice what both say: 城镇居民, 居民收入 → 城镇居民收入."""
    if item.endswith(head):
        return item
    common = next((size for size in range(len(head) - 1, 0, -1) if item.endswith(head[:size])), 0)
    return item + head[common:]


def _strip(part: str) -> str:
    return clean(part)


def _shared_head(items: list[str]) -> str:
    """Return the head of the last item; what stands before it there must be of the others' kind (as long as one)."""
    last = items[-1]
    for beginning in ("居民", "企业", "单位", "贫困户"):
        place = last.find(beginning)
        if place > 0 and HEADS.closing(last[place:]):
            return last[place:]
    head = head_of(last)
    if max(map(len, items[:-1])) <= _SHORT and (longer := _LONG_HEAD.search(last)):
        head = longer[0]
    return head if len(head) < len(last) else ""


def _owned(item: str, first: str) -> str:
    """Give a bare head (产量) the owner that the first item names (粮食种植面积 → 粮食)."""
    return owner_of(first) + item if is_bare(item) else item


def owner_of(name: str) -> str:
    """Return whose head a name's head is: 旅游接待人数 → 旅游, 高校毕业生就业岗位 → 高校毕业生."""
    if "游客" in name or "旅游" in name:
        return "旅游"
    if "事故" in name:
        return name[: name.index("事故") + 2]
    name = without_making(_ASIDE.sub("", name)).removeprefix("各类")
    for _ in range(4):
        shorter = name.removesuffix(OWN_HEADS.closing(name))
        if shorter == name and len(name) > _LONG_ENOUGH:
            shorter = _OWN_RATE.sub("", name)
        if shorter == name or len(shorter) < 2:
            break
        name = shorter.removesuffix("年度") or shorter
    general = is_bare(name) or name in {
        "就业",
        "投资",
        "收入",
        "消费",
        "完成",
        "实现",
        "拆迁",
        "征地",
    }
    return "" if general or len(name) < 2 else name


def expanded(name: str, count: int) -> list[str]:
    """Take a joined name apart into as many as there are numbers: 城乡居民, 存贷款余额, 进出口.

    Returns an empty list where the name says nothing about how.
    """
    for joined, parts in _JOINED:
        if joined in name and len(parts) == count:
            return [name.replace(joined, part, 1) for part in parts]
    return []


_JOINED = (
    ("城乡常住居民", ("城镇常住居民", "农村常住居民")),
    ("城乡居民", ("城镇居民", "农村居民")),
    ("城乡", ("城镇", "农村")),
    ("存贷款", ("存款", "贷款")),
    ("存、贷款", ("存款", "贷款")),
    ("进出口", ("进口", "出口")),
    ("一二三产业", ("第一产业", "第二产业", "第三产业")),
    ("一二三产", ("第一产业", "第二产业", "第三产业")),
    ("三次产业", ("第一产业", "第二产业", "第三产业")),
    ("二三产业", ("第二产业", "第三产业")),
    ("一二产业", ("第一产业", "第二产业")),
    ("农牧民", ("农民", "牧民")),
    ("化肥农药", ("化肥", "农药")),
    ("农药化肥", ("农药", "化肥")),
    ("中小学", ("中学", "小学")),
    ("男女", ("男性", "女性")),
)


def has_own_heads(names: list[str]) -> bool:
    """Say whether every name of a list ends in a head of its own."""
    return all(map(head_of, names))


def topic_of(clause: str) -> str:
    """Return what a clause is about, without the verb that it begins with: 提高边民补助标准 → 边民补助标准."""
    words = clean(clause)
    return clean(
        re.sub(
            "^(?:(?:逐步|稳步|持续|不断)?(?:降低|减少|压减|下调)|提高|提升|扩大|增加|加大|建设|发展|改善|优化|深化|掀起|打造|培育|推广|改造)+",
            "",
            words,
        )
    )


def rates_of_list(names: list[str]) -> list[str]:
    """Give every name of a list the rate that only the last one prints: 农用地, 建设用地安全利用率."""
    match = re.search("(?:[^、和及与]{2}利用率|[^、和及与]{2}率)$", names[-1]) if names else None
    if match is None:
        return names
    return [
        one
        if _rate_of(one) or one.endswith(("比重", "占比", "比例"))
        else name_with_head(one, match[0])
        for one in names
    ]


def head_of(name: str) -> str:
    """Return the head with which a name ends, empty where it has none that is known."""
    return HEADS.closing(name) or _rate_of(name)


def _rate_of(name: str) -> str:
    """Return the rate or degree with which a name ends, two characters and 率 or 度; empty where it ends in none."""
    told = name.endswith(("率", "度")) and not set(name[-3:-1]) & set("、和及与")
    return name[-3:] if told and len(name) >= 3 else ""


def is_bare(name: str) -> bool:
    """Say whether a name is a head that needs an owner."""
    return name in BARE or (name.startswith(("完成", "实现", "其中")) and name[2:] in BARE)
