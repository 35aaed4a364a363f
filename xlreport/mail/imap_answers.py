"""What an IMAP server answers to FETCH, read without recursion and without believing that it is
well formed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from xlreport.mail.attachment_names import decoded, text_of_bytes

Node = bytes | None | list[Any]
"""A word, NIL, or a list of the same."""
# a bracket of a list | a quoted text | a literal's length (its bytes follow) | BODY[…] with what
# stands in its brackets | any other word
_TOKEN = re.compile(
    rb'[()]|"(?:[^"\\]|\\.)*"|~?\{\d+\}|BODY\[[^\]]*\](?:<\d+>)?|[^\s()"]+', re.DOTALL
)
# the number before the list of a FETCH answer: 12 (
_BEGIN = re.compile(rb"\d+ \(")
# the end of a line behind which so many bytes follow as they are: {123}, or ~{123} of RFC 3516
_LITERAL = re.compile(rb"~?\{\d+\}$")
# a head's line broken before white space (RFC 5322, 2.2.3)
_FOLDED = re.compile(rb"\r?\n[ \t]+")
_NAMES = frozenset({b"name", b"filename"})
_MOST = 200_000
"""Words of one answer that are looked at."""


@dataclass(frozen=True, slots=True)
class PartLook:
    """One leaf of a message's structure."""

    kind: str
    """`application/zip`, in lower case."""
    name: str
    """As it came; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Overview:
    """What a message looks like before its bytes are fetched."""

    uid: int
    size: int
    """RFC822.SIZE; 0 where the server does not tell."""
    arrived: datetime | None
    """INTERNALDATE, with its zone."""
    head: bytes
    parts: tuple[PartLook, ...] | None
    """None where the server tells no structure, or none that can be read."""


def fetched(lines: Sequence[object]) -> Iterator[dict[str, Node]]:
    """Yield each message of an answer of `imaplib` as names and what they hold.

    There a literal makes a pair (text before, bytes), and what follows it stands alone; the pieces
    of one message are put together again.
    """
    pieces: list[tuple[bytes, bytes | None]] = []
    open_end = False
    for line in lines:
        text, literal = line if isinstance(line, tuple) else (line, None)
        if not isinstance(text, bytes):
            continue
        if pieces and not open_end and _BEGIN.match(text):
            yield _named(pieces)
            pieces = []
        pieces.append((text, literal))
        open_end = literal is not None
    if pieces:
        yield _named(pieces)


def _named(pieces: Sequence[tuple[bytes, bytes | None]]) -> dict[str, Node]:
    tree = _tree(pieces)
    inside = next((one for one in tree if isinstance(one, list)), [])
    found: dict[str, Node] = {}
    for name, node in zip(inside[::2], inside[1::2], strict=False):
        if isinstance(name, bytes):
            found[name.decode("ascii", "replace").upper().partition("<")[0]] = node
    return found


def _tree(pieces: Sequence[tuple[bytes, bytes | None]]) -> list[Node]:
    stack: list[list[Node]] = [[]]
    count = 0
    for text, literal in pieces:
        for match in _TOKEN.finditer(text):
            word = match[0]
            count += 1
            if count > _MOST:
                return stack[0]
            if word == b"(":
                inner: list[Node] = []
                stack[-1].append(inner)
                stack.append(inner)
            elif word == b")":
                if len(stack) > 1:
                    stack.pop()
            elif word.startswith(b'"'):
                stack[-1].append(re.sub(rb"\\(.)", rb"\1", word[1:-1], flags=re.DOTALL))
            elif literal is not None and match.end() == len(text) and _LITERAL.match(word):
                stack[-1].append(literal)
            else:
                stack[-1].append(None if word.upper() == b"NIL" else word)
    return stack[0]


def overview_of(told: dict[str, Node]) -> Overview | None:
    """Return what a message looks like; None where the answer says not even which it is or has no
    header.
    """
    uid = told.get("UID")
    head = next((node for name, node in told.items() if name.startswith("BODY[HEADER")), None)
    if not isinstance(uid, bytes) or not uid.isdigit() or not isinstance(head, bytes):
        return None
    size = told.get("RFC822.SIZE")
    structure = told.get("BODYSTRUCTURE")
    return Overview(
        uid=int(uid),
        size=int(size) if isinstance(size, bytes) and size.isdigit() else 0,
        arrived=_moment(told.get("INTERNALDATE")),
        head=head,
        parts=tuple(_leaves(structure)) if isinstance(structure, list) else None,
    )


def _moment(node: Node) -> datetime | None:
    """Read `17-Jul-2020 02:44:25 +0800`."""
    if not isinstance(node, bytes):
        return None
    try:
        when = parsedate_to_datetime(node.decode("ascii", "replace").strip().replace("-", " ", 2))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def _leaves(structure: list[Node]) -> Iterator[PartLook]:
    """Yield the parts that are none of several; a message inside counts as one and is looked into
    as well (RFC 3501 7.4.2: type, subtype, parameters, …, disposition).
    """
    waiting: list[Node] = [structure]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, list) or not node:
            continue
        if isinstance(node[0], list):
            waiting.extend(one for one in reversed(node) if isinstance(one, list))
            continue
        if len(node) < 3 or not isinstance(node[0], bytes) or not isinstance(node[1], bytes):
            continue
        kind = f"{node[0].decode('ascii', 'replace')}/{node[1].decode('ascii', 'replace')}".lower()
        if "/" in kind and len(node) >= 7:
            yield PartLook(kind, _name(node))
        if kind == "message/rfc822" and len(node) > 8 and isinstance(node[8], list):
            waiting.append(node[8])


def _name(node: list[Node]) -> str:
    for one in node[2:]:
        pairs = one if isinstance(one, list) else []
        if len(pairs) == 2 and isinstance(pairs[1], list) and isinstance(pairs[0], bytes):
            pairs = pairs[1]  # a disposition: its word, then its parameters
        for name, word in zip(pairs[::2], pairs[1::2], strict=False):
            known = isinstance(name, bytes) and name.lower().partition(b"*")[0] in _NAMES
            if known and isinstance(word, bytes):
                return decoded(text_of_bytes(_FOLDED.sub(b"", word)))
    return ""
