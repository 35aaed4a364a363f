"""The inbox of a workspace, read, checked and entered in its ledger."""

import sqlite3
from datetime import datetime

from xlreport.model.period import Period
from xlreport.pipeline.intake.cache import cache_in
from xlreport.pipeline.intake.receive import Received, Tick, receive
from xlreport.pipeline.round.holding import settle_places
from xlreport.pipeline.round.recording import Recorded, record_intake, recorded_earlier
from xlreport.pipeline.round.workspace import Workspace


def take_in(
    workspace: Workspace,
    ledger: sqlite3.Connection,
    now: datetime,
    *,
    period: Period | None = None,
    jobs: int = 0,
    tick: Tick | None = None,
) -> Recorded:
    """Read everything in the inbox and enter what is new; files are only read."""
    settle_places(workspace, ledger)
    if not workspace.inbox.is_dir():
        workspace.inbox.mkdir()
    earlier = recorded_earlier(workspace, ledger, before=period)
    with cache_in(workspace.folder) as cache:
        received = receive(
            [workspace.inbox],
            [workspace.plan],
            earlier=earlier,
            templates=workspace.restyled,
            jobs=jobs,
            tick=tick,
            cache=cache,
        )
    return record_intake(workspace, ledger, received, now)


def latest_of(kept: Recorded, period: Period) -> tuple[Received, ...]:
    """Return the last file that each department sent for a period, in the order of the plan."""
    latest: dict[str, Received] = {}
    for one in kept.received:
        if one.identity is None or one.period != str(period) or one.file not in kept.arrivals:
            continue
        before = latest.get(one.department)
        if before is None or _moment(kept, one) >= _moment(kept, before):
            latest[one.department] = one
    return tuple(sorted(latest.values(), key=lambda one: one.number))


def _moment(kept: Recorded, one: Received) -> tuple[str, int]:
    """Order by the saving time, which for mail is the time of arrival, then by the sequence of
    arrivals.
    """
    saved = one.submission.saved_at if one.submission else None
    return (saved.isoformat() if saved else ""), kept.arrivals[one.file].number
