"""Proposes which department may answer for a target, from a small table that a user can edit."""

import tomllib
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
    best, length = "", 0
    for word, code in _longest_first(rules):
        if best and len(word) < length:
            break
        if word in words and code != best:
            if best:
                return ""
            best, length = code, len(word)
    return best


def proposed_alone(words: str, rules: tuple[DepartmentRule, ...], *, least: int = 1) -> str:
    """Return the code of the only department to which words point; empty where there are several.

    Args:
        words: what is searched.
        rules: the table.
        least: characters that the longest of the words found has at least (科技 alone says little of a sentence).
    """
    found = [one for one in _longest_first(rules) if one[0] in words]
    if not found or len(found[0][0]) < least or len({code for _, code in found}) > 1:
        return ""
    return found[0][1]


@lru_cache(2)
def _longest_first(rules: tuple[DepartmentRule, ...]) -> tuple[tuple[str, str], ...]:
    """Return every word with its department, the longest first."""
    told = [(word, rule.code) for rule in rules for word in rule.words]
    return tuple(sorted(told, key=lambda one: -len(one[0])))
