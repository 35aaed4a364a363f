"""综合评分 beside a list reckoned by hand, and its first law: a better figure or an earlier return never lowers a score."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.sizes import examples
from xlreport.assess.judge_indicators import judge_indicator, judge_milestone
from xlreport.assess.rollup.department_score_rollup import department_scores
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.judged.judged_score import ScoreRow
from xlreport.model.judged.judged_summary import DepartmentRow, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan, Score, plan_from
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict

HEAD = {
    "code": "P", "title": "某市2020年目标任务", "government": "某市", "year": 2020, "report": "r", "begins": "b"
}  # fmt: skip
RECKONED: dict[str, tuple[str | None, int | None]] = {
    # 甲: hard 100 x2 + plain 60 x1 = 260 / 3 = 86.67
    "D01": ("86.67", 7),
    # 乙: two rows on track, late 5 off
    "D02": ("95.00", 3),
    # 丙: (100 x2 + 0 x1) / 3 = 66.67, sent back twice, 2 off
    "D03": ("64.67", 8),
    # 丁: 100 and one not reported: 50, 1.5 off for it
    "D04": ("48.50", 10),
    # 戊: all done
    "D05": ("100.00", 1),
    # 己: all done, too
    "D06": ("100.00", 1),
    # 庚: strive 60 x1 + plain 100 x1 = 80; equal to 辛
    "D07": ("90.00", 5),
    "D08": ("90.00", 5),
    # 壬: only what is judged at the year's end
    "D09": (None, None),
    # 癸: nothing came: 0, and never below
    "D10": ("0.00", 11),
    # 子: own weight 3 at 100, plain 1 at 60: 90 + … = 92 with weights 4 and 1
    "D11": ("92.00", 4),
    # 丑: a task off track and one done, 50
    "D12": ("50.00", 9),
}
#: Department, commitment, own weight, target, figure at mid-year (half is due): 4 of 10 is 80 %, at risk; 3 is off track.
ROWS: tuple[tuple[str, str, str | None, str, str | None], ...] = (
    ("D01", "hard", None, "10", "5"), ("D01", "plain", None, "10", "4"),
    ("D02", "plain", None, "10", "5"), ("D02", "plain", None, "10", "9"),
    ("D03", "hard", None, "10", "6"), ("D03", "plain", None, "10", "3"),
    ("D04", "plain", None, "10", "5"), ("D04", "plain", None, "10", None),
    ("D05", "plain", None, "10", "10"), ("D06", "hard", None, "10", "10"),
    ("D07", "strive", None, "10", "4"), ("D07", "hard", "3", "10", "5"),
    ("D08", "plain", None, "10", "4"), ("D08", "plain", "3", "10", "7"),
    ("D10", "hard", None, "10", None), ("D11", "hard", "4", "10", "5"), ("D11", "plain", None, "10", "4"),
)  # fmt: skip
Q2 = Period.parse("2020-Q2")


def year_plan(score: Score | None) -> Plan:
    """Return a plan of twelve departments."""
    indicators = [
        {"code": f"ZB{at:03}", "name": f"指标{at}", "section": "一", "figure": f"f{at}", "lead": unit, "unit": "个",
         "measure": "cumulative", "direction": "more", "comparator": "ge", "value": target, "printed": target,
         "profile": "linear", "commitment": firm, "weight": weight}
        for at, (unit, firm, weight, target, _) in enumerate(ROWS, 1)
    ]  # fmt: skip
    late = indicators[0] | {"code": "ZB099", "lead": "D09", "profile": "year_end", "figure": "x"}
    task = {"name": "路", "section": "一", "lead": "D12", "action": "build"}
    return plan_from({
        "plan": HEAD,
        "department": [{"code": code, "name": f"单位{code[1:]}"} for code in RECKONED],
        "indicator": [*indicators, late],
        "milestone": [task | {"code": "RW001", "figure": "a", "due": date(2020, 5, 31)},
                      task | {"code": "RW002", "figure": "b", "due": date(2020, 5, 31)}],
        "score": None if score is None else score.model_dump(),
    })  # fmt: skip


def judged_rows(plan: Plan, period: Period, records: Iterable[Record]) -> list[SummaryRow]:
    """Judge a plan's targets as a summary has them."""
    known = {one.code: one for one in records}
    return [
        SummaryRow(
            target=one, serial=at, department=one.lead, record=known.get(one.code),
            assessment=judge_indicator(one, plan, period, known.get(one.code))
            if isinstance(one, Indicator)
            else judge_milestone(one, plan, period, known.get(one.code)),
        )
        for at, one in enumerate(plan.targets, 1)
    ]  # fmt: skip


