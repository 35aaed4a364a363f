"""Which files of a folder lie still: nobody copies them any more, and no program has them open.

Folders are listed and compared. What a system tells of changes (inotify,
ReadDirectoryChangesW) is not told of what other machines write to a network folder, which is where
an inbox lies most often.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from xlreport.processes.folders.local_folder import list_inbox
from xlreport.processes.platform_calls import reachable, reading_flags

Stamps = Mapping[Path, tuple[int, int]]
"""Bytes and time of change in nanoseconds, by path."""

_UNFINISHED = (
    ".tmp", ".temp", ".crdownload", ".part", ".partial", ".download", ".downloading", ".td",
)  # fmt: skip
"""What browsers and chat programs call a file that has not come whole yet."""
_LOCKS = ("~$", ".~lock.", ".~")
"""What office programs put before the name of a file that they have open."""
_OPEN_FOR = 600
"""Seconds after its last change for which a file is believed to be open because a lock lies beside
it; programs that die leave theirs.
"""


def stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    """Return what lies in a folder and below it, each with its size and time of change."""
    found = {}
    for path in list_inbox(folder):
        try:
            told = reachable(path).lstat()
        except OSError:  # gone meanwhile, or out of reach: whoever reads it says which
            continue
        found[path] = (told.st_size, told.st_mtime_ns)
    return found


def stamps_of(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Return size and time of change of the files that are there."""
    found = {}
    for path in paths:
        try:
            told = reachable(path).stat()
        except OSError:
            continue
        found[path] = (told.st_size, told.st_mtime_ns)
    return found


def restless(now: Stamps, before: Stamps, settled: Stamps, moment: float) -> frozenset[Path]:
    """Return the files that are not to be read yet.

    Args:
        now: the folder as it is.
        before: as it was a few seconds ago; what changed since is still being written.
        settled: files that lay still before; as long as they have the same stamps they do.
        moment: seconds since 1970, as files are dated.
    """
    names = {path.parent / _of_lock(path.name): path for path in now if _of_lock(path.name)}

    def is_restless(path: Path, stamp: tuple[int, int]) -> bool:
        if settled.get(path) == stamp:
            return False
        if is_unfinished(path.name) or before.get(path) != stamp:
            return True
        if path in names and moment - stamp[1] / 1e9 < _OPEN_FOR:
            return True
        return not _opens(path)

    return frozenset(path for path, stamp in now.items() if is_restless(path, stamp))


def is_unfinished(name: str) -> bool:
    """Say whether a name is one that programs give to what is not whole yet, or to their locks."""
    return name.lower().endswith(_UNFINISHED) or bool(_of_lock(name))


def _of_lock(name: str) -> str:
    """Return the name of the file that a lock is for: `~$a.xlsx`, `.~a.xlsx` and `.~lock.a.xlsx#`
    are for `a.xlsx`; empty where it is no lock.
    """
    for mark in _LOCKS:
        if name.startswith(mark):
            return name.removeprefix(mark).removesuffix("#")
    return ""


def _opens(path: Path) -> bool:
    """Say whether a file can be read now: on Windows not while it is copied, or open in a program
    that shares it with nobody. What is no file at all is read like everything else, and said.
    """
    place = reachable(path)
    if place.is_symlink() or not place.is_file():
        return True
    try:
        os.close(os.open(place, reading_flags()))
    except OSError:
        return False
    return True
