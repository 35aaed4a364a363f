"""The sheet in front: every finding as a line, with a link to its cell and a word when it is
mended.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from xlreport.messages import say
from xlreport.model.returns.finding_codes import Severity
from xlreport.processes import worker_file_limits
from xlreport.workbook.annotating.annotated_conditions import (
    ReadRows,
    marked,
    quoted_criterion,
    still_wrong,
    would_pass,
)
from xlreport.workbook.annotating.annotated_splicing import escaped_words
from xlreport.workbook.annotating.findings_list.findings_list_lines import ORDER, ListLine
from xlreport.workbook.reading.formats.format_cells import letters

LIST_COLUMNS = (
    ("number", 7), ("severity", 9), ("place", 18), ("name", 24), ("value", 14), ("message", 44),
    ("remedy", 40),
    ("state", 9),
)  # fmt: skip
HEAD_ROW = 4
_LONGEST_FORMULA = 8000
"""Characters; Excel takes 8192."""
_WIDE = 1.9
"""How much wider a Chinese character is than the unit of column widths."""
_NARROW = "\u2e7f"
"""The last character before the Chinese ones."""
_LINE_HEIGHT = 15
_SPACES = {
    False: "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    True: "http://purl.oclc.org/ooxml/spreadsheetml/main",
}
_PAGE = (
    '<printOptions horizontalCentered="1"/>'
    '<pageMargins left="0.4" right="0.4" top="0.45" bottom="0.55" header="0.25" footer="0.25"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
)


class ListCell(NamedTuple):
    """One cell of the list: its words, its look, and the formula whose result they are."""

    text: str
    look: str
    formula: str = ""


def head(
    found: Sequence[ListLine], file: str, language: str, foreword: Sequence[str] = ()
) -> Iterator[tuple[float, list[ListCell]]]:
    """Yield the rows above the lines, each with its height in points; `HEAD_ROW` and one for each
    line in front.
    """
    counts = {s: sum(len(line.findings) for line in found if line.severity is s) for s in ORDER}
    summed = say(
        language, "annotate.counts", errors=counts[Severity.ERROR],
        warnings=counts[Severity.WARNING],
        notes=counts[Severity.NOTE],
    )  # fmt: skip
    empty = len(LIST_COLUMNS) - 1
    yield 31, [ListCell(say(language, "annotate.title"), "title"), *[ListCell("", "title")] * empty]
    yield (
        20,
        [
            ListCell(f"{say(language, 'annotate.file', file=file)}　·　{summed}", "strip"),
            *[ListCell("", "strip")] * empty,
        ],
    )
    for line in foreword:
        yield 20, [ListCell(line, "notice"), *[ListCell("", "notice")] * empty]
    yield 20, [ListCell(say(language, "annotate.intro"), "strip"), *[ListCell("", "strip")] * empty]
    yield 20, [ListCell(say(language, f"annotate.{name}"), "head") for name, _ in LIST_COLUMNS]


def body(line: ListLine, language: str, formula: str = "") -> tuple[float, list[ListCell]]:
    """Return one line's row and its height in points."""
    place = f"{line.sheet} {line.cells}".strip() or say(language, "annotate.elsewhere")
    cells = [
        ListCell(line.serial, "middle"),
        ListCell(say(language, f"severity.{line.severity}"), str(line.severity)),
        ListCell(place, "link" if line.cells and line.sheet else "text"),
        ListCell(line.name, "text"),
        ListCell(line.value, "text"),
        ListCell(line.message, "text"),
        ListCell(line.remedy, "text"),
        ListCell("", "mended", formula),
    ]
    lines = max(
        _lines(cell.text, width) for cell, (_, width) in zip(cells, LIST_COLUMNS, strict=True)
    )
    return 6 + _LINE_HEIGHT * min(lines, 20), cells


