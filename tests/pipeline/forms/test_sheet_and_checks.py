"""What the sheet says of a row while it is filled in, reckoned by LibreOffice, is what `validate` says of it.

Every kind of row of both plans meets every answer of its list at least once: rows are filled in soundly, and one cell
of each then holds something else.
"""

import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlreport.checks.returns.return_checks import check
from xlreport.messages import say
from xlreport.messages.state_messages import state_words
from xlreport.model.period import Period
from xlreport.model.plans.plan import Measure, Plan
from xlreport.model.plans.plan_form_types import Form, IndicatorRow, MilestoneRow
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.plans.plan_files import load_plan
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.department.form_layout import layout
from xlreport.workbook.department.form_open_cells import Filling, fill_cells
from xlreport.workbook.reading.reading_exact_cells import Exactly
from xlreport.workbook.reading.submission_reader import read

ROOT = Path(__file__).parents[3]
OFFICE = shutil.which("soffice")
STEP = int(os.environ.get("XLREPORT_EVERY_CELL") or 41)
"""Of the cases every so many-th is tried; 1 tries all, which takes minutes."""
COPIES = 20
"""How often the rows of a department stand in one workbook, each time with other cases."""
AT_ONCE = 10
"""Workbooks that LibreOffice is given at once."""
PERIOD = Period.parse("2020-Q2")
BEFORE = (Period.parse("2019-Q4"), Period.parse("2020-Q1"))
Row = IndicatorRow | MilestoneRow
Answers = Mapping[str, Filling]

REASON = "口径调整，含上年结转"
SAID_BEFORE = "上期已说明的原因"
EMPTY_WORDS = ("", "  ", "无", "—", "暂无数据", "没有问题", "尚未统计")
NO_REASONS = (*EMPTY_WORDS, "已核对无误", "数据属实", "说明", "三个字", SAID_BEFORE, "因疫情影响")


@dataclass(frozen=True)
class Case:
    """What is typed in a row besides a sound answer."""

    name: str
    typed: Answers


SOUND = Case("sound", {})


def number(typed: object) -> Decimal:
    return Decimal(str(typed))


def sound(row: Row) -> dict[str, Filling]:
    """Return answers that nobody objects to."""
    if isinstance(row, MilestoneRow):
        back = row.last_state == "done"
        day = date(2020, 5, 20) if back else row.deadline
        late = day <= PERIOD.end
        state = "done" if back or late else row.states[1]
        done = state == "done"
        return {
            "state": say("zh", f"state.{state}"),
            "expected": min(day, PERIOD.end) if done else day,
            "progress": "按计划推进，已办结三项。",
        }
    answers: dict[str, Filling] = {"actual": sound_figure(row), "progress": "完成年度任务的一半。"}
    answers["source"] = "部门业务统计"
    if row.baseline_asked:
        answers["baseline"] = number(3)
    return answers


def sound_figure(row: IndicatorRow) -> Filling:
    one = row.indicator
    if one.measure is Measure.CLASS:
        return one.classes[1]
    wanted = row.last if row.last is not None else one.value if one.value is not None else number(1)
    low, high = row.minimum, row.maximum
    wanted = wanted if low is None else max(wanted, low)
    return wanted if high is None else min(wanted, high)


def figures(row: IndicatorRow) -> Iterator[Case]:
    """Yield good and bad figures of a row."""
    one = row.indicator
    ends = [end for end in (row.minimum, row.maximum, one.value, row.last) if end is not None]
    numbers = {number(n) for n in (-5, 0, 1, "0.035", "12.5", 99, 100, 101, 1001, 10**6)}
    numbers |= {end + step for end in ends for step in (-1, 0, 1)} | {end * 11 for end in ends}
    for typed in sorted(numbers):
        yield Case(f"figure {typed}", {"actual": typed})
        yield Case(f"figure {typed} with a reason", {"actual": typed, "remark": REASON})
    unit = one.unit
    for words in (
        "  ",
        "无数据",
        "—",
        "未统计",
        "暂未统计数据",
        "快了",
        "约5",
        "５",
        "5左右",
        f"5{unit}",
        "5吨位",
        "-5",
    ):
        yield Case(f"figure {words!r}", {"actual": words})
        for remark in NO_REASONS if words == "无数据" else (REASON,):
            yield Case(f"figure {words!r}, {remark!r}", {"actual": words, "remark": remark})
    yield Case("an error", {"actual": Exactly("#DIV/0!", error=True)})
    yield Case("yes", {"actual": Exactly(value=True)})
    yield Case("a day", {"actual": Exactly(date(2020, 6, 30), "date")})
    yield Case(
        "a day with a reason", {"actual": Exactly(date(2020, 6, 30), "date"), "remark": REASON}
    )
    if unit == "%":
        yield Case("a percentage", {"actual": Exactly(number("0.5"), "percent")})


