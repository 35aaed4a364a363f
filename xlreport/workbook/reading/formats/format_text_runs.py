"""Pieces of a text that are raised, lowered or struck out: as plain text they would join their
neighbours, and 1.9 with a footnote 1 be read as 1.91.
"""

import unicodedata
from dataclasses import dataclass

from xlreport.model.texts.struck_out_text import struck

_PLAIN = "0123456789+-=()n"
_RAISED = str.maketrans(_PLAIN, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans(_PLAIN, "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ")


@dataclass(frozen=True, slots=True)
class RunLook:
    """How a piece of text is set."""

    struck: bool = False
    raised: bool = False
    lowered: bool = False

    @property
    def plain(self) -> bool:
        """Whether it means what it says."""
        return not (self.struck or self.raised or self.lowered)


PLAIN_RUN = RunLook()


def run_text(text: str, look: RunLook) -> str:
    """Return a piece of text with characters that look as it does."""
    if look.raised or look.lowered:
        text = "".join(map(_ordinary, text)).translate(_RAISED if look.raised else _LOWERED)
    return struck(text) if look.struck else text


def _ordinary(character: str) -> str:
    """Return a digit or sign of any width as the one of the keyboard."""
    plain = unicodedata.normalize("NFKC", character).translate({0x2212: "-", 0x2013: "-"})
    return plain if plain in _PLAIN else character


def is_on(value: str | None) -> bool:
    """Say whether an attribute that may be left out switches something on."""
    return (value or "1").lower() not in {"0", "false", "off", "none"}
