"""The plan's workbook as a meeting sees it: prompts, lists, protection of headings only, and print."""

import io

import openpyxl
import pytest

from xlreport.messages.plan_messages import CHOICES, LANGUAGES, compared, heading, word
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.sheets.plan_sheet_columns import LISTED, SHEETS
from xlreport.pipeline.plans.loading_plan_books import export_plan, import_plan
from xlreport.pipeline.plans.writing_blank_plan import blank_plan

FIRST = 5


@pytest.fixture(scope="module")
def books(small_plan: Plan) -> dict[str, openpyxl.Workbook]:
    return {
        one: openpyxl.load_workbook(io.BytesIO(export_plan(small_plan, one))) for one in LANGUAGES
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_says_what_to_enter(
    language: str, books: dict[str, openpyxl.Workbook]
) -> None:
    """A prompt with a title on every column, no longer than Excel takes, also on lines that are still empty."""
    for kind, page in zip(SHEETS, books[language].worksheets, strict=False):
        rules = page.data_validations.dataValidation
        assert len(rules) >= (1 if kind in LISTED else len(SHEETS[kind]) // 2)
        for rule in rules:
            assert rule.promptTitle
            assert rule.prompt
            assert len(rule.promptTitle) <= 32
            assert len(rule.prompt) <= 255
        if kind not in LISTED:
            columns = {
                at
                for rule in rules
                for area in rule.sqref.ranges
                for at in range(area.min_col, area.max_col + 1)
            }
            assert len(columns) == len(SHEETS[kind])
            assert all(area.max_row > page.max_row for rule in rules for area in rule.sqref.ranges)


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_are_locked_and_nothing_else(
    language: str, books: dict[str, openpyxl.Workbook]
) -> None:
    """Whoever edits a plan may edit all of it; the words by which columns are known are kept from accidents."""
    for page in books[language].worksheets[: len(SHEETS)]:
        assert page.protection.sheet
        assert not page.protection.insertRows
        assert not page.protection.sort
        assert all(cell.protection.locked for cell in page[FIRST - 1])
        assert not any(
            cell.protection.locked for row in page.iter_rows(min_row=FIRST) for cell in row
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_one_page_across(language: str, books: dict[str, openpyxl.Workbook]) -> None:
    """A4 landscape, one page wide, headings on every page."""
    for page in books[language].worksheets[: len(SHEETS)]:
        assert (page.page_setup.orientation, str(page.page_setup.paperSize)) == ("landscape", "9")
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight) == (1, 0)
        assert page.print_title_rows == "$3:$4"


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_come_from_names(
    language: str, books: dict[str, openpyxl.Workbook], small_plan: Plan
) -> None:
    """Every choice has a drop-down from a defined name; departments come from their own sheet."""
    book = books[language]
    assert {"plan_departments", *(f"plan_{section}" for section in CHOICES)} <= set(
        book.defined_names
    )
    sheet, _, cells = book.defined_names["plan_departments"].attr_text.rpartition("!")
    names = [row[0].value for row in book[sheet.strip("'")][cells.replace("$", "")]]
    assert names[:3] == [one.name for one in small_plan.department]


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_are_told_apart(language: str) -> None:
    """No two headings of a sheet, and no two words of a choice, are the same."""
    for kind, columns in SHEETS.items():
        words = [compared(heading(kind, column.name, language)) for column in columns]
        assert len(set(words)) == len(words), kind
    for section, values in CHOICES.items():
        assert len({compared(word(language, section, one)) for one in values}) == len(values), (
            section
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_plan_begins_with_sound_examples(language: str) -> None:
    """--blank is a plan that comes back as it is, so that each example shows what is right."""
    plan = blank_plan(2021, language)
    imported = import_plan(export_plan(plan), "plan.xlsx", "zh")
    assert imported.plan == plan
    assert {one.severity for one in imported.findings} <= {"note"}
