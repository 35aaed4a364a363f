"""Where files that came by mail lie: in the inbox, or held until a command releases them."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from xlreport.ledger.ledger_arrivals import arrivals, place_arrival
from xlreport.ledger.ledger_file import whole
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.round.round_ledger_types import Arrival, ArrivalPlace
from xlreport.pipeline.round.making_round import Round
from xlreport.processes.platform_write_error_calls import unwritten

BY_HAND = "by-hand"
"""Why a file is held that a person took out of the inbox."""


def settle_places(round_: Round) -> None:
    """Carry out what the ledger says: a file that belongs in the inbox and still lies in `held/` is
    moved, and one that was taken out of the inbox by a command is moved back.

    The ledger is told first and the file moved after, so that whatever stops in between is mended
    here.
    """
    workspace = round_.workspace
    if workspace.is_rehearsal:
        return
    waiting, here = _names_in(workspace.held), _names_in(workspace.inbox)
    if waiting:
        for one in arrivals(round_.ledger, ArrivalPlace.INBOX):
            if one.file in waiting:
                _move(workspace.held, workspace.inbox, one.file)
    if here:
        for one in arrivals(round_.ledger, ArrivalPlace.HELD):
            if one.reason == BY_HAND and one.file in here:
                _move(workspace.inbox, workspace.held, one.file)


def _names_in(folder: Path) -> frozenset[str]:
    if not folder.is_dir():
        return frozenset()
    return frozenset(one.name for one in folder.iterdir() if one.is_file())


def _move(source: Path, target: Path, file: str) -> None:
    try:
        target.mkdir(exist_ok=True)
        (source / file).replace(target / file)
    except OSError as error:
        raise unwritten(error, target / file) from error


def release(round_: Round, wanted: Sequence[str]) -> Sequence[Arrival]:
    """Move held files to the inbox, also such as were dismissed.

    Raises:
        CannotRun: `release-unknown`, `release-several`; then nothing is moved.
    """
    waiting = (*held_files(round_.ledger), *arrivals(round_.ledger, ArrivalPlace.DISMISSED))
    chosen = [_named(waiting, word) for word in wanted]
    return _placed(round_, chosen, ArrivalPlace.INBOX, "released")


def hold(round_: Round, wanted: Sequence[str]) -> Sequence[Arrival]:
    """Take files out of the inbox again: what was released by mistake, or does not count. Their
    figures count no longer.

    Raises:
        CannotRun: `release-unknown`, `release-several`; then nothing is moved.
    """
    there = [
        one
        for one in arrivals(round_.ledger, ArrivalPlace.INBOX)
        if (round_.workspace.inbox / one.file).is_file()
    ]
    return _placed(round_, [_named(there, word) for word in wanted], ArrivalPlace.HELD, BY_HAND)


def dismiss(round_: Round, wanted: Sequence[str]) -> Sequence[Arrival]:
    """Note that held files were looked at and are not wanted; they stay in `held/` and are counted
    no longer.

    Raises:
        CannotRun: `release-unknown`, `release-several`; then nothing is noted.
    """
    waiting = held_files(round_.ledger)
    chosen = [_named(waiting, word) for word in wanted]
    return _placed(round_, chosen, ArrivalPlace.DISMISSED, "dismissed")


def _named(waiting: Sequence[Arrival], word: str) -> Arrival:
    """Return the one file that is named: by its number in the list, else by its name as it lies or
    as it came.
    """
    by_number = [one for one in waiting if word == str(one.number)]
    by_file = [one for one in waiting if word == one.file]
    found = by_number or by_file or [one for one in waiting if word == one.name]
    if not found:
        raise CannotRun("release-unknown", USAGE, name=word)
    if len(found) > 1:
        numbers = " ".join(str(one.number) for one in found)
        raise CannotRun("release-several", USAGE, name=word, numbers=numbers)
    return found[0]


def _placed(
    round_: Round, chosen: Sequence[Arrival], where: ArrivalPlace, reason: str
) -> Sequence[Arrival]:
    with whole(round_.ledger):
        for one in chosen:
            place_arrival(round_.ledger, one.number, where, reason, round_.now)
    settle_places(round_)
    return chosen


def held_files(ledger: sqlite3.Connection) -> tuple[Arrival, ...]:
    """Return what waits for a command."""
    return arrivals(ledger, ArrivalPlace.HELD)
