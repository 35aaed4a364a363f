"""A draft → a plan document, in the plan's own words: rows, milestones, and what was left out with its reason."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xlreport.draft.names.named_departments import DepartmentRule
from xlreport.draft.sentences.sentence_baselines import in_unit
from xlreport.draft.sentences.sentence_measures import in_plan_words, profile_of
from xlreport.messages import say
from xlreport.model.model_words import WATER_CLASSES, Comparator, Direction, Measure
from xlreport.model.plans.plan_draft_types import Draft, DraftMilestone, DraftRow, Rejected

UNDECIDED = "DAIDING"
"""Code of the department that stands where nobody has decided yet."""
LANGUAGE = "zh"
"""Reports are Chinese, and so are the words that a draft adds."""
_LONGEST_FIGURE = 40
_LONGEST_WORDS = 200
_RATES = {Measure.GROWTH, Measure.FALL, Measure.SHARE}
_HUNDRED = 100


@dataclass(frozen=True, slots=True)
class _Units:
    """Who may answer for a target."""

    names: Mapping[str, str]
    """Departments of the table, by code."""
    leads: frozenset[str]
    """Those whose proposals lead."""
    told: bool
    """Whether other proposals are named in the notes."""


def plan_document(
    draft: Draft,
    departments: Sequence[DepartmentRule],
    *,
    with_departments: bool = False,
    whole: bool = False,
) -> dict[str, Any]:
    """Return a plan document that `plan_from` accepts.

    Args:
        draft: what was found.
        departments: the table behind the proposals.
        with_departments: let the proposed departments lead; else they are named in the notes alone.
        whole: every row, also those that are not ticked, and every number left out, for the draft's workbook.
            The proposed departments are listed there, and none leads.
    """
    rows = draft.rows if whole else draft.ticked
    milestones = [one for one in draft.milestones if whole or one.ticked]
    targets: list[DraftRow | DraftMilestone] = [*rows, *milestones]
    proposed = {one.department for one in targets}
    names = {rule.code: rule.name for rule in departments}
    listed = sorted(proposed & names.keys()) if whole or with_departments else []
    everyone = [{"code": code, "name": names[code]} for code in listed]
    if not listed or (not whole and "" in proposed):
        everyone.append({"code": UNDECIDED, "name": _words("plan.undecided")})
    units = _Units(names, frozenset(() if whole else listed), told=not whole)
    codes = {id(row): code for row, code in zip(_ticked_first(rows), _numbered("ZB"), strict=False)}
    wholes = {row.name: codes[id(row)] for row in reversed(rows) if row.ticked}
    numbers = {
        id(one): code for one, code in zip(_ticked_first(milestones), _numbered("RW"), strict=False)
    }
    left = draft.rejected if whole else ()
    return {
        "plan": _head(draft),
        "department": everyone,
        "indicator": [
            _told(
                _shared(row, codes[id(row)], units) | _indicator(row, wholes, codes[id(row)], units)
            )
            for row in rows
        ],
        "milestone": [_told(_milestone(one, numbers[id(one)], units)) for one in milestones],
        "left_out": [{"figure": figure_of(one), "reason": reason_of(one)} for one in left]
        or list(_left_out(draft)),
    }


def figure_of(one: DraftRow | DraftMilestone | Rejected) -> str:
    """Return the few words of the report that a plan keeps."""
    return one.quote[:_LONGEST_FIGURE]


def reason_of(one: Rejected) -> str:
    """Return in words why a number is no target."""
    return _words(f"rejected.{one.reason}")


def is_left_out(one: Rejected, draft: Draft) -> bool:
    """Say whether a plan lists a number: not what stands before its part, nor a page number without its dashes."""
    return one.place.start >= draft.begins_at and not (one.reason == "page" and one.quote.isdigit())


def _ticked_first(rows: Sequence[Any]) -> list[Any]:
    return sorted(rows, key=lambda one: not one.ticked)


def _numbered(prefix: str) -> Iterator[str]:
    place = 0
    while True:
        place += 1
        yield f"{prefix}{place:03}"


def _words(key: str, **fields: object) -> str:
    return say(LANGUAGE, f"draft.{key}", **fields)


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that say something."""
    return {key: value for key, value in fields.items() if value not in (None, "", ())}


