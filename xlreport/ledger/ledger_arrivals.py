"""What came in: files with their senders, where they lie, and the messages that brought them."""

import sqlite3
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime
from typing import Any

from xlreport.ledger.ledger_file import moment_of, stamp
from xlreport.model.round.round_ledger_types import Arrival, ArrivalPlace

_ARRIVALS = """
SELECT a.number, a.sha256, a.file, a.name, a.way, a.sender, a.department, a.message_id, a.at, a.came_on,
       p.place, p.reason, a.came_at
FROM arrival a JOIN placing p ON p.number = (SELECT max(number) FROM placing WHERE arrival = a.number)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A file that came, before the ledger knows it."""

    sha256: str
    file: str
    name: str
    came_on: date
    way: str = "folder"
    sender: str = ""
    department: str = ""
    message_id: str = ""
    place: ArrivalPlace = ArrivalPlace.INBOX
    reason: str = ""
    came_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a mailbox, and what became of it."""

    account: str
    folder: str
    uidvalidity: int
    uid: int
    sha256: str = ""
    """Empty where it was not downloaded."""
    message_id: str = ""
    sender: str = ""
    """As it is shown to people; an address where there is exactly one."""
    dated: str = ""
    outcome: str = ""
    """`taken`, `nothing`, `automatic`, `bounce`, `own`, `too-big`, `again` or `other` (it has
    nothing to do with the round).
    """
    detail: str = ""
    """The code of a bounce; what a message without a file is instead."""
    subject: str = ""
    department: str = ""
    """Code of the department whose address it came from; empty where none."""
    came_at: str = ""
    """When it came, in UTC."""


def note_arrival(ledger: sqlite3.Connection, coming: Coming, now: datetime) -> tuple[int, bool]:
    """Enter a file once; return its number, and whether it is new."""
    known = ledger.execute(
        "SELECT number FROM arrival WHERE sha256 = ? AND file = ?", (coming.sha256, coming.file)
    ).fetchone()
    if known:
        return int(known[0]), False
    at = stamp(now)
    number = ledger.execute(
        "INSERT INTO arrival (sha256, file, name, way, sender, department, message_id, came_on, came_at, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (coming.sha256, coming.file, coming.name, coming.way, coming.sender, coming.department,
        coming.message_id,
         coming.came_on.isoformat(), stamp(coming.came_at) if coming.came_at else "", at),
    ).lastrowid  # fmt: skip
    assert number is not None  # noqa: S101 - an insert gives a number
    place_arrival(ledger, number, coming.place, coming.reason, now)
    return number, True


def place_arrival(
    ledger: sqlite3.Connection, arrival: int, where: ArrivalPlace, reason: str, now: datetime
) -> None:
    """Note where a file lies from now on, and why.

    Args:
        ledger: open.
        arrival: its number.
        where: the inbox, what is held, or elsewhere.
        reason: why, as a key of messages.
        now: when.
    """
    ledger.execute(
        "INSERT INTO placing (arrival, place, reason, at) VALUES (?, ?, ?, ?)",
        (arrival, where, reason, stamp(now)),
    )


def arrivals(ledger: sqlite3.Connection, where: ArrivalPlace | None = None) -> tuple[Arrival, ...]:
    """Return all files in the order of their arrival, or those that lie in one place."""
    condition, values = (" WHERE p.place = ?", (where,)) if where else ("", ())
    rows = ledger.execute(f"{_ARRIVALS}{condition} ORDER BY a.number", values)
    return tuple(_arrival(row) for row in rows)


def _arrival(row: tuple[Any, ...]) -> Arrival:
    (
        number,
        sha256,
        file,
        name,
        way,
        sender,
        department,
        message_id,
        at,
        came_on,
        where,
        reason,
        came_at,
    ) = row
    return Arrival(
        number=number, sha256=sha256, file=file, name=name, way=way, sender=sender, department=department, message_id=message_id, at=moment_of(at),
        came_on=date.fromisoformat(came_on),
        place=ArrivalPlace(where), reason=reason,
        came_at=moment_of(came_at) if came_at else None,
    )  # fmt: skip


_MESSAGE = tuple(one.name for one in fields(Message))


def note_message(ledger: sqlite3.Connection, message: Message, now: datetime) -> None:
    """Enter a message of a mailbox."""
    marks = ", ".join("?" * (len(_MESSAGE) + 1))
    ledger.execute(
        f"INSERT INTO message ({', '.join(_MESSAGE)}, at) VALUES ({marks})",  # noqa: S608 - fixed names
        (*astuple(message), stamp(now)),
    )


def messages_without_file(ledger: sqlite3.Connection) -> tuple[Message, ...]:
    """Return the messages of departments that carried no file, in the order in which they came."""
    rows = ledger.execute(
        f"SELECT {', '.join(_MESSAGE)} FROM message WHERE outcome = 'nothing' AND department != ''"  # noqa: S608
        " ORDER BY number"
    )
    return tuple(Message(**dict(zip(_MESSAGE, row, strict=True))) for row in rows)


def uids_to_mark(
    ledger: sqlite3.Connection, account: str, folder: str, uidvalidity: int
) -> frozenset[int]:
    """Return the messages that are dealt with and belong to the round: they are marked as read.

    Args:
        ledger: open.
        account: of the mailbox.
        folder: in it.
        uidvalidity: of the folder; with another one its numbers mean other messages.
    """
    rows = ledger.execute(
        "SELECT uid FROM message WHERE account = ? AND folder = ? AND uidvalidity = ? AND outcome != 'other'",
        (account, folder, uidvalidity),
    )
    return frozenset(int(row[0]) for row in rows)


def known_uids(
    ledger: sqlite3.Connection, account: str, folder: str, uidvalidity: int
) -> frozenset[int]:
    """Return the messages of a mailbox that are already dealt with.

    Args:
        ledger: open.
        account: of the mailbox.
        folder: in it.
        uidvalidity: of the folder; with another one its numbers mean other messages.
    """
    rows = ledger.execute(
        "SELECT uid FROM message WHERE account = ? AND folder = ? AND uidvalidity = ?",
        (account, folder, uidvalidity),
    )
    return frozenset(int(row[0]) for row in rows)


def message_known(ledger: sqlite3.Connection, sha256: str) -> bool:
    """Say whether a message with the same bytes was dealt with before, under whatever number."""
    return bool(sha256) and (
        ledger.execute("SELECT 1 FROM message WHERE sha256 = ? LIMIT 1", (sha256,)).fetchone()
        is not None
    )


def note_form(
    ledger: sqlite3.Connection,
    whose: tuple[str, str, str],
    version: int,
    sha256: str,
    file: str,
    now: datetime,
) -> None:
    """Enter a workbook that goes out (plan, period, department), once.

    Args:
        ledger: open.
        whose: plan, period and department.
        version: of the plan.
        sha256: of the workbook.
        file: its name.
        now: when it went out.
    """
    wanted = (*whose, sha256)
    known = "SELECT 1 FROM form WHERE plan = ? AND period = ? AND department = ? AND sha256 = ?"
    if ledger.execute(known, wanted).fetchone() is None:
        ledger.execute(
            "INSERT INTO form (plan, period, department, version, sha256, file, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*whose, version, sha256, file, stamp(now)),
        )


@dataclass(frozen=True, slots=True)
class FormOut:
    """A workbook that went out."""

    sha256: str
    file: str
    """Relative to the workspace."""


def form_of(
    ledger: sqlite3.Connection, whose: tuple[str, str, str], version: int
) -> FormOut | None:
    """Return the workbook that went out last to a department under a version of the plan."""
    row = ledger.execute(
        "SELECT sha256, file FROM form WHERE plan = ? AND period = ? AND department = ? AND version = ?"
        " ORDER BY number DESC LIMIT 1",
        (*whose, version),
    ).fetchone()
    return FormOut(*row) if row else None


def periods_sent(ledger: sqlite3.Connection, plan: str) -> tuple[str, ...]:
    """Return the periods for which workbooks went out, in the order in which they first did."""
    rows = ledger.execute(
        "SELECT period FROM form WHERE plan = ? GROUP BY period ORDER BY min(number)", (plan,)
    )
    return tuple(row[0] for row in rows)


def first_sent_on(ledger: sqlite3.Connection, plan: str, period: str) -> datetime | None:
    """Return when the first workbook of a period went out; None where none did."""
    row = ledger.execute(
        "SELECT min(at) FROM form WHERE plan = ? AND period = ?", (plan, period)
    ).fetchone()
    return moment_of(row[0]) if row[0] else None


def departments_sent(ledger: sqlite3.Connection, plan: str, period: str) -> frozenset[str]:
    """Return the departments for which a workbook of that period went out."""
    rows = ledger.execute(
        "SELECT DISTINCT department FROM form WHERE plan = ? AND period = ?", (plan, period)
    )
    return frozenset(row[0] for row in rows)
