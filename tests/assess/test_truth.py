"""The truth tables of docs/en/rules.md, run: every rule at its exact boundaries, every milestone's light."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.assess.small_plan import HEAD, reported
from xlreport.assess.judge_indicators import judge_indicator, judge_milestone
from xlreport.assess.judgement_rules import RULES
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import plan_from
from xlreport.model.returns.accepted_record import Record

PAGE = Path(__file__).parents[2] / "docs" / "en" / "rules.md"
LIGHTS = {symbol: status for status, symbol in SYMBOLS.items()}
Row = dict[str, str]


def _tables() -> Iterator[Row]:
    heads: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            heads = []
            continue
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if heads and set(cells[0]) != {"-"}:
            yield dict(zip(heads, cells, strict=True))
        heads = heads or cells


ROWS = tuple(_tables())
TRUTHS = tuple(row for row in ROWS if "lights" in row)
STATES = tuple(row for row in ROWS if "state" in row)


def _plan_of(**parts: list[dict[str, object]]) -> dict[str, object]:
    return {
        "plan": HEAD, "profiles": {"building": [5, 35, 80, 100], "late": [0, 30, 60, 100]}, "department": [{"code": "D", "name": "d"}], **parts
    }  # fmt: skip


COMMON: dict[str, object] = {"code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D"}


@pytest.mark.parametrize("row", TRUTHS, ids=[f"{n}-{row['rule']}" for n, row in enumerate(TRUTHS)])
def test_each_value_has_the_light_that_the_page_shows(row: Row) -> None:
    """A light is the one of the page, by the rule of the page, and the page lists better values first."""
    entry = COMMON | {"printed": "p", "value": row["target"], "decimals": int(row["decimals"] or 0)}
    entry |= {key: row[key] for key in ("measure", "direction", "profile", "comparator", "unit")}
    if row["baseline"]:
        entry["baseline"] = {"value": row["baseline"]}
    plan = plan_from(_plan_of(indicator=[entry]))
    lights = [pair.split() for pair in row["lights"].split(" · ")]
    values = [Decimal(value) for value, _ in lights]
    assessments = [
        judge_indicator(
            plan.indicator[0], plan, Period.parse(row["period"]), _record(row["period"], value)
        )
        for value in values
    ]
    assert [a.status for a in assessments] == [LIGHTS[symbol] for _, symbol in lights]
    assert {a.rule for a in assessments} == {row["rule"]}
    less = row["direction"] == "less" or row["measure"] == "class"
    assert values == sorted(values, reverse=not less)
    assert all(a.reason for a in assessments)


def _record(period: str, value: Decimal) -> Record:
    return reported(period, value)


@pytest.mark.parametrize(
    "row", STATES, ids=[f"{n}-{row['state'] or 'blank'}" for n, row in enumerate(STATES)]
)
def test_each_state_has_the_light_that_the_page_shows(row: Row) -> None:
    """A milestone's light follows from its date, its state, and the date expected."""
    entry = COMMON | {"action": row["action"]}
    if row["due"]:
        entry["due"] = row["due"]
    if row["steps"] == "yes":
        entry["steps"] = ["印发方案", "完成招标", "主体完工", "交付使用"]
    plan = plan_from(_plan_of(milestone=[entry]))
    expected = date.fromisoformat(row["expected"]) if row["expected"] else None
    record = Record(
        plan="P",
        period=Period.parse(row["period"]),
        department="D",
        kind="milestone",
        code="A",
        state=row["state"],
        expected=expected,
    )
    assessment = judge_milestone(plan.milestone[0], plan, Period.parse(row["period"]), record)
    assert assessment.status is LIGHTS[row["light"]]
    assert assessment.deadline == plan.due(plan.milestone[0])
    assert assessment.expected_on == expected
    assert assessment.reason


def test_the_page_shows_every_rule_with_its_source() -> None:
    """The table of rules on the page is the one of the code, row by row, bounds and source included."""
    shown = [row for row in ROWS if "source" in row]
    coded = [
        {
            "rule": rule.name,
            "measure": ", ".join(rule.measures),
            "direction": ", ".join(rule.directions),
            "course": ", ".join(rule.courses),
            "early": ", ".join(rule.early) or "never",
            "bounds": rule.words,
            "source": rule.source,
        }
        for rule in RULES
    ]
    assert shown == coded


def test_the_page_hits_every_rule_and_every_light() -> None:
    """No rule and no light is left out of the truth tables."""
    assert {row["rule"] for row in TRUTHS} >= {rule.name for rule in RULES}
    lit = {LIGHTS[pair.split()[1]] for row in TRUTHS for pair in row["lights"].split(" · ")}
    assert lit | {LIGHTS[row["light"]] for row in STATES} == set(Status)
