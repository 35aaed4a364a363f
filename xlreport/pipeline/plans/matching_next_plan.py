"""Next year's plan beside the draft of the new report: rows matched by name and unit; new, gone and
changed ones listed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.messages.plan_messages import compared
from xlreport.model.plans.next_plan_types import NextLine
from xlreport.model.plans.plan import CHANGES, Baseline, Indicator, Milestone, Plan, Target
from xlreport.pipeline.plans.proposing_next_plan import NextPlan, NextRow, next_line, shown_figure

# numbers, which change from year to year in the same sentence
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
# signs and spaces, which no name is told from another by
_SIGNS = re.compile(r"[\W_]+")
_SAME, _INSIDE, _ALIKE = 1.0, 0.9, 0.8
_SHORTEST, _HALF, _SAME_SECTION = 3, 0.5, 0.05
_PREFIXES = {"indicator": "ZB", "milestone": "RW"}
# a code's letters and its number: ZB and 012
_NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.ASCII)
_TAKEN = ("section", "figure", "commitment", "value", "stretch", "reference", "printed")
"""Fields of an indicator that the new report settles; how it is judged and by whom stays."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A row of this year's plan and the one of the new report that is the same."""

    old: int
    new: int
    score: float


def beside_report(proposed: NextPlan, drafted: Plan) -> NextPlan:
    """Return a proposed plan with the targets of the new report.

    A row that the report has again keeps its code and gets the report's target; one that it does
    not have stays, and is listed; a new one gets the next code that is free. A task that is over
    and comes again stands under its old code.

    Args:
        proposed: next year's plan as this year's proposes it.
        drafted: the ticked rows of the report, as a plan.
    """
    lines = list(proposed.lines)
    language = proposed.plan.language
    old_indicators = proposed.plan.indicator
    old_tasks = (*proposed.plan.milestone, *_tasks(proposed.ended))
    pairs = {
        "indicator": _pairs(old_indicators, drafted.indicator),
        "milestone": _pairs(old_tasks, drafted.milestone),
    }
    codes = _new_codes(proposed, drafted, pairs)
    indicators = _indicators(language, old_indicators, drafted.indicator, pairs, codes, lines)
    over = {one.code for one in proposed.ended}
    tasks = _milestones(language, old_tasks, drafted.milestone, pairs, codes, over, lines)
    plan = proposed.plan
    known = {one.code for one in plan.department}
    led = {one.lead for one in (*indicators, *tasks)} - known
    head = plan.plan.model_copy(
        update={
            "report": drafted.plan.report,
            "begins": drafted.plan.begins,
            "complete": drafted.plan.complete,
        }
    )
    made = plan.model_copy(
        update={
            "plan": head,
            "department": (*plan.department, *(d for d in drafted.department if d.code in led)),
            "indicator": tuple(indicators),
            "milestone": tuple(tasks),
            "left_out": drafted.left_out,
        }
    )
    return replace(proposed, plan=made, lines=tuple(lines))


def _tasks(rows: Sequence[NextRow]) -> Iterator[Milestone]:
    return (one for one in rows if isinstance(one, Milestone))


def _pairs(old: Sequence[Target], new: Sequence[Target]) -> Mapping[int, _Pair]:
    """Return the pairs by the new row's place, best first; of two that fit as well none is
    taken.
    """
    found = [
        _Pair(at, other, score)
        for at, one in enumerate(old)
        for other, drafted in enumerate(new)
        if (score := _likeness(one, drafted))
    ]
    found.sort(key=lambda pair: (-pair.score, pair.old, pair.new))
    free = found
    olds: set[int] = set()
    taken: dict[int, _Pair] = {}
    for pair in found:
        if pair.old in olds or pair.new in taken:
            continue
        if any(_are_rivals(pair, other) for other in free):
            continue
        olds.add(pair.old)
        taken[pair.new] = pair
        free = [one for one in free if one.old not in olds and one.new not in taken]
    return taken


