"""Roll-ups of lights: counts by status, department and section, and the order in which rows ask for
attention.
"""

from collections.abc import Callable, Iterable
from typing import Literal

from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import SummaryRow
from xlreport.model.plans.plan import Commitment

Counts = dict[Status, int]
_URGENT = (Status.OFF_TRACK, Status.AT_RISK)
_FIRMEST_FIRST = (Commitment.HARD, Commitment.STRIVE, Commitment.PLAIN)


def counts(rows: Iterable[SummaryRow]) -> Counts:
    """Return how many rows have each light, all seven, in the order in which they ask for
    attention.
    """
    total = dict.fromkeys(Status, 0)
    for row in rows:
        total[row.assessment.status] += 1
    return total


def by_department(rows: Iterable[SummaryRow]) -> dict[str, Counts]:
    """Return the counts of each reporting department by its name, most in need first."""
    groups = _grouped(rows, lambda row: row.department)
    return dict(sorted(groups.items(), key=lambda group: (*_need(group[1]), group[0])))


def by_section(rows: Iterable[SummaryRow]) -> dict[str, Counts]:
    """Return the counts of each section of the report, in the order in which the plan has them."""
    listed = sorted(rows, key=_place)
    return _grouped(listed, lambda row: row.target.section)


def by_leader(rows: Iterable[SummaryRow]) -> dict[str, Counts]:
    """Return the counts of each leader (牵头领导), most in need first; rows without one are under
    an empty name.
    """
    groups = _grouped(rows, lambda row: row.target.leader)
    return dict(sorted(groups.items(), key=lambda group: (*_need(group[1]), group[0])))


def attention(rows: Iterable[SummaryRow]) -> tuple[SummaryRow, ...]:
    """Return the rows that need somebody to act, most urgent first.

    Off track that was promised (确保), other off track, then at risk in the same order; among
    equals what the report strives for (力争) comes first, then the plan's order.
    """
    urgent = [row for row in rows if row.assessment.status in _URGENT]
    return tuple(sorted(urgent, key=lambda row: (*_urgency(row), *_place(row))))


def changes(
    rows: Iterable[SummaryRow],
) -> dict[Literal["worse", "better", "still_off"], tuple[SummaryRow, ...]]:
    """Return the rows whose light turned since the last period, or stayed off track, in the plan's
    order.
    """
    listed = sorted(rows, key=_place)
    turns: tuple[Literal["worse", "better", "still_off"], ...] = ("worse", "better", "still_off")
    return {turn: tuple(row for row in listed if row.change == turn) for turn in turns}


def _grouped(rows: Iterable[SummaryRow], name: Callable[[SummaryRow], str]) -> dict[str, Counts]:
    groups: dict[str, list[SummaryRow]] = {}
    for row in rows:
        groups.setdefault(name(row), []).append(row)
    return {key: counts(group) for key, group in groups.items()}


def _need(total: Counts) -> tuple[int, ...]:
    worst_first = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)
    return (*(-total[status] for status in worst_first), -sum(total.values()))


def _urgency(row: SummaryRow) -> tuple[int, int]:
    return _URGENT.index(row.assessment.status), _FIRMEST_FIRST.index(row.target.commitment)


def _place(row: SummaryRow) -> tuple[str, int, str]:
    return row.assessment.kind, row.serial, row.target.code
