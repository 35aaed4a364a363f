"""Returns come in by mail: attachments into the inbox, strangers' into `held/`, every message
once.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from xlreport.checks.returns.identity import Identity, identify
from xlreport.ledger.arrivals import (
    Coming,
    Message,
    arrivals,
    known_uids,
    message_known,
    note_arrival,
    note_message,
    place_arrival,
)
from xlreport.ledger.mails import is_ours, note_bounce
from xlreport.ledger.opening import whole
from xlreport.mail import imap
from xlreport.mail.inbound import Attached, Inbound, read_message
from xlreport.mail.names import safe_name
from xlreport.model.errors import CannotRun
from xlreport.model.returns.submission import Submission
from xlreport.model.round.ledger import Arrival, ArrivalPlace
from xlreport.pipeline.files.archives import unpacked_files
from xlreport.pipeline.files.passwords import password_for
from xlreport.pipeline.files.writing import write_whole
from xlreport.pipeline.forms.templates import known_headings
from xlreport.pipeline.round.holding import settle_places
from xlreport.pipeline.round.round import Round
from xlreport.pipeline.round.workspace import Workspace
from xlreport.workbook.reading.files import read_files
from xlreport.workbook.reading.headings import Headings

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

LARGEST = 40 * 1024 * 1024
"""Bytes of a message that is fetched."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message that was dealt with now."""

    message: Message
    files: tuple[Coming, ...] = field(default=())
    """New files, with where they lie and why."""


def fetch(round_: Round) -> Iterator[Fetched]:
    """Fetch what is new in the mailbox; a second time there is nothing new. Messages are marked,
    never deleted.

    Raises:
        CannotRun: no mailbox is set, it cannot be reached, or something cannot be written; what was
        fetched stays.
    """
    settings = round_.workspace.settings.mail.imap
    if settings is None:
        raise CannotRun("imap-not-set")
    settle_places(round_)
    words = known_headings(round_.workspace.restyled)
    since = settings.since or date(round_.workspace.plan.plan.year, 1, 1)
    ca = str(round_.workspace.folder / settings.ca) if settings.ca else None
    account = f"{settings.user} {settings.host}"
    with imap.mailbox(settings, password_for("imap", settings), ca) as box:
        validity = imap.uidvalidity(box)
        known = known_uids(round_.ledger, account, settings.folder, validity)
        for uid in sorted(known & set(imap.uids(box, since, unseen=True))):
            imap.mark_seen(box, uid)
        for uid in imap.uids(box, since):
            if uid in known:
                continue
            done = _one(
                round_,
                box,
                Message(
                    account=account,
                    folder=settings.folder,
                    uidvalidity=validity,
                    uid=uid,
                    sha256="",
                    message_id="",
                    sender="",
                    dated="",
                    outcome="",
                ),
                words,
            )
            settle_places(round_)
            imap.mark_seen(box, uid)
            yield done


def _one(round_: Round, box: "BaseMailBox", where: Message, words: Headings) -> Fetched:
    """Deal with one message: its files are on the disk before the ledger knows of it, and that
    before it is marked.
    """
    if imap.size(box, where.uid) > LARGEST:
        return _noted(round_.ledger, where, "too-big", round_.now)
    content = imap.content(box, where.uid)
    inbound = read_message(content)
    told = Message(
        account=where.account, folder=where.folder, uidvalidity=where.uidvalidity, uid=where.uid,
        sha256=hashlib.sha256(content).hexdigest(),
        message_id=inbound.message_id, sender=inbound.sender, dated=inbound.dated, outcome="",
    )  # fmt: skip
    if message_known(round_.ledger, told.sha256):
        return _noted(round_.ledger, told, "again", round_.now)
    if inbound.message_id and is_ours(round_.ledger, inbound.message_id):
        return _noted(round_.ledger, told, "own", round_.now)
    if inbound.bounced:
        with whole(round_.ledger):
            note_bounce(round_.ledger, inbound.bounced, inbound.status, inbound.sender, round_.now)
            return _entered(round_.ledger, told, "bounce", round_.now, detail=inbound.status)
    files = [one for attached in inbound.attached for one in unpacked_files(attached)]
    coming = _received(round_.workspace, inbound, files, words, round_.now)
    outcome = "automatic" if inbound.automatic else "taken" if files else "nothing"
    with whole(round_.ledger):
        new = tuple(one for one in coming if _enter(round_.ledger, one, round_.now))
        return Fetched(
            _entered(round_.ledger, told, outcome, round_.now, detail=inbound.doubt).message, new
        )


def _noted(ledger: sqlite3.Connection, message: Message, outcome: str, now: datetime) -> Fetched:
    with whole(ledger):
        return _entered(ledger, message, outcome, now)


def _entered(
    ledger: sqlite3.Connection, message: Message, outcome: str, now: datetime, *, detail: str = ""
) -> Fetched:
    told = Message(
        account=message.account,
        folder=message.folder,
        uidvalidity=message.uidvalidity,
        uid=message.uid,
        sha256=message.sha256,
        message_id=message.message_id,
        sender=message.sender,
        dated=message.dated,
        outcome=outcome,
        detail=detail,
    )
    note_message(ledger, told, now)
    return Fetched(told)


def _received(
    workspace: Workspace,
    inbound: Inbound,
    files: Sequence[Attached],
    words: Headings,
    now: datetime,
) -> list[Coming]:
    """Write the files to `held/`, read whose they are, and decide where each belongs."""
    if not files:
        return []
    paths = []
    for one in files:
        digest = hashlib.sha256(one.content).hexdigest()
        path = workspace.held / f"{digest[:12]}_{safe_name(one.name)}"
        write_whole(path, one.content)
        paths.append((path, digest, one))
    read = read_files([path for path, _, _ in paths], workspace.held, words, 1)
    codes = workspace.contacts.departments_at(inbound.sender) if inbound.sender else frozenset()
    coming = []
    for (path, digest, one), submission in zip(paths, read, strict=True):
        own = _department(workspace, submission) if isinstance(submission, Submission) else ""
        reason = _reason(inbound, codes, own)
        coming.append(
            Coming(
                sha256=digest,
                file=path.name,
                name=one.name,
                came_on=now.date(),
                way="mail",
                sender=inbound.sender,
                department=own if own in codes else min(codes, default=""),
                message_id=inbound.message_id,
                place=ArrivalPlace.HELD if reason else ArrivalPlace.INBOX,
                reason=reason,
            )
        )
    return coming


def _department(workspace: Workspace, submission: Submission) -> str:
    who = identify(submission, [workspace.plan])
    return who.department.code if isinstance(who, Identity) else ""


def _reason(inbound: Inbound, codes: frozenset[str], own: str) -> str:
    """Return why a file is held; empty where it belongs in the inbox."""
    if inbound.doubt:
        return inbound.doubt
    if inbound.automatic:
        return "automatic"
    if not codes:
        return "stranger"
    return "other-department" if own and own not in codes else ""


def _enter(ledger: sqlite3.Connection, coming: Coming, now: datetime) -> bool:
    """Enter a file; say whether it is new, or was held and now comes from the right sender."""
    number, new = note_arrival(ledger, coming, now)
    if new or coming.place is ArrivalPlace.HELD:
        return new
    known: Arrival = next(one for one in arrivals(ledger) if one.number == number)
    if known.place is ArrivalPlace.HELD:
        place_arrival(ledger, number, ArrivalPlace.INBOX, "sent-again", now)
        return True
    return False
