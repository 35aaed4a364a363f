"""Rules of reading that a small fault could change without any other test's notice: each was tried."""

import io
import struct
import tracemalloc
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import olefile
import pytest

from tests.hostile.archives import zipped
from tests.hostile.spreadsheets import compound
from xlreport.model.number_format.formatted_number import changes_texts, sense
from xlreport.model.returns.return_refusal import Refused
from xlreport.model.texts.struck_out_text import struck
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container.container_active_content import active_parts
from xlreport.workbook.reading.container.container_xml import scan
from xlreport.workbook.reading.container.container_zip_archive import Package, open_package
from xlreport.workbook.reading.container.ole_container import open_compound
from xlreport.workbook.reading.formats.binary.binary_biff_records import text_with_looks
from xlreport.workbook.reading.formats.format_book import Rows, Table
from xlreport.workbook.reading.formats.format_cells import (
    GENERAL,
    day,
    exact_number,
    number_format_of,
)
from xlreport.workbook.reading.formats.format_merged_ranges import without_covered
from xlreport.workbook.reading.formats.format_text_runs import RunLook
from xlreport.workbook.reading.formats.quick.quick_plain_parts import unescaped_text
from xlreport.workbook.reading.formats.xlsx_format_sheet import strict_rows
from xlreport.workbook.reading.reading_exact_cells import Senses
from xlreport.workbook.reading.reading_known_headings import normalise
from xlreport.workbook.reading.reading_merged_cells import merged_fields


def test_a_part_nests_as_deep_as_the_limit_and_no_deeper() -> None:
    """The root counts as the first element."""
    most = worker_file_limits.DEPTH
    scan(b"<a>" * most + b"</a>" * most, "part", lambda *_: None)
    with pytest.raises(Refused):
        scan(b"<a>" * (most + 1) + b"</a>" * (most + 1), "part", lambda *_: None)


def test_a_merged_cell_is_shared_by_the_rows_with_codes_in_it() -> None:
    """One that a single row with a code lies in is that row's own."""
    table = Table("表", {}, merges=((2, 3, 3, 3), (5, 3, 6, 3)))
    found = merged_fields(table, {"code": 1, "remark": 3}, [2, 3, 5])
    assert found == {2: {"remark": (2, 3, 3, 3)}, 3: {"remark": (2, 3, 3, 3)}}


def test_entries_that_are_free_have_no_name() -> None:
    """The directory of a compound file is filled up to a whole sector."""
    assert open_compound(compound({"x": b"1"})).names == ("Root Entry", "x")


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


@pytest.mark.parametrize(
    "part",
    [
        "", "words", f'<x:sst xmlns:x="{MAIN}"/>', f'<worksheet xmlns="{MAIN}"/>', '<sst xmlns="urn:other"/>',
        f'<sst xmlns="{MAIN}"><!-- --></sst>', f'<sst xmlns="{MAIN}"><?x y?></sst>',
    ],
)  # fmt: skip
def test_only_a_plain_part_goes_the_quick_way(part: str) -> None:
    """Another root, another namespace, a comment, an instruction: each alone sends it the strict way."""
    assert unescaped_text(part.encode(), "sst", "strings") is None
    assert (
        unescaped_text(f'<sst xmlns="{MAIN}"><si/></sst>'.encode(), "sst", "strings")
        == "<si/></sst>"
    )


@pytest.mark.parametrize("cut", [1, 10, 22])
def test_an_archive_ends_with_a_whole_end_record(cut: int) -> None:
    """One whose end is cut off, anywhere, is damaged, and says where."""
    whole = zipped({"a.xml": b"<a/>"})
    assert open_package(whole).parts == {"a.xml": b"<a/>"}
    with pytest.raises(Refused) as told:
        open_package(whole[:-cut])
    assert (told.value.code, told.value.fields["where"]) == ("damaged", "end of file")


def test_a_list_of_number_formats_says_how_many_it_has() -> None:
    """A format of ours is added to those of the workbook, or begins the list."""
    look = '<cellXfs count="1"><xf numFmtId="0"/></cellXfs>'
    own = '<numFmt numFmtId="164" formatCode="0&quot;x&quot;"/>'
    senses = Senses([GENERAL])
    assert senses.fitting(None, "thousands") == "1"
    added = senses.written(f'<numFmts count="1">{own}</numFmts><fonts/>{look}')
    assert '<numFmts count="2">' in added
    assert '<numFmts count="1"><numFmt numFmtId="900"' in senses.written(f"<fonts/>{look}")
    assert Senses([GENERAL]).written(look) == look


