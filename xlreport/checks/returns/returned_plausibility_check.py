"""Whether a figure makes sense beside its target, its words and its parts; warnings ask for a
reason.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from xlreport.checks.returns.checked_return_lines import CheckedReturn, IndicatorLine, about, said
from xlreport.checks.returns.returned_magnitude_check import meant_in_unit
from xlreport.checks.returns.returned_values_check import in_times, is_tenfold, share_over
from xlreport.checks.typed.typed_numbers import number_text
from xlreport.messages.reason_messages import words
from xlreport.model.plans.plan import AMOUNTS, CHANGES, Direction, Measure
from xlreport.model.returns.finding import Finding

_HUNDRED = 100
_GREATEST_GROWTH = 1000
_TIMES = 10
"""Up to this a growth in times and one in per cent look alike: 1.2 may be 1.2% or 1.2 times."""
_FAR = Decimal("1.5")
"""A year's target exceeded by half, while the period's words report problems."""
_GROWTH, _FALL, _MORE = Measure.GROWTH, Measure.FALL, Direction.MORE
_UP_WORDS, _DOWN_WORDS = ("|".join(words(way)) for way in ("up", "down"))


def tenfold(back: CheckedReturn) -> Iterable[Finding]:
    """An amount more than ten times its target is a slip of 万 more often than a success."""
    for line in back.striking:
        if line.value is not None and is_tenfold(line, line.value) and meant_in_unit(line) is None:
            target = number_text(line.row.indicator.value or Decimal(0))
            yield about(
                "ten-times-target", line, "actual", meant=number_text(line.value), target=target
            )


def shares(back: CheckedReturn) -> Iterable[Finding]:
    """A share is at most 100, unless the plan says that it may be more."""
    for line in back.striking:
        if line.value is not None and share_over(line, line.value):
            yield about("share-over-100", line, "actual", meant=number_text(line.value))


def signs(back: CheckedReturn) -> Iterable[Finding]:
    """The sign of a growth or a fall agrees with the words beside it; a negative fall is said to be
    a rise.
    """
    for line in back.striking:
        measure, value = line.row.indicator.measure, line.value
        if value is None or measure not in CHANGES or value == 0:
            continue
        told = said(line.entry, "progress") + said(line.entry, "remark")
        rises = (value > 0) == (measure is _GROWTH)
        if _says(told, _DOWN_WORDS if rises else _UP_WORDS, value) and not _says(
            told, _UP_WORDS if rises else _DOWN_WORDS, value
        ):
            yield about("sign-differs", line, "actual", meant=number_text(value))
        elif measure is _FALL and value < 0 and not re.search(_UP_WORDS, told):
            yield about(
                "fall-negative", line, "actual", meant=number_text(value), size=number_text(-value)
            )


def _says(told: str, change: str, value: Decimal) -> bool:
    """Say whether words name a change of just this size: 下降3.2%."""
    return bool(
        re.search(
            rf"(?:{change})[^0-9，。；,;]{{0,6}}{re.escape(number_text(abs(value)))}(?![0-9.])",
            told,
        )
    )


def growths(back: CheckedReturn) -> Iterable[Finding]:
    """A growth beyond 1000 % is asked about, and so is 1.2 where the report means 增长1倍, which is
    100.
    """
    for line in back.striking:
        indicator, value = line.row.indicator, line.value
        if value is None or indicator.measure not in CHANGES:
            continue
        if abs(value) > _GREATEST_GROWTH:
            yield about("growth-beyond", line, "actual", meant=number_text(value))
        elif in_times(line) and 0 < value <= _TIMES:
            yield about(
                "times-as-percent",
                line,
                "actual",
                meant=number_text(value),
                hundredfold=number_text(value * _HUNDRED),
            )


def parts(back: CheckedReturn) -> Iterable[Finding]:
    """A part (其中) is not more than its whole."""
    all_parts = [line for line in back.indicators if line.row.indicator.part_of]
    whole = {line.row.indicator.code: line for line in back.indicators} if all_parts else {}
    for line in all_parts:
        of = whole.get(line.row.indicator.part_of or "")
        if (
            of is None
            or line.value is None
            or of.value is None
            or line.row.indicator.unit != of.row.indicator.unit
        ):
            continue
        if line.row.indicator.measure in AMOUNTS and line.value > of.value:
            fields = {
                "meant": number_text(line.value),
                "whole": of.row.indicator.name,
                "sum": number_text(of.value),
            }
            yield about("part-over-whole", line, "actual", **fields)


def sub_tasks(back: CheckedReturn) -> Iterable[Finding]:
    """The sub-tasks of an indicator add up to it, where each of them and the whole has a figure."""
    of: dict[str, list[IndicatorLine]] = {}
    for line in back.indicators:
        indicator = line.row.indicator
        if indicator.done_by and indicator.part_of:
            of.setdefault(indicator.part_of, []).append(line)
    for whole in back.indicators if of else ():
        mine = of.get(whole.row.indicator.code, [])
        told = [one.value for one in mine if one.value is not None]
        unit, measure = whole.row.indicator.unit, whole.row.indicator.measure
        alike = all(one.row.indicator.unit == unit for one in mine)
        if not mine or whole.value is None or len(told) < len(mine) or not alike:
            continue
        total = sum(told, Decimal(0))
        if measure in AMOUNTS and abs(total - whole.value) > _rounding(whole):
            fields = {
                "meant": number_text(whole.value),
                "sum": number_text(total),
                "count": str(len(mine)),
            }
            yield about("parts-differ", whole, "actual", **fields)


def rates(back: CheckedReturn) -> Iterable[Finding]:
    """A rate follows from its two parts, where the same return gives all three."""
    all_rates = [line for line in back.indicators if line.row.rate]
    lines = {line.row.indicator.code: line for line in back.indicators} if all_rates else {}
    for line in all_rates:
        made = line.row.rate
        above = lines.get(made.numerator) if made else None
        below = lines.get(made.denominator) if made else None
        if made is None or above is None or below is None or line.value is None:
            continue
        if above.value is None or not below.value:
            continue
        follows = above.value / below.value * made.times
        if abs(line.value - follows) > _rounding(line) + abs(follows) / _HUNDRED:
            shown = number_text(round(follows, line.row.indicator.decimals))
            yield about(
                "rate-not-from-parts",
                line,
                "actual",
                meant=number_text(line.value),
                follows=shown,
                numerator=above.row.indicator.name,
                denominator=below.row.indicator.name,
            )


def _rounding(line: IndicatorLine) -> Decimal:
    """Return half of the last decimal that the figure is reported with."""
    return Decimal(5).scaleb(-line.row.indicator.decimals - 1)


def successes(back: CheckedReturn) -> Iterable[Finding]:
    """A target far exceeded while problems are reported: one of the two is mistaken."""
    for line in back.striking:
        indicator, value = line.row.indicator, line.value
        if value is None or indicator.direction is not _MORE or not said(line.entry, "problems"):
            continue
        amount = indicator.measure in AMOUNTS and (indicator.value or 0) > 0
        if amount and value >= (indicator.value or 0) * _FAR and not is_tenfold(line, value):
            fields = {
                "meant": number_text(value),
                "target": number_text(indicator.value or Decimal(0)),
            }
            yield about("exceeded-with-problems", line, "actual", **fields)
