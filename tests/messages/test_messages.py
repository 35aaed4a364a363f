"""Every message of every language: the same keys and placeholders, each formatted once with its fields."""

import ast
import re
import string
from collections.abc import Iterator
from decimal import Decimal
from gettext import c2py
from pathlib import Path

import pytest

from xlreport.messages import FALLBACK, catalogue, languages, say
from xlreport.messages.plural_forms import with_forms

ROOT = Path(__file__).resolve().parents[2]
OTHERS = [one for one in languages() if one != FALLBACK]


def placeholders(text: str) -> set[str]:
    """Return the fields that a text is filled with, without their format."""
    names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    return {re.split(r"[.\[]", name)[0] for name in names}


def sample(text: str, name: str) -> object:
    """Return something that fits a field's format: a number where digits are asked for."""
    specs = {spec for _, field, spec, _ in string.Formatter().parse(text) if field == name}
    return Decimal("1.5") if any(specs) else f"<{name}>"


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_keys(language: str) -> None:
    """No language says more or less than another, but for forms of number that it alone has."""
    own, others = set(catalogue(language)), set(catalogue(FALLBACK))
    assert own == others


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_placeholders(language: str) -> None:
    """What one language is told, the other is told too; what one leaves out it may, knowingly."""
    for key, text in catalogue(language).items():
        ours, theirs = placeholders(text), placeholders(catalogue(FALLBACK)[key])
        assert ours == theirs or key in LEFT_OUT, (key, ours ^ theirs)


LEFT_OUT = {
    key
    for key in catalogue(FALLBACK)
    if key.startswith(("period.", "template.", "basis."))  # calendars: each by its own grammar
}


@pytest.mark.parametrize("language", languages())
def test_each_is_formatted_once(language: str) -> None:
    """Filled with its fields, no message breaks, leaves a brace, or says a field's name."""
    for key, text in catalogue(language).items():
        if not isinstance(text, str):
            continue
        fields = {name: sample(text, name) for name in placeholders(text) if name}
        told = say(language, key, **fields)
        assert told.strip() or not text.strip(), key
        for name, value in fields.items():
            assert str(value) in told or isinstance(value, Decimal), (key, name)


def test_a_missing_message_is_no_traceback() -> None:
    """A key that nobody wrote, and a field that nobody gave, are said as they are."""
    assert (
        say("zh", "error.nobody-wrote-it", file="a.xlsx") == "[error.nobody-wrote-it] file=a.xlsx"
    )
    assert say("zh", "screen.made-all") == "[screen.made-all]"


def keys_in(code: str) -> Iterator[str]:
    """Yield the keys that stand in a module as they are."""
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Call(func=ast.Name(id="say"), args=[_, ast.Constant(value=str(key)), *_]):
                yield key
            case ast.Call(func=ast.Name(id="CannotRun"), args=[ast.Constant(value=str(key)), *_]):
                yield f"error.{key}"


def test_every_key_in_the_code_has_words() -> None:
    """A key that stands in the code as it is is in the words of every language."""
    words = [catalogue(one) for one in languages()]
    modules = [path.read_text("utf-8") for path in (ROOT / "xlreport").rglob("*.py")]
    asking = [code for code in modules if "say(" in code or "CannotRun(" in code]
    keys = {key for code in asking for key in keys_in(code)}
    assert len(keys) > 300
    assert [key for key in sorted(keys) if not all(key in known for known in words)] == []


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "0 files: x."), (1, "1 file: x."), ("1", "1 file: x."), (2, "2 files: x."), ("1,001", "1,001 files: x."),
     (Decimal("1.5"), "1.5 files: x."), ("⟦A1⟧", "⟦A1⟧ files: x.")],
)  # fmt: skip
def test_words_agree_with_their_number(count: object, told: str) -> None:
    """One file, two files; what is no whole number goes with the general form."""
    assert say("en", "screen.validated", files=count, verdicts="x") == told


def test_a_rule_may_have_more_forms_than_two() -> None:
    """The rule is the language's own, in gettext's notation: Polish has three forms."""
    polish = "n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2"
    text = "{n} {n:?plik|pliki|plików}"
    told = [with_forms(text, polish, {"n": n}) for n in (1, 3, 5, 12, 22)]
    assert told == ["1 plik", "3 pliki", "5 plików", "12 plików", "22 pliki"]


@pytest.mark.parametrize("language", languages())
def test_every_sentence_has_the_forms_of_its_language(language: str) -> None:
    """A language lists as many forms as its rule asks for, wherever it lists any."""
    rule = c2py(catalogue(language)["language.plural"])
    wanted = max(rule(n) for n in range(200)) + 1
    for key, text in catalogue(language).items():
        for _, _, spec, _ in string.Formatter().parse(text):
            if spec and spec.startswith("?"):
                assert len(spec.split("|")) == wanted, key
