"""How long the program takes to start, beside a five-line Typer program: CPU of fresh processes, taken in turn."""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

FIVE_LINES = """import typer
app = typer.Typer()
@app.command()
def hello(name: str = "world"): print(f"hello {name}")
app()
"""


def cpu_seconds(command: list[str]) -> float:
    """CPU that a process and its children took."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def ratios(commands: dict[str, list[str]], rounds: int) -> dict[str, float]:
    """Median CPU of each command, in units of the five-line program's `--help`."""
    with tempfile.TemporaryDirectory() as folder:
        program = Path(folder) / "five.py"
        program.write_text(FIVE_LINES, "utf-8")
        peer = [sys.executable, str(program), "--help"]
        taken: dict[str, list[float]] = {name: [] for name in ("peer", *commands)}
        for _ in range(rounds):
            for name, command in {"peer": peer, **commands}.items():
                taken[name].append(cpu_seconds(command))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    return {name: medians[name] / medians["peer"] for name in commands}


def start_ratios(rounds: int = 9) -> dict[str, float]:
    """`xlreport --help` against the five-line program's `--help`."""
    return ratios({"--help": [sys.executable, "-m", "xlreport", "--help"]}, rounds)


if __name__ == "__main__":
    print({name: round(ratio, 2) for name, ratio in start_ratios().items()})
