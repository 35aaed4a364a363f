"""Copies of the ledger made and read back, at a coordinator's word."""

from datetime import datetime
from pathlib import Path

from xlreport.ledger.ledger_backups import BACKUPS, backup_to, kept, restore_from
from xlreport.ledger.ledger_file import LEDGER_FILE, read_ledger
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.pipeline.files.locking_workspace_files import hold_workspace
from xlreport.pipeline.files.writing_files import prove_out
from xlreport.pipeline.round.opening_round_workspace import Workspace


def backup(workspace: Workspace, target: Path | None, now: datetime) -> Path:
    """Write one proved copy of the ledger; return where it lies, by default among the kept ones.

    Raises:
        CannotRun: `backup-exists` where the target is there already; what `prove_out` raises.
    """
    stamp = now.strftime("%Y%m%d-%H%M%S")
    path = target or workspace.folder / BACKUPS / f"ledger-{stamp}.sqlite3"
    if path.is_dir():
        path /= f"ledger-{stamp}.sqlite3"
    if path.is_file():
        raise CannotRun("backup-exists", USAGE, file=str(path))
    prove_out(path)
    with read_ledger(workspace.folder) as ledger:
        backup_to(ledger, path)
    return path


def restore(workspace: Workspace, source: Path | None, now: datetime) -> tuple[Path, Path | None]:
    """Read a copy back, by default the newest kept one; return it, and where the ledger that was
    there lies now.

    Raises:
        CannotRun: `backup-none` where none is kept, or what is wrong with the copy.
    """
    copies = kept(workspace.folder)
    path = source or (copies[-1] if copies else None)
    if path is None:
        raise CannotRun("backup-none", folder=str(workspace.folder / BACKUPS))
    with hold_workspace(workspace.folder, "restore", now):
        aside = restore_from(path, workspace.folder / LEDGER_FILE, now)
    return path, aside
