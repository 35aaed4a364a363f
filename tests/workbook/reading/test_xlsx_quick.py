"""The quick way through a part gives what the strict way gives."""

import contextlib
import io
import re
import zlib
from struct import pack

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile.archives import parts_of
from tests.hostile.spoiling import SHEET, STRINGS, STYLES
from tests.sizes import examples
from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.container import container_zip_archive
from xlreport.workbook.reading.container.container_zip_archive import open_package
from xlreport.workbook.reading.formats.format_merged_ranges import without_covered
from xlreport.workbook.reading.formats.quick import quick_cells
from xlreport.workbook.reading.formats.quick import quick_xlsx as quick
from xlreport.workbook.reading.formats.quick.quick_plain_parts import unescaped_text
from xlreport.workbook.reading.formats.quick.quick_texts import quick_formats, quick_strings
from xlreport.workbook.reading.formats.quick.quick_xlsx import quick_rows
from xlreport.workbook.reading.formats.xlsx_format_sheet import read_sheet, strict_rows
from xlreport.workbook.reading.formats.xlsx_format_side_parts import strict_formats, strict_strings

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS_OF_TEST = [f"文字{n}" for n in range(9)]
TEXTS = st.sampled_from(
    [
        "a",
        " b ",
        "约5%",
        "&lt;x&gt;",
        "&amp;amp;",
        "&#30446;",
        "_x000D_",
        "_x0007_",
        "&apos;",
        "1&#10;2",
        "",
    ]
)
VALUES = st.sampled_from(
    ["1", "0.1", "1E-7", " 2 ", "", "8", "9", "-1", "NaN", "#N/A", "2020-06-30"]
)
KINDS = st.sampled_from(
    ["", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="inlineStr"', ' t="q"']
)
FORMULAS = st.sampled_from(
    ["", "<f>A1&amp;B1</f>", "<f/>", '<f aca="false">1</f>', '<f t="shared" si="0">1</f>']
)


@st.composite
def cells(draw: st.DrawFn) -> str:
    place = draw(st.sampled_from(["A{0}", "B{0}", "C{0}", "XFD{0}", "XFE{0}", "D9"]))
    style = draw(st.sampled_from(["", ' s="3"', ' s="x"']))
    inner = draw(FORMULAS)
    shape = draw(st.integers(0, 4))
    if shape == 0:
        return f'<c r="{place}"{style}/>'
    if shape == 1:
        inner += f"<is><t>{draw(TEXTS)}</t></is>"
    elif shape == 2:
        inner += f"<v>{draw(TEXTS)}</v>"
    elif shape == 3:
        inner += f"<v>{draw(VALUES)}</v>"
    return f'<c r="{place}"{style}{draw(KINDS)}>{inner}</c>'


@st.composite
def sheets(draw: st.DrawFn) -> bytes:
    rows = []
    for number in draw(st.lists(st.integers(1, 4), max_size=4)):
        inner = "".join(cell.format(number) for cell in draw(st.lists(cells(), max_size=4)))
        rows.append(f'<row r="{number}" ht="15">{inner}</row>' if inner else f'<row r="{number}"/>')
    merge = draw(
        st.sampled_from(["", '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'])
    )
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{merge}</worksheet>'.encode()


def strict(content: bytes) -> object:
    try:
        return without_covered(*strict_rows(content, "sheet", STRINGS_OF_TEST, [0, 0]))
    except Refused as refusal:
        return refusal.code


@settings(max_examples=examples(100), deadline=None)
@given(sheets())
def test_cells(content: bytes) -> None:
    """Where the quick way is taken it gives the same cells, or the same refusal."""
    found = quick_or_refused(content)
    if found is not None:
        assert kept(found) == kept(strict(content))


def quick_or_refused(content: bytes) -> object:
    try:
        found = quick_rows(content, "sheet", STRINGS_OF_TEST, [0, 0])
        return None if found is None else without_covered(*found)
    except Refused as refusal:
        return refusal.code


def kept(rows: object) -> object:
    return (
        {number: cells for number, cells in rows.items() if cells}
        if isinstance(rows, dict)
        else rows
    )


def test_our_own_workbooks_take_the_quick_way(sound: bytes) -> None:
    """The template's sheets, strings and styles are plain, and read alike both ways."""
    parts = parts_of(sound)
    styles_text = unescaped_text(parts[STYLES], "styleSheet", STYLES)
    assert styles_text is not None
    strings = quick_strings(parts[STRINGS], STRINGS)
    assert strings is not None
    assert strings == strict_strings(parts[STRINGS], STRINGS)
    assert quick_formats(styles_text) == strict_formats(parts[STYLES], STYLES)
    found = quick_rows(parts[SHEET], SHEET, strings, [0, 0])
    rows, merges = strict_rows(parts[SHEET], SHEET, strings, [0, 0])
    assert found == ({number: cells for number, cells in rows.items() if cells}, merges)


def test_what_openpyxl_saves_takes_the_quick_way(sound: bytes) -> None:
    """Scripts save with openpyxl: its sheets are plain too, and read alike both ways."""
    stream = io.BytesIO()
    openpyxl.load_workbook(io.BytesIO(sound)).save(stream)
    parts = parts_of(stream.getvalue())
    strings = strict_strings(parts[STRINGS], STRINGS) if STRINGS in parts else []
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) > 1
    for name in sheets:
        found = quick_rows(parts[name], name, strings, [0, 0])
        rows, merges = strict_rows(parts[name], name, strings, [0, 0])
        assert found == ({number: cells for number, cells in rows.items() if cells}, merges)


