"""The comparison that makes the light, written once: a value against two bounds and a sense."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Generic, Literal

from xlreport.assess.judgement_bound_terms import N
from xlreport.model.judged.judged_assessment import Status

_GRAIN = Decimal("1e-9")
# a spreadsheet holds numbers up to 1e308, and none of them may stop a run
_ROOM = Context(prec=400, rounding=ROUND_HALF_UP)
Sense = Literal["more", "less"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LightBounds(Generic[N]):
    """As good as done is completed, as good as green on track, as good as amber at risk, else off
    track.

    Where nothing is due yet there is no green: worse than amber is off track all the same, worse
    than what it waits at is at risk, anything else is not due.
    """

    green: N | None
    """None while nothing is due: before the end of what is only judged there, or at the beginning
    of a list of the plan that starts at 0.
    """
    amber: N | None
    """None where there is no amber."""
    sense: Sense
    """Whether greater or smaller values are better."""
    strict: bool = False
    """Whether the green bound itself does not count."""
    amber_strict: bool = False
    """Whether the amber bound itself does not count."""
    done: N | None = None
    """None where nothing completes it yet."""
    done_strict: bool = False
    """Whether the done bound itself does not count."""
    reached: Status = Status.COMPLETED
    """What as good as done is: on track where the target is reached early by a figure that may
    still turn.
    """
    waits: N | None = None
    """Last year's figure, where nothing is due yet: worse than it is at risk."""


TwoBounds = LightBounds[Decimal]
"""In numbers, as a figure is compared with them."""


def as_good(actual: Decimal, bound: Decimal, sense: Sense, *, strict: bool = False) -> bool:
    """Say whether a value is as good as a bound, both rounded to 9 decimals as a workbook's
    formulas do.
    """
    value, line = actual.quantize(_GRAIN, context=_ROOM), bound.quantize(_GRAIN, context=_ROOM)
    if value == line:
        return not strict
    return value > line if sense == "more" else value < line


def light(actual: Decimal, bounds: TwoBounds) -> Status:
    """Return completed, on track, at risk, off track or not due."""
    if bounds.done is not None and as_good(
        actual, bounds.done, bounds.sense, strict=bounds.done_strict
    ):
        return bounds.reached
    if bounds.green is None:
        return _waiting(actual, bounds)
    if as_good(actual, bounds.green, bounds.sense, strict=bounds.strict):
        return Status.ON_TRACK
    if bounds.amber is not None and as_good(
        actual, bounds.amber, bounds.sense, strict=bounds.amber_strict
    ):
        return Status.AT_RISK
    return Status.OFF_TRACK


def _waiting(actual: Decimal, bounds: TwoBounds) -> Status:
    """Return the light where nothing is due yet."""
    if bounds.amber is not None and not as_good(
        actual, bounds.amber, bounds.sense, strict=bounds.amber_strict
    ):
        return Status.OFF_TRACK
    if bounds.waits is not None and not as_good(actual, bounds.waits, bounds.sense):
        return Status.AT_RISK
    return Status.NOT_DUE


def same(one: Decimal, other: Decimal) -> bool:
    """Say whether two bounds are one, rounded as they are compared."""
    return one.quantize(_GRAIN, context=_ROOM) == other.quantize(_GRAIN, context=_ROOM)


def as_good_formula(actual: str, bound: str, sense: Sense) -> tuple[str, str]:
    """Return the comparison of `as_good` as a formula: where the bound itself counts, and where it
    does not.
    """
    value, line, sign = f"ROUND({actual},9)", f"ROUND({bound},9)", ">" if sense == "more" else "<"
    return f"{value}{sign}={line}", f"{value}{sign}{line}"
