"""Make the summary templates: one workbook a language, whose cells carry the look, words and order of the summary.

Run `python workbook_templates/make_summary.py` from the project's folder; the same script gives the same bytes.
A cell `{{…}}` says what goes there, and its look is the look of what goes there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tomllib import loads
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
SAID = loads((HERE / "summary.toml").read_text(encoding="utf-8"))
MADE_ON = datetime(2020, 1, 1, tzinfo=UTC)
STATUSES = (
    "completed",
    "on_track",
    "at_risk",
    "off_track",
    "not_reported",
    "not_due",
    "not_judged",
)

INK, BAND, LABEL, STRIP, SECOND = "#1F3A5F", "#FFFFFF", "#C9D6E6", "#E9EEF4", "#566070"
TEXT, HEAD, LINE, RETURN, GREY_TAB, NOTHING = (
    "#262F3A",
    "#DCE2E9",
    "#D3D8DE",
    "#1F5F99",
    "#8A94A3",
    "#697281",
)
#: How a light that says nothing yet looks; the order is that of `PALETTE`.
GREYED = (
    "#ECEEF1",
    "#4F5966",
    False,
    "#DDE1E6",
    "#3F4854",
    "#4F5966",
    "#ECEEF1",
    "#4F5966",
    "#4F5966",
)
#: Cell fill and font, whether bold, chart fill and font, last period's font, tile body, number and small text.
PALETTE = {
    "completed": (
        "#D3E7E8",
        "#12474F",
        False,
        "#12474F",
        "#FFFFFF",
        "#12474F",
        "#D3E7E8",
        "#12474F",
        "#12474F",
    ),
    "on_track": (
        "#E6F4EA",
        "#1B5A38",
        False,
        "#6DB98F",
        "#0B2E1D",
        "#1B5A38",
        "#E6F4EA",
        "#1B5A38",
        "#1B5A38",
    ),
    "at_risk": (
        "#FFE9A8",
        "#5F3D00",
        True,
        "#F6C445",
        "#4A2E00",
        "#7A5000",
        "#FFE9A8",
        "#5F3D00",
        "#5F3D00",
    ),
    "off_track": (
        "#B3261E",
        "#FFFFFF",
        True,
        "#B3261E",
        "#FFFFFF",
        "#B3261E",
        "#FBE9E7",
        "#B3261E",
        "#7A1A14",
    ),
    "not_reported": (
        "#FFFFFF",
        "#3F4854",
        False,
        "#FFFFFF",
        "#3F4854",
        "#4F5966",
        "#FFFFFF",
        "#3F4854",
        "#3F4854",
    ),
    "not_due": GREYED,
    "not_judged": GREYED,
}
MARKS = {
    "fine": ("#E4F3EA", "#16593A"), "reason": ("#FDE7C7", "#7A3E00"), "wrong": ("#FBDDD9", "#9B1C13"),
    "missing": ("#FFF3C9", "#6B4E00"),
}  # fmt: skip
#: Points of a row that needs one line.
HEIGHTS = {
    "indicator": 26, "milestone": 26, "department": 19, "finding": 22, "source": 20, "file": 20, "changed": 22,
    "problem": 26, "unit": 26, "leader": 26, "beside": 26, "score": 26,
    "evidence": 22,
}  # fmt: skip
BARS = {"plain": "#A9C3DE", "ahead": "#6DB98F", "behind": "#C8483F", "now": "#1F3A5F"}


@dataclass(frozen=True)
class Column:
    """One column of a table: its field, its heads, and the look of its cells."""

    field: str
    head: Sequence[str]
    width: float
    width_en: float = 0
    align: str = "left"
    size: float = 9
    bold: bool = False
    wraps: bool = True
    number: str = ""
    number_en: str = ""
    tone: str = ""
    printed: bool = True
    sums: bool = False
    indent: int = 0
    hidden: bool = False

    def wide(self, language: str) -> float:
        """Return its width in characters of Calibri 11."""
        return self.width_en or self.width if language == "en" else self.width


def columns(table: str) -> list[Column]:
    """Return the columns of a table, from the left."""
    return [Column(**column) for column in SAID["columns"][table]]


class Book:
    """One template in the making: XlsxWriter with the language's font and words."""

    def __init__(self, path: Path, language: str) -> None:
        self.book = xlsxwriter.Workbook(str(path))
        self.book.set_properties({"created": MADE_ON})
        self.font = {"zh": "微软雅黑", "en": "Calibri"}[language]
        self.language = language

    def look(self, size: float = 10, color: str = TEXT, **more: Any) -> Format:
        """Return a format: vertically centred, in the language's font."""
        plain: dict[str, Any] = {
            "font_name": self.font,
            "font_size": size,
            "font_color": color,
            "valign": "vcenter",
        }
        return self.book.add_format(plain | more)

    def say(self, key: str) -> str:
        """Return a word of the template in its language."""
        return self.pick(SAID["words"][key])

    def pick(self, pair: Sequence[str]) -> str:
        """Return that half of a (Chinese, English) pair that is wanted."""
        return pair[0 if self.language == "zh" else 1]


