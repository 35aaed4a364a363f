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
REPORTS = ROOT / "tests" / "draft" / "reports"
_CHARACTERS = 60_000
_PROSE = (
    "加强农产品产地市场和冷链物流建设，推动县乡村配送体系融合，支持龙头企业带动农户发展特色种养，提高组织化程度。"
    "完善重点项目调度机制，强化土地、能耗、资金等要素保障，及时协调解决项目建设中的困难。"
    "推动传统产业改造升级，鼓励企业加大技术改造投入，引导中小企业走专业化、特色化发展道路。"
    "深化医疗、养老、托育服务供给，健全基层公共服务网络，让群众在家门口享受到更加便捷的服务。"
    "优化城市功能品质，统筹地上地下空间利用，加强背街小巷环境治理，持续改善人居环境。"
) * 4
PROGRAM = [sys.executable, "-m", "xlreport"]


def help_ratio(sizes: Sizes, folder: Path) -> float:
    """`xlreport --help` against the five-line program's `--help`."""
    return _against_five_lines([*PROGRAM, "--help"], sizes, folder)


def validate_ratio(sizes: Sizes, folder: Path) -> float:
    """`xlreport validate` of one sound workbook of the region's plan against the five-line program's `--help`."""
    sound = next(path for path in sorted((ROOT / "examples" / "inbox").glob("06_*.xlsx")))
    out = ["--out", str(folder / "returned")]
    return _against_five_lines([*PROGRAM, "validate", str(sound), *out], sizes, folder)


def draft_ratio(form: str, sizes: Sizes, folder: Path) -> float:
    """`xlreport draft` of a report of 60,000 characters, a made-up one repeated, against `import pydantic`."""
    report = folder / "report.txt"
    report.write_text(_long_report(), "utf-8")
    out = ["--out", str(folder / f"draft.{form}")] if form else []
    settings = _as_installed(folder)
    works = {
        "peer": partial(_run, [sys.executable, "-c", "import pydantic"], settings),
        "ours": partial(_run, [*PROGRAM, "draft", str(report), *out], settings),
    }
    for work in works.values():
        work()
    cost = medians(works, 2 * sizes.rounds + 1)
    return cost["ours"] / cost["peer"]


def _long_report() -> str:
    """Return a report of 60,000 characters: its year's part goes on with what others of the project's reports promise,
    between sentences that promise no figure, so that it has some 350 targets, as real reports of that length.
    """
    texts = [path.read_text("utf-8") for path in sorted(REPORTS.glob("*.txt"))]
    lines = [line for text in texts for line in text.splitlines() if line.endswith("。")]
    opening = texts[0].rstrip() + "\n"
    rest = "\n".join(f"{_PROSE}{line}" for line in lines)
    return (opening + f"{rest}\n" * (_CHARACTERS // len(rest) + 1))[:_CHARACTERS]


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