def classes(row: IndicatorRow) -> Iterator[Case]:
    for words in (*row.indicator.classes, "III", "3", "三类", "Ⅲ类", "很好", "  ", "无数据", "—"):
        yield Case(f"class {words!r}", {"actual": words})
        yield Case(f"class {words!r} with a reason", {"actual": words, "remark": REASON})
    yield Case("class 3", {"actual": number(3)})


def words_of_indicators(row: IndicatorRow) -> Iterator[Case]:
    """Yield good and bad words in every other cell."""
    last = number(0) if row.last is None else row.last
    for field in ("progress", "source", "problems", "next_steps", "remark"):
        for words in (*EMPTY_WORDS, "统计数据", "一两句话说清楚"):
            yield Case(f"{field} {words!r}", {field: words})
        yield Case(f"{field} an error", {field: Exactly("#N/A", error=True)})
        yield Case(f"{field} a number", {field: number(12)})
    for remark in (*NO_REASONS, "无数据，7月20日发布", "统计局7月20日发布", "暂无数据"):
        yield Case(f"blank, {remark!r}", {"actual": "", "remark": remark})
        if row.indicator.measure is not Measure.CLASS:
            low: Answers = {"actual": (row.minimum or number(0)) - 1, "remark": remark}
            yield Case(f"too low, {remark!r}", low)
            yield Case(f"below last, {remark!r}", {"actual": last / 2, "remark": remark})
    yield from compared(row)
    if row.baseline_asked:
        for typed in ("", "无数据", "约5", "快了", number(0), number(-1)):
            yield Case(f"baseline {typed!r}", {"baseline": typed})
            yield Case(f"baseline {typed!r}, a reason", {"baseline": typed, "remark": REASON})
            yield Case(f"baseline {typed!r}, no figure", {"baseline": typed, "actual": ""})


def compared(row: IndicatorRow) -> Iterator[Case]:
    """Yield figures beside words that say otherwise."""
    if row.indicator.measure in {Measure.GROWTH, Measure.FALL}:
        for words in (
            "同比下降3.2%",
            "同比增长3.2%",
            "增长3.2，其中下降3.2",
            "下降了约3.2",
            "下降9.9",
        ):
            for value in ("3.2", "-3.2"):
                yield Case(f"{value}, {words}", {"actual": number(value), "progress": words})
    far = (row.indicator.value or number(1)) * 2
    if row.indicator.measure is not Measure.CLASS:
        yield Case("far with problems", {"actual": far, "problems": "缺少资金"})
        yield Case("far without problems", {"actual": far, "problems": "没有问题"})


def milestones(row: MilestoneRow) -> Iterator[Case]:
    """Yield good and bad states, days and words."""
    states = [*state_words("zh")]
    days: tuple[Filling, ...] = (
        "", date(2020, 6, 30), date(2020, 7, 1), date(2020, 3, 1), row.deadline, date(2021, 3, 1), "2020年6月30日", "2020-12-31",
        "2020.12.31", "2020/12/31", number(20201231), number(44196), number("44196.5"), number(6), "无数据", "待定", "快了",
        date(1999, 1, 1), date(2060, 1, 1),
    )  # fmt: skip
    for state in (*states, "", "  ", "进行中", "完成", "done", "under way", "快了", "无"):
        yield Case(f"state {state!r}", {"state": state})
        for remark in ("无", REASON):
            yield Case(f"state {state!r}, {remark!r}", {"state": state, "remark": remark})
        yield Case(f"state {state!r}, problems", {"state": state, "problems": "用地未落实"})
        yield Case(f"state {state!r}, no problems", {"state": state, "problems": "无"})
    for state in states:
        for day in days:
            typed = Exactly(day, "date") if isinstance(day, Decimal) and day < 50000 else day
            yield Case(
                f"{state} {day!r}", {"state": state, "expected": typed, "problems": "缺资金"}
            )
            yield Case(
                f"{state} {day!r} with a reason",
                {"state": state, "expected": typed, "problems": "缺资金", "remark": REASON},
            )
    for field in ("progress", "problems", "next_steps", "remark"):
        for words in (*EMPTY_WORDS, SAID_BEFORE):
            yield Case(f"{field} {words!r}", {field: words})
        yield Case(f"{field} an error", {field: Exactly("#N/A", error=True)})
    for remark in NO_REASONS:
        yield Case(f"late, {remark!r}", {"expected": date(2022, 1, 1), "remark": remark})
        yield Case(f"dropped, {remark!r}", {"state": say("zh", "state.dropped"), "remark": remark})


def cases(row: Row) -> Iterator[Case]:
    if isinstance(row, MilestoneRow):
        yield from milestones(row)
        return
    yield from classes(row) if row.indicator.measure is Measure.CLASS else figures(row)
    yield from words_of_indicators(row)


