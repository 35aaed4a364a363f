"""A plan's targets as plain rows, for analysts."""

from xlreport.model.plans.plan import Indicator, Plan

TARGET_COLUMNS = (
    "code", "kind", "name", "section", "lead", "reporter", "unit", "measure", "direction",
    "comparator", "value", "stretch", "baseline", "commitment", "profile", "due",
)  # fmt: skip


def target_rows(plan: Plan) -> list[tuple[object, ...]]:
    """Return a row for each indicator and milestone in the columns of `TARGET_COLUMNS`; numbers are
    floats, and None where the plan has none.
    """
    return [
        (
            one.code,
            "indicator" if isinstance(one, Indicator) else "milestone",
            one.name,
            one.section,
            one.lead,
            one.reported_by,
            *(_measured(one) if isinstance(one, Indicator) else ("", "", "", "", None, None, None)),
            str(one.commitment),
            one.profile if isinstance(one, Indicator) else "",
            None if isinstance(one, Indicator) else plan.due(one),
        )
        for one in plan.targets
    ]


def _measured(one: Indicator) -> tuple[object, ...]:
    numbers = (one.value, one.stretch, one.baseline.value if one.baseline else None)
    return (
        one.unit,
        str(one.measure),
        str(one.direction),
        str(one.comparator),
        *(None if number is None else float(number) for number in numbers),
    )
