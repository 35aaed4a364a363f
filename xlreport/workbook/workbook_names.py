"""What the formulas of a workbook call its columns and sheets, and prompts as long as Excel takes
them; a plan workbook needs no more of what forms are made of.
"""

from xlreport.workbook.workbook_row_xml import printable_text

TITLE_LIMIT, MESSAGE_LIMIT = 32, 255
"""What Excel takes, in UTF-16 units."""


def column_name(column: int) -> str:
    """Return the letters of a column counted from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def quoted_sheet_name(sheet: str) -> str:
    """Return a sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def cut_prompt(words: str, limit: int) -> str:
    """Shorten words to a number of UTF-16 units, with an ellipsis where something is lost."""
    words = printable_text(words)
    if len(words) * 2 <= limit or len(words.encode("utf-16-le")) <= limit * 2:
        return words
    return words.encode("utf-16-le")[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"
