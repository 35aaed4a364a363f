"""Whether a plan is sound in itself: codes, departments, comparators, profiles, baselines."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from decimal import Decimal
from functools import partial
from itertools import chain

from xlreport.checks.plans import plan_links_check as plan_links
from xlreport.checks.typed.typed_units import quotient
from xlreport.model.plans.plan import (
    AMOUNTS,
    Action,
    Comparator,
    Direction,
    Indicator,
    Measure,
    Milestone,
    Plan,
)
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.finding_codes import Severity

BUILT_IN_PROFILES = ("linear", "hold", "year_end")
_PATHLESS = frozenset({"hold", "year_end"})
_UPWARD = frozenset(
    {Comparator.GE, Comparator.GT, Comparator.EQ, Comparator.APPROX, Comparator.RANGE}
)
_DOWNWARD = frozenset(
    {Comparator.LE, Comparator.LT, Comparator.EQ, Comparator.APPROX, Comparator.RANGE}
)
_SIDES = {Direction.MORE: _UPWARD, Direction.LESS: _DOWNWARD}
_RATES = frozenset({Measure.GROWTH, Measure.FALL, Measure.SHARE})
_UPWARD_ONLY = frozenset({Measure.FALL, Measure.CLASS})
_WITHOUT_PATH = frozenset({Measure.GROWTH, Measure.FALL, Measure.CLASS})
_STANDING = frozenset({Measure.LEVEL, Measure.SHARE})
_LESS, _RANGE, _SHARE, _CLASS = Direction.LESS, Comparator.RANGE, Measure.SHARE, Measure.CLASS
"""Looked up once: in an enumeration that takes longer than what is compared."""
_HUNDRED = 100


def check_plan(plan: Plan) -> tuple[Finding, ...]:
    """Return everything that is wrong with a plan, or worth a second look, in plan order."""
    return tuple(chain.from_iterable(check(plan) for check in PLAN_CHECKS))


def faults(plan: Plan) -> tuple[Finding, ...]:
    """Return only what makes a plan unsound; of a large one the rest would be many times as
    much, and most of it is never made.
    """
    found = chain.from_iterable(check(plan) for check in _FAULT_CHECKS)
    return tuple(one for one in found if one.severity is Severity.ERROR)


def _numbered(plan: Plan) -> Iterator[tuple[int, Indicator | Milestone]]:
    """Yield every target with its serial number, which counts within each kind."""
    yield from enumerate(plan.indicator, 1)
    yield from enumerate(plan.milestone, 1)


def _about(code: str, serial: int, target: Indicator | Milestone, **words: str) -> Finding:
    return finding(code, indicator=target.code, serial=serial, name=target.name, **words)


def codes_are_unique(plan: Plan) -> Iterable[Finding]:
    """A code names one target, or one department, and nothing else."""
    for code, count in Counter(t.code for t in plan.targets).items():
        if count > 1:
            yield finding("plan-code-twice", indicator=code, value=code, count=str(count))
    for code, count in Counter(d.code for d in plan.department).items():
        if count > 1:
            yield finding("plan-department-twice", value=code, count=str(count))


def departments_exist(plan: Plan) -> Iterable[Finding]:
    """Every lead, cooperating and reporting department is listed, and every listed one has
    something to do.
    """
    known = {d.code for d in plan.department}
    named: set[str] = set()
    for serial, target in _numbered(plan):
        roles = (target.lead, *target.cooperating, *([target.reporter] if target.reporter else []))
        named.update(roles)
        for code in roles:
            if code not in known:
                yield _about("plan-department-unknown", serial, target, value=code)
    for department in plan.department:
        if department.code not in named:
            yield finding("plan-department-idle", value=department.name)


def comparators_fit(plan: Plan) -> Iterable[Finding]:
    """A comparator promises the side that the direction calls better; a fall and a class are
    promised upwards.
    """
    for serial, one in enumerate(plan.indicator, 1):
        fits = _SIDES.get(one.direction)
        if fits is not None and one.comparator not in fits:
            yield _about(
                "plan-comparator", serial, one, value=one.comparator, direction=one.direction
            )
        if one.measure in _UPWARD_ONLY and one.direction is _LESS:
            yield _about("plan-direction", serial, one, value=one.direction, measure=one.measure)
        if one.comparator is _RANGE and one.stretch is None:
            yield _about("plan-range-open", serial, one)
        if one.stretch is not None and one.value is not None and not _stretches(one):
            yield _about("plan-stretch", serial, one, value=str(one.stretch))


def _stretches(one: Indicator) -> bool:
    if one.stretch is None or one.value is None:
        return True
    if one.direction is _LESS:
        return one.stretch < one.value
    return one.stretch > one.value


def units_fit(plan: Plan) -> Iterable[Finding]:
    """Growth, falls and shares are in %, a class has its classes, and a value fits its decimals and
    its scale.
    """
    for serial, one in enumerate(plan.indicator, 1):
        if one.measure in _RATES and one.unit not in {"%", "‰"}:
            yield _about("plan-unit", serial, one, value=one.unit, measure=one.measure)
        if one.measure is _SHARE and one.value is not None and not 0 <= one.value <= _HUNDRED:
            yield _about("plan-share", serial, one, value=str(one.value))
        if one.measure is _CLASS and not _is_rank(one):
            yield _about("plan-class", serial, one, value=str(one.value))
        for value in (one.value, one.stretch, one.baseline.value if one.baseline else None):
            if value is not None and _decimals(value) > one.decimals:
                yield _about(
                    "plan-decimals", serial, one, value=str(value), decimals=str(one.decimals)
                )


def _decimals(value: Decimal) -> int:
    """Return after how many decimals only zeros follow; no number is too large for it."""
    if str(value).isdecimal():  # as most are; to take a number apart costs several times as much
        return 0
    _, digits, exponent = value.as_tuple()
    if not value or not isinstance(exponent, int) or exponent >= 0:
        return 0
    zeros = len(digits) - len("".join(map(str, digits)).rstrip("0"))
    return max(0, -exponent - zeros)


def _is_rank(one: Indicator) -> bool:
    return (
        one.value is not None and one.value == int(one.value) and 1 <= one.value <= len(one.classes)
    )


def profiles_fit(plan: Plan, *, with_notes: bool = True) -> Iterable[Finding]:
    """A profile exists, rises to 100, and suits its measure; a path needs a baseline; each linear
    is worth a look, which is only noted.
    """
    for name, shares in plan.profiles.items():
        if name in BUILT_IN_PROFILES:
            yield finding("plan-profile-name", value=name)
        if (
            len(shares) not in {4, 12}
            or shares[-1] != _HUNDRED
            or list(shares) != sorted(shares)
            or shares[0] < 0
        ):
            yield finding("plan-profile-list", value=name)
    for serial, one in enumerate(plan.indicator, 1):
        if one.profile not in BUILT_IN_PROFILES and one.profile not in plan.profiles:
            yield _about("plan-profile-unknown", serial, one, value=one.profile)
        elif one.profile not in _PATHLESS and one.measure in _WITHOUT_PATH:
            yield _about(
                "plan-profile-measure", serial, one, value=one.profile, measure=one.measure
            )
        elif one.profile not in _PATHLESS and one.measure in _STANDING and one.baseline is None:
            yield _about("plan-path-without-baseline", serial, one, value=one.profile)
        elif (
            one.profile not in _PATHLESS
            and one.baseline is not None
            and one.baseline.unit not in {"", one.unit}
        ):
            yield _about("plan-baseline-unit", serial, one, value=one.baseline.unit, unit=one.unit)
        elif with_notes and one.profile == "linear":
            yield _about("plan-linear", serial, one)


def references_exist(plan: Plan) -> Iterable[Finding]:
    """A reference leads to a baseline, to another indicator, or outside; a part belongs to an
    indicator.
    """
    codes = {one.code for one in plan.indicator}
    for serial, one in enumerate(plan.indicator, 1):
        if one.reference == "baseline" and one.baseline is None:
            yield _about("plan-reference-baseline", serial, one)
        elif one.reference not in {None, "baseline", "external"} and not _leads_on(
            one.code, one.reference, codes
        ):
            yield _about("plan-reference-unknown", serial, one, value=one.reference or "")
        if not _leads_on(one.code, one.part_of, codes):
            yield _about("plan-reference-unknown", serial, one, value=one.part_of or "")
    tasks = {one.code for one in plan.milestone}
    for serial, task in enumerate(plan.milestone, 1):
        if not _leads_on(task.code, task.part_of, tasks):
            yield _about("plan-reference-unknown", serial, task, value=task.part_of or "")


def _leads_on(own: str, named: str | None, codes: Container[str]) -> bool:
    """Say whether a code that a target names is another target's; one that names none may be."""
    return named is None or (named in codes and named != own)


