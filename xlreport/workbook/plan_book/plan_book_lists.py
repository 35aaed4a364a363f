"""Drop-down lists and prompts of the plan's workbook: what each column takes and what it says when
it is entered.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from xlreport.messages import say
from xlreport.messages.plan_messages import CHOICES, heading, prompt, word
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.sheets.draft_sheet_columns import TICK
from xlreport.model.plans.sheets.plan_sheet_columns import Column
from xlreport.workbook.workbook_names import (
    MESSAGE_LIMIT,
    TITLE_LIMIT,
    column_name,
    cut_prompt,
    quoted_sheet_name,
)

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_LIMITS = {
    "figure": 40,
    "baseline_figure": 40,
    "note": 1000,
    "contact": 1000,
    "leader": 1000,
    "county": 1000,
}
_USUAL_LIMIT = 200
_LARGE = 1e15
_WORDS_TOO = frozenset({"value", "baseline_value", "due", "stretch"})
"""Figures and days that may also be words: a class, the year's end."""


def list_names(book: "Workbook", plan: Plan, language: str) -> Mapping[str, str]:
    """Write the lists on a hidden sheet; return the defined name of each."""
    title = say(language, "plan_book.lists")
    sheet = book.add_worksheet(title)
    sheet.hide()
    names = {"unit": "plan_departments"}
    for at, section in enumerate(CHOICES):
        words = [word(language, section, value) for value in CHOICES[section]]
        if section == "profile":
            words += list(plan.profiles)
        for row, one in enumerate(words):
            sheet.write_string(row, at, one)
        names[section] = f"plan_{section}"
        column = column_name(at)
        book.define_name(
            names[section], f"={quoted_sheet_name(title)}!${column}$1:${column}${len(words)}"
        )
    return names


def validation(
    kind: str, column: Column, names: Mapping[str, str], language: str
) -> dict[str, Any]:
    """Return the validation of a column in XlsxWriter's words; it asks and never refuses.

    Args:
        kind: of the sheet.
        column: whose cells are filled in.
        names: of the lists to choose from, by field.
        language: of the words.
    """
    title = say(
        language,
        "plan_book.required" if column.required else "plan_book.free",
        name=heading(kind, column.name, language),
    )
    words = {
        "input_title": cut_prompt(title, TITLE_LIMIT),
        "input_message": cut_prompt(prompt(kind, column.name, language), MESSAGE_LIMIT),
        "error_title": cut_prompt(say(language, "plan_book.refusal_title"), TITLE_LIMIT),
        "error_type": "warning",
    }
    return words | _takes(column, names, language)


def _takes(column: Column, names: Mapping[str, str], language: str) -> dict[str, Any]:
    if column.form == "tick":
        return {
            "validate": "list",
            "source": [TICK],
            "error_message": say(language, "plan_book.refusal_tick"),
        }
    name = names.get(column.choices or column.form)
    if name is not None and column.form != "asked":
        told = {"validate": "list", "source": f"={name}"}
        refusal = say(language, "plan_book.refusal_list")
        # A reference may also be a code, several departments stand in one cell: there the list only
        # helps.
        return told | (
            {"show_error": False} if column.form == "reference" else {"error_message": refusal}
        )
    if column.name in _WORDS_TOO or column.form in {"shown", "told", "opinion", "alias"}:
        return {"validate": "any"}
    if column.form in {"number", "whole"}:
        limits = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -_LARGE,
            "maximum": _LARGE,
        }
        return limits | {"error_message": say(language, "plan_book.refusal_number")}
    limit = _LIMITS.get(column.name, 1000 if column.form in {"units", "list"} else _USUAL_LIMIT)
    refusal = say(language, "plan_book.refusal_text", limit=limit)
    return {"validate": "length", "criteria": "<=", "value": limit, "error_message": refusal}
