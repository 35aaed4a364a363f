"""Where files that came by mail lie: in the inbox, or held until a command releases them."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from xlreport.ledger.arrivals import arrivals, place_arrival
from xlreport.ledger.opening import whole
from xlreport.model.errors import USAGE, CannotRun
from xlreport.model.round.ledger import Arrival, ArrivalPlace
from xlreport.pipeline.round.workspace import Workspace


def settle_places(workspace: Workspace, ledger: sqlite3.Connection) -> None:
    """Carry out what the ledger says: a file that belongs in the inbox and still lies in `held/` is
    moved.

    The ledger is told first and the file moved after, so that whatever stops in between is mended
    here.
    """
    if not workspace.held.is_dir():
        return
    there = {one.name for one in workspace.held.iterdir() if one.is_file()}
    if not there:
        return
    for one in arrivals(ledger, ArrivalPlace.INBOX):
        if one.file in there:
            _move(workspace, one.file)


def _move(workspace: Workspace, file: str) -> None:
    try:
        workspace.inbox.mkdir(exist_ok=True)
        (workspace.held / file).replace(workspace.inbox / file)
    except OSError as error:
        raise CannotRun("file-busy", file=str(workspace.inbox / file)) from error


def release(
    workspace: Workspace, ledger: sqlite3.Connection, wanted: Sequence[str], now: datetime
) -> Sequence[Arrival]:
    """Move held files to the inbox; they are named by their number in the list or by their name.

    Raises:
        CannotRun: `release-unknown` where nothing held is meant; then nothing is moved.
    """
    waiting = held_files(ledger)
    chosen: list[Arrival] = []
    for word in wanted:
        found = [one for one in waiting if word in {str(one.number), one.file, one.name}]
        if not found:
            raise CannotRun("release-unknown", USAGE, name=word)
        chosen += found
    with whole(ledger):
        for one in chosen:
            place_arrival(ledger, one.number, ArrivalPlace.INBOX, "released", now)
    settle_places(workspace, ledger)
    return chosen


def held_files(ledger: sqlite3.Connection) -> tuple[Arrival, ...]:
    """Return what waits for a command."""
    return arrivals(ledger, ArrivalPlace.HELD)
