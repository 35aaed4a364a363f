"""A mailbox over IMAP: which messages there are, what they look like, their bytes, and a mark on
those that are dealt with. Nothing in it is ever deleted.

It speaks through `imaplib` alone: libraries above it send EXPUNGE after a mark, which takes away
what somebody has marked as deleted in another program.
"""

import imaplib
import re
import ssl
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date

from xlreport.mail.attachment_names import words_of_server
from xlreport.mail.imap_answers import Node, Overview, fetched, overview_of
from xlreport.mail.mail_login import Secret, sign_in
from xlreport.mail.smtp_delivery import encryption
from xlreport.model.model_errors import CannotRun
from xlreport.model.round.round_settings_types import Imap

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FIELDS = (
    "FROM SUBJECT DATE MESSAGE-ID IN-REPLY-TO REFERENCES CONTENT-TYPE RETURN-PATH AUTO-SUBMITTED "
    "X-FAILED-RECIPIENTS"
)
_LOOK = f"(UID RFC822.SIZE INTERNALDATE{{}} BODY.PEEK[HEADER.FIELDS ({_FIELDS})])"
_AT_ONCE = 500
"""Messages named in one command."""
LOST = (imaplib.IMAP4.abort, ConnectionError, TimeoutError, ssl.SSLError, OSError)
"""What is thrown where the connection is gone."""
_ID = '("name" "xlreport" "vendor" "xlreport" "version" "1")'
# `xatom` would remember the state in which it was first called as the only one.
imaplib.Commands.setdefault("ID", ("NONAUTH", "AUTH", "SELECTED"))


class NotGiven(Exception):  # noqa: N818 - it reads as what happened
    """The server did not give what was asked for (NO, BAD, nothing, or less); its words."""


@dataclass(frozen=True, slots=True)
class Box:
    """An open folder of a mailbox."""

    client: imaplib.IMAP4
    uidvalidity: int
    """The number under which the folder's message numbers hold; 0 where the server tells none."""
    writable: bool


@contextmanager
def mailbox(settings: Imap, secret: Secret, ca: str | None) -> Iterator[Box]:
    """Log in and open the folder; one that may only be read is opened for reading.

    Raises:
        CannotRun: `imap-unreachable`, `imap-login`, `imap-folder`, `clear-password`.
    """
    if settings.tls == "none":
        raise CannotRun("clear-password", host=settings.host)
    with _in_words(settings):
        client = _reached(settings, ca)
    try:
        with _in_words(settings):
            _logged_in(client, settings, secret)
            box = _opened(client, settings)
        yield box
    except LOST as error:
        raise CannotRun("imap-unreachable", host=settings.host, why=_why(error)) from error
    finally:
        # never `close`: it expunges. The connection may be gone in any way, and all is stored.
        with suppress(Exception):
            client.logout()
        with suppress(Exception):
            client.shutdown()


@contextmanager
def _in_words(settings: Imap) -> Iterator[None]:
    try:
        yield
    except (imaplib.IMAP4.error, *LOST) as error:
        raise CannotRun("imap-unreachable", host=settings.host, why=_why(error)) from error


def _reached(settings: Imap, ca: str | None) -> imaplib.IMAP4:
    trust = encryption(ca)
    if settings.tls == "tls":
        return imaplib.IMAP4_SSL(
            settings.host, settings.port, ssl_context=trust, timeout=settings.timeout
        )
    client = imaplib.IMAP4(settings.host, settings.port, timeout=settings.timeout)
    try:
        client.starttls(trust)
    except BaseException:
        client.shutdown()
        raise
    return client


def _logged_in(client: imaplib.IMAP4, settings: Imap, secret: Secret) -> None:
    """Log in; say who is asking before and after, for some providers close the door on programs
    without a name (RFC 2971).
    """
    if "ID" in client.capabilities:
        _introduce(client)
    if client.state == "NONAUTH":
        try:
            sign_in(client, settings.user, secret)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as error:
            why = _why(error)
            raise CannotRun(
                "imap-login", host=settings.host, user=settings.user, why=why
            ) from error
    with suppress(imaplib.IMAP4.error):
        _, told = client.capability()
        words = told[-1].decode("ascii", "replace").upper() if told and told[-1] else ""
        if "ID" in words.split():
            _introduce(client)


def _introduce(client: imaplib.IMAP4) -> None:
    with suppress(imaplib.IMAP4.error):
        client.xatom("ID", _ID)


