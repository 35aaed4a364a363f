"""Makes a round of any size: a plan, its workbooks, and the inbox as it might come back, a third of it faulty."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from xlreport.model.period import Period  # noqa: E402
from xlreport.model.plans.plan import Plan  # noqa: E402
from xlreport.model.plans.plan_form_types import Form  # noqa: E402 - runs from a checkout
from xlreport.model.returns.submission import Submission  # noqa: E402
from xlreport.pipeline.forms.exporting_form_templates import known_headings  # noqa: E402
from xlreport.pipeline.forms.generating_forms import department_looks  # noqa: E402
from xlreport.pipeline.forms.making_forms import form_for  # noqa: E402
from xlreport.pipeline.plans.plan_files import load_plan  # noqa: E402
from xlreport.workbook.department.department_template import department_workbook, workbook_name  # noqa: E402
from xlreport.workbook.department.form_open_cells import Filling, fill_cells  # noqa: E402
from xlreport.workbook.reading.submission_reader import read  # noqa: E402

PERIOD = Period(2020, "quarter", 2)
MADE = datetime(2020, 7, 5, tzinfo=UTC)
KINDS = (
    ("新建农村公路", "公里", "cumulative", "more", "ge", 120),
    ("城镇新增就业", "人", "cumulative", "more", "ge", 600),
    ("安全饮水人口覆盖率", "%", "share", "more", "ge", 95),
    ("粮食播种面积", "万亩", "cumulative", "more", "ge", 36),
    ("登记失业率", "%", "share", "less", "le", 4),
    ("居民人均可支配收入增速", "%", "growth", "more", "ge", 9),
)
FAULTS = 3
"""One workbook in so many has faults."""


def plan_text(departments: int, indicators: int, code: str = "SYNTH-2020") -> str:
    """Return a plan in which every department reports so many indicators."""
    lines = [
        f'[plan]\ncode = "{code}"\ntitle = "合成目标任务"\ngovernment = "某市人民政府"\nyear = 2020',
        'report = "虚构"\nbegins = "虚构"\nnote = "示例数据，均为虚构"',
    ]
    lines += [
        f'[[department]]\ncode = "D{unit:05}"\nname = "第{unit:05}号单位"'
        for unit in range(departments)
    ]
    for unit in range(departments):
        for number in range(indicators):
            name, measured, measure, direction, comparator, value = KINDS[number % len(KINDS)]
            serial = unit * indicators + number
            profile = "linear" if measure == "cumulative" else "hold"
            lines.append(
                f'[[indicator]]\ncode = "Z{serial:07}"\nname = "{name}（{number + 1}）"\n'
                f'section = "第{number % 5 + 1}章"\n'
                f'figure = "{name}{serial}"\nunit = "{measured}"\nmeasure = "{measure}"\ndirection = "{direction}"\n'
                f'comparator = "{comparator}"\nvalue = {value}\nprinted = "{value}{measured}"\n'
                f'profile = "{profile}"\nlead = "D{unit:05}"\ndecimals = 2'
            )
    return "\n".join(lines) + "\n"


def make_plan(path: Path, departments: int, indicators: int, code: str = "SYNTH-2020") -> Plan:
    """Write a plan and return it as the program reads it."""
    path.write_text(plan_text(departments, indicators, code), encoding="utf-8")
    return load_plan(path)


def make_inbox(
    plan: Plan, folder: Path, period: Period = PERIOD, *, limit: int | None = None
) -> int:
    """Write the filled workbook of every department; return how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    looks, words = department_looks("zh", None), known_headings(None)
    count = 0
    for department in plan.reporters()[:limit]:
        form = replace(form_for(plan, department, period), note="示例数据，均为虚构")
        content = department_workbook(form, looks)
        blank = read(content, "", words)
        if not isinstance(blank, Submission):
            raise TypeError(blank)
        cells = dict(filling(blank, form, faulty=count % FAULTS == FAULTS - 1))
        (folder / workbook_name(form)).write_bytes(fill_cells(content, cells, saved_at=MADE))
        count += 1
    return count


def filling(
    blank: Submission, form: Form, *, faulty: bool
) -> Iterator[tuple[tuple[str, str], Filling]]:
    """Yield what a clerk types; a faulty return has a blank, a text for a number and a slip of 万."""
    rows = {row.indicator.code: row for row in form.indicators}
    for place, entry in enumerate(blank.entries):
        row = rows[entry.code]
        target = row.indicator.value or Decimal(1)
        share = Decimal(40 + (row.serial * 7) % 30) / 100
        figure: Filling = (
            target * share if row.indicator.measure == "cumulative" else target
        ).quantize(Decimal("0.01"))
        if faulty and place == 0:
            continue
        if faulty and place == 1:
            figure = "约三十左右吧"
        if faulty and place == 2:
            figure = target * 10_000
        told: dict[str, Filling] = {
            "actual": figure,
            "progress": f"按计划推进，第{row.serial}项",
            "source": "部门业务数据",
        }
        for field, entered in told.items():
            cell = entry.cells[field]
            yield (cell.sheet, cell.address), entered
    contacts: dict[str, Filling] = {
        "filled_by": "张三",
        "telephone": "0891-1234567",
        "checked_by": "李四",
        "filled_on": MADE.date(),
    }
    for field, entered in contacts.items():
        cell = blank.contacts[field]
        yield (cell.sheet, cell.address), entered


if __name__ == "__main__":
    out, departments, indicators = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    out.mkdir(parents=True, exist_ok=True)
    made = make_inbox(make_plan(out / "plan.toml", departments, indicators), out / "inbox")
    print(f"{made} workbooks in {out / 'inbox'}")
