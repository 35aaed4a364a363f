"""A drafted plan: what the rules took from a report, what they left, and why."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from xlreport.model.model_words import Action, Commitment, Direction, Measure

Wording = Literal[
    "ge", "gt", "le", "lt", "eq", "approx", "zero", "decrease_ge", "multiple_ge", "range"
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand in the report; offsets count its characters, white space included."""

    start: int
    end: int
    line: int
    """1-based."""


@dataclass(frozen=True, slots=True)
class DraftBaseline:
    """Last year's figure, from the report's own review, with the sentence that says so."""

    value: Decimal
    unit: str
    comparator: Wording
    quote: str
    sentence: str
    line: int


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One target as the rules read it."""

    name: str
    printed: str
    """The target as the report words it: 9%左右."""
    number: str
    """The number alone, in digits: 9, 5-6; empty where the report prints none."""
    value: Decimal | None
    """A range's lower end, the lower of two tiers; None where no number is printed (高于去年)."""
    unit: str
    """As printed, scale words included: 万人次."""
    comparator: Wording
    direction: Direction
    measure: Measure
    commitment: Commitment
    section: str
    sentence: str
    quote: str
    """Words that carry the target, found once in the plan part if 40 characters allow it."""
    place: Place
    """Of the quote."""
    year: int
    """The year it is for."""
    confidence: int
    """0 to 100; how sure the rules are that this is a target of the year, read right."""
    ticked: bool
    reason: str
    """Why it was taken; its words are in messages under `draft.taken.<reason>`."""
    stretch: Decimal | None = None
    reference: str = ""
    """`baseline` or `external` where the report prints no number."""
    delta: bool = False
    """提高1500元: the change is promised, not the level."""
    baseline: DraftBaseline | None = None
    department: str = ""
    """Proposed department code; a proposal by function, never printed in a report."""
    part_of: str = ""
    """其中: the name of the row of which this one is a part."""

    @property
    def figured(self) -> bool:
        """Whether the report prints its number (全覆盖 and 高于去年 print none; 清零 does)."""
        return bool(self.number)


@dataclass(frozen=True, slots=True)
class DraftMilestone:
    """One named thing to be started, built, finished."""

    name: str
    action: Action
    commitment: Commitment
    section: str
    sentence: str
    quote: str
    place: Place
    year: int
    confidence: int
    ticked: bool
    due_month: int = 0
    """1 to 12 where the report gives a month (6月底前), else 0."""
    department: str = ""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number of the plan part that is no target, and why."""

    number: str
    quote: str
    """The number with the words around it."""
    sentence: str
    place: Place
    """Of the quote."""
    reason: str
    """Its words are in messages under `draft.rejected.<reason>`."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What the coordinator must know about the whole text; words under `draft.remark.<code>`."""

    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything that was found in one report."""

    title: str
    government: str
    year: int
    begins: str
    """The words with which the plan part begins."""
    begins_at: int
    """Their offset in the report."""
    complete: bool
    rows: tuple[DraftRow, ...]
    milestones: tuple[DraftMilestone, ...]
    rejected: tuple[Rejected, ...]
    remarks: tuple[Remark, ...]

    @property
    def ticked(self) -> tuple[DraftRow, ...]:
        """The rows that a plan takes over."""
        return tuple(row for row in self.rows if row.ticked)
