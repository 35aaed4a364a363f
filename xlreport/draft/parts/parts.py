"""Which part of a report a sentence belongs to: the review, the five-year part, the coming year, the closing words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from xlreport.draft.text.text import Text
from xlreport.model.plans.draft import Remark


class Part(StrEnum):
    """The parts that the rules treat differently."""

    REVIEW = "review"
    FIVE_YEARS = "five_years"
    PLAN = "plan"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one report as spans of its flat text."""

    year: int
    begins: str
    """The words with which the plan part begins."""
    begins_at: int
    """Where these stand."""
    start: int
    """Where the first of five-year part and plan begins."""
    end: int
    """Where the report ends, before notes, glossaries and page furniture."""
    spans: tuple[tuple[int, int, Part], ...]
    title: str
    government: str
    horizon: int
    """The last year of the five-year part; the plan's own year where there is none."""
    complete: bool
    remarks: tuple[Remark, ...]

    def of(self, part: Part) -> Iterator[tuple[int, int]]:
        """Yield the spans of one part."""
        return ((start, end) for start, end, kind in self.spans if kind is part)


_LONGEST_HEAD = 45
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = r"((?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2})年"
_NUMBERING = re.compile(
    r"^(?:-{1,2}|第[一二三四五六七八九十]+(?:部分|章)?|[（(]?[一二三四五六七八九十\d]+[）)、.：])+"
)
_FORWARD = "安排|部署|任务|目标|重点|思路|要求|建议|打算|举措|措施|计划|意见|展望|设想"
_BACK = re.compile("回顾|总结|成就|成绩|过去|以来|历程|完成情况|执行情况|工作情况|基本情况|取得")
_NEXT_YEAR = re.compile("今年|明年|新的一年|新一年|下一年|本年度|来年")
_GENERIC = re.compile(
    "^(?:关于)?(?:政府)?(?:工作)?(?:总体|主要|目标|奋斗|预期|指导|重点|政府)?(?:思路|要求|目标|任务|思想|工作|安排|部署|和|与|及|、|的|"
    "政府|主要|总体|重点|经济社会发展|预期)+$"
)
_FIVE = re.compile(
    '[“"]?十[一二三四五六七八九]?五[”"]?|今后五年|未来五年|今后5年|未来5年|本届政府|今后[三四几]年|五年(?:奋斗|发展)?目标'
)
_OWN_YEAR = rf"(?:做好|搞好|关于)?(?:{_YEAR}|今年|明年|新的一年)"
_HEADLINE = re.compile(
    rf"(?:{_YEAR}|今年|明年|全年|新的一年)[^。！？]{{0,40}}?(?:预期|主要|奋斗|发展|总体|工作|调控|控制|具体)(?:目标|指标|任务)"
    r"[^。！？，]{0,12}[是为：]"
)
_PLAN_SENTENCE = re.compile(
    rf"(?:各位代表[，：！])?(?:做好|搞好|根据)?(?:{_YEAR}|今年|明年)(?:是|的?政府工作|[，,]?我们(?:要|将)|经济社会发展|全[省市县区]|工作的?总体)"
)
_CLOSING = re.compile(
    "努力奋斗|而奋斗|团结奋斗|新篇章|新局面|新辉煌|新胜利|伟大胜利|新的?(?:更大)?贡献|奋勇前进|新征程|新业绩|新华章|美好明天"
)
_AFTER = re.compile(
    r"(?:\d{4}年)?(?:《?政府工作报告》?)?(?:中?有关)?(?:名词|用语|术语)(?:解释|注释|说明)|注释?[：:]|附[件录表：]|相关(?:新闻|链接|报道|文章|阅读)|责任编辑|责编|"
    r"编辑：|\[?责任|打印|上一篇|下一篇|【(?:关闭|打印|字体)|扫一扫|分享到|版权所有|主办单位|来源：|声明："
)
_PARAGRAPH_STOPS = "。！？"


