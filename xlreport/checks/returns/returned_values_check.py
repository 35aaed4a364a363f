"""Whether what was asked for is there, and is a figure of the kind asked for."""

import re
from collections.abc import Iterable
from decimal import Decimal

from xlreport.checks.returns.checked_return_lines import (
    CheckedReturn,
    IndicatorLine,
    Line,
    about,
    cell_text,
    gives_reason,
    has_lost,
    said,
    words_say_nothing,
)
from xlreport.checks.typed.typed_numbers import number_text
from xlreport.checks.typed.typed_value import Reading
from xlreport.messages.numbers_in_messages import figure_text
from xlreport.messages.reason_messages import all_say_something
from xlreport.model.plans.plan import AMOUNTS, CHANGES, Indicator, Measure
from xlreport.model.plans.plan_form_types import CONTACT_FIELDS, OPEN_FIELDS, TEXT_LIMIT
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.submission import CellKind

_TENFOLD = 10
_HUNDRED = 100
_CLASS, _SHARE = Measure.CLASS, Measure.SHARE
_FAULTS = {
    CellKind.ERROR: "error-value",
    CellKind.NO_RESULT: "no-result",
    CellKind.OBJECT: "object-in-cell",
}
_WORDS = tuple(
    field for field in OPEN_FIELDS if field not in {"actual", "state", "expected", "baseline"}
)
"""Open cells that hold words."""
_WORD_FIELDS = frozenset(_WORDS)


def figures(back: CheckedReturn) -> Iterable[Finding]:
    """A figure that was asked for is there, is a number, and is listed where it was not typed as a
    plain one.
    """
    for line in back.striking:
        read = line.figure
        if read.blank:
            if line.row.asked and (
                "actual" in line.entry.cells or has_lost(back, line.entry, "actual")
            ):
                yield about("blank", line, "actual")
        elif read.said_none:
            if line.row.asked:
                yield about(
                    "no-data" if gives_reason(line) else "no-data-unexplained", line, "actual"
                )
        else:
            yield from _as_read(line, "actual", read)


def formulas(back: CheckedReturn) -> Iterable[Finding]:
    """A formula counts by its stored result, and is listed: nobody can see on paper how it came
    about.
    """
    for line in back.lines:
        acting = line.entry.with_formula
        for field in OPEN_FIELDS if acting else ():
            cell = acting.get(field)
            if cell is not None and cell.kind not in _FAULTS:
                yield about("formula", line, field, formula=cell.formula or "")


def baselines(back: CheckedReturn) -> Iterable[Finding]:
    """Last year's figure is there where it was asked for, unless there is nothing to report yet."""
    for line in back.indicators:
        if not line.baseline_asked:
            continue
        if line.baseline.blank:
            if line.value is not None:
                yield about("blank", line, "baseline")
        elif line.baseline.said_none:
            yield about(
                "no-data" if gives_reason(line) else "no-data-unexplained", line, "baseline"
            )
        else:
            yield from _as_read(line, "baseline", line.baseline)


def _as_read(line: IndicatorLine, field: str, read: Reading[Decimal]) -> Iterable[Finding]:
    indicator = line.row.indicator
    if read.question or read.value is None:
        first, second = read.meant
        yield about(read.question, line, field, unit=indicator.unit, first=first, second=second)
        return
    if read.note:
        meant = figure_text(indicator, read.value)
        yield about(
            read.note,
            line,
            field,
            meant=number_text(meant) if isinstance(meant, Decimal) else meant,
        )
    if read.value != round(read.value, indicator.decimals) and indicator.measure is not _CLASS:
        yield about("more-decimals", line, field, decimals=str(indicator.decimals))


def values_are_in_range(back: CheckedReturn) -> Iterable[Finding]:
    """A figure outside what is plausible asks for a reason, unless a sharper check has said it
    already.
    """
    for line in back.striking:
        value, row = line.value, line.row
        if value is None:
            continue
        outside = (row.minimum is not None and value < row.minimum) or (
            row.maximum is not None and value > row.maximum
        )
        if outside and not _said_elsewhere(line, value):
            low = "" if row.minimum is None else number_text(row.minimum)
            high = "" if row.maximum is None else number_text(row.maximum)
            yield about(
                "outside-range", line, "actual", low=low, high=high, meant=number_text(value)
            )


