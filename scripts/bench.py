"""What the program costs beside its peers: ratios, goal and measured, in one run.

`python scripts/bench.py` takes about twenty minutes on two cores, `--small` one or two. With `--check` it fails where a
ratio is half again worse than its goal, or than what `docs/en/scale.md` says is reached today.
Ratios of medians of interleaved runs are the result; seconds differ from machine to machine.
"""

import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from math import isnan
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.bench_books import annotate_ratio, generate_ratio, summary_ratio  # noqa: E402 - runs from a checkout
from scripts.bench_instructions import (  # noqa: E402
    read_instructions_ratio,
    resaved_instructions_ratio,
)
from scripts.bench_scale import (  # noqa: E402
    calamine_ratio,
    memory_ratio,
    pandas_ratio,
    processes_ratio,
    read_ratio,
    second_run_ratio,
)
from scripts.bench_sizes import FULL, SMALL, Sizes  # noqa: E402
from scripts.bench_start import draft_ratio, help_ratio, validate_ratio  # noqa: E402

SLACK = 1.5
"""How much worse than its limit a ratio may be on a machine that nobody has to itself."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    what: str
    against: str
    goal: float
    today: float
    """What was measured last, where the goal is not reached; CI holds to the milder of the two."""
    measure: Callable[[Sizes, Path], float]
    more: bool = False
    """Whether more is better."""
    small: float | None = None
    """What the small version reaches: start-up, which does not shrink with the inbox, weighs more in it."""

    def holds(self, ratio: float, sizes: Sizes) -> bool:
        """Say whether CI may pass; what could not be counted (NaN) holds up nothing."""
        if isnan(ratio):
            return True
        today = self.small if sizes is SMALL and self.small is not None else self.today
        if self.more:
            return ratio * SLACK >= min(self.goal, today)
        return ratio <= max(self.goal, today) * SLACK


ROWS = (
    Row(
        "read + check + accept, CPU a workbook", "inflating every part", 5, 10, read_ratio, small=14
    ),
    Row(
        "the same, instructions a workbook",
        "inflating every part",
        5,
        7,
        read_instructions_ratio,
    ),
    Row(
        "the same, saved by LibreOffice",
        "inflating every part",
        7,
        7,
        resaved_instructions_ratio,
    ),
    Row(
        "consolidate and mark, CPU",
        "pandas + openpyxl",
        15,
        5.5,
        pandas_ratio,
        more=True,
        small=0.9,
    ),
    Row("the same", "pandas + calamine", 5, 3, calamine_ratio, more=True, small=0.6),
    Row(
        "reading with two processes, wall",
        "one process",
        1.4,
        1.4,
        processes_ratio,
        more=True,
        small=1.2,
    ),
    Row("peak memory, whole round", "a twentieth of it", 1.3, 1.3, memory_ratio),
    Row(
        "second run, 10 files changed", "first run, reading", 0.1, 0.1, second_run_ratio, small=0.15
    ),
    Row("generate, CPU", "XlsxWriter, same cells", 2, 2, generate_ratio),
    Row(
        "summary.xlsx, CPU",
        "XlsxWriter constant_memory, same cells",
        0.25,
        0.25,
        summary_ratio,
        small=0.35,
    ),
    Row("xlreport --help, CPU", "a five-line Typer program", 1.6, 1.6, help_ratio),
    Row("validate of one workbook, CPU", "a five-line Typer program", 3, 3, validate_ratio),
    Row(
        "draft of 60,000 characters, a list, CPU",
        "import pydantic",
        10,
        10,
        partial(draft_ratio, ""),
    ),
    Row("the same as a plan", "import pydantic", 10, 10, partial(draft_ratio, "toml")),
    Row("the same as a workbook", "import pydantic", 10, 10, partial(draft_ratio, "xlsx")),
    Row("annotate one workbook, CPU", "openpyxl load and save", 0.07, 0.1, annotate_ratio),
)


def run(rows: Iterable[Row], sizes: Sizes, folder: Path) -> list[str]:
    """Print the table, a line as it is measured; return what is worse than it may be."""
    print(f"{'what':42}{'against':40}{'goal':>8}{'measured':>10}")
    faults = []
    for row in rows:
        ratio = row.measure(sizes, folder)
        sign = "≥" if row.more else "≤"
        print(f"{row.what:42}{row.against:40}{f'{sign} {row.goal:g}':>8}{ratio:>10.2f}", flush=True)
        if not row.holds(ratio, sizes):
            faults.append(f"{row.what}: {ratio:.2f}")
    return faults


def main(arguments: list[str]) -> int:
    """Measure everything, or the rows whose words are given."""
    words = [one for one in arguments if not one.startswith("-")]
    rows = [
        row for row in ROWS if not words or any(word in row.what + row.against for word in words)
    ]
    with tempfile.TemporaryDirectory(prefix="xlreport-bench-") as folder:
        faults = run(rows, SMALL if "--small" in arguments else FULL, Path(folder))
    if "--check" in arguments and faults:
        print("worse than it may be:", *faults, sep="\n  ")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
