"""A template workbook as values: what is read from it, and what is refused in words."""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.colors import Color

from xlreport.messages import languages, say
from xlreport.model.model_errors import CannotRun
from xlreport.model.plans.plan_form_types import (
    CONTACT_FIELDS,
    INDICATOR_INPUTS,
    INDICATOR_LOCKED,
    MILESTONE_INPUTS,
    MILESTONE_LOCKED,
)
from xlreport.workbook.looks.loading_template_looks import load_looks, read_looks
from xlreport.workbook.looks.template_kept_looks import kept_looks
from xlreport.workbook.looks.template_looks import Looks
from xlreport.workbook.summary_book.painting.painted_look import (
    SummaryLook,
    load_summary_look,
    read_summary_look,
)

TEMPLATES = Path(__file__).parents[3] / "workbook_templates"


def template(language: str = "zh") -> bytes:
    return (TEMPLATES / language / "department.xlsx").read_bytes()


def restyled(change: Any, language: str = "zh") -> bytes:
    """Return the template after a change made with openpyxl, as a coordinator would make it in a program."""
    book = openpyxl.load_workbook(BytesIO(template(language)))
    change(book)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("language", languages())
def test_every_field_has_a_column(language: str) -> None:
    """Both languages' templates show what the house says a clerk sees, and ask all that a record holds."""
    looks = load_looks(template(language))
    indicators, milestones = looks.sheet("indicator"), looks.sheet("milestone")
    assert indicators is not None
    assert milestones is not None
    assert {*INDICATOR_LOCKED, *INDICATOR_INPUTS, "check", "basis"} - set(indicators.places) == {
        "unit"
    }
    assert {*MILESTONE_LOCKED, *MILESTONE_INPUTS, "check"} == set(milestones.places)
    assert set(looks.marks) == {"missing", "reason", "wrong", "complete", "optional", "filled"}


@pytest.mark.parametrize("language", languages())
def test_the_templates_are_what_the_script_makes(language: str, tmp_path: Path) -> None:
    """A template that is changed by hand, or a script that was changed without making them, is found."""
    maker: dict[str, Any] = {"__file__": str(TEMPLATES / "make_templates.py"), "__name__": "maker"}
    exec((TEMPLATES / "make_templates.py").read_text(encoding="utf-8"), maker)  # noqa: S102 - the project's own script
    maker["make"](language, tmp_path / "made.xlsx")
    assert load_looks((tmp_path / "made.xlsx").read_bytes()) == load_looks(template(language))


def test_no_merged_cells_on_data_sheets() -> None:
    """Merged cells break sorting, filtering and reading."""
    assert all(not sheet.merged for sheet in load_looks(template()).sheets if sheet.kind)


def test_headings_stand_in_one_row_above_the_pattern() -> None:
    """The reader finds columns by the words directly above the pattern cell."""
    for sheet in load_looks(template()).sheets:
        if sheet.pattern is not None:
            above = {cell.column for cell in sheet.head[-1].cells if cell.value or cell.parts}
            assert above == set(sheet.places.values())


def _cell_look(looks: Looks, kind: str, field: str) -> dict[str, Any]:
    sheet = looks.sheet(kind)
    assert sheet is not None
    assert sheet.pattern is not None
    return dict(looks.looks[next(cell.look for cell in sheet.pattern.cells if cell.field == field)])


def test_a_restyled_cell_lends_its_look() -> None:
    """Fonts and fills come from the template, theme colours with their tint included."""

    def change(book: Any) -> None:
        cell = book["指标填报"]["C5"]
        cell.font = Font(name="宋体", sz=14, italic=True, color=Color(theme=1))
        cell.fill = PatternFill("solid", fgColor=Color(theme=4, tint=0.4))

    look = _cell_look(load_looks(restyled(change)), "indicator", "name")
    assert (look["font_name"], look["font_size"], look["italic"]) == ("宋体", 14, True)
    assert look["font_color"] == "#000000"
    assert look["bg_color"] == "#95B3D7", "accent 1 of the Office theme, 40 % lighter"


def _formula(book: Any) -> None:
    book["填报说明"]["B3"] = "=1+1"


def _unknown(book: Any) -> None:
    book["填报说明"]["B3"] = "{{department.nmae}}"


def _misplaced(book: Any) -> None:
    book["重点任务"]["K5"] = "{{input.actual}}"


def _among_words(book: Any) -> None:
    book["指标填报"]["K5"] = "约{{input.actual}}"


def _lacking(book: Any) -> None:
    book["指标填报"]["K5"] = None


def _no_contact(book: Any) -> None:
    for row in book["填报说明"].iter_rows():
        for cell in row:
            if cell.value == "{{contact.telephone}}":
                cell.value = None


def _two_patterns(book: Any) -> None:
    book["指标填报"]["A9"] = "{{indicator.code}}"


def _no_sheet(book: Any) -> None:
    del book["重点任务"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_formula, "template-formula"),
        (_unknown, "template-placeholder"),
        (_misplaced, "template-placeholder"),
        (_among_words, "template-placeholder"),
        (_lacking, "template-lacks"),
        (_no_contact, "template-lacks"),
        (_two_patterns, "template-two-patterns"),
        (_no_sheet, "template-sheets"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(change: Any, code: str) -> None:
    """A template that would lose a column or a formula stops the run, with the place named."""
    with pytest.raises(CannotRun) as caught:
        load_looks(restyled(change))
    assert caught.value.code == code
    for language in languages():
        assert "{" not in say(language, f"error.{code}", **caught.value.fields).replace(
            "{{", ""
        ).replace("}}", "")


def test_what_is_no_workbook_is_refused_in_words() -> None:
    """Any bytes but a workbook stop the run with one line."""
    for content in (b"", b"PK\x03\x04", b"text", template()[:2000]):
        with pytest.raises(CannotRun) as caught:
            load_looks(content)
        assert caught.value.code == "template-unreadable"


def test_contacts_are_typed_once() -> None:
    """The signature block has one place to type in; below the tables it is repeated among words."""
    looks = load_looks(template())
    alone = [
        cell.field
        for s in looks.sheets
        for row in (*s.head, *s.foot)
        for cell in row.cells
        if cell.field
    ]
    assert {looks.sheets[0].kind, *(s.kind for s in looks.sheets)} == {"", "indicator", "milestone"}
    assert [alone.count(f"contact.{field}") for field in CONTACT_FIELDS] == [1, 1, 1, 1]


@pytest.mark.parametrize("language", languages())
def test_kept_looks_are_what_reading_gives(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own templates cost no openpyxl; one that a coordinator saved again is read itself."""
    assert kept_looks(template(language), Looks) == read_looks(template(language))
    summary = (TEMPLATES / language / "summary.xlsx").read_bytes()
    assert kept_looks(summary, SummaryLook) == read_summary_look(summary)
    assert kept_looks(restyled(lambda _: None, language), Looks) is None
    monkeypatch.setitem(sys.modules, "openpyxl", None)  # an import of it would fail
    assert load_looks(template(language)).sheets
    assert load_summary_look(summary).boards
