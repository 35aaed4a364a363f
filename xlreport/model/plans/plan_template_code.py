"""The template code: which plan, period, department and version a workbook was made for, with two
check characters.

The check characters are ISO 7064 MOD 1271-36: every single wrong character and every swap of two
neighbours is found.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from xlreport.model.period import Period
from xlreport.model.texts.lookalike_texts import row_code

SEPARATOR = "·"
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = 1271
_PARTS = 5
_LOOKS_ALIKE = str.maketrans("・•∙⋅.．|", "·······")


@dataclass(frozen=True, slots=True)
class TemplateCode:
    """What the visible code cell of every data sheet says."""

    plan: str
    period: Period
    department: str
    version: int

    def __str__(self) -> str:
        """Return the printed form, `TIBET-2020·2020Q2·RST·v1·7K`."""
        body = SEPARATOR.join((self.plan, self.period.compact, self.department, f"v{self.version}"))
        return f"{body}{SEPARATOR}{check_characters(body)}"


def check_characters(text: str) -> str:
    """Return the two ISO 7064 MOD 1271-36 check characters over the letters and digits of a
    text.
    """
    total = 0
    for character in text.upper():
        if character in _ALPHABET:
            total = (total + _ALPHABET.index(character)) * 36 % _MODULUS
    check = (_MODULUS + 1 - total * 36 % _MODULUS) % _MODULUS
    return _ALPHABET[check // 36] + _ALPHABET[check % 36]


@lru_cache(maxsize=256)
def parse_code(text: str) -> TemplateCode | None:
    """Read a template code; None where the text is not one, or its check characters do not fit.

    White space, what nobody sees, full-width forms and other middle dots are forgiven: programs and
    hands change them.
    """
    parts = row_code(text.translate(_LOOKS_ALIKE)).split(SEPARATOR)
    if len(parts) != _PARTS or not re.fullmatch(r"V\d{1,6}", parts[3]):
        return None
    plan, period, department, version, check = parts
    try:
        code = TemplateCode(plan, Period.parse(period), department, int(version[1:]))
    except ValueError:
        return None
    if str(code).rsplit(SEPARATOR, 1)[1] == check:
        return code
    return None


def looks_like_code(text: str) -> bool:
    """Say whether a text has the shape of a template code, right or not (so that a damaged one can
    be named).
    """
    plain = row_code(text.translate(_LOOKS_ALIKE))
    return bool(re.fullmatch(r"[A-Z0-9-]+·\d{4}[-QH0-9]*·[A-Z0-9_-]+·V\d+·\S{1,4}", plain))
