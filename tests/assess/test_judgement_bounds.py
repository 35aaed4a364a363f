"""Targets that are alike are judged once, and nothing of one is taken for the other's."""

from decimal import Decimal
from typing import Any

import pytest

from tests.assess.small_plan import HEAD, reported
from xlreport.assess.judge_indicators import judge_by, judge_indicator
from xlreport.assess.judgement_bounds import bounds_of_plan
from xlreport.assess.judgement_policies import policy_of
from xlreport.assess.live.live_indicators import live_indicator, live_indicators
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from

PERIOD = Period.parse("2020-Q2")
ONE: dict[str, Any] = {
    "name": "新增就业", "section": "s", "figure": "f", "lead": "D", "printed": "p", "unit": "万人",
    "measure": "cumulative", "direction": "more", "comparator": "ge", "value": "6", "profile": "linear", "decimals": 1,
    "stretch": "7",
}  # fmt: skip


def _plan(**other: Any) -> Plan:
    """Return a plan of two indicators that differ in their codes and in these fields."""
    return plan_from({
        "plan": HEAD,
        "department": [{"code": "D", "name": "d"}],
        "profiles": {"uneven": [5, 35, 80, 100]},
        "indicator": [{**ONE, "code": "A"}, {**ONE, "code": "B", **other}],
    })  # fmt: skip


def test_targets_that_are_alike_share_a_yardstick() -> None:
    """Names, sections and departments make no difference to a judgement."""
    plan = _plan(name="别的", section="别的", note="别的", minimum="1")
    plan_bounds = bounds_of_plan(plan, PERIOD)
    for one in plan.indicator:
        judged = judge_by(
            plan_bounds,
            one,
            reported("2020-Q2", 2, code=one.code),
        )
        assert (judged.code, judged.status) == (one.code, Status.OFF_TRACK)
    (target_bounds,) = plan_bounds.made.values()
    assert len(target_bounds.outcomes) == 1
    written = live_indicators(plan, PERIOD, policy_of(plan))
    assert written(plan.indicator[0], None) is written(plan.indicator[1], None)


@pytest.mark.parametrize(
    "other",
    [
        {"value": "6.0"},
        {"value": "5"},
        {"stretch": "7.0"},
        {"tolerance": "0.1"},
        {"bounds": {"cumulative_more": "60"}},
        {"bounds": {"cumulative_more": "60.0"}},
        {"unit": "%"},
        {"measure": "growth"},
        {"measure": "level", "baseline": {"value": "1"}},
        {"direction": "less"},
        {"comparator": "gt"},
        {"commitment": "hard"},
        {"profile": "uneven"},
        {"decimals": 0},
        {"due": "2020-09-30"},
        {"asked": ["Q4"]},
    ],
)
def test_a_target_that_differs_is_judged_by_itself(other: dict[str, Any]) -> None:
    """After one that is almost the same, words, numbers and formulas are those of the target alone, digit by digit."""
    plan = _plan(**other)
    plan_bounds, written = (
        bounds_of_plan(plan, PERIOD),
        live_indicators(plan, PERIOD, policy_of(plan)),
    )
    for value in (None, "2", "2.0", "3.5", "8"):
        for one in plan.indicator:
            figure = None if value is None else Decimal(value)
            record = reported("2020-Q2", figure, code=one.code)
            assert repr(judge_by(plan_bounds, one, record)) == repr(
                judge_indicator(one, plan, PERIOD, record)
            )
            assert written(one, None) == live_indicator(one, plan, PERIOD, policy_of(plan))


def test_what_is_kept_does_not_grow_with_the_plan() -> None:
    """Thousands of targets of which none is like another are judged in the room of a few hundred."""
    plan = _plan()
    plan_bounds = bounds_of_plan(plan, PERIOD)
    for number in range(1, 1500):
        assert plan_bounds.of(plan.indicator[0], Decimal(number), None).target == number
    assert len(plan_bounds.made) <= 1000
