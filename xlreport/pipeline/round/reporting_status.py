"""How each department stands in a period: what counts, how late it is, what went to it, what is to
be done next.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlreport.ledger.arrivals import arrivals, departments_sent
from xlreport.ledger.changes import amendments, extensions
from xlreport.ledger.mails import bounced, mails
from xlreport.ledger.outcomes import Counted, Outcome, counted_files, outcomes, stored_records
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.record import Record
from xlreport.model.round.ledger import (
    Arrival,
    ArrivalPlace,
    Mail,
    MailKind,
    MailState,
    ReportingStatus,
    Step,
)
from xlreport.pipeline.round.round import Round
from xlreport.pipeline.round.workspace import Workspace

_TO_MEND = frozenset({Verdict.RETURNED, Verdict.PARTLY})
_REMINDERS = (MailKind.REMIND, MailKind.REMIND_FIRM)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What the ledger says of a period, read once for all departments."""

    counted: Mapping[str, Counted]
    outcomes: Sequence[Outcome]
    arrivals: Mapping[int, Arrival]
    mails: Sequence[Mail]
    bounced: frozenset[int]
    later: Mapping[str, date]
    sent: frozenset[str]
    records: Sequence[Record]
    amended: Mapping[str, int]


def reporting_statuses(round_: Round, period: Period) -> tuple[ReportingStatus, ...]:
    """Return how every department that has something to report stands, in plan order."""
    where = (round_.workspace.code, str(period))
    known = _Known(
        counted=counted_files(round_.ledger, *where),
        outcomes=outcomes(round_.ledger, *where),
        arrivals={one.number: one for one in arrivals(round_.ledger)},
        mails=mails(round_.ledger, *where),
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
    )
    due = period.return_date(round_.workspace.plan.plan.return_days)
    return tuple(
        _standing(round_.workspace, known, one, due, round_.today)
        for one in round_.workspace.plan.at(period).reporters()
    )


def _standing(
    workspace: Workspace, known: _Known, department: Department, due: date, today: date
) -> ReportingStatus:
    code = department.code
    return_by = known.later.get(code, due)
    counted = known.counted.get(code)
    came = known.arrivals[counted.arrival].came_on if counted else None
    mine = [one for one in known.mails if one.department == code]
    contact = workspace.contacts.of(code)
    sample = next((one for one in known.records if one.department == code and one.telephone), None)
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
        reminded=len({one.kind for one in mine if one.kind in _REMINDERS}),
        held=sum(
            a.place is ArrivalPlace.HELD and a.department == code for a in known.arrivals.values()
        ),
        failed=sum(one.state is MailState.FAILED or one.number in known.bounced for one in mine),
        amended=known.amended.get(code, 0),
        person=contact.person or (sample.filled_by if sample else ""),
        telephone=contact.telephone or (sample.telephone if sample else ""),
        step=_step(known, code, counted, mine, return_by, today),
    )


def _verdict(known: _Known, code: str, counted: Counted | None) -> Verdict | None:
    if counted:
        return counted.verdict
    return Verdict.RETURNED if any(one.department == code for one in known.outcomes) else None


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
            return (
                _late_step(mine, return_by, today)
                if counted is None and today > return_by
                else Step.AWAIT
            )
    if counted is not None and counted.verdict is Verdict.ACCEPTED:
        return Step.NONE if (MailKind.ACKNOWLEDGE, counted.sha256) in told else Step.ACKNOWLEDGE
    if code not in known.sent:
        return Step.SEND
    return _late_step(mine, return_by, today) if today > return_by else Step.WAIT


def _late_step(mine: Sequence[Mail], return_by: date, today: date) -> Step:
    kinds = {one.kind for one in mine}
    if today <= return_by:
        return Step.WAIT
    if MailKind.REMIND not in kinds:
        return Step.REMIND
    return Step.TELEPHONE if MailKind.REMIND_FIRM in kinds else Step.REMIND_FIRM
