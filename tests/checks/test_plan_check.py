"""The check of a plan: each finding code has a plan that earns it, and a sound plan earns none."""

from datetime import date
from typing import Any

import pytest

from xlreport.checks.plans.plan_coverage_check import check_source
from xlreport.checks.plans.plan_soundness import check_plan
from xlreport.messages import languages
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.finding_codes import PLANS, Severity

REPORT = """各位代表：去年新增就业5.2万人。
2020年重点工作
一、全年目标。城镇新增就业5 万
人，确保建成新机场，实施十大工程。
"""


def plan_with(change: dict[str, Any] | None = None, /, **indicator: Any) -> Plan:
    """Return a sound plan of one indicator and one milestone, with changes."""
    document: dict[str, Any] = {
        "plan": {"code": "P", "title": "计划", "government": "某市", "year": 2020, "report": "报告",
                 "begins": "2020年重点工作"},
        "department": [{"code": "RST", "name": "人社局"}],
        "indicator": [{
            "code": "ZB001", "name": "新增就业", "section": "一", "figure": "新增就业5万人", "unit": "万人",
            "measure": "cumulative", "direction": "more", "comparator": "eq", "value": 5, "printed": "5万人",
            "profile": "hold", "lead": "RST", "baseline": {"value": "5.2", "figure": "新增就业5.2万人"}, "decimals": 1,
        } | indicator],
        "milestone": [{"code": "RW001", "name": "新机场", "section": "一", "figure": "建成新机场", "action": "build",
                       "lead": "RST"}],
        "left_out": [{"figure": "十大工程", "reason": "名称"}],
    }  # fmt: skip
    return plan_from(document | (change or {}))


def test_a_sound_plan_has_no_finding() -> None:
    """Nothing is said about a plan that is sound and covers its report."""
    plan = plan_with()
    assert check_plan(plan) == ()
    assert check_source(plan, REPORT) == ()


@pytest.mark.parametrize(
    ("value", "too_many"),
    [("1e40", False), ("1e-40", True), ("5.200", False), ("0.000", False), ("1.25", True)],
)
def test_decimals_are_counted_in_any_number(value: str, too_many: bool) -> None:  # noqa: FBT001
    """A number with more digits than decimals usually keep is checked like the others."""
    found = {one.code for one in check_plan(plan_with(value=value))}
    assert ("plan-decimals" in found) is too_many


DEPARTMENTS = {"department": [{"code": "RST", "name": "人社局"}, {"code": "CZT", "name": "财政局"}]}
STEPS = {"code": "RW001", "name": "机场", "section": "一", "figure": "建成新机场", "action": "advance", "lead": "RST",
         "steps": ["推进"] * 4}  # fmt: skip
RATE = {"measure": "growth", "unit": "%"}
FAULTS: list[tuple[str, Plan]] = [
    ("plan-code-twice", plan_with(code="RW001")),
    ("plan-since-other-year", plan_with(since="2019-Q3")),
    (
        "plan-department-twice",
        plan_with({"department": [{"code": "RST", "name": "甲"}, {"code": "RST", "name": "乙"}]}),
    ),
    ("plan-department-unknown", plan_with(lead="TJJ")),
    ("plan-department-unknown", plan_with(cooperating=["TJJ"])),
    ("plan-department-idle", plan_with(DEPARTMENTS)),
    ("plan-comparator", plan_with(comparator="le")),
    ("plan-comparator", plan_with(direction="less", comparator="ge")),
    ("plan-direction", plan_with(measure="fall", unit="%", direction="less", comparator="le")),
    ("plan-range-open", plan_with(comparator="range")),
    ("plan-stretch", plan_with(stretch=4)),
    ("plan-stretch", plan_with(direction="less", comparator="le", stretch=6)),
    ("plan-unit", plan_with(measure="growth")),
    ("plan-share", plan_with(measure="share", unit="%", value=105)),
    ("plan-class", plan_with(measure="class", unit="类", classes=["甲", "乙"])),
    ("plan-decimals", plan_with(value="5.25")),
    ("plan-decimals", plan_with(decimals=0)),
    ("plan-profile-name", plan_with({"profiles": {"linear": [25, 50, 75, 100]}})),
    ("plan-profile-list", plan_with({"profiles": {"season": [25, 20, 75, 100]}})),
    ("plan-profile-list", plan_with({"profiles": {"season": [25, 50, 100]}})),
    ("plan-profile-list", plan_with({"profiles": {"season": [25, 50, 75, 90]}})),
    ("plan-profile-unknown", plan_with(profile="season")),
    ("plan-profile-measure", plan_with(profile="linear", **RATE)),
    ("plan-path-without-baseline", plan_with(measure="level", profile="linear", baseline=None)),
    (
        "plan-baseline-unit",
        plan_with(
            profile="linear", measure="level", baseline={"value": 5, "unit": "人", "figure": "x"}
        ),
    ),
    ("plan-linear", plan_with(profile="linear")),
    ("plan-reference-baseline", plan_with(value=None, reference="baseline", baseline=None)),
    ("plan-reference-unknown", plan_with(value=None, reference="ZB001")),
    ("plan-reference-unknown", plan_with(part_of="ZB009")),
    ("plan-due-other-year", plan_with(due="2021-06-30")),
    ("plan-never-asked-at-end", plan_with(asked=["Q2"])),
    ("plan-steps-alike", plan_with({"milestone": [STEPS]})),
]
SOURCE_FAULTS: list[tuple[str, Plan, str]] = [
    ("source-no-beginning", plan_with(), "没有标题"),
    ("source-figure-missing", plan_with(figure="新增就业6万人"), REPORT),
    ("source-figure-not-unique", plan_with(figure="新增就业5万人"), REPORT + "城镇新增就业5万人"),
    (
        "source-left-out-missing",
        plan_with({"left_out": [{"figure": "五大工程", "reason": "名称"}]}),
        REPORT,
    ),
    ("source-baseline-bare", plan_with(baseline={"value": 5}), REPORT),
    ("source-baseline-missing", plan_with(baseline={"value": 5, "figure": "就业5万多人"}), REPORT),
    ("source-number-uncovered", plan_with(), REPORT + "全覆盖"),
    ("source-number-uncovered", plan_with(), REPORT + "种树30 万亩"),
    ("source-number-uncovered", plan_with(), REPORT.replace("\n", "") + "种树30万亩"),
    ("source-verb-uncovered", plan_with(), REPORT + "开工大桥。"),
]


