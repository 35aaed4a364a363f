"""Periods: what they cover, how they are written, how they follow one another."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlreport.model.period import MONTHS, Period

PERIODS = st.sampled_from(sorted(MONTHS)).flatmap(
    lambda kind: st.builds(
        Period, st.integers(1950, 2198), st.just(kind), st.integers(1, 12 // MONTHS[kind])
    )
)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2020-Q2", date(2020, 4, 1), date(2020, 6, 30)),
        ("2020q1", date(2020, 1, 1), date(2020, 3, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2020-H2", date(2020, 7, 1), date(2020, 12, 31)),
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
    ],
)
def test_bounds(text: str, start: date, end: date) -> None:
    """A period starts on the first day of its first month and ends on the last of its last."""
    period = Period.parse(text)
    assert (start, end) == (period.start, period.end)


@pytest.mark.parametrize(
    "text", ["", "2020-Q5", "2020-13", "20-Q1", "2020-H3", "2020Q0", "2020-6", "0000"]
)
def test_not_a_period(text: str) -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


def test_half_the_time_is_half_the_task() -> None:
    """时间过半: at the end of June half the year has passed."""
    assert Fraction(1, 2) == Period.parse("2020-Q2").elapsed == Period.parse("2020-06").elapsed


@given(PERIODS)
def test_written_and_read(period: Period) -> None:
    """Both printed forms read back as the same period."""
    assert Period.parse(str(period)) == period == Period.parse(period.compact)


@given(PERIODS)
def test_next_and_previous_are_each_others_inverse(period: Period) -> None:
    """The next period begins on the day after this one ends, and its previous one is this."""
    following = period.next()
    assert following.previous() == period
    assert (following.start - period.end).days == 1
    assert period < following


@given(PERIODS, st.integers(1, 92))
def test_return_date_lies_after_the_period(period: Period, days: int) -> None:
    """Returns are due after the period has ended."""
    assert not period.contains(period.return_date(days))
