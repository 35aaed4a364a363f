"""A page for each department, or each leader, on one sheet: ready to print and to send to its
head.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label
from xlreport.messages.locked_cell_messages import label, promised_text
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.judged.judged_live_formulas import quoted_string, serial_of
from xlreport.model.judged.judged_summary import DepartmentRow, Summary, SummaryRow
from xlreport.model.plans.plan import Indicator
from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    Each,
    Entries,
    Paint,
    PatternCell,
    Shown,
)
from xlreport.workbook.summary_book.painting.painted_look import Board, Spot
from xlreport.workbook.summary_book.painting.painted_rows import SheetRow
from xlreport.workbook.summary_book.painting.painted_sheets import (
    Placed,
    SheetPaint,
    fill_placeholders,
)
from xlreport.workbook.summary_book.words.summary_count_words import around, count_where
from xlreport.workbook.summary_book.words.summary_link_words import (
    follows,
    linked_said,
    linked_text,
    linked_value,
    own_cell,
    stamped_by,
)
from xlreport.workbook.summary_book.words.summary_list_words import return_text
from xlreport.workbook.summary_book.words.summary_target_words import (
    NONE,
    expected_shown,
    status_text,
    value_shown,
)

MOST_PAGED_ROWS = 10_000
"""Rows that are shown a second time, page by page; a larger round has its tables to filter."""
_MOST_PAGES = 1000
"""Excel takes at most 1,023 page breaks."""
_BETWEEN = "　"
_FIRST = (
    Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED, Status.ON_TRACK, Status.COMPLETED,
    Status.NOT_DUE,
    Status.NOT_JUDGED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page: its head's words, and a row for each target."""

    head: Entries
    rows: Sequence[Entries]


def unit_pages(summary: Summary) -> list[Page]:
    """Return a page for each department, in the plan's order."""
    language = summary.plan.language
    returned = {unit.name: _return(language, unit) for unit in summary.departments}
    return _pages(summary, lambda row: row.department, returned)


def leader_pages(summary: Summary) -> list[Page]:
    """Return a page for each leader (分管领导); none where the plan names nobody."""
    return [
        page for page in _pages(summary, lambda row: row.target.leader, {}) if page.head["group"]
    ]


def _pages(summary: Summary, name: Callable[[SummaryRow], str], more: dict[str, str]) -> list[Page]:
    if len(summary.rows) > MOST_PAGED_ROWS:
        return []
    groups: dict[str, list[SummaryRow]] = {}
    for row in summary.rows:
        groups.setdefault(name(row), []).append(row)
    if len(groups) > _MOST_PAGES:
        return []
    pages = []
    for group, rows in groups.items():
        rows.sort(key=lambda row: _FIRST.index(row.assessment.status))
        field = "leader" if not more else "department"
        head: Entries = {
            "group": group, "line": _line(summary, field, group, rows, more.get(group, ""))
        }  # fmt: skip
        pages.append(Page(head, Each(rows, partial(_row, summary))))
    return pages


def _line(
    summary: Summary, field: str, group: str, rows: Sequence[SummaryRow], returned: str
) -> CellEntry:
    """Return what a page says below its head: how many rows have which light, and the return."""
    language = summary.plan.language
    joint, mark = say(language, "summary.page_joint"), "\ufffc"
    after = joint + returned if returned else ""
    lights = [row.assessment.status for row in rows]
    words = {status: f"{SYMBOLS[status]} {say(language, f'status.{status}')}" for status in _FIRST}
    said = _BETWEEN.join(f"{words[s]} {lights.count(s)}" for s in _FIRST if s in lights)
    line = say(language, "summary.page_counts", count=len(rows), lights=said) + after
    if not follows(summary):
        return line
    parts = "&".join(
        f'IF({count}>0,{quoted_string(f"{_BETWEEN}{words[status]} ")}&{count},"")'
        for status in _FIRST
        if (count := f"({count_where(field, (quoted_string(group),), status)})")
    )
    text = say(language, "summary.page_counts", count=len(rows), lights=mark) + after
    listed = f"MID({parts},{len(_BETWEEN) + 1},500)"
    return Shown(value=line, formula=around(text, mark, listed))


def _return(language: str, unit: DepartmentRow) -> str:
    parts = [return_text(language, unit.verdict)]
    if unit.saved_on:
        parts.append(day_label(language, unit.saved_on))
    if unit.late is not None:
        late = say(language, "summary.late" if unit.late else "summary.in_time")
        parts.append(say(language, f"summary.by_{unit.came_by}", words=late))
    if unit.missing:
        parts.append(say(language, "summary.file_missing", file=unit.file))
    return say(language, "summary.page_return", words="　".join(parts))