def set_page(book: Book, sheet: Worksheet, *, high: int, footer: str = "footer") -> None:
    """A4 landscape, one page wide, page numbers below, no header: the title band is one."""
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, high)
    sheet.set_margins(left=0.4, right=0.4, top=0.4, bottom=0.5)
    sheet.center_horizontally()
    sheet.set_footer(
        f"&L&8{book.say(footer)}&C&8{book.say('page')}&R&8{{{{note}}}}", {"margin": 0.2}
    )


def table_sheet(book: Book, name: str, prefix: str, *, high: int = 0) -> Worksheet:
    """A title band, a strip, a row of heads and one pattern row; columns after the gap do not print."""
    sheet = book.book.add_worksheet(book.say(name))
    set_page(book, sheet, high=high)
    sheet.set_tab_color(RETURN)
    table = columns(name)
    printed = sum(column.printed for column in table)
    sheet.set_row(0, 31)
    sheet.set_row(1, 20)
    sheet.set_row(2, 40)
    for place in range(printed):
        sheet.write_blank(0, place, None, book.look(16, BAND, bg_color=INK))
        sheet.write_blank(1, place, None, book.look(9, SECOND, bg_color=STRIP))
    sheet.write_string(
        0, 0, book.say(f"{name}.title"), book.look(16, BAND, bold=True, bg_color=INK, indent=1)
    )
    sheet.write_string(
        1, 0, book.say(f"{name}.strip"), book.look(9, SECOND, bg_color=STRIP, indent=1)
    )
    sheet.set_row(3, HEIGHTS[prefix])
    for place, column in enumerate(table):
        hidden = {"hidden": column.hidden}
        sheet.set_column(place, place, column.wide(book.language), None, hidden)
        if column.field:
            sheet.write_string(2, place, book.pick(column.head), column_head(book, column))
            sheet.write_string(
                3, place, f"{{{{{prefix}.{column.field}}}}}", column_look(book, column)
            )
    sheet.repeat_rows(2)
    sheet.print_area(0, 0, 3, printed - 1)
    sheet.autofilter(2, 0, 2, len(table) - 1)
    return sheet


