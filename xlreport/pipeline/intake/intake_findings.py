"""Findings, records and cells kept packed until somebody looks: thousands of files then take no
more than a few.

Packed they are columns of JSON: what is the same in every row stands once, and nothing in it can
run.
"""

import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from sys import intern
from typing import Generic, TypeVar, overload

from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Cell, CellKind

_T = TypeVar("_T")
_FASTEST = 1
_WINDOW, _MEMORY = 12, 5
"""A few kilobytes to look back: most packs are no longer, and what zlib reserves is cleared each
time.
"""
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_REPEATED = ("plan", "kind", "code", "source", "sheet", "cell")
"""Texts of records that thousands of others say too, or the plan: kept once."""


@dataclass(frozen=True, slots=True)
class Shape(Generic[_T]):
    """How one kind of row is packed: its fields in order, and those that JSON does not know."""

    kind: Callable[..., _T]
    names: tuple[str, ...]
    written: Mapping[str, Callable[..., str]]
    read: Mapping[str, Callable[[str], object]]

    def fold(self, rows: Sequence[_T]) -> bytes:
        """Pack rows."""
        columns = [list(column) for column in zip(*map(attrgetter(*self.names), rows), strict=True)]
        for place, name in enumerate(self.names):
            column = columns[place]
            if name in self.written:
                if len(set(map(id, column))) == 1:  # the period of a return's rows is written once
                    column = column[:1]
                column = [None if one is None else self.written[name](one) for one in column]
            columns[place] = column[:1] if column.count(column[0]) == len(column) else column
        text = _JSON.encode([len(rows), columns])
        packing = zlib.compressobj(_FASTEST, zlib.DEFLATED, _WINDOW, _MEMORY)
        return packing.compress(text.encode("utf-8", "surrogatepass")) + packing.flush()

    def unfold(self, packed: bytes) -> tuple[_T, ...]:
        """Return the rows that were packed."""
        count, columns = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
        for place, name in enumerate(self.names):
            if name in self.read:
                columns[place] = [
                    None if one is None else self.read[name](one) for one in columns[place]
                ]
            if len(columns[place]) < count:
                columns[place] *= count
        rows = zip(*columns, strict=True)
        return tuple(self.kind(**dict(zip(self.names, row, strict=True))) for row in rows)


RECORDS: Shape[Record] = Shape(
    Record,
    tuple(one.name for one in fields(Record)),
    written={"period": str, "value": str, "baseline": str, "expected": date.isoformat},
    read={
        **dict.fromkeys(_REPEATED, intern),
        "period": lru_cache(Period.parse),
        "value": Decimal,
        "baseline": Decimal,
        "expected": date.fromisoformat,
    },
)
FINDINGS: Shape[Finding] = Shape(
    Finding,
    tuple(one.name for one in fields(Finding)),
    written={"severity": str, "fields": lambda words: json.dumps(dict(words), ensure_ascii=False)},
    read={"severity": Severity, "fields": json.loads},
)


def _raw_written(raw: Decimal | str | date | bool) -> str:  # noqa: FBT001 - a cell's value
    return f"{type(raw).__name__} {raw}"


def _raw_read(text: str) -> Decimal | str | date | bool:
    kind, _, rest = text.partition(" ")
    return _RAW[kind](rest)


_RAW: Mapping[str, Callable[[str], Decimal | str | date | bool]] = {
    "Decimal": Decimal, "str": str, "date": date.fromisoformat, "bool": "True".__eq__,
}  # fmt: skip
CELL_SHAPE: Shape[Cell] = Shape(
    Cell,
    tuple(one.name for one in fields(Cell)),
    written={"kind": str, "raw": _raw_written},
    read={"kind": CellKind, "raw": _raw_read},
)


@dataclass(frozen=True, slots=True)
class Folded(Sequence[_T]):
    """A tuple that is unpacked each time it is looked at."""

    shape: Shape[_T]
    packed: bytes
    length: int

    def __len__(self) -> int:
        return self.length

    def __iter__(self) -> Iterator[_T]:
        return iter(self.shape.unfold(self.packed))

    @overload
    def __getitem__(self, place: int) -> _T: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[_T, ...]: ...
    def __getitem__(self, place: int | slice) -> _T | tuple[_T, ...]:
        return self.shape.unfold(self.packed)[place]


Pack = tuple[int, bytes]
"""How many rows there are, and the rows packed; what goes from process to process and into
files.
"""


def pack(shape: Shape[_T], rows: Sequence[_T]) -> Pack:
    """Pack rows; none take no bytes."""
    return (len(rows), shape.fold(rows)) if rows else (0, b"")


def unpacked(shape: Shape[_T], packed: Pack) -> Sequence[_T]:
    """Return packed rows as a sequence that is unpacked when somebody looks."""
    length, content = packed
    return Folded(shape, content, length) if length else ()
