"""Remembering what a function says of short texts: the same ones stand in every workbook, and
memory stays bounded.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

_K = TypeVar("_K", str, bytes)
_T = TypeVar("_T")


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
