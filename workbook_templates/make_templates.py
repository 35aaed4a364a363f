"""Makes the department templates, `zh/department.xlsx` and `en/department.xlsx`, beside itself."""

import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

HERE = Path(__file__).parent
FONT = {"zh": "微软雅黑", "en": "Calibri"}
INK, STRIP, MIST, GREY, LINE = "#1F3A5F", "#E9EEF4", "#ECEEF1", "#566070", "#D3D8DE"
HEAD, HEAD_RULE, BLUE, BLUE_RULE, BOX = "#DCE2E9", "#9AA5B3", "#1F5F99", "#5E8FBD", "#9DB8D6"
BODY, YELLOW, YELLOW_INK = "#262F3A", "#FFF3C9", "#6B4E00"
GAP = 0.7
ROW_HEIGHT = 57

#: what each sheet shows: field, width, style; an empty field is the gap between plan and return
INDICATORS = [
    ("indicator.serial", 4.2, "code"),
    ("indicator.code", 6.2, "code"),
    ("indicator.name", 16.5, "name"),
    ("indicator.section", 10.5, "section"),
    ("indicator.printed", 12.4, "target"),
    ("indicator.commitment", 4.8, "centre"),
    ("indicator.baseline", 7.4, "number"),
    ("indicator.due", 7.6, "number"),
    ("indicator.last", 8, "number"),
    ("", GAP, "gap"),
    ("input.actual", 10, "value"),
    ("indicator.basis", 9.4, "basis"),
    ("indicator.check", 11.5, "check"),
    ("input.progress", 26, "must"),
    ("input.problems", 15, "free"),
    ("input.next_steps", 16, "free"),
    ("input.source", 10.8, "choice"),
    ("input.remark", 10.5, "free"),
]
MILESTONES = [
    ("milestone.serial", 4.2, "code"),
    ("milestone.code", 6.2, "code"),
    ("milestone.name", 20.5, "name"),
    ("milestone.section", 10, "section"),
    ("milestone.commitment", 4.8, "centre"),
    ("milestone.deadline", 13.4, "day due"),
    ("milestone.step", 14, "words"),
    ("milestone.last_state", 7.6, "centre"),
    ("milestone.last_progress", 14, "words"),
    ("", GAP, "gap"),
    ("input.state", 10, "state"),
    ("input.expected", 12.4, "day"),
    ("milestone.check", 11.8, "check"),
    ("input.progress", 25, "must"),
    ("input.problems", 14, "free"),
    ("input.next_steps", 14.5, "free"),
    ("input.remark", 10.5, "free"),
]

