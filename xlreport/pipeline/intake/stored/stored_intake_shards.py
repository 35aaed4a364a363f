"""Shards: what is known of one county's files as one Parquet file; counties are read apart and
judged together.
"""

import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.files.writing_files import write_whole
from xlreport.pipeline.intake.examining_intake_files import Examined
from xlreport.pipeline.intake.intake_findings import FINDINGS, RECORDS, pack, unpacked
from xlreport.pipeline.intake.stored.stored_intake_rows import (
    CONTENTS,
    STORED_COLUMNS,
    STORED_NUMBERS,
    examined_from,
    row_of,
)

_KIND = b"xlreport shard 1"
_ROWS = 1000
"""Files whose rows are written and read at a time."""


def is_shard(place: Path) -> bool:
    """Say whether a place that was named is a shard and no inbox."""
    return place.suffix == ".parquet" and place.is_file()


def write_shard(files: Iterable[tuple[str, Examined]], target: Path) -> bool:
    """Write what is known of files, by name; say whether anything changed.

    Raises:
        CannotRun: pyarrow is not installed; the file is open elsewhere.
    """
    arrow, parquet = _arrow()
    kinds = dict.fromkeys(STORED_NUMBERS, arrow.int64()) | dict.fromkeys(CONTENTS, arrow.binary())
    schema = arrow.schema(
        [(name, kinds.get(name, arrow.string())) for name in ("file", *STORED_COLUMNS)],
        {b"kind": _KIND},
    )
    content = io.BytesIO()
    with parquet.ParquetWriter(content, schema, compression="zstd") as writer:
        rows: list[tuple[Any, ...]] = []
        for name, one in files:
            rows.append((name, *row_of(one)))
            if len(rows) == _ROWS:
                writer.write_table(_table(rows, schema))
                rows.clear()
        writer.write_table(_table(rows, schema))
    return write_whole(target, content.getvalue())


def _table(rows: list[tuple[Any, ...]], schema: Any) -> Any:  # noqa: ANN401 - pyarrow has no types
    arrow, _ = _arrow()
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in schema]
    return arrow.table(columns, schema=schema)


def read_shard(shard: Path) -> Iterator[tuple[str, Examined]]:
    """Yield what a shard knows of each file; its files are named by the shard, as if it were their
    folder.

    Raises:
        CannotRun: it is no shard.
    """
    arrow, parquet = _arrow()
    try:
        with parquet.ParquetFile(shard) as stored:
            if (stored.schema_arrow.metadata or {}).get(b"kind") != _KIND:
                raise CannotRun("shard-unsound", file=str(shard))
            for batch in stored.iter_batches(_ROWS):
                for name, *row in zip(
                    *(column.to_pylist() for column in batch.columns), strict=True
                ):
                    yield (
                        f"{shard.stem}/{name}",
                        _renamed(examined_from(row), f"{shard.stem}/{name}"),
                    )
    except (arrow.ArrowInvalid, OSError) as error:
        raise CannotRun("shard-unsound", file=str(shard)) from error


def _renamed(one: Examined, name: str) -> Examined:
    """Return what is known of a file under another name: two counties may have files of the same
    name.
    """
    findings = tuple(replace(found, file=name) for found in unpacked(FINDINGS, one.findings))
    records = tuple(replace(record, file=name) for record in unpacked(RECORDS, one.records))
    return replace(one, findings=pack(FINDINGS, findings), records=pack(RECORDS, records))


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise CannotRun("parquet_missing") from error
    return pa, parquet
