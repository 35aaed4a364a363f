"""Whether a figure is a power of ten away from what is plausible: typed in another unit, or as a
fraction where per cent is asked for.
"""

from collections.abc import Iterable
from decimal import Decimal

from xlreport.checks.returns.lines import CheckedReturn, IndicatorLine, about
from xlreport.checks.returns.values import in_times, is_tenfold, share_over
from xlreport.checks.typed.numbers import number_text
from xlreport.checks.typed.units import is_share, scale
from xlreport.model.plans.plan import AMOUNTS
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
    for line in back.indicators:
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
    for line in back.indicators:
        value, indicator = line.value, line.row.indicator
        if not value or not is_share(indicator.unit) or share_over(line, value):
            continue
        if in_times(line):
            continue  # 1.2 times or 1.2 per cent is a question of its own
        known = [abs(one) for one in (line.row.last, indicator.value) if one]
        for times in (_HUNDRED, 1 / _HUNDRED):
            likely = value * times
            far = all(
                abs(value) * _TWENTY < one if times > 1 else abs(value) > one * _TWENTY
                for one in known
            )
            if known and far and any(_within(abs(likely), one, _ALIKE) for one in known):
                yield about(
                    "hundred-times",
                    line,
                    "actual",
                    meant=number_text(value),
                    likely=number_text(likely),
                    unit=indicator.unit,
                    known=number_text(known[0]),
                )


def _within(value: Decimal, beside: Decimal | None, parts: tuple[Decimal, Decimal]) -> bool:
    """Say whether a figure is between two parts of another one."""
    return beside is not None and parts[0] * beside <= value <= parts[1] * beside
