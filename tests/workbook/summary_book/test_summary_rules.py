"""The summary's colours: rules on the word in the cell, never painted, and followed by LibreOffice."""

import re
import shutil
import subprocess
import warnings
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.messages import languages, say
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import Summary
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

TEMPLATE = Path(__file__).parents[3] / "workbook_templates" / "zh" / "summary.xlsx"
FILLS = {
    Status.COMPLETED: "D3E7E8", Status.ON_TRACK: "E6F4EA", Status.AT_RISK: "FFE9A8", Status.OFF_TRACK: "B3261E",
    Status.NOT_REPORTED: "FFFFFF", Status.NOT_DUE: "ECEEF1", Status.NOT_JUDGED: "ECEEF1",
}  # fmt: skip


def opened(content: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl drops data bars' extensions and says so
        return openpyxl.load_workbook(BytesIO(content))


@pytest.fixture(scope="module")
def content(small_summary: Summary) -> bytes:
    return summary_workbook(small_summary, TEMPLATE.read_bytes())


@pytest.mark.parametrize(("title", "last"), [("指标", 13), ("重点任务", 7)])
def test_a_rule_for_every_light(content: bytes, title: str, last: int) -> None:
    """Each light has a rule over all rows of the column, with the look of the legend; the cells have none."""
    sheet = opened(content)[title]
    rules = {
        rule.formula[0]: rule
        for found in sheet.conditional_formatting
        if str(found.sqref) == f"A4:A{last}"
        for rule in found.rules
    }
    for status, fill in FILLS.items():
        rule = rules[f'ISNUMBER(SEARCH("{say("zh", f"status.{status}")}",$A4))']
        assert (rule.dxf.fill.bgColor.rgb, rule.stopIfTrue) == (f"FF{fill}", True)
    assert all(sheet.cell(row, 1).fill.fill_type is None for row in range(4, last + 1))


def test_no_light_is_part_of_another() -> None:
    """A rule searches for its word, so no light's word may stand inside another's."""
    for language in languages():
        words = [say(language, f"status.{status}").lower() for status in Status]
        assert not [(a, b) for a in words for b in words if a != b and a in b]


def test_bars_are_rules_too(content: bytes) -> None:
    """Shares have a bar from 0 to 1, gaps one to both sides."""
    book = opened(content)
    bars = [r for found in book["指标"].conditional_formatting for r in found.rules if r.dataBar]
    assert [[float(end.val) for end in rule.dataBar.cfvo] for rule in bars] == [[0, 1], [-1, 1]]
    assert [r for found in book["部门"].conditional_formatting for r in found.rules if r.dataBar]


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_colour_follows_a_change_by_hand(content: bytes, tmp_path: Path) -> None:
    """In LibreOffice a status typed over has the colour of the new word, with its symbol or without."""
    book = opened(content)
    for row, word in enumerate(
        ("■ 滞后", "滞后", "▲ 预警", "正常", "✓ 已完成", "未到评价期"), start=4
    ):
        book["指标"].cell(row, 1).value = word
    book.active = 1
    for title in book.sheetnames:
        if title != "指标":
            del book[title]
    path = tmp_path / "changed.xlsx"
    book.save(path)
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "html",
         "--outdir", tmp_path, path],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    page = (tmp_path / "changed.html").read_text(encoding="utf-8", errors="replace")
    rows = page.split("<tr>")[4:10]
    colors = [
        found[1].upper() if (found := re.search(r'bgcolor="#(\w+)"', row)) else "" for row in rows
    ]
    assert colors == ["B3261E", "B3261E", "FFE9A8", "E6F4EA", "D3E7E8", "ECEEF1"]
