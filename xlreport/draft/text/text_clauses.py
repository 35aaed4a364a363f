"""Sentences and clauses of the flat text, as spans."""

import re
from collections.abc import Iterator

_BOUNDARY = re.compile("[，；：。！？]|--")
"""，；：。 and dashes end a clause."""
_SENTENCE = re.compile("[。！？][”’）]?")
"""。！？ and the quotation mark or bracket that it closes."""
_FARTHEST = 120
"""Characters back in which a clause's beginning is looked for."""


def sentences(
    flat: str, start: int, end: int, breaks: tuple[int, ...]
) -> Iterator[tuple[int, int]]:
    """Yield the sentences between two positions; a paragraph's end ends a sentence too."""
    stops = {match.end() for match in _SENTENCE.finditer(flat, start, end)}
    cuts = sorted(stops | {place for place in breaks if start < place < end} | {end})
    here = start
    for cut in cuts:
        if cut > here:
            yield here, cut
        here = cut


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
