"""Where things stand in a plan: found once, and then used for every workbook instead of a walk
through all targets.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xlreport.model.plans.plan_target_types import Department, Indicator, Milestone


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PlanLookup:
    """The plan's departments and targets by code."""

    departments: Mapping[str, tuple[int, Department]]
    """By code: its place in the plan, 1-based, and itself."""
    indicators: Mapping[str, tuple[tuple[int, Indicator], ...]]
    """By reporting department: serial numbers and indicators, in plan order."""
    milestones: Mapping[str, tuple[tuple[int, Milestone], ...]]
    targets: Mapping[str, Indicator | Milestone]
    """By code, the first where a faulty plan has one twice."""
    names: Mapping[str, tuple[tuple[int, Department], ...]]
    """Folded name or other name of a department → the departments that go by it."""
    name_lengths: tuple[int, ...]
    """How many characters folded names have, the fewest first."""


def folded(text: str) -> str:
    """Return a name as names are compared: without regard to case and width."""
    return unicodedata.normalize("NFKC", text).casefold()


def lookup_of(
    units: Iterable[Department],
    asked: Sequence[Indicator],
    tasks: Sequence[Milestone],
) -> PlanLookup:
    """Walk through a plan's departments, indicators and milestones once."""
    units = tuple(units)
    indicators: dict[str, list[tuple[int, Indicator]]] = defaultdict(list)
    milestones: dict[str, list[tuple[int, Milestone]]] = defaultdict(list)
    for serial, indicator in enumerate(asked, 1):
        indicators[indicator.reported_by].append((serial, indicator))
    for serial, milestone in enumerate(tasks, 1):
        milestones[milestone.reported_by].append((serial, milestone))
    names: dict[str, list[tuple[int, Department]]] = defaultdict(list)
    for number, unit in enumerate(units, 1):
        for name in dict.fromkeys(map(folded, (unit.name, *unit.aliases))):
            names[name].append((number, unit))
    targets: list[Indicator | Milestone] = [*asked, *tasks]
    return PlanLookup(
        departments={
            one.code: (number, one) for number, one in reversed(list(enumerate(units, 1)))
        },
        indicators={unit: tuple(rows) for unit, rows in indicators.items()},
        milestones={unit: tuple(rows) for unit, rows in milestones.items()},
        targets={one.code: one for one in reversed(targets)},
        names={name: tuple(units) for name, units in names.items()},
        name_lengths=tuple(sorted(set(map(len, names)))),
    )
