"""Rows as files: what stands in CSV, JSON, Parquet and the data frame."""

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal, localcontext
from itertools import chain
from pathlib import Path

import pytest

from xlreport.messages import catalogue, languages
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import CannotRun
from xlreport.publish.published_columns import COLUMN_KINDS, ColumnKind
from xlreport.publish.published_files import csv_bytes, frame, json_bytes, parquet_bytes, write
from xlreport.publish.published_long_rows import LONG_COLUMNS, long_rows
from xlreport.publish.published_matrix_page import MATRIX_COLUMNS
from xlreport.publish.published_rows import ROW_COLUMNS, SECOND_TESTS, rows
from xlreport.publish.published_scores import SCORE_COLUMNS


def test_csv_opens_as_text_in_a_spreadsheet(small_summary: Summary) -> None:
    """There is a byte order mark, and text that begins like a formula is led by an apostrophe."""
    content = csv_bytes(rows(small_summary))
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert lines[0]["progress"] == "'=1+1"
    assert (lines[0]["problems"], lines[0]["next_steps"], lines[0]["remark"]) == (
        "'@缺资金",
        "'-",
        "'+暂时",
    )
    assert lines[0]["gap"] == "-0.15", "a negative number is a number, not text"


def test_json_numbers_are_the_digits_reported(small_summary: Summary) -> None:
    """A number in JSON is written with the digits that were reported; what is not known is null."""
    content = json_bytes(rows(small_summary))
    assert b'"expected": 2.50,' in content
    table = json.loads(content, parse_float=Decimal)
    assert table[0]["actual"] == Decimal("2.35")
    assert (table[8]["actual"], table[0]["provisional"], table[10]["deadline"]) == (
        None,
        True,
        "2020-12-31",
    )
    assert tuple(table[0]) == ROW_COLUMNS


def test_no_rows_are_still_a_file() -> None:
    """A plan without rows gives a head without lines, and an empty list."""
    assert json.loads(json_bytes([])) == []
    assert csv_bytes([]).decode("utf-8-sig") == ",".join(ROW_COLUMNS) + "\r\n"


def test_parquet_has_real_types(small_summary: Summary) -> None:
    """Numbers are decimals, days are dates, flags are flags."""
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(parquet_bytes(rows(small_summary))))
    kinds = {
        name: str(table.schema.field(name).type)
        for name in ("actual", "deadline", "provisional", "status", "periods_off")
    }
    assert kinds == {
        "actual": "decimal128(18, 2)",
        "deadline": "date32[day]",
        "provisional": "bool",
        "status": "string",
        "periods_off": "int32",
    }
    assert table.column_names == list(ROW_COLUMNS)


@pytest.mark.parametrize(
    ("numbers", "kind"),
    [
        (["1", "2.50"], "decimal128(18, 2)"),
        (["123456789012345678", "1"], "decimal128(18, 0)"),
        (["123456789012345678.5"], "decimal128(38, 1)"),
        (["0.1234567890123456"], "decimal128(18, 12)"),
        (["12345678901234567890.1234567890126"], "decimal128(38, 12)"),
        (["1E+3"], "decimal128(18, 0)"),
        ([], "decimal128(18, 0)"),
    ],
)
def test_parquet_decimals_fit_their_column(
    small_summary: Summary, numbers: list[str], kind: str
) -> None:
    """A column is as wide as its longest number, in a machine word where that is enough."""
    parquet = pytest.importorskip("pyarrow.parquet")
    row = rows(small_summary)[0]
    table = [row | {"forecast": Decimal(one)} for one in numbers] or [row | {"forecast": None}]
    read = parquet.read_table(io.BytesIO(parquet_bytes(table)))
    assert str(read.schema.field("forecast").type) == kind
    known = [one for one in read.column("forecast").to_pylist() if one is not None]
    with localcontext(prec=60):
        assert known == [round(Decimal(one), 12) for one in numbers]


@pytest.mark.parametrize("file", ["rows", "long"])
def test_duckdb_and_polars_read_what_we_write(
    small_summary: Summary, file: str, tmp_path: Path
) -> None:
    """Two other programs find the same numbers, days and flags, in types that they reckon with."""
    duckdb, polars = pytest.importorskip("duckdb"), pytest.importorskip("polars")
    table = rows(small_summary) if file == "rows" else long_rows([small_summary])
    columns = ROW_COLUMNS if file == "rows" else LONG_COLUMNS
    path = tmp_path / "rows.parquet"
    path.write_bytes(parquet_bytes(table, columns))
    told = duckdb.read_parquet(str(path))
    kinds = dict(zip(told.columns, map(str, told.types), strict=True))
    assert list(kinds) == list(columns)
    loaded = polars.read_parquet(path)
    for name in columns:
        kind = COLUMN_KINDS[name]
        wanted = {
            ColumnKind.NUMBER: ("DECIMAL", polars.Decimal),
            ColumnKind.COUNT: ("INTEGER", polars.Int32),
            ColumnKind.DATE: ("DATE", polars.Date),
            ColumnKind.FLAG: ("BOOLEAN", polars.Boolean),
        }.get(kind, ("VARCHAR", polars.String))
        assert kinds[name].startswith(wanted[0]), name
        assert isinstance(loaded[name].dtype, wanted[1]), name
        assert loaded[name].to_list() == [row[name] for row in table], name
    total = sum(one for row in table if isinstance(one := row["actual"], Decimal))
    assert told.aggregate("sum(actual)").fetchall() == [(total,)]
    assert loaded["actual"].sum() == total


def test_every_column_has_a_kind_and_words() -> None:
    """The table of columns is whole: what files have, in words of every language, and no more."""
    tests = chain.from_iterable(SECOND_TESTS.values())
    assert set(COLUMN_KINDS) == {
        *ROW_COLUMNS,
        *tests,
        *LONG_COLUMNS,
        *SCORE_COLUMNS,
        *MATRIX_COLUMNS,
    }
    for language in languages():
        words = {key.split(".")[1] for key in catalogue(language) if key.startswith("data_column.")}
        assert words == set(COLUMN_KINDS)


def test_parquet_says_what_is_missing(
    small_summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without pyarrow the run stops with one line that says what to install."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CannotRun) as stopped:
        write(rows(small_summary), ".parquet")
    assert stopped.value.code == "parquet_missing"


def test_another_suffix_is_refused(small_summary: Summary) -> None:
    """The suffix chooses; one that is not known is named."""
    with pytest.raises(CannotRun) as stopped:
        write(rows(small_summary), ".xls")
    assert (stopped.value.code, stopped.value.fields["suffix"]) == ("data_suffix", ".xls")


def test_frame_reckons(small_summary: Summary) -> None:
    """The data frame has floats and timestamps, so that it can be reckoned with at once."""
    table = frame(rows(small_summary))
    assert list(table.columns) == list(ROW_COLUMNS)
    assert table.loc[table["indicator"] == "ZB001", "actual"].sum() == pytest.approx(2.35)
    assert table["deadline"].dt.year.dropna().unique().tolist() == [2020]
    assert table["status"].value_counts()["not_reported"] == 2
    assert frame([]).empty


def test_start_up_is_light() -> None:
    """Importing the module loads neither pandas nor pyarrow."""
    code = "import sys, xlreport.publish.published_file_reader; print(sorted({'pandas', 'pyarrow'} & set(sys.modules)))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "[]\n"
    )