def pages_sheet(book: Book, name: str, prefix: str) -> None:
    """A page for each department or leader: a band with its name, heads, and one pattern row."""
    sheet = book.book.add_worksheet(book.say(name))
    set_page(book, sheet, high=0)
    sheet.set_tab_color(GREY_TAB)
    table = columns(name)
    for row, height in enumerate((24, 18, 34, 30, 20, HEIGHTS[prefix])):
        sheet.set_row(row, height)
    for place, column in enumerate(table):
        sheet.set_column(place, place, column.wide(book.language))
        sheet.write_blank(0, place, None, book.look(13, BAND, bg_color=INK))
        sheet.write_blank(1, place, None, book.look(9, SECOND, bg_color=STRIP))
        sheet.write_string(2, place, book.pick(column.head), column_head(book, column))
        sheet.write_blank(3, place, None, book.look(15, INK, bottom=1, bottom_color=INK))
        sheet.write_blank(4, place, None, book.look(9, TEXT, bottom=1, bottom_color=LINE))
        sheet.write_string(5, place, f"{{{{{prefix}.{column.field}}}}}", column_look(book, column))
    sheet.write_string(
        0, 0, book.say(f"{name}.title"), book.look(13, BAND, bold=True, bg_color=INK, indent=1)
    )
    sheet.write_string(
        1, 0, book.say(f"{name}.strip"), book.look(9, SECOND, bg_color=STRIP, indent=1)
    )
    group = book.look(15, INK, bold=True, bottom=1, bottom_color=INK, indent=1)
    sheet.write_string(3, 0, f"{{{{{prefix}.group}}}}", group)
    # beside the column of lights, whose rules would colour it
    sheet.write_string(
        4, 1, f"{{{{{prefix}.line}}}}", book.look(9, TEXT, bottom=1, bottom_color=LINE)
    )
    sheet.repeat_rows(0, 2)
    sheet.freeze_panes(3, 0)
    sheet.print_area(0, 0, 5, len(table) - 1)


def column_head(book: Book, column: Column) -> Format:
    """The look of a head: in a status' chart colour for counts, else the grey of table heads."""
    status = column.field.removeprefix("count_")
    side = "left" if column.align == "left" else "center"
    plain: dict[str, Any] = {
        "bold": True,
        "text_wrap": True,
        "align": side,
        "bottom": 2,
        "bottom_color": INK,
        "indent": column.indent,
    }
    if status in PALETTE and column.field != status:
        return book.look(9, PALETTE[status][4], **plain, bg_color=PALETTE[status][3])
    short = book.language == "zh" and len(book.pick(column.head)) < 7
    return book.look(10 if short else 9, INK, **plain, bg_color=HEAD)


def column_look(book: Book, column: Column) -> Format:
    """The look of a column's cells, which is its pattern cell's."""
    more: dict[str, Any] = {
        "align": column.align,
        "bottom": 1,
        "bottom_color": LINE,
        "text_wrap": column.wraps,
        "indent": column.indent,
    }
    if column.number:
        more["num_format"] = (
            column.number if book.language == "zh" else column.number_en or column.number
        )
    color = {"second": SECOND, "bar": "#FFFFFF"}.get(column.tone, TEXT)
    return book.look(column.size, color, bold=column.bold, **more)


def overview(book: Book) -> None:
    """The page for leaders: 36 narrow columns, the only sheet with merged cells."""
    sheet = book.book.add_worksheet(book.say("overview"))
    set_page(book, sheet, high=1, footer="overview.footer")
    sheet.set_tab_color(INK)
    sheet.set_column(0, 35, 3.43)
    for row, height in {
        0: 34,
        1: 31,
        2: 21,
        3: 34,
        4: 24,
        5: 8,
        6: 22,
        7: 19,
        8: 25,
        9: 8,
        10: 22,
    }.items():
        sheet.set_row(row, height)
    merge = sheet.merge_range
    merge(
        0,
        0,
        0,
        22,
        book.say("overview.title"),
        book.look(18, BAND, bold=True, bg_color=INK, indent=1),
    )
    merge(
        0,
        23,
        0,
        35,
        book.say("overview.as_of"),
        book.look(10, BAND, bg_color=INK, align="right", shrink=True),
    )
    merge(1, 0, 1, 35, "{{headline}}", book.look(14, INK, bold=True, shrink=True))
    for place, status in enumerate(STATUSES):
        tile(book, sheet, place * 4, status)
    tile_of_returns(book, sheet)
    heads_and_pattern(book, sheet)
    changes(book, sheet)
    sheet.print_area(0, 0, 13, 35)


