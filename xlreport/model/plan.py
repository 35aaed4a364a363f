"""The plan: the year's targets and tasks of one government, and who reports what and when."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from xlreport.model.base import Value
from xlreport.model.period import Period

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][A-Z0-9-]{0,23}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Figure = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
WATER_CLASSES = ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")


class Measure(StrEnum):
    """What kind of figure it is; decides how progress is judged."""

    CUMULATIVE = "cumulative"
    LEVEL = "level"
    GROWTH = "growth"
    FALL = "fall"
    SHARE = "share"
    CLASS = "class"


class Direction(StrEnum):
    """Which way is better."""

    MORE = "more"
    LESS = "less"
    NONE = "none"


class Comparator(StrEnum):
    """How the figure is promised. ge and le include the number, gt and lt do not (民法典 第1259条)."""

    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"
    APPROX = "approx"
    RANGE = "range"


class Commitment(StrEnum):
    """How firmly the report promises: 确保, 力争, or neither."""

    HARD = "hard"
    STRIVE = "strive"
    PLAIN = "plain"


class Action(StrEnum):
    """What is to happen to a milestone: 开工 建成 投产 完成 启动 推进."""

    START = "start"
    BUILD = "build"
    OPERATE = "operate"
    FINISH = "finish"
    LAUNCH = "launch"
    ADVANCE = "advance"


class Baseline(Value):
    """Last year's result, from the same report and of the same kind as its target."""

    value: Decimal | None = None
    """A fall is negative in a growth (下降3.9% is -3.9); None where the department is asked for it."""
    unit: str = ""
    """Only where it differs from the target's unit."""
    comparator: Comparator = Comparator.EQ
    """As printed: 3%以内 is le, 超过80 is gt."""
    figure: Figure | None = None
    """The few words of the report that carry it."""
    asked: bool = False
    """True: no report gives it, the department enters it in its first return."""

    @model_validator(mode="after")
    def _given_or_asked(self) -> Self:
        if (self.value is None) != self.asked:
            message = "a baseline either has a value or is asked of the department"
            raise ValueError(message)
        return self


class Bounds(Value):
    """Thresholds of the lights; on a plan they are its policy, on an indicator they override the plan's."""

    cumulative_more: Decimal | None = None
    """Amber down to this per cent of what is due, for cumulative targets (70: 天津 2022)."""
    cumulative_less: Decimal | None = None
    """Amber up to this per cent of what is due, for cumulative ceilings."""
    level_points: Decimal | None = None
    """Amber down to this many points below a target in %."""
    level_share: Decimal | None = None
    """Amber down to this per cent of a target that is not in %."""
    path_share: Decimal | None = None
    """Amber down to this per cent of the way due from the baseline."""
    growth_floor: Decimal | None = None
    """Amber down to this growth (0: 天津 2022), or to the target where that is lower."""
    ceiling_margin: Decimal | None = None
    """Green up to this per cent of its size below a ceiling; amber up to the ceiling."""
    ceiling_points: Decimal | None = None
    """The same margin in points; where set it counts instead of the per cent."""
    approx_points: Decimal | None = None
    """How far 左右 reaches on the lenient side of a rate, in points."""
    approx_share: Decimal | None = None
    """How far 左右 reaches on the lenient side of anything else, in per cent (at least one whole unit of a count)."""
    late_start_share: Decimal | None = None
    """A milestone not started is at risk when at most this per cent of its time is left."""


class Policy(Bounds):
    """A complete set of thresholds with the name it goes by."""

    name: str = "default"
    """What the set is called in the legend."""
    cumulative_more: Decimal = Decimal(70)
    cumulative_less: Decimal = Decimal(110)
    level_points: Decimal = Decimal(2)
    level_share: Decimal = Decimal(90)
    path_share: Decimal = Decimal(70)
    growth_floor: Decimal = Decimal(0)
    ceiling_margin: Decimal = Decimal(5)
    ceiling_points: Decimal | None = None
    approx_points: Decimal = Decimal("0.5")
    approx_share: Decimal = Decimal(5)
    late_start_share: Decimal = Decimal(25)

    def with_overrides(self, bounds: Bounds | None) -> "Policy":
        """Return the policy with the thresholds that an indicator sets for itself."""
        if bounds is None:
            return self
        return self.model_copy(update={k: v for k, v in bounds if v is not None})


class Department(Value):
    """A unit that fills in a workbook (责任单位)."""

    code: Code
    name: Words
    aliases: tuple[Words, ...] = ()
    """Other names it goes by in file names and letters."""
    note: str = ""


