"""County × target: the targets of one plan, and what each government below, or each department,
answers for it.
"""

from dataclasses import dataclass
from decimal import Decimal

from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import Beside
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Milestone, Plan


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """One government below, or one department of the plan itself."""

    key: str
    """The code of its plan, or the department's name."""
    name: str
    period: str
    """Of its figures, where it is another than the matrix's; else empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """One target with what answers it."""

    target: Indicator | Milestone | None
    """None where several departments have a target of the same name and no whole stands over
    them.
    """
    code: str
    name: str
    unit: str
    printed: str
    whole: Beside | None
    """The target's own figure and light, where its data are given."""
    cells: tuple[tuple[Beside, ...], ...]
    """By column; several where more than one of its targets answer, empty where none does."""
    adds_up: bool
    """Whether the figures are parts of one amount and may be added."""
    total: Decimal | None
    """The sum of the parts that are known, in the row's unit; None where nothing may be added."""
    missing: tuple[str, ...]
    """Columns that have a part and no figure of the period."""
    share: Decimal | None
    """The sum as a share of the target; None without a target or a sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """All rows and columns, at one period's end."""

    plan: Plan
    period: Period
    columns: tuple[MatrixColumn, ...]
    rows: tuple[MatrixRow, ...]

    def count(self, column: int, status: Status) -> int:
        """Return how many cells of a column have a light."""
        return sum(one.status is status for row in self.rows for one in row.cells[column])


def matrix_figure(number: Decimal) -> str:
    """Return a figure without idle zeros and without an exponent."""
    text = f"{number:f}"
    if "." in text:
        return text.rstrip("0").rstrip(".")
    return text
