"""Copies of a plan's workbook that come back from departments → one workbook in which every opinion
and every change stands with who said it; nothing is decided by program.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xlreport.checks.plans.checked_plan_cells import cell_words
from xlreport.messages import say
from xlreport.messages.finding_messages import sentence
from xlreport.messages.plan_messages import compared, heading
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_lookup_types import folded
from xlreport.model.plans.sheets.plan_sheet_columns import SHEETS, PlanBook, PlanLine
from xlreport.model.plans.sheets.plan_sheet_told import ToldSheet
from xlreport.model.returns.finding import Finding
from xlreport.pipeline.plans.loading_plan_books import export_plan
from xlreport.workbook.plan_book.plan_book_reader import read_plan_book

_TABLES = ("indicator", "milestone")
_SILENT = frozenset({"serial", "code"})
_WIDTHS = {"who": 18.0, "table": 9.0, "code": 8.0, "name": 26.0, "column": 16.0, "before": 24.0,
           "after": 40.0, "mark": 14.0}  # fmt: skip
_LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One thing that one copy says of one row."""

    who: str
    table: str
    code: str
    """Empty for a row that the plan does not have."""
    name: str
    column: str
    """The column's name; `opinion` for what was written as an opinion."""
    before: str
    after: str
    conflict: bool = False
    """Whether another copy wants something else in the same cell."""


@dataclass(frozen=True, slots=True)
class Collected:
    """What came back."""

    opinions: tuple[Opinion, ...]
    copies: tuple[str, ...]
    """Who sent one, in the order of file names."""
    refused: tuple[tuple[str, str], ...]
    """Files that are no copy, and why."""


def collect_opinions(plan: Plan, folder: Path) -> Collected:
    """Read every workbook of a folder beside the plan as it was sent out.

    Raises:
        CannotRun: `collect-nothing` where there is no workbook in the folder.
    """
    files = sorted(one for one in folder.glob("*.xlsx") if not one.name.startswith("~$"))
    if not files:
        raise CannotRun("collect-nothing", USAGE, folder=str(folder))
    sent = read_plan_book(export_plan(plan), "plan.xlsx")
    if isinstance(sent, Finding):
        raise CannotRun("collect-nothing", USAGE, folder=str(folder))
    found: list[Opinion] = []
    copies: list[str] = []
    refused: list[tuple[str, str]] = []
    for file in files:
        book = _read(file)
        why = _not_a_copy(plan, book)
        if isinstance(book, Finding) or why:
            refused.append((file.name, why))
            continue
        copies.append(_who(plan, file))
        found += _said(copies[-1], sent, book)
    return Collected(tuple(_with_conflicts(found)), tuple(copies), tuple(refused))


def _read(file: Path) -> PlanBook | Finding:
    try:
        content = file.read_bytes()
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotRun("file-unreadable", file=str(file), why=why) from error
    return read_plan_book(content, file.name)


def _not_a_copy(plan: Plan, book: PlanBook | Finding) -> str:
    """Return why a workbook is no copy of the plan's; empty where it is one."""
    if isinstance(book, Finding):
        return sentence(plan.language, book)
    told = [cell_words(line.cells["code"]) for line in book.of("plan") if "code" in line.cells]
    if told and told[0] != plan.code:
        return say(plan.language, "plan_collect.other_plan", code=told[0])
    if not any(book.of(table) for table in _TABLES):
        return say(plan.language, "plan_collect.no_rows")
    return ""


def _who(plan: Plan, file: Path) -> str:
    """Return the department that a file's name names, else the name as it is."""
    stem = folded(file.stem)
    names = [
        (len(name), unit.name)
        for unit in plan.department
        for name in (unit.name, *unit.aliases)
        if folded(name) in stem
    ]
    return max(names)[1] if names else file.stem


def _said(who: str, sent: PlanBook, book: PlanBook) -> Iterator[Opinion]:
    for table in _TABLES:
        before = {cell_words(line.cells["code"]): line for line in sent.of(table)}
        for line in book.of(table):
            code = cell_words(line.cells["code"]) if "code" in line.cells else ""
            was = before.get(code)
            name = cell_words(line.cells["name"]) if "name" in line.cells else ""
            if was is None:
                yield Opinion(
                    who=who, table=table, code="", name=name, column="row", before="", after=name
                )
                continue
            for column, old, new in _differences(table, was, line):
                yield Opinion(
                    who=who, table=table, code=code, name=name, column=column, before=old, after=new
                )


def _differences(table: str, was: PlanLine, line: PlanLine) -> Iterator[tuple[str, str, str]]:
    """Yield the columns that a copy has otherwise than what was sent out, with both texts."""
    for column in SHEETS[table]:
        cell = line.cells.get(column.name)
        if cell is None or column.name in _SILENT:
            continue
        own = was.cells.get(column.name)
        old, new = "" if own is None else cell_words(own), cell_words(cell)
        if compared(old) != compared(new):
            yield column.name, old, new


def _with_conflicts(found: Sequence[Opinion]) -> Iterator[Opinion]:
    """Yield what was said, marked where two copies want different things in one cell."""
    wanted: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for one in found:
        wanted[one.table, one.code, one.column].add(compared(one.after))
    for one in found:
        apart = len(wanted[one.table, one.code, one.column]) > 1
        free = one.column in {"opinion", "row"}
        yield replace(one, conflict=apart and not free)


def merged_workbook(plan: Plan, collected: Collected) -> bytes:
    """Return the plan's workbook as it was, with everything that was said in its column of
    opinions and on a sheet of its own; what is decided is typed into its cells and read back by
    `plan import`.
    """
    language = plan.language
    rows = tuple(_row(language, one) for one in collected.opinions)
    told = ToldSheet(
        name=say(language, "plan_collect.sheet"),
        title=say(language, "plan_collect.title", count=len(collected.copies)),
        strip=say(language, "plan_collect.strip"),
        heads=tuple(say(language, f"plan_collect.column_{name}") for name in _WIDTHS),
        widths=tuple(_WIDTHS.values()),
        rows=rows,
    )
    return export_plan(plan, told=told, opinions=_by_row(language, collected.opinions))


def _row(language: str, one: Opinion) -> tuple[str, ...]:
    mark = say(language, "plan_collect.conflict") if one.conflict else ""
    table = say(language, f"plan_diff.table_{one.table}")
    words = column_words(language, one)
    return one.who, table, one.code, one.name, words, one.before, one.after, mark


def column_words(language: str, one: Opinion) -> str:
    """Return how the column is called that something was said in."""
    if one.column == "row":
        return say(language, "plan_collect.new_row")
    return heading(one.table, one.column, language)


def _by_row(language: str, opinions: Sequence[Opinion]) -> Mapping[str, str]:
    """Return what stands in the column of opinions, by the row's code."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for one in opinions:
        if one.code:
            key = "said" if one.column == "opinion" else "changed"
            words = say(
                language, f"plan_collect.{key}", who=one.who, column=column_words(language, one),
                before=one.before, after=one.after,
                mark=say(language, "plan_collect.conflict_mark") if one.conflict else "",
            )  # fmt: skip
            lines[one.code].append(words)
    return {code: "\n".join(told)[:_LONGEST] for code, told in lines.items()}
