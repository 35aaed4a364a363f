"""Revisions: what changes in mid-year by a document, while the printed target and earlier
judgements stay.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Self, TypeVar

from pydantic import model_validator

from xlreport.model.model_base import Value, unfit
from xlreport.model.period import Period
from xlreport.model.plans.plan_field_types import Code, PlanText, Since, Words


class Revision(Value):
    """What changes in mid-year, from which period on, by which document; what is printed stays as
    it is.
    """

    code: Code
    """The indicator or milestone."""
    since: Since
    """The first period in which it counts (`2020-Q3`); judgements of earlier periods stay."""
    document: Words
    """Number or title of the document that says so: 藏政办发〔2020〕15号."""
    value: Decimal | None = None
    """The target from then on, of an indicator; also the number that a target with reference
    `external` waits for.
    """
    stretch: Decimal | None = None
    """The second tier that goes with the new value."""
    due: date | None = None
    """The day by which it is to be met from then on."""
    lead: Code | None = None
    """The department that answers for it from then on."""
    reporter: Code | None = None
    """The department that reports it from then on."""
    leader: PlanText = ""
    """牵头领导 from then on; empty is as before."""
    note: PlanText = ""

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if (
            all(one is None for one in (self.value, self.due, self.lead, self.reporter))
            and not self.leader
        ):
            raise unfit("revision_empty", "a revision changes a value, a date or a department")
        if self.stretch is not None and self.value is None:
            raise unfit("stretch_alone", "a second tier comes with its value")
        return self

    @property
    def from_period(self) -> Period:
        """The first period in which it counts."""
        return Period.parse(self.since)

    def counts_in(self, period: Period) -> bool:
        """Say whether it is in force at a period's end (a quarter inside its half-year does not
        wait for its end).
        """
        return self.from_period.start <= period.end

    def changes(self) -> dict[str, Any]:
        """Return the fields of a target that it sets."""
        named = {name: getattr(self, name) for name in ("due", "lead", "reporter", "leader")}
        told = {name: value for name, value in named.items() if value not in {None, ""}}
        if self.value is not None:
            told |= {"value": self.value, "stretch": self.stretch, "reference": None}
        return told


_Row = TypeVar("_Row", bound=Value)


def in_force(
    rows: Iterable[_Row], kept: Iterable[bool], changes: Mapping[str, Mapping[str, Any]]
) -> tuple[_Row, ...]:
    """Return the rows that are kept, each with what is changed of its fields, by code."""
    pairs = zip(rows, kept, strict=True)
    return tuple(
        _changed(row, changes.get(getattr(row, "code", ""))) for row, there in pairs if there
    )


def _changed(row: _Row, changes: Mapping[str, Any] | None) -> _Row:
    known = {k: v for k, v in (changes or {}).items() if k in type(row).model_fields}
    return row.model_copy(update=known) if known else row
