"""Which words say nothing and which give no reason: one list, by which the sheet's formulas and the
checks both go.
"""

import re
from collections.abc import Collection
from functools import cache

from xlreport.messages import catalogue, languages
from xlreport.model.texts.lookalike_texts import one_form, without_unseen
from xlreport.model.texts.short_text_cache import cached

SHORTEST_REASON = 4
"""Letters, without signs and white space."""
# signs and spaces: 无。 and 无 are one reason
_SIGNS = re.compile(r"[\W_]+")
# a text that begins with a letter or digit and holds none that has several forms
_PLAIN = re.compile("[0-9A-Za-z\u4e00-\u9fff][ -~\u4e00-\u9fff，。；：、！？（）％“”—]*")
# a line of such a text, or several
_PLAIN_LINES = re.compile(f"{_PLAIN.pattern}(?:\n{_PLAIN.pattern})*")
NO_NAME = ("none",)
NOTHING = (*NO_NAME, "what")
NO_REASON = (*NOTHING, "checked")
"""Kinds of words of which a text is made that names no source, says nothing, gives no reason."""


@cache
def words(*kinds: str) -> tuple[str, ...]:
    """Return the words of some kinds in all languages."""
    found = (catalogue(one).get(f"reason.{kind}", "") for kind in kinds for one in languages())
    return tuple(dict.fromkeys(word for listed in found for word in listed.split(",") if word))


@cached(200)
def bare(text: str) -> str:
    """Return the letters and digits of a text, in small letters and ordinary forms."""
    return _SIGNS.sub("", one_form(without_unseen(text))).lower()


def all_say_something(texts: Collection[str], *, nouns: bool = False) -> bool:
    """Say whether it is plain that each of many texts says something, in one look at them all;
    where this is False, they still may. `nouns` are texts that may be a bare noun.
    """
    lines = "\n".join(dict.fromkeys(texts))
    if not all(texts) or (texts and not _PLAIN_LINES.fullmatch(lines)):
        return False
    kinds = NO_NAME if nouns else NOTHING
    return _spaced_out(*kinds).search(lines.lower()) is None


def says_nothing(text: str) -> bool:
    """Say whether a text is empty or only says that there is nothing: 无, 暂无数据, —."""
    if text and _PLAIN.fullmatch(text) and _spaced_out(*NOTHING).search(text.lower()) is None:
        return False
    return _says_nothing(text)


@cached(200)
def _says_nothing(text: str) -> bool:
    return _is_made_of(bare(text), *NOTHING)


@cached(200)
def names_nothing(text: str) -> bool:
    """Say the same of a text that may be a bare noun, as where a figure comes from: 统计数据."""
    return _is_made_of(bare(text), *NO_NAME)


@cached(200)
def is_reason(text: str) -> bool:
    """Say whether a text gives a reason: not 尚未统计, not 已核实无误, and no mere two letters."""
    plain = bare(text)
    return len(plain) >= SHORTEST_REASON and not _is_made_of(plain, *NO_REASON)


@cached(200)
def says_no_figure(remark: str) -> bool:
    """Say whether a remark beside a blank figure says that there is none: 无数据，7月20日发布."""
    low = one_form(remark).lower()
    return any(word in low for word in words("no_figure"))


def _is_made_of(text: str, *kinds: str) -> bool:
    """Say whether words of some kinds are as long, taken together, as the text is: the only way of
    asking that a formula has, too.
    """
    if text and _any_of(*kinds).search(text) is None:
        return False
    return sum(text.count(word) * len(word) for word in words(*kinds)) >= len(text)


@cache
def _spaced_out(*kinds: str) -> re.Pattern[str]:
    """Return a pattern that finds any word of some kinds with signs between its letters."""
    found = (r"[\W_]*".join(map(re.escape, word)) for word in words(*kinds))
    return re.compile("|".join(found))


@cache
def _any_of(*kinds: str) -> re.Pattern[str]:
    """Return a pattern that finds any word of some kinds: in most texts there is none."""
    return re.compile("|".join(map(re.escape, words(*kinds))))
