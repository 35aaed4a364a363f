"""The quick way through parts that are written as office programs write them; anything else goes
the strict way.

Expat calls back for every element, which makes it three times slower than a pattern over the whole
text. A part takes the quick way only where a pattern cannot be deceived: it has no comments, no
CDATA, no other default namespace, no unknown references; rows and cells follow one another without
a gap, and expat has found what lies around them well-formed. Both ways give the same
(`tests/workbook/reading/test_xlsx_quick.py`).

A sheet as the patterns know it; what stands right of an arrow is no part of it:

    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>     ← _HEAD: may be missing
    <worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
    <cols><col min="1" max="4" width="9"/></cols>               ← anything that expat reads
    <sheetData>                                                 ← _OPENS: without attributes
    <row r="5" spans="1:4" ht="18">                             ← _ROWS: a row's number comes first
    <c r="A5" s="3"/>                                           ← an empty cell: place, then style
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
attributes in another order, a prefix (`<x:c>`), single quotes, a comment, several `<t>` in an `<is>`.
"""

import re
import sys
from collections.abc import Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.model.short_text_cache import cached
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.strict_xml import feed, parser_for, unescape
from xlreport.workbook.reading.formats.merged_ranges import merge_of
from xlreport.workbook.reading.formats.raw_book import Merge, Raw, Rows
from xlreport.workbook.reading.formats.raw_cells import column_of
from xlreport.workbook.reading.formats.stored_cell_content import cell_content

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")? ?\?>\s*)?<(\w+)\s([^<>]*)>'
)
_OPENS, _CLOSES = b"<sheetData>", b"</sheetData>"
_HEAD_IN = itemgetter(0)
_REMEMBERED = 20_000
"""Cells whose place, style and type are remembered."""
_SHORT = 40
"""Characters of what a cell's tag says, where that is remembered."""
_SMALL = 20_000
"""Bytes of a sheet that is remembered whole."""
_PREFIX = re.compile(rb'xmlns:[\w.-]+="[^"&<>]*"')
_MAINS = (b"spreadsheetml/2006/main", b"ooxml/spreadsheetml/main")
"""How the workbook's own namespaces end: another prefix for one would hide cells from a pattern."""
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_MORE = r'(?: [\w:.-]{1,40}="[^"<>]*")*+'
"""Attributes that are of no account here."""
# \1 holds every cell to its row's number; ++ and *+ never go back, so that a part which does not fit
# is given up in one pass and no input makes the pattern slow
_ROWS = re.compile(
    rf'\s*+(?:<row r="([1-9]\d{{0,6}})"{_MORE} ?(?:/>|>\s*+(?:<c r="[A-Z]{{1,3}}\1"(?: s="\d{{1,6}}")?'
    r'(?:/>| t="s"><v>\d++</v></c>|(?: t="\w{1,10}")?(?: ?/>|>'
    rf"(?:<f{_MORE}(?: ?/>|>[^<]*</f>))?(?:<v>[^<]*</v>|<v ?/>)?"
    rf"(?:<is><t{_MORE}>[^<]*</t></is>)?</c>))\s*+)*+</row>)\s*+)*+",
    re.ASCII,
)
"""The rows of a sheet without a gap, each with cells of its own number."""
_FAR = re.compile(r'<row r="(\d{7})"', re.ASCII)
# of each cell: 1 the rest of its tag (place, style, type), 2 a number that may be a shared string's,
# 3 its formula, 4 its value, 5 its own text; a cell with nothing in it ends in /> and is not found
_FILLED = re.compile(
    r'<c r="([^/>]++)>(?:<v>(\d{1,7})</v></c>|'
    r"(<f[^>]*>(?:[^<]*</f>)?)?(<v>[^<]*</v>|<v ?/>)?(?:<is><t[^>]*>([^<]*)</t></is>)?</c>)",
    re.ASCII,
)
"""What stands in a cell, where `_ROWS` has found every cell in good order."""
_PLAIN = re.compile(r"[^&_]{1,1000}")
"""A text that means what it says: no references, no `_x000D_`, and not too long."""
_SHARED = re.compile(r"<f[^>]*(?:shared|&)")
_HEAD_OF_CELL = re.compile(r'([A-Z]{1,3})(\d{1,7})"(?: s="(\d{1,6})")?(?: t="(\w+)")?', re.ASCII)
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_CONTROLS = bytes({9, 10, 13, *range(32, 256)})
_MERGE = re.compile(r'<mergeCell ref="([^"<>&]*)"\s?/>')
_PLAIN_STRINGS = re.compile(r'(?:<si><t(?: xml:space="preserve")?>[^<]*+</t></si>)*+')
_PLAIN_STRING = re.compile(r"<t[^>]*>([^<]*)</t>")
_STRING = re.compile(rf"<si>(?:<t{_MORE}>([^<]*)</t></si>|(.*?)</si>)|<si ?/>|\s+", re.DOTALL)
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_RUN = re.compile(rf"<t{_MORE}>([^<]*)</t>")
_LISTED = re.compile(r"<(c|row|sheetData|mergeCell)(?=[\s/>])")
_KNOWN_REFERENCE = re.compile(r"&(?:#x[0-9A-Fa-f]+|#\d+|lt|gt|amp|quot|apos);")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(lt|gt|amp|quot|apos));")
_SURROGATES = range(0xD800, 0xE000)
_NAMED = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
"""The references that have names; the ampersand last, as it may begin another."""
_FORMAT = re.compile(r'<xf numFmtId="(\d{1,9})"')
_CODE = re.compile(
    r'<numFmt (?:numFmtId="(\d{1,9})" formatCode="([^"<>]*)"|formatCode="([^"<>]*)" numFmtId="(\d{1,9})")\s?/>'
)


