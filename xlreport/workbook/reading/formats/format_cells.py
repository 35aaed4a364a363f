"""From raw cells to `Cell`: numbers exactly as Excel shows them, dates by number format,
addresses.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from xlreport.model.number_format.formatted_number import changes_texts
from xlreport.model.returns.return_refusal import damaged
from xlreport.model.returns.submission import CellKind
from xlreport.model.texts.short_text_cache import cached
from xlreport.processes import worker_file_limits

# a number as files store it: 1.5, .5, 1.5E-7
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_EXCEL = Context(prec=15, rounding=ROUND_HALF_UP, Emin=-9999, Emax=9999)
_LARGEST = 308
_LAST_SERIAL = 2_958_465
_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;[Red]-#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_CHINESE_DATES = frozenset({*range(27, 32), 36, *range(50, 55), 57, 58})
"""Built-in formats that are dates in Chinese, Japanese and Korean Excel and say nothing in a
file.
"""
# what in a number format is no sign of a date: quoted, escaped, padding, brackets, General
_NO_DATE_SIGNS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|General', re.IGNORECASE)


_TEXT, _BLANK, _DATE, _NUMBER = CellKind.TEXT, CellKind.BLANK, CellKind.DATE, CellKind.NUMBER


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format: its code, and whether a number in it is a day."""

    code: str
    is_date: bool
    struck: bool = False
    """Whether it strikes out what it shows."""
    checkbox: bool = False
    """Whether it shows a truth as a box with a tick or without."""
    odd: bool = False
    """Whether a text in it may be another one than is stored."""
    unlocked: bool = False
    """Whether its cells can be typed in where the sheet is protected."""


GENERAL = NumberFormat("General", is_date=False)


@cached(255, 1024)
def number_format_of(code: str) -> NumberFormat:
    """Return the format with that code; hours and minutes alone are no day."""
    first = _NO_DATE_SIGNS.sub("", code.split(";", 1)[0]).lower()
    return NumberFormat(
        code,
        is_date="y" in first
        or "d" in first
        or ("m" in first and "h" not in first and "s" not in first),
        odd=changes_texts(code),
    )


def struck_format(look: NumberFormat) -> NumberFormat:
    """Return the same format with a line through what it shows."""
    return replace(look, struck=True, odd=True)


def unlocked_format(look: NumberFormat) -> NumberFormat:
    """Return the same format of cells that can be typed in."""
    return replace(look, unlocked=True)


def built_in(number: int) -> NumberFormat:
    """Return the format of a built-in number."""
    if number in _CHINESE_DATES:
        return NumberFormat("yyyy/m/d", is_date=True)
    return number_format_of(_BUILT_IN.get(number, "General"))


@cache
def letters(column: int) -> str:
    """Return the letters of a 1-based column."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


_COLUMNS: dict[str, int] = {letters(number): number for number in range(1, 703)}


def column_of(text: str) -> int:
    """Return the 1-based column of its letters; 0 where they are none of the grid."""
    known = _COLUMNS.get(text)
    if known is None:
        known = 0
        if len(text) == 3 and text.isascii() and text.isalpha() and text.isupper():
            for letter in text:
                known = known * 26 + ord(letter) - 64
            known = known if known <= worker_file_limits.MOST_COLUMNS else 0
    return known


def address(row: int, column: int) -> str:
    """Return `D7`."""
    return f"{letters(column)}{row}"


@cached(40)
def exact_number(text: str) -> Decimal:
    """Return a stored number with the 15 digits that Excel shows; raises Refused for what is no
    finite number.
    """
    text = text.strip(" \t\r\n")
    if not NUMBER.fullmatch(text):
        raise damaged("number")
    exact = _EXCEL.create_decimal(text)
    if exact and not -_LARGEST <= exact.adjusted() <= _LARGEST:
        raise damaged("number")
    return tidy_number(exact)


def tidy_number(exact: Decimal) -> Decimal:
    """Return the number without trailing zeros and without an exponent that a person would not
    write.
    """
    short = exact.normalize(_EXCEL)
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        return short.quantize(Decimal(1), context=Context(prec=400))
    return short + 0


def day(serial: Decimal, *, epoch_1904: bool) -> date | None:
    """Return the day of a serial number; None where it is none (29 February 1900 is none
    either).
    """
    whole = int(serial)
    if serial < 0 or whole > _LAST_SERIAL:
        return None
    if epoch_1904:
        return date(1904, 1, 1) + timedelta(whole) if whole <= _LAST_SERIAL - 1462 else None
    if whole in {0, 60}:
        return None
    return date(1899, 12, 30 if whole > 60 else 31) + timedelta(whole)


def cell_value(
    kind: str, text: str, look: NumberFormat, *, epoch_1904: bool
) -> tuple[CellKind, Decimal | str | date | bool | None]:
    """Return what a raw cell holds."""
    if kind == "s":
        return (_TEXT, text) if text else (_BLANK, None)
    if kind == "n":
        figure = exact_number(text)
        when = day(figure, epoch_1904=epoch_1904) if look.is_date else None
        return (_DATE, when) if when else (_NUMBER, figure)
    if kind == "b":
        return CellKind.BOOLEAN, text == "1"
    if kind == "d":
        return _iso_day(text)
    return (CellKind.ERROR, text) if kind == "e" else (CellKind.NO_RESULT, None)


def _iso_day(text: str) -> tuple[CellKind, date | str]:
    try:
        return CellKind.DATE, date.fromisoformat(text[:10])
    except ValueError:
        return CellKind.TEXT, text
