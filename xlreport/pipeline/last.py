"""The previous period's records, from the file that `consolidate --data` wrote."""

from pathlib import Path

from xlreport.model.errors import CannotRun
from xlreport.model.record import Record
from xlreport.publish.last import records_from


def read_last(path: Path) -> tuple[Record, ...]:
    """Read a `--data` file (CSV, JSON or Parquet by its suffix); raises CannotRun where it is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CannotRun("file-unreadable", file=str(path), why=error.strerror or str(error)) from error
    return records_from(content, path.suffix.lower())
