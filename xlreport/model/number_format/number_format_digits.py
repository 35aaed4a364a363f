"""The digits of a number put into a section's placeholders."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from xlreport.model.number_format.number_format_sections import Section, Sign, Unshowable

_HUNDRED, _THOUSAND = Decimal(100), Decimal(1000)
_WIDE = Context(prec=400, rounding=ROUND_HALF_UP)
_GENERAL_DIGITS = 10
_LARGEST_GENERAL = 11
"""Digits before the point from which on General shows powers of ten."""


def general(value: Decimal) -> str:
    """Return a number as General shows it in a column that is wide enough."""
    if not value:
        return "0"
    power = value.adjusted()
    if not -5 < power < _LARGEST_GENERAL:
        digits, _, exponent = f"{round_to(value, -power + 5):E}".partition("E")
        short = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return f"{short}E{int(exponent):+03d}"
    whole = f"{round_to(value, min(_GENERAL_DIGITS, _GENERAL_DIGITS - 1 - power)):f}"
    if "." in whole:
        return whole.rstrip("0").rstrip(".")
    return whole


def round_to(value: Decimal, decimals: int) -> Decimal:
    """Return a number with so many decimals, halves away from zero."""
    return value.quantize(Decimal(1).scaleb(-decimals), context=_WIDE)


def figure(section: Section, size: Decimal, *, exact: bool) -> str:
    """Return a number without its sign in a section that holds placeholders.

    Args:
        section: The section.
        size: The number, not below 0.
        exact: Whether no decimal is rounded away: what the section would show, were it wide enough.

    Raises:
        Unshowable: per cent more than once, on which programs do not agree.
    """
    signs = section.signs
    if section.has("/"):
        return _fraction(signs, size)
    if section.has("power"):
        return _power(signs, size)
    percent = section.count("%")
    if percent > 1:
        raise Unshowable  # programs do not agree on how often it counts
    if section.has("general"):
        shown = general(size.scaleb(2 * section.count("%"), context=_WIDE))
        return "".join(shown if one.kind == "general" else one.text for one in signs)
    size = size.scaleb(2 * percent, context=_WIDE)
    return _placed(signs, size, exact=exact)


def _placed(signs: Sequence[Sign], size: Decimal, *, exact: bool) -> str:
    """Fill placeholders before and behind the point; commas between them group, those behind
    them divide by a thousand each.
    """
    point = next((n for n, one in enumerate(signs) if one.kind == "."), len(signs))
    before = [n for n, one in enumerate(signs[:point]) if one.kind == "digit"]
    behind = [n for n, one in enumerate(signs) if n > point and one.kind == "digit"]
    commas = [n for n, one in enumerate(signs) if one.kind == ","]
    last = max([*before, *behind], default=-1)
    scaling = []
    if before:
        ahead_of_point = range(before[-1] + 1, point)
        scaling = [n for n in commas if n > last or n in ahead_of_point]
    grouped = any(before and before[0] < n < before[-1] for n in commas)
    size = size.scaleb(-3 * len(scaling), context=_WIDE)
    decimals = len(behind)
    if exact and not scaling:
        decimals = max(decimals, -int(size.as_tuple().exponent))
    shown = f"{round_to(size, decimals):f}"
    whole, _, rest = shown.partition(".")
    digits = whole.lstrip("0")
    filled = _whole(signs, before, digits, grouped=grouped)
    filled |= _decimals(signs, behind, rest)
    spare = rest[len(behind) :]
    bare = not any(filled[n] for n in behind)
    pieces = []
    for number, one in enumerate(signs):
        if one.kind == "digit":
            pieces.append(filled[number])
        elif one.kind == "." and number == point:
            pieces.append("" if before else digits)  # .00 shows 5.00 of a five
            pieces.append(_point(spare, behind=bool(behind), bare=bare))
        elif one.kind != "," or not before:
            pieces.append(one.text)
        if behind and number == behind[-1]:
            pieces.append(spare)
        elif not behind and point == len(signs) and before and number == before[-1] and spare:
            pieces.append(f".{spare}")
    return "".join(pieces)


def _point(spare: str, *, behind: bool, bare: bool) -> str:
    """Return the point with what follows it without a placeholder.

    Args:
        spare: decimals beyond the placeholders.
        behind: whether there are placeholders behind the point.
        bare: whether nothing stands in them: then there is no point either.
    """
    if not behind:
        return f".{spare}"
    return "" if bare else "."


def _unfilled(sign: Sign) -> str:
    """Return what stands at a placeholder that no digit fills: `?` keeps its room."""
    return " " if sign.text == "?" else ""


def _whole(
    signs: Sequence[Sign], places: Sequence[int], digits: str, *, grouped: bool
) -> dict[int, str]:
    """Return what stands at each placeholder before the point: the first takes all that is left."""
    if not places:
        return {}
    least = next((len(places) - n for n, at in enumerate(places) if signs[at].text == "0"), 0)
    padded = digits.rjust(least, "0")
    filled: dict[int, str] = {}
    position = len(padded)
    for count, at in enumerate(reversed(places)):
        begin = 0 if count == len(places) - 1 else max(position - 1, 0)
        piece = padded[begin:position]
        if grouped:
            piece = _with_commas(piece, len(padded) - position, first=begin == 0)
        filled[at] = piece or _unfilled(signs[at])
        position = begin
    return filled


def _with_commas(piece: str, behind: int, *, first: bool) -> str:
    """Return digits with a comma before each that has a multiple of three behind it."""
    out = ""
    for number, digit in enumerate(piece):
        following = behind + len(piece) - number
        begins = first and number == 0
        if following % 3 == 0 and not begins:
            out += ","
        out += digit
    return out


def _decimals(signs: Sequence[Sign], places: Sequence[int], digits: str) -> dict[int, str]:
    """Return what stands at each placeholder behind the point; zeros at the end only where asked
    for.
    """
    filled: dict[int, str] = {}
    needed = False
    for count in range(len(places) - 1, -1, -1):
        at = places[count]
        digit = digits[count] if count < len(digits) else "0"
        needed = needed or digit != "0" or signs[at].text == "0" or len(digits) > len(places)
        filled[at] = digit if needed else _unfilled(signs[at])
    return filled


def _power(signs: Sequence[Sign], size: Decimal) -> str:
    """Return a number with a power of ten; several places before the point are steps of the
    power.
    """
    at = next(n for n, one in enumerate(signs) if one.kind == "power")
    mantissa = signs[:at]
    end = next((n for n in range(at + 1, len(signs)) if signs[n].kind != "digit"), len(signs))
    point = next((n for n, one in enumerate(mantissa) if one.kind == "."), len(mantissa))
    step = max(1, sum(one.kind == "digit" for one in mantissa[:point]))
    decimals = sum(one.kind == "digit" for one in mantissa[point:])
    power = size.adjusted() if size else 0
    power -= power % step
    small = size.scaleb(-power, context=_WIDE)
    if size and round_to(small, decimals) >= Decimal(10) ** step:
        power += step
        small = size.scaleb(-power, context=_WIDE)
    sign = "+" if signs[at].text.endswith("+") else ""
    if power < 0:
        sign = "-"
    wide = sum(one.text == "0" for one in signs[at + 1 : end])
    rest = "".join(one.text for one in signs[end:])
    return f"{_placed(mantissa, small, exact=False)}E{sign}{str(abs(power)).rjust(wide, '0')}{rest}"


def _fraction(signs: Sequence[Sign], size: Decimal) -> str:
    """Return a number as a whole and a fraction (`# ?/?`, `# ?/8`)."""
    at = next(n for n, one in enumerate(signs) if one.kind == "/")
    below = signs[at + 1 :]
    written = "".join(one.text for one in below)
    fixed = written.strip()
    above = at
    while above and signs[above - 1].kind == "digit":
        above -= 1
    mixed = any(one.kind == "digit" for one in signs[:above])
    if fixed.isdecimal() and not fixed.startswith("0"):
        bottom = int(fixed)
        exact = Fraction(int(round_to(size * bottom, 0)), bottom)
    elif fixed and set(fixed) <= set("#?"):
        exact = Fraction(size).limit_denominator(10 ** min(len(fixed), 5) - 1)
        bottom = exact.denominator
    else:
        raise Unshowable
    whole = int(exact) if mixed else 0
    top = int((exact - whole) * bottom)
    part = f"{top}/{bottom}" if top or not mixed else ""
    return f"{whole or ''} {part}".strip() or "0"
