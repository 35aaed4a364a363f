"""Checks, live lines and totals, reckoned by LibreOffice: the words that a clerk sees while filling in."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.messages import languages
from xlreport.model.plans.plan_form_types import Form
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.department.form_layout import layout
from xlreport.workbook.looks.loading_template_looks import load_looks
from xlreport.workbook.looks.template_looks import Looks

TEMPLATES = Path(__file__).parents[3] / "workbook_templates"
OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")

WORDS = {"progress": "完成年度任务的一半。", "source": "部门业务统计"}
TOLD = {"progress": "正在推进。", "expected": date(2020, 11, 30)}

#: what is typed in a row, and what the check must say; by the code of the small plan
CASES: list[tuple[str, Mapping[str, Any], str]] = [
    ("ZB001", {}, "○ 未填"),
    ("ZB001", {"actual": "  "}, "○ 未填"),
    ("ZB001", {"actual": 2.35}, "○ 缺进展"),
    ("ZB001", {"actual": 2.35, "progress": "好"}, "○ 缺来源"),
    ("ZB001", {"actual": 2.35, **WORDS}, "✓ 完整"),
    ("ZB001", {"actual": "约2", **WORDS}, "✓ 完整"),
    ("ZB001", {"actual": "两成多", **WORDS}, "× 须填数字"),
    ("ZB001", {"actual": 2, "progress": "暂无", "source": "其他"}, "○ 缺进展"),
    ("ZB001", {"actual": 2, **WORDS, "problems": "=1/0"}, "× 错误值"),
    ("ZB001", {"actual": "=1/0", **WORDS}, "× 须填数字"),
    ("ZB001", {"actual": 21, **WORDS}, "△ 超出0—20"),
    ("ZB001", {"actual": 21, **WORDS, "remark": "含往年结转"}, "✓ 完整"),
    ("ZB001", {"actual": 1.07, **WORDS}, "△ 低于上期"),
    ("ZB001", {"actual": 1.08, **WORDS}, "✓ 完整"),
    ("ZB001", {"actual": 1.07, **WORDS, "remark": "核减重复"}, "✓ 完整"),
    ("ZB001", {"actual": "无数据"}, "○ 请说明原因"),
    ("ZB001", {"actual": "无数据", "remark": "尚未统计"}, "○ 请说明原因"),
    ("ZB001", {"remark": "暂无数据"}, "○ 请说明原因"),
    ("ZB001", {"actual": "无数据", "remark": "7月20日发布"}, "✓ 暂缺已说明"),
    ("ZB001", {"remark": "无数据，7月20日发布"}, "✓ 暂缺已说明"),
    ("ZB002", {"actual": 0.035, **WORDS}, "✓ 完整"),
    ("ZB003", {}, "可不填"),
    ("ZB003", {"actual": 91}, "○ 缺上年基数"),
    ("ZB003", {"actual": 91, "baseline": 88}, "✓ 完整"),
    ("ZB003", {"actual": 101, "baseline": 88, "remark": "说明原因"}, "× 超出0—100"),
    ("ZB004", {"actual": 0, **WORDS}, "✓ 完整"),
    ("RW001", {}, "○ 未填"),
    ("RW001", {"state": "已达本期进度"}, "○ 缺完成日期"),
    ("RW001", {"state": "快了", **TOLD}, "× 请从列表选"),
    ("RW001", {"state": "已达本期进度", "expected": date(2020, 11, 30)}, "○ 缺进展"),
    ("RW001", {"state": "已达本期进度", **TOLD}, "✓ 完整"),
    ("RW001", {"state": "已达本期进度", **TOLD, "expected": "年底"}, "× 须填日期"),
    ("RW001", {"state": "已达本期进度", **TOLD, "expected": date(2020, 6, 30)}, "× 预计日期已过"),
    ("RW001", {"state": "已完成", **TOLD, "expected": date(2020, 7, 1)}, "× 日期在期末后"),
    ("RW001", {"state": "已完成", **TOLD, "expected": date(2020, 6, 30)}, "✓ 完整"),
    ("RW001", {"state": "年度进度已达到", **TOLD, "expected": date(2020, 6, 30)}, "✓ 完整"),
    ("RW001", {"state": "未达本期进度", **TOLD}, "✓ 完整"),
    ("RW001", {"state": "推进中", **TOLD}, "△ 进度达到没有"),
    ("RW001", {"state": "受阻", **TOLD}, "○ 缺存在问题"),
    ("RW001", {"state": "未启动", **TOLD}, "△ 状态退回"),
    ("RW001", {"state": "经批准取消"}, "○ 请说明原因"),
    ("RW001", {"state": "经批准取消", "remark": "政府常务会议批准"}, "✓ 完整"),
    ("RW002", {"state": "推进中", **TOLD}, "△ 预计逾期"),
    ("RW002", {"state": "推进中", **TOLD, "remark": "用地未落实"}, "✓ 完整"),
]  # fmt: skip


WHOLE: dict[str, Mapping[str, Any]] = {
    "ZB001": {"actual": 2.1, **WORDS}, "ZB002": {"actual": 3.2, **WORDS}, "ZB004": {"actual": 0, **WORDS},
    "RW001": {"state": "已达本期进度", **TOLD},
    "RW002": {"state": "推进中", **TOLD, "remark": "说明原因"},
    "RW003": {"state": "已完成", **TOLD, "expected": date(2020, 6, 1)},
}  # fmt: skip
PART = {"ZB001": {"actual": 1, **WORDS}, "ZB002": {"actual": 3.2, **WORDS}}
LOOKS = {
    language: load_looks((TEMPLATES / language / "department.xlsx").read_bytes())
    for language in languages()
}


def filled(form: Form, looks: Looks, said: Mapping[str, Mapping[str, Any]]) -> bytes:
    """Return the form's workbook with some cells filled, its formulas without results."""
    book: Any = openpyxl.load_workbook(BytesIO(department_workbook(form, looks)))
    places = layout(form, looks)
    for code, fields in said.items():
        for field, value in fields.items():
            place = places.cell(code, field)
            book[place.sheet][place.address].value = value
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def reckoned(folder: Path, books: Mapping[str, bytes]) -> dict[str, Any]:
    """Have LibreOffice reckon all formulas; returns the workbooks with their values."""
    (folder / "in").mkdir()
    for name, content in books.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in sorted((folder / "in").iterdir())]
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
        *files,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return {
        name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True)
        for name in books
    }


