"""The pieces of a .pdf's lines → text as it is read: some are drawn before what is left of them."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_LOOSE = re.compile("[“”‘’—…·《》]+(?: +[“”‘’—…·《》]+)*")
"""Marks drawn in one go, with room between them for the words that another font draws."""
# Chinese characters, their punctuation, and full-width letters
_CHINESE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_A_MARK, _ROOM = 0.5, 0.35
"""Of a character's width: what a mark takes, and the least that is room for one."""
_SAME_LINE = _NEAR = 2.0
"""Points by which pieces of one line may stand higher or lower, a mark from its room."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a file draws in one go."""

    text: str
    x: float
    y: float
    size: float
    """Of the font, in points: about the width of a Chinese character."""


def left_to_right(chunks: list[Chunk]) -> str:
    """Return the text of a page, each line from left to right; one drawn so stays as it is."""
    return "".join(
        _line(line) if _is_mixed(line) else "".join(chunk.text for chunk in line)
        for line in _lines(chunks)
    )


def _lines(chunks: list[Chunk]) -> Iterator[list[Chunk]]:
    """Yield the pieces line by line; a line's end stands with it."""
    line: list[Chunk] = []
    for chunk in chunks:
        line.append(chunk)
        if "\n" in chunk.text:
            yield line
            line = []
    yield line


def _is_mixed(line: list[Chunk]) -> bool:
    """Say whether pieces of one line, all at one height, were not drawn from left to right."""
    drawn = [chunk for chunk in line if chunk.text.strip()]
    level = all(abs(chunk.y - drawn[0].y) < _SAME_LINE for chunk in drawn)
    whole = not any("\n" in chunk.text.strip() for chunk in drawn)
    turned = any(second.x < first.x for first, second in pairwise(drawn))
    return level and whole and turned


def _line(line: list[Chunk]) -> str:
    """Return a line from left to right, marks drawn in one go each in the room left for it."""
    loose = [chunk for chunk in line if _LOOSE.fullmatch(chunk.text.strip())]
    ending = "\n" if any("\n" in chunk.text for chunk in line) else ""
    words = [chunk for chunk in line if chunk.text.strip() and chunk not in loose]
    pieces = list(_parts(sorted(words, key=lambda one: one.x)))
    for chunk in sorted(loose, key=lambda one: one.x):
        at, reach = chunk.x, chunk.size
        for mark in chunk.text.split():
            # where the first mark stands is known, the others stand somewhere behind it
            at, reach = _placed(pieces, mark, at, reach), math.inf
    return "".join(text for _, text in pieces) + ending


def _parts(chunks: list[Chunk]) -> Iterator[tuple[float, str]]:
    """Yield where words stand and the words, and the room between and behind them as blanks."""
    following = [*(chunk.x for chunk in chunks[1:]), 0.0]
    for chunk, begins in zip(chunks, following, strict=True):
        x = chunk.x
        for part in re.findall(" +|[^ ]+", chunk.text.replace("\n", "")):
            yield x, part
            x += chunk.size * (_A_MARK if part.isspace() else len(part))
        if _CHINESE.match(chunk.text[-1]) and begins - x > chunk.size * _ROOM:
            yield x, " "


def _placed(pieces: list[tuple[float, str]], mark: str, at: float, reach: float) -> float:
    """Put a mark into the first room within reach, else there; return where the next may be."""
    for place, (x, text) in enumerate(pieces):
        if text.isspace() and at - _NEAR < x < at + reach:
            pieces[place] = (x, mark)
            return x + _NEAR + 1
    place = next((place for place, (x, _) in enumerate(pieces) if x >= at), len(pieces))
    pieces.insert(place, (at, mark))
    return at + _NEAR + 1
