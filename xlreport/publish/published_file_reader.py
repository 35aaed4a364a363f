"""A file of data read back as records: what was accepted the last time."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import Beside
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.publish.published_files import FORMULA_START

#: Field of a record → column of the data. Who filled it in is not among them: data carries no
#: persons.
_FIELDS = {
    "plan": "plan", "period": "period", "department": "department_code", "kind": "kind",
    "code": "indicator",
    "state": "state", "progress": "progress", "problems": "problems", "next_steps": "next_steps",
    "source": "source", "remark": "remark", "file": "source_file", "sha256": "sha256",
    "sheet": "source_sheet", "cell": "source_cell",
}  # fmt: skip
#: Field of a target beside ours → column of the data.
_BESIDE = {
    "plan": "plan", "period": "period", "code": "indicator", "name": "name",
    "department": "department",
    "unit": "unit", "printed": "printed", "state": "state", "parent": "parent",
    "parent_kind": "parent_kind", "measure": "measure",
}  # fmt: skip
_Made = TypeVar("_Made")
_NEEDED = frozenset({"period", "kind", "indicator", "actual", "department_code", "plan"})
_FLAG = {"true": True, "1": True, "false": False, "0": False, "": False}


def records_from(content: bytes, suffix: str) -> tuple[Record, ...]:
    """Return the records that a file of data holds, in its order; rows behind which nothing stood
    are left out.

    Raises:
        CannotRun: the suffix is not one of ours, or the content is not what `tables.write` writes.
    """
    return tuple(record for record in _read(content, suffix, _record) if _stood_there(record))


def _read(
    content: bytes, suffix: str, made: Callable[[Mapping[str, object]], _Made]
) -> Iterator[_Made]:
    """Yield what is made of each row; raises CannotRun with the number of the row that is not as it
    should be.
    """
    reader = READERS.get(suffix.lower())
    if reader is None:
        raise CannotRun("data_suffix", USAGE, suffix=suffix, known=" ".join(READERS))
    number = 0
    try:
        for number, row in enumerate(reader(content), start=1):  # noqa: B007 - the number is for the message
            yield made(row)
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, csv.Error) as wrong:
        raise CannotRun("data_unreadable", row=number) from wrong


def others_from(content: bytes, suffix: str) -> tuple[Beside, ...]:
    """Return the targets that a file of another plan's data holds; raises CannotRun as
    `records_from` does.
    """
    return tuple(_read(content, suffix, _beside))


def _beside(row: Mapping[str, object]) -> Beside:
    words = {field: str(row.get(column) or "") for field, column in _BESIDE.items()}
    Period.parse(words["period"])  # raises ValueError for what is none
    return Beside(
        **words,
        target=_number(row.get("target")),
        actual=_number(row.get("actual")),
        status=Status(str(row["status"])),
    )


def _record(row: Mapping[str, object]) -> Record:
    """Build one record; columns that an older file lacks are taken as blank, those in `_NEEDED`
    must be there.
    """
    if missing := _NEEDED - row.keys():
        raise KeyError(*sorted(missing))
    words = {field: str(row.get(column) or "") for field, column in _FIELDS.items()}
    period = Period.parse(words.pop("period"))
    return Record(
        **words,
        period=period,
        value=_number(row["actual"]),
        expected=_day(row.get("expected_on")),
        baseline=_number(row.get("baseline_reported")),
        no_data=_flag(row.get("no_data")),
        provisional=_flag(row.get("provisional")),
    )


def _stood_there(record: Record) -> bool:
    return bool(record.file or record.state or record.no_data or record.value is not None)


def _number(entry: object) -> Decimal | None:
    """Return a number; text with thousands separators, as a spreadsheet program may leave it, is
    none of ours.
    """
    if entry is None or entry == "":
        return None
    number = entry if isinstance(entry, Decimal) else Decimal(str(entry))
    if not number.is_finite():
        message = f"not a number: {entry!r}"
        raise ValueError(message)
    return number


def _day(entry: object) -> date | None:
    if isinstance(entry, date):
        return entry
    return date.fromisoformat(str(entry)) if entry else None


def _flag(entry: object) -> bool:
    if isinstance(entry, bool):
        return entry
    return _FLAG[str(entry or "").lower()]


def _csv_rows(content: bytes) -> Iterable[Mapping[str, object]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")  # saved again by a Chinese spreadsheet program
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    if missing := _NEEDED - set(reader.fieldnames or ()):
        raise KeyError(*sorted(missing))  # said even where no row follows the heads
    for row in reader:
        yield {key: _unguarded(entry) for key, entry in row.items()}


def _unguarded(text: str) -> str:
    if text.startswith("'") and FORMULA_START.match(text):
        return text[1:]
    return text


def _json_rows(content: bytes) -> Iterable[Mapping[str, object]]:
    rows: list[Mapping[str, object]] = json.loads(content, parse_float=Decimal, parse_int=Decimal)
    return rows


def _parquet_rows(content: bytes) -> Iterable[Mapping[str, object]]:
    try:
        import pyarrow as pa  # late: 135 MB that nobody else should load
        import pyarrow.parquet as pq
    except ImportError as missing:
        raise CannotRun("parquet_missing") from missing
    try:
        rows: list[Mapping[str, object]] = pq.read_table(pa.BufferReader(content)).to_pylist()
    except pa.ArrowException as wrong:
        raise ValueError from wrong
    return rows


#: How each suffix of `--last` is read.
READERS: dict[str, Callable[[bytes], Iterable[Mapping[str, object]]]] = {
    ".csv": _csv_rows,
    ".json": _json_rows,
    ".parquet": _parquet_rows,
}
