"""Rows as files: what stands in CSV, JSON, Parquet and the data frame."""

import csv
import io
import json
import subprocess
import sys
from decimal import Decimal

import pytest

from xlreport.model.errors import CannotRun
from xlreport.model.judged.summary import Summary
from xlreport.publish.rows import ROW_COLUMNS, rows
from xlreport.publish.tables import csv_bytes, frame, json_bytes, parquet_bytes, write


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
        for name in ("actual", "deadline", "provisional", "status")
    }
    assert kinds == {
        "actual": "decimal128(38, 12)",
        "deadline": "date32[day]",
        "provisional": "bool",
        "status": "string",
    }
    assert table.column_names == list(ROW_COLUMNS)


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
    code = (
        "import sys, xlreport.publish.last; print(sorted({'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout
        == "[]\n"
    )
