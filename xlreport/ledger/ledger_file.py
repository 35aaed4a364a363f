"""The ledger's file opened: for one writer, who holds the workspace, or for readers beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from xlreport.ledger.ledger_backups import keep_one, what_is_wrong
from xlreport.ledger.ledger_on_local_disk import is_local
from xlreport.ledger.ledger_schema import VERSION, migrate, version_of
from xlreport.model.model_errors import CannotRun
from xlreport.processes.platform_database_calls import PATIENCE, copy_database, database_to_read

LEDGER_FILE = "ledger.sqlite3"
_FAULTS = {
    "SQLITE_FULL": "ledger-full", "SQLITE_IOERR": "ledger-disk", "SQLITE_BUSY": "ledger-locked",
    "SQLITE_LOCKED": "ledger-locked", "SQLITE_READONLY": "ledger-read-only",
    "SQLITE_CANTOPEN": "ledger-read-only",
}  # fmt: skip
"""Beginnings of SQLite's names for what a disk does, and what they are called here."""


SENT_MARK = ".xlreport-sent"
"""A file that says: from this folder mails have gone. It is written before the first one goes."""


@contextmanager
def open_ledger(folder: Path, now: datetime | None = None) -> Iterator[sqlite3.Connection]:
    """Open a workspace's ledger for writing, made or brought up to date where need be.

    Args:
        folder: the workspace.
        now: with it a copy is kept, each day's first time and before a change of the ledger's form.

    Raises:
        CannotRun: `ledger-damaged`, `ledger-newer`, `ledger-full`, `ledger-locked`; `ledger-gone`
            where there is none, or an empty one, and mails have gone: they would go again.
    """
    path = folder / LEDGER_FILE
    missing = not path.exists() or not path.stat().st_size
    if missing and mails_have_gone(folder):
        raise CannotRun("ledger-gone", folder=str(folder))
    with _in_words(path):
        ledger = sqlite3.connect(path, isolation_level=None, timeout=PATIENCE)
        try:
            _set_up(ledger, local=is_local(folder))
            _bring_up(ledger, path, now)
            if mails_have_gone(folder) and not ledger.execute("SELECT 1 FROM mail").fetchone():
                raise CannotRun("ledger-gone", folder=str(folder))
            if now is not None:
                keep_one(ledger, folder, now)
            yield ledger
        finally:
            ledger.close()


def mails_have_gone(folder: Path) -> bool:
    """Say whether a folder shows that mails were sent or drafted from it: each sign is written only
    after the ledger has known of one.
    """
    return (folder / SENT_MARK).exists() or next(
        (folder / "outbox").glob("*/*.eml"), None
    ) is not None


@contextmanager
def read_ledger(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open a workspace's ledger for reading only, also where nothing may be written.

    Raises:
        CannotRun: `ledger-missing`, `ledger-damaged`, `ledger-newer`, `ledger-older`,
            `ledger-gone`.
    """
    path = folder / LEDGER_FILE
    if not path.is_file() or not path.stat().st_size:
        if mails_have_gone(folder):
            raise CannotRun("ledger-gone", folder=str(folder))
        raise CannotRun("ledger-missing", file=str(path))
    with _in_words(path):
        ledger = database_to_read(path)
        try:
            version = _known_version(ledger, path)
            if version < VERSION:
                raise CannotRun("ledger-older", file=str(path))
            yield ledger
        finally:
            ledger.close()


@contextmanager
def copied_ledger(folder: Path) -> Iterator[sqlite3.Connection]:
    """Give a copy of a workspace's ledger in memory, brought up to date, that is thrown away; the
    folder is only read.

    Raises:
        CannotRun: `ledger-gone` where mails have gone and there is no ledger; what else keeps one
            from being opened.
    """
    path = folder / LEDGER_FILE
    with _in_words(path), closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        if path.is_file() and path.stat().st_size:
            copy_database(path, copy)
        elif mails_have_gone(folder):
            raise CannotRun("ledger-gone", folder=str(folder))
        version = _known_version(copy, path)
        if version < VERSION:
            migrate(copy, version)
        yield copy


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


def _bring_up(ledger: sqlite3.Connection, path: Path, now: datetime | None) -> None:
    version = _known_version(ledger, path)
    if version < VERSION:
        if version and now is not None:
            keep_one(ledger, path.parent, now, f"v{version}")
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
    """Say in words what a disk does to a ledger; where anything odd happens meanwhile, see whether
    the ledger is sound before it is called a fault of the program.
    """
    try:
        yield
    except (CannotRun, KeyboardInterrupt, GeneratorExit):
        raise
    except Exception as error:
        name = getattr(error, "sqlite_errorname", "")
        code = next(
            (code for beginning, code in _FAULTS.items() if name.startswith(beginning)), None
        )
        if code is not None and isinstance(error, sqlite3.OperationalError):
            raise CannotRun(code, file=str(path)) from error
        why = str(error) if name in {"SQLITE_NOTADB", "SQLITE_CORRUPT"} else _damage(path)
        if why:
            raise CannotRun("ledger-damaged", file=str(path), why=why) from error
        raise


def _damage(path: Path) -> str:
    """Return what is wrong with a ledger's file; empty where it is sound."""
    if not path.is_file():
        return ""
    try:
        ledger = database_to_read(path)
        try:
            return what_is_wrong(ledger)
        finally:
            ledger.close()
    except sqlite3.OperationalError:
        return ""  # it cannot be looked at just now: nothing is known
    except sqlite3.DatabaseError as error:
        return str(error)


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
