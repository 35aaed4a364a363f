"""Proposes which department may answer for a target, from a small table that a user can edit."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True, eq=False)
class DepartmentRule:
    """A department and the words that point to it; told apart by identity, for a table of them is
    looked up for every row.
    """

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
    found = _found(words, rules)
    length = max((len(word) for word, _ in found), default=0)
    codes = {code for word, code in found if len(word) == length}
    return codes.pop() if len(codes) == 1 else ""


def proposed_alone(words: str, rules: tuple[DepartmentRule, ...], *, least: int = 1) -> str:
    """Return the code of the only department to which words point; empty where there are several.

    Args:
        words: what is searched.
        rules: the table.
        least: characters that the longest of the words found has at least (科技 alone says little of a sentence).
    """
    found = _found(words, rules)
    codes = {code for _, code in found}
    if len(codes) != 1 or max(len(word) for word, _ in found) < least:
        return ""
    return codes.pop()


def _found(words: str, rules: tuple[DepartmentRule, ...]) -> list[tuple[str, str]]:
    """Return the words of the table that stand in a text, each with its department."""
    by_first = _by_first(rules)
    return [one for first in set(words) for one in by_first.get(first, ()) if one[0] in words]


@lru_cache(2)
def _by_first(rules: tuple[DepartmentRule, ...]) -> Mapping[str, list[tuple[str, str]]]:
    """Return every word with its department, by its first character."""
    found: dict[str, list[tuple[str, str]]] = {}
    for rule in rules:
        for word in rule.words:
            found.setdefault(word[:1], []).append((word, rule.code))
    return found
