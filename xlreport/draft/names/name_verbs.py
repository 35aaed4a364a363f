"""Verbs, cues and light words at the front and the end of a clause: what is promised, and what says nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlreport.draft.names.name_lexicon import ADVERBS, HARD, LIGHT, MAKING, STRIVE, STRONG, WEAK
from xlreport.draft.text.text_late_patterns import LatePattern
from xlreport.draft.text.text_word_lists import word_list

_LEADING = word_list(
    "、 ， ： ” 和 与 及 ① ② ③ ④ ⑤ ⑥ ⑦ ⑧ ⑨ ⑩ ⑪ ⑫ ⑬ ⑭ ⑮ ⑯ ⑰ ⑱ ⑲ ⑳ 了 的 我们 我们要 我们将 对(?=剩余|重点|符合|所有|各类) 为此 特别是 尤其是 合计(?=.) 共计(?=.) 总计(?=.) "
    "中央提出(?=今年|全年|经济) 提出(?=今年|全年|经济) 确定(?=今年|全年|增长|生产总值) 可使 前(?=裁减) 以及 并且 并(?!网|轨|购) 其中 同时 也 "
    "又 还 已(?!转|有|停|建) 年底 年底前 到年底 到年底前 年末 到年末 年内 全年(?!龄) 今年 上半年 下半年"
)
"""What a clause may begin with before its name."""
# a plan of five years: “十四五”期间
_FIVE_YEARS = LatePattern('[“"]?十[一二三四五六七八]五[”"]?(?:末|期末|期间|时期)', "末 时期 期间")
_NUMBERED = re.compile(r"\d{1,2}[.、．](?!\d)|\d+月底前|(?:19|20)\d\d年")
"""1. and 2、 before an entry, 10月底前, 2030年."""
_PURSE = LatePattern("(?:里|上|本级)(?:财政)?(?=每年|今年|集中|统筹)", "集中 统筹 今年 每年")
"""(县)里财政每年, (市)本级统筹: who pays."""
_COUNTERS = frozenset("一二三四五六七八九十")
_CUES = word_list("、 ， 和 年内 今年 全年 继续")
_JOINS = word_list("、 ， 和 与 及")
_OPENING = word_list("、 ， 和 与 及 以及 其中 同时 并")
_ENTRY = re.compile(r"\d{1,2}[.、．]")
"""1. or 2、 before an entry of a list."""


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
    for found in _verbs(words):
        first = first or found
    if first and found and first.strong and not found.strong:
        return Verb(first.words, True, found.end)
    return found


def _verbs(words: str) -> Iterator[Verb]:
    """Yield the verbs of words from left to right."""
    at = 0
    while at < len(words):
        verb = verb_at(words, at)
        if verb is not None:
            yield verb
        at = verb.end if verb else at + 1


def verb_at(words: str, at: int) -> Verb | None:
    """Return the verb that begins at a place; a strong one goes first."""
    stop = STRONG.end(words, at)
    if stop > at:
        return Verb(words[at:stop], True, stop)
    stop = WEAK.end(words, at)
    return Verb(words[at:stop], False, stop) if stop > at else None


def ends_in_strong_verb(words: str) -> bool:
    """Say whether words end in a verb that makes something: 年内新建, 新投."""
    return bool(STRONG.closing(words)) or (
        words[-2:-1] == "新" and "\u4e00" <= words[-1] <= "\u9fff"
    )


def opening_verb(words: str) -> Verb | None:
    """Return the verb that opens the words (培育龙头企业; none in 养老服务中心)."""
    at = stop = 0
    while (stop := _OPENING.end(words, at)) > at or (stop := _entry_end(words, at)) > at:
        at = stop
    bare = clean_cues(words[at:])
    verb = verb_at(bare, 0)
    if verb is None and bare.startswith("新"):
        verb = verb_at(bare, 1)
    return Verb(bare[: verb.end], verb.strong, verb.end) if verb else None


def _entry_end(words: str, at: int) -> int:
    match = _ENTRY.match(words, at)
    return match.end() if match else at


def is_verb(words: str) -> bool:
    """Say whether words are nothing but verbs that make something (新建, 完成改造)."""
    return STRONG.makes(words)


def clean_cues(words: str) -> str:
    """Take cues and places off the front, and leave the verb."""
    at = 0
    while (stop := _cue_end(words, at)) > at:
        at = stop
    return words[at:]


def _cue_end(words: str, at: int) -> int:
    """Return where the cue ends that begins at a place; an adverb is one before a verb."""
    for told in (HARD, STRIVE):
        if (stop := told.end(words, at)) > at:
            return stop
    stop = _place_end(words, at)
    stop = stop if stop > at else _CUES.end(words, at)
    if stop > at:
        return stop
    verbs = (STRONG, WEAK, LIGHT)
    ends = ADVERBS.ends(words, at)
    return next((one for one in ends if any(told.end(words, one) > one for told in verbs)), at)


def _place_end(words: str, at: int) -> int:
    """Return where 全市, 我省, 本县 end; the place itself where they do not stand there (全市域 is none)."""
    whose = (
        at + 1 < len(words) and words[at] in "全我本" and words[at + 1] in "省市县区州盟旗国疆镇"
    )
    return at + 2 if whose and words[at + 2 : at + 3] not in {"域", "球"} else at


def without_lead(words: str) -> str:
    """Take off the front what is no name: cues, light verbs, whose plan it is."""
    at = 0
    while (stop := _lead_end(words, at)) > at:
        at = stop
    return words[at:]


def _lead_end(words: str, at: int) -> int:
    """Return where the word ends that begins at a place and is no name; the place itself where none does."""
    first = words[at : at + 1]
    stop = _LEADING.end(words, at)
    if stop == at and first:
        stop = _dated_end(words, at, first)
    if stop == at:
        stop = _place_end(words, at)
        stop += stop > at and words.startswith("的", stop)
    if (
        stop == at
        and first == "到"
        and (_place_end(words, at + 1) > at + 1 or _NUMBERED.match(words, at + 1))
    ):
        stop = at + 1
    stop = stop if stop > at else LIGHT.end(words, at)
    if stop > at:
        return stop
    return next((one for one in ADVERBS.ends(words, at) if _goes_on(words, one)), at)


def _dated_end(words: str, at: int, first: str) -> int:
    """Return where a date, a span of years, an entry's number or a purse ends: 2030年, “十六五”期间, 一是, 县里财政."""
    match = None
    if first.isdecimal():
        match = _NUMBERED.match(words, at)
    elif first in '“"十':
        match = _FIVE_YEARS.match(words, at)
    elif first in "省市县区州":
        match = _PURSE.match(words, at + 1)
    if match:
        return match.end()
    if first in "五三两" and words.startswith("年", at + 1):
        if words.startswith("内", at + 2):
            return at + 3
        if words.startswith("累计", at + 2) and len(words) > at + 4:
            return at + 4
        if STRONG.end(words, at + 2) > at + 2:
            return at + 2
    stop = at
    while words[stop : stop + 1] in _COUNTERS:
        stop += 1
    return stop + 1 if stop > at and words.startswith("是", stop) else at


