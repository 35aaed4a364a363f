"""The inbox of a workspace, read, checked and entered in its ledger."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from xlreport.model.judged.judged_on_file import OnFile
from xlreport.model.period import Period
from xlreport.pipeline.intake.receiving_inbox import Received, Tick, receive
from xlreport.pipeline.intake.stored.stored_intake_cache import cache_in
from xlreport.pipeline.round.mails.holding_mail_files import settle_places
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.recording_round import (
    Recorded,
    record_intake,
    recorded_earlier,
    round_of,
)
from xlreport.pipeline.round.supervision.keeping_supervision_evidence import (
    note_tied,
    with_evidence,
)
from xlreport.pipeline.round.supervision.listing_supervision_files import on_file
from xlreport.pipeline.round.taking_in_round_replies import take_replies, without_slips
from xlreport.processes.folders.local_folder import list_inbox, shown_path
from xlreport.processes.platform_calls import resolved


def take_in(
    round_: Round,
    places: Sequence[Path] = (),
    *,
    tick: Tick | None = None,
    only: Collection[Path] | None = None,
    aside: Path | None = None,
) -> Recorded:
    """Read, check and, where there is a ledger, enter what came; files are only read.

    The one place where an inbox is received: of files that were read before only new and changed
    ones are opened again, whichever command asks.

    Args:
        round_: what the command works with.
        places: folders and files; by default the inbox of the workspace.
        tick: told of the progress.
        only: the files of the inbox that may be read, because they lie still; what is known of
            another of them stays as it is. None is all.
        aside: the folder for copies that are marked while they are read, where such are wanted.
    """
    receive_ = partial(
        receive,
        templates=round_.templates,
        tick=tick,
        engine=round_.engine,
        aside=aside,
    )
    if round_.home is None:
        came, beside = with_evidence(round_, receive_(places, round_.plans, earlier=round_.earlier))
        found = Recorded(intake=came, arrivals={}, new=0, changed=0, earlier=round_.earlier)
        return replace(found, on_file=OnFile(kept=beside))
    if not places:
        settle_places(round_)
        if not round_.workspace.inbox.is_dir() and not round_.workspace.is_rehearsal:
            round_.workspace.inbox.mkdir()
    asked = round_.period or round_of(round_)
    earlier = (*round_.earlier, *recorded_earlier(round_, before=asked))
    workspace = round_.workspace
    begun = workspace.folder if workspace.is_rehearsal else None
    with cache_in(workspace.out, begun=begun) as cache:
        came = receive_(
            places or [workspace.inbox], round_.plans, earlier=earlier, cache=cache, only=only
        )
    own = not places or resolved(workspace.inbox) in map(resolved, places)
    left = frozenset() if only is None else _left(workspace.inbox, only)
    # a file that is still being written may be the one that a row names
    came, beside = (came, ()) if left else with_evidence(round_, came)
    kept = replace(record_intake(round_, came, whole_inbox=own, left=left), earlier=earlier)
    note_tied(round_, kept.received, beside)
    replies = take_replies(round_, kept.received, kept.arrivals)
    return replace(
        kept,
        replies=replies,
        intake=without_slips(kept.intake, replies.slips),
        on_file=replace(on_file(round_), kept=beside),
    )


def _left(inbox: Path, only: Collection[Path]) -> frozenset[str]:
    return frozenset(shown_path(path, inbox) for path in list_inbox(inbox) if path not in only)


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
