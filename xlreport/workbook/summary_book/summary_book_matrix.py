"""The county × target matrix as a workbook of one sheet: a light and a figure a cell, sums against
the whole.
"""

from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlreport.messages import say
from xlreport.messages.calendar_words import period_label
from xlreport.messages.matrix_messages import answer_words, column_head, missing_words
from xlreport.model.judged.judged_assessment import SYMBOLS, Status
from xlreport.model.judged.judged_matrix import Matrix, MatrixRow
from xlreport.model.judged.judged_summary import Beside
from xlreport.workbook.summary_book.painting.painted_look import SummaryLook, load_summary_look

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MADE_ON = datetime(2020, 1, 1, tzinfo=UTC)
_ONLY_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FIXED = {"code": 8, "name": 26, "unit": 8, "printed": 12, "whole": 13, "total": 13, "share": 8,
          "missing": 16}  # fmt: skip
_COLUMN = 12
_TITLE, _STRIP, _HEAD, _FIRST = range(4)
_COUNTED = (Status.OFF_TRACK, Status.AT_RISK, Status.NOT_REPORTED)
_MOST_DECIMALS = 6
_A4_COLUMNS = 10
"""Columns beyond which the sheet prints on A3."""
_INK, _HEAD_FILL, _STRIP_FILL, _LINE = "#1F3A5F", "#DCE2E9", "#E9EEF4", "#D3D8DE"


def matrix_workbook(matrix: Matrix, look: bytes) -> bytes:
    """Return the matrix as a workbook.

    Args:
        matrix: what is to be read.
        look: a summary template, whose legend lends the looks of the lights.
    """
    from xlsxwriter import Workbook  # late: start-up stays light

    content = BytesIO()
    with Workbook(content, {"in_memory": True, **_ONLY_TEXT}) as book:
        title = f"{matrix.plan.title}　{period_label(_language(matrix), matrix.period)}"
        book.set_properties({"title": title, "created": _MADE_ON})
        sheet = book.add_worksheet(say(_language(matrix), "matrix.sheet"))
        paint = _Paint(book, load_summary_look(look), _language(matrix))
        _heads(sheet, matrix, paint, title)
        for number, row in enumerate(matrix.rows, _FIRST):
            _line(sheet, number, row, matrix, paint)
        _counts(sheet, matrix, paint)
        _page(sheet, matrix)
    return content.getvalue()


def _language(matrix: Matrix) -> str:
    return matrix.plan.language


class _Paint:
    """The formats of the workbook, each made once."""

    def __init__(self, book: "Workbook", look: SummaryLook, language: str) -> None:
        self._book, self._look, self._made = book, look, {}  # type: ignore[var-annotated]
        self._base = {"valign": "vcenter", "font_size": 9, "bottom": 1, "bottom_color": _LINE}
        fonts = dict(look.lent.get("status.on_track", ()))
        self._base["font_name"] = fonts.get(
            "font_name", "微软雅黑" if language == "zh" else "Calibri"
        )

    def plain(self, **more: Any) -> "Format":  # noqa: ANN401 - XlsxWriter's properties are of many types
        """Return a plain cell's format."""
        return self._format(tuple(sorted(more.items())))

    def light(self, status: Status, number: str = "") -> "Format":
        """Return the format of a cell with a light, as the template's legend has it."""
        lent = dict(self._look.lent.get(f"status.{status}", ()))
        more = {"align": "center", "text_wrap": True, "font_size": 9}
        return self._format(
            tuple(sorted((lent | more | ({"num_format": number} if number else {})).items()))
        )

    def _format(self, key: tuple[tuple[str, Any], ...]) -> "Format":
        if key not in self._made:
            self._made[key] = self._book.add_format(self._base | dict(key))
        return self._made[key]


