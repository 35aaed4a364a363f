"""What stands in a cell for whoever looks at it, and whether that differs from what is stored."""

from decimal import Decimal
from enum import Enum
from functools import lru_cache

from xlreport.model.number_format.number_format_digits import figure, general
from xlreport.model.number_format.number_format_sections import (
    Section,
    Sign,
    Unshowable,
    sections_of,
)
from xlreport.model.number_format.number_format_times import shown_moment
from xlreport.model.texts.short_text_cache import cached

_PLAIN_SIGNS = frozenset({"digit", ".", ",", "general", "power"})
_LONGEST = 255
"""Characters of a code of which the outcome is remembered."""
_SPACES = " \u00a0\u3000"


class FormatSense(Enum):
    """What a format makes of a number."""

    PLAIN = "plain"
    """The number itself, rounded and grouped at most."""
    PERCENT = "percent"
    """A hundred times the number, with a sign of per cent behind it."""
    OTHER = "other"
    """Something else: it has to be looked at."""


def sense(code: str, value: Decimal) -> FormatSense:
    """Return what a format makes of this number."""
    found = _known_sense if len(code) <= _LONGEST else _sense
    return found(code, (-1 if value.is_signed() else 1) if value else 0)


def _sense(code: str, sign: int) -> FormatSense:
    try:
        sections = sections_of(code)
        if any(one.operator for one in sections):
            return FormatSense.OTHER
        section, bare = _section(sections, Decimal(sign))
    except Unshowable:
        return FormatSense.OTHER
    written = "".join(one.text for one in section.signs if one.kind == "digit")
    if not sign and written and "0" not in written:
        return FormatSense.OTHER  # nothing is to be seen of a zero
    return _sense_of(section.signs, signed=sign < 0 and bare)


_known_sense = lru_cache(maxsize=2048)(_sense)


def _sense_of(signs: tuple[Sign, ...], *, signed: bool) -> FormatSense:
    """Say what a section makes of a number that it has to tell the sign of, or need not."""
    texts = "".join(one.text for one in signs if one.kind == "text")
    loose = "".join(c for c in texts if c not in _SPACES)
    if len(signs) == 1 and signs[0].kind == "@":
        return FormatSense.PLAIN
    if loose != "" and not (signed and loose in {"-", "()"}):
        return FormatSense.OTHER
    if signed and not loose:
        return FormatSense.OTHER  # shown in red at most: on paper it is another number
    kinds = [one.kind for one in signs if one.kind != "text"]
    percent = kinds.count("%")
    if not set(kinds) - {"%"} <= _PLAIN_SIGNS or not {"digit", "general"} & set(kinds):
        return FormatSense.OTHER
    if percent > 1 or _scales(signs) or _interrupted(signs):
        return FormatSense.OTHER
    if percent:
        return FormatSense.PERCENT
    return FormatSense.PLAIN


def _scales(signs: tuple[Sign, ...]) -> bool:
    """Say whether a comma stands behind the last placeholder before the point, or behind all."""
    bare = "".join(one.text for one in signs if one.kind in {"digit", ".", ","})
    whole, _, rest = bare.partition(".")
    return whole.endswith(",") or rest.endswith(",")


def _interrupted(signs: tuple[Sign, ...]) -> bool:
    """Say whether a text stands between two placeholders."""
    places = [n for n, one in enumerate(signs) if one.kind in {"digit", "."}]
    inside = signs[places[0] : places[-1]] if places else ()
    return any(one.kind == "text" for one in inside)


def _section(sections: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """Return the section that a number is shown by, and whether it has to tell the sign itself.

    Raises:
        Unshowable: where none is meant for it.
    """
    numbers = sections[:3] if len(sections) > 3 or not sections[-1].has("@") else sections[:-1]
    if not numbers:
        numbers = (Section((Sign("general", "General"),)),)
    if len(sections) == 1:
        numbers = sections
    if any(one.operator for one in numbers):
        return _by_condition(numbers, value)
    if value < 0 and len(numbers) > 1:
        return numbers[1], True
    if value == 0 and len(numbers) > 2:
        return numbers[2], False
    return numbers[0], False


def _by_condition(numbers: tuple[Section, ...], value: Decimal) -> tuple[Section, bool]:
    """Return the first section whose condition holds, else the last one.

    A section that only numbers below 0 can reach shows them without a sign.
    """
    first = numbers[0]
    if not first.operator:
        raise Unshowable
    if first.takes(value):
        return first, value < 0 and _only_negative(first)
    if len(numbers) < 2:
        raise Unshowable  # Excel fills the cell with ####
    second = numbers[1]
    if second.operator and second.takes(value):
        return second, value < 0 and _only_negative(second)
    if value < 0:
        raise Unshowable  # programs do not agree on its sign
    if not second.operator and len(numbers) < 3:
        return second, False
    if len(numbers) < 3:
        raise Unshowable
    return numbers[2], False


def _only_negative(section: Section) -> bool:
    """Say whether no number from 0 on fulfils the section's condition."""
    return (
        section.operator in {"<", "<=", "="}
        and not section.takes(Decimal(0))
        and section.limit <= 0
    )


def shown_number(code: str, value: Decimal, *, exact: bool = False) -> str | None:
    """Return a number as a format shows it; None where that is not known for certain.

    Args:
        code: The format.
        value: The number.
        exact: Whether the decimals that it rounds away are shown as well.
    """
    try:
        section, bare = _section(sections_of(code), value)
        text = _shown(section, value, exact=exact)
        signed = value < 0 and not bare and text != _shown(section, Decimal(0), exact=exact)
    except (Unshowable, ArithmeticError):
        return None
    minus = "-" if signed else ""
    return f"{minus}{text}".strip(_SPACES)


def _shown(section: Section, value: Decimal, *, exact: bool) -> str:
    if section.has("time", "elapsed", "ampm"):
        return shown_moment(section, value)
    if section.has("digit", "general"):
        return figure(section, abs(value), exact=exact)
    if section.has("@"):
        if len(section.signs) > 1:
            raise Unshowable  # Excel adds its texts to a number, other programs do not
        return general(abs(value))
    return "".join(one.text for one in section.signs)


def shown_text(code: str, text: str) -> str:
    """Return a text as a format shows it; an empty one where the format hides it."""
    try:
        sections = sections_of(code)
    except Unshowable:
        return text
    if len(sections) > 3:
        section = sections[3]
    elif sections[-1].has("@"):
        section = sections[-1]
    else:
        return text
    return "".join(text if one.kind == "@" else one.text for one in section.signs)


@cached(_LONGEST, 1024)
def changes_texts(code: str) -> bool:
    """Say whether a format shows a text as another one."""
    return shown_text(code, "x").strip(_SPACES) != "x"
