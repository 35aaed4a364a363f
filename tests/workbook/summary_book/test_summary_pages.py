"""Sheets that repeat the summary for somebody: a page a department and a leader, changes, problems, two levels."""

import re
import warnings
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import Beside, Pair, Summary, SummaryRow
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

TEMPLATES = Path(__file__).parents[3] / "workbook_templates"


def _book(summary: Summary, language: str = "zh") -> Any:
    content = summary_workbook(summary, (TEMPLATES / language / "summary.xlsx").read_bytes())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops extensions and says so
        return openpyxl.load_workbook(BytesIO(content))


def _texts(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def _led(summary: Summary, names: dict[str, str]) -> Summary:
    def led(row: SummaryRow) -> SummaryRow:
        return replace(
            row, target=row.target.model_copy(update={"leader": names.get(row.target.lead, "")})
        )

    return replace(
        summary,
        indicators=tuple(map(led, summary.indicators)),
        milestones=tuple(map(led, summary.milestones)),
    )


def test_each_department_has_its_page(small_summary: Summary) -> None:
    """Every row stands once, below its department's name, most urgent first, and each page begins a new sheet."""
    sheet = _book(small_summary)["部门分页"]
    lines = _texts(sheet)
    names = [unit.name for unit in small_summary.departments]
    starts = [at for at, line in enumerate(lines) if line[0] in names]
    assert [lines[at][0] for at in starts] == list(
        dict.fromkeys(row.department for row in small_summary.rows)
    )
    codes = [line[1] for line in lines if str(line[1] or "").startswith(("ZB", "RW"))]
    assert sorted(codes) == sorted(row.target.code for row in small_summary.rows)
    assert len(sheet.row_breaks.brk) == len(starts) - 1
    assert [brk.id for brk in sheet.row_breaks.brk] == starts[1:]
    first = [line[0] for line in lines[starts[0] + 2 : starts[1]]]
    assert first == ["■ 滞后", "■ 滞后", "▲ 预警", "▲ 预警", "● 正常", "● 正常", "◇ 未到评价期"]
    assert "报送：△ 部分接收　2020年7月8日　迟报" in str(lines[starts[0] + 1][1])


def test_leaders_have_pages_only_where_they_are_named(small_summary: Summary) -> None:
    """A plan without leaders has no such sheet; one with some has a page for each, of what each leads."""
    assert "领导分页" not in _book(small_summary).sheetnames
    book = _book(_led(small_summary, {"RST": "李副市长", "NYT": "王副市长"}))
    lines = _texts(book["领导分页"])
    assert [line[0] for line in lines if str(line[0]).endswith("副市长")] == [
        "李副市长",
        "王副市长",
    ]
    led = {row.target.code for row in small_summary.rows if row.target.lead in {"RST", "NYT"}}
    assert {line[1] for line in lines if str(line[1] or "").startswith(("ZB", "RW"))} == led


def test_what_changed_since_the_last_one_issued(small_summary: Summary) -> None:
    """Worse first, then no longer reported, new, better; only against the same period also a figure alone."""
    first = small_summary.indicators

    def turned(row: SummaryRow, then: Status, actual: Decimal | None = None) -> SummaryRow:
        now = row.assessment
        return replace(
            row, issued=replace(now, status=then, actual=now.actual if actual is None else actual)
        )

    rows = (
        turned(first[0], Status.ON_TRACK), turned(first[1], Status.AT_RISK),
        turned(first[3], Status.OFF_TRACK, Decimal(5)),
        turned(first[6], Status.ON_TRACK), turned(first[7], Status.NOT_REPORTED), turned(first[4], Status.ON_TRACK),
    )  # fmt: skip
    before = replace(
        small_summary, indicators=rows, milestones=(), issued=small_summary.period.previous()
    )
    lines = _texts(_book(before)["与上次相比"])[3:]
    assert [(line[0], line[3]) for line in lines] == [
        ("转差", "ZB001"), ("未再报", "ZB007"), ("新报", "ZB008"), ("转好", "ZB002"),
    ]  # fmt: skip
    again = _texts(_book(replace(before, issued=small_summary.period))["与上次相比"])[3:]
    assert (again[-1][0], again[-1][6], again[-1][7]) == ("数变，状态未变", 5, 2)
    assert "与上次相比" not in _book(small_summary).sheetnames


def test_problems_and_steps_are_in_their_own_words(small_summary: Summary) -> None:
    """Only rows about which something was written; text stays text."""
    lines = _texts(_book(small_summary)["问题与措施"])[3:]
    said = [row for row in small_summary.rows if row.record and row.record.problems]
    assert [line[2] for line in lines] == [row.target.code for row in said]
    assert {line[4] for line in lines} == {"@缺资金"}


@pytest.mark.parametrize("above", [True, False])
def test_two_levels_stand_side_by_side(small_summary: Summary, *, above: bool) -> None:
    """The higher plan's target on the left; a part has its share of the higher figure."""
    other = Beside(
        plan="OTHER", period="2020-Q2", code="ZB9", name="新增就业", department="人社局", unit="万人", printed="1万人", target=Decimal(1), actual=Decimal("0.47"), state="",
        status=Status.ON_TRACK, parent="", parent_kind="",
    )  # fmt: skip
    pair = Pair(small_summary.indicators[0], other, "part", above=above)
    line = _texts(_book(replace(small_summary, pairs=(pair,)))["上下级对照"])[3]
    mine, theirs = ("ZB001", "ZB9") if above else ("ZB9", "ZB001")
    assert (line[1], line[10], line[7]) == (mine, theirs, "分解")
    assert line[8] == pytest.approx(0.2 if above else 5)


def test_english_sheets_have_no_chinese_of_ours(small_summary: Summary) -> None:
    """Every head and title of the English template is English."""
    head = small_summary.plan.plan.model_copy(update={"language": "en"})
    summary = replace(small_summary, plan=small_summary.plan.model_copy(update={"plan": head}))
    book = _book(replace(summary, issued=summary.period, pairs=()), "en")
    assert book.sheetnames[4:7] == ["Since last issued", "Problems", "Department pages"]
    heads = [cell.value for name in book.sheetnames[4:7] for cell in book[name][3]]
    assert not re.search(r"[\u4e00-\u9fff]", " ".join(str(value or "") for value in heads))
