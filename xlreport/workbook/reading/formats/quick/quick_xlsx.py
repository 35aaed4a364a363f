"""The quick way through sheets that are written as office programs write them; anything else goes
the strict way.

Expat calls back for every element, which makes it three times slower than a pattern over the whole
text. A sheet takes the quick way only where a pattern cannot be deceived: it has no comments, no
CDATA, no other default namespace, no unknown references; rows and cells follow one another without
a gap, and expat has found what lies around them well-formed. What stands from one cell to the next
is proved once and remembered, as most of it stands in every workbook of a template. Both ways give
the same (`tests/workbook/reading/test_xlsx_quick.py`).

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
attributes in another order, a prefix (`<x:c>`), single quotes, a comment, two `<t>` in one `<is>`.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import feed, parser_for
from xlreport.workbook.reading.formats.format_book import Merge, Raw, Rows
from xlreport.workbook.reading.formats.format_cell_content import StoredPlace, cell_content
from xlreport.workbook.reading.formats.format_cells import column_of
from xlreport.workbook.reading.formats.format_merged_ranges import merge_of
from xlreport.workbook.reading.formats.quick.quick_mute_parts import without_mute_parts
from xlreport.workbook.reading.formats.quick.quick_plain_parts import (
    MORE_ATTRIBUTES,
    plain_rest,
    proved_text,
    without_references,
)
from xlreport.workbook.reading.formats.quick.quick_remembered_pieces import Remembered, read_pieces

_OPENS, _CLOSES, _CELL = b"<sheetData>", b"</sheetData>", b'<c r="'
_SMALL = 20_000
"""Bytes around the cells of a sheet whose outcome is remembered."""
# one merged range: `<mergeCell ref="A7:C7"/>`
_MERGE = re.compile(rb'<mergeCell ref="([^"<>&]*)"\s?/>')
_LISTED = re.compile(rb"<(c|row|sheetData|mergeCell)(?=[\s/>])")
"""What stands around the cells and could be one: `<mergeCell `, but not `<mergeCells `."""
# rows without cells, then one that begins: `<row r="7"/><row r="8" ht="18">`; ++ and *+ never go
# back, so that a part which does not fit is given up in one pass and no input makes a pattern slow
_NEXT = (
    rf'(?:<row r="[1-9]\d{{0,6}}"{MORE_ATTRIBUTES} ?(?:/>|>\s*+</row>)\s*+)*+'
    rf'(?:<row r="([1-9]\d{{0,6}})"{MORE_ATTRIBUTES} ?>\s*+)?'
)
_FIRST_PIECE = re.compile(rf"\s*+{_NEXT}", re.ASCII)
"""What stands before the first cell: `<row r="5" ht="18">`."""
# what follows `<c r="`: 1 column, 2 row, 3 style, 4 type, 5 a plain number and nothing else, or else
# 6 formula, 7 value, 8 its own text; then 9 the end of the row, and 10 which row comes next
_PIECE = re.compile(
    r'([A-Z]{1,3})([1-9]\d{0,6})"(?: s="(\d{1,6})")?(?: t="(\w{1,10})")?'
    r"(?: ?/>|>(?:<v>(-?\d{1,15}(?:\.\d{1,15})?)</v></c>|"
    rf"(<f{MORE_ATTRIBUTES}(?: ?/>|>[^<]*+</f>))?(<v>[^<]*+</v>|<v ?/>)?"
    rf"(?:<is><t{MORE_ATTRIBUTES}>([^<]*+)</t></is>)?</c>))\s*+(?:(</row>)\s*+{_NEXT})?",
    re.ASCII,
)
_FAR = re.compile(r'<row r="(\d{7})"', re.ASCII)
"""A row that may lie beyond the grid: `<row r="9999999"`."""
_SHARED = re.compile(r"<f[^>]*(?:shared|&)")
"""A formula that stands for others: `<f t="shared" si="0">`."""
_INDEX = 7
"""Digits of the number of a shared string."""
_PLAIN = 1_000
"""Characters of a text that is not looked at closely, unless it may mean something else than is
written: `&lt;`, `_x000D_`, the end of a line.
"""
_Stored = tuple[str, str | None, str, str | None]
"""A cell's type, value, own text and formula, as they are stored."""
_Piece = tuple[int, int, int, int, int, Raw | None, _Stored | None]
"""The row that a cell lies in, the row that is open after it, its column (0 where it is empty), its
style, the number of its shared string, or else what it holds, or else what is to be looked at in
each workbook.
"""
_PIECES: Remembered[_Piece] = Remembered(4 * worker_file_limits.MIB)
"""What stands from one cell to the next. No piece holds a part of a tag, so that each says the same
wherever it stands.
"""


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
    before, *written = content[start:end].split(_CELL, worker_file_limits.MOST_CELLS + 1)
    if used[1] + len(written) > worker_file_limits.MOST_CELLS:
        raise Refused("too-many-cells")
    first = _first_row(proved_text(before, where))
    if merges is None or first is None:
        return None
    pieces = read_pieces(_PIECES, written, _CELL, _piece, where)
    if pieces is None:
        return None
    rows = _rows(first, pieces, where, strings)
    if rows is None:
        return None
    used[1] += len(pieces)
    used[0] += sum(map(len, rows.values()))
    if used[0] > worker_file_limits.FILLED_CELLS:
        raise Refused("too-many-cells")
    return rows, [merge_of(reference, where) for reference in merges]


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


