"""Mails that did not arrive, made anew when their cause is mended: a new Message-ID, the same
letter, and the old one on record.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_mails import (
    all_mails,
    mails_in,
    mark,
    note_event,
    queue,
    replacements,
)
from xlreport.mail.compose_mail import Envelope, key_of, message_id, renewed
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.round.round_ledger_types import Mail, MailKind, MailState
from xlreport.pipeline.round.mails.drafting_mails import draft_path, draft_written
from xlreport.pipeline.round.mails.writing_mails import ANSWERS, addresses_of
from xlreport.pipeline.round.making_round import Round

_WAITING = frozenset({MailState.QUEUED, MailState.RETRY})
_UNDELIVERED = frozenset({MailState.FAILED, MailState.UNSURE})


def route_of(round_: Round) -> str:
    """Return sender, server and account that mails go out by now, and how it is reached."""
    mail, smtp = round_.workspace.settings.mail, round_.workspace.settings.mail.smtp
    server = f"{smtp.user}@{smtp.host}:{smtp.port} {smtp.tls} {smtp.auth}" if smtp else ""
    return f"{mail.sender or ''} {server}"


def reopen(round_: Round) -> None:
    """Let go again what was refused because of the sender, the server or the account, where the
    settings name others now; and build anew what still waits under another sender's name.
    """
    route, sender = route_of(round_), round_.workspace.settings.mail.sender or ""
    for mail in mails_in(round_.ledger, MailState.FAILED, *_WAITING):
        other = _sender_in(mail) != sender
        if mail.state is MailState.FAILED and mail.blame == "sender" and mail.route != route:
            with whole(round_.ledger):
                if other:
                    if not replacements(round_.ledger, mail):
                        _anew(round_, mail)
                else:
                    mark(round_.ledger, mail, MailState.QUEUED, round_.now, code="reopened")
        elif mail.state in _WAITING and other:
            with whole(round_.ledger):
                _anew(round_, mail)
                mark(round_.ledger, mail, MailState.WITHDRAWN, round_.now, code="replaced")


def _sender_in(mail: Mail) -> str:
    head = mail.content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    found = message_from_bytes(head, policy=SMTP)["from"]
    return found.addresses[0].addr_spec if found is not None and found.addresses else ""


def resend(
    round_: Round, numbers: Collection[int] = (), departments: Collection[str] = ()
) -> tuple[Mail, ...]:
    """Make mails anew that did not arrive; return what was queued or written again.

    Without a number and without a department it is all that failed. A draft whose file is gone
    from the outbox is written again as it was; a draft from the time before a server was set is
    made anew to be sent.

    Raises:
        CannotRun: `resend-unknown` where a number is no mail, `resend-nothing` where nothing that
            was named can be sent again.
    """
    everything = all_mails(round_.ledger)
    unknown = set(numbers) - {one.number for one in everything}
    if unknown:
        raise CannotRun("resend-unknown", USAGE, number=min(unknown))
    replaced = {one.replaces for one in everything}
    if numbers:
        wanted = [one for one in everything if one.number in numbers]
    else:
        standing = [one for one in everything if one.number not in replaced]
        wanted = [one for one in standing if _is_wanted(round_, one, departments)]
    made = [mail for one in wanted for mail in _again(round_, one, named=one.number in numbers)]
    if (numbers or departments) and not made:
        raise CannotRun("resend-nothing", USAGE)
    return tuple(made)


def _is_wanted(round_: Round, mail: Mail, departments: Collection[str]) -> bool:
    if departments and mail.department not in departments:
        return False
    if mail.state in _UNDELIVERED:
        return True
    if mail.state is MailState.DRAFTED:
        by_server = round_.workspace.settings.mail.via == "smtp"
        lost = not draft_path(round_.workspace, mail).is_file()
        return lost and not by_server if not departments else lost or by_server
    return bool(departments) and mail.state in _WAITING


def _again(round_: Round, mail: Mail, *, named: bool) -> Iterable[Mail]:
    by_hand = round_.workspace.settings.mail.via == "folder"
    if mail.state in _WAITING:
        with whole(round_.ledger):
            mark(round_.ledger, mail, MailState.QUEUED, round_.now, code="resend")
        return [replace(mail, state=MailState.QUEUED)]
    if mail.state is MailState.DRAFTED and by_hand:
        if draft_path(round_.workspace, mail).is_file() and not named:
            return []
        if not draft_path(round_.workspace, mail).is_file():
            draft_written(round_.workspace, mail)
            return [mail]
    if mail.state is MailState.WITHDRAWN:
        return []
    with whole(round_.ledger):
        return _anew(round_, mail)


def _anew(round_: Round, mail: Mail) -> list[Mail]:
    """Queue a mail's letter under a new Message-ID, to its recipient or, where that address is no
    longer listed, to the department's addresses of now; note it on the old one.
    """
    settings = round_.workspace.settings.mail
    count = replacements(round_.ledger, mail)
    made = []
    for recipient in _recipients(round_, mail):
        key = key_of(mail.key, "again", str(mail.number), str(count), recipient)
        envelope = Envelope(
            sender=settings.sender or "",
            name=settings.name or round_.workspace.plan.contact,
            recipient=recipient,
            key=key,
            at=round_.now,
            answers=mail.kind in ANSWERS,
            draft=settings.via == "folder",
        )
        fresh = Mail(
            key=key, kind=mail.kind, plan=mail.plan, period=mail.period,
            department=mail.department, recipient=recipient,
            message_id=message_id(key, envelope.sender),
            content=renewed(mail.content, envelope),
            light=renewed(mail.light, envelope) if mail.light is not None else None,
            subject=mail.subject, submission=mail.submission, replaces=mail.number,
        )  # fmt: skip
        made.append(queue(round_.ledger, fresh, round_.now))
    numbers = " ".join(str(one.number) for one in made)
    note_event(round_.ledger, mail, "resent", numbers, round_.now)
    return made


def _recipients(round_: Round, mail: Mail) -> tuple[str, ...]:
    contacts = round_.workspace.contacts
    listed = {a for one in contacts.department for a in one.addresses}
    listed |= {a for one in contacts.leader for a in one.addresses}
    if mail.recipient in listed or mail.kind is MailKind.REMIND_COPY:
        return (mail.recipient,)
    return addresses_of(round_.workspace, mail.department) or (mail.recipient,)
