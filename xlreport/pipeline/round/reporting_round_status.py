"""How each department stands in a period: what counts, how late it is, what went to it, what is to
be done next.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from xlreport.ledger.ledger_amendments import amendments, extensions, withdrawn
from xlreport.ledger.ledger_arrivals import (
    Message,
    arrivals,
    departments_sent,
    messages_without_file,
)
from xlreport.ledger.ledger_file import stamp
from xlreport.ledger.ledger_mails import bounced, mails
from xlreport.ledger.ledger_outcomes import (
    Counted,
    Outcome,
    checked_arrivals,
    counted_files,
    outcomes,
    stored_records,
)
from xlreport.model.judged.judged_summary import CameBy
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.model.round.round_ledger_types import (
    Arrival,
    ArrivalPlace,
    Mail,
    MailKind,
    MailState,
    ReportingStatus,
    Step,
)
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.timing_round import came_by_department, is_missing

_TO_MEND = frozenset({Verdict.RETURNED, Verdict.PARTLY})
MENDING_DAYS = 3
"""Days that a department has to mend what was sent back before it is reminded."""
_REMINDERS = (MailKind.REMIND, MailKind.REMIND_FIRM)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the ledger says of a period, read once for all departments."""

    counted: Mapping[str, Counted]
    outcomes: Sequence[Outcome]
    """Of what lies in the inbox; what was taken out again says nothing any more."""
    arrivals: Mapping[int, Arrival]
    mails: Sequence[Mail]
    bounced: frozenset[int]
    later: Mapping[str, date]
    sent: frozenset[str]
    records: Sequence[Record]
    amended: Mapping[str, int]
    came: Mapping[str, tuple[date, CameBy]]
    checked: frozenset[int]
    """Arrivals of which it is known what became of them."""
    without: Mapping[str, Sequence[Message]]
    """Messages without a file, by department."""
    zone: tzinfo | None
    """By whose clock days are counted."""
    replaced: frozenset[int]
    """Mails that others were made instead of."""


def reporting_statuses(round_: Round, period: Period) -> tuple[ReportingStatus, ...]:
    """Return how every department that has something to report stands, in plan order."""
    where = (round_.workspace.code, str(period))
    sent_mails = mails(round_.ledger, *where)
    taken_back = withdrawn(round_.ledger, "return")
    came = {one.number: one for one in arrivals(round_.ledger)}
    known = _Known(
        counted=counted_files(round_.ledger, *where),
        outcomes=[
            one
            for one in outcomes(round_.ledger, *where)
            if came[one.arrival].place is ArrivalPlace.INBOX
        ],
        arrivals=came,
        mails=[one for one in sent_mails if one.number not in taken_back],
        bounced=bounced(round_.ledger, *where),
        later=extensions(round_.ledger, *where),
        sent=departments_sent(round_.ledger, *where),
        records=[
            one
            for one in stored_records(round_.ledger, round_.workspace.code)
            if one.period == period
        ],
        amended=Counter(
            one.department
            for one in amendments(round_.ledger, round_.workspace.code)
            if one.period == str(period)
        ),
        came=came_by_department(round_, period),
        checked=checked_arrivals(round_.ledger),
        without=_by_department(messages_without_file(round_.ledger)),
        zone=round_.now.tzinfo,
        replaced=frozenset(one.replaces for one in sent_mails if one.replaces is not None),
    )
    due = period.return_date(round_.workspace.plan.return_days)
    return tuple(
        _standing(round_, known, one, due) for one in round_.workspace.plan.at(period).reporters()
    )


