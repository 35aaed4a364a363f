"""A judgement as formulas of its row's cells, made by the rules that judge, so that a corrected
number lights anew.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from xlreport.assess.bounds import Alike, alike
from xlreport.assess.cases import Formulas
from xlreport.assess.lights import LightBounds, as_good_formula
from xlreport.assess.live.pace import pace_formula
from xlreport.assess.rules import bounds_at, is_strict, rule_for
from xlreport.assess.schedule import (
    FORGIVEN,
    HOLD,
    PATH,
    YEAR_END,
    in_levels,
    is_last,
    is_timed,
    share_due,
)
from xlreport.assess.terms import Term, cell
from xlreport.model.judged.assessment import Status
from xlreport.model.judged.live import Live, named, quoted_string
from xlreport.model.period import Period
from xlreport.model.plans.plan import WATER_CLASSES, Direction, Indicator, Measure, Plan, Policy

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
    """The reported value as a number."""

    @property
    def forks(self) -> bool:
        """Whether the baseline decides how the target is followed: on a path, or held where it is
        already met.
        """
        on_path = self.indicator.profile not in {HOLD, YEAR_END}
        return on_path and in_levels(self.indicator) and not self.last

    @property
    def met(self) -> str:
        """Whether the baseline is already as good as the target."""
        sign = ">=" if self.indicator.direction is Direction.MORE else "<="
        return f"{named('baseline')}{sign}{named('target')}"

    def on(self, met: str, path: str, unknown: str) -> str:
        """Return what holds by the baseline: already as good as the target, on the way, or not
        known.
        """
        return f"IF(ISNUMBER({named('baseline')}),IF({self.met},{met},{path}),{unknown})"


def live_indicators(plan: Plan, period: Period, policy: Policy) -> Callable[[Indicator], Live]:
    """Return what gives each indicator's formulas as `live_indicator` does; those that are alike
    share theirs.
    """
    written: dict[Alike, Live] = {}

    def live(indicator: Indicator) -> Live:
        key = alike(indicator)
        if key not in written:
            written[key] = live_indicator(indicator, plan, period, policy)
        return written[key]

    return live


def live_indicator(indicator: Indicator, plan: Plan, period: Period, policy: Policy) -> Live:
    """Return the formulas that give what `judge_indicator` gives, for any value, target, baseline
    and threshold.

    What is fixed is what a leader does not correct in a meeting: the profile, the period, 左右, and
    thresholds that the indicator sets for itself.
    """
    row = _Row(
        indicator=indicator,
        plan=plan,
        period=period,
        policy=policy.with_overrides(indicator.bounds),
        last=is_last(indicator, plan, period),
        share=share_due(indicator.profile, plan, period, plan.due(indicator)),
        actual=_as_number(indicator),
    )
    asked = row.last or indicator.is_asked(period)
    if indicator.direction is Direction.NONE:
        unlit = _light(Status.NOT_JUDGED)
        return Live(
            status=_if_number(row.actual, unlit, _light(Status.NOT_REPORTED)) if asked else unlit
        )
    ways = {way: _lines(row, way) for way in ((HOLD, PATH) if row.forks else (_way(indicator),))}
    judged = _judged(row, ways)
    if asked:
        judged = _if_number(named("target"), judged, _light(Status.NOT_JUDGED))
        status = _if_number(row.actual, judged, _light(Status.NOT_REPORTED))
    else:
        judged = _if_number(row.actual, judged, _light(Status.NOT_DUE))
        status = _if_number(named("target"), judged, _light(Status.NOT_JUDGED))
    sense = next(iter(ways.values())).sense
    better = (
        f"{row.actual}-{named('green')}" if sense == "more" else f"{named('green')}-{row.actual}"
    )
    return Live(
        status=status,
        expected=_expected(row),
        green=_line(row, ways, "green"),
        amber=_line(row, ways, "amber"),
        done=_line(row, ways, "done"),
        gap=f'IF(AND(ISNUMBER({row.actual}),ISNUMBER({named("green")})),ROUND({better},9),"—")',
        pace=pace_formula(indicator, plan, period, row.actual, ways, last=row.last),
        attainment=_attainment(row),
    )


def _as_number(indicator: Indicator) -> str:
    if indicator.measure is not Measure.CLASS:
        return named("actual")
    return f'MATCH(SUBSTITUTE({named("actual")},"*",""),{_classes(indicator)},0)'


def _classes(indicator: Indicator) -> str:
    words = ",".join(quoted_string(word) for word in indicator.classes or WATER_CLASSES)
    return f"{{{words}}}"


def _way(indicator: Indicator) -> str:
    return indicator.profile if indicator.profile in {HOLD, YEAR_END} else PATH


def _light(status: Status) -> str:
    return named(f"status.{status}")


def _if_number(value: str, then: str, otherwise: str) -> str:
    return f"IF(ISNUMBER({value}),{then},{otherwise})"


def _lines(row: _Row, way: str) -> LightBounds[Term]:
    """Return the bounds of one course; the values in them are of no account, their formulas are."""
    rule = rule_for(row.indicator.measure, row.indicator.direction, way)
    case = Formulas(
        indicator=row.indicator,
        policy=row.policy,
        target=cell("target"),
        due=cell("expected"),
        baseline=cell("baseline"),
    )
    return bounds_at(rule, case, way, last=row.last, timed=row.share is not None)


def _line(row: _Row, ways: dict[str, LightBounds[Term]], name: str) -> str:
    """Return a bound's formula; empty where there is none on any course."""
    found = {way: getattr(lines, name) for way, lines in ways.items()}
    said = {way: _NOTHING if line is None else line.formula for way, line in found.items()}
    if all(line is None for line in found.values()):
        return ""
    if not row.forks:
        return _if_number(named("target"), next(iter(said.values())), _NOTHING)
    # without a baseline nothing is due on the way, but the whole target can be reached all the same
    unknown = said[PATH] if name == "done" else _NOTHING
    return _if_number(named("target"), row.on(said[HOLD], said[PATH], unknown), _NOTHING)


