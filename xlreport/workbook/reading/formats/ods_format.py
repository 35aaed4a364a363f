"""An OpenDocument spreadsheet as a `Book`."""

import re
from collections.abc import Callable
from decimal import Decimal

from xlreport.model.returns.finding import finding
from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_properties import moment
from xlreport.workbook.reading.container.container_xml import feed, parser_for
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.format_book import Book, Merge, Raw, Table
from xlreport.workbook.reading.formats.format_cell_content import stands_for_picture
from xlreport.workbook.reading.formats.format_cells import (
    GENERAL,
    NUMBER,
    NumberFormat,
    number_format_of,
    struck_format,
    unlocked_format,
)
from xlreport.workbook.reading.formats.format_text_runs import PLAIN_RUN, RunLook, is_on, run_text

_OFFICE, _TABLE, _TEXT, _STYLE, _CALC = (
    "urn:oasis:names:tc:opendocument:xmlns:office:1.0}",
    "urn:oasis:names:tc:opendocument:xmlns:table:1.0}",
    "urn:oasis:names:tc:opendocument:xmlns:text:1.0}",
    "urn:oasis:names:tc:opendocument:xmlns:style:1.0}",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}",
)
_CONTENT, _FACTS, _MANIFEST = "content.xml", "meta.xml", "meta-inf/manifest.xml"
_PERCENT = NumberFormat("0.00%", is_date=False)
_DAY = NumberFormat("yyyy-mm-dd", is_date=True)
_FORMATS = (GENERAL, _PERCENT, _DAY)
_LONGEST_SHOWN = 200
# a negative number as accountants show it: (1.5)
_BRACKETED = re.compile(r"\(([0-9.]+)\)")
# a cell of another sheet in OpenFormula: $'Sheet 1'.$A$1
_REFERENCE = re.compile(r"\$?('(?:[^']|'')+'|[^.']+)\.(\$?[A-Z]{1,3}\$?\d+)(?::.*)?")
# when and by which program it was saved, and our own property (ODF 1.2, part 1, 4.3)
_SAVED = re.compile(rb"<dc:date>([^<]{1,40})<")
# which program saved it: `<meta:generator>LibreOffice/7.4…<`
_PROGRAM = re.compile(rb"<meta:generator>([^<]{1,200})<")
# our own note in its properties: `<meta:user-defined meta:name="xlreport">…<`
_OURS = re.compile(rb"<meta:user-defined[^<>]*meta:name=\"xlreport\"[^<>]*>([^<]{1,400})<")


def read_ods(package: Package) -> Book:
    """Read every table of the document; raises Refused."""
    if b"encryption-data" in package.parts.get(_MANIFEST, b""):
        raise Refused("encrypted")
    content = package.part(_CONTENT)
    state = _Document()
    parser = parser_for(_CONTENT)
    parser.StartElementHandler = state.start
    parser.EndElementHandler = state.end
    parser.CharacterDataHandler = state.text
    feed(parser, content, _CONTENT)
    facts = package.parts.get(_FACTS, b"")
    saved, program, ours = _SAVED.search(facts), _PROGRAM.search(facts), _OURS.search(facts)
    tables = tuple(
        Table(name, rows, hidden=style in state.hidden_styles, merges=tuple(merges))
        for name, style, rows, merges in state.tables
    )
    return Book(
        tables=tables, formats=state.formats(), pictures=state.pictures, names=state.names,
        properties={"xlreport": ours[1].decode("utf-8", "replace")} if ours else {},
        # LibreOffice writes the time of its own clock, without a zone
        saved_at=moment(saved[1].decode("ascii", "replace"), local=True) if saved else None,
        program=program[1].decode("utf-8", "replace") if program else "",
        active=_active(package, content), findings=(finding("other-format", format="ODS"),),
    )  # fmt: skip


def _active(package: Package, content: bytes) -> tuple[str, ...]:
    names = "\n".join(package.parts)
    found = {
        "macros": re.search(r"^(basic|scripts)/.", names, re.MULTILINE) is not None
        or b"<script:event" in content,
        "external links": any(
            word in content for word in (b"table:table-source", b"cell-range-source", b"'file://")
        ),
        "DDE": b"dde-source" in content or b"dde-link" in content,
        "embedded objects": re.search(r"^object[^/\n]*$", names, re.MULTILINE) is not None,
        "connections": b"database-source" in content,
    }
    return tuple(kind for kind, there in found.items() if there)


