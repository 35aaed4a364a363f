"""Rows that are written as text read as those that XlsxWriter writes, cell by cell."""

import errno
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook

from tests.sizes import examples
from xlreport.model.judged.judged_live_formulas import named, quoted_string
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.model_errors import CannotRun
from xlreport.workbook.summary_book.painting import painted_sheets as summary_paint
from xlreport.workbook.summary_book.painting.painted_cells import (
    CellEntry,
    Each,
    Entries,
    Paint,
    Shown,
)
from xlreport.workbook.summary_book.painting.painted_look import Board, Spot, SummaryLook
from xlreport.workbook.summary_book.painting.painted_sheets import paint_sheet
from xlreport.workbook.summary_book.summary_workbook import summary_workbook
from xlreport.workbook.workbook_row_xml import (
    CELL_UNITS,
    cell_start,
    number_end,
    put_rows,
    row_start,
    text_end,
)

TEMPLATES = Path(__file__).parents[3] / "workbook_templates"
LOOKS = (
    (("font_size", 9.0), ("num_format", "0.0_0;-0.0_0"), ("text_wrap", 1), ("align", "right")),
    (("bold", 1), ("text_wrap", 1)),
    (("bg_color", "#EEEEEE"),),
)
FIELDS = ("a", "b", "c")
ODD = st.sampled_from([
    "=1+1", "<r><t>a</t></r>", "<b>&amp;\"'", " ", "two\nlines", "tab\t", " around ", "_x000D_", "_x005F_x0041_",
    "\x0b\x00\x1f", "\r\n", "0012", "\ud800", "\ufffe\uffff", "😀" * 3, "字" * 60, "[1]", "#N/A", "TRUE",
])  # fmt: skip
TEXT = st.one_of(ODD, st.text(max_size=40), st.lists(ODD, max_size=4).map("".join))
NUMBER = st.one_of(
    st.decimals(-(10**9), 10**9, places=3),
    st.integers(-5, 10**17),
    st.floats(allow_nan=False, allow_infinity=False),
)
DAY = st.dates(date(1900, 1, 1), date(2100, 1, 1))
FORMULA = st.sampled_from(
    [
        "",
        f"{named('a')}&{named('c')}<>1",
        f"{quoted_string('<&>')}&{named('b')}",
        named("not there"),
    ]
)
SHOWN = st.builds(
    Shown, value=TEXT | NUMBER | st.none(), decimals=st.none() | st.integers(0, 3),
    before=st.sampled_from(["", "≤"]), after=st.sampled_from(["", "*"]),
    mark=st.sampled_from(["", "look.none"]), formula=st.just(""),
)  # fmt: skip
ENTRY = st.one_of(st.none(), st.just(""), TEXT, NUMBER, DAY, SHOWN)


def board() -> Board:
    """Return a sheet with words above its pattern and below."""
    fields = zip(FIELDS, LOOKS, strict=True)
    pattern = [
        Spot(
            row=1, column=at, look=look, value=None, parts=("", f"x.{name}", ""), field=f"x.{name}"
        )
        for at, (name, look) in enumerate(fields)
    ]
    above, below = (
        Spot(row=row, column=2, look=LOOKS[1], value=words, parts=(words,), field="")
        for row, words in ((0, "above"), (2, "below"))
    )
    return Board(
        title="S", kind="x", pattern=1, spots=(above, *pattern, below), widths={0: 60, 1: 90, 2: 70},
        hidden=frozenset(), heights={0: 30.0, 1: 18.0}, merged=(), places={}, freeze=(0, 0), filtered=False, tab="",
        wide=0, tall=0, margins=(0.5,) * 5, landscape=False, paper=9, titles=None, printed=-1, footer=("",),
    )  # fmt: skip


def written(rows: list[Entries], monkeypatch: pytest.MonkeyPatch, *, text: bool) -> bytes:
    content = BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.add_worksheet("S")
    with monkeypatch.context() as patch:
        patch.setattr(summary_paint, "written_as_text", lambda _: text)
        lent = {"look.none": (("font_color", "#999999"),)}
        paint_sheet(Paint(book, SummaryLook((), lent)), board(), {}, rows, frozenset())
        book.close()
    return content.getvalue()


def read(content: bytes) -> list[tuple[object, ...]]:
    """Return all that openpyxl reads of a sheet: values, formulas, results, looks, and the heights of rows."""
    sheet, results = (
        load_workbook(BytesIO(content), data_only=only)["S"] for only in (False, True)
    )
    cells: list[tuple[object, ...]] = [
        (
            cell.coordinate,
            plain(cell.value),
            cell.data_type,
            plain(results[cell.coordinate].value),
            *looks(cell),
        )
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell, Cell)
    ]
    return [
        *cells,
        (sheet.dimensions,),
        *((n, shape.height) for n, shape in sorted(sheet.row_dimensions.items())),
    ]


def plain(value: object) -> object:
    """Return a value without the escape of what only looks escaped, which openpyxl undoes in shared texts alone."""
    return value.replace("x005F_", "") if isinstance(value, str) else value


def looks(cell: Cell) -> Iterator[object]:
    for part in (cell.font, cell.fill, cell.alignment):
        yield repr(part)
    yield cell.number_format


