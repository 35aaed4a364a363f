"""Many files read at once, each at its own risk: what kills or stops a worker costs only the file
it was reading.
"""

import gc
import multiprocessing
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

from xlreport.model.model_errors import CannotRun
from xlreport.model.returns.return_refusal import refused
from xlreport.model.returns.submission import Unreadable
from xlreport.processes import worker_file_limits
from xlreport.processes.folders.local_folder import refusal_of, shown_path
from xlreport.processes.platform_calls import (
    cores,
    ignore_interrupts,
    interrupts_held,
    limit_memory,
    start_method,
    worker_limits,
)

_PAYS: dict[str, int] = {"fork": 8, "spawn": 40}
"""So many files take as long as the start of a worker, by how it is started."""
_AHEAD = 8
"""Batches for each worker that may be read before the first of them is handed on; it bounds
memory.
"""

_RENEWED = 500
"""After so many files a forked worker is replaced: each one that looks at a part of a long plan
makes a copy of its page of memory, which it then keeps.
"""

_T = TypeVar("_T")
Task = Callable[[Path, str, Any], _T]
"""What is done with a file in a worker; it is told the path, the name for messages, and what the
job brings.
"""
_Job = tuple[int, Path, str, Any]
"""An job's place in the order, and what its task is told."""


@dataclass(frozen=True, slots=True)
class FileJob:
    """One file that something is to be done with."""

    path: Path
    inbox: Path
    """The folder that names are relative to and that links may not leave."""
    more: Any = None
    """What the task is told besides; small, as it goes to another process."""

    @property
    def name(self) -> str:
        """What the file is called in messages."""
        return shown_path(self.path, self.inbox)


@dataclass(frozen=True, slots=True)
class Stop:
    """What ends the whole run, brought back from a worker."""

    error: Exception


def each_file(
    wanted: Sequence[FileJob],
    task: Task[_T],
    jobs: int = 0,
    *,
    seconds: float = worker_file_limits.SECONDS,
) -> Iterator[_T | Unreadable]:
    """Do a task with each file in worker processes; yield one outcome for each job, in their
    order.

    A file that may not be opened, that kills its worker or takes too long is `Unreadable`. What the
    task returns goes from process to process and is to be small.

    Args:
        wanted: the files.
        task: what is done with each, in a worker.
        jobs: how many workers; 0 is as many as there are cores.
        seconds: how long one file may take.

    Raises:
        CannotRun: as the task raised it.
        RuntimeError: the task failed in another way, with its traceback as text.
    """
    done: dict[int, _T | Unreadable] = {}
    files: list[_Job] = []
    for number, job in enumerate(wanted):
        code = refusal_of(job.path, job.inbox)
        if code:
            done[number] = refused(b"", job.name, code)
        else:
            files.append((number, job.path, job.name, job.more))
    with worker_limits(worker_file_limits.MEMORY_BYTES) as limited:
        pool = _Pool(files, task, worker_count(len(files), jobs), seconds, limited)
        try:
            for number in range(len(wanted)):
                while number not in done:
                    done.update(pool.more(number))
                yield done.pop(number)
        finally:
            pool.dismiss()


def worker_count(files: int, jobs: int) -> int:
    """Return how many workers share so many files: `jobs`, where that is not 0.

    Else there is one for each core, as far as each has more to do than its start costs.
    """
    pays = files // _PAYS[start_method()]
    return max(1, min(jobs, files) if jobs else min(cores(), pays))


def _work(ear: Connection, mouth: Connection, others: Sequence[Connection], task: Task[_T]) -> None:
    """Take batches of files until there are no more; this is what a worker process runs."""
    ignore_interrupts()
    # What the worker was born with is never garbage: it is not looked through again and again.
    gc.freeze()
    for connection in others:
        connection.close()
    limit_memory(worker_file_limits.MEMORY_BYTES)
    while True:
        try:
            batch = ear.recv()
        except EOFError:
            return
        for number, path, name, more in batch:
            mouth.send((number, tried(task, path, name, more)))


def tried(task: Task[_T], path: Path, name: str, more: object) -> _T | Unreadable | Stop:
    """Do a task with one file; what it raises comes back as a value.

    Args:
        task: what is done.
        path: of the file.
        name: what it is called in findings.
        more: what else the task is given.
    """
    try:
        return task(path, name, more)
    except CannotRun as error:
        return Stop(error)
    except MemoryError:
        return refused(b"", name, "needs-too-much")
    except Exception:  # noqa: BLE001 - brought to the process that started this one, and raised there
        return Stop(RuntimeError(traceback.format_exc()))


