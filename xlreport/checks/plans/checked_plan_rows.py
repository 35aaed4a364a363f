"""The lines of a plan's workbook as a plan document, with a finding for every cell that has no
meaning.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from xlreport.checks.plans.checked_plan_cells import (
    Meant,
    Surroundings,
    cell_words,
    code_of,
    department_names,
    meant_by,
)
from xlreport.checks.plans.checked_plan_ticks import by_ticks
from xlreport.messages.plan_messages import heading, meaning, parted
from xlreport.model.plans.plan import Action, Measure
from xlreport.model.plans.sheets.plan_sheet_columns import (
    LISTED,
    SHEETS,
    Column,
    PlanBook,
    PlanLine,
)
from xlreport.model.returns.finding import Finding, finding

_PREFIXES = {"indicator": ("ZB", 3), "milestone": ("RW", 3), "department": ("DW", 2)}
_TARGETS = ("indicator", "milestone")
_NEVER_READ = frozenset({"shown", "alias", "opinion"})
# a code's letters and its number: ZB and 012
_NUMBERED = re.compile(r"(.*?)(\d{1,9})", re.ASCII)
_YEAR = 2000
"""For days without a year where the plan's year itself cannot be read."""
STAND_INS: Mapping[str, object] = {
    "measure": "level", "direction": "none", "comparator": "ge", "profile": "hold",
    "action": "finish",
    "since": "2000", "year": _YEAR,
}  # fmt: skip
"""What stands for a required cell that has no meaning, so that the others of its line can still be
proved.
"""


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan document as read; no plan where there are errors."""

    document: dict[str, Any]
    lines: Mapping[str, tuple[PlanLine, ...]]
    """The lines behind the document's tables, in its order."""
    findings: tuple[Finding, ...]
    faulty: frozenset[tuple[str, int]]
    """Lines with errors by kind and place in its table; stand-ins are in them."""


def plan_draft(book: PlanBook) -> PlanDraft:
    """Read every line of a plan's workbook; of a draft's those that are ticked."""
    book, left_out, ticks = by_ticks(book)
    found: list[Finding] = [*book.findings, *ticks]
    codes = {kind: _codes(book, kind, found) for kind in _PREFIXES}
    units = department_names(book.of("department"), codes["department"])
    document: dict[str, Any] = {}
    faulty: set[tuple[str, int]] = set()
    around = Surroundings(units=units, year=_year(book), language=book.language)
    for kind in SHEETS:
        tables = []
        for at, line in enumerate(book.of(kind)):
            code = codes[kind][at] if kind in codes else ""
            row, about = _row(line, at, code, around)
            found += about
            tables.append(row)
            if any(one.severity == "error" for one in about):
                faulty.add((kind, at))
        _put(document, kind, tables)
    document["left_out"] += left_out
    found += _twice(book, codes)
    lines = {kind: book.of(kind) for kind in SHEETS}
    return PlanDraft(
        document, lines, tuple(replace(one, file=book.file) for one in found), frozenset(faulty)
    )


def _put(document: dict[str, Any], kind: str, tables: Sequence[dict[str, Any]]) -> None:
    if kind in LISTED:
        document[kind] = tables[0] if tables else {}
        if document[kind] == {"name": "default"}:
            document[kind] = {}
        if kind == "score" and not document[kind]:
            del document[kind]
    elif kind == "profile":
        document["profiles"] = {row["name"]: row["points"] for row in tables}
    else:
        document[kind] = list(tables)


def _year(book: PlanBook) -> int:
    """Return the plan's year, which days without a year need before anything else is read."""
    for line in book.of("plan"):
        typed = cell_words(line.cells["year"]) if "year" in line.cells else ""
        if re.fullmatch(r"[12]\d{3}", typed):
            return int(typed)
    return _YEAR


