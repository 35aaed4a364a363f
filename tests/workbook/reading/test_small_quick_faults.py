"""Rules of the quick way that a small fault could change without any other test's notice."""

from itertools import product

import pytest

from xlreport.model.returns.return_refusal import Refused
from xlreport.processes import worker_file_limits
from xlreport.workbook.reading.formats.quick.quick_mute_parts import without_mute_parts
from xlreport.workbook.reading.formats.quick.quick_plain_parts import proved_text
from xlreport.workbook.reading.formats.quick.quick_remembered_pieces import Remembered
from xlreport.workbook.reading.formats.quick.quick_texts import quick_formats, quick_strings
from xlreport.workbook.reading.formats.quick.quick_xlsx import quick_rows
from xlreport.workbook.reading.formats.xlsx_format_sheet import read_sheet, strict_rows
from xlreport.workbook.reading.formats.xlsx_format_side_parts import strict_strings

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


def sheet(rows: str, closes: str = "</sheetData>") -> bytes:
    """Return a sheet's part with rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}{closes}</worksheet>'.encode()


def test_an_end_tag_with_a_blank_is_an_end_tag() -> None:
    """No pattern knows it, so the strict way reads the sheet."""
    content = sheet(ONE, "</sheetData >")
    assert quick_rows(content, "sheet", [], [0, 0]) is None
    assert read_sheet(content, "sheet", [], [0, 0])[0] == {1: {1: ("n", "1", 0, None)}}


@pytest.mark.parametrize("row", [
    ONE.replace('r="1"', 'r="1" xmlns="urn:other"', 1),
    ONE.replace("<v>", '<f xmlns="urn:other">2</f><v>'),
    "\x01" + ONE, "&other;" + ONE,
])  # fmt: skip
def test_what_is_no_row_of_the_sheet_is_left_to_the_strict_way(row: str) -> None:
    """An element of another namespace, a character or a reference that XML does not hold."""
    assert quick_rows(sheet(row), "sheet", [], [0, 0]) is None


@pytest.mark.parametrize(("filled", "seen"), [(4, 0), (5, 0), (1, 4), (2, 2), (0, 4)])
def test_filled_cells_beyond_the_most_are_refused_both_ways(
    monkeypatch: pytest.MonkeyPatch, filled: int, seen: int
) -> None:
    """Filled cells of all sheets count together; empty ones do not count."""
    monkeypatch.setattr(worker_file_limits, "FILLED_CELLS", 4)
    held = "".join(f'<c r="{"ABCDE"[n]}1"><v>{n}</v></c>' for n in range(filled))
    content = sheet(f'<row r="1">{held}<c r="F1" s="2"/></row>')
    for read in (quick_rows, strict_rows):
        used = [seen, seen]
        if filled + seen <= 4:
            assert read(content, "sheet", [], used) is not None
            assert used == [filled + seen, filled + seen + 1]
        else:
            with pytest.raises(Refused, match="too-many-cells"):
                read(content, "sheet", [], used)


KINDS = ("", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="inlineStr"')
INSIDE = ("", "<v>1</v>", "<v>words</v>", "<is><t>5</t></is>", "<f>1+1</f>")


@pytest.mark.parametrize("kind", KINDS)
def test_every_type_of_cell_says_the_same_both_ways(kind: str) -> None:
    """A cell of each type with a value, a text of its own, a formula, and with two of them."""
    for first, second in product(INSIDE, repeat=2):
        content = sheet(f'<row r="1"><c r="A1"{kind}>{first}{second}</c></row>')
        said: list[object] = []
        for read in (quick_rows, strict_rows):
            try:
                found = read(content, "sheet", ["nought", "one"], [0, 0])
                said.append(None if found is None else found[0].get(1, {}))
            except Refused as refusal:
                said.append(refusal.code)
        assert said[0] in (None, said[1]), (first, second)


def test_a_text_is_as_long_as_the_limit_and_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shared string of the most characters is read both ways; one more is refused both ways."""
    monkeypatch.setattr(worker_file_limits, "TEXT", 40)
    for length, words in ((40, "甲" * 40), (41, None)):
        part = f'<sst xmlns="{MAIN}"><si><t>{"甲" * length}</t></si></sst>'.encode()
        for read in (quick_strings, strict_strings):
            if words:
                assert read(part, "sst") == [words]
            else:
                with pytest.raises(Refused, match="text-too-long"):
                    read(part, "sst")


