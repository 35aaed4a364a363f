"""Returned workbooks: whatever hands and programs did to them, values are found, or what is odd is said."""

import struct
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from xlsxwriter import Workbook

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spoiling import BOOK, SHEET, STRINGS, edited
from tests.hostile.spreadsheets import record, xls
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.submission import Cell, CellKind, Entry, Submission, Unreadable
from xlreport.workbook.reading.formats.format_readers import book_of
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

if TYPE_CHECKING:
    from xlreport.workbook.reading.formats.format_book import Book

Value = str | float | date | None
HEADINGS: list[Value] = [
    "代码",
    "指标名称",
    "年度目标",
    "本期值 ＊",
    "进展情况＊",
    "存在问题",
    "下一步措施",
    "数据来源",
    "备注",
]
CODE = "TIBET-2020·2020Q2·RST·v1·23"


def made(*sheets: list[list[Value]], **options: object) -> bytes:
    """Return a workbook with these sheets, cell by cell."""
    stream = BytesIO()
    book = Workbook(stream, {"in_memory": True, "strings_to_formulas": False, **options})
    day, rate = (
        book.add_format({"num_format": "yyyy-mm-dd"}),
        book.add_format({"num_format": "0.0%"}),
    )
    for rows in sheets:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(r, c, value, day)
                elif isinstance(value, str) and value.startswith("%"):
                    sheet.write_number(r, c, float(value[1:]), rate)
                elif isinstance(value, str) and value.startswith("=1"):
                    sheet.write_formula(r, c, value, None, 2)
                elif value is not None:
                    sheet.write(r, c, value)
    book.close()
    return stream.getvalue()


def row(code: Value, actual: Value = 1, progress: Value = "好") -> list[Value]:
    return [code, "某指标", "5万人", actual, progress]


def submission(content: bytes, words: Headings) -> Submission:
    outcome = read(content, "a.xlsx", words)
    assert isinstance(outcome, Submission), outcome
    return outcome


def entry(found: Submission, code: str) -> Entry:
    return next(one for one in found.entries if one.code == code)


def actual(found: Submission, code: str) -> Cell:
    return entry(found, code).cells["actual"]


def test_the_sound_workbook(sound: bytes, words: Headings) -> None:
    """Codes, witnesses, rows, contacts and the saving time are found; nothing is said."""
    found = submission(sound, words)
    assert (
        {cell.raw for cell in found.codes}
        == {found.witnesses["custom property"]}
        == {found.witnesses["defined name"]}
    )
    assert len(found.codes) == 3
    assert [e.kind for e in found.entries] == ["indicator"] * 4 + ["milestone"] * 3
    assert set(found.contacts) == {"filled_by", "telephone", "checked_by", "filled_on"}
    assert (found.findings, found.strangers, found.missing_columns, found.active) == (
        (),
        (),
        (),
        (),
    )
    assert found.saved_at is not None


def test_columns_by_words_rows_by_code(words: Headings) -> None:
    """Columns may stand in any order below any number of titles, rows in any order; codes as hands type them."""
    table = [HEADINGS[:5], row("ZB002", 2), row(" zb００1", 1)]
    turned: list[list[Value]] = [["说明"], [], *(list(reversed(cells)) for cells in table)]
    found = submission(made(turned), words)
    assert [(e.code, actual(found, e.code).raw) for e in found.entries] == [
        ("ZB002", 2),
        ("ZB001", 1),
    ]
    assert actual(found, "ZB001").address == "B5"


def test_values_keep_their_kind(words: Headings) -> None:
    """Numbers are exact, percentages keep their format, dates are days, the rest is what it is."""
    values: list[Value] = [
        12.5,
        0.1 + 0.2,
        1e15,
        "%0.125",
        date(2020, 6, 30),
        "约5%",
        "=1+1",
        True,
        None,
        " ",
    ]
    rows = [HEADINGS[:5], *[row(f"ZB{n:03}", value) for n, value in enumerate(values)]]
    found = submission(made(rows), words)
    cells = [actual(found, f"ZB{n:03}") for n in range(len(values))]
    assert [cell.raw for cell in cells] == [
        Decimal("12.5"), Decimal("0.3"), Decimal(1000000000000000), Decimal("0.125"), date(2020, 6, 30), "约5%",
        Decimal(2), True, None, " ",
    ]  # fmt: skip
    assert cells[3].number_format == "0.0%"
    assert cells[6].formula == "1+1"
    assert [cell.kind for cell in cells[4:8]] == [
        CellKind.DATE,
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.BOOLEAN,
    ]
    assert [cell.blank for cell in cells[-3:]] == [False, True, True]


