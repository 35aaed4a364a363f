"""A plan file's text → the plan, table by table, so that a long document is never held beside the
plan it becomes.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import tomli

from xlreport.model.model_base import Value
from xlreport.model.plans.plan import (
    Department,
    Indicator,
    LeftOut,
    Milestone,
    Plan,
    Revision,
    plan_from,
)
from xlreport.model.texts.short_text_cache import cached

_KINDS: Mapping[str, type[Value]] = {
    "department": Department, "indicator": Indicator, "milestone": Milestone, "left_out": LeftOut,
    "revision": Revision,
}  # fmt: skip
_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_NUMBER = r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?"
_FIELD = re.compile(rf"([a-z_]+) = ({_TEXT}|{_NUMBER}|true|false|\[{_TEXT}(?:, {_TEXT})*\])")
"""A field as most are written: in a line, with a value that says the same in TOML as in JSON."""
_SHORT = 200
"""Characters of a line that is remembered: units, departments, ways to count."""


def plan_in(text: str) -> Plan:
    """Read a plan file's text; raises tomli.TOMLDecodeError, or pydantic.ValidationError as
    `plan_from` does.
    """
    try:
        return _by_tables(text)
    except ValueError:  # what is wrong, and where, is told by the whole document
        return plan_from(tomli.loads(text))


def _by_tables(text: str) -> Plan:
    """Read the tables one by one; raises ValueError where one is unsound or does not stand by
    itself.
    """
    begin = 0 if text.startswith("[[") else _next(text, 0)
    document: dict[str, Any] = tomli.loads(text[:begin])
    lists: dict[str, list[Value]] = defaultdict(list)
    for name, table in _tables(text, begin):
        lists[name].append(_KINDS[name].model_validate(table))
    if lists.keys() & document.keys():
        message = "a list is begun twice"
        raise ValueError(message)
    return plan_from(document | lists)


def _next(text: str, begin: int) -> int:
    """Return where the next line begins that looks like the header of a list's table."""
    return text.find("\n[[", begin) + 1 or len(text)


def _tables(text: str, begin: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the tables of lists (`[[indicator]]`) with the names of their lists."""
    while begin < len(text):
        end = _next(text, begin)
        header, _, body = text[begin:end].partition("\n")
        name = header[2:-2]
        if header != f"[[{name}]]" or name not in _KINDS:
            message = "no list of a plan"
            raise ValueError(message)
        yield name, _plain(body) or _parsed(name, text[begin:end])
        begin = end


def _plain(body: str) -> dict[str, Any] | None:
    """Return a table whose fields all stand plainly in a line each; None where one does not."""
    lines = body.rstrip("\n").split("\n")
    try:
        table = dict(map(_field, lines))
    except ValueError:
        return None
    return table if len(table) == len(lines) else None


@cached(_SHORT)
def _field(line: str) -> tuple[str, Any]:
    """Return a field as its name and value; raises ValueError where it does not stand plainly.

    Most lines of a long plan stand in many of its tables (units, departments, ways to count); what
    is one object in all of them is proved more quickly, too.
    """
    plain = _FIELD.fullmatch(line)
    if plain is None:
        message = "not a plain field"
        raise ValueError(message)
    name, told = plain.groups()
    return name, told[1:-1] if told[0] == '"' else json.loads(told)


def _parsed(name: str, text: str) -> dict[str, Any]:
    """Return a table as TOML has it; raises ValueError where more than this table stands there."""
    document = tomli.loads(text)
    if document.keys() != {name} or len(document[name]) != 1:
        message = "more than one table"
        raise ValueError(message)
    table: dict[str, Any] = document[name][0]
    return table
