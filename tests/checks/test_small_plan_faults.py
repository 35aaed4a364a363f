"""What people type into a plan's workbook, where a small fault could change it unnoticed: each was tried."""

from datetime import date

import pytest

from xlreport.checks.plans.checked_plan_cells import Meant, Surroundings, meant_by
from xlreport.checks.plans.checked_plan_rows import plan_draft
from xlreport.checks.typed.typed_days import read_day
from xlreport.model.plans.sheets.plan_sheet_columns import Column, PlanBook, PlanLine
from xlreport.model.returns.submission import Cell, CellKind


def typed(words: str) -> Cell:
    if not words:
        return Cell(sheet="表", address="A1")
    return Cell(sheet="表", address="A1", kind=CellKind.TEXT, raw=words)


@pytest.mark.parametrize(
    ("written", "given"),
    [
        (("", ""), ("ZB001", "ZB002")),
        (("ZB001", "", "ZB007", ""), ("ZB001", "ZB008", "ZB007", "ZB009")),
        (("A-04", "", "ZB012", "A-05"), ("A-04", "A-06", "ZB012", "A-05")),
        (("1", ""), ("1", "2")),
    ],
)
def test_a_line_without_a_code_gets_the_next_one(
    written: tuple[str, ...], given: tuple[str, ...]
) -> None:
    """As most of the sheet are written, one more than the highest; a note says which was given."""
    lines = tuple(
        PlanLine("indicator", "指标", row, {"code": typed(code), "name": typed("甲")})
        for row, code in enumerate(written, 5)
    )
    draft = plan_draft(PlanBook("plan.xlsx", "", "zh", lines))
    assert tuple(one["code"] for one in draft.document["indicator"]) == given
    noted = [one.fields["given"] for one in draft.findings if one.code == "plan-book-code-given"]
    assert noted == [code for code, was in zip(given, written, strict=True) if not was]


@pytest.mark.parametrize(
    ("words", "meant", "fault"),
    [
        ("人社局", "RST", ""), ("无", None, ""), ("CZT", "CZT", ""), ("两个都叫的", None, "plan-book-two-departments"),
        ("没有的局", None, "plan-department-unknown"),
    ],
)  # fmt: skip
def test_a_department_is_known_by_its_names(words: str, meant: str | None, fault: str) -> None:
    """无 is none; a code that nobody has is left to the plan's check."""
    around = Surroundings(units={"人社局": "RST", "两个都叫的": ""}, year=2020, language="zh")
    found: Meant = meant_by(typed(words), Column("lead", "unit"), around)
    assert (found.value, [one.code for one in found.faults]) == (meant, [fault] if fault else [])


@pytest.mark.parametrize(
    ("words", "month"),
    [("一季度", 3), ("2020年第二季度末", 6), ("三季度", 9), ("四季度", 12), ("上半年", 6), ("下半年", 12), ("年底", 12)],
)  # fmt: skip
def test_a_quarter_ends_with_its_last_day(words: str, month: int) -> None:
    found = read_day(typed(words), 2020).value
    assert found == date(2020, month, 30 if month in {6, 9} else 31)