@settings(max_examples=examples(20), deadline=None)
@given(
    rows=st.lists(
        st.fixed_dictionaries(dict.fromkeys(FIELDS, ENTRY)) | st.just({}), min_size=1, max_size=4
    )
)
def test_text_and_cells_are_the_same(rows: list[dict[str, CellEntry]]) -> None:
    """Whatever stands in a row, a workbook says the same whichever way it was written."""
    with pytest.MonkeyPatch.context() as patch:
        assert read(written(list(rows), patch, text=True)) == read(
            written(list(rows), patch, text=False)
        )


@settings(max_examples=examples(15), deadline=None)
@given(
    formula=FORMULA,
    result=st.one_of(NUMBER.map(float), TEXT, st.none()),
    count=st.integers(1, 20),
)
def test_formulas_are_the_same(formula: str, result: float | str | None, count: int) -> None:
    """A formula's shape is made once, and each row has its own number in it."""
    rows: list[Entries] = [{"a": 1, "b": Shown(value=result, formula=formula), "c": "x"}] * count
    with pytest.MonkeyPatch.context() as patch:
        assert read(written(rows, patch, text=True)) == read(written(rows, patch, text=False))


@pytest.mark.parametrize("letter", ["a", "字", "😀", "\ud800"])
@pytest.mark.parametrize("beyond", [0, 1, 2])
def test_text_ends_where_a_cell_is_full(
    letter: str, beyond: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel counts UTF-16 units: a long text is cut where XlsxWriter cuts it, never within a character."""
    rows: list[Entries] = [
        {"a": "x" * (CELL_UNITS - 2) + letter * (beyond + 1), "b": None, "c": None}
    ]
    text = read(written(rows, monkeypatch, text=True))
    assert text == read(written(rows, monkeypatch, text=False))


def test_markup_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like the parts of a rich text is text too: nothing that somebody typed becomes part of the file."""
    typed = "<r><t>a</t></r>"
    for text in (True, False):
        rows: list[Entries] = [{"a": typed, "b": None, "c": None}]
        sheet = load_workbook(BytesIO(written(rows, monkeypatch, text=text)))["S"]
        assert sheet["A2"].value == typed


def test_rows_stand_between_those_of_xlsxwriter() -> None:
    """The rows are asked for while the sheet is written, and stand where they belong."""
    content = BytesIO()
    asked: list[int] = []

    def lines() -> Iterator[str]:
        for number in (3, 4):
            asked.append(number)
            yield f"{row_start(str(number), 40.0)}{cell_start('B')}{number}{text_end(0, 'taken')}</row>"

    book = Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("S")
    for row in (0, 1, 4):
        sheet.write_string(row, 0, "own")
    put_rows(sheet, 2, 3, 1, lines())
    assert not asked
    book.close()
    found = load_workbook(content)["S"]
    assert [[cell.value for cell in row] for row in found.iter_rows()] == [
        ["own", None], ["own", None], [None, "taken"], [None, "taken"], ["own", None]
    ]  # fmt: skip
    assert found.row_dimensions[3].height == found.row_dimensions[4].height == 39.75
    numbers = ZipFile(content).read("xl/worksheets/sheet1.xml").decode()
    assert '<dimension ref="A1:B5"/>' in numbers


def test_a_number_that_is_none_stops() -> None:
    """Infinity never becomes a cell."""
    with pytest.raises(TypeError):
        number_end(0, float("inf"))


def test_rows_are_made_when_they_are_asked_for() -> None:
    """A long list is a row for each, none of them held."""
    made: list[int] = []

    def row(number: int) -> Entries:
        made.append(number)
        return {"n": number}

    rows = Each((1, 2, 3), row)
    assert (len(rows), made) == (3, [])
    assert [row["n"] for row in rows] == [1, 2, 3]
    assert (rows[-1], rows[:2]) == ({"n": 3}, [{"n": 1}, {"n": 2}])


def test_a_whole_summary_says_the_same_both_ways(
    small_summary: Summary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sheet by sheet, pages of departments and live formulas included."""
    text = opened(summary_workbook(small_summary, summary_template()))
    monkeypatch.setattr(summary_paint, "written_as_text", lambda _: False)
    cells = opened(summary_workbook(small_summary, summary_template()))
    assert text.sheetnames == cells.sheetnames
    for name in text.sheetnames:
        assert said(text[name]) == said(cells[name])


def opened(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells of extensions that it drops
        return load_workbook(BytesIO(content))


def said(sheet: Worksheet) -> list[tuple[object, ...]]:
    return [
        (cell.coordinate, cell.value, *looks(cell))
        for row in sheet
        for cell in row
        if isinstance(cell, Cell)
    ]


def large(summary: Summary) -> Summary:
    return replace(summary, indicators=summary.indicators * (1001 // len(summary.indicators) + 1))


def summary_template() -> bytes:
    return (TEMPLATES / "zh" / "summary.xlsx").read_bytes()


def test_a_large_summary_says_the_same_without_a_folder(
    small_summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no folder for temporary files can be written, its parts are held in memory; nothing is left behind."""
    summary = large(small_summary)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    on_disk = summary_workbook(summary, summary_template())
    assert not list(tmp_path.iterdir())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    assert parts(summary_workbook(summary, summary_template())) == parts(on_disk)


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_a_full_disk_is_said_in_one_line(
    small_summary: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large summary that has no room for its parts stops the run, and leaves none of them."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("xlsxwriter.packager.tempfile.mkstemp", full)
    with pytest.raises(CannotRun, match="disk-full"):
        summary_workbook(large(small_summary), summary_template())
    assert not list(tmp_path.iterdir())
