"""A marked copy goes back only where its values are proved to be those that came: one changed byte keeps it here."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import partialmethod
from io import BytesIO

import pytest
from openpyxl.comments import Comment

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spoiling import BOOK, BOOK_RELS, ROOT_RELS, SHEET, STRINGS, STYLES, edited
from tests.workbook.annotating.test_annotate_workbook import annotated, book, faults, submission
from xlreport.workbook.annotating import annotated_copy_proof
from xlreport.workbook.annotating.annotate_workbook import annotate
from xlreport.workbook.annotating.annotated_package import Patch
from xlreport.workbook.annotating.annotated_sheet import CLOSED
from xlreport.workbook.annotating.annotated_splicing import elements, none, pieces
from xlreport.workbook.reading.container.container_gate import open_file
from xlreport.workbook.reading.container.container_zip_archive import Package
from xlreport.workbook.reading.formats.format_book import Book
from xlreport.workbook.reading.formats.xlsx_format import read_xlsx
from xlreport.workbook.reading.reading_known_headings import Headings

Spoil = Callable[[str], str]


def swapped(text: str) -> str:
    """Two sheets change their parts."""
    return (
        text.replace("worksheets/sheet1.xml", "\x00")
        .replace("sheet2.xml", "sheet1.xml")
        .replace("\x00", "worksheets/sheet2.xml")
    )


ROW = '<row r="900"><c r="A900"><v>1</v></c></row>'
MERGED = '<mergeCells><mergeCell ref="A1:Z99"/></mergeCells>'
SPOILT: dict[str, tuple[str, Spoil]] = {
    "value": (SHEET, lambda text: re.sub(r"<v>(\d*)</v>", r"<v>1\1</v>", text, count=1)),
    "style": (SHEET, lambda text: re.sub(r'(<c r="[^"]*" s=")\d+', r"\g<1>1", text, count=1)),
    "row": (SHEET, lambda text: text.replace("</sheetData>", f"{ROW}</sheetData>")),
    "row elsewhere": (SHEET, lambda text: text.replace("</sheetData>", f"</sheetData>{ROW}")),
    "row in front": (SHEET, lambda text: text.replace("<sheetData>", f"{ROW}<sheetData>")),
    "merged": (SHEET, lambda text: text.replace("</sheetData>", f"</sheetData>{MERGED}")),
    "other namespace": (SHEET, lambda text: text.replace("<worksheet xmlns=", '<worksheet xmlns="x" xmlns:m=')),
    "cell format": (
        STYLES, lambda text: re.sub(r'(<cellXfs.*?<xf numFmtId=")\d+', r"\g<1>14", text, count=1, flags=re.DOTALL)
    ),
    "cell format more": (STYLES, lambda text: re.sub(r"(<cellXfs[^>]*>)", r'\1<xf numFmtId="14"/>', text)),
    "own format": (STYLES, lambda text: re.sub(r'(<numFmt [^>]*formatCode=")', r"\1yyyy", text)),
    "relations": (BOOK_RELS, swapped),
    "kind of a sheet": (BOOK_RELS, lambda text: text.replace('/worksheet"', '/chartsheet"', 1)),
    "sheet's name": (BOOK, lambda text: text.replace('name="指标填报"', 'name="指标填写"')),
    "date system": (BOOK, lambda text: text.replace("<workbookPr", '<workbookPr date1904="1"')),
    "defined name": (BOOK, lambda text: re.sub(r"(>'指标填报'!\$)[A-Z]+", r"\g<1>Z", text)),
    "shared string": (STRINGS, lambda text: text.replace("代码", "号码", 1)),
    "property": ("docProps/custom.xml", lambda text: re.sub(r"(<vt:lpwstr>)", r"\1X", text)),
    "not well-formed": (SHEET, lambda text: text.replace("<pageMargins", "<pageMargin><pageMargins")),
    "main part": (ROOT_RELS, lambda text: text.replace("xl/workbook.xml", "xl/worksheets/sheet1.xml")),
}  # fmt: skip


@pytest.mark.parametrize("what", SPOILT)
def test_a_changed_value_keeps_the_copy_back(
    sound: bytes, words: Headings, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Whatever would make a cell read as something else while the copy is made: there is no copy."""
    found = submission(sound, words)
    part, spoil = SPOILT[what]
    whole = Patch.finish

    def finish(patch: Patch) -> Package:
        before = patch.get(part).decode()
        after = spoil(before)
        assert after != before
        patch.put(part, after.encode())
        return whole(patch)

    monkeypatch.setattr(Patch, "finish", finish)
    assert annotate(sound, found, faults(found), "zh") is None


