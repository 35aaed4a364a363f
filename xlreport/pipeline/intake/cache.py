"""The cache: what is known of files that were read before, so that a second run reads only what is
new or changed.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import crc32

from xlreport.model.returns.submission import Unreadable
from xlreport.pipeline.intake.examining import Examined, Examiner
from xlreport.pipeline.intake.stored_rows import (
    CONTENTS,
    STORED_COLUMNS,
    STORED_NUMBERS,
    examined_from,
    row_of,
)
from xlreport.processes.workers import FileJob
from xlreport.workbook.reading.headings import Headings

CACHE_FILE = "read.sqlite3"
Run = Callable[[Sequence[FileJob], Any], Iterator[Any]]
_AT_ONCE = 500
"""Files after which what was read is kept, so that a run that was stopped goes on where it was."""
_KINDS = dict.fromkeys(STORED_NUMBERS, "INTEGER") | dict.fromkeys(CONTENTS, "BLOB")
_TABLE = f"known_{crc32(' '.join(STORED_COLUMNS).encode()):08x}"
"""Another version with other columns has a table of its own."""


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    columns = ", ".join(f"{name} {_KINDS.get(name, 'TEXT')} NOT NULL" for name in STORED_COLUMNS)
    database.execute(
        f"CREATE TABLE IF NOT EXISTS {_TABLE}"
        f" (basis TEXT, file TEXT, state TEXT, {columns}, PRIMARY KEY (file))"
    )
    return database


@contextmanager
def cache_in(folder: Path) -> Iterator["Cache"]:
    """Open what a folder keeps of files that were read before."""
    cache = Cache(folder / CACHE_FILE)
    try:
        yield cache
    finally:
        cache.close()


class Cache:
    """A small database file in a workspace; it may be deleted at any time, then everything is read
    again.
    """

    def __init__(self, file: Path) -> None:
        try:
            self._database = _opened(file)
        except sqlite3.DatabaseError:
            for spoiled in file.parent.glob(f"{file.name}*"):
                spoiled.unlink()
            self._database = _opened(file)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def instead_of(self, run: Run, examiner: Examiner) -> Run:
        """Return an engine that runs only for files that are new, or changed, or were checked
        against another plan.
        """
        basis = basis_of(examiner)

        def run_the_rest(files: Sequence[FileJob], task: Any) -> Iterator[Any]:  # noqa: ANN401 - any task of an engine
            return self._run(files, task, run, basis if task is examiner else "")

        return run_the_rest

    def _run(self, files: Sequence[FileJob], task: Any, run: Run, basis: str) -> Iterator[Any]:  # noqa: ANN401
        states = [_state(job) if basis else "" for job in files]
        known = [
            self._recall(job.name, basis, state) if state else None
            for job, state in zip(files, states, strict=True)
        ]
        fresh = run([job for job, one in zip(files, known, strict=True) if one is None], task)
        new: list[tuple[Any, ...]] = []
        try:
            for job, state, one in zip(files, states, known, strict=True):
                told = next(fresh) if one is None else one
                if one is None and state and not isinstance(told, Unreadable):
                    new.append((basis, job.name, state, *row_of(told)))
                if len(new) == _AT_ONCE:
                    self._keep(new)
                yield told
        finally:
            self._keep(new)

    def _recall(self, name: str, basis: str, state: str) -> Examined | None:
        columns = ", ".join(STORED_COLUMNS)
        query = f"SELECT {columns} FROM {_TABLE} WHERE file = ? AND basis = ? AND state = ?"  # noqa: S608 - names of ours
        row = self._database.execute(query, (name, basis, state)).fetchone()
        return examined_from(row) if row else None

    def _keep(self, new: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * (len(STORED_COLUMNS) + 3))
        self._database.execute("BEGIN")
        self._database.executemany(f"INSERT OR REPLACE INTO {_TABLE} VALUES ({marks})", new)  # noqa: S608 - marks only
        self._database.execute("COMMIT")
        new.clear()


def _state(job: FileJob) -> str:
    """Return by what a file is known to be as it was; empty where nothing says so, or more than the
    file decides.
    """
    if job.more is not None:
        return ""
    try:
        found = job.path.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def basis_of(examiner: Examiner) -> str:
    """Return a fingerprint of all that decides besides the file: the program, plans, templates,
    earlier records.
    """
    told = sha256(
        f"{version('xlreport')} {_program()} {examiner.whole} {_words(examiner.headings)}".encode()
    )
    for plan in examiner.plans:
        told.update(plan.model_dump_json().encode())
    told.update(examiner.history.fingerprint.encode())
    return told.hexdigest()


def _program() -> int:
    """Return when the program's own files were last changed: a checkout changes without a new
    version.
    """
    package = Path(__file__).resolve().parents[2]
    return max(file.stat().st_mtime_ns for file in package.rglob("*.py"))


def _words(headings: Headings) -> str:
    columns = sorted((words, sorted(places)) for words, places in headings.columns.items())
    patterns = sorted((pattern.pattern, place) for pattern, place in headings.patterns)
    return repr((columns, patterns, sorted(headings.contacts.items()), sorted(headings.furniture)))
