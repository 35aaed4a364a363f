"""Taken back: a letter that sent a return back by mistake, a return date that was put off."""

from contextlib import suppress

from xlreport.ledger.ledger_amendments import extension_in_force, note_withdrawal, withdrawn
from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_mails import mails, mark, note_event
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.round.round_ledger_types import MailState, Withdrawn
from xlreport.pipeline.round.mails.drafting_mails import draft_path
from xlreport.pipeline.round.making_round import Round

_GONE = frozenset({MailState.SENT, MailState.DRAFTED, MailState.UNSURE, MailState.SENDING})


def withdraw(
    round_: Round, what: Withdrawn, period: Period, department: Department, said_by: str
) -> int:
    """Take back the last of its kind for a department; return how many letters that were, or 1.

    A letter that waits does not go, a draft is removed from the outbox; of one that has gone it is
    noted. The next `return` sends the file back anew.

    Raises:
        CannotRun: `withdraw-nothing` where there is none.
    """
    whose = (round_.workspace.code, str(period), department.code)
    if what is Withdrawn.EXTENSION:
        number = extension_in_force(round_.ledger, *whose)
        if number is None:
            raise CannotRun("withdraw-nothing", USAGE, department=department.name)
        with whole(round_.ledger):
            note_withdrawal(round_.ledger, what, number, whose, said_by, round_.now)
        return 1
    before = withdrawn(round_.ledger, what)
    sent = [one for one in mails(round_.ledger, *whose[:2]) if one.is_return_to(department.code)]
    made = [one for one in sent if one.number not in before]
    last = [one for one in made if one.submission == made[-1].submission]
    if not last:
        raise CannotRun("withdraw-nothing", USAGE, department=department.name)
    with whole(round_.ledger):
        for mail in last:
            note_withdrawal(round_.ledger, what, mail.number, whose, said_by, round_.now)
            if mail.state in _GONE:
                note_event(round_.ledger, mail, "withdrawn", said_by, round_.now)
            else:
                mark(round_.ledger, mail, MailState.WITHDRAWN, round_.now, code="withdrawn")
    for mail in last:
        with suppress(OSError):
            draft_path(round_.workspace, mail).unlink()
    return len(last)
