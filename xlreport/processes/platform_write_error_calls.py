"""Why a file could not be written: no room, no right, open elsewhere, or what a disk says."""

import errno
from pathlib import Path

from xlreport.model.model_errors import CannotRun
from xlreport.processes.platform_calls import open_elsewhere

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_RIGHT = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def is_full(error: OSError) -> bool:
    """Say whether a disk, or the room that somebody has on it, is full."""
    return error.errno in _FULL


def unwritten(error: OSError, path: Path) -> CannotRun:
    """Return the error that says why a file could not be written, by what the system said of it:
    `disk-full`, `file-busy`, `not-permitted`, or `file-unwritable` with the system's own words.
    """
    if is_full(error):
        return CannotRun("disk-full", file=str(path))
    if open_elsewhere(error, path):
        return CannotRun("file-busy", file=str(path))
    if error.errno in _NO_RIGHT:
        return CannotRun("not-permitted", file=str(path))
    return CannotRun("file-unwritable", file=str(path), why=error.strerror or str(error))
