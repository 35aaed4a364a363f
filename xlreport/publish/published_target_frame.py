"""A plan as analysts are given it: its targets come as a table too, `plan.targets()`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self

from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_target_types import Indicator, Milestone

if TYPE_CHECKING:
    import pandas as pd


class PlanWithTables(Plan):
    """A plan whose `targets` are the same in a loop as any plan's, and a data frame when called."""

    @property
    def targets(self) -> "CallableTargets":
        """All indicators, then all milestones, in plan order; called, as `xlreport.targets` gives
        them.
        """
        return CallableTargets(super().targets, self)


class CallableTargets(tuple[Indicator | Milestone, ...]):  # noqa: SLOT001 - a tuple has no slots
    """A plan's targets, which give themselves as a data frame when called."""

    _plan: Plan

    def __new__(cls, targets: Iterable[Indicator | Milestone], plan: Plan) -> Self:
        """Return the targets of a plan, which is asked for the frame."""
        made = super().__new__(cls, tuple(targets))
        made._plan = plan
        return made

    def __call__(self) -> "pd.DataFrame":
        """Return a row for each target."""
        return target_frame(self._plan)


def with_tables(plan: Plan) -> PlanWithTables:
    """Return a plan that gives its targets as a data frame; nothing is checked again."""
    fields = {name: getattr(plan, name) for name in Plan.model_fields}
    return PlanWithTables.model_construct(plan.model_fields_set, **fields)


def target_frame(plan: Plan) -> "pd.DataFrame":
    """Return a plan's targets as a data frame, a row each."""
    import pandas as pd

    from xlreport.publish.published_targets import TARGET_COLUMNS, target_rows

    return pd.DataFrame.from_records(target_rows(plan), columns=list(TARGET_COLUMNS))
