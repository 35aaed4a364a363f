"""What goes back is the sender's own workbook: marked, explained, and byte for byte the same besides."""

import os
import re
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from xlsxwriter import Workbook

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spoiling import BOOK, BOOK_RELS, SHEET, STYLES, TYPES, edited
from tests.hostile.test_corpus import values
from tests.sizes import examples
from xlreport.messages import languages
from xlreport.model.returns.finding import Finding, finding
from xlreport.model.returns.finding_codes import Severity
from xlreport.model.returns.submission import Submission
from xlreport.workbook.annotating.annotate_workbook import annotate, findings_list
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

MAY_CHANGE = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml|xl/worksheets/sheetCheck1\.xml"
    r"|xl/worksheets/(_rels/)?sheet\d\.xml(\.rels)?|xl/comments\d\.xml|xl/drawings/vmlDrawing\d\.vml"
)


def submission(content: bytes, words: Headings) -> Submission:
    outcome = read(content, "a.xlsx", words)
    assert isinstance(outcome, Submission), outcome
    return outcome


def faults(found: Submission) -> tuple[Finding, ...]:
    """An error and a warning in the first row, a run of blanks below, and one without a place."""
    first, *others = [entry for entry in found.entries if entry.kind == "indicator"]
    cell, beside = first.cells["actual"], first.cells["progress"]
    wrong = finding(
        "formula-elsewhere",
        sheet=cell.sheet,
        cell=cell.address,
        indicator=first.code,
        serial=1,
        name="某指标",
    )
    blanks = [
        finding("blank", sheet=entry.sheet, cell=entry.cells["problems"].address, indicator=entry.code, name=entry.code,
                serial=n, column="problems", field="存在问题")
        for n, entry in enumerate(others, 2)
    ]  # fmt: skip
    return (
        replace(wrong, value=cell.as_typed),
        replace(wrong, cell=beside.address, severity=Severity.WARNING),
        *blanks,
        finding("has-macros", file="a.xlsx"),
    )


def annotated(content: bytes, words: Headings, language: str = "zh") -> tuple[bytes, Submission]:
    found = submission(content, words)
    copy = annotate(content, found, faults(found), language)
    assert copy is not None
    return copy, found


