"""What a figure is measured by, whatever it is: what is due, the rule and its bounds, reckoned once
for all alike.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

from xlreport.assess.judgement_comparison import goal_number
from xlreport.assess.judgement_lights import LightBounds, TwoBounds
from xlreport.assess.judgement_policies import policy_of
from xlreport.assess.judgement_rule_cases import Numbers
from xlreport.assess.judgement_rules import Rule, bounds_at, rule_for
from xlreport.assess.judgement_schedule import already_met, course, due_of, nothing_due, share_due
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Direction, Indicator, Plan, Policy

_OWN = frozenset({
    "code", "name", "section", "figure", "leader", "lead", "cooperating", "reporter", "note",
    "parent", "parent_kind", "since",
    "value", "reference", "printed", "baseline", "minimum", "maximum", "part_of", "parts",
})  # fmt: skip
"""What no judgement looks at; the target's and the baseline's numbers it is told."""
_EXACT = ("stretch", "tolerance", "bounds")
"""Numbers that are shown as they are written: 3 and 3.0 are not alike."""
_alike = attrgetter(*(name for name in Indicator.model_fields if name not in {*_OWN, *_EXACT}))
_exact = attrgetter(*_EXACT)
_NOTHING_TO_REACH: TwoBounds = LightBounds(green=None, amber=None, sense="more")
_MOST = 1_000
Alike = tuple[object, ...]
_T = TypeVar("_T")


def kept_bounds(known: dict[Alike, _T], key: Alike, value: _T) -> _T:
    """Keep a value and return it; where nothing is alike, what is kept does not grow with the
    plan.
    """
    if len(known) >= _MOST:
        known.clear()
    known[key] = value
    return value


def alike(indicator: Indicator) -> Alike:
    """Return what two indicators have in common that are judged by the same sentences and
    formulas.
    """
    exact = _exact(indicator)
    return _alike(indicator), "" if exact == (None, None, None) else repr(exact)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureJudgement:
    """What is said of one figure."""

    status: Status
    why: str
    """Its numbers, profile and threshold."""
    reason: str
    """The same with the pace needed and the light before."""
    rule: str = ""
    gap: Decimal | None = None
    attainment: Decimal | None = None
    pace: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TargetBounds:
    """What the figures of targets that are alike are measured by at one period's end."""

    policy: Policy
    """With the indicator's own thresholds."""
    last: bool
    target: Decimal | None
    baseline: Decimal | None
    expected: Decimal | None = None
    rule: Rule | None = None
    """None where nothing is to be reached."""
    way: str = ""
    goal: Decimal = Decimal(0)
    """What the target's last period asks for: the target, moved by 左右."""
    bounds: TwoBounds = _NOTHING_TO_REACH
    """Known before any figure is."""
    outcomes: dict[Alike, FigureJudgement] = field(default_factory=dict)
    """What was said so far."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PlanBounds:
    """The bounds of one plan at one period's end, by what targets have in common; each is made
    when asked for.
    """

    plan: Plan
    period: Period
    policy: Policy
    label: str
    """The period as assessments carry it."""
    made: dict[Alike, TargetBounds] = field(default_factory=dict)

    def of(
        self,
        indicator: Indicator,
        target: Decimal | None,
        baseline: Decimal | None,
        *,
        when: Period | None = None,
    ) -> TargetBounds:
        """Return the bounds of an indicator with this target and baseline.

        `when` is the period whose figure is judged, where that is carried on from an earlier one.
        """
        period = when or self.period
        key = (alike(indicator), str(target), str(baseline), period)
        known = self.made.get(key)
        return known or kept_bounds(
            self.made, key, self._bounds_at(indicator, target, baseline, period)
        )

    def _bounds_at(
        self,
        indicator: Indicator,
        target: Decimal | None,
        baseline: Decimal | None,
        period: Period,
    ) -> TargetBounds:
        policy = self.policy.with_overrides(indicator.bounds)
        last = period.end >= self.plan.due(indicator)
        if target is None or indicator.direction is Direction.NONE:
            return TargetBounds(policy=policy, last=last, target=target, baseline=baseline)
        share = share_due(indicator.profile, self.plan, period, indicator.due)
        expected = due_of(indicator, policy, target, baseline, share)
        way = course(indicator, policy, target, baseline)
        rule = rule_for(indicator.measure, indicator.direction, way)
        due, start = (
            target if expected is None else expected,
            target if baseline is None else baseline,
        )
        bounds = bounds_at(
            rule,
            Numbers(indicator=indicator, policy=policy, target=target, due=due, baseline=start),
            way,
            last=last,
            timed=expected is not None and not nothing_due(indicator, share, way),
            met=already_met(indicator, policy, target, baseline),
            baseline_known=baseline is not None,
        )
        return TargetBounds(
            policy=policy,
            last=last,
            target=target,
            baseline=baseline,
            expected=expected,
            rule=rule,
            way=way,
            goal=goal_number(indicator, policy, target),
            bounds=bounds,
        )


def bounds_of_plan(plan: Plan, period: Period, policy: Policy | None = None) -> PlanBounds:
    """Return the bounds of a plan, by other thresholds than its own where some are given; none
    is made yet.
    """
    return PlanBounds(plan=plan, period=period, policy=policy or policy_of(plan), label=str(period))
