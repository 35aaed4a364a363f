"""A draft as a workbook: ticked, unticked, given departments, imported, and proved against its report."""

import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from tests.sizes import examples
from xlreport.checks.plans.plan_coverage_check import check_source
from xlreport.checks.plans.plan_soundness import check_plan
from xlreport.draft.draft_document import plan_document
from xlreport.draft.draft_report import draft_from
from xlreport.messages import say
from xlreport.model.plans.plan import Comparator, Measure, Plan, plan_from
from xlreport.model.plans.plan_draft_types import Draft
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.plans.drafting_plan_book import draft_workbook
from xlreport.pipeline.plans.drafting_plans import department_rules
from xlreport.pipeline.plans.loading_plan_books import Imported, import_plan, marked_plan_book

Drafted = Callable[..., Draft]
Edit = Callable[[openpyxl.Workbook], None]
HEAD_ROW, FIRST = 4, 5
RULES = department_rules()
EXAMPLE = (Path(__file__).resolve().parents[2] / "examples/report.txt").read_text("utf-8")


def sheet(book: openpyxl.Workbook, kind: str) -> Worksheet:
    name = "未采用的数字" if kind == "left_out" else say("zh", f"plan_sheet.{kind}")
    found = book[name]
    assert isinstance(found, Worksheet)
    return found


def column(page: Worksheet, kind: str, name: str) -> int:
    words = say("zh", f"plan_column.{kind}.{name}")
    return next(cell.column for cell in page[HEAD_ROW] if cell.value == words)


def values(page: Worksheet, kind: str, name: str) -> list[Any]:
    at = column(page, kind, name)
    return [page.cell(row, at).value for row in range(FIRST, page.max_row + 1)]


def fill_leads(book: openpyxl.Workbook) -> None:
    """Let the first department listed lead wherever a row is ticked."""
    name = values(sheet(book, "department"), "department", "name")[0]
    for kind in ("indicator", "milestone"):
        page = sheet(book, kind)
        for row in range(FIRST, page.max_row + 1):
            if page.cell(row, column(page, kind, "tick")).value:
                page.cell(row, column(page, kind, "lead")).value = name


def named(page: Worksheet, words: str) -> int:
    """Return the row whose name holds the words."""
    return FIRST + next(
        at for at, one in enumerate(values(page, "indicator", "name")) if one and words in one
    )


def imported(draft: Draft, *edits: Edit, taken: bool = False) -> tuple[bytes, Imported]:
    book = openpyxl.load_workbook(io.BytesIO(draft_workbook(draft, RULES, with_departments=taken)))
    for edit in edits:
        edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), import_plan(stream.getvalue(), "草稿.xlsx", "zh")


def errors(found: Any) -> list[str]:
    return [one.code for one in found if one.severity is Severity.ERROR]


def sound(result: Imported, report: str) -> Plan:
    """Return the imported plan, proved against its report."""
    assert result.plan is not None, [(one.code, one.cell, one.fields) for one in result.findings]
    assert errors(check_plan(result.plan)) == []
    assert errors(check_source(result.plan, report)) == []
    return result.plan


def test_ticked_unticked_and_imported() -> None:
    """What is ticked becomes the plan, what is not is listed as left out, and every number stays accounted for."""

    def edit(book: openpyxl.Workbook) -> None:
        page = sheet(book, "indicator")
        tick = column(page, "indicator", "tick")
        page.cell(named(page, "高标准农田"), tick).value = None
        page.cell(named(page, "特色园区"), tick).value = "√"

    plan = sound(imported(draft_from(EXAMPLE, RULES), edit, fill_leads)[1], EXAMPLE)
    names = [one.name for one in plan.indicator]
    assert not any("高标准农田" in one for one in names)
    assert any("特色园区" in one for one in names)
    assert any(
        one.reason.startswith("未勾选：") and "高标准农田" in one.reason for one in plan.left_out
    )
    assert len({one.code for one in plan.indicator}) == len(names)
    assert {one.lead for one in plan.targets} == {plan.department[0].code}


def test_rows_without_a_lead_are_named() -> None:
    """Every ticked row whose lead is not yet set is an error in its own cell, and the copy that goes back is marked."""
    draft = draft_from(EXAMPLE, RULES)
    content, result = imported(draft)
    ticked = sum(one.ticked for one in draft.rows) + sum(one.ticked for one in draft.milestones)
    blank = [one for one in result.findings if one.code == "plan-book-blank"]
    assert result.plan is None
    assert len(blank) == ticked
    assert {one.column for one in blank} == {"lead"}
    assert marked_plan_book(content, result) is not None


def test_ticked_proposals_lead() -> None:
    """`用建议` lets the proposed department lead, but not before one that is filled in."""

    def edit(book: openpyxl.Workbook) -> None:
        page = sheet(book, "indicator")
        page.cell(FIRST, column(page, "indicator", "lead")).value = "统计部门"

    def rest(book: openpyxl.Workbook) -> None:
        for kind in ("indicator", "milestone"):
            page = sheet(book, kind)
            for row, (proposed, lead) in enumerate(
                zip(values(page, kind, "proposed"), values(page, kind, "lead"), strict=True), FIRST
            ):
                if not proposed and not lead:
                    page.cell(row, column(page, kind, "lead")).value = "财政部门"

    def more(book: openpyxl.Workbook) -> None:
        page = sheet(book, "department")
        for row, name in enumerate(("统计部门", "财政部门"), page.max_row + 1):
            if name not in values(page, "department", "name"):
                page.cell(row, column(page, "department", "name")).value = name

    plan = sound(imported(draft_from(EXAMPLE, RULES), more, edit, rest, taken=True)[1], EXAMPLE)
    units = {one.code: one.name for one in plan.department}
    jobs = next(one for one in plan.indicator if "就业" in one.name)
    assert units[plan.indicator[0].lead] == "统计部门"
    assert units[jobs.lead] == "人力资源社会保障部门"


