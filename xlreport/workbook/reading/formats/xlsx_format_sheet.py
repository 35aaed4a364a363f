"""One sheet of an xlsx workbook: a strict streaming reader of its cells."""

from collections.abc import Callable, Sequence

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import MAIN, feed, parser_for
from xlreport.workbook.reading.formats.format_book import Merge, Raw, Rows
from xlreport.workbook.reading.formats.format_cell_content import cell_content
from xlreport.workbook.reading.formats.format_cells import column_of
from xlreport.workbook.reading.formats.format_merged_ranges import merge_of, tall, without_covered
from xlreport.workbook.reading.formats.format_text_runs import run_text
from xlreport.workbook.reading.formats.quick.quick_xlsx import quick_rows
from xlreport.workbook.reading.formats.xlsx_format_side_parts import RunProperties

_DIGITS = "0123456789"


def read_sheet(
    content: bytes, where: str, strings: Sequence[str], used: list[int]
) -> tuple[Rows, tuple[Merge, ...]]:
    """Return the cells of a sheet that hold something, and its merged ranges of several rows.

    Args:
        content: The sheet's part.
        where: Its name, for messages.
        strings: The shared strings.
        used: Cells counted so far in all sheets: filled ones, and all.
    """
    rows, merges = quick_rows(content, where, strings, used) or strict_rows(
        content, where, strings, used
    )
    return without_covered(rows, merges), tall(merges)


def strict_rows(
    content: bytes, where: str, strings: Sequence[str], used: list[int]
) -> tuple[Rows, list[Merge]]:
    """Return the same by walking through every element, however the sheet is written."""
    state = _Sheet(where, strings, used)
    parser = parser_for(where)
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    parser.CharacterDataHandler = state.text
    feed(parser, content, where)
    return state.rows, state.merges


class _Sheet:
    """What is known while the parser walks through a sheet."""

    __slots__ = (
        "attributes", "cells", "column", "depth", "formula", "index", "listening", "look", "masters",
        "merges", "namespace",
        "phonetic", "pieces", "row", "rows", "strings", "texts", "used", "value", "where", "whole",
    )  # fmt: skip

    def __init__(self, where: str, strings: Sequence[str], used: list[int]) -> None:
        self.where, self.strings, self.used = where, strings, used
        self.rows: Rows = {}
        self.merges: list[Merge] = []
        self.masters: dict[str, str] = {}
        self.cells: dict[int, Raw] = {}
        self.attributes: dict[str, str] = {}
        self.row = self.column = self.depth = self.phonetic = self.texts = 0
        self.listening = False
        self.pieces: list[str] = []
        self.whole: list[str] = []
        self.value: str | None = None
        self.formula: str | None = None
        self.namespace = self.index = ""
        self.look = RunProperties()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self.depth += 1
        namespace, _, local = name.rpartition("}")
        if self.depth == 1:
            self._root(namespace, local)
        if namespace != self.namespace:
            if self.depth > worker_file_limits.DEPTH or namespace in MAIN:
                raise damaged(self.where)
            return
        if local in _OPEN:
            _OPEN[local](self, attributes)
        elif local in _RUNS:
            self.look.start(local, attributes)
        elif self.depth > worker_file_limits.DEPTH:
            raise damaged(self.where)

    def end(self, name: str) -> None:
        """Leave an element."""
        self.depth -= 1
        namespace, _, local = name.rpartition("}")
        if namespace != self.namespace:
            return
        if local == "c":
            self._close_cell()
        elif local in {"v", "f", "t"} and self.listening:
            self._close_text(local)
        elif local == "rPh":
            self.phonetic -= 1

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        if self.listening:
            self.pieces.append(piece)

    def _root(self, namespace: str, local: str) -> None:
        if namespace not in MAIN or local != "worksheet":
            raise damaged(self.where)
        self.namespace = namespace

    def open_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r")
        row = (
            self.row + 1 if text is None else int(text) if text.isdecimal() and len(text) < 8 else 0
        )
        if not 0 < row <= worker_file_limits.ROWS:
            raise damaged(self.where)
        self.row, self.column = row, 0
        self.cells = self.rows.setdefault(row, {})

    def open_cell(self, attributes: dict[str, str]) -> None:
        used = self.used
        used[1] += 1
        if used[1] > worker_file_limits.MOST_CELLS or not self.row:
            raise Refused("too-many-cells") if self.row else damaged(self.where)
        place = attributes.get("r")
        if place is None:
            self.column += 1
        else:
            name = place.rstrip(_DIGITS)
            self.column = column_of(name.upper()) if place[len(name) :] == str(self.row) else 0
        self.attributes = attributes
        self.value = self.formula = None
        self.whole = []
        self.texts = 0

    def _close_text(self, local: str) -> None:
        text = "".join(self.pieces)
        self.listening = False
        if local == "v":
            self.value = text
        elif local == "t":
            self.whole.append(run_text(text, self.look.now))
        else:
            self.formula = text or self.formula
            if text and self.index:
                self.masters[self.index] = text

    def _close_cell(self) -> None:
        kind = self.attributes.get("t", "n")
        place = (self.where, self.row, self.column)
        held = cell_content(kind, self.value, "".join(self.whole), self.strings, place)
        if held is not None and "vm" in self.attributes and held[0] != "e":
            held = ("o", "")  # a rich value: what stands in the cell is only a stand-in for it
        if held is None:
            if self.formula is None:
                return
            held = ("?", "")
        style = self.attributes.get("s", "0")
        if not 0 < self.column <= worker_file_limits.MOST_COLUMNS or self.column in self.cells:
            raise damaged(f"{self.where} cell")
        if not (style.isascii() and style.isdigit()) or len(style) > 6:
            raise damaged(f"{self.where} cell")
        self.cells[self.column] = (*held, int(style), self.formula)
        self.used[0] += 1
        if self.used[0] > worker_file_limits.FILLED_CELLS:
            raise Refused("too-many-cells")

    def open_text(self, _attributes: dict[str, str]) -> None:
        if self.listening:
            raise damaged(f"{self.where} cell")
        self.listening = True
        self.pieces = []

    def open_value(self, attributes: dict[str, str]) -> None:
        if self.value is not None:
            raise damaged(f"{self.where} cell")
        self.open_text(attributes)

    def open_texts(self, _attributes: dict[str, str]) -> None:
        self.look.start("is", {})
        self.texts += 1
        if self.texts > 1:
            raise damaged(f"{self.where} cell")

    def open_inline(self, attributes: dict[str, str]) -> None:
        if not self.phonetic:
            self.open_text(attributes)

    def open_formula(self, attributes: dict[str, str]) -> None:
        if self.formula is not None:
            raise damaged(f"{self.where} cell")
        self.open_text(attributes)
        self.index = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        self.formula = self.masters.get(self.index, "") if self.index else ""

    def open_phonetic(self, _attributes: dict[str, str]) -> None:
        self.phonetic += 1

    def merge(self, attributes: dict[str, str]) -> None:
        self.merges.append(merge_of(attributes.get("ref", ""), self.where))


_RUNS = frozenset({"r", "strike", "vertAlign"})
_OPEN: dict[str, Callable[[_Sheet, dict[str, str]], None]] = {
    "c": _Sheet.open_cell,
    "v": _Sheet.open_value,
    "is": _Sheet.open_texts,
    "f": _Sheet.open_formula,
    "t": _Sheet.open_inline,
    "rPh": _Sheet.open_phonetic,
    "row": _Sheet.open_row,
    "mergeCell": _Sheet.merge,
}
