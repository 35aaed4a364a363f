"""Laws of lights: scaling, strictness, the pace needed, later periods, sentences that hold their numbers."""

import re
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.assess.small_plan import HEAD, reported
from tests.sizes import examples
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judgement_policies import policy_of
from xlreport.assess.signals.escalation_signal import level, made_good
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, Policy, plan_from

ORDER = (
    Status.COMPLETED, Status.ON_TRACK, Status.NOT_DUE, Status.AT_RISK, Status.OFF_TRACK,
)  # fmt: skip
MEASURES = ("cumulative", "level", "share", "growth", "fall")
COMPARATORS = ("ge", "gt", "approx", "le", "lt", "eq", "range")
PROFILES = ("linear", "hold", "year_end", "late")
TENTHS = st.integers(-30000, 30000).map(lambda number: Decimal(number) / 10)
Q = tuple(Period.parse(f"2020-Q{number}") for number in (1, 2, 3, 4))


def _plan(**fields: Any) -> Plan:
    entry = {"code": "A", "name": "a", "section": "s", "figure": "f", "lead": "D", "printed": "p"}
    return plan_from({
        "plan": HEAD, "profiles": {"late": [0, 30, 60, 100]}, "department": [{"code": "D", "name": "d"}],
        "indicator": [entry | fields],
    })  # fmt: skip


def _judge(plan: Plan, value: Decimal, period: Period, policy: Policy | None = None) -> Assessment:
    record = reported(period, value)
    return judge_indicator(plan.indicator[0], plan, period, record, policy=policy)


kinds = st.fixed_dictionaries({
    "measure": st.sampled_from(MEASURES), "direction": st.sampled_from(("more", "less")),
    "profile": st.sampled_from(PROFILES), "comparator": st.sampled_from(COMPARATORS),
    "commitment": st.sampled_from(("plain", "hard")),
})  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(
    kind=kinds,
    target=TENTHS,
    baseline=st.none() | TENTHS,
    value=TENTHS,
    power=st.sampled_from((1, 2, 4)),
    quarter=st.sampled_from(Q),
)
def test_another_unit_changes_no_light(
    kind: dict[str, str], target: Decimal, baseline: Decimal | None, value: Decimal, power: int, quarter: Period
) -> None:  # fmt: skip
    """6万人左右 and 60000人左右, and any other amount, are judged alike."""
    if kind["measure"] in {"growth", "fall", "share"}:
        kind = kind | {"measure": "cumulative"}
    lights = []
    for factor, unit, decimals in ((1, "万人", 1), (10**power, "人", 0)):
        known = {} if baseline is None else {"baseline": {"value": baseline * factor}}
        plan = _plan(**kind, **known, unit=unit, decimals=decimals, value=target * factor)
        lights.append(_judge(plan, value * factor, quarter).status)
    assert lights[0] is lights[1]


@settings(max_examples=examples(60), deadline=None)
@given(kind=kinds, target=TENTHS, value=TENTHS, quarter=st.sampled_from(Q[:3]))
def test_a_later_period_with_the_same_value_is_never_better(
    kind: dict[str, str], target: Decimal, value: Decimal, quarter: Period
) -> None:
    """Where more is better and the target is above 0, standing still never helps."""
    if target <= 0 or kind["measure"] in {"growth", "fall"}:
        return
    plan = _plan(
        **kind | {"direction": "more", "comparator": "ge"},
        unit="万人",
        decimals=1,
        value=target,
        baseline={"value": target / 2},
    )
    later = Q[Q.index(quarter) + 1]
    lights = [_judge(plan, value, when).status for when in (quarter, later)]
    if lights == [Status.NOT_DUE, Status.ON_TRACK] or Status.NOT_DUE in lights:
        return
    if lights[1] is Status.COMPLETED and later is Q[3]:
        return
    assert ORDER.index(lights[1]) >= ORDER.index(lights[0])


