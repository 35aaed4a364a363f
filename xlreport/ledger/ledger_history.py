"""A department's story: every file, finding and mail in the order in which the ledger came to know
of it.
"""

import sqlite3

from xlreport.ledger.ledger_file import moment_of
from xlreport.model.round.round_ledger_types import Event

_FORMS = (
    "SELECT at, number, 'form', 'made', file, period FROM form WHERE department = ? AND plan = ?"
)
_ARRIVALS = """
SELECT a.at, a.number, 'arrival', a.way, a.name, a.sender FROM arrival a
WHERE a.department = ?1 OR EXISTS
  (SELECT 1 FROM outcome o WHERE o.arrival = a.number AND o.department = ?1 AND o.plan = ?2)
"""
_PLACINGS = """
SELECT p.at, p.number, 'placing', p.place, a.name, p.reason FROM placing p JOIN arrival a ON a.number = p.arrival
WHERE (p.place = 'held' OR p.reason != '') AND (a.department = ?1 OR EXISTS
  (SELECT 1 FROM outcome o WHERE o.arrival = a.number AND o.department = ?1 AND o.plan = ?2))
"""
_OUTCOMES = """
SELECT o.at, o.number, 'outcome', o.verdict, a.file,
  (SELECT group_concat(code, ' ') FROM (SELECT code FROM finding WHERE outcome = o.number ORDER BY place))
FROM outcome o JOIN arrival a ON a.number = o.arrival WHERE o.department = ? AND o.plan = ?
"""
_CHOICES = """
SELECT c.at, c.number, 'choice', c.verdict, a.file, c.period FROM choice c JOIN arrival a ON a.number = c.arrival
WHERE c.department = ? AND c.plan = ?
"""
_MAILS = """
SELECT e.at, e.number, 'mail', e.state, '#' || m.number || ' ' || m.recipient || ' ' || m.subject,
  trim(m.kind || ' ' || e.code || ' ' || e.words)
FROM mail_event e JOIN mail m ON m.number = e.mail WHERE m.department = ? AND m.plan = ?
"""
_AMENDMENTS = """
SELECT at, number, 'amendment', 'made', code, old || ' → ' || new || ' ' || said_by FROM amendment
WHERE department = ? AND plan = ?
"""
_MESSAGES = """
SELECT at, number, 'message', detail, subject, sender FROM message
WHERE department = ? AND outcome = 'nothing' AND ? != ''
"""
_WITHDRAWALS = "SELECT at, number, 'withdrawal', kind, period, said_by FROM withdrawal WHERE department = ? AND plan = ?"
_EXTENSIONS = "SELECT at, number, 'extension', 'made', until, said_by FROM extension WHERE department = ? AND plan = ?"
_PAPERS = (
    "SELECT at, number, 'paper', kind, called, period FROM paper WHERE department = ? AND plan = ?"
)
_REPLIES = """
SELECT r.at, r.number, 'reply', 'came', p.called || ' ' || r.code,
trim(trim(r.extend_due || ' ' || r.extend_value) || ' ' || trim(r.said_by || ' ' || r.said_on))
FROM reply r JOIN paper p ON p.number = r.paper WHERE r.department = ? AND r.plan = ?
"""
_RULINGS = """
SELECT at, number, 'ruling', iif(granted, 'granted', 'refused'), code, trim(document || ' ' || said_by)
FROM ruling WHERE department = ? AND plan = ?
"""
_CLOSINGS = """
SELECT c.at, c.number, 'closing', 'made', p.called || ' ' || c.code, c.period
FROM closing c JOIN paper p ON p.number = c.paper WHERE c.department = ? AND c.plan = ?
"""
_INSPECTIONS = """
SELECT at, number, 'inspection', 'made', code, trim(value || state || ' ' || said_by) FROM inspection
WHERE department = ? AND plan = ?
"""
_EVIDENCE = "SELECT at, number, 'evidence', 'kept', name, period FROM evidence WHERE department = ? AND plan = ?"
_SEALED = "SELECT at, number, 'sealed_copy', 'came', file, period FROM sealed_copy WHERE department = ? AND plan = ?"
_ALL = {
    "form": _FORMS, "arrival": _ARRIVALS, "placing": _PLACINGS, "outcome": _OUTCOMES,
    "choice": _CHOICES,
    "mail_event": _MAILS, "amendment": _AMENDMENTS, "extension": _EXTENSIONS,
    "message": _MESSAGES, "withdrawal": _WITHDRAWALS,
    "paper": _PAPERS, "reply": _REPLIES, "ruling": _RULINGS, "closing": _CLOSINGS,
    "inspection": _INSPECTIONS, "evidence": _EVIDENCE, "sealed_copy": _SEALED,
}  # fmt: skip
"""By the table whose rows are the events."""


def story(ledger: sqlite3.Connection, plan: str, department: str) -> tuple[Event, ...]:
    """Return everything that the ledger knows of a department, in the order in which it came to
    know it.
    """
    entered = {
        (row[0], int(row[1])): int(row[2])
        for row in ledger.execute('SELECT kind, "row", number FROM event')
    }
    found = [
        (entered[table, int(row[1])], _event(*row))
        for table, query in _ALL.items()
        for row in ledger.execute(query, (department, plan))
    ]
    return tuple(event for _, event in sorted(found, key=lambda pair: pair[0]))


def _event(at: str, number: int, kind: str, what: str, about: str, detail: str | None) -> Event:
    return Event(
        at=moment_of(at), number=number, kind=kind, what=what, about=about, detail=detail or ""
    )
