"""Papers under their numbers, the targets that they are about, and what came of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PaperKind(StrEnum):
    """What is issued under a number, each kind with a run of its own."""

    BULLETIN = "bulletin"
    REMINDER = "reminder"
    ORDER = "order"
    INTERVIEW = "interview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper that was issued: the same number and the same bytes for ever."""

    plan: str
    kind: PaperKind
    year: int
    """The plan's year, whose run the number is of."""
    serial: int
    called: str
    """The number in words: 督查通报〔2020〕3号."""
    period: str
    department: str = ""
    """Code of the department that it is addressed to; empty where it goes to all."""
    digest: str
    """What it was made of: another digest says that something changed since."""
    reply_by: date | None = None
    file: str
    content: bytes
    issued_on: date
    at: datetime
    number: int = 0
    """Its place in the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTarget:
    """One target that a letter is about, as it stood then."""

    code: str
    status: str
    reason: str


LETTERS = {1: PaperKind.REMINDER, 2: PaperKind.ORDER, 3: PaperKind.INTERVIEW}
"""Level of escalation → the letter that it brings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTarget:
    """One target of a letter that is not closed yet."""

    paper: Paper
    code: str
    level: int
    replied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a department answers about one target of a letter."""

    department: str
    paper: int
    code: str
    cause: str
    measures: str
    done_by: str
    """A day, `2020-09-30`; as typed where it is none."""
    extend: bool
    """Whether it asks for more time, or another value."""
    extend_due: str = ""
    extend_value: str = ""
    file: str = ""
    sha256: str = ""
    said_by: str = ""
    """Who said it by telephone or wrote it on paper; empty of a slip."""
    said_on: date | None = None
    """When; None of a slip."""
    at: datetime
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a leader decided about a target's date or value."""

    department: str
    code: str
    reply: int | None
    granted: bool
    document: str
    since: str
    due: str
    value: str
    said_by: str
    said_on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """One target of a letter that is good again (销号)."""

    department: str
    paper: int
    code: str
    period: str
    status: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCopy:
    """The signed and sealed page of a return (盖章件), as it came on paper."""

    plan: str
    period: str
    department: str
    submission: str
    """sha256 of the return that counted when it came."""
    sums: str
    """What was printed on it: rows filled in and their sum; empty where nobody typed it."""
    file: str
    """Of the scan; empty where there is none."""
    said_by: str
