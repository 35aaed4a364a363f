"""One file of an inbox and what became of it, small enough that a whole country's files can be held
at once.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import overload

from xlreport.checks.returns.return_copies_check import Choice
from xlreport.checks.returns.return_identity_check import Identity
from xlreport.model.judged.judged_summary import CameBy
from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.model.returns.submission import Cell, Entry, Submission
from xlreport.pipeline.intake.examining_intake_files import Examined, Examiner, identity_of
from xlreport.pipeline.intake.intake_findings import CELL_SHAPE, FINDINGS, RECORDS, unpacked
from xlreport.pipeline.intake.intake_open_cells import entries_of
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.reading_workbook_files import read_one

Choices = Mapping[tuple[str, Period, str], Choice]
"""What counts, by plan code, period and department code."""
Tick = Callable[[int, int], None]
"""Called after each file with how many are read and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One file of an inbox, and what became of it."""

    file: str
    path: Path
    sha256: str
    verdict: Verdict
    findings: Sequence[Finding] = ()
    records: Sequence[Record] = ()
    identity: Identity | None = None
    submission: Submission | None = None
    """What was read; its entries are read again when somebody looks at them. None where it cannot
    be read.
    """
    alone: Verdict = Verdict.UNREADABLE
    """The verdict that it has where no other copy lies beside it."""

    @property
    def department(self) -> str:
        """The department's code, empty where it is not known."""
        return self.identity.department.code if self.identity else ""

    @property
    def number(self) -> int:
        """The department's place in its plan, 1-based; 0 where it is not known."""
        return self.identity.plan.lookup.departments[self.department][0] if self.identity else 0

    @property
    def period(self) -> str:
        """The period it reports, empty where it is not known."""
        return str(self.identity.period) if self.identity else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a ledger knows of what counts from one department in one period."""

    came_on: date
    """The day of its first sound return."""
    came_by: CameBy
    return_by: date
    verdict: Verdict
    missing: bool
    """Whether the file that counts is no longer in the inbox."""
    returned: int = 0
    """How many files were sent back, also those that are mended since."""
    left: bool = False
    """Whether it lies there and was not read, because it is being written anew."""


@dataclass(frozen=True, slots=True)
class Intake:
    """A whole inbox, every file with its verdict."""

    files: tuple[Received, ...]
    """In the order of their names."""
    choices: Choices
    standing: Mapping[tuple[str, Period, str], Standing] = field(default_factory=dict)
    """What the ledger knows of returns, by plan code, period and department code; nothing in a bare
    folder.
    """

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, file by file."""
        return tuple(found for one in self.files for found in one.findings)


LineSource = Callable[[], Sequence[Entry]]


@dataclass(frozen=True, slots=True)
class LateEntries(Sequence[Entry]):
    """The lines of a workbook, fetched each time somebody looks: only where a department sent
    several copies.
    """

    lines: LineSource

    def __len__(self) -> int:
        return len(self.lines())

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.lines())

    @overload
    def __getitem__(self, place: int) -> Entry: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Entry]: ...
    def __getitem__(self, place: int | slice) -> Entry | Sequence[Entry]:
        return self.lines()[place]


@dataclass(frozen=True, slots=True)
class LateContacts(Mapping[str, Cell]):
    """The signature block of a workbook, unpacked each time somebody looks."""

    names: tuple[str, ...]
    cells: Sequence[Cell]

    def __len__(self) -> int:
        return len(self.names)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __getitem__(self, name: str) -> Cell:
        if name not in self.names:
            raise KeyError(name)
        return self.cells[self.names.index(name)]


@lru_cache(maxsize=64)
def _same_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return one tuple for all files with the same fields."""
    return names


def read_again(path: Path, name: str, sha256: str, headings: Headings) -> Sequence[Entry]:
    """Return the lines of a file that a limited worker has read before; of one that has changed
    since there are none.

    As the bytes are the same, it is safe to read them in this process.
    """
    again = read_one(path, name, headings)
    return again.entries if isinstance(again, Submission) and again.sha256 == sha256 else ()


def received(path: Path, name: str, one: Examined, examiner: Examiner) -> Received:
    """Return what came of one file, with the plan and the department that this process knows."""
    if one.entries is None:
        lines: LineSource = partial(read_again, path, name, one.sha256, examiner.headings)
    else:
        lines = partial(entries_of, one.entries)
    submission = Submission(
        file=name,
        sha256=one.sha256,
        saved_at=one.saved_at,
        codes=tuple(unpacked(CELL_SHAPE, one.codes)),
        entries=LateEntries(lines),
        strangers=tuple(unpacked(CELL_SHAPE, one.strangers)),
        contacts=LateContacts(_same_names(one.contact_names), unpacked(CELL_SHAPE, one.contacts)),
        active=one.active,
    )
    return Received(
        file=name,
        path=path,
        sha256=one.sha256,
        verdict=one.verdict,
        findings=unpacked(FINDINGS, one.findings),
        records=unpacked(RECORDS, one.records),
        identity=identity_of(one.whose, examiner.plans),
        submission=submission if one.read else None,
        alone=one.verdict,
    )
