"""What all tests share: a small plan, forms made from it by hand, and `--update` for snapshots."""

import os
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from xlreport.model.judged.judged_assessment import Assessment, Status
from xlreport.model.judged.judged_summary import DepartmentRow, FileRow, Summary, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Milestone, Plan, plan_from
from xlreport.model.plans.plan_form_types import Form, IndicatorRow, MilestoneRow
from xlreport.model.plans.plan_template_code import TemplateCode
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict

SECTION = "二、(一)保持就业稳定"
DEPARTMENTS = [
    {"code": "RST", "name": "人力资源社会保障厅", "aliases": ["人社厅"]},
    {"code": "NYT", "name": "农业农村厅"},
    {"code": "TJJ", "name": "统计局"},
]


def _indicator(code: str, name: str, lead: str, printed: str, **more: Any) -> dict[str, Any]:
    plain = {"section": SECTION, "figure": printed, "measure": "cumulative", "direction": "more"}
    return plain | {"comparator": "ge", "profile": "linear", "code": code, "name": name, "lead": lead} | more | {
        "printed": printed
    }  # fmt: skip


INDICATORS = [
    _indicator("ZB001", "城镇新增就业人数", "RST", "5万人以上", unit="万人", value=5, decimals=2, commitment="hard",
               baseline={"value": "5.2", "figure": "城镇新增就业5.2万人"}, maximum=20, minimum=0),
    _indicator("ZB002", "城镇登记失业率", "RST", "3.6%以内", unit="%", measure="level", direction="less",
               comparator="le", value="3.6", decimals=2, profile="hold", baseline={"value": 3, "comparator": "le"}),
    _indicator("ZB003", "高校毕业生就业率", "RST", "90%以上", unit="%", measure="share", value=90, decimals=1,
               profile="year_end", asked=["Q4"], baseline={"asked": True}),
    _indicator("ZB004", "城镇零就业家庭", "RST", "动态清零", unit="户", measure="level", direction="less",
               comparator="le", value=0, profile="hold", commitment="hard"),
    _indicator("ZB005", "农牧民人均劳务收入增速", "RST", "增长20%左右", unit="%", measure="growth",
               comparator="approx", value=20, decimals=1, profile="hold", reporter="TJJ"),
    _indicator("ZB006", "化肥农药使用量降幅", "NYT", "下降10%", unit="%", measure="fall", value=10, decimals=1,
               profile="year_end", commitment="strive", baseline={"value": "1.5"}),
    _indicator("ZB007", "青稞产量", "NYT", "保持稳定", unit="万吨", value=None, reference="baseline", decimals=1,
               profile="harvest", asked=["Q3", "Q4"], baseline={"value": 80, "comparator": "gt"}),
    _indicator("ZB008", "主要江河断面水质", "NYT", "不低于Ⅲ类", unit="类", measure="class", comparator="ge", value=3,
               direction="more", profile="hold", classes=["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"]),
    _indicator("ZB009", "数字经济规模增速", "TJJ", "增长1倍以上", unit="%", measure="growth", value=100,
               profile="year_end"),
    _indicator("ZB010", "大病救助资金", "TJJ", "统筹使用", unit="万元", direction="none", value=None,
               reference="external", decimals=1),
]  # fmt: skip


def _milestone(code: str, name: str, lead: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": name,
        "lead": lead,
        "section": SECTION,
        "figure": name,
        "action": "finish",
    } | more


