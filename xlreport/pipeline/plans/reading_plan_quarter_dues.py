"""What is due of each indicator at the quarters' ends, as a plan's workbook shows it."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlreport.assess.judgement_schedule import due
from xlreport.messages import say
from xlreport.messages.numbers_in_messages import figure_text
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan
from xlreport.model.plans.sheets.plan_sheet_columns import QUARTERS


def dues(plan: Plan, language: str) -> Mapping[str, Sequence[str | Decimal]]:
    """Return what is due at the quarters' ends, by indicator."""
    periods = [Period(plan.year, "quarter", quarter) for quarter in QUARTERS]
    in_force = [(plan.at(period), period) for period in periods]
    return {
        one.code: tuple(
            _due(one, then.indicator[place], then, period, language) for then, period in in_force
        )
        for place, one in enumerate(plan.indicator)
    }


def _due(
    one: Indicator, indicator: Indicator, in_force: Plan, period: Period, language: str
) -> str | Decimal:
    """Return what is due at a quarter's end: of `indicator` as in force then, `one` as printed."""
    amount = due(indicator, in_force, period)
    if amount is None:
        return say(
            language, "locked.year_end" if one.profile == "year_end" else "plan_book.not_computed"
        )
    return figure_text(indicator, amount)
