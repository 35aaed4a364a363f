"""Files are written whole or not at all, and never over an original."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from xlreport.model.errors import CannotRun


def write_whole(path: Path, content: bytes) -> bool:
    """Write a file under a temporary name beside it, then rename; say whether anything had to be written.

    Raises:
        CannotRun: `file-busy` where the file is open elsewhere or may not be written, `disk-full` where it does
            not fit, `not-a-folder` where its folder is a file; what stood there before is untouched.
    """
    try:
        if path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, content)
    except (FileExistsError, NotADirectoryError) as error:
        raise CannotRun("not-a-folder", folder=str(path.parent)) from error
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        raise CannotRun("disk-full" if full else "file-busy", file=str(path)) from error
    return True


def _replace(path: Path, content: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".xlreport-", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if os.name == "posix":
            Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