MILESTONES = [
    _milestone("RW001", "职业技能提升行动", "RST", action="advance",
               steps=["印发方案", "培训3万人次", "培训5万人次", "培训8万人次"]),
    _milestone("RW002", "公共实训基地", "RST", action="build", due=date(2020, 9, 30), commitment="hard"),
    _milestone("RW003", "提高城乡居民养老保险补贴标准", "RST", due=date(2020, 6, 30)),
    _milestone("RW004", "高标准农田项目开工", "NYT", action="start", due=date(2020, 4, 30), county="乃东区"),
]  # fmt: skip


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update`, which writes snapshots anew instead of comparing with them."""
    parser.addoption(
        "--update", action="store_true", help="write snapshots anew instead of comparing with them"
    )


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether snapshots are to be written anew."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(scope="session")
def small_plan() -> Plan:
    """Three departments, ten indicators of all measures, four milestones."""
    return plan_from({
        "plan": {
            "code": "SMALL-2020", "title": "某市2020年政府工作报告目标任务", "government": "某市人民政府", "year": 2020,
            "report": "某市2020年政府工作报告", "begins": "2020年工作目标", "contact": "市政府督查室（示例）",
        },
        "profiles": {"harvest": [0, 0, 80, 100]},
        "department": DEPARTMENTS, "indicator": INDICATORS, "milestone": MILESTONES,
    })  # fmt: skip


#: Due by the end of June and last value by code; a code that is absent has neither.
_DUE_AND_LAST = {
    "ZB001": ("2.50", "1.08"), "ZB002": ("3.6", "3.12"), "ZB004": ("0", "0"), "ZB005": ("20", "8.3"),
    "ZB008": ("3", "2"),
}  # fmt: skip


def _indicator_row(plan: Plan, indicator: Indicator, period: Period) -> IndicatorRow:
    due, last = _DUE_AND_LAST.get(indicator.code, (None, None))
    rate = indicator.unit == "%"
    least = Decimal(-100) if indicator.measure in {"growth", "fall"} else Decimal(0)
    return IndicatorRow(
        indicator=indicator,
        serial=plan.indicator.index(indicator) + 1,
        asked=indicator.is_asked(period),
        due=None if due is None else Decimal(due),
        last=None if last is None else Decimal(last),
        minimum=least if indicator.minimum is None else indicator.minimum,
        maximum=Decimal(1000 if rate else 100_000)
        if indicator.maximum is None
        else indicator.maximum,
        baseline_asked=indicator.baseline is not None and indicator.baseline.asked,
    )


def _milestone_row(plan: Plan, milestone: Milestone, period: Period) -> MilestoneRow:
    step = milestone.steps[period.end_month // 3 - 1] if milestone.steps else ""
    serial = plan.milestone.index(milestone) + 1
    return MilestoneRow(
        milestone=milestone,
        serial=serial,
        deadline=plan.due(milestone),
        step=step,
        last_state="under_way" if serial % 2 else "",
        last_progress="已完成前期工作。" if serial % 2 else "",
    )


def form_by_hand(plan: Plan, department: str, *, language: str = "zh", note: str = "") -> Form:
    """Return the second quarter's form of one department, made without the pipeline."""
    period = Period.parse(f"{plan.year}-Q2")
    unit = next(d for d in plan.department if d.code == department)
    return Form(
        code=TemplateCode(plan.code, period, department, plan.version),
        title=plan.title,
        government=plan.government,
        language=language,
        department=unit,
        number=plan.department.index(unit) + 1,
        period=period,
        return_by=period.return_date(plan.return_days),
        contact=plan.contact,
        indicators=tuple(_indicator_row(plan, i, period) for i in plan.indicators_of(department)),
        milestones=tuple(_milestone_row(plan, m, period) for m in plan.milestones_of(department)),
        note=note,
    )


@pytest.fixture(scope="session")
def small_forms(small_plan: Plan) -> dict[str, Form]:
    """The second quarter's form of each department of the small plan, by its code (RST, NYT, TJJ)."""
    return {d.code: form_by_hand(small_plan, d.code) for d in small_plan.department}


#: Light, value (or None), expected, green, amber, last light of each indicator of the small plan in `small_summary`.
_LIGHTS = {
    "ZB001": ("at_risk", "2.35", "2.50", "2.50", "1.75", "on_track"),
    "ZB002": ("on_track", "3.24", "3.60", "3.42", "3.60", "on_track"),
    "ZB003": ("not_due", None, None, None, None, "not_due"),
    "ZB004": ("off_track", "2", "0", "0", "0", "off_track"),
    "ZB005": ("on_track", "20.4", "20", "19.5", "0", "at_risk"),
    "ZB006": ("not_due", None, None, None, None, None),
    "ZB007": ("not_reported", None, "0.0", "0.0", "0.0", "on_track"),
    "ZB008": ("completed", "2", "3", "3", None, "on_track"),
    "ZB009": ("not_reported", None, None, None, None, None),
    "ZB010": ("not_judged", "=1", None, None, None, None),
    "RW001": ("on_track", "under_way", None, None, None, "on_track"),
    "RW002": ("at_risk", "blocked", None, None, None, "on_track"),
    "RW003": ("off_track", "under_way", None, None, None, "at_risk"),
    "RW004": ("completed", "done", None, None, None, "off_track"),
}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None or text.startswith("=") else Decimal(text)


def _summary_row(plan: Plan, serial: int, target: Indicator | Milestone) -> SummaryRow:
    light, said, expected, green, amber, last = _LIGHTS[target.code]
    kind: Any = "indicator" if isinstance(target, Indicator) else "milestone"
    plain = kind == "indicator"
    value = _decimal(said) if plain else None
    actual_on = date(2020, 8, 1 + serial) if not plain else None
    share = value / 5 if value is not None and light == "at_risk" else None
    judged = Assessment(
        kind=kind, code=target.code, period="2020-Q2", status=Status(light), rule="rule", reason=f"判断理由{serial}：应达{expected}，实达{said}",
        target=target.value if isinstance(target, Indicator) else None, expected=_decimal(expected), actual=value,
        green=_decimal(green), amber=_decimal(amber), sense="less" if target.code in {"ZB002", "ZB004"} else "more",
        gap=value - Decimal(green) if value is not None and green else None, attainment=share,
        pace="每季1.32万人" if light == "at_risk" else "",
        deadline=None if plain else plan.due(target), expected_on=actual_on,
    )  # fmt: skip
    record = None
    if said is not None:
        record = Record(
            plan=plan.code, period=Period.parse("2020-Q2"), department=target.reported_by, kind=kind, code=target.code, value=value, state="" if plain else said,
            expected=actual_on, progress="=1+1", problems="@缺资金", next_steps="-", source="statistics" * plain,
            remark="+暂时", provisional=serial == 1, file=f"{target.reported_by}.xlsx", sha256="ab12" * 16,
            sheet="指标填报" if plain else "重点任务", cell=f"H{serial + 4}",
        )  # fmt: skip
    name = next(d.name for d in plan.department if d.code == target.reported_by)
    return SummaryRow(
        target=target,
        serial=serial,
        department=name,
        assessment=judged,
        record=record,
        last_status=None if last is None else Status(last),
    )


def summary_by_hand(plan: Plan) -> Summary:
    """Return a summary of the small plan with every light, every verdict of a department, and text like formulas."""
    indicators = tuple(_summary_row(plan, n, i) for n, i in enumerate(plan.indicator, start=1))
    milestones = tuple(_summary_row(plan, n, m) for n, m in enumerate(plan.milestone, start=1))
    everything = (*indicators, *milestones)
    verdicts = {"RST": Verdict.PARTLY, "NYT": Verdict.ACCEPTED, "TJJ": None}
    departments = []
    for unit in plan.department:
        lights = [r.assessment.status for r in everything if r.target.reported_by == unit.code]
        here, verdict = f"{unit.code}.xlsx", verdicts[unit.code]
        departments.append(DepartmentRow(
            code=unit.code, name=unit.name, verdict=verdict, file=here if verdict else "", returned=1 if verdict is Verdict.PARTLY else 0, asked=len(lights),
            filled=sum(light is not Status.NOT_REPORTED for light in lights), counts={s: lights.count(s) for s in Status},
            filled_by="=张三" if verdict else "", telephone="0891-6330000" if verdict else "",
            saved_on=date(2020, 7, 8) if verdict else None, late=verdict is Verdict.PARTLY if verdict else None,
        ))  # fmt: skip
    return Summary(
        plan=plan, period=Period.parse("2020-Q2"), as_of=date(2020, 6, 30), indicators=indicators, milestones=milestones, departments=tuple(departments), findings=(),
        files=(
            FileRow(file="RST.xlsx", sha256="ab12" * 16, verdict=Verdict.PARTLY, department="RST", period="2020-Q2", reason="有1处错误"),
            FileRow(file="扫描件.pdf", sha256="cd34" * 16, verdict=Verdict.NOT_A_SUBMISSION, department="", period="", reason="=附件，不是报表"),
        ),
        attention=tuple(r for r in everything if r.assessment.status in {Status.OFF_TRACK, Status.AT_RISK}),
        note="示例数据，均为虚构",
    )  # fmt: skip


@pytest.fixture(scope="session")
def small_summary(small_plan: Plan) -> Summary:
    """The second quarter's summary of the small plan, made without the pipeline."""
    return summary_by_hand(small_plan)


#: Why a test may be left out in CI: the reports belong to no one who merely checks the project out.
ALLOWED_SKIPS = ("the reports are not beside the project",)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a skipped test is a failed run, unless its reason is on the short list."""
    if not os.environ.get("XLREPORT_NO_SKIPS"):
        return
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    reasons = {str(report.longrepr[2]) for report in skipped if isinstance(report.longrepr, tuple)}
    if any(reason.removeprefix("Skipped: ") not in ALLOWED_SKIPS for reason in reasons):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("\nskipped in CI:", *sorted(reasons), sep="\n  ")  # noqa: T201 - pytest's own output
