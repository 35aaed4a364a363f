"""Thresholds of the lights: a plan's policy, and what one indicator overrides of it."""

from decimal import Decimal

from xlreport.model.model_base import Value
from xlreport.model.plans.plan_field_types import Words


class Bounds(Value):
    """Thresholds of the lights; on a plan they are its policy, on an indicator they override the
    plan's.
    """

    cumulative_more: Decimal | None = None
    """Amber down to this per cent of what is due, for cumulative targets (70: 天津 2022)."""
    cumulative_slack: Decimal | None = None
    """Green down to this many per cent of the year's target below what is due (10: USAID); None is
    what is due.
    """
    cumulative_points: Decimal | None = None
    """Amber down to this many per cent of the year's target below what is due (30: 银川 2025), not
    a share of it.
    """
    cumulative_less: Decimal | None = None
    """Amber up to this per cent of what is due, for cumulative ceilings."""
    level_points: Decimal | None = None
    """Amber down to this many points below a target in %."""
    level_share: Decimal | None = None
    """Amber down to this per cent of a target that is not in %."""
    level_slack: Decimal | None = None
    """Green down to this many per cent of its size below a standing target; None is the target
    itself.
    """
    path_share: Decimal | None = None
    """Amber down to this per cent of the way due from the baseline."""
    growth_share: Decimal | None = None
    """Amber down to this per cent of the growth promised, or to `growth_points` below it where that
    is lower; never below 0 where growth is promised.
    """
    growth_points: Decimal | None = None
    """Amber at least down to this many points below the growth promised."""
    growth_floor: Decimal | None = None
    """Where set, amber goes down to this growth instead (0: 天津 2022), or to the target where that
    is lower.
    """
    ceiling_margin: Decimal | None = None
    """Green up to this per cent of its size below a ceiling; amber up to the ceiling."""
    ceiling_points: Decimal | None = None
    """The same margin in points; where set it counts instead of the per cent."""
    approx_points: Decimal | None = None
    """How far 左右 reaches on the lenient side of a rate, in points."""
    approx_share: Decimal | None = None
    """How far 左右 reaches on the lenient side of anything else, in per cent (at least one whole
    unit of a count).
    """
    late_start_share: Decimal | None = None
    """A milestone not started is at risk when at most this per cent of its time is left."""
    travel_points: Decimal | None = None
    """A figure in % moves for the arrows when it differs by more than this many points."""
    travel_share: Decimal | None = None
    """Anything else moves when it differs by more than this many per cent."""
    escalate_amber: Decimal | None = None
    """Periods on end at risk or worse that make the first level of escalation."""
    escalate_red: Decimal | None = None
    """Periods on end off track that make the second level."""
    escalate_red_again: Decimal | None = None
    """Periods on end off track that make the third level."""
    hard_share: Decimal | None = None
    """Of what is promised (确保), amber reaches this per cent as far below green as elsewhere (0:
    no amber at all).
    """
    above_points: Decimal | None = None
    """Where set, a growth is held against the higher plan's figure: as good down to this many
    points below it. No light changes by it.
    """
    progress_gap: Decimal | None = None
    """Where set, the observed rate of progress is held against the required one: fast enough where
    it leaves open at most this per cent of the way (10: UNESCAP). No light changes by it.
    """


class Policy(Bounds):
    """A complete set of thresholds with the name it goes by."""

    name: Words = "default"
    """What the set is called in the legend."""
    cumulative_more: Decimal = Decimal(70)
    cumulative_less: Decimal = Decimal(110)
    level_points: Decimal = Decimal(2)
    level_share: Decimal = Decimal(90)
    path_share: Decimal = Decimal(70)
    growth_share: Decimal = Decimal(70)
    growth_points: Decimal = Decimal(2)
    growth_floor: Decimal | None = None
    ceiling_margin: Decimal = Decimal(5)
    ceiling_points: Decimal | None = None
    approx_points: Decimal = Decimal("0.5")
    approx_share: Decimal = Decimal(5)
    late_start_share: Decimal = Decimal(25)
    travel_points: Decimal = Decimal("0.5")
    travel_share: Decimal = Decimal(2)
    escalate_amber: Decimal = Decimal(2)
    escalate_red: Decimal = Decimal(2)
    escalate_red_again: Decimal = Decimal(3)
    hard_share: Decimal = Decimal(50)
    above_points: Decimal | None = None
    progress_gap: Decimal | None = None

    def with_overrides(self, bounds: Bounds | None) -> "Policy":
        """Return the policy with the thresholds that an indicator sets for itself."""
        if bounds is None:
            return self
        return self.model_copy(update={k: v for k, v in bounds if v is not None})
