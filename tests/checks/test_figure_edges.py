"""Figures and texts at the edge of what a rule says of them."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.returned_magnitude_check import slip_ranges
from xlreport.checks.typed.typed_numbers import read_figure, read_number
from xlreport.checks.typed.typed_units import bare_scale
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import TEXT_LIMIT, Form, Range
from xlreport.model.returns.submission import Cell, CellKind, Submission

SIZES = {"十": 1, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8}


def cell(raw: str | Decimal) -> Cell:
    """Return a cell of words or of a number."""
    kind = CellKind.TEXT if isinstance(raw, str) else CellKind.NUMBER
    return Cell(sheet="表", address="D7", kind=kind, raw=raw)


@pytest.mark.parametrize(("word", "power"), SIZES.items())
def test_a_size_without_the_thing_that_is_counted(word: str, power: int) -> None:
    """3万 in a column of 斤 is 30,000."""
    assert bare_scale(word) == 10**power
    assert read_number(cell(f"3{word}"), "斤").value == 3 * 10**power


@pytest.mark.parametrize("sign", [1, -1])
def test_a_figure_has_at_most_fifteen_digits(sign: int, small_plan: Plan) -> None:
    """The sixteenth is one that a spreadsheet does not keep."""
    own = small_plan.indicator[0]
    most = Decimal(sign * (10**15 - 1))
    assert read_figure(cell(most), own).value == most
    assert read_figure(cell(most + sign), own).question == "too-many-digits"


def test_figures_in_another_unit_by_each_size(small_plan: Plan) -> None:
    """Of 7 座: whole 千 from 700 on, whole 万 from 7,000 on, whole 亿 from 70,000,000 on."""
    own = small_plan.indicator[0].model_copy(
        update={"unit": "座", "decimals": 0, "value": Decimal(7)}
    )
    assert slip_ranges(own, None) == tuple(
        Range(Decimal(7 * size) / 10, Decimal(14 * size), Decimal(size))
        for size in (10**3, 10**4, 10**8)
    )


@pytest.mark.parametrize(("length", "cut"), [(TEXT_LIMIT, False), (TEXT_LIMIT + 1, True)])
def test_a_text_is_cut_beyond_its_limit(
    *, small_forms: dict[str, Form], fill: Callable[..., Submission], length: int, cut: bool
) -> None:
    """A text that just fits is whole."""
    form = small_forms["RST"]
    said = check(fill(form, {"ZB001": {"progress": "字" * length}}), form)
    assert any(one.code == "text-cut" for one in said) is cut