@pytest.mark.parametrize(("styles", "formats"), [
    ('<cellXfs><xf numFmtId="3"/></cellXfs>', ({}, [3])),
    ('<fonts/><cellXfs count="1"><xf numFmtId="3"/></cellXfs>', ({}, [3])),
    ('<xf numFmtId="3"/></cellXfs>', None),
    ('<cellXfs><xf numFmtId="3"/>', None),
    ('<cellXfs><xf numFmtId="3"/></cellXfs><cellXfs><xf numFmtId="4"/></cellXfs>', None),
    ('<cellXfs><xf numFmtId="3"/><xf fontId="1"/></cellXfs>', None),
    ('<numFmts><numFmt a="1"/></numFmts><cellXfs><xf numFmtId="3"/></cellXfs>', None),
])  # fmt: skip
def test_one_whole_list_of_cell_formats(
    styles: str, formats: tuple[dict[int, str], list[int]] | None
) -> None:
    """Where it does not begin, does not end, stands twice or is written otherwise, the strict way
    reads it.
    """
    assert quick_formats(styles) == formats


@pytest.mark.parametrize(("validation", "mute"), [
    ('<dataValidation sqref="A1"/>', True),
    ('<dataValidation sqref="A1"><formula1>1</formula1></dataValidation>', True),
    ('<dataValidation sqref="A1"><formula1>1</formula1>/></dataValidation> ', True),
    ('<dataValidation sqref="A1" prompt="a>b"/>', False),
    ('<dataValidation sqref="A1"/>words', False),
    ('<dataValidation sqref="A1"/></dataValidation>', False),
    ('<dataValidation sqref="A1"><formula1>1</formula1>', False),
    ('<dataValidation sqref="A1"></dataValidation></dataValidation>', False),
    ('<dataValidation sqref="A1"></dataValidation>words', False),
    ('<dataValidation sqref="A1"><c r="A1"/></dataValidation>', False),
    ('<dataValidation xmlns="urn:other" sqref="A1"/>', False),
])  # fmt: skip
def test_only_whole_validations_are_left_out(validation: str, *, mute: bool) -> None:
    """Each begins once and ends once; anything else stays, for the strict way to judge."""
    around = f'<a><dataValidations count="1">{validation}</dataValidations></a>'.encode()
    alone = b'<a><dataValidations count="1"></dataValidations></a>'
    for _ in range(2):
        assert without_mute_parts(around, "sheet") == (alone if mute else around)


@pytest.mark.parametrize("text", ["a\x0bb", "a\ufffeb", "a\uffffb"])
def test_characters_that_no_xml_holds_are_left_to_the_strict_way(text: str) -> None:
    """Each kind alone, in a cell and in the text of a part."""
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    assert quick_rows(sheet(cell), "sheet", [], [0, 0]) is None
    assert proved_text(text.encode(), "sheet") is None


@pytest.mark.parametrize(("reference", "meant"), [
    ("&#x10FFFF;", "\U0010ffff"), ("&#1114111;", "\U0010ffff"), ("&#x4E;", "N"), ("&#9;", "\t"),
    ("&#x110000;", None), ("&#xD800;", None), ("&#1;", None), ("&#xFFFE;", None), ("&#0;", None),
])  # fmt: skip
def test_a_reference_names_a_character_of_xml(reference: str, meant: str | None) -> None:
    """Up to the last one of Unicode; both ways refuse any other."""
    content = sheet(f'<row r="1"><c r="A1" t="str"><v>x{reference}x</v></c></row>')
    for read in (quick_rows, strict_rows):
        if meant is None:
            with pytest.raises(Refused, match="damaged"):
                read(content, "sheet", [], [0, 0])
        else:
            found = read(content, "sheet", [], [0, 0])
            assert found is not None
            assert found[0][1][1][:2] == ("s", f"x{meant}x")


def test_lines_of_a_formula_end_alike_both_ways() -> None:
    """XML has one end of a line, however the file has it."""
    content = sheet('<row r="1"><c r="A1"><f>1+\r\n1</f><v>2</v></c></row>')
    assert quick_rows(content, "sheet", [], [0, 0]) == strict_rows(content, "sheet", [], [0, 0])


