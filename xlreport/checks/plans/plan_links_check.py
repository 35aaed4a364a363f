"""What a plan says of other times and other plans: revisions in mid-year, and the higher targets
that it answers.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from xlreport.checks.typed.typed_units import factor
from xlreport.messages.finding_messages import sentence
from xlreport.model.plans.plan import Direction, Indicator, Measure, Milestone, Plan, Revision
from xlreport.model.returns.finding import Finding, finding

Check = Callable[[Plan], Iterable[Finding]]
_TURNED = {Measure.GROWTH: Measure.FALL, Measure.FALL: Measure.GROWTH}
_TURNS = {
    Direction.MORE: Direction.LESS,
    Direction.LESS: Direction.MORE,
    Direction.NONE: Direction.NONE,
}


def revisions_fit(plan: Plan, proofs: Sequence[Check]) -> Iterator[Finding]:
    """A revision names a target of the plan, a period of its year, changes something, and leaves
    the target sound.
    """
    if not plan.revision:  # as in most plans, whose targets need not be laid out for it
        return
    alone = _plans_alone(plan)
    for serial, one in enumerate(plan.revision, 1):
        own = alone(one)
        target = next(iter(reversed(own.targets)), None)
        if target is None:
            yield finding(
                "plan-revision-unknown", indicator=one.code, serial=serial, value=one.code
            )
            continue
        yield from _revision_fits(own, serial, one, target)
        yield from _still_sound(own, serial, one, target, proofs)
    for (_, first), (serial, second) in _of_one_moment(plan.revision):
        if first.changes().keys() & second.changes().keys():
            yield finding(
                "plan-revision-twice", indicator=second.code, serial=serial, value=second.since
            )


def _plans_alone(plan: Plan) -> Callable[[Revision], Plan]:
    """Return what makes, for a revision, the plan without what it does not concern: other targets,
    departments and revisions.
    """
    units = {unit.code: unit for unit in plan.department}
    rows: defaultdict[str, tuple[list[Indicator], list[Milestone], list[Revision]]] = defaultdict(
        lambda: ([], [], [])
    )
    for one in plan.indicator:
        rows[one.code][0].append(one)
    for task in plan.milestone:
        rows[task.code][1].append(task)
    for change in plan.revision:
        rows[change.code][2].append(change)

    def alone(one: Revision) -> Plan:
        indicators, milestones, revisions = rows[one.code]
        named = (units[code] for code in (one.lead, one.reporter) if code in units)
        return plan.model_copy(update={
            "department": tuple(named), "indicator": tuple(indicators),
            "milestone": tuple(milestones), "revision": tuple(revisions),
        })  # fmt: skip

    return alone


def _of_one_moment(
    revisions: Iterable[Revision],
) -> list[tuple[tuple[int, Revision], tuple[int, Revision]]]:
    """Return each two revisions of one target from the same day on, with their serial numbers, in
    the order of the plan.
    """
    together = defaultdict[tuple[str, date], list[tuple[int, Revision]]](list)
    for serial, one in enumerate(revisions, 1):
        together[one.code, one.from_period.start].append((serial, one))
    pairs = (pair for group in together.values() for pair in combinations(group, 2))
    return sorted(pairs, key=lambda pair: (pair[0][0], pair[1][0]))


def _revision_fits(
    plan: Plan, serial: int, one: Revision, target: Indicator | Milestone
) -> Iterator[Finding]:
    where = {"indicator": one.code, "name": target.name}
    if one.from_period.year != plan.year:
        yield finding(
            "plan-revision-other-year",
            serial=serial,
            value=one.since,
            year=str(plan.year),
            **where,
        )
    if isinstance(target, Milestone) and one.value is not None:
        yield finding("plan-revision-milestone", serial=serial, value=str(one.value), **where)
    known = {department.code for department in plan.department}
    for code in (one.lead, one.reporter):
        if code is not None and code not in known:
            yield finding("plan-revision-department", serial=serial, value=code, **where)
    before = _before(plan, one).get(one.code, target)
    if all(getattr(before, field, value) == value for field, value in one.changes().items()):
        yield finding("plan-revision-same", serial=serial, value=one.since, **where)


def _before(plan: Plan, one: Revision) -> dict[str, Indicator | Milestone]:
    """Return the targets as they are in force before a revision: with those that begin earlier
    carried out.
    """
    earlier = tuple(
        other for other in plan.revision if other.from_period.start < one.from_period.start
    )
    former = plan.model_copy(update={"revision": earlier}).at(one.from_period)
    return {target.code: target for target in former.targets}


def _still_sound(
    plan: Plan, serial: int, one: Revision, target: Indicator | Milestone, proofs: Sequence[Check]
) -> Iterator[Finding]:
    """Yield what the plan's own checks say of the target once it is revised, and did not say
    before.
    """
    said = {(f.code, f.value) for proof in proofs for f in proof(plan) if f.indicator == one.code}
    for found in (
        f for proof in proofs for f in proof(plan.at(one.from_period)) if f.indicator == one.code
    ):
        if (found.code, found.value) not in said:
            words = sentence(plan.language, found)
            yield finding(
                "plan-revision-unfit",
                indicator=one.code,
                serial=serial,
                name=target.name,
                words=words,
            )


def parents_fit(plan: Plan) -> Iterator[Finding]:
    """A higher target is another plan's."""
    for serial, target in _children(plan):
        if target.parent is not None and target.parent.split(":")[0] == plan.code:
            yield _about("plan-parent-own", serial, target)


