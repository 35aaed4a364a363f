"""Measures of whole rounds: reading, consolidating, memory, and a second run."""

import os
import shutil
import subprocess
import sys
import time
from functools import lru_cache
from pathlib import Path
from zipfile import ZipFile

from scripts.bench_sizes import ROOT, Place, Sizes, cpu, large_round, medians, usual_round, wall
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.intake.examining_intake_files import Examiner, History
from xlreport.pipeline.intake.receiving_inbox import files_wanted, receive
from xlreport.pipeline.intake.stored.stored_intake_cache import Cache
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.processes.worker_processes import each_file

PROGRAM = [sys.executable, "-m", "xlreport"]
PEER = [sys.executable, str(ROOT / "scripts" / "peer_pandas.py")]


def read_ratio(sizes: Sizes, folder: Path) -> float:
    """CPU of reading, checking and accepting in a limited worker, against inflating every part with `zipfile`."""
    place = usual_round(sizes, folder)
    examiner = Examiner((load_plan(place.plan),), known_headings(None), History(()))
    jobs_ = files_wanted([place.inbox])

    def inflate() -> None:
        for path in place.files:
            with ZipFile(path) as archive:
                for name in archive.namelist():
                    archive.read(name)

    cost = medians(
        {"ours": lambda: list(each_file(jobs_, examiner, 1)), "floor": inflate}, 3 * sizes.rounds
    )
    return cost["ours"] / cost["floor"]


@lru_cache
def _consolidating(sizes: Sizes, folder: Path) -> dict[str, float]:
    place = usual_round(sizes, folder)

    def ours() -> None:
        shutil.rmtree(folder / "copies", ignore_errors=True)
        out = ["--out", str(folder / "summary.xlsx"), "--copies", str(folder / "copies")]
        _run([*PROGRAM, "consolidate", str(place.inbox), "--plan", str(place.plan), *out])

    def peer(engine: str) -> None:
        _run([*PEER, str(place.inbox), str(folder / "peer"), engine])

    works = {
        "ours": ours,
        "openpyxl": lambda: peer("openpyxl"),
        "calamine": lambda: peer("calamine"),
    }
    cost = medians(works, sizes.rounds)
    seconds = ", ".join(f"{name} {taken:.1f} s" for name, taken in cost.items())
    print(f"  CPU of consolidating and marking {sizes.departments}: {seconds}")
    return cost


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=ROOT)


def pandas_ratio(sizes: Sizes, folder: Path) -> float:
    """How many times less CPU the whole command takes than the script."""
    cost = _consolidating(sizes, folder)
    return cost["openpyxl"] / cost["ours"]


def calamine_ratio(sizes: Sizes, folder: Path) -> float:
    """The same, where the script reads with calamine."""
    cost = _consolidating(sizes, folder)
    return cost["calamine"] / cost["ours"]


def processes_ratio(sizes: Sizes, folder: Path) -> float:
    """How many times faster two processes read than one."""
    place = usual_round(sizes, folder)
    examiner = Examiner((load_plan(place.plan),), known_headings(None), History(()))
    jobs_ = files_wanted([place.inbox])
    works = {str(jobs): lambda jobs=jobs: list(each_file(jobs_, examiner, jobs)) for jobs in (1, 2)}
    cost = medians(works, sizes.rounds, wall)
    return cost["1"] / cost["2"]


def memory_ratio(sizes: Sizes, folder: Path) -> float:
    """Peak memory of consolidating the large round, against a twentieth of its workbooks under the same plan."""
    place = large_round(sizes, folder)
    few = folder / "few"
    few.mkdir(exist_ok=True)
    for path in place.files[: sizes.many // 20]:
        (few / path.name).write_bytes(path.read_bytes())
    peaks = {name: max(curve) for name, curve in memory_curves(place, few, folder).items()}
    print(
        f"  peak memory: {peaks['few']:.0f} MB for {sizes.many // 20}, {peaks['all']:.0f} MB for {sizes.many}"
    )
    return peaks["all"] / peaks["few"]


def memory_curves(place: Place, few: Path, folder: Path) -> dict[str, list[float]]:
    """Return the memory of the process and its children in MB, ten times a second, for a few files and for all."""
    curves = {}
    for name, inbox in (("few", few), ("all", place.inbox)):
        out = folder / f"memory-{name}.xlsx"
        command = [
            *PROGRAM,
            "consolidate",
            str(inbox),
            "--plan",
            str(place.plan),
            "--out",
            str(out),
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) as process:
            curve = []
            while process.poll() is None:
                curve.append(_of_tree(process.pid))
                time.sleep(0.1)
        curves[name] = curve
    return curves


def _of_tree(number: int) -> float:
    """Return the proportional memory of a process and its children in MB; 0 where the system does not tell."""
    total = 0.0
    try:
        for task in Path(f"/proc/{number}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                total += _of_tree(int(child))
        rollup = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
        total += (
            next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            / 1024
        )
    except (OSError, StopIteration):
        return total
    return total


def second_run_ratio(sizes: Sizes, folder: Path) -> float:
    """Cost of reading again after ten files changed, against the first time."""
    place = large_round(sizes, folder)
    plan = load_plan(place.plan)
    first, second = [], []
    for count in range(sizes.rounds):
        cache = Cache(folder / f"cache-{count}.sqlite3")
        begin = cpu()
        receive([place.inbox], [plan], cache=cache)
        first.append(cpu() - begin)
        for path in place.files[:10]:
            os.utime(path)
        begin = cpu()
        receive([place.inbox], [plan], cache=cache)
        second.append(cpu() - begin)
        cache.close()
    return sorted(second)[sizes.rounds // 2] / sorted(first)[sizes.rounds // 2]
