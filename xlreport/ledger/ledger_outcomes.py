"""What became of what came in: verdicts with their findings, what counts of each department, and
its records.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from xlreport.ledger.ledger_file import day_of, stamp
from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.model.returns.finding_codes import Severity

_RECORD = tuple(one.name for one in fields(Record))
_FINDING = tuple(one.name for one in fields(Finding))
LATEST_CHOICE = """
SELECT max(number) FROM choice WHERE plan = ? AND arrival NOT IN
  (SELECT arrival FROM placing WHERE place != 'inbox' AND number IN (SELECT max(number) FROM placing GROUP BY arrival))
GROUP BY plan, period, department
"""
"""The last choices; a file that was taken out of the inbox by a command counts no longer, and what
counted before it counts again.
"""
_COUNTED = f"""
SELECT c.department, c.arrival, a.sha256, a.file, c.verdict, c.number FROM choice c
JOIN arrival a ON a.number = c.arrival WHERE c.number IN ({LATEST_CHOICE})
"""  # noqa: S608 - fixed text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    arrival: int
    verdict: Verdict
    plan: str
    period: str
    department: str
    findings: tuple[Finding, ...]
    alone: Verdict | None = None
    """What would become of it if no other copy lay beside it."""

    @property
    def digest(self) -> str:
        """A fingerprint of all of it: the same outcome is not entered twice."""
        return digest_of(
            [self.verdict, self.plan, self.period, self.department, *map(_plain, self.findings)]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The file that counts for a department and period."""

    arrival: int
    sha256: str
    file: str
    verdict: Verdict
    number: int = 0