def said(code: str, unit: str, value: Decimal | None, state: str = "") -> Record:
    """Return one accepted row."""
    return Record(
        plan="P", period=Q2, department=unit, kind="", code=code, value=value, state=state
    )


def came(code: str, **more: Any) -> DepartmentRow:
    """Return what came of a department's return."""
    plain: dict[str, Any] = {
        "verdict": Verdict.ACCEPTED,
        "file": "x",
        "returned": 0,
        "asked": 1,
        "filled": 1,
        "counts": {},
    }
    return DepartmentRow(code=code, name=code, **(plain | more))


def made_up_year(score: Score | None) -> tuple[ScoreRow, ...]:
    """Return the scores of the twelve departments."""
    plan = year_plan(score)
    records = [
        said(f"ZB{at:03}", unit, Decimal(value))
        for at, (unit, _, _, _, value) in enumerate(ROWS, 1)
        if value is not None
    ]
    records += [said("ZB099", "D09", Decimal(1)), said("RW001", "D12", None, "done"),
                said("RW002", "D12", None, "under_way")]  # fmt: skip
    more: dict[str, dict[str, Any]] = {
        "D02": {"late": True}, "D03": {"returned": 2}, "D10": {"verdict": None},
    }  # fmt: skip
    returns = [came(code, **more.get(code, {})) for code in RECKONED]
    return department_scores(plan, judged_rows(plan, Q2, records), returns)


def test_a_made_up_year_is_as_reckoned_by_hand() -> None:
    """Twelve departments: weights, deductions, two pairs of equal scores, one without a score."""
    policy = Score(late=Decimal(5), returned=Decimal(1), unreported=Decimal("1.5"))
    found = {
        one.code: (None if one.score is None else str(one.score), one.rank)
        for one in made_up_year(policy)
    }
    assert found == RECKONED


def test_every_score_says_how_it_comes_about() -> None:
    """One line, with rows, weights, lights, mean and what is off."""
    policy = Score(late=Decimal(5), returned=Decimal(1), unreported=Decimal("1.5"))
    lines = {one.code: one.reason for one in made_up_year(policy)}
    assert lines["D01"] == "计分 2 项、权重合计 3：● 1 ▲ 1，按灯加权平均 86.67"
    assert lines["D02"].endswith("100.00；迟报扣 5")
    assert lines["D03"].endswith("66.67；退回扣 2")
    assert lines["D04"].endswith("50.00；未填报扣 1.5")
    assert lines["D09"].startswith("牵头的 1 项都")
    assert "没有可用的报表扣 5" in lines["D10"]


def test_the_lights_of_a_score_are_told_once_each() -> None:
    """From the best on: 戊 has one row, which is completed."""
    (line,) = (one.reason for one in made_up_year(Score()) if one.code == "D05")
    assert line.count(SYMBOLS[Status.COMPLETED]) == 1


def test_it_is_off_by_default() -> None:
    assert made_up_year(None) == ()


def test_shares_are_of_what_is_due_and_capped() -> None:
    """4 of 5 due is 80, 9 of 5 due is capped; a task has the points of its light."""
    found = {one.code: one.average for one in made_up_year(Score(by="share"))}
    assert found["D08"] == Decimal("95.00")  # (80 + 100 x3) / 4
    assert found["D12"] == Decimal("50.00")
    free = {one.code: one.average for one in made_up_year(Score(by="share", cap=Decimal(150)))}
    assert free["D02"] == Decimal("125.00")  # (100 + 150) / 2
    assert free["D03"] == Decimal("100.00")  # (120 x2 + 60) / 3


