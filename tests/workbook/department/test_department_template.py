"""The department workbook: the same bytes for the same form, everything open validated, everything else locked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.formatting.formatting import ConditionalFormattingList

from xlreport.messages import languages
from xlreport.model.period import Period
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.plans.plan_template_code import parse_code
from xlreport.workbook.department.department_template import department_workbook, workbook_name
from xlreport.workbook.department.form_layout import layout
from xlreport.workbook.department.form_live_formulas import expressions
from xlreport.workbook.department.form_open_cells import fill_cells
from xlreport.workbook.looks.loading_template_looks import load_looks
from xlreport.workbook.looks.template_looks import Looks
from xlreport.workbook.workbook_row_xml import printable_text

ROOT = Path(__file__).parents[3]
SNAPSHOTS = Path(__file__).parent / "snapshots"
HOSTILE = (
    "=1+1|@SUM(A1)|http://x.example/|{{code}}|<b>&amp;|'quoted'|+7|-7|\ttab|\x0bcontrol|12.5|𬭎"
)


@pytest.fixture(scope="module", params=languages())
def looks(request: pytest.FixtureRequest) -> Looks:
    return load_looks(
        (ROOT / "workbook_templates" / request.param / "department.xlsx").read_bytes()
    )


@pytest.fixture(scope="module")
def chinese() -> Looks:
    return load_looks((ROOT / "workbook_templates" / "zh" / "department.xlsx").read_bytes())


def opened(content: bytes, *, values: bool = False) -> Any:
    return openpyxl.load_workbook(BytesIO(content), data_only=values)


def open_cells(book: Any) -> Iterator[tuple[Any, Any]]:
    """Yield each unlocked cell with its sheet."""
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if not cell.protection.locked:
                    yield sheet, cell


def validation_of(sheet: Any, cell: Any) -> Any:
    return next(
        (rule for rule in sheet.data_validations.dataValidation if cell.coordinate in rule.sqref),
        None,
    )


def test_same_form_same_bytes(small_forms: dict[str, Form], looks: Looks) -> None:
    """Nothing of the clock or of the machine is in a workbook."""
    for form in small_forms.values():
        assert department_workbook(form, looks) == department_workbook(form, looks)


@pytest.mark.parametrize("language", languages())
def test_every_open_cell_says_what_to_enter(small_forms: dict[str, Form], language: str) -> None:
    """An open cell has a validation with a title of at most 32 characters and words of at most 255."""
    looks = load_looks((ROOT / "workbook_templates" / language / "department.xlsx").read_bytes())
    for form in small_forms.values():
        book = opened(department_workbook(replace(form, language=language), looks))
        count = 0
        for sheet, cell in open_cells(book):
            rule = validation_of(sheet, cell)
            assert rule is not None, cell.coordinate
            assert rule.type in {"decimal", "list", "date", "textLength"}
            assert rule.showInputMessage
            assert rule.showErrorMessage
            for words, limit in (
                (rule.promptTitle, 32),
                (rule.prompt, 255),
                (rule.errorTitle, 32),
                (rule.error, 255),
            ):
                assert 0 < len(words.encode("utf-16-le")) // 2 <= limit
            count += 1
        asked_baselines = sum(row.baseline_asked for row in form.indicators)
        assert count == 6 * len(form.indicators) + 6 * len(form.milestones) + asked_baselines + 4


def test_only_open_cells_can_be_changed(small_forms: dict[str, Form], looks: Looks) -> None:
    """Sheets are protected without a password; locked cells cannot be selected, rows and columns can be sized."""
    for sheet in opened(department_workbook(small_forms["RST"], looks)):
        assert sheet.protection.sheet
        assert sheet.protection.password is None
        if sheet.sheet_state == "visible":
            assert sheet.protection.selectLockedCells
            assert not sheet.protection.formatRows
            assert not sheet.protection.formatColumns


def test_prompts_name_unit_and_way_of_counting(
    small_forms: dict[str, Form], chinese: Looks
) -> None:
    """The words beside a figure say which figure, in which unit, with how many decimals."""
    said = {}
    for form in small_forms.values():
        book, places = opened(department_workbook(form, chinese)), layout(form, chinese)
        for row in form.indicators:
            place = places.cell(row.indicator.code, "actual")
            said[row.indicator.code] = validation_of(
                book[place.sheet], book[place.sheet][place.address]
            )
    assert said["ZB001"].promptTitle == "城镇新增就业人数（万人）"
    assert said["ZB001"].prompt == (
        "填1—6月累计数，单位：万人，2位小数。合理范围 0—20。上期 1.08。没有数就填“无数据”，并在备注说明。"
    )
    assert "下降10填10，上升2填-2" in said["ZB006"].prompt
    assert "12.5%就填12.5" in said["ZB002"].prompt
    assert "增长1倍填100" in said["ZB009"].prompt
    assert said["ZB008"].type == "list"
    assert "Ⅰ Ⅱ Ⅲ Ⅳ Ⅴ 劣Ⅴ" in said["ZB008"].prompt
    assert said["ZB003"].prompt.startswith("本期可不填")
    assert (said["ZB001"].type, said["ZB001"].errorStyle) == ("decimal", "warning")
    assert (said["ZB001"].formula1, said["ZB001"].formula2) == ("0", "20")


def test_drop_downs_come_from_defined_names(small_forms: dict[str, Form], looks: Looks) -> None:
    """Lists stand on a small hidden sheet; a list's name leads to its words."""
    form = small_forms["NYT"]
    book = opened(department_workbook(form, looks))
    names = {
        rule.formula1
        for sheet in book
        for rule in sheet.data_validations.dataValidation
        if rule.type == "list"
    }
    assert names == {"xl_states", "xl_sources", "xl_classes_1"}
    for name in names:
        title, cells = next(iter(book.defined_names[name].destinations))
        assert book[title].sheet_state == "hidden"
        assert all(cell.value for row in book[title][cells] for cell in row)


