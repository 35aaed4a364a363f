"""Struck-out text: each of its characters is followed by the stroke that Unicode has for it.

So it stays visible wherever text goes, and no struck figure can be taken for one that counts.
"""

import re
from collections.abc import Callable

STROKE = "\u0336"
# letters with a stroke through each of them, words between which only spaces stand
_STRUCK = re.compile(f"(?:[^{STROKE}]{STROKE})+(?:\\s+(?:[^{STROKE}]{STROKE})+)*")


def struck(text: str) -> str:
    """Return a text with a stroke through each character that can be seen."""
    bare = text.replace(STROKE, "")
    return "".join(c if c.isspace() else f"{c}{STROKE}" for c in bare)


def without_struck(text: str) -> str:
    """Return what is left of a text where nothing is struck out."""
    return _STRUCK.sub("", text) if STROKE in text else text


def struck_in_words(text: str, words: Callable[[str], str]) -> str:
    """Return a text in which words say what is struck out: not every font has the stroke."""
    if STROKE not in text:
        return text
    return _STRUCK.sub(lambda found: words(found[0].replace(STROKE, "")), text)