class _Found(NamedTuple):
    """What stands in a sheet, its strings not looked up yet."""

    cells: list[tuple[str, ...]]
    merges: list[str]
    elements: int
    """Its cells, the empty ones too."""


def unescaped_text(content: bytes, root: str, where: str) -> str | None:
    """Return what follows the root's start tag as text, where a pattern over it cannot be deceived;
    else None.
    """
    head = _HEAD.match(content)
    if head is None or head[1].decode() != root or _MAIN not in head[2]:
        return None
    rest = content[head.end() :]
    if b"<!" in rest or b"<?" in rest:
        return None
    if b"xmlns" in rest and rest.count(b"xmlns") != len(_PREFIX.findall(rest)):
        return None
    if b"&" in head[2] or sum(head[2].count(one) + rest.count(one) for one in _MAINS) != 1:
        return None
    return _decoded(rest, where)


def _decoded(content: bytes, where: str) -> str | None:
    """Return bytes as text; None where characters stand in it that no XML holds, or references that
    are not known.
    """
    if content.translate(None, _NO_CONTROLS):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise damaged(where) from None
    if "\ufffe" in text or "\uffff" in text:
        return None
    if "\r" in text:  # XML has no other line ends than this
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if _only_known_references(text) else None


def _only_known_references(text: str) -> bool:
    references = text.count("&")
    if not references or references == sum(text.count(written) for written, _ in _NAMED):
        return True
    return references == len(_KNOWN_REFERENCE.findall(text))


def quick_rows(
    content: bytes, where: str, strings: Sequence[str], used: list[int]
) -> tuple[dict[int, dict[int, Raw]], list[Merge]] | None:
    """Return a sheet's filled cells and merged ranges; None where it is to be read the strict
    way.
    """
    found = (_known_sheet if len(content) <= _SMALL else _found)(content, where)
    if found is None:
        return None
    if used[1] + found.elements > worker_file_limits.MOST_CELLS:
        raise Refused("too-many-cells")
    rows = _rows(found.cells, where, strings)
    if rows is None:
        return None
    used[1] += found.elements
    used[0] += sum(map(len, rows.values()))
    if used[0] > worker_file_limits.FILLED_CELLS:
        raise Refused("too-many-cells")
    return rows, [merge_of(reference, where) for reference in found.merges]


def _found(content: bytes, where: str) -> _Found | None:
    start, end = content.find(_OPENS), content.rfind(_CLOSES)
    if start < 0 or end < start:
        return None
    before, after = content[: start + len(_OPENS)], content[end:]
    around = unescaped_text(before + after, "worksheet", where)
    data = _decoded(content[len(before) : end], where)
    if around is None or data is None or "xmlns" in data:
        return None
    merges = _MERGE.findall(around)
    if (
        _LISTED.findall(around) != ["sheetData", *["mergeCell"] * len(merges)]
        or _ROWS.fullmatch(data) is None
    ):
        return None
    if any(int(row) > worker_file_limits.ROWS for row in _FAR.findall(data)):
        return None
    feed(parser_for(where), before + after, where)
    return _Found(_FILLED.findall(data), merges, data.count("<c "))


_known_sheet = lru_cache(maxsize=32)(_found)
"""The sheets with instructions and lists are the same in all workbooks of a template: only their
strings differ.
"""


