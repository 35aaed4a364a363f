"""A plan as the text of its TOML file: tables and fields in the model's order, the same plan always
the same text.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from xlreport.model.plans.plan import Plan, Policy
from xlreport.pipeline.files.toml_files import quoted

_WIDTH = 120
_AS_USUAL = frozenset({"evidence", "inspection_tolerance", "judged_by"})
"""Particulars of a plan that are only written where they are not as usual."""


def plan_text(plan: Plan) -> str:
    """Return a plan file; what has its default value is left out."""
    blocks = ["\n".join(("[plan]", *_fields(plan.plan, whole=True)))]
    # A named set of thresholds is read with what the plan itself states, also where that is the
    # usual number.
    policy = list(_fields(plan.policy, whole=True)) if plan.policy.model_fields_set else []
    if policy:
        blocks.append("\n".join(("[policy]", *policy)))
    if plan.score is not None:
        score = list(_fields(plan.score)) or [f"by = {quoted(plan.score.by)}"]
        blocks.append("\n".join(("[score]", *score)))
    if plan.profiles:
        shares = (f"{name} = {_value(points)}" for name, points in plan.profiles.items())
        blocks.append("\n".join(("[profiles]", *shares)))
    for name in ("department", "indicator", "milestone", "left_out", "revision"):
        blocks += ("\n".join((f"[[{name}]]", *_fields(one))) for one in getattr(plan, name))
    return "\n\n".join(blocks) + "\n"


def _fields(one: BaseModel, *, whole: bool = False) -> Iterator[str]:
    for name, value in _told(one, whole=whole).items():
        line = f"{name} = {_value(value)}"
        if isinstance(value, tuple) and len(line) > _WIDTH:
            line = f"{name} = [\n" + "".join(f"    {_value(part)},\n" for part in value) + "]"
        yield line


def _told(one: BaseModel, *, whole: bool = False) -> Mapping[str, object]:
    """Return the fields that are required or differ from their defaults; with `whole` all that say
    something.
    """
    fields = type(one).model_fields
    values = {name: getattr(one, name) for name in fields}
    if isinstance(one, Policy):
        values = {k: v for k, v in values.items() if k in one.model_fields_set}

    def is_needed(name: str, value: object) -> bool:
        if whole and name not in _AS_USUAL:
            return True
        return fields[name].is_required() or value != fields[name].default

    said = ((name, value) for name, value in values.items() if value not in {None, ""})
    return {name: value for name, value in said if is_needed(name, value)}


def _value(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return _number(value)
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(_value(part) for part in value)}]"
        case BaseModel():
            fields = ", ".join(f"{name} = {_value(part)}" for name, part in _told(value).items())
            return f"{{ {fields} }}"
    return quoted(str(value))


def _number(value: Decimal) -> str:
    """Return a number as it reads best: as text in quotes where a TOML number would lose some of
    it.
    """
    plain = f"{value.normalize():f}" if value else "0"
    whole = "." not in plain
    kept = len(plain) <= 18 if whole else Decimal(repr(float(plain))) == value
    return plain if kept else f'"{value}"'
