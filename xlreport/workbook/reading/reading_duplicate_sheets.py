"""Two sheets for the same rows: the same words twice are one, different words are a question."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from xlreport.model.number_format.formatted_number import FormatSense, sense, shown_number
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.submission import Cell, Entry
from xlreport.workbook.reading.reading_known_headings import READ
from xlreport.workbook.reading.sheet_table_reader import DataSheet


def without_copies(
    sheets: Sequence[DataSheet],
) -> tuple[tuple[DataSheet, ...], tuple[Finding, ...]]:
    """Return the sheets with each row in the first sheet that has it, and what is to be said about
    the others.
    """
    first: dict[tuple[str, str], Entry] = {}
    kept: list[DataSheet] = []
    findings: list[Finding] = []
    for sheet in sheets:
        own: list[Entry] = []
        copied: set[str] = set()
        for entry in sheet.entries:
            known = first.setdefault((entry.kind, entry.code), entry)
            if known is entry or known.sheet == sheet.name:
                own.append(entry)
            else:
                copied.add(known.sheet)
                findings += _differences(known, entry)
        findings += [
            finding("sheet-copied", sheet=sheet.name, other=other) for other in sorted(copied)
        ]
        kept.append(replace(sheet, entries=tuple(own)))
    return tuple(kept), tuple(findings)


def _differences(known: Entry, copy: Entry) -> Iterator[Finding]:
    for name in READ[known.kind]:
        here, there = known.cells.get(name), copy.cells.get(name)
        if _held(here) != _held(there):
            place = here or there
            yield finding(
                "copies-differ", sheet=known.sheet,
                cell=place.address if place and place is here else "",
                indicator=known.code, value=here.as_typed if here else "", column=name,
                other=copy.sheet,
                other_cell=there.address if there else "",
                other_value=there.as_typed if there else "",
            )  # fmt: skip


def _held(cell: Cell | None) -> object:
    if cell is None or cell.blank:
        return None
    if isinstance(cell.raw, Decimal) and sense(cell.number_format, cell.raw) is FormatSense.OTHER:
        return cell.kind, shown_number(cell.number_format, cell.raw, exact=True), cell.raw
    return cell.kind, cell.raw, "%" in cell.number_format