class Target(Value):
    """What indicators and milestones have in common."""

    code: Code
    name: Words
    section: Words
    """The report's section, short: 二、(三)推进产业发展."""
    figure: Figure
    """The few words of the report that carry the figure or name the project; found exactly once in the plan part."""
    commitment: Commitment = Commitment.PLAIN
    due: date | None = None
    """The report's own date where it gives one; None is the end of the plan's year."""
    leader: str = ""
    """牵头领导."""
    lead: Code
    """牵头单位: the department that answers for it."""
    cooperating: tuple[Code, ...] = ()
    reporter: Code | None = None
    """The department that holds the figure and reports it, where that is not the lead (often 统计局)."""
    note: str = ""

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
    """The target; a range's lower end; a class's rank in `classes` (best is 1); None only with `reference`."""
    stretch: Decimal | None = None
    """A second, higher tier (7%以上、力争8%), or a range's upper end; judged on `value`."""
    reference: str | None = None
    """Where the target's value comes from when the report prints none: `baseline`, another code, or `external`."""
    tolerance: Decimal | None = None
    """How far 左右, or 稳定 over a baseline, reaches; None is the policy's."""
    printed: Words
    """The target as the report words it: 9%左右, 6万个以上."""
    profile: str
    """What is due when: `linear`, `hold`, `year_end`, or the name of a list in `[profiles]`; never defaulted."""
    asked: tuple[Annotated[str, StringConstraints(pattern=r"^(Q[1-4]|H[12]|0[1-9]|1[0-2]|year)$")], ...] = ()
    """In which periods the figure exists (`Q2`, `H2`, `06`, `year`); empty is every period."""
    baseline: Baseline | None = None
    bounds: Bounds | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    """How many decimals the figure is reported with."""
    minimum: Decimal | None = None
    """Plausible least value, for the prompt and the check; None is what the measure and unit allow."""
    maximum: Decimal | None = None
    """Plausible greatest value."""
    classes: tuple[Words, ...] = ()
    """The ordered classes of a `class` measure, best first."""
    part_of: Code | None = None
    """其中: the indicator of which this one is a part."""

    @model_validator(mode="after")
    def _value_or_reference(self) -> Self:
        if (self.value is None) == (self.reference is None):
            message = "an indicator has a value, or a reference that says where its value comes from"
            raise ValueError(message)
        return self

    def is_asked(self, period: Period) -> bool:
        """Say whether the figure exists at the period's end."""
        return not self.asked or period.end_month in {_end_month(part) for part in self.asked}


class Milestone(Target):
    """Something done or not done by a date."""

    action: Action
    county: str = ""
    steps: tuple[Words, Words, Words, Words] | None = None
    """形象进度: what can be seen at each quarter's end; always given for what is only to be advanced (推进)."""

    @model_validator(mode="after")
    def _advance_has_steps(self) -> Self:
        if self.action is Action.ADVANCE and self.steps is None:
            message = "what is only to be advanced (推进) needs the steps that can be seen at each quarter's end"
            raise ValueError(message)
        return self


class LeftOut(Value):
    """A number or word of the plan part that is no target, and why."""

    figure: Figure
    """The few words around it, as they stand in the report; every place where they stand is left out."""
    reason: Words
    """Why it is no target, in a few words."""


class PlanHead(Value):
    """The plan's own particulars."""

    code: Code
    title: Words
    government: Words
    year: Annotated[int, Field(ge=1949, le=2199)]
    version: Annotated[int, Field(ge=1)] = 1
    language: Literal["zh", "en"] = "zh"
    report: Words
    """Which report it is taken from, and where its plan part starts and ends."""
    begins: Words
    """The heading with which the report's plan part begins."""
    complete: bool = True
    """False: the text at hand is cut off, and the plan with it."""
    return_days: Annotated[int, Field(ge=1, le=92)] = 10
    """Days after a period's end by which returns are due."""
    contact: str = ""
    """Whom departments ask: an office, no person's address or number."""
    note: str = ""


class Plan(Value):
    """目标任务分解: everything that is followed up in one year."""

    plan: PlanHead
    policy: Policy = Policy()
    profiles: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")], tuple[Decimal, ...]] = Field(
        default_factory=dict
    )
    """Per cent of the way at each quarter's end (4 numbers) or each month's end (12)."""
    department: Annotated[tuple[Department, ...], Field(min_length=1)]
    indicator: tuple[Indicator, ...] = ()
    milestone: tuple[Milestone, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def targets(self) -> tuple[Indicator | Milestone, ...]:
        """All indicators, then all milestones, in plan order; the serial number counts within each kind."""
        return (*self.indicator, *self.milestone)

    @property
    def year_end(self) -> date:
        """31 December of the plan's year."""
        return date(self.plan.year, 12, 31)

    def due(self, target: Target) -> date:
        """Return the day by which a target is to be met."""
        return target.due or self.year_end

    def department_of(self, code: str) -> Department | None:
        """Return the department with that code."""
        return next((d for d in self.department if d.code == code), None)

    def indicators_of(self, department: str) -> tuple[Indicator, ...]:
        """Return the indicators in a department's workbook, in plan order."""
        return tuple(i for i in self.indicator if i.reported_by == department)

    def milestones_of(self, department: str) -> tuple[Milestone, ...]:
        """Return the milestones in a department's workbook, in plan order."""
        return tuple(m for m in self.milestone if m.reported_by == department)

    def reporters(self) -> tuple[Department, ...]:
        """Return the departments that have at least one row to report, in plan order."""
        busy = {t.reported_by for t in self.targets}
        return tuple(d for d in self.department if d.code in busy)


def plan_from(document: dict[str, Any]) -> Plan:
    """Build a plan from a parsed TOML document; raises pydantic.ValidationError."""
    return Plan.model_validate(document)


def _end_month(part: str) -> int:
    if part == "year":
        return 12
    if part[0] == "Q":
        return int(part[1]) * 3
    return int(part[1]) * 6 if part[0] == "H" else int(part)
