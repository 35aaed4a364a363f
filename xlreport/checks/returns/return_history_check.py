"""Whether a figure makes sense beside what was reported before."""

from collections.abc import Iterable
from decimal import Decimal

from xlreport.checks.returns.checked_return_lines import CheckedReturn, about
from xlreport.checks.returns.returned_magnitude_check import meant_in_unit
from xlreport.checks.returns.returned_values_check import is_tenfold
from xlreport.checks.typed.typed_numbers import number_text
from xlreport.model.plans.plan import AMOUNTS, Direction, Indicator, Measure
from xlreport.model.returns.finding import Finding

_TENFOLD = 10
SAME_FOR = 3
"""Periods after which a figure that does not move is asked about."""


def falls(back: CheckedReturn) -> Iterable[Finding]:
    """A figure that is cumulative since January does not fall within the year."""
    for line in back.striking:
        last = line.row.last
        if (
            last is None
            or line.value is None
            or line.row.indicator.measure is not Measure.CUMULATIVE
        ):
            continue
        if back.form.period.number > 1 and line.value < last:
            yield about(
                "fell", line, "actual", meant=number_text(line.value), last=number_text(last)
            )


def leaps(back: CheckedReturn) -> Iterable[Finding]:
    """An amount more than ten times the last one is asked about once, by its target or else by its
    last value.
    """
    for line in back.striking:
        last, value = line.row.last, line.value
        if value is None or last is None or last <= 0 or line.row.indicator.measure not in AMOUNTS:
            continue
        if value > last * _TENFOLD and not is_tenfold(line, value) and meant_in_unit(line) is None:
            yield about(
                "ten-times-last", line, "actual", meant=number_text(value), last=number_text(last)
            )


def standstills(back: CheckedReturn) -> Iterable[Finding]:
    """A figure that is the same for three periods may have been copied; one that is where it should
    be may rest.
    """
    for line in back.indicators:
        recent = line.past[-(SAME_FOR - 1) :]
        if not recent:
            continue
        values = {one.value for one in recent}
        if (
            line.value is None
            or len(recent) < SAME_FOR - 1
            or values != {line.value}
            or may_rest(line.row.indicator, line.value)
        ):
            continue
        if all(one.period.kind == back.form.period.kind for one in recent):
            yield about(
                "unchanged", line, "actual", meant=number_text(line.value), count=str(SAME_FOR)
            )


def may_rest(indicator: Indicator, value: Decimal) -> bool:
    """Say whether nothing has to move: a class, a figure that is held or due at year's end, a
    target that is met.
    """
    if indicator.measure is Measure.CLASS or indicator.profile in {"hold", "year_end"}:
        return True
    target = indicator.value
    if target is None or indicator.direction is Direction.NONE:
        return False
    if indicator.direction is Direction.LESS:
        return indicator.measure is not Measure.CUMULATIVE and value <= target
    return value >= target
