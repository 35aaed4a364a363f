"""One message of a mailbox, read without believing it: who says to have sent it, and the files that
it carries.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from enum import StrEnum

from xlreport.mail.attachment_names import attachment_name, decoded, text_of_bytes
from xlreport.mail.mail_bounces import bounce_of
from xlreport.mail.mail_message_head import MessageHead, content_type, message_head, received_at
from xlreport.mail.mime_parts import parts_of, payload_of, uuencoded

# what mail houses write in place of a file that is too large to send
_LINK = re.compile(
    r"ftn/download|ftnExs_|large-attachment|attachment/(?:large|big)|/filehub/|bigfile|"
    r"超大附件|云附件|网盘链接|pan\.baidu\.com|weiyun\.com|文件中转站|下载链接",
    re.IGNORECASE,
)
# a table with at least two cells in HTML; the distances keep a long mail quick
_TABLE = re.compile(r"<table\b.{0,20000}?<td\b.{0,20000}?<td\b", re.IGNORECASE | re.DOTALL)
# a line of at least three cells pasted as text, with a tab between them
_ROWS = re.compile(r"^[^\t\n]+\t[^\t\n]+\t[^\n]*$", re.MULTILINE)
# markup, which holds no words
_TAG = re.compile(r"<[^>]*>|&nbsp;")
# a letter, digit or sign of Chinese: a mail without any has no words
_LETTER = re.compile(r"\w")
_TEXT = 300_000
"""Characters of a letter that are searched."""


class Without(StrEnum):
    """What a message without any file is instead."""

    LINK = "link"
    """A link to a large attachment that lies with the provider."""
    TABLE = "table"
    """A table pasted into the letter."""
    PICTURE = "picture"
    """A picture pasted into the letter."""
    EMPTY = "empty"
    WORDS = "words"
    """Only words."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a message carries."""

    name: str
    """As it came; a path is never made from it."""
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One message."""

    head: MessageHead
    arrived: datetime | None
    """When our own server took it; None where that cannot be said."""
    bounced: str
    """The Message-ID of the mail that it says has come back; empty where it says none."""
    status: str
    """The code of that: `5.1.1`."""
    attached: tuple[Attached, ...]
    without: Without | None
    """What it is instead, where it carries no file."""


def read_message(content: bytes, own: tuple[str, ...] = ()) -> Inbound:
    """Read a message's bytes.

    Args:
        content: as the mailbox holds it.
        own: names of our own hosts, whose Received line is believed.

    Raises:
        RecursionError: messages are packed in one another too deep.
    """
    message = message_from_bytes(content)
    head = message_head(message)
    bounced, status = bounce_of(message, head)
    report = content_type(message) == "multipart/report" or bool(bounced)
    attached = () if report else tuple(_attached(message))
    return Inbound(
        head=head,
        arrived=received_at(message, own),
        bounced=bounced,
        status=status,
        attached=attached,
        without=None if attached else _without(message),
    )


def _attached(message: Message) -> Iterator[Attached]:
    """Yield the files: everything with a name, and what no mail shows as text; pictures inside a
    letter are none.
    """
    for part in parts_of(message):
        payload = part.get_payload()
        if isinstance(payload, list):
            continue
        name = attachment_name(part)
        kind = content_type(part).partition("/")[0]
        if kind == "text" and not name:
            for told, content in uuencoded(payload_of(part)):
                yield Attached(decoded(text_of_bytes(told)), content)
        elif _is_file(part, kind, name):
            content = payload_of(part)
            if content:
                yield from _opened(name, content)


def _is_file(part: Message, kind: str, name: str) -> bool:
    if kind == "multipart":  # one whose parts cannot be told apart
        return False
    if kind == "image" and not _is_attachment(part):
        return False
    return bool(name) or kind == "application"


def _is_attachment(part: Message) -> bool:
    try:
        return part.get_content_disposition() == "attachment"
    except (ValueError, TypeError, LookupError):
        return False


def _opened(name: str, content: bytes) -> Iterator[Attached]:
    """Yield a file; of a saved letter (`.eml`) the files that it carries, where there are any."""
    if name.lower().endswith(".eml"):
        inside = tuple(_attached(message_from_bytes(content)))
        if inside:
            yield from inside
            return
    yield Attached(name, content)


def _without(message: Message) -> Without:
    html, plain, picture = "", "", False
    for part in parts_of(message):
        kind = content_type(part)
        if kind.startswith("image/"):
            picture = True
        elif kind.startswith("text/") and len(html) + len(plain) < _TEXT:
            text = text_of_bytes(payload_of(part))[:_TEXT]
            if kind == "text/html":
                html += text
            else:
                plain += text
    if _LINK.search(html) or _LINK.search(plain):
        return Without.LINK
    if _TABLE.search(html) or len(_ROWS.findall(plain)) > 1:
        return Without.TABLE
    if picture:
        return Without.PICTURE
    words = _LETTER.search(_TAG.sub("", html)) or _LETTER.search(plain)
    return Without.WORDS if words else Without.EMPTY
