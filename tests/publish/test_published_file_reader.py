"""Data read back: what was accepted the last time comes out as it went in."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.publish.published_file_reader import records_from
from xlreport.publish.published_files import WRITERS, csv_bytes, write
from xlreport.publish.published_rows import COUNTS, DATES, FLAGS, NUMBER_COLUMNS, ROW_COLUMNS, rows

SUFFIXES = tuple(WRITERS)
#: What a cell of a workbook can hold, with what spreadsheet programs take for formulas at its beginning.
FORMULAS = st.sampled_from(["=", "+", "-", "@", "\t", "'", "'=", "''-", "\r"])
TEXT = st.text(max_size=12) | st.builds("".join, st.tuples(FORMULAS, st.text(max_size=4)))
NUMBER = st.none() | st.decimals(-(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False)
DAY = st.none() | st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_records_come_back(small_summary: Summary, suffix: str) -> None:
    """Every record comes back with its source; rows without one come back as nothing."""
    held = tuple(row.record for row in small_summary.rows if row.record)
    assert records_from(write(rows(small_summary), suffix), suffix) == held


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=40, deadline=None)
@given(
    words=st.tuples(TEXT, TEXT, TEXT, TEXT),
    value=NUMBER,
    baseline=NUMBER,
    day=DAY,
    flags=st.tuples(st.booleans(), st.booleans()),
)
def test_any_record_comes_back(
    suffix: str,
    words: tuple[str, ...],
    value: Decimal | None,
    baseline: Decimal | None,
    day: date | None,
    flags: tuple[bool, bool],
) -> None:
    """Rows → file → records is the identity, whatever the words are."""
    progress, problems, remark, sheet = words
    record = Record(
        plan="SMALL-2020", period=Period.parse("2020-Q2"), department="RST", kind="indicator", code="ZB001", value=value, state="done", expected=day, progress=progress,
        problems=problems, remark=remark, baseline=baseline, no_data=flags[0], provisional=flags[1],
        file="=RST.xlsx", sha256="ab", sheet=sheet, cell="H5",
    )  # fmt: skip
    row: dict[str, object] = {
        c: None if c in NUMBER_COLUMNS | COUNTS | DATES else c not in FLAGS and ""
        for c in ROW_COLUMNS
    }
    row |= {
        "plan": record.plan, "period": str(record.period), "department_code": "RST", "kind": "indicator",
        "indicator": "ZB001", "actual": value, "state": "done", "expected_on": day, "progress": progress,
        "problems": problems, "remark": remark, "baseline_reported": baseline, "no_data": flags[0],
        "provisional": flags[1], "source_file": record.file, "sha256": "ab", "source_sheet": sheet, "source_cell": "H5",
    }  # fmt: skip
    assert records_from(write([row], suffix), suffix) == (record,)


def test_a_file_saved_again_by_a_chinese_program(small_summary: Summary) -> None:
    """CSV that a spreadsheet program saved in GB18030 reads the same."""
    content = csv_bytes(rows(small_summary))
    again = content.decode("utf-8-sig").encode("gb18030")
    assert records_from(again, ".csv") == records_from(content, ".csv")


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"a,b\r\n1,2\r\n", ".csv"),
        (b"a,b\r\n", ".csv"),
        (b"", ".csv"),
        (b"\xff\xfe\x00\xff", ".csv"),
        (b"[1, 2]", ".json"),
        (b"{", ".json"),
        (b'{"a": 1}', ".json"),
        (b"PAR1", ".parquet"),
    ],
)
def test_what_is_not_ours_stops_the_run(content: bytes, suffix: str) -> None:
    """A file that we did not write is refused in one line, never read in part."""
    with pytest.raises(CannotRun) as stopped:
        records_from(content, suffix)
    assert stopped.value.code == "data_unreadable"


@pytest.mark.parametrize("wrong", ["n/a", "NaN", "1 200"])
def test_a_number_that_is_none_stops_the_run(small_summary: Summary, wrong: str) -> None:
    """A value that somebody overwrote with words is not taken for blank."""
    row = rows(small_summary)[0] | {"actual": wrong}
    with pytest.raises(CannotRun) as stopped:
        records_from(csv_bytes([row]), ".csv")
    assert stopped.value.fields["row"] == 1


def test_persons_stay_out(small_summary: Summary) -> None:
    """Who filled a row in does not travel with the data."""
    first = small_summary.indicators[0]
    assert first.record is not None
    known = replace(first.record, telephone="0891-6330000", filled_by="张三")
    summary = replace(small_summary, indicators=(replace(first, record=known),), milestones=())
    assert all(word not in write(rows(summary), ".csv").decode() for word in ("0891", "张三"))
