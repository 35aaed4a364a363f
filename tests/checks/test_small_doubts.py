"""What a doubt proposes, and where it is none: numbers at the edge of each question about a figure."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.return_history_check import may_rest
from xlreport.model.plans.plan import Direction, Measure, Plan
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.submission import Submission


@pytest.mark.parametrize(
    ("unit", "code", "actual", "found", "fields"),
    [
        ("NYT", "ZB006", "0.5", "fall-negative", None),
        ("NYT", "ZB006", "-0.5", "fall-negative", {"size": "0.5"}),
        ("RST", "ZB002", "0.033", "hundred-times", {"likely": "3.3"}),
        ("RST", "ZB002", "340", "hundred-times", {"likely": "3.4"}),
        ("RST", "ZB002", "3.4", "hundred-times", None),
        ("TJJ", "ZB009", "1.2", "times-as-percent", {"hundredfold": "120"}),
        ("TJJ", "ZB009", "120", "times-as-percent", None),
        ("TJJ", "ZB009", "1000", "growth-beyond", None),
        ("TJJ", "ZB009", "-1001", "growth-beyond", {"meant": "-1001"}),
        ("RST", "ZB001", "500", "unit-slip", {"likely": "0.05"}),
        ("RST", "ZB001", "499", "unit-slip", None),
        ("RST", "ZB001", "150000", "unit-slip", {"likely": "15"}),
        ("RST", "ZB001", "150001", "unit-slip", None),
    ],
)
def test_a_doubt_proposes_what_was_meant(
    *,
    small_forms: dict[str, Form],
    fill: Callable[..., Submission],
    unit: str,
    code: str,
    actual: str,
    found: str,
    fields: dict[str, str] | None,
) -> None:
    """The number proposed is the one that was meant; a figure that is plain is not asked about."""
    form = small_forms[unit]
    said = [one for one in check(fill(form, {code: {"actual": Decimal(actual)}}), form)
            if one.code == found]  # fmt: skip
    assert bool(said) == (fields is not None)
    for one in said:
        assert (fields or {}).items() <= dict(one.fields).items()


@pytest.mark.parametrize(
    ("code", "value", "rests"),
    [
        ("ZB001", "5", True), ("ZB001", "4.99", False), ("ZB002", "9", True), ("ZB003", "1", True),
        ("ZB008", "1", True), ("ZB010", "9", False), ("ZB004", "1", True),
    ],
)  # fmt: skip
def test_a_figure_may_stay_the_same_where_nothing_has_to_move(
    code: str, value: str, *, rests: bool, small_plan: Plan
) -> None:
    """A class, a figure that is held or due at the year's end, and a target that is met."""
    (indicator,) = (one for one in small_plan.indicator if one.code == code)
    assert may_rest(indicator, Decimal(value)) is rests


@pytest.mark.parametrize(
    ("less", "value", "rests"),
    [("level", "3", True), ("level", "3.1", False), ("cumulative", "3", False), ("cumulative", "9", False)],
)  # fmt: skip
def test_what_is_to_fall_may_rest_below_its_target(
    less: str, value: str, *, rests: bool, small_plan: Plan
) -> None:
    """An amount that adds up goes on even below its ceiling."""
    (one,) = (one for one in small_plan.indicator if one.code == "ZB001")
    falling = one.model_copy(
        update={"measure": Measure(less), "direction": Direction.LESS, "value": Decimal(3)}
    )
    assert may_rest(falling, Decimal(value)) is rests
