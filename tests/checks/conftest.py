"""Returns made by hand: a form filled in well, with the changes that a test is about."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from xlreport.messages.locked_cell_messages import locked_text
from xlreport.model.plans.plan_form_types import (
    INDICATOR_INPUTS,
    INDICATOR_LOCKED,
    MILESTONE_INPUTS,
    MILESTONE_LOCKED,
    Form,
    IndicatorRow,
    MilestoneRow,
)
from xlreport.model.returns.submission import Cell, CellKind, Entry, Submission

Fill = Callable[..., Submission]
FIRST_ROW = 5
SHEETS = {"indicator": "指标填报", "milestone": "重点任务"}
COLUMNS = {
    "indicator": dict(zip((*INDICATOR_LOCKED, *INDICATOR_INPUTS), "ABCDEFGHIJKLMNOP", strict=True)),
    "milestone": dict(zip((*MILESTONE_LOCKED, *MILESTONE_INPUTS), "ABCDEFGHIJKLMNO", strict=True)),
}
"""The tests' own order of columns; no check depends on where a column stands."""

#: A sound answer by code; what is absent is blank.
ANSWERS: dict[str, dict[str, object]] = {
    "ZB001": {"actual": Decimal("2.35")},
    "ZB002": {"actual": Decimal("3.24")},
    "ZB004": {"actual": Decimal(0)},
    "ZB005": {"actual": Decimal("15.6")},
    "ZB006": {"actual": Decimal("3.2")},
    "ZB008": {"actual": "Ⅱ"},
    "ZB009": {"actual": Decimal(35)},
    "ZB010": {"actual": Decimal("120.5")},
    "RW001": {"state": "已达本期进度", "expected": date(2020, 12, 20)},
    "RW002": {"state": "推进中", "expected": date(2020, 9, 20)},
    "RW003": {"state": "已完成", "expected": date(2020, 6, 20)},
    "RW004": {"state": "已完成", "expected": date(2020, 4, 20)},
}
WORDS = {"progress": "按计划推进，进展顺利。", "source": "部门业务统计"}
CONTACTS = {
    "filled_by": "李某",
    "telephone": "0891-0000000",
    "checked_by": "王某",
    "filled_on": "2020-7-6",
}


def cell(sheet: str, address: str, value: object) -> Cell:
    """Return a cell: a table says a kind that plain values cannot (`percent`, `formula`, `error`)."""
    if isinstance(value, dict):
        return _special(sheet, address, value)
    match value:
        case None | "":
            return Cell(sheet=sheet, address=address)
        case bool():
            return Cell(sheet=sheet, address=address, kind=CellKind.BOOLEAN, raw=value)
        case int() | Decimal():
            return Cell(sheet=sheet, address=address, kind=CellKind.NUMBER, raw=Decimal(value))
        case date():
            return Cell(
                sheet=sheet,
                address=address,
                kind=CellKind.DATE,
                raw=value,
                number_format="yyyy-mm-dd",
            )
    return Cell(sheet=sheet, address=address, kind=CellKind.TEXT, raw=str(value))


def _special(sheet: str, address: str, value: dict[str, Any]) -> Cell:
    match value:
        case {"percent": stored}:
            return Cell(
                sheet=sheet,
                address=address,
                kind=CellKind.NUMBER,
                raw=Decimal(stored),
                number_format="0.00%",
            )
        case {"formula": formula, "result": result}:
            return Cell(
                sheet=sheet,
                address=address,
                kind=CellKind.NUMBER,
                raw=Decimal(result),
                number_format="General",
                formula=formula,
            )
        case {"formula": formula}:
            return Cell(
                sheet=sheet,
                address=address,
                kind=CellKind.NO_RESULT,
                raw=None,
                number_format="General",
                formula=formula,
            )
        case {"repeat": text, "times": int(times)}:
            return Cell(sheet=sheet, address=address, kind=CellKind.TEXT, raw=text * times)
        case {"merged": place, "value": held}:
            return cell(sheet, place.partition(":")[0], held)
        case {"object": True}:
            return Cell(sheet=sheet, address=address, kind=CellKind.OBJECT)
        case {"error": name}:
            return Cell(sheet=sheet, address=address, kind=CellKind.ERROR, raw=name)
    return Cell(sheet=sheet, address=address)


