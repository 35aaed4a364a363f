"""What the summary says of evidence: a line for each file or link that a row names."""

from collections.abc import Mapping, Sequence

from xlreport.messages import say
from xlreport.messages.locked_cell_messages import label
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.returns.evidence import Evidence
from xlreport.workbook.summary_book.painting.painted_cells import Entries
from xlreport.workbook.summary_book.words.summary_target_words import status_text

_LONGEST = 2000
"""Characters of a link: workbooks hold no more than 2,079."""


def evidence_entries(summary: Summary) -> Sequence[Entries]:
    """Return a row for each thing that a row of the summary names as evidence."""
    return [_entry(summary, row, one) for row, one in _named(summary)]


def evidence_links(summary: Summary, places: Mapping[str, str]) -> list[str]:
    """Return where each of the same rows leads; empty where it leads nowhere.

    Args:
        summary: the summary.
        places: of files that came, by where they lie, the path from the summary's own folder.
    """
    found = []
    for _, one in _named(summary):
        link = one.link
        if one.kept is not None and one.kept.path in places:
            # a sign of counting would begin a place inside the file, and the per cent an escape
            path = places[one.kept.path].replace("%", "%25").replace("#", "%23")
            link = f"external:{path}"
        found.append(link if len(link) <= _LONGEST else "")
    return found


def _named(summary: Summary) -> list[tuple[SummaryRow, Evidence]]:
    return [(row, one) for row in summary.rows for one in row.evidence]


def _entry(summary: Summary, row: SummaryRow, one: Evidence) -> Entries:
    language = summary.plan.language
    came = "link" if one.link else "came" if one.kept else "missing"
    return {
        "status": status_text(language, row.assessment.status),
        "code": row.target.code,
        "name": label(row.target, language),
        "department": row.department,
        "evidence": one.name,
        "came": say(language, f"summary.evidence_{came}"),
        "file": one.kept.file if one.kept else "",
    }
