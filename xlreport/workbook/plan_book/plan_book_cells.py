"""What stands in each cell of the plan's workbook: a plan's values as words, numbers and days."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TYPE_CHECKING

from xlreport.messages import say
from xlreport.messages.plan_messages import (
    CHOICES,
    class_word,
    compared,
    day_word,
    heading,
    joined,
    prompt,
    word,
)
from xlreport.model.plans.plan import Department, Indicator, Milestone, Plan, Policy, Revision
from xlreport.model.plans.plan_score_types import Score
from xlreport.model.plans.sheets.plan_sheet_columns import LISTED, QUARTERS, SHEETS, Column

if TYPE_CHECKING:
    from pydantic import BaseModel

PlanCellValue = str | Decimal | date | None
Dues = Mapping[str, Sequence[str | Decimal]]
"""What is due at the four quarters' ends, by indicator."""
_EXCEL = Context(prec=15, rounding=ROUND_HALF_UP, Emin=-300, Emax=300)
_SMALLEST = 300


def unit_words(plan: Plan) -> Mapping[str, str]:
    """Return how each department is called in cells: by its name, or by its code where the name
    could mean another.
    """
    names = Counter(
        name for one in plan.department for name in {compared(n) for n in (one.name, *one.aliases)}
    )
    codes = {compared(one.code) for one in plan.department}

    def certain(name: str) -> bool:
        return names[compared(name)] == 1 and compared(name) not in codes

    return {one.code: one.name if certain(one.name) else one.code for one in plan.department}


def number_cell(value: Decimal) -> Decimal | str:
    """Return a number as a cell keeps it: as text where it has more than the 15 digits of a
    spreadsheet.
    """
    plain = not value or -_SMALLEST < value.adjusted() < _SMALLEST
    if plain and _EXCEL.plus(value) == value:
        return value
    return str(value)


def rows_of(
    plan: Plan, kind: str, language: str, dues: Dues, in_force: Policy
) -> Iterator[Mapping[str, PlanCellValue]]:
    """Yield the cells of a sheet line by line, by column name, without those of empty fields.

    Args:
        plan: the plan.
        kind: which sheet.
        language: of words.
        dues: what is due at the quarters' ends.
        in_force: the thresholds that judge, of which the plan may state only some.
    """
    units = unit_words(plan)
    if kind in LISTED:
        yield from _listed(plan, kind, language, in_force)
    elif kind == "profile":
        for name, shares in plan.profiles.items():
            points: dict[str, PlanCellValue] = {
                f"point_{at}": number_cell(share) for at, share in enumerate(shares, 1)
            }
            yield points | {"name": name}
    else:
        targets: Sequence[Indicator | Milestone | Department | Revision] = getattr(plan, kind)
        columns = _columns_of_fields(kind, type(targets[0])) if targets else []
        for serial, one in enumerate(targets, 1):
            fields = vars(one)
            found: dict[str, PlanCellValue] = {  # most of a plan's fields are empty
                column.name: _cell(one, column, units, language)
                for field, column in columns
                if fields.get(field, one) is not None or column.form == "day"
            }
            yield found | {"serial": Decimal(serial)} | _shown(plan, one, units, dues)


def _columns_of_fields(kind: str, model: "type[BaseModel]") -> list[tuple[str, Column]]:
    """Return the columns of a sheet that show a field or a property of a model, each with it."""
    begun = [(column.path[0] if column.path else column.name, column) for column in SHEETS[kind]]
    return [
        (field, column)
        for field, column in begun
        if field in model.model_fields or hasattr(model, field)
    ]


def _listed(
    plan: Plan, kind: str, language: str, in_force: Policy
) -> Iterator[Mapping[str, PlanCellValue]]:
    """Yield particulars; a threshold that the plan does not state stays empty, and its hint says
    what counts then.
    """
    told: BaseModel | None = {"plan": plan.plan, "policy": plan.policy, "score": plan.score}[kind]
    otherwise = Score() if kind == "score" else in_force
    always = {"policy": "name", "score": "by"}.get(kind)
    for column in SHEETS[kind]:
        hint = prompt(kind, column.name, language)
        stated = told is not None and (
            kind == "plan" or column.name == always or column.name in told.model_fields_set
        )
        if not stated and column.form == "number":
            value = _shown_number(getattr(otherwise, column.name))
            hint += say(language, "plan_book.otherwise", value=value)
        yield {
            "item": heading(kind, column.name, language),
            "value": _cell(told, column, {}, language) if stated else None,
            "hint": hint,
        }


def _shown_number(value: Decimal | None) -> str:
    if value is None:
        return "—"
    return f"{value.normalize():f}" if value else "0"


def _shown(
    plan: Plan,
    one: Indicator | Milestone | Department | Revision,
    units: Mapping[str, str],
    dues: Dues,
) -> dict[str, PlanCellValue]:
    """Return the cells that are written for people and never read."""
    if isinstance(one, Indicator):
        return {
            f"quarter_{n}": due for n, due in zip(QUARTERS, dues.get(one.code, ()), strict=False)
        }
    if isinstance(one, Department):
        return {"known_as": units[one.code]}
    if isinstance(one, Revision):
        return {
            "name": next((target.name for target in plan.targets if target.code == one.code), None)
        }
    return {}


def _cell(one: object, column: Column, units: Mapping[str, str], language: str) -> PlanCellValue:
    value: object = one if column.path else getattr(one, column.name, None)
    for step in column.path:
        value = value[int(step) - 1] if isinstance(value, tuple) else getattr(value, step, None)
    if column.form == "day" and isinstance(one, (Indicator, Milestone)):
        return day_word(language, one.due)
    if value is None:  # most of a plan's fields are empty
        return None
    if isinstance(value, Decimal):
        if isinstance(one, Indicator) and _is_figure(column):
            words = class_word(one, value)
        else:
            words = None
        return words or number_cell(value)
    if value in ("", ()):
        return None
    return _words(value, column, units, language)


def _is_figure(column: Column) -> bool:
    return column.name in {"value", "baseline_value"}


def _words(value: object, column: Column, units: Mapping[str, str], language: str) -> PlanCellValue:
    match value:
        case bool():
            return say(language, "flag.yes" if value else "flag.no")
        case int():
            return Decimal(value)
        case date():
            return value
        case tuple() if column.form == "units":
            return joined(language, (units.get(code, code) for code in value))
        case tuple() if column.form == "asked":
            return joined(language, (word(language, "asked", part) for part in value))
        case tuple():
            return joined(language, value)
    text = str(value)
    if column.form == "unit":
        return units.get(text, text)
    section = column.choices or column.form
    if section in CHOICES:
        return word(language, section, text)
    return text
