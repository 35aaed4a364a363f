"""Proposes which department may answer for a target, from a small table that a user can edit."""

import tomllib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DepartmentRule:
    """A department and the words that point to it."""

    code: str
    name: str
    words: tuple[str, ...]


def read_rules(table: str) -> tuple[DepartmentRule, ...]:
    """Read the table (TOML, `[[department]]` with code, name, words); raises tomllib.TOMLDecodeError or KeyError."""
    document = tomllib.loads(table)
    return tuple(
        DepartmentRule(one["code"], one["name"], tuple(one["words"]))
        for one in document["department"]
    )


def proposed(words: str, rules: tuple[DepartmentRule, ...]) -> str:
    """Return the code of the department with the longest word found; empty where none is, or two fit as well."""
    best, length = "", 0
    for rule in rules:
        longest = max((len(word) for word in rule.words if word in words), default=0)
        if longest > length:
            best, length = rule.code, longest
        elif longest and longest == length:
            best = ""
    return best
