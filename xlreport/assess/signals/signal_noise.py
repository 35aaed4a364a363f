"""Process limits: what a figure does by itself from period to period, so that a movement within
them is noise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from xlreport.assess.judgement_schedule import due, of_plan
from xlreport.assess.reasons.reason_figures import as_asked
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Measure, Plan
from xlreport.model.returns.accepted_record import Record

FEWEST = 10
"""Periods that must be reported: limits of fewer are themselves mostly chance."""
_REACH = Fraction(266, 100)


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """What is to be expected of the next figure if nothing has changed."""

    low: Fraction
    high: Fraction

    def keep(self, figure: Fraction) -> bool:
        """Say whether a figure lies within; the limits themselves do."""
        return self.low <= figure <= self.high


def process_limits(figures: Sequence[Fraction]) -> ProcessLimits | None:
    """Return mean ± 2.66 × mean moving range of figures in their order; None for fewer than ten.

    Source: Wheeler, Understanding Variation (1993), the XmR chart: a moving range is the distance
    between two figures on end, 2.66 is 3 ÷ d₂ of pairs (3 ÷ 1.128).
    """
    if len(figures) < FEWEST:
        return None
    mean = sum(figures, Fraction(0)) / len(figures)
    ranges = [abs(now - before) for before, now in pairwise(figures)]
    reach = _REACH * sum(ranges, Fraction(0)) / len(ranges)
    return ProcessLimits(mean - reach, mean + reach)


def is_noise(indicator: Indicator, plan: Plan, period: Period, records: Sequence[Record]) -> bool:
    """Say whether this period's figure lies within the process limits of all that were reported
    this year; never where fewer than ten were, or of a class.

    Args:
        indicator: what is reported.
        plan: its plan.
        period: the period in question.
        records: what was reported, also of other targets.
    """
    if len(records) < FEWEST:
        return False
    figures = own_figures(indicator, plan, period, records)
    limits = process_limits(list(figures.values()))
    return limits is not None and period in figures and limits.keep(figures[period])


def own_figures(
    indicator: Indicator, plan: Plan, period: Period, records: Sequence[Record]
) -> dict[Period, Fraction]:
    """Return what each period up to this one brought by itself, oldest first.

    A figure that stands for itself is taken as it is. Of a cumulative one it is what came since the
    figure before, as a share of what was due of it: sums hide what one month did, and a month that
    had nothing to bring says nothing.

    Args:
        indicator: what is reported.
        plan: its plan.
        period: the latest one.
        records: what was reported, also of other targets.
    """
    if indicator.measure is Measure.CLASS:
        return {}
    alike = (period.kind, period.year)
    known = {}
    for one in of_plan(records, plan, indicator):
        counts = (one.period.kind, one.period.year) == alike and one.period <= period
        if counts and one.value is not None:
            known[one.period] = as_asked(indicator, one.value)
    said = {when: Fraction(known[when]) for when in sorted(known)}
    if indicator.measure is not Measure.CUMULATIVE:
        return said
    found, sum_before, due_before = dict[Period, Fraction](), Fraction(0), Fraction(0)
    for when, figure in said.items():
        due_now = due(indicator, plan, when, records)
        if due_now is None:
            continue
        part = Fraction(due_now) - due_before
        if part > 0:
            found[when] = (figure - sum_before) / part
        sum_before, due_before = figure, Fraction(due_now)
    return found
