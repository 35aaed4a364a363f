"""One pipeline, several engines: what comes out does not depend on who reads, in how many pieces, or in which order."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.intake.intake_engines import engine_for
from xlreport.pipeline.intake.receiving_inbox import Engine, receive, write_shard_of
from xlreport.pipeline.intake.validating_returns import return_copies
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.publish.published_files import write
from xlreport.publish.published_rows import rows

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as started:
        yield started


def on(cluster: Any) -> Engine:
    return engine_for("dask://" + cluster.scheduler_address.removeprefix("tcp://"), 1)


def data_of(small_round: Any, engine: Engine, *places: Path) -> bytes:
    summary = consolidate(receive(places or [small_round.inbox], [small_round.plan], engine=engine))
    return (
        write(rows(summary), ".csv")
        + repr((summary.files, summary.findings, summary.departments)).encode()
    )


def test_jobs_change_nothing(small_round: Any) -> None:
    """One process and two give the same bytes of data."""
    assert data_of(small_round, engine_for("", 1)) == data_of(small_round, engine_for("", 2))


def test_a_cluster_changes_nothing(small_round: Any, cluster: Any) -> None:
    """Two worker processes of a Dask cluster give the same bytes of data as one process here."""
    assert data_of(small_round, on(cluster)) == data_of(small_round, engine_for("", 1))


@pytest.mark.long
def test_a_cluster_marks_the_same_copies(small_round: Any, cluster: Any, tmp_path: Path) -> None:
    """Marked copies are the same bytes whoever writes them."""
    made = []
    for name, engine in (("here", engine_for("", 1)), ("there", on(cluster))):
        intake = receive([small_round.inbox], [small_round.plan], engine=engine)
        tuple(return_copies(intake.files, tmp_path / name, "zh", engine=engine))
        made.append(
            {
                str(f.relative_to(tmp_path / name)): f.read_bytes()
                for f in (tmp_path / name).rglob("*.xlsx")
            }
        )
    assert made[0]
    assert made[0] == made[1]


def die_once(path: Path, name: str, _more: None) -> str:
    """A task that kills the worker that first opens the file that is to blame."""
    trace = path.parent.parent / "died"
    if "二季度" in name and not trace.exists():
        trace.write_text(name, encoding="utf-8")
        os.kill(os.getpid(), signal.SIGKILL)
    return name


def test_a_killed_worker_costs_a_second_try(small_round: Any, cluster: Any) -> None:
    """A worker that dies in the middle costs its batch another try on another worker, and nothing else."""
    from xlreport.pipeline.intake.receiving_inbox import files_wanted

    files = files_wanted([small_round.inbox])
    assert list(on(cluster)(files, die_once)) == [job.name for job in files]
    assert (small_round.inbox / "died").unlink() is None


class Mortal:
    """A task that does its work, but kills the worker that is the first to have done half of a batch."""

    def __init__(self, task: Any, trace: Path) -> None:
        self.task, self.trace = task, trace

    def __call__(self, path: Path, name: str, more: Any) -> Any:
        done = self.task(path, name, more)
        if "0005" in name and not self.trace.exists():
            self.trace.write_text(name, encoding="utf-8")
            os.kill(os.getpid(), signal.SIGKILL)
        return done


@pytest.mark.long
def test_a_killed_worker_changes_nothing(small_round: Any, cluster: Any, tmp_path: Path) -> None:
    """With a worker killed in the middle of reading, the same bytes of data come out."""
    trace = tmp_path / "died"

    def dying(files: Any, task: Any) -> Any:
        return on(cluster)(files, Mortal(task, trace))

    told = data_of(small_round, dying)
    assert trace.exists()
    assert told == data_of(small_round, engine_for("", 1))


def refuse(_path: Path, name: str, _more: None) -> str:
    raise CannotRun("file-busy", file=name)


def test_what_stops_a_run_stops_it_on_a_cluster_too(small_round: Any, cluster: Any) -> None:
    """A file that is open elsewhere is named in one line, whoever found it."""
    from xlreport.pipeline.intake.receiving_inbox import files_wanted

    with pytest.raises(CannotRun) as caught:
        list(on(cluster)(files_wanted([small_round.inbox]), refuse))
    assert caught.value.code == "file-busy"


@pytest.mark.parametrize("words", ["dask://", "ray://head:1", "local"])
def test_other_engines_are_refused(words: str) -> None:
    """An engine that nobody knows is a fault of usage, in words."""
    with pytest.raises(CannotRun) as caught:
        engine_for(words, 1)
    assert caught.value.code == "engine-unknown"


def test_shards_are_the_whole(small_round: Any, tmp_path: Path) -> None:
    """One consolidate over the shards of the counties gives the same as one over all files."""
    shards = [
        tmp_path / f"{county.name}.parquet"
        for county in sorted(small_round.inbox.iterdir())
        if county.is_dir()
    ]
    for shard in shards:
        write_shard_of([small_round.inbox / shard.stem], [small_round.plan], shard)
    engine = engine_for("", 1)
    assert data_of(small_round, engine, *reversed(shards)) == data_of(small_round, engine)


def test_an_address_reads_as_a_folder(small_round: Any) -> None:
    """An inbox behind an fsspec address gives the same as the folder itself."""
    pytest.importorskip("fsspec")
    engine = engine_for("", 1)
    assert data_of(small_round, engine, Path(f"file:/{small_round.inbox}")) == data_of(
        small_round, engine
    )
