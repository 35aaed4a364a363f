"""County × target: sums as reckoned by hand, what is missing said and never taken for 0, from lower plans and from one plan."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.bare_summary import bare_summary
from xlreport.cli.exit_codes import run
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_matrix import Matrix
from xlreport.model.judged.judged_summary import Beside
from xlreport.model.model_errors import DONE, USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.files.template_files import template_bytes
from xlreport.pipeline.plans.writing_plan_toml import plan_text
from xlreport.pipeline.summing.summing_matrix import target_matrix
from xlreport.publish.published_file_reader import others_from
from xlreport.publish.published_files import write
from xlreport.publish.published_matrix_page import matrix_page, matrix_rows
from xlreport.publish.published_rows import rows
from xlreport.workbook.summary_book.summary_book_matrix import matrix_workbook

Q1, Q2 = Period.parse("2020-Q1"), Period.parse("2020-Q2")


def answer(county: str, code: str, actual: str | None, unit: str = "万人", **more: str) -> Beside:
    """Return one row of a county's data that answers a target of the small plan."""
    told = {"kind": "part", "period": "2020-Q2", "parent": code} | more
    return Beside(
        plan=county, period=told["period"], code=f"X{code}", name="n", department="人社局", unit=unit,
        printed="p", target=None, actual=None if actual is None else Decimal(actual), state="",
        status=Status.NOT_REPORTED if actual is None else Status.ON_TRACK,
        parent=f"SMALL-2020:{told['parent']}", parent_kind=told["kind"],
    )  # fmt: skip


COUNTIES = (
    answer("JIA", "ZB001", "1.2"), answer("YI", "ZB001", "8000", "人"), answer("BING", "ZB001", None),
    answer("DING", "ZB001", "0.5", period="2020-Q1"),
    answer("JIA", "ZB002", "3.1", "%", kind="same"), answer("YI", "ZB002", "3.4", "%", kind="same"),
    answer("JIA", "ZB006", "9", "%"),
)  # fmt: skip
NAMES = {"JIA": "甲县", "YI": "乙县", "BING": "丙县", "DING": "丁县"}


def matrix(plan: Plan, told: tuple[Beside, ...] = COUNTIES) -> Matrix:
    """Return the matrix of the four counties."""
    return target_matrix(plan, told, names=NAMES)


def test_sums_are_as_reckoned_by_hand(small_plan: Plan) -> None:
    """1.2万人 and 8000人 are 2 of 5万人; one has no figure, one only an older quarter's: both are missing, and named."""
    made = matrix(small_plan)
    assert made.period == Q2
    assert [(one.name, one.period) for one in made.columns] == [
        ("丁县", "2020-Q1"), ("丙县", ""), ("乙县", ""), ("甲县", ""),
    ]  # fmt: skip
    first, rate, fall = made.rows
    assert (first.total, first.share) == (Decimal(2), Decimal("0.4"))
    assert first.missing == ("丁县", "丙县")
    assert (rate.adds_up, rate.total, rate.missing) == (False, None, ())  # rates never add up
    assert (fall.adds_up, fall.total) == (False, None)  # nor do they when a plan calls them parts
    assert rate.cells[0] == ()  # 丁县 has no such target: that is no missing figure


def test_nothing_known_is_no_sum(small_plan: Plan) -> None:
    """A sum of parts that are all missing is unknown, and not 0; a part that is 0 is 0."""
    (row,) = matrix(small_plan, (answer("JIA", "ZB001", None), answer("YI", "ZB001", None))).rows
    assert (row.total, row.share, len(row.missing)) == (None, None, 2)
    (row,) = matrix(small_plan, (answer("JIA", "ZB001", "0"), answer("YI", "ZB001", None))).rows
    assert (row.total, row.missing) == (Decimal(0), ("乙县",))


def test_what_answers_nothing_or_twice_is_refused(small_plan: Plan) -> None:
    with pytest.raises(CannotRun, match="matrix-nothing"):
        matrix(small_plan, (replace(COUNTIES[0], parent="OTHER:ZB001"),))
    with pytest.raises(CannotRun, match="matrix-twice"):
        matrix(small_plan, (COUNTIES[0], COUNTIES[0]))


