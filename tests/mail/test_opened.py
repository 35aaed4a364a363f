"""Of files that were read before only new and changed ones are opened again, by whatever command, a
rehearsal too; what is sent back or marked is opened for that, and no other.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import Clock, told
from loopback import BAD, GOOD, filled

Opened = Callable[..., list[str]]
_watched: tuple[str, int] | None = None
"""The folder that is watched, and where names of files are written that are opened in it."""


def _watch(event: str, words: tuple[Any, ...]) -> None:
    if _watched and event == "open" and isinstance(words[0], (str, bytes)):
        path = os.path.realpath(os.fsdecode(words[0]))
        if path.startswith(_watched[0]) and path.endswith(".xlsx"):
            os.write(_watched[1], f"{Path(path).name}\n".encode())


@pytest.fixture(scope="module")
def watching() -> None:
    sys.addaudithook(_watch)  # for good: a hook cannot be taken away


@pytest.fixture
def opened(
    folder: Path,
    watching: None,  # noqa: ARG001 - it sees what is opened
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Opened]:
    """Run a command; return the names of the files of the inbox that it and its workers opened."""
    global _watched  # noqa: PLW0603 - what the hook looks at
    log = folder / "opened.txt"
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    _watched = (os.path.realpath(folder / "inbox"), descriptor)

    def run_and_count(*words: str, code: int = 0) -> list[str]:
        os.truncate(descriptor, 0)
        told(capsys, *words, code=code)
        return sorted(log.read_text("utf-8").split())

    yield run_and_count
    _watched = None
    os.close(descriptor)


def put_all(folder: Path, period: str, tmp_path: Path) -> list[str]:
    """Returns of every department for one period into the inbox, the first with a fault in Q3; their names."""
    names = []
    for code, form in zip(GOOD, sorted((folder / "sent" / period).glob("*.xlsx")), strict=False):
        name = f"{period}-{code}.xlsx"
        values = GOOD[code]
        if period == "2020-Q3":  # later figures and dates, so that nothing else is to be mended
            values = BAD if code == "RST" else values
            values = values.replace("2.60", "3.80").replace("2020-07-03", "2020-10-03")
            values = values.replace("under_way,2020-09-20", "done,2020-09-20")
        (folder / "inbox" / name).write_bytes(filled(form.read_bytes(), values, tmp_path))
        names.append(name)
    return names


FAULTY = "2020-Q3-RST.xlsx"


def test_what_did_not_change_is_not_opened(
    folder: Path, tmp_path: Path, clock: Clock, opened: Opened
) -> None:
    """Two periods lie in the inbox; each command opens what is new, changed, or checked beside
    something new, and nothing else.
    """
    clock.day(12, month=10)
    for period in ("2020-Q2", "2020-Q3"):
        opened("send", "--period", period)
    names = put_all(folder, "2020-Q2", tmp_path) + put_all(folder, "2020-Q3", tmp_path)
    consolidate = ("consolidate", "inbox", "--out", "summary.xlsx")
    assert set(opened(*consolidate)) == set(names)
    opened(*consolidate)  # what the first run entered in the ledger is earlier records to the next
    nothing = (
        consolidate, ("status",), ("history", "RST"), ("remind", "--dry-run"), ("remind",),
        ("acknowledge", "--dry-run"), ("acknowledge",), ("send",),
    )  # fmt: skip
    for words in nothing:
        assert opened(*words) == [], words
    assert set(opened("return", "--dry-run")) == {FAULTY}  # it is marked
    assert set(opened("return")) == {FAULTY}
    assert opened("return") == []  # it was sent back
    assert set(opened("validate", "inbox", "--out", "marked", code=1)) == {FAULTY}
    touched = folder / "inbox" / "2020-Q3-NYT.xlsx"
    os.utime(touched)
    assert set(opened("remind", "--dry-run")) == {touched.name}
    assert set(opened("remind", "--dry-run")) == {touched.name}  # a rehearsal keeps nothing
    assert set(opened("remind")) == {touched.name}
    for words in nothing[:3]:
        assert opened(*words) == [], words


def test_a_rehearsal_writes_nothing(folder: Path, tmp_path: Path, opened: Opened) -> None:
    """Not even what SQLite keeps beside a file that is read."""
    opened("send", "--period", "2020-Q2")
    put_all(folder, "2020-Q2", tmp_path)
    opened("validate", "inbox", "--out", str(tmp_path / "marked"))

    def tree() -> dict[str, tuple[int, int]]:
        return {str(one): (one.stat().st_mtime_ns, one.stat().st_size)
                for one in folder.rglob("*") if one.name != "opened.txt"}  # fmt: skip

    before = tree()
    for command in ("send", "return", "remind", "acknowledge", "resend"):
        opened(command, "--dry-run")
        assert tree() == before, command
