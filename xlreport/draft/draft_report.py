"""A report's text → a draft: rows, milestones, the numbers that were left, and remarks about the whole."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from xlreport.draft.draft_rows import (
    Drafting,
    drafted_row,
    milestone_of,
    rejected_number,
    worded_rows,
)
from xlreport.draft.draft_tables import table_rows
from xlreport.draft.names.named_departments import DepartmentRule
from xlreport.draft.parts.part_headings import Part
from xlreport.draft.parts.part_sections import find_sections
from xlreport.draft.parts.report_parts import Parts, find_parts
from xlreport.draft.sentences.sentence_baselines import results
from xlreport.draft.sentences.sentence_constructions import read_sentence
from xlreport.draft.sentences.sentence_milestones import milestones
from xlreport.draft.sentences.sentence_target import Taken
from xlreport.draft.sentences.sentence_without_number import worded_targets
from xlreport.draft.text.report_text import Text, flat_text
from xlreport.draft.text.text_clauses import sentences
from xlreport.draft.text.text_numbers import Quantity, quantities
from xlreport.draft.text.text_tables import IndicatorTable, find_tables
from xlreport.model.plans.plan_draft_types import (
    Draft,
    DraftMilestone,
    DraftRow,
    Place,
    Rejected,
)

_LONGEST_HEAD = 30
_UNSURE = 40
_THE_ECONOMY = "经济增长"
_GROWTH_NAMES = frozenset(("地区生产总值", "国内生产总值", _THE_ECONOMY))
_EXPLAINS = (
    "体现",
    "考虑",
    "主要是基于",
    "目的在于",
    "既是",
    "既稳",
    "这个目标",
    "这一目标",
    "反映",
)
"""Words of a sentence that tells why a target was set."""
#: words that may stand for a number, and are listed where they do not
_TELLING = re.compile("全覆盖|清零|零|所有|只减不增|翻番|倍|两位数")


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
    tables = find_tables(text)
    parts = find_parts(text, year, tuple((one.start, one.end) for one in tables))
    drafting = Drafting(
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
        for sentence in _told(text, start, end, tables):
            if part is Part.CLOSING:
                rejected += _none_of_these(drafting, sentence, "closing")
                continue
            taken, refused = read_sentence(text.flat, *sentence, year=parts.year)
            more, left = _numbers(drafting, sentence, part, taken, refused)
            rows += more
            rejected += left
            named += _milestones(drafting, sentence, part, taken, left)
    for start, end in _behind(text, parts):
        for sentence in _told(text, start, end, tables):
            rejected += _none_of_these(drafting, sentence, "annex")
    for table in tables:
        more, left = table_rows(drafting, table)
        rows += more
        rejected += left
    rejected += _furniture(text, parts)
    rows = list(_told_once(sorted(rows, key=lambda row: row.place.start)))
    return Draft(
        parts.title,
        parts.government,
        parts.year,
        text.original(parts.begins_at, parts.begins_at + len(parts.begins)),
        _offset(text, parts.begins_at),
        parts.complete,
        tuple(rows),
        tuple(named),
        tuple(sorted(rejected, key=lambda one: one.place.start)),
        parts.remarks,
    )


def _told(
    text: Text, start: int, end: int, tables: tuple[IndicatorTable, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences between two positions that stand in no table."""
    for table in tables:
        if start < table.end and table.start < end:
            yield from sentences(text.flat, start, max(start, table.start), text.breaks)
            start = table.end
    if start < end:
        yield from sentences(text.flat, start, end, text.breaks)


def _behind(text: Text, parts: Parts) -> Iterator[tuple[int, int]]:
    """Yield what stands behind the report's end and is no annex with targets."""
    start = parts.end
    annexes = [(first, last) for first, last, _ in parts.spans if first >= parts.end]
    for first, last in [*annexes, (len(text.flat), len(text.flat))]:
        if start < first:
            yield start, first
        start = last


def _told_once(rows: list[DraftRow]) -> Iterator[DraftRow]:
    """Untick a target where a later sentence only tells why it was set: 经济增长目标设定为6%左右，综合考虑了…."""
    told: set[tuple[str, ...]] = set()
    for row in rows:
        name = _THE_ECONOMY if row.name in _GROWTH_NAMES else row.name
        figure = (name, row.number, row.unit, row.comparator)
        again = row.ticked and bool(row.number) and figure in told
        if again and any(words in row.sentence for words in _EXPLAINS):
            yield replace(row, ticked=False, reason="explained", confidence=_UNSURE)
            continue
        if row.ticked:
            told.add(figure)
        yield row


def _offset(text: Text, position: int) -> int:
    return text.places[position] if position < len(text.places) else len(text.raw)


def _numbers(
    drafting: Drafting,
    sentence: tuple[int, int],
    part: Part,
    taken: list[Taken],
    left: list[tuple[Quantity, str]],
) -> tuple[list[DraftRow], list[Rejected]]:
    flat = drafting.text.flat
    rows = [drafted_row(drafting, sentence, one, part) for one in taken]
    counted = [(one.start, one.end) for one in taken]
    rows += [
        row
        for one in ([] if _is_head(drafting, sentence) else worded_targets(flat, *sentence))
        if not any(
            start < one.end and one.start < end and one.printed in flat[start:end]
            for start, end in counted
        )
        for row in worded_rows(drafting, sentence, one, part)
    ]
    rejected = [rejected_number(drafting, sentence, quantity, reason) for quantity, reason in left]
    rejected += _words(drafting, sentence, [row.place for row in rows] + _places(rejected))
    return rows, rejected


def _none_of_these(
    drafting: Drafting, sentence: tuple[int, int], reason: str
) -> Iterator[Rejected]:
    """Yield all numbers of a sentence that holds no target, and the words that stand for one."""
    numbers = quantities(drafting.text.flat, *sentence)
    left = [rejected_number(drafting, sentence, one, reason) for one in numbers]
    yield from left
    yield from _words(drafting, sentence, _places(left))


def _places(left: list[Rejected]) -> list[Place]:
    return [one.place for one in left]


def _words(
    drafting: Drafting, sentence: tuple[int, int], quoted: list[Place]
) -> Iterator[Rejected]:
    """Yield the words that stand for a number and that no quote holds whole."""
    places = drafting.text.places
    for match in _TELLING.finditer(drafting.text.flat, *sentence):
        first, last = places[match.start()], places[match.end() - 1]
        if not any(place.start <= first and last < place.end for place in quoted):
            word = Quantity(*match.span(), match[0], Decimal(0), "", worded=True)
            yield rejected_number(drafting, sentence, word, "word")


def _is_head(drafting: Drafting, sentence: tuple[int, int]) -> bool:
    """Say whether a sentence is no more than a head: （三）推动工业倍增."""
    return sentence[0] in drafting.sections.starts and sentence[1] - sentence[0] <= _LONGEST_HEAD


def _milestones(
    drafting: Drafting,
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
        yield milestone_of(drafting, sentence, one, part)


def _furniture(text: Text, parts: Parts) -> Iterator[Rejected]:
    """Page numbers are numbers too: those inside the plan part are listed."""
    first = text.places[parts.start] if parts.start < len(text.places) else 0
    last = text.places[parts.end - 1] if parts.end else 0
    for start, end in text.furniture:
        words = "".join(text.raw[start:end].split())
        number = re.search(r"\d+", words)
        if first <= start < last and number:
            line = text.raw.count("\n", 0, start) + 1
            yield Rejected(number[0], words, words, Place(start, end, line), "page")