def entry(
    form: Form, row: IndicatorRow | MilestoneRow, number: int, changes: Mapping[str, object]
) -> Entry:
    """Return one row as it comes back: what was sent out, a sound answer, and the changes over both."""
    kind = "indicator" if isinstance(row, IndicatorRow) else "milestone"
    target = row.indicator if isinstance(row, IndicatorRow) else row.milestone
    locked = INDICATOR_LOCKED if kind == "indicator" else MILESTONE_LOCKED
    values: dict[str, object] = {field: locked_text(row, field, form.language) for field in locked}
    answer = ANSWERS.get(target.code, {})
    values |= (WORDS if answer else {}) | answer | dict(changes)
    cells = {
        field: cell(SHEETS[kind], f"{at}{number}", values.get(field))
        for field, at in COLUMNS[kind].items()
    }
    gone = [field for field, value in values.items() if value == {"gone": True}]
    return Entry(
        code=target.code,
        kind=kind,
        sheet=SHEETS[kind],
        row=number,
        cells={f: c for f, c in cells.items() if f not in gone},
        merged={
            field: value["merged"]
            for field, value in values.items()
            if isinstance(value, dict) and "merged" in value
        },
    )


def filled(
    form: Form,
    rows: Mapping[str, Mapping[str, object]] | None = None,
    *,
    again: Mapping[str, Mapping[str, object]] | None = None,
    drop: Sequence[str] = (),
    rename: Mapping[str, str] | None = None,
    codes: Sequence[str] | None = None,
    contacts: Mapping[str, str] | None = None,
    strangers: Mapping[str, str] | None = None,
    file: str = "",
    sha256: str = "",
    saved_at: datetime | None = None,
    **more: Any,
) -> Submission:
    """Return a form filled in well, with changes by row code and field.

    Args:
        form: What was sent out.
        rows: Changes by row code, then field.
        again: Rows that stand twice, with the changes of the second.
        drop: Row codes that did not come back.
        rename: Row codes that were overtyped, with what stands there now.
        codes: The texts of the code cells, by default the form's own on both sheets.
        contacts: Changes of the signature block.
        strangers: Cells with content in rows without a code, by address on the indicators' sheet.
        file: Its name.
        sha256: Its digest, by default the file's name.
        saved_at: The saving time that it states.
        more: Other fields of the submission.
    """
    changes = rows or {}
    entries: list[Entry] = []
    for sent in (form.indicators, form.milestones):
        number = FIRST_ROW
        for row in sent:
            code = row.indicator.code if isinstance(row, IndicatorRow) else row.milestone.code
            if code not in drop:
                entries.append(entry(form, row, number, changes.get(code, {})))
                number += 1
            if code in (again or {}):
                entries.append(entry(form, row, number, (again or {})[code]))
                number += 1
    texts = [str(form.code)] * 2 if codes is None else codes
    signature = CONTACTS | dict(contacts or {})
    return Submission(
        file=file or f"{form.department.name}.xlsx",
        sha256=sha256 or file,
        saved_at=saved_at,
        codes=tuple(
            cell(sheet, "N1", text) for sheet, text in zip(SHEETS.values(), texts, strict=False)
        ),
        entries=tuple(replace(one, code=(rename or {}).get(one.code, one.code)) for one in entries),
        strangers=tuple(
            cell(SHEETS["indicator"], at, text) for at, text in (strangers or {}).items()
        ),
        contacts={
            field: cell("填报说明", f"C{20 + n}", text)
            for n, (field, text) in enumerate(signature.items())
        },
        **more,
    )


@pytest.fixture(scope="session")
def fill() -> Fill:
    """The function that fills a form in well, with changes."""
    return filled