def digest_of(parts: Sequence[object]) -> str:
    """Return a fingerprint of plain values."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def digest_of_findings(findings: Iterable[Finding]) -> str:
    """Return a fingerprint of findings: other findings are another letter."""
    return digest_of([_plain(one) for one in findings])


def _plain(one: Finding) -> list[object]:
    return [_cell(getattr(one, name)) for name in _FINDING]


def _cell(entry: object) -> object:
    """Return a value as SQLite keeps it."""
    if isinstance(entry, bool):
        return int(entry)
    if entry is None or isinstance(entry, int):
        return entry
    if isinstance(entry, Decimal):
        return format(entry, "f")
    if isinstance(entry, Period):
        return str(entry)
    if isinstance(entry, str):
        return entry.encode("utf-8", "backslashreplace").decode()
    if isinstance(entry, Mapping):
        return json.dumps(dict(entry), ensure_ascii=True, sort_keys=True)
    return str(entry)


def note_outcome(ledger: sqlite3.Connection, outcome: Outcome, now: datetime) -> bool:
    """Enter what became of a file, unless it is what the ledger says already; say whether it was
    new.
    """
    last = ledger.execute(
        "SELECT digest FROM outcome WHERE arrival = ? ORDER BY number DESC LIMIT 1",
        (outcome.arrival,),
    ).fetchone()
    if last and last[0] == outcome.digest:
        return False
    number = ledger.execute(
        "INSERT INTO outcome (arrival, verdict, plan, period, department, findings, digest, alone, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (outcome.arrival, outcome.verdict, outcome.plan, outcome.period, outcome.department,
         digest_of_findings(outcome.findings), outcome.digest, outcome.alone or "", stamp(now)),
    ).lastrowid  # fmt: skip
    _insert(ledger, "finding", ("outcome", "place", *_FINDING),
            [(number, place, *_plain(one)) for place, one in enumerate(outcome.findings,
            1)])  # fmt: skip
    return True


def note_choice(
    ledger: sqlite3.Connection,
    counted: Counted,
    whose: tuple[str, str, str],
    records: Sequence[Record],
    now: datetime,
) -> bool:
    """Enter what counts of a department and period, unless it is what counts already; say whether
    it was new.

    Args:
        ledger: open.
        counted: the file that counts.
        whose: plan, period and department.
        records: what of it is believed.
        now: when it was chosen.
    """
    kept = [[_cell(getattr(one, name)) for name in _RECORD] for one in records]
    digest = digest_of([counted.arrival, counted.verdict, *map(_as_first_kept, kept)])
    last = ledger.execute(
        "SELECT digest FROM choice WHERE plan = ? AND period = ? AND department = ? ORDER BY number DESC LIMIT 1",
        whose,
    ).fetchone()
    if last and last[0] == digest:
        return False
    number = ledger.execute(
        "INSERT INTO choice (plan, period, department, arrival, verdict, digest, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*whose, counted.arrival, counted.verdict, digest, stamp(now)),
    ).lastrowid
    _insert(ledger, "record", ("choice", "place", *_RECORD),
            [(number, place, *row) for place, row in enumerate(kept, 1)])  # fmt: skip
    return True


def _as_first_kept(row: Sequence[object]) -> list[object]:
    """Return a record's cells without a column of later versions that is empty: what counted before
    an upgrade counts on, and is not entered again.
    """
    return [cell for name, cell in zip(_RECORD, row, strict=True) if name != "evidence" or cell]


def _insert(
    ledger: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Iterable[tuple[object, ...]],
) -> None:
    names = ", ".join(f'"{one}"' for one in columns)
    marks = ", ".join("?" * len(columns))
    ledger.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - fixed names


def counted_files(ledger: sqlite3.Connection, plan: str, period: str) -> dict[str, Counted]:
    """Return what counts by department in a period."""
    rows = ledger.execute(
        f"{_COUNTED} AND c.period = ?",
        (plan, period),
    )
    return {
        row[0]: Counted(
            arrival=int(row[1]),
            sha256=row[2],
            file=row[3],
            verdict=Verdict(row[4]),
            number=int(row[5]),
        )
        for row in rows
    }


def stored_records(ledger: sqlite3.Connection, plan: str) -> tuple[Record, ...]:
    """Return the records that count, of all periods, as they were reported (without later
    amendments).
    """
    names = ", ".join(_RECORD)
    rows = ledger.execute(
        f"SELECT {names} FROM record WHERE choice IN ({LATEST_CHOICE}) ORDER BY choice, place",  # noqa: S608
        (plan,),
    )
    return tuple(_record(dict(zip(_RECORD, row, strict=True))) for row in rows)


def _record(row: dict[str, str | int | None]) -> Record:
    words = {name: entry for name, entry in row.items() if isinstance(entry, str)}
    typed = {"period", "value", "baseline", "expected"}
    return Record(
        **{name: words[name] for name in words if name not in typed},
        period=Period.parse(words["period"]),
        value=_number(words.get("value")),
        baseline=_number(words.get("baseline")),
        expected=day_of(words.get("expected")),
        no_data=bool(row["no_data"]),
        provisional=bool(row["provisional"]),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def outcomes(ledger: sqlite3.Connection, plan: str, period: str) -> tuple[Outcome, ...]:
    """Return what last became of each file of a period, without its findings, in the order of
    arrival.
    """
    rows = ledger.execute(
        "SELECT arrival, verdict, plan, period, department FROM outcome WHERE number IN"
        " (SELECT max(number) FROM outcome GROUP BY arrival) AND plan = ? AND period = ? ORDER BY arrival",
        (plan, period),
    )
    return tuple(
        Outcome(
            arrival=int(row[0]),
            verdict=Verdict(row[1]),
            plan=row[2],
            period=row[3],
            department=row[4],
            findings=(),
        )
        for row in rows
    )


def checked_arrivals(ledger: sqlite3.Connection) -> frozenset[int]:
    """Return the arrivals of which it is known what became of them."""
    return frozenset(int(row[0]) for row in ledger.execute("SELECT DISTINCT arrival FROM outcome"))


def first_days(ledger: sqlite3.Connection, plan: str, period: str) -> dict[str, tuple[date, str]]:
    """Return by department the day of its first return without errors, else of its first that held
    anything sound, and the way that it came by; a later correction changes nothing.
    """
    rows = ledger.execute(
        "SELECT o.department, a.came_on, a.way, coalesce(nullif(o.alone, ''), o.verdict) FROM outcome o"
        " JOIN arrival a ON a.number = o.arrival WHERE o.plan = ? AND o.period = ? ORDER BY a.came_on, a.number",
        (plan, period),
    ).fetchall()
    found: dict[str, tuple[date, str]] = {}
    for wanted in (Verdict.PARTLY, Verdict.ACCEPTED):
        first: dict[str, tuple[date, str]] = {}
        for department, came_on, way, verdict in rows:
            if verdict == wanted:
                first.setdefault(department, (date.fromisoformat(came_on), way))
        found |= first
    return found


def asked_figure(ledger: sqlite3.Connection, arrival: int, code: str) -> str:
    """Return a row's figure or state of which a finding of the file asked, as it was read, else as
    it was typed; empty where none did.
    """
    row = ledger.execute(
        "SELECT f.value, f.fields FROM finding f JOIN outcome o ON o.number = f.outcome"
        " WHERE o.arrival = ? AND f.indicator = ?"
        " AND f.\"column\" IN ('actual', 'state')"
        " ORDER BY o.number DESC, f.place LIMIT 1",
        (arrival, code),
    ).fetchone()
    if row is None:
        return ""
    return str(json.loads(row[1]).get("meant") or row[0])


def findings_of(ledger: sqlite3.Connection, outcome: int) -> tuple[Finding, ...]:
    """Return the findings of one outcome, in their order."""
    names = ", ".join(f'"{one}"' for one in _FINDING)
    wanted = f"SELECT {names} FROM finding WHERE outcome = ? ORDER BY place"  # noqa: S608 - ours
    rows = ledger.execute(wanted, (outcome,))
    found = (dict(zip(_FINDING, row, strict=True)) for row in rows)
    return tuple(
        Finding(**{
            **row, "severity": Severity(row["severity"]), "fields": json.loads(row["fields"]),
            "explained": bool(row["explained"]),
        })
        for row in found
    )  # fmt: skip
