"""What a worker does with one file: read it, find out whose it is, check it, say in few bytes what
may be believed.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xlreport.checks.returns.accepted_return_check import accept, verdict
from xlreport.checks.returns.checked_return_lines import returned
from xlreport.checks.returns.return_checks import check_returned
from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding, Verdict, finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.return_refusal import Refused, refused
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.intake_copies_aside import MARKED_AT_ONCE, lay_aside
from xlreport.pipeline.intake.intake_findings import CELL_SHAPE, FINDINGS, RECORDS, Pack, pack
from xlreport.pipeline.intake.intake_open_cells import pack_entries
from xlreport.processes.folders.local_folder import file_content
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read, read_open
from xlreport.workbook.slip_workbook import slip_headings

Whose = tuple[str, str, str, int]
"""Plan code, period, department code, and the plan's version that a workbook was made from."""
EMPTY_PACK: Pack = (0, b"")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What is known of one file, as it goes from a worker to the run, into a shard, and into what
    is kept.
    """

    verdict: Verdict
    sha256: str
    findings: Pack
    records: Pack = EMPTY_PACK
    whose: Whose | None = None
    read: bool = False
    """Whether it could be read at all."""
    saved_at: datetime | None = None
    active: tuple[str, ...] = ()
    codes: Pack = EMPTY_PACK
    """The cells of its template codes; these and the next two only where there is something to
    mark.
    """
    strangers: Pack = EMPTY_PACK
    contacts: Pack = EMPTY_PACK
    contact_names: tuple[str, ...] = ()
    entries: Pack | None = None
    """What was typed into its open cells, where that was asked for."""


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
        """Return what concerns one department's workbook: its own targets, and those that they
        refer to.
        """
        if not self._known:
            return ()
        own = (*plan.indicators_of(department), *plan.milestones_of(department))
        codes = dict.fromkeys(one.code for one in own)
        codes |= dict.fromkeys(
            one.reference for one in own if isinstance(one, Indicator) and one.reference
        )
        return tuple(record for code in codes for record in self._known.get((plan.code, code), ()))


@dataclass(frozen=True, slots=True)
class Examiner:
    """What a worker needs to know; made once, and taken along by every worker."""

    plans: tuple[Plan, ...]
    headings: Headings
    history: History
    whole: bool = False
    """Whether what was typed is kept too, for runs that cannot open the file again."""
    aside: Path | None = None
    """Where copies that will go back are laid, marked at once."""

    def __call__(self, path: Path, name: str, more: Sequence[Record] | None) -> Examined:
        """Examine one file; `more` are records of earlier periods that the inbox itself holds."""
        try:
            content = file_content(path)
        except Refused as refusal:
            return unreadable(refused(b"", name, refusal.code))
        came, opened = read_open(content, name, self.headings)
        if isinstance(came, Unreadable):
            return unreadable(came)
        if self.aside is None or len(content) > MARKED_AT_ONCE:
            opened = None  # nothing is marked here: its parts need not stay in memory
        who = identify(came, self.plans)
        if not isinstance(who, Identity):
            if not came.codes and is_slip(content, name):
                slip = (finding("is-slip", file=name),)
                return self._examined(came, Verdict.NOT_A_SUBMISSION, slip)
            ours = bool(came.codes) and not any(found.code == "unknown-plan" for found in who)
            return self._examined(
                came, Verdict.RETURNED if ours else Verdict.NOT_OURS, (*who, *came.findings)
            )
        plan = who.plan.at(who.period)
        earlier = self.earlier_of(who, more)
        form = form_for(plan, who.department, who.period, earlier, version=who.version, live=False)
        back = returned(came, form, earlier)
        findings = (*who.findings, *check_returned(back))
        records = accept(came, form, findings, back)
        whose = (who.plan.code, str(who.period), who.department.code, who.version)
        one = self._examined(came, verdict(findings, records, form), findings, records, whose)
        if self.aside is not None and to_explain(findings):
            lay_aside(self.aside, content, came, findings, one.findings[1], plan.language, opened)
        return one

    def earlier_of(self, who: Identity, more: Sequence[Record] | None) -> tuple[Record, ...]:
        """Return what a return is checked beside: records of periods that end before its own."""
        known = (*self.history.of(who.plan.at(who.period), who.department.code), *(more or ()))
        return tuple(one for one in known if one.period.end < who.period.end)

    def _examined(
        self,
        read: Submission,
        outcome: Verdict,
        findings: Sequence[Finding],
        records: Sequence[Record] = (),
        whose: Whose | None = None,
    ) -> Examined:
        marked = bool(findings)
        return Examined(
            verdict=outcome,
            sha256=read.sha256,
            findings=pack(FINDINGS, findings),
            records=pack(RECORDS, records),
            whose=whose,
            read=True,
            saved_at=read.saved_at,
            active=read.active,
            codes=pack(CELL_SHAPE, read.codes if marked else ()),
            strangers=pack(CELL_SHAPE, read.strangers if marked else ()),
            # also of a sound return: the day that was entered dates it
            contacts=pack(CELL_SHAPE, tuple(read.contacts.values())),
            contact_names=tuple(read.contacts),
            entries=pack_entries(read.entries) if self.whole else None,
        )


def is_slip(content: bytes, name: str) -> bool:
    """Say whether a file without a template code is the reply slip of a letter."""
    slip = read(content, name, slip_headings())
    return isinstance(slip, Submission) and any(one.kind == "slip" for one in slip.entries)


def to_explain(findings: Iterable[Finding]) -> bool:
    """Say whether there is something that a department must mend or explain."""
    return any(one.severity is not Severity.NOTE and not one.explained for one in findings)


def unreadable(one: Unreadable) -> Examined:
    """Return what is known of a file that could not be read."""
    return Examined(verdict=one.verdict, sha256=one.sha256, findings=pack(FINDINGS, (one.finding,)))


def identity_of(whose: Whose | None, plans: Iterable[Plan]) -> Identity | None:
    """Return whose a workbook is, from the words for it."""
    if whose is None:
        return None
    code, period, unit, version = whose
    plan = next((one for one in plans if one.plan.code == code), None)
    department = plan.department_of(unit) if plan else None
    return (
        Identity(plan=plan, period=Period.parse(period), department=department, version=version)
        if plan and department
        else None
    )
