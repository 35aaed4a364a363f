"""What departments do to a workbook before they send it: each case is read right, or what is wrong is named."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spoiling import BOOK, SHEET, edited
from tests.pipeline.round.test_small_round import workbook
from xlreport.checks.returns.return_checks import check
from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_template_code import TemplateCode
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

FIGURES, TASKS = "指标填报", "重点任务"
Change = Callable[[Any], object]


@dataclass(frozen=True)
class Came:
    """A return as it is read: its open cells, and the codes of all that is said about it."""

    values: Mapping[tuple[str, str], object]
    codes: tuple[str, ...]
    findings: tuple[Finding, ...]


def came(content: bytes, plan: Plan, words: Headings, name: str = "人社厅.xlsx") -> Came:
    submission = read(content, name, words)
    assert isinstance(submission, Submission), submission
    who = identify(submission, [plan])
    if isinstance(who, Identity):
        form = form_for(plan, who.department, who.period)
        found = (*who.findings, *check(submission, form))
    else:
        found = who
    fields = ("actual", "progress", "source", "remark", "state", "expected")
    values = {
        (e.code, f): e.cells[f].raw for e in submission.entries for f in fields if f in e.cells
    }
    return Came(values, tuple(sorted({one.code for one in found})), found)


def changed(content: bytes, change: Change) -> bytes:
    """Return a workbook as somebody saved it after a change, by openpyxl."""
    book = openpyxl.load_workbook(BytesIO(content))
    change(book)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def column_of(sheet: Any, heading: str) -> int:
    return next(
        int(c.column)
        for row in sheet.iter_rows(max_row=8)
        for c in row
        if str(c.value or "").startswith(heading)
    )


def row_of(sheet: Any, code: str) -> int:
    return next(int(c.row) for row in sheet.iter_rows() for c in row if c.value == code)


def cell_of(book: Any, code: str, heading: str) -> Any:
    sheet = book[TASKS if code.startswith("RW") else FIGURES]
    return sheet.cell(row_of(sheet, code), column_of(sheet, heading))


def swap_columns(sheet: Any, one: int, other: int) -> None:
    for row in range(1, sheet.max_row + 1):
        first, second = sheet.cell(row, one), sheet.cell(row, other)
        if type(first).__name__ == type(second).__name__ == "Cell":
            first.value, second.value = second.value, first.value
            first.number_format, second.number_format = second.number_format, first.number_format


def reorder(book: Any) -> None:
    sheet = book[FIGURES]
    swap_columns(sheet, column_of(sheet, "本期值"), column_of(sheet, "备注"))
    swap_columns(sheet, column_of(sheet, "代码"), column_of(sheet, "进展情况"))


def turn_round(book: Any) -> None:
    """Sort the rows the other way round."""
    sheet = book[FIGURES]
    rows = [row_of(sheet, code) for code in ("ZB001", "ZB002", "ZB003", "ZB004")]
    for first, second in ((rows[0], rows[3]), (rows[1], rows[2])):
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value
            one.number_format, other.number_format = other.number_format, one.number_format


def hide(book: Any) -> None:
    sheet = book[FIGURES]
    sheet.row_dimensions[row_of(sheet, "ZB002")].hidden = True
    for heading in ("本期值", "代码"):
        sheet.column_dimensions[get_column_letter(column_of(sheet, heading))].hidden = True
    sheet.auto_filter.ref = f"A4:S{sheet.max_row}"
    sheet.auto_filter.add_filter_column(0, ["1"])
    book[TASKS].sheet_state = "hidden"


def rename(book: Any) -> None:
    book[FIGURES].title, book[TASKS].title = "Sheet1", "附表2（改）"
    extra = book.create_sheet("各处室底数", 0)
    extra.append(["指标名称", "数值"])
    extra.append(["城镇新增就业人数", 99])


def copy_of(book: Any) -> Any:
    return book.copy_worksheet(book[FIGURES])


def copy_and_change(book: Any) -> None:
    sheet = copy_of(book)
    sheet.cell(row_of(sheet, "ZB001"), column_of(sheet, "本期值")).value = 2.7


def below(book: Any, code: str | None, words: str = "新增就业（另报）") -> None:
    """Add a row below the last one."""
    sheet = book[FIGURES]
    at = row_of(sheet, "ZB004") + 1
    sheet.insert_rows(at)
    for heading, value in (("代码", code), ("指标名称", words), ("本期值", 1.5)):
        sheet.cell(at, column_of(sheet, heading)).value = value


def insert_column(book: Any) -> None:
    sheet = book[FIGURES]
    at = column_of(sheet, "本期值")
    for row in sheet.iter_rows(min_row=4):
        for cell in reversed(row[at - 1 :]):
            target = sheet.cell(cell.row, cell.column + 1)
            target.value, target.number_format = cell.value, cell.number_format
            cell.value = None
    sheet.cell(4, at).value = "上年同期（本单位加）"


def merge(book: Any, code: str, heading: str, rows: int) -> None:
    sheet = book[TASKS if code.startswith("RW") else FIGURES]
    row, column = row_of(sheet, code), column_of(sheet, heading)
    sheet.merge_cells(start_row=row, end_row=row + rows - 1, start_column=column, end_column=column)


def drop_column(book: Any, heading: str) -> None:
    sheet = book[FIGURES]
    sheet.delete_cols(column_of(sheet, heading))


def put(code: str, heading: str, value: object) -> Change:
    return lambda book: setattr(cell_of(book, code, heading), "value", value)


def only(title: str) -> Change:
    def keep(book: Any) -> None:
        for name in [name for name in book.sheetnames if name != title]:
            del book[name]
        book.defined_names.clear()

    return keep


def recode(sheet: str, text: str) -> Change:
    def change(book: Any) -> None:
        cell = next(
            c for row in book[sheet].iter_rows(max_row=4) for c in row if "·" in str(c.value or "")
        )
        cell.value = text.format(cell.value)

    return change


def put_title(book: Any) -> None:
    book[FIGURES].insert_rows(1, 3)
    book[FIGURES]["A1"] = "内部资料 注意保管"


def unprotect(book: Any) -> None:
    for sheet in book:
        sheet.protection.disable()
        sheet.data_validations.dataValidation.clear()
        sheet.conditional_formatting = type(sheet.conditional_formatting)()


SAME: Mapping[str, tuple[Change, tuple[str, ...]]] = {
    "saved again": (lambda _: None, ()),
    "title rows inserted": (put_title, ()),
    "columns reordered": (reorder, ()),
    "rows sorted": (turn_round, ()),
    "columns and rows hidden, filtered, a sheet hidden": (hide, ()),
    "sheets renamed and added": (rename, ()),
    "sheets in another order": (lambda b: b.move_sheet(TASKS, -2), ()),
    "a copy of the sheet": (copy_of, ("sheet-copied",)),
    "a column inserted": (insert_column, ()),
    "a row added with another code": (lambda b: below(b, "ZB999"), ("row-unknown",)),
    "a row added without a code": (lambda b: below(b, None), ("row-without-code",)),
    "headings with blanks and line breaks": (
        lambda b: setattr(b[FIGURES].cell(4, column_of(b[FIGURES], "本期值")), "value", "本 期\n值 *"), (),
    ),
    "a remark over two rows": (lambda b: merge(b, "ZB001", "备注", 2), ()),
    "the code with its label": (recode(FIGURES, "模板编号：{}"), ()),
    "the code in full-width letters": (
        recode(TASKS, "ＳＭＡＬＬ-2020・2020Q2・RST・v1・" + "A0"), (),
    ),
    "without protection and rules": (unprotect, ()),
    "a picture of numbers beside the table": (lambda b: b[FIGURES].cell(2, 40, "12.5"), ()),
}  # fmt: skip


@pytest.mark.parametrize("case", SAME)
def test_every_value_counts_as_before(small_plan: Plan, words: Headings, case: str) -> None:
    """However the workbook was rearranged, each figure belongs to its row and field, and nothing else is said."""
    sound = workbook(small_plan, "RST")
    change, said = SAME[case]
    before, after = came(sound, small_plan, words), came(changed(sound, change), small_plan, words)
    assert before.codes == ()
    assert {key: after.values[key] for key in before.values} == before.values
    assert after.codes == said


def no_codes(book: Any) -> None:
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if "·" in str(cell.value or "") and "2020Q2" in str(cell.value):
                    cell.value = None
    book.defined_names.clear()


def code(department: str, period: str) -> str:
    return str(TemplateCode("SMALL-2020", Period.parse(period), department, 1))


NAMED: Mapping[str, tuple[Change, str, str, str]] = {
    "a copy that differs": (copy_and_change, "copies-differ", "ZB001", "actual"),
    "a row deleted": (lambda b: b[FIGURES].delete_rows(row_of(b[FIGURES], "ZB002")), "row-missing", "ZB002", ""),
    "a row twice, different": (lambda b: below(b, "ZB001"), "row-twice", "ZB001", ""),
    "a code overtyped": (put("ZB001", "代码", "ZB01"), "row-missing", "ZB001", ""),
    "a target changed": (put("ZB001", "年度目标", "3万人以上"), "target-changed", "ZB001", "printed"),
    "a name changed": (put("ZB004", "指标名称", "零就业户数"), "target-changed", "ZB004", "name"),
    "figures of two rows merged": (lambda b: merge(b, "ZB001", "本期值", 2), "merged-cells", "ZB002", "actual"),
    "the column of figures deleted": (lambda b: drop_column(b, "本期值"), "column-missing", "", "actual"),
    "the column of remarks deleted": (lambda b: drop_column(b, "备注"), "column-gone", "", "remark"),
    "a boolean": (put("ZB001", "本期值", value=True), "not-a-number", "ZB001", "actual"),
    "text where a number belongs": (put("ZB001", "本期值", "见附件"), "not-a-number", "ZB001", "actual"),
    "a date where a number belongs": (put("ZB001", "本期值", date(2020, 6, 30)), "not-a-number", "ZB001", "actual"),
    "a formula without a result": (put("ZB001", "本期值", "=1+1"), "no-result", "ZB001", "actual"),
    "only one sheet came": (only(FIGURES), "row-missing", "RW001", ""),
    "the code of another department on one sheet": (recode(TASKS, code("NYT", "2020-Q2")), "identities-mixed", "", ""),
    "the code of another period on one sheet": (recode(FIGURES, code("RST", "2020-Q3")), "identities-mixed", "", ""),
    "a slip in the code": (recode(FIGURES, "SMALL-2020·2020Q2·RTS·v1·A0"), "identity-damaged", "", ""),
    "rows of another department": (lambda b: below(b, "ZB006"), "rows-of-other", "ZB006", ""),
    "no code at all": (no_codes, "identity-missing", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("case", NAMED)
def test_what_is_wrong_is_named(small_plan: Plan, words: Headings, case: str) -> None:
    """What does not come back, or comes back as something else, is named at its row and field."""
    change, code, indicator, column = NAMED[case]
    after = came(changed(workbook(small_plan, "RST"), change), small_plan, words)
    places = {(one.code, one.indicator, one.column) for one in after.findings}
    assert (code, indicator, column) in places, places


def cell_xml(content: bytes, code: str, inner: str) -> bytes:
    """Return the workbook with another cell for a row's figure, as XML."""
    text = parts_of(content)[SHEET].decode()
    place = re.search(r'<c r="K(\d+)"( s="\d+")?><v>2\.6</v></c>', text)
    assert place
    assert code == "ZB001"
    return edited(content, SHEET, place[0], f'<c r="K{place[1]}"{place[2] or ""}{inner}')


