"""Why a file is not read: raised inside the reading side, and turned into an `Unreadable` at its
door.
"""

import hashlib

from xlreport.model.returns.finding import Verdict, finding
from xlreport.model.returns.submission import Unreadable

_NOT_RETURNS = frozenset({
    "is-pdf", "is-picture", "is-word", "is-slides", "is-mail", "is-text", "is-other", "is-folder",
    "is-link",
    "is-ofd", "is-special", "is-lock-file", "is-system-file",
})  # fmt: skip


class Refused(Exception):  # noqa: N818 - it reads as what happened
    """A file is refused; `code` is its finding's code, `fields` fill its words."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = {key: str(entry) for key, entry in fields.items()}


def damaged(where: str) -> Refused:
    """Return the refusal of a file that breaks the rules of its own format; `where` is a part or a
    place in it.
    """
    return Refused("damaged", where=where)


def verdict_of(code: str) -> Verdict:
    """Say whether a refused file was a return that cannot be read, or no return at all."""
    if code in _NOT_RETURNS:
        return Verdict.NOT_A_SUBMISSION
    return Verdict.UNREADABLE


def refused(content: bytes, file: str, code: str, **fields: str) -> Unreadable:
    """Return the outcome of a file that is not read."""
    sha256 = hashlib.sha256(content).hexdigest() if content else ""
    return Unreadable(file, sha256, verdict_of(code), finding(code, file=file, **fields))
