"""Copies of the ledger: made whole by SQLite while others read, proved, and read back."""

import os
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from xlreport.ledger.ledger_schema import TABLES, VERSION, version_of
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.processes.platform_database_calls import database_to_read
from xlreport.processes.platform_write_error_calls import unwritten

BACKUPS = "backups"
_KEPT = 10
_PREFIX, _SUFFIX = "ledger-", ".sqlite3"
_FAULTS = {"SQLITE_FULL": "disk-full", "SQLITE_IOERR": "disk-full",
           "SQLITE_CANTOPEN": "not-permitted", "SQLITE_READONLY": "not-permitted"}  # fmt: skip
"""Beginnings of SQLite's names for what a disk does to a copy, and what they are called here."""
_PAGES = 4096
"""Pages copied before readers get their turn."""


def what_is_wrong(ledger: sqlite3.Connection) -> str:
    """Return the first thing that is wrong inside a ledger; empty where it is sound."""
    told = str(ledger.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if told != "ok":
        return told
    names = {row[0] for row in ledger.execute("SELECT name FROM sqlite_master")}
    missing = [one for one in TABLES if one not in names] if version_of(ledger) == VERSION else []
    if missing:
        return f"no such table: {missing[0]}"
    broken = ledger.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        return f"{broken[0]} {broken[1]} → {broken[2]}"
    return ""


def backup_to(ledger: sqlite3.Connection, path: Path) -> None:
    """Write a copy of a ledger to a file: whole and proved, or not at all.

    Raises:
        CannotRun: `backup-unsound` where the copy does not hold what it should; `disk-full`,
            `not-permitted` or what else keeps it from being written.
    """
    temporary = path.with_name(f".xlreport-{path.name}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
            ledger.backup(copy, pages=_PAGES)
            copy.execute("PRAGMA journal_mode = delete")
            wrong = what_is_wrong(copy)
        if wrong:
            raise CannotRun("backup-unsound", file=str(path), why=wrong)
        _flushed(temporary)
        temporary.replace(path)
    except OSError as error:
        raise unwritten(error, path) from error
    except sqlite3.OperationalError as error:
        name = getattr(error, "sqlite_errorname", "")
        code = next((code for start, code in _FAULTS.items() if name.startswith(start)), None)
        if code is None:
            raise
        raise CannotRun(code, file=str(path)) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _flushed(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def keep_one(ledger: sqlite3.Connection, folder: Path, now: datetime, why: str = "") -> None:
    """Keep a copy of a ledger beside it, once a day or before a change of its form; the last ten
    stay.

    Args:
        ledger: open.
        folder: the workspace.
        now: when, by whose day the copy is named.
        why: a word for the name; with one a copy is made also where the day has one.
    """
    if not _holds_anything(ledger):
        return
    day = now.strftime("%Y%m%d")
    name = f"{_PREFIX}{day}{f'-{why}' if why else ''}{_SUFFIX}"
    path = folder / BACKUPS / name
    if path.exists():
        return
    backup_to(ledger, path)
    for old in kept(folder)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _holds_anything(ledger: sqlite3.Connection) -> bool:
    return any(
        ledger.execute(f'SELECT 1 FROM "{one}" LIMIT 1').fetchone()  # noqa: S608 - fixed names
        for one in ("mail", "arrival", "form", "message")
    )


def kept(folder: Path) -> list[Path]:
    """Return the copies beside a ledger, the oldest first."""
    found = (folder / BACKUPS).glob(f"{_PREFIX}*{_SUFFIX}")
    return sorted(found, key=lambda one: (one.stat().st_mtime_ns, one.name))


def restore_from(source: Path, path: Path, now: datetime) -> Path | None:
    """Put a copy in a ledger's place; return where the one that was there lies now.

    Raises:
        CannotRun: `ledger-missing`, `ledger-damaged` or `ledger-newer` where the copy is none that
            could be used; then nothing is touched.
    """
    if not source.is_file():
        raise CannotRun("backup-missing", USAGE, file=str(source))
    staged = path.with_name(f".xlreport-restored{_SUFFIX}")
    try:
        with closing(database_to_read(source)) as copy:
            version, wrong = version_of(copy), what_is_wrong(copy)
            if wrong or version < 1:
                raise CannotRun("ledger-damaged", file=str(source), why=wrong)
            if version > VERSION:
                raise CannotRun("ledger-newer", file=str(source))
            backup_to(copy, staged)
    except sqlite3.DatabaseError as error:
        raise CannotRun("ledger-damaged", file=str(source), why=str(error)) from error
    aside = _moved_aside(path, now)
    try:
        staged.replace(path)
    except OSError as error:
        raise unwritten(error, path) from error
    return aside


def _moved_aside(path: Path, now: datetime) -> Path | None:
    """Move a ledger, with what SQLite keeps beside it, to the copies; nothing is deleted."""
    if not path.exists():
        return None
    stamp = now.strftime("%Y%m%d-%H%M%S")
    place = path.parent / BACKUPS
    try:
        place.mkdir(exist_ok=True)
        for beside in ("-wal", "-shm", ""):
            old = path.with_name(path.name + beside)
            if old.exists():
                old.replace(place / f"replaced-{stamp}{_SUFFIX}{beside}")
    except OSError as error:
        raise unwritten(error, path) from error
    return place / f"replaced-{stamp}{_SUFFIX}"
