"""Whether a figure is a power of ten away from what is plausible: typed in another unit, or as a
fraction where per cent is asked for.
"""

from collections.abc import Iterable
from decimal import Decimal

from xlreport.checks.returns.checked_return_lines import CheckedReturn, IndicatorLine, about
from xlreport.checks.returns.returned_values_check import (
    in_times,
    is_tenfold,
    printed_in_times,
    share_over,
)
from xlreport.checks.typed.typed_numbers import number_text
from xlreport.checks.typed.typed_units import is_share, scale
from xlreport.model.plans.plan import AMOUNTS, Indicator
from xlreport.model.plans.plan_form_types import Range
from xlreport.model.returns.finding import Finding

_SIZES = (10**4, 10**3, 10**8)
"""How far 万, 千 and 亿 lead astray."""
_OWN_UNIT = (Decimal("0.01"), Decimal(3))
_ANY_UNIT = (Decimal("0.1"), Decimal(2))
"""Parts of the year's target that a figure may come to by now; more loosely where the column's own
unit holds the very size.
"""
_LAST = (Decimal("0.5"), Decimal(5))
"""The same beside the last period's figure."""
_HUNDRED, _TWENTY = Decimal(100), Decimal(20)
_ALIKE = (Decimal("0.5"), Decimal(2))


def unit_slips(back: CheckedReturn) -> Iterable[Finding]:
    """An amount that is plausible in another unit was typed in that one; no remark makes it
    another figure, only the coordinator may.
    """
    for line in back.striking:
        likely = meant_in_unit(line)
        if likely is not None and line.value is not None:
            indicator = line.row.indicator
            yield about(
                "unit-slip",
                line,
                "actual",
                meant=number_text(line.value),
                unit=indicator.unit,
                likely=number_text(likely),
            )


def meant_in_unit(line: IndicatorLine) -> Decimal | None:
    """Return the figure that is meant where one of 10³, 10⁴ or 10⁸ times as much was typed; None
    where it is plausible as it is, or not even then.
    """
    indicator, value = line.row.indicator, line.value
    if value is None or value <= 0 or indicator.measure not in AMOUNTS:
        return None
    last = line.row.last
    far = is_tenfold(line, value) or (
        not indicator.value and last is not None and last > 0 and value > 10 * last
    )
    if not far:
        return None
    own = int(scale(indicator.unit))
    for size in sorted(_SIZES, key=lambda one: one != own):
        likely = value / size
        if own == 1 and likely != round(likely, indicator.decimals):
            continue  # half a bridge is no slip of a unit
        if _within(likely, last, _LAST) or _within(
            likely, indicator.value, _OWN_UNIT if size == own else _ANY_UNIT
        ):
            return round(likely, indicator.decimals) or likely
    return None


def hundredths(back: CheckedReturn) -> Iterable[Finding]:
    """A share that is a hundredth, or a hundred times, of what was reported last and is aimed at
    is asked about: 0.034 where 3.4 is meant, whatever the cell's format explains.
    """
    for line in back.striking:
        value, indicator = line.value, line.row.indicator
        if not value or not is_share(indicator.unit):
            continue
        known = [abs(one) for one in (line.row.last, indicator.value) if one]
        size = abs(value)
        if not known or (size * _TWENTY >= min(known) and size <= max(known) * _TWENTY):
            continue
        if share_over(line, value) or in_times(line):
            continue  # 1.2 times or 1.2 per cent is a question of its own
        for times in (_HUNDRED, 1 / _HUNDRED):
            likely = value * times
            far = all(size * _TWENTY < one if times > 1 else size > one * _TWENTY for one in known)
            if far and any(_within(abs(likely), one, _ALIKE) for one in known):
                yield about(
                    "hundred-times",
                    line,
                    "actual",
                    meant=number_text(value),
                    likely=number_text(likely),
                    unit=indicator.unit,
                    known=number_text(known[0]),
                )


def slip_ranges(indicator: Indicator, last: Decimal | None) -> tuple[Range, ...]:
    """Return where `unit_slips` finds a figure in the wrong unit, for the sheet to say the same."""
    floor = 10 * abs(indicator.value) if indicator.value else 10 * (last or Decimal(0))
    if indicator.measure not in AMOUNTS or floor <= 0:
        return ()
    own = int(scale(indicator.unit))
    found = []
    for size in sorted(_SIZES):
        aims = _OWN_UNIT if size == own else _ANY_UNIT
        step = Decimal(size).scaleb(-indicator.decimals) if own == 1 else Decimal(0)
        for beside, shares in ((last, _LAST), (indicator.value, aims)):
            if beside is not None and beside > 0 and shares[1] * beside * size > floor:
                low = max(floor, shares[0] * beside * size)
                found.append(Range(low, shares[1] * beside * size, step))
    return _merged(found)


def hundred_ranges(indicator: Indicator, last: Decimal | None) -> tuple[Range, ...]:
    """Return the sizes of a share that `hundredths` asks about."""
    known = [abs(one) for one in (last, indicator.value) if one]
    if not known or not is_share(indicator.unit) or printed_in_times(indicator):
        return ()
    small, great = min(known) / _TWENTY, max(known) * _TWENTY
    found = [Range(_ALIKE[0] * one / _HUNDRED, _ALIKE[1] * one / _HUNDRED) for one in known]
    low = [Range(one.low, min(one.high, small)) for one in found if one.low < small]
    found = [Range(_ALIKE[0] * one * _HUNDRED, _ALIKE[1] * one * _HUNDRED) for one in known]
    high = [Range(max(one.low, great), one.high) for one in found if one.high > great]
    return _merged([*low, *high])


def _merged(found: list[Range]) -> tuple[Range, ...]:
    """Return ranges of which none overlaps another of the same step."""
    kept: list[Range] = []
    for one in sorted(found, key=lambda each: (each.step, each.low)):
        if kept and kept[-1].step == one.step and one.low <= kept[-1].high:
            kept[-1] = Range(kept[-1].low, max(kept[-1].high, one.high), one.step)
        else:
            kept.append(one)
    return tuple(kept)


def _within(value: Decimal, beside: Decimal | None, parts: tuple[Decimal, Decimal]) -> bool:
    """Say whether a figure is between two parts of another one."""
    return beside is not None and parts[0] * beside <= value <= parts[1] * beside