def test_days_of_both_calendars(words: Headings) -> None:
    """Workbooks that count from 1904 hold the same days."""
    rows = [HEADINGS[:5], row("ZB001", date(2020, 6, 30))]
    assert {
        actual(submission(made(rows, date_1904=old), words), "ZB001").raw for old in (True, False)
    } == {date(2020, 6, 30)}


@pytest.mark.parametrize(
    ("inner", "kind", "raw"),
    [
        ("<f>1+1</f>", CellKind.NO_RESULT, None),
        ("<f>1+1</f><v></v>", CellKind.NO_RESULT, None),
        ('t="str"><f>A1</f><v></v>', CellKind.BLANK, None),
        ('t="e"><v>#DIV/0!</v>', CellKind.ERROR, "#DIV/0!"),
        ('t="d"><v>2020-06-30T00:00:00</v>', CellKind.DATE, date(2020, 6, 30)),
        (
            't="inlineStr"><is><r><t>约</t></r><rPh><t>x</t></rPh><r><t>5</t></r></is>',
            CellKind.TEXT,
            "约5",
        ),
        ('t="str"><v>a_x000D_\n_x005F_x0041__x0007_</v>', CellKind.TEXT, "a\n_x0041__x0007_"),
    ],
)
def test_stored_forms(
    sound: bytes, words: Headings, inner: str, kind: CellKind, raw: object
) -> None:
    """Results, errors, ISO days, rich text and escapes are read as Excel shows them."""
    text = parts_of(sound)[SHEET].decode()
    start = text.rindex("<c ", 0, text.index("<v>0.125</v>"))
    cell = text[start : text.index("</c>", start)]
    place = cell.split('"')[1]
    new = f'<c r="{place}" {inner}' if inner.startswith("t=") else f'<c r="{place}">{inner}'
    found = submission(edited(sound, SHEET, cell, new), words)
    value = found.entries[0].cells["actual"]
    assert (value.address, value.kind, value.raw) == (place, kind, raw)


def test_added_rows_are_named(words: Headings) -> None:
    """What is typed in a row without a code is a stranger; totals and signatures below the table are not."""
    below: list[list[Value]] = [
        [None, "新增指标", None, 7],
        [None, None, None, "=1+1"],
        ["（盖章）", None, None, 3],
    ]
    found = submission(made([HEADINGS[:5], row("ZB001"), *below]), words)
    assert [cell.address for cell in found.strangers] == ["D3"]
    assert [e.code for e in found.entries] == ["ZB001"]


def test_missing_columns_are_named(words: Headings) -> None:
    """An open column whose heading is gone is named; where a defined name points at it, it is found by that."""
    rows = [[*HEADINGS[:3], "数", "进展情况", "备注"], row("ZB001")]
    found = submission(made(rows), words)
    assert "Sheet1 indicator/actual" in found.missing_columns
    name = "<definedNames><definedName name=\"xl_indicator_actual\">'Sheet1'!$D$2:$D$9</definedName></definedNames>"
    named = submission(edited(made(rows), BOOK, "</sheets>", f"</sheets>{name}"), words)
    assert actual(named, "ZB001").raw == 1


def test_a_sheet_without_headings(sound: bytes, words: Headings) -> None:
    """Where the heading row was deleted, defined names still say which column is which."""
    first = submission(sound, words)
    bare = edited(sound, STRINGS, ">代码<", ">x<")
    for word in (
        "本期值 ＊",
        "序号",
        "指标名称",
        "报告章节",
        "年度目标",
        "承诺",
        "备注",
        "存在问题",
        "下一步措施",
    ):
        bare = edited(bare, STRINGS, f">{word}<", ">x<")
    found = submission(bare, words)
    assert [e.code for e in found.entries] == [e.code for e in first.entries]
    assert found.entries[0].cells["actual"] == first.entries[0].cells["actual"]


def test_a_copied_sheet(words: Headings) -> None:
    """The same rows on two sheets count once; where they differ, each difference is a question."""
    head = HEADINGS[:5]
    same = submission(made([head, row("ZB001")], [head, row("ZB001")]), words)
    assert [found.code for found in same.findings] == ["sheet-copied"]
    other = submission(
        made([head, row("ZB001", 1), row("ZB002")], [head, row("ZB002"), row("ZB001", 2)]), words
    )
    found = next(found for found in other.findings if found.code == "copies-differ")
    assert (found.sheet, found.cell, found.value, found.fields["other_value"]) == (
        "Sheet1",
        "D2",
        "1",
        "2",
    )
    assert [(e.code, e.sheet) for e in other.entries] == [("ZB001", "Sheet1"), ("ZB002", "Sheet1")]


