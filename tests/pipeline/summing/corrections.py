"""Random corrections of a summary workbook, made in its cells and, the same, in what the pipeline is given."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from xlreport.assess.rollup.light_rollup import attention
from xlreport.messages.state_messages import state_word
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_decision import Decision
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.plans.plan import Baseline, Indicator, Milestone, Plan
from xlreport.model.plans.plan_form_types import STATES
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.files.file_places import schemas_folder
from xlreport.pipeline.intake.receiving_inbox import Intake, receive
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_earlier_records import read_last
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

EXAMPLES = Path(__file__).parents[3] / "examples"
TEMPLATES = Path(__file__).parents[3] / "workbook_templates"
HEADS = {
    "actual": "1—6月\n实达",
    "target": "目标值\n（可改）",
    "baseline": "上年基数\n（可改）",
    "state": "填报状态",
    "expected": "实际／预计\n完成日期",
    "deadline": "完成时限",
    "progress": "进展情况",
    "problems": "存在问题",
    "next_steps": "下一步措施",
    "remark": "备注",
}
TEXTS = ("progress", "problems", "next_steps", "remark")  # fmt: skip
THRESHOLDS = {
    "累计类预警线": ("cumulative_more", (55, 80)), "累计上限预警线": ("cumulative_less", (105, 120)),
    "比率预警线": ("level_points", (1, 3)), "时点量预警线": ("level_share", (85, 95)),
    "路径预警线": ("path_share", (40, 85)), "上限余量": ("ceiling_margin", (2, 10)),
    "未启动预警线": ("late_start_share", (10, 60)),
    "增速预警线": ("growth_share", (50, 90)), "增速预警线（点）": ("growth_points", (1, 3)),
    "增速预警线（定数）": ("growth_floor", (-1, 1)), "上限余量（点）": ("ceiling_points", (0.1, 1)),
    "“左右”偏差（比率）": ("approx_points", (0.1, 1)), "“左右”偏差（其他）": ("approx_share", (1, 10)),
    "累计类正常线": ("cumulative_slack", (5, 10)), "累计类预警线（点）": ("cumulative_points", (20, 30)),
    "须保持的正常线": ("level_slack", (1, 5)), "确保的预警区": ("hard_share", (0, 100)),
    "走向余量（比率）": ("travel_points", (0, 2)), "走向余量（其他）": ("travel_share", (0, 9)),
    "一级提级": ("escalate_amber", (1, 3)), "二级提级": ("escalate_red", (1, 3)),
    "三级提级": ("escalate_red_again", (1, 4)),
    "进度指数余量": ("progress_gap", (1, 60)),
}  # fmt: skip


DECISIONS = (
    Decision(
        plan="TIBET-2020", code="ZB041", since="2020-Q2", until="2020-Q3", words="经研究暂不亮灯",
        by="专题会议", on=date(2020, 7, 15), why="尚未恢复",
    ),
)  # fmt: skip
LEADERS = ("", "示例甲", "示例乙", "示例丙")


@dataclass(frozen=True)
class Correction:
    """One cell changed by hand."""

    code: str
    """Of the target; of a threshold its name on the legend."""
    field: str
    value: Any


@cache
def returned() -> Intake:
    """The example inbox, read and checked."""
    plan = load_plan(schemas_folder() / "tibet-2020.toml")
    led = {
        kind: tuple(
            one.model_copy(update={"leader": LEADERS[place % len(LEADERS)]})
            for place, one in enumerate(getattr(plan, kind))
        )
        for kind in ("indicator", "milestone")
    }
    second = {"policy": plan.policy.model_copy(update={"progress_gap": Decimal(10)})}
    plan = plan.model_copy(update=led | second)
    return receive([EXAMPLES / "inbox"], [plan], earlier=earlier(), jobs=1)


@cache
def earlier() -> tuple[Record, ...]:
    """What was reported for the quarter before."""
    return read_last(EXAMPLES / "last" / "2020-Q1.csv")


@cache
def issued() -> Summary:
    """The summary as it goes out."""
    return consolidate(returned(), earlier=earlier(), decisions=DECISIONS)


def book_of(summary: Summary) -> bytes:
    """The summary as a workbook with the program's own look."""
    return summary_workbook(summary, (TEMPLATES / "zh" / "summary.xlsx").read_bytes())


