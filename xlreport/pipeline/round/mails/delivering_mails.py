"""The queue of mails → gone: written as drafts, or handed to a server; what cannot go now goes next
time.
"""

import smtplib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from xlreport.ledger.ledger_file import SENT_MARK, whole
from xlreport.ledger.ledger_mails import mark, to_go
from xlreport.mail.smtp_delivery import Answer, Fate, connected, hand_over
from xlreport.model.model_errors import CannotRun
from xlreport.model.round.round_ledger_types import Mail, MailState
from xlreport.pipeline.files.password_files import secret_for
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.round.mails.drafting_mails import draft_written
from xlreport.pipeline.round.mails.resending_mails import reopen, route_of
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace

_PAUSES = (1, 5, 15, 60)
"""Minutes until the next try; the last for all later ones."""
_LOST_IN_A_ROW = 6
"""A server that drops the connection so often is left alone until the next run."""
_UNANSWERED = 3
"""How often a mail is handed over whole without an answer, before a person is asked."""
_FRESH_START = frozenset({"421", "452"})
"""Codes with which servers say that this connection has carried enough."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the mails whose time had come."""

    mails: tuple[Mail, ...]
    """Each with its new state."""
    unreached: CannotRun | None = None
    """Why the server could not be reached, where it could not; the rest waits as it was."""

    def count(self, state: MailState) -> int:
        """Return how many are in a state now."""
        return Counter(one.state for one in self.mails)[state]


def deliver(round_: Round) -> Delivery:
    """Let go what is queued: by default as drafts in `outbox/`, else through the server.

    Raises:
        CannotRun: the server does not encrypt, or refuses the password: nothing is sent in clear
        text.
    """
    settings = round_.workspace.settings.mail
    if settings.via == "folder":
        mails = to_go(round_.ledger, round_.now)
        return Delivery(tuple(_write(round_, one) for one in mails))
    reopen(round_)
    mails = to_go(round_.ledger, round_.now)
    if mails:
        # From now on an empty ledger here is a lost one, and not a new one.
        write_whole(round_.workspace.folder / SENT_MARK, b"")
    done: list[Mail] = []
    try:
        for one in _send_all(round_, mails):
            done.append(one)  # noqa: PERF402 - what is done stays done when the server goes away
    except CannotRun as error:
        if error.code != "smtp-unreachable":
            raise
        return Delivery(tuple(done), error)
    return Delivery(tuple(done))


def _write(round_: Round, mail: Mail) -> Mail:
    draft_written(round_.workspace, mail)
    with whole(round_.ledger):
        mark(round_.ledger, mail, MailState.DRAFTED, round_.now)
    return replace(mail, state=MailState.DRAFTED)


def _send_all(round_: Round, mails: Sequence[Mail]) -> Iterator[Mail]:
    """Send what is to go; what was tried least goes first, so that dead recipients hold up nobody.

    A connection that is lost is made anew; a mail that was put off on a connection which had
    carried others before is tried once more on a fresh one.
    """
    lost = carried = 0
    with ExitStack() as stack:
        server: smtplib.SMTP | None = None
        for mail in sorted(mails, key=lambda one: (one.tries, one.number)):
            if server is None:
                server, carried = stack.enter_context(_server(round_.workspace)), 0
            sent, answer = _send(round_, server, mail)
            if answer.fate is Fate.LATER and answer.code in _FRESH_START:
                stack.close()
                server = None
                if carried:
                    server, carried = stack.enter_context(_server(round_.workspace)), 0
                    sent, answer = _send(round_, server, sent)
            yield sent
            carried += 1
            lost = lost + 1 if answer.lost else 0
            if answer.lost:
                stack.close()
                server = None
            if lost == _LOST_IN_A_ROW:
                return


def _server(workspace: Workspace) -> AbstractContextManager[smtplib.SMTP]:
    settings = workspace.settings.mail
    assert settings.smtp is not None  # noqa: S101 - the settings were checked
    assert settings.sender is not None  # noqa: S101
    ca = str(workspace.folder / settings.smtp.ca) if settings.smtp.ca else None
    secret = secret_for("smtp", settings.smtp) if settings.smtp.user else None
    return connected(settings.smtp, secret, ca, settings.sender)


def _send(round_: Round, server: smtplib.SMTP, mail: Mail) -> tuple[Mail, Answer]:
    """Send one mail: that it is being sent is stored before, what the server answered after.

    One that a process was sending when it died may have gone: that counts as an answer lost.
    """
    died = mail.state is MailState.SENDING
    mail = replace(mail, route=route_of(round_), lost=mail.lost + died)
    if mail.lost >= _UNANSWERED:
        answer = Answer(Fate.UNANSWERED, "lost", mail.words)
        return _noted(round_, replace(mail, lost=mail.lost - 1), answer), answer
    answer = _try(round_, server, mail)
    if (
        answer.fate is Fate.TOO_BIG
        and mail.light is not None
        and not mail.is_light
        and not answer.lost
    ):
        # A definite no: this server has none of its bytes, so the shorter letter may go under the
        # same Message-ID.
        mail = replace(mail, is_light=True)
        answer = _try(round_, server, mail)
    return _noted(round_, mail, answer), answer


def _try(round_: Round, server: smtplib.SMTP, mail: Mail) -> Answer:
    with whole(round_.ledger):
        mark(round_.ledger, mail, MailState.SENDING, round_.now)
    content = mail.light if mail.is_light and mail.light is not None else mail.content
    return hand_over(server, round_.workspace.settings.mail.sender or "", mail.recipient, content)


def _noted(round_: Round, mail: Mail, answer: Answer) -> Mail:
    lost = mail.lost + (answer.fate is Fate.UNANSWERED)
    state, next_at = _state_after(mail.tries, lost, answer, round_.now)
    after = replace(mail, state=state, code=answer.code, words=answer.words, next_at=next_at,
                    tries=mail.tries + 1, lost=lost, blame=answer.blame or "")  # fmt: skip
    with whole(round_.ledger):
        mark(
            round_.ledger,
            after,
            state,
            round_.now,
            code=answer.code,
            words=answer.words,
            next_at=next_at,
        )
    return after


def _state_after(
    tries: int, lost: int, answer: Answer, now: datetime
) -> tuple[MailState, datetime | None]:
    """Return how far a mail is after an answer, and when it is tried again.

    Only a definite no ends it. What was only put off stays in the queue for good; what may have
    gone is a person's to look after, once it was tried often enough.
    """
    if answer.fate is Fate.SENT:
        return MailState.SENT, None
    if answer.fate in {Fate.REFUSED, Fate.TOO_BIG}:
        return MailState.FAILED, None
    if lost >= _UNANSWERED:
        return MailState.UNSURE, None
    pause = _PAUSES[min(tries, len(_PAUSES) - 1)]
    return MailState.RETRY, now + timedelta(minutes=pause)
