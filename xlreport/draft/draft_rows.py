"""A target as it stands in a sentence → a row of the draft: its year, its quote and place, its baseline."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from xlreport.draft.names.named_departments import (
    DepartmentRule,
    proposed,
    proposed_alone,
)
from xlreport.draft.parts.part_headings import Part, year_of
from xlreport.draft.parts.part_sections import Sections
from xlreport.draft.parts.report_parts import Parts
from xlreport.draft.sentences.sentence_baselines import Review, baseline_for
from xlreport.draft.sentences.sentence_measures import direction_of, measure_of
from xlreport.draft.sentences.sentence_milestones import Named
from xlreport.draft.sentences.sentence_qualifiers import commitment_at
from xlreport.draft.sentences.sentence_target import Taken, Worded
from xlreport.draft.text.report_text import Text
from xlreport.draft.text.text_clauses import clause_of
from xlreport.draft.text.text_numbers import Quantity
from xlreport.model.model_words import Direction, Measure
from xlreport.model.plans.plan_draft_types import DraftMilestone, DraftRow, Place, Rejected

_LONGEST_QUOTE = 40
_AROUND = 8
_MANY = 100
"""Words that stand in a report more often than this are told apart by no more words around them."""
_TELLING_WORD = 3
"""Characters of a word that says of a whole sentence whose it is."""
# a year after the plan's, or a span of years, by which a figure is meant: 到2027年, “十五五”末,
# 三年内, 明年
_LATER = re.compile(
    r"(?P<ahead>20\d\d)年(?:底|末)?(?=前?(?:达|实现|完成|建成|超|突破))|到(?:了)?(?P<year>(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2})年|“?十(?P<plan>[一二三四五六七八九])五”?(?:末|期间|时期|期末|规划期)|(?P<span>五年|5年|三年|3年|两年|2年|未来[三五35]年)(?:内|左右|时间|累计|共|，)"
    r"|(?<=[，；。])(?P<whole>五年)(?=[淘建新完投培改])|(?P<next>明年)(?=将|要|再|计划|拟)"
)
_PLANS = {
    "一": 2010,
    "二": 2015,
    "三": 2020,
    "四": 2025,
    "五": 2030,
    "六": 2035,
    "七": 2040,
    "八": 2045,
    "九": 2050,
}
_SPANS = {"五": 4, "5": 4, "三": 2, "3": 2, "两": 1, "2": 1}


@dataclass(frozen=True, slots=True)
class Drafting:
    """A report while it is drafted: its text, parts and sections, last year's results, the departments' table."""

    text: Text
    parts: Parts
    sections: Sections
    review: Review
    departments: tuple[DepartmentRule, ...]


def drafted_row(drafting: Drafting, sentence: tuple[int, int], one: Taken, part: Part) -> DraftRow:
    """Return the row of one target of a sentence."""
    text, quantity, qualified = drafting.text, one.quantity, one.qualified
    measure = measure_of(one)
    year = _year(drafting, sentence, quantity.start, part)
    quote = _quote(drafting, _tight(text.flat, one), one.end, quantity)
    unit = "个" if quantity.unit == "大" else quantity.unit
    predicate = (
        qualified.predicate
        if measure is Measure.FALL or qualified.delta or unit in {"倍", "番"}
        else ""
    )
    bound = _bound(qualified.predicate, qualified.after)
    own = text.flat[quantity.start : quantity.end]
    return DraftRow(
        name=one.name[:60],
        printed=f"{predicate or bound}{own}{qualified.after}",
        number=quantity.printed,
        value=quantity.value,
        unit=unit,
        comparator=qualified.comparator,
        direction=direction_of(one.name, measure, qualified.comparator),
        measure=measure,
        commitment=commitment_at(text.flat, sentence[0], quantity.start),
        section=drafting.sections.at(quantity.start),
        sentence=text.original(*sentence),
        quote=text.original(*quote),
        place=_place(text, *quote),
        year=year,
        confidence=one.confidence if year == drafting.parts.year else min(one.confidence, 40),
        ticked=one.ticked and part is Part.PLAN and year == drafting.parts.year,
        reason=one.reason,
        stretch=one.stretch if one.stretch is not None else quantity.high,
        delta=qualified.delta,
        baseline=baseline_for(one, drafting.review, text, *sentence),
        department=_department(drafting, one.name, sentence, quantity.start),
        part_of=one.part_of,
    )


def _bound(predicate: str, after: str) -> str:
    """Return the bound before a number that its print would lose: 突破, 不低于 (控制在…以内 keeps 以内)."""
    match = re.search(
        "不低于|不少于|不超过|不高于|超过|突破|高于|低于|至少|提高到|提高至|达到", predicate
    )
    return match[0] if match and not after else ""


def worded_rows(
    drafting: Drafting, sentence: tuple[int, int], one: Worded, part: Part
) -> Iterator[DraftRow]:
    """Yield the rows of a target that prints no number, one for each of its names."""
    text = drafting.text
    here = text.flat.find(one.printed, one.start, one.end)
    year = _year(drafting, sentence, here, part)
    start, stop = _fitted(drafting, one.start, one.end, here, here + len(one.printed))
    for name in one.names:
        measure = _worded_measure(name, one)
        yield DraftRow(
            name=name[:60],
            printed=one.printed,
            number=one.number,
            value=one.value,
            unit=one.unit,
            comparator=one.comparator,
            direction=Direction.LESS
            if one.comparator in {"le", "lt", "zero"}
            else direction_of(name, measure, one.comparator),
            measure=measure,
            commitment=commitment_at(text.flat, sentence[0], here + len(one.printed)),
            section=drafting.sections.at(one.start),
            sentence=text.original(*sentence),
            quote=text.original(start, stop),
            place=_place(text, start, stop),
            year=year,
            confidence=65 if one.ticked else 40,
            ticked=one.ticked and part is Part.PLAN and year == drafting.parts.year,
            reason=one.reason,
            reference=one.reference,
            department=_department(drafting, name, sentence, here),
        )


def _worded_measure(name: str, one: Worded) -> Measure:
    if one.reason == "two-digits":
        return Measure.GROWTH
    if one.unit == "%":
        return Measure.SHARE
    if one.unit == "类":
        return Measure.CLASS
    if one.comparator == "zero" and "零增长" in one.printed:
        return Measure.GROWTH
    if one.reason == "compared" and re.search("投入|收入|支出|增加值|投资", name):
        return Measure.GROWTH
    return Measure.SHARE if name.endswith("率") else Measure.LEVEL


def _year(drafting: Drafting, sentence: tuple[int, int], position: int, part: Part) -> int:
    """Say for which year a target is: its part's, or a later one that its own sentence names before it (到2025年)."""
    parts = drafting.parts
    own = parts.horizon if part is Part.FIVE_YEARS else parts.year
    said = None
    for match in _LATER.finditer(drafting.text.flat, sentence[0], position):
        said = match
    if said is None or re.search("今年|年内|年底|全年", drafting.text.flat[said.end() : position]):
        return own
    if named := said["year"] or said["ahead"]:
        return max(own, year_of(named))
    if said["plan"]:
        return max(own, _PLANS[said["plan"]])
    if said["next"]:
        return own + 1 if part is Part.PLAN else own
    digit = re.search("[五三两235]", said["span"] or said["whole"])
    return own + _SPANS[digit[0]] if digit and part is Part.PLAN else own


