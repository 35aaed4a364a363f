"""A bad workbook of a plan: each fault has its code and its cell, and the copy that goes back is marked there."""

import io
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from xlreport.messages import languages, say
from xlreport.messages.finding_messages import remedy, sentence
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.finding_codes import PLANS
from xlreport.pipeline.plans.loading_plan_books import (
    Imported,
    export_plan,
    import_plan,
    marked_plan_book,
)
from xlreport.workbook.reading.container.container_gate import open_file
from xlreport.workbook.reading.formats.xlsx_format import read_xlsx

HEAD_ROW, FIRST = 4, 5
Book = openpyxl.Workbook
Edit = Callable[[Book], None]


def sheet(book: Book, kind: str) -> Worksheet:
    found = book[say("zh", f"plan_sheet.{kind}")]
    assert isinstance(found, Worksheet)
    return found


def column(page: Worksheet, kind: str, name: str) -> int:
    words = say("zh", f"plan_column.{kind}.{name}")
    return next(cell.column for cell in page[HEAD_ROW] if cell.value == words)


def put(kind: str, name: str, value: Any, row: int = FIRST) -> Edit:
    def edit(book: Book) -> None:
        page = sheet(book, kind)
        page.cell(row, column(page, kind, name)).value = value

    return edit


def put_listed(kind: str, name: str, value: Any) -> Edit:
    def edit(book: Book) -> None:
        page = sheet(book, kind)
        label = say("zh", f"plan_column.{kind}.{name}")
        next(row for row in page.iter_rows(min_row=FIRST) if row[0].value == label)[1].value = value

    return edit


def both(*edits: Edit) -> Edit:
    def edit(book: Book) -> None:
        for one in edits:
            one(book)

    return edit


def drop_column(kind: str, name: str) -> Edit:
    def edit(book: Book) -> None:
        page = sheet(book, kind)
        page.delete_cols(column(page, kind, name))

    return edit


@cache
def exported(text: str) -> bytes:
    return export_plan(Plan.model_validate_json(text))


def edited(plan: Plan, edit: Edit) -> tuple[bytes, Imported]:
    book = openpyxl.load_workbook(io.BytesIO(exported(plan.model_dump_json())))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    content = stream.getvalue()
    return content, import_plan(content, "plan.xlsx", "zh")


def copy_sheet(book: Book) -> None:
    book.copy_worksheet(sheet(book, "left_out")).title = "副本"


