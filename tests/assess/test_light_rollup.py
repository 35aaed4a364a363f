"""Roll-ups: the order and the grouping of rows do not matter, and the most urgent comes first."""

from decimal import Decimal
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assess.small_plan import HEAD
from tests.sizes import examples
from xlreport.assess.rollup.light_rollup import (
    attention,
    by_department,
    by_leader,
    by_section,
    changes,
    counts,
)
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.judged.judged_summary import SummaryRow
from xlreport.model.plans.plan import Indicator, plan_from

COMMITMENTS = ("hard", "strive", "plain")


def _target(serial: int, section: str, commitment: str, leader: str) -> Indicator:
    entry = {
        "code": f"ZB{serial:03}", "name": "a", "section": section, "figure": "f", "lead": "D", "printed": "p",
        "unit": "个", "measure": "cumulative", "direction": "more", "comparator": "ge", "profile": "linear",
        "value": 1, "commitment": commitment, "leader": leader,
    }  # fmt: skip
    return plan_from(
        {"plan": HEAD, "department": [{"code": "D", "name": "d"}], "indicator": [entry]}
    ).indicator[0]


def _row(
    serial: int, section: str, department: str, commitment: str, now: Status, last: Status | None
) -> SummaryRow:
    target = _target(serial, section, commitment, leader="")
    assessment = Assessment(
        kind="indicator",
        code=target.code,
        period="2020-Q2",
        status=now,
        rule="growth",
        reason="",
        actual=Decimal(1),
    )
    return SummaryRow(
        target=target,
        serial=serial,
        department=department,
        assessment=assessment,
        record=None,
        last_status=last,
    )


PARTS = st.tuples(
    st.sampled_from(("一、", "二、", "三、")), st.sampled_from(("甲局", "乙局", "丙局")), st.sampled_from(COMMITMENTS),
    st.sampled_from(Status), st.none() | st.sampled_from(Status),
)  # fmt: skip
ROWS = st.lists(PARTS, max_size=12).map(
    lambda parts: [_row(n, *part) for n, part in enumerate(parts, 1)]
)


@settings(max_examples=examples(30), deadline=None)
@given(rows=ROWS, data=st.data())
def test_the_order_of_rows_does_not_matter(rows: list[SummaryRow], data: st.DataObject) -> None:
    """Every roll-up of shuffled rows is the same, its own order included."""
    shuffled = data.draw(st.permutations(rows))
    assert counts(rows) == counts(shuffled)
    assert attention(rows) == attention(shuffled)
    assert changes(rows) == changes(shuffled)
    for roll_up in (by_department, by_section, by_leader):
        assert list(roll_up(rows).items()) == list(roll_up(shuffled).items())


@settings(max_examples=examples(30), deadline=None)
@given(rows=ROWS, cut=st.integers(0, 12))
def test_grouping_does_not_matter(rows: list[SummaryRow], cut: int) -> None:
    """Counts of parts add up to the counts of the whole, by whatever the rows are divided."""
    whole = counts(rows)
    assert sum(whole.values()) == len(rows)
    halves = [counts(rows[:cut]), counts(rows[cut:])]
    for groups in (
        halves,
        by_department(rows).values(),
        by_section(rows).values(),
        by_leader(rows).values(),
    ):
        assert (
            reduce(lambda one, other: {s: one[s] + other[s] for s in Status}, groups, counts([]))
            == whole
        )


def test_what_asks_for_attention_first() -> None:
    """Off track that was promised, other off track, at risk that was promised, other at risk; nothing else."""
    listed = [
        ("plain", Status.AT_RISK), ("plain", Status.OFF_TRACK), ("hard", Status.AT_RISK), ("hard", Status.OFF_TRACK),
        ("strive", Status.OFF_TRACK), ("hard", Status.NOT_REPORTED), ("hard", Status.COMPLETED),
        ("hard", Status.OFF_TRACK),
    ]  # fmt: skip
    rows = [
        _row(n, "一、", "甲局", commitment, status, None)
        for n, (commitment, status) in enumerate(listed, 1)
    ]
    assert [row.serial for row in attention(rows)] == [4, 8, 5, 2, 3, 1]


def test_departments_most_in_need_come_first_and_sections_as_in_the_plan() -> None:
    """Sorted by off track, at risk, not reported; sections by the first row that stands in them."""
    rows = [
        _row(1, "二、", "甲局", "plain", Status.ON_TRACK, None),
        _row(2, "一、", "乙局", "plain", Status.AT_RISK, None),
        _row(3, "一、", "丙局", "plain", Status.OFF_TRACK, None),
    ]
    assert list(by_department(rows)) == ["丙局", "乙局", "甲局"]
    assert list(by_section(rows)) == ["二、", "一、"]
    alike = [
        _row(n, "一、", name, "plain", Status.ON_TRACK, None) for n, name in enumerate("丙甲乙", 1)
    ]
    assert list(by_department(alike)) == sorted("丙甲乙")


def test_what_turned_since_the_last_period() -> None:
    """Worse, better, and off track in both; what has no light in either period has not turned."""
    pairs = [
        (Status.OFF_TRACK, Status.ON_TRACK), (Status.COMPLETED, Status.AT_RISK), (Status.OFF_TRACK, Status.OFF_TRACK),
        (Status.OFF_TRACK, None), (Status.NOT_DUE, Status.ON_TRACK),
    ]  # fmt: skip
    rows = [_row(n, "一、", "甲局", "plain", now, last) for n, (now, last) in enumerate(pairs, 1)]
    turned = {turn: [row.serial for row in found] for turn, found in changes(rows).items()}
    assert turned == {"worse": [1], "better": [2], "still_off": [3]}
