"""How the plan's workbook looks: widths, bands of headings, colours and print set-up."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlreport.messages import say
from xlreport.model.plans.sheets.plan_sheet_columns import Column

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

TITLE_ROW, STRIP_ROW, BAND_ROW, COLUMNS_ROW, FIRST_ROW = range(5)
"""Rows of a sheet, from 0: title, what to do, bands, headings, first line."""
SPARE = 200
"""Empty lines below the last one that are ready to be filled in."""
HEIGHTS = {TITLE_ROW: 31, STRIP_ROW: 20, BAND_ROW: 18, COLUMNS_ROW: 33}
NO_BAND = 5
"""Height of the row of bands where there are none."""
_LINE, _LEAST, _MOST_LINES = 13.5, 19.0, 12
# all below the Chinese characters and their punctuation: half as wide as those
_WIDEST = 1.75
"""Characters of a column that a Chinese character takes."""
_NARROW = re.compile("[\x00-\u2e7f]")
TITLE_INK, STRIP_FILL, HEAD_FILL, RULE = "#1F3A5F", "#E9EEF4", "#DCE2E9", "#D3D8DE"

_RUN = '<sz val="9"/><color rgb="FF{}"/><rFont val="微软雅黑"/><family val="2"/>'
WORDS_FONT, BOLD_FONT = _RUN.format("566070"), "<b/>" + _RUN.format(TITLE_INK[1:])
"""Of words inside a cell, and of those that count there."""

_USUAL = {
    "serial": 4.6, "code": 7.5, "section": 10.5, "name": 17, "printed": 11.5, "value": 8,
    "unit": 7.3,
    "baseline_value": 8, "commitment": 6.2, "leader": 7, "lead": 11.5, "cooperating": 13,
    "due": 10.2, "opinion": 13,
    "figure": 24, "note": 24, "reporter": 11.5, "classes": 16, "asked": 11, "parent": 17,
    "parent_kind": 10,
    "profile": 10, "measure": 8.5, "direction": 9, "comparator": 8, "baseline_figure": 22,
    "reference": 9,
    "tick": 4.6, "take": 4.6, "sentence": 46, "line": 5.4, "year": 5.4, "confidence": 5.4,
    "why": 17, "part": 9,
    "proposed": 11.5, "baseline_sentence": 40, "number": 9,
}  # fmt: skip
_OWN: Mapping[str, Mapping[str, float]] = {
    "department": {"code": 12, "name": 30, "aliases": 34, "note": 34, "known_as": 24},
    "indicator": {f"quarter_{n}": 7.2 for n in range(1, 5)},
    "milestone": {"name": 20, "action": 6, "county": 8} | {f"step_{n}": 13 for n in range(1, 5)},
    "profile": {"name": 24},
    "left_out": {"figure": 44, "reason": 70, "sentence": 64},
    "revision": {"name": 20, "document": 24, "since": 10},
}  # fmt: skip
_OTHER = 9.5
LISTED_WIDTHS = (34, 62, 70)
_BANDS = {
    "indicator": (("target", "commitment"), ("roles", "due"), ("due", "quarter_4"), ("opinion",
    "opinion"),
                  ("judging", "note"), ("bounds", "")),
    "milestone": (("target", "county"), ("roles", "due"), ("steps", "step_4"), ("opinion",
    "opinion"),
                  ("judging", "note")),
    "profile": (("items", "name"), ("points", "point_12")),
}  # fmt: skip
_DRAFT_BANDS = {
    "indicator": (("target", "commitment"), ("stands", "why"), ("roles", "due"), ("more", "part"),
                  ("due", "quarter_4"), ("opinion", "opinion"), ("judging", "note"), ("bounds",
                  "")),
    "milestone": (("target", "commitment"), ("stands", "why"), ("roles", "due"), ("more", "part"),
                  ("steps", "step_4"), ("opinion", "opinion"), ("judging", "note")),
}  # fmt: skip
"""Bands of headings: key of messages, last column (empty: the last of all)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFormats:
    """The formats of one workbook."""

    title: "Format"
    strip: "Format"
    band: "Format"
    band_goes_on: "Format"
    head: "Format"
    shown: "Format"
    told: "Format"
    text: "Format"
    plain: "Format"
    short: "Format"
    code: "Format"
    number: "Format"
    day: "Format"
    tick: "Format"
    unticked: "Format"
    """Over the lines of a draft that are not ticked."""
    ready: "Format"
    """Of empty cells below the lines: unlocked, nothing else."""


