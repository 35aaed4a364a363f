"""What a number is about, as a person would write it: without 力争, 增长 or 全市 in the name."""

import re
from dataclasses import dataclass

from xlreport.draft.names.report_lexicon import (
    ADVERBS,
    BARE,
    HARD,
    HEADS,
    LIGHT,
    LINKS,
    MAKING,
    OWN_HEADS,
    PLACES,
    STRIVE,
    STRONG,
    WEAK,
)

_LONGEST = 30
LONGEST_OWNER = 12
"""Words that are longer own no head; they are a task."""
_MEANS = 14
"""Words before a number that are longer than this tell how, and the verb at their end is enough for a name."""
_LEAD = re.compile(
    rf"(?:[、，：”和与及①-⑳]|了|的|我们(?:[要将])?|特别是|尤其是|(?:合计|共计|总计)(?=.)|(?:中央)?提出(?=今年|全年|经济)|确定(?=今年|全年|增长|生产总值)|可使|"
    rf"[“\"]?十[一二三四五六七八]五[”\"]?(?:末|期末|期间|时期)|[五三两]年(?:内|(?={STRONG}))|前(?=裁减)|\d{{1,2}}[.、．](?!\d)|[一二三四五六七八九十]+是|[省市县区州](?:里|上|本级)(?:财政)?(?=每年|今年|集中|统筹)|以及|并且|并(?!网|轨|购)|其中|同时|也|又|还|已|{PLACES}(?:的)?|到?年底前?|到?年末|年内|\d+月底前|全年(?!龄)|今年|上半年|下半年|"
    rf"(?:19|20)\d\d年|到(?={PLACES})|{LIGHT}|{ADVERBS}(?={STRONG}|{WEAK}|{LIGHT}|{ADVERBS}|的?$))+"
)
_FOOTNOTE = re.compile(r"[\[〔【]\d{1,3}[\]〕】]")
_ASIDE = re.compile("（[^（）]{0,20}）|（[^（）]{0,20}$")
_TAIL = re.compile(
    "(?:的|等|[、，“和与及]|(?<!前期)工作|(?<!总)任务|目标任务|分别|(?<!约束性)(?<!预期性)(?<!主要)(?<!其他)(?<!主要经济)指标|年内|年底前?|全年|每年|逐年|(?:计划|安排|预算|预期)为|还将?|为此|(?<=工程|项目)新|(?<=[额幅率])在|(?<=.)目标|要?继续|(?<=.)力争|(?<=.)将|(?<=[率入资增速幅额量])要|达?到?或|(?<=.)今年|(?<=[模量值入额])年|(?<=.)持续|不折不扣|(?<=标准)统一|(?<=规模)双|(?<=水质)稳定)+$"
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
    "(?:实现)?至少(?:有|要)?|(?<=[业区县市镇园企司位])(?:实现|完成)(?=产值|营收|营业收入|投资|收入|税收|利润|销售)|(?<=[政府级])还?将(?=投入|安排)"
)
"""Words in the middle of a clause that a name does without: 每个县至少建成…, 产业园完成投资."""
_ALSO = re.compile("(?:[、，]|并)(?:[比较][去上]年|逐步|稳步|持续|不断|力争|努力|规模明显|实际).*$")
"""不低于10%并逐步提升, 按3%安排、比去年下调: what is said besides."""
_HOW_MANY = re.compile(r"^\d+个(?:县|市|区|州|乡镇|镇|村)+(?=[\u4e00-\u9fff]{3})")
"""44个县地区生产总值: how many, and whose."""
_VERB = re.compile(f"(?P<strong>{STRONG})|(?P<weak>{WEAK})")
_CARRIED_OUT = re.compile(
    "(?<=.{2})(?:进行|开展|予以)(?=(?:改建|改造|提升|整治|治理|修缮|维修|硬化|加固|提质)$)"
)
"""农村公路进行改建 is 农村公路改建."""
_LINK = re.compile(LINKS)
_HEAD = re.compile(HEADS + "$")
_RATE = re.compile("(?:[^、和及与]{2}率|[^、和及与]{2}度)$")
_POLLUTANT = re.compile("(?:二氧化硫|化学需氧量|氨氮|氮氧化物|挥发性有机物|二氧化碳|颗粒物)$")
_LEVEL = re.compile("(?:中央|国家|自治区|[中省市州县区乡镇])级?")
_SHORT = 3
_LONG_ENOUGH = 6
_OWN_RATE = re.compile("[^、和及与]{2}率$")
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
    (re.compile("^(?:污染|污染物)减排(?:指标)?$|^(?:主要)?污染物排放$"), "主要污染物排放量"),
    (re.compile("^重特大(?:安全)?事故"), "重特大生产安全事故"),
)