def test_identity_stands_in_every_sheet_and_in_second_witnesses(
    small_forms: dict[str, Form], looks: Looks
) -> None:
    """A visible code on each sheet and a code in each row; property and names agree with them."""
    form = small_forms["RST"]
    book, places = opened(department_workbook(form, looks)), layout(form, looks)
    assert [place.sheet for place in places.codes] == [
        s.title for s in book if s.sheet_state == "visible"
    ]
    assert parse_code(book[places.codes[0].sheet][places.codes[0].address].value) == form.code
    assert book.custom_doc_props["xlreport"].value == str(form.code)
    title, cell = next(iter(book.defined_names["xlreport_code"].destinations))
    assert book[title][cell].value == str(form.code)
    title, cells = next(iter(book.defined_names["xl_indicator_actual"].destinations))
    expected = [places.cell(row.indicator.code, "actual").address for row in form.indicators]
    assert [cell.coordinate for row in book[title][cells] for cell in row] == expected


def test_live_help_carries_its_results(small_forms: dict[str, Form], chinese: Looks) -> None:
    """Formulas have stored results, as programs without a window do not reckon them."""
    form = small_forms["RST"]
    content, places = department_workbook(form, chinese), layout(form, chinese)
    book = opened(content, values=True)
    checks = [
        book["指标填报"][places.cell(row.indicator.code, "check").address].value
        for row in form.indicators
    ]
    assert checks == ["○ 未填", "○ 未填", "可不填", "○ 未填"]
    assert book["指标填报"]["A2"].value == "还有 3 项未填完　·　共 4 项，已完整 0 项，可不填 1 项"
    assert book["填报说明"]["D5"].value == "还有 3 项未填完"
    assert book["填报说明"]["H5"].value == "还有 4 项未填"
    for sheet in book:
        assert all(
            cell.value is not None
            for row in opened(content)[sheet.title]
            for cell in row
            if cell.data_type == "f"
        )


