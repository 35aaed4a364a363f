"""Whether a message says that a mail of ours could not be delivered, and which: in the forms that
servers write.
"""

import re
from email import message_from_bytes
from email.message import Message

from xlreport.mail.mail_message_head import DAEMONS, MessageHead, content_type, first_of, id_of
from xlreport.mail.mime_parts import parts_of, payload_of
from xlreport.mail.sender_addresses import header_line

# Status: 5.1.1 of a delivery report (RFC 3464, 2.3.4)
_STATUS = re.compile(r"^Status:\s*(\d\.\d{1,3}\.\d{1,3})", re.MULTILINE | re.IGNORECASE)
# Action: failed, delayed, … (RFC 3464, 2.3.3)
_ACTION = re.compile(r"^Action:\s*([A-Za-z]+)", re.MULTILINE | re.IGNORECASE)
_CODES = (re.compile(r"(?<![\d.])(5\.\d{1,3}\.\d{1,3})(?![\d.])"),
          re.compile(r"(?<![\d.])(5[0-7]\d)(?=[ \-])"))  # fmt: skip
"""Of a text: codes of RFC 3463, else those of RFC 5321."""
# the Message-ID of the mail that came back, in its copy
_ID_LINE = re.compile(r"^Message-ID:\s*(<[!-;=?-~]{1,250}>)", re.MULTILINE | re.IGNORECASE)
# words of a server that will still try: nothing has bounced yet
_WAITING = re.compile(
    r"delay|warning: could not send|still trying|延迟|延误|仍在尝试", re.IGNORECASE
)
_HEADS = frozenset({"text/rfc822-headers", "message/global-headers", "message/rfc822",
                    "message/global"})  # fmt: skip
_STATUSES = frozenset({"message/delivery-status", "message/global-delivery-status"})
_TEXT = 200_000
"""Characters of a text that are searched."""


def bounce_of(message: Message, head: MessageHead) -> tuple[str, str]:
    """Return the Message-ID of the mail that could not be delivered, and the code; empty where
    nothing says so.

    A read receipt is none, and neither is a notice that a mail is delayed, delivered or relayed
    (RFC 3464 2.3.3): only `failed` is.
    """
    if not head.from_server:
        return "", ""
    report = content_type(message) == "multipart/report"
    if (
        report
        and "disposition-notification" in header_line(first_of(message, "content-type")).lower()
    ):
        return "", ""
    actions, status, original, text = _told(message)
    if actions and "failed" not in actions:
        return "", ""
    if not actions and _WAITING.search(head.subject):
        return "", ""
    if not original and not report and not _is_answer(message):
        found = _ID_LINE.search(text)  # qmail puts the mail that came back into its text
        original = found[1] if found else ""
    if not original and actions:
        original = next(iter(head.answers), "")
    if not original:
        return "", ""
    codes = (one[1] for one in (pattern.search(text) for pattern in _CODES) if one)
    return original, status or next(codes, "")


def _is_answer(message: Message) -> bool:
    """Say whether a machine answers for a person (RFC 3834): one who is away may quote a mail."""
    said = first_of(message, "auto-submitted").lower()
    return said.startswith("auto-replied") and not _is_daemon(first_of(message, "from"))


def _is_daemon(sender: str) -> bool:
    return any(one in sender.lower() for one in DAEMONS)


def _told(message: Message) -> tuple[frozenset[str], str, str, str]:
    """Return actions, the first status that is a failure, the mail's Message-ID, and the text."""
    actions: list[str] = []
    status, original, text = "", "", ""
    for part in parts_of(message):
        kind = content_type(part)
        if kind in _STATUSES:
            told = _as_text(part)
            actions += [one.lower() for one in _ACTION.findall(told)]
            codes = _STATUS.findall(told)
            status = status or next((one for one in codes if one.startswith("5")), "")
            status = status or next(iter(codes), "")
        elif kind in _HEADS and not original:
            original = _id_inside(part)
        elif kind.startswith("text/") and len(text) < _TEXT:
            text += payload_of(part).decode("utf-8", "replace")[:_TEXT]
    return frozenset(actions), status, original, text


def _as_text(part: Message) -> str:
    """Return a part of reports as text: the parser makes a list of heads of it, unless it is
    packed.
    """
    payload = part.get_payload()
    if isinstance(payload, list):
        told = "\n".join(str(one) for one in payload)
        if _STATUS.search(told) or _ACTION.search(told):
            return told
        return told + _packed(part)
    return payload_of(part).decode("utf-8", "replace")


def _packed(part: Message) -> str:
    one = Message()
    one["Content-Transfer-Encoding"] = first_of(part, "content-transfer-encoding")
    payload = part.get_payload()
    blocks = [str(inner.get_payload()) for inner in payload if isinstance(inner, Message)]
    one.set_payload("\n".join(blocks))
    return "\n" + payload_of(one).decode("utf-8", "replace")


def _id_inside(part: Message) -> str:
    inner = next((one for one in list(parts_of(part))[1:2]), None)
    if inner is not None:
        return id_of(inner)
    return id_of(message_from_bytes(payload_of(part)))
