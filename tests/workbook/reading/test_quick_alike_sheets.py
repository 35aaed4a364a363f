"""A sheet that is compared with one that was read before says the same as one that is read alone."""

import sys
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sizes import examples
from xlreport.model.returns.return_refusal import Refused
from xlreport.workbook.reading.formats.quick import quick_alike_sheets, quick_xlsx
from xlreport.workbook.reading.formats.quick.quick_cells import sheet_pieces
from xlreport.workbook.reading.formats.quick.quick_xlsx import quick_rows
from xlreport.workbook.reading.formats.xlsx_format_sheet import strict_rows

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROWS, COLUMNS = 5, "ABCDEF"
SHAPES = (
    '<c r="{0}" s="3"/>', '<c r="{0}" s="1"><v>1</v></c>', '<c r="{0}" s="2"><v>1</v></c>',
    '<c r="{0}" t="s"><v>0</v></c>', '<c r="{0}" t="s"><v>3</v></c>', '<c r="{0}" t="s"><v>4</v></c>',
    '<c r="{0}" t="s"><v>7</v></c>', '<c r="{0}" t="inlineStr"><is><t>x&amp;y</t></is></c>',
    '<c r="{0}"><f>A1</f></c>', '<c r="{0}" t="str"><f>A1</f><v/></c>', '<c r="{0}" t="b"><v>1</v></c>',
    '<c r="{0}" t="b"><v>9</v></c>', '<c r="{0}"><v> </v></c>', '<c r="B2"><v>5</v></c>',
    '<c r="C{1}"><v>6</v></c>', '<c r="C{1}"/>', '<c r="XFE{1}"><v>6</v></c>', '<c r="{0}" x="1" x="1"/>',
)  # fmt: skip
"""Cells of all kinds: empty, figures, shared strings (the last is none), what is to be looked at, and
cells that stand in another row or column than they should.
"""
PLAIN = 5
"""How many of them the sheet has that is read first."""
STRINGS = ["一", "二", "三", "四", "五"]


def sheet(shapes: list[int], last: int = ROWS) -> bytes:
    rows = []
    for row in range(1, ROWS + 1):
        own = shapes[(row - 1) * len(COLUMNS) : row * len(COLUMNS)]
        cells = "".join(
            SHAPES[shape].format(f"{column}{row}", row)
            for column, shape in zip(COLUMNS, own, strict=True)
        )
        rows.append(f'<row r="{row if row < ROWS else last}">{cells}</row>')
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData></worksheet>'.encode()


def said(content: bytes, strings: list[str]) -> object:
    """Return all cells in their order, or why the sheet is refused."""
    try:
        found = quick_rows(content, "sheet", strings, [0, 0])
    except Refused as refusal:
        return refusal.code
    return found and [(row, list(cells.items())) for row, cells in found[0].items()]


def said_strictly(content: bytes, strings: list[str]) -> object:
    try:
        rows, _ = strict_rows(content, "sheet", strings, [0, 0])
    except Refused as refusal:
        return refusal.code
    return [(row, list(cells.items())) for row, cells in rows.items() if cells]


@pytest.fixture(autouse=True)
def _nothing_known() -> Iterator[None]:
    quick_alike_sheets._KNOWN.clear()  # noqa: SLF001 - what other tests read is no part of these
    yield
    quick_alike_sheets._KNOWN.clear()  # noqa: SLF001 - as above


places = st.integers(0, ROWS * len(COLUMNS) - 1)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(st.integers(0, PLAIN), min_size=30, max_size=30),
    st.lists(st.dictionaries(places, st.integers(0, len(SHAPES) - 1), max_size=4), max_size=3),
    st.dictionaries(st.integers(0, 4), st.sampled_from(["", "六", "七"]), max_size=3),
    st.integers(1, 6),
    st.sampled_from([4, ROWS, ROWS + 1]),
)
def test_alike_or_alone(
    base: list[int], changes: list[dict[int, int]], words: dict[int, str], count: int, last: int
) -> None:
    """Whatever was read before, cells, their order and refusals are those of the sheet alone, and
    of the strict way.
    """
    quick_alike_sheets._KNOWN.clear()  # noqa: SLF001 - each example begins with nothing
    said(sheet(base), STRINGS)
    strings = [words.get(number, text) for number, text in enumerate(STRINGS)][:count]
    for change in changes:
        content = sheet([change.get(place, shape) for place, shape in enumerate(base)], last)
        beside = said(content, strings)
        known = dict(quick_alike_sheets._KNOWN)  # noqa: SLF001 - put back after the sheet is read alone
        quick_alike_sheets._KNOWN.clear()  # noqa: SLF001 - as above
        assert beside == said(content, strings)
        quick_alike_sheets._KNOWN.update(known)  # noqa: SLF001 - as above
        if beside is not None:
            assert beside == said_strictly(content, strings)


