"""What of a return counts: a filled form reads back exactly, and no row with an error gives anything."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.checks.returns.accepted_return_check import accept, verdict
from xlreport.checks.returns.return_checks import check
from xlreport.messages.reason_messages import says_nothing
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Submission

SHARED = settings(
    max_examples=examples(20),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
WORDS = st.text("按计划推进，已完成培训。Abc 12%=+-@", min_size=1, max_size=30).filter(
    lambda words: not says_nothing(words)
)
ODD = st.sampled_from(
    [
        "",
        "无",
        "约5",
        "1,2",
        "5万",
        "2.3",
        "见附件",
        "-3",
        {"error": "#N/A"},
        {"formula": "A1"},
        10**7,
    ]
)
FIELDS = ("actual", "state", "expected", "progress", "source", "remark", "printed", "last")
CODES = ("ZB001", "ZB002", "ZB003", "ZB004", "RW001", "RW002", "RW003")


def accepted(submission: Submission, form: Form) -> dict[str, Record]:
    return {one.code: one for one in accept(submission, form, check(submission, form))}


@SHARED
@given(
    actual=st.decimals(min_value="1.08", max_value="7", places=2), progress=WORDS, problems=WORDS, next_steps=WORDS,
    remark=WORDS, day=st.integers(1, 180),
)  # fmt: skip
def test_a_filled_form_reads_back_exactly(
    small_forms: dict[str, Form], fill: Any, day: int, **typed: Any
) -> None:
    """Every field that was filled in comes back as it was."""
    expected = date(2020, 7, 1) + timedelta(days=day)
    words = {key: value for key, value in typed.items() if key != "actual"}
    rows = {
        "ZB001": typed | {"source": "抽样调查"},
        "RW001": words | {"state": "受阻", "expected": expected},
    }
    found = accepted(fill(small_forms["RST"], rows), small_forms["RST"])
    figure, task = found["ZB001"], found["RW001"]
    assert (figure.value, figure.source, figure.cell, figure.sheet) == (
        typed["actual"],
        "survey",
        "K5",
        "指标填报",
    )
    assert (task.state, task.expected, task.cell) == ("blocked", expected, "J5")
    for one in (figure, task):
        back = (one.progress, one.problems, one.next_steps, one.remark)
        assert back == tuple(
            words[key].strip() for key in ("progress", "problems", "next_steps", "remark")
        )
        assert (one.telephone, one.filled_by) == ("0891-0000000", "李某")


@SHARED
@given(st.dictionaries(st.sampled_from(CODES), st.dictionaries(st.sampled_from(FIELDS), ODD)))
def test_no_row_with_an_error_gives_a_record(
    small_forms: dict[str, Form], fill: Any, rows: Any
) -> None:
    """Whatever is typed: a row with an error in its figure, state or day gives nothing, one with an
    error in its words alone is provisional, and a finding stands in its own row.
    """
    form = small_forms["RST"]
    submission = fill(form, rows)
    findings = check(submission, form)
    records = accept(submission, form, findings)
    words = {"progress", "problems", "next_steps", "source"}
    all_errors = [one for one in findings if one.severity is Severity.ERROR]
    errors = {one.indicator for one in all_errors}
    assert not {one.indicator for one in all_errors if one.column not in words} & {
        one.code for one in records
    }
    assert all(one.provisional for one in records) or not errors
    rows_of = {(one.sheet, one.row): one.code for one in submission.entries}
    assert all(
        rows_of[one.sheet, int(one.cell[1:])] == one.indicator for one in findings if one.indicator
    )
    expected = Verdict.ACCEPTED if not errors else Verdict.PARTLY if records else Verdict.RETURNED
    assert verdict(findings, records, form) is expected


def test_a_blank_that_nobody_asked_for_gives_nothing(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """Unknown is never 0: a row that may stay blank has no record; one that is filled in all the same has."""
    form = small_forms["RST"]
    assert "ZB003" not in accepted(fill(form), form)
    given_all_the_same = accepted(
        fill(form, {"ZB003": {"actual": Decimal("76.2"), "baseline": Decimal("98.1")}}), form
    )
    assert (given_all_the_same["ZB003"].value, given_all_the_same["ZB003"].baseline) == (
        Decimal("76.2"),
        Decimal("98.1"),
    )


@pytest.mark.parametrize(
    ("actual", "remark"), [("无数据", "统计局7月20日发布"), ("", "暂无数据，统计局7月20日发布")]
)
def test_no_data_with_a_reason_is_a_record_without_a_value(
    actual: str, remark: str, small_forms: dict[str, Form], fill: Any
) -> None:
    """No figure with a reason, typed in the cell or only in the remark, is accepted as having none."""
    form = small_forms["RST"]
    record = accepted(fill(form, {"ZB001": {"actual": actual, "remark": remark}}), form)["ZB001"]
    assert (record.value, record.no_data, record.remark) == (None, True, remark)


@pytest.mark.parametrize(
    ("remark", "provisional"),
    [("", True), ("无", True), ("——", True), ("核实无误", True), ("好", True), ("据统计局口径核减重复人数", False),
     ("Revised by the statistical office", False)],
)  # fmt: skip
def test_a_warning_is_provisional_until_its_remark_gives_a_reason(
    remark: str,
    *,
    provisional: bool,
    small_forms: dict[str, Form],
    fill: Any,
) -> None:
    """A cumulative figure that fell is 暂用 until somebody says why; 无 and 核实无误 say nothing."""
    form = small_forms["RST"]
    found = accepted(fill(form, {"ZB001": {"actual": Decimal(1), "remark": remark}}), form)
    assert found["ZB001"].provisional is provisional
    assert not found["ZB002"].provisional


def test_what_was_typed_around_a_figure_stays_in_the_remark(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """约 is part of what was reported."""
    form = small_forms["RST"]
    record = accepted(fill(form, {"ZB001": {"actual": "约2.4万人", "remark": "快报"}}), form)[
        "ZB001"
    ]
    assert (record.value, record.remark) == (Decimal("2.4"), "快报 （原填：约2.4万人）")


def test_errors_of_a_sheet_or_a_file_stop_all_their_rows(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """A missing column stops its sheet; an identity error, or one that names no place, the whole file."""
    form = small_forms["RST"]
    submission = fill(form, missing_columns=("指标填报 indicator/source",))
    findings = check(submission, form)
    assert {one.kind for one in accept(submission, form, findings)} == {"milestone"}
    nowhere = tuple(replace(one, sheet="") for one in findings)
    assert accept(submission, form, nowhere) == ()