def _tight(flat: str, one: Taken) -> int:
    """Return where the few words that carry a target begin: not before a 、 that lists other things."""
    if one.reason in {"respectively", "both", "two-tiers"}:
        return one.start
    cut = flat.rfind("、", one.start, one.quantity.start)
    return (
        cut + 1
        if cut >= 0 and one.quantity.start - cut > 3 and one.reason != "predicate"
        else one.start
    )


def _quote(drafting: Drafting, start: int, end: int, quantity: Quantity) -> tuple[int, int]:
    return _fitted(
        drafting, start, end, quantity.start, max(quantity.end, min(end, quantity.end + 2))
    )


def _fitted(drafting: Drafting, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Return a span of at most 40 characters around what must be in it, found once in the plan part where possible."""
    flat, floor = drafting.text.flat, drafting.parts.start
    while start < first and flat[start] in "、，。；：”）和及":
        start += 1
    end = (
        max(last, min(end, start + _LONGEST_QUOTE))
        if first - start < _LONGEST_QUOTE // 2
        else max(last, end)
    )
    start = max(start, end - _LONGEST_QUOTE) if end - start > _LONGEST_QUOTE else start
    if start > first:
        start, end = first, min(end, first + _LONGEST_QUOTE)
    found = list(islice(_occurrences(flat, flat[start:end], floor), _MANY + 1))
    many = len(found) > _MANY
    while end - start < _LONGEST_QUOTE and len(found) != 1:
        if start > floor and flat[start - 1] not in "。！":
            start -= 1
            if not many:
                found = [at - 1 for at in found if at > floor and flat[at - 1] == flat[start]]
        elif end < len(flat):
            size = end - start
            if not many:
                found = [at for at in found if flat[at + size : at + size + 1] == flat[end]]
            end += 1
        else:
            break
    while start < first and flat[start - 1 : start + 1].isdigit():
        # no quote begins in the middle of a number
        start += 1
    return start, end


def _occurrences(flat: str, words: str, floor: int) -> Iterator[int]:
    """Yield where words stand from a position on, overlapping ones too."""
    at = flat.find(words, floor)
    while at >= 0:
        yield at
        at = flat.find(words, at + 1)


def _place(text: Text, start: int, end: int) -> Place:
    return Place(text.places[start], text.places[end - 1] + 1, text.line(start))


def milestone_of(
    drafting: Drafting, sentence: tuple[int, int], one: Named, part: Part
) -> DraftMilestone:
    """Return the milestone of one named thing in a sentence."""
    text, parts = drafting.text, drafting.parts
    start, end = _fitted(
        drafting, one.start, one.end, one.start, min(one.end, one.start + _LONGEST_QUOTE)
    )
    year = _year(drafting, sentence, one.start, part)
    return DraftMilestone(
        name=one.name[:60],
        action=one.action,
        commitment=commitment_at(text.flat, sentence[0], one.end),
        section=drafting.sections.at(one.start),
        sentence=text.original(*sentence),
        quote=text.original(start, end),
        place=_place(text, start, end),
        year=year,
        confidence=one.confidence,
        ticked=one.confidence >= 70 and part is Part.PLAN and year == parts.year,
        due_month=one.due_month,
        department=_department(drafting, one.name, sentence, one.start, named=True),
    )


def _department(
    drafting: Drafting, name: str, sentence: tuple[int, int], at: int, *, named: bool = False
) -> str:
    """Propose who may answer: the name decides, then its clause, then the sentence.

    A sentence of several departments proposes none; the section's head decides nothing. Of named things in a list,
    a railway says nothing about the factory beside it.
    """
    rules, flat = drafting.departments, drafting.text.flat
    if not rules:
        return ""
    clause = flat[slice(*clause_of(flat, at, *sentence))]
    own = proposed(name, rules)
    if own or (named and "、" in clause):
        return own
    return proposed_alone(clause, rules) or proposed_alone(
        flat[slice(*sentence)], rules, least=_TELLING_WORD
    )


def rejected_number(
    drafting: Drafting, sentence: tuple[int, int], quantity: Quantity, reason: str
) -> Rejected:
    """Return a number that is no target, with the words around it."""
    text = drafting.text
    start, end = (
        max(sentence[0], quantity.start - _AROUND),
        min(sentence[1], quantity.end + _AROUND),
    )
    start, end = _fitted(drafting, start, end, quantity.start, quantity.end)
    number = text.original(quantity.start, quantity.end)
    return Rejected(
        number,
        text.original(start, end),
        text.original(*sentence),
        _place(text, start, end),
        reason,
    )
