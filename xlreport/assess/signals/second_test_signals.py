"""Second tests of a figure, off unless the thresholds ask for them; no light changes by them."""

from decimal import Decimal
from fractions import Fraction

from xlreport.assess.judgement_comparison import goal_number, sense_of
from xlreport.assess.judgement_lights import as_good
from xlreport.assess.judgement_schedule import HOLD, course, months_to
from xlreport.model.judged.judged_assessment import Assessment, Progress, ProgressWord
from xlreport.model.judged.judged_summary import AgainstAbove, Beside
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Measure, Plan, Policy

_CHANGES = frozenset({Measure.GROWTH, Measure.FALL})
_TIMED = frozenset({Measure.CUMULATIVE, Measure.LEVEL, Measure.SHARE})
_WHOLE = 100
_DECIMALS = 9


def against_above(
    indicator: Indicator, judged: Assessment, policy: Policy, above: Beside | None
) -> AgainstAbove | None:
    """Return how a growth or a fall stands beside that of the higher plan's target for the same
    period; None where one of the two is not known, or the policy has no `above_points`.

    Args:
        indicator: this plan's target.
        judged: its judgement.
        policy: thresholds, with the indicator's own.
        above: the higher plan's target, from the data of its own summary.
    """
    if policy.above_points is None or above is None or above.actual is None:
        return None
    alike = indicator.unit == above.unit and above.measure in {"", str(indicator.measure)}
    if judged.actual is None or indicator.measure not in _CHANGES or not alike:
        return None
    sense = sense_of(indicator)
    apart = judged.actual - above.actual
    points = apart if sense == "more" else -apart
    return AgainstAbove(above.actual, points, as_good(points, -policy.above_points, "more"))


def progress_rate(
    indicator: Indicator, plan: Plan, period: Period, policy: Policy, judged: Assessment, *,
    baseline: Decimal | None,
) -> Progress | None:  # fmt: skip
    """Return the observed rate of progress as a share of the required one; None where there is no
    way to go, or the policy has no `progress_gap`.

    The rates are per month: the way come so far over the months gone, and the whole way over the
    months until the target's day, whatever the profile. What the observed rate leaves open of the
    way is the gap: up to `progress_gap` per cent it is to be kept up, up to the whole way to be
    sped up, and beyond it the figure has gone back.
    Source: UNESCAP's Anticipated Progress Index, the gap between the anticipated value and the
    target as a share of the progress required, with limits at 10 and 100.
    """
    if policy.progress_gap is None or judged.actual is None or judged.target is None:
        return None
    start = _start(indicator, policy, judged.target, baseline)
    if start is None:
        return None
    goal = Fraction(goal_number(indicator, policy, judged.target))
    way = goal - Fraction(start)
    if way == 0 or (way > 0) != (sense_of(indicator) == "more"):
        return None
    whole = months_to(plan.year, plan.due(indicator))
    gone = min(months_to(plan.year, period.end), whole)
    rate = (Fraction(judged.actual) - Fraction(start)) / gone / (way / whole)
    return Progress(_nine_decimals(rate), _word((1 - rate) * _WHOLE, policy.progress_gap))


def _start(
    indicator: Indicator, policy: Policy, target: Decimal, baseline: Decimal | None
) -> Decimal | None:
    """Return where the way begins: at 0 for what adds up, at last year's figure for what stands."""
    if indicator.measure not in _TIMED or course(indicator, policy, target, baseline) == HOLD:
        return None
    if indicator.measure is not Measure.CUMULATIVE:
        return baseline
    if sense_of(indicator) == "more":
        return Decimal(0)
    return None


def _word(gap: Fraction, kept_up: Decimal) -> ProgressWord:
    if gap <= Fraction(kept_up):
        return "keep"
    return "speed" if gap <= _WHOLE else "turn"


def _nine_decimals(number: Fraction) -> Decimal:
    return Decimal(round(number * 10**_DECIMALS)).scaleb(-_DECIMALS)
