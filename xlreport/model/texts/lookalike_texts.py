"""Characters that nobody sees, and letters of other scripts that look like Latin ones."""

import re
import unicodedata

# Soft hyphens, fillers, marks of writing direction, joiners, byte order marks, variation selectors:
# web pages and chat programs leave them in what is copied out of them.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\x00-\x08\x0e-\x1f\x7f-\x9f]"
)
# any white space, of whatever width
_WHITE = re.compile(r"\s+")
_LATIN = str.maketrans("АВЕЅІЈКМНОРСТУХΑΒΕΖΗΙΚΜΝΟΡΤΥΧ‐‑‒–—−", "ABESIJKMHOPCTYXABEZHIKMNOPTYX------")

_DIGITS = str.maketrans("OIL", "011")


_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
"""Full-width forms of ASCII: Chinese commas and brackets are most of what is not normal."""


def one_form(text: str) -> str:
    """Return a text with one form of each character (NFKC)."""
    if text.isascii() or unicodedata.is_normalized("NFKC", text):
        return text
    return unicodedata.normalize("NFKC", text.translate(_WIDE))


def without_unseen(text: str) -> str:
    """Return a text without the characters that nobody sees."""
    return text if text.isascii() else _UNSEEN.sub("", text)


def row_code(text: str) -> str:
    """Return the code of a row as it looks: capitals, one form of each character, no white space,
    nothing unseen, and what looks like a Latin letter as that letter.
    """
    bare = without_unseen(one_form(without_unseen(text)))
    return _WHITE.sub("", bare).upper().translate(_LATIN)


def code_as_seen(code: str) -> str:
    """Return the code of a row with the letters that look like digits as digits: what nobody can
    tell apart is one code, ZBO09 and ZB009.
    """
    return code.translate(_DIGITS)