def tile(book: Book, sheet: Worksheet, left: int, status: str) -> None:
    """Head in the chart's colour, so that the tiles are the charts' legend; the number; the change."""
    _, _, _, head, on_head, _, body, number, small = PALETTE[status]
    edge: dict[str, Any] = {"right": 5, "right_color": "#FFFFFF"}
    frame = {"bottom": 1, "bottom_color": small, **edge}
    top: dict[str, Any] = {"top": 1, "top_color": "#6B7480", **edge}
    heads = book.look(11, on_head, bold=True, bg_color=head, align="center", shrink=True, **top)
    sheet.merge_range(2, left, 2, left + 3, f"{{{{tile.{status}.head}}}}", heads)
    counts = book.look(30, number, bold=True, bg_color=body, align="center", **edge)
    sheet.merge_range(3, left, 3, left + 3, f"{{{{tile.{status}.count}}}}", counts)
    turns = book.look(9, small, bg_color=body, align="center", shrink=True, **frame)
    sheet.merge_range(4, left, 4, left + 3, f"{{{{tile.{status}.change}}}}", turns)


def tile_of_returns(book: Book, sheet: Worksheet) -> None:
    """How many departments have reported: a frame of ink, since it is no light."""
    side: dict[str, Any] = {
        "left": 2,
        "right": 2,
        "left_color": INK,
        "right_color": INK,
        "align": "center",
        "shrink": True,
    }
    sheet.merge_range(
        2,
        29,
        2,
        35,
        book.say("returns.head"),
        book.look(10, INK, bold=True, top=2, top_color=INK, **side),
    )
    sheet.merge_range(3, 29, 3, 35, "{{returns.count}}", book.look(26, INK, bold=True, **side))
    low = book.look(
        8, SECOND, bottom=2, bottom_color=INK, **side | {"shrink": False, "text_wrap": True}
    )
    sheet.merge_range(4, 29, 4, 35, "{{returns.detail}}", low)


def heads_and_pattern(book: Book, sheet: Worksheet) -> None:
    """The list of what needs attention first, and the place of the departments' chart beside it."""
    title = book.look(12, INK, bold=True, bottom=2, bottom_color=INK)
    sheet.merge_range(6, 0, 6, 25, book.say("attention"), title)
    sheet.merge_range(6, 27, 6, 35, book.say("departments.chart"), title)
    sheet.merge_range(7, 27, 7, 35, "{{legend.line}}", book.look(8, SECOND, shrink=True))
    parts = {
        "status": (0, 2),
        "name": (3, 8),
        "department": (9, 12),
        "reason": (13, 20),
        "pace": (21, 25),
    }
    line: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    looks = {
        "status": book.look(10, align="center", **line),
        "name": book.look(10, bold=True, text_wrap=True, indent=1, **line),
        "department": book.look(9, text_wrap=True, **line),
        "reason": book.look(9, text_wrap=True, **line),
        "pace": book.look(9, INK, bold=True, text_wrap=True, **line),
    }
    for field, (left, right) in parts.items():
        side = "center" if field == "status" else "left"
        head = book.look(9, SECOND, align=side, indent=1 if field == "name" else 0, **line)
        sheet.merge_range(7, left, 7, right, book.say(f"attention.{field}"), head)
        sheet.merge_range(8, left, 8, right, f"{{{{attention.{field}}}}}", looks[field])
    sheet.merge_range(8, 27, 8, 35, "{{place.departments}}", book.look(9))


def changes(book: Book, sheet: Worksheet) -> None:
    """What turned since last period, and the place of the chart by section."""
    title = book.look(12, INK, bold=True, bottom=2, bottom_color=INK)
    sheet.merge_range(10, 0, 10, 11, book.say("changes"), title)
    sheet.merge_range(10, 13, 10, 25, book.say("sections.chart"), title)
    for row, (turn, color) in enumerate(
        {"worse": "#B3261E", "better": "#1B5A38", "still_off": INK}.items(), start=11
    ):
        sheet.set_row(row, 38)
        line: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
        sheet.merge_range(
            row,
            0,
            row,
            3,
            f"{{{{change.{turn}}}}}",
            book.look(11, color, bold=True, shrink=True, **line),
        )
        names = book.look(9, text_wrap=True, **line)
        sheet.merge_range(row, 4, row, 11, f"{{{{change.{turn}.names}}}}", names)
    sheet.merge_range(11, 13, 11, 25, "{{place.sections}}", book.look(9))