def _standing(round_: Round, known: _Known, department: Department, due: date) -> ReportingStatus:
    code, today = department.code, round_.today
    return_by = known.later.get(code, due)
    counted = known.counted.get(code)
    came = known.came[code][0] if counted and code in known.came else None
    mine = [one for one in known.mails if one.department == code]
    contact = round_.workspace.contacts.of(code)
    told = (one for one in known.records if one.department == code)
    sample = next((one for one in told if one.telephone), None)
    pending = sum(_is_pending(known, one, code) for one in known.arrivals.values())
    standing = [one for one in mine if one.number not in known.replaced]
    return ReportingStatus(
        department=code,
        name=department.name,
        verdict=_verdict(known, code, counted),
        file=counted.file if counted else "",
        return_by=return_by,
        extended=code in known.later,
        came_on=came,
        days_late=max(((came or today) - return_by).days, 0),
        returned=len({one.submission for one in mine if one.kind is MailKind.RETURN}),
        reminded=len({one.kind for one in reminders_since(mine, return_by, known.zone)}),
        held=sum(
            a.place is ArrivalPlace.HELD and a.department == code for a in known.arrivals.values()
        ),
        pending=pending,
        without=_without(known, code),
        missing=counted is not None and is_missing(round_, counted),
        unsure=sum(one.state is MailState.UNSURE for one in standing),
        failed=sum(
            one.state is MailState.FAILED or one.number in known.bounced for one in standing
        ),
        amended=known.amended.get(code, 0),
        person=contact.person or (sample.filled_by if sample else ""),
        telephone=contact.telephone or (sample.telephone if sample else ""),
        step=Step.CHECK if pending else _step(known, code, counted, mine, return_by, today),
    )


def _is_pending(known: _Known, one: Arrival, code: str) -> bool:
    return (
        one.department == code
        and one.place is ArrivalPlace.INBOX
        and one.way == "mail"
        and one.number not in known.checked
    )


def _without(known: _Known, code: str) -> tuple[str, ...]:
    """Return what a department's mails without a file were, since its last file came."""
    files = [one.came_at for one in known.arrivals.values() if one.department == code]
    last = max((stamp(one) for one in files if one), default="")
    return tuple(one.detail for one in known.without.get(code, ()) if one.came_at > last)


def _by_department(messages: Sequence[Message]) -> Mapping[str, Sequence[Message]]:
    found: dict[str, list[Message]] = {}
    for one in messages:
        found.setdefault(one.department, []).append(one)
    return found


def _verdict(known: _Known, code: str, counted: Counted | None) -> Verdict | None:
    if counted:
        return counted.verdict
    if any(one.department == code for one in known.outcomes):
        return Verdict.RETURNED
    return None


def _step(
    known: _Known,
    code: str,
    counted: Counted | None,
    mine: Sequence[Mail],
    return_by: date,
    today: date,
) -> Step:
    """Return what is to be done next."""
    last = next((one for one in reversed(known.outcomes) if one.department == code), None)
    told = {(one.kind, one.submission) for one in mine}
    if last is not None and last.verdict in _TO_MEND:
        sha256 = known.arrivals[last.arrival].sha256
        if (MailKind.RETURN, sha256) not in told:
            return Step.RETURN
        if counted is None or counted.verdict is not Verdict.ACCEPTED:
            late = today > return_by and not _was_just_sent_back(mine, today, known.zone)
            if late:
                return _late_step(known, mine, return_by, today)
            return Step.AWAIT
    if counted is not None and counted.verdict is Verdict.ACCEPTED:
        if (MailKind.ACKNOWLEDGE, counted.sha256) in told:
            return Step.NONE
        return Step.ACKNOWLEDGE
    if code not in known.sent:
        return Step.SEND
    if today > return_by:
        return _late_step(known, mine, return_by, today)
    return Step.WAIT


def _was_just_sent_back(mine: Sequence[Mail], today: date, zone: tzinfo | None) -> bool:
    moments = (one.made_at for one in mine if one.kind is MailKind.RETURN)
    back = [moment.astimezone(zone).date() for moment in moments if moment]
    return bool(back) and (today - max(back)).days < MENDING_DAYS


def _late_step(known: _Known, mine: Sequence[Mail], return_by: date, today: date) -> Step:
    kinds = {one.kind for one in reminders_since(mine, return_by, known.zone)}
    if today <= return_by:
        return Step.WAIT
    if MailKind.REMIND not in kinds:
        return Step.REMIND
    if MailKind.REMIND_FIRM in kinds:
        return Step.TELEPHONE
    return Step.REMIND_FIRM


def reminders_since(mine: Sequence[Mail], return_by: date, zone: tzinfo | None) -> tuple[Mail, ...]:
    """Return the reminders of a department that count: a return date put off begins anew, and what
    was sent before it is past.
    """

    def counts(moment: datetime | None) -> bool:
        return moment is not None and moment.astimezone(zone).date() > return_by

    reminders = (one for one in mine if one.kind in _REMINDERS)
    return tuple(one for one in reminders if counts(one.made_at))
