"""Files of an inbox as submissions: read in this process, or many at once in worker processes."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from xlreport.model.returns.return_refusal import Refused, refused
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.processes import worker_file_limits
from xlreport.processes.folders.local_folder import file_content
from xlreport.processes.worker_processes import FileJob, each_file
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

ReadOutcome = Submission | Unreadable


def read_files(
    paths: Iterable[Path],
    inbox: Path,
    headings: Headings,
    jobs: int = 0,
    *,
    seconds: float = worker_file_limits.SECONDS,
) -> Iterator[ReadOutcome]:
    """Read files in worker processes; yield one outcome for each path, in the order of the paths.

    Args:
        paths: Anything that lies in the inbox.
        inbox: The folder that names are relative to and that links may not leave.
        headings: The words of our templates.
        jobs: How many workers; 0 is one for each core.
        seconds: How long one file may take.
    """
    yield from each_file(
        [FileJob(path, inbox) for path in paths], partial(_reading, headings), jobs, seconds=seconds
    )


def _reading(headings: Headings, path: Path, name: str, _more: None) -> ReadOutcome:
    return read_one(path, name, headings)


def read_one(path: Path, name: str, headings: Headings) -> ReadOutcome:
    """Read one file in this process."""
    try:
        content = file_content(path)
    except Refused as refusal:
        return refused(b"", name, refusal.code)
    return read(content, name, headings)
