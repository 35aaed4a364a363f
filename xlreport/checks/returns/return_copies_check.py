"""Which of several returns of one department for one period counts, and in what they differ."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath

from xlreport.checks.returns.checked_return_lines import shown_value
from xlreport.model.plans.plan_form_types import OPEN_FIELDS
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Cell, Entry, Submission


@dataclass(frozen=True, slots=True)
class Copy:
    """One checked return among several of the same department and period."""

    submission: Submission
    findings: Sequence[Finding]
    records: Sequence[Record]

    @property
    def file(self) -> str:
        """Its path in the inbox."""
        return self.submission.file

    @property
    def sound(self) -> bool:
        """Whether it has no error."""
        return all(one.severity is not Severity.ERROR for one in self.findings)

    @property
    def answered(self) -> frozenset[str]:
        """Codes of the rows that it answers with a figure or a state."""
        return frozenset(one.code for one in self.records if one.value is not None or one.state)


@dataclass(frozen=True, slots=True)
class Choice:
    """What counts of several returns."""

    counted: Copy | None
    """None where no row of any of them is sound."""
    superseded: frozenset[str]
    """Files that the counted one replaces; a later one with errors is not among them."""
    findings: tuple[Finding, ...]

    @property
    def records(self) -> Sequence[Record]:
        """The records that count."""
        return self.counted.records if self.counted else ()


def choose(copies: Sequence[Copy]) -> Choice:
    """Choose the latest return without errors, or else the latest that has sound rows (all of them
    provisional).

    A later one with errors never pushes out an earlier sound one. Latest is by the saving time
    inside the files where all of them state one, else by their names.
    """
    ordered = copies_in_order(copies)
    sound = [one for one in ordered if one.sound]
    usable = [one for one in ordered if one.records]
    if not sound and not usable:
        return Choice(None, frozenset(), ())
    counted = (sound or usable)[-1]
    place = ordered.index(counted)
    findings = [
        found
        for other in ordered
        if other is not counted
        for found in _beside(counted, other, ordered.index(other) > place)
    ]
    return Choice(counted, frozenset(one.file for one in ordered[:place]), tuple(findings))


def copies_in_order(copies: Sequence[Copy]) -> list[Copy]:
    """Return the returns, the earliest first."""
    if all(one.submission.saved_at for one in copies):
        return sorted(
            copies, key=lambda one: (_moment(one.submission.saved_at), _by_name(one.file))
        )
    return sorted(copies, key=lambda one: _by_name(one.file))


def _moment(when: datetime | None) -> datetime:
    """Return a time that can be compared: one without a zone counts as UTC, as office programs
    write it.
    """
    known = when or datetime.min.replace(tzinfo=UTC)
    return known if known.tzinfo else known.replace(tzinfo=UTC)


def _by_name(file: str) -> tuple[tuple[int, int, str], ...]:
    """Return the order of names as people read them: 表 before 表(1), 表(2) before 表(10)."""
    parts = re.findall(r"\d+|\D", PurePosixPath(file).stem)
    return tuple((1, int(part), "") if part.isdecimal() else (2, 0, part) for part in parts)


def _beside(counted: Copy, other: Copy, later: bool) -> Iterable[Finding]:  # noqa: FBT001 - a place in time
    """Yield what is to be said about a return beside the one that counts."""
    words = {"counted": counted.file, "other": other.file}
    if counted.submission.sha256 == other.submission.sha256:
        yield _of(other, "superseded", **words)
        return
    yield _of(other, "later-with-errors" if later else "superseded", **words)
    lost, gained = other.answered - counted.answered, counted.answered - other.answered
    if lost and gained:
        yield _of(
            counted,
            "each-lacks-rows",
            **words,
            here=_named(counted, gained),
            there=_named(other, lost),
        )
    elif lost and not later:
        for record in other.records:
            if record.code in lost:
                yield _about(
                    counted, record.code, "later-blanks", **words, was=_typed(other, record)
                )
    yield from _differences(counted, other, words)


def _differences(counted: Copy, other: Copy, words: dict[str, str]) -> Iterable[Finding]:
    """Yield each open cell that holds another thing in the other return."""
    theirs = {entry.code: entry for entry in other.submission.entries}
    for entry in counted.submission.entries:
        if entry.code not in theirs:
            continue
        for field in OPEN_FIELDS:
            here, there = (_held(one, field) for one in (entry, theirs[entry.code]))
            if here != there:
                cell = entry.cells.get(field)
                where = {"sheet": entry.sheet, "cell": cell.address if cell else "", "value": here}
                yield _of(
                    counted,
                    "copy-differs",
                    **words,
                    **where,
                    indicator=entry.code,
                    column=field,
                    was=there,
                )


def _held(entry: Entry, field: str) -> str:
    cell = entry.cells.get(field)
    return shown_value(cell) if cell else ""


def _typed(copy: Copy, record: Record) -> str:
    cells = (
        cell
        for entry in copy.submission.entries
        if entry.code == record.code
        for cell in entry.cells.values()
    )
    cell: Cell | None = next((cell for cell in cells if cell.address == record.cell), None)
    return shown_value(cell) if cell else ""


def _named(copy: Copy, codes: frozenset[str]) -> str:
    return "、".join(one.code for one in copy.records if one.code in codes)


def _about(copy: Copy, code: str, fault: str, /, **words: str) -> Finding:
    entry = next((one for one in copy.submission.entries if one.code == code), None)
    cell = (
        next(
            (entry.cells[field] for field in ("actual", "state", "code") if field in entry.cells),
            None,
        )
        if entry
        else None
    )
    where = {"sheet": entry.sheet} if entry else {}
    return _of(copy, fault, **words, **where, indicator=code, cell=cell.address if cell else "")


def _of(copy: Copy, fault: str, /, **words: str) -> Finding:
    known = next(iter(copy.records), None)
    where = {"department": known.department, "period": str(known.period)} if known else {}
    return finding(fault, **({"file": copy.file} | where | words))
