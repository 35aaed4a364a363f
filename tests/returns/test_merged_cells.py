"""Fill-in cells merged over several rows, and forms that had no cell for a figure, in every format that is read."""

import shutil
import subprocess
from dataclasses import replace

import openpyxl
import pytest

from tests.pipeline.round.test_small_round import workbook
from tests.returns.test_what_comes_back import FIGURES, changed, column_of, row_of
from xlreport.checks.returns.accepted_return_check import accept
from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

KINDS = ("xlsx", "xls", "ods")


def merged(content: bytes) -> bytes:
    """Merge the words of four rows, the figures of two others, and put a dash where a figure of last year is."""

    def change(book: openpyxl.Workbook) -> None:
        sheet = book[FIGURES]
        for code, heading, rows in (("ZB001", "进展情况", 4), ("ZB001", "本期值", 2)):
            row, column = row_of(sheet, code), column_of(sheet, heading)
            sheet.merge_cells(
                start_row=row, end_row=row + rows - 1, start_column=column, end_column=column
            )
        sheet.cell(row_of(sheet, "ZB004"), column_of(sheet, "上年")).value = "—"

    return changed(content, change)


@pytest.fixture(scope="module")
def saved(small_plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same workbook as .xlsx and as LibreOffice saves it."""
    folder = tmp_path_factory.mktemp("merged")
    path = folder / "merged.xlsx"
    path.write_bytes(merged(workbook(small_plan, "RST")))
    found = {"xlsx": path.read_bytes()}
    for kind in KINDS[1:] if shutil.which("soffice") else ():
        subprocess.run(
            ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
             "--convert-to", kind, "--outdir", str(folder), str(path)],
            check=True, capture_output=True, timeout=240,
        )  # fmt: skip
        found[kind] = (folder / f"merged.{kind}").read_bytes()
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_words_count_for_each_row_and_figures_are_asked_back(
    kind: str, saved: dict[str, bytes], small_plan: Plan, words: Headings
) -> None:
    """Both rows of a merged figure are asked, at the cell that is seen; words are nobody's question."""
    if kind not in saved:
        pytest.skip("LibreOffice is not here")
    came = read(saved[kind], f"人社厅.{kind}", words)
    assert isinstance(came, Submission)
    who = identify(came, [small_plan])
    assert isinstance(who, Identity)
    form = form_for(small_plan, who.department, who.period)
    found = check(came, form)
    errors = {(one.code, one.indicator, one.cell) for one in found if one.severity.value == "error"}
    first = next(one for one in came.entries if one.code == "ZB001")
    place = first.cells["actual"].address
    assert errors == {("merged-cells", "ZB001", place), ("merged-cells", "ZB002", place)}
    told = {one.code: one.progress for one in accept(came, form, found)}
    assert told["ZB004"] == first.cells["progress"].as_typed
    assert not {"ZB001", "ZB002"} & set(told)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_without_a_cell_for_last_year_is_not_asked_about_it(
    kind: str, saved: dict[str, bytes], small_plan: Plan, words: Headings
) -> None:
    """The dash that a form was made with, and locked, is nobody's answer; one that was typed is."""
    if kind not in saved:
        pytest.skip("LibreOffice is not here")
    came = read(saved[kind], f"人社厅.{kind}", words)
    assert isinstance(came, Submission)
    asking = _asking(form_of(came, small_plan), "ZB004")
    assert not {one.code for one in check(came, asking) if one.indicator == "ZB004"}
    typed = replace(
        came,
        entries=tuple(
            replace(
                one, cells={k: replace(c, unlocked=True) for k, c in one.cells.items()}, texts={}
            )
            for one in came.entries
        ),
    )
    assert "no-data-unexplained" in {one.code for one in check(typed, asking)}


def form_of(came: Submission, plan: Plan) -> Form:
    who = identify(came, [plan])
    assert isinstance(who, Identity)
    return form_for(plan, who.department, who.period)


def _asking(form: Form, code: str) -> Form:
    rows = (
        replace(row, baseline_asked=row.baseline_asked or row.indicator.code == code)
        for row in form.indicators
    )
    return replace(form, indicators=tuple(rows))
