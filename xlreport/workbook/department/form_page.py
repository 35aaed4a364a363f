"""Columns, panes and print set-up of a sheet, and the height that long words need."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from xlreport.workbook.department.form_layout import SheetLayout
from xlreport.workbook.looks.template_looks import CellLook, Looks, PageLook

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_FOOTER_LIMIT = 255
_TALLEST = 200
_EDGE = 8
"""What a cell keeps free at its sides, and each step of an indent, in pixels."""
_LINE = 1.36
"""Height of a line by the size of its letters: 微软雅黑 needs 1.32."""
_PIXELS_A_POINT = 96 / 72
_WIDE = 0x2E80
"""From here on characters are as wide as they are high; before it they take about half."""
_USUAL_HEIGHT = 15


def set_form_page(
    worksheet: "Worksheet", sheet: SheetLayout, text: Callable[[tuple[str, ...]], str]
) -> None:
    """Set columns, panes, tab and print of a sheet; `text` fills the placeholders of header and
    footer.
    """
    look = sheet.look
    for column in look.columns:
        options = {"hidden": True} if column.hidden else {}
        worksheet.set_column_pixels(column.column, column.column, column.pixels, None, options)
    if any(look.freeze):
        worksheet.freeze_panes(*look.freeze)
    if look.tab:
        worksheet.set_tab_color(look.tab)
    if not look.grid:
        worksheet.hide_gridlines(2)
    worksheet.set_zoom(look.zoom)
    if look.state == "hidden":
        worksheet.hide()
    elif look.state == "veryHidden":
        worksheet.very_hidden()
    _set_print(worksheet, look.page, sheet, text)


def _set_print(
    worksheet: "Worksheet",
    page: PageLook,
    sheet: SheetLayout,
    text: Callable[[tuple[str, ...]], str],
) -> None:
    if page.landscape:
        worksheet.set_landscape()
    worksheet.set_paper(page.paper)
    left, right, top, bottom, header, footer = page.margins
    worksheet.set_margins(left, right, top, bottom)
    worksheet.set_header(_edge(page.header, text), {"margin": header})
    worksheet.set_footer(_edge(page.footer, text), {"margin": footer})
    if page.wide or page.tall:
        worksheet.fit_to_pages(page.wide, page.tall)
    else:
        worksheet.set_print_scale(page.scale)
    if page.centred:
        worksheet.center_horizontally()
    if page.titles:
        worksheet.repeat_rows(*page.titles)
    if page.area:
        first_row, first_column, last_row, last_column = page.area
        worksheet.print_area(first_row, first_column, last_row + sheet.shift, last_column)


def _edge(parts: tuple[str, ...], text: Callable[[tuple[str, ...]], str]) -> str:
    """Return a header or footer: `&` in a name is written twice, and what does not fit is cut
    off.
    """
    said = "".join(
        text(("", part, "")).replace("&", "&&") if at % 2 else part for at, part in enumerate(parts)
    )
    said = said.rstrip(" 　·•・")  # a separator before a note that is empty
    if len(said) <= _FOOTER_LIMIT:
        return said
    return said[:_FOOTER_LIMIT].rstrip("&")


def let_rows_grow(worksheet: "Worksheet", first: int, last: int) -> None:
    """Give rows, counted from 0, a height that is not fixed: programs make a row taller while a
    clerk types, as long as nobody set its height by hand.

    XlsxWriter says of every height that it was set by hand, and offers no way to say otherwise.
    """
    start_tag = worksheet._xml_start_tag_unencoded  # noqa: SLF001 - the only place of that word

    def tag(name: str, attributes: Sequence[tuple[str, object]] = ()) -> None:
        if name == "row" and first < int(str(dict(attributes)["r"])) <= last + 1:
            attributes = [one for one in attributes if one[0] != "customHeight"]
        start_tag(name, attributes)

    worksheet._xml_start_tag_unencoded = tag  # noqa: SLF001


def form_row_height(
    sheet: SheetLayout, said: Iterable[tuple[CellLook, str]], looks: Looks
) -> float:
    """Return the height in points of a row: the usual one, or what its locked words need."""
    pattern = sheet.look.pattern
    usual = (pattern.height if pattern else None) or _USUAL_HEIGHT
    widths = {column.column: column.pixels for column in sheet.look.columns}
    needed = 0.0
    for cell, words in said:
        if len(words) > 4:
            look = dict(looks.looks[cell.look])
            if look.get("text_wrap"):
                size = float(look["font_size"])
                edge = _EDGE * (1 + look.get("indent", 0))
                room = widths.get(cell.column, 64) - edge
                needed = max(needed, words_height(words, room, size))
    if needed > usual:
        return min(round(needed), _TALLEST)
    return usual


def words_height(words: str, pixels: float, size: float) -> float:
    """Return the height in points of words in letters of a size, in a cell so many pixels wide."""
    room = max(pixels, 1) / (size * _PIXELS_A_POINT)
    lines = sum(max(1, -int(-_width(line) // room)) for line in words.split("\n"))
    return lines * size * _LINE + _EDGE


def _width(words: str) -> float:
    """Return the width of words in units of their height."""
    return sum(1.0 if ord(character) >= _WIDE else 0.56 for character in words)