MIDDLE = {"valign": "vcenter"}
WRAP = {"text_wrap": True, **MIDDLE}
LEFT = {"align": "left", "indent": 1}
RULE = {"bottom": 1, "bottom_color": LINE}
BOXED = {"border": 1, "border_color": BOX}
PLAN = {"bg_color": MIST, "font_color": BODY, "font_size": 10, **LEFT, **WRAP, **RULE}
CENTRE = {"align": "center", "indent": 0}
RETURN = {"bg_color": "#FFFFFF", "font_color": BODY, "font_size": 9, **LEFT, **WRAP, **BOXED}
MUST = {**RETURN, "bg_color": YELLOW}
PLAN_HEAD = {
    "bg_color": HEAD, "font_color": INK, "font_size": 10, "bold": True, "bottom": 1, "bottom_color": HEAD_RULE,
    "align": "center", **WRAP,
}  # fmt: skip
RETURN_HEAD = {
    "bg_color": BLUE, "font_color": "#FFFFFF", "font_size": 10, "bold": True, "left": 1, "right": 1,
    "left_color": BLUE_RULE, "right_color": BLUE_RULE, "align": "center", **WRAP,
}  # fmt: skip
STYLES: Mapping[str, Mapping[str, Any]] = {
    "title": {"bg_color": INK, "font_color": "#FFFFFF", "font_size": 16, "bold": True, **LEFT, **MIDDLE},
    "cover": {"bg_color": INK, "font_color": "#FFFFFF", "font_size": 20, "bold": True, **LEFT, **MIDDLE},
    "label": {"bg_color": INK, "font_color": "#C9D6E6", "font_size": 9, "align": "right", "indent": 1, **MIDDLE},
    "codes": {"bg_color": INK, "font_color": "#FFFFFF", "font_name": "Consolas", "font_size": 10, "bold": True,
              **MIDDLE},
    "strip": {"bg_color": STRIP, "font_color": GREY, "font_size": 10, **LEFT, **MIDDLE},
    "live": {"bg_color": YELLOW, "font_color": YELLOW_INK, "font_size": 12, "bold": True, **LEFT, **MIDDLE},
    "plan group": {"bg_color": HEAD, "font_color": INK, "font_size": 9, "bold": True, **LEFT, **MIDDLE},
    "return group": {"bg_color": BLUE, "font_color": "#FFFFFF", "font_size": 9, "bold": True, **LEFT, **MIDDLE},
    "plan head left": {**PLAN_HEAD, **LEFT},
    "return head left": {**RETURN_HEAD, **LEFT},
    "plan head": PLAN_HEAD,
    "return head": RETURN_HEAD,
    "code": {**PLAN, "font_color": GREY, "font_size": 9, **CENTRE},
    "name": {**PLAN, "bold": True},
    "section": {**PLAN, "font_color": GREY, "font_size": 8},
    "words": {**PLAN, "font_size": 9},
    "target": {**PLAN, "font_color": INK, "bold": True, **CENTRE},
    "day due": {**PLAN, "font_color": INK, "bold": True, "font_size": 9, **CENTRE},
    "centre": {**PLAN, "font_size": 9, "font_color": GREY, **CENTRE},
    "number": {**PLAN, "align": "right", "indent": 0, "num_format": "0.00_0", "text_wrap": False, "shrink": True},
    "gap": {"font_size": 9, **WRAP},
    "value": {**MUST, "font_size": 12, "bold": True, "font_color": INK, "align": "right", "indent": 0,
              "num_format": "0.00_0", "text_wrap": False, "shrink": True},
    "state": {**MUST, "font_size": 11, "bold": True, "font_color": INK, **CENTRE},
    "day": {**MUST, "font_size": 10, **CENTRE, "num_format": 'yyyy"-"m"-"d'},
    "must": MUST, "choice": {**MUST, **CENTRE}, "free": RETURN,
    "basis": {"font_size": 9, "font_color": GREY, "bg_color": "#FFFFFF", **LEFT, **WRAP, **RULE},
    "check": {"font_size": 9, "bold": True, "font_color": GREY, "bg_color": "#FFFFFF", "align": "center", **WRAP,
              **RULE},
    "foot": {"font_size": 10, "font_color": BODY, **LEFT, **MIDDLE},
    "department": {"font_size": 22, "bold": True, "font_color": INK, **LEFT, **MIDDLE},
    "counts": {"font_size": 14, "font_color": GREY, **MIDDLE},
    "tile": {"bg_color": STRIP, "font_color": INK, "font_size": 15, "bold": True, **LEFT, **MIDDLE},
    "tile label": {"bg_color": STRIP, "font_color": GREY, "font_size": 9, **LEFT, **MIDDLE},
    "open tile": {"bg_color": YELLOW, "font_color": YELLOW_INK, "font_size": 15, "bold": True, **LEFT, **MIDDLE},
    "open tile label": {"bg_color": YELLOW, "font_color": YELLOW_INK, "font_size": 9, **LEFT, **MIDDLE},
    "section head": {"font_size": 12, "bold": True, "font_color": INK, "bottom": 5, "bottom_color": INK, **LEFT,
                     **MIDDLE},
    "step": {"font_size": 11, "bold": True, "font_color": BLUE, **LEFT, **MIDDLE},
    "line": {"font_size": 10.5, "font_color": BODY, **LEFT, **MIDDLE},
    "how": {"font_size": 10, "bold": True, "font_color": BODY, **LEFT, **MIDDLE, **RULE},
    "how line": {"font_size": 10, "font_color": BODY, **LEFT, **MIDDLE, **RULE},
    "asked": {"font_size": 10, "font_color": BODY, "align": "right", "indent": 1, **MIDDLE},
    "contact": {**MUST, "font_size": 10.5, **CENTRE, "num_format": "@"},
    "contact day": {**MUST, "font_size": 10.5, **CENTRE, "num_format": 'yyyy"-"m"-"d'},
    "small": {"font_size": 9, "font_color": GREY, **LEFT, **MIDDLE},
    "missing": {"bg_color": YELLOW, "font_color": YELLOW_INK},
    "reason": {"bg_color": "#FDE7C7", "font_color": "#7A3E00"},
    "wrong": {"bg_color": "#FBDDD9", "font_color": "#9B1C13"},
    "complete": {"bg_color": "#E4F3EA", "font_color": "#16593A"},
    "optional": {"bg_color": "#F7F8FA", "font_color": "#4F5966"},
    "filled": {"bg_color": "#FFFFFF", "font_color": BODY},
    "locked": {"bg_color": MIST, "font_color": BODY},
}  # fmt: skip
KEY = {"font_size": 9, "align": "center", **MIDDLE, **BOXED}
EDGE = {"right": 5, "right_color": "#FFFFFF"}
COLOURS = ("missing", "reason", "wrong", "complete", "optional", "filled", "locked")


