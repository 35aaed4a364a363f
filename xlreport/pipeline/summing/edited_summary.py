"""Whether somebody changed a summary since it was written, and where the next one then goes.

A summary carries the fingerprint of its own bytes as the comment of its ZIP archive, which office
programs ignore and drop when they save. What has no fitting one was changed by hand, or is not
ours.
"""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path

from xlreport.processes.platform_calls import reachable

_MARK = b"xlreport "
_DIGITS = 64
_LENGTH = len(_MARK) + _DIGITS
_END = b"PK\x05\x06"
_END_SIZE = 22
"""Bytes of a ZIP archive's end record without a comment, whose length is its last two bytes."""


def sealed(content: bytes) -> bytes:
    """Return a workbook with its fingerprint as the archive's comment."""
    if content[-_END_SIZE : -_END_SIZE + 4] != _END:
        return content
    mark = _MARK + sha256(content).hexdigest().encode("ascii")
    return content[:-2] + _LENGTH.to_bytes(2, "little") + mark


def is_as_written(content: bytes) -> bool:
    """Say whether a workbook is byte for byte as `sealed` left it."""
    body, mark = content[:-_LENGTH], content[-_LENGTH:]
    if not mark.startswith(_MARK) or len(body) < _END_SIZE:
        return False
    plain = body[:-2] + b"\0\0"
    return mark[len(_MARK) :] == sha256(plain).hexdigest().encode("ascii")


def place_beside(path: Path) -> Path:
    """Return where a summary is written: at its place, or beside what was changed there by hand.

    `summary.xlsx` that was edited stays, and `summary-2.xlsx` is written, or the next that is free
    or as it was written.
    """
    return next(one for one in _places(path) if _may_go(one))


def _places(path: Path) -> Iterator[Path]:
    yield path
    for number in count(2):
        yield path.with_name(f"{path.stem}-{number}{path.suffix}")


def _may_go(path: Path) -> bool:
    place = reachable(path)
    try:
        return not place.is_file() or is_as_written(place.read_bytes())
    except OSError:  # what the writing itself will name
        return True