def _opened(client: imaplib.IMAP4, settings: Imap) -> Box:
    name = quoted_folder(settings.folder)
    writable = True
    try:
        answer, told = client.select(name)
        if answer != "OK":
            _introduce(client)  # some ask for it without saying that they know it
            answer, told = client.select(name)
    except imaplib.IMAP4.readonly:
        answer, told = "NO", []
    if answer != "OK":
        writable = False
        answer, read = client.select(name, readonly=True)
        if answer != "OK":
            why = words_of_server((told or read or [b""])[-1])
            raise CannotRun("imap-folder", host=settings.host, folder=settings.folder, why=why)
    validity = client.untagged_responses.get("UIDVALIDITY") or [b"0"]
    number = validity[-1]
    return Box(client, int(number) if isinstance(number, bytes) else 0, writable)


def quoted_folder(name: str) -> str:
    """Return a folder's name as IMAP writes it: modified UTF-7 (RFC 3501 5.1.3), quoted."""

    def encoded(match: re.Match[str]) -> str:
        import base64

        packed = base64.b64encode(match[0].encode("utf-16-be")).decode().rstrip("=")
        return f"&{packed.replace('/', ',')}-"

    plain = re.sub(r"[^\x20-\x7e]+", encoded, name.replace("&", "&-"))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def uids(box: Box, since: date, *, unseen: bool = False) -> tuple[int, ...]:
    """Return the numbers of all messages since a day, seen or not, for people read mail too; or
    those not seen. No CHARSET is named: there are servers that refuse every one.
    """
    day = f"SINCE {since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
    answer, lines = box.client.uid("SEARCH", f"UNSEEN {day}" if unseen else day)
    if answer != "OK":
        raise NotGiven(words_of_server((lines or [b""])[-1]))
    found = (word for line in lines if isinstance(line, bytes) for word in line.split())
    return tuple(sorted({int(word) for word in found if word.isdigit()}))


def overviews(box: Box, wanted: Sequence[int]) -> dict[int, Overview]:
    """Return what messages look like, without their bytes; one that the server does not tell of
    is not in it.

    A whole answer that is refused is asked for again without the structure, then message by
    message.
    """
    found: dict[int, Overview] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        found |= _looked_at(box, wanted[start : start + _AT_ONCE])
    return found


def _looked_at(box: Box, wanted: Sequence[int]) -> dict[int, Overview]:
    numbers = ",".join(map(str, wanted))
    for more in (" BODYSTRUCTURE", ""):
        try:
            answer, parts = box.client.uid("FETCH", numbers, _LOOK.format(more))
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            continue  # BAD: the connection stands
        if answer == "OK":
            looks = (overview_of(one) for one in _joined(fetched(parts)))
            known = (one for one in looks if one is not None)
            asked = frozenset(wanted)
            return {one.uid: one for one in known if one.uid in asked}
    if len(wanted) == 1:
        return {}
    middle = len(wanted) // 2
    return _looked_at(box, wanted[:middle]) | _looked_at(box, wanted[middle:])


def _joined(told: Iterable[dict[str, Node]]) -> Iterable[dict[str, Node]]:
    """Put together what a server tells of one message in several answers (RFC 3501 7.4.2); what
    does not say which it is of, such as a mark that somebody else sets meanwhile, is left out.
    """
    found: dict[Node, dict[str, Node]] = {}
    for one in told:
        uid = one.get("UID")
        if isinstance(uid, bytes):
            found[uid] = found.get(uid, {}) | one
    return found.values()


def content(box: Box, uid: int) -> bytes:
    """Return a message as it is, without marking it.

    Raises:
        NotGiven: it was refused, or nothing came.
    """
    try:
        answer, parts = box.client.uid("FETCH", str(uid), "(UID BODY.PEEK[])")
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise NotGiven(_why(error)) from error
    if answer != "OK":
        raise NotGiven(words_of_server((parts or [b""])[-1]))
    for one in fetched(parts):
        whole = one.get("BODY[]")
        if one.get("UID", str(uid).encode()) == str(uid).encode() and isinstance(whole, bytes):
            return whole
    raise NotGiven("NIL")


def mark_seen(box: Box, wanted: Sequence[int]) -> None:
    """Mark messages as seen where the folder may be changed; nothing is ever deleted."""
    if not box.writable:
        return
    for start in range(0, len(wanted), _AT_ONCE):
        numbers = ",".join(map(str, wanted[start : start + _AT_ONCE]))
        with suppress(imaplib.IMAP4.readonly):
            box.client.uid("STORE", numbers, "+FLAGS.SILENT", r"(\Seen)")


def _why(error: BaseException) -> str:
    told = error.args[-1] if error.args else ""
    return words_of_server(told if isinstance(told, bytes) else str(told))
