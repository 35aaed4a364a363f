"""A cell as its sender had it: its value, and the number format that gives a number its meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlreport.workbook.reading.formats.format_cells import NumberFormat, number_format_of

_EPOCH = date(1899, 12, 30)
_FALSE_LEAP_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900: serial numbers of the days before are one less."""
# what in a number format is text or layout
_NO_SIGNS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
# commas behind the last digit: each shows a thousandth
_SCALED = re.compile(r"[0#?],+(?![0#?,])")
# the list of cell formats, in which a cell's s= counts (ECMA-376, 18.8.10)
_FORMATS = re.compile(r"<cellXfs\b[^>]*>(.*?)</cellXfs>", re.DOTALL)
# one cell format of that list
_FORMAT = re.compile(r"<xf\b[^>]*?(?:/>|>.*?</xf>)", re.DOTALL)
# the format's number, and whether it applies
_NUMBERED = re.compile(r'\s(?:numFmtId|applyNumberFormat)="[^"]*"')
_THOUSANDS = 900
"""The number of a format of ours: XlsxWriter counts its own from 164 and makes a few dozen."""
_NUMBERS = {"plain": 0, "percent": 10, "date": 14, "thousands": _THOUSANDS}


@dataclass(frozen=True, slots=True)
class Exactly:
    """What stands in a cell, and what its number format makes of a number."""

    value: str | Decimal | date | bool
    sense: str = ""
    """`plain`, `percent`, `date` or `thousands`; empty where the format does not matter."""
    error: bool = False
    """The value is the name of an error, `#DIV/0!`."""


def serial(day: date) -> int:
    """Return Excel's number of a day; 0 or less before 1900."""
    return (day - _EPOCH).days - (day < _FALSE_LEAP_DAY)


def format_meaning(look: NumberFormat) -> str:
    """Return what a number format makes of a number: a plain one, a percentage, a date, or
    thousands of it.
    """
    if look.is_date:
        return "date"
    first = _NO_SIGNS.sub("", look.code.split(";", 1)[0])
    if "%" in first:
        return "percent"
    return "thousands" if _SCALED.search(first) else "plain"


def sense_of_code(code: str) -> str:
    """Return the same for a format's code."""
    return format_meaning(number_format_of(code))


class Senses:
    """The cell formats of a workbook of ours, and those that are to differ from one in its number
    format alone.
    """

    def __init__(self, formats: Sequence[NumberFormat]) -> None:
        self._senses = tuple(format_meaning(one) for one in formats)
        self._added: dict[tuple[int, str], int] = {}

    def fitting(self, style: str | None, sense: str) -> str | None:
        """Return the format that looks like another and makes that of a number."""
        number = int(style or 0)
        if not sense or self._senses[number] == sense:
            return style
        return str(self._added.setdefault((number, sense), len(self._senses) + len(self._added)))

    def written(self, xml: str) -> str:
        """Return the part of the formats with those that were asked for."""
        known = _FORMATS.search(xml)
        if known is None or not self._added:
            return xml
        looks = _FORMAT.findall(known[1])
        looks += [_with_number(looks[style], _NUMBERS[sense]) for style, sense in self._added]
        whole = f'<cellXfs count="{len(looks)}">{"".join(looks)}</cellXfs>'
        return _with_thousands(xml[: known.start()] + whole + xml[known.end() :])


def _with_number(look: str, number: int) -> str:
    start, end = look.split(">", 1)[0], look.split(">", 1)[1]
    closed = "/" if start.endswith("/") else ""
    bare = _NUMBERED.sub("", start.removesuffix("/"))
    return f'{bare.rstrip()} numFmtId="{number}" applyNumberFormat="1"{closed}>{end}'


def _with_thousands(xml: str) -> str:
    """Return the part with the one number format of ours that has no built-in number."""
    if f'numFmtId="{_THOUSANDS}"' not in xml:
        return xml
    own = f'<numFmt numFmtId="{_THOUSANDS}" formatCode="0,"/>'
    formats = len(re.findall(r"<numFmt\b", xml)) + 1
    if "<numFmts" not in xml:
        return xml.replace("<fonts", f'<numFmts count="1">{own}</numFmts><fonts', 1)
    return re.sub(r'<numFmts count="\d+">', f'<numFmts count="{formats}">{own}', xml, count=1)
