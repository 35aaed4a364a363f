"""The plan of a workspace changed by a document: a target's date or value by a revision, and tasks
that no report names.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_papers import note_ruling, undecided
from xlreport.messages import say
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.model_words import Action
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department, Indicator, Plan
from xlreport.model.round.round_paper_types import Reply, Ruling
from xlreport.pipeline.files.toml_files import quoted, read_toml
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.plans.plan_files import sound_plan
from xlreport.pipeline.round.amending_round import value_from
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.recording_round import round_of

TASK = "PS"
"""Codes of tasks begin with it (批示): PS001."""
_FIGURE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked for a target: another day, another value; an empty one stays as it is."""

    due: str = ""
    value: str = ""


def decide(
    round_: Round,
    code: str,
    wish: Wish,
    *,
    granted: bool,
    document: str,
    since: Period,
    said_by: str,
    said_on: date,
) -> Ruling:
    """Decide about a target's date or value. What is granted becomes a revision of the plan with
    its document; what is refused changes nothing. Both stay in the ledger.

    Args:
        round_: what the command works with.
        code: of the target.
        wish: the new day and value; where both are empty, those that its last answer asked for.
        granted: whether it is.
        document: number or title of the document that says so.
        since: the first period in which it counts.
        said_by: who decided.
        said_on: when.

    Raises:
        CannotRun: `decide-unknown`, `decide-nothing`, `decide-document`, `decide-day`,
            `decide-value`, or what is wrong with the plan that would come of it; then nothing is
            changed.
    """
    plan, wanted = round_.workspace.plan, code.strip().upper()
    target = plan.lookup.targets.get(wanted)
    if target is None:
        raise CannotRun("decide-unknown", USAGE, code=code)
    asked = next(
        (one for one in undecided(round_.ledger, plan.plan.code) if one.code == wanted), None
    )
    due, value = _wanted(wish, asked, granted=granted, code=wanted)
    if granted and not document.strip():
        raise CannotRun("decide-document", USAGE, code=wanted)
    if value and not isinstance(target, Indicator):
        raise CannotRun("decide-value", USAGE, code=wanted, value=value)
    ruling = Ruling(
        department=target.lead,
        code=wanted,
        reply=asked.number if asked else None,
        granted=granted,
        document=document,
        since=str(since) if granted else "",
        due=due,
        value=value,
        said_by=said_by,
        said_on=said_on,
        at=round_.now,
    )
    text = _changed(round_, _revision(ruling)) if granted else None
    with whole(round_.ledger):
        note_ruling(round_.ledger, plan.plan.code, ruling)
        if text is not None:
            write_whole(_plan_file(round_), text.encode())
    return ruling


def _wanted(wish: Wish, asked: Reply | None, *, granted: bool, code: str) -> tuple[str, str]:
    due, value = wish.due.strip(), wish.value.strip()
    if not (due or value) and asked is not None:
        due, value = asked.extend_due, asked.extend_value
    if granted and not (due or value):
        raise CannotRun("decide-nothing", USAGE, code=code)
    if not granted:
        return due, value
    try:
        due = date.fromisoformat(due).isoformat() if due else ""
    except ValueError as error:
        raise CannotRun("decide-day", USAGE, code=code, day=due) from error
    try:
        return due, format(value_from(value), "f") if value else ""
    except CannotRun as error:
        raise CannotRun("decide-value", USAGE, code=code, value=value) from error


def _revision(ruling: Ruling) -> Sequence[str]:
    return (
        "[[revision]]",
        f"code = {quoted(ruling.code)}",
        f"since = {quoted(ruling.since)}",
        f"document = {quoted(' '.join(ruling.document.split()))}",
        *([f"value = {quoted(ruling.value)}"] if ruling.value else []),
        *([f"due = {ruling.due}"] if ruling.due else []),
        f"note = {quoted(' '.join(ruling.said_by.split()))}",
    )


def add_task(
    round_: Round,
    name: str,
    lead: Department,
    *,
    due: date,
    document: str,
    since: Period,
    leader: str = "",
) -> str:
    """Add a task that no report names to the plan; return its code.

    It is a milestone like the others: the department's next form asks for it, it has a light, and
    brings letters.

    Args:
        round_: what the command works with.
        name: what is to be done.
        lead: the department that answers for it.
        due: by when.
        document: the instruction or minutes that set it.
        since: the first period in which it is asked.
        leader: the leader in charge; may be empty.

    Raises:
        CannotRun: what is wrong with the plan that would come of it; then nothing is changed.
    """
    plan = round_.workspace.plan
    code, words = _next_code(plan), " ".join(name.split())
    block = [
        "[[milestone]]",
        f"code = {quoted(code)}",
        f"name = {quoted(words)}",
        f"section = {quoted(say(plan.plan.language, 'task.section'))}",
        f"figure = {quoted(words[:_FIGURE].strip())}",
        f"lead = {quoted(lead.code)}",
        f"action = {quoted(Action.FINISH)}",
        f"due = {due.isoformat()}",
        f"since = {quoted(str(since))}",
        f"origin = {quoted(' '.join(document.split()))}",
        *([f"leader = {quoted(leader)}"] if leader else []),
    ]
    write_whole(_plan_file(round_), _changed(round_, block).encode())
    return code


def _next_code(plan: Plan) -> str:
    taken = {one.code for one in plan.targets}
    numbers = (f"{TASK}{number:03}" for number in range(1, len(taken) + 2))
    return next(one for one in numbers if one not in taken)


def first_period_after(period: Period, today: date) -> Period:
    """Return the period of the same kind that today lies in, or the year's last: what is decided
    now counts from there, and what was judged stays.
    """
    while period.end < today and not period.is_last:
        period = period.next()
    return period


def period_now(round_: Round) -> Period:
    """Return the period from which on counts what is decided today: of the kind of those that
    workbooks went out for, else a quarter.
    """
    begun = round_of(round_) or Period(round_.workspace.plan.year, "quarter", 1)
    return first_period_after(begun, round_.today)


def _plan_file(round_: Round) -> Path:
    return round_.workspace.folder / round_.workspace.settings.plan


def _changed(round_: Round, block: Sequence[str]) -> str:
    """Return the plan's text with a block more, proved sound before anything is written; one that
    stands in it already is not added again.
    """
    path = _plan_file(round_)
    text, added = read_toml(path), "\n".join(block) + "\n"
    if f"\n{added}" in f"{text}\n":
        return text
    changed = f"{text.rstrip()}\n\n{added}"
    with tempfile.TemporaryDirectory(prefix="xlreport-") as folder:
        trial = Path(folder) / path.name
        trial.write_bytes(changed.encode())
        try:
            sound_plan(trial)
        except CannotRun as error:  # who reads it knows the plan, not the trial
            fields = {**error.fields, "file": path}
            raise CannotRun(error.code, error.exit_code, **fields) from error
    return changed
