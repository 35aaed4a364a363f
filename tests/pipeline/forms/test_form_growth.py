"""A form of many rows costs as many times more as it has rows: what is looked through once is not looked through for
each row. A form of 3,000 rows once took longer than a worker may read.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.synthetic import PERIOD, plan_text
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.plans.plan_target_types import Indicator
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.forms.making_forms import form_for

ROOT = Path(__file__).resolve().parents[3]
ASKED_FOR_EACH_ROW = 5
"""Times at most that a row asks whether a target is asked in the period."""


class Counted(list[Any]):
    """Records that count how often they are gone through."""

    times = 0

    def __iter__(self) -> Iterator[Any]:
        Counted.times += 1
        return super().__iter__()


def plan_of(rows: int) -> Plan:
    """Return a plan of one department, whose rates rest on two other rows each and ask for last year's figure."""
    document = tomllib.loads(plan_text(1, rows))
    indicators = document["indicator"]
    for place in range(2, rows, 6):
        above, below = (indicators[at]["code"] for at in (place - 2, place - 1))
        indicators[place]["parts"] = {"numerator": above, "denominator": below, "factor": 100}
        indicators[place]["baseline"] = {"asked": True}
    return plan_from(document)


def earlier(plan: Plan) -> Counted:
    return Counted(
        Record(
            plan=plan.code,
            period=Period(2020, "quarter", 1),
            department="D00000",
            kind="indicator",
            code=one.code,
            value=one.value,
            baseline=one.value,
            file="a.xlsx",
        )
        for one in plan.indicator
    )


@pytest.mark.parametrize("live", [True, False])
def test_nothing_is_looked_through_for_each_row(
    live: bool,  # noqa: FBT001 - a parameter of the test
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Earlier records are gone through as often for 240 rows as for 24, and no row asks all the others."""
    asked = 0
    is_asked = Indicator.is_asked

    def counting(self: Indicator, period: Period) -> bool:
        nonlocal asked
        asked += 1
        return is_asked(self, period)

    monkeypatch.setattr(Indicator, "is_asked", counting)
    times = []
    for rows in (24, 240):
        plan = plan_of(rows)
        records = earlier(plan)
        asked, Counted.times = 0, 0
        form = form_for(plan, plan.reporters()[0], PERIOD, records, live=live)
        assert sum(row.rate is not None for row in form.indicators) == rows // 6
        assert asked <= ASKED_FOR_EACH_ROW * rows
        times.append(Counted.times)
    assert times[0] == times[1], times
