"""Rules that a small fault could change without any other test's notice: each was tried."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.assess.small_plan import HEAD
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judgement_comparison import right_sign
from xlreport.assess.judgement_rule_cases import Numbers
from xlreport.assess.judgement_schedule import step_due
from xlreport.assess.reasons.inspection_reasons import as_inspected, held_against
from xlreport.assess.reasons.reason_figures import enough_decimals
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, Policy, plan_from
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.inspection_return import Inspection

LEAST = {
    "code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p", "unit": "%",
    "measure": "growth", "direction": "more", "comparator": "ge", "profile": "hold", "decimals": 1, "value": 9,
}  # fmt: skip
_NOTHING = Decimal(0)
STEPS = ["一步", "二步", "三步", "四步"]


def _plan(**fields: Any) -> Plan:
    return plan_from({
        "plan": HEAD,
        "department": [{"code": "D", "name": "d"}],
        "indicator": [LEAST | fields],
        "milestone": [
            {"code": "R", "name": "r", "section": "s", "figure": "f", "lead": "D",
             "action": "build", "steps": STEPS}
        ],
    })  # fmt: skip


def _record(value: str, period: str = "2020-Q3", **more: Any) -> Record:
    return Record(
        plan="P", period=Period.parse(period), department="D", kind="indicator", code="A",
        value=Decimal(value), **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("5", "6"), 3),
        (("5.0001", "5"), 4),
        (("5.000001", "5"), 6),
        (("5.0001", "5.000001", "5"), 6),
    ],
)
def test_as_many_decimals_as_tell_numbers_apart(numbers: tuple[str, ...], expected: int) -> None:
    """Two more than the indicator's, and one more at a time until numbers that differ look it."""
    found = enough_decimals(_plan().indicator[0], *map(Decimal, numbers))
    assert found == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2019-Q4", ""), ("2020-Q1", "一步"), ("2020-H1", "二步"), ("2020-11", "三步"),
     ("2020-Q4", "四步"), ("2021-Q1", "四步")],
)  # fmt: skip
def test_the_step_of_the_last_quarter_that_is_over_is_due(period: str, expected: str) -> None:
    """Quarters count through the years: what was due in December stays due in the next March."""
    plan = _plan()
    assert step_due(plan.milestone[0], plan, Period.parse(period)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"measure": "growth"}, "0"),
        ({"measure": "fall"}, "0"),
        ({"measure": "level"}, "-2"),
        ({"measure": "growth", "direction": "less", "comparator": "le"}, "-2"),
        ({"measure": "growth", "value": -1}, "-2"),
    ],
)
def test_only_what_is_to_grow_keeps_its_sign(fields: dict[str, Any], expected: str) -> None:
    """A bound below 0 is lifted to 0 for a growth or fall whose target is above 0, else never."""
    indicator = _plan(**fields).indicator[0]
    case = Numbers(
        indicator=indicator,
        policy=Policy(),
        due=_NOTHING,
        baseline=_NOTHING,
        target=Decimal(str(indicator.value)),
    )
    assert right_sign(case, Decimal(-2)) == Decimal(expected)


def test_a_wrong_sign_says_so_before_anything_is_due() -> None:
    """A growth below 0 is off track in the third quarter, by its sign and not by a number due."""
    plan = _plan(profile="year_end")
    found = judge_indicator(plan.indicator[0], plan, Period.parse("2020-Q3"), _record("-0.3"), [])
    assert found.status is Status.OFF_TRACK
    assert "增速为负" in found.reason


def test_an_inspection_takes_the_reported_figures_place_in_its_own_period_alone() -> None:
    """Its figure counts in the row and period that it is of; others stay, and nothing is made up."""
    reported = [_record("5"), _record("4", "2020-Q2"), replace(_record("7"), code="B")]
    found = Inspection(
        period="2020-Q3", department="D", code="A", value="3", state="", said_by="甲",
        said_on=date(2020, 10, 8),
    )  # fmt: skip
    values = [one.value for one in as_inspected(reported, [found])]
    assert values == [Decimal(3), Decimal(4), Decimal(7)]
    assert as_inspected([], [found]) == ()


@pytest.mark.parametrize(
    ("found", "gap", "differs"),
    [("101", "1", False), ("101.1", "1.1", True), ("98.9", "-1.1", True)],
)
def test_an_inspection_differs_beyond_its_tolerance(found: str, gap: str, *, differs: bool) -> None:
    """Per cent of the figure that was reported; exactly that much is still the same."""
    inspection = Inspection(
        period="2020-Q3", department="D", code="A", value=found, state="", said_by="甲",
        said_on=date(2020, 10, 8),
    )  # fmt: skip
    held = held_against(inspection, _record("100"), Decimal(1))
    assert (held.difference, held.differs) == (Decimal(gap), differs)
    assert not held_against(inspection, None, Decimal(1)).differs


@pytest.mark.parametrize(
    ("value", "words"), [("40", "低20个百分点，已提前完成"), ("60", "已提前完成")]
)
def test_a_ceiling_that_completes_early_is_told_as_completed(value: str, words: str) -> None:
    """Not as a limit that still has to be kept to the year's end."""
    plan = _plan(measure="level", direction="less", profile="year_end", value=60)
    judged = judge_indicator(
        plan.indicator[0], plan, Period.parse("2020-Q2"), _record(value, "2020-Q2")
    )
    assert judged.status is Status.COMPLETED
    assert judged.why == f"全年应控制在60%以内，实为{value}%，{words}"
