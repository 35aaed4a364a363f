"""How long the program takes to start, beside a five-line Typer program: CPU of fresh processes, taken in turn."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from scripts.bench_sizes import ROOT, Sizes, medians

FIVE_LINES = """import typer
app = typer.Typer()
@app.command()
def hello(name: str = "world"): print(f"hello {name}")
app()
"""
PROGRAM = [sys.executable, "-m", "xlreport"]


def help_ratio(sizes: Sizes, folder: Path) -> float:
    """`xlreport --help` against the five-line program's `--help`."""
    return _against_five_lines([*PROGRAM, "--help"], sizes, folder)


def validate_ratio(sizes: Sizes, folder: Path) -> float:
    """`xlreport validate` of one sound workbook of the region's plan against the five-line program's `--help`."""
    sound = next(path for path in sorted((ROOT / "examples" / "inbox").glob("06_*.xlsx")))
    out = ["--out", str(folder / "returned")]
    return _against_five_lines([*PROGRAM, "validate", str(sound), *out], sizes, folder)


def _against_five_lines(command: list[str], sizes: Sizes, folder: Path) -> float:
    program = folder / "five.py"
    program.write_text(FIVE_LINES, "utf-8")
    works = {"peer": [sys.executable, str(program), "--help"], "ours": command}
    settings = _as_installed(folder)
    for words in works.values():
        _run(words, settings)
    rounds = 2 * sizes.rounds + 1
    runs = {name: partial(_run, words, settings) for name, words in works.items()}
    cost = medians(runs, rounds)
    return cost["ours"] / cost["peer"]


def _as_installed(folder: Path) -> dict[str, str]:
    """Return an environment in which both programs find their bytecode, as pip leaves it where it installs one."""
    settings = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }
    return settings | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def _run(command: list[str], settings: dict[str, str]) -> None:
    """Run a command; `validate` may well find something."""
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, cwd=ROOT, env=settings)
    if done.returncode > 1:
        raise RuntimeError(command)
