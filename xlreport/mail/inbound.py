"""One message of a mailbox, read without believing it: who says to have sent it, and the files that
it carries.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import UndecodableBytesDefect
from email.message import Message
from email.policy import default
from email.utils import parsedate_to_datetime

from xlreport.mail.names import attachment_name

_PARTS = 200
"""Parts of a message that are looked at."""
_FROM = re.compile(
    r'(?:"(?:[^"\\]|\\.)*"|[^"<>@,;:\\]*)\s*<\s*([^<>\s@,;:"]+@[^<>\s@,;:"]+)\s*>|([^<>\s@,;:"]+@[^<>\s@,;:"]+)'
)
_ID = re.compile(r"<[!-;=?-~]{1,250}>")
_IN_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_STATUS = re.compile(r"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a message carries."""

    name: str
    """As it came; a path is never made from it."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message."""

    sender: str
    """The one address of its one From; empty where that cannot be said."""
    doubt: str
    """Why not, as a key of messages: `from-none`, `from-many`, `from-odd`; empty where there is no
    doubt.
    """
    message_id: str
    dated: str
    automatic: bool
    """A bounce, an answer of a machine, a list: never answered."""
    bounced: str
    """The Message-ID of the mail that it says has come back; empty where it says none."""
    status: str
    """The code of that: `5.1.1`."""
    attached: tuple[Attached, ...]


def read_message(content: bytes) -> Inbound:
    """Read a message's bytes."""
    message = message_from_bytes(content)
    sender, doubt = sender_of(message)
    bounced, status = _returned(message)
    automatic = bool(bounced) or _is_automatic(message)
    report = message.get_content_type() == "multipart/report"
    return Inbound(
        sender=sender,
        doubt=doubt,
        message_id=_id(message),
        dated=_dated(message),
        automatic=automatic,
        bounced=bounced,
        status=status,
        attached=() if report else tuple(_attached(message)),
    )


def sender_of(message: Message) -> tuple[str, str]:
    """Return the one address that a message says to be from, or why it cannot be said; all of it
    can be forged.

    `boss@right.example <other@wrong.example>` is read differently by different programs, so it is
    refused.
    """
    found = _raw(message, "from")
    if len(found) != 1:
        return "", "from-many" if found else "from-none"
    text = " ".join(found[0].split())
    match = _FROM.fullmatch(text)
    try:
        header = default.header_factory("From", text)
        addresses = [one.addr_spec for one in header.addresses]
        defects = [one for one in header.defects if not isinstance(one, UndecodableBytesDefect)]
    except Exception:  # noqa: BLE001 - the library's own parser falls over in many ways; such a sender is no sender
        return "", "from-odd"
    if match is None or defects or len(addresses) != 1 or addresses[0] != (match[1] or match[2]):
        return "", "from-odd"
    return addresses[0], ""


def _raw(message: Message, name: str) -> list[str]:
    return [str(value) for key, value in message.raw_items() if key.lower() == name]


def _first(message: Message, name: str) -> str:
    return next(iter(_raw(message, name)), "").strip()


def _id(message: Message) -> str:
    match = _ID.fullmatch(_first(message, "message-id"))
    return match[0] if match else ""


def _dated(message: Message) -> str:
    """Return the day and time that it states, in UTC; empty where none can be read."""
    try:
        moment: datetime = parsedate_to_datetime(_first(message, "date"))
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _is_automatic(message: Message) -> bool:
    said = _first(message, "auto-submitted").split(";")[0].strip().lower()
    return (
        (bool(said) and said != "no")
        or _first(message, "precedence").lower() in _IN_BULK
        or "<>" in (one.strip() for one in _raw(message, "return-path"))
        or message.get_content_type() == "multipart/report"
    )


def _returned(message: Message) -> tuple[str, str]:
    """Return which mail a bounce is about, and its status."""
    if message.get_content_type() != "multipart/report":
        return "", ""
    status, original = "", ""
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/delivery-status":
            match = _STATUS.search(str(part))
            status = match[1] if match else status
        elif kind == "text/rfc822-headers":
            original = _id(message_from_bytes(_payload(part))) or original
        elif kind == "message/rfc822" and part.is_multipart():
            inner = part.get_payload(0)
            original = (_id(inner) if isinstance(inner, Message) else "") or original
    return original, status


def _parts(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number == _PARTS:
            return
        yield part


def _attached(message: Message) -> Iterator[Attached]:
    """Yield the files: everything with a name, and what no mail shows as text; pictures inside a
    letter are none.
    """
    for part in _parts(message):
        if part.is_multipart():
            continue
        name = attachment_name(part)
        kind = part.get_content_maintype()
        inline = part.get_content_disposition() != "attachment"
        if (
            (kind == "text" and not name)
            or (kind == "image" and inline)
            or (not name and kind != "application")
        ):
            continue
        content = _payload(part)
        if content:
            yield Attached(name, content)


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
