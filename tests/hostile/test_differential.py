"""Every file of the corpus is also read by calamine, another reader, in a process of its own: where both read a
cell, they read the same.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.hostile.spoiling import Case
from xlreport.model.returns.return_refusal import Refused
from xlreport.workbook.reading.formats.format_book import Book
from xlreport.workbook.reading.formats.format_cells import cell_value
from xlreport.workbook.reading.formats.format_readers import book_of

pytest.importorskip("python_calamine")
SCRIPT = Path(__file__).with_name("calamine_apart.py")
EVERY = 1 if int(os.environ.get("XLREPORT_FUZZ", "0")) > 1500 else 5
"""Of the corpus every so many-th file is read twice; all of them where thousands are fuzzed."""
LARGEST = 3_000_000
"""Bytes; what is larger shows limits, not values."""
MOST_DEATHS = 30
Values = dict[tuple[str, int, int], tuple[str, object]]
DIFFERENT: Mapping[str, str] = {
    "number-blanks": "calamine takes a number with blanks around it for a text",
    "value-in-other-space": "calamine takes an element of another namespace for the value",
    "value-in-parts": "calamine reads one piece of a value that CDATA divides",
    "value-reference": "calamine drops characters that are written as references",
    "value-with-comment": "calamine reads one piece of a value that a comment divides",
}
"""Files of which the two read different things, and why ours is right."""


def theirs(folder: Path) -> tuple[dict[str, Values | str], int]:
    """Return what calamine reads in each file, or the name of its error, and how often it died."""
    found: dict[str, Values | str] = {}
    files, deaths = len(list(folder.iterdir())), 0
    names = sorted(path.name for path in folder.iterdir())
    while len(found) < files and deaths < MOST_DEATHS:
        told = subprocess.run(
            [sys.executable, str(SCRIPT), str(folder), str(len(found))],
            capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
        for line in told.stdout.splitlines():
            name, cells = json.loads(line)
            found[name] = (
                cells
                if isinstance(cells, str)
                else {(sheet, row, column): tuple(held) for sheet, row, column, *held in cells}
            )
        if len(found) < files:
            found[names[len(found)]] = "died"
            deaths += 1
    return found, deaths


def ours(book: Book) -> Values:
    """Return what we read, in the words of the other process."""
    found: Values = {}
    for table in book.tables:
        for row, cells in table.rows.items():
            for column, (kind, text, style, _) in cells.items():
                if kind in "sn" and text and style < len(book.formats):
                    look = book.formats[style]
                    _, held = cell_value(kind, text, look, epoch_1904=book.epoch_1904)
                    found[table.name, row, column] = plain(held)
    return found


def plain(held: object) -> tuple[str, object]:
    if isinstance(held, Decimal):
        return "number", float(held)
    return ("day", held.isoformat()) if isinstance(held, date) else ("text", str(held))


def same(one: tuple[str, object], other: tuple[str, object]) -> bool:
    """Say whether two values are one: a number to 14 digits, a text without what is made of line ends."""
    if one[0] != other[0]:
        return False
    if one[0] == "number":
        return f"{one[1]:.14g}" == f"{other[1]:.14g}"
    return str(one[1]).replace("\r", "").strip() == str(other[1]).replace("\r", "").strip()


def test_two_readers_agree(
    cases: tuple[Case, ...], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Where both read a file, each cell that both read a number, a day or a text in is the same to both."""
    read: dict[str, Values] = {}
    for number, case in enumerate(cases):
        if number % EVERY and case.name not in DIFFERENT:
            continue
        try:
            own = ours(book_of(case.content)) if len(case.content) < LARGEST else {}
        except Refused:
            continue
        if own:
            read[case.name] = own
            (tmp_path / case.name).write_bytes(case.content)
    other, deaths = theirs(tmp_path)
    different, both = {}, 0
    for name, own in read.items():
        told = other.get(name, "not read")
        if isinstance(told, str):
            continue
        both += 1
        odd = [
            (place, own[place], told[place])
            for place in own.keys() & told.keys()
            if not same(own[place], told[place])
        ]
        if odd:
            different[name] = odd[:2]
    record_property("files", both)
    record_property("deaths of calamine", deaths)
    assert both > 60 / EVERY
    assert {name: odd for name, odd in different.items() if name not in DIFFERENT} == {}
    assert DIFFERENT.keys() - different.keys() == set(), "they agree now"
