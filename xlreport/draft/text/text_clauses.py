"""Sentences and clauses of the flat text, as spans."""

import re
from collections.abc import Iterator
from itertools import islice

_BOUNDARY = re.compile("[，；：。！？]|--")
"""，；：。 and dashes end a clause."""
_SENTENCE = re.compile("[。！？][”’）]?")
"""。！？ and the quotation mark or bracket that it closes."""
_NUMBER = re.compile(
    r"[\d一二两三四五六七八九十百千万亿零〇][\d一二两三四五六七八九十百千万亿零〇.,%‰~-]*"
)
"""A number, or a range of two."""
_LONGEST = 1000
_MOST_NUMBERS = 100
"""A sentence with more characters or numbers is read in pieces; those of real reports have half as many."""
_FARTHEST = 120
"""Characters back in which a clause's beginning is looked for."""


def sentences(
    flat: str, start: int, end: int, breaks: tuple[int, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences between two positions; a paragraph's end ends a sentence too.

    One that is too long to be read whole is cut into pieces, so that the work grows as the text does.
    """
    stops = {match.end() for match in _SENTENCE.finditer(flat, start, end)}
    cuts = sorted(stops | {place for place in breaks if start < place < end} | {end})
    here = start
    for cut in cuts:
        while cut > here:
            stop = _piece(flat, here, cut)
            yield here, stop
            here = stop


def _piece(flat: str, start: int, end: int) -> int:
    """Return where a sentence is cut: at its end, or behind the last ；，、 within the bounds, or before a number."""
    numbers = list(
        islice(_NUMBER.finditer(flat, start, min(end, start + _LONGEST)), _MOST_NUMBERS + 1)
    )
    if end - start <= _LONGEST and len(numbers) <= _MOST_NUMBERS:
        return end
    limit = numbers[-1].start() if len(numbers) > _MOST_NUMBERS else start + _LONGEST
    for stop in "；，、":
        cut = flat.rfind(stop, (start + limit) // 2, limit)
        if cut >= 0:
            return cut + 1
    inside = (
        numbers and numbers[-1].start() > start and numbers[-1].start() < limit <= numbers[-1].end()
    )
    return numbers[-1].start() if inside else limit


def clause_of(flat: str, position: int, start: int, end: int) -> tuple[int, int]:
    """Return the clause around a position, between commas."""
    floor = start
    for match in _BOUNDARY.finditer(flat, max(start, position - _FARTHEST), position):
        floor = match.end()
    following = _BOUNDARY.search(flat, position, end)
    return floor, following.start() if following else end


def clause_before(flat: str, start: int, floor: int) -> str:
    """Return the words of the clause before the one that begins at `floor`, within its sentence."""
    if floor <= start + 1:
        return ""
    before, _ = clause_of(flat, floor - 2, start, floor)
    return flat[before : floor - 1]
