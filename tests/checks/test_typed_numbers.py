"""What people type, row by row of docs/en/typed.md; and that no text whatever upsets the reading."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.checks.typed.typed_choices import read_class, read_state
from xlreport.checks.typed.typed_days import read_day
from xlreport.checks.typed.typed_numbers import number_text, read_number
from xlreport.checks.typed.typed_value import Reading
from xlreport.model.plans.plan import WATER_CLASSES, Measure
from xlreport.model.returns.finding_codes import RETURN_CODES
from xlreport.model.returns.submission import Cell, CellKind

PAGE = Path(__file__).parents[2] / "docs" / "en" / "typed.md"
MARKS = str.maketrans({"␣": " ", "␤": "\n", "⍽": "\u00a0"})
ANY_TEXT = st.text(max_size=30) | st.text(
    "0123456789.,%万千亿人元-－()（）约年月日底百点三五/ \u00a0", max_size=14
)


def table_rows() -> Iterator[tuple[str, ...]]:
    """Yield each row of each table with the heading that it stands under."""
    heading = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| `"):
            yield (heading, *(part.strip() for part in line.strip("|").split(" | ")))


ROWS = tuple(table_rows())


def text(typed: str) -> Cell:
    return Cell(sheet="表", address="D7", kind=CellKind.TEXT, raw=typed.strip("`").translate(MARKS))


def stored(number: str, number_format: str = "General") -> Cell:
    return Cell(
        sheet="表",
        address="D7",
        kind=CellKind.NUMBER,
        raw=Decimal(number.strip("`")),
        number_format=number_format.strip("`"),
    )


def read(heading: str, *typed: str) -> Reading[Any]:
    if heading.startswith("Dates"):
        return read_day(text(typed[0]), 2020)
    if heading.startswith("Numbers in a date"):
        return read_day(stored(typed[0]), 2020)
    if heading.startswith("States"):
        return read_state(text(typed[0]), "zh")
    if heading.startswith("Classes"):
        return read_class(text(typed[0]), WATER_CLASSES)
    if heading.startswith("Stored"):
        return read_number(stored(typed[0], typed[1]), typed[2])
    measure = {"growth": Measure.GROWTH, "fall": Measure.FALL}.get(
        heading.split()[1], Measure.CUMULATIVE
    )
    return read_number(text(typed[0]), typed[1], measure=measure)


def in_words(found: Reading[Any]) -> str:
    if found.question:
        return f"? {found.question}"
    if found.said_none:
        return "—"
    value = number_text(found.value) if isinstance(found.value, Decimal) else str(found.value)
    return f"{value} ({found.kept})" if found.kept else value


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0][:8]} {row[1]} {row[2]}")
def test_a_row_of_the_page_is_read_as_it_says(row: tuple[str, ...]) -> None:
    """Each typed form becomes what the page says, and nothing else."""
    heading, *typed, becomes = row
    assert in_words(read(heading, *typed)) == becomes


def test_the_page_is_long_enough_and_names_real_findings() -> None:
    """There are at least 150 forms, and every question is a finding that exists."""
    assert len(ROWS) >= 150
    assert {match[1] for row in ROWS if (match := re.match(r"\? (\S+)", row[-1]))} <= set(
        RETURN_CODES
    )


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
    )
)
def test_a_plain_number_is_itself(value: Decimal) -> None:
    """A number as stored, and the same number as text, are that number."""
    assert read_number(stored(str(value)), "万人").value == value
    assert read_number(text(f"{value:f}"), "万人").value == value


@given(
    ANY_TEXT,
    st.sampled_from(["万人", "人", "%", "元/人·年", "万头（只）", "千瓦"]),
    st.sampled_from(list(Measure)),
)
@settings(max_examples=examples(80))
def test_no_text_upsets_a_number_cell(typed: str, unit: str, measure: Measure) -> None:
    """Any text is a number, a question, a said none or a blank: just one of them, and a finite number."""
    found = read_number(text(typed), unit, measure=measure)
    assert sum((found.value is not None, bool(found.question), found.said_none, found.blank)) == 1
    assert found.value is None or found.value.is_finite()
    assert found.value is None or bool(
        re.search(r"[0-9]|[〇零一二三四五六七八九十两翻壹贰]|持平", _digits(typed))
    )


def _digits(typed: str) -> str:
    return "".join(chr(ord("0") + int(c)) if c.isdigit() else c for c in typed)


@given(ANY_TEXT)
def test_no_text_upsets_a_date_cell(typed: str) -> None:
    """Any text is a date near the plan's year, a question, a said none or a blank."""
    found = read_day(text(typed), 2020)
    assert sum((found.value is not None, bool(found.question), found.said_none, found.blank)) == 1
    assert found.value is None or 2010 <= found.value.year <= 2050


@given(st.dates(date(2015, 1, 1), date(2030, 12, 31)))
def test_every_way_to_write_a_day_is_that_day(day: date) -> None:
    """The same day in each of the common forms is the same date."""
    forms = (f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日", f"{day.year}.{day.month}.{day.day}",
             f"{day:%Y%m%d}", f"{day.year}/{day.month}/{day.day}")  # fmt: skip
    assert {read_day(text(form), 2020).value for form in forms} == {day}
