"""Days and hours as a section of a number format writes them."""

from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from xlreport.model.number_format.number_format_digits import round_to
from xlreport.model.number_format.number_format_sections import Section, Sign, Unshowable

_LAST_SERIAL = 2_958_465
_DAY = 86_400


def shown_moment(section: Section, serial: Decimal) -> str:
    """Return a serial number as a day and an hour; raises Unshowable for what is none, and for
    names of months and days of the week, which depend on the reader's language.
    """
    if not 0 <= serial <= _LAST_SERIAL or section.has("ampm", "digit"):
        raise Unshowable
    seconds = int((serial * _DAY).to_integral_value(rounding=ROUND_FLOOR))
    if round_to(serial * _DAY, 3) >= seconds + 1:
        seconds += 1
    return "".join(_sign(one, seconds) for one in section.signs)


def _sign(one: Sign, seconds: int) -> str:
    if one.kind == "elapsed":
        size = {"h": 3600, "n": 60, "m": 60, "s": 1}[one.text[0]]
        return str(seconds // size).rjust(len(one.text), "0")
    if one.kind != "time":
        return one.text
    letter, wide = one.text[0].lower(), len(one.text)
    days, rest = divmod(seconds, _DAY)
    if letter in "hns":
        part = {"h": rest // 3600, "n": rest // 60 % 60, "s": rest % 60}[letter]
        return str(part).rjust(2 if wide > 1 else 1, "0")
    if days in {0, 60}:
        raise Unshowable
    when = date(1899, 12, 30 if days > 60 else 31) + timedelta(days)
    if letter in "ye":
        if letter == "y" and wide < 3:
            return f"{when.year % 100:02d}"
        return str(when.year)
    if letter in "abg" or wide > 2:
        raise Unshowable
    return str(when.month if letter == "m" else when.day).rjust(wide, "0")
