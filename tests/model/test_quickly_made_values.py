"""Values that are made quickly are what `dataclass` alone would have made."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, fields, make_dataclass, replace
from inspect import signature
from typing import Any

import pytest

from xlreport.checks.returns.checked_return_lines import IndicatorLine, MilestoneLine
from xlreport.checks.typed.typed_value import Reading
from xlreport.model.model_quick_values import quickly_made
from xlreport.model.plans.plan_form_types import IndicatorRow, MilestoneRow
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Cell, Entry

KINDS = (
    Cell, Entry, Finding, Record, Reading, IndicatorRow, MilestoneRow, IndicatorLine, MilestoneLine,
)  # fmt: skip


@quickly_made
@dataclass(frozen=True, slots=True)
class _Placed:
    first: int
    second: list[int] = field(default_factory=list)
    third: str = field(default="c", kw_only=True)


def _plain_twin(kind: type) -> type:
    """Return the same dataclass as `dataclass` alone makes it."""
    told = [
        (
            one.name,
            object,
            field(default=one.default, default_factory=one.default_factory, kw_only=one.kw_only),
        )
        for one in fields(kind)
    ]
    return make_dataclass(kind.__name__, told, frozen=True, slots=True)


@pytest.mark.parametrize("kind", [*KINDS, _Placed])
def test_made_as_a_dataclass_makes_it(kind: Any) -> None:
    twin = _plain_twin(kind)
    asked = signature(twin).parameters
    assert list(signature(kind).parameters) == list(asked)
    assert [one.kind for one in signature(kind).parameters.values()] == [
        one.kind for one in asked.values()
    ]
    needed = {name: name for name, one in asked.items() if one.default is one.empty}
    for given in (needed, dict.fromkeys(asked, "x")):
        made = kind(**given)
        plain = twin(**given)
        assert made.__class__ is kind
        held = {one.name: getattr(made, one.name) for one in fields(kind)}
        assert held == {one.name: getattr(plain, one.name) for one in fields(kind)}
        assert made == kind(**given)
        assert replace(made) == made
        assert copy.copy(made) == pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own
        for name in (next(iter(held)), "other"):
            with pytest.raises((FrozenInstanceError, TypeError)):
                setattr(made, name, 1)
            with pytest.raises((FrozenInstanceError, TypeError)):
                delattr(made, name)
    missing = dict(list(needed.items())[1:])
    if missing != needed:
        with pytest.raises(TypeError, match="missing"):
            kind(**missing)
    with pytest.raises(TypeError, match="unexpected"):
        kind(**needed, other=1)


def test_what_is_made_by_a_factory_is_shared_by_none() -> None:
    assert _Placed(1).second is not _Placed(1).second
    assert _Placed(1, [2], third="d") == _Placed(first=1, second=[2], third="d")
    assert repr(_Placed(1)) == "_Placed(first=1, second=[], third='c')"
