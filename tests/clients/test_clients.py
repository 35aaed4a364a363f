"""Real programs as other hands: whatever saved a return, every value in it comes back; so does what is sent back."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.clients.other_hands import HANDS, saved_by
from tests.pipeline.forms.test_round_trip import Place, cells, fill, opened, places, words
from xlreport.checks.returns.checked_return_lines import shown_value
from xlreport.checks.returns.return_checks import check
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.finding import finding
from xlreport.model.returns.submission import Cell, Submission
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.workbook.annotating.annotated_fresh_copy import fresh_copy
from xlreport.workbook.department.form_open_cells import Filling
from xlreport.workbook.reading.reading_exact_cells import Exactly, sense_of_code, serial

PERCENT = ("ZB002", "actual")
TEXTS = (
    "第一行\n第二行", "<甲&乙>“丙”’丁", "  前后有空格  ", "=1+1", "@sum", "-3%", "0012", "１２．５", "𠮷😀", "_x0041",
    "无", "1/2", "TRUE", "#N/A",
)  # fmt: skip


def values_of(form: Form) -> dict[Place, Filling]:
    """Something of its own for every field: figures of all sizes, days, and texts that programs like to change."""
    figures = [
        Decimal(text) for text in ("0", "-1.5", "0.1", "123456789.125", "1E+15", "0.000001", "12")
    ]
    values: dict[Place, Filling] = {}
    for number, place in enumerate(places(form)):
        if place == PERCENT:
            values[place] = Exactly(Decimal("0.125"), "percent")
        elif place[1] in {"actual", "baseline"}:
            values[place] = figures[number % len(figures)]
        elif place[1] in {"expected", "filled_on"}:
            values[place] = date(2020, 2, 29 - number % 20)
        else:
            values[place] = f"{TEXTS[number % len(TEXTS)]}{number if number > len(TEXTS) else ''}"
    return values


def found_at(submission: Submission) -> Mapping[Place, Cell]:
    known = {
        (entry.code, field): cell
        for entry in submission.entries
        for field, cell in entry.cells.items()
    }
    return known | {("", field): cell for field, cell in submission.contacts.items()}


def comes_back(filled: Filling, cell: Cell) -> bool:
    """Say whether a cell holds what was filled in; a day may come back as its serial number."""
    if isinstance(filled, Exactly):
        return cell.raw == filled.value and sense_of_code(cell.number_format) == filled.sense
    return cell.raw == filled or (isinstance(filled, date) and cell.raw == serial(filled))


@pytest.mark.parametrize("hand", HANDS)
def test_every_value_comes_back(small_forms: dict[str, Form], hand: str, tmp_path: Path) -> None:
    """Every filled value of every field is there after a re-save, or is named in a finding; the code is there too."""
    form = small_forms["RST"]
    values = values_of(form)
    back = opened(saved_by(hand, fill(form, values), tmp_path), f"x.{HANDS[hand][0]}")
    there = found_at(back)
    lost = {place for place, filled in values.items() if not comes_back(filled, there[place])}
    named = {(one.indicator, one.column) for one in check(back, form)}
    assert lost - named == set(), {
        place: (values[place], there[place].raw) for place in lost - named
    }
    assert len(lost) <= 5
    assert {cell.raw for cell in back.codes} == {str(form.code)}


@pytest.mark.long
@pytest.mark.parametrize("hand", [name for name, (suffix, _) in HANDS.items() if suffix != "xlsx"])
def test_a_fresh_form_takes_the_place_of_other_formats(
    small_forms: dict[str, Form], hand: str, tmp_path: Path
) -> None:
    """An xls, ods or xlsb goes back as a form of ours that reads with the same values, and says why."""
    form = small_forms["RST"]
    back = opened(saved_by(hand, fill(form, values_of(form)), tmp_path), f"x.{HANDS[hand][0]}")
    place = cells(back)["ZB001", "actual"][0]
    fault = finding("blank", sheet=place[0], cell=place[1], indicator="ZB001", column="actual")
    copy = fresh_copy(back, (fault,), form, department_looks("zh", None), words(), "zh")
    assert copy is not None
    again = opened(copy)
    typed = {key: cell for key, cell in found_at(back).items() if key in set(places(form))}
    for key, cell in typed.items():
        # what a person sees counts: a day that stands in the format alone comes back as its text
        seen = (None,) if cell.blank else (cell.raw, shown_value(cell))
        assert found_at(again)[key].raw in seen, key
    assert sense_of_code(found_at(again)[PERCENT].number_format) == "percent"
    assert again.active == ()
