"""Every sentence that a person reads, by key and language; falls back to English."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import tomli

from xlreport.messages.plural_forms import MARK, with_forms

FALLBACK = "en"
"""Whose words stand in where a language has none."""
FIRST = "zh"
"""The language of a reader of whom nothing is known."""


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that there are words in, the first of them first: each has a folder of
    its own.
    """
    names = (one.name for one in files(__name__).iterdir() if one.is_dir() and one.name.isalpha())
    return tuple(sorted(names, key=lambda name: (name != FIRST, name)))


@cache
def language_named(told: str) -> str:
    """Return the language of a locale (`zh_CN.UTF-8`, or Windows's `Chinese (Simplified)_China`).

    Of one that names no language (`C`, `POSIX`, nothing) it is the first; of a language that has no
    folder, the fallback.
    """
    plain = told.lower().replace("-", "_")
    tongue = plain.split(".")[0].split("_")[0]
    if tongue in {"", "c", "posix"}:
        return FIRST
    for one in languages():
        windows = catalogue(one).get("language.windows", one)
        if tongue == one or plain.startswith(windows.lower()):
            return one
    return FALLBACK


@cache
def catalogue(language: str) -> dict[str, str]:
    """Return the language's words as a flat mapping `section.key` → text, from all files of its
    folder.
    """
    folder = files(__name__) / language
    if not folder.is_dir():
        return {}
    texts: dict[str, str] = {}
    for source in sorted(folder.iterdir(), key=lambda part: part.name):
        if source.name.endswith(".toml"):
            texts.update(_flatten(tomli.loads(source.read_text(encoding="utf-8"))))
    return texts


def _flatten(table: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for key, entry in table.items():
        if isinstance(entry, dict):
            rows += _flatten(entry, f"{prefix}{key}.")
        else:
            rows.append((prefix + key, entry))
    return rows


def has(language: str, key: str) -> bool:
    """Say whether the language, or the fallback, has words for the key."""
    return key in catalogue(language) or key in catalogue(FALLBACK)


def say(language: str, key: str, /, **fields: object) -> str:
    """Return the words for a key with its placeholders filled.

    A key that no language has, or a placeholder without its field, costs words and not the run:
    what is known is said, with the key.
    """
    told, text = language, catalogue(language).get(key)
    if text is not None and not fields and "{" not in text and "}" not in text:
        return text
    if text is None:
        told, text = FALLBACK, catalogue(FALLBACK).get(key)
    try:
        if text is None:
            return _unworded(key, fields)
        if MARK in text:
            return with_forms(text, catalogue(told).get("language.plural", "n != 1"), fields)
        return text.format(**fields)
    except (KeyError, IndexError, ValueError, AttributeError):
        return _unworded(key, fields)


def _unworded(key: str, fields: Mapping[str, object]) -> str:
    return " ".join((f"[{key}]", *(f"{name}={told}" for name, told in fields.items())))