def _judged(row: _Row, ways: dict[str, LightBounds[Term]]) -> str:
    """Return the comparison that makes the light, for a figure and a target that are numbers."""
    lines = ways.get(PATH) or next(iter(ways.values()))
    strict = is_strict(row.indicator)
    unlit = _light(Status.NOT_JUDGED if row.forks else Status.NOT_DUE)
    lit = _light(Status.OFF_TRACK)
    if lines.amber is not None:
        lit = f"IF({_as_good(row, lines, 'amber', strict=strict)},{_light(Status.AT_RISK)},{lit})"
    if lines.green is not None:
        lit = f"IF({_as_good(row, lines, 'green', strict=strict)},{_light(Status.ON_TRACK)},{lit})"
        lit = lit if row.last or not row.forks else _if_number(named("green"), lit, unlit)
    else:
        lit = unlit
    if lines.done is None:
        return lit
    done = _as_good(row, lines, "done", strict=strict)
    if row.forks:
        done = _if_number(named("done"), done, "FALSE")
    return f"IF({done},{_light(lines.reached)},{lit})"


def _as_good(row: _Row, lines: LightBounds[Term], name: str, *, strict: bool) -> str:
    counts, excludes = as_good_formula(row.actual, named(name), lines.sense)
    if name == "amber" and row.indicator.measure is Measure.FALL and lines.sense == "more":
        return excludes
    if not strict:
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
    grain = 10**row.indicator.decimals
    way = f"({start}+({target}-{start})*{share})" if start != "0" else f"{target}*{share}"
    down = f"INT({way}*{grain}+{FORGIVEN})/{grain}"
    rounded = f"IF({start}>{target},MAX({down},{target}),{down})"
    if row.forks:
        rounded = row.on(target, rounded, _NOTHING)
    return _shown(row, rounded)


def _shown(row: _Row, formula: str) -> str:
    if row.indicator.measure is Measure.CLASS:
        formula = f"INDEX({_classes(row.indicator)},{formula})"
    return _if_number(named("target"), formula, _NOTHING)


def _attainment(row: _Row) -> str:
    """Return the share of the year's target, or of the way from the baseline."""
    indicator, target, baseline = row.indicator, named("target"), named("baseline")
    if indicator.direction is not Direction.MORE or not is_timed(indicator):
        return ""
    known = f"AND(ISNUMBER({row.actual}),ISNUMBER({target}))"
    share = f'IF({target}>0,{_share(f"{row.actual}/{target}")},"—")'
    if in_levels(indicator) and indicator.profile not in {HOLD, YEAR_END}:
        way = _share(f"({row.actual}-{baseline})/({target}-{baseline})")
        share = f'IF(ISNUMBER({baseline}),IF({baseline}<{target},{way},{share}),"—")'
    return f'IF({known},{share},"—")'


def _share(formula: str) -> str:
    return f"INT({formula}*1000000+{FORGIVEN})/1000000"
