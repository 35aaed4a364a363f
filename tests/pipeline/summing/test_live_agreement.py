"""The summary's formulas and Python agree: LibreOffice reckons every light of thousands of cases anew."""

import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.bare_summary import bare_summary
from tests.pipeline.summing.office import OFFICE, recalculated
from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.judgement_policies import POLICIES
from xlreport.assess.judgement_rules import RULES
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.judged.judged_live_formulas import Live
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan, Policy, plan_from
from xlreport.model.plans.plan_form_types import STATES
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.summing.summing_records import summary_rows
from xlreport.workbook.summary_book.summary_workbook import summary_workbook

TEMPLATES = Path(__file__).parents[3] / "workbook_templates"
PERIOD = Period.parse("2020-Q2")
GRAIN = Decimal("0.000000001")
HEAD = {"code": "P", "title": "t", "government": "g", "year": 2020, "report": "r", "begins": "b"}
PROFILES = {
    "uneven": [5, 35, 80, 100],
    "late": [0, 0, 50, 100],
    "whole": [100, 100, 100, 100],
    "months": [0, 0, 0, 1, 2, 7, 33, 40, 60, 80, 90, 100],
}
#: Functions that Excel 2010, WPS and LibreOffice 7.4 all have, none of them volatile.
KNOWN = {
    "ABS", "AND", "IF", "INDEX", "INT", "ISNUMBER", "MATCH", "MAX", "MIN", "N", "NOT", "OR", "ROUND", "SUBSTITUTE",
    "TRIM", "COUNTIF", "COUNTIFS", "MID", "YEAR", "MONTH", "DAY", "DATE",
}  # fmt: skip


FIGURES = (Decimal(-7), Decimal(0), Decimal(4), Decimal(30), Decimal(62), Decimal(9999))


def _kinds() -> Iterator[dict[str, Any]]:
    measures = product(
        ("cumulative", "level", "share", "growth", "fall", "class"), ("more", "less"),
        ("linear", "hold", "year_end", "uneven", "months", "late", "whole"), ("ge", "gt", "approx", "range"),
    )  # fmt: skip
    for measure, direction, profile, comparator in measures:
        yield {
            "measure": measure,
            "direction": direction,
            "profile": profile,
            "comparator": comparator,
        }


def _entry(chance: random.Random, number: int, kind: Mapping[str, Any]) -> dict[str, Any]:
    unit, decimals = chance.choice((("%", 1), ("万人", 2), ("个", 0), ("亿元", 3)))
    target = chance.choice(("-4", "0", "3", "5.2", "60", "100", "1234.5"))
    entry = {
        "code": f"A{number:04}", "name": f"指标{number}", "section": "s", "figure": "f", "lead": "D", "printed": "p",
        "unit": unit, "decimals": decimals, "value": target, "commitment": chance.choice(("plain", "hard")), **kind,
    }  # fmt: skip
    if kind["measure"] == "class":
        entry |= {
            "value": "3",
            "unit": "类",
            "decimals": 0,
            "classes": ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"],
        }
    if kind["measure"] in {"level", "share"} and chance.random() < 0.8:
        entry["baseline"] = {"value": chance.choice(("-10", "2", "60", "70.5", "2000"))}
    elif chance.random() < 0.3:
        entry["baseline"] = {"value": "4" if entry["unit"] == "类" else chance.choice(("-3", "55"))}
    if chance.random() < 0.2:
        entry["due"] = chance.choice((date(2020, 6, 30), date(2020, 9, 30), date(2020, 3, 31)))
    if chance.random() < 0.1:
        entry["tolerance"] = chance.choice(("0", "0.7", "3"))
    if chance.random() < 0.1:
        entry["bounds"] = {
            "cumulative_more": "60",
            "level_points": "1",
            "ceiling_points": "0.3",
            "path_share": "50",
        }
    if chance.random() < 0.1:
        entry["asked"] = ["Q1", "Q4"]
    if chance.random() < 0.02:
        entry |= {"direction": "none", "profile": "linear"}
    return entry


def _milestones(chance: random.Random) -> Iterator[dict[str, Any]]:
    for number, (action, step) in enumerate(product(("finish", "advance"), (False, True)), 1):
        for more in range(40):
            entry: dict[str, Any] = {
                "code": f"M{number}{more:02}", "name": f"任务{number}{more}", "section": "s", "figure": "f",
                "lead": "D", "action": action,
            }  # fmt: skip
            if step or action == "advance":
                entry["steps"] = ["一", "二", "三", "四"]
            if chance.random() < 0.7:
                entry["due"] = chance.choice(
                    (date(2020, 6, 30), date(2020, 7, 31), date(2020, 11, 15))
                )
            yield entry


