"""What a row of a form is compared with besides its target: earlier figures and words, and the two
figures that a rate is made of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlreport.checks.returns.return_history_check import SAME_FOR, may_rest
from xlreport.checks.typed.typed_units import quotient
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan
from xlreport.model.plans.plan_form_types import Rate
from xlreport.model.returns.accepted_record import Record


@dataclass(frozen=True, slots=True)
class Earlier:
    """The records of one plan before a period, by code, oldest first."""

    period: Period
    records: Mapping[str, tuple[Record, ...]]

    def remark(self, code: str) -> str:
        """Return the remark of the latest of a target's records."""
        return "".join(one.remark for one in self.records.get(code, ())[-1:])

    def steady(self, one: Indicator) -> Decimal | None:
        """Return the figure that an indicator had in all periods that make a third time
        suspicious; None where it moved, or may rest.
        """
        recent = self.records.get(one.code, ())[-(SAME_FOR - 1) :]
        if len(recent) < SAME_FOR - 1:
            return None
        values = {record.value for record in recent}
        alike = all(record.period.kind == self.period.kind for record in recent)
        if len(values) > 1 or not alike:
            return None
        value = values.pop()
        if value is None or may_rest(one, value):
            return None
        return value


def earlier_of(plan: Plan, period: Period, records: Sequence[Record]) -> Earlier:
    """Return what was reported before a period."""
    own = (one for one in records if one.plan == plan.code)
    before = (one for one in own if one.period.end < period.end)
    found: dict[str, tuple[Record, ...]] = {}
    for one in sorted(before, key=lambda record: record.period):
        found[one.code] = (*found.get(one.code, ()), one)
    return Earlier(period, found)


def records_by_code(records: Sequence[Record]) -> Mapping[str, list[Record]]:
    """Return records by the code of their target, in their order."""
    found: dict[str, list[Record]] = {}
    for one in records:
        found.setdefault(one.code, []).append(one)
    return found


def concerning(one: Indicator, records: Mapping[str, list[Record]]) -> tuple[Record, ...]:
    """Return an indicator's records, and those of the target that it refers to."""
    return (*records.get(one.code, ()), *records.get(one.reference or "", ()))


def rate_of(one: Indicator, own: Mapping[str, Indicator], period: Period) -> Rate | None:
    """Return how an indicator follows from two others of the same form, given by code, that are
    asked in the same period; None where it does not, or their units do not say.
    """
    made = one.parts
    if made is None or not one.is_asked(period):
        return None
    above, below = own.get(made.numerator), own.get(made.denominator)
    if above is None or below is None:
        return None
    if not (above.is_asked(period) and below.is_asked(period)):
        return None
    times = made.factor
    if times is None:
        times = quotient(one.unit, above.unit, below.unit)
    if times is None:
        return None
    return Rate(above.code, below.code, times)
