"""One run at a time holds a workspace; a second stops at once and says who holds it."""

import json
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from xlreport.ledger.ledger_on_local_disk import is_local
from xlreport.model.model_errors import BUSY, CannotRun
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.processes.platform_calls import process_lives

LOCK, HOLDER = ".xlreport-lock", ".xlreport-holder"


@contextmanager
def hold_workspace(folder: Path, command: str, now: datetime) -> Iterator[None]:
    """Hold a workspace while something is written in it.

    The lock is one of SQLite's, on an empty database of its own: the same on every system, and gone
    when its process is, however that ends. Beside it stands who holds it; on a network drive, where
    locks of other machines may not be seen, that file alone keeps a run on another machine out.

    Raises:
        CannotRun: `workspace-busy` with exit code 75, `workspace-read-only`.
    """
    try:
        lock = sqlite3.connect(folder / LOCK, isolation_level=None, timeout=0)
    except sqlite3.OperationalError as error:
        raise CannotRun("workspace-read-only", folder=str(folder)) from error
    try:
        _take(lock, folder)
        _keep_out_others(folder)
        who = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "user": _user(),
            "command": command,
        }
        words = json.dumps(who | {"since": now.isoformat(timespec="seconds")})
        try:
            write_whole(folder / HOLDER, words.encode())
        except CannotRun as error:
            if error.code == "not-permitted":
                raise CannotRun("workspace-read-only", folder=str(folder)) from error
            raise
        try:
            yield
        finally:
            with suppress(OSError):
                (folder / HOLDER).unlink()
    finally:
        lock.close()


def _take(lock: sqlite3.Connection, folder: Path) -> None:
    try:
        lock.execute("PRAGMA journal_mode = memory")  # no file of its own is left behind
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
            raise busy(folder) from error
        raise CannotRun("workspace-read-only", folder=str(folder)) from error


def _keep_out_others(folder: Path) -> None:
    """Where locks of other machines may not be seen, believe the file that one of them left."""
    there = holder(folder)
    if there.get("host", socket.gethostname()) != socket.gethostname() and not is_local(folder):
        raise busy(folder)


def busy(folder: Path) -> CannotRun:
    """Return the error that says who holds a workspace."""
    words = {"user": "?", "host": "?", "pid": "?", "command": "?", "since": "?"} | holder(folder)
    return CannotRun("workspace-busy", BUSY, folder=str(folder), file=HOLDER, **words)


def holder(folder: Path) -> dict[str, str]:
    """Return what a workspace says of who holds it; empty where it says nothing."""
    try:
        told = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if isinstance(told, dict):
        return {str(key): str(entry) for key, entry in told.items()}
    return {}


def left_behind(folder: Path) -> dict[str, str]:
    """Return what a run on this machine left that ended without a word: a power cut, a kill; empty
    where none did, or where it still works.
    """
    there = holder(folder)
    pid = there.get("pid", "")
    if there.get("host") != socket.gethostname() or not pid.isdecimal():
        return {}
    return {} if process_lives(int(pid)) else there


def _user() -> str:
    return os.environ.get("USER") or os.environ.get("USERNAME") or "?"
