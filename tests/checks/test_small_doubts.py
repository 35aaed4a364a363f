"""What a doubt proposes, and where it is none: numbers at the edge of each question about a figure."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from xlreport.checks.returns.return_checks import check
from xlreport.model.plans.form import Form
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
