"""The cache: what is known of files that were read before, so that a second run reads only what is
new or changed.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zlib import crc32

from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.submission import Unreadable
from xlreport.pipeline.intake.examining_intake_files import Examined, Examiner, Whose, identity_of
from xlreport.pipeline.intake.stored.stored_intake_rows import (
    CONTENTS,
    STORED_COLUMNS,
    STORED_NUMBERS,
    examined_from,
    row_of,
)
from xlreport.processes.platform_database_calls import copy_database
from xlreport.processes.worker_processes import FileJob
from xlreport.workbook.reading.reading_known_headings import Headings

CACHE_FILE = "read.sqlite3"
Run = Callable[[Sequence[FileJob], Any], Iterator[Any]]
_AT_ONCE = 500
"""Files after which what was read is kept, so that a run that was stopped goes on where it was."""
_KINDS = dict.fromkeys(STORED_NUMBERS, "INTEGER") | dict.fromkeys(CONTENTS, "BLOB")
_TABLE = f"examined_{crc32(' '.join(STORED_COLUMNS).encode()):08x}"
"""Another version with other columns has a table of its own."""


def _opened(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(file, isolation_level=None)
    database.execute("PRAGMA journal_mode = WAL")
    columns = ", ".join(f"{name} {_KINDS.get(name, 'TEXT')} NOT NULL" for name in STORED_COLUMNS)
    database.execute(
        f"CREATE TABLE IF NOT EXISTS {_TABLE}"
        f" (basis TEXT, file TEXT, state TEXT, history TEXT, {columns},"
        " PRIMARY KEY (file, history))"
    )
    return database


@contextmanager
def cache_in(folder: Path, *, begun: Path | None = None) -> Iterator["Cache"]:
    """Open what a folder keeps of files that were read before.

    Args:
        folder: where it lies.
        begun: a folder whose own one it begins with, as a copy: that one is only read.
    """
    if begun is not None:
        _copied(begun / CACHE_FILE, folder / CACHE_FILE)
    cache = Cache(folder / CACHE_FILE)
    try:
        yield cache
    finally:
        cache.close()


def _copied(source: Path, target: Path) -> None:
    """Copy a cache; where that cannot be done everything is read again."""
    if source.is_file():
        with suppress(sqlite3.Error), closing(sqlite3.connect(target)) as copy:
            copy_database(source, copy)


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
        beside another plan or other earlier records.
        """
        basis, beside = basis_of(examiner), _Beside(examiner)

        def run_the_rest(files: Sequence[FileJob], task: Any) -> Iterator[Any]:  # noqa: ANN401 - any task of an engine
            if task is not examiner:
                return run(files, task)
            return self._run(files, beside, run, basis)

        return run_the_rest

    def _run(
        self, files: Sequence[FileJob], beside: "_Beside", run: Run, basis: str
    ) -> Iterator[Any]:
        states = [_state(job) for job in files]
        known = [
            self._recall(job, basis, state, beside) if state else None
            for job, state in zip(files, states, strict=True)
        ]
        fresh = run(
            [job for job, one in zip(files, known, strict=True) if one is None], beside.examiner
        )
        new: list[tuple[Any, ...]] = []
        try:
            for job, state, one in zip(files, states, known, strict=True):
                told = next(fresh) if one is None else one
                if one is None and state and not isinstance(told, Unreadable):
                    history = beside.fingerprint(told.whose, job.more)
                    new.append((basis, job.name, state, history, *row_of(told)))
                if len(new) == _AT_ONCE:
                    self._keep(new)
                yield told
        finally:
            self._keep(new)

    def _recall(self, job: FileJob, basis: str, state: str, beside: "_Beside") -> Examined | None:
        columns = ", ".join(STORED_COLUMNS)
        wanted = "WHERE file = ? AND basis = ? AND state = ?"
        query = f"SELECT history, {columns} FROM {_TABLE} {wanted}"  # noqa: S608 - names of ours
        for history, *row in self._database.execute(query, (job.name, basis, state)):
            one = examined_from(row)
            if beside.fingerprint(one.whose, job.more) == history:
                return one
        return None

    def _keep(self, new: list[tuple[Any, ...]]) -> None:
        marks = ", ".join("?" * (len(STORED_COLUMNS) + 4))
        self._database.execute("BEGIN")
        self._database.executemany(
            f"DELETE FROM {_TABLE} WHERE file = ? AND (basis != ? OR state != ?)",  # noqa: S608 - a name of ours
            [(file, basis, state) for basis, file, state, *_ in new],
        )
        self._database.executemany(f"INSERT OR REPLACE INTO {_TABLE} VALUES ({marks})", new)  # noqa: S608 - marks only
        self._database.execute("COMMIT")
        new.clear()


class _Beside:
    """What files are checked beside: a plan, and the records of earlier periods."""

    def __init__(self, examiner: Examiner) -> None:
        self.examiner = examiner
        self._plans = {
            one.plan.code: sha256(one.model_dump_json().encode()).hexdigest()
            for one in examiner.plans
        }

    def fingerprint(self, whose: Whose | None, more: Sequence[Record] | None) -> str:
        """Return what tells apart whatever decides about a file besides itself: its own plan and
        its earlier records; of a file that is nobody's, all plans that were known.
        """
        who = identity_of(whose, self.examiner.plans)
        if who is None:
            return sha256(repr(sorted(self._plans.values())).encode()).hexdigest()
        told = f"{self._plans[who.plan.code]} {self.examiner.earlier_of(who, more)}"
        return sha256(told.encode("utf-8", "backslashreplace")).hexdigest()


def _state(job: FileJob) -> str:
    """Return by what a file is known to be as it was; empty where nothing says so."""
    try:
        found = job.path.stat()
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns}"


def basis_of(examiner: Examiner) -> str:
    """Return a fingerprint of what decides about every file: the program and its templates."""
    told = sha256(
        f"{version('xlreport')} {_program()} {examiner.whole} {_words(examiner.headings)}".encode()
    )
    return told.hexdigest()


def _program() -> int:
    """Return when the program's own files were last changed: a checkout changes without a new
    version.
    """
    package = Path(__file__).resolve().parents[3]
    return max(file.stat().st_mtime_ns for file in package.rglob("*.py"))


def _words(headings: Headings) -> str:
    columns = sorted((words, sorted(places)) for words, places in headings.columns.items())
    patterns = sorted((pattern.pattern, place) for pattern, place in headings.patterns)
    return repr((columns, patterns, sorted(headings.contacts.items()), sorted(headings.furniture)))
