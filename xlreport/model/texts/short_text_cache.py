"""Remembering what a function says of short texts: the same ones stand in every workbook, and
memory stays bounded.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache, wraps
from threading import Lock
from typing import TypeVar

_K = TypeVar("_K", str, bytes)
_T = TypeVar("_T")
_BESIDE = 60
"""Characters that a text takes beside its own."""
_KEEPING = Lock()
"""One for all: what is known goes to other processes, which no lock does."""


def cached(
    characters: int, count: int = 4096
) -> Callable[[Callable[[_K], _T]], Callable[[_K], _T]]:
    """Remember what a function returned for so many texts of at most so many characters.

    A long text is looked at anew each time: whoever sends workbooks full of long ones fills no
    memory.
    """

    def remembering(function: Callable[[_K], _T]) -> Callable[[_K], _T]:
        known = lru_cache(maxsize=count)(function)

        @wraps(function)
        def asked(text: _K) -> _T:
            if len(text) <= characters:
                return known(text)
            return function(text)

        return asked

    return remembering


class KnownTexts:
    """Texts of which one thing is known: that they are of no account to who asks."""

    def __init__(self, characters: int, room: int) -> None:
        """Make room for so many characters of texts, none of them longer than so many; where there
        is no more, all are forgotten, and where new ones alone are more, these as well.
        """
        self._longest, self._room, self._taken = characters, room, 0
        self._known: set[str] = set()

    def unknown(self, texts: Iterable[str]) -> set[str]:
        """Return the different texts of which it is not known."""
        return set(texts) - self._known

    def keep(self, texts: Iterable[str]) -> None:
        """Remember it of texts, unless they are long."""
        with _KEEPING:
            short = {text for text in texts if len(text) <= self._longest}
            fresh = short - self._known
            if self._taken + _size(fresh) > self._room:
                self._taken = 0
                self._known.clear()
                fresh = short
            if (size := _size(fresh)) <= self._room:
                self._taken += size
                self._known |= fresh


def _size(texts: set[str]) -> int:
    return sum(map(len, texts)) + _BESIDE * len(texts)