def _are_rivals(pair: _Pair, other: _Pair) -> bool:
    """Say whether another pair fits one of the same two rows as well."""
    shares_one = (other.old == pair.old) != (other.new == pair.new)
    return shares_one and other.score == pair.score


def _likeness(one: Target, other: Target) -> float:
    """Return how alike two rows are by their names, 0 where they are not the same thing."""
    if isinstance(one, Indicator) and isinstance(other, Indicator):
        both = (one.measure in CHANGES) == (other.measure in CHANGES)
        if compared(one.unit) != compared(other.unit) or not both:
            return 0
    name, drafted = (_SIGNS.sub("", compared(row.name)) for row in (one, other))
    alike = _alike(name, drafted)
    if alike < _SAME and not _may_be_one(one, other):
        return 0
    same_section = compared(one.section) == compared(other.section)
    if alike and same_section:
        return alike + _SAME_SECTION
    return alike


def _may_be_one(one: Target, other: Target) -> bool:
    """Say whether rows of similar names may be the same: 超亿元 is not 超10亿元, and what is added
    in a year is not what there is at its end.
    """
    if _NUMBERS.findall(one.name) != _NUMBERS.findall(other.name):
        return False
    if isinstance(one, Indicator) and isinstance(other, Indicator):
        return one.measure is other.measure
    return True


def _alike(name: str, other: str) -> float:
    if name == other:
        return _SAME
    short, long = sorted((name, other), key=len)
    if len(short) >= _SHORTEST and short in long and len(short) >= len(long) * _HALF:
        return _INSIDE
    matcher = SequenceMatcher(None, name, other)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0
    ratio = matcher.ratio()
    return ratio if ratio >= _ALIKE else 0


def _new_codes(
    proposed: NextPlan, drafted: Plan, pairs: Mapping[str, Mapping[int, _Pair]]
) -> Mapping[str, str]:
    """Return the code of every drafted row in the next plan: the old one of a pair, else the next
    that is free; codes of rows that are over are not given again.
    """
    old: Mapping[str, Sequence[NextRow]] = {
        "indicator": proposed.plan.indicator,
        "milestone": (*proposed.plan.milestone, *_tasks(proposed.ended)),
    }
    taken = {one.code for one in (*proposed.plan.targets, *proposed.ended)}
    codes: dict[str, str] = {}
    for kind, rows in (("indicator", drafted.indicator), ("milestone", drafted.milestone)):
        free = _free(kind, [one.code for one in old[kind]], taken)
        for at, one in enumerate(rows):
            pair = pairs[kind].get(at)
            codes[one.code] = next(free) if pair is None else old[kind][pair.old].code
    return codes


def _free(kind: str, codes: Sequence[str], taken: set[str]) -> Iterator[str]:
    numbered = [match for code in codes if (match := _NUMBERED.fullmatch(code))]
    prefix = numbered[0][1] if numbered else _PREFIXES[kind]
    width = max((len(match[2]) for match in numbered if match[1] == prefix), default=3)
    last = max((int(match[2]) for match in numbered if match[1] == prefix), default=0)
    while True:
        last += 1
        code = f"{prefix}{last:0{width}}"
        if code not in taken:
            taken.add(code)
            yield code


def _indicators(
    language: str,
    old: Sequence[Indicator],
    new: Sequence[Indicator],
    pairs: Mapping[str, Mapping[int, _Pair]],
    codes: Mapping[str, str],
    lines: list[NextLine],
) -> list[Indicator]:
    """Return the indicators of the next plan, old ones in their order, then new ones."""
    by_old = {pair.old: pair for pair in pairs["indicator"].values()}
    rows: list[Indicator] = []
    for at, one in enumerate(old):
        pair = by_old.get(at)
        if pair is None:
            lines.append(next_line(language, "gone", one, before=one.printed))
            rows.append(one)
            continue
        drafted = new[pair.new]
        rows.append(_settled(one, drafted))
        lines += _near(language, one, drafted)
        if one.printed != drafted.printed:
            told = {"before": one.printed, "after": drafted.printed}
            lines.append(next_line(language, "changed", one, **told))
        lines += _differs(language, one, drafted)
    matched = {old[pair.old].code for pair in by_old.values()}
    gone = {one.code for at, one in enumerate(old) if at not in by_old}
    settled = matched | gone
    lines[:] = [line for line in lines if line.kind != "kept" or line.code not in settled]
    for at, drafted in enumerate(new):
        if at not in pairs["indicator"]:
            part_of = codes.get(drafted.part_of or "")
            row = drafted.model_copy(update={"code": codes[drafted.code], "part_of": part_of})
            rows.append(row)
            lines.append(next_line(language, "new", row, after=row.printed))
    return rows


