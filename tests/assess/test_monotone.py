"""The first law of judgement: a better value never gets a worse light, in any rule, period and sense."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assess.small_plan import HEAD, reported
from tests.sizes import examples
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judgement_rules import RULES
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from

BEST_FIRST = (Status.COMPLETED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
ORDER = (*BEST_FIRST[:2], Status.NOT_DUE, *BEST_FIRST[2:])
"""What is not due yet is better than what is at risk all the same."""
PROFILES = ("linear", "hold", "year_end", "uneven")
PERIODS = ("2020-01", "2020-Q2", "2020-11", "2020-Q4")
GRAIN = Decimal("0.000000001")
FOUR, ON_AND_OFF = set(BEST_FIRST), {Status.ON_TRACK, Status.OFF_TRACK, Status.COMPLETED}
#: Which lights each rule can show; classes have no amber.
CAN_SHOW = {
    "cumulative_more": FOUR | {Status.NOT_DUE}, "cumulative_less": FOUR | {Status.NOT_DUE},
    "path": FOUR | {Status.NOT_JUDGED, Status.NOT_DUE}, "held": FOUR | {Status.NOT_DUE}, "growth": FOUR | {Status.NOT_DUE},
    "fall": FOUR | {Status.NOT_DUE}, "ceiling": FOUR | {Status.NOT_DUE},
    "class_reached": ON_AND_OFF | {Status.NOT_DUE},
}  # fmt: skip


def _plan(**fields: object) -> Plan:
    entry = {
        "code": "A",
        "name": "a",
        "section": "s",
        "figure": "f",
        "lead": "D",
        "printed": "p",
    } | fields
    unit = {"code": "D", "name": "d"}
    return plan_from({
        "plan": HEAD, "profiles": {"uneven": [0, 30, 30, 100]}, "department": [unit], "indicator": [entry]
    })  # fmt: skip


def _judge(plan: Plan, period: str, value: Decimal) -> Assessment:
    record = reported(period, value)
    return judge_indicator(plan.indicator[0], plan, Period.parse(period), record)


def _worst_first(plan: Plan, period: str, values: list[Decimal]) -> list[Assessment]:
    """Judge the values, the worst first."""
    indicator = plan.indicator[0]
    less = indicator.direction == "less" or indicator.measure == "class"
    return [_judge(plan, period, value) for value in sorted(set(values), reverse=less)]


def _turned_back(judged: list[Assessment]) -> list[tuple[Assessment, Assessment]]:
    """Return the neighbours of which the better value has the worse light."""
    return [(worse, better) for worse, better in pairwise(judged) if not _rises(worse, better)]


def _rises(worse: Assessment, better: Assessment) -> bool:
    lights = (worse.status, better.status)
    if {*lights} <= {*ORDER}:
        return ORDER.index(better.status) <= ORDER.index(worse.status)
    return lights[0] is lights[1] or better.status in {Status.COMPLETED, Status.ON_TRACK}


def _every_kind() -> Iterator[Plan]:
    kinds = product(
        ("cumulative", "level", "growth", "fall", "share", "class"), ("more", "less"), PROFILES,
        ("ge", "gt", "approx"), (("%", 1), ("个", 0)), ("-4", "0", "3", "60"), (None, "-10", "2", "70"),
    )  # fmt: skip
    for measure, direction, profile, comparator, (unit, decimals), target, baseline in kinds:
        if baseline is not None and (
            measure not in {"level", "share"} or profile in {"hold", "year_end"}
        ):
            continue
        if measure == "class" and target != "3":
            continue
        known = {} if baseline is None else {"baseline": {"value": baseline}}
        yield _plan(
            measure=measure, direction=direction, profile=profile, comparator=comparator, unit=unit,
            decimals=decimals, value=target, **known,
        )  # fmt: skip


def _telling_values(plan: Plan, period: str) -> list[Decimal]:
    """Return every bound of the period, a grain on either side of it, and values far beyond."""
    first = _judge(plan, period, Decimal(0))
    bounds = [
        b for b in (first.green, first.amber, first.done, first.target, Decimal(0)) if b is not None
    ]
    near = [bound + step for bound in bounds for step in (-GRAIN, Decimal(0), GRAIN)]
    return [*near, Decimal(-1000), Decimal(1000)]


@pytest.mark.long
def test_a_better_value_never_gets_a_worse_light_in_any_row_of_the_table() -> None:
    """Every kind of target, at every bound and a grain beside it; every light that a rule can show is shown."""
    shown: dict[str, set[Status]] = {rule.name: set() for rule in RULES}
    rows = 0
    for plan in _every_kind():
        rows += 1
        for period in PERIODS:
            judged = _worst_first(plan, period, _telling_values(plan, period))
            assert _turned_back(judged) == [], plan.indicator[0]
            for assessment in judged:
                shown[assessment.rule].add(assessment.status)
                assert assessment.reason
                if period == "2020-Q4":
                    assert assessment.status in {Status.COMPLETED, Status.OFF_TRACK}
    assert rows > 900
    assert shown == CAN_SHOW


def test_lights_before_the_end_that_are_completed_are_only_those_that_may_be() -> None:
    """Growth, falls, cumulative ceilings and what is to be held are never completed before their last period."""
    for plan in _every_kind():
        indicator = plan.indicator[0]
        early = _judge(plan, "2020-Q2", Decimal(-1000 if indicator.direction == "less" else 1000))
        if indicator.measure in {"growth", "fall"} or (
            indicator.profile == "hold" and indicator.measure != "cumulative"
        ):
            assert early.status is not Status.COMPLETED
        if indicator.measure == "cumulative" and indicator.direction == "less":
            assert early.status is not Status.COMPLETED


NUMBERS = st.decimals(min_value=-2000, max_value=2000, places=3)


@settings(max_examples=examples(50), deadline=None)
@given(
    measure=st.sampled_from(("cumulative", "level", "growth", "fall", "share", "class")),
    direction=st.sampled_from(("more", "less")),
    profile=st.sampled_from(PROFILES),
    comparator=st.sampled_from(("ge", "gt", "le", "lt", "eq", "approx", "range")),
    unit=st.sampled_from(("%", "万人", "个")),
    decimals=st.integers(0, 3),
    target=NUMBERS,
    baseline=st.none() | NUMBERS,
    tolerance=st.none() | st.decimals(min_value=0, max_value=20, places=1),
    month=st.integers(1, 12),
    values=st.lists(NUMBERS, min_size=2, max_size=8),
)
def test_a_better_value_never_gets_a_worse_light(
    measure: str, direction: str, profile: str, comparator: str, unit: str, decimals: int, target: Decimal,
    baseline: Decimal | None, tolerance: Decimal | None, month: int, values: list[Decimal],
) -> None:  # fmt: skip
    """The same for any target, baseline and tolerance, in any month, at any values and at the bounds themselves."""
    known = {} if baseline is None else {"baseline": {"value": baseline}}
    plan = _plan(
        measure=measure, direction=direction, profile=profile, comparator=comparator, unit=unit, decimals=decimals,
        value=target, tolerance=tolerance, **known,
    )  # fmt: skip
    period = f"2020-{month:02}"
    judged = _worst_first(plan, period, values + _telling_values(plan, period))
    assert len(judged) > 1
    assert _turned_back(judged) == [], plan.indicator[0]
