"""Small faults put into a room, one at a time: does a test of the room notice?

`python scripts/mutants.py assess --count 60` copies the checkout to a temporary folder, asks coverage
once which tests run which lines, changes one comparison, sum, constant, condition or result of a
module at a time, and runs the tests of that line until the first that fails. What no test noticed is
printed with its place; `docs/mutants.md` says why each of those that survived was left.
"""

import argparse
import ast
import copy
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

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
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
_SECONDS = 300


def faults(source: str) -> Iterator[tuple[int, range, str]]:
    """Yield the place in a walk, the lines of the statement, and what would be changed there."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    lines = _statement_lines(tree)
    for place, node in enumerate(nodes):
        changed = _changed(copy.copy(node))
        if changed:
            yield place, lines.get(place, range(1)), changed


def mutant(source: str, place: int) -> str:
    """Return the text of a module with one fault."""
    tree = ast.parse(source)
    _changed(list(ast.walk(tree))[place])
    return ast.unparse(tree)


def _statement_lines(tree: ast.AST) -> dict[int, range]:
    """Return the lines of the innermost statement around each node, by its place in a walk."""
    around: dict[int, range] = {}

    def walk(node: ast.AST, lines: range) -> None:
        if isinstance(node, ast.stmt):
            last = getattr(node, "body", None) or [node]
            end = last[0].lineno if last != [node] else (node.end_lineno or node.lineno) + 1
            lines = range(node.lineno, max(end, node.lineno + 1))
        around[id(node)] = lines
        for child in ast.iter_child_nodes(node):
            walk(child, lines)

    walk(tree, range(1))
    return {place: around[id(node)] for place, node in enumerate(ast.walk(tree))}


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
        case ast.Return(value=ast.expr()):
            node.value = ast.Constant(None)
            return "result is None"
    return ""


def tests_of_lines(
    work: Path, folder: str, tests: tuple[str, ...]
) -> dict[tuple[str, int], list[str]]:
    """Run a room's tests once and return, by module and line, which of them run it."""
    settings = work / "mutants.coveragerc"
    settings.write_text("[run]\ndynamic_context = test_function\n", encoding="utf-8")
    told = [sys.executable, "-m", "coverage", "run", f"--rcfile={settings}", "--data-file=lines.db",
            f"--source={folder}", "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]  # fmt: skip
    subprocess.run(told, cwd=work, check=True, stdout=subprocess.DEVNULL)
    from coverage.numbits import numbits_to_nums

    found: dict[tuple[str, int], list[str]] = {}
    files = {path.stem: path.relative_to(work) for path in work.glob("tests/**/test_*.py")}
    with sqlite3.connect(work / "lines.db") as data:
        rows = data.execute(
            "select path, context, numbits from line_bits"
            " join file on file.id = file_id join context on context.id = context_id"
        )
        for path, context, numbits in rows:
            module, _, function = str(context).partition(".")
            where = Path(path).relative_to(work).as_posix()
            for line in numbits_to_nums(numbits) if module in files else ():
                test = f"{files[module]}::{function.replace('.', '::')}"
                found.setdefault((where, line), []).append(test)
    return found


def survives(work: Path, tests: tuple[str, ...]) -> bool:
    """Say whether those tests pass in a checkout."""
    told = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(told, cwd=work, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def main() -> None:
    """Try a sample of the faults of one room and print those that nothing noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("room", choices=ROOMS)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    folder, tests = ROOMS[asked.room]
    found = [
        (path.relative_to(ROOT), *fault)
        for path in sorted((ROOT / folder).rglob("*.py"))
        for fault in faults(path.read_text(encoding="utf-8"))
    ]
    chosen = random.Random(asked.seed)  # noqa: S311 - the same sample in every run
    sample = chosen.sample(found, min(asked.count, len(found)))
    left = 0
    with tempfile.TemporaryDirectory() as folder_of_work:
        work = Path(folder_of_work).resolve() / "work"
        ignored = shutil.ignore_patterns(".venv", ".git", "__pycache__", ".*cache", "build")
        shutil.copytree(ROOT, work, ignore=ignored)
        known = tests_of_lines(work, folder, tests)
        for path, place, lines, what in sample:
            run = {test for line in lines for test in known.get((path.as_posix(), line), ())}
            before = (work / path).read_text(encoding="utf-8")
            (work / path).write_text(mutant(before, place), encoding="utf-8")
            if survives(work, tuple(sorted(run)) or tests):
                left += 1
                print(f"{path}:{lines.start}: {what} ({len(run)} tests)", flush=True)
            (work / path).write_text(before, encoding="utf-8")
    print(f"{asked.room}: {len(sample)} of {len(found)} faults tried, {left} unnoticed")


if __name__ == "__main__":
    main()