def _plan(chance: random.Random, policy: Policy) -> Plan:
    kinds = [kind for kind in _kinds() for _ in range(9)]
    return plan_from({
        "plan": HEAD, "profiles": PROFILES, "department": [{"code": "D", "name": "d"}], "policy": policy.model_dump(),
        "indicator": [_entry(chance, number, kind) for number, kind in enumerate(kinds, 1)],
        "milestone": list(_milestones(chance)),
    })  # fmt: skip


def _value(chance: random.Random, plan: Plan, indicator: Indicator) -> Decimal | None:
    """Choose what is reported: on a bound, a grain beside it, nothing, zero, or far away."""
    if indicator.classes:
        return chance.choice((None, Decimal(1), Decimal(2), Decimal(3), Decimal(4), Decimal(6)))
    judged = judge_indicator(
        indicator,
        plan,
        PERIOD,
        Record(
            plan="P",
            period=Period.parse("2020-Q2"),
            department="D",
            kind="indicator",
            code=indicator.code,
        ),
    )
    lines = [
        line
        for line in (judged.green, judged.amber, judged.done, judged.target)
        if line is not None
    ]
    lines += [Decimal(0), Decimal(-7), Decimal(9999)]
    value = chance.choice(lines) + chance.choice(
        (Decimal(0), Decimal(0), GRAIN, -GRAIN, Decimal("0.1"))
    )
    return None if chance.random() < 0.08 else value.quantize(GRAIN)


def _summary(seed: int, policy: Policy) -> Summary:
    chance = random.Random(seed)  # noqa: S311 - cases, not secrets
    plan = _plan(chance, policy)
    records = [
        Record(
            plan="P",
            period=Period.parse("2020-Q2"),
            department="D",
            kind="indicator",
            code=one.code,
            value=value,
        )
        for one in plan.indicator
        if (value := _value(chance, plan, one)) is not None
    ]
    for one in plan.milestone:
        state = chance.choice(("", *STATES))
        expected = chance.choice((None, date(2020, 6, 30), date(2020, 8, 1), date(2021, 2, 1)))
        said = chance.choice(("", "有进展"))
        records.append(
            Record(
                plan="P",
                period=Period.parse("2020-Q2"),
                department="D",
                kind="milestone",
                code=one.code,
                state=state,
                expected=expected,
                progress=said,
            )
        )
    before = [
        Record(
            plan="P",
            period=Period.parse("2020-Q1"),
            department="D",
            kind="indicator",
            code=one.code,
            value=chance.choice(FIGURES),
        )
        for one in plan.indicator
        if one.asked and not one.classes
    ]
    return bare_summary(plan, PERIOD, records, before)


@pytest.fixture(scope="module")
def default() -> Summary:
    """Thousands of cases under the default policy."""
    return _summary(1, Policy())


def _book(summary: Summary) -> bytes:
    return summary_workbook(summary, (TEMPLATES / "zh" / "summary.xlsx").read_bytes())


