"""Measure which lines of the rooms that judge and believe are run by their own tests, beside floors that only rise.

A room below its floor fails; so does one that has risen by a whole per cent above it, until the floor is raised.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"xlreport/assess": 99.0, "xlreport/checks": 98.0, "xlreport/workbook/reading": 97.5}
"""Per cent of the lines of a room."""
TESTS = [
    "tests/assess",
    "tests/checks",
    "tests/workbook/reading",
    "tests/findings",
    "tests/hostile/test_corpus.py",
    "tests/returns",
    "tests/pipeline",
    "tests/model",
    "tests/draft",
    "tests/workbook/plan_book",
]
RISEN = 1.0


def main() -> None:
    """Measure, print, and fail where a floor is not what was measured."""
    shares = measured(TESTS)
    wrong = False
    for room, floor in FLOORS.items():
        share = shares[room]
        said = (
            "below its floor"
            if share < floor
            else "raise its floor"
            if share >= floor + RISEN
            else ""
        )
        wrong = wrong or bool(said)
        print(f"{room:28} {share:6.2f} %  floor {floor:.1f} %  {said}")
    sys.exit(wrong)


def measured(tests: list[str]) -> dict[str, float]:
    """Return the share of each room's lines that tests run in this process, in per cent."""
    with tempfile.TemporaryDirectory() as folder:
        told, report = f"--data-file={folder}/coverage", f"{folder}/report.json"
        run = [sys.executable, "-m", "coverage"]
        source = f"--source={','.join(FLOORS)}"
        subprocess.run(
            [*run, "run", told, source, "-m", "pytest", "-q", *tests], cwd=ROOT, check=True
        )
        subprocess.run([*run, "json", "--quiet", told, "-o", report], cwd=ROOT, check=True)
        files = json.loads(Path(report).read_text(encoding="utf-8"))["files"]
    return {room: _share(room, files) for room in FLOORS}


def _share(room: str, files: dict[str, dict[str, dict[str, int]]]) -> float:
    counts = [one["summary"] for name, one in files.items() if Path(name).is_relative_to(room)]
    return (
        100
        * sum(one["covered_lines"] for one in counts)
        / sum(one["num_statements"] for one in counts)
    )


if __name__ == "__main__":
    main()
