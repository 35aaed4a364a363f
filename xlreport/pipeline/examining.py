"""What a worker does with one file: read it, find out whose it is, check it, say in few bytes what may be believed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlreport.checks.accept import accept, verdict
from xlreport.checks.identity import Identity, identify
from xlreport.checks.run import check
from xlreport.model.finding import Finding, Verdict
from xlreport.model.period import Period
from xlreport.model.plan import Indicator, Plan
from xlreport.model.record import Record
from xlreport.model.submission import Submission, Unreadable
from xlreport.pipeline.folding import FINDINGS, RECORDS, Pack, pack, unpacked
from xlreport.pipeline.form import form_for
from xlreport.pipeline.received import EntriesAgain, Received
from xlreport.workbook.headings import Headings
from xlreport.workbook.workers import read_one

Whose = tuple[str, str, str, int]
"""Plan code, period, department code, and the plan's version that a workbook was made from."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What goes back from a worker about one file."""

    verdict: Verdict
    sha256: str
    submission: Submission | None
    """Without its entries; what is only needed to mark it is there only where there is something to mark."""
    findings: Pack
    records: Pack = (0, b"")
    whose: Whose | None = None


class History:
    """Records of earlier periods, found by plan and code."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._known: dict[tuple[str, str], list[Record]] = defaultdict(list)
        self.add(records)

    def add(self, records: Iterable[Record]) -> None:
        """Take note of more records, in the order in which they are to be heard."""
        for record in records:
            self._known[record.plan, record.code].append(record)

    def of(self, plan: Plan, department: str) -> tuple[Record, ...]:
        """Return what concerns one department's workbook: its own targets, and those that they refer to."""
        if not self._known:
            return ()
        own = (*plan.indicators_of(department), *plan.milestones_of(department))
        codes = dict.fromkeys(one.code for one in own)
        codes |= dict.fromkeys(one.reference for one in own if isinstance(one, Indicator) and one.reference)
        return tuple(record for code in codes for record in self._known.get((plan.plan.code, code), ()))


@dataclass(frozen=True, slots=True)
class Examiner:
    """What a worker needs to know; made once, and taken along by every worker."""

    plans: tuple[Plan, ...]
    headings: Headings
    history: History

    def __call__(self, path: Path, name: str, more: Sequence[Record] | None) -> Examined:
        """Examine one file; `more` are records of earlier periods that the inbox itself holds."""
        return self.examined(read_one(path, name, self.headings), more or ())

    def examined(self, read: Submission | Unreadable, more: Sequence[Record] = ()) -> Examined:
        """Find out whose a workbook is, check it, and keep what is sound."""
        if isinstance(read, Unreadable):
            return Examined(read.verdict, read.sha256, None, pack(FINDINGS, (read.finding,)))
        who = identify(read, self.plans)
        if not isinstance(who, Identity):
            return self._of_nobody(read, who)
        earlier = (*self.history.of(who.plan, who.department.code), *more)
        form = form_for(who.plan, who.department, who.period, earlier, version=who.version)
        findings = (*who.findings, *check(read, form, earlier))
        records = accept(read, form, findings)
        return Examined(
            verdict(findings, records, form),
            read.sha256,
            _slim(read, findings),
            pack(FINDINGS, findings),
            pack(RECORDS, records),
            (who.plan.plan.code, str(who.period), who.department.code, who.version),
        )

    def _of_nobody(self, read: Submission, why: tuple[Finding, ...]) -> Examined:
        ours = bool(read.codes) and not any(found.code == "unknown-plan" for found in why)
        findings = (*why, *read.findings)
        outcome = Verdict.RETURNED if ours else Verdict.NOT_OURS
        return Examined(outcome, read.sha256, _slim(read, findings), pack(FINDINGS, findings))


def _slim(read: Submission, findings: Sequence[Finding]) -> Submission:
    """Return a submission without what stands in its record or can be read again."""
    if not findings:
        return Submission(read.file, read.sha256, read.saved_at, active=read.active)
    return replace(read, entries=(), witnesses={}, findings=(), missing_columns=())


def received(path: Path, name: str, one: Examined | Unreadable, examiner: Examiner) -> Received:
    """Return what came of one file, with the plan and the department that this process knows."""
    if isinstance(one, Unreadable):
        one = Examined(one.verdict, one.sha256, None, pack(FINDINGS, (one.finding,)))
    submission = one.submission
    if submission is not None:
        entries = EntriesAgain(path, name, one.sha256, examiner.headings)
        submission = replace(submission, entries=entries)
    return Received(
        name,
        path,
        one.sha256,
        one.verdict,
        unpacked(FINDINGS, one.findings),
        unpacked(RECORDS, one.records),
        identity_of(one.whose, examiner.plans),
        submission,
        one.verdict,
    )


def identity_of(whose: Whose | None, plans: Iterable[Plan]) -> Identity | None:
    """Return whose a workbook is, from the words for it."""
    if whose is None:
        return None
    code, period, unit, version = whose
    plan = next(one for one in plans if one.plan.code == code)
    department = plan.department_of(unit)
    return Identity(plan, Period.parse(period), department, version) if department else None
