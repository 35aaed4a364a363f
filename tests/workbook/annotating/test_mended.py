"""What a marked copy's list says after it was worked on, as LibreOffice reckons it, beside what the checks then find."""

import shutil
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.pipeline.round.test_small_round import workbook
from xlreport.checks.returns.return_checks import check
from xlreport.messages import say
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.workbook.annotating.annotate_workbook import annotate
from xlreport.workbook.department.form_open_cells import fill_cells
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

MENDED = say("zh", "annotate.mended")
Key = tuple[str, str]
"""Code of a row and field; the field of a contact with an empty code."""

#: What is wrong, and what is done about it: well, otherwise badly, and not at all.
FAULTS: dict[Key, object] = {
    ("ZB001", "actual"): "快了", ("ZB002", "progress"): "", ("ZB004", "actual"): "",
    ("RW001", "state"): "差不多", ("RW002", "expected"): "年底", ("", "checked_by"): "",
    ("ZB001", "printed"): "3万人以上", ("ZB003", "name"): "高校毕业生就业",
    ("ZB002", "actual"): Decimal("36.1"),
}  # fmt: skip
WELL: dict[Key, object] = {
    ("ZB001", "actual"): Decimal("2.6"), ("ZB002", "progress"): "按月监测。", ("ZB004", "actual"): Decimal(0),
    ("RW001", "state"): "已达本期进度", ("RW002", "expected"): "2020-09-20", ("", "checked_by"): "赵某",
    ("ZB001", "printed"): "5万人以上", ("ZB003", "name"): "高校毕业生就业率", ("ZB002", "actual"): Decimal("3.2"),
}  # fmt: skip
BADLY: dict[Key, object] = {
    ("ZB001", "actual"): "差一点", ("ZB002", "progress"): "无", ("ZB004", "actual"): "见附件",
    ("RW001", "state"): "快了", ("RW002", "expected"): "明年", ("ZB001", "printed"): "4万人以上",
    ("ZB002", "actual"): Decimal("36.2"),
}  # fmt: skip
REASON: dict[Key, object] = WELL | {
    ("ZB002", "actual"): Decimal("36.1"),
    ("ZB002", "remark"): "口径调整，含上年结转",
}
EMPTIED: dict[Key, object] = dict.fromkeys((("ZB001", "actual"), ("RW001", "state"), ("RW002", "expected"), ("ZB001", "printed")), "")  # fmt: skip


def place_of(back: Submission, key: Key) -> tuple[str, str]:
    code, field = key
    if not code:
        cell = back.contacts[field]
    else:
        cell = next(one for one in back.entries if one.code == code).cells[field]
    return cell.sheet, cell.address


def with_cells(content: bytes, back: Submission, values: Mapping[Key, Any]) -> bytes:
    return fill_cells(content, {place_of(back, key): value for key, value in values.items()})


def submission(content: bytes, words: Headings) -> Submission:
    found = read(content, "人社厅.xlsx", words)
    assert isinstance(found, Submission), found
    return found


def found_in(back: Submission, form: Form) -> tuple[Finding, ...]:
    return tuple(
        one for one in check(back, form) if one.severity is not Severity.NOTE and not one.explained
    )


@pytest.fixture(scope="module")
def form(small_plan: Plan) -> Form:
    department = small_plan.department_of("RST")
    assert department is not None
    return form_for(small_plan, department, Period.parse("2020-Q2"))


@pytest.fixture(scope="module")
def marked(small_plan: Plan, words: Headings, form: Form) -> bytes:
    """A return with faults of every kind, marked."""
    sound = workbook(small_plan, "RST")
    content = with_cells(sound, submission(sound, words), FAULTS)
    back = submission(content, words)
    copy = annotate(content, back, check(back, form), "zh")
    assert copy is not None
    return copy


VERSIONS: dict[str, Mapping[Key, object]] = {
    "untouched": {}, "well": WELL, "badly": BADLY, "emptied": EMPTIED, "explained": REASON,
}  # fmt: skip