def _codes(book: PlanBook, kind: str, found: list[Finding]) -> list[str]:
    """Return the code of every line; one without a code gets the next that is free, and a note says
    which.
    """
    lines = book.of(kind)
    codes = [code_of(line.cells.get("code")) for line in lines]
    others = {code_of(line.cells.get("code")) for other in _TARGETS for line in book.of(other)}
    taken = {*codes, *(others if kind in _TARGETS else ())}
    numbered = [match for code in codes if (match := _NUMBERED.fullmatch(code))]
    prefix, width = _PREFIXES[kind]
    if numbered:
        prefix = Counter(match[1] for match in numbered).most_common(1)[0][0]
        width = max(len(match[2]) for match in numbered if match[1] == prefix)
    last = max((int(match[2]) for match in numbered if match[1] == prefix), default=0)
    for at, line in enumerate(lines):
        if not codes[at]:
            last += 1
            while f"{prefix}{last:0{width}}" in taken:
                last += 1
            codes[at] = f"{prefix}{last:0{width}}"
            found.append(
                _about(line, "code", "plan-book-code-given", at, code=codes[at], given=codes[at])
            )
    return codes


def _about(line: PlanLine, column: str, code: str, at: int, /, **words: str) -> Finding:
    """Return a finding about a cell of a line."""
    cell = line.place(column)
    own = line.cells.get(column)
    told = {"column": words.pop("heading", column)} | {
        k: v for k, v in words.items() if k not in {"code", "value"}
    }
    found = finding(
        code,
        sheet=line.sheet,
        cell=cell.address if cell else "",
        indicator=words.get("code", "") or code_of(line.cells.get("code")),
        serial=0 if line.kind in LISTED else at + 1,
        name=cell_words(line.cells["name"]) if "name" in line.cells else "",
        column=column,
        value=words.get("value", "") or (cell_words(own) or own.as_typed if own else ""),
    )
    return replace(found, fields=told)


def _row(
    line: PlanLine, at: int, code: str, around: Surroundings
) -> tuple[dict[str, Any], list[Finding]]:
    """Return one table of the document and what is to be said about its cells."""
    around = _beside(line, around)
    row: dict[str, Any] = {}
    found: list[Finding] = []
    for column in SHEETS[line.kind]:
        cell = line.cells.get(column.name)
        if cell is None or column.form in _NEVER_READ:
            if column.form == "opinion" and cell is not None and not cell.blank:
                found.append(_about(line, column.name, "plan-book-opinion", at, code=code))
            continue
        words = {"code": code, "heading": heading(line.kind, column.name, around.language)}
        meant = Meant(code) if column.name == "code" and code else meant_by(cell, column, around)
        found += [
            _about(line, column.name, fault.code, at, **words, **fault.words)
            for fault in meant.faults
        ]
        if meant.note:
            found.append(_about(line, column.name, "read-as", at, **words, meant=meant.note))
        value = meant.value
        if value in {None, ()} and column.required:
            value = _stand_in(line, column, around)
            if not meant.faults:
                found.append(_about(line, column.name, "plan-book-blank", at, **words))
        if value not in {None, ()}:
            _set(row, column, value)
    told = {one.column for one in found if one.severity == "error"}
    misfits = [
        (name, fault) for name, fault in _FITS.get(line.kind, _nothing)(row) if name not in told
    ]
    found += [_about(line, name, fault, at, code=code) for name, fault in misfits]
    return row, found


def _stand_in(line: PlanLine, column: Column, around: Surroundings) -> object:
    if column.form == "unit":
        return next(filter(None, around.units.values()), "X")
    if line.kind == "profile":
        return "x"
    return STAND_INS.get(column.name, "X")


def _set(row: dict[str, Any], column: Column, value: object) -> None:
    if column.field[0] == "steps":
        row.setdefault("steps", {})[column.field[1]] = value
    elif column.name.startswith("point_"):
        row.setdefault("points", {})[int(column.name.removeprefix("point_"))] = value
    elif len(column.field) > 1:
        row.setdefault(column.field[0], {})[column.field[1]] = value
    else:
        row[column.field[0]] = value


