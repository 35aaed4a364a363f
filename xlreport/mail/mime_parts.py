"""The parts of a message, with what is packed inside it, and the bytes of each."""

import binascii
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MissingHeaderBodySeparatorDefect
from email.message import Message

from xlreport.mail.mail_message_head import content_type, first_of

_MOST = 400
"""Parts of a message that are looked at."""
_DEEPEST = 30
# the first line of a file packed as text: begin 644 name.xlsx
_UU = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} (?P<name>[^\r\n]{1,200})\r?\n", re.MULTILINE)


def parts_of(message: Message) -> Iterator[Message]:
    """Yield a message and everything in it, in order; messages inside are opened, also packed
    ones.
    """
    waiting = [(message, 0)]
    count = 0
    while waiting and count < _MOST:
        part, depth = waiting.pop()
        count += 1
        yield part
        if depth < _DEEPEST:
            waiting += [(one, depth + 1) for one in reversed(_inside(part))]


def _inside(part: Message) -> list[Message]:
    payload = part.get_payload()
    if not isinstance(payload, list):
        return []
    inside = [one for one in payload if isinstance(one, Message)]
    packing = first_of(part, "content-transfer-encoding").lower()
    if content_type(part).startswith("message/") and packing in {"base64", "quoted-printable"}:
        # The parser takes packed text for the message itself: pack it out and parse it.
        return [message_from_bytes(_unpacked(one, packing)) for one in inside]
    return inside


def _unpacked(inner: Message, packing: str) -> bytes:
    one = Message()
    one["Content-Transfer-Encoding"] = packing
    one.set_payload(_as_it_came(inner))
    return payload_of(one)


def _as_it_came(inner: Message) -> str:
    """Return the text that the parser took for a message: its head, and the empty line after it
    only where there was one.
    """
    text = inner.get_payload()
    if not isinstance(text, str):
        return inner.as_bytes().decode("utf-8", "surrogateescape")
    head = "".join(f"{name}: {words}\n" for name, words in inner.raw_items())
    cut = any(isinstance(one, MissingHeaderBodySeparatorDefect) for one in inner.defects)
    if not head or cut:
        return head + text
    return f"{head}\n{text}"


def payload_of(part: Message) -> bytes:
    """Return a part's bytes, unpacked; empty where there are none."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, TypeError, LookupError, binascii.Error):
        return b""
    return payload if isinstance(payload, bytes) else b""


def uuencoded(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the files that stand in a text as old programs put them there: name and bytes."""
    for match in _UU.finditer(content):
        end = re.compile(rb"^(?:end|====)\s*$", re.MULTILINE).search(content, match.end())
        if end is None:
            continue
        block = content[match.end() : end.start()]
        if match[0].startswith(b"begin-base64"):
            whole = _from_base64(block)
        else:
            whole = b"".join(map(_line, block.splitlines()))
        if whole:
            yield match["name"].strip(), whole


def _from_base64(block: bytes) -> bytes:
    try:
        return binascii.a2b_base64(block)
    except binascii.Error:
        return b""


def _line(line: bytes) -> bytes:
    if not line:  # of which `a2b_uu` makes 32 zeros
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some writers leave junk behind: as many bytes as the first letter says.
        count = (((line[0] - 32) & 63) * 4 + 5) // 3 if line else 0
        try:
            return binascii.a2b_uu(line[:count])
        except binascii.Error:
            return b""
