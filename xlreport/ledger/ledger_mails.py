"""Mails: each built once under one key and one Message-ID, and how far it is."""

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from xlreport.ledger.ledger_file import moment_of, stamp
from xlreport.model.round.round_ledger_types import Mail, MailKind, MailState

_COLUMNS = (
    "key", "kind", "plan", "period", "department", "recipient", "message_id", "content",
    "light",
    "subject",
    "submission", "number", "state", "tries", "next_at", "first_try_at", "is_light", "code",
    "words", "made_at",
    "changed_at", "replaces", "route", "blame", "lost",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM mail"  # noqa: S608 - fixed names
_CLOCK_JUMPED = timedelta(hours=2)
"""No pause is that long: a time to try again that is further away was set by another clock."""


def has_key(ledger: sqlite3.Connection, key: str) -> bool:
    """Say whether a mail was ever built under a key."""
    return ledger.execute("SELECT 1 FROM mail WHERE key = ?", (key,)).fetchone() is not None


def queue(ledger: sqlite3.Connection, mail: Mail, now: datetime) -> Mail:
    """Enter a new mail; return it with its number. A key that is there already is refused by the
    ledger itself.
    """
    at = stamp(now)
    number = ledger.execute(
        "INSERT INTO mail (key, kind, plan, period, department, recipient, message_id, content, light, subject,"
        " submission, replaces, state, made_at, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?)",
        (mail.key, mail.kind, mail.plan, mail.period, mail.department, mail.recipient,
        mail.message_id, mail.content,
         mail.light, mail.subject, mail.submission, mail.replaces, at, at),
    ).lastrowid or 0  # fmt: skip
    _note(ledger, number, MailState.QUEUED, "", "", now)
    return replace(mail, number=number)


def to_go(ledger: sqlite3.Connection, now: datetime) -> tuple[Mail, ...]:
    """Return the mails whose time has come, the oldest first.

    One that is `sending` was left so by a process that died: whether it went is unknown, so it goes
    again as it is.
    """
    rows = ledger.execute(
        f"{_SELECT} WHERE state IN ('queued', 'sending', 'retry') ORDER BY number"
    )

    def has_come(moment: datetime | None) -> bool:
        return moment is None or not now < moment < now + _CLOCK_JUMPED

    waiting = [_mail(row) for row in rows]
    return tuple(one for one in waiting if has_come(one.next_at))


def waiting(ledger: sqlite3.Connection) -> int:
    """Return how many mails are still to go, now or later."""
    return int(
        ledger.execute(
            "SELECT count(*) FROM mail WHERE state IN ('queued', 'sending', 'retry')"
        ).fetchone()[0]
    )


def mark(
    ledger: sqlite3.Connection,
    mail: Mail,
    state: MailState,
    now: datetime,
    *,
    code: str = "",
    words: str = "",
    next_at: datetime | None = None,
) -> None:
    """Note how far a mail is; a try is counted where it is `sending`.

    Args:
        ledger: open.
        mail: as it was.
        state: how far it is now.
        now: the time of the change.
        code: the server's code, or our word for what went wrong.
        words: what the server said.
        next_at: when it is tried again.
    """
    trying = state is MailState.SENDING
    ledger.execute(
        "UPDATE mail SET state = ?, tries = tries + ?, next_at = ?, code = ?, words = ?, is_light = ?, changed_at = ?,"
        " route = ?, blame = ?, lost = ?, first_try_at = coalesce(first_try_at, ?) WHERE number = ?",
        (state, int(trying), stamp(next_at) if next_at else None, code, words,
        int(mail.is_light),
        stamp(now), mail.route, mail.blame, mail.lost,
         stamp(now) if trying else None, mail.number),
    )  # fmt: skip
    _note(ledger, mail.number, state, code, words, now)


def note_bounce(
    ledger: sqlite3.Connection, message_id: str, code: str, words: str, now: datetime
) -> bool:
    """Note that a mail of ours came back; it stays as it is, for a bounce can be forged. Say
    whether it is ours.

    Args:
        ledger: open.
        message_id: of the mail that came back.
        code: the status in the bounce.
        words: who sent the bounce.
        now: when it was read.
    """
    known = ledger.execute(
        "SELECT number, state FROM mail WHERE message_id = ?", (message_id,)
    ).fetchone()
    if known:
        _note(ledger, int(known[0]), known[1], code or "bounce", words, now)
    return known is not None


def _note(
    ledger: sqlite3.Connection, number: int, state: str, code: str, words: str, now: datetime
) -> None:
    ledger.execute(
        "INSERT INTO mail_event (mail, state, code, words, at) VALUES (?, ?, ?, ?, ?)",
        (number, state, code, words, stamp(now)),
    )


def mails(ledger: sqlite3.Connection, plan: str, period: str) -> tuple[Mail, ...]:
    """Return the mails of a period in the order in which they were built."""
    rows = ledger.execute(
        f"{_SELECT} WHERE plan = ? AND period = ? ORDER BY number", (plan, period)
    )
    return tuple(_mail(row) for row in rows)


def answered_before(ledger: sqlite3.Connection, plan: str, period: str) -> frozenset[str]:
    """Return the files that were sent back in another period than this."""
    rows = ledger.execute(
        "SELECT submission FROM mail WHERE kind = 'return' AND plan = ? AND period != ? AND submission != ''",
        (plan, period),
    )
    return frozenset(row[0] for row in rows)


def all_mails(ledger: sqlite3.Connection) -> tuple[Mail, ...]:
    """Return every mail in the order in which they were built."""
    return tuple(_mail(row) for row in ledger.execute(f"{_SELECT} ORDER BY number"))


def mails_in(ledger: sqlite3.Connection, *states: MailState) -> tuple[Mail, ...]:
    """Return the mails that are so far, in the order in which they were built."""
    marks = ", ".join("?" * len(states))
    rows = ledger.execute(f"{_SELECT} WHERE state IN ({marks}) ORDER BY number", states)
    return tuple(_mail(row) for row in rows)


def replacements(ledger: sqlite3.Connection, mail: Mail) -> int:
    """Return how many mails were made instead of one."""
    count = ledger.execute("SELECT count(*) FROM mail WHERE replaces = ?", (mail.number,))
    return int(count.fetchone()[0])


def note_event(
    ledger: sqlite3.Connection, mail: Mail, code: str, words: str, now: datetime
) -> None:
    """Note something about a mail that leaves it as far as it is.

    Args:
        ledger: open.
        mail: which.
        code: our word for what happened.
        words: more about it.
        now: when.
    """
    _note(ledger, mail.number, mail.state, code, words, now)


def departments_by_id(ledger: sqlite3.Connection) -> dict[str, str]:
    """Return the department of every mail by its Message-ID: those that this ledger gave."""
    return {row[0]: row[1] for row in ledger.execute("SELECT message_id, department FROM mail")}


def bounced(ledger: sqlite3.Connection, plan: str, period: str) -> frozenset[int]:
    """Return the mails of a period that came back after they had gone."""
    rows = ledger.execute(
        "SELECT e.mail FROM mail_event e JOIN mail m ON m.number = e.mail"
        " WHERE m.plan = ? AND m.period = ? AND m.state IN ('sent', 'drafted') AND e.code NOT IN ('', 'resent', 'withdrawn')"
        " AND e.number > (SELECT min(number) FROM mail_event WHERE mail = m.number AND state IN ('sent', 'drafted'))",
        (plan, period),
    )
    return frozenset(int(row[0]) for row in rows)


def _mail(row: tuple[object, ...]) -> Mail:
    told = dict(zip(_COLUMNS, row, strict=True))
    moments = {
        name: moment_of(str(told[name])) if told[name] else None
        for name in ("next_at", "first_try_at", "made_at", "changed_at")
    }
    return Mail(**(told | moments | {
        "kind": MailKind(str(told["kind"])), "state": MailState(str(told["state"])),
        "is_light": bool(told["is_light"]),
    }))  # type: ignore[arg-type]  # fmt: skip
