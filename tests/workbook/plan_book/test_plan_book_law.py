"""The law of the plan's workbook: what goes out comes back the same, for any plan, in both languages."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from tests.sizes import examples
from xlreport.assess.judgement_policies import policy_of
from xlreport.checks.plans.checked_plan_rows import plan_draft
from xlreport.messages import languages
from xlreport.messages.plan_messages import CHOICES, joined, parted
from xlreport.model.plans.plan import (
    Baseline,
    Bounds,
    Department,
    Indicator,
    LeftOut,
    Milestone,
    Plan,
    PlanHead,
    Policy,
    RateParts,
    Revision,
    plan_from,
)  # fmt: skip
from xlreport.model.plans.plan_score_types import Score
from xlreport.model.plans.sheets.plan_sheet_columns import SHEETS
from xlreport.model.returns.finding import Finding
from xlreport.pipeline.plans.loading_plan_books import export_plan, import_plan
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.plans.reading_plan_quarter_dues import dues
from xlreport.pipeline.plans.writing_plan_toml import plan_text
from xlreport.workbook.plan_book.plan_book_reader import read_plan_book
from xlreport.workbook.plan_book.plan_workbook import plan_book

SCHEMAS = Path(__file__).parents[3] / "schemas"
NASTY = ("=1+1", "_x0041_", "_x000D_", '"甲、乙"', "甲、乙；丙", "年底", "—", "无", "12", "12.5%", "'x", "@a", " a  b ",
         "ZB001", "是", "a\nb", "<&>", "2020-06-30", "linear", "\u3000甲", "𠀀", "ﬁ", "ＲＳＴ")  # fmt: skip
VISIBLE = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")


def text(most: int, *, least: int = 1) -> st.SearchStrategy[str]:
    words = st.one_of(st.sampled_from(NASTY), st.text(VISIBLE, max_size=most))
    return words.map(lambda one: one[:most].strip()).filter(lambda one: least <= len(one) <= most)


def free() -> st.SearchStrategy[str]:
    return text(60, least=0)


WORDS, FIGURE = text(60), text(40)
CODE = st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,8}", fullmatch=True)
NUMBERS = st.one_of(
    st.decimals(
        allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2
    ),
    st.sampled_from(
        [
            Decimal("0.1"),
            Decimal("1E-7"),
            Decimal("123456789012345678.25"),
            Decimal("1E+30"),
            Decimal(-0),
        ]
    ),
)
DAYS = st.dates(min_value=date(1850, 1, 1), max_value=date(2150, 12, 31))
PROFILE = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)


def sometimes(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), strategy)


def chosen(section: str) -> st.SearchStrategy[str]:
    return st.sampled_from(CHOICES[section])


@st.composite
def target(draw: st.DrawFn, code: str, units: list[str]) -> dict[str, Any]:
    parent = draw(sometimes(st.tuples(CODE, CODE, st.sampled_from(["same", "part"]))))
    return {
        "code": code, "name": draw(WORDS), "section": draw(WORDS), "figure": draw(FIGURE),
        "commitment": draw(chosen("commitment")), "due": draw(sometimes(DAYS)), "leader": draw(free()),
        "lead": draw(st.sampled_from(units)), "note": draw(free()),
        "cooperating": draw(st.lists(st.sampled_from(units), max_size=3, unique=True)),
        "reporter": draw(sometimes(st.sampled_from(units))),
        "parent": parent and f"{parent[0]}:{parent[1]}", "parent_kind": parent and parent[2],
        "since": draw(sometimes(st.sampled_from(["2020-Q3", "2020-05", "2020-H2", "2020"]))),
    }  # fmt: skip


@st.composite
def baseline(draw: st.DrawFn) -> dict[str, Any]:
    asked = draw(st.booleans())
    value = None if asked else draw(NUMBERS)
    return {"value": value, "asked": asked, "unit": draw(text(10, least=0)), "figure": draw(sometimes(FIGURE)),
            "comparator": draw(chosen("comparator"))}  # fmt: skip


@st.composite
def indicator(draw: st.DrawFn, code: str, units: list[str]) -> dict[str, Any]:
    referred = draw(st.booleans())
    thresholds = draw(
        st.dictionaries(st.sampled_from(list(Bounds.model_fields)), NUMBERS, max_size=3)
    )
    return draw(target(code, units)) | {
        "unit": draw(st.one_of(st.sampled_from(["%", "万人", "元/人·年"]), WORDS)), "measure": draw(chosen("measure")),
        "direction": draw(chosen("direction")), "comparator": draw(chosen("comparator")), "printed": draw(WORDS),
        "value": None if referred else draw(NUMBERS), "stretch": draw(sometimes(NUMBERS)),
        "reference": draw(st.one_of(chosen("reference"), CODE)) if referred else None,
        "tolerance": draw(sometimes(NUMBERS)), "profile": draw(st.one_of(chosen("profile"), PROFILE)),
        "asked": draw(st.lists(chosen("asked"), max_size=3)), "baseline": draw(sometimes(baseline())),
        "bounds": thresholds or None, "decimals": draw(st.integers(0, 6)), "minimum": draw(sometimes(NUMBERS)),
        "maximum": draw(sometimes(NUMBERS)), "classes": draw(st.lists(WORDS, max_size=3)),
        "part_of": draw(sometimes(CODE)),
        "parts": draw(sometimes(st.fixed_dictionaries(
            {"numerator": CODE, "denominator": CODE, "factor": sometimes(NUMBERS)}
        ))),
    }  # fmt: skip


@st.composite
def milestone(draw: st.DrawFn, code: str, units: list[str]) -> dict[str, Any]:
    action = draw(chosen("action"))
    must = action == "advance" or draw(st.booleans())
    steps = draw(st.lists(WORDS, min_size=4, max_size=4)) if must else None
    return draw(target(code, units)) | {"action": action, "county": draw(free()), "steps": steps}


@st.composite
def revision(draw: st.DrawFn, codes: list[str], units: list[str]) -> dict[str, Any]:
    value = draw(sometimes(NUMBERS))
    return {
        "code": draw(st.sampled_from(codes)), "document": draw(WORDS), "value": value, "note": draw(free()),
        "since": draw(st.sampled_from(["2020-Q3", "2020-07", "2020-H2", "2020"])), "due": draw(sometimes(DAYS)),
        "stretch": draw(sometimes(NUMBERS)) if value is not None else None, "lead": draw(st.sampled_from(units)),
        "reporter": draw(sometimes(st.sampled_from(units))), "leader": draw(free()),
    }  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan whose codes are told apart and whose departments are listed."""
    units = draw(st.lists(CODE, min_size=1, max_size=3, unique=True))
    codes = draw(st.lists(CODE, max_size=4, unique=True))
    middle = draw(st.integers(0, len(codes)))
    aliases = st.lists(WORDS, max_size=2)
    return plan_from({
        "plan": {
            "code": draw(CODE), "title": draw(WORDS), "government": draw(WORDS), "year": draw(st.integers(1949, 2199)),
            "version": draw(st.integers(1, 9)), "language": draw(st.sampled_from(languages())), "report": draw(WORDS),
            "begins": draw(WORDS), "complete": draw(st.booleans()), "return_days": draw(st.integers(1, 92)),
            "contact": draw(free()), "note": draw(free()),
        },
        "policy": {
            "name": draw(st.one_of(st.sampled_from(["sanya-2022", "usaid-gophr"]), WORDS)),
            "growth_floor": draw(NUMBERS), "cumulative_more": Decimal(70),
        },
        "profiles": draw(st.dictionaries(PROFILE, st.lists(NUMBERS, min_size=1, max_size=12), max_size=2)),
        "department": [
            {"code": one, "name": draw(WORDS), "aliases": draw(aliases), "note": draw(free())} for one in units
        ],
        "indicator": [draw(indicator(one, units)) for one in codes[:middle]],
        "milestone": [draw(milestone(one, units)) for one in codes[middle:]],
        "left_out": draw(st.lists(st.fixed_dictionaries({"figure": FIGURE, "reason": WORDS}), max_size=2)),
        "revision": draw(st.lists(revision(codes, units), max_size=2)) if codes else [],
    })  # fmt: skip


