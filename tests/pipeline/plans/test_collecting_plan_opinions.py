"""Copies of a plan's workbook come back: everything said stands in one with who said it, and nothing is decided by program."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import DONE, USAGE
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.plans.collecting_plan_opinions import collect_opinions, merged_workbook
from xlreport.pipeline.plans.loading_plan_books import export_plan, import_plan
from xlreport.pipeline.plans.writing_plan_toml import plan_text


def copy(plan: Plan, path: Path, sheet: str, cells: dict[tuple[str, str], str | float]) -> None:
    """Write a copy with cells changed, each by code and heading."""
    book = openpyxl.load_workbook(BytesIO(export_plan(plan)))
    table = book[sheet]
    heads = {cell.value: at for at, cell in enumerate(table[4], 1)}
    rows = {table.cell(row, heads["代码"]).value: row for row in range(5, table.max_row + 1)}
    for (code, head), value in cells.items():
        row = rows.get(code) or max(row for one, row in rows.items() if one) + 1
        table.cell(row, heads[head]).value = value
    book.save(path)


@pytest.fixture(scope="module")
def folder(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return three copies and two files that are none."""
    place = tmp_path_factory.mktemp("copies")
    copy(small_plan, place / "1_人社厅意见.xlsx", "指标", {
        ("ZB001", "目标值"): 4.5, ("ZB001", "单位意见"): "目标偏高。", ("ZB002", "二季度末应达"): 3.5,
        ("新", "指标"): "新指标",
    })  # fmt: skip
    copy(
        small_plan,
        place / "2_统计局.xlsx",
        "指标",
        {("ZB001", "目标值"): 5.5, ("ZB002", "牵头单位"): "统计局"},
    )
    copy(
        small_plan,
        place / "3_农业农村厅.xlsx",
        "重点任务",
        {("RW001", "二季度末形象进度"): "培训2万人次"},
    )
    head = small_plan.plan.model_copy(update={"code": "OTHER-2020"})
    other = small_plan.model_copy(update={"plan": head})
    (place / "4_别的计划.xlsx").write_bytes(export_plan(other))
    (place / "5_坏的.xlsx").write_bytes(b"no workbook")
    return place


def test_who_said_what(small_plan: Plan, folder: Path) -> None:
    """Opinions, figures, quarters, steps and new rows with their departments; what two want otherwise is a conflict."""
    collected = collect_opinions(small_plan, folder)
    assert collected.copies == ("人力资源社会保障厅", "统计局", "农业农村厅")
    assert [name for name, _ in collected.refused] == ["4_别的计划.xlsx", "5_坏的.xlsx"]
    told = {(one.who, one.code, one.column): one for one in collected.opinions}
    assert len(told) == len(collected.opinions) == 7
    first = told["人力资源社会保障厅", "ZB001", "value"]
    assert (first.before, first.after, first.conflict) == ("5", "4.5", True)
    assert told["统计局", "ZB001", "value"].conflict
    assert not told["统计局", "ZB002", "lead"].conflict
    assert not told["人力资源社会保障厅", "ZB001", "opinion"].conflict
    assert told["人力资源社会保障厅", "ZB002", "quarter_2"].after == "3.5"
    assert told["农业农村厅", "RW001", "step_2"].after == "培训2万人次"
    assert told["人力资源社会保障厅", "", "row"].after == "新指标"


def test_the_merged_workbook_is_the_plan_until_somebody_decides(
    small_plan: Plan, folder: Path
) -> None:
    """It comes in as the plan was; once a figure is typed in, with that figure."""
    content = merged_workbook(small_plan, collect_opinions(small_plan, folder))
    assert import_plan(content, "merged.xlsx", "zh").plan == small_plan
    book = openpyxl.load_workbook(BytesIO(content))
    heads = {cell.value: at for at, cell in enumerate(book["指标"][4], 1)}
    said = str(book["指标"].cell(5, heads["单位意见"]).value).splitlines()
    assert said == [
        "【人力资源社会保障厅】目标值：5 → 4.5（不一致）", "【人力资源社会保障厅】目标偏高。",
        "【统计局】目标值：5 → 5.5（不一致）",
    ]  # fmt: skip
    book["指标"].cell(5, heads["目标值"]).value = 4.8
    decided = BytesIO()
    book.save(decided)
    plan = import_plan(decided.getvalue(), "merged.xlsx", "zh").plan
    assert plan is not None
    assert str(plan.indicator[0].value) == "4.8"


def test_from_the_command_line(
    small_plan: Plan, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Conflicts and refused files are named; an empty folder is refused."""
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    plan, out = tmp_path / "plan.toml", tmp_path / "merged.xlsx"
    plan.write_text(plan_text(small_plan), encoding="utf-8")
    assert run(["plan", "collect", str(plan), str(folder), "-o", str(out)]) == DONE
    told = capsys.readouterr().out
    assert "收回 3 份，共 7 条意见和改动" in told
    assert "✗ 4_别的计划.xlsx：是另一份计划（OTHER-2020）的工作簿" in told
    assert "△ ZB001 城镇新增就业人数 目标值：统计局要改为「5.5」，与别的单位不一致。" in told
    assert (
        len(CalamineWorkbook.from_path(str(out)).get_sheet_by_name("各单位意见").to_python())
        == 4 + 7
    )
    (tmp_path / "empty").mkdir()
    assert run(["plan", "collect", str(plan), str(tmp_path / "empty"), "-o", str(out)]) == USAGE
