"""Where things come to stand on the summary's sheets, before they are painted: what formulas refer
to.
"""

import re
from collections.abc import Mapping

from xlreport.model.judged.judged_live_formulas import filled, quoted_string
from xlreport.workbook.summary_book.painting.painted_look import Board, Spot, SummaryLook

_ROW = "\0"
"""Stands for a row's number; `model.live` lets it into no text."""
# placeholders that formulas of other cells refer to
_REFERRED = re.compile(r"policy\.\w+|tile\.\w+\.count")


def addresses(look: SummaryLook) -> dict[str, str]:
    """Return where a template has thresholds and counts that formulas refer to: rows below a
    pattern move.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell  # late: start-up stays light

    found = {}
    for board in look.boards:
        for spot in board.spots:
            if _REFERRED.fullmatch(spot.field) and (board.pattern < 0 or spot.row < board.pattern):
                found[spot.field] = _on(board) + xl_rowcol_to_cell(
                    spot.row, spot.column, row_abs=True, col_abs=True
                )
    return found


def _on(board: Board) -> str:
    return "'" + board.title.replace("'", "''") + "'!"


def row_ranges(board: Board, rows: int, drop: frozenset[str]) -> dict[str, str]:
    """Return where each column of a sheet's pattern comes to stand, as `range.<kind>.<field>`."""
    from xlsxwriter.utility import xl_range_abs  # late: start-up stays light

    kept, last = places(board, drop), board.pattern + max(rows, 1) - 1
    return {
        f"range.{board.kind}.{field}": _on(board)
        + xl_range_abs(board.pattern, kept[spot.column], last, kept[spot.column])
        for spot in board.spots
        if spot.row == board.pattern and (field := field_of(board, spot)) and spot.column in kept
    }


def places(board: Board, drop: frozenset[str]) -> dict[int, int]:
    """Return the template's columns that are kept, each with the column in which it comes to
    stand.
    """
    gone = {
        spot.column
        for spot in board.spots
        if spot.row == board.pattern and field_of(board, spot) in drop
    }
    last = max([spot.column for spot in board.spots] + list(board.widths), default=0)
    return {
        column: place for place, column in enumerate(c for c in range(last + 1) if c not in gone)
    }


def field_of(board: Board, spot: Spot) -> str:
    """Return which field of what is repeated stands in a cell of the pattern row."""
    family, _, field = spot.field.partition(".")
    return field if family == board.kind else ""


def shape(
    formula: str,
    addresses: Mapping[str, str],
    words: Mapping[str, object],
    fields: Mapping[str, int],
) -> tuple[str, ...]:
    """Return a formula with its addresses as what stands before, between and after the numbers of
    its row.

    Empty where the template has left out a cell that it needs. Thousands of rows share a shape.
    """
    from xlsxwriter.utility import xl_col_to_name  # late: start-up stays light

    def address(name: str) -> str:
        if name.startswith("status."):
            return quoted_string(str(words[name]))
        if name in addresses:
            return addresses[name]
        return f"{xl_col_to_name(fields[name], col_abs=True)}{_ROW}"

    try:
        return tuple(filled(formula, address).split(_ROW))
    except KeyError:
        return ()


def reckoned(
    formula: str,
    addresses: Mapping[str, str],
    words: Mapping[str, object],
    fields: Mapping[str, int],
    row: int,
) -> str:
    """Return a formula with its addresses; none where the template has left out a cell that it
    needs.
    """
    return str(row + 1).join(shape(formula, addresses, words, fields))
