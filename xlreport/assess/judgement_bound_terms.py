"""Numbers that know the formula they come from: one arithmetic gives a bound and the formula of the
same bound.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from xlreport.model.judged.judged_live_formulas import named

_BINDING = {"+": 1, "-": 1, "*": 2, "/": 2}
_TIGHT = 3


@dataclass(frozen=True, slots=True)
class Term:
    """A number with the operation that made it; its formula is written out only where somebody asks
    for it.
    """

    value: Decimal
    sign: str
    """An operator, the name of a function, or what stands for the number itself."""
    parts: tuple["Term", ...] = ()

    def __add__(self, other: "Term") -> "Term":
        return Term(self.value + other.value, "+", (self, other))

    def __sub__(self, other: "Term") -> "Term":
        return Term(self.value - other.value, "-", (self, other))

    def __mul__(self, other: "Term") -> "Term":
        return Term(self.value * other.value, "*", (self, other))

    def __truediv__(self, other: "Term") -> "Term":
        return Term(self.value / other.value, "/", (self, other))

    @property
    def formula(self) -> str:
        """The formula, without the sign of equality."""
        if not self.parts:
            return self.sign
        if self.sign not in _BINDING:
            return f"{self.sign}({','.join(part.formula for part in self.parts)})"
        left, right = self.parts
        binding = _BINDING[self.sign]
        # what stands to the right of - and / is taken together first
        return f"{_held(left, binding)}{self.sign}{_held(right, binding + 1)}"


N = TypeVar("N", Decimal, Term)
"""A number, or one that knows its formula."""


def _held(term: Term, least_binding: int) -> str:
    negative = not term.parts and term.sign.startswith("-")
    binding = _BINDING.get(term.sign, _TIGHT) if term.parts else _TIGHT
    if negative or binding < least_binding:
        return f"({term.formula})"
    return term.formula


def number_term(value: Decimal | int) -> Term:
    """Return a number that stands in the formula as it is."""
    return Term(Decimal(value), f"{Decimal(value):f}")


def cell(name: str, value: Decimal = Decimal(0)) -> Term:
    """Return the number in the cell of that name."""
    return Term(value, named(name))


HUNDRED = number_term(100)


def part(term: Term, per_cent: Term) -> Term:
    """Return so many per cent of a number's size."""
    return Term(abs(term.value), "ABS", (term,)) * per_cent / HUNDRED


def least(one: Term, other: Term) -> Term:
    """Return the smaller of two."""
    return Term(min(one.value, other.value), "MIN", (one, other))


def greatest(one: Term, other: Term) -> Term:
    """Return the greater of two."""
    return Term(max(one.value, other.value), "MAX", (one, other))


def where(condition: str, then: Term, otherwise: Term, *, holds: bool) -> Term:
    """Return one of two by a condition, given as a formula and as what it is now."""
    return Term(
        (then if holds else otherwise).value, "IF", (Term(Decimal(0), condition), then, otherwise)
    )
