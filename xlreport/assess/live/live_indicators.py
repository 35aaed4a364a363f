"""A judgement as formulas of its row's cells, made by the rules that judge, so that a corrected
number lights anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from xlreport.assess.judgement_bound_terms import Term, cell
from xlreport.assess.judgement_bounds import Alike, alike
from xlreport.assess.judgement_comparison import goal, is_strict, sense_of
from xlreport.assess.judgement_lights import LightBounds, as_good_formula
from xlreport.assess.judgement_rule_cases import Formulas
from xlreport.assess.judgement_rules import Rule, bounds_at, rule_for
from xlreport.assess.judgement_schedule import (
    FORGIVEN,
    HOLD,
    PATH,
    YEAR_END,
    in_levels,
    is_last,
    is_timed,
    nothing_due,
    share_due,
)
from xlreport.assess.live.live_pace import pace_formula
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_live_formulas import Live, named, quoted_string
from xlreport.model.period import Period
from xlreport.model.plans.plan import WATER_CLASSES, Direction, Indicator, Measure, Plan, Policy
from xlreport.model.plans.plan_units import counts_pieces

_NOTHING = '"—"'


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One indicator at one period's end, whatever its figures."""

    indicator: Indicator
    plan: Plan
    period: Period
    policy: Policy
    last: bool
    share: Fraction | None
    actual: str
    """What is reported, as a number where it is one."""

    @property
    def value(self) -> str:
        """The reported number, rounded as it is compared."""
        if self.indicator.measure is Measure.CLASS:
            return self.actual
        return f"ROUND({self.actual},{self.indicator.decimals})"

    @property
    def forks(self) -> bool:
        """Whether the baseline decides how the target is followed: on a path, or held where it is
        already met.
        """
        on_path = self.indicator.profile not in {HOLD, YEAR_END}
        return on_path and in_levels(self.indicator) and not self.last

    @property
    def unbased(self) -> Status:
        """The light of what has not reached its target and has no baseline: off track beyond a
        limit or where all of it is due, else not judged.
        """
        beyond = sense_of(self.indicator) == "less" or self.share == 1
        if beyond:
            return Status.OFF_TRACK
        return Status.NOT_JUDGED

    @property
    def case(self) -> Formulas:
        """The arithmetic of its rules; the values in it are of no account, its formulas are."""
        return Formulas(
            indicator=self.indicator,
            policy=self.policy,
            target=cell("target"),
            due=cell("expected"),
            baseline=cell("baseline"),
        )

    @property
    def met(self) -> str:
        """Whether the baseline is already as good as the target."""
        counts, excludes = as_good_formula(
            named("baseline"), goal(self.case).formula, sense_of(self.indicator)
        )
        if is_strict(self.indicator):
            return excludes
        return counts

    def on(self, met: str, path: str, unknown: str) -> str:
        """Return what holds by the baseline: already as good as the target, on the way, or not
        known.
        """
        return f"IF(ISNUMBER({named('baseline')}),IF({self.met},{met},{path}),{unknown})"


def live_indicators(
    plan: Plan, period: Period, policy: Policy
) -> Callable[[Indicator, Period | None], Live]:
    """Return what gives each indicator's formulas as `live_indicator` does; those that are alike
    share theirs.
    """
    written: dict[Alike, Live] = {}

    def live(indicator: Indicator, when: Period | None = None) -> Live:
        key = (alike(indicator), when)
        if key not in written:
            written[key] = live_indicator(indicator, plan, period, policy, when=when)
        return written[key]

    return live


def live_indicator(
    indicator: Indicator,
    plan: Plan,
    period: Period,
    policy: Policy,
    *,
    when: Period | None = None,
) -> Live:
    """Return the formulas that give what `judge_indicator` gives, for any value, target, baseline
    and threshold.

    What is fixed is what a leader does not correct in a meeting: the profile, the period, 左右, and
    thresholds that the indicator sets for itself.

    Args:
        indicator: what is judged.
        plan: its plan.
        period: at whose end.
        policy: the plan's thresholds.
        when: the period of the figure, where one is carried on from an earlier period.
    """
    last = is_last(indicator, plan, period)
    measured = period if last or when is None else when
    row = _Row(
        indicator=indicator,
        plan=plan,
        period=period,
        policy=policy.with_overrides(indicator.bounds),
        last=last,
        share=share_due(indicator.profile, plan, measured, plan.due(indicator)),
        actual=_as_number(indicator),
    )
    asked = row.last or indicator.is_asked(period)
    if indicator.direction is Direction.NONE:
        unlit = _light(Status.NOT_JUDGED)
        if asked:
            unlit = _if_number(row.actual, unlit, _light(Status.NOT_REPORTED))
        return Live(status=unlit)
    open_ways = (HOLD, PATH) if row.forks else (_way(indicator),)
    ways = {way: _lines(row, way) for way in open_ways}
    return Live(
        status=_status(row, _judged(row, ways), asked=asked),
        expected=_expected(row),
        green=_line(row, ways, "green"),
        amber=_line(row, ways, "amber"),
        done=_line(row, ways, "done"),
        gap=_gap(row, ways),
        pace=pace_formula(
            indicator,
            plan,
            period,
            actual=row.actual,
            value=row.value,
            goal=goal(row.case).formula,
            met=row.met if row.forks else "",
            last=row.last,
        ),
        attainment=_attainment(row),
    )


