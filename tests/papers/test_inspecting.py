"""Inspections beside reports: never over them, a finding where they differ, and the light by either, which says so."""

import csv
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))

import loopback
from loopback import GOOD, PLAN, filled, write_workspace

from xlreport.assess.reasons.inspection_reasons import as_inspected, held_against
from xlreport.cli.exit_codes import run
from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.inspection_return import Inspection
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, writing_in
from xlreport.pipeline.round.taking_in_round_inbox import take_in

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")
DAY, Q2 = datetime(2020, 7, 5, 9, tzinfo=UTC), Period.parse("2020-Q2")
FOUND = Inspection(
    period="2020-Q2", department="RST", code="ZB001", value="1.5", state="", said_by="督查组",
    said_on=date(2020, 7, 4), note="=HYPERLINK(1) 抽查台账",
)  # fmt: skip
TOLD = Record(
    plan="P",
    period=Q2,
    department="RST",
    kind="indicator",
    code="ZB001",
    value=Decimal("2.6"),
    state="",
)


@pytest.mark.parametrize(
    ("found", "tolerance", "differs"),
    [("2.626", 1, False), ("2.6261", 1, True), ("2.574", 1, False), ("2.5739", 1, True),
     ("2.6", 0, False), ("2.60001", 0, True), ("5.2", 100, False)],
)  # fmt: skip
def test_the_tolerance_is_of_the_reported_figure(
    found: str, tolerance: int, *, differs: bool
) -> None:
    """Exactly the tolerance is still the same figure, whichever side it is on."""
    about = held_against(replace(FOUND, value=found), TOLD, Decimal(tolerance))
    assert (about.differs, about.difference) == (differs, Decimal(found) - Decimal("2.6"))


def test_what_was_not_reported_differs_from_nothing() -> None:
    """Nothing is made up where nothing, or no figure, was reported."""
    assert held_against(FOUND, None, Decimal(0)).differs is False
    none = replace(TOLD, value=None, no_data=True)
    assert held_against(FOUND, none, Decimal(0)).differs is False
    assert as_inspected([TOLD], [replace(FOUND, period="2020-Q1")]) == (TOLD,)
    (judged,) = as_inspected([none], [FOUND])
    assert (judged.value, judged.no_data) == (Decimal("1.5"), False)


@contextmanager
def reported(folder: Path, monkeypatch: pytest.MonkeyPatch, head: str = "") -> Iterator[Workspace]:
    """A workspace in which one department has reported, 2.60 where 2.50 is due and done where it is not yet due."""
    with monkeypatch.context() as patch:
        patch.setattr(loopback, "PLAN", PLAN.replace("year = 2020\n", f"year = 2020\n{head}", 1))
        workspace = write_workspace(folder)
    monkeypatch.chdir(workspace.folder)
    with writing_in(workspace, "test", DAY) as ledger:
        round_ = round_with(workspace, ledger, DAY, period=Q2, jobs=1)
        (path,) = [one.path for one in send(round_, Q2) if one.department.code == "RST"]
        (workspace.inbox / "a.xlsx").write_bytes(filled(path.read_bytes(), GOOD["RST"], folder))
        take_in(round_)
    yield workspace


def told(folder: Path) -> tuple[dict[str, dict[str, str]], openpyxl.Workbook, str]:
    """The rows as data, the summary and the page of what is on record now."""
    args = ["consolidate", "inbox", "-p", "2020-Q2", "--data", "rows.csv", "--html", "p.html"]
    assert run(args) == 0
    with (folder / "rows.csv").open(encoding="utf-8-sig") as file:
        rows = {row["indicator"]: row for row in csv.DictReader(file)}
    book = openpyxl.load_workbook(folder / "summary.xlsx")
    return rows, book, (folder / "p.html").read_text(encoding="utf-8")


def table(book: openpyxl.Workbook, title: str) -> Any:
    """The rows of a sheet."""
    sheet: Any = book[title]
    return sheet.iter_rows()


