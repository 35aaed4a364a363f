"""Evidence: files that rows of returns name, with department and period."""

import sqlite3
from datetime import datetime

from xlreport.ledger.ledger_file import stamp
from xlreport.model.returns.evidence import Evidence


def note_evidence(
    ledger: sqlite3.Connection, where: tuple[str, str, str], named: Evidence, now: datetime
) -> None:
    """Enter a file that a row names, unless the same is entered already.

    Args:
        ledger: open for writing.
        where: codes of plan, period and department.
        named: with the file that came.
        now: the moment of the run.
    """
    kept = named.kept
    if kept is None:
        return
    known = ledger.execute(
        "SELECT 1 FROM evidence WHERE plan = ? AND period = ? AND department = ? AND sha256 = ?"
        " AND name = ?",
        (*where, kept.sha256, named.name),
    ).fetchone()
    if known:
        return
    ledger.execute(
        "INSERT INTO evidence (plan, period, department, name, file, sha256, message_id, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*where, named.name, kept.file, kept.sha256, kept.message_id, stamp(now)),
    )
