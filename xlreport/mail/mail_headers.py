"""What may stand in a header of ours: text without control characters and without anything that
reads as encoded.
"""

import re
import unicodedata

# what begins or ends an encoded word, and so may not stand in a name as it is
_ENCODED = re.compile(r"=\?|\?=")
# a run of what no plain name has: spaces, brackets, letters beyond ASCII
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_-]+")
# a run of blanks and line ends, which folding a header may put anywhere
_SPACES = re.compile(r"\s+")
_LONGEST = 200
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what nobody sees: control characters, marks of direction, separators of
lines.
"""


def seen(text: str) -> str:
    """Return a text without what nobody sees; line ends become spaces."""
    seen: list[str] = []
    for character in text:
        if unicodedata.category(character) not in _HIDDEN:
            seen.append(character)
        elif character.isspace():
            seen.append(" ")
    return "".join(seen)


def header_text(text: str) -> str:
    """Return a text that can stand in a header.

    Python 3.11.7 decodes an encoded word that is put into a header and writes the line ends inside
    it as they are, so that `=?utf-8?q?a=0D=0ABcc=3A?=` becomes a header of its own; the marks of
    encoded words are taken out until none is left.
    """
    plain = _SPACES.sub(" ", seen(text)).strip()
    while _ENCODED.search(plain):
        plain = _ENCODED.sub("", plain)
    return plain[:_LONGEST]


def ascii_attachment_name(*parts: str, suffix: str) -> str:
    """Return an ASCII name from codes: `RST_2020-Q2_findings.xlsx`; others arrive as ATT00001 in
    some programs.
    """
    words = (_NOT_PLAIN.sub("-", one).strip("-") for one in parts)
    return "_".join(one for one in words if one)[:80] + suffix