def departments(book: Book) -> None:
    """One row a department, and the sum below."""
    sheet = table_sheet(book, "departments", "department", high=1)
    sheet.freeze_panes(3, 2)
    sheet.set_row(4, 22)
    for place, column in enumerate(columns("departments")):
        if not column.field:
            continue
        more: dict[str, Any] = {
            "top": 2,
            "bottom": 2,
            "top_color": INK,
            "bottom_color": INK,
            "align": column.align,
        }
        number: dict[str, Any] = (
            {"num_format": column.number.split(";")[0]} if column.number else {}
        )
        text = {"name": book.say("total"), "return": "{{total.return}}"}.get(column.field, "")
        if column.sums:
            text = f"{{{{total.{column.field}}}}}"
        sheet.write_string(4, place, text, book.look(10, bold=True, **more, **number))
    sheet.print_area(0, 0, 4, len(columns("departments")) - 1)


def legend(book: Book) -> None:
    """Each light's look and meaning, the thresholds, and how to read the charts."""
    sheet = book.book.add_worksheet(book.say("legend"))
    set_page(book, sheet, high=1)
    sheet.set_tab_color(GREY_TAB)
    for place, width in enumerate((17, 11, 12, 27, 27, 33, 27, 25, 33)):
        sheet.set_column(place, place, width)
        sheet.write_blank(0, place, None, book.look(16, BAND, bg_color=INK))
        sheet.write_blank(1, place, None, book.look(9, SECOND, bg_color=STRIP))
    sheet.set_row(0, 31)
    sheet.set_row(1, 20)
    sheet.set_row(2, 24)
    sheet.write_string(
        0, 0, book.say("legend.title"), book.look(16, BAND, bold=True, bg_color=INK, indent=1)
    )
    sheet.write_string(
        1, 0, book.say("legend.strip"), book.look(9, SECOND, bg_color=STRIP, indent=1)
    )
    heads = book.look(10, INK, bold=True, bg_color=HEAD, bottom=2, bottom_color=INK, align="left")
    for place, pair in enumerate(SAID["legend"]["heads"]):
        sheet.write_string(2, place, book.pick(pair), heads)
    for row, status in enumerate(STATUSES, start=3):
        legend_of_status(book, sheet, row, status)
    row = thresholds(book, sheet, 11)
    reading(book, sheet, row + 1)


def legend_of_status(book: Book, sheet: Worksheet, row: int, status: str) -> None:
    """The cells that carry a light's look everywhere: in tables, in charts, and as last period's."""
    fill, font, bold, chart, on_chart, last, *_ = PALETTE[status]
    line: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    frame: dict[str, Any] = (
        {"border": 3, "border_color": "#6B7480"} if status == "not_reported" else {}
    )
    sheet.set_row(row, 34)
    own = book.look(10, font, bold=bold, bg_color=fill, align="center", **(frame or line))
    sheet.write_string(row, 0, f"{{{{status.{status}}}}}", own)
    number = book.look(
        11, on_chart, bold=True, bg_color=chart, align="center", num_format="0", **frame
    )
    sheet.write_string(row, 1, f"{{{{chart.{status}}}}}", number)
    then = book.look(9, last, bold=status == "off_track", align="center", **line)
    sheet.write_string(row, 2, f"{{{{last.{status}}}}}", then)
    for place, pair in enumerate(SAID["legend"][status], start=3):
        words = book.look(10 if place == 3 else 9, TEXT, bold=place == 3, text_wrap=True, **line)
        sheet.write_string(row, place, book.pick(pair), words)


