"""Cells of a data sheet that are merged over several of its rows: what stands there is seen in
each of them.
"""

from collections.abc import Collection, Mapping

from xlreport.workbook.reading.formats.format_book import Merge, Table

_OWN = frozenset({"code", "serial"})
"""Fields that tell rows apart."""


def merged_fields(
    table: Table, columns: Mapping[str, int], coded: Collection[int]
) -> Mapping[int, Mapping[str, Merge]]:
    """Return the fields that rows share with others, with the range that they share.

    Args:
        table: The sheet.
        columns: The column of each field.
        coded: The rows with a code; a range that only one of them lies in is shared by nobody.
    """
    if not table.merges:
        return {}
    fields = {column: name for name, column in columns.items() if name not in _OWN}
    found: dict[int, dict[str, Merge]] = {}
    for merge in table.merges:
        top, left, bottom, _ = merge
        if left not in fields:
            continue
        inside = [row for row in coded if top <= row <= bottom]
        for row in inside if len(inside) > 1 else ():
            found.setdefault(row, {})[fields[left]] = merge
    return found
