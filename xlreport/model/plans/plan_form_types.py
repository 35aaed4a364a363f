"""What is sent out to one department for one period: its rows, what is locked in them and what is
asked.

The form is made once from the plan (in `pipeline/forms/making_forms.py`); the template writes it,
the checks compare with it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlreport.model.model_quick_values import quickly_made
from xlreport.model.period import Period
from xlreport.model.plans.plan import Action, Department, Indicator, Milestone
from xlreport.model.plans.plan_revision import Revision
from xlreport.model.plans.plan_template_code import TemplateCode

INDICATOR_LOCKED = (
    "serial", "code", "name", "section", "unit", "printed", "commitment", "baseline", "due", "last",
)  # fmt: skip
INDICATOR_INPUTS = ("actual", "progress", "problems", "next_steps", "source", "remark")
MILESTONE_LOCKED = (
    "serial", "code", "name", "section", "commitment", "deadline", "step", "last_state",
    "last_progress",
)  # fmt: skip
MILESTONE_INPUTS = ("state", "progress", "expected", "problems", "next_steps", "remark")
EVIDENCE = "evidence"
"""佐证材料: a further open column, of forms whose plan asks for it."""
OPEN_FIELDS = tuple(dict.fromkeys((*INDICATOR_INPUTS, *MILESTONE_INPUTS, EVIDENCE, "baseline")))
"""Every field that may be typed in a row of a form."""
SLIP_LOCKED = ("letter", "code", "name", "target", "actual", "status")
"""Of a reply slip: the letter's number, and the target as it stands there."""
SLIP_INPUTS = ("cause", "measures", "done_by", "extend", "extend_due", "extend_value")
CONTACT_FIELDS = ("filled_by", "telephone", "checked_by", "filled_on")
STATES = (
    "not_started", "under_way", "step_reached", "step_missed", "done", "blocked", "dropped",
)  # fmt: skip
OPEN_STATES = frozenset(STATES) - {"done", "dropped"}
SOURCES = ("statistics", "operations", "administrative", "survey", "other")
TEXT_LIMIT = 1000
"""Characters that an open text cell takes."""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One indicator in one department's workbook."""

    indicator: Indicator
    serial: int
    """Its number in the plan, 1-based."""
    asked: bool
    """Whether the figure exists in this period; else the row is grey and may stay blank."""
    due: Decimal | None
    """What is due by the period's end (the green bound before 左右 and margins); None where there
    is none.
    """
    last: Decimal | None
    """The value last reported; None where none."""
    minimum: Decimal | None
    """Plausible least and greatest value: beyond them the sheet asks and the checks warn."""
    maximum: Decimal | None
    baseline_asked: bool = False
    """Whether this return must also give last year's figure."""
    revisions: tuple[Revision, ...] = ()
    """What changed of it in mid-year by this period, the latest last."""
    last_remark: str = ""
    """The remark of the latest earlier period: said again, it is no reason."""
    steady: Decimal | None = None
    """The figure of the two periods before, where it should have moved: a third time it is asked
    about.
    """
    rate: "Rate | None" = None
    """Of which two figures of this form it is made; None where it is not."""
    slips: "tuple[Range, ...]" = ()
    """Figures that are taken for ones in another unit."""
    hundredths: "tuple[Range, ...]" = ()
    """Sizes of a share that look a hundred times too small or too great."""


@dataclass(frozen=True, slots=True)
class Range:
    """Figures between two ends, both included."""

    low: Decimal
    high: Decimal
    step: Decimal = Decimal(0)
    """Only multiples of it; 0 where all."""


@dataclass(frozen=True, slots=True)
class Rate:
    """How a rate follows from two other figures of the same form."""

    numerator: str
    """Code of the one."""
    denominator: str
    times: Decimal
    """What their quotient is multiplied by to come to the rate's unit."""


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneRow:
    """One milestone in one department's workbook."""

    milestone: Milestone
    serial: int
    deadline: date
    step: str
    """The step due by the period's end, in words; empty where the plan gives none."""
    last_state: str
    """The state last reported (`under_way`), empty where none."""
    last_progress: str
    """The words last reported."""
    revisions: tuple[Revision, ...] = ()
    """What changed of it in mid-year by this period, the latest last."""
    last_remark: str = ""
    """The remark of the latest earlier period."""
    over: bool = False
    """Whether it is due by the period's end."""

    @property
    def states(self) -> tuple[str, ...]:
        """What may be said of it: whether its step is reached where one is due, else under way.

        At its end, what is only to be advanced (推进) has reached the year's progress or has not.
        """
        advancing = self.milestone.action is Action.ADVANCE
        without = {"under_way"} if self.step else {"step_reached", "step_missed"}
        if self.step and advancing and self.over:
            without.add("step_reached")
        return tuple(state for state in STATES if state not in without)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One department's workbook before anybody filled it in."""

    code: TemplateCode
    title: str
    """The plan's title."""
    government: str
    language: str
    department: Department
    number: int
    """The department's place in the plan, 1-based; file names begin with it."""
    period: Period
    return_by: date
    contact: str
    indicators: tuple[IndicatorRow, ...]
    milestones: tuple[MilestoneRow, ...]
    told: tuple[Period, ...] = ()
    """The periods that the last values are of, oldest first; most often the one before."""
    evidence: bool = False
    """Whether its rows have a column for evidence."""
    other_version: bool = False
    """Whether it was sent out under another version of the plan than the one it is compared with:
    what differs in its locked cells may be the plan's own change.
    """
    note: str = ""
    """A line for every page, such as 示例数据，均为虚构."""
