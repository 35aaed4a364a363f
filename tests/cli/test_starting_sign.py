"""On a terminal a command shows at once that it has begun; the sign is gone before anything else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAN = "schemas/shannan-2020.toml"


def _on_a_terminal(*words: str, folder: Path, error: int | None = None) -> str:
    """Return what a command writes to a terminal; where another place is given for errors, there."""
    ours, its = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "xlreport", *words], stdin=its, stdout=its, cwd=ROOT,
        stderr=its if error is None else error, env=os.environ | {"HOME": str(folder), "TERM": "xterm"},
    )  # fmt: skip
    os.close(its)
    seen = b""
    while True:
        try:
            seen += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    program.wait(60)
    return seen.decode("utf-8")


def _screen(written: str) -> list[str]:
    """Return the lines that stay on a terminal which knows of `\\r` and line breaks alone."""
    lines = []
    for line in written.replace("\r\n", "\n").split("\n"):
        places: list[str] = []
        for text in line.split("\r"):
            places[: len(text)] = list(text)
        lines.append("".join(places).rstrip())
    return lines


@pytest.mark.parametrize(
    "words",
    [
        ["plan", "check", PLAN],
        ["plan", "check", "no-such-plan.toml"],
        ["plan", "check", PLAN, "--period", "nonsense"],
        ["draft", "README.md"],
        ["status"],
        ["consolidate", "no-such-inbox"],
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sign_comes_first_and_leaves_nothing(
    words: list[str], language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLREPORT_LANG", language)
    sign = {"zh": "正在准备", "en": "Getting ready"}[language]
    written = _on_a_terminal(*words, folder=tmp_path)
    if "nonsense" not in words:  # a fault of the command line itself is told at once
        assert written.startswith(sign + "\r")
    assert not [line for line in _screen(written) if sign[:2] in line]
    assert any(_screen(written))


def test_with_quiet_and_on_a_pipe_there_is_no_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XLREPORT_LANG", "en")
    assert "Getting" not in _on_a_terminal("plan", "check", PLAN, "--quiet", folder=tmp_path)
    shown = _on_a_terminal("plan", "check", PLAN, folder=tmp_path, error=subprocess.DEVNULL)
    assert "Getting" not in shown