def test_rows_that_are_not_asked_are_grey(small_forms: dict[str, Form], chinese: Looks) -> None:
    """A figure that does not exist yet may stay blank: grey instead of yellow, and open all the same."""
    form = small_forms["RST"]
    book, places = opened(department_workbook(form, chinese)), layout(form, chinese)
    fills = {
        code: book["指标填报"][places.cell(code, "actual").address].fill.fgColor.rgb
        for code in ("ZB001", "ZB003")
    }
    assert fills == {"ZB001": "FFFFF3C9", "ZB003": "FFF7F8FA"}


def test_prints_whole(small_forms: dict[str, Form], looks: Looks) -> None:
    """A4 landscape, one page wide, headings repeated, page numbers, and the signatures inside the print area."""
    book = opened(department_workbook(small_forms["RST"], looks))
    for sheet in book:
        if sheet.sheet_state != "visible":
            continue
        setup = sheet.page_setup
        assert (
            setup.orientation,
            int(setup.paperSize),
            sheet.sheet_properties.pageSetUpPr.fitToPage,
        ) == (
            "landscape",
            9,
            True,
        )
        assert "&P" in str(sheet.oddFooter.center.text) or "&[Page]" in str(
            sheet.oddFooter.center.text
        )
        last = max(cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None)
        assert int(re.findall(r"\d+", sheet.print_area)[-1]) >= last
    for sheet in book.worksheets[1:3]:
        assert sheet.print_title_rows == "$3:$4"
        assert not sheet.merged_cells.ranges


def test_text_of_a_plan_never_becomes_a_formula(
    small_forms: dict[str, Form], chinese: Looks
) -> None:
    """Whatever a name or a note begins with, it is written as text."""
    form = small_forms["RST"]
    for words in HOSTILE.split("|"):
        first = form.indicators[0]
        row = replace(
            first, indicator=first.indicator.model_copy(update={"name": words, "printed": words})
        )
        unit = form.department.model_copy(update={"name": words})
        hostile = replace(
            form, department=unit, indicators=(row, *form.indicators[1:]), note=words, title=words
        )
        content = department_workbook(hostile, chinese)
        place = layout(hostile, chinese).cell("ZB001", "name")
        cell = opened(content)[place.sheet][place.address]
        assert cell.data_type == "s"
        assert cell.hyperlink is None


@settings(max_examples=15, deadline=None)
@given(st.text(min_size=1, max_size=200), st.text(min_size=1, max_size=60), st.text(max_size=300))
def test_any_text_gives_a_sound_workbook(
    small_forms: dict[str, Form], chinese: Looks, name: str, unit: str, note: str
) -> None:
    """Whatever stands in a plan, the workbook opens, and what XML can hold of it is there."""
    form = small_forms["RST"]
    first, *others = form.indicators
    row = replace(first, indicator=first.indicator.model_copy(update={"name": name, "unit": unit}))
    department = form.department.model_copy(update={"name": name})
    odd = replace(
        form, indicators=(row, *others), department=department, note=note, contact=note, title=name
    )
    book = opened(department_workbook(odd, chinese))
    found = book["指标填报"][layout(odd, chinese).cell("ZB001", "name").address].value
    assert (found or "") == printable_text(name)


def test_names_of_departments_do_not_break_the_footer(
    small_forms: dict[str, Form], chinese: Looks
) -> None:
    """An ampersand in a name is printed, not obeyed."""
    form = small_forms["RST"]
    odd = replace(form, department=form.department.model_copy(update={"name": "R&D 厅"}))
    with ZipFile(BytesIO(department_workbook(odd, chinese))) as archive:
        assert "R&amp;&amp;D 厅" in archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("发展改革委", "03_发展改革委_2020年二季度.xlsx"),
        ("a/b\\c:d*e?f", "03_a-b-c-d-e-f_2020年二季度.xlsx"),
        ("CON", "03_CON_2020年二季度.xlsx"),
        ("..", "03_2020年二季度.xlsx"),
        ("局\u202excod", "03_局xcod_2020年二季度.xlsx"),
    ],
)
def test_file_names_are_safe(small_forms: dict[str, Form], name: str, expected: str) -> None:
    """No separators, devices, direction marks or trailing dots, on any system."""
    form = small_forms["RST"]
    odd = replace(form, number=3, department=form.department.model_copy(update={"name": name}))
    assert workbook_name(odd) == expected


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=200))
def test_file_names_are_short(small_forms: dict[str, Form], name: str) -> None:
    """Any name gives a file name that every file system takes."""
    form = small_forms["RST"]
    made = workbook_name(
        replace(form, department=form.department.model_copy(update={"name": name}))
    )
    assert len(made.encode("utf-8")) <= 255
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', made)
    assert made.endswith(".xlsx")


