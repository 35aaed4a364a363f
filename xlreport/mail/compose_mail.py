"""A letter → the bytes of one mail to one recipient; the same letter under the same key is the same
bytes.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from xlreport.mail.mail_headers import header_text
from xlreport.mail.mail_text import Letter

_WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
_PAPER = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
_OURS = (
    "from", "to", "date", "message-id", "subject", "auto-submitted", "mime-version", "content-type",
    "content-transfer-encoding", "x-unsent",
)  # fmt: skip
_ID_LENGTH = 40
_NOWHERE = "xlreport.invalid"
"""Stands in the Message-ID of a draft that no sender is known for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Whom a mail is from and to, and under which key it is built."""

    sender: str
    """Empty in a draft, where nobody has entered an address: the mail program that sends it knows
    its own.
    """
    name: str
    """The office's name; empty where there is none."""
    recipient: str
    """Empty in a draft for somebody whose address nobody has entered yet."""
    key: str
    at: datetime
    answers: bool
    """Whether it answers something that came (`auto-replied`), else it is of our own accord
    (`auto-generated`).
    """
    draft: bool = False
    """Whether a person opens it and sends it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A workbook, or a Word paper, that goes along."""

    name: str
    """ASCII, of our own making."""
    content: bytes


def key_of(*parts: str) -> str:
    """Return the key of a mail: what it is about, by which rules, with which findings, and to
    whom.
    """
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def message_id(key: str, sender: str) -> str:
    """Return the one Message-ID that a key has for ever."""
    return f"<{key[:_ID_LENGTH]}@{sender.rpartition('@')[2] or _NOWHERE}>"


def compose(envelope: Envelope, letter: Letter, attachments: Sequence[Attachment] = ()) -> bytes:
    """Build a mail; raises ValueError where its head is not exactly what was meant."""
    mail = EmailMessage(policy=SMTP)
    _address(mail, envelope)
    mail["Subject"] = header_text(letter.subject)
    mail["Auto-Submitted"] = "auto-replied" if envelope.answers else "auto-generated"
    mail.set_content(letter.text, cte="base64")
    mail.add_alternative(letter.html, subtype="html", cte="base64")
    for one in attachments:
        kind = _PAPER if one.name.endswith(".docx") else _WORKBOOK
        mail.add_attachment(one.content, *kind, filename=one.name)
    for number, part in enumerate(p for p in mail.walk() if p.is_multipart()):
        part.set_boundary(f"=_{envelope.key[:_ID_LENGTH]}_{number}")
    content = mail.as_bytes()
    _prove_head(content)
    return content


def renewed(content: bytes, envelope: Envelope) -> bytes:
    """Return a mail that was built before under a new key: another Message-ID, day, sender and
    recipient, and the same letter with the same attachments, byte for byte.
    """
    head, gap, body = content.partition(b"\r\n\r\n")
    kept = message_from_bytes(head + gap, policy=SMTP)
    for name in ("From", "To", "Date", "Message-ID", "X-Unsent"):
        del kept[name]
    fresh = EmailMessage(policy=SMTP)
    _address(fresh, envelope)
    for name, value in kept.items():
        fresh[name] = value
    renewed_head = fresh.as_bytes().partition(b"\r\n\r\n")[0]
    mail = renewed_head + gap + body
    _prove_head(mail)
    return mail


def _address(mail: EmailMessage, envelope: Envelope) -> None:
    if envelope.sender:
        local, _, domain = envelope.sender.rpartition("@")
        mail["From"] = Address(header_text(envelope.name), local, domain)
    if envelope.recipient:
        mail["To"] = envelope.recipient
    if envelope.draft:
        mail["X-Unsent"] = "1"  # mail programs open it as a letter that is still to be sent
    mail["Date"] = format_datetime(envelope.at)
    mail["Message-ID"] = message_id(envelope.key, envelope.sender)


def _prove_head(content: bytes) -> None:
    """Read the head that was built as a server would: each header once, and none that we did not
    write.
    """
    names = [name.lower() for name in _header_names(content)]
    if sorted(set(names)) != sorted(names) or not set(names) <= set(_OURS):
        message = f"a header that was not meant: {names}"
        raise ValueError(message)


def _header_names(content: bytes) -> Iterator[str]:
    head = content.partition(b"\r\n\r\n")[0]
    for line in head.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"):
        if not line.startswith((b" ", b"\t")):
            yield line.partition(b":")[0].decode("ascii")
