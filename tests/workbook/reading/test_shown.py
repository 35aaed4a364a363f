"""What a person sees in a cell counts: raised and struck pieces, struck cells, formats of texts, pictures."""

import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from xlreport.model.returns.submission import Cell, CellKind
from xlreport.model.texts.struck_out_text import STROKE, struck, struck_in_words, without_struck
from xlreport.workbook.reading.formats.format_readers import book_of
from xlreport.workbook.reading.reading_row_cells import make_cell

Write = Callable[[Any, Any], object]


def cell_of(write: Write) -> Cell:
    """The cell A1 of a workbook, as it is read."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        write(book, book.add_worksheet())
    read = book_of(stream.getvalue())
    return make_cell(read, read.tables[0], 1, 1)


def runs(*pieces: tuple[dict[str, object], str]) -> Write:
    def write(book: Any, sheet: Any) -> None:
        told: list[object] = []
        for look, text in pieces:
            told += [book.add_format(look), text]
        assert sheet.write_rich_string("A1", *told) == 0

    return write


UP, DOWN, OUT = {"font_script": 1}, {"font_script": 2}, {"font_strikeout": True}
PLAIN = {"bold": True}


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        (((PLAIN, "1.9"), (UP, "1")), "1.9¹"),
        (((PLAIN, "10"), (UP, "3")), "10³"),
        (((PLAIN, "CO"), (DOWN, "2")), "CO₂"),
        (((PLAIN, "5"), (UP, "注１")), "5注¹"),
        (((OUT, "5"), (PLAIN, "6")), f"5{STROKE}6"),
        (((PLAIN, "500m"), (UP, "2")), "500m²"),
        (((OUT, "旧 话"), (PLAIN, "新话")), f"旧{STROKE} 话{STROKE}新话"),
    ],
)
def test_pieces_look_as_they_are_set(
    pieces: tuple[tuple[dict[str, object], str], ...], text: str
) -> None:
    """A raised, lowered or struck piece does not join its neighbours as if it were plain."""
    assert cell_of(runs(*pieces)).raw == text


@pytest.mark.parametrize(
    ("look", "value", "raw"),
    [
        (OUT, 5.5, struck("5.5")),
        (OUT, "完成", struck("完成")),
        ({**OUT, "num_format": '0"万户"'}, 5, struck("5万户")),
        ({"num_format": '0;-0;0;@"万户"'}, "5", "5万户"),
        ({"num_format": "0;-0;0;"}, "藏着", None),
        ({"num_format": "0;-0;0;@"}, "5", "5"),
        ({"num_format": '"约"@'}, "5", "约5"),
    ],
)
def test_a_cell_counts_as_it_is_shown(look: dict[str, object], value: object, raw: object) -> None:
    """What its format strikes out, adds or hides is seen so."""
    cell = cell_of(lambda book, sheet: sheet.write("A1", value, book.add_format(look)))
    assert cell.raw == raw


def test_a_picture_is_no_text() -> None:
    """What WPS and Excel leave for a picture in a cell is neither a figure nor words."""
    name = '_xlfn.DISPIMG("ID_1",1)'
    pictures: tuple[Write, ...] = (
        lambda _, sheet: sheet.write_formula("A1", f"={name}", None, f"={name}"),
        lambda _, sheet: sheet.write_string("A1", f"={name}"),
        lambda _, sheet: sheet.write_formula("A1", '=_xlfn.IMAGE("x")', None, "x"),
        lambda book, sheet: sheet.write_boolean("A1", True, book.add_format({"checkbox": True})),
    )
    for write in pictures:
        cell = cell_of(write)
        assert (cell.kind, cell.raw) == (CellKind.OBJECT, None)
    plain = cell_of(lambda _, sheet: sheet.write_boolean("A1", True))
    assert plain.kind is CellKind.BOOLEAN


def test_struck_words_are_kept_as_struck() -> None:
    """Where words are kept, it is said what is struck out; a struck reason is none."""
    text = struck("因停工 三天") + "，已补"
    assert struck_in_words(text, lambda one: f"[{one}]") == "[因停工 三天]，已补"
    assert without_struck(text) == "，已补"
    assert struck_in_words("无", lambda one: f"[{one}]") == "无"
