"""Which messages of a mailbox have to do with the round, by their head and structure alone; all
others are neither downloaded nor marked.
"""

from collections.abc import Mapping
from pathlib import PurePosixPath

from xlreport.mail.imap_answers import Overview, PartLook
from xlreport.mail.mail_message_head import MessageHead
from xlreport.model.round.round_settings_types import Contacts

_SUFFIXES = frozenset({
    ".xlsx", ".xls", ".xlsm", ".xlsb", ".xltx", ".xlt", ".et", ".ett", ".ods", ".fods", ".csv",
    ".zip", ".rar", ".7z", ".gz", ".dat", ".eml", ".uu", ".uue",
})  # fmt: skip
"""Endings of names that a return may come under, or be packed in."""
_KINDS = ("excel", "spreadsheet", "ms-tnef", "zip", "rar", "7z", "rfc822", "opendocument")
_ANY = frozenset({"application/octet-stream", "application/x-msdownload", "application/download"})


def departments_of(
    head: MessageHead, contacts: Contacts, ours: Mapping[str, str]
) -> frozenset[str]:
    """Return the codes of the departments that a message is from by its address, or else by the
    mail of ours that it says to answer.
    """
    known = contacts.departments_at(head.sender) if head.sender else frozenset()
    return known or frozenset(ours[one] for one in head.answers if ours.get(one))


def concerns(
    look: Overview, head: MessageHead, contacts: Contacts, ours: Mapping[str, str]
) -> bool:
    """Say whether a message is worth downloading.

    It is where a department sent it, where it answers a mail of ours, where a server wrote it (it
    may be a bounce), and where it carries what may be a workbook, whoever sent it.

    Args:
        look: its structure.
        head: what its head says.
        contacts: addresses of the departments.
        ours: department by Message-ID of the mails that went out.
    """
    if departments_of(head, contacts, ours) or head.from_server or head.message_id in ours:
        return True
    if names_a_contact(head, contacts):
        return True
    if look.parts is None:  # nothing is known of it: only the bytes can tell
        return True
    return any(map(may_hold_a_return, look.parts))


def may_hold_a_return(part: PartLook) -> bool:
    """Say whether a part may be a workbook or may hold one."""
    return name_of_a_return(part.name) or (
        any(word in part.kind for word in _KINDS) or (part.kind in _ANY and not part.name)
    )


def name_of_a_return(name: str) -> bool:
    """Say whether a file of that name may be a workbook or may hold one; so may one without a
    name.
    """
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().strip() in _SUFFIXES


def names_a_contact(head: MessageHead, contacts: Contacts) -> bool:
    """Say whether a doubtful From shows an address of a department somewhere."""
    text = head.shown.casefold() if head.doubt else ""
    return any(
        address.casefold() in text for one in contacts.department for address in one.addresses
    )
