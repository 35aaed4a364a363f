"""Data sheets: their heading row by its words, their rows by the row code, in any order."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.submission import Cell, CellKind, Entry
from xlreport.model.texts.lookalike_texts import row_code
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_book import Book, Merge, Raw, Table
from xlreport.workbook.reading.formats.format_cells import (
    address,
    column_of,
)
from xlreport.workbook.reading.reading_acting_formulas import points_elsewhere
from xlreport.workbook.reading.reading_known_headings import (
    INPUTS,
    KNOWN_FIELDS,
    READ,
    Headings,
    normalise,
)
from xlreport.workbook.reading.reading_merged_cells import merged_fields
from xlreport.workbook.reading.reading_row_cells import make_cell, row_reader

_LEAST_HEADINGS = 4
"""A row with fewer known headings of one kind is no heading row."""
# where a name of the workbook leads: 1 a sheet in quotes or 2 without, 3 the column:
# `'指标填报'!$B$5:$B$30`
_NAMED = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?\d*(?::.*)?", re.ASCII)
# a target's code: ZB001
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,23}", re.ASCII)
_ALONE: Mapping[str, Merge] = {}
"""Of a row that shares no cell with others."""
_REACH = 8
"""How many columns to the right of its label a contact is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSheet:
    """One sheet with rows of indicators or milestones."""

    name: str
    kind: str
    entries: tuple[Entry, ...]
    strangers: tuple[Cell, ...]
    missing: tuple[str, ...]
    findings: tuple[Finding, ...]


def data_sheet(book: Book, table: Table, words: Headings) -> DataSheet | None:
    """Read a sheet as a data sheet; None where it is none."""
    row, kind, places = _heading_row(table, words)
    if not kind:
        row, kind, places = _row_by_names(book, table)
    elif not {"code", *INPUTS[kind]} <= places.keys():
        places = {**_reworded(table, row, places, _named_columns(book, table, kind)), **places}
    if not kind:
        return None
    columns = {name: min(found) for name, found in places.items()}
    missing = tuple(
        f"{table.name} {kind}/{name}" for name in ("code", *INPUTS[kind]) if name not in columns
    )
    if "code" not in columns:
        return DataSheet(
            name=table.name, kind=kind, entries=(), strangers=(), missing=missing, findings=()
        )
    cells_of = row_reader(book, table, columns)
    entries: list[Entry] = []
    acting: list[Entry] = []
    strangers: list[Cell] = []
    numbers = sorted(n for n in table.rows if n > row)
    codes = {number: _row_code(table.rows[number].get(columns["code"])) for number in numbers}
    merged = merged_fields(table, columns, [n for n, code in codes.items() if code])
    for number in numbers:
        raws, code = table.rows[number], codes[number]
        plain = _CODE.fullmatch(code) is not None
        if not plain and (not row or _is_furniture(raws, words)):
            continue
        # Normalising leaves capitals, digits and dashes as they are, in small letters.
        heading = code.lower() if plain else normalise(code)
        if code and heading not in words.columns:
            shared = merged.get(number, _ALONE)
            cells, texts, acts = cells_of(number, shared)
            entry = Entry(
                code=code,
                kind=kind,
                sheet=table.name,
                row=number,
                cells=cells,
                texts=texts,
                merged={name: _range(merge) for name, merge in shared.items()} if shared else {},
            )
            entries.append(entry)
            if acts:
                acting.append(entry)
        elif not code and len(strangers) < worker_file_limits.STRANGERS:
            strangers += _typed(
                book, table, number, [columns[name] for name in READ[kind] if name in columns]
            )
    open_columns = {columns[name] for name in READ[kind] if name in columns}
    twice = {name: found for name, found in places.items() if len(found) > 1}
    return DataSheet(
        name=table.name,
        kind=kind,
        entries=tuple(entries),
        strangers=tuple(strangers),
        missing=missing,
        findings=tuple(_entry_findings(book, table, entries, acting, open_columns, twice)),
    )


def _entry_findings(
    book: Book,
    table: Table,
    entries: Sequence[Entry],
    acting: Sequence[Entry],
    open_columns: Collection[int],
    twice: Mapping[str, Sequence[int]],
) -> Iterator[Finding]:
    """Yield what is to be asked of rows: formulas where a value is typed, and columns that stand
    there twice and differ.

    Args:
        book: the workbook.
        table: the sheet.
        entries: its rows.
        acting: those with formulas.
        open_columns: where something is typed.
        twice: the columns of each field that has several.
    """
    for entry in acting:
        raws = table.rows[entry.row]
        if any(raws[column][3] for column in open_columns if column in raws):
            yield from _formula_findings(entry)
    for entry in entries if twice else ():
        yield from _differences(book, table, entry, twice)


def _range(merge: Merge) -> str:
    top, left, bottom, right = merge
    return f"{address(top, left)}:{address(bottom, right)}"


def _differences(
    book: Book, table: Table, entry: Entry, twice: Mapping[str, Sequence[int]]
) -> Iterator[Finding]:
    """Yield where columns with the same heading hold different things in a row: never a choice,
    always a question.
    """
    for name, columns in twice.items():
        first = entry.cells[name]
        for column in columns:
            other = make_cell(book, table, entry.row, column)
            if not (first.blank and other.blank) and (first.kind, first.raw) != (
                other.kind,
                other.raw,
            ):
                yield finding(
                    "column-twice", sheet=table.name, cell=first.address, indicator=entry.code,
                    value=first.as_typed,
                    column=name, other_cell=other.address, other_value=other.as_typed,
                )  # fmt: skip


