"""What was typed into the open cells of a workbook, packed: enough to compare the copies that a
department sent.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import groupby

from xlreport.checks.returns.checked_return_lines import shown_value
from xlreport.model.plans.plan_form_types import OPEN_FIELDS
from xlreport.model.returns.submission import Cell, CellKind, Entry
from xlreport.pipeline.intake.intake_findings import Pack, Shape, pack, unpacked

_OPEN = frozenset({*OPEN_FIELDS, "code"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenCell:
    """One cell of one line."""

    code: str
    kind: str
    sheet: str
    row: int
    field: str
    address: str
    shown: str


_OPEN_CELLS: Shape[_OpenCell] = Shape(
    _OpenCell, tuple(one.name for one in fields(_OpenCell)), {}, {}
)


def pack_entries(entries: Sequence[Entry]) -> Pack:
    """Pack what was typed."""
    return pack(_OPEN_CELLS, tuple(_open_cells(entries)))


def _open_cells(entries: Sequence[Entry]) -> Iterator[_OpenCell]:
    for entry in entries:
        for field, cell in entry.cells.items():
            if field in _OPEN:
                yield _OpenCell(
                    code=entry.code,
                    kind=entry.kind,
                    sheet=entry.sheet,
                    row=entry.row,
                    field=field,
                    address=cell.address,
                    shown=shown_value(cell),
                )


def entries_of(packed: Pack) -> tuple[Entry, ...]:
    """Return the lines again, each cell as the text that it showed."""
    lines = groupby(
        unpacked(_OPEN_CELLS, packed), key=lambda one: (one.sheet, one.row, one.code, one.kind)
    )
    return tuple(
        Entry(
            code=code,
            kind=kind,
            sheet=sheet,
            row=row,
            cells={one.field: _cell(sheet, one) for one in cells},
        )
        for (sheet, row, code, kind), cells in lines
    )


def _cell(sheet: str, one: _OpenCell) -> Cell:
    return Cell(
        sheet=sheet,
        address=one.address,
        kind=CellKind.TEXT if one.shown else CellKind.BLANK,
        raw=one.shown or None,
    )
