"""Messages that could not be dealt with: named, tried again, and after some tries left alone until
somebody asks for them.
"""

import sqlite3
from dataclasses import astuple, dataclass, fields
from datetime import datetime

from xlreport.ledger.ledger_file import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """One try at a message that failed."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    reason: str
    """As a key of messages under `aside`: `cut`, `refused`, `short`, `unreadable`, `absent`."""
    sender: str = ""
    subject: str = ""
    dated: str = ""
    sha256: str = ""
    """Of what came; empty where nothing did."""


_ASIDE = tuple(one.name for one in fields(Aside))


def note_aside(ledger: sqlite3.Connection, aside: Aside, now: datetime) -> None:
    """Enter a try that failed."""
    marks = ", ".join("?" * (len(_ASIDE) + 1))
    ledger.execute(
        f"INSERT INTO aside ({', '.join(_ASIDE)}, at) VALUES ({marks})",  # noqa: S608 - fixed names
        (*astuple(aside), stamp(now)),
    )


def asides(
    ledger: sqlite3.Connection, account: str, folder: str, uidvalidity: int
) -> dict[int, tuple[Aside, ...]]:
    """Return the failed tries at each message that was not dealt with since, in their order, by the
    message's number (UID).

    Args:
        ledger: an open ledger.
        account: `user@host` of the mailbox.
        folder: its folder, INBOX for most.
        uidvalidity: the server's number for that folder; with another one the UIDs begin anew.
    """
    rows = ledger.execute(
        f"SELECT {', '.join('a.' + one for one in _ASIDE)} FROM aside a"  # noqa: S608 - fixed names
        " WHERE account = ? AND folder = ? AND uidvalidity = ? AND NOT EXISTS (SELECT 1 FROM message m"
        " WHERE m.account = a.account AND m.folder = a.folder AND m.uidvalidity = a.uidvalidity AND m.uid = a.uid)"
        " ORDER BY a.number",
        (account, folder, uidvalidity),
    )
    found: dict[int, tuple[Aside, ...]] = {}
    for row in rows:
        one = Aside(**dict(zip(_ASIDE, row, strict=True)))
        found[one.uid] = (*found.get(one.uid, ()), one)
    return found


def still_aside(ledger: sqlite3.Connection) -> tuple[tuple[Aside, int], ...]:
    """Return the last try at each message of any mailbox that is still not dealt with, and how
    many there were.
    """
    rows = ledger.execute(
        f"SELECT {', '.join('a.' + one for one in _ASIDE)}, count(*), max(a.number) FROM aside a"  # noqa: S608
        " WHERE NOT EXISTS (SELECT 1 FROM message m WHERE m.account = a.account AND m.folder = a.folder"
        " AND m.uidvalidity = a.uidvalidity AND m.uid = a.uid)"
        " GROUP BY a.account, a.folder, a.uidvalidity, a.uid ORDER BY max(a.number)"
    )
    return tuple(
        (Aside(**dict(zip(_ASIDE, row[: len(_ASIDE)], strict=True))), int(row[len(_ASIDE)]))
        for row in rows
    )
