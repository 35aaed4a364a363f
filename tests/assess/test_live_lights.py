"""The formulas of a row give what Python judges, computed here without a spreadsheet program.

`tests/pipeline/summing/test_live_agreement.py` has LibreOffice compute thousands of rows anew; this
table is small, and every rule, profile and comparator stands in it.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from tests.assess.formula_evaluator import computed
from tests.assess.small_plan import HEAD, reported
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judge_milestones import judge_milestone
from xlreport.assess.live.live_indicators import live_indicator, live_indicators
from xlreport.assess.live.live_milestones import live_milestones
from xlreport.messages import say
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.judged.judged_live_formulas import Live, serial_of
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Milestone, Plan, Policy, plan_from
from xlreport.model.plans.plan_form_types import STATES
from xlreport.model.returns.accepted_record import Record

MEASURES = ("cumulative", "level", "share", "growth", "fall", "class")
PROFILES = {"uneven": [5, 35, 80, 100], "late": [0, 0, 50, 100], "whole": [100, 100, 100, 100]}
COMPARATORS = ("ge", "gt", "approx", "range")
CLASSES = ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"]
Q1, Q2, Q4 = (Period.parse(f"2020-Q{number}") for number in (1, 2, 4))
OTHER = Policy(
    cumulative_more=Decimal(55), path_share=Decimal(40), ceiling_points=Decimal("0.2"),
    growth_floor=Decimal(1), level_points=Decimal(1),
)  # fmt: skip
GRAIN = Decimal("0.000000001")
STATUSES = {f"status.{status}": f"‹{status}›" for status in Status}


def entry(measure: str, **fields: object) -> dict[str, Any]:
    """Return one indicator of a plan."""
    own = {"code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p",
           "unit": "%", "decimals": 1, "value": "60", "measure": measure, "direction": "more",
           "comparator": "ge", "profile": "linear"}  # fmt: skip
    if measure == "class":
        own |= {"unit": "类", "decimals": 0, "value": "3", "classes": CLASSES}
    return own | fields


def plan_of(own: dict[str, Any]) -> Plan:
    """Return a plan of one indicator."""
    head = {"plan": HEAD, "profiles": PROFILES, "department": [{"code": "D", "name": "d"}]}
    return plan_from(head | {"indicator": [own]})


def baselines(measure: str) -> tuple[str | None, ...]:
    """None, one on the way, and one beyond the target whichever way is better."""
    if measure in {"level", "share"}:
        return (None, "40.5", "75")
    return (None,)


def figures(judged: Assessment) -> Iterator[Decimal]:
    """Every bound, a grain beside each, and figures far away."""
    bounds = (judged.green, judged.amber, judged.done, judged.target)
    for bound in dict.fromkeys(one for one in bounds if one is not None):
        yield from (bound, bound + GRAIN, bound - Decimal("0.1"))
    yield from (Decimal(-7), Decimal("31.6"), Decimal(9999))


class Row:
    """The cells of a row by name: what is typed, and what the formulas give."""

    def __init__(self, live: Live, typed: Mapping[str, Any], policy: Policy) -> None:
        self.live, self.known = live, STATUSES | dict(typed)
        for name, value in policy.model_dump().items():
            self.known[f"policy.{name}"] = "" if value is None else value

    def __call__(self, name: str) -> Any:
        if name not in self.known:
            formula = getattr(self.live, name)
            self.known[name] = computed(formula, self) if formula else "—"
        return self.known[name]


def agree(row: Row, own: Indicator, judged: Assessment) -> None:
    """Say that light, bounds, gap, pace and what is due are what Python has."""
    assert row("status") == STATUSES[f"status.{judged.status}"]
    for name in ("expected", "green", "amber", "done", "attainment"):
        value = getattr(judged, name)
        if not getattr(row.live, name):
            assert value is None
        elif own.classes and name == "expected":
            assert row(name) == (CLASSES[int(value) - 1] if value else "—")
        else:
            assert same(row(name), value), (name, row(name), value)
    gap = judged.gap
    if gap is not None and judged.sense == "less":
        gap = -gap
    if row.live.gap:
        assert same(row("gap"), gap), (row("gap"), gap)
    assert (row("pace") if row.live.pace else "") == judged.pace


def same(said: object, value: Decimal | None) -> bool:
    """Say whether a cell shows a number as it was computed, or "—" where there is none."""
    if value is None or said == "—":
        return value is None and said == "—"
    return isinstance(said, Decimal) and abs(said - value) <= GRAIN


def typed(own: Indicator, value: Decimal | None) -> dict[str, Any]:
    """Return the cells that a person types in a row."""
    if value is None:
        shown: Any = "未报"
    elif own.classes:
        shown = CLASSES[int(value) - 1] + "*"
    else:
        shown = value
    baseline = own.baseline.value if own.baseline and own.baseline.value is not None else "—"
    return {"actual": shown, "target": "—" if own.value is None else own.value,
            "baseline": baseline}  # fmt: skip


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("direction", ["more", "less"])
def test_formulas_give_what_python_judges(measure: str, direction: str) -> None:
    """On every bound and beside it, at mid-year and at the end, also by other thresholds."""
    profiles = ("linear", "hold", "year_end", *PROFILES)
    for profile, comparator, baseline in product(profiles, COMPARATORS, baselines(measure)):
        own = entry(measure, direction=direction, profile=profile, comparator=comparator)
        if baseline is not None:
            own["baseline"] = {"value": baseline}
        plan = plan_of(own)
        assert compare(plan, Q2, Policy()) > 3
        if comparator == "ge":
            assert compare(plan, Q2, OTHER) > 3
        if profile == "linear":
            assert compare(plan, Q4, Policy()) > 3


ODD = [
    entry("level", direction="none"),
    entry("cumulative", asked=["Q1", "Q4"]),
    entry("level", due=date(2020, 6, 30), baseline={"value": "40.5"}),
    entry("cumulative", unit="个", decimals=0, value="7"),
    entry("level", unit="个", decimals=0, value="7", direction="less", baseline={"value": "21"}),
    entry("level", unit="天", decimals=0, value="4", comparator="gt", baseline={"value": "2"}),
    entry("growth", comparator="approx", tolerance="0.7"),
    entry("growth", value="-4"),
    entry("fall", value="0", direction="less", comparator="gt"),
    entry("share", value="0", direction="less"),
    entry("level", value="0", direction="less", profile="hold"),
    entry("level", value="0", direction="less", profile="year_end", comparator="gt"),
    entry("cumulative", direction="less"),
    entry("class", value="2", direction="less", profile="hold", classes=CLASSES[:4]),
    entry("cumulative", bounds={"cumulative_more": "60"}),
    entry("level", baseline={"value": "40.5"}, bounds={"path_share": "50", "level_points": "1"}),
]


@pytest.mark.parametrize("own", ODD)
def test_formulas_follow_what_a_target_sets_for_itself(own: dict[str, Any]) -> None:
    """No light, not asked, due early, counted in pieces, thresholds of its own."""
    plan = plan_of(own)
    for period in (Q1, Q2, Q4):
        assert compare(plan, period, Policy()) > 3


@pytest.mark.parametrize("measure", ["cumulative", "level", "share", "growth", "fall"])
def test_a_corrected_target_is_judged_anew(measure: str) -> None:
    """The formulas of a row are those of any target and baseline that somebody types over them."""
    own = entry(measure)
    if measure == "level":
        own["baseline"] = {"value": "40.5"}
    plan = plan_of(own)
    live = live_indicator(plan.indicator[0], plan, Q2, Policy())
    for target, baseline in product(("61.5", "30", "-4"), ("40.5", "75", "-10")):
        changed = own | {"value": target}
        if measure == "level":
            changed["baseline"] = {"value": baseline}
        assert compare(plan_of(changed), Q2, Policy(), live) > 3
    gone = plan.indicator[0].model_copy(update={"value": None})
    assert compare(plan.model_copy(update={"indicator": (gone,)}), Q2, Policy(), live) > 3


def serial(day: date) -> Decimal:
    """Return a day as a sheet's cell holds it."""
    return Decimal(serial_of(day))


