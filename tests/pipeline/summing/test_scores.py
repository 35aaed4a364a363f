"""综合评分 on its way out: a sheet, a part of the page and a file of data where the plan has it, and nothing where it has not."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.bare_summary import bare_summary
from xlreport.assess.rollup.department_score_rollup import department_scores
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, Score
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.plans.comparing_plans import plan_diff
from xlreport.pipeline.plans.loading_plan_books import export_plan, import_plan
from xlreport.pipeline.summing.summing_outputs import write_scores, write_summary
from xlreport.publish.published_page import page_html

Q2 = Period.parse("2020-Q2")


def scored_summary(plan: Plan) -> Summary:
    """Return a summary of two figures."""
    records = [
        Record(plan="SMALL-2020", period=Q2, department="RST", kind="indicator", code=code, value=value)
        for code, value in (("ZB001", Decimal(3)), ("ZB002", Decimal(3)))
    ]  # fmt: skip
    bare = bare_summary(plan, Q2, records)
    return replace(bare, scores=department_scores(plan, bare.rows, ()))


def test_scores_go_out_only_where_the_plan_has_them(small_plan: Plan, tmp_path: Path) -> None:
    """The sheet's scores say that they do not follow a correction; without [score] there is no sheet, part or file."""
    summary = scored_summary(small_plan.model_copy(update={"score": Score()}))
    write_summary(summary, tmp_path / "s.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "s.xlsx"))
    place = book.sheet_names.index("综合评分")
    first = book.get_sheet_by_index(place).to_python()[3]
    assert first[:2] == [1, "人力资源社会保障厅"]
    with ZipFile(tmp_path / "s.xlsx") as parts:
        sheet = parts.read(f"xl/worksheets/sheet{place + 1}.xml").decode()
    assert sheet.count("按发布时数据") == 2 * len(summary.scores)  # score and reason
    assert "综合评分" in page_html(summary).decode()
    write_scores(summary, tmp_path / "scores.csv")
    lines = (tmp_path / "scores.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + len(summary.scores)
    plain = scored_summary(small_plan)
    write_summary(plain, tmp_path / "plain.xlsx")
    assert "综合评分" not in CalamineWorkbook.from_path(str(tmp_path / "plain.xlsx")).sheet_names
    assert "综合评分" not in page_html(plain).decode()
    with pytest.raises(CannotRun, match="no-scores"):
        write_scores(plain, tmp_path / "none.csv")


def test_the_plans_workbook_keeps_the_score(small_plan: Plan) -> None:
    """On with nothing else said, with weights, and off; a workbook written before there was such a sheet still comes in."""
    weighed = small_plan.indicator[0].model_copy(update={"weight": Decimal(3)})
    for score in (Score(), Score(by="share", late=Decimal(2)), None):
        plan = small_plan.model_copy(
            update={"score": score, "indicator": (weighed, *small_plan.indicator[1:])}
        )
        back = import_plan(export_plan(plan), "plan.xlsx", "zh").plan
        assert back is not None
        assert (back.score, back.indicator[0].weight) == (score, Decimal(3))
    book = openpyxl.load_workbook(BytesIO(export_plan(small_plan)))
    del book["综合评分"]
    content = BytesIO()
    book.save(content)
    old = import_plan(content.getvalue(), "plan.xlsx", "zh")
    assert old.plan == small_plan


def test_a_change_of_the_score_is_told(small_plan: Plan) -> None:
    """On, off, and another number."""
    on = small_plan.model_copy(update={"score": Score()})
    late = small_plan.model_copy(update={"score": Score(late=Decimal(2))})
    assert [one.kind for one in plan_diff(small_plan, on, "zh")] == ["row-new"]
    assert [one.kind for one in plan_diff(on, small_plan, "zh")] == ["row-gone"]
    assert [one.words for one in plan_diff(on, late, "zh")] == ["迟报扣分：0 → 2。"]
