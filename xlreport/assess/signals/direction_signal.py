"""Direction of travel: whether a figure stands better or worse than a period ago, whatever its
light.
"""

from decimal import Decimal
from fractions import Fraction

from xlreport.assess.judgement_comparison import sense_of
from xlreport.assess.judgement_lights import Sense, as_good, same
from xlreport.model.judged.judged_assessment import Assessment
from xlreport.model.judged.judged_summary import Travel
from xlreport.model.plans.plan import Indicator, Measure, Milestone, Policy
from xlreport.model.plans.plan_units import in_points

_DECIMALS = 9
_DEFAULT = Policy()


def travel(
    target: Indicator | Milestone,
    now: Assessment,
    before: Assessment | None,
    policy: Policy = _DEFAULT,
    *,
    noise: bool = False,
) -> Travel:
    """Return where a target is going; empty where one of the two figures is not known.

    A figure moves only when it differs by more than the policy's margin, so that arrows do not turn
    on noise: by points for a figure in %, by a per cent of the one before for anything else. A
    class or a day has no margin. `noise` says that the figure lies within its own process limits,
    where enough periods are known: what moves then is called so.

    A cumulative figure always grows: its share of what was due by then is compared. Any other
    figure is compared as it is, a milestone by the day on which it is expected. Source: Havering
    council, arrows beside the lights.
    """
    if before is None:
        return ""
    if isinstance(target, Milestone):
        return _days(now, before)
    figures = [_figure(target, one) for one in (before, now)]
    if figures[0] is None or figures[1] is None:
        return ""
    margin = _margin(target, policy.with_overrides(target.bounds), figures[0])
    if abs(figures[1] - figures[0]) <= margin:
        return "same"
    if noise:
        return "noise"
    return _turn(figures[0], figures[1], sense_of(target))


def _margin(indicator: Indicator, policy: Policy, before: Decimal) -> Decimal:
    if indicator.measure is Measure.CLASS:
        return Decimal(0)
    if in_points(indicator.unit) and indicator.measure is not Measure.CUMULATIVE:
        return policy.travel_points
    return abs(before) * policy.travel_share / 100


def _figure(indicator: Indicator, judged: Assessment) -> Decimal | None:
    if judged.actual is None or indicator.direction == "none":
        return None
    if indicator.measure is not Measure.CUMULATIVE:
        return judged.actual
    if judged.expected is None or judged.expected <= 0:
        return None
    (come, parts), (due, pieces) = (
        judged.actual.as_integer_ratio(),
        judged.expected.as_integer_ratio(),
    )
    share = Fraction(come * pieces * 10**_DECIMALS, parts * due)
    return Decimal(round(share)).scaleb(-_DECIMALS)


def _days(now: Assessment, before: Assessment) -> Travel:
    if now.expected_on is None or before.expected_on is None:
        return ""
    return _turn(
        Decimal(before.expected_on.toordinal()), Decimal(now.expected_on.toordinal()), "less"
    )


def _turn(before: Decimal, now: Decimal, sense: Sense) -> Travel:
    if same(before, now):
        return "same"
    if as_good(now, before, sense):
        return "better"
    return "worse"
