"""An inbox → every file read, identified, checked, and what of it may be believed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlreport.checks.accept import accept, verdict
from xlreport.checks.choose import Choice, Copy, choose
from xlreport.checks.identity import Identity, identify
from xlreport.checks.run import check
from xlreport.model.errors import CannotRun
from xlreport.model.finding import Finding, Verdict
from xlreport.model.form import Form
from xlreport.model.period import Period
from xlreport.model.plan import Plan
from xlreport.model.record import Record
from xlreport.model.submission import Submission, Unreadable
from xlreport.pipeline.form import form_for
from xlreport.pipeline.templates import known_headings
from xlreport.workbook.headings import Headings
from xlreport.workbook.inbox import list_inbox
from xlreport.workbook.workers import read_files

Choices = Mapping[tuple[str, Period, str], Choice]
"""What counts, by plan code, period and department code."""
Tick = Callable[[int, int], None]
"""Called after each file with how many are read and how many there are."""


@dataclass(frozen=True, slots=True)
class Received:
    """One file of an inbox, and what became of it."""

    file: str
    path: Path
    sha256: str
    verdict: Verdict
    findings: tuple[Finding, ...] = ()
    records: tuple[Record, ...] = ()
    identity: Identity | None = None
    submission: Submission | None = None
    form: Form | None = None

    @property
    def department(self) -> str:
        """The department's code, empty where it is not known."""
        return self.identity.department.code if self.identity else ""

    @property
    def period(self) -> str:
        """The period it reports, empty where it is not known."""
        return str(self.identity.period) if self.identity else ""


@dataclass(frozen=True, slots=True)
class Intake:
    """A whole inbox, every file with its verdict."""

    files: tuple[Received, ...]
    """In the order of their names."""
    choices: Choices

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, file by file."""
        return tuple(found for one in self.files for found in one.findings)


def receive(
    places: Sequence[Path],
    plans: Sequence[Plan],
    *,
    earlier: Sequence[Record] = (),
    templates: Path | None = None,
    jobs: int = 0,
    tick: Tick | None = None,
) -> Intake:
    """Read, identify and check every file of a folder, or the files named; none stops the others.

    Args:
        places: folders and files.
        plans: the plans that a workbook may belong to.
        earlier: records of earlier periods, besides those that the inbox itself holds.
        templates: the folder of restyled templates, whose heading words are known too.
        jobs: processes to read with; 0 is one a core.
        tick: told of the progress.
    """
    read = tuple(_read(places, known_headings(templates), jobs, tick))
    identified = [_identify(path, one, plans) for path, one in read]
    checked: dict[int, Received] = {}
    known = list(earlier)
    for index in sorted(range(len(identified)), key=lambda at: _order(identified[at])):
        done = _check(identified[index], known)
        checked[index] = done
        known += done.records
    return _settled([checked[index] for index in range(len(identified))])


def _settled(files: Sequence[Received]) -> Intake:
    """Choose what counts where a department sent several copies, and say so at each."""
    copies: dict[tuple[str, Period, str], list[Copy]] = defaultdict(list)
    for one in files:
        if one.identity is not None and one.submission is not None:
            key = (one.identity.plan.plan.code, one.identity.period, one.department)
            copies[key].append(Copy(one.submission, one.findings, one.records))
    choices = {key: choose(group) for key, group in copies.items()}
    said: dict[str, list[Finding]] = defaultdict(list)
    for found in (found for choice in choices.values() for found in choice.findings):
        said[found.file].append(found)
    superseded = {file for choice in choices.values() for file in choice.superseded}
    counted = {choice.counted.file for choice in choices.values() if choice.counted}

    def settle(one: Received) -> Received:
        outcome = one.verdict
        if one.file in superseded:
            outcome = Verdict.SUPERSEDED
        elif outcome is Verdict.PARTLY and one.file not in counted:
            outcome = Verdict.RETURNED
        return replace(one, findings=(*one.findings, *said[one.file]), verdict=outcome)

    return Intake(tuple(settle(one) for one in files), choices)


def _read(
    places: Sequence[Path], words: Headings, jobs: int, tick: Tick | None
) -> Iterator[tuple[Path, Submission | Unreadable]]:
    for place in places:
        if not place.exists():
            raise CannotRun("inbox-missing", folder=str(place))
    listed = [(place, path) for place in places for path in list_inbox(place)]
    total = len(listed)
    count = 0
    for place in places:
        paths = [path for root, path in listed if root == place]
        root = place if place.is_dir() else place.parent
        for path, one in zip(paths, read_files(paths, root, words, jobs), strict=True):
            count += 1
            if tick is not None:
                tick(count, total)
            yield path, one


def _identify(path: Path, one: Submission | Unreadable, plans: Sequence[Plan]) -> Received:
    if isinstance(one, Unreadable):
        return Received(one.file, path, one.sha256, one.verdict, (one.finding,))
    who = identify(one, plans)
    if isinstance(who, Identity):
        return Received(one.file, path, one.sha256, Verdict.ACCEPTED, one.findings, (), who, one)
    ours = any(cell for cell in one.codes) and not any(found.code == "unknown-plan" for found in who)
    outcome = Verdict.RETURNED if ours else Verdict.NOT_OURS
    return Received(one.file, path, one.sha256, outcome, (*who, *one.findings), submission=one)


def _order(one: Received) -> tuple[str, str]:
    """Earlier periods are checked first: what they say is history for the later ones."""
    return (str(one.identity.period.end) if one.identity else "", one.file)


def _check(one: Received, earlier: Sequence[Record]) -> Received:
    if one.identity is None or one.submission is None:
        return one
    who = one.identity
    form = form_for(who.plan, who.department, who.period, earlier, version=who.version)
    findings = (*who.findings, *check(one.submission, form, earlier))
    records = accept(one.submission, form, findings)
    return replace(one, form=form, findings=findings, records=records, verdict=verdict(findings, records, form))


def main_plan(received: Iterable[Received]) -> Plan | None:
    """Return the plan that most workbooks belong to; None where there is none."""
    counts = Counter(one.identity.plan.plan.code for one in received if one.identity)
    if not counts:
        return None
    code = counts.most_common(1)[0][0]
    return next(one.identity.plan for one in received if one.identity and one.identity.plan.plan.code == code)


def main_period(received: Iterable[Received], plan: Plan) -> Period | None:
    """Return the period of most of a plan's workbooks, the latest of several that are as frequent."""
    periods = Counter(one.identity.period for one in received if one.identity and one.identity.plan is plan)
    return max(periods, key=lambda period: (periods[period], period)) if periods else None
