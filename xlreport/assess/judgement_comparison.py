"""The whole target as it is compared: 左右 and tolerances, and whether the number itself counts.

Whatever asks whether a target is reached (a light, a baseline that is already as good, early
completion, the pace needed) asks here, so that all of them use one bound.
"""

from decimal import Decimal

from xlreport.assess.judgement_bound_terms import N
from xlreport.assess.judgement_lights import Sense, as_good
from xlreport.assess.judgement_rule_cases import Case, Numbers
from xlreport.model.plans.plan import Comparator, Direction, Indicator, Measure, Policy
from xlreport.model.plans.plan_units import counts_pieces, in_points

_STRICT = frozenset({Comparator.GT, Comparator.LT})


def sense_of(indicator: Indicator) -> Sense:
    """Return whether greater or smaller values are better; the best class is 1."""
    less = indicator.direction is Direction.LESS or indicator.measure is Measure.CLASS
    return "less" if less else "more"


def is_approximate(indicator: Indicator) -> bool:
    """Say whether bounds move to the lenient side: 左右, or a tolerance of its own (保持稳定)."""
    if indicator.measure is Measure.CLASS or indicator.tolerance == 0:
        return False
    return indicator.comparator is Comparator.APPROX or indicator.tolerance is not None


def is_strict(indicator: Indicator) -> bool:
    """Say whether the target itself does not count: 超过, 突破, 低于 (民法典 第1259条)."""
    return indicator.comparator in _STRICT and not is_approximate(indicator)


def lenient(case: Case[N], bound: N, sense: Sense) -> N:
    """Move one bound by the tolerance, or by 左右: 0.5 points of a rate, else 5 % of it, of a count
    of things at least one.

    A growth or a fall stays on its own side of 0: about 0.3 % of growth is no decline.
    """
    indicator = case.indicator
    if not is_approximate(indicator):
        return bound
    if indicator.tolerance is not None:
        reach = case.number(indicator.tolerance)
    elif in_points(indicator.unit):
        reach = case.threshold("approx_points")
    else:
        reach = case.part(bound, case.threshold("approx_share"))
        if counts_pieces(indicator):
            reach = case.greatest(reach, case.number(1))
    if sense == "less":
        return bound + reach
    return right_sign(case, bound - reach)


def right_sign(case: Case[N], bound: N) -> N:
    """Keep a bound of a growth or fall whose target is above 0 from going below 0.

    Source: 天津 2022, where a growth below 0 is red.
    """
    changing = case.indicator.measure in {Measure.GROWTH, Measure.FALL}
    if not changing or case.indicator.direction is not Direction.MORE:
        return bound
    return case.if_positive(case.target, case.greatest(bound, case.number(0)), bound)


def goal(case: Case[N]) -> N:
    """Return the bound that the target's last period asks for: the target, moved by 左右."""
    return lenient(case, case.target, sense_of(case.indicator))


def goal_number(indicator: Indicator, policy: Policy, target: Decimal) -> Decimal:
    """Return the same in numbers; `policy` has the indicator's own thresholds."""
    return goal(
        Numbers(indicator=indicator, policy=policy, target=target, due=target, baseline=target)
    )


def reaches(indicator: Indicator, policy: Policy, target: Decimal, value: Decimal) -> bool:
    """Say whether a value is as good as the whole target."""
    bound = goal_number(indicator, policy, target)
    return as_good(value, bound, sense_of(indicator), strict=is_strict(indicator))