@pytest.mark.parametrize(
    ("direction", "target", "actual", "points"),
    [("less", "4", "5", "80.00"), ("less", "4", "3", "100.00"), ("less", "0", "2", "0.00"),
     ("less", "0", "0", "100.00"), ("more", "4", "3", "75.00"), ("more", "4", "-1", "0.00"),
     ("more", "0", "-1", "0.00"), ("more", "-2", "-1", "100.00")],
)  # fmt: skip
def test_a_share_where_less_is_better(
    direction: str, target: str, actual: str, points: str
) -> None:
    """Due over actual (财政 绩效自评表); nothing and less than nothing have no share."""
    row = {
        "code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p",
        "unit": "个", "measure": "level", "direction": direction, "decimals": 1, "profile": "hold",
        "comparator": "le" if direction == "less" else "ge", "value": target,
    }  # fmt: skip
    plan = plan_from({
        "plan": HEAD, "department": [{"code": "D", "name": "d"}], "indicator": [row],
        "score": {"by": "share"},
    })  # fmt: skip
    rows = judged_rows(plan, Q2, [said("A", "D", Decimal(actual))])
    (found,) = department_scores(plan, rows, [came("D")])
    assert str(found.average) == points


def test_a_better_light_cannot_have_fewer_points() -> None:
    with pytest.raises(ValidationError):
        Score(at_risk=Decimal(20), off_track=Decimal(30))
    with pytest.raises(ValidationError):
        Score(not_due=Decimal(50))


RULES = st.sampled_from([
    {"measure": "cumulative", "direction": "more", "comparator": "ge", "unit": "个"},
    {"measure": "cumulative", "direction": "less", "comparator": "le", "unit": "个"},
    {"measure": "level", "direction": "less", "comparator": "le", "unit": "%"},
    {"measure": "level", "direction": "more", "comparator": "ge", "unit": "个", "baseline": {"value": 40}},
    {"measure": "share", "direction": "more", "comparator": "approx", "unit": "%"},
    {"measure": "growth", "direction": "more", "comparator": "ge", "unit": "%"},
    {"measure": "fall", "direction": "more", "comparator": "ge", "unit": "%", "baseline": {"value": 3}},
])  # fmt: skip
POLICIES = st.sampled_from([
    Score(), Score(by="share"), Score(by="share", cap=Decimal(130)), Score(not_due=Decimal(80)),
    Score(by="share", not_due=Decimal(100), completed=Decimal(110), off_track=Decimal(20)),
    Score(off_track=Decimal(40), at_risk=Decimal(60), on_track=Decimal(80)),
])  # fmt: skip
FIGURES = st.decimals(-20, 150, places=1, allow_nan=False, allow_infinity=False)


@settings(max_examples=examples(40), deadline=None)
@given(
    rule=RULES,
    profile=st.sampled_from(["linear", "hold", "year_end", "late"]),
    target=st.sampled_from([Decimal(-5), Decimal(0), Decimal(4), Decimal(100)]),
    period=st.sampled_from(["2020-Q1", "2020-Q2", "2020-Q4"]),
    policy=POLICIES,
    figures=st.lists(FIGURES, min_size=2, max_size=6, unique=True),
    other=st.sampled_from([Decimal(0), Decimal(30), Decimal(120)]),
)
def test_a_better_figure_never_lowers_a_score(
    rule: dict[str, Any],
    profile: str,
    target: Decimal,
    period: str,
    policy: Score,
    figures: list[Decimal],
    other: Decimal,
) -> None:
    """Whatever the rule, the profile, the period and the policy, beside another row that is bad, middling or good."""
    row = {"name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p", "decimals": 1}
    plan = plan_from({
        "plan": HEAD, "profiles": {"late": [0, 0, 50, 100]}, "department": [{"code": "D", "name": "d"}],
        "indicator": [
            row | rule | {"code": "A", "profile": profile, "value": target},
            row | {"code": "B", "unit": "个", "measure": "cumulative", "direction": "more", "comparator": "ge",
                   "value": 100, "profile": "hold"},
        ],
        "score": policy.model_dump(),
    })  # fmt: skip
    when = Period.parse(period)
    scores = []
    for figure in sorted(figures, reverse=rule["direction"] == "less"):
        records = [
            replace(said("A", "D", figure), period=when),
            replace(said("B", "D", other), period=when),
        ]
        (found,) = department_scores(plan, judged_rows(plan, when, records), [came("D")])
        scores.append(Decimal(-1) if found.score is None else found.score)
    assert all(worse <= better for worse, better in pairwise(scores)), scores


