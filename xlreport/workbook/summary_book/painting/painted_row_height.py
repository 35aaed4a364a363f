"""How high a row must be for its words: programs that open a workbook without a window do not fit
rows themselves.
"""

import math
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WIDE = frozenset("WFA")
_POINT = 96 / 72
_DIGIT, _LETTER, _THIN = 0.6, 0.52, 0.32
"""Mean width of a digit, of a Latin letter, and of blanks and marks, in ems of the fonts used."""
_RIM = 8
"""Pixels at the two sides of a cell that hold no text."""
_REMEMBERED = 500
"""Characters of a text whose lines are remembered."""
_HAIR = 1e-6
"""What rounding may make of a letter."""
_LEADING = 1.5
"""Height of a line against the size of its font: 微软雅黑 needs 1.32, others a little more."""


class _Ems(dict[str, float]):
    """The width of each letter, looked up once."""

    def __missing__(self, letter: str) -> float:
        wide = unicodedata.east_asian_width(letter) in _WIDE
        if wide:
            self[letter] = 1
        elif letter.isdigit():
            self[letter] = _DIGIT
        else:
            self[letter] = _LETTER if letter.isalpha() else _THIN
        return self[letter]


_EMS = _Ems()


def text_width(text: str, size: float) -> float:
    """Return about how many pixels a text takes in one line."""
    return sum(map(_EMS.__getitem__, text)) * size * _POINT


def letters_that_fit(pixels: float, size: float) -> int:
    """Return how many letters surely stand in one line of a cell of that width: none is wider than
    an em.
    """
    return int(_room(pixels, size) / (size * _POINT) - _HAIR)


def _room(pixels: float, size: float) -> float:
    # a mark that may not begin a line takes the letter before it along
    return max(pixels - _RIM - size * _POINT, 10)


def line_count(text: str, pixels: float, size: float) -> int:
    """Return into how many lines a text breaks in a cell of that width."""
    counted = _known_count if len(text) <= _REMEMBERED else _line_count
    return counted(text, pixels, size)


def _line_count(text: str, pixels: float, size: float) -> int:
    room = _room(pixels, size)
    return sum(max(1, math.ceil(text_width(part, size) / room)) for part in text.split("\n"))


_known_count = lru_cache(maxsize=4096)(_line_count)


def row_height(least: float, cells: Iterable[tuple[str, float, float]]) -> float:
    """Return the height in points for cells of (text, pixels, size); a row that fits in one line
    keeps `least`.
    """
    needed = least
    for text, pixels, size in cells:
        count = line_count(text, pixels, size)
        if count > 1:
            needed = max(needed, count * size * _LEADING + 4)
    return min(needed, 400.0)
