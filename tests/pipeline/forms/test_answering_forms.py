"""A city's answer to its region: the region's form filled from the city's data, in the form's units, each figure traced."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.bare_summary import bare_summary
from xlreport.cli.exit_codes import run
from xlreport.model.model_errors import DONE, USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.forms.answering_forms import AnswerLine, answer_form
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.generating_forms import generate
from xlreport.pipeline.plans.writing_plan_toml import plan_text
from xlreport.publish.published_files import write
from xlreport.publish.published_rows import rows
from xlreport.workbook.reading.submission_reader import read

Q2 = Period.parse("2020-Q2")
FIGURES: Sequence[tuple[str, str, str | None, str]] = (
    ("ZB001", "人", "12000", "part"), ("ZB001", "万人", "1.3", "part"),  # 2.5万人 together
    ("ZB002", "%", "3.2", "same"), ("ZB002", "%", "3.4", "same"),  # which of them counts?
    ("ZB004", "户", None, "same"), ("ZB003", "户", "90", "same"),
)  # fmt: skip


def city_plan() -> Plan:
    """Return a city's plan whose targets answer the region's."""
    row = {
        "section": "一", "measure": "level", "direction": "more", "comparator": "ge", "value": 1, "printed": "p",
        "profile": "hold", "lead": "RSJ",
    }  # fmt: skip
    task = {"section": "一", "lead": "RSJ", "action": "build", "parent_kind": "same"}
    return plan_from({
        "plan": {"code": "CITY-2020", "title": "某区", "government": "某区", "year": 2020, "report": "r", "begins": "b"},
        "department": [{"code": "RSJ", "name": "人社局"}],
        "indicator": [
            row | {"code": f"X{at}", "name": f"指标{at}", "figure": f"f{at}", "unit": unit, "decimals": 1,
                   "parent": f"SMALL-2020:{code}", "parent_kind": kind}
            for at, (code, unit, _, kind) in enumerate(FIGURES)
        ],
        "milestone": [task | {"code": "Y1", "name": "基地", "figure": "g", "parent": "SMALL-2020:RW002"}],
    })  # fmt: skip


@pytest.fixture(scope="module")
def sent(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the region's form, its plan, and the city's data."""
    folder = tmp_path_factory.mktemp("answer")
    made = list(generate(small_plan, Q2, folder / "forms"))
    made[0].path.rename(folder / "form.xlsx")
    (folder / "region.toml").write_text(plan_text(small_plan), encoding="utf-8")
    (folder / "data.csv").write_bytes(city_data(Q2))
    (folder / "old.csv").write_bytes(city_data(Period.parse("2020-Q1")))
    return folder


def city_data(period: Period) -> bytes:
    """Return the city's data of a period."""
    plan = city_plan()
    plain: dict[str, Any] = {"plan": "CITY-2020", "period": period, "department": "RSJ", "file": "人社局.xlsx",
                             "sheet": "指标填报", "cell": "K5"}  # fmt: skip
    records = [
        Record(kind="indicator", code=f"X{at}", value=Decimal(value), progress="按计划推进。",
               source="statistics", **plain)
        for at, (_, _, value, _) in enumerate(FIGURES)
        if value is not None
    ]  # fmt: skip
    records.append(
        Record(kind="milestone", code="Y1", state="under_way", progress="主体完工。", **plain)
    )
    return write(rows(bare_summary(plan, period, records)), ".csv")


def test_a_form_is_filled_in_its_own_units(sent: Path, small_plan: Plan) -> None:
    """Parts are added in 万人; two of the same, no figure and another kind of unit stay blank, and say why."""
    out = sent / "filled.xlsx"
    language, lines = answer_form(sent / "form.xlsx", sent / "data.csv", out, (small_plan,))
    assert language == "zh"
    told = {one.code: one for one in lines}
    assert [(code, told[code].kind, told[code].value) for code in ("ZB001", "ZB002", "ZB003", "ZB004", "RW002")] == [
        ("ZB001", "filled", "2.5"), ("ZB002", "several", ""), ("ZB003", "unit", ""), ("ZB004", "missing", ""),
        ("RW002", "filled", "under_way"),
    ]  # fmt: skip
    assert told["RW001"] == AnswerLine(
        code="RW001", name=told["RW001"].name, kind="none", value="", sources=()
    )
    back = read(out.read_bytes(), "filled.xlsx", known_headings(None))
    entries = {one.code: one for one in getattr(back, "entries", ())}
    assert entries["ZB001"].cells["actual"].raw == 2.5
    assert "按计划推进。" in entries["ZB001"].cells["progress"].as_typed
    assert entries["ZB001"].cells["source"].as_typed == "统计部门数据"
    assert entries["ZB004"].cells["actual"].blank  # what is not known is no 0
    assert entries["ZB001"].cells["remark"].blank  # a trace is no reason for anything
    assert entries["RW002"].cells["state"].as_typed == "推进中"


def test_every_figure_is_traced_on_a_sheet_that_is_seen(sent: Path, small_plan: Plan) -> None:
    """Plan and code, department, file and cell of each row behind it; the workbook opens where it did."""
    out = sent / "traced.xlsx"
    answer_form(sent / "form.xlsx", sent / "data.csv", out, (small_plan,))
    book = CalamineWorkbook.from_path(str(out))
    before = CalamineWorkbook.from_path(str(sent / "form.xlsx"))
    assert book.sheet_names == ["数据出处", *before.sheet_names]
    assert str(book.sheets_metadata[0].visible).endswith("Visible")
    lines = {line[0]: line for line in book.get_sheet_by_index(0).to_python()[2:]}
    assert lines["ZB001"][2] == "2.5"
    assert str(lines["ZB001"][3]).splitlines() == [
        "CITY-2020:X0 人社局 人社局.xlsx 指标填报!K5", "CITY-2020:X1 人社局 人社局.xlsx 指标填报!K5",
    ]  # fmt: skip
    assert lines["RW001"][4] == "没有承接的目标"


def test_what_cannot_be_answered_is_refused(sent: Path, small_plan: Plan) -> None:
    """Another period, a plan that is not known, and what is no form."""
    form, out = sent / "form.xlsx", sent / "no.xlsx"
    with pytest.raises(CannotRun, match="answer-other-period"):
        answer_form(form, sent / "old.csv", out, (small_plan,))
    with pytest.raises(CannotRun, match="answer-no-plan"):
        answer_form(form, sent / "data.csv", out, (city_plan(),))
    with pytest.raises(CannotRun, match="fill-not-template"):
        answer_form(sent / "data.csv", sent / "data.csv", out, (small_plan,))
    assert not out.exists()


def test_from_the_command_line(
    sent: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was filled is counted, what was not is named."""
    monkeypatch.chdir(sent)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    words = ["answer", "form.xlsx", "data.csv", "--plan", "region.toml"]
    assert run([*words, "-o", "up.xlsx"]) == DONE
    told = capsys.readouterr().out
    assert "ZB002 城镇登记失业率：有几个数，无法判断取哪个，留空" in told
    assert "已填 2/" in told
    assert run([*words, "-o", "up.csv"]) == USAGE
