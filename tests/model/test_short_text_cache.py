"""What is remembered of short texts, and what of long ones."""

from xlreport.model.texts.short_text_cache import cached


def test_short_texts_are_asked_once_and_long_ones_each_time() -> None:
    """Memory is bounded in characters, whatever a sender writes."""
    asked: list[str] = []

    @cached(3, 2)
    def size(text: str) -> int:
        asked.append(text)
        return len(text)

    assert [size(text) for text in ("a", "a", "long", "long", "b", "a")] == [1, 1, 4, 4, 1, 1]
    assert asked == ["a", "long", "long", "b"]
