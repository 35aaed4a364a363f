"""Whether a marked copy holds the values of the workbook that it was made of: shown by its bytes,
else by reading both.

What the reader makes of a sheet hangs on these things alone, and each is compared in what was
written:

- which sheets there are, under which names and relations, in which parts; global names; the date
  system;
- the shared strings and the document's properties: not a byte differs;
- number formats: the own ones are the same, and the cell formats stand where they stood, new ones
  behind them;
- all bytes up to the rows and cells of a sheet (but for which tab is selected), and all of the rows
  and cells themselves; no other place of the part holds cells, and merged ranges cover the same
  ones.

A part that a search could be deceived about (comments, CDATA, prefixes) shows nothing; then all
cells are read.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from xlreport.processes import worker_file_limits
from xlreport.workbook.annotating.annotated_remembered_parts import USUAL
from xlreport.workbook.annotating.annotated_sheet import CLOSED
from xlreport.workbook.annotating.annotated_splicing import elements, pieces
from xlreport.workbook.reading.container.container_xml import feed, parser_for
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.format_book import Book, Table
from xlreport.workbook.reading.formats.xlsx_format import Outline, outline_of, read_xlsx
from xlreport.workbook.reading.formats.xlsx_format_side_parts import strict_formats
from xlreport.workbook.reading.reading_our_marks import every, is_our_list

_READ_TOO = ("_rels/.rels", "docprops/core.xml", "docprops/app.xml", "docprops/custom.xml")
# the look of a cell, which is all that a mark changes in its tag
_STYLE = re.compile(rb"(?<=\s)s=\"(\d{1,6})\"")
_LEAST_CELL = 10
"""Fewer bytes than any cell with something in it has."""
# which sheet is in front
_SELECTED = re.compile(rb"""\stabSelected\s*=\s*(?:"[^"]*"|'[^']*')""")
_HEEDED = re.compile(
    rb"<(?:[^\s<>/:]++:)?+(?:row|c|v|f|is|t|rPh|mergeCell|sheetData)(?=[\s/>])[^<]*+"
)
"""What a reader of cells heeds behind them too, in a part whose tags a pattern cannot mistake."""


def same_values(
    before: Package,
    outline: Outline,
    after: Package,
    ours: str,
    unlocked: Mapping[str, bytes] = MappingProxyType({}),
) -> bool:
    """Say whether a workbook that can be read has the same values in its marked copy; raises
    Refused.

    Args:
        before: The workbook.
        outline: What its workbook part says.
        after: The copy.
        ours: The part of our list in it.
        unlocked: Sheets whose changed locked cells were unlocked, as they were then: but for cell
            formats with the same number formats, their cells are those of the workbook.
    """
    if _shown(before, outline, after, ours, unlocked):
        return True
    return not unlocked and _read_alike(before, after)


def _shown(
    before: Package,
    outline: Outline,
    after: Package,
    ours: str,
    unlocked: Mapping[str, bytes],
) -> bool:
    copy = outline_of(after)
    sheets = {part for entry in outline.sheets if (part := outline.sheet_part(entry))} - {ours}
    size = sum(len(after.part(part)) for part in {*sheets, ours})
    return (
        _same_outline(outline, copy, ours)
        and all(
            before.parts.get(part) == after.parts.get(part)
            for part in (*_READ_TOO, _strings(outline))
        )
        and _same_formats(before, after, outline.of_kind("styles") or "")
        and size < worker_file_limits.FILLED_CELLS * _LEAST_CELL
        and _is_list(after.part(ours), ours)
        and all(
            _same_cells(unlocked.get(part, before.part(part)), after.part(part), part)
            for part in sheets
        )
        and all(
            _restyled_alone(before, after, outline, part, sheet) for part, sheet in unlocked.items()
        )
    )


