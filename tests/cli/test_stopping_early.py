"""Ctrl-C while the program loads its modules, again and again: one line, and the exit code of a stop."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from xlreport.cli.exit_codes import stopped
from xlreport.model.model_errors import STOPPED

#: Runs the program and presses Ctrl-C when a module is asked for, and once more while it stops.
PRESSED = """
import builtins, os, signal, sys
from xlreport.__main__ import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job begins with it ignored
kept, name = builtins.__import__, sys.argv.pop(1)
pressed = []

def watched(module, *others, **more):
    if module == name and not pressed:
        pressed.append(module)
        os.kill(os.getpid(), signal.SIGINT)
    elif pressed and module.startswith("xlreport") and len(pressed) < 2:
        pressed.append(module)
        os.kill(os.getpid(), signal.SIGINT)
    return kept(module, *others, **more)

builtins.__import__ = watched
main()
"""
MODULES = (
    "xlreport.cli.exit_codes", "typer", "pydantic", "xlreport.messages", "xlreport.cli.terminal",
    "xlreport.pipeline.intake.receiving_inbox", "xlsxwriter",
)  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process that signals itself")
@pytest.mark.parametrize("module", MODULES)
def test_ctrl_c_while_a_module_is_loaded(module: str, tmp_path: Path) -> None:
    examples = Path(__file__).parents[2] / "examples/inbox"
    command = [sys.executable, "-c", PRESSED, module, "consolidate", str(examples)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == STOPPED, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_ctrl_c_does_is_as_it_was_before(capsys: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGINT)
    assert stopped() == STOPPED
    assert signal.getsignal(signal.SIGINT) is before
    assert len(capsys.readouterr().err.splitlines()) == 1
