"""Drafts: mails as files that any mail program opens, in the order in which they were made."""

from pathlib import Path

from xlreport.model.round.round_ledger_types import Mail
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.round.opening_round_workspace import Workspace

OUTBOX = "outbox"


def draft_path(workspace: Workspace, mail: Mail) -> Path:
    """Return where a draft lies: by period, in the order in which they were made."""
    name = f"{mail.number:05}_{mail.kind}_{mail.department}_{mail.key[:8]}.eml"
    return workspace.out / OUTBOX / mail.period / name


def draft_written(workspace: Workspace, mail: Mail) -> Path:
    """Write a draft, the same bytes whenever it is written; return where it lies."""
    path = draft_path(workspace, mail)
    write_whole(path, mail.content)
    return path
