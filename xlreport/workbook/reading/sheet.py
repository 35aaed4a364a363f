"""One sheet of an xlsx workbook: a strict streaming reader of its cells."""

from collections.abc import Sequence

from xlreport.workbook import limits
from xlreport.workbook.reading.book import Raw
from xlreport.workbook.reading.cells import NUMBER, column_of
from xlreport.workbook.reading.markup import MAIN, feed, parser_for, unescape
from xlreport.workbook.reading.merged import Merge, merge_of, without_covered
from xlreport.workbook.reading.refusal import Refused, damaged

Rows = dict[int, dict[int, Raw]]
_DIGITS = "0123456789"
_BLANKS = " \t\r\n"
_KINDS = {"n": "n", "s": "s", "str": "s", "inlineStr": "s", "b": "b", "e": "e", "d": "d"}


def read_sheet(content: bytes, where: str, strings: Sequence[str], used: list[int]) -> Rows:
    """Return the cells of a sheet that hold something.

    Args:
        content: The sheet's part.
        where: Its name, for messages.
        strings: The shared strings.
        used: Cells counted so far in all sheets: filled ones, and all.
    """
    state = _Sheet(where, strings, used)
    parser = parser_for(where)
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    parser.CharacterDataHandler = state.text
    feed(parser, content, where)
    return without_covered(state.rows, state.merges)


class _Sheet:
    """What is known while the parser walks through a sheet."""

    __slots__ = (
        "attributes", "cells", "column", "depth", "formula", "listening", "masters", "merges", "namespace", "phonetic",
        "pieces", "row", "rows", "strings", "used", "value", "where", "whole",
    )  # fmt: skip

    def __init__(self, where: str, strings: Sequence[str], used: list[int]) -> None:
        self.where, self.strings, self.used = where, strings, used
        self.rows: Rows = {}
        self.merges: list[Merge] = []
        self.masters: dict[str, str] = {}
        self.cells: dict[int, Raw] = {}
        self.attributes: dict[str, str] = {}
        self.row = self.column = self.depth = self.phonetic = 0
        self.listening = False
        self.pieces: list[str] = []
        self.whole: list[str] = []
        self.value: str | None = None
        self.formula: str | None = None
        self.namespace = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self.depth += 1
        namespace, _, local = name.rpartition("}")
        if self.depth == 1:
            self._root(namespace, local)
        if namespace != self.namespace:
            if self.depth > limits.DEPTH:
                raise damaged(self.where)
            return
        if local == "c":
            self._open_cell(attributes)
        elif local in {"v", "f"} or (local == "t" and not self.phonetic):
            self.listening = True
            self.pieces = []
            if local == "f":
                self.formula = self.masters.get(attributes.get("si", ""), "") if attributes.get("t") == "shared" else ""
                self.attributes["si"] = attributes.get("si", "")
        elif local == "rPh":
            self.phonetic += 1
        elif local == "row":
            self._open_row(attributes)
        elif local == "mergeCell":
            self.merges.append(merge_of(attributes.get("ref", ""), self.where))
        elif self.depth > limits.DEPTH:
            raise damaged(self.where)

    def end(self, name: str) -> None:
        """Leave an element."""
        self.depth -= 1
        namespace, _, local = name.rpartition("}")
        if namespace != self.namespace:
            return
        if local == "c":
            self._close_cell()
        elif local in {"v", "f", "t"}:
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

    def _open_row(self, attributes: dict[str, str]) -> None:
        text = attributes.get("r")
        row = self.row + 1 if text is None else int(text) if text.isdecimal() and len(text) < 8 else 0  # noqa: PLR2004
        if not 0 < row <= limits.ROWS:
            raise damaged(self.where)
        self.row, self.column = row, 0
        self.cells = self.rows.setdefault(row, {})

    def _open_cell(self, attributes: dict[str, str]) -> None:
        used = self.used
        used[1] += 1
        if used[1] > limits.CELLS or not self.row:
            raise Refused("too-many-cells") if self.row else damaged(self.where)
        place = attributes.get("r")
        if place is None:
            self.column += 1
        else:
            name = place.rstrip(_DIGITS)
            self.column = column_of(name)
            if place[len(name) :] != str(self.row):
                raise damaged(f"{self.where} {place}")
        if not 0 < self.column <= limits.COLUMNS:
            raise damaged(self.where)
        self.attributes = attributes
        self.value = self.formula = None
        self.whole = []

    def _close_text(self, local: str) -> None:
        text = "".join(self.pieces)
        self.listening = False
        if local == "v":
            self.value = text
        elif local == "t":
            self.whole.append(text)
        else:
            self.formula = text or self.formula
            if text and self.attributes.get("si"):
                self.masters[self.attributes["si"]] = text

    def _close_cell(self) -> None:
        kind = _KINDS.get(self.attributes.get("t", "n"), "")
        raw = self._content(self.attributes.get("t", "n"))
        if not kind:
            raise damaged(f"{self.where} cell type")
        if raw is None:
            if self.formula is None:
                return
            kind, raw = "?", ""
        style = self.attributes.get("s", "0")
        if not style.isdecimal() or len(style) > 6 or self.column in self.cells:  # noqa: PLR2004
            raise damaged(f"{self.where} cell")
        self.cells[self.column] = (kind, raw, int(style), self.formula)
        self.used[0] += 1
        if self.used[0] > limits.FILLED_CELLS:
            raise Refused("too-many-cells")

    def _content(self, kind: str) -> str | None:
        """Return the cell's text; None where nothing stands in it."""
        value = self.value
        if kind == "inlineStr":
            text = "".join(self.whole)
        elif value is None:
            return None
        elif kind == "str":
            text = value
        else:
            return self._plain(kind, value.strip(_BLANKS))
        if len(text) > limits.TEXT:
            raise Refused("text-too-long", where=self.where)
        return unescape(text)

    def _plain(self, kind: str, value: str) -> str | None:
        """Return the text of a cell whose value may only have certain forms."""
        if not value:
            return None
        if kind == "s":
            if not (value.isascii() and value.isdigit() and int(value) < len(self.strings)):
                raise damaged(f"{self.where} shared string")
            return self.strings[int(value)]
        sound = NUMBER.fullmatch(value) if kind == "n" else value in {"0", "1"} if kind == "b" else len(value) < 64  # noqa: PLR2004
        if not sound:
            raise damaged(f"{self.where} value")
        return value
