"""An xlsx or xlsm package as a `Book`: its workbook part, strings, formats, names and
properties.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import methodcaller
from urllib.parse import unquote

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_active_content import active_parts
from xlreport.workbook.reading.container.container_properties import (
    custom_properties,
    program_of,
    saved_at,
)
from xlreport.workbook.reading.container.container_xml import (
    feed,
    parser_for,
    relation,
    scan,
    unescape,
)
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.format_book import Book, Table
from xlreport.workbook.reading.formats.format_cells import (
    GENERAL,
    NumberFormat,
    built_in,
    number_format_of,
)
from xlreport.workbook.reading.formats.quick.quick_plain_parts import unescaped_text
from xlreport.workbook.reading.formats.quick.quick_texts import quick_formats, quick_strings
from xlreport.workbook.reading.formats.xlsx_format_sheet import read_sheet
from xlreport.workbook.reading.formats.xlsx_format_side_parts import (
    cell_looks,
    strict_formats,
    strict_strings,
)

_USUAL, _MAIN, _SMALL = 100_000, 20_000, 4_000
"""Bytes of a styles part, a workbook part, and of relationships, that are remembered: workbooks of
one template mostly share them.
"""
_PICTURED = methodcaller("startswith", ("=DISPIMG(", "=_xlfn.DISPIMG("))
"""Whether a text is what WPS leaves for a picture, asked of all texts of a workbook."""
_HIDDEN = frozenset({"hidden", "veryHidden"})


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part."""

    id: str
    kind: str
    """The last step of its type: `worksheet`, `sharedStrings`, …"""
    target: str
    """The part it leads to, or the outside address."""
    external: bool


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """One sheet as the workbook part lists it."""

    name: str
    number: int
    """Its sheetId."""
    relation: str
    hidden: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What the workbook part says."""

    part: str
    sheets: tuple[SheetEntry, ...]
    epoch_1904: bool
    names: Mapping[str, str]
    relations: tuple[Relation, ...]

    def of_kind(self, kind: str) -> str | None:
        """Return the part of that kind; None where there is none."""
        found = {
            entry.target.lower(): entry.target for entry in self.relations if entry.kind == kind
        }
        if len(found) > 1:
            raise damaged(self.part)
        return next(iter(found.values()), None)

    def sheet_part(self, entry: SheetEntry) -> str | None:
        """Return the part of a worksheet; None for a sheet of another kind."""
        matches = [r for r in self.relations if r.id == entry.relation]
        if len(matches) != 1:
            raise damaged(self.part)
        return matches[0].target if matches[0].kind == "worksheet" else None


def read_xlsx(package: Package) -> Book:
    """Read every worksheet of a package; raises Refused."""
    outline = outline_of(package)
    strings = _strings(package, outline)
    used = [0, 0]
    tables, read = [], set()
    for entry in outline.sheets:
        part = outline.sheet_part(entry)
        if part is not None:
            if part.lower() in read:
                raise damaged(outline.part)
            read.add(part.lower())
            rows, merges = read_sheet(package.part(part), entry.name, strings, used)
            tables.append(Table(entry.name, rows, hidden=entry.hidden, merges=merges))
    return Book(
        tables=tuple(tables), pictures=any(map(_PICTURED, strings)), formats=_formats(package, outline), epoch_1904=outline.epoch_1904, names=outline.names,
        properties=custom_properties(package), saved_at=saved_at(package), program=program_of(package), active=active_parts(package),
    )  # fmt: skip


def outline_of(package: Package) -> Outline:
    """Read the workbook part and its relationships."""
    main = {r.target for r in relations_of(package, "") if r.kind == "officeDocument"}
    if len(main) != 1:
        raise damaged("_rels/.rels")
    part = main.pop()
    content = package.part(part)
    sheets, names, epoch_1904 = (_known_main if len(content) <= _MAIN else _main)(content, part)
    return Outline(
        part=part,
        sheets=sheets,
        epoch_1904=epoch_1904,
        names=names,
        relations=relations_of(package, part),
    )


def _main(content: bytes, part: str) -> tuple[tuple[SheetEntry, ...], Mapping[str, str], bool]:
    """Return the sheets that a workbook part lists, its global names, and whether it counts days
    from 1904.
    """
    sheets: list[SheetEntry] = []
    names: dict[str, str] = {}
    facts = {"1904": "0", "name": ""}
    counted = {"names": 0}
    pieces: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        pieces.clear()
        facts["name"] = ""
        if name == "sheet":
            sheets.append(_sheet_entry(part, attributes))
        elif name == "definedName":
            counted["names"] += 1
            own = attributes.get("name", "").lower()
            facts["name"] = own if "localSheetId" not in attributes else ""
        elif name == "workbookPr":
            facts["1904"] = attributes.get("date1904", "0")

    def end(name: str) -> None:
        if name == "definedName" and facts["name"]:
            names[facts["name"]] = "".join(pieces).strip()

    scan(content, part, start, end, pieces.append)
    if counted["names"] > worker_file_limits.NAMES:
        raise Refused("too-many-names", count=counted["names"])
    _prove_sheets(sheets, part)
    return tuple(sheets), names, facts["1904"].lower() in {"1", "true", "on"}


_known_main = lru_cache(maxsize=32)(_main)


def _prove_sheets(sheets: list[SheetEntry], part: str) -> None:
    """Refuse a workbook without sheets, with too many, or with two that share a name or a part."""
    if len(sheets) > worker_file_limits.MOST_SHEETS:
        raise Refused("too-many-parts", count=len(sheets))
    if not sheets or any(
        len({key(s) for s in sheets}) < len(sheets) for key in (_by_name, _by_relation)
    ):
        raise damaged(part)


def _by_name(entry: SheetEntry) -> str:
    return entry.name.lower()


def _by_relation(entry: SheetEntry) -> str:
    return entry.relation


def _sheet_entry(part: str, attributes: dict[str, str]) -> SheetEntry:
    number, link = attributes.get("sheetId", ""), relation(attributes)
    if not number.isdecimal() or link is None or not attributes.get("name"):
        raise damaged(part)
    return SheetEntry(
        unescape(attributes["name"]), int(number), link, attributes.get("state") in _HIDDEN
    )


def relations_of(package: Package, part: str) -> tuple[Relation, ...]:
    """Read the relationships of a part; of the package itself for an empty name."""
    folder, _, name = part.rpartition("/")
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    content = package.parts.get(where.lower())
    if content is None:
        return ()
    return (_known_relations if len(content) <= _SMALL else _relations_in)(content, folder, where)


def _relations_in(content: bytes, folder: str, where: str) -> tuple[Relation, ...]:
    found: list[Relation] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("}Relationship"):
            external = attributes.get("TargetMode") == "External"
            target = attributes.get("Target", "")
            goal = target if external else resolve(folder, target)
            found.append(
                Relation(
                    attributes.get("Id", ""),
                    attributes.get("Type", "").rpartition("/")[2],
                    goal,
                    external,
                )
            )

    scan(content, where, start)
    if len({entry.id for entry in found}) < len(found):
        raise damaged(where)
    return tuple(found)


_known_relations = lru_cache(maxsize=64)(_relations_in)


def resolve(folder: str, target: str) -> str:
    """Return the name of the part that a relationship of a part in that folder leads to."""
    path = unquote(target.partition("#")[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")


def _strings(package: Package, outline: Outline) -> list[str]:
    """Return the shared strings."""
    part = outline.of_kind("sharedStrings")
    if part is None or part.lower() not in package.parts:
        return []  # a cell that asks for one of them is found out where it is read
    content = package.part(part)
    strings = quick_strings(content, part)
    if strings is None:
        strings = strict_strings(content, part)
    if len(strings) > worker_file_limits.STRINGS:
        raise Refused("too-many-cells")
    return strings


def _formats(package: Package, outline: Outline) -> tuple[NumberFormat, ...]:
    """Return the number formats of the cell formats."""
    part = outline.of_kind("styles")
    if part is None or part.lower() not in package.parts:
        return (
            GENERAL,
        ) * worker_file_limits.FORMATS  # whichever a cell asks for, it looks like any other
    content = package.part(part)
    return (_known_formats if len(content) <= _USUAL else _formats_in)(content, part)


def _formats_in(content: bytes, part: str) -> tuple[NumberFormat, ...]:
    feed(parser_for(part), content, part)
    text = unescaped_text(content, "styleSheet", part)
    found = quick_formats(text) if text is not None else None
    own, numbers = found or strict_formats(content, part)
    if len(numbers) > worker_file_limits.FORMATS:
        raise Refused("too-many-parts", count=len(numbers))
    looks = tuple(number_format_of(own[n]) if n in own else built_in(n) for n in numbers)
    if any(word in content for word in (b"strike", b"xfComplement", b"locked")):
        told = cell_looks(content, part)
        looks = tuple(
            replace(
                look,
                struck=n in told.struck,
                checkbox=n in told.checkboxes,
                odd=look.odd or n in told.struck,
                unlocked=n in told.unlocked,
            )
            for n, look in enumerate(looks)
        )
    return looks or (GENERAL,)


_known_formats = lru_cache(maxsize=32)(_formats_in)
