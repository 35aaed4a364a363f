"""Numbers that know their formula: the formula, reckoned, gives the number."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.assess.judgement_bound_terms import (
    Term,
    cell,
    greatest,
    least,
    number_term,
    part,
    where,
)
from xlreport.model.judged.judged_live_formulas import filled, quoted_string

VALUES = st.decimals(min_value=-50, max_value=50, places=2)
LEAVES = VALUES.map(number_term) | VALUES.map(lambda value: cell("target", value))


def _grown(terms: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    pairs = st.tuples(terms, terms)
    return st.one_of(
        pairs.map(lambda two: two[0] + two[1]),
        pairs.map(lambda two: two[0] - two[1]),
        pairs.map(lambda two: two[0] * two[1]),
        pairs.map(lambda two: part(*two)),
        pairs.map(lambda two: least(*two)),
        pairs.map(lambda two: greatest(*two)),
    )


def _reckon(term: Term) -> float:
    """Reckon a formula of one cell as a spreadsheet program does."""
    found = {one.value for one in _leaves(term) if one.sign.startswith("⟦")}
    text = filled(term.formula, lambda _name: f"({next(iter(found))})")
    return float(eval(text, {"ABS": abs, "MIN": min, "MAX": max}))  # noqa: S307 - our own formula


def _leaves(term: Term) -> list[Term]:
    return [one for below in term.parts for one in _leaves(below)] if term.parts else [term]


@settings(max_examples=examples(50), deadline=None)
@given(
    st.recursive(LEAVES, _grown, max_leaves=8).filter(
        lambda t: len({o.value for o in _leaves(t) if o.sign[0] == "⟦"}) < 2
    )
)
def test_a_formula_gives_its_number(term: Term) -> None:
    """Whatever is added, taken away, multiplied and divided, brackets stand where they must."""
    assert abs(_reckon(term) - float(term.value)) <= 1e-6 * max(1.0, abs(float(term.value)))


def test_a_condition_keeps_both_sides() -> None:
    """The value is that of the side that holds now; the formula keeps the other."""
    term = where("ISNUMBER(⟦policy.x⟧)", number_term(1), cell("due", Decimal(2)), holds=False)
    assert (term.value, term.formula) == (Decimal(2), "IF(ISNUMBER(⟦policy.x⟧),1,⟦due⟧)")


def test_text_in_a_formula_stays_text() -> None:
    """Quotes are doubled, long texts stand in pieces, and nothing in a text is taken for the name of a cell."""
    assert quoted_string('说“是”"否"') == '"说“是”""否"""'
    assert quoted_string("⟦status⟧\x00") == '"[status] "'
    pieces = quoted_string("长" * 600)
    assert pieces.count("&") == 2
    assert pieces.replace('"&"', "") == f'"{"长" * 600}"'
    assert max(len(piece) for piece in pieces.split('"&"')) <= 251


_ONE, _TWO, _THREE = (number_term(figure) for figure in (1, 2, 3))


@pytest.mark.parametrize(
    ("term", "formula"),
    [
        (_ONE + _TWO * _THREE, "1+2*3"),
        (_ONE * _TWO + _THREE, "1*2+3"),
        ((_ONE + _TWO) * _THREE, "(1+2)*3"),
        (_ONE * (_TWO + _THREE), "1*(2+3)"),
        (_ONE - (_TWO + _THREE), "1-(2+3)"),
        (_ONE - _TWO + _THREE, "1-2+3"),
        (_ONE / (_TWO * _THREE), "1/(2*3)"),
        (_ONE / _TWO * _THREE, "1/2*3"),
        (_ONE - number_term(-2), "1-(-2)"),
        (least(_ONE + _TWO, _THREE), "MIN(1+2,3)"),
        (part(number_term(-1), _TWO), "ABS(-1)*2/100"),
    ],
)
def test_brackets_stand_where_they_must_and_nowhere_else(term: Term, formula: str) -> None:
    """A person reads the formula in the cell: no idle brackets."""
    assert term.formula == formula
