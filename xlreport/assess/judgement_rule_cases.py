"""What a rule looks at: in numbers, where a bound is wanted, or in terms, where the formula of the
same bound is.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic

from xlreport.assess import judgement_bound_terms
from xlreport.assess.judgement_bound_terms import N, Term
from xlreport.model.judged.judged_live_formulas import named
from xlreport.model.plans.plan import Indicator, Policy

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(ABC, Generic[N]):
    """One indicator at a period's end, and the arithmetic in which its rule reckons."""

    indicator: Indicator
    policy: Policy
    """With the indicator's own thresholds."""
    target: N
    due: N
    """What is due by the period's end; the target itself where nothing is multiplied by time."""
    baseline: N
    """Where the way of a level or share begins."""

    @abstractmethod
    def number(self, value: Decimal | int) -> N:
        """Return a number that does not change."""

    @abstractmethod
    def threshold(self, field: str) -> N:
        """Return a threshold; 0 for one that is not set."""

    @abstractmethod
    def where_set(self, field: str, then: N, otherwise: N) -> N:
        """Return the first of two where a threshold is set, else the second."""

    @abstractmethod
    def part(self, size: N, per_cent: N) -> N:
        """Return so many per cent of a number's size."""

    @abstractmethod
    def least(self, one: N, other: N) -> N:
        """Return the smaller of two."""

    @abstractmethod
    def greatest(self, one: N, other: N) -> N:
        """Return the greater of two."""

    @abstractmethod
    def if_positive(self, asked: N, then: N, otherwise: N) -> N:
        """Return the first of two where a number is above 0, else the second."""

    @abstractmethod
    def value(self, number: N) -> Decimal:
        """Return what a number comes to."""


@dataclass(frozen=True, slots=True)
class Numbers(Case[Decimal]):
    """In numbers."""

    def number(self, value: Decimal | int) -> Decimal:
        """Return it."""
        return Decimal(value)

    def threshold(self, field: str) -> Decimal:
        """Return a threshold; 0 for one that is not set."""
        value: Decimal | None = getattr(self.policy, field)
        return Decimal(0) if value is None else value

    def where_set(self, field: str, then: Decimal, otherwise: Decimal) -> Decimal:
        """Return the first of two where a threshold is set, else the second."""
        if getattr(self.policy, field) is None:
            return otherwise
        return then

    def part(self, size: Decimal, per_cent: Decimal) -> Decimal:
        """Return so many per cent of a number's size."""
        return abs(size) * per_cent / _HUNDRED

    def least(self, one: Decimal, other: Decimal) -> Decimal:
        """Return the smaller of two."""
        return min(one, other)

    def greatest(self, one: Decimal, other: Decimal) -> Decimal:
        """Return the greater of two."""
        return max(one, other)

    def if_positive(self, asked: Decimal, then: Decimal, otherwise: Decimal) -> Decimal:
        """Return the first of two where a number is above 0, else the second."""
        return then if asked > 0 else otherwise

    def value(self, number: Decimal) -> Decimal:
        """Return it."""
        return number


@dataclass(frozen=True, slots=True)
class Formulas(Case[Term]):
    """In terms, so that a bound also says its formula."""

    def number(self, value: Decimal | int) -> Term:
        """Return a number that stands in the formula as it is."""
        return judgement_bound_terms.number_term(value)

    def threshold(self, field: str) -> Term:
        """Return a threshold: the indicator's own number, else the cell on the legend; 0 for one
        that is not set.
        """
        value = getattr(self.policy, field)
        if getattr(self.indicator.bounds, field, None) is not None:
            return judgement_bound_terms.number_term(value)
        if value is None:
            return Term(Decimal(0), f"N({named(f'policy.{field}')})")
        return judgement_bound_terms.cell(f"policy.{field}", value)

    def where_set(self, field: str, then: Term, otherwise: Term) -> Term:
        """Return the first of two where a threshold is set, else the second."""
        if getattr(self.indicator.bounds, field, None) is not None:
            return then
        holds = getattr(self.policy, field) is not None
        return judgement_bound_terms.where(
            f"ISNUMBER({named(f'policy.{field}')})", then, otherwise, holds=holds
        )

    def part(self, size: Term, per_cent: Term) -> Term:
        """Return so many per cent of a number's size."""
        return judgement_bound_terms.part(size, per_cent)

    def least(self, one: Term, other: Term) -> Term:
        """Return the smaller of two."""
        return judgement_bound_terms.least(one, other)

    def greatest(self, one: Term, other: Term) -> Term:
        """Return the greater of two."""
        return judgement_bound_terms.greatest(one, other)

    def if_positive(self, asked: Term, then: Term, otherwise: Term) -> Term:
        """Return the first of two where a number is above 0, else the second."""
        return judgement_bound_terms.where(
            f"{asked.formula}>0", then, otherwise, holds=asked.value > 0
        )

    def value(self, number: Term) -> Decimal:
        """Return what a term comes to."""
        return number.value