def _is_list(content: bytes, where: str) -> bool:
    """Say whether a part is well-formed and says what our list says in front."""
    feed(parser_for(where), content, where)
    return any(title.encode() in content for title in every("annotate.title"))


def _same_outline(before: Outline, after: Outline, ours: str) -> bool:
    """Say whether two workbook parts tell the same; the second may have our list in front."""
    new = after.relations[len(before.relations) :]
    listed = after.sheets[len(new) :]
    added = all(
        entry.kind == "worksheet" and entry.target == ours and after.sheets[0].relation == entry.id
        for entry in new
    )
    same = (before.part, before.epoch_1904, before.names) == (
        after.part,
        after.epoch_1904,
        after.names,
    )
    return (
        same
        and added
        and listed == before.sheets
        and after.relations == (*before.relations, *new)
        and len(new) <= 1
    )


def _strings(outline: Outline) -> str:
    return (outline.of_kind("sharedStrings") or "").lower()


def _same_formats(before: Package, after: Package, part: str) -> bool:
    contents = before.part(part), after.part(part)
    return (_known_formats if len(contents[1]) <= 2 * USUAL else _formats_stay)(*contents, part)


def _formats_stay(before: bytes, after: bytes, part: str) -> bool:
    """Say whether all number formats of cells are still where they were."""
    own, numbers = strict_formats(before, part)
    new, grown = strict_formats(after, part)
    return (
        own == new and numbers == grown[: len(numbers)] and len(grown) <= worker_file_limits.FORMATS
    )


_known_formats = lru_cache(maxsize=16)(_formats_stay)


def _same_cells(before: bytes, after: bytes, where: str) -> bool:
    """Say whether two parts of a sheet hold the same rows and cells, and the same of them are
    covered.
    """
    if before == after:
        return True
    old, new = pieces(before, CLOSED), pieces(after, CLOSED)
    if not len(old) == len(new) > 1 or old[1::2] != new[1::2]:
        return False
    feed(parser_for(where), b"".join(new[::2]), where)
    told = ((_SELECTED.sub(b"", found[0]), *map(_heeded, found[2::2])) for found in (old, new))
    return next(told) == next(told)


def _restyled_alone(
    before: Package, after: Package, outline: Outline, part: str, sheet: bytes
) -> bool:
    """Say whether the cells of a sheet differ in their cell formats alone, and those in nothing
    that changes a value.
    """
    old, new = (pieces(content, CLOSED[:1])[1:2] for content in (before.part(part), sheet))
    if not old or not new or _STYLE.sub(b"", old[0]) != _STYLE.sub(b"", new[0]):
        return False
    styles = outline.of_kind("styles") or ""
    looks = (_numbers_of(package.part(styles), styles) for package in (before, after))
    first, second = next(looks), next(looks)
    pairs = zip(_STYLE.findall(old[0]), _STYLE.findall(new[0]), strict=False)
    same_count = len(_STYLE.findall(old[0])) == len(_STYLE.findall(new[0]))
    return same_count and all(first[int(a)] == second[int(b)] for a, b in pairs if a != b)


def _numbers_of(content: bytes, where: str) -> list[tuple[int, int]]:
    """Return number format and font of each cell format."""
    found = [e for e in elements(content, where) if e.path[-1:] == ("cellXfs",) and e.name == "xf"]
    return [
        (int(e.attributes.get("numFmtId", "0")), int(e.attributes.get("fontId", "0")))
        for e in found
    ]


def _heeded(content: bytes) -> tuple[object, ...]:
    return content.count(b"xmlns="), _HEEDED.findall(content)


def _read_alike(before: Package, after: Package) -> bool:
    old, new = read_xlsx(before), read_xlsx(after)
    told = ((book.names, book.epoch_1904, book.properties, _tables(book)) for book in (old, new))
    return next(told) == next(told) and new.formats[: len(old.formats)] == old.formats


def _tables(book: Book) -> list[Table]:
    return [table for table in book.tables if not is_our_list(table)]