def test_other_periods_word_themselves(small_forms: dict[str, Form], chinese: Looks) -> None:
    """Months, halves and a first period have words of their own for the last one, short enough for the head."""
    form = small_forms["RST"]
    for text, heading in (
        ("2020-Q1", "上年末"), ("2020-H1", "上年末"), ("2020-01", "上年末"),
        ("2020-06", "5月"), ("2020-H2", "上半年"), ("2020", "2019年"),
    ):  # fmt: skip
        period = Period.parse(text)
        book = opened(
            department_workbook(
                replace(form, period=period, code=replace(form.code, period=period)), chinese
            )
        )
        assert book["指标填报"]["I4"].value == f"上期值\n{heading}"
        span = (
            "全年" if period.is_last else "1月" if text == "2020-01" else f"1—{period.end_month}月"
        )
        assert book["指标填报"]["L5"].value == f"万人\n{span}累计"


def test_a_range_with_one_end_is_worded_as_such(
    small_forms: dict[str, Form], chinese: Looks
) -> None:
    """Where only a least value is plausible, neither the check nor the question speaks of a range between two."""
    form = small_forms["RST"]
    rows = tuple(
        replace(
            row,
            minimum=Decimal(0),
            maximum=None,
            indicator=row.indicator.model_copy(update={"value": None}),
        )
        for row in form.indicators
    )
    sheet = opened(department_workbook(replace(form, indicators=rows), chinese))["指标填报"]
    assert "△ 小于0" in sheet["M5"].value
    asked = [rule for rule in sheet.data_validations.dataValidation if "K5" in rule.sqref]
    assert [("之间" in rule.error, "下限0" in rule.error) for rule in asked] == [(False, True)]


def test_text_snapshot(small_forms: dict[str, Form], chinese: Looks, *, update: bool) -> None:
    """One small workbook as text, so that a change of words, formats or rules can be reviewed."""
    form = replace(small_forms["RST"], return_by=date(2020, 7, 10), note="示例数据，均为虚构")
    found = "\n".join(_dump(department_workbook(form, chinese))) + "\n"
    path = SNAPSHOTS / "department-small.txt"
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8"), "review the change, then pytest --update"


def _dump(content: bytes) -> Iterator[str]:
    """Yield `A1 | value | number format | locked | validation` for each cell, then each sheet's coloured rules."""
    values = opened(content, values=True)
    for sheet in opened(content):
        yield f"[{sheet.title}] {sheet.sheet_state}"
        for row in sheet.iter_rows():
            for cell in row:
                rule = validation_of(sheet, cell)
                if cell.value is not None or not cell.protection.locked:
                    shown = values[sheet.title][cell.coordinate].value
                    formula = f" ⇐ {cell.value}" if cell.data_type == "f" else ""
                    parts = (
                        f"{cell.coordinate}", f"{shown!s}{formula}" if shown is not None else "", cell.number_format,
                        "locked" if cell.protection.locked else "open",
                        _said(rule) if rule else "",
                    )  # fmt: skip
                    yield " | ".join(parts).replace("\n", "⏎").rstrip(" |")
        yield from _rules(sheet.conditional_formatting)


def _said(rule: Any) -> str:
    return f"{rule.type} {rule.formula1} {rule.formula2 or ''} 「{rule.promptTitle}」{rule.prompt}"