def test_the_sheet_and_the_page_say_the_same(small_plan: Plan) -> None:
    """A figure keeps its number under its light, a blank stays blank, the sum says who is missing."""
    made = matrix(small_plan)
    look = template_bytes("summary.xlsx", "zh", None)
    content = matrix_workbook(made, look)
    assert matrix_workbook(made, look) == content
    sheet = openpyxl.load_workbook(BytesIO(content))["县区对照"]
    assert sheet["L4"].value == 1.2
    assert sheet["L4"].number_format == '"● "0.0;"● "-0.0'
    assert sheet["K4"].value == "● 8000人"
    assert sheet["J4"].value == "○ 未报"
    assert sheet["I5"].value is None
    assert sheet["F4"].value == 2
    assert sheet["H4"].value == "缺 2 个：丁县、丙县"
    page = matrix_page(made).decode()
    for words in ("缺 2 个：丁县、丙县", "● 8000人", "○ 未报", "40.0%", "丁县（2020-Q1）"):
        assert words in page
    assert "<script" not in page
    assert len(matrix_rows(made)) == len(COUNTIES)


def county_plan() -> Plan:
    """Return one plan in which three counties are the departments."""
    row = {
        "section": "一", "unit": "人", "measure": "cumulative", "direction": "more", "comparator": "ge",
        "profile": "linear", "printed": "p",
    }  # fmt: skip
    counties = [{"code": code, "name": name} for code, name in list(NAMES.items())[:3]]
    return plan_from({
        "plan": {"code": "CITY-2020", "title": "某市", "government": "某市", "year": 2020, "report": "r",
                 "begins": "b"},
        "department": counties,
        "indicator": [
            row | {"code": "ZB001", "name": "新增就业", "figure": "a", "lead": "JIA", "value": 100},
            row | {"code": "ZB002", "name": "甲县新增就业", "figure": "b", "lead": "JIA", "value": 60, "part_of": "ZB001"},
            row | {"code": "ZB003", "name": "乙县新增就业", "figure": "c", "lead": "YI", "value": 40, "part_of": "ZB001"},
            row | {"code": "ZB004", "name": "培训", "figure": "d", "lead": "JIA", "value": 10},
            row | {"code": "ZB005", "name": "培训", "figure": "e", "lead": "BING", "value": 30},
        ],
    })  # fmt: skip


def county_data(plan: Plan) -> bytes:
    """Return the plan's own data of the second quarter."""
    values = {"ZB001": "55", "ZB002": "30", "ZB003": "20", "ZB004": "4"}
    leads = {one.code: one.lead for one in plan.indicator}
    records = [
        Record(plan="CITY-2020", period=Q2, department=leads[code], kind="indicator", code=code,
               value=Decimal(value), file="x.xlsx")
        for code, value in values.items()
    ]  # fmt: skip
    return write(rows(bare_summary(plan, Q2, records)), ".csv")


def test_one_plan_in_which_counties_are_the_departments() -> None:
    """Parts stand under their whole beside its own figure; targets of one name make a row with the sum of their targets."""
    plan = county_plan()
    made = target_matrix(plan, others_from(county_data(plan), ".csv"))
    whole, training = made.rows
    assert [one.name for one in made.columns] == ["甲县", "乙县", "丙县"]
    assert (whole.total, whole.share, whole.missing) == (Decimal(50), Decimal("0.5"), ())
    assert whole.whole is not None
    assert whole.whole.actual == 55
    assert (training.total, training.share, training.missing) == (
        Decimal(4), Decimal("0.1"), ("丙县",),
    )  # fmt: skip


def test_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A workbook, a page and data; the sums are told with what they lack."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "city.toml").write_text(plan_text(county_plan()), encoding="utf-8")
    (tmp_path / "rows.csv").write_bytes(county_data(county_plan()))
    words = ["matrix", "city.toml", "rows.csv", "--html", "m.html", "--data", "m.csv"]
    assert run(words) == DONE
    told = capsys.readouterr().out
    assert "ZB004 培训：合计 4人，占目标 10.0%，缺 1 个：丙县。" in told
    sheets = CalamineWorkbook.from_path("matrix.xlsx").sheet_names
    assert sheets == ["县区对照"]
    assert (tmp_path / "m.html").is_file()
    assert (tmp_path / "m.csv").read_text("utf-8-sig").count("\n") == 5
    assert run(["matrix", "city.toml", "rows.csv", "rows.csv"]) == USAGE
