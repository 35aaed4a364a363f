"""The task of a run on a Dask cluster: batches of files go out, small outcomes come back, in
order.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from xlreport.model.model_errors import CannotRun
from xlreport.model.returns.return_refusal import refused
from xlreport.model.returns.submission import Unreadable
from xlreport.processes.folders.local_folder import refusal_of
from xlreport.processes.folders.remote_folder import address_of
from xlreport.processes.worker_processes import FileJob, Stop, Task, each_file, tried

if TYPE_CHECKING:
    from distributed import Client, Future

_T = TypeVar("_T")
_BATCH = 64
"""Files a task: one file a task costs ten times as much, as each task passes through the
scheduler.
"""
_AHEAD = 4
"""Batches for each worker that are under way at a time; it bounds memory here."""
_PATIENCE = 10
"""Seconds to wait for the cluster's answer."""
_Files = list[tuple[Path, str, Any]]


def on_cluster(
    files: Sequence[FileJob], task: Task[_T], *, address: str, jobs: int = 0
) -> Iterator[_T | Unreadable]:
    """Do a task with each file on a cluster; yield one outcome for each job, in their order.

    A worker that dies costs its batch a second try on another one. A batch that kills every worker
    is done on this machine, where each file has a limited process to itself and only the file that
    is to blame is refused.

    Args:
        files: the files; they lie where every worker finds them under the same path or address.
        task: what is done with each.
        address: of the scheduler, `HOST:PORT`.
        jobs: processes of this machine for what the cluster could not do.

    Raises:
        CannotRun: the cluster cannot be reached; or as the task raised it.
    """
    client = _client(address)
    try:
        yield from _in_batches(client, files, task, jobs)
    finally:
        client.close()


def _client(address: str) -> "Client":
    try:
        from distributed import Client

        return Client(address, timeout=_PATIENCE, set_as_default=False)
    except (ImportError, OSError) as error:
        raise CannotRun("cluster-unreachable", engine=f"dask://{address}") from error


def _in_batches(
    client: "Client", files: Sequence[FileJob], task: Task[_T], jobs: int
) -> Iterator[_T | Unreadable]:
    batches = deque(files[start : start + _BATCH] for start in range(0, len(files), _BATCH))
    # Made by a task of its own and not scattered: what is scattered is lost with the last worker
    # that holds it.
    told = client.submit(_taken, task, pure=False)
    under_way: deque[tuple[Sequence[FileJob], Future]] = deque()
    most = _AHEAD * max(1, sum(client.nthreads().values()))
    while batches or under_way:
        while batches and len(under_way) < most:
            batch = batches.popleft()
            under_way.append((batch, client.submit(_done, told, _files(batch), pure=False)))
        batch, future = under_way.popleft()
        yield from _outcomes(future, batch, task, jobs)


def _taken(task: Task[_T]) -> Task[_T]:
    """Hold what is done with every file; workers hand it on to one another."""
    return task


def _files(batch: Sequence[FileJob]) -> _Files:
    """Return what is to be opened, as every machine finds it."""
    opened = (job for job in batch if not refusal_of(job.path, job.inbox))
    return [
        (
            job.path if address_of(job.path) else job.path.absolute(),
            job.name,
            job.more,
        )
        for job in opened
    ]


def _done(task: Task[_T], files: _Files) -> list[_T | Unreadable | Stop]:
    """Do the task with a batch; this is what runs on a worker."""
    return [tried(task, path, name, more) for path, name, more in files]


def _outcomes(
    future: "Future", batch: Sequence[FileJob], task: Task[_T], jobs: int
) -> Iterator[_T | Unreadable]:
    """Yield what came of a batch; where the cluster lost it, do it here."""
    if _lost(future):
        yield from each_file(batch, task, jobs)
        return
    done = iter(future.result())
    for job in batch:
        code = refusal_of(job.path, job.inbox)
        one = refused(b"", job.name, code) if code else next(done)
        if isinstance(one, Stop):
            raise one.error
        yield one


def _lost(future: "Future") -> bool:
    from distributed import CancelledError

    try:
        return future.exception() is not None
    except CancelledError:
        return True