@pytest.mark.parametrize(
    ("inner", "said", "value"),
    [
        ("><f>1.3*2</f><v>2.6</v></c>", "formula", "2.6"),
        ('><f t="shared" ref="K5" si="0">1.3*2</f><v>2.6</v></c>', "formula", "2.6"),
        ("><f>1.3*2</f></c>", "no-result", "None"),
        ("><f>1.3*2</f><v></v></c>", "no-result", "None"),
        ("><f>[1]Sheet1!A1</f><v>2.6</v></c>", "formula-elsewhere", "2.6"),
        ("><f>'D:\\a\\[b.xlsx]Sheet1'!A1</f><v>2.6</v></c>", "formula-elsewhere", "2.6"),
        ('><f>_xlfn.WEBSERVICE("https://x.example")</f><v>2.6</v></c>', "formula-elsewhere", "2.6"),
        ('><f>RTD("x",,"y")</f><v>2.6</v></c>', "formula-elsewhere", "2.6"),
        ('><f>DDE("soffice","a.ods","b")</f><v>2.6</v></c>', "formula-elsewhere", "2.6"),
        ("><f>['https://x.example/a.xlsx'#$S.A1]</f><v>2.6</v></c>", "formula-elsewhere", "2.6"),
        ('><f>IF(A1="a#b",1.3,2.6)</f><v>2.6</v></c>', "formula", "2.6"),
        (' t="e"><f>1/0</f><v>#DIV/0!</v></c>', "error-value", "#DIV/0!"),
        (' t="e"><v>#N/A</v></c>', "error-value", "#N/A"),
        (' t="b"><v>1</v></c>', "not-a-number", "True"),
        (' t="str"><v>２．６万人</v></c>', "read-as", "２．６万人"),
        (' t="inlineStr"><is><r><t>2.</t></r><r><t>6万</t></r></is></c>', "scale-twice", "2.6万"),
    ],
)
def test_a_stored_value_counts_by_what_it_is(
    small_plan: Plan, words: Headings, inner: str, said: str, value: str
) -> None:
    """Formulas count by their stored result, with a note; without one, or from elsewhere, they are asked about."""
    after = came(cell_xml(workbook(small_plan, "RST"), "ZB001", inner), small_plan, words)
    assert said in after.codes
    assert str(after.values["ZB001", "actual"]) == value
    accepted = said in {"formula", "read-as"}
    assert accepted == all(one.severity.value != "error" for one in after.findings)