def corrections(chance: random.Random, count: int) -> list[Correction]:
    """Choose cells that a leader may change, no two of them the same, and what to write there."""
    summary, found = issued(), dict[tuple[str, str], Correction]()
    names = chance.sample(sorted(THRESHOLDS), chance.randrange(6))
    for name in names:
        found[name, ""] = Correction(name, "", chance.choice(THRESHOLDS[name][1]))
    while len(found) < count:
        row = chance.choice(summary.rows)
        one = (
            _indicator(chance, row)
            if isinstance(row.target, Indicator)
            else _milestone(chance, row)
        )
        if one is not None:
            found[one.code, one.field] = one
    return list(found.values())


def _indicator(chance: random.Random, row: SummaryRow) -> Correction | None:
    own, judged = row.target, row.assessment
    assert isinstance(own, Indicator)
    field = chance.choice(("actual", "actual", "actual", "target", "baseline", *TEXTS))
    if field in TEXTS:
        text = chance.choice(("资金未到位", "", "征地慢"))
        return Correction(own.code, field, text) if row.record else None
    if field == "actual" and not _reports(row):
        return None
    if own.classes:
        value: Any = chance.choice((*own.classes, "")) if field == "actual" else None
        return None if value is None else Correction(own.code, field, value)
    lines = [
        one for one in (judged.green, judged.amber, judged.done, judged.target) if one is not None
    ]
    lines += [Decimal(0), Decimal(-7), Decimal(9999), Decimal("20.5")]
    value = chance.choice(lines) + chance.choice((Decimal(0), Decimal("0.1"), Decimal("-0.1")))
    if field == "actual" and chance.random() < 0.15:
        return Correction(own.code, field, chance.choice(("", "待核")))
    if field == "target" and own.value is None:
        return None
    if field == "target" and value <= 0:
        value = chance.choice((Decimal(40), Decimal("61.5")))
    return Correction(own.code, field, value.quantize(Decimal("0.0001")).normalize() + 0)


def _reports(row: SummaryRow) -> bool:
    """Say whether a figure of this period stands there, or would: none that is carried on."""
    if not isinstance(row.target, Indicator) or not row.target.is_asked(issued().period):
        return False
    return row.target.reported_by in _departments()


@cache
def _departments() -> frozenset[str]:
    return frozenset(
        unit for (_, period, unit), one in returned().choices.items()
        if one.counted and period == issued().period
    )  # fmt: skip


def _milestone(chance: random.Random, row: SummaryRow) -> Correction | None:
    if row.target.reported_by not in _departments():
        return None
    field = chance.choice(("state", "state", "expected", "expected", "deadline", *TEXTS))
    value: Any = chance.choice(("", "有新进展", "进度受影响"))
    if field == "state":
        value = chance.choice(("", *STATES))
    if field in {"expected", "deadline"}:
        value = date(2020, 1, 31) + timedelta(days=chance.randrange(5, 330))
        if field == "expected" and chance.random() < 0.15:
            value = ""
    if field in {*TEXTS, "expected"} and row.record is None:
        return None
    return Correction(row.target.code, field, value)


def in_the_workbook(content: bytes, wanted: list[Correction]) -> bytes:
    """Change the cells."""
    book = openpyxl.load_workbook(BytesIO(content))
    sheets = [book["指标"], book["重点任务"]]
    rows = {
        str(sheet.cell(row, 2).value): (sheet, row)
        for sheet in sheets
        for row in range(4, sheet.max_row + 1)
    }
    heads = {
        sheet.title: {str(cell.value): cell.column for cell in sheet[3] if cell.value}
        for sheet in sheets
    }
    legend = {str(row[0].value): row[1] for row in book["图例与阈值"].iter_rows(max_col=2)}
    for one in wanted:
        if not one.field:
            legend[one.code].value = one.value
            continue
        sheet, row = rows[one.code]
        value = float(one.value) if isinstance(one.value, Decimal) else one.value
        if one.field == "state" and value:
            task = next(row.target for row in issued().milestones if row.target.code == one.code)
            assert isinstance(task, Milestone)
            value = state_word("zh", str(value), task)
        cell = sheet.cell(row, heads[sheet.title][HEADS[one.field]])
        cell.value = None if value == "" else value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def in_the_pipeline(wanted: list[Correction]) -> Summary:
    """Consolidate what would have come in if the same had been reported, promised or set."""
    intake, changed = returned(), dict[str, dict[str, Any]]()
    for one in wanted:
        changed.setdefault(one.code, {})[one.field] = one.value
    plan = _plan(issued().plan, changed)
    period = issued().period
    choices = dict(intake.choices)
    for key, choice in choices.items():
        if choice.counted and key[1] == period:
            records = tuple(_records(plan, key[2], choice.records, changed))
            choices[key] = replace(choice, counted=replace(choice.counted, records=records))
    files = tuple(
        replace(one, identity=replace(one.identity, plan=plan))
        if one.identity and one.identity.plan.code == plan.code
        else one
        for one in intake.files
    )
    return _as_it_was(consolidate(Intake(files, choices), earlier=earlier(), decisions=DECISIONS))


