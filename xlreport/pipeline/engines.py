"""Where files are read: in processes of this machine, or on a Dask cluster; both do the same task in the same order."""

from functools import partial

from xlreport.model.errors import USAGE, CannotRun
from xlreport.pipeline.intake import Engine
from xlreport.workbook.workers import each_file

_DASK = "dask://"


def engine_for(words: str, jobs: int) -> Engine:
    """Return the engine that `--engine` names.

    Args:
        words: empty for this machine's processes, `dask://HOST:PORT` for a cluster.
        jobs: processes of this machine; 0 is one a core.

    Raises:
        CannotRun: no such engine is known.
    """
    if not words:
        return partial(each_file, jobs=jobs)
    address = words.removeprefix(_DASK)
    if address == words or not address:
        raise CannotRun("engine-unknown", USAGE, engine=words)
    from xlreport.pipeline.cluster import on_cluster

    return partial(on_cluster, address=address, jobs=jobs)
