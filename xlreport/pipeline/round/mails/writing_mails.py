"""The letters of a round: a coordinator's words, filled in for one department, built for each of
its addresses.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from xlreport.ledger.ledger_mails import has_key, queue
from xlreport.mail.compose_mail import Attachment, Envelope, compose, key_of, message_id
from xlreport.mail.mail_text import MailTable, letter
from xlreport.messages import FALLBACK, say
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department
from xlreport.model.round.round_ledger_types import Mail, MailKind
from xlreport.pipeline.files.file_places import templates_folder
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace

LETTER_RULES = "1"
"""The set of rules that letters speak for; raised by hand when the same findings would mean
something else.
"""
ANSWERS = frozenset({MailKind.RETURN, MailKind.ACKNOWLEDGE, MailKind.NO_FILE})


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """What is to be said to one department, before it is built for each address."""

    kind: MailKind
    department: Department
    period: Period
    about: tuple[str, ...]
    """What it is about: with the kind and the recipient it decides the key, and so whether it was
    said before.
    """
    values: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, MailTable] = field(default_factory=dict)
    light: tuple[Mapping[str, str], Mapping[str, MailTable]] | None = None
    """Values and tables of the same letter without its attachment; None where it makes no sense
    without.
    """
    attachments: tuple[Attachment, ...] = ()
    submission: str = ""


def addresses_of(workspace: Workspace, department: str) -> tuple[str, ...]:
    """Return a department's addresses as configured: mail goes to these and to no others."""
    return workspace.contacts.of(department).addresses


def build(workspace: Workspace, draft: LetterText, recipient: str, now: datetime) -> Mail:
    """Build one mail; its key, and with it its Message-ID, is the same whenever the same is said to
    the same.

    Args:
        workspace: whose plan, words and sender.
        draft: what the letter says.
        recipient: one address.
        now: its date.
    """
    settings = workspace.settings.mail
    sender = settings.sender or ""
    key = _key(workspace, draft, recipient)
    name = settings.name or workspace.plan.contact
    by_hand = settings.via == "folder"
    envelope = Envelope(
        sender=sender,
        name=name,
        recipient=recipient,
        key=key,
        at=now,
        answers=draft.kind in ANSWERS,
        draft=by_hand,
    )
    common = _common(workspace, draft.department, draft.period)
    template = mail_words(workspace, draft.kind)
    whole = letter(template, draft.kind, common | dict(draft.values), draft.tables)
    light = None
    if draft.light is not None and draft.attachments:
        values, tables = draft.light
        light = compose(envelope, letter(template, draft.kind, common | dict(values), tables))
    return Mail(
        key=key,
        kind=draft.kind,
        plan=workspace.code,
        period=str(draft.period),
        department=draft.department.code,
        recipient=recipient,
        message_id=message_id(key, sender),
        content=compose(envelope, whole, draft.attachments),
        light=light,
        subject=whole.subject,
        submission=draft.submission,
    )


def _key(workspace: Workspace, draft: LetterText, recipient: str) -> str:
    period, unit = str(draft.period), draft.department.code
    return key_of(draft.kind, workspace.code, period, unit, *draft.about, LETTER_RULES, recipient)


def said_before(round_: Round, draft: LetterText) -> bool:
    """Say whether a letter was queued for each of its department's addresses; its words need not be
    there yet.
    """
    recipients = _recipients(round_.workspace, draft)
    return bool(recipients) and all(
        has_key(round_.ledger, _key(round_.workspace, draft, one)) for one in recipients
    )


def queue_all(
    round_: Round, draft: LetterText, *, recipients: Sequence[str] | None = None
) -> tuple[Mail, ...]:
    """Queue a letter for each address that it was never said to; return what was queued."""
    addresses = _recipients(round_.workspace, draft) if recipients is None else recipients
    new = (
        one for one in addresses if not has_key(round_.ledger, _key(round_.workspace, draft, one))
    )
    return tuple(
        queue(round_.ledger, build(round_.workspace, draft, one, round_.now), round_.now)
        for one in new
    )


def _recipients(workspace: Workspace, draft: LetterText) -> tuple[str, ...]:
    """Return a department's addresses; where it has none, a draft is made for whoever sends it to
    enter one.
    """
    nobody = ("",) if workspace.settings.mail.via == "folder" else ()
    return addresses_of(workspace, draft.department.code) or nobody


def mail_words(workspace: Workspace, kind: MailKind) -> str:
    """Return the words of a kind of mail: the workspace's own, else those that come with the
    program; of a language that has none, those of the fallback.

    Raises:
        CannotRun: `file-unreadable` where there are none.
    """
    folders = [one for one in (workspace.templates, templates_folder()) if one is not None]
    for language in (workspace.language, FALLBACK):
        for folder in folders:
            path = folder / "mail" / language / f"{kind}.txt"
            if path.is_file():
                return _text(path)
    raise CannotRun("file-unreadable", file=f"{kind}.txt", why=workspace.language)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise CannotRun(
            "file-unreadable", file=str(path), why=error.strerror or str(error)
        ) from error
    except UnicodeDecodeError as error:
        raise CannotRun("plan-not-utf8", file=str(path)) from error


def _common(workspace: Workspace, department: Department, period: Period) -> dict[str, str]:
    head = workspace.plan.plan
    return {
        "plan.title": head.title,
        "plan.government": head.government,
        "plan.contact": head.contact or workspace.settings.mail.name,
        "department.name": department.name,
        "period.label": period_label(head.language, period),
        "due": day_label(head.language, period.return_date(head.return_days)),
    }


def due_words(workspace: Workspace, day: date) -> Mapping[str, str]:
    """Return the value of a return date that was put off."""
    return {"due": day_label(workspace.language, day)}


def when_words(workspace: Workspace, day: date, today: date) -> Mapping[str, str]:
    """Return by when something is to come: by its day, or soon where that is over."""
    if today > day:
        return {"when": say(workspace.language, "letters.soon")}
    return {
        "when": say(workspace.language, "letters.by-day", day=day_label(workspace.language, day))
    }