def _head(draft: Draft) -> dict[str, Any]:
    remarks = "；".join(_words(f"remark.{one.code}", value=one.value) for one in draft.remarks)
    return {
        "code": f"DRAFT-{draft.year}",
        "title": draft.title[:_LONGEST_WORDS] or _words("plan.untitled"),
        "government": draft.government or _words("plan.unnamed"),
        "year": draft.year,
        "report": _words("plan.report", begins=draft.begins),
        "begins": draft.begins or _words("plan.no-beginning"),
        "complete": draft.complete,
        "note": _words("plan.note") + remarks,
    }


def _shared(one: DraftRow | DraftMilestone, code: str, units: _Units) -> dict[str, Any]:
    return {
        "code": code,
        "name": one.name or _words("plan.unnamed"),
        "section": one.section or _words("plan.no-section"),
        "figure": figure_of(one),
        "commitment": one.commitment.value,
        "lead": one.department if one.department in units.leads else UNDECIDED,
    }


def _milestone(one: DraftMilestone, code: str, units: _Units) -> dict[str, Any]:
    fields = _shared(one, code, units) | {"action": one.action.value} | _due(one)
    return fields | {"note": _proposal(one.department, units)}


def _indicator(row: DraftRow, wholes: Mapping[str, str], own: str, units: _Units) -> dict[str, Any]:
    comparator, measure, value, unit = in_plan_words(row)
    if measure is Measure.SHARE and (
        unit[:1] not in {"%", "‰"} or (value is not None and value > _HUNDRED)
    ):
        measure = Measure.LEVEL if unit else measure
    stretch = row.stretch
    if (
        row.direction is Direction.LESS
        and stretch is not None
        and value is not None
        and stretch > value
    ):
        # a ceiling is judged on its looser end, 力争 is the tighter one
        value, stretch = stretch, value
    unit = unit or ("%" if measure in _RATES else _words("plan.unit"))
    baseline = _baseline(row, unit)
    numbers = [one for one in (value, stretch, baseline.get("value")) if isinstance(one, Decimal)]
    notes = [
        _words("plan.profile", profile=_words(f"profile.{profile_of(row)}")),
        _proposal(row.department, units),
    ]
    if row.delta:
        notes.append(_words("plan.delta"))
    parent = wholes.get(row.part_of, "")
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
        return {Comparator.GE: Comparator.LE, Comparator.GT: Comparator.LT}.get(
            comparator, comparator
        )
    if direction is Direction.MORE:
        return {Comparator.LE: Comparator.GE, Comparator.LT: Comparator.GT}.get(
            comparator, comparator
        )
    return comparator


def _exponent(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _baseline(row: DraftRow, unit: str) -> dict[str, Any]:
    if row.baseline is None:
        return {"asked": True} if row.reference == "baseline" else {}
    given = row.baseline
    fields: dict[str, Any] = {"value": given.value}
    if given.unit not in {unit, ""} and given.unit not in {"倍", "番", "类"}:
        same = in_unit(given.value, given.unit, unit)
        fields |= {"unit": given.unit} if same is None else {"value": same}
    if given.comparator in set(Comparator):
        fields["comparator"] = str(given.comparator)
    return fields | {"figure": given.quote[:_LONGEST_FIGURE]}


def _proposal(department: str, units: _Units) -> str:
    if not units.told or department not in units.names or department in units.leads:
        return ""
    return _words("plan.proposed", name=units.names[department])


def _due(one: DraftMilestone) -> dict[str, Any]:
    if not one.due_month:
        return {}
    return {"due": date(one.year, one.due_month, monthrange(one.year, one.due_month)[1])}


def _left_out(draft: Draft) -> Iterable[dict[str, str]]:
    """Yield what the plan does not take over, each figure once."""
    seen: set[str] = set()
    entries = [
        (figure_of(one), reason_of(one)) for one in draft.rejected if is_left_out(one, draft)
    ]
    entries += [
        (figure_of(row), _words("plan.unticked", name=row.name or row.printed))
        for row in draft.rows
        if not row.ticked and row.place.start >= draft.begins_at
    ]
    for figure, reason in entries:
        if figure and figure not in seen:
            seen.add(figure)
            yield {"figure": figure, "reason": reason}
