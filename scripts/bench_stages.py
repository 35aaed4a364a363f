"""Instructions of each stage of reading a workbook, counted by callgrind in one run.

Whatever a stage ends with is wrapped by a call of `getpgid`, which nothing else calls; there callgrind writes down
what was counted since the last one. The first half of the files is read to warm up and not counted.
"""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xlreport.pipeline.forms.exporting_form_templates import known_headings  # noqa: E402 - runs from a checkout
from xlreport.pipeline.intake import examining_intake_files  # noqa: E402
from xlreport.pipeline.intake.examining_intake_files import Examiner, History  # noqa: E402
from xlreport.pipeline.plans.plan_files import load_plan  # noqa: E402
from xlreport.workbook.reading import submission_reader  # noqa: E402
from xlreport.workbook.reading.formats import xlsx_format  # noqa: E402

STAGES: tuple[tuple[str, ModuleType, str], ...] = (
    ("the archive: every part inflated, its checksums and names", submission_reader, "open_file"),
    ("what it is, its lists of parts, names, shared strings", xlsx_format, "_strings"),
    ("sheets into cells", submission_reader, "book_in"),
    ("cells into rows, codes, signatures, formulas that act", examining_intake_files, "read_open"),
    ("whose it is, and its form", examining_intake_files, "form_for"),
    (
        "rows into lines, all checks, locked cells compared",
        examining_intake_files,
        "check_returned",
    ),
)
"""What a stage does, and the function that it ends with, where that is looked up."""
_LAST = "accepted as records, packed"
_TOTAL = re.compile(r"^totals: (\d+)$", re.MULTILINE)
"""What callgrind writes at the end of each dump: `totals: 1234567`."""


def work(plan: Path, files: Sequence[Path]) -> None:
    """Read files, the second half with a mark after each stage; print the stages as they end."""
    marking = [False]

    def mark(stage: str) -> None:
        if marking[0]:
            os.getpgid(0)
            print(stage, flush=True)

    def marked(function: Callable[..., object], stage: str) -> Callable[..., object]:
        def asked(*given: object, **named: object) -> object:
            outcome = function(*given, **named)
            mark(stage)
            return outcome

        return asked

    for stage, module, name in STAGES:
        setattr(module, name, marked(getattr(module, name), stage))
    examine = Examiner((load_plan(plan),), known_headings(None), History(()))
    for number, path in enumerate(files):
        if number == len(files) // 2:
            marking[0] = True
            mark("start")
        examine(path, path.name, None)
        mark(_LAST)


def stages(plan: Path, files: Sequence[Path]) -> dict[str, float]:
    """Return the instructions of each stage for a workbook, of those in the second half of some files."""
    with tempfile.TemporaryDirectory(prefix="xlreport-stages-") as folder:
        ends = subprocess.run(
            ["valgrind", "--tool=callgrind", "--dump-before=getpgid", f"--callgrind-out-file={folder}/out",
             sys.executable, __file__, str(plan), *map(str, files)],
            env={**os.environ, "PYTHONHASHSEED": "0"}, capture_output=True, text=True, check=True,
        ).stdout.splitlines()  # fmt: skip
        dumps = sorted(Path(folder).glob("out.*"), key=lambda path: int(path.suffix[1:]))
        counts = [int(found[1]) for path in dumps if (found := _TOTAL.search(path.read_text()))]
    cost = dict.fromkeys((*(stage for stage, _, _ in STAGES), _LAST), 0.0)
    for stage, count in zip(ends, counts, strict=False):
        if stage != "start":
            cost[stage] += count / (len(files) - len(files) // 2)
    return cost


def stage_table(plan: Path, files: Sequence[Path], inflating: float) -> str:
    """Return the stages as the table of docs/en/scale.md has them, each with all before it."""
    lines, whole = ["| stage | M instructions | × |", "|---|---|---|"], 0.0
    for stage, count in stages(plan, files).items():
        whole += count
        lines.append(f"| {stage} | {whole / 1e6:.1f} | {whole / inflating:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    work(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
