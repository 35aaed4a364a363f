"""A report's text → a draft: rows, milestones, the numbers that were left, and remarks about the whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from xlreport.draft.names.department_proposals import DepartmentRule, proposed
from xlreport.draft.parts.report_headings import Part, year_of
from xlreport.draft.parts.report_parts import Parts, find_parts
from xlreport.draft.parts.report_sections import Sections, find_sections
from xlreport.draft.rows.drafted_measures import direction_of, measure_of
from xlreport.draft.rows.report_baselines import Result, baseline_for, results
from xlreport.draft.rows.sentence_constructions import read_sentence
from xlreport.draft.rows.sentence_milestones import Named, milestones
from xlreport.draft.rows.sentence_qualifiers import commitment_at
from xlreport.draft.rows.sentence_target import Taken, Worded
from xlreport.draft.rows.sentence_without_number import worded_targets
from xlreport.draft.text.report_clauses import sentences
from xlreport.draft.text.report_numbers import Quantity, quantities
from xlreport.draft.text.report_text import Text, flat_text
from xlreport.model.plans.drafted_plan import Draft, DraftMilestone, DraftRow, Place, Rejected
from xlreport.model.plans.plan import Direction, Measure

_LONGEST_QUOTE = 40
_AROUND = 8
_LONGEST_HEAD = 30
_LATER = re.compile(
    r"到(?:了)?(?P<year>(?:19|20)\d\d|[一二][九〇零][〇零一二三四五六七八九]{2})年|“?十(?P<plan>[四五六七八九])五”?(?:末|期间|时期|期末|规划期)|(?P<span>五年|5年|三年|3年|两年|2年|未来[三五35]年)(?:内|左右|时间|累计|共|，)"
)
#: words that may stand for a number, and are listed where they do not
_TELLING = re.compile("全覆盖|清零|零|所有|只减不增|翻番|倍|两位数")
_PLANS = {"四": 2025, "五": 2030, "六": 2035, "七": 2040, "八": 2045, "九": 2050}
_SPANS = {"五": 4, "5": 4, "三": 2, "3": 2, "两": 1, "2": 1}


def draft_from(
    raw: str, departments: tuple[DepartmentRule, ...] = (), year: int | None = None
) -> Draft:
    """Draft a plan from a report's text.

    Args:
        raw: the text as it was published, with whatever surrounds it.
        departments: the table that proposes who may answer for a target.
        year: the plan's year where the coordinator says it; else found in the text.
    """
    text = flat_text(raw)
    parts = find_parts(text, year)
    drafting = _Drafting(
        text,
        parts,
        find_sections(text, parts.start, max((end for _, end, _ in parts.spans), default=0)),
        results(text, list(parts.of(Part.REVIEW))),
        departments,
    )
    rows: list[DraftRow] = []
    named: list[DraftMilestone] = []
    rejected: list[Rejected] = []
    for start, end, part in parts.spans:
        if part is Part.REVIEW:
            continue
        for sentence in sentences(text.flat, start, end, text.breaks):
            if part is Part.CLOSING:
                rejected += (
                    _reject(drafting, sentence, one, "closing")
                    for one in quantities(text.flat, *sentence)
                )
                continue
            taken, refused = read_sentence(text.flat, *sentence)
            more, left = _numbers(drafting, sentence, part, taken, refused)
            rows += more
            rejected += left
            named += _milestones(drafting, sentence, part, taken, left)
    for start, end in _behind(text, parts):
        for sentence in sentences(text.flat, start, end, text.breaks):
            numbers = quantities(text.flat, *sentence)
            rejected += (_reject(drafting, sentence, one, "annex") for one in numbers)
    rejected += _furniture(text, parts)
    return Draft(
        parts.title,
        parts.government,
        parts.year,
        text.original(parts.begins_at, parts.begins_at + len(parts.begins)),
        _offset(text, parts.begins_at),
        parts.complete,
        tuple(sorted(rows, key=lambda row: row.place.start)),
        tuple(named),
        tuple(sorted(rejected, key=lambda one: one.place.start)),
        parts.remarks,
    )


def _behind(text: Text, parts: Parts) -> Iterator[tuple[int, int]]:
    """Yield what stands behind the report's end and is no annex with targets."""
    start = parts.end
    annexes = [(first, last) for first, last, _ in parts.spans if first >= parts.end]
    for first, last in [*annexes, (len(text.flat), len(text.flat))]:
        if start < first:
            yield start, first
        start = last


def _offset(text: Text, position: int) -> int:
    return text.places[position] if position < len(text.places) else len(text.raw)


@dataclass(frozen=True, slots=True)
class _Drafting:
    text: Text
    parts: Parts
    sections: Sections
    review: dict[str, list[Result]]
    departments: tuple[DepartmentRule, ...]


