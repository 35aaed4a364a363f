"""What is remembered of parts is what would be made anew, and never much of it."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from xlreport.workbook.annotating.annotated_check_cells import _CHECK, _checks
from xlreport.workbook.annotating.annotated_remembered_parts import USUAL, remembered

_BITS = [
    '<c r="A1"', '<c r="AB12"', ' s="3">', ">", "<f>", '<f t="x">', "</f>", "</c>", "xl_i_ok", "xl_m_q2", "xl_m_m",
    "(xl_i_ok(", "1", "<v>", '"', "<", "xl_", "IF(",
]  # fmt: skip


@given(st.lists(st.sampled_from(_BITS), max_size=40))
def test_checks_are_found_as_by_the_pattern_alone(bits: list[str]) -> None:
    """From name to name as from cell to cell, whatever stands between them."""
    content = "".join(bits).encode()
    spans = [found.span() for found in _CHECK.finditer(content)]
    assert [found.span() for found in _checks(content)] == spans


def test_a_part_of_usual_size_is_made_once_and_a_large_one_each_time() -> None:
    made: list[int] = []

    @remembered
    def length(content: bytes, more: int) -> int:
        made.append(len(content))
        return len(content) + more

    for content in (b"a", b"b" * (USUAL + 1)):
        assert [length(content, 1), length(content, 1), length(content, 2)] == [
            len(content) + 1, len(content) + 1, len(content) + 2,
        ]  # fmt: skip
    assert made == [1, 1, *[USUAL + 1] * 3]


def test_many_parts_take_no_more_room_than_a_few() -> None:
    """What senders write decides what is remembered, not how much."""

    @remembered
    def doubled(content: bytes) -> bytes:
        return content * 2

    tracemalloc.start()
    try:
        for number in range(16):
            doubled(bytes([number]) * USUAL)
        few = tracemalloc.get_traced_memory()[0]
        for number in range(16, 100):
            doubled(bytes([number]) * USUAL)
        assert tracemalloc.get_traced_memory()[0] < few + USUAL
    finally:
        tracemalloc.stop()