def list_sheet(
    found: Sequence[ListLine],
    file: str,
    known: ReadRows,
    looks: Mapping[str, int],
    language: str,
    *,
    strict: bool,
    selected: bool,
    foreword: Sequence[str] = (),
) -> bytes:
    """Return the sheet's part."""
    rows = list(head(found, file, language, foreword))
    top = len(rows)
    links = []
    for line in found[: worker_file_limits.MARKS]:
        rows.append(body(line, language, _mended(line, known, language)))
        if line.cells and line.sheet:
            target = escaped_words(quoted_criterion(line.sheet) + line.cells.split(",")[0]).replace(
                '"', "&quot;"
            )
            links.append(f'<hyperlink ref="C{len(rows)}" location="{target}"/>')
    if len(found) > worker_file_limits.MARKS:
        rows.append(
            (
                20,
                [
                    ListCell(
                        say(language, "annotate.more", count=len(found) - worker_file_limits.MARKS),
                        "text",
                    )
                ],
            )
        )
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>'
        for n, (_, w) in enumerate(LIST_COLUMNS, 1)
    )
    in_front = ' tabSelected="1"' if selected else ""
    pane = f'<pane ySplit="{top}" topLeftCell="A{top + 1}" activePane="bottomLeft" state="frozen"/>'
    footer = f"<headerFooter><oddFooter>&amp;C{escaped_words(say(language, 'annotate.page'))}</oddFooter></headerFooter>"
    sheet_rows = "".join(
        _row(number, height, cells, looks) for number, (height, cells) in enumerate(rows, 1)
    )
    hyperlinks = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_SPACES[strict]}">'
        '<sheetPr><tabColor rgb="FF9B1C13"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0"{in_front} workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="16.5"/><cols>{columns}</cols><sheetData>{sheet_rows}</sheetData>'
        f"{hyperlinks}{_PAGE}{footer}</worksheet>"
    ).encode()


def _mended(line: ListLine, known: ReadRows, language: str) -> str:
    """Return the formula that says 已改正 once all of the line's cells would pass, and 已改，待核
    where none is as it was but nothing can tell.
    """
    sheet, faults = quoted_criterion(line.sheet), tuple(marked(line.findings))
    wrong = [still_wrong(fault, place, known, sheet) for fault, place in faults]
    passing = [would_pass(fault, place, known, sheet) for fault, place in faults]
    if not wrong or not all(wrong):
        return ""
    changed = f'"{say(language, "annotate.changed")}"'
    if all(passing):
        changed = f'IF({_joined("AND", passing)},"{say(language, "annotate.mended")}",{changed})'
    formula = f'IF({_joined("OR", wrong)},"",{changed})'
    return formula if len(formula) <= _LONGEST_FORMULA else ""


def _joined(operator: str, conditions: Sequence[str]) -> str:
    """Return one question made of several."""
    told = tuple(dict.fromkeys(conditions))
    return told[0] if len(told) == 1 else f"{operator}({','.join(told)})"


def _row(number: int, height: float, cells: Sequence[ListCell], looks: Mapping[str, int]) -> str:
    inner = "".join(_cell(f"{letters(c)}{number}", cell, looks) for c, cell in enumerate(cells, 1))
    return f'<row r="{number}" ht="{height}" customHeight="1">{inner}</row>'


def _cell(place: str, cell: ListCell, looks: Mapping[str, int]) -> str:
    style = looks[cell.look]
    if cell.formula:
        return f'<c r="{place}" s="{style}" t="str"><f>{escaped_words(cell.formula)}</f><v></v></c>'
    if not cell.text:
        return f'<c r="{place}" s="{style}"/>'
    text = escaped_words(cell.text[: worker_file_limits.TEXT])
    return (
        f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    )


def _lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column of that width."""
    if len(text) * _WIDE < width and "\n" not in text:
        return 1
    units = (sum([_WIDE if c > _NARROW else 1.1 for c in part]) for part in text.split("\n"))
    return sum(1 + int(part // width) for part in units)
