"""Who a message says to be from: one address written in one way, or why that cannot be said."""

import re
from email.message import Message

from xlreport.mail.attachment_names import decoded, text_of_bytes
from xlreport.mail.mail_headers import seen

_ADDRESS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_COMMENT = r"\((?:[^()\\]|\\.)*\)"
# What may stand before <address>: a quoted name, or words without any mark that begins an address,
# a list or a group; then what may follow it: a remark in brackets.
_FROM = re.compile(
    rf"(?:(?P<quoted>{_QUOTED})|(?P<words>[^\"<>@,;:()\\]*))\s*<\s*(?P<named>{_ADDRESS})\s*>"
    rf"\s*(?:{_COMMENT})?"
    rf"|(?P<twice>{_ADDRESS})\s*<\s*(?P<same>{_ADDRESS})\s*>"
    rf"|(?P<alone>{_ADDRESS})\s*(?:{_COMMENT})?"
)
# an encoded word of RFC 2047
_ENCODED = re.compile(r"=\?[A-Za-z0-9_.:+*-]+\?[bBqQ]\?[^?<>]*\?=")
_STANDS_FOR_A_WORD = "字"
"""No letter of an address: an encoded word is never part of one."""
_SHOWN = 120


def raw_headers(message: Message, name: str) -> list[str]:
    """Return a header's values as they came."""
    return [str(value) for key, value in message.raw_items() if key.lower() == name]


def header_line(raw: str) -> str:
    """Return a raw header on one line: bytes outside ASCII are UTF-8, else GB18030."""
    return " ".join(text_of_bytes(raw.encode("utf-8", "surrogateescape")).split())


def sender_of(message: Message) -> tuple[str, str]:
    """Return the one address that a message says to be from, or why it cannot be said; all of it
    can be forged.

    `boss@right.example <other@wrong.example>` is read differently by different programs, so it is
    refused; the same address twice is not. What stands inside an encoded word is a name whatever it
    holds, and no part of an address.
    """
    found = raw_headers(message, "from")
    if len(found) != 1:
        return "", "from-many" if found else "from-none"
    match = _FROM.fullmatch(_ENCODED.sub(_STANDS_FOR_A_WORD, header_line(found[0])).strip())
    if match is None:
        return "", "from-odd"
    if match["twice"] and match["twice"].casefold() != match["same"].casefold():
        return "", "from-odd"
    address = match["named"] or match["same"] or match["alone"]
    local = address.partition("@")[0]
    if local.startswith(".") or local.endswith(".") or ".." in address:
        return "", "from-odd"
    return address, ""


def shown_sender(message: Message) -> str:
    """Return what a message says in From as a person reads it, for lists."""
    told = "; ".join(seen(decoded(header_line(one))) for one in raw_headers(message, "from")[:3])
    return " ".join(told.split())[:_SHOWN]
