"""What the program says is whole on a console and in a file, whatever code page they are in."""

import fcntl
import os
import pty
import re
import select
import subprocess
import termios
from pathlib import Path

from tests.windows.machine import ROOT, WINE, Machine, Run

SIGNS = "✓✗◇■▲●○—"
INBOX = ROOT / "examples/inbox"


def _take_the_terminal() -> None:
    """Let Ctrl-C that is typed on its terminal reach the new session."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _on_a_console(windows: Machine, folder: Path, *words: str, press: str = "") -> tuple[int, str]:
    """Return how a program of Windows ends on a console, and what it shows, without what moves the
    cursor.

    Args:
        windows: where it runs.
        folder: in which folder.
        words: the command.
        press: the text after which Ctrl-C is pressed, once it is shown.
    """
    ours, its = pty.openpty()
    program = subprocess.Popen(
        [WINE, *words], cwd=folder, env=windows.environment(), stdin=its, stdout=its, stderr=its,
        start_new_session=True, preexec_fn=_take_the_terminal,  # noqa: PLW1509 - no threads here
    )  # fmt: skip
    os.close(its)
    seen, pressed = b"", not press
    while select.select([ours], [], [], 120)[0]:
        try:
            seen += os.read(ours, 4096)
        except OSError:  # the other end is closed
            break
        if not pressed and press.encode() in seen:
            os.write(ours, b"\x03")
            pressed = True
    os.close(ours)
    program.wait(30)
    # cursor shown, hidden, moved; colours
    return program.returncode, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", seen.decode("utf-8"))


def test_a_console_of_code_page_936_shows_every_sign(
    windows: Machine, unpacked: Path, folder: Path
) -> None:
    python = windows.inside(unpacked / "python/python.exe")
    inbox = f"Z:{INBOX}"
    _, shown = _on_a_console(windows, folder, python, "-m", "xlreport", "consolidate", inbox)
    assert "✓ 已完成 21" in shown, shown
    assert "?" not in shown[shown.index("西藏自治区") :]  # before it, a bar counts `0/?` files


def test_redirected_output_has_no_question_marks(run: Run, folder: Path) -> None:
    for sign, words in (("×", ("validate", "--out", "退回")), ("√ 已完成 21", ("consolidate",))):
        ended = run(folder, *words, f"Z:{INBOX}")
        assert sign in ended.text, ended
        assert "?" not in ended.text, ended


def test_ctrl_c_while_workers_start_is_one_line(
    windows: Machine, unpacked: Path, folder: Path
) -> None:
    command = [windows.inside(unpacked / "python/python.exe"), "-m", "xlreport", "consolidate"]
    code, shown = _on_a_console(windows, folder, *command, f"Z:{INBOX}", press="读取")
    assert code == 130, shown
    assert "已停止" in shown
    assert "Traceback" not in shown
    assert list(folder.iterdir()) == []