@pytest.mark.parametrize("told", ['ht="9" ht="9"', 'ht="&#0;"', 'ht="&#57;"'])
@pytest.mark.parametrize("place", ["first", "next", "empty", "f", "t"])
def test_attributes_that_expat_has_to_judge(place: str, told: str) -> None:
    """A tag with an attribute twice, or a reference in one, is left to the strict way wherever it
    stands.
    """
    tag = {place: f" {told}"}
    content = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"{tag.get("first", "")}>'
        f'<c r="A1"><f{tag.get("f", "")}>1</f><v>1</v></c></row><row r="2"{tag.get("empty", "")}/>'
        f'<row r="3"{tag.get("next", "")}><c r="A3" t="inlineStr"><is><t{tag.get("t", "")}>x</t></is></c>'
        "</row></sheetData></worksheet>"
    )
    assert quick_rows(content.encode(), "sheet", [], [0, 0]) is None


@pytest.mark.parametrize("place", ["row", "c", "f"])
def test_cells_of_another_namespace(place: str) -> None:
    """Where cells leave the sheet's namespace they are no cells, and only the strict way may say so."""
    attribute = {place: " xmlns=''"}
    row = f'<row r="1" ht="9"{attribute.get("row", "")}>'
    cell = f'<c r="A1"{attribute.get("c", "")}><f a="1"{attribute.get("f", "")}>1</f><v>1</v></c>'
    content = (
        f'<worksheet xmlns="{MAIN}"><sheetData>{row}{cell}</row></sheetData></worksheet>'.encode()
    )
    assert quick_rows(content, "sheet", [], [0, 0]) is None


@pytest.mark.parametrize("around", [
    '<mergeCells count="1"><mergeCell\nref="A1:B1"/></mergeCells>', '<mergeCell ref="A1&#58;B1"/>', "<c\tr='C1'/>",
    f'<x:mergeCell xmlns:x="{MAIN}" ref="A1:B1"/>', "<x:a xmlns:x='y'/>", "<x:a/>",
])  # fmt: skip
def test_what_hides_from_a_pattern(around: str) -> None:
    """Merged ranges and cells that are written in other ways than a pattern knows are left to the strict way."""
    content = f'<worksheet xmlns="{MAIN}"><sheetData/><sheetData></sheetData>{around}</worksheet>'
    for written in (content, content.replace("<sheetData/>", "")):
        found = None
        with contextlib.suppress(Refused):
            found = quick_rows(written.encode(), "sheet", [], [0, 0])
        assert found is None


@pytest.mark.parametrize("cell", [
    '<c r="A1" t="inlineStr"><is><t a="b>c">x</t></is></c>', '<c r="A1"><f a="b>c">1</f><v>1</v></c>',
    "<c r=\"A1\"><f t='shared' si='0'>1</f><v>1</v></c>", '<c r="A1"><f t="&#115;hared" si="0">1</f><v>1</v></c>',
    f'<c r="A1" t="{"a" * 99}"/>',
])  # fmt: skip
def test_odd_tags(cell: str) -> None:
    """Tags that a pattern might read otherwise than a parser are left to the parser."""
    content = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
    )
    assert quick_rows(content.encode(), "sheet", [], [0, 0]) is None