def parts_fit(plan: Plan) -> Iterable[Finding]:
    """A rate is a level or a share, and its two parts are amounts of the same periods whose units
    give its own.
    """
    known = {one.code: one for one in plan.indicator}
    for serial, one in enumerate(plan.indicator, 1):
        if one.parts is None:
            continue
        if one.measure not in _STANDING:
            yield _about("plan-parts-measure", serial, one, value=one.measure)
        codes = (one.parts.numerator, one.parts.denominator)
        found = [known[code] for code in codes if code in known and code != one.code]
        for code in codes:
            if code not in known or code == one.code:
                yield _about("plan-parts-unknown", serial, one, value=code)
        for part in found:
            if part.measure not in AMOUNTS:
                yield _about(
                    "plan-parts-amount", serial, one, value=part.code, measure=part.measure
                )
            if set(part.asked) != set(one.asked):
                yield _about("plan-parts-asked", serial, one, value=part.code)
        if (
            len(found) == len(codes)
            and one.parts.factor is None
            and quotient(one.unit, *(p.unit for p in found)) is None
        ):
            units = {"numerator": found[0].unit, "denominator": found[1].unit}
            yield _about("plan-parts-unit", serial, one, value=one.unit, **units)


def dates_fit(plan: Plan) -> Iterable[Finding]:
    """What is due in the plan's year is due within it, what is added in mid-year begins in it, and
    a figure due at year's end is asked then.
    """
    for serial, target in _numbered(plan):
        if target.due is not None and target.due.year != plan.year:
            yield _about("plan-due-other-year", serial, target, value=str(target.due))
        if target.since is not None and not target.since.startswith(str(plan.year)):
            year = str(plan.year)
            yield _about("plan-since-other-year", serial, target, value=target.since, year=year)
    for serial, one in enumerate(plan.indicator, 1):
        if one.asked and one.due is None and not {"Q4", "H2", "12", "year"} & set(one.asked):
            yield _about("plan-never-asked-at-end", serial, one, value="、".join(one.asked))


def steps_fit(plan: Plan) -> Iterable[Finding]:
    """Steps belong to what is advanced; elsewhere the done date judges and steps only inform."""
    for serial, one in enumerate(plan.milestone, 1):
        if one.steps is not None and len(set(one.steps)) == 1 and one.action is Action.ADVANCE:
            yield _about("plan-steps-alike", serial, one, value=one.steps[0])


def revisions_are_sound(plan: Plan) -> Iterable[Finding]:
    """A revision fits the plan, and the plan is as sound once it is carried out."""
    return plan_links.revisions_fit(plan, (comparators_fit, units_fit, dates_fit))


PLAN_CHECKS: tuple[Callable[[Plan], Iterable[Finding]], ...] = (
    codes_are_unique,
    departments_exist,
    comparators_fit,
    units_fit,
    profiles_fit,
    references_exist,
    parts_fit,
    dates_fit,
    steps_fit,
    revisions_are_sound,
    plan_links.parents_fit,
)
_FAULT_CHECKS = tuple(
    partial(profiles_fit, with_notes=False) if check is profiles_fit else check
    for check in PLAN_CHECKS
)
"""The same, without the notes that a long plan has by the ten thousand."""
