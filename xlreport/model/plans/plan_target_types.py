"""What a plan asks: its departments, and its targets as indicators and milestones."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, StringConstraints, field_validator, model_validator

from xlreport.model.model_base import Value, unfit
from xlreport.model.model_words import Action, Commitment, Comparator, Direction, Measure
from xlreport.model.period import Period
from xlreport.model.plans.plan_field_types import Code, Figure, ParentKind, PlanText, Since, Words
from xlreport.model.plans.plan_threshold_types import Bounds


class Baseline(Value):
    """Last year's result, from the same report and of the same kind as its target."""

    value: Decimal | None = None
    """A fall is negative in a growth (下降3.9% is -3.9); None where the department is asked for
    it.
    """
    unit: PlanText = ""
    """Only where it differs from the target's unit."""
    comparator: Comparator = Comparator.EQ
    """As printed: 3%以内 is le, 超过80 is gt."""
    figure: Figure | None = None
    """The few words of the report that carry it."""
    source: PlanText = ""
    """Where the value comes from if not from the report: the return in which it was accepted."""
    asked: bool = False
    """True: no report gives it, the department enters it in its first return."""

    @model_validator(mode="after")
    def _given_or_asked(self) -> Self:
        if (self.value is None) != self.asked:
            raise unfit("baseline_asked", "a baseline has a value, or is asked of the department")
        return self


class RateParts(Value):
    """A rate made of two reported figures: 人均劳务收入 is 劳务收入 over 转移就业人数."""

    numerator: Code
    """The indicator that is divided."""
    denominator: Code
    """The indicator that it is divided by."""
    factor: Decimal | None = None
    """What the quotient is multiplied by; None is what the units say (亿元 over 万人 in 元/人 is
    10,000; % is 100).
    """


class Department(Value):
    """A unit that fills in a workbook (责任单位)."""

    code: Code
    name: Words
    aliases: tuple[Words, ...] = ()
    """Other names it goes by in file names and letters."""
    note: PlanText = ""


class Target(Value):
    """What indicators and milestones have in common."""

    code: Code
    name: Words
    section: Words
    """The report's section, short: 二、(三)推进产业发展."""
    figure: Figure
    """The few words of the report that carry the figure or name the project; found exactly once in
    the plan part.
    """
    commitment: Commitment = Commitment.PLAIN
    due: date | None = None
    """The report's own date where it gives one; None is the end of the plan's year."""
    leader: PlanText = ""
    """牵头领导."""
    lead: Code
    """牵头单位: the department that answers for it."""
    cooperating: tuple[Code, ...] = ()
    reporter: Code | None = None
    """The department that holds the figure and reports it, where that is not the lead (often
    统计局).
    """
    office: PlanText = ""
    """处室: who does it inside the department, of a sub-task (分解任务) of the row that `part_of`
    names.
    """
    person: PlanText = ""
    """责任人: who answers for it there."""
    since: Since | None = None
    """The first period in which it is asked and judged, of a row added in mid-year (`2020-Q3`);
    earlier forms and summaries do not have it.
    """
    carried_from: Annotated[int, Field(ge=1949, le=2199)] | None = None
    """The year in whose plan it stood first, of what was not finished then and is carried over
    (跨年).
    """
    origin: PlanText = ""
    """Of a task that no report names: the document that sets it, an instruction of a leader or the
    minutes of a meeting (领导批示, 会议纪要).
    """
    weight: Annotated[Decimal, Field(ge=0, le=1000)] | None = None
    """What it weighs in 综合评分; None is what its commitment weighs there."""
    note: PlanText = ""
    parent: (
        Annotated[
            str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,23}:[A-Z0-9][A-Z0-9-]{0,23}$")
        ]
        | None
    ) = None
    """The target of a higher plan that this one answers: `TIBET-2020:ZB009`."""
    parent_kind: ParentKind | None = None
    """`same`: the same target for this government's own area; `part`: its amounts add up to the
    parent's.
    """

    @model_validator(mode="after")
    def _parent_and_kind(self) -> Self:
        if (self.parent is None) != (self.parent_kind is None):
            raise unfit("parent_kind", "a parent and its kind (same or part) belong together")
        return self

    def exists_in(self, period: Period) -> bool:
        """Say whether it is followed up at a period's end: a row added later is not."""
        return self.since is None or Period.parse(self.since).start <= period.end

    @property
    def done_by(self) -> str:
        """Who does it inside the department: office and person; empty where nobody is named."""
        office, person = self.office, self.person
        if office and person:
            return f"{office} {person}"
        return office or person

    @property
    def reported_by(self) -> str:
        """The department in whose workbook the row stands."""
        return self.reporter or self.lead


