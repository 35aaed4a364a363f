"""Lines that may be heads of a report, and what a head opens: review, five-year part, the year's."""

import re
from dataclasses import dataclass
from enum import StrEnum

from xlreport.draft.text.report_text import Text
from xlreport.draft.text.text_late_patterns import LatePattern


class Part(StrEnum):
    """The parts that the rules treat differently."""

    REVIEW = "review"
    FIVE_YEARS = "five_years"
    PLAN = "plan"
    UNCLEAR = "unclear"
    """No part could be told from another: everything is listed, nothing ticked."""
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Head:
    """A line that may be a head."""

    start: int
    words: str
    bare: str
    """Without its numbering."""
    level: int
    """1 for 一、 and 第一部分, 2 for （一）, 3 for 1., 0 without a number."""
    alone: bool
    """Whether it is a whole line, not the first sentence of a numbered paragraph."""


_LONGEST_HEAD = 45
_CHINESE_DIGITS = str.maketrans("〇○oO零一二三四五六七八九", "0000" + "0123456789")
YEAR = r"((?:19|20)\d\d|[一二][九〇零○oO][〇零○oO一二三四五六七八九]{2})年"
# numberings by level: 二、 or 第二部分; （三）; 4.
_NUMBERINGS = (
    re.compile(
        r"(?:第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]{1,3}[、.，])[、:：，]?"
    ),
    re.compile(r"（[一二三四五六七八九十]{1,3}）[、.]?"),
    re.compile(r"(?:\d{1,2}[、.）](?!\d)|（\d{1,2}）)"),
)
# words of a head that looks ahead: 2024年工作安排
_FORWARD = re.compile(
    "安排|部署|任务|目标|重点|思路|要求|建议|打算|举措|措施|计划|意见|展望|设想|取向|考虑|指导原则|方针|蓝图"
)
# words of one that looks back: 工作回顾
_BACK = re.compile(
    "回顾|总结|成就|成绩|(?<!经)过去|以来|历程|完成情况|执行情况|落实情况|开展情况|推进情况|工作情况|基本情况|取得|进展情况"
)
# words that no head of what is to be done has: 过去五年, 完成情况
_SURELY_BACK = re.compile(
    "回顾|过去(?:的)?[一二三四五几12345]+年|完成情况|执行情况|工作总结|年来的工作|发展成就|主要成绩|工作成绩|情况总结"
)
# the year to come without its number: 今年, 下一步工作
_NEXT_YEAR = LatePattern(
    "今年|明年|下半年|新的一年|新一年|下一年|本年度|来年|下一?步(?=工作|打算|安排|计划|重点|主要)|下一?阶段",
    "下 今年 新的一年 明年 新一年 来年 本年度",
)
# a head of general words alone, which names no year: 总体要求和主要目标
_GENERIC = re.compile(
    "^(?:关于)?(?:政府)?(?:工作)?(?:总体|主要|目标|奋斗|预期|指导|重点|政府)?(?:思路|要求|目标|任务|思想|工作|安排|部署|和|与|及|、|的|"
    "政府|主要|总体|重点|经济社会发展|预期|发展)+$"
)
# five years, or several: “十四五”时期, 今后五年
_FIVE = LatePattern(
    '[“"]?(?:十[一二三四五六七八九]?|[八九])五(?![大小年个项条类级星])[”"]?|[今未]来?后?(?:一个时期|五年|5年|[三四几]年)|本届政府(?!工作报告)|'
    "五年(?:奋斗|发展|规划|计划)?(?:目标|任务)|第[一二三四五六七八九十]+个五年",
    "五 今 未 本届政府",
)
# a head that is a year: 2024年：
_WHOLE_YEAR = re.compile(rf"{YEAR}(?:[:：]|$)")
_ENDS_IN_YEAR = re.compile(rf"[^，。：；]{{2,14}}?的?{YEAR}$")
"""二、乘势而上的2026年."""
_FIGURES_OF_YEAR = re.compile(r"((?:19|20)\d\d)[:：]")
"""二、2026：奋勇争先."""
# the end of a report's title: 政府工作报告（摘要）, 执行情况的报告
_TITLE = re.compile(
    r"(?:工作|计划|情况的?|草案的?|执行|预算|[排务划上议标作]的)报告(?:（[^（）]{1,30}）|摘要|全文|解读|-{1,4}.*)*[》”]?$|工作报告-{1,3}"
)
_FEW_LINES = 3
# a full stop before a numbered head in the same line: …。二、
_NUMBERED_SENTENCE = LatePattern("[。！](?=[一二三四五六七八九十]、)", "！ 。")
# a first sentence that may be a head: 今年的工作安排。
_FIRST_SENTENCE = re.compile("[^。！？；：]{4,30}。")


def year_of(words: str) -> int:
    """Read a year in digits or in Chinese numerals."""
    return int(words.translate(_CHINESE_DIGITS))


def numbered(words: str) -> tuple[int, str]:
    """Return a line's level by its numbering, and the line without it."""
    dashed = re.sub("^-{1,3}", "", words)
    for level, pattern in enumerate(_NUMBERINGS, 1):
        match = pattern.match(dashed)
        if match:
            return level, dashed[match.end() :]
    return 0, dashed


