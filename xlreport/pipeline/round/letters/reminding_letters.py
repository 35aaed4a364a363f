"""The late are reminded: once, then in firmer words with copies to who leads what they report, then
by telephone.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_mails import mails
from xlreport.messages import say
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.returns.finding import Verdict
from xlreport.model.round.round_ledger_types import Mail, MailKind, ReportingStatus, Step
from xlreport.pipeline.round.mails.writing_mails import (
    LetterText,
    addresses_of,
    due_words,
    queue_all,
)
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace
from xlreport.pipeline.round.reporting_round_status import reminders_since, reporting_statuses

AFTER_DAYS = 3
"""Days between the first reminder and the second, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Reminded:
    """One late department."""

    standing: ReportingStatus
    kind: MailKind | None
    """Which letter; None where both went, or the second is not due yet."""
    mails: tuple[Mail, ...]
    copies: tuple[str, ...]
    """Whom the second letter names as having a copy."""
    today: date
    """The day of the command."""


def remind(
    round_: Round,
    period: Period,
    *,
    departments: Collection[str] = (),
    after_days: int = AFTER_DAYS,
    before_days: int | None = None,
) -> Iterator[Reminded]:
    """Queue a reminder for every department from which nothing sound counts after its return date:
    also those that were sent back and never mended, once they had their time.

    Args:
        round_: what the command works with.
        period: the period that is asked for.
        departments: codes; all where empty.
        after_days: days between the first reminder and the second, and between a return and the
            first.
        before_days: also remind those whose return date is at most so many days ahead.
    """
    for standing in reporting_statuses(round_, period):
        if departments and standing.department not in departments:
            continue
        if standing.verdict is Verdict.ACCEPTED or standing.pending or standing.step is Step.RETURN:
            continue  # nothing is missing, or it lies here
        ahead = (standing.return_by - round_.today).days
        if ahead < 0:
            if _is_mending(round_, period, standing, after_days):
                continue
            yield _remind(round_, period, standing, timedelta(days=after_days))
        elif before_days is not None and ahead <= before_days and standing.verdict is None:
            yield _before(round_, period, standing, ahead)


def _is_mending(round_: Round, period: Period, standing: ReportingStatus, days: int) -> bool:
    """Say whether a department was sent its return back so lately that it may still be at it."""
    sent = mails(round_.ledger, round_.workspace.code, str(period))
    moments = (one.made_at for one in sent if one.is_return_to(standing.department))
    back = [round_.day_of(moment) for moment in moments if moment]
    return bool(back) and (round_.today - max(back)).days < days


def _before(round_: Round, period: Period, standing: ReportingStatus, ahead: int) -> Reminded:
    department = round_.workspace.plan.department_of(standing.department)
    if department is None:
        return Reminded(standing, None, (), (), round_.today)
    draft = LetterText(
        kind=MailKind.REMIND_BEFORE,
        department=department,
        period=period,
        about=(standing.return_by.isoformat(),),
        values={"days": str(ahead)} | dict(due_words(round_.workspace, standing.return_by)),
    )
    with whole(round_.ledger):
        made = queue_all(round_, draft)
    return Reminded(standing, MailKind.REMIND_BEFORE, made, (), round_.today)


def _remind(round_: Round, period: Period, standing: ReportingStatus, pause: timedelta) -> Reminded:
    kind = _next(round_, period, standing, pause)
    department = round_.workspace.plan.department_of(standing.department)
    if kind is None or department is None:
        return Reminded(standing, None, (), (), round_.today)
    leads = _leads(round_.workspace, department, period) if kind is MailKind.REMIND_FIRM else {}
    names = say(round_.workspace.language, "screen.comma").join(leads)
    values = {
        "days_late": str((round_.today - standing.return_by).days),
        "missing": say(round_.workspace.language, _what_is_missing(standing)),
        "copies": names or say(round_.workspace.language, "letters.no-copies"),
    }
    about = (standing.return_by.isoformat(),)
    draft = LetterText(
        kind=kind,
        department=department,
        period=period,
        about=about,
        values=values | dict(due_words(round_.workspace, standing.return_by)),
    )
    copy = LetterText(
        kind=MailKind.REMIND_COPY,
        department=department,
        period=period,
        about=about,
        values=draft.values,
    )
    with whole(round_.ledger):
        made = queue_all(round_, draft)
        own = set(addresses_of(round_.workspace, department.code))
        others = tuple(
            dict.fromkeys(a for addresses in leads.values() for a in addresses if a not in own)
        )
        made += queue_all(round_, copy, recipients=others)
    return Reminded(standing, kind, made, tuple(leads), round_.today)


def _what_is_missing(standing: ReportingStatus) -> str:
    """Return what a reminder asks for, as a key: the return, or the one that was to be mended."""
    if standing.verdict is None:
        return "letters.not-received"
    return "letters.not-mended"


def _next(
    round_: Round, period: Period, standing: ReportingStatus, pause: timedelta
) -> MailKind | None:
    """Return which reminder is due; a return date put off since begins anew with the first."""
    sent = mails(round_.ledger, round_.workspace.code, str(period))
    mine = [one for one in sent if one.department == standing.department]
    made = reminders_since(mine, standing.return_by, round_.now.tzinfo)
    moments = (one.made_at for one in made if one.kind is MailKind.REMIND)
    first = [moment for moment in moments if moment]
    if not first:
        return MailKind.REMIND
    is_reminded = any(one.kind is MailKind.REMIND_FIRM for one in made)
    if is_reminded or round_.now - max(first) < pause:
        return None
    return MailKind.REMIND_FIRM


def _leads(
    workspace: Workspace, department: Department, period: Period
) -> dict[str, tuple[str, ...]]:
    """Return who leads what a department reports, with their addresses: leading departments, and
    leaders.
    """
    named = {one.code: one.name for one in workspace.plan.department}
    found: dict[str, tuple[str, ...]] = {}
    for target in workspace.plan.at(period).targets:
        if target.reported_by != department.code:
            continue
        if target.lead != department.code and addresses_of(workspace, target.lead):
            found[named[target.lead]] = addresses_of(workspace, target.lead)
        addresses = workspace.contacts.addresses_of_leader(target.leader) if target.leader else ()
        if addresses:
            found[target.leader] = addresses
    return found
