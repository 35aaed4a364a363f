"""Patterns that wait for their words: a report needs few of those that a rare wording needs."""

import re
from collections.abc import Iterator
from functools import cached_property


class LatePattern:
    """A pattern that finds nothing in a text without one of its words; the first text that has one
    compiles it.

    To compile one takes as long as to look for a word in a thousand sentences, and a third of a
    draft's patterns are for wordings that its report never has. Its methods are those of
    `re.Pattern`, `span` being their `pos` and `endpos`.
    """

    def __init__(self, source: str, words: str) -> None:
        """Keep a pattern.

        Args:
            source: what `re.compile` is given.
            words: with spaces between them; one of them stands in every text in which the pattern
                has a match, the most usual first.
        """
        self.pattern = source
        self.words = tuple(words.split())
        self._last = ("", False)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The pattern itself."""
        return re.compile(self.pattern)

    def _may_be_in(self, text: str) -> bool:
        last, answer = self._last
        if text is not last:  # a whole report is asked about sentence by sentence
            answer = any(word in text for word in self.words)
            self._last = text, answer
        return answer

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        """Return the first match."""
        return self.compiled.search(text, *span) if self._may_be_in(text) else None

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        """Return the match at the beginning."""
        return self.compiled.match(text, *span) if self._may_be_in(text) else None

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        """Return the match of the whole text."""
        return self.compiled.fullmatch(text, *span) if self._may_be_in(text) else None

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        """Return all matches."""
        return self.compiled.finditer(text, *span) if self._may_be_in(text) else iter(())

    def sub(self, said: str, text: str) -> str:
        """Return a text with something else in place of the matches."""
        return self.compiled.sub(said, text) if self._may_be_in(text) else text
