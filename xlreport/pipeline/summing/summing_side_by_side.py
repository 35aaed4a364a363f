"""Targets of two plans side by side: what a region asks and what its city answers."""

from collections.abc import Iterable, Iterator, Sequence

from xlreport.model.judged.judged_summary import Beside, Pair, SummaryRow
from xlreport.model.plans.plan import Plan


def pairs(plan: Plan, rows: Sequence[SummaryRow], others: Iterable[Beside]) -> tuple[Pair, ...]:
    """Return each of our targets beside the one of another plan that it answers, or that answers
    it.
    """
    listed = [one for one in others if one.plan != plan.code]
    if not listed:
        return ()
    return (*_answered(rows, listed), *_answering(plan, rows, listed))


def _answered(rows: Sequence[SummaryRow], others: Sequence[Beside]) -> Iterator[Pair]:
    above = {f"{one.plan}:{one.code}": one for one in others}
    for row in rows:
        other = above.get(row.target.parent or "")
        if other and row.target.parent_kind:
            yield Pair(row, other, row.target.parent_kind, above=False)


def _answering(plan: Plan, rows: Sequence[SummaryRow], others: Sequence[Beside]) -> Iterator[Pair]:
    mine = {f"{plan.code}:{row.target.code}": row for row in rows}
    for one in others:
        row = mine.get(one.parent)
        if row:
            yield Pair(row, one, "part" if one.parent_kind == "part" else "same", above=True)