STRICTER = (
    {"hard_share": Decimal(0)}, {"cumulative_more": Decimal(90)}, {"cumulative_less": Decimal(101)},
    {"level_points": Decimal("0.5")}, {"level_share": Decimal(99)}, {"path_share": Decimal(95)},
    {"growth_share": Decimal(95), "growth_points": Decimal("0.1")}, {"ceiling_margin": Decimal(20)},
    {"approx_points": Decimal(0), "approx_share": Decimal(0)},
)  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(
    kind=kinds,
    unit=st.sampled_from((("%", 1), ("个", 0), ("万人", 1))),
    target=TENTHS,
    value=TENTHS,
    quarter=st.sampled_from(Q),
    stricter=st.sampled_from(STRICTER),
)
def test_a_stricter_policy_never_gives_a_better_light(
    kind: dict[str, str], unit: tuple[str, int], target: Decimal, value: Decimal, quarter: Period,
    stricter: dict[str, Decimal],
) -> None:  # fmt: skip
    """Whichever threshold is drawn in."""
    plan = _plan(**kind, unit=unit[0], decimals=unit[1], value=target, baseline={"value": 0})
    mild = _judge(plan, value, quarter, Policy()).status
    strict = _judge(plan, value, quarter, Policy().model_copy(update=stricter)).status
    if kind["measure"] in {"level", "share"} and "approx_points" in stricter:
        return  # where 左右 is drawn in, last year's figure may not be as good any more: another course
    assert ORDER.index(strict) >= ORDER.index(mild)


def test_the_pace_that_is_needed_reaches_the_light() -> None:
    """Kept up in every period that is left, it ends ✓: of amounts and of paths, for every comparator."""
    tried = 0
    for measure, direction, comparator, unit, target, start in product(
        ("cumulative", "level", "share"), ("more", "less"), COMPARATORS,
        (("个", 0), ("万人", 2), ("%", 1)), ("4524", "98.6", "7"), ("3", "50.5"),
    ):  # fmt: skip
        way = {"baseline": {"value": 10000 if direction == "less" else -5}}
        plan = _plan(
            measure=measure, direction=direction, comparator=comparator, unit=unit[0], decimals=unit[1],
            value=target, profile="linear", **({} if measure == "cumulative" else way),
        )  # fmt: skip
        for quarter, left in ((Q[0], 3), (Q[1], 2), (Q[2], 1)):
            judged = _judge(plan, Decimal(start), quarter)
            found = re.search(r"(?:需|提高|降低|控制在)(-?[\d.]+)", judged.pace)
            if found is None:
                continue
            step = Decimal(found[1]) * left
            falls = "降低" in judged.pace
            end = (judged.actual or Decimal(0)) + (-step if falls else step)
            last = _judge(plan, end, Q[3])
            assert last.status is Status.COMPLETED, (plan.indicator[0], judged, last)
            tried += 1
    assert tried > 400


@settings(max_examples=examples(60), deadline=None)
@given(
    kind=kinds,
    unit=st.sampled_from((("%", 1), ("个", 0), ("万人", 2))),
    target=TENTHS,
    baseline=st.none() | TENTHS,
    value=TENTHS,
    quarter=st.sampled_from(Q),
)
def test_a_sentence_holds_its_numbers_and_fits_its_light(
    kind: dict[str, str], unit: tuple[str, int], target: Decimal, baseline: Decimal | None, value: Decimal,
    quarter: Period,
) -> None:  # fmt: skip
    """The figure stands in it, no minus may leave its number, no distance is 0, no word is of another light."""
    known = {} if baseline is None else {"baseline": {"value": baseline}}
    plan = _plan(**kind, **known, unit=unit[0], decimals=unit[1], value=target)
    judged = _judge(plan, value, quarter)
    if judged.status is Status.NOT_JUDGED:
        return
    assert judged.actual is not None
    said = format(judged.actual.normalize(), "f").replace("-", "\u2011")
    assert said in judged.why, judged
    assert "-" not in judged.why
    assert not re.search(r"(?<![\d.])0(个百分点|万人)，?", re.sub(r"[达为]0[^，]*", "", judged.why.split("目标")[0])) or (
        target == 0 or "上限0" in judged.why
    )  # fmt: skip
    bad = ("未完成", "超过上限", "不足", "不降反升", "增速为负")
    good = ("已完成", "已提前")
    if judged.status in {Status.COMPLETED, Status.ON_TRACK}:
        assert not any(word in judged.why for word in bad), judged
    if judged.status in {Status.AT_RISK, Status.OFF_TRACK}:
        assert not any(word in judged.why for word in good), judged
    if judged.status is Status.AT_RISK:
        assert "超过上限" not in judged.why, judged