def test_a_changed_byte_of_the_archive_keeps_the_copy_back(
    sound: bytes, words: Headings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The packed bytes of a part that nobody touched are those that came, and the directory is sound."""
    found = submission(sound, words)
    whole = Patch.finish

    def finish(patch: Patch, name: str) -> Package:
        made = whole(patch)
        content = bytearray(made.content)
        content[next((entry.offset for entry in made.entries if entry.name == name), -22)] ^= 1
        return replace(made, content=bytes(content))

    for name in (STRINGS, "end of the archive"):
        monkeypatch.setattr(Patch, "finish", partialmethod(finish, name=name))
        assert annotate(sound, found, faults(found), "zh") is None


ODD: dict[str, Spoil] = {
    "plain": lambda text: text,
    "comment": lambda text: text.replace("<sheetData>", "<!-- <sheetData> --><sheetData>"),
    "comment behind": lambda text: text.replace(
        "</sheetData>", "</sheetData><!-- </sheetData> -->"
    ),
    "instruction": lambda text: text.replace("<sheetData>", "<?x <sheetData> ?><sheetData>"),
    "in a cell": lambda text: text.replace(
        "</row></sheetData>", "</row><!-- </sheetData> --></sheetData>"
    ),
}


@pytest.mark.parametrize("what", ODD)
def test_odd_sheets_are_read(
    sound: bytes, words: Headings, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Where a search could be deceived every cell is read, twice; else none is, and the marks are the same."""
    text = parts_of(sound)[SHEET].decode()
    odd = zipped(parts_of(sound) | {SHEET: ODD[what](text).encode()})
    found = submission(odd, words)
    read: list[Package] = []

    def noted(package: Package) -> Book:
        read.append(package)
        return read_xlsx(package)

    monkeypatch.setattr(annotated_copy_proof, "read_xlsx", noted)
    copy = annotate(odd, found, faults(found), "zh")
    assert copy is not None
    assert len(read) == (0 if what == "plain" else 2)
    marks = re.compile(r"<conditionalFormatting .*?</conditionalFormatting>")
    plain, _ = annotated(sound, words)
    assert marks.findall(parts_of(copy)[SHEET].decode()) == marks.findall(
        parts_of(plain)[SHEET].decode()
    )


def test_too_much_for_the_reader(
    sound: bytes, words: Headings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy that would be too big to be read again is none."""
    found = submission(sound, words)
    monkeypatch.setattr("xlreport.processes.worker_file_limits.FILE_BYTES", len(sound) + 100)
    assert annotate(sound, found, faults(found), "zh") is None


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", SHEET, STYLES])
def test_elements_around_what_is_long(sound: bytes, part: str) -> None:
    """What is cut out changes neither the places of the others nor anything else about them."""
    content = open_file(sound).package.part(part)
    every = elements(content, part)
    assert elements(content, part, closed=CLOSED) == [
        e for e in every if not set(CLOSED) & set(e.path)
    ]
    assert elements(content, part, closed=CLOSED, deep=none) == [
        e for e in every if len(e.path) < 2
    ]
    assert b"".join(pieces(content, CLOSED)) == content


def test_a_list_in_disguise_is_replaced(sound: bytes, words: Headings) -> None:
    """A program that writes every character as a reference does not hide our list: it is replaced, not joined."""
    copy, found = annotated(sound, words)

    def disguised(content: bytes) -> bytes:
        return content.decode().encode("ascii", "xmlcharrefreplace")

    parts = parts_of(copy)
    texts = {
        name: disguised(part)
        for name, part in parts.items()
        if "worksheets/sheet" in name or name == STRINGS
    }
    resaved = zipped(parts | texts)
    again = annotate(resaved, submission(resaved, words), faults(found), "zh")
    assert again is not None
    assert book(again).sheetnames == book(copy).sheetnames


def test_nothing_is_named_twice(sound: bytes, words: Headings) -> None:
    """A list of types that already names the part of our list is none that we add to."""
    entry = '<Override PartName="/xl/worksheets/sheetcheck1.xml" ContentType="x"/></Types>'
    odd = edited(sound, "[Content_Types].xml", "</Types>", entry)
    found = submission(odd, words)
    assert annotate(odd, found, faults(found), "zh") is None


def test_the_words_of_our_marks_in_the_mouth_of_others(sound: bytes, words: Headings) -> None:
    """A comment of somebody else that quotes ours, and a rule that names us, are no reason to keep the copy back."""
    opened = book(sound)
    opened.worksheets[1]["A1"].comment = Comment("见【校验】", "李四")
    opened.worksheets[1]["Z1"] = 'N("xlreport")=0'
    stream = BytesIO()
    opened.save(stream)
    content = stream.getvalue()
    copy = annotate(content, submission(content, words), (), "zh")
    assert copy is not None
    assert book(copy).worksheets[2]["A1"].comment.text == "见【校验】"
