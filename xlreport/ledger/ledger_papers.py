"""Papers under numbers: each number is given once, with the bytes that were issued under it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from xlreport.ledger.ledger_file import day_of, moment_of, stamp
from xlreport.model.round.issued_papers import Paper, PaperKind, PaperTarget

_COLUMNS = (
    "plan", "kind", "year", "serial", "called", "period", "department", "digest", "reply_by",
    "file", "content", "issued_on", "at", "number",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM paper"  # noqa: S608 - fixed names


def next_serial(ledger: sqlite3.Connection, plan: str, kind: PaperKind, year: int) -> int:
    """Return the number that follows the last of a kind in a year; call it inside the transaction
    that enters the paper.
    """
    row = ledger.execute(
        "SELECT coalesce(max(serial), 0) + 1 FROM paper WHERE plan = ? AND kind = ? AND year = ?",
        (plan, kind, year),
    ).fetchone()
    return int(row[0])


def enter_paper(
    ledger: sqlite3.Connection, paper: Paper, targets: Sequence[PaperTarget] = ()
) -> Paper:
    """Enter a paper with the targets that it is about; return it with its place. A number that is
    taken is refused by the ledger itself.
    """
    number = ledger.execute(
        "INSERT INTO paper (plan, kind, year, serial, called, period, department, digest, reply_by, file,"
        " content, issued_on, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (paper.plan, paper.kind, paper.year, paper.serial, paper.called, paper.period,
         paper.department, paper.digest, paper.reply_by.isoformat() if paper.reply_by else "",
         paper.file, paper.content, paper.issued_on.isoformat(), stamp(paper.at)),
    ).lastrowid or 0  # fmt: skip
    ledger.executemany(
        "INSERT INTO paper_target (paper, place, code, status, reason) VALUES (?, ?, ?, ?, ?)",
        [(number, place, one.code, one.status, one.reason) for place, one in enumerate(targets, 1)],
    )
    return replace(paper, number=number)


def papers(ledger: sqlite3.Connection, plan: str) -> tuple[Paper, ...]:
    """Return the papers of a plan in the order in which they were issued."""
    rows = ledger.execute(f"{_SELECT} WHERE plan = ? ORDER BY number", (plan,))
    return tuple(_paper(*row) for row in rows)


def last_paper(ledger: sqlite3.Connection, plan: str, kind: PaperKind, period: str) -> Paper | None:
    """Return the last paper of a kind about a period; None where none was issued."""
    row = ledger.execute(
        f"{_SELECT} WHERE plan = ? AND kind = ? AND period = ? ORDER BY number DESC LIMIT 1",
        (plan, kind, period),
    ).fetchone()
    return None if row is None else _paper(*row)


def targets_of(ledger: sqlite3.Connection, paper: int) -> tuple[PaperTarget, ...]:
    """Return the targets that a letter is about, in its order."""
    rows = ledger.execute(
        "SELECT code, status, reason FROM paper_target WHERE paper = ? ORDER BY place", (paper,)
    )
    return tuple(PaperTarget(code=row[0], status=row[1], reason=row[2]) for row in rows)


def _paper(
    plan: str, kind: str, year: int, serial: int, called: str, period: str, department: str,
    digest: str, reply_by: str, file: str, content: bytes, issued_on: str, at: str, number: int,
) -> Paper:  # fmt: skip
    return Paper(
        plan=plan,
        kind=PaperKind(kind),
        year=year,
        serial=serial,
        called=called,
        period=period,
        department=department,
        digest=digest,
        reply_by=day_of(reply_by),
        file=file,
        content=content,
        issued_on=day_of(issued_on) or moment_of(at).date(),
        at=moment_of(at),
        number=number,
    )
