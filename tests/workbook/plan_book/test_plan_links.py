"""Revisions in mid-year and higher targets: each fault has a plan that earns it, and the right plan is in force."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xlreport.checks.plans.plan_links_check import check_parents
from xlreport.checks.plans.plan_soundness import check_plan
from xlreport.messages import languages
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.finding_codes import PLANS

Q2, Q3 = Period.parse("2020-Q2"), Period.parse("2020-Q3")


def plan_with(*revisions: dict[str, Any], **first: Any) -> Plan:
    """Return a sound plan of two indicators and a milestone with revisions, and changes to its first indicator."""
    plain = {
        "section": "一", "figure": "x", "unit": "万人", "measure": "cumulative", "direction": "more", "lead": "RST",
        "comparator": "ge", "printed": "x", "profile": "hold",
    }  # fmt: skip
    return plan_from({
        "plan": {
            "code": "CITY-2020", "title": "计划", "government": "某市", "year": 2020, "report": "x",
            "begins": "x",
        },
        "department": [{"code": "RST", "name": "人社局"}, {"code": "TJJ", "name": "统计局"}],
        "indicator": [
            plain | {"code": "ZB001", "name": "就业", "value": 5} | first,
            plain | {
                "code": "ZB002", "name": "能耗", "reference": "external", "unit": "%", "measure": "fall",
                "reporter": "TJJ",
            },
        ],
        "milestone": [
            {"code": "RW001", "name": "机场", "section": "一", "figure": "y", "action": "build", "lead": "RST"},
        ],
        "revision": [{"since": "2020-Q3", "document": "政办发〔2020〕9号"} | one for one in revisions],
    })  # fmt: skip


FAULTS: list[tuple[str, Plan]] = [
    ("plan-revision-unknown", plan_with({"code": "ZB009", "value": 6})),
    ("plan-revision-other-year", plan_with({"code": "ZB001", "value": 6, "since": "2021-Q1"})),
    ("plan-revision-milestone", plan_with({"code": "RW001", "value": 6})),
    ("plan-revision-department", plan_with({"code": "ZB001", "lead": "CZJ"})),
    ("plan-revision-unfit", plan_with({"code": "ZB001", "value": "6.5"})),
    ("plan-revision-unfit", plan_with({"code": "ZB001", "value": 6, "stretch": 5})),
    ("plan-revision-unfit", plan_with({"code": "ZB001", "due": "2021-03-31"})),
    ("plan-revision-same", plan_with({"code": "ZB001", "lead": "RST"})),
    (
        "plan-revision-same",
        plan_with({"code": "ZB001", "value": 6, "since": "2020-Q2"}, {"code": "ZB001", "value": 6}),
    ),
    (
        "plan-revision-twice",
        plan_with({"code": "ZB001", "value": 6}, {"code": "ZB001", "value": 7, "since": "2020-07"}),
    ),
    ("plan-parent-own", plan_with(parent="CITY-2020:ZB002", parent_kind="same")),
]
REGION = plan_with(name="就业（全区）").model_copy(
    update={"plan": plan_with().plan.model_copy(update={"code": "REGION-2020"})}
)
PARENT_FAULTS: list[tuple[str, Plan]] = [
    ("plan-parent-other-plan", plan_with(parent="NATION-2020:ZB001", parent_kind="part")),
    ("plan-parent-unknown", plan_with(parent="REGION-2020:ZB009", parent_kind="part")),
    ("plan-parent-kind", plan_with(parent="REGION-2020:RW001", parent_kind="part")),
    ("plan-parent-unit", plan_with(parent="REGION-2020:ZB001", parent_kind="part", unit="公里")),
    ("plan-parent-direction", plan_with(parent="REGION-2020:ZB001", parent_kind="same", direction="less",
                                        comparator="le")),
]  # fmt: skip


@pytest.mark.parametrize(("code", "plan"), FAULTS)
def test_fault_of_a_revision(code: str, plan: Plan) -> None:
    """Each fault is found under its code, with words in both languages."""
    found = [one for one in check_plan(plan) if one.code == code]
    assert found, check_plan(plan)
    assert all(say(language, found[0]) for language in languages() for say in (sentence, remedy))


@pytest.mark.parametrize(("code", "plan"), PARENT_FAULTS)
def test_fault_against_the_higher_plan(code: str, plan: Plan) -> None:
    """What the higher plan does not have, or has otherwise, is named."""
    found = [one for one in check_parents(plan, [REGION]) if one.code == code]
    assert found
    assert all(say(language, found[0]) for language in languages() for say in (sentence, remedy))


def test_every_code_has_its_plan() -> None:
    """No code of revisions and parents goes without a case."""
    shown = {code for code, _ in (*FAULTS, *PARENT_FAULTS)}
    assert {code for code in PLANS if code.startswith(("plan-revision-", "plan-parent-"))} == shown


def test_sound_references_earn_nothing() -> None:
    """A part in another scale of the same unit, and a fall that answers a growth with the sign turned, are sound."""
    part = plan_with(parent="REGION-2020:ZB001", parent_kind="part", unit="人")
    assert check_parents(part, [REGION]) == ()
    turned = plan_with(parent="REGION-2020:ZB002", parent_kind="same", unit="%", measure="growth", direction="less",
                       comparator="le")  # fmt: skip
    assert check_parents(turned, [REGION]) == ()


def test_a_revision_counts_from_its_period_on() -> None:
    """Earlier periods keep the target that was in force then; what is printed never changes."""
    plan = plan_with(
        {"code": "ZB001", "value": 6}, {"code": "ZB001", "value": 7, "since": "2020-Q4"}
    )
    assert plan.at(Q2) is plan
    assert plan.at(Q3).indicator[0].value == Decimal(6)
    assert plan.at(Q3).indicator[0].printed == "x"
    assert plan.at(Q3).at(Q3) == plan.at(Q3)
    assert plan.at(Period.parse("2020")).indicator[0].value == Decimal(7)
    assert plan.at(Period.parse("2020-H1")) is plan
    assert [one.value for one in plan.revisions_of("ZB001", Q3)] == [Decimal(6)]


def test_a_revision_brings_the_value_that_external_waits_for() -> None:
    """国家核定 becomes a number by document."""
    plan = plan_with({"code": "ZB002", "value": "3"})
    assert plan.indicator[1].value is None
    in_force = plan.at(Q3).indicator[1]
    assert (in_force.value, in_force.reference) == (Decimal(3), None)


def test_a_lead_hands_over_from_a_period_on() -> None:
    """The row moves to the new department's workbook; a reporter of its own stays the reporter."""
    plan = plan_with(
        {"code": "ZB001", "lead": "TJJ"},
        {"code": "ZB002", "lead": "TJJ"},
        {"code": "RW001", "due": "2020-11-30"},
    )
    assert [one.code for one in plan.at(Q2).indicators_of("RST")] == ["ZB001"]
    assert [one.code for one in plan.at(Q3).indicators_of("TJJ")] == ["ZB001", "ZB002"]
    assert plan.at(Q3).due(plan.at(Q3).milestone[0]) == date(2020, 11, 30)


@pytest.mark.parametrize(
    "nothing",
    [
        {"code": "ZB001"},
        {"code": "ZB001", "lead": "RST", "stretch": 3},
        {"code": "ZB001", "since": "2020-Q5"},
    ],
)
def test_a_revision_says_what_it_changes(nothing: dict[str, Any]) -> None:
    """An empty revision, a second tier alone, and no period are refused by the type."""
    with pytest.raises(ValueError, match="revision"):
        plan_with(nothing)
