"""What people type where a list is offered: a milestone's state, the class of a quality."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache

from xlreport.checks.typed.typed_value import Reading, plain_text, says_none
from xlreport.messages import FALLBACK, languages, say
from xlreport.messages.state_messages import state_words
from xlreport.model.plans.plan import WATER_CLASSES
from xlreport.model.plans.plan_form_types import SOURCES, STATES
from xlreport.model.returns.submission import Cell, CellKind

_NO_VALUES = {CellKind.ERROR: "error-value", CellKind.OBJECT: "object-in-cell"}
_CHINESE_RANKS = "一二三四五六七八九"
# words before and behind the class of a water: 达到Ⅲ类水质标准
_AROUND_CLASS = re.compile(r"^(?:第|达到?|为|级|类)+|(?:水质|水体|标准|类|级|等)+$")


def read_state(cell: Cell, language: str) -> Reading[str]:
    """Read a state cell by the words of a language, or a few others that mean the same."""
    if cell.blank:
        if cell.kind is CellKind.NO_RESULT:
            return Reading(question="no-result")
        return Reading()
    if cell.kind in _NO_VALUES:
        return Reading(question=_NO_VALUES[cell.kind])
    typed = re.sub(r"[\s_]+", " ", plain_text(cell.as_typed)).rstrip("。.!").lower()
    offered = _offered(language)
    if typed in offered:
        listed = typed in {word.lower() for word in state_words(language)}
        return Reading(value=offered[typed], note="" if listed else "read-as")
    if says_none(typed):
        return Reading(said_none=True)
    return Reading(question="not-a-state")


@cache
def _offered(language: str) -> Mapping[str, str]:
    words = {state.replace("_", " "): state for state in STATES}
    for spoken in languages():
        for state in STATES:
            also = say(spoken, f"state_also.{state}").lower().split(",")
            words |= dict.fromkeys(also, state)
    for spoken in (FALLBACK, language):
        words |= {word.lower(): state for word, state in state_words(spoken).items()}
    return words


def read_source(words: str, language: str) -> str:
    """Return the code of a source that the list offers, else the words as typed."""
    if words:
        return _sources(language).get(plain_text(words).lower(), words)
    return words


@cache
def _sources(language: str) -> Mapping[str, str]:
    spoken = ((tongue, source) for tongue in (FALLBACK, language) for source in reversed(SOURCES))
    return {say(tongue, f"source.{source}").lower(): source for tongue, source in spoken}


def read_class(cell: Cell, classes: Sequence[str]) -> Reading[Decimal]:
    """Read a class as its rank, best first: Ⅲ, III, 三类 and 3 are the third of Ⅰ to 劣Ⅴ."""
    if cell.blank:
        if cell.kind is CellKind.NO_RESULT:
            return Reading(question="no-result")
        return Reading()
    if cell.kind in _NO_VALUES:
        return Reading(question=_NO_VALUES[cell.kind])
    typed = plain_text(cell.as_typed)
    ranks = {_bare(one): rank for rank, one in enumerate(classes, 1)}
    if _bare(typed) in ranks:
        exact = typed in {plain_text(one) for one in classes}
        return Reading(value=Decimal(ranks[_bare(typed)]), note="" if exact else "read-as")
    if says_none(typed):
        return Reading(said_none=True)
    rank = _numbered(_bare(typed)) if tuple(classes) == WATER_CLASSES else None
    if rank is None:
        return Reading(question="not-a-class")
    return Reading(value=Decimal(rank), note="read-as")


def _bare(text: str) -> str:
    return _AROUND_CLASS.sub("", re.sub(r"\s+", "", plain_text(text))).upper()


def _numbered(text: str) -> int | None:
    """Read 3, 三, 劣五 as a rank of the water classes."""
    worse, digit = (text.startswith("劣"), text.removeprefix("劣"))
    number = _CHINESE_RANKS.find(digit) + 1 if len(digit) == 1 and digit in _CHINESE_RANKS else 0
    if re.fullmatch("[1-5]", digit):
        number = int(digit)
    if worse:
        if number == len(WATER_CLASSES) - 1:
            return len(WATER_CLASSES)
        return None
    if 1 <= number < len(WATER_CLASSES):
        return number
    return None
