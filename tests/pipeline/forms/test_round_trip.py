"""Template → fill → read gives back exactly what was filled, whatever hands and programs it went through."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.model.plans.plan_form_types import (
    CONTACT_FIELDS,
    INDICATOR_INPUTS,
    MILESTONE_INPUTS,
    Form,
)
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.files.file_places import templates_folder
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.department.form_open_cells import Filling, fill_cells
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

Place = tuple[str, str]
Filled = Mapping[Place, Filling]
NUMBERS = st.decimals(-(10**9), 10**9, places=3)
#: control characters come back as the visible escapes that Excel writes for them, and nobody types them
LETTERS = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t"
)
TEXTS = st.text(LETTERS, min_size=1, max_size=60).filter(lambda text: text.strip())
DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))
KINDS: Mapping[str, st.SearchStrategy[Filling]] = {
    "actual": NUMBERS,
    "baseline": NUMBERS,
    "expected": DAYS,
    "filled_on": DAYS,
}


@cache
def words() -> Headings:
    return known_headings(None)


@cache
def template(form: Form) -> bytes:
    return department_workbook(form, department_looks(form.language, None))


def places(form: Form) -> list[tuple[str, str]]:
    """Every field of every row, and the contacts."""
    rows = [(row.indicator.code, field) for row in form.indicators for field in INDICATOR_INPUTS]
    rows += [(row.milestone.code, field) for row in form.milestones for field in MILESTONE_INPUTS]
    return [*rows, *(("", contact) for contact in CONTACT_FIELDS)]


def cells(submission: Submission) -> Mapping[Place, tuple[Place, object]]:
    """Where each field stands, and what it holds."""
    found = {
        (e.code, f): ((c.sheet, c.address), c.raw)
        for e in submission.entries
        for f, c in e.cells.items()
    }
    return found | {("", f): ((c.sheet, c.address), c.raw) for f, c in submission.contacts.items()}


def opened(content: bytes, name: str = "x.xlsx") -> Submission:
    outcome = read(content, name, words())
    assert isinstance(outcome, Submission), outcome
    return outcome


def fill(form: Form, values: Filled) -> bytes:
    where = cells(opened(template(form)))
    return fill_cells(template(form), {where[place][0]: value for place, value in values.items()})


@st.composite
def fillings(draw: st.DrawFn, form: Form) -> Filled:
    chosen = draw(st.lists(st.sampled_from(places(form)), unique=True, max_size=12))
    values: dict[Place, Filling] = {}
    for place in chosen:
        values[place] = draw(KINDS.get(place[1], TEXTS))
    return values


@pytest.mark.parametrize("department", ["RST", "NYT", "TJJ"])
@settings(
    max_examples=examples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_what_is_filled_is_what_is_read(
    small_forms: dict[str, Form], department: str, data: st.DataObject
) -> None:
    """Every field of every row holds what was filled, and all others are blank."""
    form = small_forms[department]
    values = data.draw(fillings(form))
    back = cells(opened(fill(form, values)))
    assert {place: back[place][1] for place in places(form)} == {
        place: values.get(place) for place in places(form)
    }


def whole(form: Form) -> Filled:
    """Every field of a form filled with something that is its own."""
    values: dict[Place, Filling] = {}
    for number, (code, field) in enumerate(places(form), 1):
        if field in {"actual", "baseline"}:
            values[code, field] = Decimal(number) / 4
        elif field in {"expected", "filled_on"}:
            values[code, field] = date(2020, 6, 1 + number % 28)
        else:
            values[code, field] = f"第{number}格，<甲&乙>“丙”"
    return values


def resaved(content: bytes, suffix: str, tmp_path: Path) -> bytes:
    """What LibreOffice makes of a workbook that it opens and saves."""
    source = tmp_path / "in.xlsx"
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        suffix,
        "--outdir",
        str(tmp_path / "out"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (tmp_path / "out" / f"in.{suffix}").read_bytes()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", ["xlsx", "ods", "xls"])
def test_saved_again_by_libreoffice(
    small_forms: dict[str, Form], suffix: str, tmp_path: Path
) -> None:
    """A re-save by LibreOffice, in any of its formats, changes no filled value and no code."""
    form = small_forms["RST"]
    values = whole(form)
    submission = opened(resaved(fill(form, values), suffix, tmp_path), f"x.{suffix}")
    back = cells(submission)
    assert {place: back[place][1] for place in places(form)} == values
    assert {cell.raw for cell in submission.codes} == {str(form.code)}


def restyled(folder: Path) -> Path:
    """A coordinator's own template: columns swapped, headings reworded, a column added, a title row inserted."""
    book = openpyxl.load_workbook(templates_folder() / "zh/department.xlsx")
    sheet = book["指标填报"]
    for row in (4, 5):
        kept = {letter: sheet[f"{letter}{row}"].value for letter in "NOR"}
        for letter, source in zip("NOR", "RNO", strict=True):
            sheet[f"{letter}{row}"].value = kept[source]
    sheet["K4"] = "截至{{period.month_end}}数 ＊"
    sheet["T4"], sheet["T5"] = "分管领导", "—"
    book["重点任务"].insert_rows(1)
    book["重点任务"]["A1"] = "内部资料"
    (folder / "zh").mkdir()
    book.save(folder / "zh/department.xlsx")
    return folder


def test_a_restyled_template_still_reads(small_forms: dict[str, Form], tmp_path: Path) -> None:
    """Columns are found by their words, wherever a coordinator moved them and whatever they are called now."""
    folder = restyled(tmp_path)
    form = small_forms["RST"]
    content = department_workbook(form, department_looks("zh", folder))
    known = known_headings(folder)

    def back(one: bytes) -> Mapping[Place, tuple[Place, object]]:
        outcome = read(one, "x.xlsx", known)
        assert isinstance(outcome, Submission)
        return cells(outcome)

    where = back(content)
    assert where["ZB001", "progress"][0] != cells(opened(template(form)))["ZB001", "progress"][0]
    filled = fill_cells(content, {where[place][0]: value for place, value in whole(form).items()})
    read_back = back(filled)
    assert {place: read_back[place][1] for place in places(form)} == whole(form)


def test_nothing_but_the_cells_changes(small_forms: dict[str, Form]) -> None:
    """Filling leaves every part but the filled sheets and the calculation flag as it was, byte for byte."""
    form = small_forms["NYT"]
    before, after = (
        zipfile.ZipFile(io.BytesIO(one)) for one in (template(form), fill(form, whole(form)))
    )
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert before.namelist() == after.namelist()
    assert all(
        name.startswith("xl/worksheets/sheet") or name == "xl/workbook.xml" for name in changed
    )