def test_a_row_beyond_the_grid() -> None:
    """A row that no sheet has is refused, also where nothing stands in it."""
    content = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="9999999"/></sheetData></worksheet>'.encode()
    )
    assert quick_rows(content, "sheet", [], [0, 0]) is None


def test_lines_end_as_xml_says() -> None:
    """A line that ends as Windows ends it reads alike both ways."""
    cell = '<c r="A1" t="inlineStr"><is><t>a\r\nb\rc</t></is></c>'
    content = f'<worksheet xmlns="{MAIN}"><sheetData>\r\n<row r="1">{cell}</row></sheetData></worksheet>'.encode()
    assert quick_or_refused(content) == {1: {1: ("s", "a\nb\nc", 0, None)}} == strict(content)


@given(st.lists(st.sampled_from([
    "<si><t>a</t></si>", '<si><t xml:space="preserve"> b </t></si>', "<si/>",
    "<si><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></si>",
    "<si><t>漢</t><rPh><t>x</t></rPh></si>", "<si><t>&amp;_x000D_\n</t></si>", "<si><t/></si>", "\n",
    "<si><t>a</t><t>b</t></si>", '<si><r><t>1.9</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r></si>',
    '<si><r><rPr><strike/></rPr><t>5</t></r><r><rPr><strike val="0"/></rPr><t>6</t></r></si>',
])))  # fmt: skip
def test_strings(pieces: list[str]) -> None:
    """Shared strings of any shape are the same both ways."""
    content = f'<sst xmlns="{MAIN}">{"".join(pieces)}</sst>'.encode()
    found = quick_strings(content, "sst")
    if found is not None:
        assert found == strict_strings(content, "sst")


def test_nothing_long_is_remembered() -> None:
    """Workbooks full of long types, numbers and formulas leave nothing behind in the process that reads them."""
    before = len(quick_cells._PIECES.known)  # noqa: SLF001 - what is remembered is seen from outside only as memory
    for number in range(30):
        cell = f'<c r="A1" s="{number}" t="{"a" * 2000}{number}"><v>1</v></c>'
        content = (
            f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
        )
        with contextlib.suppress(Refused):
            read_sheet(content.encode(), "sheet", [], [0, 0])
    assert len(quick_cells._PIECES.known) == before  # noqa: SLF001 - as above


def _drawn() -> str:
    """Return the sheet that is drawn at the top of the module."""
    lines = [line.partition("←")[0].rstrip() for line in (quick.__doc__ or "").splitlines()]
    return "".join(line.strip() for line in lines if line.startswith("    "))


def test_the_sheet_that_is_drawn_is_read() -> None:
    """What the module's first page shows is what its patterns accept, and both ways read the same."""
    content = _drawn().encode()
    rows, merges = quick.quick_rows(content, "sheet1.xml", ["nought", "one"], [0, 0]) or ({}, [])
    assert {row: sorted(cells) for row, cells in rows.items() if cells} == {5: [2, 3, 4, 5]}
    assert merges == [(7, 1, 7, 3)]
    assert kept(quick_or_refused(content)) == kept(strict(content))


@pytest.mark.parametrize(
    ("accepted", "strict_only"),
    [
        ('r="B5"', 'r="B6"'),
        ('s="3" t="s"', 't="s" s="3"'),
        ("<v>3.14</v>", "<!-- pi --><v>3.14</v>"),
        ('r="C5"', "r='C5'"),
        ("<t>words</t>", "<t>wor</t><t>ds</t>"),
        ('<row r="5" spans="1:4"', '<row spans="1:4" r="5"'),
    ],
)
def test_what_the_drawing_says_is_not_read_by_patterns(accepted: str, strict_only: str) -> None:
    """Each of these goes the strict way."""
    drawn = _drawn()
    assert drawn.count(accepted) == 1
    changed = drawn.replace(accepted, strict_only).encode()
    assert quick.quick_rows(changed, "sheet1.xml", ["nought", "one"], [0, 0]) is None


PIECES = ("&lt;", "&gt;", "&amp;", "&quot;", "&apos;", "&#10;", "&#x4e;", "&", "&foo;", "lt;", "#")


