"""综合评分 of one department: its points, its place, and why, in one line."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One department with its score; it stands beside the lights and changes none."""

    code: str
    name: str
    score: Decimal | None
    """With two decimals, never below 0; None where nothing of its is scored yet."""
    rank: int | None
    """1, 2, 2, 4: departments with the same score share a place, and the next one is left out."""
    average: Decimal | None
    """The weighted mean of its rows' points, before anything is deducted."""
    deducted: Decimal
    """Points off for what came late, was sent back or is missing."""
    counted: int
    """Rows that it answers for and that are scored."""
    weight: Decimal
    """What they weigh together."""
    reason: str
    """How the score comes about, in one line."""
