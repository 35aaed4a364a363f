"""What is due when: profiles, due dates, paths, rounding, and targets that refer to another figure."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.assess.small_plan import HEAD
from xlreport.assess.judgement_schedule import (
    baseline_value,
    due,
    is_last,
    months_to,
    share_due,
    target_value,
)
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.accepted_record import Record

LEAST = {
    "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p", "measure": "level", "direction": "more",
    "comparator": "ge", "unit": "%", "decimals": 1, "profile": "linear",
}  # fmt: skip


def _plan(*indicators: dict[str, object]) -> Plan:
    return plan_from({
        "plan": HEAD,
        "profiles": {"building": [5, 35, 80, 100], "monthly": [1, 2, 4, 8, 16, 30, 40, 50, 60, 70, 80, 100]},
        "department": [{"code": "D", "name": "d"}],
        "indicator": [LEAST | entry for entry in indicators],
    })  # fmt: skip


def _said(
    code: str, period: str, value: Decimal | None = None, *, baseline: Decimal | None = None
) -> Record:
    return Record(
        plan="P",
        period=Period.parse(period),
        department="D",
        kind="indicator",
        code=code,
        value=value,
        baseline=baseline,
    )


@pytest.mark.parametrize(
    ("profile", "period", "share"),
    [
        ("linear", "2020-01", Fraction(1, 12)),
        ("linear", "2020-Q2", Fraction(1, 2)),
        ("linear", "2020-H2", Fraction(1)),
        ("hold", "2020-01", Fraction(1)),
        ("year_end", "2020-11", None),
        ("year_end", "2020", Fraction(1)),
        ("building", "2020-Q1", Fraction(5, 100)),
        ("building", "2020-Q3", Fraction(80, 100)),
        ("building", "2020-01", Fraction(5, 300)),
        ("building", "2020-05", Fraction(25, 100)),
        ("monthly", "2020-Q2", Fraction(30, 100)),
        ("monthly", "2020-04", Fraction(8, 100)),
        ("building", "2021-Q1", Fraction(1)),
        ("unheard_of", "2020-Q2", None),
    ],
)
def test_share_due_follows_the_profile(profile: str, period: str, share: Fraction | None) -> None:
    """Linear by elapsed months, lists straight between their points, hold from day one, year_end only at the end."""
    assert share_due(profile, _plan(), Period.parse(period)) == share


def test_a_due_date_of_its_own_shortens_the_way() -> None:
    """Half of what is due by the end of June is due by the end of March, and June is its last period."""
    plan = _plan({"code": "A", "measure": "cumulative", "value": 10, "due": "2020-06-30"})
    target = plan.indicator[0]
    assert due(target, plan, Period.parse("2020-Q1")) == 5
    assert due(target, plan, Period.parse("2020-Q3")) == 10
    assert not is_last(target, plan, Period.parse("2020-05"))
    assert is_last(target, plan, Period.parse("2020-Q2"))


def test_months_are_counted_to_the_day() -> None:
    """The middle of June is five and a half months into the year."""
    assert months_to(2020, date(2020, 6, 30)) == 6
    assert months_to(2020, date(2020, 6, 15)) == Fraction(11, 2)
    assert months_to(2020, date(2021, 1, 31)) == 13


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"measure": "cumulative", "value": "2.5", "decimals": 2}, "0.625"),
        ({"measure": "cumulative", "value": 6, "decimals": 0, "unit": "个"}, "1"),
        (
            {
                "measure": "cumulative",
                "value": 10,
                "direction": "less",
                "decimals": 0,
                "unit": "起",
            },
            "2",
        ),
        ({"value": 82, "baseline": {"value": 63}}, "67.75"),
        (
            {
                "value": 3,
                "direction": "less",
                "baseline": {"value": 5},
                "decimals": 0,
                "unit": "个",
            },
            "4",
        ),
        (
            {
                "value": "2.5",
                "direction": "less",
                "baseline": {"value": 3},
                "decimals": 0,
                "unit": "个",
            },
            "2.5",
        ),
        ({"measure": "cumulative", "value": 5, "unit": "万人"}, "1.25"),
        ({"measure": "cumulative", "value": 50000, "unit": "人", "decimals": 0}, "12500"),
        ({"value": 60, "baseline": {"value": 63}}, "60"),
        ({"value": 82}, None),
        ({"value": 82, "baseline": {"value": 63, "unit": "座"}}, None),
        ({"value": 82, "profile": "hold"}, "82"),
        ({"value": 82, "profile": "year_end"}, None),
        ({"measure": "growth", "value": "8.25"}, "8.25"),
        ({"measure": "fall", "value": 10, "profile": "building"}, "10"),
        ({"measure": "class", "value": 3, "profile": "year_end"}, None),
        ({"value": 82, "direction": "none"}, None),
        ({"reference": "external"}, None),
    ],
)
def test_what_is_due_by_the_first_quarter(fields: dict[str, object], expected: str | None) -> None:
    """A count of things is due in whole ones, never beyond the target, anything else exactly; None where nothing can be said."""
    plan = _plan({"code": "A"} | fields)
    value = due(plan.indicator[0], plan, Period.parse("2020-Q1"))
    assert value == (None if expected is None else Decimal(expected))


def test_a_target_that_refers_to_last_year_takes_the_baseline() -> None:
    """The plan's own figure; where it is asked of the department, the one last reported."""
    plan = _plan(
        {"code": "A", "reference": "baseline", "baseline": {"value": 80}},
        {"code": "B", "reference": "baseline", "baseline": {"asked": True}},
        {"code": "C", "reference": "baseline"},
    )
    given, asked, without = plan.indicator
    records = [
        _said("B", "2020-Q2", baseline=Decimal("7.5")),
        _said("B", "2020-Q1", baseline=Decimal(7)),
        _said("B", "2020-Q3"),
    ]
    assert target_value(given, plan) == 80
    assert target_value(asked, plan) is None
    assert target_value(asked, plan, records) == Decimal("7.5")
    assert target_value(without, plan, records) is None
    assert baseline_value(without, records) is None


def test_a_target_that_refers_to_another_indicator_takes_what_that_one_reports() -> None:
    """与经济增长同步: the same period's figure, else the other's printed target; an unknown code is not set."""
    plan = _plan(
        {"code": "GDP", "measure": "growth", "value": 9},
        {"code": "PAY", "measure": "growth", "reference": "GDP"},
        {"code": "ODD", "measure": "growth", "reference": "NONE"},
    )
    _, pay, odd = plan.indicator
    records = [_said("GDP", "2020-Q1", Decimal(7)), _said("GDP", "2020-Q2", Decimal("8.1"))]
    assert target_value(pay, plan, records, Period.parse("2020-Q2")) == Decimal("8.1")
    assert target_value(pay, plan, records, Period.parse("2020-Q3")) == 9
    assert target_value(pay, plan) == 9
    assert target_value(odd, plan, records, Period.parse("2020-Q2")) is None
