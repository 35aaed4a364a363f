"""What was made of a part, remembered by its bytes: the parts that hold a workbook together, its
styles and its rules are the same in all workbooks of one template.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

USUAL = 100_000
"""Bytes of a part that is remembered."""
_MANY = 16
"""Parts that each function remembers: with what was made of them some 3 MB."""
_Rest = ParamSpec("_Rest")
_Made = TypeVar("_Made")
_Maker = Callable[Concatenate[bytes, _Rest], _Made]


def remembered(made: _Maker[_Rest, _Made]) -> _Maker[_Rest, _Made]:
    """Have a function of a part, and of other values that can be hashed, remember what it made of
    the parts of usual size that it was given last; nobody may change what it returns.
    """
    known = cast("_Maker[_Rest, _Made]", lru_cache(maxsize=_MANY)(made))

    def asked(content: bytes, /, *rest: _Rest.args, **named: _Rest.kwargs) -> _Made:
        return (known if len(content) <= USUAL else made)(content, *rest, **named)

    return cast("_Maker[_Rest, _Made]", wraps(made)(asked))
