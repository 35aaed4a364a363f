"""Next year's plan: every row accounted for, nothing taken for done that nobody reported, and the new report's targets."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.bare_summary import bare_summary
from xlreport.checks.plans.plan_soundness import faults
from xlreport.cli.exit_codes import run
from xlreport.messages.locked_cell_messages import label
from xlreport.model.model_errors import DONE, USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.plans.plan_revision import Revision
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.plans.matching_next_plan import beside_report
from xlreport.pipeline.plans.proposing_next_plan import (
    NextPlan,
    moved_day,
    next_code,
    next_plan,
    with_next_year,
    with_notes,
)
from xlreport.pipeline.plans.writing_plan_toml import plan_text
from xlreport.publish.published_files import write
from xlreport.publish.published_rows import rows

Q3, Q4 = Period.parse("2020-Q3"), Period.parse("2020-Q4")
REPORT = """某市2021年政府工作报告
——2021年1月15日在某市第十届人民代表大会第六次会议上
一、2020年工作回顾
城镇新增就业4.85万人。
二、2021年工作安排
今年城镇新增就业6万人以上，城镇登记失业率控制在3.5%以内。新建农村公路300公里。
建成公共实训基地，开工城市展览馆。
"""


def said(code: str, value: str = "", state: str = "", period: Period = Q4) -> Record:
    """Return one accepted row of the small plan."""
    return Record(
        plan="SMALL-2020",
        period=period,
        department="RST",
        kind="indicator" if value else "milestone",
        code=code,
        value=Decimal(value) if value else None,
        state=state,
        file="人社厅.xlsx",
        sheet="指标填报",
        cell="G7",
    )


YEAR_END = (
    said("ZB001", "4.856"), said("ZB002", "3.1"), said("ZB004", "0"), said("ZB008", "2"),
    said("RW001", state="done"), said("RW002", state="under_way"),
    said("RW003", state="done", period=Q3), said("RW003", state="done"),
)  # fmt: skip


def kinds(proposed: NextPlan, code: str) -> list[str]:
    """Return what is said of a row."""
    return [one.kind for one in proposed.lines if one.code == code]


def test_every_row_goes_on_or_is_listed_as_over(small_plan: Plan) -> None:
    """The codes of next year and of what is over are together this year's, each once."""
    proposed = next_plan(small_plan, YEAR_END)
    codes = [one.code for one in (*proposed.plan.targets, *proposed.ended)]
    assert sorted(codes) == sorted(one.code for one in small_plan.targets)
    assert [one.code for one in proposed.ended] == ["RW001", "RW003"]
    assert {one.code for one in proposed.lines} == {one.code for one in small_plan.targets}
    assert kinds(proposed, "RW001") == ["reached"]
    assert kinds(proposed, "RW003") == ["ended"]
    assert faults(proposed.plan) == ()


def test_what_was_not_finished_is_carried_over_and_marked(small_plan: Plan) -> None:
    """Under way, and not reported at all: both stay, a year later, under their codes, with 跨年 in their names."""
    proposed = next_plan(small_plan, YEAR_END)
    tasks = {one.code: one for one in proposed.plan.milestone}
    assert tasks.keys() == {"RW002", "RW004"}
    assert tasks["RW002"].due == date(2021, 9, 30)
    assert {one.carried_from for one in tasks.values()} == {2020}
    assert label(tasks["RW002"], "zh") == "公共实训基地（建成、跨年）"
    assert "推进中" in tasks["RW002"].note
    assert "未报" in tasks["RW004"].note
    again = next_plan(proposed.plan)
    assert {one.carried_from for one in again.plan.milestone} == {2020}  # the first year stays
    assert again.plan.milestone[0].due == date(2022, 9, 30)