def test_a_column_that_stands_twice(words: Headings) -> None:
    """Two columns with one heading and different contents are a question, never a choice."""
    rows = [[*HEADINGS[:5], "本期值"], [*row("ZB001", 1), 2], [*row("ZB002", 1), 1]]
    found = submission(made(rows), words)
    (twice,) = found.findings
    assert (twice.code, twice.indicator, twice.cell, twice.fields["other_cell"]) == (
        "column-twice",
        "ZB001",
        "D2",
        "F2",
    )


def test_codes_of_several_sheets(words: Headings) -> None:
    """Every different code is reported, with a label before it or without; a damaged one too."""
    wrong = CODE.replace("23", "24")
    found = submission(
        made([["模板编号：" + CODE], ["x", CODE]], [[wrong.replace("·", "．")]]), words
    )
    assert [(cell.sheet, cell.raw) for cell in found.codes] == [
        ("Sheet1", CODE),
        ("Sheet2", wrong.replace("·", "．")),
    ]


def test_what_lies_under_a_merged_cell_is_not_seen(sound: bytes, words: Headings) -> None:
    """Only the first cell of a merged range counts, in each row that it lies over."""
    first = submission(sound, words).entries
    column = first[0].cells["actual"].address.rstrip("0123456789")
    merge = f'</sheetData><mergeCells><mergeCell ref="{column}{first[0].row}:{column}{first[1].row}"/></mergeCells>'
    found = submission(edited(sound, SHEET, "</sheetData>", merge), words)
    assert found.entries[0].cells["actual"] == first[0].cells["actual"]
    assert found.entries[1].cells["actual"] == first[0].cells["actual"]
    assert [one.merged for one in found.entries[:3]] == [
        {"actual": f"{column}{first[0].row}:{column}{first[1].row}"}
    ] * 2 + [{}]


def test_nothing_of_ours(words: Headings) -> None:
    """A sound workbook that is not ours is a submission without codes and rows."""
    found = submission(made([["工资表"], ["张三", 1]]), words)
    assert (found.codes, found.entries) == ((), ())


def test_a_refusal_says_which_file(words: Headings) -> None:
    """Attachments are no submissions, broken files are unreadable; both are known by their bytes."""
    scan, broken = read(b"%PDF-1.4", "附件/a.pdf", words), read(b"PK", "b.xlsx", words)
    assert isinstance(scan, Unreadable)
    assert isinstance(broken, Unreadable)
    assert (scan.verdict, scan.finding.code, scan.file) == (
        Verdict.NOT_A_SUBMISSION,
        "is-pdf",
        "附件/a.pdf",
    )
    assert (broken.verdict, broken.finding.code) == (Verdict.UNREADABLE, "damaged")
    assert len(scan.sha256) == 64


def test_old_workbooks_hold_the_same() -> None:
    """In .xls workbooks too numbers are exact, and errors, formulas and percentages are told apart."""

    def at(kind: int, column: int, form: str, *values: object) -> bytes:
        return record(kind, struct.pack("<HHH" + form, 0, column, 0, *values))

    formula = struct.pack("<HHHBBB3sHHLH", 0, 5, 0, 2, 0, 0x07, bytes(3), 0xFFFF, 0, 0, 0)
    cells = b"".join((
        at(0x0203, 0, "d", 0.1), at(0x027E, 1, "L", 125 << 2 | 3), record(0x0203, struct.pack("<HHHd", 0, 2, 1, 0.125)),
        at(0x00FD, 3, "L", 0), at(0x0205, 4, "BB", 1, 0), record(0x0006, formula), at(0x027E, 6, "L", 0xFFFFFFFC | 2),
    ))  # fmt: skip
    book: Book = book_of(xls(cells, ("约5%",)))
    held = [raw[:2] for raw in book.tables[0].rows[1].values()]
    assert held == [
        ("n", "0.1"), ("n", "1.25"), ("n", "0.125"), ("s", "约5%"), ("b", "1"), ("e", "#DIV/0!"), ("n", "-1.0"),
    ]  # fmt: skip
    assert book.formats[book.tables[0].rows[1][3][2]].code == "0.00%"


def test_hidden_sheets_are_second_witnesses(words: Headings) -> None:
    """A code on a hidden sheet without rows is a witness, not a code cell."""
    content = made([[CODE]], [[CODE.replace("RST", "NYT")]])
    hidden = edited(content, BOOK, 'name="Sheet2"', 'name="Sheet2" state="hidden"')
    found = submission(hidden, words)
    assert [cell.sheet for cell in found.codes] == ["Sheet1"]
    assert found.witnesses == {"hidden sheet": CODE.replace("RST", "NYT")}


def test_parts_without_a_place(sound: bytes, words: Headings) -> None:
    """A workbook without styles, properties or theme is read all the same."""
    parts = {
        name: content
        for name, content in parts_of(sound).items()
        if not name.startswith("docProps")
    }
    found = submission(zipped(parts), words)
    assert (found.saved_at, found.program) == (None, "")