def _row(summary: Summary, row: SummaryRow) -> Entries:
    language, target, record = summary.plan.language, row.target, row.record
    said = (record.problems, record.next_steps) if record else ()
    entries: dict[str, CellEntry] = {
        "group": "", "line": "", "status": status_text(language, row.assessment.status),
        "code": target.code, "name": label(target, language), "department": row.department,
        "last": status_text(language, row.last_status),
        "promised": promised_text(summary.plan, target, summary.period),
        "reason": row.assessment.why or row.assessment.reason, "pace": row.assessment.pace,
        "said": say(language, "summary.said_joint").join(
            part.strip() for part in said if part.strip()
        ),
        "leader": target.leader, "expected": NONE, "unit": "",
    }  # fmt: skip
    if isinstance(target, Indicator):
        entries |= {
            "expected": expected_shown(summary, row, target),
            "actual": value_shown(summary, row, target),
            "unit": target.unit,
        }
    else:
        state = state_word(language, record.state, target) if record and record.state else NONE
        entries |= {"actual": state}
    return {**entries, **_linked(summary, row, entries)} if follows(summary) else entries


def _linked(summary: Summary, row: SummaryRow, entries: Entries) -> Entries:
    """Return the cells of a page's row that follow the target's own row."""
    target = row.target
    texts = {"status": "status", "reason": "reason"}
    if isinstance(target, Indicator):
        texts |= {"promised": "printed", "pace": "pace"}
    else:
        texts |= {"said": "said", "actual": "state"}
    found: dict[str, CellEntry] = {
        field: linked_text(row, source, entries[field]) for field, source in texts.items()
    }
    if isinstance(target, Indicator):
        for field in ("expected", "actual"):
            found[field] = linked_value(row, field, entries[field], decimals=target.decimals)
        found["said"] = linked_said(summary, row, str(entries["said"]))
    elif (deadline := row.assessment.deadline) is not None:
        moved = f"{own_cell(row, 'deadline')}<>{serial_of(deadline)}"
        promised = str(entries["promised"])
        found["promised"] = stamped_by(summary.plan.language, row, promised, moved)
    return found


def paint_pages(
    paint: Paint, board: Board, words: Entries, pages: Sequence[Page], drop: frozenset[str]
) -> Placed:
    """Write the sheet: what is above the first page's head once, then every page, each on a new
    sheet of paper.
    """
    sheet = SheetPaint(paint, board, words, drop)
    sheet.set_columns()
    top = min(spot.row for spot in board.spots if spot.field == f"{board.kind}.group")
    for spot in board.spots:
        if spot.row < top and spot.column in sheet.columns:
            sheet.write_cell(spot.row, sheet.columns[spot.column], spot, sheet.said(spot))
    sheet.heights |= {row: height for row, height in board.heights.items() if row < top}
    ends = list(accumulate((board.pattern - top + len(page.rows) for page in pages), initial=top))
    sheet.put(_lines(sheet, top, pages), top, ends[-1] - 1)
    sheet.finish(ends[-1], ends[-1] - 1)
    sheet.sheet.set_h_pagebreaks(ends[1:-1])
    return Placed(
        sheet=sheet.sheet,
        first=top,
        last=ends[-1] - 1,
        columns=sheet.fields,
        end=ends[-1] - 1,
        places={},
        widths=sheet.widths,
        heights=sheet.heights,
    )


def _lines(sheet: SheetPaint, at: int, pages: Sequence[Page]) -> Iterator[SheetRow]:
    """Yield the rows of each page: its head's, then one for each target."""
    board = sheet.board
    top, columns = at, sheet.repeated()
    heads: dict[int, list[PatternCell]] = {}
    for spot in board.spots:
        if top <= spot.row < board.pattern and spot.column in sheet.columns:
            heads.setdefault(spot.row, []).append(sheet.column(spot, spot.column))
    heads = {row: sheet.in_a_row(head) for row, head in heads.items()}
    for page in pages:
        for row, head in heads.items():
            said = [_said(sheet, one.spot, page) for one in head]
            yield SheetRow(at + row - top, head, said, board.heights.get(row))
        at += board.pattern - top
        yield from sheet.lines(at, page.rows, columns)
        at += len(page.rows)


def _said(sheet: SheetPaint, spot: Spot, page: Page) -> CellEntry:
    kind = sheet.board.kind
    own = {f"{kind}.{field}": entry for field, entry in page.head.items()}
    if spot.field in own:
        return own[spot.field]
    return fill_placeholders(spot.parts, {**sheet.words, **own}) if spot.parts[1:] else spot.value