STEPS = ["一", "二", "三", "四"]


def test_formulas_of_milestones_give_what_python_judges() -> None:
    """By every action, date due, state and date expected, at every quarter's end, where those that
    are alike share their formula.
    """
    ways: tuple[tuple[str, list[str]], ...] = (
        ("finish", []),
        ("finish", STEPS),
        ("advance", STEPS),
    )
    days = (None, date(2020, 6, 30), date(2020, 7, 31), date(2020, 11, 15))
    plan = plan_from({
        "plan": HEAD,
        "department": [{"code": "D", "name": "d"}],
        "milestone": [
            {"code": f"M{number}", "name": f"m{number}", "section": "s", "figure": "f", "lead": "D",
             "action": action, "due": due} | ({"steps": steps} if steps else {})
            for number, ((action, steps), due) in enumerate(product(ways, days))
        ],
    })  # fmt: skip
    for quarter in (1, 2, 3, 4):
        period = Period.parse(f"2020-Q{quarter}")
        live = live_milestones(plan, period)
        for own in plan.milestone:
            assert compare_milestone(own, plan, period, live(own)) > 3


def compare_milestone(own: Milestone, plan: Plan, period: Period, live: Live) -> int:
    """Judge every state and every date on which it is expected both ways; return how many."""
    days = (None, date(2020, 6, 30), date(2020, 11, 15), date(2021, 2, 1))
    cases = tuple(product(("", *STATES), days))
    for state, expected in cases:
        record = Record(plan="P", period=period, department="D", kind="milestone", code=own.code,
                        state=state, expected=expected, progress="有进展")  # fmt: skip
        judged = judge_milestone(own, plan, period, record).status
        words = {state_word("zh", state, own), say("zh", f"state.{state}")} if state else {""}
        for word in words:
            cells = {"state": word, "expected": serial(expected) if expected else "",
                     "deadline": serial(own.due or plan.year_end)}  # fmt: skip
            assert Row(live, cells, Policy())("status") == STATUSES[f"status.{judged}"]
    return len(cases)