class _Document:
    """What is known while the parser walks through the document."""

    def __init__(self) -> None:
        self.tables: list[tuple[str, str, dict[int, dict[int, Raw]], list[Merge]]] = []
        self.merged = 0
        self.names: dict[str, str] = {}
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.path: list[str] = []
        self.rows: dict[int, dict[int, Raw]] | None = None
        self.row = self.column = self.cells_seen = self.filled = self.spaced = 0
        self.row_repeat = 1
        self.cell: dict[str, str] = {}
        self.paragraphs: list[str] = []
        self.pieces: list[str] = []
        self.runs: list[RunLook] = []
        """How the pieces of text are set that the parser stands in, the outermost first."""
        self.looks: dict[str, RunLook] = {}
        """How each named style sets text."""
        self.unlocked: set[str] = set()
        """Styles of cells that can be typed in where the sheet is protected."""
        self.kinds: dict[NumberFormat, int] = {one: n for n, one in enumerate(_FORMATS)}
        self.pictures = False
        self.outer: list[RunLook] = []
        """How a cell with text sets what stands in no piece of its own."""
        self.silent = 0
        """Depth inside what is in a cell and is not its text: comments, drawings."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        self.path.append(name)
        if len(self.path) > worker_file_limits.DEPTH:
            raise damaged(_CONTENT)
        if self.silent or name in _NOT_TEXT:
            self.silent += 1
        elif (enter := _ENTER.get(name)) is not None:
            enter(self, attributes)

    def end(self, name: str) -> None:
        """Leave an element."""
        self.path.pop()
        if self.silent:
            self.silent -= 1
        elif name == _TEXT + "span":
            self.runs.pop()
        elif name == _TEXT + "p":
            self.paragraphs.append("".join(self.pieces))
        elif name == _TABLE + "table-cell":
            self._close_cell()
        elif name == _TABLE + "table-row":
            self._close_row()
        elif name == _TABLE + "table":
            self.rows = None

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        if not self.silent:
            for look in self.runs or self.outer:
                piece = piece if look.plain else run_text(piece, look)
            self.pieces.append(piece)

    def open_table(self, attributes: dict[str, str]) -> None:
        """Begin a sheet; tables inside cells are none."""
        if self.rows is not None or len(self.tables) >= worker_file_limits.MOST_SHEETS:
            raise damaged(_CONTENT)
        self.rows = {}
        self.row = 0
        self.tables.append(
            (
                attributes.get(_TABLE + "name", ""),
                attributes.get(_TABLE + "style-name", ""),
                self.rows,
                [],
            )
        )

    def open_row(self, attributes: dict[str, str]) -> None:
        """Begin a row, or as many as it stands for."""
        self.row += 1
        self.column = 0
        self.row_repeat = _count(attributes, "number-rows-repeated", worker_file_limits.ROWS)

    def open_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell."""
        self.cell = attributes
        self.paragraphs = []
        self.spaced = 0
        own = attributes.get(_OFFICE + "value-type") == "string"
        self.outer = [self.look_of_cell()] if own else []
        self.cells_seen += 1
        if self.cells_seen > worker_file_limits.MOST_CELLS:
            raise Refused("too-many-cells")

    def skip_covered(self, attributes: dict[str, str]) -> None:
        """Step over cells that lie under a merged one, whatever stands in them."""
        self.column += _count(
            attributes, "number-columns-repeated", worker_file_limits.MOST_COLUMNS
        )

    def open_paragraph(self, _attributes: dict[str, str]) -> None:
        """Begin a line of text."""
        self.pieces = []

    def spaces(self, attributes: dict[str, str]) -> None:
        """Take spaces that are counted instead of written."""
        count = _integer(attributes.get(_TEXT + "c", "1"))
        self.spaced += count
        if self.spaced > worker_file_limits.TEXT:
            raise Refused("text-too-long", where=_CONTENT)
        self.pieces.append(" " * count)

    def tab(self, _attributes: dict[str, str]) -> None:
        """Take a tab."""
        self.pieces.append("\t")

    def line_break(self, _attributes: dict[str, str]) -> None:
        """Take a line break."""
        self.pieces.append("\n")

    def open_span(self, attributes: dict[str, str]) -> None:
        """Begin a piece of text that is set in its own way."""
        self.runs.append(self.looks.get(attributes.get(_TEXT + "style-name", ""), PLAIN_RUN))

    def text_style(self, attributes: dict[str, str]) -> None:
        """Note a style that raises, lowers or strikes out its text."""
        lines = ("text-line-through-style", "text-line-through-type")
        place = attributes.get(_STYLE + "text-position", "")
        look = RunLook(
            any(is_on(attributes[_STYLE + line]) for line in lines if _STYLE + line in attributes),
            raised=place.startswith("super") or bool(re.match(r"0*[1-9]", place)),
            lowered=place.startswith(("sub", "-")),
        )
        if not look.plain and len(self.looks) < worker_file_limits.FORMATS:
            self.looks[self.style] = look

    def formats(self) -> tuple[NumberFormat, ...]:
        """Return the formats that the cells refer to."""
        return tuple(self.kinds)

    def look_of_cell(self) -> RunLook:
        """Return how the cell's own style sets its text."""
        return self.looks.get(self.cell.get(_TABLE + "style-name", ""), PLAIN_RUN)

    def _format(self, look: NumberFormat) -> int:
        """Return the number of a format, which is added where it is new."""
        if self.look_of_cell().struck and self.cell.get(_OFFICE + "value-type") != "string":
            look = struck_format(look)
        if self.cell.get(_TABLE + "style-name", "") in self.unlocked:
            look = unlocked_format(look)
        if len(self.kinds) >= worker_file_limits.FORMATS and look not in self.kinds:
            raise Refused("too-many-parts", count=len(self.kinds))
        return self.kinds.setdefault(look, len(self.kinds))

    def open_style(self, attributes: dict[str, str]) -> None:
        """Remember which style is described."""
        self.style = attributes.get(_STYLE + "name", "")

    def cell_style(self, attributes: dict[str, str]) -> None:
        """Note a style whose cells can be typed in."""
        open_cells = attributes.get(_STYLE + "cell-protect") == "none"
        if open_cells and len(self.unlocked) < worker_file_limits.FORMATS:
            self.unlocked.add(self.style)

    def table_style(self, attributes: dict[str, str]) -> None:
        """Note a style that hides its sheet."""
        if attributes.get(_TABLE + "display") == "false":
            self.hidden_styles.add(self.style)

    def named(self, attributes: dict[str, str]) -> None:
        """Note a defined name, written as Excel writes it."""
        match = _REFERENCE.fullmatch(attributes.get(_TABLE + "cell-range-address", ""))
        target = f"{match[1]}!{match[2]}" if match else attributes.get(_TABLE + "expression", "")
        if _TABLE + "table" not in self.path and len(self.names) < worker_file_limits.NAMES:
            self.names[attributes.get(_TABLE + "name", "").lower()] = target

    def _close_cell(self) -> None:
        repeat = _count(self.cell, "number-columns-repeated", worker_file_limits.MOST_COLUMNS)
        raw = self._raw()
        first = self.column + 1
        self.column += repeat
        self._note_merge(first)
        if raw is None or self.rows is None:
            return
        self.filled += repeat * self.row_repeat
        if self.filled > worker_file_limits.FILLED_CELLS:
            raise Refused("too-many-cells")
        if (
            self.column > worker_file_limits.MOST_COLUMNS
            or self.row + self.row_repeat - 1 > worker_file_limits.ROWS
        ):
            raise damaged(_CONTENT)
        for row in range(self.row, self.row + self.row_repeat):
            self.rows.setdefault(row, {}).update(dict.fromkeys(range(first, first + repeat), raw))

    def _note_merge(self, column: int) -> None:
        """Note a merged range of several rows."""
        if _TABLE + "number-rows-spanned" not in self.cell or not self.tables:
            return
        rows = _count(self.cell, "number-rows-spanned", worker_file_limits.ROWS)
        columns = _count(self.cell, "number-columns-spanned", worker_file_limits.MOST_COLUMNS)
        if rows > 1:
            self.merged += 1
            if self.merged > worker_file_limits.MERGES:
                raise Refused("too-many-merges")
            last = (self.row + rows - 1, column + columns - 1)
            self.tables[-1][3].append((self.row, column, *last))

    def _close_row(self) -> None:
        self.row += self.row_repeat - 1

    def _raw(self) -> Raw | None:
        cell, text = self.cell, "\n".join(self.paragraphs)
        formula = cell.get(_TABLE + "formula")
        kind = cell.get(_OFFICE + "value-type", "")
        if len(text) > worker_file_limits.TEXT:
            raise Refused("text-too-long", where=_CONTENT)
        if cell.get(_CALC + "value-type") == "error" or (
            formula is not None and text.startswith(("#", "Err:"))
        ):
            return ("e", text or "#VALUE!", 0, formula)
        if kind in {"float", "currency", "percentage"}:
            figure = cell.get(_OFFICE + "value", "")
            if not NUMBER.fullmatch(figure):
                raise damaged(_CONTENT)
            shown = text.strip() if self.paragraphs else None
            return ("n", figure, self._format(_shown_format(kind, shown, figure)), formula)
        if kind == "date":
            return ("d", cell.get(_OFFICE + "date-value", ""), 2, formula)
        if kind == "boolean":
            return ("b", "1" if cell.get(_OFFICE + "boolean-value") == "true" else "0", 0, formula)
        if kind or text:
            self.pictures = self.pictures or stands_for_picture(text)
            stored = cell.get(_OFFICE + "string-value", "")
            # The paragraphs are what is shown, with what the number format adds; the stored text
            # has no line breaks.
            plain = stored and "\n" not in text and text == stored
            return ("s", stored if plain or not text else text, self._format(GENERAL), formula)
        return None if formula is None else ("?", "", 0, formula)