def find_parts(text: Text, year: int | None = None) -> Parts:
    """Find the parts of a report.

    Args:
        text: the report.
        year: the plan's year where somebody says it; else found in the text.
    """
    flat = text.flat
    heads = _heads(text)
    own = year or _plan_year(flat, heads)
    remarks: list[Remark] = []
    end, complete = _end(text)
    marks = _marks(flat, heads, own, end)
    if not any(kind is Part.PLAN for _, kind, _ in marks):
        marks, how = _without_heads(flat, own, end, marks)
        remarks.append(Remark(how))
    begins_at, begins = next(
        ((place, words) for place, kind, words in marks if kind is Part.PLAN), (0, flat[:20])
    )
    spans = _spans(flat, marks, end)
    if not complete:
        remarks.append(Remark("no-ending", flat[max(0, end - 20) : end]))
    if not re.search("各位代表|政府工作报告", flat[:400]) or "各位代表" not in flat[:1500]:
        remarks.append(Remark("no-opening", flat[:20]))
        complete = False
    start = min(
        (start for start, _, kind in spans if kind in {Part.PLAN, Part.FIVE_YEARS}), default=0
    )
    horizon = _horizon(flat, spans, own)
    title, government = _title(flat, own)
    return Parts(
        own,
        begins,
        begins_at,
        start,
        end,
        spans,
        title,
        government,
        horizon,
        complete,
        tuple(remarks),
    )


@dataclass(frozen=True, slots=True)
class _Head:
    start: int
    words: str


def _heads(text: Text) -> list[_Head]:
    """Return the short paragraphs without a full stop: these may be heads."""
    heads: list[_Head] = []
    start = 0
    for stop in (*text.breaks, len(text.flat)):
        # in a newspaper column a head begins behind the full stop of the line before
        begin = max(
            (text.flat.rfind(mark, start, stop - 1) + 1 for mark in _PARAGRAPH_STOPS), default=start
        )
        begin = max(begin, start)
        words = text.flat[begin:stop]
        if (
            1 < len(words) <= _LONGEST_HEAD
            and words[-1] not in "，、；"
            and not re.search("[：。].", words)
        ):
            heads.append(_Head(begin, words))
        start = stop
    return heads


def year_of(words: str) -> int:
    """Read a year in digits or in Chinese numerals."""
    return int(words.translate(_CHINESE_DIGITS))


def _plan_year(flat: str, heads: list[_Head]) -> int:
    """Find the year that the plan is for: heads first, then the meeting's date, then the years the text speaks of."""
    spoken = re.search(rf"{_YEAR}(\d{{1,2}}|十?[一二三四五六七八九十])月", flat[:800])
    met = 0
    if spoken:
        month = {"十": 10, "十一": 11, "十二": 12}.get(spoken[2]) or (
            int(spoken[2]) if spoken[2].isdigit() else 1
        )
        met = year_of(spoken[1]) + (month >= 11)
    ahead: list[int] = []
    for head in heads:
        for match in re.finditer(_YEAR, head.words):
            if re.search(_FORWARD, head.words) and not _BACK.search(head.words):
                ahead.append(year_of(match[1]))
            elif re.search("回顾|工作总结", head.words):
                ahead.append(year_of(match[1]) + 1)
    near = [one for one in ahead if not met or abs(one - met) <= 1]
    if near:
        return max(set(near), key=lambda one: (near.count(one), one))
    if met:
        return met
    years = [
        year_of(match[1])
        for match in re.finditer(rf"{_YEAR}(?:是|经济社会|政府工作|主要|工作|预期)", flat)
    ]
    years = years or [year_of(match[1]) for match in re.finditer(_YEAR, flat)]
    return max(years, key=lambda one: (years.count(one), one), default=0)


def _marks(flat: str, heads: list[_Head], year: int, end: int) -> list[tuple[int, Part, str]]:
    """Return where a new part begins, by heads; a combined head opens the five-year part up to the year's sentence."""
    marks: list[tuple[int, Part, str]] = []
    for head in heads:
        # a table of contents has no sentences behind its lines
        if head.start >= end or "。" not in flat[head.start : head.start + 400]:
            continue
        kind = _kind(head.words, year, begun=bool(marks))
        if kind is None:
            continue
        if kind == "mixed":
            marks.append((head.start, Part.FIVE_YEARS, head.words))
            match = re.compile(rf"(?<=[。！]){_OWN_YEAR}").search(
                flat, head.start + len(head.words), end
            )
            if match:
                marks.append((match.start(), Part.PLAN, flat[match.start() : match.start() + 20]))
        else:
            marks.append((head.start, Part(kind), head.words))
    return marks