def _status(row: _Row, judged: str, *, asked: bool) -> str:
    """Return the light where there are a target and a figure, else why there is none: a figure that
    is not asked for is not due, and what has no target is not judged.
    """
    if asked:
        judged = _if_number(named("target"), judged, _light(Status.NOT_JUDGED))
        return _if_number(row.actual, judged, _light(Status.NOT_REPORTED))
    judged = _if_number(row.actual, judged, _light(Status.NOT_DUE))
    return _if_number(named("target"), judged, _light(Status.NOT_JUDGED))


def _gap(row: _Row, ways: dict[str, LightBounds[Term]]) -> str:
    """Return by how much the figure is better than the bound that its sentence names, "—" where
    either is unknown.
    """
    value, less = row.value, sense_of(row.indicator) == "less"

    def better(line: str) -> str:
        return f"ROUND({f'{line}-{value}' if less else f'{value}-({line})'},9)"

    green = _if_number(named("green"), better(named("green")), _NOTHING)
    if not row.last:
        whole = _told_by_the_whole(row, ways)
        green = f"IF({whole},{better(goal(row.case).formula)},{green})"
    return f"IF(AND(ISNUMBER({row.actual}),ISNUMBER({named('target')})),{green},{_NOTHING})"


def _told_by_the_whole(row: _Row, ways: dict[str, LightBounds[Term]]) -> str:
    """Return whether a sentence before the last period names the whole target, as `measured_from`
    has it: reached early, a ceiling, or a limit that is passed.
    """
    status, green = named("status"), named("green")

    def lit(*statuses: Status) -> str:
        return f"OR({','.join(f'{status}={_light(one)}' for one in statuses)})"

    early = _if_number(
        green, lit(Status.COMPLETED), lit(Status.COMPLETED, Status.ON_TRACK, *_passed(row))
    )
    if any(_rule(row, way).is_limit for way in ways):
        ceiling = f"IF(ISNUMBER({named('baseline')}),{row.met},FALSE)" if row.forks else "TRUE"
        return _if_number(green, f"IF({ceiling},TRUE,{lit(Status.COMPLETED)})", early)
    if row.indicator.measure is Measure.CUMULATIVE and sense_of(row.indicator) == "less":
        counts, excludes = as_good_formula(row.value, goal(row.case).formula, "less")
        within = excludes if is_strict(row.indicator) else counts
        return _if_number(green, f"NOT({within})", early)
    return early


def _passed(row: _Row) -> tuple[Status, ...]:
    """Return the light of a limit that is passed while nothing is due, where the target is one."""
    limit = sense_of(row.indicator) == "less" and row.indicator.measure is not Measure.CLASS
    return (Status.OFF_TRACK,) if limit else ()


def _as_number(indicator: Indicator) -> str:
    if indicator.measure is not Measure.CLASS:
        return named("actual")
    return f'MATCH(SUBSTITUTE({named("actual")},"*",""),{_classes(indicator)},0)'


def _classes(indicator: Indicator) -> str:
    words = ",".join(quoted_string(word) for word in indicator.classes or WATER_CLASSES)
    return f"{{{words}}}"


def _way(indicator: Indicator) -> str:
    if indicator.profile in {HOLD, YEAR_END}:
        return indicator.profile
    return PATH


def _light(status: Status) -> str:
    return named(f"status.{status}")


def _if_number(value: str, then: str, otherwise: str) -> str:
    return f"IF(ISNUMBER({value}),{then},{otherwise})"


def _rule(row: _Row, way: str) -> Rule:
    return rule_for(row.indicator.measure, row.indicator.direction, way)


def _lines(row: _Row, way: str) -> LightBounds[Term]:
    """Return the bounds of one course; the values in them are of no account, their formulas are."""
    rule = _rule(row, way)
    timed = row.share is not None and not nothing_due(row.indicator, row.share, way)
    return bounds_at(rule, row.case, way, last=row.last, timed=timed, baseline_known=True)


def _line(row: _Row, ways: dict[str, LightBounds[Term]], name: str) -> str:
    """Return a bound's formula; empty where there is none on any course."""
    found = {way: getattr(lines, name) for way, lines in ways.items()}
    said = {way: _NOTHING if line is None else line.formula for way, line in found.items()}
    if all(line is None for line in found.values()):
        return ""
    if not row.forks:
        return _if_number(named("target"), next(iter(said.values())), _NOTHING)
    # without a baseline nothing is due on the way, but the whole target can be reached all the
    # same, and a limit be passed
    whole = name == "done" or row.share == 1
    whole = whole or (name == "amber" and row.unbased is Status.OFF_TRACK)
    unknown = goal(row.case).formula if whole else _NOTHING
    return _if_number(named("target"), row.on(said[HOLD], said[PATH], unknown), _NOTHING)