def _shown_format(kind: str, text: str | None, figure: str) -> NumberFormat:
    """Return a format that shows a number as the document does: what is shown stands beside it."""
    if text is None or _shows(text, figure):
        return _PERCENT if kind == "percentage" else GENERAL
    if _shows_percent(text, figure):
        return _PERCENT
    quoted = text.replace('"', "”")[:_LONGEST_SHOWN]
    return number_format_of(f'"{quoted}"')


def _shows(text: str, figure: str) -> bool:
    """Say whether a text is a number, rounded and grouped at most."""
    bare = _BRACKETED.sub(r"-\1", text.replace(",", ""))
    if not NUMBER.fullmatch(bare):
        return False
    decimals = len(bare.partition(".")[2]) if "e" not in bare.lower() else 0
    if "e" in bare.lower():
        return abs(float(bare) - float(figure)) <= abs(float(figure)) / 10
    return abs(Decimal(bare) - Decimal(figure)) <= Decimal("0.500001").scaleb(-decimals)


def _shows_percent(text: str, figure: str) -> bool:
    """Say whether a number is shown as a hundred times what is stored: some programs leave the type
    out.
    """
    shown = text.strip().removesuffix("%").replace(",", "")
    if not text.endswith("%") or not NUMBER.fullmatch(shown):
        return False
    stored = float(figure)
    return abs(float(shown) - 100 * stored) < abs(float(shown) - stored)


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    count = _integer(attributes.get(_TABLE + name, "1"))
    if not 0 < count <= most:
        raise damaged(_CONTENT)
    return count


def _integer(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise damaged(_CONTENT)
    return int(text)


_NOT_TEXT = frozenset({
    _OFFICE + "annotation", _TABLE + "shapes", _TABLE + "tracked-changes", _OFFICE + "forms",
    "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}frame",
})  # fmt: skip
_ENTER: dict[str, Callable[[_Document, dict[str, str]], None]] = {
    _TABLE + "table": _Document.open_table,
    _TABLE + "table-row": _Document.open_row,
    _TABLE + "table-cell": _Document.open_cell,
    _TABLE + "covered-table-cell": _Document.skip_covered,
    _TABLE + "named-range": _Document.named,
    _TABLE + "named-expression": _Document.named,
    _TEXT + "p": _Document.open_paragraph,
    _TEXT + "span": _Document.open_span,
    _TEXT + "s": _Document.spaces,
    _TEXT + "tab": _Document.tab,
    _TEXT + "line-break": _Document.line_break,
    _STYLE + "style": _Document.open_style,
    _STYLE + "table-properties": _Document.table_style,
    _STYLE + "table-cell-properties": _Document.cell_style,
    _STYLE + "text-properties": _Document.text_style,
}
