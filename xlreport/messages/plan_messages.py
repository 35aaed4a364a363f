"""How values of a plan read in the cells of its workbook, and what typed words mean: written and
read by one table.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache

from xlreport.messages import has, languages, say
from xlreport.messages.calendar_words import period_label
from xlreport.model.period import Period
from xlreport.model.plans.plan import Action, Commitment, Comparator, Direction, Indicator, Measure
from xlreport.model.plans.sheets.plan_sheet_columns import THRESHOLDS

LANGUAGES = languages()
CHOICES: Mapping[str, tuple[str, ...]] = {
    "measure": tuple(Measure), "direction": tuple(Direction), "comparator": tuple(Comparator),
    "commitment": tuple(Commitment), "action": tuple(Action), "profile": ("linear", "hold",
    "year_end"),
    "reference": ("baseline", "external"), "parent_kind": ("same", "part"), "flag": ("yes", "no"),
    "language": LANGUAGES, "score_by": ("light", "share"),
    "judged_by": ("reported", "inspected"),
    "asked": (*(f"Q{n}" for n in range(1, 5)), "H1", "H2",
                                     *(f"{n:02}" for n in range(1, 13)), "year"),
}  # fmt: skip
"""Words by section of messages: what a choice means in the plan."""
_SEPARATORS = "、,，;；\n"
# one entry of a list in quotes, a quote inside written twice
_QUOTED = re.compile(r'\s*"((?:[^"]|"")*)"\s*')
# one entry of a list without quotes: up to the next separator
_PLAIN = re.compile(f"[^{_SEPARATORS}]*")
_DASHES = frozenset("-—–―─")


def heading(kind: str, column: str, language: str) -> str:
    """Return the words above a column; a threshold that has none yet goes by its name in the plan
    file.
    """
    key = f"plan_column.{kind}.{column}"
    if has(language, key) or column not in THRESHOLDS:
        return say(language, key)
    return column


def prompt(kind: str, column: str, language: str) -> str:
    """Return what to enter in a column."""
    for key in (
        f"plan_prompt.{kind}.{column}",
        f"plan_prompt.{kind}.{column.rstrip('0123456789')}1",
    ):
        if has(language, key):
            return say(language, key)
    return say(language, "plan_prompt.threshold")


def word(language: str, section: str, value: str) -> str:
    """Return the word for a value; one without a word (the name of a profile, a code) as it is."""
    key = f"{section}.{value}"
    if value in CHOICES[section] and has(language, key):
        return say(language, key)
    return value


def meaning(section: str, typed: str) -> str | None:
    """Return what a typed word stands for, in any language or as the plan file writes it; None
    where it is none.
    """
    return _meanings(section).get(compared(typed))


@cache
def _meanings(section: str) -> Mapping[str, str]:
    known = {compared(value): str(value) for value in CHOICES[section]}
    for language in LANGUAGES:
        known |= {
            compared(word(language, section, value)): str(value) for value in CHOICES[section]
        }
    return known


def compared(text: str) -> str:
    """Return words as they are compared: no white space, one form of each character, one kind of
    dash.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
    if plain and set(plain) <= _DASHES:
        return "—"
    return plain


def joined(language: str, words: Iterable[str]) -> str:
    """Return several words in one cell; one that holds a separator stands in quotes."""
    return say(language, "plan_book.separator").join(_guarded(one) for one in words)


def _guarded(one: str) -> str:
    if one == one.strip() and not any(c in one for c in _SEPARATORS + '"'):
        return one
    return '"' + one.replace('"', '""') + '"'


def parted(text: str) -> tuple[str, ...]:
    """Return the words of a cell that holds several."""
    words: list[str] = []
    at = 0
    while at <= len(text):
        quoted = _QUOTED.match(text, at)
        if quoted and (quoted.end() == len(text) or text[quoted.end()] in _SEPARATORS):
            words.append(quoted[1].replace('""', '"'))
            at = quoted.end() + 1
        else:
            plain = _PLAIN.match(text, at)
            end = plain.end() if plain else len(text)
            words.append(text[at:end].strip())
            at = end + 1
    return tuple(one for one in words if one)


def class_word(indicator: Indicator, value: Decimal) -> str | None:
    """Return the word of a class for its rank; None where the figure is no rank."""
    if (
        indicator.measure is not Measure.CLASS
        or value != int(value)
        or not 1 <= value <= len(indicator.classes)
    ):
        return None
    word = indicator.classes[int(value) - 1]
    if indicator.classes.index(word) == int(value) - 1:
        return word
    return None


def day_word(language: str, day: date | None) -> date | str:
    """Return a day of a target as it stands in its cell: without one it is the end of the year."""
    if day is None:
        return say(language, "plan_book.year_end")
    return day


def is_year_end(typed: str) -> bool:
    """Say whether a typed word means the end of the plan's year."""
    return compared(typed) in {
        compared(say(language, "plan_book.year_end")) for language in LANGUAGES
    }


def period_meant(typed: str, year: int) -> str | None:
    """Return the period that a text names, `2020-Q3` or 2020年三季度; None where it names none."""
    try:
        return str(Period.parse(unicodedata.normalize("NFKC", typed)))
    except ValueError:
        return _labels(year).get(compared(typed))


@cache
def _labels(year: int) -> Mapping[str, str]:
    periods = [
        *(Period(year, "quarter", n) for n in range(1, 5)),
        *(Period(year, "half", n) for n in (1, 2)),
        *(Period(year, "month", n) for n in range(1, 13)), Period(year, "year", 1),
    ]  # fmt: skip
    labels = {
        compared(period_label(language, one)): str(one) for language in LANGUAGES for one in periods
    }
    return {
        compared(word(language, "asked", _part(one))): str(one)
        for language in LANGUAGES
        for one in periods
    } | labels


def _part(period: Period) -> str:
    return str(period)[5:] or "year"
