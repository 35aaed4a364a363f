"""Instructions of reading, checking and accepting a workbook, counted by valgrind: a busy machine does not change them.

`python scripts/bench_instructions.py` prints them beside those of inflating every part with `zipfile`, a workbook;
each is the difference between a run over so many workbooks and one over twice as many, so that starting is not in it;
the same of workbooks that LibreOffice saved, where there is one. `--stages` prints what each stage of reading costs.
"""

import os
import re
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path
from shutil import which
from zipfile import ZipFile

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts.bench_sizes import SMALL, Sizes, usual_round  # noqa: E402 - runs from a checkout
from scripts.bench_stages import stage_table  # noqa: E402
from xlreport.pipeline.forms.exporting_form_templates import known_headings  # noqa: E402
from xlreport.pipeline.intake.examining_intake_files import Examiner, History  # noqa: E402
from xlreport.pipeline.plans.plan_files import load_plan  # noqa: E402

_FEW = 10
_COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")
"""What cachegrind says at its end: `==12== I   refs:      1,234,567`."""
WORKS = ("inflate", "read")


def work(name: str, plan: Path, files: list[Path]) -> None:
    """Do one of `WORKS` with each file."""
    if name == "inflate":
        for path in files:
            with ZipFile(path) as archive:
                for part in archive.namelist():
                    archive.read(part)
        return
    examine = Examiner((load_plan(plan),), known_headings(None), History(()))
    for path in files:
        examine(path, path.name, None)


def instructions(name: str, plan: Path, files: list[Path]) -> float:
    """Return the instructions of one of `WORKS` for a workbook, of those in the second half of some files."""
    few, many = (_counted(name, plan, files[:count]) for count in (len(files) // 2, len(files)))
    return (many - few) / (len(files) - len(files) // 2)


def _counted(name: str, plan: Path, files: list[Path]) -> int:
    valgrind = [
        "valgrind",
        "--tool=cachegrind",
        "--cache-sim=no",
        "--cachegrind-out-file=/dev/null",
    ]
    told = subprocess.run(
        [*valgrind, sys.executable, __file__, name, str(plan), *map(str, files)],
        env={**os.environ, "PYTHONHASHSEED": "0"},
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    ).stderr
    match = _COUNTED.search(told)
    if match is None:
        raise ValueError(told)
    return int(match[1].replace(",", ""))


def read_instructions_ratio(sizes: Sizes, folder: Path) -> float:
    """Instructions of reading, checking and accepting, against inflating; not a number where there is no valgrind."""
    if which("valgrind") is None:
        return float("nan")
    place = usual_round(sizes, folder)
    return _ratio(place.plan, place.files[: 2 * _FEW])


def resaved_instructions_ratio(sizes: Sizes, folder: Path) -> float:
    """The same of workbooks that LibreOffice saved; not a number where there is none."""
    if which("valgrind") is None or which("soffice") is None:
        return float("nan")
    return _ratio(usual_round(sizes, folder).plan, resaved(sizes, folder))


@lru_cache
def resaved(sizes: Sizes, folder: Path) -> list[Path]:
    """Return some of the usual workbooks as LibreOffice saves them."""
    files = usual_round(sizes, folder).files[: 2 * _FEW]
    out = folder / "resaved"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", out, *files],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return sorted(out.iterdir())


def _ratio(plan: Path, files: list[Path]) -> float:
    cost = {name: instructions(name, plan, files) for name in WORKS}
    print("  M instructions a workbook:", {name: round(one / 1e6, 2) for name, one in cost.items()})
    return cost["read"] / cost["inflate"]


def _print_all(folder: Path, *, by_stage: bool) -> None:
    """Print both ratios, or what each stage costs of both kinds of workbooks."""
    if not by_stage:
        print(round(read_instructions_ratio(SMALL, folder), 1), "x")
        print(round(resaved_instructions_ratio(SMALL, folder), 1), "x, saved by LibreOffice")
        return
    place = usual_round(SMALL, folder)
    kinds = {"as generated": place.files[: 2 * _FEW]}
    if which("soffice") is not None:
        kinds["saved by LibreOffice"] = resaved(SMALL, folder)
    for kind, files in kinds.items():
        inflating = instructions("inflate", place.plan, files)
        print(f"{kind}; inflating takes {inflating / 1e6:.1f} M")
        print(stage_table(place.plan, files, inflating), flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in WORKS:
        work(sys.argv[1], Path(sys.argv[2]), [Path(one) for one in sys.argv[3:]])
    else:
        with tempfile.TemporaryDirectory(prefix="xlreport-bench-") as folder:
            _print_all(Path(folder), by_stage="--stages" in sys.argv)
