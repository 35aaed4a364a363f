"""年底预计: the year's figure by its profile from two or more periods, and nothing where nothing can be said."""

from decimal import Decimal
from typing import Any

import pytest

from tests.assess.small_plan import HEAD, reported
from xlreport.assess.signals.forecast_signal import forecast
from xlreport.model.judged.judged_assessment import Forecast
from xlreport.model.period import Period
from xlreport.model.plans.plan import plan_from
from xlreport.model.returns.accepted_record import Record

LEAST = {
    "code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p", "measure": "cumulative",
    "direction": "more", "comparator": "ge", "unit": "万人", "decimals": 1, "profile": "linear", "value": 10,
}  # fmt: skip


def _forecast(fields: dict[str, Any], said: dict[str, str], period: str) -> Forecast | None:
    plan = plan_from({
        "plan": HEAD, "profiles": {"building": [0, 35, 80, 100]}, "department": [{"code": "D", "name": "d"}],
        "indicator": [LEAST | fields],
    })  # fmt: skip
    records = [reported(when, value) for when, value in said.items()]
    records.append(
        Record(
            plan="OTHER",
            period=Period.parse(period),
            department="D",
            kind="indicator",
            code="A",
            value=Decimal(99),
        )
    )
    return forecast(plan.indicator[0], plan, Period.parse(period), records)


@pytest.mark.parametrize(
    ("fields", "said", "period", "expected"),
    [
        ({}, {"2020-Q1": "2", "2020-Q2": "4.5"}, "2020-Q2", ("9", "8", "9")),
        ({}, {"2020-Q1": "3", "2020-Q2": "4.5", "2020-Q3": "6.8"}, "2020-Q3", ("9.1", "9", "12")),
        ({"profile": "building"}, {"2020-Q1": "1", "2020-Q2": "3.5", "2020-Q3": "6"}, "2020-Q3", ("7.5", "7.5", "10")),
        (
            {"measure": "share", "unit": "%", "value": 82, "baseline": {"value": 62}},
            {"2020-Q1": "66", "2020-Q2": "70"}, "2020-Q2", ("78", "78", "78"),
        ),
        (
            {"measure": "share", "unit": "%", "value": 98, "baseline": {"value": 62}},
            {"2020-Q1": "80", "2020-Q2": "96"}, "2020-Q2", ("100", "100", "100"),
        ),
        (
            {"measure": "level", "unit": "%", "value": 98, "baseline": {"value": 62}},
            {"2020-Q1": "80", "2020-Q2": "96"}, "2020-Q2", ("130", "130", "134"),
        ),
        ({}, {"2020-Q2": "4.5"}, "2020-Q2", None),
        ({}, {"2020-Q1": "2", "2020-Q2": "4.5"}, "2020-Q3", None),
        ({}, {"2020-Q3": "7", "2020-Q4": "9"}, "2020-Q4", None),
        ({"profile": "year_end"}, {"2020-Q1": "2", "2020-Q2": "4.5"}, "2020-Q2", None),
        ({"profile": "hold"}, {"2020-Q1": "2", "2020-Q2": "4.5"}, "2020-Q2", None),
        ({"measure": "growth"}, {"2020-Q1": "2", "2020-Q2": "4.5"}, "2020-Q2", None),
        ({"measure": "share"}, {"2020-Q1": "2", "2020-Q2": "4.5"}, "2020-Q2", None),
        ({"direction": "none"}, {"2020-Q1": "2", "2020-Q2": "4.5"}, "2020-Q2", None),
    ],
)  # fmt: skip
def test_the_year_comes_out_by_the_profile(
    fields: dict[str, Any], said: dict[str, str], period: str, expected: tuple[str, str, str] | None
) -> None:
    """Each figure over the share that was due by then; the range is what the periods so far would have given."""
    value = _forecast(fields, said, period)
    assert value == (None if expected is None else Forecast(*(Decimal(part) for part in expected)))