def below(book: openpyxl.Workbook, title: str, heading: str, code: str) -> Any:
    """The cell of a target's row below a heading, as openpyxl has it."""
    sheet: Any = book[title]
    cells = list(sheet.iter_rows())
    (head,) = {c.column for row in cells for c in row if c.value == heading}
    (line,) = {c.row for row in cells for c in row if c.value == code}
    return sheet.cell(line, head)


@pytest.mark.parametrize("judged_by", ["reported", "inspected"])
def test_it_stands_beside_the_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judged_by: str
) -> None:
    """The reported figure stays in every output; the light is by the one that the plan names, and the reason says it."""
    with reported(tmp_path / "w", monkeypatch, f'judged_by = "{judged_by}"\n') as workspace:
        before, plain, _ = told(workspace.folder)
        assert before["ZB001"]["status"] == "on_track"
        heads = {cell.value for row in table(plain, "指标") for cell in row}
        assert "核查的数" not in heads, "no column where nothing was inspected"
        at, by = ["-p", "2020-Q2"], ["--said-by", "督查组", "--said-on", "2020-07-04"]
        assert run(["inspect", "ZB001", "1.5", *at, *by, "--note", FOUND.note]) == 1
        assert run(["inspect", "RW001", "blocked", *at, *by]) == 1
        rows, book, page = told(workspace.folder)
    row = rows["ZB001"]
    assert row["actual"] == before["ZB001"]["actual"] == "2.6"
    assert (row["inspected"], row["inspection_gap"], row["inspected_on"]) == (
        "1.5",
        "-1.1",
        "2020-07-04",
    )
    assert (row["inspected_by"], row["inspection_note"]) == ("督查组", f"'{FOUND.note}")
    assert row["judged_by"] == judged_by
    by_found = judged_by == "inspected"
    assert row["status"] == ("off_track" if by_found else "on_track")
    assert ("按核查的1.50万人判；填报2.60万人" if by_found else "按填报的判；核查1.50万人") in row[
        "reason"
    ]
    assert (rows["RW001"]["state"], rows["RW001"]["inspected_state"]) == ("under_way", "blocked")
    assert rows["RW001"]["status"] == ("at_risk" if by_found else "on_track")
    assert "督查组" in page
    assert "比填报 -1.10" in page
    assert below(book, "指标", "核查的数", "ZB001").value == 1.5
    assert below(book, "指标", "核查情况", "ZB001").value.startswith("督查组")
    assert below(book, "指标", "核查情况", "ZB001").data_type == "s"
    seen = below(book, "指标", "核查的数", "ZB001").coordinate.rstrip("0123456789")
    assert (f"${seen}" in below(book, "指标", "状态", "ZB001").value) is by_found, (
        "the formula's cell"
    )
    findings = [[c.value for c in row] for row in table(book, "校验问题")]
    assert sum("核查为" in str(c) for line in findings for c in line) == 2


def test_a_summary_says_who_owes_a_sealed_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The column is there when the round asks for sealed copies, and not otherwise."""
    with reported(tmp_path / "w", monkeypatch) as workspace:
        _, book, page = told(workspace.folder)
        assert "盖章件" not in page
        settings = workspace.folder / "xlreport.toml"
        settings.write_text(
            settings.read_text(encoding="utf-8") + "\n[papers]\nsealed = true\n", encoding="utf-8"
        )
        _, book, page = told(workspace.folder)
        assert below(book, "部门", "盖章件", "人力资源社会保障厅").value == "○ 未到"
        assert below(book, "部门", "盖章件", "统计局").value is None, "nothing of it counts"
        assert "盖章件" in page
        assert run(["seal", "RST", "-p", "2020-Q2"]) == 0
        _, book, _ = told(workspace.folder)
        assert below(book, "部门", "盖章件", "人力资源社会保障厅").value == "✓ 已到"
