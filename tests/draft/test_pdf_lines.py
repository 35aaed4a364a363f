"""Lines of a .pdf whose pieces were drawn out of order: made-up pieces with their places in points."""

import pytest

from xlreport.pipeline.plans.reports.ordering_pdf_report_lines import Chunk, left_to_right

SIZE = 10.0


def drawn(*pieces: tuple[str, float], y: float = 500.0) -> list[Chunk]:
    return [Chunk(text, x, y, SIZE) for text, x in pieces]


@pytest.mark.parametrize(
    ("pieces", "line"),
    [
        ((("“ ”", 120), ("深化 放管服 改革，", 100)), "深化“放管服”改革，"),
        ((("“", 140), ("聚力打造", 100), ("433”", 145), ("现代产业", 165)), "聚力打造“433”现代产业"),
        ((("，建成 完", 100), ("整社区", 145), ("26", 180), ("个", 190), ("“ ”", 130)), "，建成“完整社区”26个"),
        ((("——", 150), ("二、工作安排", 100)), "二、工作安排——"),
        ((("”", 120), ("十条 ，降低成本", 100)), "十条”，降低成本"),
        ((("GDP", 130), ("增加值占", 90), ("的", 150), ("10%", 160), ("以上", 178)), "增加值占GDP的10%以上"),
        ((("新建", 100), (" ", 120), ("30", 122), (" 公里", 132)), "新建 30 公里"),
    ],
    ids=["pair", "apart", "behind-words", "dash", "single", "latin", "as-drawn"],
)  # fmt: skip
def test_a_line_is_read_from_left_to_right(
    pieces: tuple[tuple[str, float], ...], line: str
) -> None:
    """Marks drawn first stand in the room that the words leave them; a line drawn in order stays as it is."""
    assert left_to_right(drawn(*pieces)) == line


def test_lines_stay_apart() -> None:
    """What is drawn at another height is no part of a line, and no line's end is lost."""
    two = [*drawn(("“ ”", 110), ("一 二 三\n", 100)), *drawn(("四五", 100), y=480)]
    assert left_to_right(two) == "一“二”三\n四五"
    raised = [*drawn(("水", 100)), *drawn(("2", 90), y=505)]
    assert left_to_right(raised) == "水2"
