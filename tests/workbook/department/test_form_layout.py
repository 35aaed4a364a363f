"""Addresses: every field of a form has its cell, whatever a coordinator did to the template."""

from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.messages.locked_cell_messages import label
from xlreport.model.plans.plan import Indicator, Milestone
from xlreport.model.plans.plan_form_types import (
    CONTACT_FIELDS,
    INDICATOR_INPUTS,
    MILESTONE_INPUTS,
    Form,
)
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.department.form_layout import layout
from xlreport.workbook.looks.loading_template_looks import load_looks
from xlreport.workbook.workbook_names import column_name

TEMPLATE = Path(__file__).parents[3] / "workbook_templates" / "zh" / "department.xlsx"


def rearranged() -> bytes:
    """Return the template with columns reordered, reworded, widened, one added and one hidden."""
    book: Any = openpyxl.load_workbook(TEMPLATE)
    sheet = book["指标填报"]
    for row in (4, 5):
        taken = {letter: sheet[f"{letter}{row}"].value for letter in "NOR"}
        for letter, source in zip("NOR", "RNO", strict=True):
            sheet[f"{letter}{row}"].value = taken[source]
    sheet["E4"] = "今年的目标（{{period.label}}）"
    sheet["T4"] = "分管领导"
    sheet["T5"] = "{{department.name}}"
    sheet["S5"] = "—"
    sheet.column_dimensions["D"].hidden = True
    sheet.column_dimensions["C"].width = 40
    book["重点任务"].insert_rows(1)
    book["重点任务"]["A1"] = "内部资料"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    "content", [TEMPLATE.read_bytes(), rearranged()], ids=["own", "rearranged"]
)
def test_every_field_is_reached(small_forms: dict[str, Form], content: bytes) -> None:
    """Code and field lead to the cell that holds that row, and the open cells are blank and unlocked."""
    looks = load_looks(content)
    for form in small_forms.values():
        places = layout(form, looks)
        book: Any = openpyxl.load_workbook(BytesIO(department_workbook(form, looks)))
        rows: list[tuple[Indicator | Milestone, tuple[str, ...]]] = [
            *((r.indicator, INDICATOR_INPUTS) for r in form.indicators),
            *((r.milestone, MILESTONE_INPUTS) for r in form.milestones),
        ]
        for target, inputs in rows:
            for field, expected in (("code", target.code), ("name", label(target, "zh"))):
                place = places.cell(target.code, field)
                cell = book[place.sheet][place.address]
                assert (cell.value, cell.protection.locked) == (expected, True)
            for field in inputs:
                place = places.cell(target.code, field)
                cell = book[place.sheet][place.address]
                assert (cell.value, cell.protection.locked) == (None, False), field
        assert tuple(places.contacts) == CONTACT_FIELDS
        for place in places.contacts.values():
            assert book[place.sheet][place.address].protection.locked is False
        assert {place.sheet for place in places.codes} == {
            sheet.look.title for sheet in places.sheets
        }
        assert all(
            book[place.sheet][place.address].value == str(form.code) for place in places.codes
        )


def test_a_restyled_template_keeps_its_words_and_columns(small_forms: dict[str, Form]) -> None:
    """What a coordinator added, reworded, widened and hid is there in the department's workbook."""
    form = small_forms["RST"]
    book: Any = openpyxl.load_workbook(BytesIO(department_workbook(form, load_looks(rearranged()))))
    sheet = book["指标填报"]
    assert sheet["E4"].value == "今年的目标（2020年二季度）"
    assert [sheet[f"T{row}"].value for row in (4, 5, 8)] == [
        "分管领导",
        "人力资源社会保障厅",
        "人力资源社会保障厅",
    ]
    assert sheet.column_dimensions["D"].hidden
    assert round(sheet.column_dimensions["C"].width) == 40
    assert book["重点任务"]["A1"].value == "内部资料"


def test_a_sheet_without_rows_is_left_out(small_forms: dict[str, Form]) -> None:
    """A department without milestones gets no milestones sheet."""
    looks = load_looks(TEMPLATE.read_bytes())
    assert [sheet.look.title for sheet in layout(small_forms["TJJ"], looks).sheets] == [
        "填报说明",
        "指标填报",
    ]


@given(st.integers(0, 16383))
def test_column_names_are_those_of_excel(column: int) -> None:
    """A is 0, Z is 25, AA is 26, XFD is the last."""
    from openpyxl.utils import get_column_letter

    assert column_name(column) == get_column_letter(column + 1)
