"""XML read with expat, strictly: no document types, no entities, no odd encodings, no endless
nesting.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import NoReturn
from xml.parsers import expat

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
TextHandler = Callable[[str], None]

MAIN = frozenset({
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
})  # fmt: skip
"""Namespaces of a workbook's own parts: transitional and strict."""
_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_ENCODINGS = frozenset({None, "UTF-8", "UTF-16", "US-ASCII", "ISO-8859-1"})
"""Encodings that expat itself knows and that cannot say two things."""
_SHORT = 200
"""Characters of an element's name that is remembered."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
# an escape of ECMA-376, 22.9.2.19: _x000D_
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LEAST = 0x20
_SURROGATES = range(0xD800, 0xE000)


def parser_for(where: str, separator: str | None = "}") -> expat.XMLParserType:
    """Return a parser that writes names as `namespace}name` and refuses what no office program
    writes.
    """
    parser = expat.ParserCreate(None, separator)
    parser.buffer_text = True

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if (encoding.upper() if encoding else None) not in _ENCODINGS:
            raise damaged(where)

    def document_type(*_: object) -> NoReturn:
        raise Refused("xml-dtd", where=where)

    parser.XmlDeclHandler = declared
    parser.StartDoctypeDeclHandler = document_type
    return parser


def feed(parser: expat.XMLParserType, content: bytes, where: str) -> None:
    """Parse a whole part; raises Refused for anything that is not well-formed."""
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise damaged(where) from None


def scan(
    content: bytes,
    where: str,
    start: Start,
    end: End | None = None,
    text: TextHandler | None = None,
) -> None:
    """Walk through a small part; names of the workbook's own namespaces come without their
    namespace.
    """
    parser = parser_for(where)
    depth = 0

    def opened(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > worker_file_limits.DEPTH:
            raise damaged(where)
        start((_known_markup if len(name) <= _SHORT else plain_markup)(name), attributes)

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1
        if end is not None:
            end((_known_markup if len(name) <= _SHORT else plain_markup)(name))

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    if text is not None:
        parser.CharacterDataHandler = text
    feed(parser, content, where)


def plain_markup(name: str) -> str:
    """Return a name of the workbook's own namespaces without it, any other name as it is."""
    namespace, _, local = name.rpartition("}")
    return local if namespace in MAIN else name


_known_markup = lru_cache(maxsize=2048)(plain_markup)


def relation(attributes: dict[str, str]) -> str | None:
    """Return the `r:id` of an element."""
    return next(
        (attributes[key] for space in _RELATIONS if (key := f"{space}}}id") in attributes), None
    )


def has_document_type(content: bytes) -> bool:
    """Say whether a part declares a document type, without parsing it."""
    if content[:2] in _UTF16:
        plain_bytes = content.replace(b"\x00", b"")
        return b"<!DOCTYPE" in plain_bytes
    return b"<!DOCTYPE" in content


def unescape(text: str) -> str:
    r"""Return a text with `_x000D_` escapes resolved and lines ending in `\n`.

    Control characters stay as their escapes: they are nothing that a person typed, and harm where
    text is shown.
    """
    if "_x" in text:
        text = _ESCAPE.sub(_character, text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _character(match: re.Match[str]) -> str:
    point = int(match[1], 16)
    if point in _SURROGATES or (point < _LEAST and point not in {9, 10, 13}):
        return match[0]
    return chr(point)
