"""One line as long as a report: the work grows as the text does, and none of its numbers is lost."""

import sys
from functools import cache
from types import FrameType

import pytest

from xlreport.draft.draft_report import draft_from
from xlreport.draft.text.text_clauses import sentences
from xlreport.model.plans.plan_draft_types import Draft

HEAD = (
    "青石市政府工作报告\n各位代表：\n一、2030年工作回顾\n完成投资9亿元。\n二、2031年工作安排\n新增"
)
SHORT = 600
"""Characters of the line; the second is twice as long."""
MOST = 2.4
"""Times the calls that a line of twice the length may cost."""
REPEATED = ["5%、", "3家、", "2个和", "1.", "2个百分点"]


@cache
def drafted(words: str, length: int) -> tuple[Draft, int]:
    """Draft a line of words that are repeated; return the calls that it cost, of functions and of C functions."""
    calls = 0

    def count(_frame: FrameType, event: str, _what: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    report = f"{HEAD}{words * (length // len(words))}。\n"
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        draft = draft_from(report)
    finally:
        sys.setprofile(before)
    return draft, calls


@pytest.mark.parametrize("words", REPEATED)
def test_twice_the_text_is_about_twice_the_work(words: str) -> None:
    """Calls are counted, not seconds: they do not depend on the machine's load."""
    _, once = drafted(words, SHORT)
    _, twice = drafted(words, 2 * SHORT)
    assert twice <= MOST * once


@pytest.mark.parametrize("words", ["5%、", "3家、", "2个和"])
def test_no_number_of_a_long_line_is_lost(words: str) -> None:
    """Each number is a row or is listed with a reason, wherever the line was cut."""
    draft, _ = drafted(words, SHORT)
    told = [(row.number, row.quote) for row in draft.rows] + [
        (one.number, one.reason) for one in draft.rejected
    ]
    assert all(number and why for number, why in told)
    assert len(told) >= SHORT // len(words)


def test_a_piece_begins_with_a_whole_number() -> None:
    """A sentence that is too long is cut behind a comma, or before a number, and never inside one."""
    for words in ("12.5%", "1000家，", "十二个"):
        flat = words * 500
        pieces = [flat[start:end] for start, end in sentences(flat, 0, len(flat), ())]
        assert len(pieces) > 1
        assert all(one.startswith(words) for one in pieces)