def thresholds(book: Book, sheet: Worksheet, row: int) -> int:
    """The policy's thresholds; return the row after them."""
    title(book, sheet, row, book.say("thresholds"))
    line: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    edge = {"border": 1, "border_color": "#D9B84A"}
    box = edge | {
        "align": "center",
        "bold": True,
        "num_format": "General",
        "bg_color": MARKS["missing"][0],
    }
    for at, said in enumerate(SAID["threshold"], start=row + 1):
        sheet.set_row(at, 19)
        sheet.write_string(at, 0, book.pick(said["name"]), book.look(9, bold=True, **line))
        sheet.write_string(at, 1, f"{{{{policy.{said['field']}}}}}", book.look(10, INK, **box))
        sheet.write_string(at, 2, book.pick(said["unit"]), book.look(9, SECOND, indent=1, **line))
        across(book, sheet, at, 3, book.pick(said["words"]))
    at = row + 1 + len(SAID["threshold"])
    sheet.set_row(at, 19)
    sheet.write_string(at, 0, book.say("policy.own"), book.look(9, bold=True, **line))
    across(book, sheet, at, 1, "{{policy.own}}")
    sheet.set_row(at + 1, 19)
    sheet.write_string(at + 1, 0, book.say("policy.revised"), book.look(9, bold=True, **line))
    across(book, sheet, at + 1, 1, "{{policy.revised}}")
    return at + 2


def across(book: Book, sheet: Worksheet, row: int, left: int, words: str) -> None:
    """Write words that run on to the page's edge, over its rule."""
    for place in range(left, 9):
        look = book.look(9, bottom=1, bottom_color=LINE, indent=int(place == left))
        sheet.write_string(row, place, words if place == left else "", look)


def reading(book: Book, sheet: Worksheet, row: int) -> None:
    """How to read marks, bars and charts; the cells in column B carry their colours."""
    title(book, sheet, row, book.say("reading"))
    line: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
    for at, said in enumerate(SAID["reading"], start=row + 1):
        kind, _, which = said["field"].partition(".")
        sheet.set_row(at, 19)
        sheet.write_string(at, 0, book.pick(said["name"]), book.look(9, bold=True, **line))
        own = book.look(9, **line)
        if kind == "bar":
            own = book.look(9, TEXT, bg_color=BARS[which], **line)
        if kind == "mark":
            own = book.look(9, MARKS[which][1], bg_color=MARKS[which][0], align="center", **line)
        if kind == "look":
            own = book.look(9, NOTHING, align="center", **line)
        sheet.write_string(at, 1, f"{{{{{said['field']}}}}}" if kind else "", own)
        across(book, sheet, at, 2, book.pick(said["words"]))


def title(book: Book, sheet: Worksheet, row: int, words: str) -> None:
    """A section's head with its rule across the page."""
    sheet.set_row(row, 22)
    for place in range(9):
        sheet.write_string(
            row,
            place,
            "" if place else words,
            book.look(12, INK, bold=True, bottom=2, bottom_color=INK),
        )


def make(language: str, folder: Path = HERE) -> Path:
    """Write one language's template below the folder and return its path."""
    path = folder / language / "summary.xlsx"
    path.parent.mkdir(exist_ok=True)
    book = Book(path, language)
    overview(book)
    table_sheet(book, "indicators", "indicator").freeze_panes(3, 3)
    table_sheet(book, "milestones", "milestone").freeze_panes(3, 3)
    departments(book)
    table_sheet(book, "changes_sheet", "changed").freeze_panes(3, 5)
    table_sheet(book, "problems", "problem").freeze_panes(3, 1)
    table_sheet(book, "evidence", "evidence").freeze_panes(3, 1)
    table_sheet(book, "beside", "beside").freeze_panes(3, 2)
    table_sheet(book, "scores", "score").freeze_panes(3, 3)
    pages_sheet(book, "leaders", "leader")
    pages_sheet(book, "units", "unit")
    table_sheet(book, "findings", "finding").freeze_panes(3, 1)
    legend(book)
    table_sheet(book, "sources", "source").freeze_panes(3, 2)
    table_sheet(book, "files", "file").freeze_panes(3, 1)
    book.book.close()
    return path


if __name__ == "__main__":
    for each in ("zh", "en"):
        print(make(each))
