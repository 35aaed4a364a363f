"""What stands beside the lights: decisions of leaders, other policies tried out, periods off track, other plans."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.bare_summary import bare_summary
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_decision import Decision
from xlreport.model.judged.judged_summary import Beside, Summary
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.summing.consolidating import periods
from xlreport.pipeline.summing.summing_decisions import decisions_of_plan, known_decisions
from xlreport.pipeline.summing.summing_policy_trial import try_policy
from xlreport.pipeline.summing.summing_records import summary_rows
from xlreport.pipeline.summing.summing_side_by_side import pairs
from xlreport.publish.published_file_reader import others_from
from xlreport.publish.published_files import write
from xlreport.publish.published_page import page_html
from xlreport.publish.published_rows import ROW_COLUMNS, SECOND_TESTS, columns_in, rows
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

TEMPLATES = Path(__file__).parents[3] / "workbook_templates"
Q = [Period.parse(f"2020-Q{number}") for number in (1, 2, 3, 4)]
SAID = """
[[decision]]
plan = "SMALL-2020"
code = "ZB001"
since = "2020-Q2"
until = "2020-Q3"
words = "经研究暂不亮灯"
by = "市政府专题会议"
on = 2020-07-15
why = "上半年受疫情影响"
"""


def _record(period: Period, code: str, value: str, department: str = "RST") -> Record:
    return Record(
        plan="SMALL-2020",
        period=period,
        department=department,
        kind="indicator",
        code=code,
        value=Decimal(value),
    )


def _summary(
    plan: Plan, period: Period, values: dict[Period, str], decisions: tuple[Decision, ...] = ()
) -> Summary:
    records = [_record(when, "ZB001", value) for when, value in values.items()]
    now = [one for one in records if one.period == period]
    history = tuple(one for one in records if one.period != period)
    return replace(bare_summary(plan, period, now, history, decisions), history=history)


def _decisions(folder: Path, text: str) -> tuple[Decision, ...]:
    (folder / "decisions.toml").write_text(text, encoding="utf-8")
    return known_decisions(folder / "plan.toml", folder)


def test_a_decision_stands_beside_the_light_never_over_it(small_plan: Plan, tmp_path: Path) -> None:
    """Who, when and why are recorded for the periods named; the light is what it would be without."""
    decisions = decisions_of_plan(_decisions(tmp_path, SAID), small_plan)
    for period, counts in ((Q[0], False), (Q[1], True), (Q[2], True), (Q[3], False)):
        with_it = _summary(small_plan, period, {period: "0.1"}, decisions).indicators[0]
        without = _summary(small_plan, period, {period: "0.1"}).indicators[0]
        assert with_it.assessment == without.assessment
        assert with_it.assessment.status is Status.OFF_TRACK
        assert (with_it.decision is not None) is counts
        assert with_it.decision is None or with_it.decision.on == date(2020, 7, 15)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[[decision]]\ncode = 'ZB001'", "decisions-unsound"),
        ("[[decision", "plan-not-toml"),
        (SAID.replace("2020-Q3", "2020-Q1"), "decisions-unsound"),
        (SAID.replace("ZB001", "ZB999"), "decision-unknown"),
    ],
)
def test_a_faulty_decision_stops_the_run_in_one_line(
    small_plan: Plan, tmp_path: Path, text: str, code: str
) -> None:
    """A decision without who or why, ended before it began, or about nothing in the plan is no decision."""
    with pytest.raises(CannotRun) as raised:
        decisions_of_plan(_decisions(tmp_path, text), small_plan)
    assert raised.value.code == code


def test_no_file_of_decisions_is_no_fault(tmp_path: Path) -> None:
    """Most plans have none; another plan's decisions are left alone."""
    assert known_decisions(None, tmp_path) == ()
    assert known_decisions(tmp_path, tmp_path) == ()


def test_a_policy_tried_out_lists_what_would_change(small_plan: Plan) -> None:
    """Under 三亚 2022 half of what is due is still yellow; the summary itself keeps its lights."""
    summary = _summary(small_plan, Q[1], {Q[1]: "2"})
    turned = try_policy(summary, "sanya-2022")
    assert [
        (one.row.target.code, one.row.assessment.status, one.then.status) for one in turned
    ] == [("ZB001", Status.OFF_TRACK, Status.AT_RISK)]
    assert try_policy(summary, "default") == ()
    with pytest.raises(CannotRun) as raised:
        try_policy(summary, "nowhere")
    assert raised.value.code == "policy-unknown"


def test_periods_off_track_are_counted_on_end(small_plan: Plan) -> None:
    """This one included, and only while no other light stands between."""
    off, on = "0.1", "9"
    for values, count in (
        ((off, off, off), 3),
        ((off, on, off), 1),
        ((on, off, off), 2),
        ((off, off, on), 0),
    ):
        row = _summary(small_plan, Q[2], dict(zip(Q, values, strict=False))).indicators[0]
        assert row.periods_off == count
    monthly = _summary(small_plan, Q[1], {Period.parse("2020-05"): off, Q[1]: off}).indicators[0]
    assert monthly.periods_off == 1, "a month and a quarter are not on end"


