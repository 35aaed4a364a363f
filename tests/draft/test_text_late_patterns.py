"""A pattern that waits for its words finds what the pattern itself finds."""

import importlib
import re
from itertools import product
from pathlib import Path

import pytest

from xlreport.draft.text.text_late_patterns import LatePattern

ROOT = Path(__file__).parents[2]
REPORTS = sorted((Path(__file__).parent / "reports").glob("*.txt"))


def _late() -> dict[str, LatePattern]:
    """Return all late patterns of the drafting rules by module and name."""
    found = {}
    for path in sorted((ROOT / "xlreport/draft").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, LatePattern):
                found[f"{path.stem}.{name}"] = value
    return found


LATE = _late()
SENTENCES = [
    sentence
    for path in REPORTS
    for sentence in re.split(r"(?<=。)|\n", path.read_text("utf-8"))
    if sentence
]


def _without(words: tuple[str, ...], tree: object) -> bool:
    """Say whether what a pattern's tree tells may match a text that has none of the words.

    It reads what Python's own parser makes of the pattern, and knows of no compiled one: a sequence
    needs a word where a run of its characters holds one, or a part of it needs one; a branch where
    all of its ways do; a set where all of its characters are words.
    """
    run = ""
    for kind, what in tree:  # type: ignore[attr-defined]
        name = str(kind)
        if name == "LITERAL":
            run += chr(what)
            if any(word in run for word in words):
                return False
            continue
        if name in {"AT", "ASSERT_NOT"}:
            continue
        run = "" if name != "ASSERT" else run
        parts = {
            "SUBPATTERN": lambda what: [what[3]],
            "ASSERT": lambda what: [what[1]],
            "MAX_REPEAT": lambda what: [what[2]] if what[0] else [],
            "MIN_REPEAT": lambda what: [what[2]] if what[0] else [],
        }
        if name in parts and any(not _without(words, part) for part in parts[name](what)):
            return False
        if name == "BRANCH" and all(not _without(words, way) for way in what[1]):
            return False
        if name == "IN" and all(_is_word(one, words) for one in what):
            return False
    return True


def _is_word(one: tuple[object, object], words: tuple[str, ...]) -> bool:
    """Say whether a part of a set is a character that is a word."""
    kind, what = str(one[0]), one[1]
    return kind == "LITERAL" and isinstance(what, int) and chr(what) in words


def _tree(source: str) -> object:
    parser = importlib.import_module("re._parser")
    return parser.parse(source)


@pytest.mark.parametrize("name", LATE)
def test_nothing_matches_without_a_word(name: str) -> None:
    """Proved from the pattern's own tree, for every text that there may be."""
    one = LATE[name]
    assert one.words
    assert not _without(one.words, _tree(one.pattern))


def test_a_word_that_is_left_out_is_noticed() -> None:
    """The proof itself: without any one of its words, a pattern may match."""
    unnoticed = [
        (name, word)
        for name, one in LATE.items()
        for word in one.words
        if not _without(tuple(w for w in one.words if w != word), _tree(one.pattern))
    ]
    assert unnoticed == []


def test_it_finds_what_the_pattern_finds() -> None:
    """In every sentence of the project's own reports, and nothing in a text without its words."""
    some = SENTENCES[:: max(1, len(SENTENCES) // 60)]
    for one, text in product(LATE.values(), some):
        bare = re.compile(one.pattern)
        for ask in ("search", "match", "fullmatch"):
            found, wanted = getattr(one, ask)(text), getattr(bare, ask)(text)
            assert (found and found.span()) == (wanted and wanted.span())
        spans = [match.span() for match in bare.finditer(text, 3)]
        assert [match.span() for match in one.finditer(text, 3)] == spans
        assert one.sub("某", text) == bare.sub("某", text)


def test_it_is_compiled_for_the_first_text_that_has_a_word() -> None:
    one = LatePattern("翻番(?!计划)", "翻番")
    assert one.search("产值增长一倍") is None
    assert "compiled" not in vars(one)
    assert one.search("产值翻番")
    assert "compiled" in vars(one)
