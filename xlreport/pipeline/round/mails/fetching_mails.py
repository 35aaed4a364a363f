"""Returns come in by mail: attachments into the inbox, strangers' into `held/`, every message
once; what cannot be dealt with is put aside by name and costs only itself.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from xlreport.ledger.ledger_arrivals import (
    Coming,
    Message,
    arrivals,
    known_uids,
    message_known,
    note_arrival,
    note_message,
    place_arrival,
    uids_to_mark,
)
from xlreport.ledger.ledger_deferred_mails import Aside, asides, note_aside
from xlreport.ledger.ledger_file import stamp, whole
from xlreport.ledger.ledger_mails import departments_by_id, note_bounce
from xlreport.mail import imap_mailbox
from xlreport.mail.attachment_names import words_of_server
from xlreport.mail.imap_answers import Overview
from xlreport.mail.mail_login import Secret
from xlreport.mail.mail_message_head import MessageHead, read_head
from xlreport.model.model_errors import CannotRun
from xlreport.model.round.round_ledger_types import Arrival, ArrivalPlace
from xlreport.model.round.round_settings_types import Imap
from xlreport.pipeline.files.password_files import secret_for
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.round.mails.choosing_mails import (
    concerns,
    departments_of,
    name_of_a_return,
    names_a_contact,
)
from xlreport.pipeline.round.mails.holding_mail_files import settle_places
from xlreport.pipeline.round.mails.opening_mails import Incoming, opened, placed
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace
from xlreport.workbook.reading.reading_known_headings import Headings

LARGEST = 40 * 1024 * 1024
"""Bytes of a message that is fetched."""
TRIES = 3
"""Runs in which a message is tried that cannot be dealt with."""
_CUTS = 40
"""Connections lost in one run, after which the server is left alone until the next."""
_BATCH = 200


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message that was dealt with now."""

    message: Message
    files: tuple[Coming, ...] = field(default=())
    """New files, with where they lie and why."""


@dataclass(frozen=True, slots=True)
class _Mailbox:
    """A mailbox as one run sees it."""

    settings: Imap
    account: str
    words: Headings
    ours: Mapping[str, str]
    """Department by Message-ID of the mails that went out."""
    since: date


class _Cut(Exception):  # noqa: N818 - it reads as what happened
    """The connection was lost while these messages were asked for."""

    def __init__(self, uids: tuple[int, ...], heads: Mapping[int, MessageHead], why: str) -> None:
        super().__init__(why)
        self.uids = uids
        self.heads = heads


def fetch(round_: Round, *, again: bool = False) -> Iterator[Fetched]:
    """Fetch what is new in the mailbox; a second time there is nothing new. Messages of the round
    are marked, none is ever deleted, and others are left as they are.

    Args:
        round_: what the command works with.
        again: try also what was put aside in earlier runs and left alone since.

    Raises:
        CannotRun: no mailbox is set, it cannot be reached, or something cannot be written; what was
        fetched stays.
    """
    settings = round_.workspace.settings.mail.imap
    if settings is None:
        raise CannotRun("imap-not-set")
    settle_places(round_)
    box = _Mailbox(
        settings,
        f"{settings.user} {settings.host}",
        known_headings(round_.workspace.restyled),
        departments_by_id(round_.ledger),
        settings.since or date(round_.workspace.plan.year, 1, 1),
    )
    secret = secret_for("imap", settings)
    cut: _Cut | None = None
    tried: set[int] = set()
    """Messages that were put aside in this run."""
    cuts: set[int] = set()
    """Messages at which the connection was lost once."""
    halves: list[tuple[int, ...]] = []
    """What was asked for when the connection was lost, to be asked for in smaller numbers."""
    for _ in range(_CUTS):
        try:
            with _logged_in(round_.workspace, settings, secret) as server:
                if cut is not None:  # the server is there: so it was the message
                    halves += _halves(cut.uids)
                    if len(cut.uids) == 1 and cut.uids[0] not in cuts:
                        cuts.add(cut.uids[0])  # once may be anything
                    elif len(cut.uids) == 1:
                        tried.add(cut.uids[0])
                        where = _at(box, server.uidvalidity, cut.uids[0])
                        yield _put_aside(round_, where, "cut", cut.heads.get(cut.uids[0]))
                    cut = None
                yield from _through(round_, box, server, halves, tried, again=again)
        except _Cut as lost:
            cut = lost
        else:
            return
    raise CannotRun("imap-unreachable", host=settings.host, why=str(cut))


