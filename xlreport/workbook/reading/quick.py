"""The quick way through parts that are written as office programs write them; anything else goes the strict way.

Expat calls back for every element, which makes it three times slower than a pattern over the whole text. A part takes
the quick way only where a pattern cannot be deceived: it has no comments, no CDATA, no other default namespace, no
unknown references; rows and cells follow one another without a gap, and expat has found what lies around them
well-formed. Both ways give the same (`tests/workbook/test_quick.py`).
"""

import re
import sys
from collections.abc import Sequence

from xlreport.workbook import limits
from xlreport.workbook.reading.book import Raw
from xlreport.workbook.reading.cells import column_of
from xlreport.workbook.reading.content import content_of
from xlreport.workbook.reading.markup import feed, parser_for, unescape
from xlreport.workbook.reading.merged import Merge, merge_of
from xlreport.workbook.reading.refusal import Refused, damaged

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")? ?\?>\s*)?<(\w+)\s([^<>]*)>'
)
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BLANK = re.compile(r'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")?/>', re.ASCII)
_TOKEN = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d{1,6})")?(?: t="(\w+)")?(?:/>|>'
    r"(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?(<v>[^<]*</v>|<v ?/>)?(?:<is><t(?: [^<>]*)?>([^<]*)</t></is>)?</c>)"
    r'|<row r="(\d{1,7})"',
    re.ASCII,
)
_CELL = (
    r'<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")?(?: t="\w+")?(?:/>|>'
    r"(?:<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?(?:<v>[^<]*</v>|<v ?/>)?(?:<is><t(?: [^<>]*)?>[^<]*</t></is>)?</c>)\s*+"
)
_ROW = rf'<row r="\d{{1,7}}"[^<>]*+(?:(?<=/)>|(?<!/)>\s*+(?:{_CELL})*+</row>)'
_REGION = re.compile(rf"\s*+(?:{_ROW}\s*+)*+", re.ASCII)
"""The rows and cells of a sheet without a gap."""
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MERGE = re.compile(r'<mergeCell ref="([^"<>]*)"\s?/>')
_STRING = re.compile(r"<si>(?:<t(?: [^<>]*)?>([^<]*)</t></si>|(.*?)</si>)|<si ?/>|\s+", re.DOTALL)
_PHONETIC = re.compile(r"<rPh\b.*?</rPh>", re.DOTALL)
_RUN = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(lt|gt|amp|quot|apos));")
_SURROGATES = range(0xD800, 0xE000)
_INDEX = re.compile(r"<v>\d{1,7}</v>", re.ASCII)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_FORMAT = re.compile(r'<xf numFmtId="(\d{1,9})"')
_CODE = re.compile(
    r'<numFmt (?:numFmtId="(\d{1,9})" formatCode="([^"<>]*)"|formatCode="([^"<>]*)" numFmtId="(\d{1,9})")\s?/>'
)


def plain_text(content: bytes, root: str, where: str) -> str | None:
    """Return what follows the root's start tag as text, where a pattern over it cannot be deceived; else None."""
    head = _HEAD.match(content)
    if head is None or head[1].decode() != root or _MAIN not in head[2]:
        return None
    rest = head.end()
    if b"<!" in content or content.find(b"<?", rest) >= 0:
        return None
    if content.count(b"xmlns", rest) != content.count(b"xmlns:", rest):
        return None
    try:
        text = content[rest:].decode()
    except UnicodeDecodeError:
        raise damaged(where) from None
    if _ODD.search(text) or ("&" in text and text.count("&") != len(_REFERENCE.findall(text))):
        return None
    return text