@dataclass(frozen=True, slots=True)
class Verb:
    """The last verb before a number."""

    words: str
    strong: bool
    end: int
    """Where it ends in the words that were searched."""


def last_verb(words: str) -> Verb | None:
    """Return the last verb of a clause's beginning; a longer verb hides the shorter ones inside it.

    A strong verb that comes first speaks for the weak ones that follow it (新增及优化调整).
    """
    first = found = None
    for match in _VERB.finditer(words):
        found = Verb(match[0], match.lastgroup == "strong", match.end())
        first = first or found
    if first and found and first.strong and not found.strong:
        return Verb(first.words, True, found.end)
    return found


def once(name: str) -> str:
    """Return a name without the verb that was carried to it where it has it already (关停关停)."""
    return re.sub(r"^(..)\1", r"\1", name)


def ends_in_strong_verb(words: str) -> bool:
    """Say whether words end in a verb that makes something: 年内新建."""
    return bool(re.search(f"(?:{STRONG}|新[\u4e00-\u9fff])$", words))


def opening_verb(words: str) -> Verb | None:
    """Return the verb that opens the words (培育龙头企业; none in 养老服务中心)."""
    bare = clean_cues(re.sub("^(?:[、，和与及]|以及|其中|同时|并|\\d{1,2}[.、．])+", "", words))
    match = _VERB.match(bare) or (_VERB.match(bare, 1) if bare.startswith("新") else None)
    if match is None:
        return None
    return Verb(bare[: match.end()], match.lastgroup == "strong", match.end())


def is_verb(words: str) -> bool:
    """Say whether words are nothing but verbs that make something (新建, 完成改造)."""
    return bool(re.fullmatch(f"(?:{STRONG})+", words))


def clean(words: str) -> str:
    """Take what is no name off both ends: cues, light verbs, whose plan it is, footnotes, asides."""
    words = _INSIDE.sub("", _SPENT.sub("", _ASIDE.sub("", _FOOTNOTE.sub("", words))))
    for _ in range(4):
        shorter = _LEAD.sub("", words, count=1) if _LEAD.match(words) else words
        shorter = _TAIL.sub("", shorter) if len(shorter) > 2 else shorter
        if shorter == words:
            break
        if len(shorter) < 2:
            return "" if _LEAD.fullmatch(words) else shorter if _LEVEL.fullmatch(shorter) else words
        words = shorter
    words = _balanced(_CARRIED_OUT.sub("", words))
    for pattern, name in _CANON:
        words = pattern.sub(name, words)
    return words


def _balanced(words: str) -> str:
    for left, right in (("“", "”"), ("（", "）"), ("《", "》")):
        if words.count(left) != words.count(right):
            words = words.replace(left, "").replace(right, "")
    return words


def shortened(words: str) -> str:
    """Cut a means before its end (以项目带动就业 → 就业) where the words are too long for a name."""
    if len(words) <= _LONGEST // 2:
        return words
    for match in reversed(list(_LINK.finditer(words))):
        rest = words[match.end() :]
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
    if after:
        left = _without_examples(left)
    before = clean(shortened(clean(left))) if left else ""
    if after and len(before) > _MEANS:
        verb = last_verb(before)
        before = verb.words if verb and verb.end == len(before) else before
    if LIGHT_ONLY.fullmatch(before):
        before = ""
    return clean(before + after) or after or before


