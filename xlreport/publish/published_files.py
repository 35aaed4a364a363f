"""Rows written as CSV, JSON or Parquet, and as a pandas data frame; the suffix of a file name
chooses.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.publish.published_rows import (
    COUNTS,
    DATES,
    FLAGS,
    NUMBER_COLUMNS,
    ROW_COLUMNS,
    Row,
    plain_value,
)

if TYPE_CHECKING:
    import pandas as pd

#: Spreadsheet programs take such text for a formula; the apostrophes before it are those that we
#: put there.
FORMULA_START = re.compile(r"'*[=+\-@\t\r]")
#: Digits of a number in Parquet, of which at most twelve stand behind the point: a column has one
#: scale, that of its longest number.
NARROW_DIGITS, PARQUET_DIGITS, PARQUET_DECIMALS = 18, 38, 12


def write(rows: Sequence[Row], suffix: str, columns: Sequence[str] = ROW_COLUMNS) -> bytes:
    """Return the rows as a file of that kind (`.csv`, `.json`, `.parquet`); raises CannotRun for
    any other.
    """
    prove_suffix(suffix)
    return WRITERS[suffix.lower()](rows, columns)


def prove_suffix(suffix: str) -> None:
    """Raise CannotRun where no kind of file is written under that suffix."""
    if suffix.lower() not in WRITERS:
        raise CannotRun("data_suffix", USAGE, suffix=suffix, known=" ".join(WRITERS))


def csv_bytes(rows: Sequence[Row], columns: Sequence[str] = ROW_COLUMNS) -> bytes:
    """Return CSV with a byte order mark, so that Excel reads it as UTF-8; text never becomes a
    formula there.
    """
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(columns)
    lines.writerows([_guarded(row[column]) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _guarded(entry: object) -> str:
    text = plain_value(entry)
    if isinstance(entry, str) and FORMULA_START.match(text):
        return f"'{text}"
    return text


def json_bytes(rows: Sequence[Row], columns: Sequence[str] = ROW_COLUMNS) -> bytes:
    """Return a JSON list of objects; numbers stand as digits exactly as they are, not as binary
    fractions.
    """
    lines = (", ".join(f'"{column}": {_json(row[column])}' for column in columns) for row in rows)
    return ("[\n" + ",\n".join(f"{{{line}}}" for line in lines) + "\n]\n").encode()


def _json(entry: object) -> str:
    if isinstance(entry, Decimal):
        return plain_value(entry)
    return json.dumps(
        entry if isinstance(entry, bool | int | None) else plain_value(entry), ensure_ascii=False
    )


def parquet_bytes(rows: Sequence[Row], columns: Sequence[str] = ROW_COLUMNS) -> bytes:
    """Return Parquet with exact decimals, whole numbers, real dates and flags; raises CannotRun
    where pyarrow is missing.
    """
    try:
        import pyarrow as pa  # late: 135 MB that nobody else should load
        import pyarrow.parquet as pq
    except ImportError as missing:
        raise CannotRun("parquet_missing") from missing
    kinds = (
        dict.fromkeys(COUNTS, pa.int32())
        | dict.fromkeys(DATES, pa.date32())
        | dict.fromkeys(FLAGS, pa.bool_())
    )
    arrays = {column: [_scaled(row[column]) for row in rows] for column in columns}
    numbers = {
        column: pa.decimal128(*_width(arrays[column]))
        for column in columns
        if column in NUMBER_COLUMNS
    }
    kinds |= numbers
    schema = pa.schema((column, kinds.get(column, pa.string())) for column in columns)
    out = io.BytesIO()
    pq.write_table(pa.table(arrays, schema=schema), out)
    return out.getvalue()


def _scaled(entry: object) -> object:
    if not isinstance(entry, Decimal):
        return entry
    digits = entry.as_tuple()
    if isinstance(digits.exponent, int) and digits.exponent < -PARQUET_DECIMALS:
        with localcontext(prec=PARQUET_DIGITS + PARQUET_DECIMALS):
            return round(entry, PARQUET_DECIMALS)
    return entry


def _width(entries: Sequence[object]) -> tuple[int, int]:
    """Return the digits and the decimals of a column of numbers: 18 digits where all fit, which
    programs hold in a machine word, else 38; as many decimals as the longest has.
    """
    decimals = whole = 0
    for entry in entries:
        if isinstance(entry, Decimal):
            exponent = entry.as_tuple().exponent
            decimals = max(decimals, -int(exponent))
            whole = max(whole, entry.adjusted() + 1)
    fits = whole + decimals <= NARROW_DIGITS
    return (NARROW_DIGITS if fits else PARQUET_DIGITS), decimals


def frame(rows: Sequence[Row], columns: Sequence[str] = ROW_COLUMNS) -> "pd.DataFrame":
    """Return the rows as a data frame to reckon with: numbers as floats, dates as timestamps, text
    as it is.
    """
    import pandas as pd  # late: half a second that the command line need not pay

    table: Any = pd.DataFrame.from_records(list(rows), columns=list(columns))
    for column in columns:
        if column in NUMBER_COLUMNS:
            table[column] = table[column].astype("float64")
        elif column in COUNTS:
            table[column] = table[column].astype("int64")
        elif column in DATES:
            table[column] = pd.to_datetime(table[column])
        else:
            table[column] = table[column].astype("bool" if column in FLAGS else "str")
    return table  # type: ignore[no-any-return]


#: How each suffix of `--data` is written.
WRITERS: dict[str, Callable[[Sequence[Row], Sequence[str]], bytes]] = {
    ".csv": csv_bytes,
    ".json": json_bytes,
    ".parquet": parquet_bytes,
}