def _settled(old: Indicator, new: Indicator) -> Indicator:
    """Return an indicator with the target of the new report, judged as before."""
    changed: dict[str, Any] = {name: getattr(new, name) for name in _TAKEN}
    if new.direction is old.direction:
        changed["comparator"] = new.comparator
    changed["decimals"] = max(old.decimals, new.decimals)
    printed = new.baseline
    if printed is not None and printed.value is not None and printed.unit in {"", old.unit}:
        known = old.baseline
        if known is None or known.value is None:
            changed["baseline"] = printed
        elif known.value == printed.value:
            changed["baseline"] = _with_figure(known, printed)
    return old.model_copy(update=changed)


def _with_figure(known: Baseline, printed: Baseline) -> Baseline:
    return known.model_copy(update={"figure": printed.figure, "comparator": printed.comparator})


def _day(language: str, day: date | None) -> str:
    if day is None:
        return say(language, "plan_book.year_end")
    return day_label(language, day)


def _near(language: str, one: NextRow, drafted: NextRow) -> Iterator[NextLine]:
    """Say that two rows were matched though their names differ."""
    if compared(one.name) != compared(drafted.name):
        yield next_line(language, "near", one, before=one.name, after=drafted.name)


def _differs(language: str, one: Indicator, drafted: Indicator) -> Iterator[NextLine]:
    """Say that the report prints another figure of last year than was accepted."""
    known, printed = one.baseline, drafted.baseline
    if known is None or printed is None or None in {known.value, printed.value}:
        return
    if printed.unit in {"", one.unit} and known.value != printed.value:
        before, after = (
            shown_figure(one, x.value) for x in (printed, known) if x.value is not None
        )
        yield next_line(language, "differs", one, before=before, after=after)


def _milestones(
    language: str,
    old: Sequence[Milestone],
    new: Sequence[Milestone],
    pairs: Mapping[str, Mapping[int, _Pair]],
    codes: Mapping[str, str],
    over: set[str],
    lines: list[NextLine],
) -> list[Milestone]:
    """Return the tasks of the next plan: those carried over, those that come again, new ones."""
    by_old = {pair.old: pair for pair in pairs["milestone"].values()}
    rows: list[Milestone] = []
    for at, one in enumerate(old):
        pair = by_old.get(at)
        if pair is None:
            if one.code not in over:
                rows.append(one)
            continue
        drafted = new[pair.new]
        changed: dict[str, Any] = {
            name: getattr(drafted, name) for name in ("section", "figure", "commitment")
        }
        if drafted.due is not None or one.code in over:
            changed |= {"due": drafted.due, "since": None}
        rows.append(one.model_copy(update=changed))
        lines += _near(language, one, drafted)
        if drafted.due not in {None, one.due}:
            before, after = (_day(language, x.due) for x in (one, drafted))
            lines.append(next_line(language, "changed", one, before=before, after=after))
        if one.code in over:
            lines[:] = [x for x in lines if x.code != one.code]
            lines.append(next_line(language, "again", one))
    for at, drafted in enumerate(new):
        if at not in pairs["milestone"]:
            row = drafted.model_copy(update={"code": codes[drafted.code]})
            rows.append(row)
            lines.append(next_line(language, "new", row))
    return rows
