"""Second tests: a growth beside the higher plan's, and observed against required progress."""

from decimal import Decimal
from typing import Any

import pytest

from tests.assess.small_plan import HEAD
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judgement_schedule import baseline_among
from xlreport.assess.signals.second_test_signals import against_above, progress_rate
from xlreport.messages.second_test_messages import against_above_text, progress_text
from xlreport.model.judged.judged_assessment import Assessment, Progress, Status
from xlreport.model.judged.judged_summary import AgainstAbove, Beside, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, plan_from
from xlreport.model.returns.accepted_record import Record

GROWTH = {
    "code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p",
    "measure": "growth", "direction": "more", "comparator": "ge", "unit": "%", "decimals": 1,
    "profile": "hold", "value": 9, "parent": "R-2020:Z", "parent_kind": "same",
}  # fmt: skip
LEVEL = GROWTH | {
    "measure": "level",
    "unit": "座",
    "decimals": 0,
    "value": 100,
    "profile": "linear",
}
FALLING = LEVEL | {"direction": "less", "comparator": "le", "unit": "天", "value": 4}
Q2 = Period(2020, "quarter", 2)


def _plan(fields: dict[str, Any], **policy: Any) -> Plan:
    return plan_from({"plan": HEAD, "department": [{"code": "D", "name": "d"}], "indicator": [fields],
                      "policy": policy})  # fmt: skip


def _judged(plan: Plan, value: str, period: Period = Q2) -> Assessment:
    record = Record(
        plan="P",
        period=period,
        department="D",
        kind="indicator",
        code="A",
        value=Decimal(value),
    )
    return judge_indicator(plan.indicator[0], plan, period, record)


def _above(actual: str | None, unit: str = "%", measure: str = "growth") -> Beside:
    return Beside(
        plan="R-2020", period="2020-Q2", code="Z", name="z", department="d", unit=unit, printed="p",
        target=Decimal(9), actual=None if actual is None else Decimal(actual), state="",
        status=Status.ON_TRACK, parent="", parent_kind="", measure=measure,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "limit", "ours", "theirs", "points", "kept", "words"),
    [
        ({}, "0", "8.5", "8.0", "0.5", True, "高0.5个百分点，跟上"),
        ({}, "0", "8.0", "8.0", "0.0", True, "相同，跟上"),
        ({}, "0", "7.9", "8.0", "-0.1", False, "低0.1个百分点，落后"),
        ({}, "0.5", "7.5", "8.0", "-0.5", True, "低0.5个百分点，跟上"),
        ({}, "0.5", "7.4", "8.0", "-0.6", False, "低0.6个百分点，落后"),
        ({"direction": "less", "comparator": "le", "value": 3}, "0", "3.4", "3.0", "-0.4", False, "高0.4个百分点，落后"),
        ({"direction": "less", "comparator": "le", "value": 3}, "0", "2.0", "3.0", "1.0", True, "低1.0个百分点，跟上"),
        ({"measure": "fall"}, "0", "-2.0", "3.0", "-5.0", False, "低5.0个百分点，落后"),
    ],
)  # fmt: skip
def test_a_growth_beside_the_higher_plans(
    fields: dict[str, Any],
    limit: str,
    ours: str,
    theirs: str,
    points: str,
    *,
    kept: bool,
    words: str,
) -> None:
    """By its sense, down to the policy's points; the words say where the figure is."""
    plan = _plan(GROWTH | fields, above_points=limit)
    judged = _judged(plan, ours)
    measure = str(plan.indicator[0].measure)
    found = against_above(plan.indicator[0], judged, plan.policy, _above(theirs, measure=measure))
    assert found == AgainstAbove(Decimal(theirs), Decimal(points), kept)
    row = SummaryRow(target=plan.indicator[0], serial=1, department="d", assessment=judged,
                     record=None, against_above=found)  # fmt: skip
    assert against_above_text("zh", row, plan.indicator[0]) == words


