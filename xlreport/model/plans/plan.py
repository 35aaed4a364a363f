"""The plan: the year's targets and tasks of one government, and who reports what and when."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints

from xlreport.model.model_base import Value
from xlreport.model.model_words import (
    AMOUNTS,
    CHANGES,
    WATER_CLASSES,
    Action,
    Commitment,
    Comparator,
    Direction,
    Measure,
)
from xlreport.model.period import Period
from xlreport.model.plans.plan_field_types import Code, Figure, ParentKind, PlanText, Words
from xlreport.model.plans.plan_head_types import Headed, PlanHead
from xlreport.model.plans.plan_lookup_types import PlanLookup, lookup_of
from xlreport.model.plans.plan_revision import Revision, in_force
from xlreport.model.plans.plan_score_types import Score
from xlreport.model.plans.plan_target_types import (
    Baseline,
    Department,
    Indicator,
    Milestone,
    RateParts,
    Target,
)
from xlreport.model.plans.plan_threshold_types import Bounds, Policy

__all__ = [
    "AMOUNTS",
    "CHANGES",
    "WATER_CLASSES",
    "Action",
    "Baseline",
    "Bounds",
    "Code",
    "Commitment",
    "Comparator",
    "Department",
    "Direction",
    "Figure",
    "Indicator",
    "LeftOut",
    "Measure",
    "Milestone",
    "ParentKind",
    "Plan",
    "PlanHead",
    "PlanText",
    "Policy",
    "RateParts",
    "Revision",
    "Score",
    "Target",
    "Words",
    "plan_from",
]  # fmt: skip


class LeftOut(Value):
    """A number or word of the plan part that is no target, and why."""

    figure: Figure
    """The few words around it, as they stand in the report; every place where they stand is left
    out.
    """
    reason: Words
    """Why it is no target, in a few words."""


class _InForce(dict[str, "Plan"]):
    """A plan as it is in force at a period's end, as far as it was asked for; plans are compared
    without it, as it may hold the plan itself.
    """

    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = None


class Plan(Headed):
    """目标任务分解: everything that is followed up in one year."""

    policy: Policy = Policy()
    score: Score | None = None
    """Default off: without it departments are not scored."""
    profiles: dict[
        Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")],
        Annotated[tuple[Decimal, ...], Field(min_length=1, max_length=12)],
    ] = Field(default_factory=dict)
    """Per cent of the way at each quarter's end (4 numbers) or each month's end (12)."""
    department: Annotated[tuple[Department, ...], Field(min_length=1)]
    indicator: tuple[Indicator, ...] = ()
    milestone: tuple[Milestone, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    revision: tuple[Revision, ...] = ()

    @property
    def targets(self) -> tuple[Indicator | Milestone, ...]:
        """All indicators, then all milestones, in plan order; the serial number counts within each
        kind.
        """
        return (*self.indicator, *self.milestone)

    @cached_property
    def lookup(self) -> PlanLookup:
        """Where its departments and targets stand, by code."""
        return lookup_of(self.department, self.indicator, self.milestone)

    @cached_property
    def _known(self) -> "_InForce":
        return _InForce()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with other fields; what was looked up in the original does not go with
        it.
        """
        copy = super().model_copy(update=update, deep=deep)
        for remembered in ("lookup", "_known"):
            copy.__dict__.pop(remembered, None)
        return copy

    @property
    def year_end(self) -> date:
        """31 December of the plan's year."""
        return date(self.year, 12, 31)

    def at(self, period: Period) -> "Plan":
        """Return the plan as it is in force at a period's end, every revision that counts by then
        carried out.

        The printed target stays, and so does the plan of an earlier period: forms, checks and
        judgements of a period all go by the plan in force then. Rows added later are not in it.
        """
        known, when = self._known, str(period)
        if when not in known:
            known[when] = self._changed_by(period)
        return known[when]

    def _changed_by(self, period: Period) -> "Plan":
        changes: dict[str, dict[str, Any]] = {}
        for one in sorted(self.revision, key=lambda revision: revision.from_period.start):
            if one.counts_in(period):
                changes[one.code] = changes.get(one.code, {}) | one.changes()
        kept = [one.exists_in(period) for one in self.targets]
        if not changes and all(kept):
            return self
        rows = len(self.indicator)
        return self.model_copy(update={
            "indicator": in_force(self.indicator, kept[:rows], changes),
            "milestone": in_force(self.milestone, kept[rows:], changes),
        })  # fmt: skip

    def revisions_of(self, code: str, period: Period) -> tuple[Revision, ...]:
        """Return the revisions of a target that are in force at a period's end, the latest last."""
        if not self.revision:
            return ()
        found = (one for one in self.revision if one.code == code and one.counts_in(period))
        return tuple(sorted(found, key=lambda revision: revision.from_period.start))

    def due(self, target: Target) -> date:
        """Return the day by which a target is to be met."""
        return target.due or self.year_end

    def department_of(self, code: str) -> Department | None:
        """Return the department with that code."""
        return self.lookup.departments.get(code, (0, None))[1]

    def indicators_of(self, department: str) -> tuple[Indicator, ...]:
        """Return the indicators in a department's workbook, in plan order."""
        return tuple(one for _, one in self.lookup.indicators.get(department, ()))

    def milestones_of(self, department: str) -> tuple[Milestone, ...]:
        """Return the milestones in a department's workbook, in plan order."""
        return tuple(one for _, one in self.lookup.milestones.get(department, ()))

    def reporters(self) -> tuple[Department, ...]:
        """Return the departments that have at least one row to report, in plan order."""
        busy = {*self.lookup.indicators, *self.lookup.milestones}
        return tuple(d for d in self.department if d.code in busy)


def plan_from(document: dict[str, Any]) -> Plan:
    """Build a plan from a parsed TOML document; raises pydantic.ValidationError."""
    return Plan.model_validate(document)