def test_alike_indicators_share_their_formulas() -> None:
    """And others have their own."""
    first = entry("level", baseline={"value": "40.5"})
    plan = plan_from({
        "plan": HEAD, "department": [{"code": "D", "name": "d"}],
        "indicator": [first, first | {"code": "B", "value": "61"}, entry("share", code="C")],
    })  # fmt: skip
    made = live_indicators(plan, Q2, Policy())
    one, alike, other = (made(each, None) for each in plan.indicator)
    assert one is alike
    assert one == live_indicator(plan.indicator[1], plan, Q2, Policy())
    assert other == live_indicator(plan.indicator[2], plan, Q2, Policy())


def compare(plan: Plan, period: Period, policy: Policy, live: Live | None = None) -> int:
    """Judge every figure of interest both ways; return how many there were."""
    own = plan.indicator[0]
    live = live or live_indicator(own, plan, period, policy)
    assert all(isinstance(getattr(live, field), str) for field in Live.__dataclass_fields__)
    empty = judge_indicator(own, plan, period, reported(period, None), policy=policy)
    some = [Decimal(n) for n in (1, 3, 4)] if own.classes else figures(empty)
    values = (None, *some)
    for value in values:
        record = reported(period, value)
        judged = judge_indicator(own, plan, period, record, policy=policy)
        agree(Row(live, typed(own, value), policy), own, judged)
    return len(values)
