"""A number and its word agree in every message, by the language's own rule."""

import re
import string

import pytest

from xlreport import messages
from xlreport.messages import catalogue, say

ENGLISH = catalogue("en")
_SINGULAR_IN_S = {"is", "was", "has", "as", "its", "minus", "this", "does"}
_NEVER_ONE = re.compile(r"_many$")
_TEXTS = frozenset(
    [
        "file",
        "folder",
        "name",
        "code",
        "user",
        "host",
        "plan",
        "period",
        "system",
        "what",
        "was",
        "department",
        "government",
        "template",
        "where",
        "why",
        "words",
        "title",
        "column",
        "columns",
        "line",
        "place",
        "cell",
        "sheet",
        "indicator",
        "value",
        "printed",
        "state",
        "other",
        "number",
        "other_file",
        "measure",
        "direction",
        "owner",
        "counted",
        "here",
        "there",
        "options",
        "known",
        "paper",
        "row",
        "profile",
        "meant",
        "last",
        "day",
        "end",
        "deadline",
        "own",
        "sender",
        "subject",
        "dated",
        "old",
        "new",
        "found",
        "by",
        "on",
        "at",
    ]
)
"""Placeholders that hold words, days or codes: nothing is counted by them."""


def counted(key: str) -> list[str]:
    """Return the placeholders of a message that stand before a word, as numbers do."""
    found = re.findall(r"\{(\w+)\} (?=[a-z{])", ENGLISH[key])
    return [name for name in found if name not in _TEXTS]


def filled(key: str, number: int) -> str:
    names = {name for _, name, _, _ in string.Formatter().parse(ENGLISH[key]) if name}
    fields: dict[str, object] = dict.fromkeys(names, "—")
    return say("en", key, **fields | dict.fromkeys(counted(key), number))


KEYS = [key for key, text in ENGLISH.items() if isinstance(text, str) and counted(key)]


def test_one_thing_is_one_thing() -> None:
    """With 1, no message has a plural behind its number; with 0 and 2, none has a form left over."""
    wrong = {}
    for key in KEYS:
        if _NEVER_ONE.search(key):
            continue
        one = filled(key, 1)
        words = [w for w in re.findall(r"\b1 (?:new )?([a-z]+s)\b", one) if w not in _SINGULAR_IN_S]
        verbs = re.findall(r"\b1 (?:new )?[a-z]+ (?:that )?(?:are|have)\b", one)
        if any(not word.endswith("ss") for word in words) or verbs or "|" in one:
            wrong[key] = one
        assert "|" not in filled(key, 0)
        assert "|" not in filled(key, 2)
    assert wrong == {}


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 workbooks"), (1, "1 workbook for"), (2, "2 workbooks"), (21, "21 workbooks")],
)
def test_the_form_goes_with_the_number(number: int, said: str) -> None:
    """The first form is for one alone."""
    assert said in say("en", "screen.made-all", count=number, period="p", folder="f")


def test_another_language_has_its_own_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three forms by two patterns, as in Russian, need no change of code."""
    words = {
        "language.plural": r"(?:.*[^1])?1;(?:.*[^1])?[2-4]",
        "x": "{n} {n:файл|файла|файлов}",
    }
    monkeypatch.setattr(messages, "catalogue", lambda _: words)
    said = [say("ru", "x", n=n).split()[1] for n in (1, 2, 5, 11, 12, 21, 22, 0)]
    assert said == ["файл", "файла", "файлов", "файлов", "файлов", "файл", "файла", "файлов"]
