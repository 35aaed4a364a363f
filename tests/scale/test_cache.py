"""A second run reads only what is new or changed, and says the same as one that reads everything."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.intake.stored.stored_intake_cache import Cache
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.processes.worker_processes import FileJob, each_file


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    opened = Cache(tmp_path / "read.sqlite3")
    yield opened
    opened.close()


def noting(read: list[str]) -> Callable[[Sequence[FileJob], Any], Iterator[Any]]:
    """An engine that notes what it is asked to read."""

    def run(files: Sequence[FileJob], task: Any) -> Iterator[Any]:
        read.extend(job.name for job in files)
        return each_file(files, task, 1)

    return run


def said(small_round: Any, **how: Any) -> tuple[str, list[str]]:
    read: list[str] = []
    summary = consolidate(
        receive([small_round.inbox], [small_round.plan], engine=noting(read), **how)
    )
    return repr((summary.rows, summary.files, summary.findings, summary.departments)), read


def test_nothing_changed_nothing_read(small_round: Any, cache: Cache) -> None:
    """What lies there as it lay before is not read again; what is told of history by the inbox itself is."""
    first, read = said(small_round, cache=cache)
    second, again = said(small_round, cache=cache)
    unread = [name for name in read if "扫描件" in name]
    assert first == second == said(small_round)[0]
    assert len(again) < len(read) / 2
    assert set(unread) <= set(again) | set(read)


def test_a_changed_file_is_read(small_round: Any, cache: Cache) -> None:
    """A file that was touched is read again, and no other of its period."""
    said(small_round, cache=cache)
    _, before = said(small_round, cache=cache)
    changed = max((small_round.inbox / "county-b").glob("*.xlsx"))
    os.utime(changed)
    _, after = said(small_round, cache=cache)
    assert set(after) - set(before) == {f"county-b/{changed.name}"}


@pytest.mark.long
def test_what_decides_besides_the_file_counts(small_round: Any, cache: Cache) -> None:
    """With another earlier record the files that are checked beside it are checked anew, and no
    other.
    """
    first, _ = said(small_round, cache=cache)
    code = small_round.plan.indicator[0].code
    earlier = [
        Record(
            plan=small_round.plan.code,
            period=Period.parse("2020-Q1"),
            department="D00000",
            kind="indicator",
            code=code,
            value=None,
        )
    ]
    _, again = said(small_round, cache=cache, earlier=earlier)
    assert set(again) == {"county-b/01_第00000号单位_2020年二季度.xlsx"}
    assert first == said(small_round, cache=cache)[0]


def test_a_run_that_stops_keeps_what_it_read(small_round: Any, cache: Cache) -> None:
    """What was read before a run was stopped is not read again."""
    from xlreport.pipeline.intake.receiving_inbox import files_wanted

    files = files_wanted([small_round.inbox])
    examiner = _examiner(small_round)
    run = cache.instead_of(partial(each_file, jobs=1), examiner)
    started = run(files, examiner)
    for _ in range(5):
        next(started)
    started.close()  # type: ignore[attr-defined]
    read: list[str] = []
    list(cache.instead_of(noting(read), examiner)(files, examiner))
    assert len(read) <= len(files) - 4


def _examiner(small_round: Any) -> Any:
    from xlreport.pipeline.forms.exporting_form_templates import known_headings
    from xlreport.pipeline.intake.examining_intake_files import Examiner, History

    return Examiner((small_round.plan,), known_headings(None), History(()))


def test_a_spoiled_shelf_is_begun_anew(tmp_path: Path) -> None:
    """A cache that is no database any more costs only what it kept."""
    file = tmp_path / "read.sqlite3"
    file.write_bytes(b"no database" * 1000)
    Cache(file).close()
    assert file.read_bytes().startswith(b"SQLite format 3")