@pytest.mark.parametrize(("code", "plan"), FAULTS)
def test_fault_in_a_plan(code: str, plan: Plan) -> None:
    """Each fault is found under its code, and its words are there in both languages."""
    found = [one for one in check_plan(plan) if one.code == code]
    assert found
    for language in languages():
        assert sentence(language, found[0])
        assert remedy(language, found[0])


@pytest.mark.parametrize(("code", "plan", "text"), SOURCE_FAULTS)
def test_fault_against_the_report(code: str, plan: Plan, text: str) -> None:
    """Each disagreement with the report is found under its code."""
    found = [one for one in check_source(plan, text) if one.code == code]
    assert found
    for language in languages():
        assert sentence(language, found[0])
        assert remedy(language, found[0])


def test_every_code_has_its_plan() -> None:
    """No finding code of plans goes without a case (plan-field, and those of the workbook, have their own tests)."""
    shown = {code for code, *_ in FAULTS} | {code for code, *_ in SOURCE_FAULTS} | {"plan-field"}
    elsewhere = (
        "plan-book-",
        "plan-revision-",
        "plan-parent-",
        "plan-draft-",
        "plan-parts-",
        "plan-never-warned",
    )
    linked = {code for code in PLANS if code.startswith(elsewhere)}
    assert set(PLANS) == shown | linked


def test_white_space_inside_a_number_is_no_gap() -> None:
    """A newspaper may break a line inside a figure; the number on both sides is still one and covered."""
    assert not [one for one in check_source(plan_with(), REPORT) if one.severity is Severity.ERROR]
    assert "5 万\n人" in REPORT


@pytest.mark.parametrize(
    ("added", "found"),
    [
        (
            "\n完成投资3亿元。",
            [("source-number-uncovered", "3", "5"), ("source-verb-uncovered", "完成", "5")],
        ),
        ("\n建成新机场并投产。", [("source-figure-not-unique", "建成新机场", "4、5")]),
        (
            "\n机场建成并投产。",
            [("source-verb-uncovered", "建成", "5"), ("source-verb-uncovered", "投产", "5")],
        ),
    ],
)
def test_what_a_plan_leaves_out_is_told_with_its_line(
    added: str, found: list[tuple[str, str, str]]
) -> None:
    """A milestone accounts for every verb of its clause, any other figure for those inside it."""
    told = check_source(plan_with(), REPORT.rstrip() + added)
    assert [(o.code, o.value, o.fields.get("line", o.fields.get("lines"))) for o in told] == found


@pytest.mark.parametrize(
    ("clause", "uncovered"), [("确保建成新机场并投产", []), ("确保建成新机场。投产", ["投产"])]
)
def test_a_milestone_accounts_for_its_clause_alone(clause: str, uncovered: list[str]) -> None:
    text = REPORT.replace("确保建成新机场", clause).replace("城镇新增", "完成城镇新增")
    verbs = [
        one.value for one in check_source(plan_with(), text) if one.code == "source-verb-uncovered"
    ]
    assert verbs == ["完成", *uncovered]


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        ({"since": "2020-Q3", "value": 7}, True),
        ({"since": "2020-Q4", "value": 7}, False),
        ({"since": "2020-Q3", "lead": "CZT"}, False),
        ({"since": "2020-Q3", "code": "RW001", "due": date(2020, 12, 1)}, False),
    ],
)
def test_a_field_is_revised_once_from_a_period_on(second: dict[str, Any], twice: bool) -> None:  # noqa: FBT001
    """Twice is the same field of the same target from the same period on."""
    first = {"code": "ZB001", "since": "2020-Q3", "document": "通知", "value": 6}
    revised = [first, {"code": "ZB001", "document": "又一通知"} | second]
    found = {one.code for one in check_plan(plan_with(DEPARTMENTS | {"revision": revised}))}
    assert ("plan-revision-twice" in found) is twice


def test_a_number_left_out_is_told_with_the_words_around_it() -> None:
    """Twelve characters on either side, on one line, and none of what stands before the plan."""
    text = REPORT.rstrip() + "\n各县市今年共完成固定资产投资3亿元，比上年多。"
    (told,) = (o for o in check_source(plan_with(), text) if o.code == "source-number-uncovered")
    assert told.fields["around"] == "市今年共完成固定资产投资3亿元，比上年多。"
    (near,) = (
        o for o in check_source(plan_with(), REPORT.replace("一、全", "共3项。一、全"))
        if o.code == "source-number-uncovered"
    )  # fmt: skip
    assert near.fields["around"].startswith("2020年重点工作共3项。")
