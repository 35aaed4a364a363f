"""What is remembered of short texts, and what of long ones."""

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
