"""The formula of the pace needed has the words that Python's sentence has."""

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.assess.small_plan import HEAD
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.live.live_indicators import live_indicator
from xlreport.model.period import Period
from xlreport.model.plans.plan import plan_from
from xlreport.model.returns.accepted_record import Record

RISING = {
    "code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p",
    "measure": "level", "direction": "more", "comparator": "ge", "unit": "座", "decimals": 0,
    "profile": "linear", "value": 100, "baseline": {"value": 60},
}  # fmt: skip
LOWERING = RISING | {
    "direction": "less", "comparator": "le", "unit": "天", "value": 4, "baseline": {"value": 9},
}  # fmt: skip
Q2 = Period.parse("2020-Q2")


@pytest.mark.parametrize(
    ("fields", "value", "words"),
    [
        (RISING, "70", "提高"),
        (RISING | {"unit": "%", "decimals": 1}, "70", "提高"),
        (RISING | {"comparator": "gt"}, "70", "提高"),
        (LOWERING, "8", "降"),
        (LOWERING | {"unit": "%", "decimals": 1}, "8", "降"),
    ],
)
def test_a_way_up_is_not_told_as_a_way_down(fields: dict[str, Any], value: str, words: str) -> None:
    """What stands before and after the number in Python's words is what the formula joins."""
    plan = plan_from(
        {"plan": HEAD, "department": [{"code": "D", "name": "d"}], "indicator": [fields]}
    )
    own = plan.indicator[0]
    record = Record(
        plan="P", period=Q2, department="D", kind="indicator", code="A", value=Decimal(value)
    )
    said = judge_indicator(own, plan, Q2, record).pace
    formula = live_indicator(own, plan, Q2, plan.policy).pace
    assert words in said
    for part in re.split(r"[0-9.]+", said):
        assert f'"{part}"' in formula, (part, formula)
