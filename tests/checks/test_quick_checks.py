"""The short ways of the checks say what the long ones say: figures left out because they are plainly
sound, formulas and words looked for where the reader knows of them.
"""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.checks.returns import checked_return_lines
from xlreport.checks.returns.checked_return_lines import IndicatorLine, returned
from xlreport.checks.returns.return_checks import RETURN_CHECKS, check_returned
from xlreport.messages.reason_messages import all_say_something, names_nothing, says_nothing
from xlreport.model.plans.plan import Measure
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Cell, CellKind, Entry, LateCells, Submission

SHARED = settings(
    max_examples=examples(60),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
AIM = Decimal(80)
TIMES = st.sampled_from(
    ["0", "0.0004", "0.01", "0.049", "0.05", "0.051", "0.3", "1", "1.2", "1.5", "1.501", "5", "10",
     "10.01", "100", "1e4", "-1"]
)  # fmt: skip
MEASURES = st.sampled_from(["cumulative", "level", "share", "growth", "fall"])
TYPED = st.one_of(
    TIMES.map(lambda times: AIM * Decimal(times)),
    st.sampled_from(["约5", "无", "", "见附件", Decimal("79.12345"), {"percent": "0.8"}]),
    st.sampled_from([{"formula": "A1"}, {"formula": "A1", "result": "80"}, {"error": "#N/A"}]),
)
SAID = st.sampled_from(
    ["", "无", "  ", "—", "无数据", "无 数 据。", "进展顺利", "增长80%", "下降80", "n\none", "none", "一\n无",
     "x" * 1001, {"error": "#N/A"}, {"formula": "B2", "result": "3"}, 12]
)  # fmt: skip
ROW = st.fixed_dictionaries({
    "aim": st.one_of(st.none(), st.just(AIM), st.just(Decimal(0))),
    "measure": MEASURES,
    "last": st.one_of(st.none(), TIMES.map(lambda times: AIM * Decimal(times))),
    "least": st.sampled_from([None, Decimal(0), AIM]),
    "greatest": st.sampled_from([None, AIM, AIM * 10]),
    "unit": st.sampled_from(["%", "万人", "个"]),
    "typed": st.fixed_dictionaries(
        {"actual": TYPED}, optional=dict.fromkeys(("progress", "problems", "source", "remark"), SAID)
    ),
})  # fmt: skip
ROWS = st.dictionaries(st.sampled_from(["ZB001", "ZB002", "ZB004", "ZB005"]), ROW)


def case_of(form: Form, fill: Any, rows: Mapping[str, Any]) -> tuple[Form, Submission]:
    """Return a form with other targets, measures and last values, and what came back for it."""

    def changed(row: Any) -> Any:
        told = rows.get(row.indicator.code)
        if told is None:
            return row
        own = {"value": told["aim"], "measure": Measure(told["measure"]), "unit": told["unit"]}
        indicator = row.indicator.model_copy(update=own)
        ends = {"minimum": told.get("least"), "maximum": told.get("greatest")}
        return replace(row, indicator=indicator, last=told["last"], **ends)

    form = replace(form, indicators=tuple(map(changed, form.indicators)))
    return form, fill(form, {code: told["typed"] for code, told in rows.items()})


def as_read(came: Submission) -> Submission:
    """Return a return as the reader gives it: plain texts known as such, cells made late."""

    def late(one: Entry) -> Entry:
        plain = (CellKind.TEXT, CellKind.BLANK)
        texts = {
            name: cell.as_typed
            for name, cell in one.cells.items()
            if cell.kind in plain and cell.formula is None and name not in one.merged
        }
        at_once = {
            name: cell
            for name, cell in one.cells.items()
            if cell.formula is not None or cell.kind not in (*plain, CellKind.NUMBER)
        }
        columns = {name: place for place, name in enumerate(one.cells)}
        cells: list[Cell] = list(one.cells.values())
        return replace(one, cells=LateCells(columns, at_once, cells.__getitem__), texts=texts)

    return replace(came, entries=tuple(map(late, came.entries)))


def the_long_way(came: Submission, form: Form) -> tuple[Finding, ...]:
    """Check every line by every check, each cell looked at as a cell."""
    back = returned(came, form)
    return check_returned(replace(back, striking=back.indicators))


@SHARED
@given(ROWS)
def test_the_short_way_finds_the_same(small_forms: dict[str, Form], fill: Any, rows: Any) -> None:
    """Whatever was typed, beside whatever target and last value."""
    form, came = case_of(small_forms["RST"], fill, rows)
    assert check_returned(returned(as_read(came), form)) == the_long_way(came, form)


@SHARED
@given(ROWS)
def test_no_check_of_a_figure_speaks_of_what_is_left_out(
    small_forms: dict[str, Form], fill: Any, rows: Any
) -> None:
    """Each check by itself, whichever lines it goes through."""
    form, came = case_of(small_forms["RST"], fill, rows)
    back = returned(came, form)
    whole = replace(back, striking=back.indicators)
    for check_one in RETURN_CHECKS:
        assert list(check_one(back)) == list(check_one(whole))


def test_a_short_way_that_is_too_short_is_caught(
    small_forms: dict[str, Form], fill: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each condition of what is left out stands for a check: without any of them findings are lost."""
    sound = {"aim": AIM, "measure": "share", "last": None, "unit": "%", "typed": {"actual": AIM}}
    faulty = [
        sound | {"typed": {"actual": AIM * Decimal("1.3")}},
        sound | {"typed": {"actual": AIM}, "greatest": AIM - 1},
        sound | {"typed": {"actual": AIM}, "least": AIM + 1},
        sound | {"typed": {"actual": AIM / 200}},
        sound | {"typed": {"actual": Decimal("79.12345")}},
        sound | {"typed": {"actual": "约80%"}},
        sound | {"measure": "cumulative", "last": AIM * 2},
        sound | {"measure": "cumulative", "unit": "个", "typed": {"actual": AIM * 10**4}},
        sound | {"measure": "growth", "typed": {"actual": AIM * 20}},
    ]

    def always(line: IndicatorLine) -> bool:
        return line.value is not None

    for told in faulty:
        form, came = case_of(small_forms["RST"], fill, {"ZB001": told})
        assert check_returned(returned(came, form)) == the_long_way(came, form)
        with monkeypatch.context() as patched:
            patched.setattr(checked_return_lines, "_expected", always)
            assert check_returned(returned(came, form)) != the_long_way(came, form), told


@SHARED
@given(
    st.lists(
        st.one_of(
            SAID.filter(lambda one: isinstance(one, str)),
            st.text("无数据—。 no\nea据1", max_size=6),
        )
    )
)
def test_many_texts_say_something_only_if_each_does(texts: list[str]) -> None:
    """One look at them all never passes over one that says nothing."""
    if all_say_something(texts):
        assert not any(map(says_nothing, texts))
    if all_say_something(texts, nouns=True):
        assert not any(map(names_nothing, texts))