def small_form(forms: Mapping[str, Form]) -> Form:
    """Return the form of the cases: the share has its natural ceiling."""
    form = forms["RST"]
    rows = (
        replace(r, maximum=Decimal(100)) if r.indicator.code == "ZB003" else r
        for r in form.indicators
    )
    return replace(form, indicators=tuple(rows))


def batches() -> list[dict[str, Mapping[str, Any]]]:
    """Return what is typed, as many cases in one workbook as have different rows."""
    books: list[dict[str, Mapping[str, Any]]] = []
    for code, fields, _ in CASES:
        book = next((book for book in books if code not in book), None)
        if book is None:
            books.append(book := {})
        book[code] = fields
    return books


@pytest.fixture(scope="module")
def books(small_forms: dict[str, Form], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All workbooks of this file, reckoned in one go: starting LibreOffice is what takes time."""
    chinese, form = LOOKS["zh"], small_form(small_forms)
    sent = {f"case-{at}": filled(form, chinese, said) for at, said in enumerate(batches())}
    sent |= {"whole": filled(form, chinese, WHOLE), "part": filled(form, chinese, PART)}
    for language, looks in LOOKS.items():
        for code, one in small_forms.items():
            sent[f"{language}-{code}"] = filled(replace(one, language=language), looks, {})
    return reckoned(tmp_path_factory.mktemp("reckoned"), sent)


@needs_office
def test_checks_say_what_is_wrong(small_forms: dict[str, Form], books: dict[str, Any]) -> None:
    """Each row of the table above: what is typed, and the words of the check."""
    places = layout(small_form(small_forms), LOOKS["zh"])
    where = [
        (book, code, fields) for book, said in enumerate(batches()) for code, fields in said.items()
    ]
    found = []
    for code, fields, _ in CASES:
        at = next(book for book, one, said in where if one == code and said is fields)
        place = places.cell(code, "check")
        found.append((code, fields, books[f"case-{at}"][place.sheet][place.address].value))
    assert found == CASES


@needs_office
@pytest.mark.parametrize("language", languages())
def test_stored_results_are_those_that_a_program_reckons(
    small_forms: dict[str, Form], books: dict[str, Any], language: str
) -> None:
    """What is stored in a blank workbook is what LibreOffice reckons from the same formulas."""
    count = 0
    for code, form in small_forms.items():
        content = department_workbook(replace(form, language=language), LOOKS[language])
        stored: Any = openpyxl.load_workbook(BytesIO(content), data_only=True)
        for sheet in openpyxl.load_workbook(BytesIO(content)):
            for cell in (
                cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
            ):
                found = books[f"{language}-{code}"][sheet.title][cell.coordinate].value
                assert (cell.coordinate, found) == (
                    cell.coordinate,
                    stored[sheet.title][cell.coordinate].value,
                )
                count += 1
    assert count > 30


@needs_office
def test_lines_count_what_is_left(books: dict[str, Any]) -> None:
    """The line at the top adds up to the number of rows, and turns into a tick; totals match paper to file."""
    lines = {name: books[name]["指标填报"]["A2"].value for name in ("whole", "part")}
    assert lines == {
        "whole": "✓ 全部填好　·　共 4 项，已完整 3 项，可不填 1 项",
        "part": "还有 1 项未填完，1 项要核对　·　共 4 项，已完整 1 项，可不填 1 项",
    }
    tiles = [books["whole"]["填报说明"][cell].value for cell in ("D5", "F5", "H5")]
    assert tiles == ["✓ 已填好", "✓ 已填好", "还有 4 项未填"]
    assert books["whole"]["指标填报"]["N9"].value == "已填 3 项"
    assert books["whole"]["重点任务"]["N8"].value == "已填 3 项，已完成 1 项"
