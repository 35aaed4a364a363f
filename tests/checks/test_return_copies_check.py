"""Which of several returns of one department counts."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.checks.returns.accepted_return_check import accept
from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.return_copies_check import Copy, choose, copies_in_order
from xlreport.messages.finding_messages import sentence
from xlreport.model.plans.plan_form_types import Form

KINDS = {
    "sound": {},
    "partly": {"ZB001": {"actual": "5万"}},
    "hopeless": {
        code: {"actual": "", "state": ""}
        for code in ("ZB001", "ZB002", "ZB004", "RW001", "RW002", "RW003")
    },
}


def copy(form: Form, fill: Any, kind: str, day: int | None, file: str = "") -> Copy:
    saved = None if day is None else datetime(2020, 7, day, tzinfo=UTC)
    submission = fill(form, KINDS[kind], file=file or f"{kind}{day}.xlsx", saved_at=saved)
    findings = check(submission, form)
    return Copy(submission, findings, accept(submission, form, findings))


@settings(
    max_examples=examples(15),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
@given(
    st.lists(
        st.tuples(st.sampled_from(tuple(KINDS)), st.integers(1, 28)),
        min_size=1,
        max_size=4,
        unique=True,
    )
)
def test_the_latest_sound_one_counts_whatever_the_order(
    small_forms: dict[str, Form], fill: Any, given_copies: list[tuple[str, int]]
) -> None:
    """The latest without errors, else the latest with sound rows, else none; the order of reading does not matter."""
    form = small_forms["RST"]
    copies = [copy(form, fill, kind, day) for kind, day in given_copies]
    latest = sorted(given_copies, key=lambda one: (one[1], one[0]))
    wanted = [one for one in latest if one[0] == "sound"] or [
        one for one in latest if one[0] == "partly"
    ]
    for order in list(permutations(copies))[:6]:
        chosen = choose(order)
        assert (chosen.counted.file if chosen.counted else "") == (
            "{}{}.xlsx".format(*wanted[-1]) if wanted else ""
        )
        assert chosen.counted is None or chosen.counted.file not in chosen.superseded


def test_names_decide_where_a_saving_time_is_missing(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """Names are ordered as people read them: 表, 表(2), 表(10)."""
    form = small_forms["RST"]
    names = ["表(10).xlsx", "表.xlsx", "表(2).xlsx"]
    copies = [copy(form, fill, "sound", None if name == "表.xlsx" else 8, name) for name in names]
    assert [one.file for one in copies_in_order(copies)] == ["表.xlsx", "表(2).xlsx", "表(10).xlsx"]


def test_sound_rows_of_a_return_with_errors_are_provisional(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """Where no return is sound, what counts is 暂用."""
    chosen = choose([copy(small_forms["RST"], fill, "partly", 8)])
    assert chosen.records
    assert all(one.provisional for one in chosen.records)
    assert Decimal("2.35") not in {one.value for one in chosen.records}


def test_what_differs_is_named_and_a_blank_is_called_blank(
    small_forms: dict[str, Form], fill: Any
) -> None:
    """A cell that one copy left empty is said to be empty, in words."""
    form = small_forms["RST"]
    earlier = fill(
        form, {"ZB001": {"remark": ""}}, file="a.xlsx", saved_at=datetime(2020, 7, 1, tzinfo=UTC)
    )
    later = fill(
        form,
        {"ZB001": {"remark": "已核实"}},
        file="b.xlsx",
        saved_at=datetime(2020, 7, 2, tzinfo=UTC),
    )
    copies = [
        Copy(one, check(one, form), accept(one, form, check(one, form))) for one in (earlier, later)
    ]
    (told,) = [sentence("zh", one) for one in choose(copies).findings if one.code == "copy-differs"]
    assert "「已核实」" in told
    assert "（空）" in told
