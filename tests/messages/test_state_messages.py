"""A state is called what its own row calls it."""

import pytest

from xlreport.messages.state_messages import shown_state
from xlreport.model.plans.plan import Plan


@pytest.mark.parametrize(
    ("code", "told", "word"),
    [
        ("RW001", "done", "年度进度已达到"), ("RW002", "done", "已完成"),
        ("RW002", "under_way", "推进中"), ("ZB001", "2.6", "2.6"), ("RW001", "", ""),
    ],
)  # fmt: skip
def test_a_state_has_its_row_s_word(small_plan: Plan, code: str, told: str, word: str) -> None:
    """What only has to be advanced reaches the year's progress; a figure stays a figure."""
    assert shown_state(small_plan, code, told) == word