class Book:
    """One template while it is made: its words, and each style once."""

    def __init__(self, book: Workbook, language: str, words: Mapping[str, Any]) -> None:
        self.book = book
        self.language = language
        self.words = words
        self._made: dict[str, Format] = {}

    def style(self, name: str) -> Format:
        """Return the named style; those of the colours are framed like a key."""
        if name not in self._made:
            frame = KEY if name in COLOURS else EDGE if name.endswith(" edge") else {}
            look = STYLES[name.removesuffix(" edge")]
            self._made[name] = self.book.add_format(
                {"font_name": FONT[self.language], **frame, **look}
            )
        return self._made[name]

    def band(
        self, sheet: Worksheet, row: int, columns: tuple[int, int], style: str, first: str = ""
    ) -> None:
        """Fill a band of cells with one style, words in the first: they run over the empty ones beside it."""
        sheet.write_string(row, columns[0], first, self.style(style)) if first else None
        for column in range(columns[0] + bool(first), columns[1] + 1):
            sheet.write_blank(row, column, None, self.style(style))

    def put(self, sheet: Worksheet, row: int, column: int, style: str, words: str) -> None:
        """Write words in one cell."""
        sheet.write_string(row, column, words, self.style(style))


def make(language: str, target: Path) -> None:
    """Make one language's template."""
    words = tomllib.loads((HERE / "words" / f"{language}.toml").read_text(encoding="utf-8"))
    with Workbook(str(target), {"in_memory": True}) as workbook:
        workbook.set_properties({"title": words["file"]["title"], "created": datetime(2020, 1, 1)})  # noqa: DTZ001 - a file's own time has no zone
        book = Book(workbook, language, words)
        instructions(book)
        table(book, "indicators", INDICATORS)
        table(book, "milestones", MILESTONES)


def page(book: Book, sheet: Worksheet, tab: str, tall: int) -> None:
    """Set what all sheets share: A4 landscape, one page wide, margins, footer."""
    sheet.hide_gridlines(2)
    sheet.set_tab_color(tab)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.45, 0.55)
    sheet.fit_to_pages(1, tall)
    sheet.center_horizontally()
    font = f'&"{FONT[book.language]}"&8 '
    pages = book.words["file"]["pages"]
    right = "{{department.name}}　·　{{note}}"
    sheet.set_footer(f"&L{font}{{{{code}}}}&C{font}{pages}&R{font}{right}", {"margin": 0.25})


def table(book: Book, key: str, columns: Sequence[tuple[str, float, str]]) -> None:
    """Make a data sheet: title and code, live line and key, groups, headings, the pattern row, the signatures."""
    words = book.words[key]
    sheet = book.book.add_worksheet(words["title"])
    page(book, sheet, BLUE, 0)
    for column, (_, width, _style) in enumerate(columns):
        sheet.set_column(column, column, width)
    for row, height in enumerate((31, 26, 18, 35, ROW_HEIGHT, 34)):
        sheet.set_row(row, height)
    last, gap = len(columns) - 1, next(at for at, (field, _, _) in enumerate(columns) if not field)
    heads = {field.partition(".")[2]: column for column, (field, _, _) in enumerate(columns)}
    top(book, sheet, key, gap, last)
    for column, (field, _, style) in enumerate(columns):
        if not field:
            # Three line breaks hold four lines open where programs fit the row to its words.
            book.put(sheet, 4, column, style, "\n\n\n")
            continue
        name = field.partition(".")[2]
        side = " left" if STYLES[style].get("align") == "left" and style != "basis" else ""
        book.put(
            sheet,
            3,
            column,
            f"{'plan' if column < gap else 'return'} head{side}",
            words["head"][name],
        )
        book.put(sheet, 4, column, style, f"{{{{{field}}}}}")
    signatures(book, sheet, words, heads)
    sheet.freeze_panes(4, 3)
    sheet.repeat_rows(2, 3)
    sheet.print_area(0, 0, 5, last)


def top(book: Book, sheet: Worksheet, key: str, gap: int, last: int) -> None:
    """Write the three rows above the headings."""
    words, common = book.words[key], book.words["table"]
    book.band(sheet, 0, (0, last), "title", words["title"] + common["of"])
    book.put(sheet, 0, gap + 3, "label", common["code"])
    book.put(sheet, 0, gap + 4, "codes", "{{code}}")
    book.band(sheet, 1, (0, gap - 1), "live", "{{live}}")
    for at, colour in enumerate(("missing", "reason", "wrong", "locked")):
        book.put(sheet, 1, gap + 4 + at, colour, common[colour])
    book.band(sheet, 2, (0, gap - 1), "plan group", common["plan"])
    book.band(sheet, 2, (gap + 1, last), "return group", words["return"])


def signatures(
    book: Book, sheet: Worksheet, words: Mapping[str, Any], heads: Mapping[str, int]
) -> None:
    """Write the line that paper needs, each part where the empty cells beside it leave room."""
    common = book.words["table"]
    for field, column in words["signatures"].items():
        book.put(sheet, 5, heads[column], "foot", common[field])


