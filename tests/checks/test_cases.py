"""Each fault of a return by its case under tests/findings: what is in the cells, and just what must be found."""

import tomllib
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from xlreport.checks.returns.accepted_return_check import accept
from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.return_copies_check import Copy, choose
from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.messages import catalogue, languages
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan
from xlreport.model.plans.plan_form_types import Form, IndicatorRow
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import RETURN_CODES
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.making_form_comparisons import rate_of

CASES = Path(__file__).parents[1] / "findings"
OWN = (
    "rows",
    "again",
    "drop",
    "rename",
    "codes",
    "contacts",
    "strangers",
    "file",
    "missing_columns",
    "witnesses",
)


def case_of(code: str) -> dict[str, Any]:
    return tomllib.loads(
        (CASES / code / "case.toml").read_text(encoding="utf-8"), parse_float=Decimal
    )


def changed(form: Form, case: dict[str, Any]) -> Form:
    """Return the form with the changes that a case makes to the plan (`plan.ZB001`) and its row (`sent.ZB001`)."""

    def row_of(row: IndicatorRow) -> IndicatorRow:
        code = row.indicator.code
        changes = case.get("plan", {}).get(code, {})
        indicator = (
            Indicator.model_validate(row.indicator.model_dump() | changes)
            if changes
            else row.indicator
        )
        return replace(row, indicator=indicator, **case.get("sent", {}).get(code, {}))

    milestones = tuple(
        replace(row, **case.get("sent", {}).get(row.milestone.code, {})) for row in form.milestones
    )
    rows = tuple(row_of(row) for row in form.indicators)
    own = {row.indicator.code: row.indicator for row in rows}
    rows = tuple(replace(row, rate=rate_of(row.indicator, own, form.period)) for row in rows)
    return replace(form, indicators=rows, milestones=milestones)


def earlier_of(case: dict[str, Any], form: Form) -> tuple[Record, ...]:
    return tuple(
        Record(
            plan=form.code.plan,
            department=form.department.code,
            kind="indicator",
            **(one | {"period": Period.parse(one["period"])}),
        )
        for one in case.get("earlier", ())
    )


def found_in(
    submission: Submission, form: Form, plan: Plan, earlier: tuple[Record, ...]
) -> tuple[Finding, ...]:
    who = identify(submission, [plan])
    if not isinstance(who, Identity):
        return who
    form = replace(form, other_version=who.version != plan.version)
    return (*who.findings, *check(submission, form, earlier))


def findings_of(case: dict[str, Any], form: Form, plan: Plan, fill: Any) -> tuple[Finding, ...]:
    earlier = earlier_of(case, form)
    if "copies" not in case:
        return found_in(
            fill(form, **{key: case[key] for key in OWN if key in case}), form, plan, earlier
        )
    copies = []
    for one in case["copies"]:
        submission = fill(form, **one)
        findings = found_in(submission, form, plan, earlier)
        copies.append(Copy(submission, findings, accept(submission, form, findings)))
    return choose(copies).findings


@pytest.mark.parametrize("code", RETURN_CODES)
def test_a_case_finds_just_what_it_says(
    code: str, small_plan: Plan, small_forms: dict[str, Form], fill: Any
) -> None:
    """The case of a code earns that code, with its severity, in its cell; and nothing besides what it lists."""
    case = case_of(code)
    form = changed(small_forms[case.get("department", "RST")], case)
    found = findings_of(case, form, small_plan, fill)
    listed = [
        (one["code"], one["severity"], one.get("cell", ""), one.get("explained", False))
        for one in case["expect"]
    ]
    assert sorted(
        (one.code, one.severity.value, one.cell, one.explained) for one in found
    ) == sorted(listed)
    assert code in {one.code for one in found}
    for one in found:
        for language in languages():
            for words in (sentence(language, one), remedy(language, one)):
                assert words
                assert "{" not in words


def test_every_fault_has_a_case_and_no_case_is_left_over() -> None:
    """There is one folder a code of returns."""
    assert {path.parent.name for path in CASES.glob("*/case.toml")} >= set(RETURN_CODES)


@pytest.mark.parametrize("kind", ["finding", "remedy"])
@pytest.mark.parametrize("code", RETURN_CODES)
def test_a_fault_has_words_in_both_languages(kind: str, code: str) -> None:
    """Chinese and English name the same things."""
    zh, en = (catalogue(language)[f"{kind}.{code}"] for language in ("zh", "en"))
    assert _placeholders(zh) == _placeholders(en)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}