def kind(row: Row) -> tuple[object, ...]:
    """Return what decides which questions a row is asked."""
    if isinstance(row, MilestoneRow):
        return "milestone", row.last_state, row.over, row.states
    one = row.indicator
    return (
        one.measure, row.asked, row.baseline_asked, one.unit in {"%", "‰"}, row.last is not None,
        row.steady is not None, row.maximum is not None,
    )  # fmt: skip


def earlier(plan: Plan) -> tuple[Record, ...]:
    """Return what was reported before: figures that stood still in every third indicator, states, and reasons."""
    told: list[Record] = []
    states = ("done", "under_way", "dropped", "not_started", "blocked", "step_missed")
    for at, one in enumerate(plan.indicator):
        value = number(2) if one.classes else (one.value or number(10)) / 4
        for turn, period in enumerate(
            BEFORE[1:] if at % 3 else (*BEFORE[1:], Period.parse("2020-01"))
        ):
            told.append(
                record(plan, period, "indicator", one.code, value=value + (turn if at % 2 else 0))
            )
    for at, task in enumerate(plan.milestone):
        told.append(record(plan, BEFORE[1], "milestone", task.code, state=states[at % 6]))
    return tuple(one for at, one in enumerate(told) if at % 4)


def record(plan: Plan, period: Period, kind: str, code: str, **told: Any) -> Record:
    return Record(
        plan=plan.code, period=period, department="X", kind=kind, code=code, remark=SAID_BEFORE, **told
    )  # fmt: skip


def past_of(form: Form, told: tuple[Record, ...]) -> tuple[Record, ...]:
    """Return what was reported before for every copy of a row."""
    known: dict[str, list[Record]] = defaultdict(list)
    for one in told:
        known[one.code].append(one)
    codes = map(code_of, rows_of(form))
    return tuple(
        replace(one, code=code) for code in codes for one in known[code.rpartition("-")[0]]
    )


Books = dict[str, tuple[Form, dict[str, Case], bytes]]


@cache
def books(step: int) -> Books:
    """Return filled workbooks in which every kind of row has met every so many-th case of its list."""
    waiting: dict[tuple[object, ...], list[tuple[str, Form, Row]]] = defaultdict(list)
    for schema in ("tibet-2020", "shannan-2020"):
        plan = load_plan(ROOT / "schemas" / f"{schema}.toml")
        told = earlier(plan)
        for unit in plan.department:
            form = form_for(plan, unit, PERIOD, told)
            for row in rows_of(form):
                waiting[kind(row)].append((f"{schema}-{unit.code}", form, row))
    given: dict[tuple[str, int], dict[str, Case]] = defaultdict(dict)
    forms: dict[str, Form] = {}
    load: dict[tuple[str, str], int] = defaultdict(int)
    for start, rows in enumerate(waiting.values()):
        answers = {id(row): tuple(cases(row)) for _, _, row in rows}
        for at in range(start % step, max(map(len, answers.values())), step):
            name, form, row = min(rows, key=lambda one: load[one[0], code_of(one[2])])
            own = answers[id(row)]
            if at < len(own):
                forms[name] = form
                turn = load[name, code_of(row)]
                load[name, code_of(row)] += 1
                given[name, turn][code_of(row)] = own[at]
    sheets: dict[str, list[tuple[Form, dict[str, Case]]]] = defaultdict(list)
    for (name, turn), said in sorted(given.items()):
        if turn % COPIES == 0:
            sheets[name].append((replace(forms[name], indicators=(), milestones=()), {}))
        sheets[name][-1] = with_copy(*sheets[name][-1], forms[name], said, turn)
    return {
        f"{name}-{number}": (form, said, filled(form, said))
        for name, stacked in sheets.items()
        for number, (form, said) in enumerate(stacked)
    }


def with_copy(
    stacked: Form, all_said: dict[str, Case], form: Form, said: Mapping[str, Case], turn: int
) -> tuple[Form, dict[str, Case]]:
    """Return a form with the rows that are tried in a turn below those of other turns, and the rows
    that these refer to; the first turn has all rows.
    """
    wanted = set(said)
    for row in form.indicators if turn else ():
        if code_of(row) in said:
            wanted |= {row.indicator.part_of or ""}
            wanted |= {row.rate.numerator, row.rate.denominator} if row.rate else set()
    kept = [row for row in rows_of(form) if not turn or code_of(row) in wanted]
    copies = [copied(row, turn) for row in kept]
    figures = tuple(row for row in copies if isinstance(row, IndicatorRow))
    tasks = tuple(row for row in copies if isinstance(row, MilestoneRow))
    whole = replace(
        stacked,
        indicators=(*stacked.indicators, *figures),
        milestones=(*stacked.milestones, *tasks),
    )
    return whole, all_said | {named(code, turn): case for code, case in said.items()}


