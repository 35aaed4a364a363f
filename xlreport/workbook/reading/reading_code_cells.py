"""Where a workbook says what it was made for: code cells in plain sight, and second witnesses
beside them.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from xlreport.model.plans.plan_template_code import looks_like_code
from xlreport.model.returns.submission import Cell, CellKind
from xlreport.model.texts.short_text_cache import cached
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_book import Book, Table
from xlreport.workbook.reading.formats.format_cells import address, column_of

_SEPARATORS = "·・•∙⋅.．|"
_SHORTEST, _LONGEST = 14, 120
"""Characters of a cell with a code: `P·2020·D·v1·7K`, or one with a label before it."""
# five parts with four separators at the end of a text: `P·2020·D·v1·7K`
_INSIDE = re.compile(
    rf"[^\s:：]+(?:\s*[{re.escape(_SEPARATORS)}]\s*[^\s:：{re.escape(_SEPARATORS)}]+){{4}}\s*$"
)
_MAYBE = re.compile(rf"\d.*[{re.escape(_SEPARATORS)}]\s*[vVｖＶ]\s*\d")
"""Quickly found in every code, and in hardly any other text."""
_NAME = "xlreport_code"
_PROPERTY = "xlreport"
# a defined name that is a text: ="P·2020·D·v1·7K"
_CONSTANT = re.compile(r'"([^"]*)"')
# a defined name that refers to a cell: 'Sheet 1'!$A$1
_REFERENCE = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!\"]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::.*)?", re.ASCII
)


def code_cells(table: Table, texts: Collection[str]) -> Iterator[Cell]:
    """Yield the first cell of each different template code on a sheet, right or damaged.

    Args:
        table: The sheet.
        texts: The different texts on it.
    """
    codes = {
        text: found
        for text in texts
        if _SHORTEST <= len(text) <= _LONGEST and _may_be_code(text) and (found := code_in(text))
    }
    seen: set[str] = set()
    different = len(set(codes.values()))
    for row, cells in table.rows.items():
        if len(seen) == different:
            return
        for column, (kind, text, _, formula) in cells.items():
            code = codes.get(text) if kind == "s" else None
            if code and code not in seen and len(seen) < worker_file_limits.CODES_A_SHEET:
                seen.add(code)
                yield Cell(
                    sheet=table.name,
                    address=address(row, column),
                    kind=CellKind.TEXT,
                    raw=code,
                    number_format="General",
                    formula=formula,
                )


def _may_be_code(text: str) -> bool:
    """Say whether a text may be, or end with, a template code; most have no letter of a version."""
    versioned = "v" in text or "V" in text or "ｖ" in text or "Ｖ" in text
    return versioned and _MAYBE.search(text) is not None


@cached(_LONGEST, 256)
def code_in(text: str) -> str:
    """Return the template code that a text is, or ends with after a label; an empty text where
    there is none.
    """
    if sum(map(text.count, _SEPARATORS)) < 4:
        return ""
    if looks_like_code(text):
        return text.strip()
    match = _INSIDE.search(text)
    return match[0].strip() if match and looks_like_code(match[0]) else ""


def witnesses(book: Book, tables: Iterable[Table], data_sheets: set[str]) -> dict[str, str]:
    """Return the template codes that stand beside the sheets: properties, defined names, hidden
    sheets.
    """
    tables = tuple(tables)
    found = {}
    for place, text in (
        ("custom property", book.properties.get(_PROPERTY, "")),
        ("defined name", _named(book, tables)),
    ):
        # A program that garbles the separator (SheetJS does) has lost its witness, not told another
        # story.
        if code := code_in(text.strip()):
            found[place] = code
    for table in tables:
        if table.hidden and table.name not in data_sheets:
            for cell in code_cells(table, table.texts()):
                found.setdefault("hidden sheet", str(cell.raw))
    return found


def _named(book: Book, tables: Iterable[Table]) -> str:
    """Return what our defined name says: a constant, or the text of the cell that it points at."""
    target = book.names.get(_NAME, "")
    if constant := _CONSTANT.fullmatch(target):
        return constant[1].strip()
    match = _REFERENCE.fullmatch(target)
    if match is None:
        return ""
    sheet = (match[1] or match[2]).replace("''", "'")
    rows = next((table.rows for table in tables if table.name == sheet), {})
    raw = rows.get(int(match[4]), {}).get(column_of(match[3]))
    return code_in(raw[1]) if raw and raw[0] == "s" else ""
