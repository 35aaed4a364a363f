"""The summary: everything that leaders read, as rows, before it becomes a workbook, a page or a
file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from xlreport.model.judged.judged_assessment import Assessment, Forecast, Progress, Status
from xlreport.model.judged.judged_decision import Decision
from xlreport.model.judged.judged_live_formulas import Live
from xlreport.model.judged.judged_on_file import NOTHING_ON_FILE, Inspected, OnFile
from xlreport.model.judged.judged_score import ScoreRow
from xlreport.model.model_quick_values import quickly_made
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Milestone, Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.evidence import Evidence
from xlreport.model.returns.finding import Finding, Verdict


class CameBy(StrEnum):
    """How it is known when a return came."""

    ARRIVED = "arrived"
    """By our own mail server, or the mailbox."""
    FILLED = "filled"
    """By the day that the clerk entered."""
    SAVED = "saved"
    """By the time at which the file was saved."""


Travel = Literal["better", "worse", "same", "noise", ""]
"""Where a figure is going since the last period; empty where that is not known. `noise` is a
movement within the figure's own process limits.
"""
Turn = Literal["worse", "better", "still_off", ""]
"""Whether a light turned; `still_off` is off track in both periods."""
COUNTED = frozenset({Verdict.ACCEPTED, Verdict.PARTLY})
"""Verdicts of returns that count, whole or in part."""
_BEST_FIRST = (Status.COMPLETED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
_OFF = Status.OFF_TRACK


def on_track_share(counts: Mapping[Status, int]) -> Fraction | None:
    """Return 达序时率: completed and on track as a share of what was judged; None where nothing
    was.
    """
    judged = sum(counts.get(status, 0) for status in _BEST_FIRST)
    good = counts.get(Status.COMPLETED, 0) + counts.get(Status.ON_TRACK, 0)
    return Fraction(good, judged) if judged else None


def turn_of(last: Status | None, now: Status) -> Turn:
    """Return how a light turned; empty where it did not, or one of the two is not known.

    Only the four lights that judge are compared.
    """
    if last is None or last not in _BEST_FIRST or now not in _BEST_FIRST:
        return ""
    turn = _BEST_FIRST.index(now) - _BEST_FIRST.index(last)
    if turn == 0:
        if now is _OFF:
            return "still_off"
        return ""
    return "worse" if turn > 0 else "better"


@dataclass(frozen=True, slots=True)
class AgainstAbove:
    """A growth beside the higher plan's; no light."""

    above: Decimal
    """The higher plan's figure."""
    points: Decimal
    """How much better ours is, in points; below 0 it is worse."""
    kept: bool
    """Whether it is as good, by the policy's `above_points`."""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
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
    live: Live | None = None
    """The same judgement as formulas of the row's cells."""
    travel: Travel = ""
    """Direction of travel, whatever the light."""
    periods_off: int = 0
    """For how many periods on end, this one included, the target has been off track."""
    level: int = 0
    """How far up it is taken: 0 to 3, by the policy's numbers of periods on end."""
    made_good: bool = False
    """Whether it is good now and was off track earlier in the year."""
    forecast: Forecast | None = None
    """年底预计, from two or more periods."""
    decision: Decision | None = None
    """What a leader decided about the light; it stands beside it."""
    baseline: Decimal | None = None
    """Last year's figure, from the plan or as reported."""
    issued: Assessment | None = None
    """The same target as the last summary that was issued had it."""
    off_before: int = 0
    """For how many periods on end, up to the one before, the target has been off track."""
    against_above: AgainstAbove | None = None
    """Second test: a growth beside the higher plan's, where the thresholds ask for it."""
    progress: Progress | None = None
    """Second test: the observed rate of progress beside the required one, likewise."""
    inspected: Inspected | None = None
    """What an inspector found; it stands beside what was reported, never over it."""
    evidence: tuple[Evidence, ...] = ()
    """What the row names as evidence, with the files that came."""

    @property
    def actual(self) -> Decimal | None:
        """The figure as reported, also where the light is that of an inspected one."""
        if self.inspected is None or not self.inspected.counts:
            return self.assessment.actual
        return self.record.value if self.record else None

    @property
    def change(self) -> Turn:
        """Whether the light turned since the last period, as `turn_of` says."""
        now = self.assessment.status
        return turn_of(self.last_status, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """One target of another plan, as the data of its own summary has it."""

    plan: str
    period: str
    code: str
    name: str
    department: str
    unit: str
    printed: str
    target: Decimal | None
    actual: Decimal | None
    state: str
    status: Status
    parent: str
    """`TIBET-2020:ZB009`, empty where it answers no other plan's target."""
    parent_kind: str
    measure: str = ""
    """How its progress is judged; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A target of a higher plan and the one of a lower plan that answers it; one of the two is this
    summary's.
    """

    row: SummaryRow
    other: Beside
    kind: Literal["same", "part"]
    above: bool
    """Whether this summary's is the higher one."""


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """The day of the first return that was sound; None where that is not known."""
    came_by: CameBy = CameBy.SAVED
    late: bool | None = None
    """Whether that day is after the return date; None where that is not known."""
    missing: bool = False
    """Whether the file that counted is no longer in the inbox; its figures are on record."""
    sealed: bool | None = None
    """Whether its signed and sealed copy has come; None where none is asked for, or nothing
    counts.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    attention: tuple[SummaryRow, ...]
    """All rows that need somebody to act, most urgent first (the order is judged in `assess`)."""
    history: tuple[Record, ...] = ()
    """Records of earlier periods, for trends."""
    note: str = ""
    number: str = ""
    """What this summary is called: plan, period, and four characters that change with what it
    says.
    """
    pairs: tuple[Pair, ...] = ()
    """Targets beside those of another plan that they answer, or that answer them."""
    issued: Period | None = None
    """The period of the last summary that was issued, where one is known."""
    scores: tuple[ScoreRow, ...] = ()
    """Departments by their places; empty where the plan has no score."""
    on_file: OnFile = NOTHING_ON_FILE
    """What is known besides the returns."""

    last: Period | None = None
    """The period that last lights and changes are of, where one is known; most often the one
    before.
    """

    @property
    def skips(self) -> bool:
        """Whether it is compared with another period than the one before."""
        return self.last is not None and self.last != self.period.previous()

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
        return sum(d.verdict in COUNTED for d in self.departments)

    @property
    def missing(self) -> tuple[DepartmentRow, ...]:
        """The departments of which nothing came."""
        return tuple(one for one in self.departments if one.verdict is None)

    @property
    def sent_back(self) -> tuple[DepartmentRow, ...]:
        """The departments whose returns count for nothing until they are mended."""
        return tuple(one for one in self.departments if one.verdict and one.verdict not in COUNTED)
