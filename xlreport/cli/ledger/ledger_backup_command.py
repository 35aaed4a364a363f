"""`xlreport backup` and `xlreport restore`: copies of the ledger."""

from pathlib import Path
from typing import Annotated

import typer

CopyFile = Annotated[Path | None, typer.Argument(metavar="FILE")]


def backup_command(file: CopyFile = None) -> None:
    """Write one proved copy of the ledger."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.exports.exporting_ledger_backups import backup

    workspace = here()
    path = backup(workspace, file, now())
    show(say(workspace.language, "round.backed-up", file=str(path)))


def restore_command(file: CopyFile = None) -> None:
    """Read a copy of the ledger back; the one that was there is kept."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.exports.exporting_ledger_backups import restore

    workspace = here()
    path, aside = restore(workspace, file, now())
    show(say(workspace.language, "round.restored", file=str(path)))
    if aside is not None:
        show(say(workspace.language, "round.restored-aside", file=str(aside)))
