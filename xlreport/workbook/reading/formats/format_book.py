"""A workbook of any format as the reader sees it: tables of raw cells, and what stands around
them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from operator import itemgetter

from xlreport.model.returns.finding import Finding
from xlreport.workbook.reading.formats.format_cells import NumberFormat

Raw = tuple[str, str, int, str | None]
"""What stands in a cell: its type, its text, its format's number, its formula.

Types: `n` number, `s` text, `b` boolean (`0` or `1`), `e` error, `d` date (ISO 8601), `?` a formula
without result, `o` a rich value.
"""

Merge = tuple[int, int, int, int]
"""A merged range: first row, first column, last row, last column."""

Rows = dict[int, dict[int, Raw]]
"""1-based row → 1-based column → cell; cells without anything in them are absent, and their rows
may be.
"""

_TEXT_OF, _FORMULA_OF = itemgetter(1), itemgetter(3)


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet."""

    name: str
    rows: Mapping[int, Mapping[int, Raw]]
    """1-based row → 1-based column → cell; cells without anything in them are absent."""
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    """Merged ranges of more than one row."""

    def texts(self) -> set[str]:
        """Return the different texts in its cells, those of numbers and truths too: most questions
        about texts are answered by none of them.
        """
        return set(map(_TEXT_OF, self._raws()))

    def formulas(self) -> list[str]:
        """Return the formulas in its cells."""
        return list(filter(None, map(_FORMULA_OF, self._raws())))

    def _raws(self) -> Iterator[Raw]:
        return chain.from_iterable([cells.values() for cells in self.rows.values()])


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One workbook."""

    tables: tuple[Table, ...]
    formats: tuple[NumberFormat, ...]
    pictures: bool = field(default=False, kw_only=True)
    """Whether a text stands for a picture."""
    epoch_1904: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    """Global defined names in lower case → what they refer to."""
    properties: Mapping[str, str] = field(default_factory=dict)
    """Custom document properties."""
    saved_at: datetime | None = None
    program: str = ""
    active: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What its format cannot tell."""

    @property
    def odd(self) -> bool:
        """Whether a text may be shown as another one, so that each has to be looked at."""
        return self.pictures or any(look.odd for look in self.formats)
