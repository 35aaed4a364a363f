"""Edits a part in its bytes: finds elements by where they stand, and leaves every other byte as it was."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

from xlreport.workbook.reading.markup import MAIN, feed, parser_for
from xlreport.workbook.reading.refusal import damaged

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LOOK = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_PREFIX = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?")
_FIRST = 4
"""Behind where a part's XML declaration begins, a byte order mark before it or none."""
_SLASH = ord("/")


class Element(NamedTuple):
    """One element of a part, by its place in the bytes."""

    name: str
    """Its local name; names of other namespaces keep theirs."""
    path: tuple[str, ...]
    """Local names of the elements around it."""
    start: int
    """Where its start tag begins."""
    inner: int
    """Where what it holds begins; where it is empty, where its tag ends."""
    close: int
    """Where its end tag begins; the same as `inner` where it is empty."""
    end: int
    """Behind it."""
    attributes: dict[str, str]


class Edit(NamedTuple):
    """Replace the bytes from `start` to `end`."""

    start: int
    end: int
    new: bytes


def elements(content: bytes, where: str, *, closed: str = "") -> list[Element]:
    """Return all elements of a part in the order in which they start; what stands in one called `closed` is left out.

    A sheet has thousands of cells, and whoever marks it asks for none of them: where `inside` finds them they are not
    even parsed.
    """
    begins, ends = (inside(content, closed) if closed else None) or (len(content), len(content))
    parser = parser_for(where)
    starts: list[tuple[str, int, dict[str, str]]] = []
    closes: dict[int, tuple[int, int]] = {}
    paths: list[tuple[str, ...]] = []
    open_elements: list[int] = []
    depth = 0

    def here() -> int:
        place = parser.CurrentByteIndex
        return place if place < begins else place + ends - begins

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth:
            depth += 1
            return
        namespace, _, local = name.rpartition("}")
        depth = int(local == closed)
        paths.append(tuple(starts[number][0] for number in open_elements))
        open_elements.append(len(starts))
        starts.append((local if namespace in MAIN else name, here(), attributes))

    def end(_name: str) -> None:
        nonlocal depth
        depth = max(depth - 1, 0)
        if depth:
            return
        place = here()
        closes[open_elements.pop()] = (place, content.find(b">", place) + 1)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    feed(parser, content[:begins] + content[ends:], where)
    found = []
    for number, (name, place, attributes) in enumerate(starts):
        close, after = closes[number]
        inner = tag_end(content, place)
        if content[inner - 2 : inner] == b"/>":
            close = after = inner
        found.append(Element(name, paths[number], place, inner, close, after, attributes))
    return found


def inside(content: bytes, name: str) -> tuple[int, int] | None:
    """Return where what an element of a well-formed part holds begins and ends; None where search alone cannot tell.

    With no comment, CDATA or processing instruction in front of it `<name` is a tag; its end is the only one there is.
    """
    opening, closing = f"<{name}".encode(), f"</{name}".encode()
    start, end = content.find(opening), content.rfind(closing)
    if not 0 <= start < content.find(closing) == end or content[start + len(opening)] not in b" \t\r\n>":
        return None
    begins = tag_end(content, start)
    around = content[_FIRST:begins], content[end:]
    if any(b"<!" in part or b"<?" in part for part in around) or content[begins - 2] == _SLASH:
        return None
    return begins, end


def tag_end(content: bytes, start: int) -> int:
    """Return where a tag that begins at `start` ends; a `>` inside quotes does not count."""
    match = _TAG.match(content, start)
    if match is None:
        raise damaged("tag")
    return match.end()


def apply(content: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with all edits made; insertions at one place keep their order."""
    pieces = []
    position = 0
    for edit in sorted(edits, key=lambda one: (one.start, one.end)):
        if edit.start < position:
            raise damaged("edits")
        pieces += [content[position : edit.start], edit.new]
        position = edit.end
    return b"".join((*pieces, content[position:]))


def prefix(content: bytes, element: Element) -> str:
    """Return the prefix with its colon that an element is written with, empty where none."""
    match = _PREFIX.match(content, element.start)
    return f"{match[1].decode()}:" if match and match[1] else ""


def is_empty(element: Element) -> bool:
    """Say whether an element is written as one tag that closes itself."""
    return element.inner == element.end


def appended(content: bytes, element: Element, new: str) -> list[Edit]:
    """Return the edits that put something at the end of an element."""
    if not is_empty(element):
        return [Edit(element.close, element.close, new.encode())]
    tag = content[element.start : element.end]
    name = re.match(rb"<([^\s/>]+)", tag)
    if name is None:
        raise damaged("tag")
    opened = tag.rstrip(b">").rstrip(b"/") + b">"
    return [Edit(element.start, element.end, opened + new.encode() + b"</" + name[1] + b">")]


def with_attribute(content: bytes, element: Element, name: str, value: str) -> Edit:
    """Return the edit that gives an element's attribute another value, or adds it."""
    tag = content[element.start : element.inner]
    match = re.search(rb"\s" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')", tag)
    if match is None:
        place = element.start + len(re.match(rb"<[^\s/>]+", tag)[0])  # type: ignore[index]
        return Edit(place, place, f' {name}="{value}"'.encode())
    return Edit(element.start + match.start(1), element.start + match.end(1), f'"{value}"'.encode())


def relations_attribute(content: bytes, root: Element, *, strict: bool) -> tuple[str, str]:
    """Return the prefix for `r:id`, and the declaration that it needs where the part has none."""
    space = re.escape(_RELATIONS[strict].encode())
    match = re.search(rb"xmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']" + space + rb"[\"']", content[root.start : root.inner])
    return (match[1].decode(), "") if match else ("r", f' xmlns:r="{_RELATIONS[strict]}"')


def children(found: Sequence[Element]) -> list[Element]:
    """Return the elements directly below the root."""
    return [element for element in found if len(element.path) == 1]


def words(text: str) -> str:
    """Return a text as it is written in a cell: nothing that XML or Excel would read as something else."""
    return escape(_ESCAPE_LOOK.sub("_x005F_", _ODD.sub("\ufffd", text)))