def test_what_is_not_alike_or_not_known_is_not_tested() -> None:
    """Off by default; no figure above, another unit or measure, anything but a growth or fall."""
    plan = _plan(GROWTH, above_points=0)
    own, judged = plan.indicator[0], _judged(plan, "8")
    assert against_above(own, judged, plan.policy, _above("8")) is not None
    off = _plan(GROWTH)
    assert against_above(off.indicator[0], judged, off.policy, _above("8")) is None
    for other in (None, _above(None), _above("8", unit="亿元"), _above("8", measure="fall")):
        assert against_above(own, judged, plan.policy, other) is None
    level = _plan(LEVEL, above_points=0)
    above = _above("8", unit="座", measure="level")
    assert against_above(level.indicator[0], _judged(level, "8"), level.policy, above) is None


@pytest.mark.parametrize(
    ("fields", "baseline", "value", "rate", "word", "words"),
    [
        (LEVEL, 60, "80", "1", "keep", "100%，保持"),
        (LEVEL, 60, "78", "0.9", "keep", "90%，保持"),
        (LEVEL, 60, "77", "0.85", "speed", "85%，须加快"),
        (LEVEL, 60, "60", "0", "speed", "0%，须加快"),
        (LEVEL, 60, "59", "-0.05", "turn", "\u20115%，须扭转"),
        (LEVEL, 60, "110", "2.5", "keep", "250%，保持"),
        (LEVEL | {"profile": "year_end"}, 60, "70", "0.5", "speed", "50%，须加快"),
        (LEVEL | {"due": "2020-09-30"}, 60, "80", "0.75", "speed", "75%，须加快"),
        (FALLING, 9, "5", "1.6", "keep", "160%，保持"),
        (FALLING, 9, "10", "-0.4", "turn", "\u201140%，须扭转"),
        (LEVEL | {"measure": "cumulative"}, None, "40", "0.8", "speed", "80%，须加快"),
    ],
)  # fmt: skip
def test_a_rate_of_progress_beside_the_required_one(
    fields: dict[str, Any], baseline: int | None, value: str, rate: str, word: Any, words: str
) -> None:
    """At mid-year, with a gap of 10 as UNESCAP has it, whatever the profile."""
    given = {} if baseline is None else {"baseline": {"value": baseline}}
    plan = _plan(fields | given, progress_gap=10)
    own, judged = plan.indicator[0], _judged(plan, value)
    began = baseline_among(own, plan, ())
    found = progress_rate(own, plan, Q2, plan.policy, judged, baseline=began)
    assert found == Progress(Decimal(rate), word)
    row = SummaryRow(
        target=own, serial=1, department="d", assessment=judged, record=None, progress=found
    )
    assert progress_text("zh", row) == words
    off = _plan(fields | given)
    assert progress_rate(off.indicator[0], off, Q2, off.policy, judged, baseline=began) is None
    assert _judged(off, value) == judged, "a second test changed a light"


@pytest.mark.parametrize(
    ("fields", "baseline"),
    [
        (GROWTH, None), (LEVEL, 100), (LEVEL, 120), (LEVEL | {"profile": "hold"}, 60), (LEVEL, None),
        (FALLING | {"measure": "cumulative"}, None),
    ],
)  # fmt: skip
def test_what_has_no_way_to_go_has_no_rate(fields: dict[str, Any], baseline: int | None) -> None:
    """A growth, what is held or already good, a way without a beginning, a yearly limit."""
    given = {} if baseline is None else {"baseline": {"value": baseline}}
    plan = _plan(fields | given, progress_gap=10)
    own = plan.indicator[0]
    judged, began = _judged(plan, "70"), baseline_among(own, plan, ())
    assert progress_rate(own, plan, Q2, plan.policy, judged, baseline=began) is None


def test_one_step_is_a_way_to_go() -> None:
    """From 99 to 100, with nothing done by mid-year."""
    plan = _plan(LEVEL | {"baseline": {"value": 99}}, progress_gap=10)
    own = plan.indicator[0]
    judged, began = _judged(plan, "99"), baseline_among(own, plan, ())
    found = progress_rate(own, plan, Q2, plan.policy, judged, baseline=began)
    assert found == Progress(Decimal(0), "speed")