def is_title(words: str) -> bool:
    """Say whether a line is a title: it ends in 工作报告, 计划报告, 情况的报告, and speaks of no part."""
    return bool(_TITLE.search(words.rstrip("。!！")))


def find_heads(text: Text) -> list[Head]:
    """Return the short lines without a full stop: these may be heads.

    In a newspaper column a head stands behind the full stop of the line before it. A main head may be the first
    sentence of its own paragraph, where it is numbered (二、今年的工作安排。…).
    """
    heads: list[Head] = []
    start = 0
    for stop in _line_ends(text):
        begin = start
        if text.wrapped:
            ends = max(text.flat.rfind(mark, start, stop - 1) + 1 for mark in "。！？")
            begin = max(ends, start)
        words = text.flat[begin:stop]
        level, bare = numbered(words)
        alone = 1 < len(words) <= _LONGEST_HEAD and words[-1] not in "，、；。！？"
        named = bare.rstrip(":：") if level == 1 or re.search(YEAR, bare) else bare
        year = _WHOLE_YEAR.match(bare) or _FIGURES_OF_YEAR.match(bare)
        told = bool(re.search("[：。；]|(?<!\\d)\\.", named)) and not year
        if alone and not told:
            heads.append(Head(begin, words, named, level, alone=True))
        elif level == 1 and (sentence := _FIRST_SENTENCE.match(bare)):
            heads.append(Head(begin, words[:40], sentence[0][:-1], level, alone=False))
        start = stop
    return heads


def _line_ends(text: Text) -> tuple[int, ...]:
    """Return where lines end; in a text that is one line, also where a sentence begins with a number of its own."""
    if len(text.breaks) > _FEW_LINES:
        return (*text.breaks, len(text.flat))
    sentences = {match.end() for match in _NUMBERED_SENTENCE.finditer(text.flat)}
    return (*sorted(sentences | set(text.breaks)), len(text.flat))


def kinds_of(head: Head, year: int, *, inside: Part | None, level: int) -> tuple[Part, ...]:
    """Return the parts that a head opens, in order; none where it is a head within a part, or a title.

    Args:
        head: the line.
        year: the plan's year, 0 where it is not known.
        inside: the part in which it stands.
        level: the level of the report's main heads, 0 where these have no numbers.
    """
    spoken_of = "工作报告" in head.words and not head.level
    if spoken_of or is_title(head.words) or (head.level > 1 and level == 1 and not _plain(head)):
        return ()
    bare = re.sub("(?:-{2,}|——).*$", "", head.bare) or head.bare
    back = _back(bare, sure=head.level <= 1)
    rest = bare[back:] if back else bare
    five = bool(_FIVE.search(rest)) and bool(_FORWARD.search(rest) or "发展" in rest)
    years = {year_of(match[1]) for match in re.finditer(YEAR, rest)}
    own = bool(_NEXT_YEAR.search(rest)) or (year in years if year else bool(years))
    this = own and bool(_FORWARD.search(rest) or "工作" in rest or _WHOLE_YEAR.match(rest))
    if not back and years and max(years) < year and re.search("工作|发展|情况", bare):
        return (Part.REVIEW,)
    if not back and _WHOLE_YEAR.match(bare) and years and max(years) < year:
        return (Part.REVIEW,)
    if year and head.level == 1 and head.alone and (named := _year_alone(bare)):
        return (Part.PLAN,) if named == year else (Part.REVIEW,) if named < year else ()
    found = [Part.REVIEW] if back else []
    if five and len(bare) <= 36:
        found.append(Part.FIVE_YEARS)
    if this and (head.alone or not five):
        found.append(Part.PLAN)
    if not found and _GENERIC.match(rest) and re.search("目标|任务|工作|思路|要求", rest):
        main = head.level == level or (head.level == 1 and not level)
        if main and head.alone and inside is Part.REVIEW:
            found.append(Part.PLAN)
    return tuple(found)


def _year_alone(bare: str) -> int:
    """Return the year that a slogan ends in, or begins with in digits alone; 0 where it is more than that."""
    match = _ENDS_IN_YEAR.fullmatch(bare) or _FIGURES_OF_YEAR.match(bare)
    return year_of(match[1]) if match else 0


def _plain(head: Head) -> bool:
    """Say whether a head below the main ones names review or year all the same."""
    named = re.fullmatch(
        rf"(?:关于|做好)?(?:{YEAR}|今年|明年)(?:的)?(?:政府)?[^，]{{0,12}}", head.bare
    )
    return bool(named) and head.level == 2


def _back(bare: str, *, sure: bool) -> int:
    """Return where the words of review end, 0 where there are none: 2030年工作回顾和|“十六五”…目标."""
    last = None
    for match in (_BACK if sure else _SURELY_BACK).finditer(bare):
        last = match
    if last is None:
        return 0
    # 总结经验、乘胜前进, 在…上取得新成绩 are no reviews
    named = _SURELY_BACK.search(bare) or re.search(
        rf"{YEAR}|{_FIVE.pattern}|一年|五年|工作", bare[: last.end()]
    )
    looks_ahead = _FORWARD.search(bare[: last.start()]) and not _SURELY_BACK.search(bare)
    return last.end() if named and not looks_ahead else 0
