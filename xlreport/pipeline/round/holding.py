"""Where files that came by mail lie: in the inbox, or held until a command releases them."""

import sqlite3
from collections.abc import Sequence

from xlreport.ledger.arrivals import arrivals, place_arrival
from xlreport.ledger.opening import whole
from xlreport.model.errors import USAGE, CannotRun
from xlreport.model.round.ledger import Arrival, ArrivalPlace
from xlreport.pipeline.round.round import Round
from xlreport.pipeline.round.workspace import Workspace


def settle_places(round_: Round) -> None:
    """Carry out what the ledger says: a file that belongs in the inbox and still lies in `held/` is
    moved.

    The ledger is told first and the file moved after, so that whatever stops in between is mended
    here.
    """
    if not round_.workspace.held.is_dir():
        return
    there = {one.name for one in round_.workspace.held.iterdir() if one.is_file()}
    if not there:
        return
    for one in arrivals(round_.ledger, ArrivalPlace.INBOX):
        if one.file in there:
            _move(round_.workspace, one.file)


def _move(workspace: Workspace, file: str) -> None:
    try:
        workspace.inbox.mkdir(exist_ok=True)
        (workspace.held / file).replace(workspace.inbox / file)
    except OSError as error:
        raise CannotRun("file-busy", file=str(workspace.inbox / file)) from error


def release(round_: Round, wanted: Sequence[str]) -> Sequence[Arrival]:
    """Move held files to the inbox; they are named by their number in the list or by their name.

    Raises:
        CannotRun: `release-unknown` where nothing held is meant; then nothing is moved.
    """
    waiting = held_files(round_.ledger)
    chosen: list[Arrival] = []
    for word in wanted:
        found = [one for one in waiting if word in {str(one.number), one.file, one.name}]
        if not found:
            raise CannotRun("release-unknown", USAGE, name=word)
        chosen += found
    with whole(round_.ledger):
        for one in chosen:
            place_arrival(round_.ledger, one.number, ArrivalPlace.INBOX, "released", round_.now)
    settle_places(round_)
    return chosen


def held_files(ledger: sqlite3.Connection) -> tuple[Arrival, ...]:
    """Return what waits for a command."""
    return arrivals(ledger, ArrivalPlace.HELD)