REVISED = both(
    put("revision", "code", "ZB001"),
    put("revision", "since", "2020-Q3"),
    put("revision", "document", "文件"),
)
TWO_OF_A_NAME = both(
    put("department", "name", "农业农村厅", 5), put("indicator", "lead", "农业农村厅"),
    put("department", "known_as", None, 5), put("department", "known_as", None, 6),
)  # fmt: skip
#: code, edit, sheet and cell of the finding
CASES: list[tuple[str, Edit, str, str]] = [
    ("plan-book-sheet-missing", lambda book: book.remove(sheet(book, "left_out")), "", ""),
    ("plan-book-sheet-twice", copy_sheet, "副本", ""),
    ("plan-book-sheet-unknown", lambda book: book.create_sheet("会议记录").append(["议定"]), "会议记录", ""),
    ("plan-book-column-missing", drop_column("indicator", "unit"), "指标", ""),
    ("plan-book-column-missing", drop_column("department", "code"), "责任单位", ""),
    ("plan-book-column-gone", drop_column("milestone", "county"), "重点任务", ""),
    ("plan-book-column-unknown", lambda book: [sheet(book, "left_out").cell(r, 9, "是") for r in (4, 6)].clear(),
     "未采用", "I4"),
    ("plan-book-blank", put("indicator", "name", None), "指标", "D5"),
    ("plan-book-blank", put_listed("plan", "title", None), "计划概况", "B6"),
    ("plan-book-choice", put("indicator", "comparator", "差不多"), "指标", "V5"),
    ("plan-book-choice", put("indicator", "asked", "三季度、深秋"), "指标", "AA5"),
    ("plan-book-since", both(REVISED, put("revision", "since", "下半年以后")), "年中调整", "D5"),
    ("plan-book-two-departments", TWO_OF_A_NAME, "指标", "K5"),
    ("plan-book-code-given", put("indicator", "code", None, 7), "指标", "B7"),
    ("plan-book-value", put("indicator", "value", None), "指标", "F5"),
    ("plan-book-value", put("indicator", "reference", "另行核定"), "指标", "F5"),
    ("plan-book-baseline", put("indicator", "baseline_asked", "是"), "指标", "H5"),
    ("plan-book-baseline", put("indicator", "baseline_value", None), "指标", "H5"),
    ("plan-book-steps", put("milestone", "step_2", None), "重点任务", "M5"),
    ("plan-book-steps-missing", both(*(put("milestone", f"step_{n}", None) for n in range(1, 5))), "重点任务", "L5"),
    ("plan-book-parent", put("indicator", "parent", "BIG-2020:ZB001"), "指标", "AQ5"),
    ("plan-book-points", put("profile", "point_2", None), "进度表", "C5"),
    ("plan-book-profile-twice", both(put("profile", "name", "harvest", 6), put("profile", "point_1", 100, 6)),
     "进度表", "A5"),
    ("plan-book-revision", REVISED, "年中调整", "F5"),
    ("plan-book-field", put("indicator", "code", "第一项"), "指标", "B5"),
    ("plan-book-field", put("indicator", "figure", "字" * 41), "指标", "S5"),
    ("plan-book-field", put("milestone", "step_3", "字" * 201), "重点任务", "N5"),
    ("plan-book-field", put_listed("plan", "return_days", 0), "计划概况", "B14"),
    ("plan-book-field", put("profile", "name", "Harvest"), "进度表", "A5"),
    ("plan-book-opinion", put("indicator", "opinion", "建议调低"), "指标", "R5"),
    ("plan-book-due-ignored", put("indicator", "quarter_2", 3), "指标", "O5"),
    ("plan-code-twice", put("indicator", "code", "RW001"), "指标", "B5"),
    ("plan-department-twice", put("department", "code", "NYT"), "责任单位", "B5"),
    ("plan-department-unknown", put("milestone", "lead", "人设厅"), "重点任务", "I5"),
    ("plan-department-unknown", put("indicator", "cooperating", "统计局、XXX"), "指标", "L5"),
    ("plan-comparator", put("indicator", "comparator", "不超过"), "指标", "V5"),
    ("plan-profile-unknown", put("indicator", "profile", "season"), "指标", "Z5"),
    ("plan-profile-list", put("profile", "point_4", 90), "进度表", "E5"),
    ("plan-revision-unknown", both(REVISED, put("revision", "code", "ZB999"), put("revision", "value", 6)),
     "年中调整", "B5"),
    ("plan-revision-other-year", both(REVISED, put("revision", "since", "2021-Q1"), put("revision", "value", 6)),
     "年中调整", "D5"),
    ("plan-revision-unfit", both(REVISED, put("revision", "value", "5.001")), "年中调整", "F5"),
    ("not-a-number", put("indicator", "value", "若干"), "指标", "F5"),
    ("not-a-date", put("indicator", "due", "到时候"), "指标", "M5"),
    ("ambiguous-number", put("indicator", "maximum", "1,2"), "指标", "AI5"),
    ("read-as", put("indicator", "value", "５．２万人"), "指标", "F5"),
    ("error-value", put("indicator", "minimum", "#DIV/0!"), "指标", "AH5"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "edit", "where", "cell"), CASES)
def test_each_fault_is_named_in_its_cell(
    code: str, edit: Edit, where: str, cell: str, small_plan: Plan
) -> None:
    """A fault has its code, its cell, and words in both languages; an error keeps the plan from being written."""
    content, imported = edited(small_plan, edit)
    found = [one for one in imported.findings if one.code == code]
    places = [(one.sheet, one.cell) for one in found]
    assert (where, cell) in places, [(one.code, one.sheet, one.cell) for one in imported.findings]
    for language in languages():
        assert sentence(language, found[0])
        assert remedy(language, found[0])
    if found[0].severity == "error":
        assert imported.plan is None
        assert_marked(content, imported, found[places.index((where, cell))])


def assert_marked(content: bytes, imported: Imported, fault: Finding) -> None:
    """The copy has the list in front and a comment in the cell; what was in the sheets is still there."""
    copy = marked_plan_book(content, imported)
    assert copy is not None
    book = openpyxl.load_workbook(io.BytesIO(copy))
    assert book.sheetnames[0] == say("zh", "annotate.sheet")
    if fault.cell:
        comment = book[fault.sheet][fault.cell].comment
        assert comment is not None
        assert sentence("zh", fault) in comment.text
    package, before = open_file(copy).package, open_file(content).package
    assert package is not None
    assert before is not None
    assert read_xlsx(package).tables[1:] == read_xlsx(before).tables


