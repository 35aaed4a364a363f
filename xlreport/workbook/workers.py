"""Many files read at once, each at its own risk: what kills or stops a worker costs only the file it was reading."""

import multiprocessing
import time
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from xlreport.model.submission import Submission, Unreadable
from xlreport.workbook import limits
from xlreport.workbook.headings import Headings
from xlreport.workbook.inbox import content_of, list_inbox, refusal_of, shown
from xlreport.workbook.posix import cores, ignore_interrupts, limit_memory, start_method
from xlreport.workbook.reader import read, refused
from xlreport.workbook.reading.refusal import Refused

__all__ = ["list_inbox", "read_files", "read_one"]

_FEW = 4
"""So many files are read by one worker: starting a second costs more than it gains."""
_AHEAD = 8
"""Batches for each worker that may be read before the first of them is handed on; it bounds memory."""

Outcome = Submission | Unreadable
Job = tuple[int, Path, str]
"""A file's place in the order, its path, and its name for messages."""


def read_files(
    paths: Iterable[Path], inbox: Path, headings: Headings, jobs: int = 0, *, seconds: float = limits.SECONDS
) -> Iterator[Outcome]:
    """Read files in worker processes; yield one outcome for each path, in the order of the paths.

    Args:
        paths: Anything that lies in the inbox.
        inbox: The folder that names are relative to and that links may not leave.
        headings: The words of our templates.
        jobs: How many workers; 0 is one for each core.
        seconds: How long one file may take.
    """
    todo = [(number, path, shown(path, inbox)) for number, path in enumerate(paths)]
    done: dict[int, Outcome] = {}
    files: list[Job] = []
    for number, path, name in todo:
        code = refusal_of(path, inbox)
        if code:
            done[number] = refused(b"", name, code)
        else:
            files.append((number, path, name))
    count = 1 if len(files) <= _FEW else min(jobs or cores(), len(files))
    crew = _Crew(files, headings, count, seconds)
    try:
        for number in range(len(todo)):
            while number not in done:
                done.update(crew.more(number))
            yield done.pop(number)
    finally:
        crew.dismiss()


def read_one(path: Path, name: str, headings: Headings) -> Outcome:
    """Read one file in this process."""
    try:
        content = content_of(path)
    except Refused as refusal:
        return refused(b"", name, refusal.code)
    return read(content, name, headings)


def _work(ear: Connection, mouth: Connection, others: Sequence[Connection], headings: Headings) -> None:
    """Read batches of files until there are no more; this is what a worker process runs."""
    ignore_interrupts()
    for connection in others:
        connection.close()
    limit_memory(limits.MEMORY_BYTES)
    while True:
        try:
            batch = ear.recv()
        except EOFError:
            return
        for number, path, name in batch:
            mouth.send((number, read_one(path, name, headings)))


@dataclass(slots=True)
class _Worker:
    """One worker process, and what it has been given."""

    process: BaseProcess
    orders: Connection
    answers: Connection
    waiting: deque[Job]
    since: float


class _Crew:
    """The workers and the files that they still have to read."""

    def __init__(self, files: Sequence[Job], headings: Headings, count: int, seconds: float) -> None:
        self._headings = headings
        self._count = count
        self._seconds = seconds
        size = max(1, min(limits.BATCH, len(files) // (4 * max(count, 1))))
        self._batches = deque(list(files[start : start + size]) for start in range(0, len(files), size))
        self._ahead = _AHEAD * size * count
        self._workers: list[_Worker] = []
        self._suspects: set[int] = set()

    def more(self, wanted: int) -> dict[int, Outcome]:
        """Wait for the next outcomes; `wanted` is the one that is to be handed on first."""
        self._hand_out(wanted)
        busy = [worker for worker in self._workers if worker.waiting]
        patience = min(worker.since for worker in busy) + self._seconds - time.monotonic()
        ready = wait([worker.answers for worker in busy], max(patience, 0))
        done: dict[int, Outcome] = {}
        for worker in busy:
            if worker.answers in ready:
                done.update(self._listen(worker))
            elif time.monotonic() - worker.since >= self._seconds:
                number, _, name = self._lose(worker)
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
            if idle is None and len(self._workers) < self._count:
                idle = self._hire()
            if idle is None:
                return
            batch = self._batches.popleft()
            idle.waiting.extend(batch)
            idle.since = time.monotonic()
            try:
                idle.orders.send(batch)
            except OSError:
                self._batches.appendleft([self._lose(idle)])

    def _hire(self) -> _Worker:
        forked = start_method() == "fork"
        start = multiprocessing.get_context("fork").Process if forked else multiprocessing.get_context("spawn").Process
        ear, orders = multiprocessing.Pipe(duplex=False)
        answers, mouth = multiprocessing.Pipe(duplex=False)
        # A forked worker inherits these ends; open, they would keep it alive when this process is killed.
        inherited = [c for w in self._workers for c in (w.orders, w.answers)] + [orders, answers]
        others = inherited if forked else []
        process = start(target=_work, args=(ear, mouth, others, self._headings), daemon=True)
        process.start()
        ear.close()
        mouth.close()
        worker = _Worker(process, orders, answers, deque(), time.monotonic())
        self._workers.append(worker)
        return worker

    def _listen(self, worker: _Worker) -> dict[int, Outcome]:
        try:
            number, outcome = worker.answers.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        worker.waiting.popleft()
        worker.since = time.monotonic()
        return {number: outcome}

    def _bury(self, worker: _Worker) -> dict[int, Outcome]:
        """Take note of a worker's death: a file is given a second worker of its own before it is blamed."""
        job = self._lose(worker)
        if job[0] in self._suspects:
            return {job[0]: refused(b"", job[2], "worker-died")}
        self._suspects.add(job[0])
        self._batches.appendleft([job])
        return {}

    def _lose(self, worker: _Worker) -> Job:
        """End a worker, give back what it had not begun, and return the file that it was reading."""
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.orders.close()
        worker.answers.close()
        job = worker.waiting.popleft()
        if worker.waiting:
            self._batches.appendleft(list(worker.waiting))
        return job
