"""The whole ledger as files that any program reads: a table each as CSV or Parquet, and the mails
as they are.
"""

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from xlreport.ledger.ledger_dump import DumpedTable, tables
from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.publish.published_files import FORMULA_START

MAILS, PAPERS = "mails", "papers"


def export_ledger(
    ledger: sqlite3.Connection, folder: Path, kind: str
) -> Iterator[tuple[Path, int]]:
    """Write every table to a folder as `csv` or `parquet`; yield each file with its rows."""
    for table in tables(ledger):
        name, columns, rows = _with_files_aside(table, folder)
        content = _csv(columns, rows) if kind == "csv" else _parquet(columns, rows)
        path = folder / f"{name}.{kind}"
        write_whole(path, content)
        yield path, len(rows)


def _with_files_aside(table: DumpedTable, folder: Path) -> DumpedTable:
    """Write mails and papers as files of their own; in the table stands where each lies."""
    name, columns, rows = table
    if not any(isinstance(entry, bytes) for row in rows for entry in row):
        return table
    aside = []
    for row in rows:
        entries = list(row)
        for place, entry in enumerate(row):
            if isinstance(entry, bytes):
                file = _file_aside(name, int(str(row[0])), columns[place])
                write_whole(folder / file, entry)
                entries[place] = file
        aside.append(tuple(entries))
    return name, columns, tuple(aside)


def _file_aside(table: str, number: int, column: str) -> str:
    """Return where the bytes of one row lie below the folder."""
    if table == "paper":
        return f"{PAPERS}/{number:05}.docx"
    return f"{MAILS}/{number:05}_{column}.eml"


def _csv(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> bytes:
    """Return CSV with a byte order mark; text never becomes a formula."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(columns)
    lines.writerows([_guarded(entry) for entry in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(entry: object) -> str:
    text = "" if entry is None else str(entry)
    if isinstance(entry, str) and FORMULA_START.match(text):
        return f"'{text}"
    return text


def _parquet(columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> bytes:
    try:
        import pyarrow as pa  # late: 135 MB that nobody else should load
        import pyarrow.parquet as pq
    except ImportError as missing:
        raise CannotRun("parquet_missing") from missing
    table, kinds = {}, []
    for place, column in enumerate(columns):
        entries = [row[place] for row in rows]
        if entries and all(isinstance(one, int) for one in entries):
            kinds.append((column, pa.int64()))
            table[column] = entries
        else:
            kinds.append((column, pa.string()))
            table[column] = [_text(one) for one in entries]
    out = io.BytesIO()
    pq.write_table(pa.table(table, schema=pa.schema(kinds)), out)
    return out.getvalue()


def _text(entry: object) -> str | None:
    return None if entry is None else str(entry)