Places = dict[str, list[int]]
"""The columns of each field."""


def _heading_row(table: Table, words: Headings) -> tuple[int, str, Places]:
    """Find the row with the most headings of one kind: its number, the kind, and the columns of
    each field.
    """
    best: tuple[int, str, Places] = (0, "", {})
    asked, places = words.asked, words.places
    for row in sorted(row for row, cells in table.rows.items() if cells)[
        : worker_file_limits.HEADER_ROWS
    ]:
        known = [
            (column, found)
            for column, raw in table.rows[row].items()
            if raw[0] == "s" and (found := asked[raw[1]] if raw[1] in asked else places(raw[1]))
        ]
        if not known:
            continue
        by_kind: dict[str, Places] = {kind: {} for kind in KNOWN_FIELDS}
        for column, found in known:
            for kind, name in found:
                by_kind[kind].setdefault(name, []).append(column)
        for kind, columns in by_kind.items():
            if len(columns) > len(best[2]):
                best = (row, kind, columns)
        if 2 * len(best[2]) > len(KNOWN_FIELDS[best[1] or "indicator"]):
            break
    return best if len(best[2]) >= _LEAST_HEADINGS else (0, "", {})


def _row_by_names(book: Book, table: Table) -> tuple[int, str, Places]:
    """Find the columns of a sheet whose headings are gone by the defined names that point at it."""
    for kind in KNOWN_FIELDS:
        if not _named_column(book.names.get(f"xl_{kind}_code", ""), table.name):
            continue
        found = _named_columns(book, table, kind)
        if "code" in found and len(found) >= _LEAST_HEADINGS:
            return 0, kind, found
    return 0, "", {}


def _named_columns(book: Book, table: Table, kind: str) -> Places:
    """Return the columns that defined names such as `xl_indicator_actual` point at on this
    sheet.
    """
    found = {}
    for name in KNOWN_FIELDS[kind]:
        if column := _named_column(book.names.get(f"xl_{kind}_{name}", ""), table.name):
            found[name] = [column]
    return found


def _named_column(target: str, sheet: str) -> int:
    """Return the column of a sheet that a defined name points at; 0 where it points elsewhere."""
    match = _NAMED.fullmatch(target)
    if match is None or (match[1] or match[2]).replace("''", "'") != sheet:
        return 0
    return column_of(match[3])


def _reworded(table: Table, row: int, places: Places, named: Places) -> Places:
    """Return the columns known by name alone, whose headings somebody reworded; none where the
    names are out of date.

    A script that moves or deletes columns leaves the names where they were.
    """
    if any(named[name][0] not in found for name, found in places.items() if name in named):
        return {}
    taken = {column for found in places.values() for column in found}
    filled = {column for number, cells in table.rows.items() if number >= row for column in cells}
    return {name: found for name, found in named.items() if found[0] in filled - taken}


def _row_code(raw: Raw | None) -> str:
    if raw is None or raw[0] not in {"s", "n"}:
        return ""
    if _CODE.fullmatch(raw[1]):
        return raw[1]
    return row_code(raw[1])


def _is_furniture(raws: Mapping[int, Raw], words: Headings) -> bool:
    """Say whether a row is one of the form's own below the table: totals, signatures."""
    return any(
        normalise(text) in words.furniture or normalise(text) in words.contacts
        for kind, text, _, _ in raws.values()
        if kind == "s"
    )


def _typed(book: Book, table: Table, row: int, columns: list[int]) -> list[Cell]:
    """Return what stands in the open columns of a row, where somebody typed any of it."""
    cells = [cell for column in columns if not (cell := make_cell(book, table, row, column)).blank]
    return cells if any(cell.formula is None for cell in cells) else []


def _formula_findings(entry: Entry) -> Iterator[Finding]:
    for name in READ[entry.kind]:
        cell = entry.cells.get(name)
        if cell is not None and cell.formula and points_elsewhere(cell.formula):
            yield finding(
                "formula-elsewhere", sheet=cell.sheet, cell=cell.address, indicator=entry.code,
                value=cell.as_typed,
                column=name,
            )  # fmt: skip


def contact_cells(
    book: Book, written: Iterable[tuple[Table, Collection[str]]], words: Headings
) -> dict[str, Cell]:
    """Return the signature block: of several cells the one that was typed, then one with something
    in it.

    Args:
        book: The workbook.
        written: Its sheets, each with the different texts on it.
        words: The words of our templates.
    """
    found: dict[str, Cell] = {}
    for table, texts in written:
        labels = words.contacts_among(texts)
        for row, cells in table.rows.items() if labels else ():
            for column, (kind, text, _, _) in cells.items():
                if text in labels and kind == "s":
                    name, offset = labels[text]
                    cell = _contact(book, table, row, column, offset, words)
                    if name not in found or _rank(cell) > _rank(found[name]):
                        found[name] = cell
    return found


def _contact(book: Book, table: Table, row: int, column: int, offset: int, words: Headings) -> Cell:
    """Return the cell that belongs to a label: where the template has it, else the next that holds
    something.
    """
    raws = table.rows[row]
    for place in (column + offset, *range(column + 1, column + _REACH)):
        raw = raws.get(place)
        if raw is None:
            continue
        if raw[0] == "s" and normalise(raw[1]) in words.contacts:
            break
        return make_cell(book, table, row, place)
    return make_cell(book, table, row, column + offset)


def _rank(cell: Cell) -> int:
    return 0 if cell.blank else 1 if cell.formula is not None or cell.kind is CellKind.ERROR else 2
