"""What is not a matter of bounds: blanks, figures not asked, reasons, pace, attainment, thresholds of one's own."""

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.assess.small_plan import HEAD, reported
from xlreport.assess.judge_indicators import judge_indicator, judge_milestone
from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan, Policy, plan_from
from xlreport.model.plans.plan_form_types import STATES
from xlreport.model.returns.accepted_record import Record

GROWTH = {"measure": "growth", "unit": "%", "value": 9, "profile": "hold"}
SHARE = {"measure": "share", "unit": "%"}
CEILING = {
    "measure": "level", "unit": "%", "value": "3.6", "profile": "hold", "direction": "less", "decimals": 1,
}  # fmt: skip
ZERO = {"measure": "level", "unit": "户", "value": 0, "profile": "hold", "direction": "less"}


def _plan(language: str = "zh", **fields: Any) -> Plan:
    entry = {
        "code": "A", "name": "新增就业", "section": "s", "figure": "f", "lead": "D", "printed": "p", "unit": "万人",
        "measure": "cumulative", "direction": "more", "comparator": "ge", "profile": "linear", "decimals": 2,
    }  # fmt: skip
    if not fields.keys() & {"value", "reference"}:
        fields["value"] = 5
    return plan_from({
        "plan": HEAD | {"language": language}, "department": [{"code": "D", "name": "d"}],
        "profiles": {"building": [5, 35, 80, 100], "late": [0, 30, 60, 100]}, "indicator": [entry | fields],
    })  # fmt: skip


def _said(period: str, value: str) -> Record:
    return reported(period, value)


def _judge(plan: Plan, value: str | None, period: str = "2020-Q2", **more: Any) -> Assessment:
    said = None if value is None else Decimal(value)
    record = Record(
        plan="P",
        period=Period.parse(period),
        department="D",
        kind="indicator",
        code="A",
        value=said,
        **more.pop("said", {}),
    )
    return judge_indicator(plan.indicator[0], plan, Period.parse(period), record, **more)


def test_a_blank_is_not_reported_and_never_zero() -> None:
    """No record, a record without a value, and 无数据 with its reason are all not reported, whatever the target."""
    for fields in ({}, {"profile": "year_end"}, {"direction": "none"}, {"reference": "external"}):
        plan = _plan(**fields)
        nothing = judge_indicator(plan.indicator[0], plan, Period.parse("2020-Q2"), None)
        assert nothing.status is Status.NOT_REPORTED
        assert nothing.actual is None
        assert nothing.gap is None
        assert _judge(plan, None).status is Status.NOT_REPORTED
    silent = _judge(_plan(), None, said={"no_data": True, "remark": "7月中旬出数"})
    assert silent.status is Status.NOT_REPORTED
    assert "7月中旬出数" in silent.reason


def test_a_row_that_is_not_asked_and_blank_is_not_due() -> None:
    """The figure does not exist yet; given all the same, it is judged; what is never judged stays so."""
    plan = _plan(asked=["Q4"])
    assert _judge(plan, None).status is Status.NOT_DUE
    assert _judge(plan, "2.5").status is Status.ON_TRACK
    assert _judge(plan, None, "2020-Q4").status is Status.NOT_REPORTED
    assert _judge(_plan(asked=["Q4"], direction="none"), None).status is Status.NOT_JUDGED


def test_a_figure_that_only_exists_earlier_is_carried_to_the_last_period() -> None:
    """A rate that is only counted in the third quarter is judged by it at the year's end, and the reason says so."""
    plan = _plan(measure="share", unit="%", value=90, profile="year_end", asked=["Q2", "Q3"])
    earlier = [reported(f"2020-Q{q}", v) for q, v in ((3, 91), (2, 60))]
    at_the_end = _judge(plan, None, "2020-Q4", earlier=earlier)
    assert at_the_end.status is Status.COMPLETED
    assert at_the_end.actual == 91
    assert "沿用三季度数" in at_the_end.reason
    assert _judge(plan, None, "2020-Q4").status is Status.NOT_REPORTED


