"""The ticks of a draft's workbook: what is ticked becomes the plan, any other number is left out
with its reason.
"""

from collections.abc import Iterator
from dataclasses import replace

from xlreport.checks.plans.checked_plan_cells import cell_words
from xlreport.checks.plans.plan_coverage_check import NUMBER_WORDS, squeeze
from xlreport.messages import say
from xlreport.messages.plan_messages import LANGUAGES, compared, heading
from xlreport.model.plans.sheets.plan_sheet_columns import PlanBook, PlanLine
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.submission import Cell

_YES = frozenset({"✓", "✔", "√", "☑", "✅", "是", "对", "采用", "yes", "y", "v", "1", "true"})
_NO = frozenset({"", "×", "✗", "✘", "✕", "否", "不采用", "no", "n", "0", "false", "—"})
_LONGEST_FIGURE, _LONGEST_NAME = 40, 120


def by_ticks(book: PlanBook) -> tuple[PlanBook, tuple[dict[str, str], ...], tuple[Finding, ...]]:
    """Return a workbook's ticked lines, what is left out of the others, and the ticks that cannot
    be read.

    A sheet without a column of ticks is no draft's; all its lines count.
    """
    taken: list[PlanLine] = []
    others: list[PlanLine] = []
    found: list[Finding] = []
    figures: set[str] = set()
    for line in book.lines:
        tick = line.cells.get("tick")
        if tick is None:
            taken.append(line)
            continue
        said = _said(tick)
        if said is None:
            column = heading(line.kind, "tick", book.language)
            where = {
                "sheet": line.sheet,
                "cell": tick.address,
                "value": cell_words(tick),
                "name": _text(line, "name"),
            }
            told = finding("plan-draft-tick", column="tick", **where)
            found.append(replace(told, fields={"column": column}))
        if said is False:
            others.append(line)
        elif line.kind != "left_out" or _figure(line) not in figures:
            figures |= {_figure(line)} if line.kind == "left_out" else set()
            taken.append(_with_proposal(line))
    left = tuple(_left_out(others, figures, book.language))
    return replace(book, lines=tuple(taken)), left, tuple(found)


def _said(cell: Cell) -> bool | None:
    words = compared(cell_words(cell))
    if words in _YES:
        return True
    return False if words in _NO else None


def _text(line: PlanLine, column: str) -> str:
    if column in line.cells:
        return cell_words(line.cells[column])
    return ""


def _figure(line: PlanLine) -> str:
    return squeeze(_text(line, "figure"))


def _with_proposal(line: PlanLine) -> PlanLine:
    """Let a proposed department lead where it is ticked and nobody else stands there."""
    lead, take, proposed = (line.cells.get(name) for name in ("lead", "take", "proposed"))
    if lead is None or not lead.blank or take is None or proposed is None or not _said(take):
        return line
    return replace(line, cells={**line.cells, "lead": proposed})


def _left_out(lines: list[PlanLine], known: set[str], language: str) -> Iterator[dict[str, str]]:
    """Yield the numbers of the plan part that stand in lines without a tick, each figure once."""
    before = {compared(say(one, "draft_part.before")) for one in LANGUAGES}
    seen = set(known)
    for line in lines:
        figure = _figure(line)
        if line.kind == "left_out" or compared(_text(line, "part")) in before or figure in seen:
            continue
        if NUMBER_WORDS.search(figure):
            seen.add(figure)
            name = _text(line, "name")[:_LONGEST_NAME]
            yield {
                "figure": figure[:_LONGEST_FIGURE],
                "reason": say(language, "plan_book.unticked", name=name),
            }
