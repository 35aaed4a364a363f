"""Merged ranges: only their first cell is seen, so only that one counts."""

import re
from collections.abc import Sequence

from xlreport.model.returns.return_refusal import Refused, damaged
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.format_book import Merge, Raw
from xlreport.workbook.reading.formats.format_cells import column_of

# B2:C4, or one cell; with or without $
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?", re.ASCII)


def merge_of(text: str, where: str) -> Merge:
    """Read `B2:C4`; raises Refused for what is no range of the grid."""
    match = _RANGE.fullmatch(text.upper())
    if match is None:
        raise damaged(f"{where} merge")
    first, last = (
        (column_of(match[1]), int(match[2])),
        (column_of(match[3] or match[1]), int(match[4] or match[2])),
    )
    if not (0 < first[0] <= last[0] and 0 < first[1] <= last[1] <= worker_file_limits.ROWS):
        raise damaged(f"{where} merge")
    return first[1], first[0], last[1], last[0]


def tall(merges: Sequence[Merge]) -> tuple[Merge, ...]:
    """Return the merged ranges of more than one row: what stands in them is seen in each."""
    return tuple(merge for merge in merges if merge[2] > merge[0])


def without_covered(
    rows: dict[int, dict[int, Raw]], merges: Sequence[Merge]
) -> dict[int, dict[int, Raw]]:
    """Return the rows without the cells that lie under a merged one: nobody sees what stands in
    them.
    """
    if not merges:
        return rows
    if len(merges) > worker_file_limits.MERGES:
        raise Refused("too-many-merges")
    numbers = sorted(rows)
    budget = worker_file_limits.MERGED_ROWS
    for top, left, bottom, right in merges:
        inside = (
            range(top, bottom + 1)
            if bottom - top < len(numbers)
            else [n for n in numbers if top <= n <= bottom]
        )
        budget -= min(bottom - top + 1, len(numbers))
        if budget < 0:
            raise Refused("too-many-merges")
        for row in inside:
            cells = rows.get(row, {})
            for column in [c for c in cells if left <= c <= right and (row, c) != (top, left)]:
                del cells[column]
    return rows
