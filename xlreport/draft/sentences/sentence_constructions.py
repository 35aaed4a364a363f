"""One sentence → the targets in it, number by number, and the numbers that are none."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from xlreport.draft.names import drafted_names, name_verbs
from xlreport.draft.sentences.filters.filtered_number import Seen
from xlreport.draft.sentences.filters.number_filters import is_quoted, rejection
from xlreport.draft.sentences.sentence_groups import (
    run_from,
    second_number,
    take_both,
    take_group,
    take_tiers,
)
from xlreport.draft.sentences.sentence_number import MEASURED, take_one
from xlreport.draft.sentences.sentence_qualifiers import qualify
from xlreport.draft.sentences.sentence_target import SentenceReading, Taken
from xlreport.draft.text.text_clauses import clause_of
from xlreport.draft.text.text_numbers import Quantity, quantities

_SHARE_OF = re.compile("(?:以上|以下|左右)的(?![，。；])")
"""60%以上的村集体经济收入超过10万元: the second number says which villages."""
_JOINS = ("、", "和", "与", "及")
_COUNTED_FIRST = re.compile("增长|提高|增加|下降|投资|达到|实现|完成|占|降低|减少")


def read_sentence(
    flat: str, start: int, end: int, *, review: bool = False, year: int = 0
) -> tuple[list[Taken], list[tuple[Quantity, str]]]:
    """Return the targets of a sentence, and the numbers that are none with their reasons; `year` is the plan's."""
    rejected: list[tuple[Quantity, str]] = []
    origins: dict[int, Quantity] = {}
    origin: Quantity | None = None
    reading = SentenceReading(flat, start, end, [])
    for quantity in _in_one_unit(flat, list(quantities(flat, start, end))):
        reason = _reason(flat, (start, end), quantity, review=review, year=year)
        if reason:
            rejected.append((quantity, reason))
            origin = quantity if reason == "origin" else origin
            continue
        reading.live.append(quantity)
        if origin is not None:
            origins[quantity.start], origin = origin, None
    rejected += _parts_of_names(reading)
    index = 0
    while index < len(reading.live):
        index += _take(reading, index)
    return [replace(one, origin=origins.get(one.quantity.start)) for one in reading.taken], rejected


def _in_one_unit(flat: str, numbers: list[Quantity]) -> Iterator[Quantity]:
    """Give 2个和3个百分点, 5和8个百分点 the unit that only the last one prints whole."""
    for one, following in pairwise(numbers):
        lent = one.unit in {"", "个"} and following.unit.endswith("百分点")
        joined = flat[one.end : following.start] in _JOINS
        yield replace(one, unit=following.unit) if lent and joined else one
    yield from numbers[-1:]


def _reason(
    flat: str, sentence: tuple[int, int], quantity: Quantity, *, review: bool, year: int
) -> str:
    start, end = sentence
    floor, ceiling = clause_of(flat, quantity.start, start, end)
    reason = rejection(
        Seen(
            quantity,
            flat[floor : quantity.start],
            flat[max(start, quantity.start - 2) : quantity.start],
            flat[quantity.end : min(end, quantity.end + 40)],
            flat[floor:ceiling],
            flat[start:end],
            quantity.start == start,
            is_quoted(flat, quantity.start, quantity.end, floor, ceiling),
            review,
            year,
        )
    )
    if reason or quantity.unit:
        return reason
    return "" if _is_counted(flat, floor, quantity, ceiling) else "no-unit"


def _is_counted(flat: str, floor: int, quantity: Quantity, ceiling: int) -> bool:
    """Say whether a number without a unit that is known is one that somebody promises: an index, 新增50疋."""
    qualified = qualify(flat, floor, quantity, ceiling)
    left, right = flat[floor : quantity.start], flat[quantity.end : quantity.end + 1]
    if qualified.says and MEASURED.search(flat[floor : qualified.start]):
        return True
    promised = qualified.says or name_verbs.ends_in_strong_verb(left) or _goes_on_with_a_list(left)
    return (
        bool(promised and right)
        and right not in "、+＋-~:：]〕】）/"
        and not left.endswith(("”", "、", "保"))
    )


def _goes_on_with_a_list(left: str) -> bool:
    """Say whether the words before a number are an item of a list that a verb opened: 新增电站30座、充电枪."""
    opening = name_verbs.opening_verb(left) if "、" in left else None
    return bool(opening and opening.strong and re.search(r"\d[^、]{1,12}、[^、\d]{2,12}$", left))


def _parts_of_names(reading: SentenceReading) -> list[tuple[Quantity, str]]:
    """Take out the counts that open a clause whose promise comes later: 120个重点项目完成投资200亿元."""
    flat, found = reading.flat, []
    for quantity, following in zip(reading.live, reading.live[1:], strict=False):
        floor, ceiling = clause_of(flat, quantity.start, reading.start, reading.end)
        if (
            quantity.unit == "%"
            and following.start < ceiling
            and _SHARE_OF.match(flat, quantity.end)
        ):
            found.append((following, "part-of-name"))
            continue
        between = flat[quantity.end : following.start]
        before = flat[floor : quantity.start]
        if quantity.worded and "分别" in between and before.count("、") == quantity.value - 1 > 0:
            found.append((quantity, "part-of-name"))
            continue
        inside = following.start < ceiling and not re.search("[、和及与]", between)
        counted = quantity.unit[-1:] in {"个", "家", "条", "项", "所", "座", "户"}
        if (
            inside
            and counted
            and not drafted_names.clean(flat[floor : quantity.start])
            and _COUNTED_FIRST.search(between)
        ):
            found.append((quantity, "part-of-name"))
    reading.live = [
        one for one in reading.live if all(one is not quantity for quantity, _ in found)
    ]
    return found


def _take(reading: SentenceReading, index: int) -> int:
    """Take the target or targets at an index; return how many numbers were used."""
    if take_tiers(reading, index):
        return 2
    run = run_from(reading, index)
    if len(run) > 1 and take_group(reading, run):
        return len(run)
    quantity = reading.live[index]
    if not take_both(reading, quantity):
        floor, ceiling = reading.clause(quantity)
        if not second_number(reading, quantity, floor, ceiling):
            take_one(reading, index, floor, ceiling)
    return 1
