"""A plan's targets as plain rows, for analysts."""

from decimal import Decimal

from xlreport.model.plans.plan import Indicator, Milestone, Plan

TARGET_COLUMNS = (
    "code", "kind", "name", "section", "lead", "reporter", "unit", "measure", "direction",
    "comparator", "value", "stretch", "baseline", "commitment", "profile", "due",
)  # fmt: skip
_NOT_MEASURED = ("", "", "", "", None, None, None)
"""What a milestone has in the columns from `unit` to `baseline`."""


def target_rows(plan: Plan) -> list[tuple[object, ...]]:
    """Return a row for each indicator and milestone in the columns of `TARGET_COLUMNS`; numbers are
    floats, and None where the plan has none.
    """
    return [_row(plan, one) for one in plan.targets]


def _row(plan: Plan, one: Indicator | Milestone) -> tuple[object, ...]:
    about = (one.name, one.section, one.lead, one.reported_by)
    commitment = str(one.commitment)
    if isinstance(one, Indicator):
        return (one.code, "indicator", *about, *_measured(one), commitment, one.profile, None)
    return (one.code, "milestone", *about, *_NOT_MEASURED, commitment, "", plan.due(one))


def _measured(one: Indicator) -> tuple[object, ...]:
    baseline = one.baseline.value if one.baseline else None
    words = (one.unit, str(one.measure), str(one.direction), str(one.comparator))
    return (*words, *map(_float, (one.value, one.stretch, baseline)))


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)