def test_a_sheet_is_read_by_what_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the pieces that differ are looked at; a string that differs shows in its cells."""
    said(sheet([1] * 24 + [3] * 6), STRINGS)
    asked: list[int] = []

    def counted(written: list[bytes], where: str) -> object:
        asked.append(len(written))
        return sheet_pieces(written, where)

    monkeypatch.setattr(quick_alike_sheets, "sheet_pieces", counted)
    found = said(sheet([2, 0] + [1] * 22 + [3] * 6), ["新", *STRINGS[1:]])
    assert asked == [2]
    assert isinstance(found, list)
    assert found[0][1][0] == (1, ("n", "1", 2, None))
    assert [column for column, _ in found[0][1]] == [1, 3, 4, 5, 6]


def test_few_and_small_sheets_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large sheet, and one in which a cell is to be looked at, are not kept; the oldest gives way."""
    known = quick_alike_sheets._KNOWN  # noqa: SLF001 - what is remembered is seen from outside only as memory
    said(sheet([*[1] * 29, 12]), STRINGS)
    assert not known
    for count in range(1, 21):
        said(line(['<c r="{0}"><v>1</v></c>'] * count), [])
    assert list(known) == list(range(9, 21))
    monkeypatch.setattr(quick_alike_sheets, "_LARGEST", 30 * 600)
    known.clear()
    said(sheet([1] * 30), STRINGS)
    assert not known


def line(cells: list[str]) -> bytes:
    """Return a sheet of one row."""
    placed = "".join(cell.format(f"{chr(65 + at)}1") for at, cell in enumerate(cells))
    head = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
    return f"{head}{placed}</row></sheetData></worksheet>".encode()


def test_texts_count_against_the_room_and_only_those_that_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever strings a workbook has, the sheets kept take no more than their room together."""
    known = quick_alike_sheets._KNOWN  # noqa: SLF001 - as above
    strings = ["never shown" * 100_000, "示" * 1_000, "never shown"]
    said(line(['<c r="{0}" t="s"><v>1</v></c>']), strings)
    assert [text for _, text, _ in known[1].shown] == [strings[1]]
    largest, room = 8_000, 20_000
    monkeypatch.setattr(quick_alike_sheets, "_LARGEST", largest)
    monkeypatch.setattr(quick_alike_sheets, "_ROOM", room)
    for turn in range(60):
        count, words = 1 + turn % 7, "示" * (turn * 397 % 2_000)
        said(line([f'<c r="{{0}}" s="{turn}" t="s"><v>1</v></c>'] * count), ["", words])
        sizes = {
            number: sum(600 + len(piece) for piece in one.written) + 4 * len(one.shown[0][1])
            for number, one in known.items()
        }
        assert sum(sizes.values()) <= room
        assert max(sizes.values(), default=0) <= largest
        if count * 700 + 4 * len(words) <= largest:
            assert known[count].shown[0][1] == words


def test_sheets_without_shared_strings_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A number, a text of its own and an empty cell ask for no shared string."""
    kinds = [1, 7, 0]
    said(sheet(kinds * 10), [])
    monkeypatch.setattr(quick_xlsx, "_rows_anew", lambda *_: None)
    for shape in kinds:
        changed = sheet([*kinds * 9, shape, *kinds[1:]])
        assert said(changed, []) == said_strictly(changed, [])


def test_threads_that_begin_at_once_read_their_own_texts() -> None:
    """What is kept is whole before another thread sees it: each gets the texts of its workbook."""
    count, often = 3_000, sys.getswitchinterval()
    cells = "".join(
        f'<c r="A{n + 1}" t="s"><v>{n}</v></c></row><row r="{n + 2}">' for n in range(count)
    )
    content = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">{cells}</row></sheetData></worksheet>'.encode()
    wrong: list[str] = []

    def read(tag: str, barrier: Barrier) -> None:
        strings = [f"{tag}{number}" for number in range(count)]
        barrier.wait()
        found = quick_rows(content, "sheet", strings, [0, 0])
        if found is None or [cells[1][1] for cells in found[0].values()] != strings:
            wrong.append(tag)

    sys.setswitchinterval(1e-6)
    try:
        for turn in range(8):
            quick_alike_sheets._KNOWN.clear()  # noqa: SLF001 - each turn begins with one sheet
            if turn % 2:
                read("first", Barrier(1))
            barrier = Barrier(3)
            threads = [Thread(target=read, args=(tag, barrier)) for tag in "bcd"]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
    finally:
        sys.setswitchinterval(often)
    assert not wrong
