"""What a cell of the plan's workbook is taken to mean, by the form of its column."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from xlreport.checks.typed.typed_days import read_day
from xlreport.checks.typed.typed_numbers import number_text, read_number
from xlreport.checks.typed.typed_value import Reading, plain_text, says_none
from xlreport.messages.plan_messages import (
    CHOICES,
    compared,
    is_year_end,
    meaning,
    parted,
    period_meant,
    word,
)
from xlreport.model.plans.plan import Measure
from xlreport.model.plans.sheets.plan_sheet_columns import THRESHOLDS, Column, PlanLine
from xlreport.model.returns.submission import FAULTY, Cell, CellKind
from xlreport.model.texts.lookalike_texts import row_code

# a number as a program writes it: -12.5, 1E-7
_EXACT = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,4})?", re.ASCII)
# what a number format says in quotes, behind \ or in brackets: no sign of its own
_PERCENT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_FLAGS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a cell, or a part of it, has no meaning: a finding's code, and words for it."""

    code: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Meant:
    """What a cell means: a value as the plan file has it, None where it says nothing."""

    value: object = None
    faults: tuple[Fault, ...] = ()
    note: str = ""
    """The value in words, where it was not typed plainly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What one cell needs to know of the others."""

    units: Mapping[str, str]
    """Departments by whatever names them; empty where two go by that name."""
    year: int
    language: str
    unit: str = ""
    measure: Measure = Measure.LEVEL
    classes: Sequence[str] = ()


def department_names(lines: Sequence[PlanLine], codes: Sequence[str]) -> Mapping[str, str]:
    """Return departments by code, then by what other sheets call them, by name and by alias."""
    named: dict[str, set[str]] = {}
    for line, code in zip(lines, codes, strict=True):
        cells = line.cells
        words = [cell_words(cells[name]) for name in ("known_as", "name") if name in cells]
        words += list(parted(cell_words(cells["aliases"]))) if "aliases" in cells else []
        for one in words:
            named.setdefault(compared(one), set()).add(code)
    certain = {
        name: next(iter(owners)) if len(owners) == 1 else ""
        for name, owners in named.items()
        if name
    }
    known_as = Counter(
        compared(cell_words(line.cells["known_as"])) for line in lines if "known_as" in line.cells
    )
    for line, code in zip(lines, codes, strict=True):
        told = compared(cell_words(line.cells["known_as"])) if "known_as" in line.cells else ""
        if told and known_as[told] == 1:
            certain[told] = code
    return certain | {compared(code): code for code in codes}


def cell_words(cell: Cell) -> str:
    """Return what a cell says as its reader sees it: 100% where a percent format shows 1."""
    if cell.kind in {*FAULTY, CellKind.BLANK}:
        return ""
    if isinstance(cell.raw, Decimal):
        percent = "%" in _PERCENT.sub("", cell.number_format)
        if percent:
            return f"{number_text(cell.raw * 100)}%"
        return number_text(cell.raw)
    if isinstance(cell.raw, datetime):
        return cell.raw.date().isoformat()
    return cell.as_typed.strip()


def code_of(cell: Cell | None) -> str:
    """Return a code as codes are written: capitals, without white space."""
    return row_code(cell_words(cell)) if cell else ""


def meant_by(cell: Cell, column: Column, around: Surroundings) -> Meant:
    """Return what a cell of a column means."""
    if cell.kind is CellKind.ERROR:
        return Meant(faults=(Fault("error-value"),))
    if cell.kind is CellKind.NO_RESULT:
        return Meant(faults=(Fault("no-result"),))
    if cell.kind is CellKind.OBJECT:
        return Meant(faults=(Fault("object-in-cell"),))
    if cell.blank:
        return Meant()
    return _READERS.get(column.form, _text)(cell, column, around)


def _text(cell: Cell, _column: Column, _around: Surroundings) -> Meant:
    return Meant(cell_words(cell) or None)


def _code(cell: Cell, _column: Column, _around: Surroundings) -> Meant:
    return Meant(code_of(cell) or None)


def _choice(cell: Cell, column: Column, around: Surroundings) -> Meant:
    typed = cell_words(cell)
    found = meaning(column.choices, typed)
    if found is None:
        offered = "、".join(
            word(around.language, column.choices, one) for one in CHOICES[column.choices]
        )
        return Meant(faults=(Fault("plan-book-choice", {"offered": offered}),))
    return Meant(_FLAGS[found] if column.choices == "flag" else found)