def _heads(sheet: "Worksheet", matrix: Matrix, paint: _Paint, title: str) -> None:
    language, last = _language(matrix), len(_FIXED) + len(matrix.columns) - 1
    band = paint.plain(bold=True, font_size=16, font_color="#FFFFFF", bg_color=_INK, indent=1)
    strip = paint.plain(bg_color=_STRIP_FILL, indent=1)
    for at in range(last + 1):
        sheet.write_blank(_TITLE, at, None, band)
        sheet.write_blank(_STRIP, at, None, strip)
    sheet.write_string(_TITLE, 0, title, band)
    sheet.write_string(_STRIP, 0, say(language, "matrix.strip"), strip)
    head = paint.plain(
        bold=True, font_color=_INK, bg_color=_HEAD_FILL, text_wrap=True, align="center"
    )
    for at, (name, wide) in enumerate(_FIXED.items()):
        sheet.set_column(at, at, wide)
        sheet.write_string(_HEAD, at, say(language, f"matrix.column_{name}"), head)
    sheet.set_column(len(_FIXED), last, _COLUMN)
    for at, column in enumerate(matrix.columns, len(_FIXED)):
        sheet.write_string(_HEAD, at, column_head(language, column), head)
    for row, points in ((_TITLE, 31), (_STRIP, 20), (_HEAD, 40)):
        sheet.set_row(row, points)


def _line(sheet: "Worksheet", number: int, row: MatrixRow, matrix: Matrix, paint: _Paint) -> None:
    language = _language(matrix)
    words = paint.plain(text_wrap=True)
    for at, text in enumerate((row.code, row.name, row.unit, row.printed)):
        sheet.write_string(number, at, text, words)
    _cell(sheet, (number, 4), (row.whole,) if row.whole else (), row.unit, language, paint)
    figure = paint.plain(align="right", bold=True)
    if row.total is None:
        sheet.write_string(number, 5, "—", figure)
    else:
        look = paint.plain(align="right", bold=True, num_format=_decimals(row.total))
        sheet.write_number(number, 5, float(row.total), look)
    if row.share is None:
        sheet.write_string(number, 6, "—", figure)
    else:
        sheet.write_number(
            number, 6, float(row.share), paint.plain(align="right", num_format="0.0%")
        )
    sheet.write_string(
        number, 7, missing_words(language, row), paint.plain(text_wrap=True, indent=1)
    )
    for at, cell in enumerate(row.cells, len(_FIXED)):
        _cell(sheet, (number, at), cell, row.unit, language, paint)
    sheet.set_row(number, 26)


def _cell(
    sheet: "Worksheet",
    place: tuple[int, int],
    cell: tuple[Beside, ...],
    unit: str,
    language: str,
    paint: _Paint,
) -> None:
    """Write what answers in a cell: one figure as a number with its light before it, else words."""
    if not cell:
        sheet.write_blank(*place, None, paint.plain())
        return
    worst = min((one.status for one in cell), key=list(Status).index)
    if len(cell) == 1 and cell[0].actual is not None and cell[0].unit == unit:
        digits, mark = _decimals(cell[0].actual), f'"{SYMBOLS[worst]} "'
        number = f"{mark}{digits};{mark}-{digits}"
        sheet.write_number(*place, float(cell[0].actual), paint.light(worst, number))
        return
    words = "\n".join(answer_words(language, one, unit) for one in cell)
    sheet.write_string(*place, words, paint.light(worst))


def _decimals(number: Decimal) -> str:
    exponent = number.normalize().as_tuple().exponent
    places = min(max(-exponent if isinstance(exponent, int) else 0, 0), _MOST_DECIMALS)
    return f"0.{'0' * places}" if places else "0"


def _counts(sheet: "Worksheet", matrix: Matrix, paint: _Paint) -> None:
    """Write below each column how many of its lights ask for attention."""
    for at, status in enumerate(_COUNTED, _FIRST + len(matrix.rows)):
        name = f"{SYMBOLS[status]} {say(_language(matrix), f'status.{status}')}"
        for column in range(len(_FIXED)):
            sheet.write_string(at, column, name if column == 1 else "", paint.plain(bold=True))
        for place in range(len(matrix.columns)):
            look = paint.plain(bold=True, align="center")
            sheet.write_number(at, len(_FIXED) + place, matrix.count(place, status), look)


def _page(sheet: "Worksheet", matrix: Matrix) -> None:
    last = len(_FIXED) + len(matrix.columns) - 1
    sheet.freeze_panes(_FIRST, 2)
    sheet.set_landscape()
    sheet.set_paper(8 if len(matrix.columns) > _A4_COLUMNS else 9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEAD)
    sheet.print_area(0, 0, _FIRST + len(matrix.rows) + len(_COUNTED) - 1, last)
    sheet.hide_gridlines(2)
    sheet.autofilter(_HEAD, 0, _FIRST + len(matrix.rows) - 1, last)
