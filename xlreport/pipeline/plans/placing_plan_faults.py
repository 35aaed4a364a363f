"""Faults of a whole plan, each placed in the cell of its workbook that is to be mended."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from xlreport.checks.plans.checked_plan_cells import cell_words
from xlreport.checks.plans.checked_plan_rows import PlanDraft
from xlreport.checks.plans.plan_soundness import check_plan
from xlreport.messages.plan_messages import CHOICES, heading, prompt, word
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.sheets.plan_sheet_columns import (
    LISTED,
    QUARTERS,
    SHEETS,
    Column,
    PlanLine,
)
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Cell, CellKind
from xlreport.pipeline.plans.reading_plan_quarter_dues import dues

_COLUMNS = {
    "plan-department-unknown": "lead", "plan-comparator": "comparator",
    "plan-direction": "direction",
    "plan-range-open": "stretch", "plan-stretch": "stretch", "plan-unit": "unit",
    "plan-share": "value",
    "plan-class": "classes", "plan-decimals": "decimals", "plan-profile-unknown": "profile",
    "plan-profile-measure": "profile", "plan-path-without-baseline": "baseline_value",
    "plan-baseline-unit": "baseline_unit", "plan-linear": "profile",
    "plan-reference-baseline": "baseline_value",
    "plan-reference-unknown": "reference", "plan-due-other-year": "due",
    "plan-since-other-year": "since",
    "plan-never-asked-at-end": "asked",
    "plan-never-warned": "profile",
    "plan-steps-alike": "step_4", "plan-department-idle": "name", "plan-profile-name": "name",
    "plan-profile-list": "point_4", "plan-revision-unknown": "code",
    "plan-revision-other-year": "since",
    "plan-revision-milestone": "value", "plan-revision-unfit": "value",
    "plan-revision-department": "lead",
    "plan-revision-twice": "code", "plan-parts-measure": "measure",
    "plan-parts-unknown": "parts_numerator",
    "plan-parts-amount": "parts_numerator", "plan-parts-asked": "asked",
    "plan-parts-unit": "parts_factor",
    "plan-revision-same": "value", "plan-parent-own": "parent", "plan-parent-unknown": "parent",
    "plan-parent-kind": "parent", "plan-parent-unit": "unit", "plan-parent-direction": "direction",
}  # fmt: skip
"""Which column of its line a fault of the whole plan is about."""
_TOLD_ALREADY = frozenset({"plan-code-twice", "plan-department-twice"})
"""The lines themselves name these, each in its own cell."""


def _place(found: Finding, line: PlanLine, at: int, column: str) -> Finding:
    """Return a finding with the cell of a line."""
    cell = line.place(column)
    return replace(
        found,
        sheet=line.sheet,
        cell=cell.address if cell else "",
        serial=found.serial or (0 if line.kind in LISTED else at + 1),
        name=found.name or (cell_words(line.cells["name"]) if "name" in line.cells else ""),
        column=column,
    )


def field_finding(
    draft: PlanDraft, place: Sequence[int | str], words: str, language: str
) -> Finding:
    """Return the finding for a field that the model refuses, with the words of what is wrong."""
    kind = "profile" if place[0] == "profiles" else str(place[0])
    lines, at = draft.lines.get(kind, ()), 0
    steps = [str(step) for step in place[1:]]
    if kind == "profile" and len(place) > 1:
        at = list(draft.document["profiles"]).index(place[1])
        steps = [f"point_{int(step) + 1}" for step in steps[1:] if step.isdecimal()] or ["name"]
    elif kind not in LISTED and len(place) > 1 and isinstance(place[1], int):
        at, steps = place[1], steps[1:]
    columns = SHEETS.get(kind, ())
    column = next((c.name for c in columns if _is_column_of(c, steps)), "")
    told = finding(
        "plan-book-field",
        words=words,
        hint=prompt(kind, column, language) if column else "",
    )
    if at >= len(lines):
        return told
    cell: Cell | None = lines[at].cells.get(column)
    named = replace(told, value=cell_words(cell) if cell else "", fields=dict(told.fields) | {
        "column": heading(kind, column, language) if column else "",
    })  # fmt: skip
    return _place(named, lines[at], at, column)


def _is_column_of(column: Column, steps: Sequence[str]) -> bool:
    """Say whether a place in the document is a column's, by its field or by its name."""
    return _same(column.field, steps) or steps == [column.name]


