"""An inbox → every file read, identified, checked, and what of it may be believed."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from xlreport.checks.choose import Choice, Copy, choose
from xlreport.model.errors import CannotRun
from xlreport.model.finding import Finding, Verdict
from xlreport.model.period import Period
from xlreport.model.plan import Plan
from xlreport.model.record import Record
from xlreport.pipeline.examining import Examiner, History, received
from xlreport.pipeline.received import Choices, Intake, Received, Tick
from xlreport.pipeline.templates import known_headings
from xlreport.workbook.inbox import exists, list_inbox, root_of
from xlreport.workbook.workers import Errand, Task, each_file

__all__ = ["Choices", "Engine", "Intake", "Received", "Tick", "main_period", "main_plan", "receive", "settled"]
Engine = Callable[[Sequence[Errand], Task[Any]], Iterator[Any]]
"""Does a task with each file and yields the outcomes in the order of the errands: here, or on a cluster."""


def receive(
    places: Sequence[Path],
    plans: Sequence[Plan],
    *,
    earlier: Sequence[Record] = (),
    templates: Path | None = None,
    jobs: int = 0,
    tick: Tick | None = None,
    engine: Engine | None = None,
) -> Intake:
    """Read, identify and check every file of a folder, or the files named; none stops the others.

    Args:
        places: folders and files.
        plans: the plans that a workbook may belong to.
        earlier: records of earlier periods, besides those that the inbox itself holds.
        templates: the folder of restyled templates, whose heading words are known too.
        jobs: processes to read with; 0 is one a core.
        tick: told of the progress.
        engine: what reads, where that is not this machine's processes.
    """
    errands = _errands(places)
    examiner = Examiner(tuple(plans), known_headings(templates), History(earlier))
    run = engine or partial(each_file, jobs=jobs)
    files = []
    for one in _examined(errands, examiner, run):
        files.append(one)
        if tick is not None:
            tick(len(files), len(errands))
    return settled(_with_own_history(files, errands, examiner, run))


def _errands(places: Sequence[Path]) -> tuple[Errand, ...]:
    for place in places:
        if not exists(place):
            raise CannotRun("inbox-missing", folder=str(place))
    return tuple(Errand(path, root_of(place)) for place in places for path in list_inbox(place))


def _examined(errands: Sequence[Errand], examiner: Examiner, run: Engine) -> Iterator[Received]:
    for errand, one in zip(errands, run(errands, examiner), strict=True):
        yield received(errand.path, errand.name, one, examiner)


def _with_own_history(
    files: Sequence[Received], errands: Sequence[Errand], examiner: Examiner, run: Engine
) -> list[Received]:
    """Examine once more, period by period, what an inbox of several periods itself tells the history of."""
    done = list(files)
    waiting: dict[Period, list[int]] = defaultdict(list)
    for place, one in enumerate(files):
        if one.identity is not None:
            waiting[one.identity.period].append(place)
    known = History(())
    by_end: dict[object, list[int]] = defaultdict(list)
    for period, places in waiting.items():
        by_end[period.end] += places
    for end in sorted(by_end, key=str):
        again = [(place, more) for place in by_end[end] if (more := _told_before(done[place], known))]
        late = [replace(errands[place], more=more) for place, more in again]
        for (place, _), one in zip(again, _examined(late, examiner, run), strict=True):
            done[place] = one
        if len(by_end) > 1:
            for place in sorted(by_end[end], key=lambda at: done[at].file):
                known.add(done[place].records)
    return done


def _told_before(one: Received, known: History) -> tuple[Record, ...]:
    return known.of(one.identity.plan, one.department) if one.identity else ()


def settled(files: Sequence[Received]) -> Intake:
    """Choose what counts where a department sent several copies, and say so at each."""
    copies: dict[tuple[str, Period, str], list[Received]] = defaultdict(list)
    for one in files:
        if one.identity is not None and one.submission is not None:
            copies[one.identity.plan.plan.code, one.identity.period, one.department].append(one)
    choices = {key: _choice(group) for key, group in copies.items()}
    said: dict[str, list[Finding]] = defaultdict(list)
    for found in (found for choice in choices.values() for found in choice.findings):
        said[found.file].append(found)
    superseded = {file for choice in choices.values() for file in choice.superseded}
    counted = {choice.counted.file for choice in choices.values() if choice.counted}
    return Intake(tuple(_outcome(one, said, superseded, counted) for one in files), choices)


def _choice(group: Sequence[Received]) -> Choice:
    """Choose among the copies of one department; only where there are several, their lines are read again."""
    copies = [
        Copy(
            replace(one.submission, entries=tuple(one.submission.entries) if len(group) > 1 else ()),
            tuple(one.findings),
            one.records if len(group) == 1 else tuple(one.records),
        )
        for one in group
        if one.submission is not None
    ]
    choice = choose(copies)
    if choice.counted is None:
        return choice
    slim = replace(choice.counted, submission=replace(choice.counted.submission, entries=()))
    return replace(choice, counted=slim)


def _outcome(one: Received, said: Mapping[str, list[Finding]], superseded: set[str], counted: set[str]) -> Received:
    outcome = one.verdict
    if one.file in superseded:
        outcome = Verdict.SUPERSEDED
    elif outcome is Verdict.PARTLY and one.file not in counted:
        outcome = Verdict.RETURNED
    findings = (*one.findings, *said[one.file]) if one.file in said else one.findings
    return replace(one, findings=findings, verdict=outcome)


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
