"""What people say by telephone: figures corrected after acceptance, and return dates put off for
one department.
"""

import sqlite3
from datetime import date, datetime

from xlreport.ledger.ledger_file import moment_of, stamp
from xlreport.ledger.ledger_outcomes import LATEST_CHOICE
from xlreport.model.round.round_ledger_types import Amendment


def note_amendment(ledger: sqlite3.Connection, amendment: Amendment, choice: int) -> None:
    """Enter an amendment of what counts now; a later return of the department makes it history."""
    ledger.execute(
        "INSERT INTO amendment (plan, period, department, code, old, new, said_by, said_on, choice, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (amendment.plan, amendment.period, amendment.department, amendment.code, amendment.old,
        amendment.new,
         amendment.said_by, amendment.said_on.isoformat(), choice, stamp(amendment.at)),
    )  # fmt: skip


def amendments(ledger: sqlite3.Connection, plan: str) -> tuple[Amendment, ...]:
    """Return the amendments in force, in their order: those of what counts now."""
    rows = ledger.execute(
        "SELECT plan, period, department, code, old, new, said_by, said_on, at FROM amendment WHERE choice IN"  # noqa: S608 - fixed text
        f" ({LATEST_CHOICE}) ORDER BY number",
        (plan,),
    )
    return tuple(_amendment(*row) for row in rows)


def _amendment(
    plan: str,
    period: str,
    department: str,
    code: str,
    old: str,
    new: str,
    said_by: str,
    said_on: str,
    at: str,
) -> Amendment:
    return Amendment(
        plan=plan,
        period=period,
        department=department,
        code=code,
        old=old,
        new=new,
        said_by=said_by,
        said_on=date.fromisoformat(said_on),
        at=moment_of(at),
    )


def note_extension(
    ledger: sqlite3.Connection,
    whose: tuple[str, str, str],
    until: date,
    said_by: str,
    now: datetime,
) -> None:
    """Enter a new return date of one department (plan, period, department).

    Args:
        ledger: open.
        whose: plan, period and department.
        until: the new date.
        said_by: who allowed it.
        now: when it was entered.
    """
    ledger.execute(
        "INSERT INTO extension (plan, period, department, until, said_by, at) VALUES (?, ?, ?, ?, ?, ?)",
        (*whose, until.isoformat(), said_by, stamp(now)),
    )


def extensions(ledger: sqlite3.Connection, plan: str, period: str) -> dict[str, date]:
    """Return the return date in force by department, where one was put off and not taken back."""
    rows = ledger.execute(
        "SELECT department, until FROM extension WHERE plan = ? AND period = ? AND number NOT IN"
        " (SELECT \"row\" FROM withdrawal WHERE kind = 'extension') ORDER BY number",
        (plan, period),
    )
    return {row[0]: date.fromisoformat(row[1]) for row in rows}


def extension_in_force(
    ledger: sqlite3.Connection, plan: str, period: str, department: str
) -> int | None:
    """Return the number of the extension that holds for a department; None where none does.

    Args:
        ledger: open.
        plan: its code.
        period: as text.
        department: its code.
    """
    row = ledger.execute(
        "SELECT max(number) FROM extension WHERE plan = ? AND period = ? AND department = ? AND number NOT IN"
        " (SELECT \"row\" FROM withdrawal WHERE kind = 'extension')",
        (plan, period, department),
    ).fetchone()
    return None if row[0] is None else int(row[0])


def withdrawn(ledger: sqlite3.Connection, kind: str) -> frozenset[int]:
    """Return the numbers of what was taken back: mails for `return`, extensions for `extension`."""
    rows = ledger.execute('SELECT "row" FROM withdrawal WHERE kind = ?', (kind,))
    return frozenset(int(row[0]) for row in rows)


def note_withdrawal(
    ledger: sqlite3.Connection,
    kind: str,
    row: int,
    whose: tuple[str, str, str],
    said_by: str,
    now: datetime,
) -> None:
    """Enter that something was taken back: a return letter or an extension (plan, period,
    department).

    Args:
        ledger: open.
        kind: `return` or `extension`.
        row: the number of what is taken back.
        whose: plan, period and department.
        said_by: who asked for it.
        now: when.
    """
    ledger.execute(
        'INSERT INTO withdrawal (kind, "row", plan, period, department, said_by, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
        (kind, row, *whose, said_by, stamp(now)),
    )
