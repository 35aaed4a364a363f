"""Findings as the lines of a list: the same fault in neighbouring cells is one line with a
range.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xlreport.messages import say
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.workbook.reading.formats.format_cells import column_of

ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
# a cell's address: AB and 12
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListLine:
    """One line of the list, in words."""

    severity: Severity
    sheet: str
    cells: str
    """`D7`, `D7:D12`, or empty."""
    serial: str
    name: str
    value: str
    message: str
    remedy: str
    findings: tuple[Finding, ...]


def list_lines(findings: Iterable[Finding], language: str) -> list[ListLine]:
    """Return the lines, errors first, then in the order of sheets, rows and columns."""
    sheets: dict[str, int] = {}
    runs: dict[object, list[list[Finding]]] = {}
    for found in findings:
        sheets.setdefault(found.sheet, len(sheets))
        same = (
            found.code,
            found.sheet,
            _column(found),
            found.value,
            tuple(sorted(found.fields.items())),
            found.explained,
        )
        runs.setdefault(same, []).append([found])
    joined = [run for group in runs.values() for run in _runs(group)]
    joined.sort(
        key=lambda run: (ORDER.index(run[0].severity), sheets[run[0].sheet], *_place(run[0]))
    )
    return [_line(run, language) for run in joined]


def _runs(group: Sequence[list[Finding]]) -> list[list[Finding]]:
    """Join findings in neighbouring rows; those without a single cell stay alone."""
    single = sorted((found for run in group for found in run), key=_place)
    runs: list[list[Finding]] = []
    for found in single:
        row = _place(found)[0]
        if runs and row and _place(runs[-1][-1])[0] == row - 1:
            runs[-1].append(found)
        else:
            runs.append([found])
    return runs


def _line(run: Sequence[Finding], language: str) -> ListLine:
    first, last = run[0], run[-1]
    serial = str(first.serial or "")
    told = first
    if len(run) > 1:
        joint = "–" if last.serial - first.serial == len(run) - 1 else "…"
        serial = f"{first.serial}{joint}{last.serial}" if first.serial and last.serial else ""
        name = (
            say(language, "annotate.several", name=first.name, count=len(run)) if first.name else ""
        )
        told = replace(first, cell=f"{first.cell}:{last.cell}", name=name)
    return ListLine(
        severity=first.severity, sheet=first.sheet, cells=told.cell, serial=serial, name=told.name, value=first.value, message=sentence(language,
        told),
        remedy=remedy(language, told), findings=tuple(run),
    )  # fmt: skip


def _place(found: Finding) -> tuple[int, int]:
    match = _PLACE.fullmatch(found.cell)
    return (int(match[2]), column_of(match[1])) if match else (0, 0)


def _column(found: Finding) -> str:
    match = _PLACE.fullmatch(found.cell)
    return match[1] if match else found.cell
