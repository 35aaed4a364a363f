"""Small faults put into a room, one at a time: does a test of the room notice?

`python scripts/mutants.py assess --count 60` copies the checkout to a temporary folder, asks coverage
once which tests run which lines, changes one comparison, sum, constant, condition, call or result of
a module at a time, and runs the tests of that line, quickest first, until the first that fails. What
no test noticed is printed with its place; `docs/mutants.md` says why each of those that survived was
left.

Tests are collected once. Each fault is put into a copy of the process (`fork`, so the script is for
Linux and macOS): functions get the changed code, whoever refers to them. What stands outside
functions has run by then, so a process of its own loads the changed module.
"""

import argparse
import ast
import gc
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from types import CodeType, FunctionType
from typing import NamedTuple, NoReturn

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from scripts.small_faults import Fault, faults, mutant  # noqa: E402 - runs from a checkout

ROOMS = {
    "assess": (
        "xlreport/assess",
        ("tests/assess",),
    ),
    "checks": (
        "xlreport/checks",
        ("tests/checks", "tests/returns", "tests/pipeline/plans", "tests/workbook/plan_book"),
    ),
    "reading": (
        "xlreport/workbook/reading",
        ("tests/workbook/reading", "tests/hostile/test_corpus.py", "tests/returns"),
    ),
}
"""Of each room, its folder and the tests that are asked."""
OFFICE = (
    "tests/returns/test_merged_cells.py", "tests/workbook/reading/test_shown_office.py",
    "tests/workbook/plan_book/test_plan_book_office.py",
)  # fmt: skip
"""Tests that start LibreOffice, which takes longer than all others together; they are not asked."""
_LONGEST = 60
"""Seconds after which the tests of one fault are stopped."""
_OWN, _MORE = 30, 5
"""Seconds, as measured once, up to which tests of the line and others of the module are asked."""


class Known(NamedTuple):
    """Which tests run a line, by module and line, and how many seconds each took."""

    lines: dict[tuple[str, int], set[str]]
    seconds: dict[str, float]

    def asked(self, fault: Fault) -> list[str]:
        """Return the tests of a line, quickest first, then others of its module.

        What stands outside functions runs when the module is imported, which may be in a test that
        has nothing to do with it. There, and where no test of the line notices, others of the
        module are asked. Both are asked for so many seconds, and the quickest in any case.
        """
        path = fault.path.as_posix()
        own = {test for line in fault.lines for test in self.lines.get((path, line), ())}
        module = {
            test for (where, _), tests in self.lines.items() if where == path for test in tests
        }
        if not fault.inside:
            own = set()
        return [*self._quickest(own, _OWN), *self._quickest(module - own, _MORE)]

    def _quickest(self, tests: Iterable[str], limit: float) -> list[str]:
        """Return as many tests as there are seconds for, and one in any case."""
        ordered = sorted(tests, key=lambda test: (self.seconds.get(test, 0), test))
        took = accumulate(self.seconds.get(test, 0) for test in ordered)
        return [
            test
            for number, (test, until) in enumerate(zip(ordered, took, strict=True))
            if not number or until < limit
        ]


def _copy(work: Path) -> None:
    """Copy the checkout, and lead to what lies beside it."""
    ignored = shutil.ignore_patterns(
        ".venv", ".git", "__pycache__", ".*cache", "build", "node_modules"
    )
    shutil.copytree(ROOT, work, ignore=ignored)
    beside = ROOT.parent / "shared"
    if beside.exists():
        (work.parent / "shared").symlink_to(beside)


def _ask_coverage(work: Path, folder: str, tests: Iterable[str]) -> None:
    """Run a room's tests once; coverage and `tests_by_line` write which of them run which lines."""
    told = [sys.executable, "-m", "coverage", "run", "--data-file=lines.db", f"--source={folder}",
            "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "tests_by_line", *tests,
            *(f"--ignore={path}" for path in OFFICE)]  # fmt: skip
    paths = os.pathsep.join([str(work), str(work / "scripts")])
    subprocess.run(told, cwd=work, check=True, env=os.environ | {"PYTHONPATH": paths})


def known_tests(work: Path) -> Known:
    """Return which tests run which lines of a copy."""
    from coverage.numbits import numbits_to_nums

    found: dict[tuple[str, int], set[str]] = {}
    with sqlite3.connect(work / "lines.db") as kept:
        rows = kept.execute(
            "select path, context, numbits from line_bits"
            " join file on file.id = file_id join context on context.id = context_id"
            " where context != ''"
        )
        for path, test, numbits in rows:
            where = Path(path).relative_to(work).as_posix()
            for line in numbits_to_nums(numbits):
                found.setdefault((where, line), set()).add(test)
    return Known(found, json.loads((work / "seconds.json").read_text(encoding="utf-8")))


