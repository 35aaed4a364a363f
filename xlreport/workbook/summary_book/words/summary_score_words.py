"""What the summary says of 综合评分, department by department; it does not follow a correction, and
says so once there is one.
"""

from xlreport.model.judged.judged_score import ScoreRow
from xlreport.model.judged.judged_summary import Summary
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Entries, Shown
from xlreport.workbook.summary_book.words.summary_count_words import ANY_CHANGED, is_live
from xlreport.workbook.summary_book.words.summary_issued_words import stamped
from xlreport.workbook.summary_book.words.summary_target_words import NONE

_STAMPED = ("score", "reason")


def score_entries(summary: Summary) -> list[Entries]:
    """Return a row for each department, best first."""
    return [_entries(summary, one) for one in summary.scores]


def _entries(summary: Summary, one: ScoreRow) -> Entries:
    entries: dict[str, CellEntry] = {
        "rank": NONE if one.rank is None else one.rank,
        "name": one.name,
        "score": NONE if one.score is None else Shown(value=one.score, decimals=2),
        "average": NONE if one.average is None else Shown(value=one.average, decimals=2),
        "deducted": one.deducted,
        "counted": one.counted,
        "weight": one.weight,
        "reason": one.reason,
    }
    if not is_live(summary):
        return entries
    language = summary.plan.language
    return entries | {
        field: stamped(language, entries[field], f"{ANY_CHANGED}>0") for field in _STAMPED
    }
