"""Small faults put into a room, one at a time: does a test of the room notice?

`python scripts/mutants.py assess --count 60` copies the checkout to a temporary folder, asks coverage
once which tests run which lines, changes one comparison, sum, constant, condition, call or result of
a module at a time, and runs the tests of that line, quickest first, until the first that fails. What
no test noticed is printed with its place; `docs/mutants.md` says why each of those that survived was
left. Tests run in a copy of this process (`fork`), so the script is for Linux and macOS.
"""

import argparse
import ast
import copy
import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, NoReturn

import hypothesis
import openpyxl  # noqa: F401 - loaded once, before copies of this process are made
import pandas as pd  # noqa: F401
import pydantic  # noqa: F401
import pytest

ROOT = Path(__file__).resolve().parents[1]
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
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
_LONGEST = 90
"""Seconds after which the tests of one fault are stopped."""
_MORE = 30
"""Seconds, as measured once, up to which other tests of the module are asked as well."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A change of one place in a module: its number in a walk, and the lines of its statement."""

    path: Path
    place: int
    lines: range
    inside: bool
    changed: str


class Known(NamedTuple):
    """Which tests run a line, by module and line, and how many seconds each took."""

    lines: dict[tuple[str, int], set[str]]
    seconds: dict[str, float]

    def asked(self, fault: Fault) -> list[str]:
        """Return the tests of a line, quickest first, then others of its module.

        What stands outside functions runs when the module is imported, which may be in a test that
        has nothing to do with it. There, and where no test of the line notices, others of the
        module are asked for as long as `_MORE` seconds allow.
        """
        path = fault.path.as_posix()
        own = {test for line in fault.lines for test in self.lines.get((path, line), ())}
        module = {
            test for (where, _), tests in self.lines.items() if where == path for test in tests
        }
        first = self._quickest(own) if fault.inside else []
        rest = self._quickest(module.difference(first))
        took = list(accumulate(self.seconds.get(test, 0) for test in (*first, *rest)))
        return first + [
            test for test, sum_ in zip(rest, took[len(first) :], strict=True) if sum_ < _MORE
        ]

    def _quickest(self, tests: Iterable[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds.get(test, 0), test))


def faults(path: Path, source: str) -> Iterator[Fault]:
    """Yield every change of a module that this script can make."""
    tree = ast.parse(source)
    around = _statements(tree)
    for place, node in enumerate(ast.walk(tree)):
        changed = _changed(copy.copy(node))
        if changed:
            lines, inside = around[id(node)]
            yield Fault(path=path, place=place, lines=lines, inside=inside, changed=changed)


def mutant(source: str, place: int) -> str:
    """Return the text of a module with one fault."""
    tree = ast.parse(source)
    _changed(list(ast.walk(tree))[place])
    return ast.unparse(ast.fix_missing_locations(tree))


def _statements(tree: ast.AST) -> dict[int, tuple[range, bool]]:
    """Return by node the lines of the innermost statement, and whether it is in a function."""
    around: dict[int, tuple[range, bool]] = {}

    def walk(node: ast.AST, lines: range, *, inside: bool, within: bool) -> None:
        if isinstance(node, ast.stmt):
            last = getattr(node, "body", None) or [node]
            end = last[0].lineno if last != [node] else (node.end_lineno or node.lineno) + 1
            lines, inside = range(node.lineno, max(end, node.lineno + 1)), within
            within = within or isinstance(node, ast.FunctionDef)
        around[id(node)] = lines, inside
        for child in ast.iter_child_nodes(node):
            walk(child, lines, inside=inside, within=within)

    walk(tree, range(1), inside=False, within=False)
    return around


