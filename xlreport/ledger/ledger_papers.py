"""Papers under numbers: each number is given once, with the bytes that were issued under it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from xlreport.ledger.ledger_file import day_of, moment_of, stamp
from xlreport.model.round.round_paper_types import (
    LETTERS,
    Closing,
    OpenTarget,
    Paper,
    PaperKind,
    PaperTarget,
    Reply,
    Ruling,
)

_COLUMNS = (
    "plan", "kind", "year", "serial", "called", "period", "department", "digest", "reply_by",
    "file", "content", "issued_on", "at", "number",
)  # fmt: skip
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM paper"  # noqa: S608 - fixed names


def next_serial(ledger: sqlite3.Connection, plan: str, kind: PaperKind, year: int) -> int:
    """Return the number that follows the last of a kind in a year; call it inside the transaction
    that enters the paper.

    Args:
        ledger: open.
        plan: its code.
        kind: of the papers.
        year: of the numbers.
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
    """Return the last paper of a kind about a period; None where none was issued.

    Args:
        ledger: open.
        plan: its code.
        kind: of the paper.
        period: as text.
    """
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


def open_targets(ledger: sqlite3.Connection, plan: str) -> tuple[OpenTarget, ...]:
    """Return what is still open: every target of a letter that was not closed, letters in their
    order.
    """
    levels = {kind: level for level, kind in LETTERS.items()}
    closed = set(ledger.execute("SELECT paper, code FROM closing WHERE plan = ?", (plan,)))
    answered = set(ledger.execute("SELECT paper, code FROM reply WHERE plan = ?", (plan,)))
    letters = [one for one in papers(ledger, plan) if one.kind in levels]
    named = ((one, target.code) for one in letters for target in targets_of(ledger, one.number))
    return tuple(
        OpenTarget(
            paper=one,
            code=code,
            level=levels[one.kind],
            replied=(one.number, code) in answered,
        )
        for one, code in named
        if (one.number, code) not in closed
    )


def note_closing(ledger: sqlite3.Connection, plan: str, one: Closing) -> None:
    """Enter that a target of a letter is good again; a letter's target is closed once."""
    ledger.execute(
        "INSERT INTO closing (plan, department, paper, code, period, status, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (plan, one.department, one.paper, one.code, one.period, one.status, stamp(one.at)),
    )


def note_reply(ledger: sqlite3.Connection, plan: str, one: Reply) -> None:
    """Enter an answer; a later one about the same target stands beside it."""
    ledger.execute(
        "INSERT INTO reply (plan, department, paper, code, cause, measures, done_by, extend, extend_due,"
        " extend_value, file, sha256, said_by, said_on, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (plan, one.department, one.paper, one.code, one.cause, one.measures, one.done_by,
         "yes" if one.extend else "no", one.extend_due, one.extend_value, one.file, one.sha256,
         one.said_by, one.said_on.isoformat() if one.said_on else "", stamp(one.at)),
    )  # fmt: skip


def replies(ledger: sqlite3.Connection, plan: str) -> tuple[Reply, ...]:
    """Return all answers in the order in which they came."""
    rows = ledger.execute(
        "SELECT department, paper, code, cause, measures, done_by, extend, extend_due, extend_value,"
        " file, sha256, said_by, at, number, said_on FROM reply WHERE plan = ? ORDER BY number",
        (plan,),
    )
    return tuple(
        Reply(
            department=row[0], paper=row[1], code=row[2], cause=row[3], measures=row[4],
            done_by=row[5], extend=row[6] == "yes", extend_due=row[7], extend_value=row[8],
            file=row[9], sha256=row[10], said_by=row[11], at=moment_of(row[12]), number=row[13],
            said_on=day_of(row[14]),
        )
        for row in rows
    )  # fmt: skip


def note_ruling(ledger: sqlite3.Connection, plan: str, one: Ruling) -> None:
    """Enter what was decided about a target's date or value."""
    ledger.execute(
        "INSERT INTO ruling (plan, department, code, reply, granted, document, since, due, value, said_by,"
        " said_on, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (plan, one.department, one.code, one.reply, int(one.granted), one.document, one.since,
         one.due, one.value, one.said_by, one.said_on.isoformat(), stamp(one.at)),
    )  # fmt: skip


def undecided(ledger: sqlite3.Connection, plan: str) -> tuple[Reply, ...]:
    """Return the last answer about each target that asks for more and was not decided since."""
    ruled = {
        row[0]: int(row[1])
        for row in ledger.execute(
            "SELECT code, max(coalesce(reply, 0)) FROM ruling WHERE plan = ? GROUP BY code", (plan,)
        )
    }
    last = {one.code: one for one in replies(ledger, plan)}
    asking = (one for one in last.values() if one.extend)
    return tuple(one for one in asking if one.number > ruled.get(one.code, 0))
