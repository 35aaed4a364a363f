"""A plan opened in LibreOffice and changed there in ten ways: good changes arrive, bad ones come back marked."""

import io
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from xlreport.model.plans.plan import Plan
from xlreport.pipeline.plans.loading_plan_books import export_plan, import_plan, marked_plan_book

OFFICE = shutil.which("soffice")
MACRO = Path(__file__).with_name("change_plan.bas")
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{code}</script:module>"""
pytestmark = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def in_office(content: bytes, which: str, folder: Path) -> bytes:
    """Return a workbook after LibreOffice has opened it, run one of the macros, and saved it."""
    source, result = folder / "plan.xlsx", folder / "changed.xlsx"
    source.write_bytes(content)
    code = MACRO.read_text(encoding="utf-8").replace("WHICH", which)
    code = code.replace("FROM_URL", source.as_uri()).replace("TO_URL", result.as_uri())
    office = [
        "soffice",
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
    ]
    # The first start makes the profile; a macro that lay there before would be written over.
    subprocess.run(
        [*office, "--terminate_after_init"], check=True, timeout=120, capture_output=True
    )
    module = folder / "profile/user/basic/Standard/Module1.xba"
    module.write_text(_MODULE.format(code=escape(code)), encoding="utf-8")
    macro = "macro:///Standard.Module1.Change"
    subprocess.run([*office, macro], check=True, timeout=120, capture_output=True)
    return result.read_bytes()


def test_good_changes_arrive(small_plan: Plan, tmp_path: Path) -> None:
    """Added, moved, sorted, renamed, retyped, reordered and titled: what was meant is in the plan."""
    imported = import_plan(in_office(export_plan(small_plan), "good", tmp_path), "plan.xlsx", "zh")
    plan = imported.plan
    assert plan is not None, [
        (one.code, one.sheet, one.cell, one.value) for one in imported.findings
    ]
    codes = [one.code for one in plan.indicator]
    assert codes == ["ZB001", *(f"ZB{n:03}" for n in range(3, 12)), "ZB002"]
    added = plan.indicator[-2]
    assert (added.name, added.value, added.lead, added.unit) == (
        "新建学校数",
        Decimal(12),
        "TJJ",
        "所",
    )
    assert plan.indicator[0] == small_plan.indicator[0].model_copy(update={"value": Decimal(6)})
    others = {one.code: one for one in plan.indicator}
    assert all(others[one.code] == one for one in small_plan.indicator[1:])
    assert plan.department[0].name == "人力资源和社会保障局"
    assert sorted(plan.milestone, key=lambda one: one.code) == sorted(
        small_plan.milestone, key=lambda one: one.code
    )
    assert [one.code for one in plan.milestone] != [one.code for one in small_plan.milestone]
    assert (plan.plan, plan.profiles, plan.policy) == (
        small_plan.plan,
        small_plan.profiles,
        small_plan.policy,
    )
    notes = {one.code for one in imported.findings}
    assert {"plan-book-code-given", "read-as"} <= notes


def test_bad_changes_come_back_marked(small_plan: Plan, tmp_path: Path) -> None:
    """Wrong comparators, a number in words, a code used twice and an unknown department are marked in their cells."""
    content = in_office(export_plan(small_plan), "bad", tmp_path)
    imported = import_plan(content, "plan.xlsx", "zh")
    assert imported.plan is None
    errors = {
        (one.code, one.sheet, one.cell) for one in imported.findings if one.severity == "error"
    }
    assert errors == {
        ("plan-comparator", "指标", "V5"), ("plan-book-choice", "指标", "V6"), ("not-a-number", "指标", "F7"),
        ("plan-code-twice", "重点任务", "B5"), ("plan-code-twice", "重点任务", "B6"),
        ("plan-department-unknown", "重点任务", "I7"),
    }  # fmt: skip
    copy = marked_plan_book(content, imported)
    assert copy is not None
    book = openpyxl.load_workbook(io.BytesIO(copy))
    for _, sheet, cell in errors:
        assert book[sheet][cell].comment is not None


def test_a_plan_that_was_only_opened_and_saved_is_the_same(
    small_plan: Plan, tmp_path: Path
) -> None:
    """LibreOffice writes the workbook anew; every field still comes back."""
    imported = import_plan(in_office(export_plan(small_plan), "saved", tmp_path), "plan.xlsx", "zh")
    assert imported.plan == small_plan
