"""What inspectors found, beside what was reported: a value or a state, when, by whom, with a note."""

import sqlite3
from datetime import date, datetime

from xlreport.ledger.ledger_file import stamp
from xlreport.model.returns.inspection_return import Inspection


def note_inspection(ledger: sqlite3.Connection, plan: str, one: Inspection, now: datetime) -> None:
    """Enter what was found; a later inspection stands beside it.

    Args:
        ledger: a ledger open for writing.
        plan: the plan's code.
        one: what was found, where and by whom.
        now: when it is entered.
    """
    ledger.execute(
        "INSERT INTO inspection (plan, period, department, code, value, state, said_by, said_on, note, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (plan, one.period, one.department, one.code, one.value, one.state, one.said_by,
         one.said_on.isoformat(), one.note, stamp(now)),
    )  # fmt: skip


def inspections(
    ledger: sqlite3.Connection, plan: str, period: str | None = None
) -> tuple[Inspection, ...]:
    """Return the last inspection of each target in a period, or in each period, by code."""
    rows = ledger.execute(
        "SELECT period, department, code, value, state, said_by, said_on, note FROM inspection"
        " WHERE number IN (SELECT max(number) FROM inspection WHERE plan = ? GROUP BY period, code)"
        " AND (? IS NULL OR period = ?) ORDER BY period, code",
        (plan, period, period),
    )
    return tuple(
        Inspection(
            period=row[0], department=row[1], code=row[2], value=row[3], state=row[4],
            said_by=row[5], said_on=date.fromisoformat(row[6]), note=row[7],
        )
        for row in rows
    )  # fmt: skip