DISTANCE = re.compile(r"，(?:超出|落后|低于上限|超过上限|高出|低)([0-9.]+)")
"""What a sentence says of how far a figure is from the bound that it names."""


@settings(max_examples=examples(150), deadline=None)
@given(
    kind=kinds,
    target=TENTHS,
    baseline=st.none() | TENTHS,
    share=st.sampled_from(("0", "0.4", "0.97", "1", "1.02", "1.3", "-1")),
    beside=st.sampled_from(("0", "0.1", "-0.1")),
    quarter=st.sampled_from(Q),
)
def test_the_gap_shown_is_the_one_in_the_sentence(
    kind: dict[str, str], target: Decimal, baseline: Decimal | None, share: str, beside: str,
    quarter: Period,
) -> None:  # fmt: skip
    """Column and sentence measure from one bound: what is due, the limit, or the whole target."""
    known = {} if baseline is None else {"baseline": {"value": baseline}}
    plan = _plan(**kind, **known, unit="亿元", decimals=1, value=target)
    judged = _judge(plan, target * Decimal(share) + Decimal(beside), quarter)
    said = DISTANCE.search(judged.why)
    if not said:
        assert not judged.gap, judged
        return
    assert judged.gap is not None, judged
    grain = Decimal(1).scaleb(-len(said[1].partition(".")[2]))
    assert abs(abs(judged.gap) - Decimal(said[1])) <= grain / 2, judged
    behind = judged.gap > 0 if judged.sense == "less" else judged.gap < 0
    assert behind is ("落后" in judged.why or "超过上限" in said[0] or "高出" in said[0]), judged


def test_the_gap_of_a_ceiling_is_measured_from_the_limit() -> None:
    """5.6 of at most 5.5 is 0.1 above it, in the sentence and in the column, and never −0.375."""
    fields = {"measure": "share", "direction": "less", "comparator": "le", "unit": "%"}
    plan = _plan(**fields, profile="hold", decimals=1, value="5.5")
    judged = _judge(plan, Decimal("5.6"), Q[1])
    assert "超过上限0.1个百分点" in judged.why
    assert judged.gap == Decimal("0.1")
    assert judged.green == Decimal("5.225")


def test_a_limit_without_a_baseline_is_passed_all_the_same() -> None:
    """On a path whose beginning nobody has given, above the limit is off track, and says so."""
    fields = {"measure": "level", "direction": "less", "comparator": "le", "unit": "天"}
    judged = _judge(_plan(**fields, profile="linear", decimals=0, value="4"), Decimal(8), Q[1])
    assert judged.status is Status.OFF_TRACK
    assert judged.why == "上限4天，实为8天，超过上限4天"


def test_escalation_goes_up_step_by_step() -> None:
    """Amber for two periods is 1, red for two 2, for three 3; a worse light never takes it lower."""
    red, amber, good, waits = (
        Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.NOT_DUE,
    )  # fmt: skip
    policy = Policy()
    for lights, wanted in (
        ([red], 0), ([amber], 0), ([amber, amber], 1), ([red, amber], 1), ([amber, red], 1),
        ([red, red], 2), ([red, red, amber], 2), ([red, red, red], 3), ([good, red, red], 0),
        ([red, good, red], 0), ([red, waits, red], 2), ([red, Status.NOT_REPORTED, red], 0), ([], 0),
    ):  # fmt: skip
        assert level(lights, policy) == wanted, lights
    assert level([red, red], policy.model_copy(update={"escalate_red": Decimal(3)})) == 1
    assert all(made_good(lights) for lights in ([good, red], [Status.COMPLETED, amber, red]))
    assert not any(made_good(lights) for lights in ([red, good], [good, amber], []))
    rising = [level(list(run), policy) for run in ([good], [amber, amber], [red, red], [red] * 3)]
    assert all(one <= other for one, other in pairwise(rising))
    assert (
        policy_of(
            _plan(
                measure="level",
                direction="more",
                comparator="ge",
                profile="hold",
                unit="个",
                value=1,
            )
        )
        == policy
    )