def _wrong(content: bytes) -> bytes:
    """Return the workbook with every stored result of a formula made wrong."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            text = old.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                text = re.sub(
                    rb'(<c [^>]*t="str"><f>[^<]*</f>)<v>[^<]*</v>', rb"\1<v>wrong</v>", text
                )
                text = re.sub(
                    rb"(<c [^>]*\"><f>[^<]*</f>)<v>[-0-9.e]+</v>", rb"\1<v>-98765</v>", text
                )
            new.writestr(part, text)
    return out.getvalue()


def _column(book: CalamineWorkbook, sheet: str, head: str) -> list[Any]:
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    place = rows[2].index(head)
    return [row[place] for row in rows[3:]]


def _words(rows: tuple[SummaryRow, ...]) -> list[str]:
    names = {"completed": "已完成", "on_track": "正常", "at_risk": "预警", "off_track": "滞后", "not_reported": "未报",
             "not_due": "未到评价期", "not_judged": "不评价"}  # fmt: skip
    return [f"{SYMBOLS[row.assessment.status]} {names[row.assessment.status]}" for row in rows]


def _changed(summary: Summary, content: bytes) -> tuple[bytes, Summary]:
    """Correct figures, targets and thresholds in the workbook, and judge the same corrections in Python."""
    chance = random.Random(3)  # noqa: S311 - cases, not secrets
    book = openpyxl.load_workbook(BytesIO(content))
    sheet, legend = book["指标"], book["图例与阈值"]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[3], 1)}
    spots = {str(row[0].value): row[1] for row in legend.iter_rows(min_col=1, max_col=2)}
    spots["累计类预警线"].value, spots["路径预警线"].value, spots["上限余量（点）"].value = (
        55,
        40,
        0.2,
    )
    policy = Policy(
        cumulative_more=Decimal(55), path_share=Decimal(40), ceiling_points=Decimal("0.2")
    )
    indicators, records = [], []
    for place, row in enumerate(summary.indicators, 4):
        own = row.target
        assert isinstance(own, Indicator)
        value, actual = row.assessment.target, row.assessment.actual
        if not own.classes:
            value = chance.choice((Decimal(40), Decimal("61.5"), value))
            actual = chance.choice((Decimal("20.5"), Decimal(62), Decimal(-1), actual))
            sheet.cell(place, heads["目标值\n（可改）"]).value = (
                None if value is None else float(value)
            )
            sheet.cell(place, heads["1—6月\n实达"]).value = (
                "未报" if actual is None else float(actual)
            )
        indicators.append(own.model_copy(update={"value": value}))
        if actual is not None:
            records.append(
                Record(
                    plan="P",
                    period=Period.parse("2020-Q2"),
                    department="D",
                    kind="indicator",
                    code=own.code,
                    value=actual,
                )
            )
    plan = summary.plan.model_copy(update={"indicator": tuple(indicators), "policy": policy})
    judged, _ = summary_rows(plan, PERIOD, records, ())
    out = BytesIO()
    book.save(out)
    return out.getvalue(), replace(summary, indicators=judged)


def _agree(book: CalamineWorkbook, summary: Summary) -> None:
    """Say that lights, paces, gaps and what is due are in the workbook as Python has them."""
    rows = summary.indicators
    for head, words in (
        ("状态", _words(rows)),
        ("今后须达到", [row.assessment.pace for row in rows]),
    ):
        found = zip(rows, _column(book, "指标", head), words, strict=True)
        differ = [(row.target, row.assessment, said) for row, said, word in found if said != word]
        assert not differ, (head, len(differ), differ[0])
    numbers = {
        "6月底\n应达": [row.assessment.expected for row in rows],
        "正常线": [row.assessment.green for row in rows],
        "预警线": [row.assessment.amber for row in rows],
        "完成线": [row.assessment.done for row in rows],
        "差距\n＋好 －差": [_better(row) for row in rows],
    }
    for head, values in numbers.items():
        lines = zip(rows, _column(book, "指标", head), values, strict=True)
        other = [
            (row.target, row.assessment, said)
            for row, said, value in lines
            if not _same(row, said, value)
        ]
        assert not other, (head, len(other), other[0])
    assert _column(book, "重点任务", "状态") == _words(summary.milestones)


def _better(row: SummaryRow) -> Decimal | None:
    judged = row.assessment
    return -judged.gap if judged.gap is not None and judged.sense == "less" else judged.gap


def _same(row: SummaryRow, said: object, value: Decimal | None) -> bool:
    if isinstance(said, str):
        return value is None or (isinstance(row.target, Indicator) and bool(row.target.classes))
    return value is not None and abs(Decimal(str(said)) - value) <= GRAIN


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_libreoffice_reckons_every_light_as_python_does(tmp_path: Path, default: Summary) -> None:
    """Thousands of cases on every bound: with wrong results stored, with other thresholds, after corrections."""
    strict = _summary(
        2, POLICIES["usaid-gophr"].model_copy(update={"name": "own", "hard_share": Decimal(50)})
    )
    plain = _book(default)
    corrected, anew = _changed(default, plain)
    found = recalculated(
        tmp_path,
        {"default": _wrong(plain), "strict": _wrong(_book(strict)), "corrected": corrected},
    )
    assert len(default.indicators) > 2000
    shown: Counter[tuple[str, Status]] = Counter()
    for name, summary in {"default": default, "strict": strict, "corrected": anew}.items():
        _agree(found[name], summary)
        shown.update((row.assessment.rule, row.assessment.status) for row in summary.indicators)
    judging = {Status.COMPLETED, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK}
    rules = {rule for rule, _ in shown if rule}
    assert rules == {rule.name for rule in RULES}
    for rule in rules - {"class_reached"}:
        assert judging <= {status for one, status in shown if one == rule}, rule


def test_formulas_use_only_what_every_program_has(default: Summary) -> None:
    """No function that Excel 2010, WPS or LibreOffice 7.4 lacks, and none that is reckoned anew at every touch."""
    for row in default.rows:
        assert row.live is not None
        for field in Live.__dataclass_fields__:
            formula = re.sub(r'"[^"]*"', "", getattr(row.live, field))
            assert set(re.findall(r"([A-Z]+)\(", formula)) <= KNOWN, formula
            assert len(formula) < 2000