@given(st.lists(st.sampled_from(PIECES), max_size=6))
def test_references_are_known_or_the_part_is_read_strictly(pieces: list[str]) -> None:
    """Counting the five names says what XML says: an unknown or bare reference is none of them."""
    text = "".join(pieces)
    known = re.fullmatch(r"(?:[^&]|&(?:lt|gt|amp|quot|apos|#\d+|#x[0-9A-Fa-f]+);)*", text)
    content = f'<sst xmlns="{MAIN}"><si><t>{text}</t></si></sst>'.encode()
    assert (unescaped_text(content, "sst", "strings") is not None) is (known is not None)


@pytest.mark.parametrize("inside", [
    '<dataValidation a="1" a="2"/>', "<dataValidation a='1'/>",
    '<dataValidation a="1"><dataValidation a="2"></dataValidation></dataValidation>',
    '<dataValidation a="1">',
    '<dataValidation a="1"><c r="A1"><v>1</v></c></dataValidation>', '<dataValidation a="&x;"/>',
    '<dataValidation a="1"><formula1>1</formula1></dataValidation><dataValidation a="2">',
    '<dataValidation a="1"><formula1>1</formula2></dataValidation>', '<dataValidation a="<"/>',
    '<dataValidation a="1"><formula1>\x01</formula1></dataValidation>',
    '<dataValidation a="1"/><!-- <dataValidation b="1"/> -->',
    '<dataValidation a="1"/></dataValidations><dataValidations x="1"><dataValidation b="1">',
    '<dataValidation a="1"><formula1>1</formula1></dataValidation>', '<dataValidation a="1" b="2"/> ',
])  # fmt: skip
def test_validations_are_proved_whether_they_are_remembered_or_not(inside: str) -> None:
    """What the strict way refuses, the quick way refuses or leaves to it, the first and the second time."""
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    listed = f'<dataValidations count="1">{inside}</dataValidations>'
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData>{listed}</worksheet>'.encode()
    wanted = strict(content)
    for _ in range(2):
        found = quick_or_refused(content)
        assert found is None or kept(found) == kept(wanted)


def test_a_neighbour_proves_nothing() -> None:
    """Of two validations that are well-formed only together, neither is remembered as proved: what
    is refused alone is refused after a workbook that holds both.
    """
    unclosed = '<dataValidation a="1"><formula1>x</formula1>/>'
    closes_twice = '<dataValidation b="1"/></dataValidation>'
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    for validations in (unclosed, unclosed + closes_twice, unclosed, closes_twice):
        listed = f'<dataValidations count="1">{validations}</dataValidations>'
        content = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData>{listed}</worksheet>'.encode()
        )
        found, wanted = quick_or_refused(content), strict(content)
        assert found is None or kept(found) == kept(wanted)


def test_a_validation_of_another_namespace_is_left_to_the_strict_way() -> None:
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    other = '<dataValidation xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main" sqref="A1"/>'
    listed = f'<dataValidations count="1">{other}</dataValidations>'
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData>{listed}</worksheet>'.encode()
    assert quick_or_refused(content) is None


@pytest.mark.parametrize(("cells", "seen"), [(3, 0), (4, 0), (5, 0), (9, 0), (3, 2)])
def test_cells_beyond_the_most_are_refused_both_ways(
    monkeypatch: pytest.MonkeyPatch, cells: int, seen: int
) -> None:
    """Up to the most they are read; one more, or many more, is a refusal in words."""
    monkeypatch.setattr(worker_file_limits, "MOST_CELLS", 4)
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, cells + 1))
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()
    for read in (quick_rows, strict_rows):
        if cells + seen <= 4:
            found = read(content, "sheet", [], [0, seen])
            assert found is not None
            assert len(found[0]) == cells
        else:
            with pytest.raises(Refused, match="too-many-cells"):
                read(content, "sheet", [], [0, seen])


def test_a_small_part_that_is_packed_large_is_not_remembered() -> None:
    """Empty blocks make four bytes of megabytes: whoever sends them fills no memory."""
    empty_blocks = b"\x00\x00\x00\xff\xff" * 20_000
    packed = empty_blocks + b"\x01\x04\x00\xfb\xff" + b"data"
    known = container_zip_archive._known_part.cache_info().currsize  # noqa: SLF001 - what it holds
    assert open_package(stored_archive(packed, b"data")).parts == {"a": b"data"}
    assert container_zip_archive._known_part.cache_info().currsize == known  # noqa: SLF001


