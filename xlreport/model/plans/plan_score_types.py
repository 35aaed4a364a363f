"""What a plan says of 综合评分: points, weights and deductions; a plan that does not say it has no
score.
"""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from xlreport.model.model_base import Value, unfit

Points = Annotated[Decimal, Field(ge=0, le=1000)]


class Score(Value):
    """综合评分, beside the lights and never mixed into them: a plan with this table has it."""

    by: Literal["light", "share"] = "light"
    """`light`: each row has the points of its light; `share`: the share of what is due that is
    reached, in per cent, up to `cap`; what has no such share (tasks, classes) has the points of its
    light.
    """
    hard: Points = Decimal(2)
    """What a row weighs that is promised (确保); a row's own `weight` goes before."""
    strive: Points = Decimal(1)
    """What a row weighs that the report strives for (力争)."""
    plain: Points = Decimal(1)
    """What any other row weighs."""
    completed: Points = Decimal(100)
    """Points of ✓."""
    on_track: Points = Decimal(100)
    """Points of ●."""
    at_risk: Points = Decimal(60)
    """Points of ▲."""
    off_track: Points = Decimal(0)
    """Points of ■; a row that is not reported has none."""
    not_due: Points | None = None
    """Points of a row of which nothing is due yet; None: such rows are left out, whatever their
    figures.
    """
    cap: Annotated[Decimal, Field(ge=100, le=1000)] = Decimal(100)
    """The most points that a share may give: above 100, more than what is due is rewarded."""
    late: Points = Decimal(0)
    """Points off where a department's return came late, or nothing came that counts."""
    returned: Points = Decimal(0)
    """Points off for each time that a return was sent back."""
    unreported: Points = Decimal(0)
    """Points off for each row that a department was to report and did not."""

    @model_validator(mode="after")
    def _better_is_never_less(self) -> Self:
        rising = [self.off_track, self.at_risk, self.on_track, self.completed]
        if self.not_due is not None:
            rising.insert(2, self.not_due)
        if rising != sorted(rising):
            raise unfit("score_order", "a better light has at least as many points")
        return self
