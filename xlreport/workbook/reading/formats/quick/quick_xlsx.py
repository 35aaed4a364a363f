"""The quick way through sheets that are written as office programs write them; anything else goes
the strict way.

Expat calls back for every element, which makes it three times slower than a pattern over the whole
text. A sheet takes the quick way only where a pattern cannot be deceived: it has no comments, no
CDATA, no other default namespace, no unknown references; rows and cells follow one another without
a gap, and expat has found what lies around them well-formed. What stands from one cell to the next
(`quick_cells.py`) is proved once and remembered, and a sheet is compared with one that was read
before (`quick_alike_sheets.py`). Both ways give the same
(`tests/workbook/reading/test_xlsx_quick.py`).

A sheet as the patterns know it; what stands right of an arrow is no part of it:

    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>     ← may be missing
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <cols><col min="1" max="4" width="9"/></cols>               ← anything that expat reads
    <sheetData>                                                 ← _OPENS: without attributes
    <row r="5" spans="1:4" ht="18">                             ← _NEXT: a row's number comes first
    <c r="A5" s="3"/>                                           ← _PIECE: place, then style; empty
    <c r="B5" s="3" t="s"><v>1</v></c>                          ← a shared string, by its number
    <c r="C5"><v>3.14</v></c>                                   ← a number
    <c r="D5" t="str"><f>B5&amp;"x"</f><v>ax</v></c>            ← a formula, then its result
    <c r="E5" t="inlineStr"><is><t>words</t></is></c>           ← a text in its own cell
    </row>
    <row r="7"/>                                                ← a row without cells
    </sheetData>                                                ← _CLOSES
    <mergeCells count="1"><mergeCell ref="A7:C7"/></mergeCells> ← _MERGE: one range, no more
    </worksheet>

Not by the patterns, but the strict way: a cell that says another row than its own (`r="B6"` here),
attributes in another order or twice, references in them, a prefix (`<x:c>`), single quotes, a
comment, two `<t>` in one `<is>`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import feed, parser_for
from xlreport.workbook.reading.formats.format_book import Merge, Raw, Rows
from xlreport.workbook.reading.formats.format_merged_ranges import merge_of
from xlreport.workbook.reading.formats.quick.quick_alike_sheets import keep_sheet, rows_alike
from xlreport.workbook.reading.formats.quick.quick_cells import (
    CELL,
    Piece,
    first_row,
    sheet_pieces,
    stored_raw,
    uses_prefix,
)
from xlreport.workbook.reading.formats.quick.quick_mute_parts import without_mute_parts
from xlreport.workbook.reading.formats.quick.quick_plain_parts import (
    HEIGHT_PREFIX,
    plain_rest,
    proved_text,
)

_OPENS, _CLOSES = b"<sheetData>", b"</sheetData>"
_SMALL = 20_000
"""Bytes around the cells of a sheet whose outcome is remembered."""
# one merged range: `<mergeCell ref="A7:C7"/>`
_MERGE = re.compile(rb'<mergeCell ref="([^"<>&]*)"\s?/>')
_DECLARED = f' xmlns:{HEIGHT_PREFIX}="'.encode()
_LISTED = re.compile(rb"<(c|row|sheetData|mergeCell)(?=[\s/>])")
"""What stands around the cells and could be one: `<mergeCell `, but not `<mergeCells `."""


def quick_rows(
    content: bytes, where: str, strings: Sequence[str], used: list[int]
) -> tuple[Rows, list[Merge]] | None:
    """Return a sheet's filled cells and merged ranges; None where it is to be read the strict
    way.
    """
    start, end = content.find(_OPENS) + len(_OPENS), content.rfind(_CLOSES)
    if start < len(_OPENS) or end < start:
        return None
    around = without_mute_parts(content[:start] + content[end:], where)
    merges = (_known_merges if len(around) <= _SMALL else _merges)(around, where)
    # one more than may be: what the last piece holds after so many is not looked at
    before, *written = content[start:end].split(CELL, worker_file_limits.MOST_CELLS + 1)
    if used[1] + len(written) > worker_file_limits.MOST_CELLS:
        raise Refused("too-many-cells")
    first = first_row(proved_text(before, where))
    if merges is None or first is None:
        return None
    declared = _declares_prefix(content[:start])
    if not declared and uses_prefix([before]):
        return None
    rows = rows_alike(first, written, where, strings, declared=declared)
    if rows is None:
        if not declared and uses_prefix(written):
            return None
        rows = _rows_anew(first, written, where, strings)
    if rows is None:
        return None
    used[1] += len(written)
    used[0] += sum(map(len, rows.values()))
    if used[0] > worker_file_limits.FILLED_CELLS:
        raise Refused("too-many-cells")
    return rows, [merge_of(reference, where) for reference in merges]


def _declares_prefix(head: bytes) -> bool:
    """Say whether the root's start tag declares the prefix that rows may use; what stands before
    the cells begins with it.
    """
    tag = head[: head.find(b">", head.find(b"<worksheet"))]
    return _DECLARED in tag and b"'" not in tag


def _merges(around: bytes, where: str) -> tuple[str, ...] | None:
    """Prove what stands around the cells of a sheet, and return its merged ranges; None for the
    strict way.
    """
    rest = plain_rest(around, "worksheet")
    if rest is None:
        return None
    merges = _MERGE.findall(rest)
    if _LISTED.findall(rest) != [b"sheetData", *[b"mergeCell"] * len(merges)]:
        return None
    feed(parser_for(where), around, where)
    return tuple(map(bytes.decode, merges))


_known_merges = lru_cache(maxsize=64)(_merges)


def _rows_anew(first: int, written: list[bytes], where: str, strings: Sequence[str]) -> Rows | None:
    """Return the cells by row and column, piece by piece; None for the strict way."""
    pieces = sheet_pieces(written, where)
    rows = None if pieces is None else _rows(first, pieces, where, strings)
    if pieces and rows is not None:
        keep_sheet(first, written, pieces, rows, strings)
    return rows


def _rows(first: int, pieces: Iterable[Piece], where: str, strings: Sequence[str]) -> Rows | None:
    """Return the cells by row and column; None where one stands twice, or not in its row."""
    rows: Rows = {}
    cells: dict[int, Raw] = {}
    now, most = first, len(strings)
    for row, after, column, style, index, raw, stored in pieces:
        if row != now or column in cells:
            return None
        if raw is not None:
            cells[column] = raw
        elif column:
            if stored is None:
                if index >= most:
                    raise damaged(f"{where} shared string")
                cells[column] = ("s", strings[index], style, None)
            elif (held := stored_raw(stored, style, strings, (where, row, column))) is not None:
                cells[column] = held
        if after != row:
            if cells:
                rows[row] = cells
            cells, now = rows.get(after, {}), after
    return None if now else rows
