"""The parts of a report: review, five-year part, the year's, closing words and annexes, as spans of its text."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from xlreport.draft.parts.part_endings import Ending, find_ending, hard_stop
from xlreport.draft.parts.part_headings import (
    YEAR,
    Head,
    Part,
    find_heads,
    is_title,
    kinds_of,
    year_of,
)
from xlreport.draft.parts.part_titles import title_and_government
from xlreport.draft.parts.part_years import plan_year
from xlreport.draft.text.report_text import Text
from xlreport.draft.text.text_late_patterns import LatePattern
from xlreport.model.plans.plan_draft_types import Remark

# a sentence that opens the main targets: 2024年经济社会发展主要预期目标是：
_HEADLINE = LatePattern(
    rf"(?:{YEAR}|今年|明年|全年|新的一年)[^。！？]{{0,40}}?(?:预期|主要|奋斗|发展|总体|工作|调控|控制|具体)(?:目标|指标|任务)"
    r"[^。！？，]{0,12}[是为：]",
    "任务 目标 指标",
)
# a sentence that begins what is to be done: 2024年，我们要
_PLAN_SENTENCE = LatePattern(
    rf"(?:各位代表[，：！])?(?:做好|搞好|根据)?(?:{YEAR}|今年|明年)(?:是(?!全面实施|实施)|的?政府工作|[，,]?我们(?:要|将)|"
    "经济社会发展|全[省市县区](?=要|将|计划|预期|力争)|工作的?总体)",
    "20 零 九 今年 19 ○ O o 明年 〇",
)
_OWN_YEAR = rf"(?:各位代表[，！])?(?:做好|搞好|关于|根据)?(?:{YEAR}|今年|明年|新的一年)(?!以来)"
_SHORT_LINE = 30
_FIRST_LINES = 20
_PAGE = re.compile(r"[.…·-]*（?\d{0,3}）?$")
"""一、2025年工作回顾……3: a line of a table of contents."""
# a plan of five years: 十四五, 今后五年
_FIVE = re.compile("十[一二三四五六七八九]?五|今后五年|未来五年")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one report as spans of its flat text."""

    year: int
    begins: str
    """The words with which the plan part begins; empty where there is none."""
    begins_at: int
    """Where these stand; the text's end where there is no plan part."""
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


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    part: Part
    words: str


