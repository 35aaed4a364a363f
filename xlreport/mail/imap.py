"""A mailbox over IMAP: which messages there are, their bytes, and a mark on those that are dealt
with.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING

from xlreport.mail.smtp import encryption
from xlreport.model.errors import CannotRun
from xlreport.model.round.settings import Imap

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@contextmanager
def mailbox(settings: Imap, password: str, ca: str | None) -> Iterator["BaseMailBox"]:
    """Log in and open the folder.

    Raises:
        CannotRun: `imap-missing`, `imap-unreachable`, `imap-login`, `imap-folder`,
        `clear-password`.
    """
    try:
        from imap_tools import (
            ImapToolsError,
            MailBox,
            MailboxFolderSelectError,
            MailboxLoginError,
            MailBoxStartTls,
        )
    except ImportError as error:
        raise CannotRun("imap-missing") from error
    if settings.tls == "none":
        raise CannotRun("clear-password", host=settings.host)
    kind = MailBox if settings.tls == "tls" else MailBoxStartTls
    where = {"host": settings.host}
    try:
        box = kind(
            settings.host, settings.port, timeout=settings.timeout, ssl_context=encryption(ca)
        )
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        raise CannotRun("imap-unreachable", **where, why=str(error)) from error
    try:
        box.login(settings.user, password, initial_folder=None)
        _introduce(box)
        box.folder.set(settings.folder)
        yield box
    except MailboxLoginError as error:
        raise CannotRun("imap-login", **where, user=settings.user) from error
    except MailboxFolderSelectError as error:
        raise CannotRun("imap-folder", **where, folder=settings.folder) from error
    except (
        imaplib.IMAP4.error,
        ImapToolsError,
        ssl.SSLError,
        ConnectionError,
        TimeoutError,
    ) as error:
        raise CannotRun("imap-unreachable", **where, why=str(error)) from error
    finally:
        with suppress(
            Exception
        ):  # the connection may be gone in any way, and all is already stored
            box.logout()


def _introduce(box: "BaseMailBox") -> None:
    """Say who is asking, where the server knows how: some providers close the door on programs
    without a name.
    """
    if "ID" in box.client.capabilities:
        with suppress(imaplib.IMAP4.error):
            box.client.xatom("ID", '("name" "xlreport")')


def uidvalidity(box: "BaseMailBox") -> int:
    """Return the number under which the folder's message numbers hold."""
    return int(box.folder.status(options=("UIDVALIDITY",))["UIDVALIDITY"])


def uids(box: "BaseMailBox", since: date, *, unseen: bool = False) -> tuple[int, ...]:
    """Return the numbers of all messages since a day, seen or not, for people read mail too; or
    those not seen.
    """
    words = (
        f"{'UNSEEN ' if unseen else ''}SINCE {since.day:02}-{_MONTHS[since.month - 1]}-{since.year}"
    )
    return tuple(sorted(int(one) for one in box.uids(words)))


def size(box: "BaseMailBox", uid: int) -> int:
    """Return a message's size in bytes; 0 where it is gone."""
    _, answer = box.client.uid("fetch", str(uid), "(RFC822.SIZE)")
    lines = [line if isinstance(line, bytes) else line[0] for line in answer if line]
    found = next((match for line in lines if (match := _SIZE.search(line))), None)
    return int(found[1]) if found else 0


def content(box: "BaseMailBox", uid: int) -> bytes:
    """Return a message as it is, without marking it; empty where it is gone."""
    _, answer = box.client.uid("fetch", str(uid), "(BODY.PEEK[])")
    return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), b"")


def mark_seen(box: "BaseMailBox", uid: int) -> None:
    """Mark a message as seen; nothing is ever deleted."""
    from imap_tools import MailMessageFlags

    box.flag(str(uid), MailMessageFlags.SEEN, value=True)