def test_baselines_are_the_accepted_figures_of_the_years_end(small_plan: Plan) -> None:
    """Rounded as they were judged, with their source; where there is none, the department is asked, and never 0."""
    proposed = next_plan(small_plan, (*YEAR_END, said("ZB007", "81", period=Q3)))
    rows = {one.code: one for one in proposed.plan.indicator}
    first = rows["ZB001"].baseline
    assert first is not None
    assert first.value == Decimal("4.86")
    assert first.source == "2020年四季度报表 人社厅.xlsx 指标填报!G7"
    assert rows["ZB004"].baseline is not None
    assert rows["ZB004"].baseline.value == 0
    asked = rows["ZB007"].baseline  # a figure of the third quarter is no year's end
    assert asked is not None
    assert asked.asked
    assert asked.value is None
    assert rows["ZB009"].baseline is None  # it had none, and has none
    provisional = next_plan(small_plan, (replace(YEAR_END[0], provisional=True),))
    told = provisional.plan.indicator[0].baseline
    assert told is not None
    assert "暂用" in told.source


def test_without_figures_nothing_is_taken_for_done(small_plan: Plan) -> None:
    """No data, or only an earlier quarter's: every task is carried over, no baseline is renewed."""
    proposed = next_plan(small_plan)
    assert proposed.year_end is None
    assert len(proposed.plan.milestone) == len(small_plan.milestone)
    assert not [one for one in proposed.lines if one.kind == "baseline"]
    early = next_plan(small_plan, (said("ZB001", "3", period=Q3),))
    assert early.year_end is None
    with pytest.raises(CannotRun, match="next-other-data"):
        next_plan(small_plan, (replace(YEAR_END[0], plan="OTHER"),))


def test_the_head_and_the_links_move_by_a_year(small_plan: Plan) -> None:
    """Year, code, title and the parent's plan; the targets are the printed ones, roles those in force."""
    linked = small_plan.indicator[0].model_copy(
        update={"parent": "BIG-2020:ZB001", "parent_kind": "part"}
    )
    revised = Revision(code="ZB001", since="2020-Q3", document="1号", value=Decimal(4), lead="TJJ")
    plan = small_plan.model_copy(
        update={"indicator": (linked, *small_plan.indicator[1:]), "revision": (revised,)}
    )
    made = next_plan(plan).plan
    assert (made.plan.code, made.plan.year, made.plan.version) == ("SMALL-2021", 2021, 1)
    assert made.plan.title == "某市2021年政府工作报告目标任务"
    first = made.indicator[0]
    assert (first.parent, first.value, first.lead) == ("BIG-2021:ZB001", Decimal(5), "TJJ")
    assert made.revision == ()


@pytest.mark.parametrize(
    ("code", "moved"),
    [("TIBET-2020", "TIBET-2021"), ("CITY", "CITY-2021"), ("A20201", "A20201-2021"),
     ("ABCDEFGHIJKLMNOPQRSTUVW", "ABCDEFGHIJKLMNOPQRS-2021")],
)  # fmt: skip
def test_a_plan_of_each_year_has_a_code_of_its_own(code: str, moved: str) -> None:
    assert next_code(code, 2020) == moved


def test_days_move_by_a_year() -> None:
    """29 February has the day before; what is due after the year anyway stays."""
    assert moved_day(date(2020, 2, 29), 2020) == date(2021, 2, 28)
    assert moved_day(date(2022, 6, 30), 2020) == date(2022, 6, 30)
    assert moved_day(None, 2020) is None
    assert with_next_year("2020年，12020", 2020) == "2021年，12020"


def drafted(small_plan: Plan) -> Plan:
    """Return a new report's rows: one the same, one with a similar name, one new; a task again, one over again, one new."""
    jobs, rate, *_ = small_plan.indicator
    base, pension = small_plan.milestone[1:3]
    new = {"section": "二、新", "lead": "DAIDING", "note": ""}
    return plan_from({
        "plan": small_plan.plan.model_dump() | {"year": 2021, "begins": "二、2021年工作安排"},
        "department": [{"code": "DAIDING", "name": "待定单位"}],
        "indicator": [
            jobs.model_copy(update=new | {"code": "ZB001", "name": "城镇新增就业人数", "value": Decimal(6),
                                          "printed": "6万人以上"}).model_dump(),
            rate.model_copy(update=new | {"code": "ZB002", "name": "城镇登记失业率（平均）",
                                          "value": Decimal("3.5"), "printed": "3.5%以内"}).model_dump(),
            jobs.model_copy(update=new | {"code": "ZB003", "name": "新建农村公路", "unit": "公里", "baseline": None,
                                          "value": Decimal(300), "printed": "300公里"}).model_dump(),
            jobs.model_copy(update=new | {"code": "ZB004", "name": "城镇新增就业人数", "unit": "人", "baseline": None,
                                          "value": Decimal(300), "printed": "300人"}).model_dump(),
        ],
        "milestone": [
            base.model_copy(update=new | {"code": "RW001", "due": date(2021, 6, 30)}).model_dump(),
            pension.model_copy(update=new | {"code": "RW002", "due": None}).model_dump(),
            pension.model_copy(update=new | {"code": "RW003", "name": "城市展览馆", "due": None}).model_dump(),
        ],
    })  # fmt: skip


