"""SQLite files opened for reading, also where nothing may be written."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path, PurePath

from xlreport.processes.platform_calls import resolved

PATIENCE = 5.0
"""Seconds to wait for another program that is just being served."""
_PLAIN, _ALONE = "mode=ro", "mode=ro&immutable=1"
"""How a database is opened; `immutable` leaves nothing beside it, and asks nobody whether it is
just being written.
"""


def database_to_read(path: Path) -> sqlite3.Connection:
    """Open a database for reading only.

    One with a write-ahead log on a disk that may not be written can only be read as one that nobody
    changes.

    Raises:
        sqlite3.Error: it cannot be read, or it is none.
    """
    try:
        return _opened(path, _PLAIN)
    except sqlite3.OperationalError:
        if path.with_name(f"{path.name}-wal").exists():
            raise
        return _opened(path, _ALONE)


def copy_database(path: Path, into: sqlite3.Connection) -> None:
    """Copy a database into another; where nobody has it open, nothing is left beside it either.

    Raises:
        sqlite3.Error: it cannot be read, or it is none.
    """
    before = _undisturbed(path)
    if before:
        with suppress(sqlite3.DatabaseError), closing(_opened(path, _ALONE)) as kept:
            kept.backup(into)
            if _undisturbed(path) == before:
                return
    with closing(database_to_read(path)) as kept:
        kept.backup(into)


def _undisturbed(path: Path) -> tuple[int, int] | None:
    """Return size and time of a database that nobody writes: there is no log and no journal beside
    it; None where there is one.
    """
    if any(path.with_name(path.name + one).exists() for one in ("-wal", "-journal")):
        return None
    found = path.stat()
    return found.st_size, found.st_mtime_ns


def _opened(path: Path, how: str) -> sqlite3.Connection:
    address = f"{database_address(resolved(path))}?{how}"
    database = sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE)
    try:
        database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
    except BaseException:
        database.close()
        raise
    return database


def database_address(path: PurePath) -> str:
    """Return an absolute path as SQLite takes it: a network folder of Windows is no host to it."""
    told = path.as_uri()
    if told.startswith("file:///"):
        return told
    return told.replace("file://", "file:////", 1)
