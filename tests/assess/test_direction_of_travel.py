"""Direction of travel, and what was promised: columns and bounds beside the rules."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.assess.small_plan import HEAD, reported
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.signals.direction_signal import travel
from xlreport.assess.signals.forecast_signal import forecast
from xlreport.model.judged.judged_assessment import Assessment, Forecast, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from

PLAN = HEAD | {"code": "P-2020"}
LEAST = {
    "code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p", "measure": "cumulative",
    "direction": "more", "comparator": "ge", "unit": "万人", "decimals": 2, "profile": "linear", "value": 10,
}  # fmt: skip


def _plan(policy: dict[str, Any] | None = None, **fields: Any) -> Plan:
    return plan_from({
        "plan": PLAN, "department": [{"code": "D", "name": "d"}], "policy": policy or {}, "indicator": [LEAST | fields]
    })  # fmt: skip


def _judged(plan: Plan, period: str, value: str) -> Assessment:
    record = reported(period, value, plan="P-2020")
    return judge_indicator(plan.indicator[0], plan, Period.parse(period), record)


@pytest.mark.parametrize(
    ("fields", "before", "now", "where"),
    [
        ({}, "2.00", "4.50", "better"),
        ({}, "2.00", "4.00", "same"),
        ({}, "2.00", "3.90", "worse"),
        ({"direction": "less"}, "2.00", "3.90", "better"),
        ({"measure": "growth", "unit": "%", "profile": "hold"}, "8", "7.4", "worse"),
        ({"measure": "growth", "unit": "%", "profile": "hold"}, "8", "7.5", "same"),
        ({}, "2.00", "4.07", "same"),
        ({"bounds": {"travel_share": "0"}}, "2.00", "4.01", "better"),
        (
            {"measure": "level", "unit": "%", "profile": "hold", "direction": "less"},
            "5",
            "4.4",
            "better",
        ),
        ({"measure": "class", "unit": "类", "value": 3, "profile": "hold"}, "3", "2", "better"),
        ({"direction": "none"}, "3", "2", ""),
    ],
)
def test_a_figure_is_compared_with_itself_a_period_ago(
    fields: dict[str, Any], before: str, now: str, where: str
) -> None:
    """A cumulative figure by its share of what was due, any other as it is; whatever the light."""
    plan = _plan(**fields)
    one, other = _judged(plan, "2020-Q1", before), _judged(plan, "2020-Q2", now)
    assert travel(plan.indicator[0], other, one) == where
    assert travel(plan.indicator[0], other, None) == ""


def test_what_was_promised_turns_red_sooner_where_the_plan_says_so() -> None:
    """Half the zone at 50, none at 0, and the same light as others by default; green and the end are untouched."""
    lights = {}
    for share in (100, 50, 0):
        plan = _plan({"hard_share": share}, commitment="hard")
        lights[share] = [
            _judged(plan, "2020-Q2", value).status
            for value in ("5", "4.99", "4.25", "4.24", "3.5", "3")
        ]
        assert _judged(plan, "2020-Q4", "10").status is Status.COMPLETED
    on, risk, off = Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK
    assert lights == {
        100: [on, risk, risk, risk, risk, off],
        50: [on, risk, risk, off, off, off],
        0: [on, off, off, off, off, off],
    }
    plain = _plan({"hard_share": 0})
    assert _judged(plain, "2020-Q2", "3.5").status is risk


def test_last_years_shape_counts_where_it_is_known() -> None:
    """A season that brought 20 and 60 % by June last year makes 6 of it 10, whatever the profile says."""
    said = {"2019-Q1": "2", "2019-Q2": "6", "2019-Q3": "8", "2019-Q4": "10"}
    last = [reported(when, value, plan="P-2019") for when, value in said.items()]
    now = [reported(f"2020-Q{q}", v, plan="P-2020") for q, v in ((1, "2.5"), (2, "6"))]
    plan = _plan()
    period = Period.parse("2020-Q2")
    by_shape = forecast(plan.indicator[0], plan, period, [*last, *now])
    assert by_shape == Forecast(Decimal("10.00"), Decimal("10.00"), Decimal("12.50"))
    by_profile = forecast(plan.indicator[0], plan, period, now)
    assert forecast(plan.indicator[0], plan, period, [*last[1:], *now]) == by_profile
    assert by_profile == Forecast(Decimal("12.00"), Decimal("10.00"), Decimal("12.00"))


@pytest.mark.parametrize(("before", "now"), [("4", None), (None, "4"), (None, None)])
def test_a_figure_that_is_not_known_goes_nowhere(before: str | None, now: str | None) -> None:
    """One of two figures is missing, then or now: no arrow."""
    plan = _plan()
    first, second = _judged(plan, "2020-Q1", "2"), _judged(plan, "2020-Q2", "4")
    first = replace(first, actual=None if before is None else Decimal(before))
    second = replace(second, actual=None if now is None else Decimal(now))
    assert travel(plan.indicator[0], second, first) == ""


@pytest.mark.parametrize(
    ("before", "now", "where"),
    [
        (None, date(2020, 9, 30), ""),
        (date(2020, 9, 30), None, ""),
        (None, None, ""),
        (date(2020, 9, 30), date(2020, 9, 1), "better"),
        (date(2020, 9, 30), date(2020, 10, 1), "worse"),
        (date(2020, 9, 30), date(2020, 9, 30), "same"),
    ],
)
def test_a_milestone_travels_by_the_day_on_which_it_is_expected(
    before: date | None, now: date | None, where: str
) -> None:
    """An earlier day is better; without one of the two days there is no arrow."""
    fields = {
        "code": "M",
        "name": "m",
        "section": "s",
        "figure": "f",
        "lead": "D",
        "action": "start",
    }
    plan = plan_from({
        "plan": PLAN, "department": [{"code": "D", "name": "d"}], "milestone": [fields]
    })  # fmt: skip
    target = plan.milestone[0]
    judged = _judged(_plan(), "2020-Q2", "4")
    first, second = replace(judged, expected_on=before), replace(judged, expected_on=now)
    assert travel(target, second, first) == where
