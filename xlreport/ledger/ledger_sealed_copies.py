"""Sealed copies: the signed page of a return as it came on paper, tied to the very file that it was
printed from.
"""

import sqlite3
from datetime import datetime

from xlreport.ledger.ledger_file import stamp
from xlreport.model.round.round_paper_types import SealedCopy


def note_sealed_copy(ledger: sqlite3.Connection, one: SealedCopy, now: datetime) -> None:
    """Enter a sealed copy; a later one stands beside it."""
    ledger.execute(
        "INSERT INTO sealed_copy (plan, period, department, submission, sums, file, said_by, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (one.plan, one.period, one.department, one.submission, one.sums, one.file, one.said_by,
         stamp(now)),
    )  # fmt: skip


def sealed_submissions(ledger: sqlite3.Connection, plan: str, period: str) -> frozenset[str]:
    """Return the fingerprints of the returns of a period that a sealed copy is there of."""
    rows = ledger.execute(
        "SELECT submission FROM sealed_copy WHERE plan = ? AND period = ?", (plan, period)
    )
    return frozenset(str(row[0]) for row in rows)
