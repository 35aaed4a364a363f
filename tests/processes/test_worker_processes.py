"""Workers: a file that kills, hangs or eats memory costs itself and no other."""

import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from xlreport.model.returns.submission import Unreadable
from xlreport.processes import worker_file_limits, worker_processes
from xlreport.processes.worker_processes import FileJob, each_file
from xlreport.workbook.reading import reading_workbook_files
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.reading_workbook_files import ReadOutcome, read_files
from xlreport.workbook.reading.submission_reader import read

linux_only = pytest.mark.skipif(
    sys.platform != "linux", reason="other systems start workers afresh"
)


def misbehave(content: bytes, file: str, words: Headings) -> ReadOutcome:
    """Stand in for a reader with an unknown fault."""
    if content == b"dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if content == b"hangs":
        time.sleep(60)
    if content == b"eats":
        return read(bytes(2**30), file, words)
    if content == b"exits":
        sys.exit(3)
    return read(content, file, words)


@pytest.fixture
def inbox(
    tmp_path: Path, sound: bytes, monkeypatch: pytest.MonkeyPatch
) -> Callable[[dict[int, bytes]], list[Path]]:
    """Twenty sound files, some of them replaced, read by a reader that can misbehave."""
    monkeypatch.setattr(reading_workbook_files, "read", misbehave)
    monkeypatch.setattr(worker_processes, "start_method", lambda: "fork")

    def made(bad: dict[int, bytes]) -> list[Path]:
        paths = [tmp_path / f"{number:02}.xlsx" for number in range(20)]
        for number, path in enumerate(paths):
            path.write_bytes(bad.get(number, sound))
        return paths

    return made


def codes(outcomes: list[ReadOutcome]) -> list[str]:
    return [one.finding.code if isinstance(one, Unreadable) else "read" for one in outcomes]


@linux_only
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_death_costs_one_file(
    inbox: Callable[[dict[int, bytes]], list[Path]], words: Headings, jobs: int
) -> None:
    """Workers that die are replaced; the order of the outcomes is that of the files."""
    paths = inbox({3: b"dies", 4: b"dies", 9: b"exits", 19: b"dies"})
    outcomes = list(read_files(paths, paths[0].parent, words, jobs))
    expected = ["read"] * 20
    for number in (3, 4, 9, 19):
        expected[number] = "worker-died"
    assert codes(outcomes) == expected
    assert [outcome.file for outcome in outcomes] == [path.name for path in paths]


@linux_only
def test_a_file_that_hangs(
    inbox: Callable[[dict[int, bytes]], list[Path]], words: Headings
) -> None:
    """A file that takes too long is stopped; the rest of its batch is read."""
    paths = inbox({0: b"hangs", 7: b"hangs"})
    outcomes = codes(list(read_files(paths, paths[0].parent, words, 2, seconds=2)))
    assert [number for number, code in enumerate(outcomes) if code == "too-slow"] == [0, 7]
    assert outcomes.count("read") == 18


@linux_only
def test_a_file_that_eats_memory(
    inbox: Callable[[dict[int, bytes]], list[Path]], words: Headings
) -> None:
    """Memory beyond the limit is refused to the worker, and the file is named."""
    paths = inbox({5: b"eats"})
    outcomes = codes(list(read_files(paths, paths[0].parent, words)))
    assert outcomes[5] in {"needs-too-much", "worker-died"}
    assert outcomes.count("read") == 19


def test_workers_that_start_afresh(
    tmp_path: Path, sound: bytes, words: Headings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where forking is not safe, as on Windows, workers start afresh and read the same."""
    monkeypatch.setattr(worker_processes, "start_method", lambda: "spawn")
    paths = [tmp_path / f"{number}.xlsx" for number in range(6)]
    for path in paths:
        path.write_bytes(sound)
    assert codes(list(read_files(paths, tmp_path, words, 2))) == ["read"] * 6


def who(path: Path, _name: str, _more: object) -> tuple[str, int]:
    """Return what was read, and by which process."""
    return path.read_text(encoding="utf-8"), os.getpid()


@linux_only
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_forked_worker_is_renewed_after_so_many_files(
    jobs: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No worker reads many more, nothing is lost or told twice, and none is left behind."""
    monkeypatch.setattr(worker_processes, "start_method", lambda: "fork")
    monkeypatch.setattr(worker_processes, "_RENEWED", 10)
    wanted = [FileJob(tmp_path / f"{number:03}", tmp_path) for number in range(100)]
    for job in wanted:
        job.path.write_text(job.path.name, encoding="utf-8")
    told = list(each_file(wanted, who, jobs))
    assert not any(isinstance(one, Unreadable) for one in told)
    answers = [one for one in told if not isinstance(one, Unreadable)]
    assert [text for text, _ in answers] == [job.path.name for job in wanted]
    read = Counter(reader for _, reader in answers)
    assert max(read.values()) < 10 + worker_file_limits.BATCH
    assert not multiprocessing.active_children()


def test_no_files_no_workers(tmp_path: Path, words: Headings) -> None:
    """An empty inbox starts nothing."""
    assert list(read_files([], tmp_path, words)) == []


@linux_only
def test_leaving_early_ends_the_workers(
    inbox: Callable[[dict[int, bytes]], list[Path]], words: Headings
) -> None:
    """Whoever stops listening leaves no worker behind."""
    paths = inbox({})
    outcomes = read_files(paths, paths[0].parent, words, 2)
    next(outcomes)
    assert multiprocessing.active_children()
    outcomes.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()
