"""What the ledger adds to checking and consolidating: it is told of what came, and tells of what
came before.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from xlreport.checks.returns.return_copies_check import Choice
from xlreport.ledger.ledger_amendments import amendments
from xlreport.ledger.ledger_arrivals import Coming, arrivals, note_arrival, periods_sent
from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_outcomes import (
    Counted,
    Outcome,
    counted_files,
    note_choice,
    note_outcome,
    stored_records,
)
from xlreport.messages import say
from xlreport.model.judged.judged_on_file import NOTHING_ON_FILE, OnFile
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.model.round.round_ledger_types import Amendment, Arrival
from xlreport.pipeline.intake.intake_days import came_on
from xlreport.pipeline.intake.receiving_inbox import Intake, Received, main_period, settled
from xlreport.pipeline.round.amending_round import value_from
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace
from xlreport.pipeline.round.taking_in_round_replies import NO_REPLIES, TakenReplies
from xlreport.pipeline.round.timing_round import with_ledger

_BESIDE = frozenset(
    {"superseded", "later-with-errors", "later-blanks", "each-lacks-rows", "copy-differs"}
)
"""What is said of a return because of another one beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What came, as it counts after the ledger was asked."""

    intake: Intake
    """What came by mail is dated by its arrival; amendments are carried out."""
    arrivals: Mapping[str, Arrival]
    """By path in the inbox."""
    new: int
    """Files that the ledger did not know."""
    changed: int
    """Verdicts and choices that are other than before."""
    earlier: tuple[Record, ...] = ()
    """Records of earlier periods that returns were checked beside."""
    replies: TakenReplies = NO_REPLIES
    """What slips among the files answered to letters."""
    on_file: OnFile = NOTHING_ON_FILE
    """What the ledger knows besides the returns."""

    @property
    def received(self) -> tuple[Received, ...]:
        """Every file, in the order of their names."""
        return self.intake.files


def periods_of(round_: Round) -> tuple[Period, ...]:
    """Return the periods for which workbooks went out, in the order in which they first did."""
    return tuple(Period.parse(one) for one in periods_sent(round_.ledger, round_.workspace.code))


def round_of(round_: Round) -> Period | None:
    """Return the period that is being asked for: the latest for which workbooks went out."""
    return max(periods_of(round_), default=None)


def recorded_earlier(round_: Round, before: Period | None = None) -> tuple[Record, ...]:
    """Return the accepted records of earlier periods, amendments carried out.

    Args:
        round_: what the command works with.
        before: the period in hand; only what ended before its end is returned. By default all.
    """
    kept = stored_records(round_.ledger, round_.workspace.code)
    if before is not None:
        kept = tuple(one for one in kept if one.period.end < before.end)
    return amended(round_.workspace, kept, amendments(round_.ledger, round_.workspace.code))


def amended(
    workspace: Workspace, kept: Sequence[Record], changes: Sequence[Amendment]
) -> tuple[Record, ...]:
    """Carry amendments out: the new value counts, the old one and who corrected it stand in the
    remark.
    """
    latest = {(one.period, one.department, one.code): one for one in changes}
    out = []
    for record in kept:
        change = latest.get((str(record.period), record.department, record.code))
        out.append(_amended(workspace, record, change) if change else record)
    whose = {(str(one.period), one.department) for one in kept}
    there = {(str(one.period), one.department, one.code) for one in kept}
    for key, change in latest.items():
        if key not in there and key[:2] in whose:  # a row of which the return said nothing sound
            out.append(_amended(workspace, _blank(workspace, change), change))
    return tuple(out)


def _blank(workspace: Workspace, change: Amendment) -> Record:
    target = next((one for one in workspace.plan.targets if one.code == change.code), None)
    kind = "indicator" if isinstance(target, Indicator) else "milestone"
    return Record(
        plan=change.plan,
        period=Period.parse(change.period),
        department=change.department,
        kind=kind,
        code=change.code,
    )


def _amended(workspace: Workspace, record: Record, change: Amendment) -> Record:
    confirmed = record.kind == "indicator" and change.old == change.new
    words = say(
        workspace.language,
        "ledger.confirmed" if confirmed else "ledger.amended",
        old=change.old or "—",
        by=change.said_by,
        on=change.said_on.isoformat(),
    )
    changed = replace(
        record, remark=f"{words} {record.remark}".strip(), no_data=False, provisional=False
    )
    if record.kind == "milestone":
        return replace(changed, state=change.new)
    return replace(changed, value=value_from(change.new))


def record_intake(
    round_: Round,
    intake: Intake,
    *,
    whole_inbox: bool = False,
    left: frozenset[str] = frozenset(),
) -> Recorded:
    """Enter what came and what became of it; a run with nothing new enters nothing.

    Args:
        round_: what the command works with.
        intake: what was read.
        whole_inbox: whether that is all that lies in the workspace's own inbox.
        left: names of files there that were not read, because they are still being written.
    """
    ours = [
        one
        for one in intake.files
        if one.identity is None or one.identity.plan.code == round_.workspace.code
    ]
    ours.sort(key=_saved)
    with whole(round_.ledger):
        entered = [
            note_arrival(round_.ledger, _coming(one, round_.now), round_.now) for one in ours
        ]
        known = {one.number: one for one in arrivals(round_.ledger)}
        came = {one.file: known[number] for one, (number, _) in zip(ours, entered, strict=True)}
        settled = _by_arrival(intake, came, _moments(known))
        files = [one for one in settled.files if one.file in came]
        files.sort(key=lambda one: came[one.file].number)
        changed = sum(
            note_outcome(round_.ledger, _outcome(round_.workspace, one, came), round_.now)
            for one in files
        )
        changed += sum(
            _note_choice(round_, (str(period), unit), one, files, came)
            for (plan, period, unit), one in settled.choices.items()
            if plan == round_.workspace.code
        )
    changes = amendments(round_.ledger, round_.workspace.code)
    asked = round_.period or round_of(round_)
    counting = with_ledger(round_, settled, asked, whole=whole_inbox, left=left)
    return Recorded(
        intake=_amended_all(round_.workspace, counting, changes),
        arrivals=came,
        new=sum(new for _, new in entered),
        changed=changed,
    )


def _saved(one: Received) -> tuple[str, str]:
    """Order files that come in together as they were made, so that what was mended comes after
    what was to be mended; files that do not say come first.
    """
    saved = one.submission.saved_at if one.submission else None
    return (saved.isoformat() if saved else "", one.file)


def _coming(one: Received, now: datetime) -> Coming:
    period = Period.parse(one.period) if one.identity else None
    told = came_on(one.submission, period, now.tzinfo)[0] if one.submission else None
    told = told or now.date()
    return Coming(sha256=one.sha256, file=one.file, name=one.file, came_on=min(told, now.date()))


def _moments(known: Mapping[int, Arrival]) -> dict[int, datetime]:
    """Return a moment for each arrival that never runs backwards, whatever the clock did."""
    moments: dict[int, datetime] = {}
    latest = datetime.min.replace(tzinfo=UTC)
    for number in sorted(known):
        latest = max(latest, known[number].at.astimezone(UTC))
        moments[number] = latest + timedelta(microseconds=number)
    return moments


def _by_arrival(
    intake: Intake, came: Mapping[str, Arrival], moments: Mapping[int, datetime]
) -> Intake:
    """Choose anew by the sequence of arrivals where several copies came by mail: clocks of senders
    are wrong.
    """
    copies = Counter((one.period, one.department) for one in intake.files if one.identity)
    dated = [_dated(one, came.get(one.file), moments) for one in intake.files]
    by_mail = {file for file, arrival in came.items() if arrival.way == "mail"}
    mailed = (one for one in dated if one.file in by_mail)
    if not any(copies[one.period, one.department] > 1 for one in mailed):
        return Intake(tuple(dated), intake.choices)
    return settled([_alone(one) for one in dated])


def _dated(one: Received, came: Arrival | None, moments: Mapping[int, datetime]) -> Received:
    if came is None or came.way != "mail" or one.submission is None:
        return one
    return replace(one, submission=replace(one.submission, saved_at=moments[came.number]))


def _alone(one: Received) -> Received:
    """Return a file as it would be if no other copy lay beside it."""
    if one.identity is None:
        return one
    findings = tuple(found for found in one.findings if found.code not in _BESIDE)
    return replace(one, findings=findings, verdict=one.alone)


def _amended_all(workspace: Workspace, intake: Intake, changes: Sequence[Amendment]) -> Intake:
    if not changes:
        return intake
    files = tuple(
        replace(one, records=amended(workspace, one.records, changes)) for one in intake.files
    )
    choices = {key: _amended_choice(workspace, one, changes) for key, one in intake.choices.items()}
    return Intake(files, choices, intake.standing)


def _amended_choice(workspace: Workspace, choice: Choice, changes: Sequence[Amendment]) -> Choice:
    if choice.counted is None:
        return choice
    return replace(
        choice, counted=replace(choice.counted, records=amended(workspace, choice.records, changes))
    )


def _outcome(workspace: Workspace, one: Received, came: Mapping[str, Arrival]) -> Outcome:
    plan = workspace.code if one.identity else ""
    return Outcome(
        arrival=came[one.file].number,
        verdict=one.verdict,
        plan=plan,
        period=one.period,
        department=one.department,
        findings=tuple(one.findings),
        alone=one.alone if one.identity else one.verdict,
    )


def _note_choice(
    round_: Round,
    key: tuple[str, str],
    choice: Choice,
    received: Sequence[Received],
    came: Mapping[str, Arrival],
) -> bool:
    if choice.counted is None:
        return False
    one = next(r for r in received if r.file == choice.counted.file)
    before = counted_files(round_.ledger, round_.workspace.code, key[0]).get(key[1])
    here = {r.sha256 for r in received if (r.period, r.department) == key}
    if (
        before
        and before.sha256 not in here
        and before.verdict is Verdict.ACCEPTED
        and not choice.counted.sound
    ):
        # A later return with errors never pushes out a sound one, also when that lies elsewhere.
        return False
    counted = Counted(
        arrival=came[one.file].number, sha256=one.sha256, file=one.file, verdict=one.verdict
    )
    return note_choice(
        round_.ledger, counted, (round_.workspace.code, *key), choice.records, round_.now
    )


def period_in_hand(round_: Round, received: Sequence[Received] = ()) -> Period | None:
    """Return the period that a command is about where none is named: the round's, else that of most
    files.
    """
    return round_of(round_) or main_period(received, round_.workspace.plan)