def _numbers(
    drafting: _Drafting,
    sentence: tuple[int, int],
    part: Part,
    taken: list[Taken],
    left: list[tuple[Quantity, str]],
) -> tuple[list[DraftRow], list[Rejected]]:
    flat = drafting.text.flat
    rows = [_row(drafting, sentence, one, part) for one in taken]
    counted = [(one.start, one.end) for one in taken]
    rows += [
        row
        for one in ([] if _is_head(drafting, sentence) else worded_targets(flat, *sentence))
        if not any(
            start < one.end and one.start < end and one.printed in flat[start:end]
            for start, end in counted
        )
        for row in _worded_rows(drafting, sentence, one, part)
    ]
    rejected = [_reject(drafting, sentence, quantity, reason) for quantity, reason in left]
    spans = [row.place for row in rows] + [one.place for one in rejected]
    for match in _TELLING.finditer(flat, *sentence):
        first = drafting.text.places[match.start()]
        if not any(place.start <= first < place.end for place in spans):
            word = Quantity(*match.span(), match[0], Decimal(0), "", worded=True)
            rejected.append(_reject(drafting, sentence, word, "word"))
    return rows, rejected


def _is_head(drafting: _Drafting, sentence: tuple[int, int]) -> bool:
    """Say whether a sentence is no more than a head: （三）推动工业倍增."""
    return sentence[0] in drafting.sections.starts and sentence[1] - sentence[0] <= _LONGEST_HEAD


def _row(drafting: _Drafting, sentence: tuple[int, int], one: Taken, part: Part) -> DraftRow:
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
        department=_department(drafting, one.name, sentence),
        part_of=one.part_of,
    )


def _bound(predicate: str, after: str) -> str:
    """Return the bound before a number that its print would lose: 突破, 不低于 (控制在…以内 keeps 以内)."""
    match = re.search(
        "不低于|不少于|不超过|不高于|超过|突破|高于|低于|至少|提高到|提高至|达到", predicate
    )
    return match[0] if match and not after else ""


def _worded_rows(
    drafting: _Drafting, sentence: tuple[int, int], one: Worded, part: Part
) -> Iterator[DraftRow]:
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
            department=_department(drafting, name, sentence),
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


def _year(drafting: _Drafting, sentence: tuple[int, int], position: int, part: Part) -> int:
    """Say for which year a target is: its part's, or a later one that its own sentence names before it (到2025年)."""
    parts = drafting.parts
    own = parts.horizon if part is Part.FIVE_YEARS else parts.year
    said = None
    for match in _LATER.finditer(drafting.text.flat, sentence[0], position):
        said = match
    if said is None or re.search("今年|年内|年底|全年", drafting.text.flat[said.end() : position]):
        return own
    if said["year"]:
        return max(own, year_of(said["year"]))
    if said["plan"]:
        return max(own, _PLANS[said["plan"]])
    digit = re.search("[五三两235]", said["span"])
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


def _quote(drafting: _Drafting, start: int, end: int, quantity: Quantity) -> tuple[int, int]:
    return _fitted(
        drafting, start, end, quantity.start, max(quantity.end, min(end, quantity.end + 2))
    )


def _fitted(drafting: _Drafting, start: int, end: int, first: int, last: int) -> tuple[int, int]:
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
    while end - start < _LONGEST_QUOTE and flat.find(flat[start:end], floor) != flat.rfind(
        flat[start:end]
    ):
        if start > floor and flat[start - 1] not in "。！":
            start -= 1
        elif end < len(flat):
            end += 1
        else:
            break
    return start, end


def _place(text: Text, start: int, end: int) -> Place:
    return Place(text.places[start], text.places[end - 1] + 1, text.line(start))


def _milestones(
    drafting: _Drafting,
    sentence: tuple[int, int],
    part: Part,
    taken: list[Taken],
    left: list[Rejected],
) -> Iterator[DraftMilestone]:
    excused = {one.place.start for one in left}
    counted = tuple(
        (one.start, one.end)
        for one in taken
        if one.ticked and drafting.text.places[one.start] not in excused
    )
    for one in milestones(drafting.text.flat, *sentence, counted):
        yield _milestone(drafting, sentence, one, part)


def _milestone(
    drafting: _Drafting, sentence: tuple[int, int], one: Named, part: Part
) -> DraftMilestone:
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
        department=_department(drafting, one.name, sentence),
    )


def _department(drafting: _Drafting, name: str, sentence: tuple[int, int]) -> str:
    """Propose who may answer: the name decides, then the sentence; the section's head decides nothing."""
    rules = drafting.departments
    return proposed(name, rules) or proposed(drafting.text.flat[slice(*sentence)], rules)


def _reject(
    drafting: _Drafting, sentence: tuple[int, int], quantity: Quantity, reason: str
) -> Rejected:
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


def _furniture(text: Text, parts: Parts) -> Iterator[Rejected]:
    """Page numbers are numbers too: those inside the plan part are listed."""
    first = text.places[parts.start] if parts.start < len(text.places) else 0
    last = text.places[parts.end - 1] if parts.end else 0
    for start, end in text.furniture:
        words = re.sub(r"\s", "", text.raw[start:end])
        number = re.search(r"\d+", words)
        if first <= start < last and number:
            line = text.raw.count("\n", 0, start) + 1
            yield Rejected(number[0], words, words, Place(start, end, line), "page")
