"""A draft → a plan as TOML, in the plan's own words: the ticked rows, and what was left out with its reason."""

import json
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from xlreport.draft.departments import DepartmentRule
from xlreport.draft.weigh import in_plan_words, profile_of
from xlreport.messages import say
from xlreport.model.draft import Draft, DraftMilestone, DraftRow
from xlreport.model.plan import WATER_CLASSES, Comparator, Direction, Measure

UNDECIDED = "DAIDING"
"""Code of the department that stands where nobody has decided yet."""
_LANGUAGE = "zh"
_LONGEST_FIGURE = 40
_LONGEST_WORDS = 200
_RATES = {Measure.GROWTH, Measure.FALL, Measure.SHARE}
_HUNDRED = 100


def plan_toml(draft: Draft, departments: tuple[DepartmentRule, ...], *, with_departments: bool = False) -> str:
    """Return the ticked rows as a plan that `plan_from` accepts.

    Args:
        draft: what was found.
        departments: the table behind the proposals.
        with_departments: let the proposed departments lead; else they are named in the notes alone.
    """
    milestones = [one for one in draft.milestones if one.ticked]
    targets: list[DraftRow | DraftMilestone] = [*draft.ticked, *milestones]
    leads = {one.department for one in targets} if with_departments else set()
    names = {rule.code: rule.name for rule in departments}
    everyone = [(code, names[code]) for code in sorted(leads) if code in names]
    if not with_departments or "" in leads or not everyone:
        everyone.append((UNDECIDED, _words("plan.undecided")))
    known = {code for code, _ in everyone}
    tables = [_table("[plan]", _head(draft))]
    tables += [_table("[[department]]", {"code": code, "name": name}) for code, name in everyone]
    codes = {row.name: f"ZB{place:03}" for place, row in reversed(list(enumerate(draft.ticked, 1)))}
    for place, row in enumerate(draft.ticked, 1):
        shared = _shared(row, f"ZB{place:03}", names, known)
        tables.append(_table("[[indicator]]", shared | _indicator(row, codes, f"ZB{place:03}", names, known)))
    for place, one in enumerate(milestones, 1):
        due = _due(one)
        fields = _shared(one, f"RW{place:03}", names, known) | {"action": one.action.value} | due
        tables.append(_table("[[milestone]]", fields | {"note": _proposal(one.department, names, known)}))
    tables += [_table("[[left_out]]", {"figure": figure, "reason": reason}) for figure, reason in _left_out(draft)]
    return "\n".join(tables)


def _words(key: str, **fields: object) -> str:
    return say(_LANGUAGE, f"draft.{key}", **fields)


def _table(head: str, fields: dict[str, object]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in fields.items() if value not in (None, "", ())]
    return "\n".join([head, *lines, ""])


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    if isinstance(value, (int, date)):
        return str(value)
    # a JSON string is a TOML string, but for DEL
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "")


def _head(draft: Draft) -> dict[str, object]:
    remarks = "；".join(_words(f"remark.{one.code}", value=one.value) for one in draft.remarks)
    return {
        "code": f"DRAFT-{draft.year}",
        "title": draft.title[:_LONGEST_WORDS] or _words("plan.untitled"),
        "government": draft.government or _words("plan.unnamed"),
        "year": draft.year,
        "report": _words("plan.report", begins=draft.begins),
        "begins": draft.begins or draft.title,
        "complete": draft.complete,
        "note": _words("plan.note") + remarks,
    }


def _shared(one: DraftRow | DraftMilestone, code: str, names: dict[str, str], known: set[str]) -> dict[str, object]:
    return {
        "code": code,
        "name": one.name or _words("plan.unnamed"),
        "section": one.section or _words("plan.no-section"),
        "figure": one.quote[:_LONGEST_FIGURE],
        "commitment": one.commitment.value,
        "lead": one.department if one.department in known and one.department in names else UNDECIDED,
    }


def _indicator(
    row: DraftRow, codes: dict[str, str], own: str, names: dict[str, str], known: set[str]
) -> dict[str, object]:
    comparator, measure, value, unit = in_plan_words(row)
    if measure is Measure.SHARE and (unit[:1] not in {"%", "‰"} or (value is not None and value > _HUNDRED)):
        measure = Measure.LEVEL if unit else measure
    stretch = row.stretch
    if row.direction is Direction.LESS and stretch is not None and value is not None and stretch > value:
        # a ceiling is judged on its looser end, 力争 is the tighter one
        value, stretch = stretch, value
    unit = unit or ("%" if measure in _RATES else _words("plan.unit"))
    baseline = _baseline(row, unit)
    numbers = [one for one in (value, stretch, baseline.get("value")) if isinstance(one, Decimal)]
    notes = [
        _words("plan.profile", profile=_words(f"profile.{profile_of(row)}")),
        _proposal(row.department, names, known),
    ]
    if row.delta:
        notes.append(_words("plan.delta"))
    parent = codes.get(row.part_of, "")
    return {
        "unit": unit,
        "measure": measure.value,
        "direction": row.direction.value,
        "comparator": _fitting(comparator, row.direction).value,
        "value": value,
        "stretch": stretch if stretch != value else None,
        "reference": row.reference if value is None else "",
        "printed": row.printed,
        "profile": profile_of(row),
        "baseline": baseline or None,
        "decimals": max((max(0, -_exponent(one)) for one in numbers), default=0),
        "classes": WATER_CLASSES if measure is Measure.CLASS else (),
        "part_of": parent if parent != own else "",
        "note": "".join(notes),
    }


def _fitting(comparator: Comparator, direction: Direction) -> Comparator:
    """Turn a bound round where it contradicts the side that is better (失业率达到5% is a ceiling)."""
    if direction is Direction.LESS:
        return {Comparator.GE: Comparator.LE, Comparator.GT: Comparator.LT}.get(comparator, comparator)
    if direction is Direction.MORE:
        return {Comparator.LE: Comparator.GE, Comparator.LT: Comparator.GT}.get(comparator, comparator)
    return comparator


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _baseline(row: DraftRow, unit: str) -> dict[str, object]:
    if row.baseline is None:
        return {"asked": True} if row.reference == "baseline" else {}
    given = row.baseline
    fields: dict[str, object] = {"value": given.value}
    if given.unit not in {unit, ""} and given.unit not in {"倍", "番", "类"}:
        fields["unit"] = given.unit
    if given.comparator in set(Comparator):
        fields["comparator"] = str(given.comparator)
    return fields | {"figure": given.quote[:_LONGEST_FIGURE]}


def _proposal(department: str, names: dict[str, str], known: set[str]) -> str:
    if department not in names or department in known:
        return ""
    return _words("plan.proposed", name=names[department])


def _due(one: DraftMilestone) -> dict[str, object]:
    if not one.due_month:
        return {}
    return {"due": date(one.year, one.due_month, monthrange(one.year, one.due_month)[1])}


def _left_out(draft: Draft) -> Iterable[tuple[str, str]]:
    """Yield what the plan does not take over, each figure once."""
    seen: set[str] = set()
    entries = [
        (one.quote, _words(f"rejected.{one.reason}"))
        for one in draft.rejected
        if one.reason != "page" and one.place.start >= draft.begins_at
    ]
    entries += [
        (row.quote, _words("plan.unticked", name=row.name or row.printed))
        for row in draft.rows
        if not row.ticked and row.place.start >= draft.begins_at
    ]
    for quote, reason in entries:
        figure = quote[:_LONGEST_FIGURE]
        if figure and figure not in seen:
            seen.add(figure)
            yield figure, reason