@pytest.fixture(scope="module")
def versions(
    marked: bytes, words: Headings, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[bytes, dict[str, str]]]:
    """The marked copy as it was worked on, and the state of each place in its list by LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not here")
    folder = tmp_path_factory.mktemp("mended")
    back = submission(marked, words)
    contents = {name: with_cells(marked, back, values) for name, values in VERSIONS.items()}
    for name, content in contents.items():
        (folder / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in contents]
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(folder / "out"),
    ]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=240)
    return {
        name: (content, states(folder / "out" / f"{name}.xlsx"))
        for name, content in contents.items()
    }


def states(path: Path) -> dict[str, str]:
    """Return the state of each line of the list by its place and words."""
    sheet = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    return {f"{line[2]} {line[5]}": str(line[7] or "") for line in lines if line[1] != "提示"}


def test_nothing_is_mended_before_anybody_worked_on_it(versions: Any) -> None:
    """Every line stands open, and there is one for each fault."""
    assert set(versions["untouched"][1].values()) == {""}
    assert len(versions["untouched"][1]) >= len(FAULTS)


@pytest.mark.parametrize("name", ["well", "explained"])
def test_what_is_mended_is_said_to_be(
    name: str, versions: Any, words: Headings, form: Form
) -> None:
    """Where the checks find nothing any more each line says so, or that somebody is to look."""
    content, told = versions[name]
    assert found_in(submission(content, words), form) == ()
    assert [line for line, state in told.items() if state != MENDED] == []


@pytest.mark.parametrize("name", ["badly", "emptied"])
def test_another_bad_answer_mends_nothing(
    name: str, versions: Any, words: Headings, form: Form
) -> None:
    """No line is mended at a cell in which the checks still find something."""
    content, told = versions[name]
    back = submission(content, words)
    still = {f"{one.sheet} {one.cell}" for one in found_in(back, form)}
    # A row's check says one thing: behind missing words nothing tells of the figure.
    hidden = {("ZB002", "actual")}
    places = {" ".join(place_of(back, key)) for key in VERSIONS[name].keys() - hidden}
    for line, state in told.items():
        place = " ".join(line.split(" ")[:2])
        assert state != MENDED or place not in still, (line, state)
        if place in places:
            assert state == "", (line, state)


def test_locked_cells_can_be_put_back_with_one_click(marked: bytes, words: Headings) -> None:
    """They are unlocked, and offer what was sent out; the other locked cells stay locked."""
    back = submission(marked, words)
    book = openpyxl.load_workbook(BytesIO(marked))
    for key in (("ZB001", "printed"), ("ZB003", "name")):
        name, place = place_of(back, key)
        sheet = book[name]
        assert sheet.protection.sheet
        assert sheet[place].protection.locked is False
        offered = [
            one.formula1 for one in sheet.data_validations.dataValidation if place in one.sqref
        ]
        assert offered == [f'"{WELL[key]}"']
        assert sheet.cell(sheet[place].row + 1, sheet[place].column).protection.locked


def test_a_copy_of_a_copy_offers_what_is_still_changed(
    versions: Any, words: Headings, form: Form
) -> None:
    """A mended cell offers nothing any more; one that is changed again offers the same."""
    for name, left in (("well", 0), ("badly", 2)):
        content, _ = versions[name]
        back = submission(content, words)
        found = (*check(back, form),)
        again = annotate(content, back, found, "zh")
        assert again is not None
        told = [
            one
            for sheet in openpyxl.load_workbook(BytesIO(again))
            for one in sheet.data_validations.dataValidation
            if one.promptTitle == say("zh", "annotate.mark")
        ]
        assert len(told) == left, name


def test_a_warning_with_its_reason_does_not_come_back(
    small_plan: Plan, words: Headings, form: Form
) -> None:
    """It has no line in the list, no mark and no comment."""
    content = with_cells(
        workbook(small_plan, "RST"),
        submission(workbook(small_plan, "RST"), words),
        {("ZB002", "actual"): Decimal("36.1"), ("ZB002", "remark"): "口径调整，含上年结转"},
    )
    back = submission(content, words)
    found = check(back, form)
    assert [one.code for one in found if one.explained] == ["ten-times-target"]
    copy = annotate(content, back, found, "zh")
    assert copy is not None
    book = openpyxl.load_workbook(BytesIO(copy))
    assert "36.1" not in {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.comment]
