"""The ledger's file opened: for one writer, who holds the workspace, or for readers beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path, PurePath

from xlreport.ledger.disk import is_local
from xlreport.ledger.schema import VERSION, migrate, version_of
from xlreport.model.errors import CannotRun
from xlreport.processes.platform import resolved

LEDGER_FILE = "ledger.sqlite3"
_PATIENCE = 5.0
"""Seconds to wait for a reader that is just being served."""
_FAULTS = {
    "SQLITE_FULL": "ledger-full", "SQLITE_IOERR": "ledger-disk", "SQLITE_BUSY": "ledger-locked",
    "SQLITE_LOCKED": "ledger-locked", "SQLITE_READONLY": "ledger-read-only",
    "SQLITE_CANTOPEN": "ledger-read-only",
}  # fmt: skip
"""Beginnings of SQLite's names for what a disk does, and what they are called here."""


@contextmanager
def open_ledger(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open a workspace's ledger for writing, made or brought up to date where need be.

    Raises:
        CannotRun: `ledger-damaged`, `ledger-newer`, `ledger-full`, `ledger-locked`.
    """
    path = folder / LEDGER_FILE
    with _in_words(path):
        ledger = sqlite3.connect(path, isolation_level=None, timeout=_PATIENCE)
        try:
            _set_up(ledger, local=is_local(folder))
            _bring_up(ledger, path)
            yield ledger
        finally:
            ledger.close()


@contextmanager
def read_ledger(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open a workspace's ledger for reading only, also where nothing may be written.

    Raises:
        CannotRun: `ledger-missing`, `ledger-damaged`, `ledger-newer`, `ledger-older`.
    """
    path = folder / LEDGER_FILE
    if not path.is_file():
        raise CannotRun("ledger-missing", file=str(path))
    with _in_words(path):
        ledger = _reader(path)
        try:
            version = _known_version(ledger, path)
            if version < VERSION:
                raise CannotRun("ledger-older", file=str(path))
            yield ledger
        finally:
            ledger.close()


def _reader(path: Path) -> sqlite3.Connection:
    """A ledger in WAL mode on a disk that may not be written can only be read as one that nobody
    changes.
    """
    for how in ("mode=ro", "mode=ro&immutable=1"):
        ledger = sqlite3.connect(
            f"{database_address(resolved(path))}?{how}",
            uri=True,
            isolation_level=None,
            timeout=_PATIENCE,
        )
        try:
            ledger.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()
        except sqlite3.OperationalError:
            ledger.close()
            if "immutable" in how or path.with_name(f"{path.name}-wal").exists():
                raise
        else:
            return ledger
    raise CannotRun("ledger-damaged", file=str(path), why="")


def database_address(path: PurePath) -> str:
    """Return an absolute path as SQLite takes it: a network folder of Windows is no host to it."""
    told = path.as_uri()
    return told if told.startswith("file:///") else told.replace("file://", "file:////", 1)


def _set_up(ledger: sqlite3.Connection, *, local: bool) -> None:
    """Write-ahead log only on a disk of this machine, and only where SQLite says that it took
    it.
    """
    wanted = "wal" if local else "delete"
    told = str(ledger.execute(f"PRAGMA journal_mode = {wanted}").fetchone()[0])
    if told not in {"wal", "delete"}:
        ledger.execute("PRAGMA journal_mode = delete")
    ledger.execute("PRAGMA synchronous = FULL")
    ledger.execute("PRAGMA foreign_keys = ON")


def _bring_up(ledger: sqlite3.Connection, path: Path) -> None:
    version = _known_version(ledger, path)
    if version < VERSION:
        migrate(ledger, version)


def _known_version(ledger: sqlite3.Connection, path: Path) -> int:
    version = version_of(ledger)
    if version < 0:
        raise CannotRun("ledger-damaged", file=str(path), why="")
    if version > VERSION:
        raise CannotRun("ledger-newer", file=str(path))
    return version


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        code = next(
            (code for beginning, code in _FAULTS.items() if name.startswith(beginning)), None
        )
        if code is None:
            raise
        raise CannotRun(code, file=str(path)) from error
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorname", "") in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}:
            raise CannotRun("ledger-damaged", file=str(path), why=str(error)) from error
        raise


@contextmanager
def whole(ledger: sqlite3.Connection) -> Iterator[None]:
    """Do everything inside as one transaction: all of it, or nothing."""
    ledger.execute("BEGIN IMMEDIATE")
    try:
        yield
        ledger.execute("COMMIT")
    except BaseException:
        if ledger.in_transaction:
            ledger.execute("ROLLBACK")
        raise


def stamp(moment: datetime) -> str:
    """Return a moment as the ledger writes it: in UTC, to the second."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment_of(text: str) -> datetime:
    """Read a moment back."""
    return datetime.fromisoformat(text)


def day_of(text: str | None) -> date | None:
    """Read a day back."""
    return date.fromisoformat(text) if text else None
