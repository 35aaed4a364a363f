"""The head of a message: who, when, about what, and whether a machine wrote it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime

from xlreport.mail.attachment_names import decoded
from xlreport.mail.mail_headers import seen
from xlreport.mail.sender_addresses import header_line, raw_headers, sender_of, shown_sender

# a Message-ID: printable ASCII in angle brackets, without spaces
_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_IN_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
DAEMONS = ("mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon")
_SUBJECT = 200
# which server took the mail in, of a Received line
_BY = re.compile(r"\bby\s+([A-Za-z0-9.-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageHead:
    """What the head of a message says."""

    sender: str
    """The one address of its one From; empty where that cannot be said."""
    shown: str
    """What stands in From, for people to read."""
    doubt: str
    """Why there is no sender, as a key of messages: `from-none`, `from-many`, `from-odd`; empty
    where there is no doubt.
    """
    subject: str
    message_id: str
    answers: tuple[str, ...]
    """Message-IDs that it says to be an answer to."""
    dated: str
    """The moment that it states, in UTC; empty where none can be read."""
    automatic: bool
    """A bounce, an answer of a machine, a list: never answered."""
    from_server: bool
    """Whether a mail server itself wrote it, so that it may be a bounce."""


def read_head(content: bytes) -> MessageHead:
    """Read the bytes of a head; of one that the library falls over nothing is known."""
    try:
        return message_head(message_from_bytes(content))
    except Exception:  # noqa: BLE001 - a head in a listing of many: it costs only itself
        return MessageHead(
            sender="", shown="", doubt="from-odd", subject="", message_id="", answers=(),
            dated="", automatic=False, from_server=False,
        )  # fmt: skip


def message_head(message: Message) -> MessageHead:
    """Read the head of a message."""
    sender, doubt = sender_of(message)
    return MessageHead(
        sender=sender,
        shown=shown_sender(message),
        doubt=doubt,
        subject=seen(decoded(header_line(first_of(message, "subject"))))[:_SUBJECT],
        message_id=id_of(message),
        answers=tuple(
            match[0]
            for name in ("in-reply-to", "references")
            for match in _ID.finditer(first_of(message, name))
        ),
        dated=_dated(message),
        automatic=_is_automatic(message),
        from_server=_is_from_server(message),
    )


def first_of(message: Message, name: str) -> str:
    """Return the first value of a header as it came; empty where there is none."""
    return next(iter(raw_headers(message, name)), "").strip()


def id_of(message: Message) -> str:
    """Return the Message-ID; empty where there is none that is well formed."""
    match = _ID.fullmatch(first_of(message, "message-id"))
    return match[0] if match else ""


def content_type(message: Message) -> str:
    """Return the content type in lower case; what cannot be read is plain text."""
    try:
        return message.get_content_type()
    except (ValueError, TypeError, LookupError):
        return "text/plain"


def moment_from(text: str) -> datetime | None:
    """Read a date of a mail, with its zone; None where it cannot be read."""
    try:
        moment: datetime = parsedate_to_datetime(text)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def received_at(message: Message, own: tuple[str, ...]) -> datetime | None:
    """Return when our own server took a message, by the line that it wrote itself.

    Only the topmost Received is its own work, and only where it names one of our own hosts; all
    below can be forged by whoever sent it.

    Args:
        message: as it lies in the mailbox.
        own: names of our hosts and domains, in lower case.
    """
    line = header_line(first_of(message, "received"))
    by = _BY.search(line)
    if by is None:
        return None
    host = by[1].lower().rstrip(".")
    if not any(host == one or host.endswith(f".{one}") for one in own if "." in one):
        return None
    return moment_from(line.rpartition(";")[2].strip())


def _dated(message: Message) -> str:
    moment = moment_from(first_of(message, "date"))
    try:
        return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""
    except (ValueError, OverflowError):
        return ""


def _is_automatic(message: Message) -> bool:
    said = first_of(message, "auto-submitted").split(";")[0].strip().lower()
    return (
        (bool(said) and said != "no")
        or first_of(message, "precedence").lower() in _IN_BULK
        or _is_from_server(message)
    )


def _is_from_server(message: Message) -> bool:
    """Say whether a mail server wrote it: an empty return path, a report, or a daemon's name."""
    return (
        "<>" in (one.strip() for one in raw_headers(message, "return-path"))
        or content_type(message) == "multipart/report"
        or bool(raw_headers(message, "x-failed-recipients"))
        or any(f"{one}@" in header_line(first_of(message, "from")).lower() for one in DAEMONS)
    )
