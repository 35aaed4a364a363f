"""Shared strings and number formats of an xlsx workbook, read by walking through every element."""

from xlreport.model.returns.refusal import Refused, damaged
from xlreport.processes import limits
from xlreport.workbook.reading.container.markup import scan, unescape


def strict_strings(content: bytes, where: str) -> list[str]:
    """Return the shared strings, without phonetic guides."""
    strings: list[str] = []
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(name: str, _attributes: dict[str, str]) -> None:
        if name == "si":
            pieces.clear()
        elif name in inside:
            inside[name] += 1

    def end(name: str) -> None:
        if name in inside:
            inside[name] -= 1
        elif name == "si":
            strings.append(unescape("".join(pieces)))
            if len(strings[-1]) > limits.TEXT:
                raise Refused("text-too-long", where=where)

    def text(piece: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(piece)

    scan(content, where, start, end, text)
    return strings


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


def _integer(text: str, where: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise damaged(where)
    return int(text)