def _without_examples(left: str) -> str:
    """Drop the things that a counted noun sums up: 打造青稞、牦牛等(十个…基地) → 打造; 轨道铺架、(5座…) → nothing."""
    nearest = last_verb(left)
    if nearest and nearest.end == len(left):
        return nearest.words if left.count("、") > 1 else left
    if re.search("(?:[、等的]|以及|和|及)$", left) or left.count("、") > 1:
        verb = _VERB.match(clean_cues(left))
        return verb[0] if verb else ""
    return left


def clean_cues(words: str) -> str:
    """Take cues and places off the front, and leave the verb."""
    return re.sub(
        f"^(?:{HARD}|{STRIVE}|{PLACES}|[、，和]|年内|今年|全年|继续|{ADVERBS}(?={STRONG}|{WEAK}|{LIGHT}))+",
        "",
        words,
    )


LIGHT_ONLY = re.compile(f"(?:{LIGHT}|[、，和与及]|{PLACES})*")


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
    head = _shared_head(items)
    if re.search("排放(?:总量|量)?$", items[-1]):
        items = [item + head if _POLLUTANT.search(item) else item for item in items]
        head = ""
    named = [
        item if _HEAD.search(item) or _RATE.search(item) else name_with_head(item, head)
        for item in items
    ]
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
    common = next((size for size in range(len(head) - 1, 0, -1) if item.endswith(head[:size])), 0)
    return item + head[common:]


def _strip(part: str) -> str:
    return clean(part)


def _shared_head(items: list[str]) -> str:
    """Return the head of the last item; what stands before it there must be of the others' kind (as long as one)."""
    last = items[-1]
    for beginning in ("居民", "企业", "单位", "贫困户"):
        place = last.find(beginning)
        if place > 0 and _HEAD.search(last[place:]):
            return last[place:]
    match = _HEAD.search(last) or _RATE.search(last)
    if max(map(len, items[:-1])) <= _SHORT:
        match = _LONG_HEAD.search(last) or match
    return match[0] if match and match.start() > 0 else ""


def _owned(item: str, first: str) -> str:
    """Give a bare head (产量) the owner that the first item names (粮食种植面积 → 粮食)."""
    return owner_of(first) + item if BARE.fullmatch(item) else item


def without_making(name: str) -> str:
    """Return a name without the verb that makes it: 新发放创业担保贷款 → 创业担保贷款."""
    return re.sub(f"^(?:新?(?:{MAKING}))+", "", name) or name


def object_of(owner: str) -> str:
    """Return an owner without the deed that is done to it, where enough is left: 项目新开工 → 项目."""
    bare = re.sub(f"(?:新?(?:{STRONG}))+$", "", owner)
    return bare if len(bare) > 2 else owner


def owner_of(name: str) -> str:
    """Return whose head a name's head is: 旅游接待人数 → 旅游, 高校毕业生就业岗位 → 高校毕业生."""
    if "游客" in name or "旅游" in name:
        return "旅游"
    name = without_making(name)
    for _ in range(4):
        shorter = OWN_HEADS.sub("", name)
        if shorter == name and len(name) > _LONG_ENOUGH:
            shorter = _OWN_RATE.sub("", name)
        if shorter == name or len(shorter) < 2:
            break
        name = shorter
    general = BARE.fullmatch(name) or name in {"就业", "投资", "收入", "消费", "完成", "实现"}
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
    return all(_HEAD.search(name) or _RATE.search(name) for name in names)


def topic_of(clause: str) -> str:
    """Return what a clause is about, without the verb that it begins with: 提高边民补助标准 → 边民补助标准."""
    words = clean(clause)
    return clean(
        re.sub(
            "^(?:提高|提升|扩大|增加|加大|建设|发展|改善|优化|深化|掀起|打造|培育|推广|改造)+",
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
        if _RATE.search(one) or one.endswith(("比重", "占比", "比例"))
        else name_with_head(one, match[0])
        for one in names
    ]


def head_of(name: str) -> str:
    """Return the head with which a name ends, empty where it has none that is known."""
    match = _HEAD.search(name) or _RATE.search(name)
    return match[0] if match else ""


def is_bare(name: str) -> bool:
    """Say whether a name is a head that needs an owner."""
    return bool(BARE.fullmatch(name))
