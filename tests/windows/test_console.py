"""What the program says is whole on a console and in a file, whatever code page they are in."""

import os
import pty
import re
import select
import subprocess
from pathlib import Path

from tests.windows.machine import ROOT, WINE, Machine, Run

SIGNS = "✓✗◇■▲●○—"
INBOX = ROOT / "examples/inbox"


def _on_a_console(windows: Machine, folder: Path, *words: str) -> str:
    """Return what a program of Windows shows on a console, without what moves the cursor."""
    ours, its = pty.openpty()
    program = subprocess.Popen(
        [WINE, *words], cwd=folder, env=windows.environment(), stdin=its, stdout=its, stderr=its
    )
    os.close(its)
    seen = b""
    while select.select([ours], [], [], 120)[0]:
        try:
            seen += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
    os.close(ours)
    program.wait(30)
    return re.sub(
        r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode("utf-8")
    )  # cursor shown, hidden, moved; colours


def test_a_console_of_code_page_936_shows_every_sign(
    windows: Machine, unpacked: Path, folder: Path
) -> None:
    python = windows.inside(unpacked / "python/python.exe")
    inbox = f"Z:{INBOX}"
    shown = _on_a_console(windows, folder, python, "-m", "xlreport", "consolidate", inbox)
    assert "✓ 已完成 21" in shown, shown
    assert "?" not in shown[shown.index("西藏自治区") :]  # before it, a bar counts `0/?` files


def test_redirected_output_has_no_question_marks(run: Run, folder: Path) -> None:
    told = run(folder, "validate", f"Z:{INBOX}", "--out", "退回").text
    assert "×" in told
    assert "?" not in told, [line for line in told.splitlines() if "?" in line]
    told = run(folder, "consolidate", f"Z:{INBOX}").text
    assert "√ 已完成 21" in told
    assert "?" not in told
