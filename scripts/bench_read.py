"""What reading costs: CPU of the gate and of a whole read, as multiples of inflating every part with `zipfile`.

`python scripts/bench_read.py FILE…`; without files, the workbooks of the region's plan are made first. Ratios are the
result; the least of several rounds counts, as other work on the machine only ever adds.
"""

import sys
import time
import tomllib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from statistics import median
from zipfile import ZipFile

from xlreport.model.period import Period
from xlreport.model.plans.plan import plan_from
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.looks.loading_template_looks import load_looks
from xlreport.workbook.reading.container.container_gate import open_file
from xlreport.workbook.reading.reading_known_headings import headings
from xlreport.workbook.reading.submission_reader import read

ROOT = Path(__file__).parents[1]
ROUNDS, TIMES = 9, 20


def returns() -> dict[str, bytes]:
    plan = plan_from(
        tomllib.loads((ROOT / "schemas" / "tibet-2020.toml").read_text(encoding="utf-8"))
    )
    looks = load_looks((ROOT / "workbook_templates" / "zh" / "department.xlsx").read_bytes())
    period = Period.parse("2020-Q2")
    forms = {unit.code: form_for(plan, unit, period, ()) for unit in plan.reporters()}
    return {code: department_workbook(form, looks) for code, form in forms.items()}


def inflate(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            archive.read(name)


def cost(work: Callable[[], object]) -> float:
    least = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(TIMES):
            work()
        least = min(least, (time.process_time() - start) / TIMES)
    return least * 1000


def main(paths: list[str]) -> None:
    words = headings(
        path.read_bytes() for path in sorted(ROOT.glob("workbook_templates/*/department.xlsx"))
    )
    files = {Path(path).name: Path(path).read_bytes() for path in paths} or returns()
    print(f"{'file':24} {'bytes':>8} {'inflate ms':>10} {'gate x':>7} {'read x':>7}")
    gates, reads = [], []
    for name, content in files.items():
        floor = cost(lambda content=content: inflate(content))  # type: ignore[misc]
        gates.append(cost(lambda content=content: open_file(content)) / floor)  # type: ignore[misc]
        reads.append(cost(lambda content=content, name=name: read(content, name, words)) / floor)  # type: ignore[misc]
        print(f"{name[:24]:24} {len(content):8} {floor:10.2f} {gates[-1]:7.1f} {reads[-1]:7.1f}")
    print(
        f"median: gate {median(gates):.1f} x, read {median(reads):.1f} x the CPU of inflating every part"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