def _changed(node: ast.AST) -> str:
    """Put a fault into a node, in place; say which, or nothing where it has no place for one."""
    match node:
        case ast.Compare(ops=[op, *rest]) if type(op) in _COMPARED:
            node.ops = [_COMPARED[type(op)](), *rest]
            return f"{type(op).__name__} is {type(node.ops[0]).__name__}"
        case ast.BinOp(op=op) if type(op) in _RECKONED:
            node.op = _RECKONED[type(op)]()
            return f"{type(op).__name__} is {type(node.op).__name__}"
        case ast.BoolOp(op=op):
            node.op = ast.Or() if isinstance(op, ast.And) else ast.And()
            return f"{type(op).__name__} is {type(node.op).__name__}"
        case ast.UnaryOp(op=ast.Not()):
            node.op = ast.UAdd()
            node.operand = ast.Call(ast.Name("bool", ast.Load()), [node.operand], [])
            return "not is dropped"
        case ast.Constant(value=bool(value)):
            node.value = not value
            return f"{value} is {not value}"
        case ast.Constant(value=int(value)):
            node.value = value + 1
            return f"{value} is {value + 1}"
        case ast.If(test=test):
            node.test = ast.BoolOp(ast.And(), [ast.Constant(value=False), test])
            return "the condition never holds"
        case ast.Expr(value=ast.Call()):
            node.value = ast.Constant(value=None)
            return "the call is dropped"
        case ast.Return(value=ast.expr()):
            node.value = ast.Constant(value=None)
            return "result is None"
    return ""


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


def answer(work: Path, tests: list[str]) -> str:
    """Return `noticed`, `unnoticed`, or `no answer` where the tests go on and on, and are stopped."""
    if not tests:
        return "unnoticed"
    child = multiprocessing.get_context("fork").Process(target=_run, args=(work, tests))
    child.start()
    child.join(_LONGEST)
    if child.is_alive() and child.pid:
        os.killpg(child.pid, signal.SIGKILL)
        child.join()
        return "no answer"
    return "noticed" if child.exitcode else "unnoticed"


def _run(work: Path, tests: list[str]) -> NoReturn:
    """Run tests in a copy of this process, which has loaded all that is not ours already."""
    os.setsid()
    os.chdir(work)
    sys.path.insert(0, str(work))
    sys.dont_write_bytecode = True
    hypothesis.settings.register_profile(
        "mutants", phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate), database=None
    )
    hypothesis.settings.load_profile("mutants")
    asked = work / "asked.txt"
    asked.write_text("\n".join(tests), encoding="utf-8")
    with (work / "said.txt").open("w", encoding="utf-8") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    quiet = "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is loaded already
    os._exit(pytest.main(["-q", "-x", "-p", "no:cacheprovider", "-W", quiet, f"@{asked}"]))


def tried(work: Path, sample: Iterable[Fault], known: Known) -> Counter[str]:
    """Put in one fault after another, print those that are not noticed, and count the answers."""
    answers: Counter[str] = Counter()
    for number, fault in enumerate(sample, 1):
        tests = known.asked(fault)
        module = work / fault.path
        before = module.read_text(encoding="utf-8")
        module.write_text(mutant(before, fault.place), encoding="utf-8")
        given = answer(work, tests)
        module.write_text(before, encoding="utf-8")
        answers[given] += 1
        if given != "noticed":
            at = f"{fault.path.as_posix()}:{fault.lines.start}"
            print(f"{number}. {at}: {fault.changed}: {given} ({len(tests)} tests)", flush=True)
    return answers


def main() -> None:
    """Try a sample of the faults of one room and print those that nothing noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--work", type=Path, help="a folder for the copy, used again if it is there"
    )
    asked = parser.parse_args()
    folder, tests = ROOMS[asked.room]
    found = [
        fault
        for path in sorted((ROOT / folder).rglob("*.py"))
        for fault in faults(path.relative_to(ROOT), path.read_text(encoding="utf-8"))
    ]
    chosen = random.Random(asked.seed)  # noqa: S311 - the same sample in every run
    sample = chosen.sample(found, min(asked.count, len(found)))
    with tempfile.TemporaryDirectory() as folder_of_work:
        work = (asked.work or Path(folder_of_work)).resolve() / "work"
        if not work.exists():
            _copy(work)
            _ask_coverage(work, folder, tests)
        known = known_tests(work)
        if answer(work, sorted(known.seconds, key=known.seconds.__getitem__)[:20]) != "unnoticed":
            raise SystemExit((work / "said.txt").read_text(encoding="utf-8"))
        answers = tried(work, sample, known)
    told = ", ".join(f"{count} {given}" for given, count in sorted(answers.items()))
    print(f"{asked.room}: {len(sample)} of {len(found)} faults tried: {told}")


if __name__ == "__main__":
    main()