def _goes_on(words: str, at: int) -> bool:
    """Say whether a verb, a light word or another adverb stands at a place, or no more than 的."""
    more = (STRONG, WEAK, LIGHT, ADVERBS)
    return words[at:] in {"", "的"} or any(told.end(words, at) > at for told in more)


def is_of_light_words(words: str) -> bool:
    """Say whether words are light verbs, places and what joins them, or none at all."""
    at = 0
    while at < len(words):
        stop = LIGHT.end(words, at)
        stop = stop if stop > at else _JOINS.end(words, at)
        stop = stop if stop > at else _place_end(words, at)
        if stop == at:
            return False
        at = stop
    return True


def without_making(name: str) -> str:
    """Return a name without the verb that makes it: 新发放创业担保贷款 → 创业担保贷款."""
    at, stop = 0, -1
    while stop != at:
        at = max(stop, at)
        stop = MAKING.end(name, at + 1) if name.startswith("新", at) else at + 1
        stop = stop if stop > at + 1 else MAKING.end(name, at)
    return name[at:] or name


def object_of(owner: str) -> str:
    """Return an owner without the deed that is done to it, where enough is left: 项目新开工 → 项目."""
    deed = len(owner)
    whole = {deed}
    for at in reversed(range(len(owner))):
        ends = [*STRONG.ends(owner, at), *(STRONG.ends(owner, at + 1) if owner[at] == "新" else ())]
        if not whole.isdisjoint(ends):
            whole.add(at)
            deed = at
    return owner[:deed] if deed > 2 else owner