@settings(max_examples=examples(20), deadline=None)
@given(
    late=st.decimals(0, 50, places=1),
    returned=st.decimals(0, 50, places=1),
    unreported=st.decimals(0, 50, places=1),
    figures=st.lists(st.sampled_from(["5", "4", "0"]), min_size=1, max_size=3),
    policy=POLICIES,
)
def test_an_earlier_return_never_lowers_a_score(
    late: Decimal, returned: Decimal, unreported: Decimal, figures: list[str], policy: Score
) -> None:
    """In time, late, sent back once more, or nothing at all: each is at most as good as the one before."""
    off = {"late": late, "returned": returned, "unreported": unreported}
    plan = year_plan(policy.model_copy(update=off))
    rows = tuple(replace_lead(one) for one in plan.indicator[: len(figures)])
    plan = plan.model_copy(update={"indicator": rows, "milestone": ()})
    records = [
        said(one.code, "D01", Decimal(value)) for one, value in zip(rows, figures, strict=True)
    ]

    def score(told: Iterable[Record], **more: Any) -> Decimal:
        (found,) = department_scores(plan, judged_rows(plan, Q2, told), [came("D01", **more)])
        return Decimal(-1) if found.score is None else found.score

    in_turn = [
        score((), verdict=None),
        score(records, late=True, returned=2),
        score(records, late=True, returned=1),
        score(records, late=True),
        score(records, late=False),
    ]
    assert in_turn == sorted(in_turn)


def replace_lead(one: Indicator) -> Indicator:
    """Return an indicator of the first department."""
    return one.model_copy(update={"lead": "D01"})


@settings(max_examples=examples(10), deadline=None)
@given(
    figures=st.lists(st.sampled_from(["0", "3", "4", "5", "10"]), min_size=17, max_size=17),
    policy=POLICIES,
    late=st.sets(st.sampled_from(sorted(RECKONED))),
)
def test_a_place_is_one_more_than_those_ahead(
    figures: list[str], policy: Score, late: set[str]
) -> None:
    """Equal scores share a place, and as many places are free after it; what has no score has no place."""
    plan = year_plan(policy.model_copy(update={"late": Decimal(5)}))
    records = [
        said(f"ZB{at:03}", unit, Decimal(value))
        for at, ((unit, *_), value) in enumerate(zip(ROWS, figures, strict=True), 1)
    ]
    returns = [came(code, late=code in late) for code in RECKONED]
    found = department_scores(plan, judged_rows(plan, Q2, records), returns)
    known = [one.score for one in found if one.score is not None]
    for one in found:
        ahead = None if one.score is None else 1 + sum(score > one.score for score in known)
        assert one.rank == ahead, one
    assert [one.rank for one in found if one.rank] == sorted(one.rank for one in found if one.rank)


@pytest.mark.parametrize("period", ["2020-Q1", "2020-Q2", "2020-Q4"])
@pytest.mark.parametrize("due", [date(2020, 5, 31), date(2020, 12, 31)])
def test_a_better_state_never_lowers_a_score(period: str, due: date) -> None:
    """Not reported, not begun, under way, done: each is at most as good as the next."""
    when = Period.parse(period)
    plan = year_plan(Score(late=Decimal(5), unreported=Decimal(2)))
    task = plan.milestone[0].model_copy(update={"lead": "D12", "due": due})
    plan = plan.model_copy(update={"milestone": (task,), "indicator": ()})
    scores = []
    for state in ("", "not_started", "under_way", "done"):
        told = [replace(said("RW001", "D12", None, state), period=when)] if state else []
        rows = judged_rows(plan, when, told)
        found = next(
            one for one in department_scores(plan, rows, [came("D12")]) if one.code == "D12"
        )
        scores.append(Decimal(-1) if found.score is None else found.score)
    assert scores == sorted(scores)