def reach_mailbox(workspace: Workspace) -> None:
    """Log in and out again; nothing is asked for.

    Raises:
        CannotRun: no mailbox is set, or it cannot be reached.
    """
    settings = workspace.settings.mail.imap
    if settings is None:
        raise CannotRun("imap-not-set")
    with _logged_in(workspace, settings, secret_for("imap", settings)):
        pass


def _logged_in(
    workspace: Workspace, settings: Imap, secret: Secret
) -> AbstractContextManager[imap_mailbox.Box]:
    ca = str(workspace.folder / settings.ca) if settings.ca else None
    return imap_mailbox.mailbox(settings, secret, ca)


def _halves(uids: tuple[int, ...]) -> list[tuple[int, ...]]:
    middle = len(uids) // 2
    return [uids[:middle], uids[middle:]] if middle else []


def _through(
    round_: Round,
    box: _Mailbox,
    server: imap_mailbox.Box,
    halves: list[tuple[int, ...]],
    tried: set[int],
    *,
    again: bool,
) -> Iterator[Fetched]:
    """Go through what is new, a batch at a time; the messages of `halves` in those batches."""
    where = (box.account, box.settings.folder, server.uidvalidity)
    known = known_uids(round_.ledger, *where)
    failed = asides(round_.ledger, *where)
    passed_over = known | tried | _left_alone(failed, again=again)
    try:
        unseen = set(imap_mailbox.uids(server, box.since, unseen=True))
        imap_mailbox.mark_seen(server, sorted(uids_to_mark(round_.ledger, *where) & unseen))
        new = [one for one in imap_mailbox.uids(server, box.since) if one not in passed_over]
    except imap_mailbox.NotGiven as refused:
        raise CannotRun("imap-unreachable", host=box.settings.host, why=str(refused)) from refused
    for batch in _batches(new, halves):
        looks = _looks(server, batch)
        heads = {uid: read_head(look.head) for uid, look in looks.items()}
        contacts = round_.workspace.contacts
        seen = [uid for uid in batch if uid in looks]
        other = [uid for uid in seen if not concerns(looks[uid], heads[uid], contacts, box.ours)]
        with whole(round_.ledger):
            for uid in other:
                _enter_message(round_, _told(box, server, looks[uid], heads[uid]), "other")
        for uid in batch:
            if uid in other:
                continue
            if uid in looks:
                done = _one(round_, box, server, looks[uid], heads[uid], failed.get(uid, ()))
            else:
                done = _put_aside(round_, _at(box, server.uidvalidity, uid), "absent")
            if done.message.outcome == "aside":
                tried.add(uid)
            elif done.message.outcome != "other":
                settle_places(round_)
                imap_mailbox.mark_seen(server, [uid])
            if done.message.outcome != "other":
                yield done


def _left_alone(failed: Mapping[int, Sequence[Aside]], *, again: bool) -> frozenset[int]:
    """Return the messages that failed so often that only a person has them tried again."""
    if again:
        return frozenset()
    return frozenset(uid for uid, tries in failed.items() if len(tries) >= TRIES)


def _batches(new: Sequence[int], halves: Sequence[tuple[int, ...]]) -> Iterator[tuple[int, ...]]:
    """Yield new messages in batches; those of a batch that was cut come in the smallest batch that
    they were ever in, and last.
    """
    smallest: dict[int, int] = {}
    for half in halves:
        smallest |= {uid: min(len(half), smallest.get(uid, len(half))) for uid in half}
    whole_ones = [uid for uid in new if uid not in smallest]
    for start in range(0, len(whole_ones), _BATCH):
        yield tuple(whole_ones[start : start + _BATCH])
    batch: list[int] = []
    for uid in (uid for uid in new if uid in smallest):
        batch.append(uid)
        if len(batch) >= smallest[uid]:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _looks(server: imap_mailbox.Box, batch: tuple[int, ...]) -> dict[int, Overview]:
    try:
        return imap_mailbox.overviews(server, batch)
    except imap_mailbox.LOST as error:
        raise _Cut(batch, {}, words_of_server(str(error))) from error


def _at(box: _Mailbox, uidvalidity: int, uid: int) -> Message:
    return Message(
        account=box.account, folder=box.settings.folder, uidvalidity=uidvalidity, uid=uid
    )


def _told(box: _Mailbox, server: imap_mailbox.Box, look: Overview, head: MessageHead) -> Message:
    return replace(
        _at(box, server.uidvalidity, look.uid),
        message_id=head.message_id,
        sender=head.sender or head.shown,
        dated=head.dated,
        subject=head.subject,
    )


