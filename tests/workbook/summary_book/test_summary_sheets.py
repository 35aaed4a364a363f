"""Which sheets a summary has: all, those asked for, and in a long one all but its sources."""

import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.bare_summary import bare_summary
from xlreport.cli.exit_codes import run
from xlreport.messages import languages, say
from xlreport.model.judged.judged_score import ScoreRow
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.workbook.summary_book.painting.painted_look import load_summary_look
from xlreport.workbook.summary_book.summary_book_sheets import (
    MOST_SOURCED,
    SHEET_KINDS,
    left_out,
    sheets_asked,
)
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

ROOT = Path(__file__).parents[3]
ALWAYS = {"总览", "指标", "重点任务", "图例与阈值"}


def look(language: str) -> bytes:
    return (ROOT / "workbook_templates" / language / "summary.xlsx").read_bytes()


def tabs(content: bytes) -> set[str]:
    return set(openpyxl.load_workbook(BytesIO(content), read_only=True).sheetnames)


def test_names_are_those_of_the_tabs() -> None:
    """A sheet is asked for by the name on its tab, in every language that has templates."""
    for language in languages():
        boards = load_summary_look(look(language)).boards
        named = {board.kind: board.title for board in boards if board.kind in SHEET_KINDS}
        assert named == {kind: say(language, f"sheets.{kind}") for kind in SHEET_KINDS}
        kinds = {board.kind for board in boards}
        assert kinds == {*SHEET_KINDS, "attention", ""}


def test_what_is_asked_for_is_named_in_any_language() -> None:
    """Codes, Chinese and English tabs, commas of either width; a wrong name is told with the right ones."""
    assert sheets_asked("") == frozenset()
    assert sheets_asked("指标，Department pages、 SOURCE") == {"indicator", "unit", "source"}
    with pytest.raises(CannotRun) as refused:
        sheets_asked("指标,图例")
    assert (refused.value.code, refused.value.exit_code) == ("sheet-unknown", USAGE)
    assert refused.value.fields["name"] == "图例"


@pytest.fixture(scope="module")
def live() -> Summary:
    """A summary whose cells compute anew, so that formulas ask other sheets."""
    plan, period = load_plan(ROOT / "schemas/tibet-2020.toml"), Period.parse("2020-Q2")
    return bare_summary(plan, period)


@pytest.fixture(scope="module")
def whole(live: Summary) -> list[str]:
    """What the overview of a whole summary computes."""
    found = overview_formulas(summary_workbook(live, look("zh")))
    assert len(found) > 10
    return found


@pytest.mark.parametrize(
    "kind", [kind for kind in SHEET_KINDS if kind not in {"changed", "evidence", "beside", "score"}]
)
def test_one_sheet_alone(live: Summary, whole: list[str], kind: str) -> None:
    """One sheet beside overview, targets and legend; no formula or name asks a sheet that is not there,
    and what is computed on the overview is computed as in the whole workbook.
    """
    content = summary_workbook(live, look("zh"), sheets=frozenset({kind}))
    there = tabs(content)
    assert there == {*ALWAYS, say("zh", f"sheets.{kind}")} - (
        {"领导分页"} if kind == "leader" else set()
    )
    asked = {
        name
        for part in zipfile.ZipFile(BytesIO(content)).namelist()
        if part.endswith(".xml")
        for name in re.findall(
            r"'([^'<>]+)'!", zipfile.ZipFile(BytesIO(content)).read(part).decode()
        )
    }
    assert asked <= there
    assert overview_formulas(content) == whole


def overview_formulas(content: bytes) -> list[str]:
    """Return the cells of the overview that compute, each with its formula."""
    part = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r'<c r="\w+"[^>]*><f>[^<]*</f>', part)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_what_only_formulas_look_at_is_left_out_of_targets_alone(live: Summary) -> None:
    """Where nothing is computed anew, lines, targets and baselines stay, and so does every other sheet whole."""
    rows = tuple(replace(row, live=None) for row in live.indicators)
    still = replace(live, indicators=rows, milestones=())
    score = ScoreRow(
        code="D1",
        name="某局",
        score=Decimal(90),
        rank=1,
        average=Decimal(90),
        deducted=Decimal(0),
        counted=1,
        weight=Decimal(1),
        reason="",
    )
    book = openpyxl.load_workbook(
        BytesIO(summary_workbook(replace(still, scores=(score,)), look("zh")))
    )
    heads = {str(cell.value) for row in book["指标"].iter_rows(max_row=8) for cell in row}
    assert {"正常线", "预警线", "完成线"} <= heads
    assert "名次" in {str(cell.value) for row in book["综合评分"].iter_rows() for cell in row}


def test_a_long_summary_goes_without_sources() -> None:
    """Beyond ten thousand rows, unless somebody asks; what is asked for is all that is written."""
    assert left_out(MOST_SOURCED, frozenset()) == frozenset()
    assert left_out(MOST_SOURCED + 1, frozenset()) == {"source"}
    assert "source" not in left_out(MOST_SOURCED + 1, frozenset({"source"}))
    assert left_out(10, frozenset({"file"})) == frozenset(SHEET_KINDS) - {
        "file",
        "indicator",
        "milestone",
    }


def test_the_command_takes_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`consolidate --sheets 部门` writes five sheets; a wrong name stops before anything is read."""
    out = tmp_path / "s.xlsx"
    inbox = sorted((ROOT / "examples/inbox").glob("0[1-3]*.xlsx"))
    assert run(["consolidate", *map(str, inbox), "--out", str(out), "--sheets", "部门"]) == 0
    assert tabs(out.read_bytes()) == {*ALWAYS, "部门"}
    assert "没有写" not in capsys.readouterr().out
    asked = ["--sheets", "综合评分,部门"]
    assert run(["consolidate", *map(str, inbox), "--out", str(out), *asked]) == 0
    assert "没有写这些表：综合评分。" in capsys.readouterr().out
    assert run(["consolidate", "none", "--out", str(tmp_path / "t.xlsx"), "--sheets", "部们"]) == 2
    assert "部们" in capsys.readouterr().err


def test_what_is_left_out_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long summary says on the screen which sheet it has not, and by which option it would."""
    monkeypatch.setattr("xlreport.workbook.summary_book.summary_book_sheets.MOST_SOURCED", 3)
    inbox = sorted((ROOT / "examples/inbox").glob("0[1-3]*.xlsx"))
    command = ["consolidate", *map(str, inbox), "--out", str(tmp_path / "s.xlsx")]
    assert run(command) == 0
    assert "数据来源" not in tabs((tmp_path / "s.xlsx").read_bytes())
    said = capsys.readouterr().out
    assert "数据来源" in said
    assert "--sheets" in said
    assert run([*command, "--sheets", "指标"]) == 0
    assert "--sheets" not in capsys.readouterr().out
