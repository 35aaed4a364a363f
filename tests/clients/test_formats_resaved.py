"""Figures with number formats and set pieces, saved again by other programs: each is read as it is shown, or asked back."""

from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter

from tests.clients.other_hands import HANDS, saved_by
from xlreport.checks.typed.typed_numbers import read_number
from xlreport.workbook.reading.formats.format_readers import book_of
from xlreport.workbook.reading.reading_row_cells import make_cell

FIGURES = (
    ('0"万户"', 5, "户", "50000"), ('"下降"0.0"%"', 3.2, "%", "?"), ("#,##0,", 12000, "人", "?"), ('0.0"‰"', 3.5, "%", "0.35"),
    ("h:mm", 0.0430555555, "户", "?"), ("0.0%", 0.125, "%", "12.5"), ("0.00", 1.926, "万人", "1.926"),
    ("#,##0.00", 12345.5, "人", "12345.5"), ("General", 0.3, "%", "0.3"), ('0.0"%"', 12.5, "%", "12.5"),
    ('"US$"#,##0.00', 1200, "元", "?"), ("0.0_);(0.0)", -3.2, "亿元", "-3.2"), ("0.0;[Red]0.0", -3.2, "亿元", "?"),
    ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 265, "元", "265"), ("[$¥-804]#,##0.00", 265, "元", "265"),
    ("0.00E+00", 19200, "人", "19200"), ("# ?/?", 0.5, "户", "?"), ('[>=10000]0.0,"千";0', 12000, "人", "12000"), ('"约"0"户"', 5, "户", "5"),
    ("yyyy-mm-dd", 44012, "户", "?"), ("000", 5, "户", "5"), ('0!.0,"万"', 12345, "人", "?"), ('0.0%"左右"', 0.035, "%", "3.5"),
    ("0\\.0,", 12345, "人", "?"), ("[Blue]+0.0;[Red]-0.0", -3.2, "%", "-3.2"),
)  # fmt: skip
HIDDEN = (("0;-0;;@", 0, "户", "?"), (";;;", 5, "户", "?"))
"""Figures that nobody sees; SheetJS shows them in an .ods."""
PIECES = (
    (({"bold": True}, "1.9"), ({"font_script": 1}, "1")),
    (({"font_strikeout": True}, "5"), ({"bold": True}, "6")),
    (({"bold": True}, "10"), ({"font_script": 2}, "3")),
)
PLAIN_PIECES = ("sheetjs", "openpyxl", "pandas")
"""Hands that write the words alone: 1.9 with a raised 1 is 1.91 for whoever opens their workbook."""


def made() -> bytes:
    stream = BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("表")
        for row, (code, number, _, _) in enumerate((*FIGURES, *HIDDEN)):
            sheet.write_number(row, 0, number, book.add_format({"num_format": code}))
        for row, pieces in enumerate(PIECES):
            told = [part for look, text in pieces for part in (book.add_format(look), text)]
            sheet.write_rich_string(row, 1, *told)
    return stream.getvalue()


@pytest.mark.parametrize("hand", [one for one in HANDS if one != "pandas"])
def test_what_is_shown_is_what_is_read(hand: str, tmp_path: Path) -> None:
    """No program's way of writing a format or a raised digit makes another figure of it."""
    book = book_of(saved_by(hand, made(), tmp_path))
    figures = FIGURES if hand == "sheetjs-ods" else (*FIGURES, *HIDDEN)
    for row, (code, number, unit, expected) in enumerate(figures, 1):
        read = read_number(make_cell(book, book.tables[0], row, 1), unit)
        told = "?" if read.value is None else f"{read.value.normalize():f}"
        assert told == expected, (code, number, read)
    for row in range(1, len(PIECES) + 1) if not hand.startswith(PLAIN_PIECES) else ():
        assert read_number(make_cell(book, book.tables[0], row, 2), "户").question