def read_back(content: bytes) -> tuple[Plan, set[str]]:
    book = read_plan_book(content, "plan.xlsx")
    assert not isinstance(book, Finding), book
    draft = plan_draft(book)
    return plan_from(draft.document), {
        one.code for one in draft.findings if one.severity == "error"
    }


@given(plan=plans(), language=st.sampled_from(languages()))
@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_plan_comes_back_from_its_workbook(plan: Plan, language: str) -> None:
    """Export, then import, gives the same plan, and finds no fault in what nobody touched."""
    back, errors = read_back(plan_book(plan, {}, policy_of(plan), language))
    assert back == plan
    assert policy_of(back) == policy_of(plan)
    assert errors == set()


@given(plan=plans())
@settings(max_examples=examples(20), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_plan_comes_back_from_its_text(plan: Plan) -> None:
    """A written plan file is the plan, and the same plan always the same text."""
    written = plan_text(plan)
    back = plan_from(tomllib.loads(written))
    assert back == plan
    assert policy_of(back) == policy_of(plan)
    assert plan_text(plan_from(tomllib.loads(written))) == written


@given(st.lists(text(20), max_size=4))
def test_several_words_in_a_cell_come_apart_as_they_were(words: list[str]) -> None:
    """Words that hold a separator stand in quotes."""
    assert list(parted(joined("zh", words))) == words
    assert list(parted(joined("en", words))) == words


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("name", ["tibet-2020", "shannan-2020"])
def test_the_real_plans_come_back(name: str, language: str) -> None:
    """Both plans of the project go out and come back the same, without an error."""
    plan = load_plan(SCHEMAS / f"{name}.toml")
    imported = import_plan(export_plan(plan, language), "plan.xlsx", language)
    assert imported.plan == plan
    assert {one.severity for one in imported.findings} <= {"note", "warning"}
    assert plan_from(tomllib.loads(plan_text(plan))) == plan


def test_the_same_plan_gives_the_same_bytes(small_plan: Plan) -> None:
    """Nothing of the hour or the machine is in a workbook."""
    assert export_plan(small_plan) == export_plan(small_plan)
    assert dues(small_plan, "zh")["ZB001"][1] == Decimal("2.50")


def leaves(model: type[BaseModel], *path: str) -> set[tuple[str, ...]]:
    """Return the fields of a model, those of its baseline, thresholds and parts by their own names."""
    inner: dict[str, type[BaseModel]] = (
        {"baseline": Baseline, "bounds": Bounds, "parts": RateParts} if model is Indicator else {}
    )
    found: set[tuple[str, ...]] = set()
    for name in model.model_fields:
        found |= leaves(inner[name], *path, name) if name in inner else {(*path, name)}
    return found


@pytest.mark.parametrize("kind", [kind for kind in SHEETS if kind != "profile"])
def test_every_field_of_the_plan_has_its_column(kind: str) -> None:
    """A field that is added to the model must have a column, or export would lose it."""
    models: dict[str, Any] = {
        "plan": PlanHead, "policy": Policy, "department": Department, "indicator": Indicator, "milestone": Milestone,
        "left_out": LeftOut, "revision": Revision, "score": Score,
    }  # fmt: skip
    shown = {
        column.field for column in SHEETS[kind] if column.form not in {"shown", "opinion", "alias"}
    }
    steps = {field for field in shown if field[0] == "steps"}
    assert shown - steps | ({("steps",)} if steps else set()) == leaves(models[kind])
