"""What becomes of each row of a plan in the next year's, as lines of one list."""

from dataclasses import dataclass
from typing import Literal

NEXT_KINDS = (
    "ended", "reached", "dropped", "carried", "again", "near", "changed", "new", "gone", "differs",
    "asked", "baseline", "kept",
)  # fmt: skip
"""What may be said of a row, in the order in which it is listed."""
FOR_TABLES = frozenset({"baseline", "kept"})
"""What is said of most rows: counted on the terminal, listed in the workbook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLine:
    """One thing that is said of one row."""

    kind: str
    """One of `NEXT_KINDS`."""
    table: Literal["indicator", "milestone"]
    code: str
    name: str
    unit: str
    before: str
    """As it is this year: a target, a state, a date, a figure."""
    after: str
    """As it is proposed for the next year."""
    words: str
    """The whole of it as one sentence, in the plan's language."""
