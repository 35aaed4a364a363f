"""Words that go with a number: `{count} {count:?file|files}`, by the plural rule of the language.

The rule stands in the language's own folder, written as gettext catalogues write theirs
(`n != 1`): it gives the place of the form among those that the sentence lists.
"""

import string
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache
from gettext import c2py

MARK = ":?"
"""What a sentence with such words has in it."""


class _Forms(string.Formatter):
    """Formats a sentence, choosing forms by a rule."""

    def __init__(self, rule: str) -> None:
        self.rule = _rule(rule)

    def format_field(self, value: object, format_spec: str) -> str:
        """Return a field as its format asks, or the form that goes with its number."""
        if not format_spec.startswith("?"):
            return str(super().format_field(value, format_spec))
        forms = format_spec[1:].split("|")
        number = _whole(value)
        # a fraction, or what is no number, goes with the general form, which stands last
        place = len(forms) - 1 if number is None else self.rule(number)
        return forms[min(place, len(forms) - 1)]


def with_forms(text: str, rule: str, fields: dict[str, object]) -> str:
    """Return a sentence with its fields filled, each word in the form of its number."""
    return _Forms(rule).vformat(text, (), fields)


@cache
def _rule(rule: str) -> Callable[[int], int]:
    return c2py(rule)


def _whole(value: object) -> int | None:
    """Return a count as it was given, or as it was already written (`1,200`)."""
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        return None
    if number.is_finite() and number == int(number):
        return abs(int(number))
    return None
