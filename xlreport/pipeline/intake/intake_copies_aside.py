"""Copies marked by the worker that has just read a workbook, laid aside until it is settled what
goes back: a faulty workbook is opened once.

What is laid aside is found by all that a copy rests on. Where the run finds more in a file, or
another of its copies counts, the name is another one, and the file is marked anew.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Submission
from xlreport.workbook.reading.container.container_gate import Opened

MARKED_AT_ONCE = 256 << 10
"""Bytes of a workbook that is marked at once: a larger one has a worker's whole time for that."""


@contextmanager
def copies_aside(*, wanted: bool) -> Iterator[Path | None]:
    """Have a folder for copies while a run goes on; none where nobody wants copies, or no folder
    for temporary files can be written.
    """
    if not wanted:
        yield None
        return
    try:
        folder = TemporaryDirectory(prefix="xlreport-", ignore_cleanup_errors=True)
    except OSError:
        yield None
        return
    from xlreport.workbook.annotating import annotate_workbook  # noqa: F401 - loaded once here, and not by every worker that is forked

    with folder as place:
        yield Path(place)


def lay_aside(
    folder: Path,
    content: bytes,
    submission: Submission,
    findings: Sequence[Finding],
    packed: bytes,
    language: str,
    opened: Opened | None,
) -> None:
    """Mark a workbook that has just been read; what cannot be marked so is left to who writes the
    copies.

    Args:
        folder: where the copy is laid.
        content: the workbook.
        submission: what was read in it.
        findings: what is to be marked.
        packed: the same as it goes from process to process; the copy is found by it.
        language: of the list and the comments.
        opened: the workbook as it was opened for reading.
    """
    from xlreport.workbook.annotating.annotate_workbook import annotate

    if len(content) > MARKED_AT_ONCE:
        return
    try:
        copy = annotate(content, submission, findings, language, opened=opened)
        if copy is not None:
            name = _name(submission.file, submission.sha256, packed, language)
            begun = folder / f"{name}.part"  # a copy that a full disk cut short has not its name
            begun.write_bytes(copy)
            begun.replace(folder / name)
    except (MemoryError, OSError):
        return


def copy_aside(
    folder: Path | None, file: str, fingerprint: str, packed: bytes, language: str
) -> Path | None:
    """Return where the copy lies that was marked for just these findings; None where none does."""
    if folder is None:
        return None
    path = folder / _name(file, fingerprint, packed, language)
    return path if path.is_file() else None


def _name(file: str, fingerprint: str, packed: bytes, language: str) -> str:
    told = b"\0".join((file.encode("utf-8", "replace"), packed, language.encode()))
    return f"{fingerprint}-{sha256(told).hexdigest()}"
