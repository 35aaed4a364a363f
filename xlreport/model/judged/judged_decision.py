"""Decisions of leaders about a light (经研究暂不亮灯), recorded with who, when and why beside the
plan.
"""

from datetime import date
from typing import Self

from pydantic import model_validator

from xlreport.model.model_base import Value, unfit
from xlreport.model.period import Period
from xlreport.model.plans.plan_field_types import Code, Since, Words


class Decision(Value):
    """One decision about one target; the computed light stays as it is, the decision stands beside
    it.
    """

    plan: Code
    code: Code
    """The indicator or milestone."""
    since: Since
    """The first period in which it counts."""
    until: Since
    """The last one."""
    words: Words
    """What was decided: 经研究暂不亮灯."""
    by: Words
    """Who decided: a meeting, a leader by office."""
    on: date
    """When."""
    why: Words

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if Period.parse(self.until).end < Period.parse(self.since).end:
            raise unfit("decision_ends", "a decision ends when it begins, or later")
        return self

    def counts_in(self, period: Period) -> bool:
        """Say whether it stands at a period's end."""
        return Period.parse(self.since).start <= period.end <= Period.parse(self.until).end


class Decisions(Value):
    """The whole file: `[[decision]]` tables."""

    decision: tuple[Decision, ...] = ()