def test_rows_of_the_new_report_keep_their_codes(small_plan: Plan) -> None:
    """Matched by name and unit: changed, new and gone are listed, and a task that is over comes again under its code."""
    proposed = with_notes(beside_report(next_plan(small_plan, YEAR_END), drafted(small_plan)))
    rows = {one.code: one for one in proposed.plan.targets}
    assert (rows["ZB001"].name, rows["ZB001"].lead) == ("城镇新增就业人数", "RST")
    assert kinds(proposed, "ZB001") == ["changed", "differs", "baseline"]  # 5.2 and 4.86
    assert {"near", "changed", "baseline"} <= set(kinds(proposed, "ZB002"))
    assert rows["ZB011"].name == "新建农村公路"
    assert rows["ZB012"].name == "城镇新增就业人数"  # in another unit it is another row
    assert "gone" in kinds(proposed, "ZB005")
    assert (rows["RW002"].carried_from, rows["RW002"].due) == (2020, date(2021, 6, 30))
    assert kinds(proposed, "RW003") == ["again"]
    assert rows["RW003"].carried_from is None
    assert rows["RW005"].name == "城市展览馆"
    assert faults(proposed.plan) == ()
    assert "2020年" in rows["ZB005"].note
    assert "2020年" not in rows["ZB001"].note


def test_a_name_that_fits_two_rows_is_matched_with_neither(small_plan: Plan) -> None:
    """Nothing is guessed: both are new, and the old one is listed as not in the report."""
    report = drafted(small_plan)
    twins = tuple(
        report.indicator[1].model_copy(update={"code": f"ZB00{n}", "name": f"城镇登记失业率{word}"})
        for n, word in ((1, "甲"), (2, "乙"))
    )
    report = report.model_copy(update={"indicator": twins})
    proposed = beside_report(next_plan(small_plan, YEAR_END), report)
    assert "gone" in kinds(proposed, "ZB002")
    assert [one.kind for one in proposed.lines].count("new") == 3


def test_from_the_command_line(
    small_plan: Plan,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A plan, the data of the year's end and the new report make a workbook that comes in as the plan file says."""
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    summary = bare_summary(small_plan, Q4, YEAR_END)
    plan, data, report = (tmp_path / name for name in ("small.toml", "last.csv", "report.txt"))
    plan.write_text(plan_text(small_plan), encoding="utf-8")
    data.write_bytes(write(rows(summary), ".csv"))
    report.write_text(REPORT, encoding="utf-8")
    book, made = tmp_path / "next.xlsx", tmp_path / "next.toml"
    words = ["plan", "next", str(plan), "--data", str(data), "--report", str(report)]
    assert run([*words, "-o", str(book), "-o", str(made)]) == DONE
    told = capsys.readouterr().out
    assert "RW003 提高城乡居民养老保险补贴标准（完成）：已完成，下年不列。" in told
    assert "新报告有变化" in told
    assert run(["plan", "import", str(book), str(tmp_path / "back.toml")]) == DONE
    assert (tmp_path / "back.toml").read_bytes() == made.read_bytes()
    capsys.readouterr()
    listed = openpyxl.load_workbook(book)["上年对照"]
    assert listed.max_row > 15
    assert run([*words, "--format", "json"]) == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["year_end"] == "2020-Q4"
    assert {one["kind"] for one in told["rows"]} >= {"ended", "carried", "baseline", "new", "gone"}
    assert run([*words[:3], "-o", str(plan)]) != DONE  # this year's plan is not written over
    report.write_text(REPORT.replace("2021", "2022").replace("2020", "2021"), encoding="utf-8")
    assert run(words) == USAGE
