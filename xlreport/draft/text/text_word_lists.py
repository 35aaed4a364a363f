"""Lists of words that the rules look up in a text, place by place.

An alternation of hundreds of Chinese words takes longer to compile than a report takes to read; words that are looked
up by their first character cost nothing at the start, and less at every place.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass

_LONGEST = 12
"""Characters of the longest word of a list."""
_INNERMOST = re.compile(r"\([^()]*\)")
"""A bracket without another in it, of (?<!对上)争取(?!到?(?:资金|项目))."""


@dataclass(frozen=True, slots=True)
class WordList:
    """Words by their first character, the longest first; beside a word that counts only in some surroundings
    stands the pattern that says in which.
    """

    words: dict[str, tuple[tuple[str, re.Pattern[str] | None], ...]]

    def ends(self, text: str, at: int, limit: int = sys.maxsize) -> Iterator[int]:
        """Yield where the words end that begin at a place of a text and end before a limit, the longest first."""
        for word, guard in self.words.get(text[at : at + 1], ()):
            found = guard.match(text, at, limit) if guard else text.startswith(word, at, limit)
            if found:
                yield at + len(word)

    def end(self, text: str, at: int, limit: int = sys.maxsize) -> int:
        """Return where the longest word ends that begins at a place; the place itself where none does."""
        told = self.words.get(text[at : at + 1])
        if told is not None:
            for word, guard in told:
                if guard.match(text, at, limit) if guard else text.startswith(word, at, limit):
                    return at + len(word)
        return at

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where words stand in a text from left to right, none inside another."""
        at = 0
        while at < len(text):
            stop = self.end(text, at)
            if stop > at:
                yield at, stop
            at = max(stop, at + 1)

    def closing(self, text: str) -> str:
        """Return the longest word with which a text ends; empty where it ends in none."""
        for at in range(max(0, len(text) - _LONGEST), len(text)):
            if text[at] in self.words and len(text) in self.ends(text, at):
                return text[at:]
        return ""

    def makes(self, text: str) -> bool:
        """Say whether a text is nothing but such words, and at least one."""
        reached = {0}
        for at in range(len(text)):
            if at in reached:
                reached.update(self.ends(text, at))
        return bool(text) and len(text) in reached


def word_list(*words: str) -> WordList:
    """Return a list of words, each text with white space between them.

    A word may have look-arounds, as a pattern has them: 计划(?!生育) counts but before 生育.
    """
    found: dict[str, list[tuple[str, re.Pattern[str] | None]]] = {}
    for word in " ".join(words).split():
        bare = _bare(word)
        guard = re.compile(word) if word != bare else None
        found.setdefault(bare[0], []).append((bare, guard))
    return WordList(
        {first: tuple(sorted(told, key=_longest_first)) for first, told in found.items()}
    )


def _longest_first(told: tuple[str, re.Pattern[str] | None]) -> int:
    return -len(told[0])


def _bare(word: str) -> str:
    """Return a word without its look-arounds: (?<!对上)争取(?!到?(?:资金|项目)) → 争取."""
    while word.endswith(")") or word.startswith("(?"):
        word = _INNERMOST.sub("", word)
    return word
