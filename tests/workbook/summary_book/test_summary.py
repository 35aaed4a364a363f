"""The summary workbook: what stands in it, that it is text and numbers only, and that a template restyles it."""

import importlib.util
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from xlreport.messages import languages
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.judged.judged_summary import DepartmentRow, Summary
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department, Plan, plan_from
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import finding
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

ROOT = Path(__file__).parents[3]
SNAPSHOT = Path(__file__).parent / "snapshots" / "summary.txt"
SHEETS = [
    "总览",
    "指标",
    "重点任务",
    "部门",
    "问题与措施",
    "部门分页",
    "校验问题",
    "图例与阈值",
    "数据来源",
    "文件",
]
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def template(language: str = "zh") -> bytes:
    return (ROOT / "workbook_templates" / language / "summary.xlsx").read_bytes()


def opened(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops data bars' extensions and says so
        return openpyxl.load_workbook(BytesIO(content))


def cells(book: Any) -> Iterator[tuple[str, Any]]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from ((sheet.title, cell) for cell in row if cell.value is not None)


def saved(book: Any) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def summary(small_summary: Summary) -> Summary:
    found = finding("not-a-number", file="RST.xlsx", department="RST", sheet="指标填报", cell="H5", indicator="ZB001",
                    name="城镇新增就业人数", value="=两万", column="actual")  # fmt: skip
    return replace(small_summary, findings=(found,))


@pytest.fixture(scope="module")
def book(summary: Summary) -> Any:
    return opened(summary_workbook(summary, template()))


def test_snapshot(book: Any, *, update: bool) -> None:
    """Every cell of a small summary, with its number format, is as it was reviewed."""
    lines = [
        f"{title}!{cell.coordinate} | {cell.value!r} | {cell.number_format}"
        for title, cell in cells(book)
    ]
    text = "\n".join(lines) + "\n"
    if update:
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8")


def test_same_input_same_bytes(summary: Summary) -> None:
    """The same summary and template give the same bytes."""
    assert summary_workbook(summary, template()) == summary_workbook(summary, template())


def test_only_text_and_numbers(summary: Summary) -> None:
    """Text like =1+1 or an address stays text: no formula, no link, no external part."""
    row = summary.indicators[0]
    assert row.record
    risky = replace(
        row.record, progress="=1+1", problems="http://example.org", remark="{=A1}", next_steps="@x"
    )
    content = summary_workbook(
        replace(summary, indicators=(replace(row, record=risky), *summary.indicators[1:])),
        template(),
    )
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheets = [
            parts.read(name).decode()
            for name in parts.namelist()
            if name.startswith("xl/worksheets/sheet")
        ]
        assert not any(re.search(r"<f[ >]|<hyperlink", sheet) for sheet in sheets)
        assert not [name for name in parts.namelist() if "externalLink" in name or "vba" in name]
    texts = {cell.value for _, cell in cells(opened(content)) if cell.data_type == "s"}
    assert {
        "=1+1",
        "http://example.org",
        "{=A1}",
        "@x",
        "=两万",
        "=附件，不是报表",
        "=张三",
    } <= texts


def test_sheets_and_headline(book: Any) -> None:
    """All sheets are there, and the first says the whole period in one line."""
    assert book.sheetnames == SHEETS
    assert book["总览"]["A2"].value == (
        "14 项目标：已完成 2、正常 3、预警 2、滞后 2、未报 2、未到评价期 2、不评价 1；已评价的 9 项中 55% 达到序时。"
    )
    assert book["总览"]["AD4"].value == "2 / 3 已报"


def test_every_number_names_its_cell(summary: Summary, book: Any) -> None:
    """Each value that counts is listed with the file and the cell it came from."""
    rows = [[cell.value for cell in row] for row in book["数据来源"].iter_rows(min_row=4)]
    held = {
        (r.target.code, r.record.file, r.record.sheet, r.record.cell)
        for r in summary.rows
        if r.record
    }
    assert {(row[0], row[7], row[8], row[9]) for row in rows} == held
    assert next(row for row in rows if row[0] == "ZB001")[5] == "暂用"
    assert book["指标"]["H4"].number_format == '0.00"*"', "a provisional value carries a mark"


def test_a_limit_shows_its_sign_and_a_class_its_word(book: Any) -> None:
    """Due values that are ceilings are numbers with a sign; classes are words; year-end figures say so."""
    sheet = book["指标"]
    assert (sheet["G5"].value, sheet["G5"].number_format) == (3.6, '"≤"0.00_0')
    assert (sheet["G11"].value, sheet["H11"].value) == ("Ⅲ", "Ⅱ")
    assert sheet["G6"].value == "年底"


def test_better_is_positive(book: Any) -> None:
    """The gap of a ceiling is positive where the value is below it."""
    sheet = book["指标"]
    assert (sheet["K4"].value, sheet["K5"].value, sheet["K7"].value) == (-0.15, 0.18, -2)


def test_columns_of_an_earlier_period_are_left_out(summary: Summary) -> None:
    """Without an earlier period there is no last light, no trend, and nothing is said to have turned."""
    first = [replace(row, last_status=None) for row in summary.rows]
    alone = replace(summary, indicators=tuple(first[:10]), milestones=tuple(first[10:]))
    book = opened(summary_workbook(alone, template()))
    heads = [cell.value for cell in book["指标"][3]]
    assert "上季" not in heads
    assert "近六期" not in heads
    assert "没有上期数据，从下期起可以比较。" in {cell.value for _, cell in cells(book)}


def test_trends_of_earlier_periods(summary: Summary) -> None:
    """With records of earlier periods each indicator has small columns, each in its period's place."""
    past = tuple(
        Record(
            plan="SMALL-2020",
            period=Period.parse(period),
            department="RST",
            kind="indicator",
            code="ZB001",
            value=Decimal(value),
        )
        for period, value in (("2020-Q1", "1.08"), ("2019-Q3", "0.9"), ("2020-Q3", "9"))
    )
    content = summary_workbook(replace(summary, history=past), template())
    sheet = opened(content)["指标"]
    place = next(cell.column for cell in sheet[3] if cell.value == "走势数据")
    assert [sheet.cell(4, place + n).value for n in range(6)] == [None, None, 0.9, None, 1.08, 2.35]
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert b"sparkline" in parts.read("xl/worksheets/sheet2.xml")


def english(plan: Plan) -> Plan:
    """The same plan without a Chinese word, so that any that is found is ours."""
    document = plan.model_dump(mode="json", exclude_none=True)
    document["plan"]["language"] = "en"
    return plan_from(_latin(document))


def _latin(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _latin(entry) for key, entry in part.items()}
    if isinstance(part, list):
        return [_latin(entry) for entry in part]
    return CHINESE.sub("word", part) if isinstance(part, str) else part


def test_english_has_no_chinese_but_the_departments_own(summary: Summary) -> None:
    """An English plan's summary has Chinese words only where departments wrote them."""
    plan = english(summary.plan)
    names = {
        old.code: new.name
        for old, new in zip(summary.plan.department, plan.department, strict=True)
    }
    targets = {t.code: t for t in plan.targets}
    rows = [
        replace(r, target=targets[r.target.code], department=names[r.target.reported_by])
        for r in summary.rows
    ]
    units = tuple(replace(unit, name=names[unit.code]) for unit in summary.departments)
    summary = replace(
        summary,
        plan=plan,
        indicators=tuple(rows[:10]),
        milestones=tuple(rows[10:]),
        departments=units,
        attention=(),
    )
    book = opened(summary_workbook(summary, template("en")))
    written = repr((rows, summary.findings, summary.files, summary.departments, summary.note))
    ours = {
        run
        for _, cell in cells(book)
        for run in CHINESE.findall(str(cell.value))
        if run not in written
    }
    assert ours == set()
    assert all(
        not CHINESE.search(str(sheet.title) + str(sheet.oddFooter.center.text))
        for sheet in book.worksheets
    )


def many(summary: Summary, count: int) -> Summary:
    """The summary with so many departments of long names."""
    units = tuple(
        DepartmentRow(code=f"D{n}", name=f"某某州地方金融监督管理与农牧区综合开发办公室第{n}处", verdict=None, file="", returned=0, asked=3, filled=0,
                      counts={Status.NOT_REPORTED: 3})
        for n in range(count)
    )  # fmt: skip
    departments = tuple(Department(code=unit.code, name=unit.name) for unit in units)
    plan = summary.plan.model_copy(update={"department": (*summary.plan.department, *departments)})
    return replace(summary, plan=plan, departments=units)


@pytest.mark.parametrize("count", [0, 1, 40, 90])
def test_any_number_of_departments(summary: Summary, count: int) -> None:
    """From none to more than the chart has bars for, each department has its row."""
    book = opened(summary_workbook(many(summary, count), template()))
    column = [row[1].value for row in book["部门"].iter_rows(min_row=4)]
    assert sum(str(name).startswith("某某州") for name in column) == count


def test_nothing_reported(summary: Summary) -> None:
    """A period in which nothing came in is a summary too, and says so."""
    silent = [
        replace(r, record=None, last_status=None,
                assessment=Assessment(kind=r.assessment.kind, code=r.target.code, period="2020-Q2", status=Status.NOT_REPORTED, rule="", reason="未报"))
        for r in summary.rows
    ]  # fmt: skip
    units = tuple(
        replace(unit, verdict=None, file="", saved_on=None) for unit in summary.departments
    )
    empty = replace(
        summary, indicators=tuple(silent[:10]), milestones=tuple(silent[10:]), departments=units, findings=(),
        files=(), attention=(),
    )  # fmt: skip
    texts = {cell.value for _, cell in cells(opened(summary_workbook(empty, template())))}
    assert {
        "14 项目标：未报 14；本期还没有可评价的数据。",
        "没有校验问题",
        "本期还没有收到数据",
        "收件夹里没有文件",
    } <= texts


def test_a_plan_without_targets_of_a_kind(summary: Summary) -> None:
    """A plan of indicators only, or of milestones only, gives all sheets."""
    for bare in (replace(summary, milestones=()), replace(summary, indicators=(), attention=())):
        assert opened(summary_workbook(bare, template())).sheetnames == SHEETS


def test_restyled_template(summary: Summary) -> None:
    """Columns moved, renamed, deleted or added, another colour and a sheet less: the summary follows."""
    look = opened(template())
    sheet = look["指标"]
    for row in (3, 4):
        sheet.cell(row, 2).value, sheet.cell(row, 3).value = (
            sheet.cell(row, 3).value,
            sheet.cell(row, 2).value,
        )
    sheet["B3"] = "我们的指标"
    sheet["D4"] = "本单位"
    sheet.delete_cols(5)
    del look["文件"]
    legend = look["图例与阈值"]
    place = next(
        cell for row in legend.iter_rows() for cell in row if cell.value == "{{status.at_risk}}"
    )
    place.fill = PatternFill("solid", fgColor="FF8800")
    book = opened(summary_workbook(summary, saved(look)))
    assert [book["指标"].cell(3, n).value for n in (2, 3)] == ["我们的指标", "代码"]
    assert [book["指标"].cell(4, n).value for n in (2, 3, 4)] == [
        "城镇新增就业人数",
        "ZB001",
        "本单位",
    ]
    assert "文件" not in book.sheetnames
    rules = [
        rule for found in book["指标"].conditional_formatting for rule in found.rules if rule.dxf
    ]
    at_risk = next(rule for rule in rules if "预警" in rule.formula[0])
    assert at_risk.dxf.fill.bgColor.rgb == "FFFF8800"


@pytest.mark.parametrize(
    ("cell", "text", "code"),
    [("A1", "{{plan.titel}}", "summary_placeholder"), ("C4", "{{indicator.nmae}}", "summary_placeholder"),
     ("A1", "{{plan-title}}", "summary_placeholder"), ("A1", "=1+1", "summary_formula")],
)  # fmt: skip
def test_a_slip_in_a_template_is_named(summary: Summary, cell: str, text: str, code: str) -> None:
    """A placeholder that nobody knows, or a formula, stops the run in one line that names the sheet."""
    look = opened(template())
    look["指标"][cell] = text
    with pytest.raises(CannotRun) as stopped:
        summary_workbook(summary, saved(look))
    assert (stopped.value.code, stopped.value.fields["sheet"]) == (code, "指标")


def test_what_is_no_template_is_refused(summary: Summary) -> None:
    """A file that is no workbook stops the run in one line."""
    with pytest.raises(CannotRun) as stopped:
        summary_workbook(summary, b"PK")
    assert stopped.value.code == "summary_template"


@pytest.mark.parametrize("language", languages())
def test_templates_are_what_their_script_makes(language: str, tmp_path: Path) -> None:
    """The templates that are shipped are those that the script makes from its words."""
    made = importlib.util.spec_from_file_location(
        "make_summary", ROOT / "workbook_templates" / "make_summary.py"
    )
    assert made
    assert made.loader
    script = importlib.util.module_from_spec(made)
    made.loader.exec_module(script)
    assert script.make(language, tmp_path).read_bytes() == template(language), (
        "run workbook_templates/make_summary.py"
    )