@pytest.mark.parametrize(
    ("typed", "taken"), [("是", True), (1, True), ("V", True), ("否", False), ("×", False)]
)
def test_ticks_may_be_typed(drafted: Drafted, typed: str | int, *, taken: bool) -> None:
    """A tick is whatever a person types for yes; a cross is no."""

    def edit(book: openpyxl.Workbook) -> None:
        page = sheet(book, "indicator")
        page.cell(FIRST, column(page, "indicator", "tick")).value = typed

    draft = drafted("城镇新增就业5万人，地区生产总值增长5%。")
    plan = imported(draft, fill_leads, edit)[1].plan
    assert plan is not None
    assert len(plan.indicator) == (2 if taken else 1)


def test_a_tick_that_says_nothing_is_asked_about(drafted: Drafted) -> None:
    """`待定` is neither; and without its ticks a draft's sheet is not taken over whole."""

    def doubt(book: openpyxl.Workbook) -> None:
        page = sheet(book, "indicator")
        page.cell(FIRST, column(page, "indicator", "tick")).value = "待定"

    def drop(book: openpyxl.Workbook) -> None:
        page = sheet(book, "indicator")
        page.delete_cols(column(page, "indicator", "tick"))

    draft = drafted("城镇新增就业5万人。")
    (found,) = [
        one
        for one in imported(draft, fill_leads, doubt)[1].findings
        if one.code == "plan-draft-tick"
    ]
    assert (found.cell, found.value) == ("A5", "待定")
    assert "plan-book-column-missing" in errors(imported(draft, fill_leads, drop)[1].findings)


def test_the_house_words_are_imported(drafted: Drafted) -> None:
    """下降N is a fall, 增长1倍 a growth of 100 %, 清零 at most 0."""
    plan = imported(drafted("公用经费压减8%，贸易额增长1倍以上，推进行政收费“清零”。"), fill_leads)[
        1
    ].plan
    assert plan is not None
    assert [(one.measure, one.comparator, one.value) for one in plan.indicator] == [
        (Measure.FALL, Comparator.GE, Decimal(8)),
        (Measure.GROWTH, Comparator.GE, Decimal(100)),
        (Measure.LEVEL, Comparator.LE, Decimal(0)),
    ]


FIVE_YEARS = """政府工作报告
——2031年1月8日在青石市第三届人民代表大会第二次会议上
各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。
一、2030年工作回顾
全年地区生产总值增长5.2%。
二、“十六五”时期主要目标任务
到2035年，地区生产总值突破900亿元，常住人口城镇化率达到70%。
三、2031年工作安排
地区生产总值增长6%左右，城镇新增就业5万人，到2033年建成公园12座。
各位代表！让我们团结一心，为谱写青石新篇章而努力奋斗！
"""


def test_what_stands_before_the_part_is_not_left_out() -> None:
    """Numbers of the five-year part are on the sheets, unticked, and stay out of the plan altogether."""
    draft = draft_from(FIVE_YEARS, RULES)
    content = draft_workbook(draft, RULES)
    page = sheet(openpyxl.load_workbook(io.BytesIO(content)), "indicator")
    listed = dict(
        zip(values(page, "indicator", "printed"), values(page, "indicator", "tick"), strict=True)
    )
    assert listed["突破900亿元"] is None
    plan = sound(imported(draft, fill_leads)[1], FIVE_YEARS)
    assert [one.name for one in plan.indicator] == ["地区生产总值", "城镇新增就业"]
    assert any("12座" in one.figure for one in plan.left_out)
    assert not any("900" in one.figure for one in plan.left_out)


def test_every_number_has_its_line_and_its_reason() -> None:
    """The sheet 未采用的数字 lists every other number with its sentence and the reason why it was left."""
    draft = draft_from(EXAMPLE, RULES)
    book = openpyxl.load_workbook(io.BytesIO(draft_workbook(draft, RULES)), rich_text=False)
    page = sheet(book, "left_out")
    assert values(page, "left_out", "number") == [one.number for one in draft.rejected]
    assert all(values(page, "left_out", "reason"))
    assert values(page, "left_out", "line") == [one.place.line for one in draft.rejected]


PIECES = [
    "力争城乡居民收入分别增长6%和7%。", "生产总值增长7%以上、力争8%。", "新增学位2000个、床位300张。",
    "实现公交全覆盖。", "确保甲山水库6月底前开工。", "失业率控制在5%以内，力争4%。", "科技投入增幅高于去年。",
    "主要江河水质不低于Ⅲ类标准。",
    "每亩增收500元以上。", "降低成本二成。", "出口翻番。", "人均补助从30元提高到50元。", "物价涨幅3%-4%。",
    "减少事故10起。", "推进20个园区建设。", "到2035年建成公园12座。", "办好十件实事。",
]  # fmt: skip


@settings(max_examples=examples(5), deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=7))
def test_the_workbook_says_what_the_plan_file_says(pieces: list[str]) -> None:
    """Imported as it was ticked, a draft's workbook is the plan that the draft's TOML is, but for who leads."""
    draft = draft_from("各位代表：\n2031年工作安排\n" + "".join(pieces), RULES)
    own = plan_from(plan_document(draft, RULES))
    result = imported(draft, fill_leads)[1]
    assert result.plan is not None, [(one.code, one.cell, one.fields) for one in result.findings]
    without = {"lead": "X", "note": ""}
    assert [one.model_copy(update=without) for one in result.plan.targets] == [
        one.model_copy(update=without) for one in own.targets
    ]
