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
