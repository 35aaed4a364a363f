"""Small inputs that were once read wrong, each for a kind, where they lie beside the project."""

from decimal import Decimal
from pathlib import Path

import pytest

from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

ROOT = Path(__file__).parents[2]
CASES = ROOT.parent / "shared" / "cases"
pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the small inputs are not here")

SCALED = {
    ("ambiguous-number", "K6"), ("unit-slip", "K7"), ("ambiguous-number", "K9"), ("not-a-number", "K10"),
    ("ambiguous-number", "K11"), ("not-a-number", "K13"),
}  # fmt: skip
#: What is an error or asks for a reason in each, by code and cell, and what is merely told.
ASKED: dict[str, set[tuple[str, str]]] = {
    "bool-true.xlsx": set(),
    "csv-gbk-0.csv": {("is-csv", "")},
    "dispimg.xlsx": {("object-in-cell", "N7"), ("object-in-cell", "R9"), ("no-data-unexplained", "K9")},
    "external-formula-twin.xlsx": {("formula-elsewhere", "K6")},
    "external-formula.xls": {("formula-elsewhere", "K6")},
    "format-down.xlsx": set(),
    "format-time.xlsx": {("ambiguous-number", "K9")},
    "format-wan.xlsx": {("outside-range", "K9")},
    "fraction.xlsx": {("hundred-times", "K5"), ("hundred-times", "K12")},
    "label-encrypted.xlsx": {("label-encrypted", "")},
    "merged-progress.xlsx": set(),
    "scaled-format-twin.xlsx": SCALED,
    "scaled-format.ods": SCALED,
    "sup-footnote.xlsx": {("not-a-number", "K6")},
    "unit-slip.xlsx": {("unit-slip", "K6")},
    "velvet.xlsx": set(),
    "xlsm-no-macros.xlsm": set(),
    "zip-600.zip": {("is-archive", "")},
}  # fmt: skip
TOLD = {"format-down.xlsx": ("K12", "-3.2"), "format-wan.xlsx": ("K9", "50000")}
"""The cell of a figure that is read otherwise than it is stored, and what it is read as."""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan(ROOT / "schemas" / "tibet-2020.toml")


def found_in(name: str, plan: Plan, words: Headings) -> tuple[Finding, ...]:
    came = read((CASES / name).read_bytes(), name, words)
    if isinstance(came, Unreadable):
        return (came.finding,)
    who = identify(came, [plan])
    assert isinstance(who, Identity)
    return (*who.findings, *check(came, form_for(plan, who.department, who.period)))


@pytest.mark.parametrize("name", ASKED)
def test_each_is_asked_what_it_should_be(name: str, plan: Plan, words: Headings) -> None:
    """Just the cells that a careful clerk would ask about are asked about."""
    found = found_in(name, plan, words)
    # The inputs were made before the plan's paths and the states of steps were what they are now.
    since = {"locked-changed", "step-unsaid"}
    asked = {
        (one.code, one.cell)
        for one in found
        if one.severity is not Severity.NOTE and one.code not in since
    }
    assert asked == ASKED[name]
    if name in TOLD:
        cell, meant = TOLD[name]
        assert meant in [
            one.fields.get("meant") for one in found if one.cell == cell and one.code == "read-as"
        ]


def test_every_input_has_its_line() -> None:
    """No workbook there is left out."""
    there = {one.name for one in CASES.iterdir() if one.suffix not in {".md", ".toml"}}
    assert there == set(ASKED)


def test_merged_words_count_for_all_their_rows(words: Headings) -> None:
    """What a person sees in three rows is read in three rows."""
    came = read((CASES / "merged-progress.xlsx").read_bytes(), "a.xlsx", words)
    assert isinstance(came, Submission)
    told = {
        one.row: one.cells["progress"].as_typed for one in came.entries if "progress" in one.merged
    }
    assert set(told) == {10, 11, 12}
    assert len(set(told.values())) == 1
    assert told[10]


def test_a_target_revised_in_mid_year_is_asked_of_whoever_has_it_then() -> None:
    """Rows that change hands are in the new department's form, and the revised target is in it."""
    plan = load_plan(CASES / "midyear.toml")
    for period, owner, value in (("2026-Q2", "DW08", "2.5"), ("2026-Q3", "DW01", "3")):
        rows = {
            row.indicator.code: (department.code, row.indicator)
            for department in plan.department
            for row in form_for(
                plan.at(Period.parse(period)), department, Period.parse(period)
            ).indicators
        }
        assert {rows[code][0] for code in ("ZB001", "ZB004", "ZB005", "ZB023", "ZB024")} == {owner}
        assert rows["ZB010"][1].value == Decimal(value)
