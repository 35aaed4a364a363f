"""What is remembered of short texts, and what of long ones."""

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.model.texts.short_text_cache import KnownTexts, cached


def test_short_texts_are_asked_once_and_long_ones_each_time() -> None:
    """Memory is bounded in characters, whatever a sender writes."""
    asked: list[str] = []

    @cached(3, 2)
    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [size(text) for text in ("a", "a", "long", "long", "b", "a")] == [1, 1, 4, 4, 1, 1]
    assert asked == ["a", "long", "long", "b"]


def test_known_texts_are_few_and_short() -> None:
    """What is known of texts stays within its room, and a long one is asked about each time."""
    mute = KnownTexts(3, 200)
    mute.keep(["a", "b", "long"])
    assert mute.unknown(["a", "a", "b", "c", "long"]) == {"c", "long"}
    mute.keep(["c", "d"])
    assert mute.unknown(["a", "c", "d"]) == {"a"}


@settings(max_examples=examples(50), deadline=None)
@given(st.lists(st.lists(st.text("ab", max_size=6), max_size=6), max_size=5), st.integers(0, 400))
def test_no_more_is_known_than_there_is_room(batches: list[list[str]], room: int) -> None:
    """Whatever comes, and however much at once: a text takes its characters and 60 more."""
    mute = KnownTexts(5, room)
    everything = {text for batch in batches for text in batch}
    for batch in batches:
        mute.keep(batch)
        known = everything - mute.unknown(everything)
        assert sum(60 + len(text) for text in known) <= room
        fits = {text for text in batch if len(text) <= 5}
        if sum(60 + len(text) for text in fits) <= room:
            assert not fits & mute.unknown(fits)


def test_known_texts_go_to_other_processes() -> None:
    """Those that read workbooks are sent what is known, which no lock within it could follow."""
    mute = KnownTexts(5, 200)
    mute.keep(["a"])
    assert deepcopy(mute).unknown(["a", "b"]) == {"b"}