def _as_it_was(summary: Summary) -> Summary:
    """Leave the lights of the last period as they were issued: what is changed now was not so then."""
    before = {row.target.code: row for row in issued().rows}

    def row(now: SummaryRow) -> SummaryRow:
        was = before[now.target.code]
        off = was.off_before + 1 if now.assessment.status is Status.OFF_TRACK else 0
        return replace(
            now,
            last_status=was.last_status,
            issued=was.issued,
            periods_off=off,
            off_before=was.off_before,
        )

    indicators, milestones = (
        tuple(map(row, rows)) for rows in (summary.indicators, summary.milestones)
    )
    rows = (*indicators, *milestones)
    return replace(summary, indicators=indicators, milestones=milestones, attention=attention(rows))


def _plan(plan: Plan, changed: Mapping[str, Mapping[str, Any]]) -> Plan:
    policy = {
        THRESHOLDS[code][0]: Decimal(str(told[""])) for code, told in changed.items() if "" in told
    }
    return plan.model_copy(
        update={
            "indicator": tuple(_promised(one, changed.get(one.code, {})) for one in plan.indicator),
            "milestone": tuple(_due(one, changed.get(one.code, {})) for one in plan.milestone),
            "policy": plan.policy.model_copy(update=policy),
        }
    )


def _promised(one: Indicator, told: Mapping[str, Any]) -> Indicator:
    update: dict[str, Any] = {}
    if "target" in told:
        update["value"] = told["target"]
    if "baseline" in told:
        update["baseline"] = Baseline(value=told["baseline"])
    return one.model_copy(update=update)


def _due(one: Milestone, told: Mapping[str, Any]) -> Milestone:
    return one.model_copy(update={"due": told["deadline"]}) if "deadline" in told else one


def _records(
    plan: Plan, unit: str, records: Any, changed: Mapping[str, Mapping[str, Any]]
) -> Iterator[Record]:
    """Yield a department's records with what was changed of them."""
    known = {one.code: one for one in records}
    targets: list[Indicator | Milestone] = [*plan.indicators_of(unit), *plan.milestones_of(unit)]
    for target in targets:
        told = changed.get(target.code, {})
        kind = "indicator" if isinstance(target, Indicator) else "milestone"
        record = known.get(target.code)
        if record is None:
            if told.get("actual", "") == "" and "state" not in told:
                continue  # an empty cell that is emptied again stays as it was
            record = Record(
                plan=plan.code,
                period=issued().period,
                department=unit,
                kind=kind,
                code=target.code,
            )
        yield _record(record, target, told)


def _record(record: Record, target: Indicator | Milestone, told: Mapping[str, Any]) -> Record:
    update: dict[str, Any] = {field: told[field] for field in (*TEXTS, "state") if field in told}
    if "expected" in told:
        update["expected"] = told["expected"] or None
    if "actual" in told and not (told["actual"] == "" and record.value is None):
        value = told["actual"]
        if isinstance(target, Indicator) and target.classes and value:
            value = Decimal(target.classes.index(value) + 1)
        update |= {"value": value if isinstance(value, Decimal) else None, "no_data": False}
    return replace(record, **update)


def lights(summary: Summary) -> set[Status]:
    """Which lights a summary shows."""
    return {row.assessment.status for row in summary.rows}
