"""How tall a row is that long words are put into."""

import re
from collections.abc import Mapping

from xlreport.workbook.department.form_page import words_height

# a column's tag, with its width in characters
_COLUMN = re.compile(r"<col\b[^>]*>")
# of a <col …>: min="3", max="5", width="12.5"
_ATTRIBUTE = re.compile(r'\b(min|max|width)="([\d.]+)"')
# a row's height in points
_HEIGHT = re.compile(r'\bht="([\d.]+)"')
# the opening tag of a row, with all its attributes
_ROW_TAG = re.compile(r"<row\b[^>]*>")
_LETTERS_SIZE = 9
"""Points of the letters in the form's cells of words."""
_DIGIT, _PADDING = 7, 5
"""Pixels of a digit, in which widths are told, and those that a cell keeps around it."""
_USUAL_WIDTH = 8.43
_TALLEST = 409
"""Points; Excel makes no row taller."""


def column_widths(sheet: str) -> dict[int, float]:
    """Return the width in pixels of the columns whose width a sheet tells, counted from 1."""
    found = {}
    for column in _COLUMN.findall(sheet):
        told = dict(_ATTRIBUTE.findall(column))
        if {"min", "max", "width"} <= told.keys() and int(told["max"]) - int(told["min"]) < 100:
            pixels = float(told["width"]) * _DIGIT + _PADDING
            found.update(dict.fromkeys(range(int(told["min"]), int(told["max"]) + 1), pixels))
    return found


def taller(row: str, words: Mapping[int, str], widths: Mapping[int, float]) -> str:
    """Return a row as high as these words need, by column; one whose height is fixed stays as it
    is.
    """
    tag = _ROW_TAG.match(row)
    height = _HEIGHT.search(tag[0]) if tag else None
    if tag is None or height is None or "customHeight" in tag[0]:
        return row
    usual = _USUAL_WIDTH * _DIGIT + _PADDING
    needed = max(
        (
            words_height(text, widths.get(column, usual) - 2 * _PADDING, _LETTERS_SIZE)
            for column, text in words.items()
        ),
        default=0.0,
    )
    if needed <= float(height[1]):
        return row
    high = f'ht="{min(needed, _TALLEST):.2f}"'
    return f"{tag[0][: height.start()]}{high}{tag[0][height.end() :]}{row[tag.end() :]}"
