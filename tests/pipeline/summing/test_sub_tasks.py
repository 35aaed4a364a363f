"""Sub-tasks: a row split among offices, from the plan's workbook to the form, through LibreOffice, the checks, the summary and the papers."""

import sys
from pathlib import Path

import docx
import pytest
from python_calamine import CalamineWorkbook

from tests.pipeline.summing.office import OFFICE, recalculated

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "mail"))

import loopback
from loopback import GOOD, filled, write_workspace

from xlreport.cli.exit_codes import run
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.model_errors import DONE
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.pipeline.plans.loading_plan_books import export_plan, import_plan
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.summing.summing_records import summary_rows

SPLIT = """
[[indicator]]
code = "ZB011"
name = "城镇新增就业（企业）"
section = "一"
figure = "企业就业"
lead = "RST"
part_of = "ZB001"
office = "就业处"
person = "李四"
measure = "cumulative"
direction = "more"
comparator = "ge"
profile = "linear"
unit = "万人"
value = "3"
decimals = 2
printed = "3万人"
[[indicator]]
code = "ZB012"
name = "城镇新增就业（高校毕业生）"
section = "一"
figure = "毕业生就业"
lead = "RST"
part_of = "ZB001"
office = "人才处"
person = "王五"
measure = "cumulative"
direction = "more"
comparator = "ge"
profile = "linear"
unit = "万人"
value = "2"
decimals = 2
printed = "2万人"
[[milestone]]
code = "RW011"
name = "设备安装"
section = "一"
figure = "设备"
lead = "RST"
part_of = "RW001"
office = "规财处"
action = "finish"
due = 2020-06-15
"""
MORE = (
    "ZB011,1.60,,,按计划推进,,,,,,,operations\n"
    "ZB012,0.50,,,招聘会推迟,场地没有落实,七月补办,,,,,operations\n"
    "RW011,,under_way,2020-07-20,到货一半,供货推迟,派人催货,,,,,\n"
)


@pytest.fixture
def split(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace whose first department splits its rows, with its return in the inbox."""
    monkeypatch.setattr(loopback, "PLAN", loopback.PLAN + SPLIT)
    workspace = write_workspace(tmp_path / "w")
    monkeypatch.chdir(workspace.folder)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    assert run(["send", "--period", "2020-Q2", "--department", "RST"]) == DONE
    form = next((workspace.folder / "sent" / "2020-Q2").glob("*.xlsx")).read_bytes()
    (workspace.inbox / "rst.xlsx").write_bytes(filled(form, GOOD["RST"] + MORE, tmp_path))
    return workspace.folder


def words(path: Path) -> str:
    book = CalamineWorkbook.from_path(str(path))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    return "\n".join(str(cell) for sheet in sheets for row in sheet for cell in row)


def test_from_form_to_papers(split: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The form names who does what; the sum that differs is asked about; the row's reason tells sum and worst light."""
    assert "城镇新增就业（企业）（就业处 李四）" in words(
        next((split / "sent" / "2020-Q2").glob("*.xlsx"))
    )
    capsys.readouterr()
    run(["validate", "inbox"])
    said = capsys.readouterr().out
    assert "2.60 与分解到处室的 2 项之和 2.10 不一致" in said.replace("2.6 ", "2.60 ").replace(
        "2.1 ", "2.10 "
    )
    assert run(["consolidate", "inbox", "--period", "2020-Q2", "--html", "s.html"]) == DONE
    told = words(split / "summary.xlsx")
    assert "（分解到处室 2 项，合计 2.1 万人，最差：人才处 王五 ■ 滞后）" in told.replace("2.10", "2.1").replace("2.1万", "2.1 万")  # fmt: skip
    assert "（分解到处室 1 项，最差：规财处 ■ 滞后）" in told
    assert "最差：规财处" in (split / "s.html").read_text("utf-8")
    assert run(["bulletin", "inbox", "--public", "--html", "p.html"]) == DONE
    public = (split / "p.html").read_text("utf-8")
    paper = "".join(
        cell.text for t in docx.Document("public.docx").tables for r in t.rows for cell in r.cells
    )
    for name in ("李四", "王五", "就业处", "设备安装"):
        assert name not in public + paper


def test_the_light_is_the_rows_own(split: Path) -> None:
    """Parts change no light; where one has no figure there is no sum, for unknown is never 0."""
    plan = load_plan(split / "schemas" / "w.toml")
    indicators, milestones = summary_rows(plan, Period.parse("2020-Q2"), [], ())
    rows = {row.target.code: row for row in (*indicators, *milestones)}
    assert rows["ZB001"].assessment.status is Status.NOT_REPORTED
    assert "分解到处室 2 项，最差：就业处 李四 ○ 未报" in rows["ZB001"].assessment.reason
    assert "合计" not in rows["ZB001"].assessment.reason
    assert "分解" not in rows["ZB002"].assessment.reason


def test_the_plans_workbook_keeps_them(split: Path) -> None:
    plan: Plan = load_plan(split / "schemas" / "w.toml")
    back = import_plan(export_plan(plan), "p.xlsx", "zh").plan
    assert back is not None
    kept = {one.code: (one.part_of, one.office, one.person) for one in back.targets if one.office}
    assert kept == {
        "ZB011": ("ZB001", "就业处", "李四"),
        "ZB012": ("ZB001", "人才处", "王五"),
        "RW011": ("RW001", "规财处", ""),
    }


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice(
    split: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The return saved by LibreOffice says the same, and the summary computed anew keeps the reason."""
    assert run(["consolidate", "inbox", "--period", "2020-Q2", "--data", "a.csv"]) == DONE
    books = {
        "r": (split / "inbox" / "rst.xlsx").read_bytes(),
        "s": (split / "summary.xlsx").read_bytes(),
    }
    summary = recalculated(tmp_path, books)["s"]
    told = "\n".join(
        str(c)
        for n in summary.sheet_names
        for r in summary.get_sheet_by_name(n).to_python()
        for c in r
    )
    assert "最差：人才处 王五 ■ 滞后" in told
    (split / "inbox" / "rst.xlsx").write_bytes((tmp_path / "out" / "r.xlsx").read_bytes())
    assert run(["consolidate", "inbox", "--period", "2020-Q2", "--data", "b.csv"]) == DONE
    reasons = [
        [line.split(",")[:6] for line in (split / name).read_text("utf-8-sig").splitlines()]
        for name in ("a.csv", "b.csv")
    ]
    assert reasons[0] == reasons[1]
    capsys.readouterr()
