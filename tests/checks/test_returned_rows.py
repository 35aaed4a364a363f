"""No row is ever dropped without a word."""

from dataclasses import replace
from typing import Any

from xlreport.checks.returns.accepted_return_check import accept
from xlreport.checks.returns.return_checks import check
from xlreport.messages.finding_messages import remedy
from xlreport.model.plans.plan_form_types import Form


def test_a_code_on_the_wrong_kind_of_sheet_does_not_stand_in_for_its_row(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """An indicator's code typed among the milestones is a strange row; the indicator's own row still counts."""
    form = small_forms["RST"]
    submission = fill(form)
    strange = replace(submission.entries[-1], code="ZB001")
    mixed = replace(submission, entries=(strange, *submission.entries))
    assert [one.code for one in check(mixed, form)] == ["row-unknown"]
    assert "ZB001" in {one.code for one in accept(mixed, form, ())}


def test_a_cell_that_did_not_come_back_is_as_good_as_blank(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """Where a figure's or a state's cell is gone and no missing column says so, the row is named."""
    form = small_forms["RST"]
    submission = fill(
        form, {"ZB001": {"actual": {"gone": True}}, "RW001": {"state": {"gone": True}}}
    )
    assert [(one.code, one.indicator) for one in check(submission, form)] == [
        ("blank", "ZB001"),
        ("blank", "RW001"),
    ]


def test_each_column_says_what_belongs_there(small_forms: dict[str, Form], fill: Any) -> None:
    """What to do about a blank is told by column: 无数据 is an answer to a figure, and none to a state or a source."""
    form = small_forms["RST"]
    blank = {
        "ZB001": {"actual": ""},
        "ZB002": {"source": ""},
        "RW001": {"state": "", "progress": ""},
    }
    told = {
        (one.indicator, one.column): remedy("zh", one) for one in check(fill(form, blank), form)
    }
    assert [where for where, words in told.items() if "无数据" in words] == [("ZB001", "actual")]
    assert "选择数据来源" in told["ZB002", "source"]
    assert "选择本期末的状态" in told["RW001", "state"]


def test_two_lines_that_say_the_same_are_one(small_forms: dict[str, Form], fill: Any) -> None:
    """A row copied as it is does no harm, and gives one record."""
    form = small_forms["RST"]
    submission = fill(form, again={"ZB001": {}})
    assert check(submission, form) == ()
    assert len(accept(submission, form, ())) == 6


def test_what_the_reader_said_is_said_once_and_with_its_row(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """A cell about which the reader has an error gets no second one, and the finding knows its indicator's name."""
    form = small_forms["RST"]
    submission = fill(form, {"ZB001": {"actual": {"formula": "[1]Sheet1!A1"}}})
    (lost,) = check(submission, form)
    told = replace(
        submission, findings=(replace(lost, code="formula-elsewhere", name="", file="", fields={}),)
    )
    (found,) = check(told, form)
    assert (found.code, found.name, found.file) == (
        "formula-elsewhere",
        "城镇新增就业人数",
        submission.file,
    )