def test_a_large_compound_file_goes_on_with_its_table_in_other_sectors() -> None:
    """The header lists 109 sectors of the table; the rest stand in a chain, as olefile reads it too."""
    whole = bytearray(compound({"Workbook": bytes(range(256)) * 28_500}))
    chained = len(whole) // 512 - 1
    count, last = struct.unpack_from("<L", whole, 44)[0], struct.unpack_from("<L", whole, 508)[0]
    more = range(last + 1, last + 1 + count - 109)
    whole += struct.pack(f"<{len(more)}L", *more).ljust(508, b"\xff") + struct.pack(
        "<L", 0xFFFFFFFE
    )
    struct.pack_into("<2L", whole, 68, chained, 1)
    theirs = olefile.OleFileIO(io.BytesIO(whole)).openstream("Workbook").read()
    assert open_compound(bytes(whole)).streams["Workbook"] == theirs
    struct.pack_into("<L", whole, len(whole) - 4, chained)
    with pytest.raises(Refused):
        open_compound(bytes(whole))


def test_every_cell_of_a_shared_formula_has_it() -> None:
    """It is written in the first of them; the others say its number."""
    shared = '<c r="A{0}"><f t="shared" si="0">{1}</f><v>1</v></c>'
    rows = "".join(
        f'<row r="{n}">{shared.format(n, "SUM(B1:C1)" * (n == 1))}</row>' for n in range(1, 4)
    )
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    found, _ = strict_rows(sheet.encode(), "sheet", [], [0, 0])
    assert [found[row][1][3] for row in range(1, 4)] == ["SUM(B1:C1)"] * 3


@pytest.mark.parametrize(("epoch_1904", "last"), [(False, 2_958_465), (True, 2_957_003)])
def test_days_end_with_the_year_9999(epoch_1904: bool, last: int) -> None:  # noqa: FBT001
    """A number beyond it is a number, in either way of counting."""
    assert day(Decimal(last), epoch_1904=epoch_1904) == date(9999, 12, 31)
    assert day(Decimal(last + 1), epoch_1904=epoch_1904) is None
    assert day(Decimal(-1), epoch_1904=epoch_1904) is None


def test_what_stands_in_for_a_rich_value_is_no_value() -> None:
    """An error that stands there is still an error."""
    cells = '<c r="A1" vm="1"><v>5</v></c><c r="B1" vm="1" t="e"><v>#VALUE!</v></c><c r="C1"><v>5</v></c>'
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'
    found, _ = strict_rows(sheet.encode(), "sheet", [], [0, 0])
    assert [raw[0] for raw in found[1].values()] == ["o", "e", "n"]


def test_a_piece_in_a_font_that_is_not_there_is_plain() -> None:
    """No font has the number 4 in .xls: 5 is the fifth of the list."""
    looks = [RunLook(), RunLook(struck=True)]
    assert text_with_looks("甲乙丙", [0, 1, 1, 2, 2, 99], looks) == struck("甲") + "乙丙"
    assert (
        text_with_looks("甲乙", [0, 5, 1, 6], [*looks, *looks, RunLook(struck=True)])
        == struck("甲") + "乙"
    )


def test_merged_ranges_cover_so_many_rows_and_no_more() -> None:
    """Rows of the sheet count once for each range: the work is bounded, however the ranges lie."""
    rows: Rows = {row: {1: ("n", "1", 0, None)} for row in range(1, 1001)}
    once = worker_file_limits.MERGED_ROWS // len(rows)
    assert without_covered(rows, [(1, 2, 1000, 2)] * once) == rows
    with pytest.raises(Refused) as told:
        without_covered(rows, [(1, 2, 1000, 2)] * (once + 1))
    assert told.value.code == "too-many-merges"


LONG = 200_000
"""Characters of a text that no cache keeps."""
REMEMBERING: dict[str, Callable[[str], object]] = {
    "a format": number_format_of,
    "what a format makes of a number": lambda text: sense(text, Decimal(1)),
    "whether a format changes texts": changes_texts,
    "a heading": normalise,
    "an element": lambda text: scan(f"<{text}/>".encode(), "part", lambda *_: None),
    "a number": lambda text: exact_number(str(len(text) % 7) + " " * len(text)),
    "names of parts": lambda text: active_parts(
        Package(content=b"", entries=(), parts={text: b""})
    ),
}


@pytest.mark.parametrize("what", REMEMBERING)
def test_no_cache_keeps_a_long_text(what: str) -> None:
    """Whatever a sender writes, what is remembered of it stays small: of five long texts not one."""
    asked = REMEMBERING[what]
    asked("begun")
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(5):
        asked("abcde"[number] * LONG)
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after - before < LONG
