"""Of files that were read before only new and changed ones are opened again, by whatever command;
`validate` opens besides what it marks.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from loopback import GOOD, filled

from xlreport.cli.run import run
from xlreport.pipeline.round.workspace import Workspace

CHECKOUT = Path(__file__).parents[2]
COMMANDS = """
import os, sys
from datetime import UTC, datetime
from xlreport.cli.round import rounds
rounds.now = lambda: datetime(2020, 10, 12, 8, tzinfo=UTC)
from xlreport.cli.run import run
inbox, log = os.path.realpath("inbox"), os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
def watch(event, told):
    if event == "open" and isinstance(told[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(told[0]))
        if path.startswith(inbox) and path.endswith(".xlsx"):
            os.write(log, os.path.basename(path).encode() + b"\\n")
sys.addaudithook(watch)
assert run(sys.argv[2:]) in (0, 1), sys.argv
"""
EVERY = (
    ("consolidate", "inbox", "--out", "summary.xlsx"),
    ("status",),
)


def opened(folder: Path, *words: str) -> list[str]:
    """Names of the files of the inbox that a command opened, its workers' included, sorted."""
    log = folder / "opened.txt"
    log.unlink(missing_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, str(log), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return sorted(log.read_text("utf-8").split()) if log.exists() else []


def put_all(folder: Path, period: str, tmp_path: Path) -> list[str]:
    """Returns of every department for one period, sound, into the inbox; their names."""
    names = []
    for code, form in zip(GOOD, sorted((folder / "sent" / period).glob("*.xlsx")), strict=False):
        name = f"{period}-{code}.xlsx"
        values = GOOD[code]
        if period == "2020-Q3":  # later figures and dates, so that nothing is to be mended
            values = values.replace("2.60", "3.80").replace("2020-07-03", "2020-10-03")
            values = values.replace("under_way,2020-09-20", "done,2020-09-20")
        (folder / "inbox" / name).write_bytes(filled(form.read_bytes(), values, tmp_path))
        names.append(name)
    return names


def test_what_did_not_change_is_not_opened(
    house: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two periods lie in the inbox; each command opens what is new, changed, or checked beside
    something new, and nothing else.
    """
    folder = house.folder
    monkeypatch.chdir(folder)
    for period in ("2020-Q2", "2020-Q3"):
        assert run(["send", "--period", period]) == 0
    names = put_all(folder, "2020-Q2", tmp_path) + put_all(folder, "2020-Q3", tmp_path)
    assert set(opened(folder, "consolidate", "inbox")) == set(names)
    for words in EVERY:  # what the first run entered in the ledger is earlier records to the next
        opened(folder, *words)
    for words in EVERY:
        assert opened(folder, *words) == [], words
    touched = folder / "inbox" / names[-1]
    os.utime(touched)
    assert set(opened(folder, "consolidate", "inbox")) == {touched.name}
    for words in EVERY:
        assert opened(folder, *words) == [], words