def _same(field: Sequence[str], steps: Sequence[str]) -> bool:
    """Say whether a place in the document lies in a field; steps of a milestone count from 0
    there.
    """
    if field[0] == "steps" and len(steps) > 1 and steps[0] == "steps":
        return int(steps[1]) + 1 == int(field[1])
    return list(field) == list(steps[: len(field)])


def plan_findings(plan: Plan, draft: PlanDraft, language: str) -> Iterator[Finding]:
    """Yield what the plan's own check says, each in its cell; lines with faults of their own come
    first to mend.
    """
    for one in check_plan(plan):
        if one.code in _TOLD_ALREADY:
            continue
        kind, at = _line_of(one, plan)
        if (kind, at) in draft.faulty and one.severity is not Severity.ERROR:
            continue
        lines = draft.lines.get(kind, ())
        if at < 0 or at >= len(lines):
            yield one
        elif (kind, at) not in draft.faulty:
            column = _COLUMNS.get(one.code, "code")
            if one.code == "plan-department-unknown":
                column = next(
                    c
                    for c in ("lead", "cooperating", "reporter")
                    if _names(plan, kind, at, c, one.value)
                )
            if one.code in {"plan-parts-unknown", "plan-parts-amount"}:
                parts = plan.indicator[at].parts
                column = "parts_denominator" if parts and parts.denominator == one.value else column
            yield _place(_in_words(one, kind, column, language), lines[at], at, column)


def _in_words(one: Finding, kind: str, column: str, language: str) -> Finding:
    """Return a finding that says what the sheet says: 不超过, not le."""
    form = next((c.choices or c.form for c in SHEETS[kind] if c.name == column), "")
    fields = {
        key: word(language, key, said) if key in CHOICES else said
        for key, said in one.fields.items()
    }
    value = word(language, form, one.value) if form in CHOICES else one.value
    return replace(one, value=value, fields=fields)


def _names(plan: Plan, kind: str, at: int, column: str, code: str) -> bool:
    named = getattr(getattr(plan, kind)[at], column)
    return column == "reporter" or named == code or (isinstance(named, tuple) and code in named)


def _line_of(one: Finding, plan: Plan) -> tuple[str, int]:
    """Return the table and the place in it that a finding is about; -1 where it is about no
    line.
    """
    if one.code.startswith("plan-revision-") and one.serial:
        return "revision", one.serial - 1
    if one.code == "plan-department-idle":
        return "department", next(
            (n for n, d in enumerate(plan.department) if d.name == one.value), -1
        )
    if one.code in {"plan-profile-name", "plan-profile-list"}:
        return "profile", list(plan.profiles).index(one.value)
    for kind, targets in (("indicator", plan.indicator), ("milestone", plan.milestone)):
        at = one.serial - 1
        if 0 <= at < len(targets) and targets[at].code == one.indicator:
            return kind, at
    return "", -1


def changed_dues(plan: Plan, draft: PlanDraft, language: str) -> Iterator[Finding]:
    """Yield a note for each amount due that was typed over, or that follows from a target that
    changed.
    """
    now = dues(plan, language)
    for at, (one, line) in enumerate(zip(plan.indicator, draft.lines["indicator"], strict=True)):
        if ("indicator", at) in draft.faulty:
            continue
        for quarter, amount in zip(QUARTERS, now[one.code], strict=True):
            column = f"quarter_{quarter}"
            cell = line.cells.get(column)
            if cell is None or cell.blank or _says(cell, amount):
                continue
            shown = amount if isinstance(amount, str) else f"{amount.normalize():f}"
            told = finding(
                "plan-book-due-ignored", indicator=one.code, value=cell_words(cell), due=shown
            )
            words: dict[str, Any] = dict(told.fields) | {
                "column": heading("indicator", column, language)
            }
            yield _place(replace(told, fields=words), line, at, column)


def _says(cell: Cell, amount: str | Decimal) -> bool:
    if cell.kind is CellKind.NUMBER and isinstance(amount, Decimal):
        return cell.raw == amount
    return cell_words(cell) == str(amount)
