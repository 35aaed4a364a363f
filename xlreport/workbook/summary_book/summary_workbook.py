"""Writes the summary workbook: what leaders read, from the summary's rows and a template's look."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from tempfile import TemporaryDirectory

from xlreport.messages import say
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import CannotRun
from xlreport.model.returns.evidence import NO_PLACES
from xlreport.workbook.summary_book.painting.painted_cells import CellEntry, Entries, Paint
from xlreport.workbook.summary_book.painting.painted_look import (
    Board,
    SummaryLook,
    load_summary_look,
)
from xlreport.workbook.summary_book.painting.painted_places import row_ranges
from xlreport.workbook.summary_book.painting.painted_sheets import Placed, paint_sheet
from xlreport.workbook.summary_book.summary_book_pages import (
    Page,
    leader_pages,
    paint_pages,
    unit_pages,
)
from xlreport.workbook.summary_book.summary_book_sheets import left_out
from xlreport.workbook.summary_book.words.summary_comparison_words import beside_entries
from xlreport.workbook.summary_book.words.summary_correction_words import correction_words
from xlreport.workbook.summary_book.words.summary_count_words import (
    TARGET_KINDS,
    is_live,
    live_departments,
    live_tiles,
)
from xlreport.workbook.summary_book.words.summary_evidence_words import (
    evidence_entries,
    evidence_links,
)
from xlreport.workbook.summary_book.words.summary_list_words import (
    change_entries,
    department_entries,
    department_totals,
    file_entries,
    finding_entries,
    problem_entries,
    source_entries,
)
from xlreport.workbook.summary_book.words.summary_live_cell_words import FOR_FORMULAS
from xlreport.workbook.summary_book.words.summary_overview_words import (
    MOST_ATTENTION,
    attention_entries,
    nothing_urgent,
    words_of,
)
from xlreport.workbook.summary_book.words.summary_score_words import score_entries
from xlreport.workbook.summary_book.words.summary_target_words import (
    TREND,
    indicator_rows,
    milestone_rows,
    past_values,
    trend_values,
)
from xlreport.workbook.workbook_row_xml import quickly_packed

_MADE_ON = datetime(2020, 1, 1, tzinfo=UTC)
"""Stands in every summary as its making, so that the same input gives the same bytes."""
_ONLY_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_IN_MEMORY = 1000
"""Rows up to which all parts of the workbook are held in memory at once; of more they are temporary
files.
"""
_BAR, _LIST_ROW, _BELOW_LIST, _LEAST_ROWS = 19, 33, 190, 4
"""Pixels of a department's bar, of a row of the list, and of what stands below the list; the least
rows of the list.
"""


def summary_workbook(
    summary: Summary,
    look: bytes,
    places: Mapping[str, str] = NO_PLACES,
    sheets: frozenset[str] = frozenset(),
) -> bytes:
    """Return the summary as a workbook; everything in it is text or a number.

    Args:
        summary: What is to be read.
        look: A summary template: it says which sheets and columns there are, in which order, words
            and looks.
        places: of files that are evidence, by where they lie, the path from the summary's folder.
        sheets: the kinds of sheets that are asked for, of `SHEET_KINDS`; none for what every
            summary has.

    Raises:
        CannotRun: the template cannot be opened, or says `{{…}}` that nobody knows; a large summary
            has no room in the folder for temporary files.
    """
    template = _asked(load_summary_look(look), left_out(len(summary.rows), sheets))
    if len(summary.rows) + len(summary.findings) <= _IN_MEMORY:
        return _workbook(summary, template, places, {"in_memory": True})
    try:
        folder = TemporaryDirectory(prefix="xlreport-", ignore_cleanup_errors=True)
    except OSError:  # no folder for temporary files can be written
        return _workbook(summary, template, places, {"in_memory": True})
    with folder as place, quickly_packed():
        return _workbook(summary, template, places, {"tmpdir": place})


def without_content(summary: Summary, asked: frozenset[str]) -> frozenset[str]:
    """Return the kinds of sheets that are asked for and not written, as nothing would stand in
    them.
    """
    pages = {kind: made for kind in asked & _PAGES.keys() if (made := _PAGES[kind](summary))}
    return frozenset(kind for kind in asked if not _has(kind, summary, pages))


def _asked(template: SummaryLook, gone: frozenset[str]) -> SummaryLook:
    """Return a template without the sheets of these kinds."""
    boards = tuple(board for board in template.boards if board.kind not in gone)
    return replace(template, boards=boards)


def _workbook(
    summary: Summary,
    template: SummaryLook,
    sources: Mapping[str, str],
    where: dict[str, str | bool],
) -> bytes:
    from xlsxwriter import Workbook  # late: start-up stays light
    from xlsxwriter.exceptions import FileCreateError

    from xlreport.workbook.summary_book.summary_book_charts import add_charts, add_trends
    from xlreport.workbook.summary_book.summary_book_conditional_formats import set_rules

    content = BytesIO()
    book = Workbook(content, {**_ONLY_TEXT, **where})
    book.set_properties({"title": summary.plan.title, "created": _MADE_ON})
    paint = Paint(book, template)
    kinds = {board.kind for board in template.boards}
    pages = {
        kind: made for kind, make in _PAGES.items() if kind in kinds and (made := make(summary))
    }
    boards = [board for board in template.boards if _has(board.kind, summary, pages)]
    for board in boards:
        book.add_worksheet(board.title)
    out, live = _left_out(summary), is_live(summary)
    gone = {board.kind: out | _for_formulas(board.kind, live=live) for board in boards}
    rows = {board.kind: _ROWS[board.kind](summary) for board in boards if board.kind in _ROWS}
    if not live:
        paint.addresses.clear()  # nothing is computed anew
    for board in boards:
        if board.kind in rows and live:
            paint.addresses.update(row_ranges(board, len(rows[board.kind]), gone[board.kind]))
    said = words_of(summary) | department_totals(summary) | correction_words(summary)
    words = live_tiles(summary, said)
    for board in boards:
        drop = gone[board.kind]
        if board.kind in pages:
            placed = paint_pages(
                paint, board, words | {"count": len(pages[board.kind])}, pages[board.kind], drop
            )
        else:
            placed = _sheet(paint, board, summary, rows.get(board.kind, []), words, drop)
        set_rules(board.kind, placed, paint, summary.plan.language)
        _add_links(board, placed, summary, sources)
        if board.places:
            add_charts(paint, placed, summary, words)
        if "trend" in placed.columns:
            add_trends(paint, placed, trend_values(summary))
    try:
        book.close()
    except FileCreateError as error:
        raise CannotRun("disk-full", file=str(where.get("tmpdir", ""))) from error
    return content.getvalue()


def _add_links(board: Board, placed: Placed, summary: Summary, places: Mapping[str, str]) -> None:
    """Let cells of evidence lead to what they name; what stands in them stays."""
    from xlsxwriter.url import Url  # late: start-up stays light

    if board.kind != "evidence" or "evidence" not in placed.columns:
        return
    for row, link in enumerate(evidence_links(summary, places), placed.first):
        if link:
            placed.sheet.hyperlinks[row][placed.columns["evidence"]] = Url(link)


def _has(kind: str, summary: Summary, pages: Mapping[str, list[Page]]) -> bool:
    """Say whether a sheet has anything to say: changes need an earlier summary, pages somebody to
    send them to.
    """
    if kind in _PAGES:
        return kind in pages
    known = {
        "changed": summary.issued is not None,
        "beside": bool(summary.pairs),
        "score": bool(summary.scores),
        "evidence": any(row.evidence for row in summary.rows),
    }
    return known.get(kind, True)


def _sheet(
    paint: Paint,
    board: Board,
    summary: Summary,
    rows: Sequence[Entries],
    words: Entries,
    drop: frozenset[str],
) -> Placed:
    """Paint one sheet with the rows that its pattern asks for."""
    said = {**words, "count": len(rows)}
    if not rows and board.kind:
        fields = (spot.field.partition(".")[2] for spot in board.spots if spot.row == board.pattern)
        rows = [dict.fromkeys(fields) | _nothing(board.kind, summary)]
    if board.kind == "attention":
        rows = [*rows, *[{}] * (_room(summary) - len(rows))]
    return paint_sheet(paint, board, said, rows, drop)


def _nothing(kind: str, summary: Summary) -> dict[str, CellEntry]:
    """Return the words that stand where a sheet has no rows."""
    key = nothing_urgent(summary) if kind == "attention" else f"empty_{kind}"
    return {_SAYS_NOTHING[kind]: say(summary.plan.language, f"summary.{key}")}


def _room(summary: Summary) -> int:
    """Return how many rows the list of what needs attention has, so that the chart beside it has
    room for its bars.
    """
    beyond = (len(summary.departments) * _BAR - _BELOW_LIST) / _LIST_ROW
    return max(_LEAST_ROWS, min(MOST_ATTENTION, math.ceil(beyond)))


def _left_out(summary: Summary) -> frozenset[str]:
    """Return the columns that would be empty from top to bottom, and what is only known with an
    earlier period.
    """
    out: set[str] = set()
    if not any(row.last_status for row in summary.rows):
        out |= {"last", "better", "worse"}
    if not past_values(summary):
        out |= {"trend", *TREND}
    optional = {
        "travel": any(row.travel for row in summary.rows),
        "periods_off": any(row.periods_off > 1 or row.off_before for row in summary.rows),
        "escalation": any(row.level or row.made_good for row in summary.rows),
        "against_above": any(row.against_above for row in summary.rows),
        "progress_index": any(row.progress for row in summary.rows),
        "forecast": any(row.forecast for row in summary.rows),
        "decision": any(row.decision for row in summary.rows),
        "leader": any(row.target.leader for row in summary.rows),
        "sealed": any(unit.sealed is not None for unit in summary.departments),
    }
    if not any(row.inspected for row in summary.rows):
        out |= {"inspected", "inspection_gap", "inspection"}
    out |= {field for field, known in optional.items() if not known}
    if "forecast" in out:
        out.add("forecast_range")
    return frozenset(out)


def _for_formulas(kind: str, *, live: bool) -> frozenset[str]:
    """Return the columns of a sheet that only formulas look at, where nothing is computed anew."""
    return FOR_FORMULAS if kind in TARGET_KINDS and not live else frozenset()


#: The rows of each kind of pattern.
_ROWS: dict[str, Callable[[Summary], Sequence[Entries]]] = {
    "indicator": indicator_rows,
    "milestone": milestone_rows,
    "department": lambda summary: live_departments(summary, department_entries(summary)),
    "finding": finding_entries,
    "source": source_entries,
    "file": file_entries,
    "attention": attention_entries,
    "changed": change_entries,
    "problem": problem_entries,
    "beside": beside_entries,
    "score": score_entries,
    "evidence": evidence_entries,
}
#: Sheets that have a page for each of something.
_PAGES: dict[str, Callable[[Summary], list[Page]]] = {"unit": unit_pages, "leader": leader_pages}
#: Where it is said that a sheet has no rows.
_SAYS_NOTHING = {
    "indicator": "name", "milestone": "name", "department": "name", "finding": "sentence",
    "source": "name",
    "file": "file", "attention": "name", "changed": "name", "problem": "name",
    "beside": "above_name", "score": "name", "evidence": "name",
}  # fmt: skip