def find_parts(
    text: Text, year: int | None = None, tables: tuple[tuple[int, int], ...] = ()
) -> Parts:
    """Find the parts of a report.

    Args:
        text: the report.
        year: the plan's year where somebody says it; else found in the text.
        tables: spans of its tables, in which no line is a head.
    """
    flat = text.flat
    heads = [
        head
        for head in find_heads(text)
        if not any(start <= head.start < end for start, end in tables)
    ]
    furniture = hard_stop(text, len(flat) // 3)
    found, met = plan_year(flat, [head for head in heads if head.start < furniture])
    marks = _without_contents(text, _marks(text, heads, found))
    # without a head of the plan, the title behind a site's first lines is no title again
    last = marks[-1].start if marks else _title_start(text)
    first = next((mark.start for mark in marks if mark.part is not Part.REVIEW), last)
    stop = min(hard_stop(text, first), _again(marks, len(flat)))
    marks = [mark for mark in marks if mark.start < stop]
    ending = find_ending(text, _last_start(marks, last), found, stop)
    marks = [mark for mark in marks if mark.start < ending.end]
    remarks: list[Remark] = []
    if not any(mark.part is Part.PLAN for mark in marks):
        opening, how = _by_sentence(text, found, ending.end, marks)
        remarks.append(Remark(how, "" if opening else _where(text, marks)))
        marks = sorted([*marks, *opening], key=lambda mark: mark.start)
    plan = next((mark for mark in marks if mark.part is Part.PLAN), None)
    spans = _spans(marks, ending, planned=plan is not None)
    remarks += _remarks(flat, ending, found, met, year)
    begun = [start for start, _, part in spans if part is not Part.REVIEW]
    start = min(begun, default=len(flat))
    own = year or found
    title, government = title_and_government(flat, own)
    cut = any(remark.code == "no-opening" for remark in remarks)
    return Parts(
        own,
        plan.words if plan else "",
        plan.start if plan else len(flat),
        start,
        ending.end,
        spans,
        title,
        government,
        _horizon(flat, spans, own),
        ending.complete and not cut,
        tuple(remarks),
    )


def _marks(text: Text, heads: list[Head], year: int) -> list[_Mark]:
    """Return where a new part begins, by heads; where a head names two, a sentence opens the second."""
    level = _main_level(heads, year)
    marks: list[_Mark] = []
    for place, head in enumerate(heads):
        inside = marks[-1].part if marks else Part.REVIEW
        kinds = kinds_of(head, year, inside=inside, level=level)
        if not kinds or (len(kinds) > 1 and _is_heading_of_all(heads, place, year, level)):
            continue
        if kinds == (Part.PLAN,) and (inside is Part.PLAN or _is_in_a_menu(text, head)):
            continue
        marks.append(_Mark(head.start, kinds[0], head.words))
        following = next(
            (one.start for one in heads[place + 1 :] if one.level == 1), len(text.flat)
        )
        behind = head.start + len(head.words)
        for kind in kinds[1:]:
            pattern = _OWN_YEAR if kind is Part.PLAN else _later_five(head.words)
            opened = _opened_by_sentence(text, kind, pattern, (behind, following))
            if opened is not None:
                marks.append(opened)
                behind = opened.start + 1
    return marks


def _is_in_a_menu(text: Text, head: Head) -> bool:
    """Say whether a line is a year and nothing else, with a line as short behind it: a site's archive, no head."""
    behind = head.start + len(head.words)
    following = bisect_right(text.breaks, behind)
    stop = text.breaks[following] if following < len(text.breaks) else len(text.flat)
    return not head.level and bool(re.fullmatch(YEAR, head.bare)) and stop - behind < _SHORT_LINE


def _main_level(heads: list[Head], year: int) -> int:
    """Return the level of the heads that part a report: 1 where review or year stand under 一、二、."""
    for head in heads:
        kinds = kinds_of(head, year, inside=Part.REVIEW, level=0)
        if head.level == 1 and kinds and head.alone:
            return 1
    return 0


def _is_heading_of_all(heads: list[Head], place: int, year: int, level: int) -> bool:
    """Say whether a line names review and year because it is the title of both: each has a head of its own behind."""
    if heads[place].level:
        return False
    later = [kinds_of(one, year, inside=Part.REVIEW, level=level) for one in heads[place + 1 :]]
    return (Part.REVIEW,) in later and (Part.PLAN,) in later


def _later_five(words: str) -> str:
    """Return how a sentence about the later of a head's plans begins: “十五五”时期, 今后五年."""
    named = _FIVE.findall(words)
    return f'(?:各位代表[，！])?[“"]?(?:{named[-1] if named else "今后"}|今后五年|未来五年)[”"]?'


def _opened_by_sentence(
    text: Text, part: Part, pattern: str, within: tuple[int, int]
) -> _Mark | None:
    breaks = set(text.breaks)
    for match in re.compile(pattern).finditer(text.flat, *within):
        if match.start() in breaks or text.flat[match.start() - 1] in "。！":
            return _Mark(match.start(), part, text.flat[match.start() : match.start() + 20])
    return None


def _without_contents(text: Text, marks: list[_Mark]) -> list[_Mark]:
    """Drop the lines of a table of contents: heads with no sentence before the next one, told again later."""
    kept: list[_Mark] = []
    for place, mark in enumerate(marks):
        following = marks[place + 1].start if place + 1 < len(marks) else len(text.flat)
        bare = not re.search("[。！？；]", text.flat[mark.start + len(mark.words) : following])
        words = _PAGE.sub("", mark.words)
        again = any(other.words in {words, mark.words} for other in marks[place + 1 :])
        several = bare and place + 1 < len(marks) and marks[place + 1].part is not mark.part
        if not (bare and again) and not (several and mark.part is Part.PLAN):
            kept.append(mark)
    # where a review opens again behind the plan, the report stands in the text twice or the contents came first
    return kept


def _again(marks: list[_Mark], end: int) -> int:
    """Return where the same review opens again behind the plan: the text holds the report twice."""
    planned = False
    for place, mark in enumerate(marks):
        same = any(mark.words == other.words for other in marks[:place])
        if planned and mark.part is Part.REVIEW and same:
            return mark.start
        planned = planned or mark.part is Part.PLAN
    return end


def _title_start(text: Text) -> int:
    """Return where the last title among the first lines begins (a site tells it twice); 0 where none is one."""
    starts = [0, *text.breaks[:_FIRST_LINES]]
    lines = zip(starts, [*starts[1:], len(text.flat)], strict=True)
    return max((start for start, stop in lines if is_title(text.flat[start:stop])), default=0)


def _last_start(marks: list[_Mark], otherwise: int) -> int:
    """Return where the first plan part begins, else the last part, else a place given."""
    plan = next((mark.start for mark in marks if mark.part is Part.PLAN), None)
    if plan is None:
        return marks[-1].start if marks else otherwise
    return plan


def _by_sentence(text: Text, year: int, end: int, marks: list[_Mark]) -> tuple[list[_Mark], str]:
    """Where no head opens the plan, its headline sentence does, or a sentence about the year; else nothing does."""
    flat, breaks = text.flat, set(text.breaks)
    five = any(mark.part is Part.FIVE_YEARS for mark in marks)
    for match in _HEADLINE.finditer(flat, 0, end):
        said = match[1] is None or year_of(match[1]) == year
        opens = match.start() in breaks or (
            not five and flat[match.start() - 1 : match.start()] in {"。", "！", ""}
        )
        if said and opens and not re.search("五年|十.五", match[0]):
            return [
                _Mark(match.start(), Part.PLAN, flat[match.start() : match.start() + 20])
            ], "by-headline"
    if five:
        return [], "no-year-part"
    for match in _PLAN_SENTENCE.finditer(flat, 0, end):
        opens = match.start() in breaks or flat[match.start() - 1 : match.start()] in {
            "。",
            "！",
            "",
        }
        if opens and (match[1] is None or year_of(match[1]) == year):
            return [
                _Mark(match.start(), Part.PLAN, flat[match.start() : match.start() + 20])
            ], "by-sentence"
    return [], "no-year-part" if marks else "no-parts"


def _where(text: Text, marks: list[_Mark]) -> str:
    """Say which heads were found, and on which lines."""
    return "；".join(f"{text.line(mark.start)}：{mark.words[:20]}" for mark in marks)


def _spans(
    marks: list[_Mark], ending: Ending, *, planned: bool
) -> tuple[tuple[int, int, Part], ...]:
    """Turn marks into spans; before the first mark is the review, behind the closing words nothing is promised."""
    if not marks:
        return ((0, ending.end, Part.UNCLEAR),)
    spans = [(0, marks[0].start, Part.REVIEW)]
    for place, mark in enumerate(marks):
        stop = marks[place + 1].start if place + 1 < len(marks) else ending.closing
        spans.append((mark.start, min(stop, ending.closing), mark.part))
    spans.append((ending.closing, ending.end, Part.CLOSING))
    spans += [(start, stop, Part.PLAN) for start, stop, _ in ending.annexes if planned]
    return tuple(span for span in spans if span[0] < span[1])


def _remarks(flat: str, ending: Ending, found: int, met: int, said: int | None) -> Iterator[Remark]:
    if not ending.complete:
        yield Remark("no-ending", flat[max(0, ending.end - 20) : ending.end])
    if not re.search("各位代表|政府工作报告", flat[:400]) or "各位代表" not in flat[:1500]:
        yield Remark("no-opening", flat[:20])
    if found and met and found != met:
        yield Remark("year-and-date", f"{found}；{met}")
    if said and found and said != found:
        yield Remark("year-said", f"{found}；{said}")
    for _, _, words in ending.annexes:
        yield Remark("annex", words)


def _horizon(flat: str, spans: tuple[tuple[int, int, Part], ...], year: int) -> int:
    """Return the year in which the five-year part ends: said (到2030年), or counted (十五五: 2030)."""
    five = next(((start, end) for start, end, kind in spans if kind is Part.FIVE_YEARS), None)
    if five is None:
        return year
    said = re.search(r"到((?:19|20)\d\d)年", flat[five[0] : five[1]])
    if said and int(said[1]) >= year:
        return int(said[1])
    return year + 4 - (year - 1) % 5
