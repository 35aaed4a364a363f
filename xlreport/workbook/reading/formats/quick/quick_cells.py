"""What stands from one cell of a sheet to the next, by a pattern; each piece is proved once and
remembered, as most of them stand in every workbook of a template.
"""

import re
from collections.abc import Iterable, Sequence

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_book import Raw
from xlreport.workbook.reading.formats.format_cell_content import StoredPlace, cell_content
from xlreport.workbook.reading.formats.format_cells import column_of
from xlreport.workbook.reading.formats.quick.quick_plain_parts import (
    HEIGHT_PREFIX,
    MORE_ATTRIBUTES,
    ROW_ATTRIBUTES,
    attributes_are_sound,
    without_references,
)
from xlreport.workbook.reading.formats.quick.quick_remembered_pieces import Remembered, read_pieces

CELL = b'<c r="'
"""What stands before each piece."""
# rows without cells, then one that begins: `<row r="7"/><row r="8" ht="18">`; ++ and *+ never go
# back, so that a part which does not fit is given up in one pass and no input makes a pattern slow
_NEXT = (
    rf'(?:<row r="[1-9]\d{{0,6}}"{ROW_ATTRIBUTES} ?(?:/>|>\s*+</row>)\s*+)*+'
    rf'(?:<row r="([1-9]\d{{0,6}})"{ROW_ATTRIBUTES} ?>\s*+)?'
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
_PREFIXED = f" {HEIGHT_PREFIX}:".encode()
_INDEX = 7
"""Digits of the number of a shared string."""
_PLAIN = 1_000
"""Characters of a text that is not looked at closely, unless it may mean something else than is
written: `&lt;`, `_x000D_`, the end of a line.
"""
_Stored = tuple[str, str | None, str, str | None]
"""A cell's type, value, own text and formula, as they are stored."""
Piece = tuple[int, int, int, int, int, Raw | None, _Stored | None]
"""The row that a cell lies in, the row that is open after it, its column (0 where it is empty), its
style, the number of its shared string, or else what it holds, or else what is to be looked at in
each workbook.
"""
_PIECES: Remembered[Piece] = Remembered(4 * worker_file_limits.MIB)
"""What stands from one cell to the next. No piece holds a part of a tag, so that each says the same
wherever it stands.
"""


def sheet_pieces(written: list[bytes], where: str) -> list[Piece] | None:
    """Return what the pieces of a sheet say; None where one is written as nobody knows.

    Args:
        written: What follows each `<c r="`.
        where: The sheet, for messages.
    """
    return read_pieces(_PIECES, written, CELL, _piece, where)


def uses_prefix(written: Iterable[bytes]) -> bool:
    """Say whether a row in pieces uses a prefix that the sheet has to declare."""
    return any(_PREFIXED in piece for piece in written)


def first_row(text: str | None) -> int | None:
    """Return the row that is open before the first cell, 0 for none; None for the strict way."""
    match = None if text is None or "xmlns" in text else _FIRST_PIECE.fullmatch(text)
    if match is None or _leaves_the_grid(match[0]) or not attributes_are_sound(match[0]):
        return None
    return int(match[1] or 0)


def _leaves_the_grid(text: str) -> bool:
    return any(int(row) > worker_file_limits.ROWS for row in _FAR.findall(text))


def _piece(text: str) -> Piece | None:
    """Read what stands from one cell to the next; None for the strict way."""
    match = None if "xmlns" in text else _PIECE.fullmatch(text)
    if match is None:
        return None
    letters, number, look, kind, plain, formula, value, inline, ends, following = match.groups()
    if ends and _leaves_the_grid(text):
        return None
    others = text.count('="') - (look is not None) - (kind is not None)
    if (others > 1 or "&" in text) and not attributes_are_sound(text):
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
        raw = None if stored[0] == "s" else stored_raw(stored, style, (), ("", 1, 1))
    except Refused:
        raw = None
    return (raw, None) if raw else (None, stored)


def stored_raw(
    stored: _Stored, style: int, strings: Sequence[str], place: StoredPlace
) -> Raw | None:
    """Return what a cell holds, by what is stored of it; None where nothing stands in it."""
    kind, value, inline, formula = stored
    held = cell_content(kind, value, inline, strings, place)
    if held is None and formula is None:
        return None
    return (*(held or ("?", "")), style, formula)
