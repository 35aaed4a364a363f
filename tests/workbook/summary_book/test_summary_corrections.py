"""What a summary says of correcting a figure in it is what its cells do."""

from dataclasses import replace

import pytest

from xlreport.model.judged.judged_live_formulas import Live
from xlreport.model.judged.judged_summary import Summary
from xlreport.workbook.summary_book.words import summary_count_words, summary_link_words
from xlreport.workbook.summary_book.words.summary_correction_words import correction_words

#: How long a summary is, and which of the sentences about lists, departments and rows are said.
EXTENTS: dict[str, tuple[int, int, str, str, str]] = {
    "all follow": (3000, 2_000_000, "名单和分页跟着变", "各处项数随之重算", "仍按"),
    "lists do not": (1, 2_000_000, "名单和分页仍按", "名单和分页仍按", "部门表"),
    "departments do not": (3000, 1, "名单和分页跟着变", "部门表仍按", "各处"),
    "rows alone": (1, 1, "名单和分页仍按", "部门表、名单和分页仍按", "各处"),
}


@pytest.mark.parametrize("extent", EXTENTS)
def test_what_follows_is_what_is_said(
    small_summary: Summary, monkeypatch: pytest.MonkeyPatch, extent: str
) -> None:
    """Each sentence names what stays as issued, by the same limits as the formulas are made by."""
    linked, compared, above, legend, never = EXTENTS[extent]
    monkeypatch.setattr(summary_link_words, "MOST_LINKED_ROWS", linked)
    monkeypatch.setattr(summary_count_words, "_MOST_COMPARED", compared)
    live = replace(
        small_summary,
        indicators=tuple(replace(row, live=Live(status="1")) for row in small_summary.indicators),
    )
    said = correction_words(live)
    assert "可改" in str(said["correct.head"])
    assert above in str(said["correct.indicator"])
    assert above in str(said["correct.milestone"])
    assert legend in str(said["correct.legend"])
    assert never not in str(said["correct.legend"])


def test_values_are_not_said_to_follow(small_summary: Summary) -> None:
    """Where no cell is a formula, no sentence says that anything follows."""
    for words in correction_words(small_summary).values():
        assert not words or "不会重算" in str(words)
        assert "跟着" not in str(words)
        assert "黄格" not in str(words)
        assert "可改" not in str(words)