def instructions(book: Book) -> None:
    """Make the first sheet: what to do, how, what the colours mean, and the signature block."""
    words = book.words["instructions"]
    sheet = book.book.add_worksheet(words["title"])
    page(book, sheet, "#8A94A3", 1)
    for column, width in enumerate((2.5, *(14.5, 22) * 4, 2.5)):
        sheet.set_column(column, column, width)
    cover(book, sheet, words)
    row = 7
    sheet.set_row(row - 1, 12)
    row = heading(book, sheet, row, words["steps"]["title"])
    for name, line in words["steps"]["lines"]:
        sheet.set_row(row, 24)
        book.put(sheet, row, 1, "step", name)
        book.put(sheet, row, 2, "line", line)
        row += 1
    sheet.set_row(row, 10)
    row = heading(book, sheet, row + 1, words["columns"]["title"])
    for name, line, *only in words["columns"]["lines"]:
        sheet.set_row(row, 20)
        if only:
            sheet.write_string(row, 0, f"{{{{only.{only[0]}}}}}")
        book.put(sheet, row, 1, "how", name)
        book.band(sheet, row, (2, 8), "how line", line)
        row += 1
    sheet.set_row(row, 10)
    row = colours(
        book,
        sheet,
        heading(book, sheet, row + 1, words["colours"]["title"]),
        words["colours"]["cells"],
    )
    sheet.set_row(row, 10)
    row = contacts(
        book, sheet, heading(book, sheet, row + 1, words["contacts"]["title"]), words["contacts"]
    )
    sheet.print_area(0, 0, row, 9)


def cover(book: Book, sheet: Worksheet, words: Mapping[str, Any]) -> None:
    """Write title, code, department and the four tiles."""
    for row, height in enumerate((36, 20, 40, 17, 30)):
        sheet.set_row(row, height)
    book.band(sheet, 0, (0, 9), "cover")
    book.put(sheet, 0, 1, "cover", words["cover"])
    book.put(sheet, 0, 6, "label", book.words["table"]["code"])
    book.put(sheet, 0, 7, "codes", "{{code}}")
    book.band(sheet, 1, (0, 9), "strip")
    book.put(sheet, 1, 1, "strip", words["strip"])
    book.put(sheet, 2, 1, "department", "{{department.name}}")
    book.put(sheet, 2, 7, "counts", "{{counts}}")
    for at, (label, value) in enumerate(words["tiles"]):
        column = 1 + at * 2
        style = "open tile" if value.startswith("{{live") else "tile"
        for row, name, said in ((3, f"{style} label", label), (4, style, value)):
            book.put(sheet, row, column, name, said)
            # A white edge keeps neighbouring tiles apart.
            sheet.write_blank(row, column + 1, None, book.style(f"{name} edge"))


def heading(book: Book, sheet: Worksheet, row: int, words: str) -> int:
    """Write a section's heading over its rule; returns the row below."""
    sheet.set_row(row, 24)
    book.band(sheet, row, (1, 8), "section head", words)
    return row + 1


def colours(book: Book, sheet: Worksheet, row: int, cells: Sequence[Sequence[str]]) -> int:
    """Write the key: each cell lends its look to what it stands for; returns the row below."""
    sheet.set_row(row, 6)
    row += 1
    for at, (colour, sample, meaning) in enumerate(cells):
        where, column = row + at // 4, 1 + at % 4 * 2
        sheet.set_row(where, 24)
        mark = "" if colour == "locked" else f"{{{{look.{colour}}}}}"
        book.put(sheet, where, column, colour, mark + sample)
        book.put(sheet, where, column + 1, "line", meaning)
    return row + 1 + (len(cells) - 1) // 4


def contacts(book: Book, sheet: Worksheet, row: int, words: Mapping[str, Any]) -> int:
    """Write the signature block, and whom to ask; returns its last row."""
    sheet.set_row(row, 8)
    sheet.set_row(row + 1, 28)
    for at, field in enumerate(("filled_by", "telephone", "checked_by", "filled_on")):
        column = 1 + at * 2
        book.put(sheet, row + 1, column, "asked", words[field])
        style = "contact day" if field == "filled_on" else "contact"
        book.put(sheet, row + 1, column + 1, style, f"{{{{contact.{field}}}}}")
    sheet.set_row(row + 2, 34)
    book.put(sheet, row + 2, 1, "small", words["ask"])
    book.put(sheet, row + 2, 5, "line", words["signature"])
    book.put(sheet, row + 2, 8, "line", words["seal"])
    return row + 2


def main(folder: Path) -> None:
    """Make all templates in a folder."""
    for language in FONT:
        target = folder / language / "department.xlsx"
        target.parent.mkdir(parents=True, exist_ok=True)
        make(language, target)
        print(target)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
