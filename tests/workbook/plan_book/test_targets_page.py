"""The page of hard targets, run: each entry stands so in its plan, asks so, and gets those lights."""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from xlreport.assess.judge_indicators import judge_indicator
from xlreport.model.judged.judged_assessment import SYMBOLS
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan, plan_from
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.workbook.department.form_choices_sheet import Lists
from xlreport.workbook.department.form_validation import rules

ROOT = Path(__file__).parents[3]
Row = dict[str, str]


def tables() -> Iterator[Row]:
    heads: list[str] = []
    for line in (ROOT / "docs" / "en" / "targets.md").read_text(encoding="utf-8").splitlines():
        cells = (
            [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        )
        if heads and cells and set(cells[0]) != {"-"}:
            yield dict(zip(heads, cells, strict=True))
        heads = (heads or cells) if cells else []


ROWS = tuple(tables())
REAL = tuple(row for row in ROWS if "code" in row)
OTHERS = tuple(row for row in ROWS if "code" not in row)


@cache
def plan_named(name: str) -> Plan:
    return load_plan(ROOT / "schemas" / f"{name}-2020.toml")


def entry_of(one: Indicator) -> str:
    """Return the few fields that make a target what it is, as the page writes them."""
    told = {"measure": one.measure, "direction": one.direction, "comparator": one.comparator}
    told |= {"value": str(one.value)} if one.value is not None else {"reference": one.reference}  # type: ignore[dict-item]
    told["profile"] = one.profile  # type: ignore[assignment]
    found: dict[str, object] = {
        **told,
        "tolerance": one.tolerance,
        "asked": "+".join(one.asked) or None,
    }
    if one.baseline is not None:
        found["baseline"] = "asked" if one.baseline.asked else one.baseline.value
    found["parent"] = one.parent
    return " ".join(f"{name}={value}" for name, value in found.items() if value is not None)


def lights(plan: Plan, code: str, row: Row) -> str:
    """Return the lights of the row's values as the page writes them."""
    period = Period.parse(row["period"])
    in_force = plan.at(period)
    one = next(i for i in in_force.indicator if i.code == code)
    said = []
    for value in (pair.split()[0] for pair in row["lights"].split(" · ")):
        record = Record(plan=plan.code, period=Period.parse(row["period"]), department=one.reported_by, kind="indicator", code=code, value=Decimal(value),
                        baseline=Decimal(row["last year"]) if row.get("last year") else None)  # fmt: skip
        said.append(f"{value} {SYMBOLS[judge_indicator(one, in_force, period, record).status]}")
    return " · ".join(said)


def asked(plan: Plan, code: str, row: Row) -> str:
    """Return what the clerk's cell says first."""
    one = next(i for i in plan.indicator if i.code == code)
    department = plan.department_of(one.reported_by)
    assert department is not None
    form = form_for(plan, department, Period.parse(row["period"]))
    place = [line.indicator.code for line in form.indicators].index(code)
    names = dict.fromkeys((line.indicator.classes for line in form.indicators), "names")
    lists = Lists("", (), names, {}, {})
    message = next(
        r.options["input_message"] for r in rules(form, "indicator", lists) if r.rows == (place,)
    )
    return re.split("例如12.5%|合理范围|没有数就|上期", message.removeprefix("本期可不填。"))[0]


@pytest.mark.parametrize("row", REAL, ids=[f"{row['plan']}-{row['code']}" for row in REAL])
def test_a_hard_target_of_the_two_plans(row: Row) -> None:
    """The page says what the plan says, what the sheet asks, and what the rules judge."""
    plan = plan_named(row["plan"])
    one = next(i for i in plan.indicator if i.code == row["code"])
    assert (one.name, one.printed) == (row["target"], row["as printed"])
    assert entry_of(one) == row["entry"]
    assert asked(plan, one.code, row) == row["asked of the clerk"]
    assert lights(plan, one.code, row) == row["lights"]


@pytest.mark.parametrize("row", OTHERS, ids=[str(n) for n, _ in enumerate(OTHERS)])
def test_a_hard_target_that_the_reports_do_not_have(row: Row) -> None:
    """What the model also takes is judged as the page says."""
    fields = dict(pair.split("=", 1) for pair in row["entry"].split())
    since, _, value = fields.pop("revision", "").partition(":")
    above, _, below = fields.pop("parts", "").partition("/")
    parts = {"parts": {"numerator": above, "denominator": below}} if above else {}
    common = {"code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p"}
    plan = plan_from({
        "plan": {"code": "P", "title": "t", "government": "g", "year": 2020, "report": "r", "begins": "b"},
        "department": [{"code": "D", "name": "d"}],
        "indicator": [common | fields | parts],
        "revision": [{"code": "A", "since": since, "value": value, "document": "d"}] if since else [],
    })  # fmt: skip
    assert lights(plan, "A", row) == row["lights"]


def test_the_page_shows_enough() -> None:
    """At least 25 hard targets of the two plans, every measure, and every light but the one for silence."""
    assert len(REAL) >= 25
    assert {row["entry"].split()[0] for row in REAL} == {
        f"measure={name}" for name in ("cumulative", "level", "growth", "fall", "share", "class")
    }
    shown = "".join(row["lights"] for row in ROWS)
    assert all(SYMBOLS[status] in shown for status in SYMBOLS if SYMBOLS[status] != "○")
