"""The limit of a worker's memory, on every system that has one: POSIX's, or a job of Windows."""

import sys
from pathlib import Path

import pytest

from xlreport.model.returns.submission import Unreadable
from xlreport.processes import worker_file_limits, worker_processes
from xlreport.processes.worker_processes import FileJob, each_file


def hold(_path: Path, _name: str, size: int) -> int:
    """Take so many bytes, and use them."""
    held = bytearray(size)
    held[::4096] = b"x" * len(held[::4096])
    return len(held)


@pytest.mark.skipif(sys.platform == "darwin", reason="macOS holds no process to a limit of memory")
def test_a_worker_gets_no_more_memory_than_it_may_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_processes, "start_method", lambda: "spawn")
    sizes = [worker_file_limits.MEMORY_BYTES // 2, worker_file_limits.MEMORY_BYTES * 2, 1]
    files = [tmp_path / str(number) for number, _ in enumerate(sizes)]
    for file in files:
        file.touch()
    jobs = [FileJob(file, tmp_path, size) for file, size in zip(files, sizes, strict=True)]
    small, large, least = each_file(jobs, hold)
    assert (small, least) == (sizes[0], 1)
    assert isinstance(large, Unreadable)
    assert large.finding.code == "needs-too-much"