def named(code: str, turn: int) -> str:
    return f"{code}-{turn}"


def copied(row: Row, turn: int) -> Row:
    """Return a row under a code of its own; what it refers to is in the same turn."""
    if isinstance(row, MilestoneRow):
        task = row.milestone
        return replace(row, milestone=task.model_copy(update={"code": named(task.code, turn)}))
    one, rate = row.indicator, row.rate
    part_of = named(one.part_of, turn) if one.part_of else one.part_of
    if rate:
        parts = (named(rate.numerator, turn), named(rate.denominator, turn))
        rate = replace(rate, numerator=parts[0], denominator=parts[1])
    changed = {"code": named(one.code, turn), "part_of": part_of}
    return replace(row, indicator=one.model_copy(update=changed), rate=rate)


def rows_of(form: Form) -> tuple[Row, ...]:
    return (*form.indicators, *form.milestones)


def code_of(row: Row) -> str:
    return row.indicator.code if isinstance(row, IndicatorRow) else row.milestone.code


@cache
def blank(form: Form) -> bytes:
    return department_workbook(form, department_looks(form.language, None))


def filled(form: Form, said: Mapping[str, Case]) -> bytes:
    places = layout(form, department_looks(form.language, None))
    values: dict[tuple[str, str], Filling] = {}
    for row in rows_of(form):
        code = code_of(row)
        answers = sound(row) | dict(said[code].typed if code in said else {})
        for field, typed in answers.items():
            if typed != "":
                place = places.cell(code, field)
                values[place.sheet, place.address] = typed
    return fill_cells(blank(form), values)


def reckoned(folder: Path, contents: Mapping[str, bytes]) -> dict[str, Any]:
    """Have LibreOffice reckon all formulas."""
    (folder / "in").mkdir()
    for name, content in contents.items():
        (folder / "in" / f"{name}.xlsx").write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in sorted((folder / "in").iterdir())]
    out = str(folder / "out")
    command = [str(OFFICE), profile, "--headless", "--convert-to", "xlsx", "--outdir", out]
    for at in range(0, len(files), AT_ONCE):  # a start that has opened hundreds grows slow
        subprocess.run(
            [*command, *files[at : at + AT_ONCE]], check=True, capture_output=True, timeout=1200
        )
    return {
        name: openpyxl.load_workbook(folder / "out" / f"{name}.xlsx", data_only=True)
        for name in contents
    }


def still_true(sheets: Any, place: Any) -> bool:
    """Say whether LibreOffice still sees TRUE in a cell that held it."""
    return sheets[place.sheet][place.address].value is True


def verdict_of_sheet(words: object) -> str:
    return {"○": "error", "×": "error", "△": "reason"}.get(str(words)[:1], "fine")


def verdict_of_checks(findings: list[Any]) -> str:
    if any(one.severity is Severity.ERROR for one in findings):
        return "error"
    asks = any(one.severity is Severity.WARNING and not one.explained for one in findings)
    return "reason" if asks else "fine"


@pytest.mark.long
@pytest.mark.filterwarnings("ignore:Cell .* is marked as a date:UserWarning")
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
def test_sheet_and_checks_say_the_same(tmp_path: Path) -> None:
    """No row differs, whatever stands in it."""
    all_books = books(STEP)
    sheets = reckoned(tmp_path, {name: content for name, (_, _, content) in all_books.items()})
    looks, words = department_looks("zh", None), known_headings(None)
    plans = {"tibet": earlier(load_plan(ROOT / "schemas/tibet-2020.toml")),
             "shannan": earlier(load_plan(ROOT / "schemas/shannan-2020.toml"))}  # fmt: skip
    compared, differ = 0, []
    for name, (form, said, content) in all_books.items():
        back = read(content, f"{name}.xlsx", words)
        assert isinstance(back, Submission), back
        findings = check(back, form, past_of(form, plans[name.split("-")[0]]))
        places = layout(form, looks)
        said_of: dict[str, list[Any]] = defaultdict(list)
        for one in findings:
            said_of[one.indicator].append(one)
        for row in rows_of(form):
            code = code_of(row)
            place, typed = places.cell(code, "check"), said.get(code, SOUND)
            shown = sheets[name][place.sheet][place.address].value
            if typed.name == "yes" and not still_true(sheets[name], places.cell(code, "actual")):
                continue  # in a number format LibreOffice makes a 1 of TRUE as it opens the file
            own = said_of[code]
            compared += 1
            pair = verdict_of_sheet(shown), verdict_of_checks(own)
            if pair[0] != pair[1]:
                differ.append((typed.name, shown, [one.code for one in own], name, code, kind(row)))
    assert compared > 200
    assert not differ, f"{len(differ)} of {compared}\n" + "\n".join(map(str, differ[:200]))