def quick_rows(
    text: str, where: str, strings: Sequence[str], used: list[int]
) -> tuple[dict[int, dict[int, Raw]], list[Merge]] | None:
    """Return a sheet's cells and merged ranges; None where it is to be read the strict way."""
    start, end = text.find("<sheetData>"), text.find("</sheetData>")
    if start < 0 or end < start or text.count("<sheetData") != 1:
        return None
    around = f"<worksheet>{text[:start]}{text[end + len('</sheetData>') :]}"
    merges = _MERGE.findall(around)
    if "<c " in around or "<row" in around or len(merges) != around.count("<mergeCell "):
        return None
    filled, blanks = _BLANK.subn("", text[start + len("<sheetData>") : end])
    if _REGION.fullmatch(filled) is None:
        return None
    feed(parser_for(where, None), around.encode(), where)
    tokens = _TOKEN.findall(filled)
    used[1] += blanks + len(tokens)
    if used[1] > limits.CELLS + limits.ROWS:
        raise Refused("too-many-cells")
    rows = _rows(tokens, where, strings)
    if rows is None:
        return None
    used[0] += sum(map(len, rows.values()))
    if used[0] > limits.FILLED_CELLS:
        raise Refused("too-many-cells")
    return rows, [merge_of(reference, where) for reference in merges]


def _rows(tokens: list[tuple[str, ...]], where: str, strings: Sequence[str]) -> dict[int, dict[int, Raw]] | None:
    """Return the cells of tokens that are cells and beginnings of rows; None where they are not in good order."""
    rows: dict[int, dict[int, Raw]] = {}
    cells: dict[int, Raw] = {}
    row_text, total = "", len(strings)
    for letters, number, style, kind, formula, value, inline, opened in tokens:
        if not letters:
            row_text, row = opened, int(opened)
            if not 0 < row <= limits.ROWS or opened[0] == "0":
                return None
            cells = rows.setdefault(row, {})
            continue
        column = column_of(letters)
        if number != row_text or not column or column in cells:
            return None
        if kind == "s" and not formula and _INDEX.fullmatch(value):
            index = int(value[3:-4])
            if index >= total:
                raise damaged(f"{where} shared string")
            cells[column] = ("s", strings[index], int(style or 0), None)
            continue
        if 't="shared"' in formula:
            return None
        held = content_of(kind or "n", resolved(value[3:-4]) if value else None, resolved(inline), strings, where)
        if held is not None or formula:
            cells[column] = (*(held or ("?", "")), int(style or 0), _formula(formula))
    return rows


def _formula(element: str) -> str | None:
    return resolved(element[element.index(">") + 1 :].removesuffix("</f>")) if element else None


def quick_strings(text: str) -> list[str] | None:
    """Return the shared strings; None where they are to be read the strict way."""
    end = len(text.rstrip().removesuffix("</sst>"))
    strings: list[str] = []
    position = 0
    for token in _STRING.finditer(text, 0, end):
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
    return strings if position == end else None


def quick_formats(text: str) -> tuple[dict[int, str], list[int]] | None:
    """Return own format codes by number, and the format number of each cell format; None for the strict way."""
    start, end = text.find("<cellXfs"), text.find("</cellXfs>")
    if start < 0 or end < 0 or text.count("<cellXfs") != 1:
        return None
    numbers = _FORMAT.findall(text, start, end)
    last = max(text.find("</numFmts>"), 0)
    codes = _CODE.findall(text, 0, last)
    if len(numbers) != text.count("<xf", start, end) or len(codes) != text.count("<numFmt ", 0, last):
        return None
    own = {int(number or other): resolved(code or late) for number, code, late, other in codes}
    return own, [int(number) for number in numbers]


def resolved(text: str) -> str:
    """Return a text of a part with its character references resolved."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _string(text: str) -> str:
    whole = unescape(resolved(text))
    if len(whole) > limits.TEXT:
        raise Refused("text-too-long", where="shared strings")
    return whole


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    point = int(match[1], 16) if match[1] else int(match[2])
    if point > sys.maxunicode or point in _SURROGATES or _ODD.match(chr(point)):
        raise damaged("character reference")
    return chr(point)