def _rows(found: list[tuple[str, ...]], where: str, strings: Sequence[str]) -> Rows | None:
    """Return the cells by row and column; None where one stands twice, or not in the grid."""
    rows: Rows = {}
    cells: dict[int, Raw] = {}
    last, count = 0, len(strings)
    known = map(_places.get, map(_HEAD_IN, found))
    for (head, digits, formula, value, inline), place in zip(found, known, strict=True):
        row, column, style, kind = place or _place(head)
        if row != last:
            cells, last = rows.setdefault(row, {}), row
        if not column or column in cells:
            return None
        if digits and kind == "s":
            index = int(digits)
            if index >= count:
                raise damaged(f"{where} shared string")
            cells[column] = ("s", strings[index], style, None)
        elif digits and kind == "n":
            cells[column] = ("n", digits, style, None)
        elif inline and kind == "inlineStr" and not (formula or value) and _PLAIN.fullmatch(inline):
            cells[column] = ("s", inline, style, None)
        elif formula and not formula.startswith("<f>") and _SHARED.match(formula):
            return None
        else:
            told = digits or (without_references(value[3:-4]) if value else None)
            held = cell_content(
                kind, told, without_references(inline), strings, (where, row, column)
            )
            if held is not None or formula:
                cells[column] = (*(held or ("?", "")), style, _formula(formula))
    return rows


def _place(head: str) -> tuple[int, int, int, str]:
    """Return row, column, style and type of a cell by what its tag says: the same ones stand in
    every workbook.
    """
    match = _HEAD_OF_CELL.fullmatch(head)
    if match is None:
        return (0, 0, 0, "")
    row = int(match[2])
    place = (
        row,
        column_of(match[1]) if row <= worker_file_limits.ROWS else 0,
        int(match[3] or 0),
        match[4] or "n",
    )
    if len(_places) < _REMEMBERED and len(head) <= _SHORT:
        _places[head] = place
    return place


_places: dict[str, tuple[int, int, int, str]] = {}


@cached(1000, 2048)
def _formula(element: str) -> str | None:
    return (
        without_references(element[element.index(">") + 1 :].removesuffix("</f>"))
        if element
        else None
    )


def quick_strings(text: str) -> list[str] | None:
    """Return the shared strings; None where they are to be read the strict way."""
    whole = text.rstrip().removesuffix("</sst>")
    if _PLAIN_STRINGS.fullmatch(whole):
        found = _PLAIN_STRING.findall(whole)
        odd = (
            "&" in whole
            or "_x" in whole
            or "\r" in whole
            or max(map(len, found), default=0) > worker_file_limits.TEXT
        )
        return [_string(one) for one in found] if odd else found
    return _strings_of_any_shape(whole)


def _strings_of_any_shape(text: str) -> list[str] | None:
    if "vertAlign" in text or "strike" in text:
        return None  # a raised or struck piece is no ordinary text
    strings: list[str] = []
    position = 0
    for token in _STRING.finditer(text):
        if token.start() != position:
            return None
        position = token.end()
        plain, rich = token.groups()
        if plain is not None:
            strings.append(_string(plain))
        elif rich is not None:
            strings.append(_string("".join(_RUN.findall(_PHONETIC.sub("", rich)))))
        elif token[0].startswith("<"):
            strings.append("")
    return strings if position == len(text) else None


def quick_formats(text: str) -> tuple[dict[int, str], list[int]] | None:
    """Return own format codes by number, and the format number of each cell format; None for the
    strict way.
    """
    start, end = text.find("<cellXfs"), text.find("</cellXfs>")
    if start < 0 or end < 0 or text.count("<cellXfs") != 1:
        return None
    numbers = _FORMAT.findall(text, start, end)
    last = max(text.find("</numFmts>"), 0)
    codes = _CODE.findall(text, 0, last)
    if len(numbers) != text.count("<xf", start, end) or len(codes) != text.count(
        "<numFmt ", 0, last
    ):
        return None
    own = {
        int(number or other): without_references(code or late)
        for number, code, late, other in codes
    }
    return own, [int(number) for number in numbers]


def without_references(text: str) -> str:
    """Return a text of a part with its character references resolved."""
    if "&" not in text:
        return text
    if "&#" in text:
        return _REFERENCE.sub(_character, text)
    for written, meant in _NAMED:
        text = text.replace(written, meant)
    return text


def _string(text: str) -> str:
    whole = unescape(without_references(text))
    if len(whole) > worker_file_limits.TEXT:
        raise Refused("text-too-long", where="shared strings")
    return whole


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return dict(_NAMED)[match[0]]
    point = int(match[1], 16) if match[1] else int(match[2])
    if point > sys.maxunicode or point in _SURROGATES or _ODD.match(chr(point)):
        raise damaged("character reference")
    return chr(point)