def book(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("language", languages())
def test_cells_are_marked_and_explained(sound: bytes, words: Headings, language: str) -> None:
    """Each faulty cell has a comment and a conditional format before all others; the list stands in front."""
    copy, found = annotated(sound, words, language)
    opened = book(copy)
    sheet = opened[found.entries[0].sheet]
    place = found.entries[0].cells["actual"].address
    assert place in sheet[place].comment.text
    rules = {str(block.sqref): block.rules for block in sheet.conditional_formatting}
    first = next(
        rule
        for cells, own in rules.items()
        if cells == place
        for rule in own
        if "xlreport" in rule.formula[0]
    )
    assert first.priority == 1
    assert first.dxf.fill.bgColor.rgb == "FFFBDDD9"
    lines = [[cell.value for cell in row] for row in opened.worksheets[0].iter_rows(min_row=5)]
    assert len(lines) == 4
    assert opened.worksheets[0]["C5"].hyperlink.location == f"'{sheet.title}'!{place}"


def test_the_copy_reads_back(sound: bytes, words: Headings) -> None:
    """Marks, comments and the list are no data: the copy reads as the sender's workbook."""
    copy, found = annotated(sound, words)
    assert replace(submission(copy, words), sha256=found.sha256) == found


def test_other_parts_are_the_same_bytes(sound: bytes, words: Headings) -> None:
    """Only touched sheets, styles, comments, and the parts that hold the workbook together differ."""
    copy, _ = annotated(sound, words)
    before, after = parts_of(sound), parts_of(copy)
    changed = {name for name in after if before.get(name) != after[name]}
    assert [name for name in changed if not MAY_CHANGE.fullmatch(name)] == []
    assert before.keys() <= after.keys()
    assert "xl/worksheets/sheet4.xml" not in changed


def test_formulas_keep_their_results(sound: bytes, words: Headings) -> None:
    """Nothing of the sheet data is touched."""
    copy, _ = annotated(sound, words)
    data = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
    assert data.findall(parts_of(sound)[SHEET]) == data.findall(parts_of(copy)[SHEET])


def test_annotated_again(sound: bytes, words: Headings) -> None:
    """Old marks, comments and the list go before new ones come; the workbook does not grow sheets."""
    once, found = annotated(sound, words)
    again = annotate(once, submission(once, words), faults(found)[:1], "en")
    assert again is not None
    opened = book(again)
    sheet = opened[found.entries[0].sheet]
    assert opened.sheetnames == book(once).sheetnames
    comments = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert comments == [found.entries[0].cells["actual"].address]
    formulas = [
        rule.formula[0]
        for block in sheet.conditional_formatting
        for rule in block.rules
        if rule.formula
    ]
    assert sum("xlreport" in formula for formula in formulas) == 1
    assert values(submission(again, words)) == values(found)


def test_neighbours_are_one_line(sound: bytes, words: Headings) -> None:
    """The same fault in neighbouring cells is one line with a range."""
    copy, found = annotated(sound, words)
    rows = [entry.row for entry in found.entries if entry.kind == "indicator"][1:]
    column = found.entries[1].cells["problems"].address.rstrip("0123456789")
    places = [row[2].value for row in book(copy).worksheets[0].iter_rows(min_row=5)]
    assert f"{found.entries[1].sheet} {column}{rows[0]}:{column}{rows[-1]}" in places


def test_comments_of_others_stay(sound: bytes, words: Headings) -> None:
    """A comment that somebody wrote stays, on another cell and on a faulty one, and is alone again afterwards."""
    found = submission(sound, words)
    place = found.entries[0].cells["actual"].address
    opened = book(sound)
    sheet = opened[found.entries[0].sheet]
    for cell in (place, "A1"):
        sheet[cell].comment = Comment("请张三核对", "李四")
    stream = BytesIO()
    opened.save(stream)
    commented = stream.getvalue()
    copy, first = annotated(commented, words)
    marked = book(copy)[sheet.title]
    assert marked["A1"].comment.text == "请张三核对"
    assert marked[place].comment.text.startswith("请张三核对\n【校验】")
    second = annotate(copy, submission(copy, words), (), "zh")
    assert second is not None
    plain = book(second)[sheet.title]
    assert {cell: plain[cell].comment.text for cell in ("A1", place)} == dict.fromkeys(
        ("A1", place), "请张三核对"
    )
    assert values(first) == values(submission(second, words))


def test_prefixed_and_strict_parts(sound: bytes, words: Headings) -> None:
    """A workbook whose parts are written with prefixes, or in the strict kind, is marked alike."""
    text = parts_of(sound)[SHEET].decode()
    body = text[text.index("<worksheet") :]
    prefixed = (
        body.replace("</", "\x00")
        .replace("<", "<m:")
        .replace("\x00", "</m:")
        .replace("xmlns=", "xmlns:m=")
    )
    odd = zipped(parts_of(sound) | {SHEET: prefixed.encode()})
    copy, found = annotated(odd, words)
    assert "m:conditionalFormatting" in parts_of(copy)[SHEET].decode()
    assert values(submission(copy, words)) == values(found)


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000"
    "000049454e44ae426082"
)


