"""One page for a leader or a department: its counts, what needs attention, and its lights."""

from collections.abc import Sequence

from xlreport.messages import say
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import Summary, SummaryRow, on_track_share
from xlreport.papers.bulletin_paper import Imprint, imprint_words, light_counts, summary_words
from xlreport.papers.paper_documents import Values
from xlreport.papers.paper_words import RowWords, row_words

MOST_URGENT = 6
"""Rows that are told in full; what more there is stands in the table only."""
MOST_LISTED = 18
_LONGEST = {"reason": 90, "next_steps": 50, "name": 40, "target": 30, "department": 16}
"""Characters of what is told, for a page to stay one; the summary has all of it."""


def leader_words(summary: Summary, imprint: Imprint, leader: str) -> Values:
    """Return what the page of a leader may name: the targets that the leader takes charge of."""
    rows = [row for row in summary.rows if row.target.leader == leader]
    return _page(summary, imprint, rows) | {"leader": leader, "name": leader}


def department_words(summary: Summary, imprint: Imprint, code: str, name: str) -> Values:
    """Return what the page of a department may name: the targets that it reports or leads.

    Args:
        summary: what is known of the period.
        imprint: who issues the page, when and under which number.
        code: the department's code.
        name: its name, as the page has it.
    """
    rows = [row for row in summary.rows if code in {row.target.reported_by, row.target.lead}]
    unit = next((one for one in summary.departments if one.code == code), None)
    language = summary.plan.language
    key = "summary.missing"
    if unit and unit.verdict:
        key = f"verdict.{unit.verdict}"
    returned = say(language, key)
    return _page(summary, imprint, rows) | {"department": name, "name": name, "returned": returned}


def _page(summary: Summary, imprint: Imprint, rows: Sequence[SummaryRow]) -> dict[str, object]:
    language = summary.plan.language
    counts = {one: sum(row.assessment.status is one for row in rows) for one in Status}
    share = on_track_share(counts)
    mine = {row.target.code for row in rows}
    urgent = [row for row in summary.attention if row.target.code in mine]
    calm = [row for row in rows if row not in urgent]
    listed = [*urgent, *calm][:MOST_LISTED]
    words = summary_words(summary)
    return {
        **imprint_words(language, imprint),
        **words,
        "count": {
            **{str(one): count for one, count in counts.items()},
            "all": len(rows),
            "share": "" if share is None else f"{int(share * 100)}%",
            "lights": light_counts(language, rows),
        },
        "urgent": [
            _short(row_words(summary, row, place))
            for place, row in enumerate(urgent[:MOST_URGENT], 1)
        ],
        "urgent_more": max(len(urgent) - MOST_URGENT, 0),
        "rows": [_short(row_words(summary, row, place)) for place, row in enumerate(listed, 1)],
        "rows_more": max(len(rows) - MOST_LISTED, 0),
    }


def _short(words: RowWords) -> RowWords:
    return words | {
        name: f"{text[: most - 1]}…"
        for name, most in _LONGEST.items()
        if len(text := str(words[name])) > most
    }