class Trying:
    """A plugin of pytest that runs the tests again and again, with one fault after another."""

    def __init__(self, work: Path, sample: Sequence[Fault], known: Known) -> None:
        self.work, self.sample, self.known = work, sample, known
        self.answers: Counter[str] = Counter()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Put in one fault after another, print those not noticed, and count the answers."""
        quick = sorted(self.known.seconds, key=self.known.seconds.__getitem__)[:60]
        if self._in_a_copy(session, quick, None) != "unnoticed":
            raise SystemExit("tests fail without any fault")
        for number, fault in enumerate(self.sample, 1):
            tests = self.known.asked(fault)
            given = self._answer(session, fault, tests) if tests else "unnoticed"
            self.answers[given] += 1
            if given != "noticed":
                at = f"{fault.path.as_posix()}:{fault.lines.start}"
                told = f"{number}. {at}: {fault.changed}: {given} ({len(tests)} tests)"
                print(told, file=sys.stderr, flush=True)
        return True

    def _answer(self, session: pytest.Session, fault: Fault, tests: Sequence[str]) -> str:
        module = self.work / fault.path
        before = module.read_text(encoding="utf-8")
        changed = mutant(before, fault.place)
        module.write_text(ast.unparse(changed), encoding="utf-8")
        try:
            loaded = any(one.__code__.co_filename == str(module) for one in _functions())
            if loaded and not fault.inside:
                return _in_a_process(self.work, tests)
            return self._in_a_copy(session, tests, compile(changed, module, "exec"))
        finally:
            module.write_text(before, encoding="utf-8")

    def _in_a_copy(
        self, session: pytest.Session, tests: Sequence[str], code: CodeType | None
    ) -> str:
        child = os.fork()
        if not child:
            _run(session, tests, code)
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until:
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                return "noticed" if status else "unnoticed"
            time.sleep(0.05)
        os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return "no answer"


def _run(session: pytest.Session, tests: Sequence[str], code: CodeType | None) -> NoReturn:
    """Change the functions of a module and run tests until the first that fails."""
    try:
        os.setsid()
        if code is not None:
            _put_in(code)
        found = {test.nodeid: test for test in session.items}
        chosen = [found[test] for test in tests]
        for test, following in zip(chosen, [*chosen[1:], None], strict=True):
            test.ihook.pytest_runtest_protocol(item=test, nextitem=following)
            if session.testsfailed:
                os._exit(1)
        os._exit(0)
    finally:
        os._exit(1)


def _functions() -> Iterator[FunctionType]:
    return (one for one in gc.get_objects() if type(one) is FunctionType)


def _put_in(code: CodeType) -> None:
    """Give every function of a module its new code."""
    new = {(one.co_qualname, one.co_firstlineno): one for one in _codes(code)}
    for function in _functions():
        old = function.__code__
        if old.co_filename == code.co_filename:
            function.__code__ = new.get((old.co_qualname, old.co_firstlineno), old)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for one in code.co_consts:
        if isinstance(one, CodeType):
            yield from _codes(one)


def _in_a_process(work: Path, tests: Sequence[str]) -> str:
    """Run tests in a process of their own until the first that fails."""
    asked = work / "asked.txt"
    asked.write_text("\n".join(tests), encoding="utf-8")
    told = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", f"@{asked}"]
    try:
        done = subprocess.run(told, cwd=work, capture_output=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return "no answer"
    return "noticed" if done.returncode else "unnoticed"


def main() -> None:
    """Try a sample of the faults of one room and print those that nothing noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", default="", help="modules with this in their path alone")
    parser.add_argument("--skip", type=int, default=0, help="leave out so many of the sample")
    parser.add_argument(
        "--work", type=Path, help="a folder for the copy, used again if it is there"
    )
    asked = parser.parse_args()
    folder, tests = ROOMS[asked.room]
    with tempfile.TemporaryDirectory() as folder_of_work:
        work = (asked.work or Path(folder_of_work)).resolve() / "work"
        if not work.exists():
            _copy(work)
            _ask_coverage(work, folder, tests)
        found = [
            fault
            for path in sorted((work / folder).rglob("*.py"))
            if asked.part in path.relative_to(work).as_posix()
            for fault in faults(path.relative_to(work), path.read_text(encoding="utf-8"))
        ]
        chosen = random.Random(asked.seed)  # noqa: S311 - the same sample in every run
        sample = chosen.sample(found, min(asked.count, len(found)))[asked.skip :]
        trying = Trying(work, sample, known_tests(work))
        _try(work, trying, tests)
    told = ", ".join(f"{count} {given}" for given, count in sorted(trying.answers.items()))
    print(f"{asked.room}: {len(sample)} of {len(found)} faults tried: {told}")


def _try(work: Path, trying: Trying, tests: Iterable[str]) -> None:
    os.chdir(work)
    os.environ["PYTHONPATH"] = str(work)
    sys.path.insert(0, str(work))
    sys.dont_write_bytecode = True
    hypothesis.settings.register_profile(
        "mutants", phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate), database=None
    )
    hypothesis.settings.load_profile("mutants")
    quiet = ("-p", "no:cacheprovider", "-p", "no:terminal")
    loaded = ("-W", "ignore::pytest.PytestAssertRewriteWarning")  # hypothesis, above
    left_out = (f"--ignore={path}" for path in OFFICE)
    pytest.main([*quiet, *loaded, *tests, *left_out], plugins=[trying])


if __name__ == "__main__":
    main()
