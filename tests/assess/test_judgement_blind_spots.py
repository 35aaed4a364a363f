"""The disaster test: a disastrous figure in the third quarter lights nearly everything, in both plans."""

import tomllib
from pathlib import Path

import pytest

from xlreport.assess.judgement_blind_spots import disaster_test, never_warned
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from

PLANS = Path(__file__).parents[2] / "schemas"
Q3 = Period.parse("2020-Q3")
LEAST = 0.95


def _plan(name: str) -> Plan:
    return plan_from(tomllib.loads((PLANS / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", ["tibet-2020.toml", "shannan-2020.toml"])
def test_a_disaster_in_the_third_quarter_is_seen(name: str) -> None:
    """At least 95 % of what has a value and is asked by then lights; the rest has a note that says why."""
    plan = _plan(name)
    done = disaster_test(plan, Q3)
    assert (done.tested - len(done.dark)) / done.tested >= LEAST, [one.code for one in done.dark]
    assert all(one.note for one in (*done.dark, *done.unasked))
    assert not list(never_warned(plan))


def test_what_cannot_be_lit_is_named() -> None:
    """An amount that is only judged at the year's end stays dark, and so does a level without last year's figure."""
    plan = _plan("tibet-2020.toml")
    by_code = {one.code: one for one in plan.indicator}
    dark = [
        by_code["ZB009"].model_copy(update={"profile": "year_end", "baseline": None}),
        by_code["ZB054"].model_copy(update={"baseline": None}),
        by_code["ZB001"],
    ]
    altered = plan.model_copy(update={"indicator": tuple(dark)})
    done = disaster_test(altered, Q3)
    assert [one.code for one in done.dark] == ["ZB009", "ZB054"]
    assert [(serial, one.code) for serial, one in never_warned(altered)] == [
        (1, "ZB009"),
        (2, "ZB054"),
    ]
