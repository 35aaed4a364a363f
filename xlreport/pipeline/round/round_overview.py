"""What a coordinator should know besides how each department stands: everything held, messages put
aside, late returns of earlier periods, and a run that ended without a word.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from xlreport.ledger.ledger_arrivals import arrivals, first_sent_on
from xlreport.ledger.ledger_deferred_mails import Aside, still_aside
from xlreport.ledger.ledger_outcomes import first_days
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.model.period import Period
from xlreport.model.round.ledger_values import ArrivalPlace
from xlreport.pipeline.files.locking_workspace import left_behind
from xlreport.pipeline.round.recording_returns import periods_of
from xlreport.pipeline.round.round import Round


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOverview:
    """A round beside its departments."""

    held: int
    """Files that wait, whether their sender is known or not."""
    aside: tuple[tuple[Aside, int], ...]
    """Messages that could not be taken, and how often that was tried."""
    earlier: tuple[tuple[str, str, str], ...]
    """Department, period and day of returns for earlier periods that came since this period's
    workbooks went out.
    """
    left_behind: Mapping[str, str]
    """What a run left that ended without a word; empty where none did."""


def overview(round_: Round, period: Period) -> RoundOverview:
    """Return it as the ledger and the folder have it."""
    return RoundOverview(
        held=len(arrivals(round_.ledger, ArrivalPlace.HELD)),
        aside=still_aside(round_.ledger),
        earlier=tuple(_earlier(round_, period)),
        left_behind=left_behind(round_.workspace.folder),
    )


def _earlier(round_: Round, period: Period) -> list[tuple[str, str, str]]:
    workspace = round_.workspace
    begun = first_sent_on(round_.ledger, workspace.code, str(period))
    if begun is None:
        return []
    named = {one.code: one.name for one in workspace.plan.department}
    found = []
    for one in periods_of(round_):
        if one.end >= period.end:
            continue
        label = period_label(workspace.language, one)
        for code, (day, _) in first_days(round_.ledger, workspace.code, str(one)).items():
            if day >= round_.day_of(begun):
                found.append((named.get(code, code), label, day_label(workspace.language, day)))
    return found