def _first_row(text: str | None) -> int | None:
    """Return the row that is open before the first cell, 0 for none; None for the strict way."""
    match = None if text is None or "xmlns" in text else _FIRST_PIECE.fullmatch(text)
    return None if match is None or _leaves_the_grid(match[0]) else int(match[1] or 0)


def _leaves_the_grid(text: str) -> bool:
    return any(int(row) > worker_file_limits.ROWS for row in _FAR.findall(text))


def _piece(text: str) -> _Piece | None:
    """Read what stands from one cell to the next; None for the strict way."""
    match = None if "xmlns" in text else _PIECE.fullmatch(text)
    if match is None:
        return None
    letters, number, look, kind, plain, formula, value, inline, ends, following = match.groups()
    if ends and _leaves_the_grid(text):
        return None
    row, column, style = int(number), column_of(letters), int(look or 0)
    after = int(following or 0) if ends else row
    if plain is None and kind is None and not (formula or value or inline):
        return row, after, 0, 0, 0, None, None
    if not column:
        return None
    if plain and kind == "s" and plain.isdigit() and len(plain) <= _INDEX:
        return row, after, column, style, int(plain), None, None
    if plain and kind in {None, "n"}:
        return row, after, column, style, 0, ("n", plain, style, None), None
    if inline and kind == "inlineStr" and not (formula or value) and _is_plain(inline):
        return row, after, column, style, 0, ("s", inline, style, None), None
    if formula and not formula.startswith("<f>") and _SHARED.match(formula):
        return None
    stored = (
        kind or "n",
        plain or (without_references(value[3:-4]) if value else None),
        without_references(inline or ""),
        _formula(formula) if formula else None,
    )
    return row, after, column, style, 0, *_kept(stored, style)


def _is_plain(text: str) -> bool:
    """Say whether a text means what is written."""
    return not (len(text) > _PLAIN or "&" in text or "_x" in text or "\r" in text)


def _formula(element: str) -> str:
    return without_references(element[element.index(">") + 1 :].removesuffix("</f>"))


def _kept(stored: _Stored, style: int) -> tuple[Raw | None, _Stored | None]:
    """Return what a cell holds in every workbook, or else what each has to look at: the number of a
    shared string, nothing, and what is refused with its place.
    """
    try:
        raw = None if stored[0] == "s" else _raw(stored, style, (), ("", 1, 1))
    except Refused:
        raw = None
    return (raw, None) if raw else (None, stored)


def _raw(stored: _Stored, style: int, strings: Sequence[str], place: StoredPlace) -> Raw | None:
    """Return what a cell holds, by what is stored of it; None where nothing stands in it."""
    kind, value, inline, formula = stored
    held = cell_content(kind, value, inline, strings, place)
    if held is None and formula is None:
        return None
    return (*(held or ("?", "")), style, formula)


def _rows(first: int, pieces: Iterable[_Piece], where: str, strings: Sequence[str]) -> Rows | None:
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
            elif (held := _raw(stored, style, strings, (where, row, column))) is not None:
                cells[column] = held
        if after != row:
            if cells:
                rows[row] = cells
            cells, now = rows.get(after, {}), after
    return None if now else rows