def _one(
    round_: Round,
    box: _Mailbox,
    server: imap_mailbox.Box,
    look: Overview,
    head: MessageHead,
    failed: Sequence[Aside],
) -> Fetched:
    """Deal with one message: its files are on the disk before the ledger knows of it, and that
    before it is marked.
    """
    told = _told(box, server, look, head)
    if head.message_id in box.ours:
        return _noted(round_, told, "own")
    if look.size > LARGEST:
        return _noted(round_, told, "too-big")
    try:
        content = imap_mailbox.content(server, look.uid)
    except imap_mailbox.NotGiven:
        return _put_aside(round_, told, "refused", head)
    except imap_mailbox.LOST as error:
        raise _Cut((look.uid,), {look.uid: head}, words_of_server(str(error))) from error
    told = replace(told, sha256=hashlib.sha256(content).hexdigest())
    if not content or (len(content) < look.size and not _size_is_wrong(told.sha256, failed)):
        return _put_aside(round_, told, "short", head)
    if message_known(round_.ledger, told.sha256):
        return _noted(round_, told, "again")
    incoming = opened(round_.workspace, content)
    if incoming is None:
        return _put_aside(round_, told, "unreadable", head)
    return _taken(round_, box, told, incoming, look.arrived)


def _size_is_wrong(sha256: str, failed: Sequence[Aside]) -> bool:
    """Some servers tell a size that is only near: what came twice before with the same bytes, and
    shorter than told, is all that there is.
    """
    same = [one for one in failed if (one.reason, one.sha256) == ("short", sha256)]
    return len(same) >= TRIES - 1


def _taken(
    round_: Round, box: _Mailbox, told: Message, incoming: Incoming, arrived: datetime | None
) -> Fetched:
    """Enter what a message brought: a bounce, files, or none."""
    inbound, head = incoming.message, incoming.message.head
    if inbound.bounced:
        if inbound.bounced not in box.ours:
            return _noted(round_, told, "other")
        with whole(round_.ledger):
            note_bounce(round_.ledger, inbound.bounced, inbound.status, told.sender, round_.now)
            return Fetched(_enter_message(round_, told, "bounce", detail=inbound.status))
    codes = round_.workspace.contacts.departments_at(head.sender) if head.sender else frozenset()
    near = departments_of(head, round_.workspace.contacts, box.ours)
    carries = any(name_of_a_return(one.name) or not one.name for one in incoming.files)
    if not (near or carries or names_a_contact(head, round_.workspace.contacts)):
        return _noted(round_, told, "other")
    came_at = min(inbound.arrived or arrived or round_.now, round_.now)
    moments = (came_at, came_at.astimezone(round_.now.tzinfo))
    coming = placed(round_.workspace, incoming, codes, box.words, moments)
    outcome = "taken" if coming else "nothing"
    if head.automatic:
        outcome = "automatic"
    told = replace(told, department=min(near, default=""), came_at=stamp(came_at))
    detail = str(inbound.without or "") if outcome == "nothing" else head.doubt
    with whole(round_.ledger):
        new = tuple(one for one in coming if _enter(round_.ledger, one, round_.now))
        return Fetched(_enter_message(round_, told, outcome, detail=detail), new)


def _noted(round_: Round, message: Message, outcome: str) -> Fetched:
    with whole(round_.ledger):
        return Fetched(_enter_message(round_, message, outcome))


def _enter_message(round_: Round, message: Message, outcome: str, *, detail: str = "") -> Message:
    told = replace(message, outcome=outcome, detail=detail)
    note_message(round_.ledger, told, round_.now)
    return told


def _put_aside(
    round_: Round, where: Message, reason: str, head: MessageHead | None = None
) -> Fetched:
    """Enter that a message could not be dealt with now; it is as it was, and tried again."""
    sender = (head.sender or head.shown) if head else where.sender
    told = Aside(
        account=where.account, folder=where.folder, uidvalidity=where.uidvalidity, uid=where.uid,
        reason=reason, sender=sender, subject=head.subject if head else where.subject,
        dated=head.dated if head else where.dated, sha256=where.sha256,
    )  # fmt: skip
    with whole(round_.ledger):
        note_aside(round_.ledger, told, round_.now)
    named = replace(where, sender=told.sender, subject=told.subject, dated=told.dated)
    return Fetched(replace(named, outcome="aside", detail=reason))


def _enter(ledger: sqlite3.Connection, coming: Coming, now: datetime) -> bool:
    """Enter a file; say whether it is new, or was held and now comes from the right sender."""
    number, new = note_arrival(ledger, coming, now)
    if new or coming.place is not ArrivalPlace.INBOX:
        return new
    known: Arrival = next(one for one in arrivals(ledger) if one.number == number)
    if known.place is not ArrivalPlace.INBOX:
        place_arrival(ledger, number, ArrivalPlace.INBOX, "sent-again", now)
        return True
    return False
