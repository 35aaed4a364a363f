"""The queue of mails → gone: written as drafts, or handed to a server; what cannot go now goes next
time.
"""

import smtplib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from xlreport.ledger.mails import mark, to_go
from xlreport.ledger.opening import whole
from xlreport.mail.smtp import Answer, Fate, connected, hand_over
from xlreport.model.errors import CannotRun
from xlreport.model.round.ledger import Mail, MailState
from xlreport.pipeline.files.passwords import password_for
from xlreport.pipeline.files.writing import write_whole
from xlreport.pipeline.round.round import Round
from xlreport.pipeline.round.workspace import Workspace

OUTBOX = "outbox"
_PAUSES = (1, 5, 15, 60)
"""Minutes until the next try; the last for all later ones."""
_PATIENCE = timedelta(hours=48)
_LOST_IN_A_ROW = 3
"""A server that drops the connection so often is left alone until the next run."""


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
    mails = to_go(round_.ledger, round_.now)
    if round_.workspace.settings.mail.via == "folder":
        return Delivery(tuple(_write(round_, one) for one in mails))
    done: list[Mail] = []
    try:
        for one in _send_all(round_, mails):
            done.append(one)  # noqa: PERF402 - what is done stays done when the server goes away
    except CannotRun as error:
        if error.code != "smtp-unreachable":
            raise
        return Delivery(tuple(done), error)
    return Delivery(tuple(done))


def draft_path(workspace: Workspace, mail: Mail) -> Path:
    """Return where a draft lies: by period, in the order in which they were made."""
    name = f"{mail.number:05}_{mail.kind}_{mail.department}_{mail.key[:8]}.eml"
    return workspace.out / OUTBOX / mail.period / name


def _write(round_: Round, mail: Mail) -> Mail:
    write_whole(draft_path(round_.workspace, mail), mail.content)
    with whole(round_.ledger):
        mark(round_.ledger, mail, MailState.DRAFTED, round_.now)
    return replace(mail, state=MailState.DRAFTED)


def _send_all(round_: Round, mails: Sequence[Mail]) -> Iterator[Mail]:
    lost = 0
    with ExitStack() as stack:
        server: smtplib.SMTP | None = None
        for mail in mails:
            if server is None:
                server = stack.enter_context(_server(round_.workspace))
            sent, answer = _send(round_, server, mail)
            yield sent
            if answer.lost:
                stack.close()
                server = None
                lost += 1
            else:
                lost = 0
            if lost == _LOST_IN_A_ROW:
                return


def _server(workspace: Workspace) -> AbstractContextManager[smtplib.SMTP]:
    settings = workspace.settings.mail
    assert settings.smtp is not None  # noqa: S101 - the settings were checked
    assert settings.sender is not None  # noqa: S101
    ca = str(workspace.folder / settings.smtp.ca) if settings.smtp.ca else None
    password = password_for("smtp", settings.smtp) if settings.smtp.user else None
    return connected(settings.smtp, password, ca, settings.sender)


def _send(round_: Round, server: smtplib.SMTP, mail: Mail) -> tuple[Mail, Answer]:
    """Send one mail: that it is being sent is stored before, what the server answered after."""
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
    return _noted(round_.ledger, mail, answer, round_.now), answer


def _try(round_: Round, server: smtplib.SMTP, mail: Mail) -> Answer:
    with whole(round_.ledger):
        mark(round_.ledger, mail, MailState.SENDING, round_.now)
    content = mail.light if mail.is_light and mail.light is not None else mail.content
    return hand_over(server, round_.workspace.settings.mail.sender or "", mail.recipient, content)


def _noted(ledger: sqlite3.Connection, mail: Mail, answer: Answer, now: datetime) -> Mail:
    state, next_at = _state_after(mail, answer, now)
    with whole(ledger):
        mark(ledger, mail, state, now, code=answer.code, words=answer.words, next_at=next_at)
    return replace(mail, state=state, code=answer.code, words=answer.words, next_at=next_at)


def _state_after(mail: Mail, answer: Answer, now: datetime) -> tuple[MailState, datetime | None]:
    """Return how far a mail is after an answer, and when it is tried again."""
    if answer.fate is Fate.SENT:
        return MailState.SENT, None
    given_up = mail.first_try_at is not None and now - mail.first_try_at > _PATIENCE
    if answer.fate is not Fate.LATER or given_up:
        return MailState.FAILED, None
    pause = _PAUSES[min(mail.tries, len(_PAUSES) - 1)]
    return MailState.RETRY, now + timedelta(minutes=pause)