@pytest.mark.parametrize("column", ["XFE", "ZZZ"])
def test_a_cell_beyond_the_last_column_is_refused(column: str) -> None:
    """It is no empty cell."""
    content = sheet(f'<row r="1"><c r="{column}1"><v>1</v></c></row>')
    assert quick_rows(content, "sheet", [], [0, 0]) is None
    with pytest.raises(Refused, match="damaged"):
        strict_rows(content, "sheet", [], [0, 0])


def test_pieces_that_fill_their_room_are_forgotten() -> None:
    """However many are sent, no more are kept than the room takes; long ones are not kept at all."""
    pieces: Remembered[int] = Remembered(10_000)
    most = 0
    for number in range(100):
        pieces.keep(f"{number:0100}".encode(), number)
        most = max(most, len(pieces.known))
    assert most == 10_000 // 500
    pieces.keep(b"x" * 4_001, 1)
    assert b"x" * 4_001 not in pieces.known
    none: Remembered[int] = Remembered(400)
    none.keep(b"x", 1)
    assert not none.known


PREFIXED = ' x14ac:dyDescent="0.2"'
DECLARED = f'xmlns="{MAIN}" xmlns:x14ac="urn:heights"'


@pytest.mark.parametrize("row", [
    f'<row r="1"{PREFIXED}><c r="A1"><v>1</v></c></row>',
    f'{ONE}<row r="2"{PREFIXED}/>', f'{ONE}<row r="2"{PREFIXED}><c r="A2"><v>1</v></c></row>',
])  # fmt: skip
def test_a_prefix_that_no_part_declares_is_left_to_the_strict_way(row: str) -> None:
    """Which refuses it, whatever sheet was read before; declared at the root it is of no account, and elsewhere it does not count."""
    plain = f' xmlns="{MAIN}"'
    for content in (
        sheet(row),
        sheet(row).replace(plain.encode(), f" o='{DECLARED.split(' ', 1)[1]}'{plain}".encode()),
        sheet(row, '</sheetData><extLst><ext xmlns:x14ac="urn:heights"/></extLst>'),
    ):
        assert quick_rows(content, "sheet", [], [0, 0]) is None
        with pytest.raises(Refused, match="damaged"):
            strict_rows(content, "sheet", [], [0, 0])
    declared = sheet(row).replace(plain.encode(), f" {DECLARED}".encode())
    assert quick_rows(declared, "sheet", [], [0, 0]) is not None
    strict_rows(declared, "sheet", [], [0, 0])
    assert quick_rows(sheet(row), "sheet", [], [0, 0]) is None  # beside one that declares it


@pytest.mark.parametrize("attribute", [
    ' no:one="1"', ' x14ac:o="1"', ' 1o="1"', ' -o="1"', ' o="1" o="1"', ' o="&#0;"', ' o="&#5;"',
])  # fmt: skip
def test_an_attribute_that_is_none_is_refused_wherever_it_stands(attribute: str) -> None:
    """A prefix that no part declares, a name that is none, an attribute twice, a character that XML
    does not hold: in rows, formulas, texts of cells, shared strings, their looks and guides.
    """
    for row in (
        f'<row r="1"{attribute}><c r="A1"><v>1</v></c></row>',
        f'<row r="1"><c r="A1"><f{attribute}>1</f><v>1</v></c></row>',
        f'<row r="1"><c r="A1" t="inlineStr"><is><t{attribute}>1</t></is></c></row>',
    ):
        assert quick_rows(sheet(row), "sheet", [], [0, 0]) is None
        with pytest.raises(Refused, match="damaged"):
            strict_rows(sheet(row), "sheet", [], [0, 0])
    for string in (
        f"<t{attribute}>1</t>", f"<r><t{attribute}>1</t></r>",
        f"<r><rPr><sz{attribute}/></rPr><t>1</t></r>", f"<t>1</t><rPh{attribute}><t>1</t></rPh>",
        f"<t>1</t><phoneticPr{attribute}/>",
    ):  # fmt: skip
        content = f'<sst xmlns="{MAIN}"><si>{string}</si></sst>'.encode()
        assert quick_strings(content, "strings") is None
        with pytest.raises(Refused, match="damaged"):
            strict_strings(content, "strings")
