"""A number format's code taken apart: its sections, their conditions, and the signs in them.

The grammar is that of ECMA-376 part 1, 18.8.31, with what East Asian versions add: `!` escapes
as the backslash does, and General is also written `G/通用格式`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_LONGEST = 255
"""Characters of a code; Excel takes no more."""
_MOST_SECTIONS = 4
# one sign of a number format: `"元"`, `\年`, `_)`, `* `, `[红色]`, `General`, `AM/PM`, `E+`,
# `yyyy`, `0`, or any other
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"'
    r"|[\\!](?P<escaped>.)"
    r"|_(?P<space>.)"
    r"|\*(?P<fill>.)"
    r"|\[(?P<bracket>[^\]]*)\]"
    r"|(?P<general>General|G/通用格式|通用格式)"
    r"|(?P<ampm>AM/PM|A/P|上午/下午)"
    r"|(?P<power>E[+-])"
    r"|(?P<time>y+|m+|d+|h+|s+|e+|g+|a{3,4}|b+)"
    r"|(?P<sign>[0#?.,/%@;])"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
# a section's condition in brackets: >=100, <-1.5
_CONDITION = re.compile(
    r"(<=|>=|<>|<|>|=)\s*([+-]?[0-9]*\.?[0-9]+(?:E[+-]?[0-9]{1,3})?)", re.IGNORECASE
)
# hours, minutes or seconds that go beyond a day: [h], [mm]
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
# a section's colour in brackets, which changes no text
_COLOUR = re.compile(
    r"black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2}",
    re.IGNORECASE,
)
_SYSTEM_LOCALES = frozenset({"F800", "F400"})
"""They stand for the long date and the time as the reader's own system writes them, whatever the
code says besides.
"""
# [DBNum1], [NatNum4]: a format that writes numbers with Chinese or other digits
_OTHER_DIGITS = re.compile(r"DBNum|NatNum", re.IGNORECASE)


class Unshowable(Exception):  # noqa: N818 - it reads as what happened
    """The code is none, or one whose text is not known for certain."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing in a section: `kind` is `text`, `digit`, `time`, `elapsed`, or the sign itself."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section between semicolons."""

    signs: tuple[Sign, ...]
    operator: str = ""
    limit: Decimal = Decimal(0)

    def has(self, *kinds: str) -> bool:
        """Say whether it holds a sign of one of these kinds."""
        return any(one.kind in kinds for one in self.signs)

    def count(self, kind: str) -> int:
        """Return how many signs of a kind it holds."""
        return sum(one.kind == kind for one in self.signs)

    def takes(self, value: Decimal) -> bool:
        """Say whether the condition that it states holds for a number."""
        return {
            "<": value < self.limit, "<=": value <= self.limit, ">": value > self.limit,
            ">=": value >= self.limit, "=": value == self.limit, "<>": value != self.limit,
        }[self.operator]  # fmt: skip


@lru_cache(maxsize=1024)
def sections_of(code: str) -> tuple[Section, ...]:
    """Return the sections of a code, the one for text included; raises Unshowable."""
    if len(code) > _LONGEST:
        raise Unshowable
    found: list[Section] = []
    signs: list[Sign] = []
    operator, limit = "", Decimal(0)
    for token in [*_TOKEN.finditer(code), None]:
        if token is None or token["sign"] == ";":
            found.append(Section(tuple(_minutes(signs)), operator, limit))
            signs, operator, limit = [], "", Decimal(0)
        elif condition := _CONDITION.fullmatch(token["bracket"] or ""):
            operator, limit = condition[1], Decimal(condition[2])
        else:
            signs += _signs(token)
    if len(found) > _MOST_SECTIONS:
        raise Unshowable
    return tuple(found)


def _signs(token: re.Match[str]) -> list[Sign]:
    """Return what one token stands for; raises Unshowable."""
    kind, text = token.lastgroup or "", token[token.lastgroup or 0]
    if kind in {"quoted", "escaped", "other"}:
        if text in {'"', "[", "\\"} and kind == "other":
            raise Unshowable  # a quotation or a bracket that nothing closes
        return [Sign("text", text)]
    if kind == "space":
        return [Sign("text", " ")]
    if kind == "fill":
        return []  # it is repeated as often as the column is wide
    if kind == "bracket":
        return _bracketed(text)
    if kind == "sign":
        return [Sign("digit" if text in "0#?" else text, text)]
    return [Sign(kind, text)]


def _bracketed(text: str) -> list[Sign]:
    if text.startswith("$"):
        symbol, _, locale = text[1:].partition("-")
        if locale.upper() in _SYSTEM_LOCALES:
            raise Unshowable
        return [Sign("text", symbol)] if symbol else []
    if _ELAPSED.fullmatch(text):
        return [Sign("elapsed", text.lower())]
    if _OTHER_DIGITS.match(text) or not _COLOUR.fullmatch(text):
        raise Unshowable
    return []


def _minutes(signs: list[Sign]) -> list[Sign]:
    """Return the signs with `m` behind hours or before seconds as minutes (`n`)."""
    told = list(signs)
    clock = [n for n, one in enumerate(told) if one.kind in {"time", "elapsed"}]
    for before, here, after in zip([None, *clock], clock, [*clock[1:], None], strict=False):
        hours = before is not None and told[before].text[0].lower() == "h"
        seconds = after is not None and told[after].text[0].lower() == "s"
        one = told[here]
        if one.text[0].lower() == "m" and len(one.text) < 3 and (hours or seconds):
            told[here] = Sign(one.kind, "n" * len(one.text))
    return told
