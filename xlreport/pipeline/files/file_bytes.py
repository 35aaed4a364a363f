"""A file's bytes as its owner's system gives them, or one line that says why it does not."""

from pathlib import Path

from xlreport.model.model_errors import CannotRun


def read_whole(path: Path) -> bytes:
    """Return the bytes of a file; raises CannotRun (`file-unreadable`) where there are none."""
    try:
        return path.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun("file-unreadable", file=str(path), why=why) from error
