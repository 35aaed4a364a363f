"""A sound, filled workbook for the hostile tests, and the words of our templates."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from tests.hostile.corpus import MAKERS
from tests.hostile.spoiling import Case
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.submission import Submission
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.department.form_open_cells import fill_cells
from xlreport.workbook.looks.loading_template_looks import load_looks
from xlreport.workbook.reading.reading_known_headings import Headings, headings
from xlreport.workbook.reading.submission_reader import read

Maker = Callable[[bytes], Iterator[Case]]
ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "workbook_templates"


@pytest.fixture(scope="session")
def words() -> Headings:
    """The words of our templates in both languages."""
    return headings(path.read_bytes() for path in sorted(TEMPLATES.glob("*/department.xlsx")))


@pytest.fixture(scope="session")
def sound(small_forms: dict[str, Form], words: Headings) -> bytes:
    """A workbook of the small plan as a department would return it."""
    return filled(small_forms["RST"], words)


def filled(form: Form, words: Headings) -> bytes:
    """Return a form as a workbook with something in its open cells."""
    looks = load_looks((TEMPLATES / "zh" / "department.xlsx").read_bytes())
    blank = department_workbook(form, looks)
    came = read(blank, "blank.xlsx", words)
    assert isinstance(came, Submission)
    values: dict[tuple[str, str], str | Decimal] = {}
    for number, entry in enumerate(came.entries, 1):
        for field, value in (
            ("actual", Decimal(number) / 8),
            ("progress", f"第{number}项进展正常。"),
            ("state", "推进中"),
            ("remark", "正常"),
        ):
            if field in entry.cells:
                values[entry.cells[field].sheet, entry.cells[field].address] = value
    return fill_cells(blank, values)


@pytest.fixture(scope="session")
def cases_of(sound: bytes) -> Callable[[Maker], tuple[Case, ...]]:
    """The files of one maker of the corpus, made once."""
    return cache(lambda maker: tuple(maker(sound)))


@pytest.fixture(scope="session")
def cases(cases_of: Callable[[Maker], tuple[Case, ...]]) -> tuple[Case, ...]:
    """Every file of the corpus, 41 MB."""
    return tuple(case for maker in MAKERS for case in cases_of(maker))