def test_a_wrong_dimension_hides_nothing(small_plan: Plan, words: Headings) -> None:
    """WPS writes dimensions that leave rows out; nobody believes them."""
    sound = workbook(small_plan, "RST")
    text = parts_of(sound)[SHEET].decode()
    dimension = re.search(r"<dimension [^>]*/>", text)
    assert dimension
    wrong = edited(sound, SHEET, dimension[0], '<dimension ref="A1:A1"/>')
    assert came(wrong, small_plan, words) == came(sound, small_plan, words)


def test_days_count_from_the_epoch_of_the_workbook(small_plan: Plan, words: Headings) -> None:
    """The same day is another number where days count from 1904."""
    sound = workbook(small_plan, "RST")
    text = parts_of(sound)["xl/worksheets/sheet3.xml"].decode()
    days = re.findall(r"<v>(43\d{3}|44\d{3})</v>", text)
    assert days
    for day in set(days):
        text = text.replace(f"<v>{day}</v>", f"<v>{int(day) - 1462}</v>")
    parts = parts_of(sound) | {"xl/worksheets/sheet3.xml": text.encode()}
    epoch = edited(zipped(parts), BOOK, "<workbookPr ", '<workbookPr date1904="1" ')
    first, second = came(sound, small_plan, words), came(epoch, small_plan, words)
    assert {k: v for k, v in second.values.items() if k[1] == "expected"} == {
        k: v for k, v in first.values.items() if k[1] == "expected"
    }


def test_second_witnesses_only_warn(small_plan: Plan, words: Headings) -> None:
    """A property of another department's workbook is a warning; no property at all is nothing."""
    sound = workbook(small_plan, "RST")
    custom = parts_of(sound)["docProps/custom.xml"].decode()
    code = re.search(r"SMALL-2020·2020Q2·RST·v1·\w\w", custom)
    assert code
    nyt = workbook(small_plan, "NYT")
    other = re.search(
        r"SMALL-2020·2020Q2·NYT·v1·\w\w", parts_of(nyt)["docProps/custom.xml"].decode()
    )
    assert other
    swapped = edited(sound, "docProps/custom.xml", code[0], other[0])
    assert came(swapped, small_plan, words).codes == ("witness-differs",)
    none = zipped({name: part for name, part in parts_of(sound).items() if "docProps" not in name})
    assert came(none, small_plan, words).codes == ()
    assert came(sound, small_plan, words, "农业农村厅二季度.xlsx").codes == ("file-name-differs",)
