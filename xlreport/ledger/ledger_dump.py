"""The whole ledger as plain tables."""

import sqlite3
from collections.abc import Iterator

from xlreport.ledger.ledger_schema import TABLES

DumpedTable = tuple[str, tuple[str, ...], tuple[tuple[object, ...], ...]]
"""A table's name, its columns and its rows."""


def tables(ledger: sqlite3.Connection) -> Iterator[DumpedTable]:
    """Yield every table with all its rows, as they stand."""
    for name in TABLES:
        cursor = ledger.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2')  # noqa: S608 - fixed names
        columns = tuple(column[0] for column in cursor.description)
        yield name, columns, tuple(tuple(row) for row in cursor)
