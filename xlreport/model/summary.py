"""The summary: everything that leaders read, as rows, before it becomes a workbook, a page or a file."""

from dataclasses import dataclass
from datetime import date

from xlreport.model.assessment import Assessment, Status
from xlreport.model.finding import Finding, Verdict
from xlreport.model.period import Period
from xlreport.model.plan import Indicator, Milestone, Plan
from xlreport.model.record import Record


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One indicator or milestone with its judgement and the record behind it."""

    target: Indicator | Milestone
    serial: int
    department: str
    """Name of the reporting department."""
    assessment: Assessment
    record: Record | None
    last_status: Status | None = None
    """The light of the previous period, where its values are known."""


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """One department's return and its lights."""

    code: str
    name: str
    verdict: Verdict | None
    """None where nothing came."""
    file: str
    returned: int
    """How many of its files were sent back."""
    asked: int
    """Rows that had to be filled in."""
    filled: int
    counts: dict[Status, int]
    filled_by: str = ""
    telephone: str = ""
    saved_on: date | None = None
    late: bool | None = None
    """Whether it was saved after the return date; None where that is not known."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of the inbox and what became of it."""

    file: str
    sha256: str
    verdict: Verdict
    department: str
    """Department code, empty where not known."""
    period: str
    reason: str
    """One sentence in the plan's language."""


@dataclass(frozen=True, slots=True)
class Summary:
    """One period of one plan."""

    plan: Plan
    period: Period
    as_of: date
    """数据截至: the period's end."""
    indicators: tuple[SummaryRow, ...]
    milestones: tuple[SummaryRow, ...]
    departments: tuple[DepartmentRow, ...]
    findings: tuple[Finding, ...]
    files: tuple[FileRow, ...]
    history: tuple[Record, ...] = ()
    """Records of earlier periods, for trends."""
    note: str = ""

    @property
    def rows(self) -> tuple[SummaryRow, ...]:
        """Indicators, then milestones."""
        return (*self.indicators, *self.milestones)

    def count(self, status: Status) -> int:
        """Return how many rows have that light."""
        return sum(row.assessment.status is status for row in self.rows)

    @property
    def reported(self) -> int:
        """How many departments have sent something that counts, whole or in part."""
        return sum(d.verdict in {Verdict.ACCEPTED, Verdict.PARTLY} for d in self.departments)