def rich() -> bytes:
    """A return into which a department has put all that a workbook can hold without being active."""
    stream = BytesIO()
    made = Workbook(stream, {"in_memory": True})
    sheet = made.add_worksheet("指标")
    for column, head in enumerate(
        ("代码", "指标名称", "年度目标", "本期值 ＊", "进展情况＊", "存在问题", "备注")
    ):
        sheet.write_string(0, column, head)
    for row in range(1, 6):
        for column, text in enumerate((f"ZB{row:03}", "某指标", "5万人", None, "正常", "", "")):
            if text is not None:
                sheet.write_string(row, column, text)
        sheet.write_number(row, 3, row)
    sheet.write_formula("J2", "=SUM(D2:D6)", None, 15)
    sheet.write_rich_string("J3", "甲", made.add_format({"bold": True}), "乙", "丙")
    sheet.write_comment("D3", "请张三核对", {"author": "李四"})
    sheet.write_url("J4", "https://x.example/")
    sheet.insert_image("L2", "a.png", {"image_data": BytesIO(PICTURE)})
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=指标!$D$2:$D$6"})
    sheet.insert_chart("L8", chart)
    sheet.insert_textbox("L30", "说明")
    sheet.add_sparkline("K2", {"range": "指标!D2:D6"})
    sheet.conditional_format("D2:D6", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("E2:E6", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.data_validation("G2:G6", {"validate": "list", "source": ["甲", "乙"]})
    sheet.set_header(
        "&C&[Picture]", {"image_center": "a.png", "image_data_center": BytesIO(PICTURE)}
    )
    sheet.autofilter("A1:G6")
    other = made.add_worksheet("别的")
    other.add_table("A1:B3")
    other.write_comment("A5", "别动")
    made.define_name("指标!本表", "=指标!$A$1:$G$6")
    made.close()
    more = {
        "xl/cellimages.xml": b"<x/>",
        "customXml/item1.xml": b"<x/>",
        "xl/persons/person.xml": b"<x/>",
    }
    return zipped(parts_of(stream.getvalue()) | more)


def test_all_that_a_department_put_in_stays(words: Headings) -> None:
    """Pictures, charts, sparklines, filters, names, rules and comments of others are there as they were."""
    content = rich()
    copy, _ = annotated(content, words)
    before, after = parts_of(content), parts_of(copy)
    changed = {name for name, part in before.items() if after[name] != part}
    assert changed == {
        TYPES, BOOK, BOOK_RELS, STYLES, "xl/worksheets/sheet1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
    }  # fmt: skip
    ours = rb"<conditionalFormatting [^>]*><cfRule [^>]*><formula>AND\(N\(\"xlreport\"\).*?</conditionalFormatting>"
    bare = re.sub(ours, b"", after["xl/worksheets/sheet1.xml"])
    level = re.compile(rb' priority="\d+"| tabSelected="\d"')
    assert level.sub(b"", bare) == level.sub(b"", before["xl/worksheets/sheet1.xml"])
    assert "请张三核对".encode() in after["xl/comments1.xml"]
    assert b'localSheetId="1"' in after[BOOK]


def test_what_cannot_be_sent_back(sound: bytes, words: Headings) -> None:
    """Macros, links, other formats, and bytes that are not those that were read give no copy but a list."""
    found = submission(sound, words)
    active = zipped(parts_of(sound) | {"xl/vbaProject.bin": b"x"})
    assert annotate(active, submission(active, words), faults(found), "zh") is None
    assert annotate(sound + b"x", found, faults(found), "zh") is None
    shown = book(findings_list(found, faults(found), "zh"))
    texts = [cell.value for row in shown.worksheets[0].iter_rows() for cell in row]
    assert any("引用了别的文件" in str(text) for text in texts)
    assert all(cell.data_type != "f" for row in shown.worksheets[0].iter_rows() for cell in row)


def test_names_of_sheets_are_no_formulas(sound: bytes, words: Headings) -> None:
    """A sheet's name with quotes, and typed text that looks like a formula, stay names and text."""
    odd = edited(sound, BOOK, 'name="指标填报"', 'name="it\'s &quot;=1+1&quot;"')
    found = submission(odd, words)
    evil = replace(faults(found)[0], value='=HYPERLINK("http://x.example")', name="=1+1")
    copy = annotate(odd, found, (evil,), "zh")
    assert copy is not None
    front = book(copy).worksheets[0]
    assert (front["E5"].value, front["E5"].data_type) == (evil.value, "s")
    assert front["C5"].hyperlink.location.startswith("'it''s \"=1+1\"'!")


@settings(max_examples=examples(8), deadline=None)
@given(st.data())
def test_any_findings(sound: bytes, words: Headings, data: st.DataObject) -> None:
    """Whatever is found wherever, the copy reads back with the same values."""
    found = submission(sound, words)
    cells = [cell for entry in found.entries for cell in entry.cells.values()]
    codes = st.sampled_from(["formula-elsewhere", "has-macros", "formula-elsewhere"])
    texts = st.text(max_size=40)
    chosen = data.draw(
        st.lists(st.tuples(codes, st.sampled_from(cells), texts, texts), max_size=12)
    )
    marks = [
        finding(code, sheet=c.sheet, cell=c.address, value=value, name=name)
        for code, c, value, name in chosen
    ]
    copy = annotate(sound, found, tuple(marks), "en")
    assert copy is not None
    assert values(submission(copy, words)) == values(found)


@pytest.mark.skipif(which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_opens_it(sound: bytes, words: Headings, tmp_path: Path) -> None:
    """LibreOffice opens the copy, keeps marks and comments, and what it saves reads the same."""
    copy, found = annotated(sound, words)
    (tmp_path / "a.xlsx").write_bytes(copy)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    out = tmp_path / "out"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        str(tmp_path / "a.xlsx"),
    ]
    subprocess.run(
        command,
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "HOME": str(tmp_path)},
    )
    saved = (out / "a.xlsx").read_bytes()
    again = submission(saved, words)
    typed = {key: value for key, value in values(found).items() if key[1] not in {"check", "basis"}}
    assert {key: value for key, value in values(again).items() if key in typed} == typed
    sheet = book(saved)[found.entries[0].sheet]
    assert sheet[found.entries[0].cells["actual"].address].comment is not None
    cleaned = annotate(saved, again, (), "zh")
    assert cleaned is not None
    rest = book(cleaned)[found.entries[0].sheet]
    assert not any(cell.comment for row in rest.iter_rows() for cell in row)
    assert "xlreport" not in "".join(
        part.decode("utf-8", "replace")
        for name, part in parts_of(cleaned).items()
        if "worksheets/sheet2" in name
    )
