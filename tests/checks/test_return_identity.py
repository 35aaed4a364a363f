"""Whose a workbook is: the visible code decides, everything else only makes one ask."""

from typing import Any

import pytest

from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import Form


def who(submission: Any, plan: Plan) -> Identity:
    found = identify(submission, [plan])
    assert isinstance(found, Identity)
    return found


def test_a_sound_return_says_whose_it_is(
    small_plan: Plan, small_forms: dict[str, Form], fill: Any
) -> None:
    """Plan, period, department and version come from the code cells."""
    found = who(fill(small_forms["NYT"]), small_plan)
    assert (found.plan, str(found.period), found.department.code, found.version) == (
        small_plan,
        "2020-Q2",
        "NYT",
        1,
    )
    assert found.findings == ()


def test_a_code_may_be_written_as_programs_change_it(
    small_plan: Plan, small_forms: dict[str, Form], fill: Any
) -> None:
    """Full-width characters and other dots in a code are forgiven."""
    form = small_forms["RST"]
    wide = str(form.code).replace("2020Q2", "２０２０Ｑ２").replace("·", "・").lower()
    assert who(fill(form, codes=[wide]), small_plan).department.code == "RST"


@pytest.mark.parametrize(
    ("file", "asks"),
    [
        ("人社厅.xlsx", False),
        ("03_人力资源社会保障厅_二季度.xlsx", False),
        ("人社厅转统计局.xlsx", False),
        ("统计局.xlsx", True),
        ("统计局/汇总.xlsx", False),
        ("表一.xlsx", False),
    ],
)
def test_only_another_name_alone_in_the_file_name_asks(
    file: str,
    *,
    asks: bool,
    small_plan: Plan,
    small_forms: dict[str, Form],
    fill: Any,
) -> None:
    """A file named after another department asks, unless its own name stands there too; folders do not count."""
    found = who(fill(small_forms["RST"], file=file), small_plan)
    assert bool(found.findings) is asks


def test_rows_of_another_department_are_forgiven_in_an_older_version(
    small_plan: Plan, small_forms: dict[str, Form], fill: Any
) -> None:
    """After a change of the plan a row may have moved; only the same version is held to it."""
    newer = small_plan.model_copy(
        update={"plan": small_plan.plan.model_copy(update={"version": 2})}
    )
    other = fill(small_forms["NYT"], codes=[str(small_forms["RST"].code)])
    assert not isinstance(identify(other, [small_plan]), Identity)
    assert [one.code for one in who(other, newer).findings] == [
        "other-version",
        "file-name-differs",
    ]