def _judged(row: _Row, ways: dict[str, LightBounds[Term]]) -> str:
    """Return the comparison that makes the light, for a figure and a target that are numbers."""
    lines = ways.get(PATH) or next(iter(ways.values()))
    unlit = _light(row.unbased)
    if not row.forks:
        lit = _lit(row, lines)
    elif lines.green is None:
        lit = row.on(_lit(row, ways[HOLD]), _lit(row, lines), unlit)
    else:
        lit = _if_number(named("green"), _lit(row, lines), unlit)
    if lines.done is None:
        return lit
    done = _as_good(row, lines, "done")
    if row.forks:
        done = _if_number(named("done"), done, "FALSE")
    return f"IF({done},{_reached(row, lines)},{lit})"


def _lit(row: _Row, lines: LightBounds[Term]) -> str:
    """Return the light of what is not yet wholly reached."""
    if lines.green is None:
        return _waiting(row, lines)
    lit = _light(Status.OFF_TRACK)
    if lines.amber is not None:
        lit = f"IF({_as_good(row, lines, 'amber')},{_light(Status.AT_RISK)},{lit})"
    return f"IF({_as_good(row, lines, 'green')},{_light(Status.ON_TRACK)},{lit})"


def _waiting(row: _Row, lines: LightBounds[Term]) -> str:
    """Return the light where nothing is due yet, as `lights` has it."""
    lit = _light(Status.NOT_DUE)
    if lines.waits is not None:
        still, _ = as_good_formula(row.value, named("baseline"), lines.sense)
        worse = f"IF({still},{lit},{_light(Status.AT_RISK)})"
        lit = _if_number(named("baseline"), worse, lit)
    if lines.amber is None:
        return lit
    counts, excludes = as_good_formula(row.value, named("amber"), lines.sense)
    beyond = excludes if lines.amber_strict else counts
    return f"IF({beyond},{lit},{_light(Status.OFF_TRACK)})"


def _reached(row: _Row, lines: LightBounds[Term]) -> str:
    """Return the light of the whole target, which nobody completes who stood there last year."""
    reached = _light(lines.reached)
    if row.last or lines.reached is not Status.COMPLETED or not in_levels(row.indicator):
        return reached
    standing = f"IF({row.met},{_light(Status.ON_TRACK)},{reached})"
    return _if_number(named("baseline"), standing, reached)


def _as_good(row: _Row, lines: LightBounds[Term], name: str) -> str:
    counts, excludes = as_good_formula(row.value, named(name), lines.sense)
    if name == "amber" and row.indicator.measure is Measure.FALL and lines.sense == "more":
        return excludes
    if not is_strict(row.indicator):
        return counts
    if name == "done" or row.last:
        return excludes
    # 超过, 突破, 低于 leave out the target itself; bounds on the way there count
    return f"IF(ROUND({named(name)},9)=ROUND({named('target')},9),{excludes},{counts})"


def _expected(row: _Row) -> str:
    """Return what is due by the period's end, as `schedule.due` reckons it."""
    target = named("target")
    if row.share is None:
        return ""
    if row.share == 1 or not is_timed(row.indicator):
        return _shown(row, target)
    start = "0" if row.indicator.measure is Measure.CUMULATIVE else named("baseline")
    share = f"{row.share.numerator}/{row.share.denominator}"
    rounded = f"({start}+({target}-{start})*{share})" if start != "0" else f"{target}*{share}"
    if counts_pieces(row.indicator):
        down = f"INT({rounded}+{FORGIVEN})"
        rounded = f"IF({start}>{target},MAX({down},{target}),{down})"
    if row.forks:
        rounded = row.on(target, rounded, _NOTHING)
    return _shown(row, rounded)


def _shown(row: _Row, formula: str) -> str:
    if row.indicator.measure is Measure.CLASS:
        formula = f"INDEX({_classes(row.indicator)},1,{formula})"
    return _if_number(named("target"), formula, _NOTHING)


def _attainment(row: _Row) -> str:
    """Return the share of the year's target, or of the way from the baseline."""
    indicator, target, baseline = row.indicator, named("target"), named("baseline")
    if indicator.direction is not Direction.MORE or not is_timed(indicator):
        return ""
    known = f"AND(ISNUMBER({row.actual}),ISNUMBER({target}))"
    share = f'IF({target}>0,{_share(f"{row.value}/{target}")},"—")'
    if in_levels(indicator) and indicator.profile not in {HOLD, YEAR_END}:
        way = _share(f"({row.value}-{baseline})/({target}-{baseline})")
        way = f'IF({baseline}<{target},{way},"—")'
        share = f'IF(ISNUMBER({baseline}),IF({row.met},{share},{way}),"—")'
    return f'IF({known},{share},"—")'


def _share(formula: str) -> str:
    return f"INT({formula}*1000000+{FORGIVEN})/1000000"