def _beside(line: PlanLine, around: Surroundings) -> Surroundings:
    """Return what the figures of a line need to know of its other cells."""
    cells = line.cells
    measure = meaning("measure", cell_words(cells["measure"])) if "measure" in cells else None
    return replace(
        around,
        unit=cell_words(cells["unit"]) if "unit" in cells else "",
        measure=Measure(measure) if measure else Measure.LEVEL,
        classes=parted(cell_words(cells["classes"])) if "classes" in cells else (),
    )


Misfits = Iterable[tuple[str, str]]
"""Column and code of what does not go together in a line; the line is made to fit, so that the rest
can be proved.
"""


def _nothing(_row: dict[str, Any]) -> Misfits:
    return ()


def _indicator_fits(row: dict[str, Any]) -> Misfits:
    if ("value" in row) == ("reference" in row):
        yield "value", "plan-book-value"
        row.pop("value", None)
        row["reference"] = "external"
    baseline = row.get("baseline", {})
    if baseline.get("asked") is False:
        del baseline["asked"]
    if baseline and ("value" in baseline) == bool(baseline.get("asked")):
        yield "baseline_value", "plan-book-baseline"
        baseline.clear()
    if not baseline:
        row.pop("baseline", None)
    yield from _parent_fits(row)


def _milestone_fits(row: dict[str, Any]) -> Misfits:
    steps = row.get("steps", {})
    quarters = [steps.get(str(n)) for n in range(1, 5)]
    if row.get("action") == Action.ADVANCE and not steps:
        yield "step_1", "plan-book-steps-missing"
    elif steps and None in quarters:
        yield f"step_{quarters.index(None) + 1}", "plan-book-steps"
    if "steps" in row or row.get("action") == Action.ADVANCE:
        row["steps"] = [step or str(at) for at, step in enumerate(quarters, 1)]
    yield from _parent_fits(row)


def _parent_fits(row: dict[str, Any]) -> Misfits:
    if ("parent" in row) != ("parent_kind" in row):
        yield "parent" if "parent" not in row else "parent_kind", "plan-book-parent"
        row.pop("parent", None)
        row.pop("parent_kind", None)


def _profile_fits(row: dict[str, Any]) -> Misfits:
    points = row.pop("points", {})
    last = max(points, default=0)
    if len(points) < last or not points:
        yield f"point_{next(n for n in range(1, last + 2) if n not in points)}", "plan-book-points"
    row["points"] = [points.get(n, Decimal(0)) for n in range(1, last + 1)] or [Decimal(100)]


def _revision_fits(row: dict[str, Any]) -> Misfits:
    if not {"value", "due", "lead", "reporter", "leader"} & row.keys() or (
        "stretch" in row and "value" not in row
    ):
        yield "value", "plan-book-revision"
        row["value"] = Decimal(0)


_FITS = {
    "indicator": _indicator_fits, "milestone": _milestone_fits, "profile": _profile_fits,
    "revision": _revision_fits,
}  # fmt: skip


def _twice(book: PlanBook, codes: Mapping[str, Sequence[str]]) -> Iterable[Finding]:
    """Every line whose code another has too is named."""
    targets = Counter(code for kind in _TARGETS for code in codes[kind])
    for kind, counts in (
        *((k, targets) for k in _TARGETS),
        ("department", Counter(codes["department"])),
    ):
        word = "plan-department-twice" if kind == "department" else "plan-code-twice"
        for at, line in enumerate(book.of(kind)):
            if counts[codes[kind][at]] > 1:
                yield _about(
                    line,
                    "code",
                    word,
                    at,
                    value=codes[kind][at],
                    count=str(counts[codes[kind][at]]),
                )
    names = [cell_words(line.cells["name"]) for line in book.of("profile") if "name" in line.cells]
    for at, line in enumerate(book.of("profile")):
        if at < len(names) and names[at] and names.count(names[at]) > 1:
            yield _about(line, "name", "plan-book-profile-twice", at)
