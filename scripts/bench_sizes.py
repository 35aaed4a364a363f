"""How much is measured, the rounds that it is measured on, and how cost is taken."""

import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.synthetic import make_inbox, make_plan  # noqa: E402 - runs from a checkout


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything."""

    rounds: int
    departments: int
    """Of the round that is read and consolidated, with `indicators` each."""
    indicators: int
    many: int
    """Workbooks of the large round, with few indicators each, for memory and second runs; a twentieth is the small."""
    rows: int
    """Of the summary."""


FULL = Sizes(rounds=5, departments=1000, indicators=30, many=6000, rows=50_000)
SMALL = Sizes(rounds=3, departments=60, indicators=30, many=300, rows=3000)


@dataclass(frozen=True, slots=True)
class Place:
    """A round on disk."""

    plan: Path
    inbox: Path

    @property
    def files(self) -> list[Path]:
        """Its workbooks, in order."""
        return sorted(self.inbox.iterdir())


@lru_cache
def usual_round(sizes: Sizes, folder: Path) -> Place:
    """Make the round that most is measured on; a third of its workbooks is faulty."""
    return _made(folder / "usual", sizes.departments, sizes.indicators)


@lru_cache
def large_round(sizes: Sizes, folder: Path) -> Place:
    """Make the round of many small workbooks."""
    return _made(folder / "large", sizes.many, 6)


def _made(folder: Path, departments: int, indicators: int) -> Place:
    folder.mkdir()
    place = Place(folder / "plan.toml", folder / "inbox")
    make_inbox(make_plan(place.plan, departments, indicators), place.inbox)
    return place


def cpu() -> float:
    """Return the CPU seconds of this process and of all that it waited for."""
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, whose))


def medians(
    works: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float] = cpu
) -> dict[str, float]:
    """Return the median cost of each piece of work, taken in turn so that other work falls on all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            begin = clock()
            work()
            taken[name].append(clock() - begin)
    return {name: statistics.median(costs) for name, costs in taken.items()}


wall = time.perf_counter
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
