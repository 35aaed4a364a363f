"""Which rows count when only part of them is answered."""

from decimal import Decimal
from typing import Any

from xlreport.checks.returns.accepted_return_check import accept
from xlreport.checks.returns.return_checks import check
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.accepted_record import Record


def accepted(form: Form, fill: Any, rows: dict[str, dict[str, Any]]) -> dict[str, Record]:
    back = fill(form, rows)
    return {one.code: one for one in accept(back, form, check(back, form))}


def test_last_years_figure_alone_is_an_answer(small_forms: dict[str, Form], fill: Any) -> None:
    """It is kept for the lights of later periods where this year's figure is not yet known."""
    found = accepted(small_forms["RST"], fill, {"ZB003": {"actual": "", "baseline": Decimal(88)}})
    assert (found["ZB003"].value, found["ZB003"].baseline) == (None, Decimal(88))


def test_missing_words_do_not_take_a_good_figure_with_them(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """The figure counts as provisional; a bad figure beside good words does not count."""
    form = small_forms["RST"]
    for field in ("progress", "source"):
        found = accepted(form, fill, {"ZB001": {"actual": Decimal(2), field: ""}})
        assert (found["ZB001"].value, found["ZB001"].provisional) == (Decimal(2), True)
    assert "ZB001" not in accepted(form, fill, {"ZB001": {"actual": "快了"}})