def test_every_code_of_the_workbook_has_its_case() -> None:
    """No finding code of the plan's workbook goes without a case (its format has its own test)."""
    shown = {code for code, *_ in CASES}
    assert {code for code in PLANS if code.startswith("plan-book-")} == {
        c for c in shown if c.startswith("plan-book-")
    } | {"plan-book-format"}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-file"),
        (b"%PDF-1.4", "is-pdf"),
        (b"a,b\n1,2\n", "is-csv"),
        (b"PK\x03\x04", "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_in_words(content: bytes, code: str) -> None:
    """A file that cannot be read costs one finding and never an exception."""
    imported = import_plan(content, "plan.xlsx", "zh")
    assert imported.plan is None
    assert [one.code for one in imported.findings] == [code]
    assert marked_plan_book(content, imported) is None


def test_a_marked_copy_that_is_mended_is_read(small_plan: Plan) -> None:
    """The list in front and the marks are no part of the plan: mend the cell, and it comes in."""
    content, imported = edited(small_plan, put("indicator", "comparator", "差不多"))
    copy = marked_plan_book(content, imported)
    assert copy is not None
    book = openpyxl.load_workbook(io.BytesIO(copy))
    put("indicator", "comparator", "不低于")(book)
    stream = io.BytesIO()
    book.save(stream)
    assert import_plan(stream.getvalue(), "plan.xlsx", "zh").plan == small_plan


def test_all_faults_are_told_at_once(small_plan: Plan) -> None:
    """A fault in one line does not hide those of the others."""
    edits = both(
        put("indicator", "comparator", "差不多", 5),
        put("indicator", "comparator", "不超过", 7),
        put("indicator", "lead", "某厅", 8),
        put("milestone", "code", "RW002", 5),
    )
    _, imported = edited(small_plan, edits)
    errors = {(one.code, one.cell) for one in imported.findings if one.severity == "error"}
    assert errors == {
        ("plan-book-choice", "V5"), ("plan-comparator", "V7"), ("plan-department-unknown", "K8"),
        ("plan-code-twice", "B5"), ("plan-code-twice", "B6"),
    }  # fmt: skip
    told = next(one for one in imported.findings if one.code == "plan-comparator")
    assert sentence("zh", told) == "比较方式 不超过 与方向 越多越好 不合。"


def test_words_of_either_language_and_of_the_plan_file_are_understood(small_plan: Plan) -> None:
    """不低于, at least and ge are the same; so are two names of one department."""
    edits = both(
        put("indicator", "comparator", "at least"),
        put("indicator", "profile", "linear"),
        put("indicator", "lead", "人社厅"),
        put("indicator", "cooperating", "NYT，统计局"),
        put("milestone", "due", "2020年6月30日", 7),
    )
    _, imported = edited(small_plan, edits)
    assert imported.plan is not None
    first = imported.plan.indicator[0]
    assert first.model_copy(update={"cooperating": ()}) == small_plan.indicator[0]
    assert first.cooperating == ("NYT", "TJJ")
    assert imported.plan.milestone == small_plan.milestone


def test_a_renamed_department_keeps_its_rows(small_plan: Plan) -> None:
    """The other sheets may go on with the name that it had when the workbook was written."""
    _, imported = edited(small_plan, put("department", "name", "人力资源和社会保障局"))
    assert imported.plan is not None
    assert imported.plan.department[0].name == "人力资源和社会保障局"
    assert imported.plan.indicator == small_plan.indicator


def test_a_row_without_a_code_gets_the_next_one(small_plan: Plan) -> None:
    """A code that nobody has is made, and a note says which."""
    _, imported = edited(small_plan, put("indicator", "code", None, 14))
    assert imported.plan is not None
    assert imported.plan.indicator[9].code == "ZB010"
    _, imported = edited(small_plan, put("indicator", "code", None, 5))
    assert imported.plan is not None
    assert imported.plan.indicator[0].code == "ZB011"
    assert imported.plan.indicator[0].value == Decimal(5)