def _number(cell: Cell, column: Column, around: Surroundings) -> Meant:
    typed = cell_words(cell)
    if cell.kind is CellKind.TEXT:
        if around.measure is Measure.CLASS and typed in around.classes:
            return Meant(Decimal(around.classes.index(typed) + 1))
        if _EXACT.fullmatch(typed):
            return Meant(Decimal(typed), note=typed)
        if says_none(typed):
            return Meant()
    shares = column.name in THRESHOLDS or column.name.startswith("point_")
    unit = "" if column.name == "weight" else around.unit
    unit = "%" if shares else unit
    read: Reading[Decimal] = read_number(cell, unit, measure=around.measure)
    if read.question or read.value is None:
        first, second = read.meant
        return Meant(
            faults=(
                Fault(
                    read.question or "not-a-number",
                    {"unit": around.unit, "first": first, "second": second},
                ),
            )
        )
    return Meant(read.value, note=number_text(read.value) if read.note else "")


def _whole(cell: Cell, column: Column, around: Surroundings) -> Meant:
    found = _number(cell, column, around)
    if isinstance(found.value, Decimal):
        if found.value != found.value.to_integral_value():
            return Meant(faults=(Fault("not-a-number"),))
        return Meant(int(found.value), note=found.note)
    return found


def _day(cell: Cell, _column: Column, around: Surroundings) -> Meant:
    if isinstance(cell.raw, date):
        return Meant(cell.raw.date() if isinstance(cell.raw, datetime) else cell.raw)
    typed = cell_words(cell)
    if is_year_end(typed):
        return Meant()
    try:
        return Meant(date.fromisoformat(typed))
    except ValueError:
        read = read_day(cell, around.year)
    if read.value is None:
        if read.said_none:
            return Meant()
        return Meant(faults=(Fault(read.question or "not-a-date"),))
    return Meant(read.value, note=read.value.isoformat() if read.note else "")


def _unit(cell: Cell, _column: Column, around: Surroundings) -> Meant:
    return _department(cell_words(cell), around)


def _units(cell: Cell, _column: Column, around: Surroundings) -> Meant:
    found = [_department(one, around) for one in parted(cell_words(cell))]
    faults = tuple(fault for one in found for fault in one.faults)
    return Meant(tuple(one.value for one in found if one.value), faults)


def _department(typed: str, around: Surroundings) -> Meant:
    """Return the department that a name or a code stands for; a code that nobody has is left to the
    plan's check.
    """
    known = around.units.get(compared(typed))
    if known:
        return Meant(known)
    if known is None and re.fullmatch(r"[A-Z0-9][A-Z0-9-]{0,23}", typed):
        return Meant(typed)
    if known is None and says_none(typed):
        return Meant()
    code = "plan-department-unknown" if known is None else "plan-book-two-departments"
    return Meant(faults=(Fault(code, {"value": typed}),))


def _list(cell: Cell, _column: Column, _around: Surroundings) -> Meant:
    return Meant(parted(cell_words(cell)))


def _asked(cell: Cell, _column: Column, around: Surroundings) -> Meant:
    found, faults = [], []
    for typed in parted(cell_words(cell)):
        part = meaning("asked", typed)
        if part is None:
            offered = "、".join(word(around.language, "asked", one) for one in CHOICES["asked"])
            faults.append(Fault("plan-book-choice", {"value": typed, "offered": offered}))
        else:
            found.append(part)
    return Meant(tuple(found), tuple(faults))


def _since(cell: Cell, _column: Column, around: Surroundings) -> Meant:
    period = period_meant(cell_words(cell), around.year)
    if period:
        return Meant(period)
    return Meant(faults=(Fault("plan-book-since"),))


def _reference(cell: Cell, _column: Column, _around: Surroundings) -> Meant:
    typed = cell_words(cell)
    return Meant(meaning("reference", typed) or (None if says_none(typed) else code_of(cell)))


def _profile(cell: Cell, _column: Column, _around: Surroundings) -> Meant:
    typed = cell_words(cell)
    return Meant(meaning("profile", typed) or typed)


def _parent(cell: Cell, _column: Column, _around: Surroundings) -> Meant:
    return Meant(plain_text(code_of(cell)))


_READERS: Mapping[str, Callable[[Cell, Column, Surroundings], Meant]] = {
    "text": _text, "code": _code, "choice": _choice, "number": _number, "whole": _whole,
    "day": _day, "unit": _unit,
    "units": _units, "list": _list, "asked": _asked, "since": _since, "reference": _reference,
    "profile": _profile,
    "parent": _parent,
}  # fmt: skip
