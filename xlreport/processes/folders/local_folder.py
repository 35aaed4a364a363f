"""The files of an inbox: what lies in it, in order, and the bytes of one file, read as one
moment.
"""

import os
import stat
from pathlib import Path

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.processes.folders.remote_folder import (
    address_of,
    list_remote,
    remote_content,
    remote_exists,
)
from xlreport.processes.platform_calls import reachable, reading_flags

_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".ett", ".csv")
_SYSTEM = frozenset(
    {".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", ".localized", ".directory"}
)
_LOCKS = ("~$", ".~")


def exists(place: Path) -> bool:
    """Say whether an inbox, or a file, is there."""
    address = address_of(place)
    if address and not place.exists():
        return remote_exists(address)
    return place.exists()


def inbox_root(place: Path) -> Path:
    """Return the folder that names are relative to: the inbox itself, or what a single file lies
    in.
    """
    if place.is_dir() or (address_of(place) and not place.suffix):
        return place
    return place.parent


def list_inbox(place: Path) -> tuple[Path, ...]:
    """Return everything that lies in a folder and below it, sorted by path; of a file, itself.

    Folders are walked through and not listed, but for those named like a workbook and those that
    cannot be opened. Links are listed, never followed.
    """
    if not place.is_dir():
        address = address_of(place)
        if address and not place.exists():
            return list_remote(address)
        return (place,)
    found: list[str] = []
    waiting = [os.fspath(place)]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(reachable(Path(folder))) as entries:
                for entry in entries:
                    path = os.path.join(folder, entry.name)  # noqa: PTH118 - Path is slow for 100,000
                    is_folder = entry.is_dir(follow_symlinks=False)
                    if is_folder:
                        waiting.append(path)
                    if not is_folder or entry.name.lower().endswith(_SUFFIXES):
                        found.append(path)
        except OSError:
            found.append(folder)
    return tuple(Path(path) for path in sorted(found, key=lambda path: path.split(os.sep)))  # noqa: PTH206 - Path is slow for 100,000


def shown_path(path: Path, inbox: Path) -> str:
    """Return a file's path relative to the inbox, with forward slashes; bytes that are no text are
    escaped.
    """
    name = path.relative_to(inbox).as_posix() if path.is_relative_to(inbox) else path.name
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def refusal_of(path: Path, inbox: Path) -> str:
    """Return why a path is not even opened, as a finding's code; empty where it may be."""
    name = path.name.lower()
    if address_of(path):
        return _by_name(name)
    place = reachable(path)
    try:
        mode = place.lstat().st_mode
        if stat.S_ISLNK(mode):
            root = os.path.realpath(reachable(inbox))
            if not Path(os.path.realpath(place)).is_relative_to(root):
                return "is-link"
            mode = place.stat().st_mode
    except OSError:
        if place.is_symlink():
            return "is-link"
        return "cannot-open"
    if stat.S_ISDIR(mode):
        if os.access(place, os.R_OK | os.X_OK):
            return "is-folder"
        return "cannot-open"
    if not stat.S_ISREG(mode):
        return "is-special"
    return _by_name(name)


def _by_name(name: str) -> str:
    if name.startswith(_LOCKS):
        return "is-lock-file"
    if name in _SYSTEM or name.startswith("._"):
        return "is-system-file"
    return ""


def file_content(path: Path) -> bytes:
    """Return a file's bytes; raises Refused where it cannot be opened, is too big, or changes
    meanwhile.
    """
    try:
        handle = os.open(reachable(path), reading_flags())
    except OSError:
        if address := address_of(path):
            return remote_content(address)
        raise Refused("cannot-open") from None
    with os.fdopen(handle, "rb") as stream:
        try:
            before = os.fstat(handle)
            if not stat.S_ISREG(before.st_mode):
                raise Refused("is-special")
            if before.st_size > worker_file_limits.FILE_BYTES:
                raise Refused("too-big")
            content = stream.read(worker_file_limits.FILE_BYTES + 1)
            after = os.fstat(handle)
        except OSError:
            raise Refused("cannot-open") from None
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(
        content
    ) != before.st_size:
        raise Refused("still-changing")
    return content
