"""Where files are read: in processes of this machine, or on a Dask cluster; both do the same task
in the same order.
"""

from functools import partial

from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.pipeline.intake.receiving_inbox import Engine
from xlreport.processes.platform_calls import cores
from xlreport.processes.worker_processes import each_file

_DASK = "dask://"


def engine_for(words: str, jobs: int, *, beside: bool = False) -> Engine:
    """Return the engine that `--engine` names.

    Args:
        words: empty for this machine's processes, `dask://HOST:PORT` for a cluster.
        jobs: processes of this machine; 0 is one a core.
        beside: whether this process has work of its own meanwhile, and is left a core for it.

    Raises:
        CannotRun: no such engine is known.
    """
    if not words:
        return partial(each_file, jobs=max(1, (jobs or cores()) - 1) if beside else jobs)
    address = words.removeprefix(_DASK)
    if address == words or not address:
        raise CannotRun("engine-unknown", USAGE, engine=words)
    from xlreport.pipeline.intake.intake_cluster import on_cluster

    return partial(on_cluster, address=address, jobs=jobs)
