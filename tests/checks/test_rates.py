"""A rate made of two reported parts: how it is proved, asked, and compared with them."""

from decimal import Decimal
from typing import Any

import pytest

from xlreport.checks.plans.plan_soundness import check_plan
from xlreport.checks.returns.return_checks import check
from xlreport.checks.typed.typed_units import quotient
from xlreport.messages import languages
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.finding_codes import PLANS
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.workbook.department.form_choices_sheet import Lists
from xlreport.workbook.department.form_validation import rules

COMMON = {
    "section": "一",
    "lead": "RST",
    "direction": "more",
    "comparator": "ge",
    "profile": "hold",
    "value": 1,
}


def one(code: str, name: str, unit: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "unit": unit, "figure": name, "printed": name, "measure": "level",
            "decimals": 2} | COMMON | more  # fmt: skip


def plan_with(rate: dict[str, Any] | None = None, whole: dict[str, Any] | None = None) -> Plan:
    """Return a plan in which 人均劳务收入 is 劳务收入 over 转移就业人数, with changes."""
    parts = {"numerator": "A", "denominator": "B"}
    return plan_from({
        "plan": {"code": "P", "title": "计划", "government": "某市", "year": 2020, "report": "报告", "begins": "x"},
        "department": [{"code": "RST", "name": "人社局"}],
        "indicator": [
            one("A", "劳务收入", "亿元", measure="cumulative"),
            one("B", "转移就业人数", "万人", measure="cumulative") | (whole or {}),
            one("C", "人均劳务收入", "元/人", decimals=0, parts=parts) | (rate or {}),
        ],
    })  # fmt: skip


FAULTS = [
    ("plan-parts-measure", plan_with({"measure": "growth", "unit": "%"})),
    ("plan-parts-unknown", plan_with({"parts": {"numerator": "A", "denominator": "Z"}})),
    ("plan-parts-unknown", plan_with({"parts": {"numerator": "C", "denominator": "B"}})),
    ("plan-parts-amount", plan_with(whole={"measure": "growth", "unit": "%"})),
    ("plan-parts-asked", plan_with({"asked": ["Q4"]})),
    ("plan-parts-unit", plan_with({"unit": "吨/人"})),
]


@pytest.mark.parametrize(("code", "plan"), FAULTS)
def test_a_rate_that_cannot_be_made(code: str, plan: Plan) -> None:
    """Codes, measures, periods and units of a rate and its parts are proved."""
    found = [found for found in check_plan(plan) if found.code == code]
    assert found
    for language in languages():
        assert sentence(language, found[0])
        assert remedy(language, found[0])


def test_a_sound_rate_is_said_nothing_about() -> None:
    """A rate whose units fit is sound; a factor may stand for units that do not say."""
    assert not any(found.code.startswith("plan-parts") for found in check_plan(plan_with()))
    factor = {"parts": {"numerator": "A", "denominator": "B", "factor": 3}, "unit": "吨/人"}
    assert not any(found.code.startswith("plan-parts") for found in check_plan(plan_with(factor)))
    assert {code for code in PLANS if code.startswith("plan-parts-")} == {
        code for code, _ in FAULTS
    }


@pytest.mark.parametrize(
    ("units", "times"),
    [
        (("元/人", "亿元", "万人"), "10000"),
        (("元/人·年", "亿元", "万人"), "10000"),
        (("元", "亿元", "万人"), "10000"),
        (("%", "万人", "万人"), "100"),
        (("‰", "人", "万人"), "0.1"),
        (("%", "万元", "万人"), None),
        (("元/亩", "亿元", "万人"), None),
    ],
)
def test_units_say_the_factor(units: tuple[str, str, str], times: str | None) -> None:
    """亿元 over 万人 is 10,000 元/人; amounts of other things give no rate."""
    found = quotient(*units)
    assert found == (None if times is None else Decimal(times))


def form_of(plan: Plan) -> Form:
    unit = plan.department_of("RST")
    assert unit is not None
    return form_for(plan, unit, Period.parse("2020-Q2"))


@pytest.mark.parametrize(
    ("typed", "asks"),
    [("6084", False), ("6145", False), ("6146", True), ("6023", False), ("6022", True)],
)
def test_a_rate_follows_from_its_parts(typed: str, fill: Any, *, asks: bool) -> None:
    """34.8亿元 over 57.2万人 is 6083.9元; a rate within its rounding and one per cent of that is not asked about."""
    form = form_of(plan_with())
    words = {"progress": "按计划推进，进展顺利。", "source": "部门业务统计"}
    rows = {
        code: {"actual": Decimal(value)} | words
        for code, value in (("A", "34.8"), ("B", "57.2"), ("C", typed))
    }
    found = [one for one in check(fill(form, rows), form) if one.code == "rate-not-from-parts"]
    assert bool(found) is asks
    assert all((one.indicator, one.fields["follows"]) == ("C", "6084") for one in found)


@pytest.mark.parametrize(("above", "below"), [("", "57.2"), ("34.8", ""), ("34.8", "0"), ("", "")])
def test_a_rate_with_a_part_missing_is_not_asked_about(above: str, below: str, fill: Any) -> None:
    """Nothing follows from one part, nor from a division by none."""
    form = form_of(plan_with())
    rows = {
        code: {"actual": Decimal(value) if value else ""}
        for code, value in (("A", above), ("B", below), ("C", "1"))
    }
    assert "rate-not-from-parts" not in {one.code for one in check(fill(form, rows), form)}


def test_the_prompt_names_the_parts() -> None:
    """The clerk is told of which two figures the rate is made."""
    told = [
        rule.options["input_message"]
        for rule in rules(form_of(plan_with()), "indicator", Lists("", (), {}, {}, {}))
        if rule.rows == (2,)
    ]
    assert "等于本表「劳务收入」除以「转移就业人数」。" in told[0]
