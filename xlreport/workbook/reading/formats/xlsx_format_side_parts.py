"""Shared strings and number formats of an xlsx workbook, read by walking through every element."""

from dataclasses import replace
from typing import NamedTuple

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_xml import scan, unescape
from xlreport.workbook.reading.formats.format_text_runs import PLAIN_RUN, is_on, run_text


class RunProperties:
    """How the run is set that a parser stands in."""

    __slots__ = ("now",)

    def __init__(self) -> None:
        self.now = PLAIN_RUN

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note what an element says about its run; each run and each text begins anew."""
        if name in {"r", "si", "is"}:
            self.now = PLAIN_RUN
        elif name == "strike" and is_on(attributes.get("val")):
            self.now = replace(self.now, struck=True)
        elif name == "vertAlign":
            where = attributes.get("val", "")
            raised, lowered = where == "superscript", where == "subscript"
            self.now = replace(self.now, raised=raised, lowered=lowered)


def strict_strings(content: bytes, where: str) -> list[str]:
    """Return the shared strings, without phonetic guides."""
    state = _Strings(where)
    scan(content, where, state.start, state.end, state.text)
    return state.strings


class _Strings:
    """What is known while the parser walks through the shared strings."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.strings: list[str] = []
        self.whole: list[str] = []
        self.pieces: list[str] = []
        self.inside = {"t": 0, "rPh": 0}
        self.look = RunProperties()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Enter an element."""
        if name == "si":
            self.whole.clear()
        elif name in self.inside:
            self.inside[name] += 1
        self.look.start(name, attributes)

    def end(self, name: str) -> None:
        """Leave an element."""
        if name in self.inside:
            self.inside[name] -= 1
        if name == "t":
            self.whole.append(run_text("".join(self.pieces), self.look.now))
            self.pieces.clear()
        elif name == "si":
            self.strings.append(unescape("".join(self.whole)))
            if len(self.strings[-1]) > worker_file_limits.TEXT:
                raise Refused("text-too-long", where=self.where)

    def text(self, piece: str) -> None:
        """Take a piece of text."""
        if self.inside["t"] and not self.inside["rPh"]:
            self.pieces.append(piece)


def strict_formats(content: bytes, where: str) -> tuple[dict[int, str], list[int]]:
    """Return own format codes by number, and the format number of each cell format."""
    own: dict[int, str] = {}
    numbers: list[int] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "xf" and inside[-1:] == ["cellXfs"]:
            numbers.append(_integer(attributes.get("numFmtId", "0"), where))
        elif name == "numFmt" and inside[-1:] == ["numFmts"]:
            own[_integer(attributes.get("numFmtId", ""), where)] = attributes.get("formatCode", "")
        inside.append(name)

    def end(_name: str) -> None:
        inside.pop()

    scan(content, where, start, end)
    return own, numbers


class CellLooks(NamedTuple):
    """What some cell formats say besides their number format, by their numbers."""

    struck: frozenset[int]
    """Those that strike out what they show."""
    checkboxes: frozenset[int]
    """Those that show a truth as a box."""
    unlocked: frozenset[int]
    """Those whose cells can be typed in where the sheet is protected."""


def cell_looks(content: bytes, where: str) -> CellLooks:
    """Return what the cell formats say besides their number formats."""
    fonts: list[bool] = []
    looks: list[int] = []
    boxes: set[int] = set()
    unlocked: set[int] = set()
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "font" and inside[-1:] == ["fonts"]:
            fonts.append(False)
        elif name == "strike" and inside[-2:] == ["fonts", "font"]:
            fonts[-1] = is_on(attributes.get("val"))
        elif name == "xf" and inside[-1:] == ["cellXfs"]:
            looks.append(_integer(attributes.get("fontId", "0"), where))
        elif name == "protection" and inside[-2:] == ["cellXfs", "xf"]:
            if not is_on(attributes.get("locked")):
                unlocked.add(len(looks) - 1)
        elif name.endswith("xfComplement") and "cellXfs" in inside:
            boxes.add(len(looks) - 1)
        inside.append(name)

    def end(_name: str) -> None:
        inside.pop()

    scan(content, where, start, end)
    struck = {n for n, font in enumerate(looks) if font < len(fonts) and fonts[font]}
    return CellLooks(frozenset(struck), frozenset(boxes), frozenset(unlocked))


def _integer(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise damaged(where)
    return int(text)
