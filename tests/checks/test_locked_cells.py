"""Locked cells: how they read, and which differences are none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xlreport.checks.returns.return_checks import check
from xlreport.messages import languages
from xlreport.messages.locked_cell_messages import locked_text
from xlreport.model.plans.plan_form_types import (
    INDICATOR_LOCKED,
    MILESTONE_LOCKED,
    Form,
    IndicatorRow,
    MilestoneRow,
)


def row_of(forms: dict[str, Form], code: str) -> IndicatorRow | MilestoneRow:
    figures = (
        row for form in forms.values() for row in form.indicators if row.indicator.code == code
    )
    tasks = (
        row for form in forms.values() for row in form.milestones if row.milestone.code == code
    )
    return next(figures, None) or next(tasks)


@pytest.mark.parametrize(
    ("code", "field", "words"),
    [
        ("ZB001", "due", Decimal("2.50")),
        ("ZB001", "baseline", Decimal("5.2")),
        ("ZB001", "commitment", "确保"),
        ("ZB001", "last", Decimal("1.08")),
        ("ZB002", "due", "≤3.60"),
        ("ZB002", "baseline", "≤3"),
        ("ZB003", "due", "年底评价"),
        ("ZB003", "baseline", ""),
        ("ZB004", "baseline", "—"),
        ("ZB005", "due", "≈20.0"),
        ("ZB006", "due", "年底评价"),
        ("ZB007", "due", "—"),
        ("ZB007", "baseline", ">80"),
        ("ZB007", "last", "—"),
        ("ZB008", "due", "Ⅲ"),
        ("ZB008", "last", "Ⅱ"),
        ("RW001", "deadline", "2020年12月31日"),
        ("RW001", "last_state", "推进中"),
        ("RW001", "step", "培训3万人次"),
        ("RW002", "last_state", "—"),
        ("RW002", "serial", Decimal(2)),
    ],
)
def test_a_locked_cell_reads(
    code: str, field: str, words: str | Decimal, small_forms: dict[str, Form]
) -> None:
    """A bound carries its sign, a bare amount is a number, what the plan does not give is a dash."""
    assert locked_text(row_of(small_forms, code), field, "zh") == words


@pytest.mark.parametrize("language", languages())
def test_every_locked_field_has_words(language: str, small_forms: dict[str, Form]) -> None:
    """No field of the form is left without a way to write it."""
    for form in small_forms.values():
        assert all(
            locked_text(row, field, language) is not None
            for row in form.indicators
            for field in INDICATOR_LOCKED
        )
        assert all(
            locked_text(row, field, language) is not None
            for row in form.milestones
            for field in MILESTONE_LOCKED
        )


@pytest.mark.parametrize(
    ("code", "field", "value"),
    [
        ("ZB001", "due", "2.5"),
        ("ZB001", "due", {"percent": "0.025"}),
        ("ZB001", "baseline", "５.２０"),
        ("ZB001", "name", "城镇新增 就业人数"),
        ("ZB002", "due", "≤ 3.60"),
        ("ZB002", "due", "≤3.609"),
        ("ZB002", "unit", "％"),
        ("ZB003", "baseline", 98),
        ("ZB004", "last", 0),
        ("RW003", "deadline", date(2020, 6, 30)),
        ("RW003", "deadline", "2020-6-30"),
        ("RW002", "last_state", ""),
        ("ZB001", "section", {"gone": True}),
        ("ZB001", "last", "—"),
        ("ZB001", "baseline", "—"),
        ("ZB005", "due", "–"),
        ("RW001", "last_state", "—"),
    ],
)
def test_another_writing_of_the_same_is_no_change(
    code: str, field: str, value: object, small_forms: dict[str, Form], fill: Any
) -> None:
    """White space, width of characters, number formats and missing columns are no change; nor is an open baseline.

    Nor is a dash where earlier returns tell something: the workbook was made before they were known.
    """
    form = small_forms["RST"]
    assert check(fill(form, {code: {field: value}}), form) == ()


def test_true_is_not_one(small_forms: dict[str, Form], fill: Any) -> None:
    """A yes or no where a number was sent out is a change, whatever a program takes it for."""
    form = small_forms["RST"]
    rows = tuple(
        replace(row, due=Decimal(1)) if row.indicator.code == "ZB001" else row
        for row in form.indicators
    )
    form = replace(form, indicators=rows)
    assert {one.code for one in check(fill(form, {"ZB001": {"due": True}}), form)} == {
        "locked-changed"
    }
    assert check(fill(form, {"ZB001": {"due": 1}}), form) == ()


@pytest.mark.parametrize(
    ("code", "field", "typed", "found"),
    [
        ("ZB002", "due", "≤3.61", "≤3.61"), ("ZB002", "due", "≥3.60", "≥3.60"),
        ("ZB001", "unit", "人", "人"), ("ZB001", "unit", "", "—"),
    ],
)  # fmt: skip
def test_a_change_says_what_was_found(
    code: str, field: str, typed: str, found: str, small_forms: dict[str, Form], fill: Any
) -> None:
    """A bound is another one by its sign, or by its last decimal; what is gone is a dash."""
    form = small_forms["RST"]
    (told,) = check(fill(form, {code: {field: typed}}), form)
    assert (told.indicator, told.fields["found"]) == (code, found)