def _kind(words: str, year: int, *, begun: bool) -> str | None:
    bare = _NUMBERING.sub("", words).rstrip("。！：")
    years = {year_of(match[1]) for match in re.finditer(_YEAR, bare)}
    this_year = year in years or bool(_NEXT_YEAR.search(bare))
    five = bool(_FIVE.search(bare)) and bool(re.search(_FORWARD + "|蓝图|发展", bare))
    if _BACK.search(bare):
        back_only = not re.search(_FORWARD, _BACK.split(bare)[-1])
        return "review" if back_only and not begun else None
    if five and this_year:
        return "mixed"
    if five and re.search(_FORWARD + "|蓝图", bare):
        return "five_years" if len(bare) <= 30 else None
    if this_year and re.search(_FORWARD + "|工作", bare):
        return "plan"
    if years and max(years) < year and re.search("工作|发展", bare) and not begun:
        return "review"
    return "plan" if _GENERIC.match(bare) and re.search("目标|任务|工作", bare) else None


def _without_heads(
    flat: str, year: int, end: int, marks: list[tuple[int, Part, str]]
) -> tuple[list[tuple[int, Part, str]], str]:
    """Where no head opens the plan, its headline sentence does, or the first sentence about the year, or the text."""
    headline = _HEADLINE.search(flat, 0, end)
    if headline:
        return [
            *marks,
            (headline.start(), Part.PLAN, flat[headline.start() : headline.start() + 20]),
        ], "by-headline"
    for match in re.finditer(rf"(?:^|(?<=[。！])){_PLAN_SENTENCE.pattern}", flat[:end]):
        if match[1] is None or year_of(match[1]) == year:
            return [
                *marks,
                (match.start(), Part.PLAN, flat[match.start() : match.start() + 20]),
            ], "by-sentence"
    return [(0, Part.PLAN, flat[:20])], "no-parts"


def _spans(
    flat: str, marks: list[tuple[int, Part, str]], end: int
) -> tuple[tuple[int, int, Part], ...]:
    """Turn marks into spans; before the first mark is the review, after the closing formula nothing is promised."""
    ordered = sorted(marks, key=lambda mark: mark[0])
    spans: list[tuple[int, int, Part]] = []
    if ordered and ordered[0][0] > 0:
        spans.append((0, ordered[0][0], Part.REVIEW))
    for here, (start, kind, _) in enumerate(ordered):
        stop = ordered[here + 1][0] if here + 1 < len(ordered) else end
        spans.append((start, min(stop, end), kind))
    first, last, kind = spans[-1]
    closing = _closing(flat, first, last)
    if kind is Part.PLAN and closing:
        spans[-1:] = [(first, closing, kind), (closing, last, Part.CLOSING)]
    return tuple(span for span in spans if span[0] < span[1])


def _closing(flat: str, start: int, end: int) -> int:
    """Return where the closing words begin (the last 各位代表 before a formula), 0 where there are none."""
    place = flat.rfind("各位代表", start, end)
    near = end - place < 1200
    return place if place > start and near and _CLOSING.search(flat, place, end) else 0


def _end(text: Text) -> tuple[int, bool]:
    """Return where the report ends, and whether its ending is there."""
    flat = text.flat
    last = len(flat)
    third = last // 3
    starts = [0, *text.breaks]
    for place in starts:
        if (
            place > third
            and _AFTER.match(flat, place)
            and flat[max(0, place - 1) : place] in {"。", "！", "”", "）"}
        ):
            last = place
            break
    formula = None
    for match in re.finditer(r"[^。！]{0,200}[！!。]", flat[max(0, last - 1500) : last]):
        if _CLOSING.search(match[0]) and match[0][-1] in "！!":
            formula = max(0, last - 1500) + match.end()
    if formula:
        return formula, True
    return last, False


def _horizon(flat: str, spans: tuple[tuple[int, int, Part], ...], year: int) -> int:
    """Return the year in which the five-year part ends: said (到2030年), or counted (十五五: 2030)."""
    five = next(((start, end) for start, end, kind in spans if kind is Part.FIVE_YEARS), None)
    if five is None:
        return year
    said = re.search(r"到((?:19|20)\d\d)年", flat[five[0] : five[1]])
    if said:
        return int(said[1])
    return year + 4 - (year - 1) % 5


def _title(flat: str, year: int) -> tuple[str, str]:
    """Return a title and the government's name, as far as the text's opening says them."""
    spoken = re.search(r"(?:代表|向大会|受)((?!大会)[^，。：！]{1,15}?人民政府)", flat[:1500])
    place = re.search(
        r"在((?:(?!在)[^，。]){2,14}?)第?[一二三四五六七八九十\d]+届人民代表大会", flat[:600]
    )
    government = f"{place[1]}人民政府" if place else (spoken[1] if spoken else "")
    if government.startswith(("全国", "第")):
        government = "国务院"
    name = government.removesuffix("人民政府")
    return f"{name}{year}年政府工作目标任务", government