def stored_archive(packed: bytes, whole: bytes) -> bytes:
    """Return an archive of one part `a`, packed as given."""
    told = (8, 0, 0, zlib.crc32(whole), len(packed), len(whole), 1, 0)
    entry = pack("<4s2H3H3L2H", b"PK\3\4", 20, 0, *told) + b"a" + packed
    directory = pack("<4s3H3H3L5H2L", b"PK\1\2", 20, 20, 0, *told, 0, 0, 0, 0, 0) + b"a"
    ends = pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(directory), len(entry), 0)
    return entry + directory + ends


def test_a_piece_counts_only_where_it_belongs() -> None:
    """A piece that was proved in one sheet makes no cell of a place where a sheet may have none."""
    cell, row = '<c r="A1"><v>1</v></c>', '<row r="1">'
    sound = f"{row}{cell}</row>"
    for written, filled in ((sound, {1: {1: ("n", "1", 0, None)}}), (f"{sound}{cell}</row>", None),
                            (f"{cell}</row>", None), (f"{row}{cell}{cell}</row>", None), (f"{row}{cell}", None),
                            (f'<row r="2">{cell}</row>', None), (f"{sound}{sound}", None)):  # fmt: skip
        content = f'<worksheet xmlns="{MAIN}"><sheetData>{written}</sheetData></worksheet>'.encode()
        found = quick_rows(content, "sheet", [], [0, 0])
        assert (found[0] if found else None) == filled


@pytest.mark.parametrize(
    "broken", ["<r><q>b</q></r>", "<r><t>b</q></r>", "<r><rPr><b></rPr><t>b</t></r>", "<x/>"]
)
def test_a_text_in_pieces_that_is_broken_is_left_to_the_strict_way(broken: str) -> None:
    """No piece of a text is lost because its tag is none that a pattern knows."""
    content = f'<sst xmlns="{MAIN}"><si><r><t>a</t></r>{broken}</si></sst>'.encode()
    assert quick_strings(content, "sst") is None


@pytest.mark.parametrize("inside", [
    "<oddFooter>&amp;P</oddFooter>", "<oddFooter>1</oddHeader>", '<oddFooter><c r="A1"><v>1</v></c></oddFooter>',
    "<oddFooter>&x;</oddFooter>", '<oddFooter a="1" a="2">1</oddFooter>', "<oddFooter>\x01</oddFooter>",
    "</headerFooter><headerFooter>", '<x a="<headerFooter><oddFooter>1</oddFooter></headerFooter>"/>',
])  # fmt: skip
def test_what_is_printed_at_the_edges_is_proved(inside: str) -> None:
    """What the strict way refuses, the quick way refuses or leaves to it."""
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    around = inside if inside.startswith("<x") else f"<headerFooter>{inside}</headerFooter>"
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData>{around}</worksheet>'.encode()
    wanted = strict(content)
    for _ in range(2):
        found = quick_or_refused(content)
        assert found is None or kept(found) == kept(wanted)


def test_a_part_that_is_known_is_still_held_to_its_size_and_checksum(sound: bytes) -> None:
    """Bytes that were inflated before prove nothing about another archive that tells other things of them."""
    open_package(sound)
    first = sound.index(b"PK\x01\x02")
    for place in (16, 24):  # the checksum and the size of the first entry, in the directory
        changed = bytearray(sound)
        for at in (first + place, sound.index(b"PK\x03\x04") + place - 2):
            changed[at] ^= 1
        with pytest.raises(Refused):
            open_package(bytes(changed))


@pytest.mark.parametrize("strings", [
    "<si><t>a</t></si>", "<si><r><rPr><b/><t>a</t></r></si></sst>", "words<si><t>a</t></si></sst>",
])  # fmt: skip
def test_strings_that_do_not_end_are_left_to_the_strict_way(strings: str) -> None:
    """A list without its end, a look without its end, words before the first string."""
    assert quick_strings(f'<sst xmlns="{MAIN}">{strings}'.encode(), "sst") is None


def test_a_shared_string_that_is_none_is_refused_both_ways() -> None:
    """A cell whose text stands nowhere is no empty cell."""
    row = '<row r="1"><c r="A1" t="s"><v>9</v></c></row>'
    content = f'<worksheet xmlns="{MAIN}"><sheetData>{row}</sheetData></worksheet>'.encode()
    assert quick_or_refused(content) == strict(content) == "damaged"