def formats(book: "Workbook") -> PlanFormats:
    """Make the formats of a workbook."""
    base = {"font_name": "微软雅黑", "font_size": 9, "valign": "vcenter"}
    cell = base | {"text_wrap": True, "bottom": 1, "bottom_color": RULE, "locked": False}

    def made(*parts: Mapping[str, Any]) -> "Format":
        whole: dict[str, Any] = {}
        for part in parts:
            whole |= part
        return book.add_format(whole)

    head = base | {
        "bold": True,
        "font_color": TITLE_INK,
        "bg_color": HEAD_FILL,
        "text_wrap": True,
        "align": "center",
    }
    band = base | {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F5F99"}
    return PlanFormats(
        title=made(
            base,
            {
                "font_size": 16,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": TITLE_INK,
                "indent": 1,
            },
        ),
        strip=made(base, {"font_color": "#566070", "bg_color": STRIP_FILL, "indent": 1}),
        band=made(band, {"left": 1, "left_color": "#FFFFFF", "indent": 1}),
        band_goes_on=made(band),
        head=made(head, {"bottom": 2, "bottom_color": "#9AA5B3", "left": 1,
        "left_color": "#FFFFFF"}),
        shown=made(cell, {"bg_color": "#F3F4F6", "font_color": "#566070", "align": "center"}),
        told=made(cell, {"bg_color": "#F3F4F6", "font_color": "#566070", "indent": 1}),
        text=made(cell, {"num_format": "@"}),
        plain=made(cell, {"align": "left"}),
        short=made(cell, {"num_format": "@", "align": "center"}),
        code=made(cell, {"num_format": "@", "align": "center", "bold": True,
        "font_name": "Consolas"}),
        number=made(cell, {"align": "right"}),
        day=made(cell, {"num_format": "yyyy-mm-dd", "align": "center"}),
        tick=made(cell, {"num_format": "@", "align": "center", "bold": True, "font_size": 11,
        "font_color": "#1F5F99"}),
        unticked=made({"font_color": "#9AA3AE"}),
        ready=made(base, {"locked": False, "text_wrap": True}),
    )  # fmt: skip


def plan_format(made: PlanFormats, column: Column) -> "Format":
    """Return the format of a column's cells."""
    forms = {
        "code": made.code,
        "number": made.number,
        "whole": made.number,
        "day": made.day,
        "shown": made.shown,
        "told": made.told,
        "tick": made.tick,
        "plain": made.plain,
    }
    return forms.get(column.form) or (
        made.short if column.form == "choice" or column.name == "unit" else made.text
    )


def width(kind: str, column: str) -> float:
    """Return a column's width in characters."""
    return _OWN.get(kind, {}).get(column) or _USUAL.get(column, _OTHER)


def height(texts: Sequence[tuple[float, str]]) -> float:
    """Return the height in points that the texts of a line need, each with the width of its
    column.
    """
    lines = 1
    for wide, words in texts:
        room = max(wide * 1.05, 2)
        if len(words) * _WIDEST <= room and "\n" not in words:
            continue  # one line, whatever its characters
        lines = max(lines, sum(-int(-_wide(part) // room) or 1 for part in words.split("\n")))
    return max(_LEAST, min(lines, _MOST_LINES) * _LINE + 4)


def _wide(words: str) -> float:
    """Return the width of words in characters of a column: Chinese ones take two of the 9-point
    kind.
    """
    narrow = len(_NARROW.findall(words))
    return 0.95 * narrow + _WIDEST * (len(words) - narrow)


def bands(
    kind: str, columns: Sequence[Column], language: str, *, drafted: bool = False
) -> list[tuple[int, int, str]]:
    """Return the bands above the headings: first column, last column, words.

    Args:
        kind: of the sheet.
        columns: of the sheet, in their order.
        language: of the words.
        drafted: whether the columns of a draft stand beside.
    """
    names = [column.name for column in columns]
    found, first = [], 0
    for key, last in (_DRAFT_BANDS if drafted else _BANDS).get(kind, ()):
        end = names.index(last) if last else len(names) - 1
        found.append((first, end, say(language, f"plan_band.{key}")))
        first = end + 1
    return found


def set_plan_page(
    sheet: "Worksheet", last_row: int, last_column: int, footer: str, language: str
) -> None:
    """Set print: A4 landscape, one page wide, headings on every page.

    Args:
        sheet: whose print is set.
        last_row: from 0.
        last_column: from 0.
        footer: the words at the foot.
        language: of the page's number.
    """
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.45, 0.55)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.repeat_rows(BAND_ROW, COLUMNS_ROW)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.set_footer(
        f"&L&8 {footer.replace('&', '&&')}&R&8 {say(language, 'plan_book.page')}", {"margin": 0.25}
    )
    sheet.hide_gridlines(2)
