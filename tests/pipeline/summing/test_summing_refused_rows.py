"""What is not reported says why: nothing came, or what came and why it was not taken."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from xlreport.model.judged.judged_assessment import Status
from xlreport.pipeline.intake.receiving_inbox import Intake, receive
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.summing.consolidating import consolidate

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def intake() -> Intake:
    """Return the example's inbox, read."""
    plans = [load_plan(path) for path in sorted((ROOT / "schemas").glob("*-2020.toml"))]
    return receive([ROOT / "examples" / "inbox"], plans, jobs=1)


@pytest.fixture(scope="module")
def reasons(intake: Intake) -> Mapping[str, str]:
    """Return the reasons of what is not reported in the example, by code."""
    return {
        row.target.code: row.assessment.reason
        for row in consolidate(intake).rows
        if row.assessment.status is Status.NOT_REPORTED
    }


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("ZB046", ["本期未报数"]),
        ("ZB075", ["报了“10”", "未采用", "年度目标被改动"]),
        ("ZB047", ["报了“123”", "未采用", "超过 100%"]),
        ("ZB079", ["报了“7.6万”", "未采用"]),
        ("ZB043", ["未报", "没有存下结果"]),
        ("ZB021", ["部门报无数据"]),
        ("RW072", ["未报", "不见了"]),
        ("RW084", ["报了“进展顺利”", "未采用"]),
        ("RW149", ["报了“推进中”", "未采用", "完成时限被改动"]),
        ("RW124", ["本期未报状态"]),
        ("RW001", ["报表整份未采用"]),
    ],
)
def test_it_says_why(reasons: Mapping[str, str], code: str, said: list[str]) -> None:
    """A row that was refused tells what was in it and why; a row that was not, does not."""
    assert all(words in reasons[code] for words in said)
    if len(said) == 1 and not code.startswith("RW001"):
        assert "未采用" not in reasons[code]


def test_every_refused_row_says_so(intake: Intake, reasons: Mapping[str, str]) -> None:
    """No row is said to be unreported whose file has an error about it, other than that it is
    blank.
    """
    faulty = {
        one.indicator
        for one in intake.findings
        if one.severity == "error" and one.indicator and one.code != "blank"
    }
    plain = {code for code, why in reasons.items() if why.startswith("本期未报")}
    assert not (faulty & plain)
