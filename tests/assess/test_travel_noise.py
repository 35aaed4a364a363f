"""Whether a movement is noise: process limits of a figure's own periods."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.assess.small_plan import HEAD
from xlreport.assess.signals.signal_noise import is_noise, own_figures, process_limits
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.accepted_record import Record

LEAST = {
    "code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p",
    "measure": "level", "direction": "more", "comparator": "ge", "unit": "吨", "decimals": 2,
    "profile": "hold", "value": 50,
}  # fmt: skip


def _plan(**fields: Any) -> Plan:
    return plan_from({"plan": HEAD, "department": [{"code": "D", "name": "d"}],
                      "indicator": [LEAST | fields]})  # fmt: skip


def _months(*values: str) -> list[Record]:
    return [
        Record(plan="P", period=Period(2020, "month", month), department="D",
               kind="indicator", code="A", value=Decimal(value))
        for month, value in enumerate(values, 1)
    ]  # fmt: skip


def _noise(plan: Plan, *values: str) -> bool:
    now = Period(2020, "month", len(values))
    return is_noise(plan.indicator[0], plan, now, _months(*values))


def test_limits_are_those_of_the_book() -> None:
    """Mean 5.0, moving ranges of 1: 5 ± 2.66."""
    limits = process_limits([Fraction(4 + place % 2) for place in range(10)])
    assert limits is not None
    assert (limits.low, limits.high) == (Fraction("1.84"), Fraction("7.16"))
    assert limits.keep(limits.low)
    assert limits.keep(limits.high)
    assert not limits.keep(limits.high + Fraction(1, 10**9))
    assert process_limits([Fraction(1)] * 9) is None


@given(some.lists(some.integers(-1000, 1000), min_size=10, max_size=30))
def test_limits_are_the_mean_and_the_mean_moving_range(values: list[int]) -> None:
    """The same by floating point: mean ± 3 ÷ 1.128 × mean moving range, to a thousandth."""
    limits = process_limits([Fraction(one) for one in values])
    assert limits is not None
    spread = mean(abs(one - other) for one, other in pairwise(values))
    assert float(limits.high) == pytest.approx(
        mean(values) + 3 / 1.128 * spread, rel=1e-3, abs=1e-2 * spread + 1e-9
    )
    assert float(limits.low + limits.high) == pytest.approx(2 * mean(values), abs=1e-9)


STEADY = ("50", "53", "49", "52", "50", "53", "49", "51", "50")


@pytest.mark.parametrize(
    ("last", "noise"), [("54", True), ("46", True), ("80", False), ("20", False)]
)
def test_a_standing_figure_is_compared_with_what_it_does_by_itself(last: str, noise: bool) -> None:  # noqa: FBT001 - a case
    """Ups and downs of 2 to 4 make 54 noise and 80 none; of nine periods nothing is said."""
    assert _noise(_plan(), *STEADY, last) is noise
    assert not _noise(_plan(), *STEADY[1:], last)


def test_a_cumulative_figure_is_compared_by_what_each_month_brought() -> None:
    """A month that brings nothing after nine even ones is none, though the sum moved by a tenth."""
    plan = _plan(measure="cumulative", profile="linear", value=120)
    sums = ["9", "20", "29", "40", "49", "60", "69", "80", "89"]
    assert _noise(plan, *sums, "98.5")
    assert not _noise(plan, *sums, "89")
    own = own_figures(plan.indicator[0], plan, Period(2020, "month", 3), _months(*sums))
    assert [round(one, 9) for one in own.values()] == [
        Fraction(9, 10),
        Fraction(11, 10),
        Fraction(9, 10),
    ]


def test_a_month_in_which_nothing_was_due_says_nothing() -> None:
    """Where a list of the plan stands still there is nothing to divide by; a class has no limits."""
    points = [0, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    plan = plan_from({"plan": HEAD, "department": [{"code": "D", "name": "d"}], "profiles": {"late": points},
                      "indicator": [LEAST | {"measure": "cumulative", "profile": "late", "value": 100}]})  # fmt: skip
    own = own_figures(
        plan.indicator[0], plan, Period(2020, "month", 4), _months("1", "2", "9", "20")
    )
    assert list(own) == [Period(2020, "month", 3), Period(2020, "month", 4)]
    assert list(own.values()) == [Fraction(7, 10), Fraction(11, 10)]
    water = _plan(measure="class", unit="类", value=3, decimals=0)
    assert own_figures(water.indicator[0], water, Period(2020, "month", 2), _months("3", "2")) == {}


def test_only_periods_of_this_plan_and_kind_count() -> None:
    """Quarters, last year's months and other plans are other figures."""
    plan, months = _plan(), _months(*STEADY, "54")
    quarter = Record(plan="P", period=Period(2020, "quarter", 1), department="D",
                     kind="indicator", code="A", value=Decimal(9))  # fmt: skip
    other = Record(plan="P-2019", period=Period(2020, "month", 1), department="D",
                   kind="indicator", code="A", value=Decimal(9))  # fmt: skip
    now = Period(2020, "month", 10)
    with_others = own_figures(plan.indicator[0], plan, now, [quarter, other, *months])
    assert with_others == own_figures(plan.indicator[0], plan, now, months)
