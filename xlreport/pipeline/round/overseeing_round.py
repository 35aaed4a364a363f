"""What a coordinator should know besides how each department stands: everything held, messages put
aside, late returns of earlier periods, and a run that ended without a word.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from xlreport.ledger.ledger_arrivals import arrivals, first_sent_on
from xlreport.ledger.ledger_deferred_mails import Aside, still_aside
from xlreport.ledger.ledger_outcomes import first_days
from xlreport.ledger.ledger_papers import open_targets, undecided
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.model.period import Period
from xlreport.model.round.round_ledger_types import ArrivalPlace
from xlreport.model.round.round_paper_types import OpenTarget, Paper, Reply
from xlreport.pipeline.files.locking_workspace_files import left_behind
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.recording_round import periods_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLetter:
    """A letter that is still open."""

    paper: Paper
    codes: tuple[str, ...]
    """Its targets that are not closed."""
    days: int
    """Since it was issued."""
    replied: bool
    """Whether each of them was answered."""
    overdue: int
    """Days that the answer is late; 0 where it is not, or has come."""


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
    letters: tuple[OpenLetter, ...]
    """Letters about targets that are not good again."""
    asks: tuple[Reply, ...]
    """Answers that ask for more time or another value, and nobody decided yet."""
    left_behind: Mapping[str, str]
    """What a run left that ended without a word; empty where none did."""


def overview(round_: Round, period: Period) -> RoundOverview:
    """Return it as the ledger and the folder have it."""
    return RoundOverview(
        held=len(arrivals(round_.ledger, ArrivalPlace.HELD)),
        aside=still_aside(round_.ledger),
        earlier=tuple(_earlier(round_, period)),
        letters=open_letters(round_),
        asks=undecided(round_.ledger, round_.workspace.code),
        left_behind=left_behind(round_.workspace.folder),
    )


def open_letters(round_: Round) -> tuple[OpenLetter, ...]:
    """Return the letters with targets that are still open, the oldest first."""
    found: dict[int, list[OpenTarget]] = {}
    for one in open_targets(round_.ledger, round_.workspace.code):
        found.setdefault(one.paper.number, []).append(one)
    return tuple(
        OpenLetter(
            paper=targets[0].paper,
            codes=tuple(one.code for one in targets),
            days=(round_.today - targets[0].paper.issued_on).days,
            replied=all(one.replied for one in targets),
            overdue=_overdue(targets, round_.today),
        )
        for targets in found.values()
    )


def _overdue(targets: Sequence[OpenTarget], today: date) -> int:
    by = targets[0].paper.reply_by
    if by is None or all(one.replied for one in targets):
        return 0
    return max((today - by).days, 0)


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
