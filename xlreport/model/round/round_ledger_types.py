"""What the ledger keeps and gives back: arrivals, mails, amendments, and how each department
stands.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from xlreport.model.returns.finding import Verdict


class MailKind(StrEnum):
    """Why a mail goes out."""

    SEND = "send"
    RETURN = "return"
    REMIND = "remind"
    REMIND_FIRM = "remind_firm"
    REMIND_COPY = "remind_copy"
    ACKNOWLEDGE = "acknowledge"
    REMIND_BEFORE = "remind_before"
    NO_FILE = "no_file"
    """An answer to a mail that carried no file."""
    SUPERVISE = "supervise"
    """A letter by level about targets that lag, with a slip to answer on."""


class MailState(StrEnum):
    """How far a mail is; `sent` and `drafted` are for ever."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DRAFTED = "drafted"
    """It lies in the outbox as a file; a person sends it."""
    RETRY = "retry"
    FAILED = "failed"
    UNSURE = "unsure"
    """The server took it and its answer was lost, again and again: it may have arrived."""
    WITHDRAWN = "withdrawn"
    """Taken back before it went."""


class ArrivalPlace(StrEnum):
    """Where a file that came lies."""

    INBOX = "inbox"
    HELD = "held"
    DISMISSED = "dismissed"
    """A person has looked at it, and it is not wanted; it stays in `held/`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One file that came in, by hand or by mail."""

    number: int
    """Its place in the sequence of arrivals, which no clock decides."""
    sha256: str
    file: str
    """Its path below `inbox/` or `held/`."""
    name: str
    """Its name as it came."""
    way: str
    """`folder` or `mail`."""
    sender: str
    department: str
    """Code of the department whose address the sender's is; empty where none, or by hand."""
    message_id: str
    at: datetime
    """When this program first saw it."""
    came_on: date
    """The day that counts for punctuality."""
    place: ArrivalPlace = ArrivalPlace.INBOX
    reason: str = ""
    """Why it is held, as a key of messages."""
    came_at: datetime | None = None
    """When it came, as our own server or the mailbox says; None of a file in a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one recipient: built once, and the same bytes for ever."""

    key: str
    kind: MailKind
    plan: str
    period: str
    department: str
    recipient: str
    message_id: str
    content: bytes
    light: bytes | None = None
    """The same without its attachment, for a server that takes no more."""
    subject: str = ""
    submission: str = ""
    """sha256 of the file that it answers; empty where it answers none."""
    number: int = 0
    state: MailState = MailState.QUEUED
    tries: int = 0
    next_at: datetime | None = None
    first_try_at: datetime | None = None
    is_light: bool = False
    code: str = ""
    """The server's code, or the program's own word for what went wrong."""
    words: str = ""
    made_at: datetime | None = None
    changed_at: datetime | None = None
    replaces: int | None = None
    """The number of the mail that it was made instead of."""
    route: str = ""
    """Sender, server and account that it was last handed to."""
    blame: str = ""
    """Whose fault a refusal was: `sender`, `recipient` or `content`."""
    lost: int = 0
    """How often it was handed over whole and no answer came."""

    def is_return_to(self, department: str) -> bool:
        """Say whether it sends a department its return back."""
        return self.kind is MailKind.RETURN and self.department == department


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A figure or state corrected by telephone after acceptance."""

    plan: str
    period: str
    department: str
    code: str
    old: str
    new: str
    said_by: str
    said_on: date
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a department's story."""

    at: datetime
    number: int
    kind: str
    """`form`, `arrival`, `placing`, `outcome`, `choice`, `mail`, `amendment` or `extension`."""
    what: str
    """The event's own word: a verdict, a state of a mail, …; words are in messages under
    `story.<kind>.<what>`.
    """
    about: str
    """The file, the recipient, the row."""
    detail: str = ""


class Withdrawn(StrEnum):
    """What can be taken back."""

    RETURN = "return"
    EXTENSION = "extension"


class Step(StrEnum):
    """What is to be done next about a department."""

    SEND = "send"
    WAIT = "wait"
    CHECK = "check"
    """Something came and was not checked yet."""
    REMIND = "remind"
    REMIND_FIRM = "remind_firm"
    TELEPHONE = "telephone"
    RETURN = "return"
    AWAIT = "await"
    ACKNOWLEDGE = "acknowledge"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingStatus:
    """How one department stands in one period."""

    department: str
    name: str
    verdict: Verdict | None
    """Of what counts, or `returned` where something came and nothing counts; None where nothing
    came.
    """
    file: str
    return_by: date
    extended: bool
    came_on: date | None
    days_late: int
    """Days between the return date and the day it came, or today while nothing counts; 0 in
    time.
    """
    returned: int
    """How many different files were sent back."""
    reminded: int
    held: int
    """Files that wait for a command to release them."""
    pending: int
    """Files in the inbox that came by mail and were not checked yet."""
    without: tuple[str, ...]
    """What its mails without a file were, since the last that had one: `link`, `table`, …"""
    missing: bool
    """Whether the file that counts is no longer in the inbox."""
    unsure: int
    """Mails to it that may have arrived, and nobody knows."""
    failed: int
    """Mails to it that could not be delivered."""
    amended: int
    person: str
    telephone: str
    step: Step
