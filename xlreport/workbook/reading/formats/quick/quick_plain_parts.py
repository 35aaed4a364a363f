"""Parts that are written as office programs write them, so that no pattern over them is deceived.

Such a part has no comments, no CDATA, no other default namespace, no second prefix for the
workbook's own namespaces, and no references that are not known.
"""

import re
import sys

from xlreport.model.returns.return_refusal import damaged

_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?"
    rb'(?:<\?xml version="1\.0"(?: encoding="(?:UTF|utf)-8")?(?: standalone="\w+")? ?\?>\s*)?'
    rb"<(\w+)\s([^<>]*)>"
)
"""How a part begins: `<?xml version="1.0"?><sst xmlns="…">`."""
_PREFIX = re.compile(rb'xmlns:[\w.-]+="[^"&<>]*"')
"""A prefix with its namespace: `xmlns:r="http://…"`."""
_MAINS = (b"spreadsheetml/2006/main", b"ooxml/spreadsheetml/main")
"""How the workbook's own namespaces end: another prefix for one would hide cells from a pattern."""
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_NAME_AND_VALUE = r'[A-Za-z_][A-Za-z0-9_.-]{0,40}="[^"<>]*"'
MORE_ATTRIBUTES = rf"(?: (?:xml:)?{_NAME_AND_VALUE})*+"
"""Attributes that are of no account: ` ht="18" xml:space="preserve"`; `*+` never goes back. Any
other prefix may be one that no part declares.
"""
HEIGHT_PREFIX = "x14ac"
"""The one prefix that office programs write in rows."""
ROW_ATTRIBUTES = rf"(?: (?:xml:|{HEIGHT_PREFIX}:)?{_NAME_AND_VALUE})*+"
"""The same for rows: ` ht="18" x14ac:dyDescent="0.2"`."""
# the name of an attribute: ` ht="18"`
_ATTRIBUTE = re.compile(r' ([\w:.-]+)="')
# a character that no XML holds
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_CONTROLS = bytes({9, 10, 13, *range(32, 256)})
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
"""U+FFFE and U+FFFF in UTF-8."""
# a reference that needs no document type: `&#10;`, `&#xA;`, `&amp;`
_KNOWN_REFERENCE = re.compile(rb"&(?:#x[0-9A-Fa-f]+|#\d+|lt|gt|amp|quot|apos);")
# the same in a text: 1 hexadecimal, 2 decimal, 3 a name
_REFERENCE = re.compile(r"&(?:#x([0-9A-Fa-f]+)|#(\d+)|(lt|gt|amp|quot|apos));")
_SURROGATES = range(0xD800, 0xE000)
_NAMED = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
"""The references that have names; the ampersand last, as it may begin another."""
_NAMES = tuple(written.encode() for written, _ in _NAMED)


def plain_rest(content: bytes, root: str) -> bytes | None:
    """Return what follows the root's start tag, where a pattern over it cannot be deceived by the
    markup around; else None.
    """
    head = _HEAD.match(content)
    if head is None or head[1].decode() != root or _MAIN not in head[2]:
        return None
    rest = content[head.end() :]
    if b"<!" in rest or b"<?" in rest:
        return None
    if b"xmlns" in rest and rest.count(b"xmlns") != len(_PREFIX.findall(rest)):
        return None
    if b"&" in head[2] or sum(head[2].count(one) + rest.count(one) for one in _MAINS) != 1:
        return None
    return rest


def unescaped_text(content: bytes, root: str, where: str) -> str | None:
    """Return what follows the root's start tag as text, where a pattern over it cannot be deceived;
    else None.
    """
    rest = plain_rest(content, root)
    return None if rest is None else proved_text(rest, where)


def proved_text(content: bytes, where: str) -> str | None:
    """Return bytes as text; None where characters stand in it that no XML holds, or references that
    are not known.
    """
    if content.translate(None, _NO_CONTROLS) or any(one in content for one in _NO_CHARACTERS):
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise damaged(where) from None
    if b"\r" in content:  # XML has no other line ends than this
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if _only_known_references(content) else None


def _only_known_references(content: bytes) -> bool:
    references = content.count(b"&")
    if not references or references == sum(map(content.count, _NAMES)):
        return True
    return references == len(_KNOWN_REFERENCE.findall(content))


def attributes_are_sound(text: str) -> bool:
    """Say whether no tag has an attribute twice, or a reference in one, which expat has to judge."""
    for tag in text.split("<"):
        inside = tag.partition(">")[0]
        names = _ATTRIBUTE.findall(inside)
        if "&" in inside or len(set(names)) < len(names):
            return False
    return True


def without_references(text: str) -> str:
    """Return a text of a part with its character references resolved."""
    if "&" not in text:
        return text
    if "&#" in text:
        return _REFERENCE.sub(_character, text)
    for written, meant in _NAMED:
        text = text.replace(written, meant)
    return text


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return dict(_NAMED)[match[0]]
    point = int(match[1], 16) if match[1] else int(match[2])
    if point > sys.maxunicode or point in _SURROGATES or _ODD.match(chr(point)):
        raise damaged("character reference")
    return chr(point)
