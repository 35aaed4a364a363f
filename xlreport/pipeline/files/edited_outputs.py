"""Whether somebody changed an output since it was written, and where the next one then goes.

A workbook or Word paper carries the fingerprint of its own bytes as the comment of its ZIP archive,
which office programs ignore and drop when they save; a web page carries it as a comment at its end.
What has no fitting one was changed by hand, or is not ours.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path

from xlreport.pipeline.files.writing_files import write_whole
from xlreport.processes.platform_calls import reachable

_MARK = b"xlreport "
_DIGITS = 64
_LENGTH = len(_MARK) + _DIGITS
_END = b"PK\x05\x06"
_END_SIZE = 22
"""Bytes of a ZIP archive's end record without a comment, whose length is its last two bytes."""
# a whole web page, to its end
_PAGE = re.compile(rb"<!DOCTYPE html>.*</html>\s*\Z", re.DOTALL | re.IGNORECASE)
# our mark behind it, as `sealed` writes it: <!-- xlreport 64 hex digits -->
_PAGE_MARK = re.compile(rb"<!-- xlreport ([0-9a-f]{64}) -->\n\Z")


def sealed(content: bytes) -> bytes:
    """Return a workbook or paper with its fingerprint as the archive's comment, a page with it at
    its end; anything else as it is.
    """
    mark = _MARK + sha256(content).hexdigest().encode("ascii")
    if content[-_END_SIZE : -_END_SIZE + 4] == _END:
        return content[:-2] + _LENGTH.to_bytes(2, "little") + mark
    if _PAGE.match(content):
        return content + b"<!-- " + mark + b" -->\n"
    return content


def is_as_written(content: bytes) -> bool:
    """Say whether a workbook, a paper or a page is byte for byte as `sealed` left it."""
    if page := _PAGE_MARK.search(content):
        return page[1] == sha256(content[: page.start()]).hexdigest().encode("ascii")
    body, mark = content[:-_LENGTH], content[-_LENGTH:]
    if not mark.startswith(_MARK) or len(body) < _END_SIZE:
        return False
    plain = body[:-2] + b"\0\0"
    return mark[len(_MARK) :] == sha256(plain).hexdigest().encode("ascii")


def write_beside_edits(path: Path, content: bytes) -> Path:
    """Write a workbook, paper or page that people go on working in, and return where: at its place,
    or beside what was changed there by hand, which is never written over.

    Raises:
        CannotRun: what `write_whole` raises.
    """
    place = place_beside(path)
    write_whole(place, sealed(content))
    return place


def write_keeping_former(path: Path, content: bytes) -> bool:
    """Write a text that people go on working in, and carries no fingerprint: what stood there is
    kept beside it as `.old`. Say whether anything changed.

    Raises:
        CannotRun: what `write_whole` raises.
    """
    place = reachable(path)
    former = place.read_bytes() if place.is_file() else content
    if former != content:
        write_whole(path.with_name(f"{path.name}.old"), former)
    return write_whole(path, content)


def place_beside(path: Path, content: bytes | None = None) -> Path:
    """Return where an output is written: at its place, or beside what was changed there by hand.

    `summary.xlsx` that was edited stays, and `summary-2.xlsx` is written, or the next that is free
    or as it was written.

    Args:
        path: the place asked for.
        content: what is to be written; a file that holds just this is as it was written too.
    """
    return next(one for one in _places(path) if _may_go(one, content))


def _places(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _may_go(path: Path, content: bytes | None) -> bool:
    place = reachable(path)
    try:
        if not place.is_file():
            return True
        held = place.read_bytes()
    except OSError:  # what the writing itself will name
        return True
    return held == content or is_as_written(held)
