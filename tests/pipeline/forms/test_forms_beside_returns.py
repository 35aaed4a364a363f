"""A return is laid beside a form without what only the formulas of its sheet ask: nothing else may differ by it."""

from dataclasses import replace
from pathlib import Path

import pytest

from xlreport.checks.returns.return_checks import check
from xlreport.model.period import Period
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.workbook.reading.submission_reader import read

ROOT = Path(__file__).parents[3]
PLAN = load_plan(ROOT / "schemas" / "tibet-2020.toml")
SECOND, THIRD = Period.parse("2020-Q2"), Period.parse("2020-Q3")
EARLIER = tuple(
    Record(
        plan=PLAN.code,
        period=period,
        department=one.reported_by,
        kind="indicator",
        code=one.code,
        value=one.value,
        remark="口径调整，按新办法统计",
        file="a.xlsx",
    )
    for period in (Period.parse("2020-Q1"), SECOND)
    for one in PLAN.indicator
)


def forms(department: str, period: Period) -> tuple[Form, Form]:
    unit = PLAN.department_of(department)
    assert unit is not None
    earlier = tuple(one for one in EARLIER if one.period.end < period.end)
    sent, beside = (form_for(PLAN, unit, period, earlier, live=live) for live in (True, False))
    return sent, beside


def test_only_what_the_sheet_asks_is_left_out() -> None:
    """What differs is never read by a check; every other field is the same, and some differ."""
    differ = 0
    for unit in PLAN.reporters():
        sent, beside = forms(unit.code, THIRD)
        rows = tuple(
            replace(row, last_remark="", steady=None, slips=(), hundredths=())
            for row in sent.indicators
        )
        steps = tuple(replace(row, last_remark="") for row in sent.milestones)
        assert beside == replace(sent, indicators=rows, milestones=steps)
        differ += sent != beside
    assert differ > len(PLAN.reporters()) / 2


@pytest.mark.parametrize("path", sorted((ROOT / "examples" / "inbox").glob("*.xlsx"))[:8], ids=str)
def test_the_same_is_found(path: Path) -> None:
    came = read(path.read_bytes(), path.name, known_headings(None))
    if isinstance(came, Submission) and came.codes:
        unit = next((u for u in PLAN.reporters() if f"·{u.code}·" in came.codes[0].as_typed), None)
        assert unit is not None
        earlier = tuple(one for one in EARLIER if one.period.end < SECOND.end)
        sent, beside = forms(unit.code, SECOND)
        assert check(came, beside, earlier) == check(came, sent, earlier)
