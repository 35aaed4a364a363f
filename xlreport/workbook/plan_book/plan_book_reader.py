"""A plan's workbook as lines of cells: sheets and columns are known by their headings, wherever
they stand.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from xlreport.messages import FIRST, say
from xlreport.messages.plan_messages import LANGUAGES, heading
from xlreport.model.plans.sheets.draft_sheet_columns import REVIEW
from xlreport.model.plans.sheets.plan_sheet_columns import LATER, LISTED, SHEETS, PlanBook, PlanLine
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.return_refusal import Refused
from xlreport.model.returns.submission import Cell
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_gate import FileKind, open_file
from xlreport.workbook.reading.formats.format_book import Book, Table
from xlreport.workbook.reading.formats.format_cells import address
from xlreport.workbook.reading.formats.xlsx_format import read_xlsx
from xlreport.workbook.reading.reading_known_headings import normalise
from xlreport.workbook.reading.reading_our_marks import every, is_our_list
from xlreport.workbook.reading.reading_row_cells import make_cell

_LEAST = 0.5
"""A row with less than this share of a sheet's required headings is not its heading row."""
_UNREAD_FORMS = frozenset({"shown", "alias"})
"""Columns that alone do not make a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """One sheet of the plan: where its headings stand."""

    table: Table
    kind: str
    row: int
    columns: Mapping[str, tuple[int, ...]]
    language: str


def read_plan_book(content: bytes, file: str) -> PlanBook | Finding:
    """Read a plan's workbook, or say why it cannot be read; nothing in it is believed, nothing
    raises.
    """
    try:
        opened = open_file(content)
        if opened.kind is not FileKind.XLSX or opened.package is None:
            return finding("plan-book-format", file=file)
        return _plan_book(read_xlsx(opened.package), content, file)
    except Refused as refusal:
        return finding(refusal.code, file=file, **refusal.fields)
    except (MemoryError, RecursionError):
        return finding("needs-too-much", file=file)
    except Exception as error:  # noqa: BLE001 - the fence: a file that nobody foresaw costs only itself
        return finding("damaged", file=file, where=type(error).__name__)


def _plan_book(book: Book, content: bytes, file: str) -> PlanBook:
    tables = [table for table in book.tables if table.rows and not is_our_list(table)]
    sheets = [found for table in tables if (found := _sheet(book, table)) is not None]
    language = Counter(found.language for found in sheets).most_common(1)[0][0] if sheets else FIRST
    known = {found.table.name for found in sheets}
    known |= every("plan_next.sheet") | every("plan_collect.sheet")  # only told
    shown = (table.name for table in tables if not table.hidden)
    others = [name for name in shown if name not in known]
    findings = [finding("plan-book-sheet-unknown", sheet=name, value=name) for name in others]
    findings += _missing(sheets, language)
    twice = {kind for kind, count in Counter(found.kind for found in sheets).items() if count > 1}
    lines: list[PlanLine] = []
    broken = set(SHEETS) - LATER - {found.kind for found in sheets} | twice
    for found in sheets:
        about = tuple(_column_findings(book, found, language))
        findings += about
        if any(one.code in {"plan-book-column-missing", "column-twice"} for one in about):
            broken.add(found.kind)
        lines += _lines(book, found)
    sha256 = hashlib.sha256(content).hexdigest()
    return PlanBook(
        file=file,
        sha256=sha256,
        language=language,
        lines=tuple(lines),
        active=book.active,
        findings=tuple(findings),
        unread=frozenset(broken),
    )


def _missing(sheets: Iterable[_Found], language: str) -> Iterator[Finding]:
    names: dict[str, list[str]] = {}
    for found in sheets:
        names.setdefault(found.kind, []).append(found.table.name)
    for kind in SHEETS:
        title = heading_of_sheet(kind, language)
        if kind not in names and kind in LATER:
            continue
        if kind not in names:
            yield finding("plan-book-sheet-missing", value=title)
        elif len(names[kind]) > 1:
            yield finding(
                "plan-book-sheet-twice", sheet=names[kind][1], value=title, other=names[kind][0]
            )


def heading_of_sheet(kind: str, language: str) -> str:
    """Return how a sheet is called when it is written."""
    return say(language, f"plan_sheet.{kind}")


@cache
def _headings(kind: str, language: str) -> Mapping[str, str]:
    """Return column names by normalised heading."""
    if kind == "listed":
        return {
            normalise(heading(kind, name, language)): name for name in ("item", "value", "hint")
        }
    columns = (*SHEETS[kind], *REVIEW.get(kind, ()))
    return {normalise(heading(kind, column.name, language)): column.name for column in columns}


def _sheet(book: Book, table: Table) -> _Found | None:
    """Find out which sheet of the plan a table is; None where it is none."""
    best: tuple[float, _Found | None] = (0, None)
    for row in sorted(table.rows)[: worker_file_limits.HEADER_ROWS]:
        texts = {
            column: normalise(raw[1]) for column, raw in table.rows[row].items() if raw[0] == "s"
        }
        for language in LANGUAGES:
            for kind in (*(k for k in SHEETS if k not in LISTED), "listed"):
                found = _as_kind(table, row, texts, kind, language)
                if found and len(found.columns) > best[0]:
                    best = (len(found.columns), found)
    found = best[1]
    if found and found.kind == "listed":
        return _listed(book, found)
    return found


def _as_kind(
    table: Table, row: int, texts: Mapping[int, str], kind: str, language: str
) -> _Found | None:
    """Return a row as the heading row of a kind; None where too few of its headings stand there."""
    names = _headings(kind, language)
    columns: dict[str, tuple[int, ...]] = {}
    for column, words in texts.items():
        if words in names:
            columns[names[words]] = (*columns.get(names[words], ()), column)
    must = {"item", "value"} if kind == "listed" else {c.name for c in SHEETS[kind] if c.required}
    if len(columns) < 2 or len(must & columns.keys()) < len(must) * _LEAST:
        return None
    return _Found(table=table, kind=kind, row=row, columns=columns, language=language)


def _listed(book: Book, found: _Found) -> _Found | None:
    """Say which sheet of particulars a table is, by the names of its lines; its columns are then
    its lines' rows.
    """
    best: tuple[int, _Found | None] = (0, None)
    item = found.columns["item"][0]
    for kind in LISTED:
        for language in LANGUAGES:
            names = _headings(kind, language)
            rows: dict[str, tuple[int, ...]] = {}
            for row in sorted(n for n in found.table.rows if n > found.row):
                words = normalise(make_cell(book, found.table, row, item).as_typed)
                if words in names:
                    rows[names[words]] = (*rows.get(names[words], ()), row)
            if len(rows) > best[0]:
                best = (
                    len(rows),
                    _Found(
                        table=found.table,
                        kind=kind,
                        row=found.columns["value"][0],
                        columns=rows,
                        language=language,
                    ),
                )
    return best[1]


def _column_findings(book: Book, found: _Found, language: str) -> Iterator[Finding]:
    """Name columns that are missing, stand there twice, or are not ours."""
    sheet = found.table.name
    for column in SHEETS[found.kind]:
        if column.name not in found.columns and column.form not in _UNREAD_FORMS:
            must = column.required or column.name == "code"
            code = "plan-book-column-missing" if must else "plan-book-column-gone"
            yield finding(code, sheet=sheet, value=heading(found.kind, column.name, language))
    review = {column.name for column in REVIEW.get(found.kind, ())}
    if review & found.columns.keys() and "tick" not in found.columns:
        # without its ticks a draft's sheet would be taken over whole
        yield finding(
            "plan-book-column-missing", sheet=sheet, value=heading(found.kind, "tick", language)
        )
    for name, places in found.columns.items():
        if len(places) > 1:
            listed = found.kind in LISTED
            cells = ", ".join(
                address(at, found.row) if listed else address(found.row, at) for at in places
            )
            yield finding(
                "column-twice", sheet=sheet, cell=cells, value=heading(found.kind, name, language)
            )
    if found.kind not in LISTED:
        ours = {at for places in found.columns.values() for at in places}
        for at in sorted(found.table.rows[found.row].keys() - ours):
            cell = make_cell(book, found.table, found.row, at)
            if not cell.blank and any(
                at in cells for row, cells in found.table.rows.items() if row > found.row
            ):
                yield finding(
                    "plan-book-column-unknown",
                    sheet=sheet,
                    cell=cell.address,
                    value=cell.as_typed.strip(),
                )


def _lines(book: Book, found: _Found) -> Iterator[PlanLine]:
    table = found.table
    if found.kind in LISTED:
        cells = {
            name: make_cell(book, table, rows[0], found.row) for name, rows in found.columns.items()
        }
        yield PlanLine(found.kind, table.name, 0, cells)
        return
    silent = {column.name for column in SHEETS[found.kind] if column.form in _UNREAD_FORMS}
    silent |= {column.name for column in REVIEW.get(found.kind, ())}
    for row in sorted(number for number in table.rows if number > found.row):
        cells = {
            name: make_cell(book, table, row, places[0]) for name, places in found.columns.items()
        }
        if any(
            not cell.blank for name, cell in cells.items() if name not in silent
        ) and not _repeated(found, cells):
            yield PlanLine(found.kind, table.name, row, cells)


def _repeated(found: _Found, cells: Mapping[str, Cell]) -> bool:
    """Say whether a line is the headings once more, as printed tables have them on every page."""
    names = _headings(found.kind, found.language)
    same = [
        names.get(normalise(cell.as_typed)) == name
        for name, cell in cells.items()
        if not cell.blank
    ]
    return len(same) > 1 and all(same)
