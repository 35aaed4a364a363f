"""Small faults put into a room, one at a time: does a test of the room notice?

`python scripts/mutants.py assess --count 60` copies the checkout to a temporary folder, changes one
comparison, sum, constant, condition or result of a module at a time, and runs the room's tests until
the first that fails. What no test noticed is printed with its place; `docs/mutants.md` says why each
of those that survived was left.
"""

import argparse
import ast
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = {
    "assess": (
        "xlreport/assess",
        ("tests/assess/test_truth.py", "tests/assess/test_judge_indicators.py", "tests/assess"),
    ),
    "checks": (
        "xlreport/checks",
        ("tests/checks/test_typed_numbers.py", "tests/checks/test_cases.py", "tests/checks"),
    ),
    "reading": (
        "xlreport/workbook/reading",
        ("tests/workbook/reading/test_submission_reader.py", "tests/workbook/reading/test_xlsx_quick.py",
         "tests/hostile/test_corpus.py", "tests/workbook/reading"),
    ),
}  # fmt: skip
"""Of each room, its folder, and its tests: those first that notice most in the least time."""
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
}  # fmt: skip
_SECONDS = 300


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, what is changed, and the text of every module with one fault."""
    count = sum(1 for _ in ast.walk(ast.parse(source)))
    for place in range(count):
        tree = ast.parse(source)
        node = list(ast.walk(tree))[place]
        changed = _changed(node)
        if changed:
            yield getattr(node, "lineno", 0), changed, ast.unparse(tree)


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


def survives(work: Path, tests: tuple[str, ...]) -> bool:
    """Say whether all tests of a room pass in a checkout."""
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
        (path.relative_to(ROOT), line, what, text)
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, what, text in mutants(path.read_text(encoding="utf-8"))
    ]
    chosen = random.Random(asked.seed)  # noqa: S311 - the same sample in every run
    sample = chosen.sample(found, min(asked.count, len(found)))
    left = 0
    with tempfile.TemporaryDirectory() as place:
        work = Path(place) / "work"
        ignored = shutil.ignore_patterns(".venv", ".git", "node_modules", "__pycache__", ".*cache")
        shutil.copytree(ROOT, work, ignore=ignored)
        for path, line, what, text in sample:
            before = (work / path).read_text(encoding="utf-8")
            (work / path).write_text(text, encoding="utf-8")
            if survives(work, tests):
                left += 1
                print(f"{path}:{line}: {what}", flush=True)
            (work / path).write_text(before, encoding="utf-8")
    print(f"{asked.room}: {len(sample)} of {len(found)} faults tried, {left} unnoticed")


if __name__ == "__main__":
    main()
