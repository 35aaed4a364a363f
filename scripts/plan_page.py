"""docs/<language>/plan.md: every field of a plan file, in the words that its workbook has for the column."""

import json
from collections.abc import Mapping

from pydantic import BaseModel

from xlreport.messages import catalogue, say
from xlreport.model.plans import plan as plan_types

TABLES: tuple[tuple[str, str, type[BaseModel]], ...] = (
    ("[plan]", "plan", plan_types.PlanHead),
    ("[[department]]", "department", plan_types.Department),
    ("[[indicator]]", "indicator", plan_types.Indicator),
    ("baseline", "baseline", plan_types.Baseline),
    ("parts", "parts", plan_types.RateParts),
    ("[[milestone]]", "milestone", plan_types.Milestone),
    ("[[left_out]]", "left_out", plan_types.LeftOut),
    ("[[revision]]", "revision", plan_types.Revision),
    ("[policy]", "policy", plan_types.Policy),
    ("[score]", "score", plan_types.Score),
)
WORDS: Mapping[str, tuple[str, ...]] = {
    "measure": tuple(plan_types.Measure),
    "direction": tuple(plan_types.Direction),
    "comparator": tuple(plan_types.Comparator),
    "commitment": tuple(plan_types.Commitment),
    "action": tuple(plan_types.Action),
    "profile": ("linear", "hold", "year_end"),
    "reference": ("baseline", "external"),
    "parent_kind": ("same", "part"),
    "score_by": ("light", "share"),
    "judged_by": ("reported", "inspected"),
}


def plan_page(language: str) -> str:
    """Return the page."""

    def told(key: str) -> str:
        return say(language, f"plan_page.{key}")

    lines = [f"# {told('title')}", "", told("generated"), "", told("about").strip(), ""]
    heads = told("heads").split("|")
    for title, table, model in TABLES:
        lines += [f"## `{title}`", "", told(f"table_{table}"), ""]
        lines += [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
        lines += [_row(language, table, model, name) for name in model.model_fields]
        lines.append("")
    lines += [f"## {told('words')}", ""]
    for kind, words in WORDS.items():
        listed = " · ".join(f"`{one}` {say(language, f'{kind}.{one}')}" for one in words)
        lines.append(say(language, "plan_page.word", kind=kind, means=told(kind), listed=listed))
    return "\n".join(lines) + "\n"


def _row(language: str, table: str, model: type[BaseModel], name: str) -> str:
    field = model.model_fields[name]
    default = f"`{json.dumps(field.get_default(), default=str)}`"
    if field.is_required():
        default = say(language, "plan_page.required")
    elif field.get_default() in (None, "", ()):
        default = say(language, "plan_page.none")
    heading, meaning = _words(language, table, name)
    return f"| `{name}` | {heading} | {default} | {meaning} |"


def _words(language: str, table: str, name: str) -> tuple[str, str]:
    """Return the heading of a field's column, or a dash, and what belongs there.

    Raises:
        KeyError: the field has no words yet.
    """
    words = catalogue(language)
    sheet, column = ("indicator", f"baseline_{name}") if table == "baseline" else (table, name)
    heading = words.get(f"plan_column.{sheet}.{column}", say(language, "plan_page.none"))
    prompt = words.get(f"plan_prompt.{sheet}.{column}")
    return heading, prompt or words[f"plan_page.field.{name}"]