@dataclass(slots=True, kw_only=True)
class _Worker:
    """One worker process, and what it has been given."""

    process: BaseProcess
    orders: Connection
    answers: Connection
    waiting: deque[_Job]
    since: float
    given: int = 0
    """How many files it has been given in all."""


class _Pool:
    """The workers and the files that they still have to read."""

    def __init__(
        self,
        files: Sequence[_Job],
        task: Task[Any],
        count: int,
        seconds: float,
        limited: Callable[[int], bool],
    ) -> None:
        self._task = task
        self._count = count
        self._seconds = seconds
        self._limited = limited
        size = max(1, min(worker_file_limits.BATCH, len(files) // (4 * max(count, 1))))
        self._batches = deque(
            list(files[start : start + size]) for start in range(0, len(files), size)
        )
        self._ahead = _AHEAD * size * count
        self._workers: list[_Worker] = []
        self._suspects: set[int] = set()

    def more(self, wanted: int) -> dict[int, Any]:
        """Wait for the next outcomes; `wanted` is the one that is to be handed on first."""
        self._hand_out(wanted)
        busy = [worker for worker in self._workers if worker.waiting]
        patience = min(worker.since for worker in busy) + self._seconds - time.monotonic()
        ready = wait([worker.answers for worker in busy], max(patience, 0))
        done: dict[int, Any] = {}
        for worker in busy:
            if worker.answers in ready:
                done.update(self._listen(worker))
            elif time.monotonic() - worker.since >= self._seconds:
                number, _, name, _ = self._lose(worker)
                done[number] = refused(b"", name, "too-slow")
        return done

    def dismiss(self) -> None:
        """End all workers."""
        for worker in self._workers:
            worker.orders.close()
            worker.answers.close()
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
        self._workers.clear()

    def _hand_out(self, wanted: int) -> None:
        while self._batches and self._batches[0][0][0] < wanted + self._ahead:
            idle = next((worker for worker in self._workers if not worker.waiting), None)
            if idle is not None and idle.given >= _RENEWED and start_method() == "fork":
                self._end(idle)
                idle = None
            if idle is None and len(self._workers) < self._count:
                idle = self._hire()
            if idle is None:
                return
            batch = self._batches.popleft()
            idle.given += len(batch)
            idle.waiting.extend(batch)
            idle.since = time.monotonic()
            try:
                idle.orders.send(batch)
            except OSError:
                self._batches.appendleft([self._lose(idle)])

    def _hire(self) -> _Worker:
        forked = start_method() == "fork"
        start = (
            multiprocessing.get_context("fork").Process
            if forked
            else multiprocessing.get_context("spawn").Process
        )
        ear, orders = multiprocessing.Pipe(duplex=False)
        answers, mouth = multiprocessing.Pipe(duplex=False)
        # A forked worker inherits these ends; open, they would keep it alive when this process is
        # killed.
        inherited = [c for w in self._workers for c in (w.orders, w.answers)] + [orders, answers]
        others = inherited if forked else []
        process = start(target=_work, args=(ear, mouth, others, self._task), daemon=True)
        with interrupts_held():
            process.start()
        self._limited(process.pid or 0)
        ear.close()
        mouth.close()
        worker = _Worker(
            process=process, orders=orders, answers=answers, waiting=deque(), since=time.monotonic()
        )
        self._workers.append(worker)
        return worker

    def _listen(self, worker: _Worker) -> dict[int, Any]:
        try:
            number, outcome = worker.answers.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        if isinstance(outcome, Stop):
            raise outcome.error
        worker.waiting.popleft()
        worker.since = time.monotonic()
        return {number: outcome}

    def _bury(self, worker: _Worker) -> dict[int, Any]:
        """Take note of a worker's death: a file is given a second worker of its own before it is
        blamed.
        """
        job = self._lose(worker)
        if job[0] in self._suspects:
            return {job[0]: refused(b"", job[2], "worker-died")}
        self._suspects.add(job[0])
        self._batches.appendleft([job])
        return {}

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.orders.close()
        worker.answers.close()

    def _lose(self, worker: _Worker) -> _Job:
        """End a worker, give back what it had not begun, and return the file that it was
        reading.
        """
        self._end(worker)
        job = worker.waiting.popleft()
        if worker.waiting:
            self._batches.appendleft(list(worker.waiting))
        return job