@pytest.mark.parametrize(
    ("fields", "value", "period", "sentence"),
    [
        ({}, "1.9", "2020-Q2", "序时应达2.5万人，实达1.9万人，落后0.6万人，在应达的70%以上"),
        ({}, "1.5", "2020-Q2", "序时应达2.5万人，实达1.5万人，落后1万人，不足应达的70%"),
        ({}, "2.6", "2020-Q2", "序时应达2.5万人，实达2.6万人，超出0.1万人"),
        ({}, "5", "2020-Q2", "全年应达5万人，实达5万人，已提前完成"),
        ({}, "4.8", "2020-Q4", "年终应达5万人，实达4.8万人，落后0.2万人，未完成"),
        ({"stretch": 6}, "6.5", "2020-Q4", "年终应达5万人，实达6.5万人，超出1.5万人，已完成，已达更高目标6万人"),
        ({"comparator": "gt"}, "5", "2020-Q4", "年终应超过5万人，实达5万人，未完成"),
        ({"profile": "building"}, "1.2", "2020-Q2", "按进度安排应达1.75万人，实达1.2万人，落后0.55万人，不足应达的70%"),
        ({"profile": "year_end"}, "3", "2020-Q2", "年底评价，实为3万人，目标5万人"),
        (GROWTH, "-0.5", "2020-Q2", "全年应达9%，实达‑0.5%，落后9.5个百分点，低于预警线6.3%"),
        (
            GROWTH | {"comparator": "approx"}, "8", "2020-Q2",
            "全年应达8.5%（已计允许偏差），实达8%，落后0.5个百分点，不低于预警线5.8%",
        ),
        (
            {"measure": "level", "unit": "%", "value": "3.6", "profile": "hold", "direction": "less"}, "3.5", "2020-Q2",
            "上限3.6%，实为3.5%，低于上限0.1个百分点，余量不足，3.42%以内才为正常",
        ),
        (CEILING, "3.7", "2020-Q2", "上限3.6%，实为3.7%，超过上限0.1个百分点"),
        (CEILING, "3.6", "2020-Q2", "上限3.6%，实为3.6%，正好到这个数，余量不足，3.42%以内才为正常"),
        (CEILING, "3", "2020-Q2", "上限3.6%，实为3%，低于上限0.6个百分点"),
        (
            CEILING | {"comparator": "approx"}, "4", "2020-Q2",
            "上限4.1%（已计允许偏差），实为4%，低于上限0.1个百分点，余量不足，3.92%以内才为正常",
        ),
        (CEILING | {"comparator": "lt"}, "3.6", "2020-Q2", "须低于3.6%，实为3.6%，正好到这个数"),
        (CEILING | {"profile": "year_end"}, "3.7", "2020-Q2", "上限3.6%，实为3.7%，超过上限0.1个百分点"),
        ({"direction": "less"}, "5.5", "2020-Q2", "上限5万人，实为5.5万人，超过上限0.5万人"),
        ({"direction": "less"}, "2.7", "2020-Q2", "序时应控制在2.5万人以内，实为2.7万人，高出0.2万人，未超应达的110%"),
        (
            SHARE | {"value": 90, "profile": "year_end", "baseline": {"value": 88}}, "87.5", "2020-Q2",
            "实为87.5%，低于上年88%，年底才评价，目标90%",
        ),
        (GROWTH | {"profile": "year_end"}, "-1", "2020-Q3", "实为‑1%，增速为负，目标9%"),
        (GROWTH | {"profile": "year_end", "measure": "fall"}, "-1", "2020-Q3", "降幅实为‑1%，不降反升，目标9%"),
        ({"profile": "late"}, "0.1", "2020-Q1", "按进度安排本期尚无应达，实为0.1万人，目标5万人"),
        ({"due": "2020-09-30"}, "4", "2020-Q3", "9月30日前应达5万人，实达4万人，落后1万人，未完成"),
        ({"due": "2020-09-30", "profile": "year_end"}, "4", "2020-Q2", "9月30日评价，实为4万人，目标5万人"),
        ({"decimals": 0, "unit": "人", "value": 100001}, "50000", "2020-Q2", "序时应达50000.5人，实达50000人，落后0.5人，在应达的70%以上"),
        (SHARE | {"value": "98.0004", "decimals": 0, "profile": "hold"}, "98", "2020-Q2",
         "全年应达98.0004%，实达98%，落后0.0004个百分点，比目标低2个百分点以内"),
        (ZERO, "2", "2020-Q2", "全年应为0户，实为2户，高出2户"),
        (
            {"measure": "class", "unit": "类", "value": 3, "profile": "hold", "classes": ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ类"]}, "4",
            "2020-Q2", "全年应不低于Ⅲ类，实为Ⅳ类，差1级",
        ),
        ({"measure": "level", "value": 9}, "3", "2020-Q2", "上年基数未报，暂不评价"),
    ],
)  # fmt: skip
def test_the_reason_says_why_in_one_sentence(
    fields: dict[str, Any], value: str, period: str, sentence: str
) -> None:
    """Numbers, profile and threshold, as a clerk would say it; the pace that is needed follows."""
    judged = _judge(_plan(**fields), value, period)
    assert judged.why == sentence
    assert judged.reason == (f"{sentence}；{judged.pace}" if judged.pace else sentence)


def test_the_reason_names_the_light_of_the_period_before() -> None:
    """上季为正常, where it is known, after the pace that is needed."""
    reason = _judge(_plan(), "1.9", last_status=Status.ON_TRACK).reason
    assert (
        reason
        == "序时应达2.5万人，实达1.9万人，落后0.6万人，在应达的70%以上；后两季每季需1.55万人；上季为正常"
    )
    assert _judge(_plan(), "1.5", "2020-06", last_status=Status.AT_RISK).reason.endswith(
        "；上月为预警"
    )


def test_a_light_that_was_lit_stays_where_no_figure_is_asked() -> None:
    """What is held, a level, share, growth, fall or class keeps the light and the figure, and says whose it is."""
    earlier = [_said("2020-Q2", "90")]
    way: dict[str, Any] = {"measure": "share", "unit": "%", "decimals": 1, "asked": ["Q2", "Q4"]}
    held = _judge(_plan(**way, value=98, profile="hold"), None, "2020-Q3", earlier=earlier)
    assert (held.status, held.actual) == (Status.OFF_TRACK, Decimal(90))
    assert held.why.endswith("（沿用二季度数）")
    path = _plan(**way, value=100, profile="linear", baseline={"value": 80})
    kept = _judge(path, None, "2020-Q3", earlier=earlier)
    assert (kept.status, kept.expected) == (Status.ON_TRACK, Decimal(90))
    assert kept.pace == "下季需提高10个百分点"
    growth: dict[str, Any] = GROWTH | {"asked": ["Q2", "Q4"], "value": 100}
    assert _judge(_plan(**growth), None, "2020-Q3", earlier=earlier).status is Status.AT_RISK
    amount = _plan(asked=["Q2", "Q4"], value=1000)
    assert _judge(amount, None, "2020-Q3", earlier=earlier).status is Status.NOT_DUE
    standing = _plan(asked=["Q2", "Q4"], value=1000, profile="hold")
    assert _judge(standing, None, "2020-Q3", earlier=earlier).status is Status.OFF_TRACK
    volunteered = _judge(path, "99", "2020-Q3", earlier=earlier)
    assert (volunteered.actual, volunteered.expected) == (Decimal(99), Decimal(95))
    assert _judge(path, None, "2020-Q3").why == "按要求本期不报"


def test_a_target_met_after_its_own_due_date_is_completed_and_says_so() -> None:
    """✓ 晚于期限, as for milestones; what was met on the day was not late."""
    plan = _plan(due="2020-06-30")
    said = [_said("2020-Q2", value) for value in ("4.99", "5")]
    late = _judge(plan, "5.2", "2020-Q3", earlier=said[:1])
    assert late.status is Status.COMPLETED
    assert late.why == "6月30日前应达5万人，实达5.2万人，超出0.2万人，已完成，晚于期限6月30日"
    assert "晚于" not in _judge(plan, "5.2", "2020-Q3", earlier=said[1:]).why


@pytest.mark.parametrize(
    ("fields", "value", "period", "words"),
    [
        ({}, "1.9", "2020-Q2", "后两季每季需1.55万人"),
        ({}, "1.9", "2020-Q3", "下季需3.1万人"),
        ({}, "1.9", "2020-06", "后6个月每月需0.52万人"),
        ({}, "1.9", "2020-H1", "下半年需3.1万人"),
        ({}, "5", "2020-Q2", ""),
        ({}, "1.9", "2020-Q4", ""),
        ({"profile": "year_end"}, "1.9", "2020-Q2", "年底前还需3.1万人"),
        ({"unit": "个", "decimals": 0, "value": 6}, "1", "2020-Q2", "后两季每季需3个"),
        ({"direction": "less"}, "4", "2020-Q2", "后两季每季需控制在0.5万人以内"),
        ({"direction": "less"}, "6", "2020-Q2", "已超全年上限5万人"),
        ({"direction": "less", "comparator": "lt"}, "5", "2020-Q2", "已到全年上限5万人"),
        ({"direction": "less", "comparator": "lt"}, "5.1", "2020-Q2", "已超全年上限5万人"),
        (
            {"direction": "less", "comparator": "lt", "value": "5.255"}, "5.25", "2020-Q2",
            "后两季每季需控制在0万人以内",
        ),
        ({"comparator": "gt", "unit": "户", "value": 4524, "decimals": 0}, "4524", "2020-Q3", "下季需1户"),
        ({"comparator": "approx", "value": 10, "unit": "个", "decimals": 0}, "5", "2020-Q2", "后两季每季需2个"),
        ({"due": "2020-09-30", "profile": "year_end"}, "4", "2020-Q2", "9月30日前还需1万人"),
        (SHARE | {"value": 82, "baseline": {"value": 63}}, "70", "2020-Q2", "后两季每季需提高6个百分点"),
        (
            SHARE | {"value": 3, "direction": "less", "baseline": {"value": 5}}, "4", "2020-Q2",
            "后两季每季需降低0.5个百分点",
        ),
        (GROWTH, "8", "2020-Q2", "须达到9%"),
        (GROWTH, "9", "2020-Q2", ""),
        (ZERO, "2", "2020-Q2", "须降到0户"),
    ],
)  # fmt: skip
def test_the_pace_needed_from_now_on(
    fields: dict[str, Any], value: str, period: str, words: str
) -> None:
    """What is left over the periods that are left, rounded up; for a standing figure the value to come to."""
    assert _judge(_plan(**fields), value, period).pace == words


@pytest.mark.parametrize(
    ("fields", "value", "share"),
    [
        ({}, "1.9", "0.38"),
        ({}, "6", "1.2"),
        ({"measure": "share", "unit": "%", "value": 82, "baseline": {"value": 62}}, "67", "0.25"),
        ({"measure": "share", "unit": "%", "value": 80, "profile": "hold"}, "40", "0.5"),
        ({"direction": "less"}, "1.9", None),
        ({"measure": "growth", "unit": "%"}, "1.9", None),
        ({"value": 0}, "1.9", None),
    ],
)
def test_attainment_is_a_share_of_the_target_or_of_the_way(
    fields: dict[str, Any], value: str, share: str | None
) -> None:
    """Only where more is better, and blank for growth."""
    assert _judge(_plan(**fields), value).attainment == (None if share is None else Decimal(share))


def test_thresholds_of_the_plan_and_of_the_indicator_count() -> None:
    """An indicator's own threshold goes before the plan's, and before a policy that is tried out."""
    assert _judge(_plan(), "1.3").status is Status.OFF_TRACK
    assert (
        _judge(_plan(), "1.3", policy=Policy(cumulative_more=Decimal(50))).status is Status.AT_RISK
    )
    own = _plan(bounds={"cumulative_more": 60})
    assert _judge(own, "1.5").status is Status.AT_RISK
    assert _judge(own, "1.3", policy=Policy(cumulative_more=Decimal(50))).status is Status.OFF_TRACK
    assert "60%" in _judge(own, "1.3").reason


@pytest.mark.parametrize("value", ["1E+307", "-1E+307", "0.1234567890123456789", "1E-300"])
def test_no_number_that_a_cell_can_hold_stops_a_run(value: str) -> None:
    """A slip of a finger is judged like any other figure, and its sentence stays short."""
    for period in ("2020-Q2", "2020-Q4"):
        assert len(_judge(_plan(), value, period).reason) < 110


def test_english_reasons_are_whole_and_hold_no_chinese(small_plan: Plan) -> None:
    """A plan in English gets English sentences, for indicators and milestones alike."""
    head = small_plan.plan.model_copy(update={"language": "en"})
    plan = small_plan.model_copy(update={"plan": head})
    period, words = Period.parse("2020-Q2"), set[str]()
    for indicator in plan.indicator:
        plainly = indicator.model_copy(update={"unit": "units", "classes": ()})
        for value in (-1, 0, 3, 1000):
            record = reported("2020-Q2", value, code=indicator.code)
            judged = judge_indicator(plainly, plan, period, record, last_status=Status.AT_RISK)
            words |= {judged.reason, judged.pace}
    for milestone in plan.milestone:
        bare = milestone.model_copy(update={"steps": None})
        for state in ("", *STATES):
            record = Record(
                plan="P",
                period=Period.parse("2020-Q2"),
                department="D",
                kind="milestone",
                code=milestone.code,
                state=state,
            )
            words.add(judge_milestone(bare, plan, period, record).reason)
    assert not [text for text in words if re.search(r"[\u4e00-\u9fff{}]", text)]