class Indicator(Target):
    """Something counted or measured, with a target."""

    unit: Words
    """万人, %, 元/人·年; a figure in % is stored as 12.5, never 0.125."""
    measure: Measure
    direction: Direction
    comparator: Comparator
    value: Decimal | None = None
    """The target; a range's lower end; a class's rank in `classes` (best is 1); None only with
    `reference`.
    """
    stretch: Decimal | None = None
    """A second, higher tier (7%以上、力争8%), or a range's upper end; judged on `value`."""
    reference: (
        Annotated[str, StringConstraints(pattern=r"^(baseline|external|[A-Z0-9][A-Z0-9-]{0,23})$")]
        | None
    ) = None
    """Where the target's value comes from when the report prints none: `baseline`, another code, or
    `external`.
    """
    tolerance: Decimal | None = None
    """How far 左右, or 稳定 over a baseline, reaches; None is the policy's."""
    printed: Words
    """The target as the report words it: 9%左右, 6万个以上."""
    profile: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    """What is due when: `linear`, `hold`, `year_end`, or the name of a list in `[profiles]`; never
    defaulted.
    """
    asked: tuple[
        Annotated[str, StringConstraints(pattern=r"^(Q[1-4]|H[12]|0[1-9]|1[0-2]|year)$")], ...
    ] = ()
    """In which periods the figure exists (`Q2`, `H2`, `06`, `year`); empty is every period."""
    baseline: Baseline | None = None
    bounds: Bounds | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    """How many decimals the figure is reported with."""
    minimum: Decimal | None = None
    """Plausible least value, for the prompt and the check; None is what the measure and unit
    allow.
    """
    maximum: Decimal | None = None
    """Plausible greatest value."""
    classes: tuple[Words, ...] = ()
    """The ordered classes of a `class` measure, best first."""
    part_of: Code | None = None
    """其中: the indicator of which this one is a part."""
    parts: RateParts | None = None
    """The two reported figures that a level or a share is made of."""

    @field_validator("bounds")
    @classmethod
    def _empty_bounds_are_none(cls, bounds: Bounds | None) -> Bounds | None:
        return None if bounds == Bounds() else bounds

    @model_validator(mode="after")
    def _value_or_reference(self) -> Self:
        if (self.value is None) == (self.reference is None):
            raise unfit("value_or_reference", "an indicator has a value, or a reference")
        return self

    def is_asked(self, period: Period) -> bool:
        """Say whether the figure exists at the period's end."""
        return not self.asked or period.end_month in {_end_month(part) for part in self.asked}


class Milestone(Target):
    """Something done or not done by a date."""

    action: Action
    county: PlanText = ""
    part_of: Code | None = None
    """The milestone of which this one is a sub-task."""
    steps: tuple[Words, Words, Words, Words] | None = None
    """形象进度: what can be seen at each quarter's end; always given for what is only to be
    advanced (推进).
    """

    @model_validator(mode="after")
    def _advance_has_steps(self) -> Self:
        if self.action is Action.ADVANCE and self.steps is None:
            raise unfit("advance_steps", "what is only to be advanced needs its four steps")
        return self


def _end_month(part: str) -> int:
    if part == "year":
        return 12
    if part[0] == "Q":
        return int(part[1]) * 3
    return int(part[1]) * 6 if part[0] == "H" else int(part)
