"""Whether the locked cells still hold what was sent out; what form they are in does not matter."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Context, Decimal, InvalidOperation
from typing import Any

from xlreport.checks.returns.checked_return_lines import (
    CheckedReturn,
    IndicatorLine,
    Line,
    MilestoneLine,
    about,
    shown_value,
)
from xlreport.checks.typed.typed_days import read_day
from xlreport.messages.locked_cell_messages import NO_VALUE, OF_INDICATOR, OF_MILESTONE
from xlreport.model.plans.plan_form_types import INDICATOR_LOCKED, MILESTONE_LOCKED
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import FAULTY, Cell
from xlreport.model.texts.lookalike_texts import one_form
from xlreport.model.texts.short_text_cache import cached

_FAULTS = {
    "name": "target-changed", "unit": "target-changed", "printed": "target-changed",
    "deadline": "target-changed",
    "baseline": "locked-changed", "due": "locked-changed", "commitment": "locked-changed",
    "step": "locked-changed",
    "section": "reference-changed", "last": "reference-changed",
    "last_state": "reference-changed", "last_progress": "reference-changed",
}  # fmt: skip
"""How bad a change is: another target was answered; the path to it was changed; only what helps to
read it was.

The code is what rows are found by; a serial number shifts when the plan gains a row, and says
nothing.
"""
_Words = Callable[[Any, str], str | Decimal]
"""How a locked cell of a row of one kind reads in a language."""
_INDICATORS: tuple[tuple[str, _Words], ...] = tuple(
    (field, OF_INDICATOR[field]) for field in INDICATOR_LOCKED if field in _FAULTS
)
_MILESTONES: tuple[tuple[str, _Words], ...] = tuple(
    (field, OF_MILESTONE[field]) for field in MILESTONE_LOCKED if field in _FAULTS
)
"""The fields that are compared."""
_UNKNOWN = frozenset({"", NO_VALUE})
"""Where the plan says nothing, nothing is known of what was sent out."""
_EARLIER = frozenset({"last", "last_state", "last_progress", "baseline", "due"})
"""What may rest on earlier returns: a workbook made without them (no `--last`) has a dash there."""
_BOUND = re.compile(r"([≥≤<>])(—?\d{1,30}(?:\.\d{1,30})?)")
"""A bound as it is compared: its sign, its number; `_SIGNS` has made a minus a dash."""
_GRAIN, _ROOM = Decimal("1e-9"), Context(prec=400)
_SIGNS = str.maketrans(
    {"⩾": "≥", "≧": "≥", "⩽": "≤", "≦": "≤", "–": "—", "-": "—", "―": "—", "−": "—"}
)


def locked_cells(back: CheckedReturn) -> Iterable[Finding]:
    """A locked cell that holds something else is named with both values; a row that lost them all
    is named once.
    """
    language = back.form.language
    for line in back.lines:
        changed, cells, told = [], line.entry.cells, line.entry.texts.get
        fields = _INDICATORS if isinstance(line, IndicatorLine) else _MILESTONES
        for field, words in fields:
            expected = words(line.row, language)
            if told(field) == expected or not _compared(field, expected, cells):
                continue
            cell = cells[field]
            if not _same(expected, cell, line, field) and not _unknown_then(field, cell):
                changed.append((field, expected, cell))
        if len(changed) > 1 and all(cell.blank for _, _, cell in changed):
            sent = ((field, words(line.row, language)) for field, words in fields)
            compared = sum(_compared(field, expected, cells) for field, expected in sent)
            if len(changed) == compared:
                yield about("row-emptied", line, "name")
                continue
        for field, expected, cell in changed:
            yield about(
                _fault(back, field),
                line,
                field,
                sent=_words(expected),
                found=shown_value(cell) or NO_VALUE,
            )


def _compared(field: str, expected: str | Decimal, cells: Mapping[str, Cell]) -> bool:
    """Say whether it is known what a cell held when it was sent out, and the cell came back."""
    if field not in cells:
        return False
    return isinstance(expected, Decimal) or expected not in _UNKNOWN or field == "commitment"


def _fault(back: CheckedReturn, field: str) -> str:
    """Return what a difference is called: in a form of another version the path of a target may be
    what the plan said then, and nobody changed it.
    """
    code = _FAULTS[field]
    return "locked-of-version" if back.form.other_version and code == "locked-changed" else code


def _unknown_then(field: str, cell: Cell) -> bool:
    """Say whether a cell shows that what earlier returns tell was not known yet when the workbook
    was made.
    """
    return field in _EARLIER and _plain(cell.as_typed) == _plain(NO_VALUE)


def _same(expected: str | Decimal, cell: Cell, line: Line, field: str) -> bool:
    if isinstance(line, MilestoneLine) and field == "deadline":
        return read_day(cell, line.row.deadline.year).value == line.row.deadline
    if isinstance(expected, Decimal):
        stored = (
            isinstance(cell.raw, Decimal) and cell.raw == expected and "%" not in cell.number_format
        )
        if stored or (field == "due" and _shown_alike(expected, cell, line)):
            return True
        return _number(cell) == _nine_decimals(expected)
    if cell.kind in FAULTY:
        return False
    if cell.raw == expected or (field == "due" and _bound_alike(expected, cell, line)):
        return True
    return _plain(cell.as_typed) == _plain(expected) or (expected == NO_VALUE and cell.blank)


def _shown_alike(due: Decimal, cell: Cell, line: Line) -> bool:
    """Say whether what is due differs by less than its last decimal: forms of an earlier version
    have it rounded.
    """
    number = _number(cell)
    if number is None or isinstance(line, MilestoneLine):
        return False
    return abs(number - due) < Decimal(1).scaleb(-line.row.indicator.decimals)


def _bound_alike(expected: str, cell: Cell, line: Line) -> bool:
    """Say whether a bound with its sign (≥63.75) differs by less than its last decimal."""
    sign, number = _BOUND.fullmatch(_plain(expected)), _BOUND.fullmatch(_plain(cell.as_typed))
    if not sign or not number or sign[1] != number[1] or isinstance(line, MilestoneLine):
        return False
    apart = abs(Decimal(sign[2].replace("—", "-")) - Decimal(number[2].replace("—", "-")))
    return apart < Decimal(1).scaleb(-line.row.indicator.decimals)


def _number(cell: Cell) -> Decimal | None:
    """Return the number in a cell, stored as one or as text, to nine decimals: stored numbers are
    binary.
    """
    try:
        if isinstance(cell.raw, Decimal):
            return _nine_decimals(cell.raw * (100 if "%" in shown_value(cell) else 1))
        return _nine_decimals(Decimal(_plain(cell.as_typed).replace(",", "").rstrip("%")))
    except InvalidOperation:
        return None


def _nine_decimals(number: Decimal) -> Decimal:
    """Round to nine decimals, however many digits stand before the point."""
    return number.quantize(_GRAIN, context=_ROOM)


@cached(200)
def _plain(text: str) -> str:
    """Return a text without white space and with one form of each sign, as programs and languages
    change them.
    """
    folded = one_form(text).translate(_SIGNS)
    return re.sub(r"\s+", "", folded).replace(">=", "≥").replace("<=", "≤").casefold()


def _words(expected: str | Decimal) -> str:
    return f"{expected.normalize():f}" if isinstance(expected, Decimal) else expected
