"""An inbox → every file read, identified, checked, and what of it may be believed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlreport.checks.returns.return_copies_check import Choice, Copy, choose
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.model.returns.submission import Unreadable
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.intake.examining_intake_files import (
    Examined,
    Examiner,
    History,
    identity_of,
    unreadable,
)
from xlreport.pipeline.intake.intake_file import Choices, Intake, Received, Tick, received
from xlreport.pipeline.intake.intake_findings import RECORDS, unpacked
from xlreport.pipeline.intake.stored.stored_intake_shards import is_shard, read_shard, write_shard
from xlreport.processes.folders.local_folder import exists, inbox_root, list_inbox
from xlreport.processes.worker_processes import FileJob, Task, each_file

if TYPE_CHECKING:
    from xlreport.pipeline.intake.stored.stored_intake_cache import Cache

__all__ = [
    "Choices",
    "Engine",
    "Intake",
    "Received",
    "Tick",
    "main_period",
    "main_plan",
    "receive",
    "settled",
    "write_shard_of",
]
Engine = Callable[[Sequence[FileJob], Task[Any]], Iterator[Any]]
"""Does a task with each file and yields the outcomes in the order of the files: here, or on a
cluster.
"""


def receive(
    places: Sequence[Path],
    plans: Sequence[Plan],
    *,
    earlier: Sequence[Record] = (),
    templates: Path | None = None,
    jobs: int = 0,
    tick: Tick | None = None,
    engine: Engine | None = None,
    cache: "Cache | None" = None,
    only: Collection[Path] | None = None,
    aside: Path | None = None,
) -> Intake:
    """Read, identify and check every file of a folder, or the files named; none stops the others.

    Args:
        places: folders and files; a shard (`….parquet`) stands for the files that it was made of.
        plans: the plans that a workbook may belong to.
        earlier: records of earlier periods, besides those that the inbox itself holds.
        templates: the folder of restyled templates, whose heading words are known too.
        jobs: processes to read with; 0 is one a core.
        tick: told of the progress.
        engine: what reads, where that is not this machine's processes.
        cache: what is kept of files that were read before; only others are read.
        only: the files of the folders that may be read; None is all.
        aside: the folder for copies that are marked while they are read, where such are wanted.
    """
    examiner = Examiner(tuple(plans), known_headings(templates), History(earlier), aside=aside)
    run = engine or partial(each_file, jobs=jobs)
    if cache is not None:
        run = cache.instead_of(run, examiner)
    shards = [place for place in places if is_shard(place)]
    wanted = files_wanted([place for place in places if not is_shard(place)], only)
    known = examine_all(wanted, examiner, run, tick)
    files = [
        received(job.path, job.name, one, examiner) for job, one in zip(wanted, known, strict=True)
    ]
    if shards:
        files += [
            received(Path(name), name, one, examiner)
            for shard in shards
            for name, one in read_shard(shard)
        ]
        files.sort(key=lambda one: one.file)
    return settled(files)


def write_shard_of(
    places: Sequence[Path],
    plans: Sequence[Plan],
    target: Path,
    *,
    earlier: Sequence[Record] = (),
    templates: Path | None = None,
    tick: Tick | None = None,
    engine: Engine = each_file,
) -> bool:
    """Read and check an inbox as `receive` does, and write what is known of it instead of settling
    it.
    """
    examiner = Examiner(tuple(plans), known_headings(templates), History(earlier), whole=True)
    files = files_wanted(places)
    known = examine_all(files, examiner, engine, tick)
    return write_shard(((job.name, one) for job, one in zip(files, known, strict=True)), target)


def files_wanted(
    places: Sequence[Path], only: Collection[Path] | None = None
) -> tuple[FileJob, ...]:
    """Return everything that lies in folders, and the files named, of those that may be read;
    raises CannotRun for a place that is not there.
    """
    for place in places:
        if not exists(place):
            raise CannotRun("inbox-missing", folder=str(place))
    return tuple(
        FileJob(path, inbox_root(place))
        for place in places
        for path in list_inbox(place)
        if only is None or path in only
    )


def examine_all(
    files: Sequence[FileJob], examiner: Examiner, run: Engine, tick: Tick | None = None
) -> list[Examined]:
    """Return what is known of each file, in their order."""
    known: list[Examined] = []
    for one in run(files, examiner):
        known.append(unreadable(one) if isinstance(one, Unreadable) else one)
        if tick is not None:
            tick(len(known), len(files))
    return _with_own_history(known, files, examiner, run)


def _with_own_history(
    known: list[Examined], files: Sequence[FileJob], examiner: Examiner, run: Engine
) -> list[Examined]:
    """Examine once more, period by period, what an inbox of several periods itself tells the
    history of.
    """
    by_end: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(known):
        if one.whose:
            by_end[str(Period.parse(one.whose[1]).end)].append(place)
    if len(by_end) < 2:
        return known
    told = History(())
    for end in sorted(by_end):
        again = [
            (place, more)
            for place in by_end[end]
            if (more := _told_before(known[place], examiner, told))
        ]
        late = [replace(files[place], more=more) for place, more in again]
        for (place, _), one in zip(again, run(late, examiner), strict=True):
            known[place] = unreadable(one) if isinstance(one, Unreadable) else one
        for place in by_end[end]:
            told.add(unpacked(RECORDS, known[place].records))
    return known


def _told_before(one: Examined, examiner: Examiner, told: History) -> tuple[Record, ...]:
    who = identity_of(one.whose, examiner.plans)
    return told.of(who.plan, who.department.code) if who else ()


def settled(files: Sequence[Received]) -> Intake:
    """Choose what counts where a department sent several copies, and say so at each."""
    copies: dict[tuple[str, Period, str], list[Received]] = defaultdict(list)
    for one in files:
        if one.identity is not None and one.submission is not None:
            copies[one.identity.plan.code, one.identity.period, one.department].append(one)
    choices = {key: _choice(group) for key, group in copies.items()}
    said: dict[str, list[Finding]] = defaultdict(list)
    for found in (found for choice in choices.values() for found in choice.findings):
        said[found.file].append(found)
    superseded = {file for choice in choices.values() for file in choice.superseded}
    counted = {choice.counted.file for choice in choices.values() if choice.counted}
    return Intake(tuple(_outcome(one, said, superseded, counted) for one in files), choices)


def _choice(group: Sequence[Received]) -> Choice:
    """Choose among the copies of one department; only where there are several, their lines are read
    again.
    """
    first, submission = group[0], group[0].submission
    if len(group) == 1 and submission is not None:
        return choose([Copy(submission, first.findings, first.records)])
    copies = [
        Copy(
            replace(one.submission, entries=tuple(one.submission.entries)),
            tuple(one.findings),
            tuple(one.records),
        )
        for one in group
        if one.submission is not None
    ]
    choice = choose(copies)
    if choice.counted is None:
        return choice
    slim = replace(choice.counted, submission=replace(choice.counted.submission, entries=()))
    return replace(choice, counted=slim)


def _outcome(
    one: Received, said: Mapping[str, list[Finding]], superseded: set[str], counted: set[str]
) -> Received:
    outcome = one.verdict
    if one.file in superseded:
        outcome = Verdict.SUPERSEDED
    elif outcome is Verdict.PARTLY and one.file not in counted:
        outcome = Verdict.RETURNED
    findings = (*one.findings, *said[one.file]) if one.file in said else one.findings
    return replace(one, findings=findings, verdict=outcome)


def main_plan(received: Iterable[Received]) -> Plan | None:
    """Return the plan that most workbooks belong to; None where there is none."""
    plans = [one.identity.plan for one in received if one.identity]
    counts = Counter(plan.code for plan in plans)
    if not counts:
        return None
    code = counts.most_common(1)[0][0]
    return next(plan for plan in plans if plan.code == code)


def main_period(received: Iterable[Received], plan: Plan) -> Period | None:
    """Return the period of most of a plan's workbooks, the latest of several that are as
    frequent.
    """
    periods = Counter(
        one.identity.period for one in received if one.identity and one.identity.plan is plan
    )
    return max(periods, key=lambda period: (periods[period], period)) if periods else None
