"""The ledger of the workspace that somebody works in, for commands that do as well without one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xlreport.pipeline.files.places import find_folder

if TYPE_CHECKING:
    import sqlite3

    from xlreport.model.period import Period
    from xlreport.model.returns.record import Record
    from xlreport.pipeline.intake.receive import Intake
    from xlreport.pipeline.round.recording import Recorded
    from xlreport.pipeline.round.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FoundWorkspace:
    """A workspace that is held, and its ledger, open for writing."""

    workspace: "Workspace"
    ledger: "sqlite3.Connection"
    now: datetime


@contextmanager
def find_ledger(here: Path, command: str, now: datetime) -> Iterator[FoundWorkspace | None]:
    """Hold the workspace that a folder lies in and open its ledger; None where it lies in none.

    Raises:
        CannotRun: `workspace-busy` with exit code 75, or what is wrong with the workspace.
    """
    if find_folder(here) is None:
        yield None
        return
    from xlreport.pipeline.round.workspace import load_workspace, writing_in

    workspace = load_workspace(here)
    with writing_in(workspace, command, now) as ledger:
        yield FoundWorkspace(workspace, ledger, now)


def earlier_from(
    near: FoundWorkspace | None, period: "Period | None" = None
) -> "tuple[Record, ...]":
    """Return the accepted records of periods before the one in hand; none without a ledger."""
    if near is None:
        return ()
    from xlreport.pipeline.round.recording import recorded_earlier, round_of

    return recorded_earlier(
        near.workspace, near.ledger, before=period or round_of(near.workspace, near.ledger)
    )


def recorded_in(near: FoundWorkspace | None, intake: "Intake") -> "tuple[Intake, Recorded | None]":
    """Enter what came; return it as it counts by the ledger (amended, in order of arrival), and
    what was new.
    """
    if near is None:
        return intake, None
    from xlreport.pipeline.round.recording import record_intake

    kept = record_intake(near.workspace, near.ledger, intake, near.now)
    return kept.intake, kept