def _rules(formats: ConditionalFormattingList) -> Iterator[str]:
    for area in formats:
        for rule in area.rules:
            fill = rule.dxf.fill.bgColor.rgb if rule.dxf and rule.dxf.fill else ""
            yield f"rule {area.sqref} | {rule.priority} | {rule.formula[0]} | {fill}"


def test_figures_keep_their_decimals(small_forms: dict[str, Form], chinese: Looks) -> None:
    """A locked figure shows the decimals of its indicator; an open one in % is left to the program."""
    form = small_forms["RST"]
    book, places = opened(department_workbook(form, chinese)), layout(form, chinese)

    def cell(code: str, field: str) -> Any:
        return book["指标填报"][places.cell(code, field).address]

    assert (cell("ZB001", "last").value, cell("ZB001", "last").number_format) == (1.08, "0.00_0")
    assert Decimal(str(cell("ZB001", "due").value)) == Decimal("2.5")
    assert cell("ZB004", "actual").number_format == "0_0"
    assert cell("ZB002", "actual").number_format == "General", (
        "only so do programs keep 12.5% apart from 12.5"
    )


def rows_of_table(content: bytes, part: str = "xl/worksheets/sheet2.xml") -> list[str]:
    with ZipFile(BytesIO(content)) as archive:
        return re.findall(r"<row [^>]*>", archive.read(part).decode())


def test_rows_grow_with_what_is_typed(small_forms: dict[str, Form], looks: Looks) -> None:
    """No height of a table's row is fixed by hand; words that `fill` puts in are read whole."""
    form = small_forms["RST"]
    content, places = department_workbook(form, looks), layout(form, looks)
    first = places.cell("ZB001", "progress")
    below = places.cell("ZB002", "progress")
    table = range(first.row, first.row + len(form.indicators))
    rows = rows_of_table(content)
    assert not [rows[at] for at in table if "customHeight" in rows[at] or "ht=" not in rows[at]]
    assert "customHeight" in rows[0]
    long = "组织专场招聘会，" * 25
    filled = rows_of_table(
        fill_cells(
            content, {(first.sheet, first.address): long, (below.sheet, below.address): "短"}
        )
    )
    height = float(re.findall(r'ht="([\d.]+)"', filled[first.row])[0])
    assert height > 14 * 9 * 1.3  # 15 characters a line of 9 points
    assert filled[below.row] == rows[below.row]


def test_figures_of_several_units_have_no_sum(small_forms: dict[str, Form], chinese: Looks) -> None:
    """Kilometres and per cent do not add up, whatever a restyled template asks for."""
    form = small_forms["RST"]
    places = layout(form, chinese)
    alike = tuple(row for row in form.indicators if row.indicator.code == "ZB001")
    sheet = places.sheets[1]
    assert expressions(form, places, sheet)["total.sum"].formula == '"—"'
    summed = expressions(replace(form, indicators=alike), places, sheet)["total.sum"].formula
    assert summed.startswith("ROUND(SUM(")


def test_what_is_locked_is_darker_than_what_is_not_asked() -> None:
    """The key says light grey and grey; both are lighter than what is to be filled in."""
    book = opened((ROOT / "workbook_templates" / "zh" / "department.xlsx").read_bytes())
    greys = [
        int(cell.fill.fgColor.rgb[2:4], 16)
        for row in book["填报说明"].iter_rows()
        for cell in row
        if "look.optional" in str(cell.value) or (cell.value == "2.35")
    ]
    assert len(greys) == 2
    assert greys[0] > greys[1]


def test_hints_name_the_year_of_the_form(small_forms: dict[str, Form], looks: Looks) -> None:
    """An example of a day is one of the plan's own year."""
    form = replace(small_forms["RST"], period=Period.parse("2027-Q2"))
    book = opened(department_workbook(form, looks))
    said = " ".join(
        str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value
    )
    assert "2027-6-30" in said
    assert "2020-6-30" not in said