def test_long_form_has_each_period_as_it_stood(small_plan: Plan) -> None:
    """Every period known of is judged by what was due then."""
    summary = _summary(small_plan, Q[2], {Q[0]: "1.1", Q[1]: "2.5", Q[2]: "5"})
    told = [(str(one.period), one.indicators[0].assessment.status) for one in periods(summary)]
    assert told == [
        ("2020-Q1", Status.AT_RISK),
        ("2020-Q2", Status.ON_TRACK),
        ("2020-Q3", Status.COMPLETED),
    ]


def test_two_plans_stand_side_by_side(small_plan: Plan) -> None:
    """A lower plan's target finds the one it answers, from either side, through a file of data."""
    lower = small_plan.model_copy(update={
        "plan": small_plan.plan.model_copy(update={"code": "COUNTY-2020"}),
        "indicator": tuple(
            one.model_copy(update={"parent": "SMALL-2020:ZB001", "parent_kind": "part"}) if one.code == "ZB001" else one
            for one in small_plan.indicator
        ),
    })  # fmt: skip
    county = replace(_summary(small_plan, Q[1], {}), plan=lower)
    record = replace(_record(Q[1], "ZB001", "0.5"), plan="COUNTY-2020")
    indicators, milestones = summary_rows(lower, Q[1], [record], ())
    county = replace(county, indicators=indicators, milestones=milestones)
    city = _summary(small_plan, Q[1], {Q[1]: "2.5"})
    for suffix in (".csv", ".json"):
        below = others_from(write(rows(county), suffix), suffix)
        (pair,) = pairs(small_plan, city.rows, below)
        assert (pair.row.target.code, pair.other.plan, pair.kind, pair.above) == (
            "ZB001",
            "COUNTY-2020",
            "part",
            True,
        )
        assert (pair.other.actual, pair.other.status) == (Decimal("0.5"), Status.OFF_TRACK)
        above = others_from(write(rows(city), suffix), suffix)
        (pair,) = pairs(lower, county.rows, above)
        assert (pair.other.code, pair.above) == ("ZB001", False)
        assert pairs(small_plan, city.rows, above) == (), "a plan is not beside itself"


def _above(actual: str, period: str) -> Beside:
    return Beside(
        plan="REGION-2020", period=period, code="ZB900", name="增速", department="统计局", unit="%",
        printed="8%", target=Decimal(8), actual=Decimal(actual), state="", status=Status.ON_TRACK,
        parent="", parent_kind="", measure="growth",
    )  # fmt: skip


@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
def test_second_tests_have_columns_only_where_the_thresholds_ask(small_plan: Plan) -> None:
    """Off by default: no column in data, workbook and page; on, lights are as before."""
    own = small_plan.indicator[0].model_copy(
        update={"measure": "growth", "unit": "%", "profile": "hold", "value": Decimal(9),
                "parent": "REGION-2020:ZB900", "parent_kind": "same"}
    )  # fmt: skip
    plan = small_plan.model_copy(update={"indicator": (own, *small_plan.indicator[1:])})
    on = plan.policy.model_copy(update={"above_points": Decimal(0), "progress_gap": Decimal(10)})
    look = (TEMPLATES / "zh" / "summary.xlsx").read_bytes()
    heads, told, lights = [], [], []
    for policy in (plan.policy, on):
        summary = _beside_another(plan.model_copy(update={"policy": policy}))
        told.append(columns_in(summary))
        lights.append([row.assessment for row in summary.rows])
        book = openpyxl.load_workbook(BytesIO(summary_workbook(summary, look)))
        heads.append({str(cell.value).split("\n")[0] for cell in book["指标"][3]})
        page = page_html(summary).decode()
        assert ("低0.50个百分点，落后" in page) is (policy is on)
        assert write(rows(summary), ".csv", columns_in(summary))
    assert heads[1] - heads[0] == {"与上级", "进度指数"}
    assert told == [
        ROW_COLUMNS,
        (*ROW_COLUMNS, *SECOND_TESTS["against_above"], *SECOND_TESTS["progress"]),
    ]
    assert lights[0] == lights[1]


def _beside_another(plan: Plan) -> Summary:
    """One growth, and one cumulative figure, at mid-year; the higher plan is a half point better."""
    summary = _summary(plan, Q[1], {Q[1]: "7.5"})
    counted = next(one for one in plan.indicator[1:] if one.measure == "cumulative")
    now = [_record(Q[1], "ZB001", "7.5"), _record(Q[1], counted.code, "1", counted.reported_by)]
    others = [_above("8", "2020-Q2"), _above("6", "2020-Q1")]
    indicators, milestones = summary_rows(plan, Q[1], now, (), beside=others)
    return replace(summary, indicators=indicators, milestones=milestones)
