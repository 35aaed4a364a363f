"""One message's bytes → its files, out of whatever they were packed in, each with where it
belongs: the inbox, or held.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.ledger.ledger_arrivals import Coming
from xlreport.mail.attachment_names import safe_name
from xlreport.mail.inbound_mail import Attached, Inbound, Without, read_message
from xlreport.mail.mail_message_head import MessageHead
from xlreport.mail.tnef_attachments import is_tnef, tnef_files
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.model.round.round_ledger_types import ArrivalPlace
from xlreport.pipeline.files.unpacking_archive_files import unpacked_files
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.round.opening_round_workspace import Workspace
from xlreport.processes.worker_processes import FileJob, each_file
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.reading_workbook_files import read_files

_TNEF_SECONDS = 5.0
"""For one `winmail.dat`: a count in it that is damaged can keep its parser busy for hours."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message that could be read, and the files that it brought."""

    message: Inbound
    files: tuple[Attached, ...]


def opened(workspace: Workspace, content: bytes) -> Incoming | None:
    """Read a message and take its files out; None where that cannot be done.

    Raises:
        OSError: the disk cannot be written to.
        MemoryError: it is too large for the memory there is.
    """
    try:
        inbound = read_message(content, own_hosts(workspace))
        files = [one for each in inbound.attached for one in _out_of_tnef(workspace, each)]
        found = tuple(one for each in files for one in unpacked_files(each))
        if not found and inbound.without is None:
            inbound = replace(inbound, without=Without.WORDS)
        return Incoming(inbound, found)
    except (OSError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - the library's parser falls over in many ways; such a message costs itself
        return None


def own_hosts(workspace: Workspace) -> tuple[str, ...]:
    """Return the names of our own mail servers, as far as the settings tell: their hosts, and the
    domains of our addresses.
    """
    mail = workspace.settings.mail
    hosts = [one.host for one in (mail.imap, mail.smtp) if one]
    named = [one for one in hosts if not one[0].isdigit()]
    hosts += [one.partition(".")[2] for one in named if one.count(".") > 2]
    addresses = [mail.sender or "", mail.imap.user if mail.imap else ""]
    hosts += [one.rpartition("@")[2] for one in addresses if "@" in one]
    return tuple(dict.fromkeys(one.lower() for one in hosts))


def _out_of_tnef(workspace: Workspace, attached: Attached) -> Iterator[Attached]:
    """Yield the files in a `winmail.dat`, which often holds but the looks of a letter; it stays
    whole where it cannot be read.
    """
    if not is_tnef(attached.content):
        yield attached
        return
    digest = hashlib.sha256(attached.content).hexdigest()
    path = workspace.held / f".xlreport-{digest[:12]}.tmp"
    write_whole(path, attached.content)
    try:
        job = FileJob(path, workspace.held)
        (found,) = each_file([job], tnef_files, 1, seconds=_TNEF_SECONDS)
    finally:
        path.unlink(missing_ok=True)
    if isinstance(found, Unreadable) or found is None:
        yield attached
        return
    for name, content in found:
        yield Attached(name, content)


def placed(
    workspace: Workspace,
    incoming: Incoming,
    codes: frozenset[str],
    words: Headings,
    came: tuple[datetime, datetime],
) -> list[Coming]:
    """Write the files to `held/`, read whose they are, and decide where each belongs.

    Args:
        workspace: whose plan and folders.
        incoming: the message and its files.
        codes: the departments that its sender's address belongs to.
        words: headings of our templates.
        came: when the message came, and that moment by the workspace's clock, whose day counts.
    """
    if not incoming.files:
        return []
    paths = []
    for one in incoming.files:
        digest = hashlib.sha256(one.content).hexdigest()
        path = workspace.held / f"{digest[:12]}_{safe_name(one.name)}"
        write_whole(path, one.content)
        paths.append((path, digest, one))
    read = read_files([path for path, _, _ in paths], workspace.held, words, 1)
    head = incoming.message.head
    coming = []
    for (path, digest, one), submission in zip(paths, read, strict=True):
        own = _department(workspace, submission) if isinstance(submission, Submission) else ""
        reason = _reason(head, codes, own)
        coming.append(
            Coming(
                sha256=digest,
                file=path.name,
                name=one.name,
                came_on=came[1].date(),
                way="mail",
                sender=head.sender or head.shown,
                department=own if own in codes else min(codes, default=""),
                message_id=head.message_id,
                place=ArrivalPlace.HELD if reason else ArrivalPlace.INBOX,
                reason=reason,
                came_at=came[0],
            )
        )
    return coming


def _department(workspace: Workspace, submission: Submission) -> str:
    who = identify(submission, [workspace.plan])
    if isinstance(who, Identity):
        return who.department.code
    return ""


def _reason(head: MessageHead, codes: frozenset[str], own: str) -> str:
    """Return why a file is held; empty where it belongs in the inbox."""
    if head.doubt:
        return head.doubt
    if head.automatic:
        return "automatic"
    if not codes:
        return "stranger"
    if own and own not in codes:
        return "other-department"
    return ""