def check_parents(plan: Plan, parents: Sequence[Plan]) -> tuple[Finding, ...]:
    """Prove what a plan says of its higher targets against the plans that they are in."""
    return tuple(_with_parents(plan, {parent.plan.code: parent for parent in parents}))


def _with_parents(plan: Plan, parents: dict[str, Plan]) -> Iterator[Finding]:
    for serial, target in _children(plan):
        owner, _, code = (target.parent or "").partition(":")
        parent = parents.get(owner)
        if parent is None:
            yield _about("plan-parent-other-plan", serial, target)
            continue
        higher = parent.lookup.targets.get(code)
        if higher is None:
            yield _about("plan-parent-unknown", serial, target)
        elif type(higher) is not type(target):
            yield _about("plan-parent-kind", serial, target)
        elif isinstance(higher, Indicator) and isinstance(target, Indicator):
            yield from _goes_with(serial, target, higher)


def _goes_with(serial: int, target: Indicator, higher: Indicator) -> Iterator[Finding]:
    """A part adds up in the same kind of unit; the same target has the same way, or its mirror
    image (增 and 降).
    """
    own, other = _counted(target.unit), _counted(higher.unit)
    if own != other and factor(own, other) is None:
        yield _about("plan-parent-unit", serial, target, unit=target.unit, other=higher.unit)
    mirrored = (
        _TURNED.get(target.measure) is higher.measure
        and _TURNS[target.direction] is higher.direction
    )
    alike = target.measure is higher.measure and target.direction is higher.direction
    monitored = Direction.NONE in {target.direction, higher.direction}
    if target.parent_kind == "same" and not (alike or mirrored or monitored):
        yield _about("plan-parent-direction", serial, target)


def _counted(unit: str) -> str:
    """Return a unit without what its brackets add: 万头（只）."""
    return re.split("[（(]", unit, maxsplit=1)[0]


def _children(plan: Plan) -> Iterator[tuple[int, Indicator | Milestone]]:
    lists: tuple[Sequence[Indicator | Milestone], ...] = (plan.indicator, plan.milestone)
    for targets in lists:
        yield from (
            (serial, target)
            for serial, target in enumerate(targets, 1)
            if target.parent is not None
        )


def _about(code: str, serial: int, target: Indicator | Milestone, **words: str) -> Finding:
    return finding(
        code,
        indicator=target.code,
        serial=serial,
        name=target.name,
        value=target.parent or "",
        **words,
    )
