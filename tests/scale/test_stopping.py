"""Ctrl-C in the middle of a run: it ends at once, says so in one line, and leaves nothing half done."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from xlreport.model.model_errors import STOPPED

PROC = Path("/proc")
pytestmark = pytest.mark.skipif(not PROC.is_dir(), reason="asks Linux which processes there are")
PATIENCE = 60


def children(number: int) -> list[int]:
    try:
        tasks = list((PROC / str(number) / "task").iterdir())
        return [
            int(one)
            for task in tasks
            for one in (task / "children").read_text(encoding="ascii").split()
        ]
    except OSError:
        return []


def until(true: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def many(small_round: Any, tmp_path: Path) -> Path:
    """An inbox that takes a while: every file many times over, under names of its own."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for file in sorted(small_round.inbox.rglob("*.xlsx")):
        for copy in range(60):
            os.link(file, inbox / f"{copy:03}_{file.parent.name}_{file.name}")
    return inbox


def test_ctrl_c_ends_a_run_and_leaves_nothing(small_round: Any, many: Path, tmp_path: Path) -> None:
    """The run ends with its own exit code, its workers with it, and no output, whole or half, is there."""
    work = tmp_path / "work"
    work.mkdir()
    command = [
        sys.executable,
        "-m",
        "xlreport",
        "consolidate",
        str(many),
        "--plan",
        str(small_round.plan_file),
    ]
    with subprocess.Popen(
        command, cwd=work, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        until(lambda: children(process.pid))
        workers = children(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == STOPPED
    assert len(said.splitlines()) == 1
    assert list(work.iterdir()) == []
    until(lambda: not any((PROC / str(one)).is_dir() for one in workers))
