"""Assessments: the light of one target at one period's end, with the numbers that explain it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from xlreport.model.model_quick_values import quickly_made


class Status(StrEnum):
    """The seven lights, in the order in which they ask for attention."""

    OFF_TRACK = "off_track"
    AT_RISK = "at_risk"
    NOT_REPORTED = "not_reported"
    ON_TRACK = "on_track"
    COMPLETED = "completed"
    NOT_DUE = "not_due"
    NOT_JUDGED = "not_judged"


SYMBOLS: dict[Status, str] = {
    Status.COMPLETED: "✓", Status.ON_TRACK: "●", Status.AT_RISK: "▲", Status.OFF_TRACK: "■",
    Status.NOT_REPORTED: "○", Status.NOT_DUE: "◇", Status.NOT_JUDGED: "—",
}  # fmt: skip

#: From the axis of a chart: what is bad first, so that red lengths compare.
FROM_AXIS = (
    Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.COMPLETED, Status.NOT_REPORTED,
    Status.NOT_DUE, Status.NOT_JUDGED,
)  # fmt: skip


@quickly_made
@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """How far one indicator or milestone is, and why that light."""

    kind: Literal["indicator", "milestone"]
    code: str
    period: str
    status: Status
    rule: str
    """The rule's name in `assess/judgement_rules.py`."""
    reason: str
    """One sentence in the plan's language: numbers, profile and threshold, the pace needed, the
    light before.
    """
    target: Decimal | None = None
    expected: Decimal | None = None
    """Due by the period's end, rounded down to the indicator's decimals."""
    actual: Decimal | None = None
    green: Decimal | None = None
    """As good as this is on track."""
    amber: Decimal | None = None
    """As good as this is at risk; None where there is no amber."""
    sense: Literal["more", "less"] = "more"
    """Whether greater or smaller values are better against the two bounds."""
    strict: bool = False
    """Whether the green bound itself does not count (超过, 突破, 低于 on the target itself)."""
    amber_strict: bool = False
    """Whether the amber bound itself does not count (any fall above 0; 低于 at its limit)."""
    done: Decimal | None = None
    """As good as this is completed; None where nothing completes it in this period."""
    done_strict: bool = False
    """Whether the done bound itself does not count."""
    gap: Decimal | None = None
    """actual − green bound."""
    attainment: Decimal | None = None
    """Share of the year's target, or of the way from the baseline (1 is all); only for direction
    more.
    """
    pace: str = ""
    """What is needed from now on, in words: 每季1.32万人."""
    deadline: date | None = None
    """Milestones: the day it is due."""
    why: str = ""
    """The beginning of the reason: its numbers, profile and threshold, where pace and last light
    stand beside it.
    """
    expected_on: date | None = None
    """Milestones: the day on which it was, or is expected to be, done."""


ProgressWord = Literal["keep", "speed", "turn"]
"""Of a rate of progress: to be kept up, to be sped up, or turned round."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A figure's rate of progress beside the one that its target requires; no light."""

    rate: Decimal
    """Observed ÷ required: 1 comes out at the target, less than 0 has gone back."""
    word: ProgressWord


@dataclass(frozen=True, slots=True)
class Forecast:
    """年底预计: the figure at the target's end, as it looks from this period; no light."""

    value: Decimal
    """By the share of the way that is due now."""
    low: Decimal
    high: Decimal
    """The least and greatest that any period so far would have given."""