def _said_elsewhere(line: IndicatorLine, value: Decimal) -> bool:
    indicator = line.row.indicator
    return (
        is_tenfold(line, value)
        or (indicator.measure in CHANGES and abs(value) > _HUNDRED * _TENFOLD)
        or share_over(line, value)
    )


def is_tenfold(line: IndicatorLine, value: Decimal) -> bool:
    """Say whether an amount is more than ten times its target (a rate may well be)."""
    indicator = line.row.indicator
    if indicator.measure not in AMOUNTS or not indicator.value:
        return False
    return abs(value) > _TENFOLD * abs(indicator.value)


def share_over(line: IndicatorLine, value: Decimal) -> bool:
    """Say whether a share is over 100 although the plan does not say that it may be."""
    indicator = line.row.indicator
    if indicator.measure is not _SHARE or value <= _HUNDRED or indicator.unit not in {"%", "‰"}:
        return False
    whole = Decimal(_HUNDRED) if indicator.unit == "%" else Decimal(_HUNDRED * _TENFOLD)
    return value > max(whole, indicator.maximum if indicator.maximum is not None else whole)


def in_times(line: IndicatorLine) -> bool:
    """Say whether a growth is printed in times, or as a doubling."""
    return printed_in_times(line.row.indicator)


def printed_in_times(indicator: Indicator) -> bool:
    """Say the same of an indicator."""
    great = (indicator.value or 0) >= _HUNDRED
    return great and bool(re.search("倍|番|double|times", indicator.printed))


def words_are_given(back: CheckedReturn) -> Iterable[Finding]:
    """Words that are required are there."""
    answered = [line for line in back.indicators if line.row.asked and line.value is not None]
    done = [line for line in back.milestones if line.state.value and line.state.value != "dropped"]
    asked: dict[str, list[Line]] = {"progress": [*answered, *done], "source": [*answered]}
    for field, lines in asked.items():
        words = [line.entry.texts.get(field, "") for line in lines]
        if not all_say_something(words, nouns=field == "source"):
            yield from (about("blank", line, field) for line in lines if _is_blank(line, field))


def _is_blank(line: Line, field: str) -> bool:
    """Say whether a cell of words came back and says nothing; what was lost in it is named by
    itself.
    """
    plain = line.entry.texts.get(field)
    if plain is not None:
        return words_say_nothing(plain, field)
    cell = line.entry.cells.get(field)
    return cell is not None and cell.kind not in _FAULTS and not said(line.entry, field)


def texts(back: CheckedReturn) -> Iterable[Finding]:
    """No cell of words holds an error value or a formula without a result, and no text is longer
    than it takes.
    """
    for line in back.lines:
        told = line.entry.texts
        lost = [one for one in _WORD_FIELDS.difference(told) if one in line.entry.cells]
        if not lost and len("".join(told.values())) <= TEXT_LIMIT:
            continue
        for field in [one for one in _WORDS if one not in told or len(told[one]) > TEXT_LIMIT]:
            cell = line.entry.cells.get(field)
            if cell is not None and cell.kind in _FAULTS:
                yield about(_FAULTS[cell.kind], line, field)
            elif len(cell_text(line.entry, field)) > TEXT_LIMIT:
                yield about("text-cut", line, field, limit=str(TEXT_LIMIT))


def contacts_are_given(back: CheckedReturn) -> Iterable[Finding]:
    """The signature block is filled in: who did it and can be called, who checked it, and when."""
    for field in CONTACT_FIELDS:
        cell = back.submission.contacts.get(field)
        if cell is None or cell.blank or cell.kind in _FAULTS:
            where = {"sheet": cell.sheet, "cell": cell.address} if cell else {}
            yield finding("contact-missing", column=field, **where)
