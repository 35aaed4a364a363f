"""Judgements as formulas: what each cell of a row reckons, before anybody knows where the cells
stand.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

_OPEN, _CLOSE = "⟦", "⟧"
# what XML cannot hold, which a formula's text may not either
_UNSEEN = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = date(1899, 12, 30).toordinal()
_PIECE = 250
"""A piece of text in a formula holds at most 255 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """The formulas of one row, without the sign of equality; an empty one is none.

    `⟦name⟧` stands for a cell: `actual` `target` `baseline` `expected` `green` `amber` `done` of
    the same row (of a milestone `state` `expected` `deadline` `progress`), `policy.<threshold>` on
    the legend, and `status.<status>` for the words of a light. Only functions that Excel 2010, WPS
    and LibreOffice 7.4 have, and none that is volatile.
    """

    status: str
    expected: str = ""
    green: str = ""
    amber: str = ""
    done: str = ""
    gap: str = ""
    """Positive where the figure is better than the green bound."""
    pace: str = ""
    attainment: str = ""


def named(name: str) -> str:
    """Return what stands for the cell of that name."""
    return f"{_OPEN}{name}{_CLOSE}"


def quoted_string(text: str) -> str:
    """Return a text as a formula holds it, long ones in pieces, without what no workbook holds."""
    plain = _UNSEEN.sub(" ", text.replace(_OPEN, "[").replace(_CLOSE, "]"))
    if len(plain) <= _PIECE and '"' not in plain:
        return f'"{plain}"'
    pieces = [plain[at : at + _PIECE].replace('"', '""') for at in range(0, len(plain), _PIECE)]
    return "&".join(f'"{piece}"' for piece in pieces or [""])


def serial_of(day: date) -> int:
    """Return a day as spreadsheets count it, from March 1900 on."""
    return day.toordinal() - _EPOCH


def filled(formula: str, address: Callable[[str], str]) -> str:
    """Return a formula with an address, or whatever else, in place of each name."""
    first, *rest = formula.split(_OPEN)
    return first + "".join(
        address(name) + after for name, after in (words.split(_CLOSE, 1) for words in rest)
    )


def with_cells(live: Live, others: Mapping[str, str]) -> Live:
    """Return formulas that look at other cells of the row: by name, the name of the other."""
    names = {name: named(other) for name, other in others.items()}
    looked = {
        field: filled(getattr(live, field), lambda name: names.get(name, named(name)))
        for field in Live.__dataclass_fields__
    }
    return Live(**looked)
