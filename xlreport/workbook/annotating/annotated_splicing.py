"""Edits a part in its bytes: finds elements by where they stand, and leaves every other byte as it
was.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from html import escape
from itertools import accumulate
from typing import NamedTuple

from xlreport.model.returns.return_refusal import damaged
from xlreport.workbook.reading.container.container_xml import feed, parser_for, plain_markup

STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = {
    False: "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    True: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
# what XML cannot hold
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# what a text of XML must say otherwise
_SPECIAL = re.compile("[&<>_\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# a text that would be read as an escape, such as _x000D_
_ESCAPE_LOOK = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
# a whole tag: signs in quoted values do not end it
_TAG = re.compile(rb"""<[^>"']*+(?:"[^"]*+"[^>"']*+|'[^']*+'[^>"']*+)*+>""")
# an end tag and the blanks behind it: `</worksheet>`
_END_TAG = re.compile(rb"</[^\s<>]+\s*>\s*")
# the prefix of an element's name, if it has one
_PREFIX = re.compile(rb"<(?:([A-Za-z_][\w.-]*):)?")
_DEEP = 2
"""So many elements are around those that stand deep in a part."""
_FIRST = 4
"""Behind where an XML declaration begins, a byte order mark before it or none."""
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


Deep = Callable[[str, dict[str, str]], bool]


def _any(_name: str, _attributes: dict[str, str]) -> bool:
    return True


def none(_name: str, _attributes: dict[str, str]) -> bool:
    """Ask for no element below the root's children."""
    return False


def elements(
    content: bytes, where: str, *, closed: Sequence[str] = (), deep: Deep = _any
) -> list[Element]:
    """Return the elements of a part in the order in which they start.

    A sheet has thousands of cells and hundreds of rules, and whoever marks it asks for few of them.

    Args:
        content: The part.
        where: Its name.
        closed: Elements from which nothing is returned; what `pieces` finds in them is not even
            parsed.
        deep: Says by name and attributes which ones from below the root's children are returned.
    """
    found = pieces(content, closed)
    gaps = list(zip(accumulate(map(len, found[::2])), map(len, found[1::2]), strict=False))
    shut = frozenset(closed)
    parser = parser_for(where)
    starts: list[tuple[str, tuple[str, ...], int, dict[str, str]]] = []
    closes: dict[int, int] = {}
    names: list[str] = []
    numbers: list[int] = []

    def start(full: str, attributes: dict[str, str]) -> None:
        name = plain_markup(full)
        numbers.append(-1)
        if len(names) < _DEEP or (deep(name, attributes) and shut.isdisjoint(names)):
            numbers[-1] = len(starts)
            starts.append((name, tuple(names), parser.CurrentByteIndex, attributes))
        names.append(name)

    def end(_name: str) -> None:
        names.pop()
        number = numbers.pop()
        if number >= 0:
            closes[number] = parser.CurrentByteIndex

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    feed(parser, b"".join(found[::2]), where)
    parser.StartElementHandler = parser.EndElementHandler = None
    if gaps:
        starts = [
            (name, path, _shifted(place, gaps), attributes)
            for name, path, place, attributes in starts
        ]
        closes = {number: _shifted(place, gaps) for number, place in closes.items()}
    return [
        _element(content, name, path, begins, closes[number], attributes)
        for number, (name, path, begins, attributes) in enumerate(starts)
    ]


def root_element(content: bytes, where: str) -> Element:
    """Return the root of a part."""
    close = content.rfind(b"</")
    if _END_TAG.fullmatch(content, close) is None:
        return elements(content, where, deep=none)[0]
    parser = parser_for(where)
    found: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        parser.StartElementHandler = None
        found.append(
            _element(content, plain_markup(name), (), parser.CurrentByteIndex, close, attributes)
        )

    parser.StartElementHandler = start
    feed(parser, content, where)
    return found[0]


def _shifted(place: int, gaps: list[tuple[int, int]]) -> int:
    """Return where something stands in a part, from where it stands in what is around the gaps."""
    further = 0
    for begins, length in gaps:
        if begins <= place:
            further += length
    return place + further


def _element(
    content: bytes,
    name: str,
    path: tuple[str, ...],
    begins: int,
    closes: int,
    attributes: dict[str, str],
) -> Element:
    inner = tag_end(content, begins)
    if content[inner - 2] == _SLASH:
        return Element(name, path, begins, inner, inner, inner, attributes)
    return Element(name, path, begins, inner, closes, content.find(b">", closes) + 1, attributes)


def pieces(content: bytes, names: Iterable[str]) -> list[bytes]:
    """Return a well-formed part in pieces: what is around the elements of these names, in their
    order, and what is in.

    The first piece is around, the second in the first element that is found, and so on; the start
    and end tags are around. With no comment, CDATA or processing instruction around, `<name` there
    is a tag; and what is in ends with the only end tag there is. Where search alone cannot tell it
    is all one piece.
    """
    found: list[bytes] = []
    position = 0
    for name in names:
        opening, closing = f"<{name}".encode(), f"</{name}".encode()
        start, end = content.find(opening, position), content.find(closing, position)
        if not 0 <= start < end or content[start + len(opening)] not in b" \t\r\n>":
            continue
        begins = tag_end(content, start)
        if content[begins - 2] == _SLASH or content.find(closing, end + 1) > 0:
            continue
        found += [content[position:begins], content[begins:end]]
        position = end
    found.append(content[position:])
    plain_around = not any(b"<!" in piece or piece.find(b"<?", _FIRST) >= 0 for piece in found[::2])
    return found if plain_around else [content]


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
    match = _attribute(name).search(content, element.start, element.inner)
    if match is None:
        opened = content[element.start : element.inner]
        place = element.start + len(re.split(rb"[\s/>]", opened, maxsplit=1)[0])
        return Edit(place, place, f' {name}="{value}"'.encode())
    return Edit(*match.span(1), f'"{value}"'.encode())


@cache
def _attribute(name: str) -> re.Pattern[bytes]:
    return re.compile(rb"\s" + name.encode() + rb"\s*=\s*(\"[^\"]*\"|'[^']*')")


def relations_attribute(content: bytes, root: Element, *, strict: bool) -> tuple[str, str]:
    """Return the prefix for `r:id`, and the declaration that it needs where the part has none."""
    space = re.escape(_RELATIONS[strict].encode())
    match = re.search(
        rb"xmlns:([A-Za-z_][\w.-]*)\s*=\s*[\"']" + space + rb"[\"']",
        content[root.start : root.inner],
    )
    return (match[1].decode(), "") if match else ("r", f' xmlns:r="{_RELATIONS[strict]}"')


def children(found: Sequence[Element]) -> list[Element]:
    """Return the elements directly below the root."""
    return [element for element in found if len(element.path) == 1]


def escaped_words(text: str) -> str:
    """Return a text as it is written in a cell: nothing that XML or Excel would read as something
    else.
    """
    if _SPECIAL.search(text) is None:
        return text
    return escape(_ESCAPE_LOOK.sub("_x005F_", _ODD.sub("\ufffd", text)), quote=False)
