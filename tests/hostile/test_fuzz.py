"""Random damage: whatever is changed, nothing escapes, and no value is silently another one.

The number of files is the environment variable XLREPORT_FUZZ (50000 in CI), and every one of them is read: each test
says how many.
"""

import os
import random
import re
import struct
from collections.abc import Callable
from xml.sax.saxutils import escape

from tests.hostile.archives import parts_of, zipped
from tests.hostile.opendocument import ods
from tests.hostile.spreadsheets import record, xls
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

Record = Callable[[str, object], None]
COUNT = int(os.environ.get("XLREPORT_FUZZ", "600"))
PIECES = (
    b"<", b">", b"/", b'"', b"&", b"\x00", b"\xff", b"<c>", b"</c>", b"<!--", b"]]>", b"<v>", b"</v>", b"1e999", b"-1",
    b' r="XFD1048576"', b' s="99999"', b' t="s"', b' t="e"', b"<!DOCTYPE x>", b"&#0;", b"99999999999999999999",
    b"<row>", b"xmlns=''", b"_x0000_", b"\xef\xbf\xbe",
)  # fmt: skip


def bytes_changed(content: bytes, dice: random.Random) -> bytes:
    """Some bytes are others, missing, or twice there."""
    whole = bytearray(content)
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(whole))
        length = dice.choice((1, 1, 1, 2, 16, 400))
        match dice.randrange(4):
            case 0:
                whole[at] = dice.randrange(256)
            case 1:
                whole[at] ^= 1 << dice.randrange(8)
            case 2:
                del whole[at : at + length]
            case _:
                whole[at:at] = whole[at : at + length]
    return bytes(whole)


def markup_changed(content: bytes, dice: random.Random) -> bytes:
    """Pieces of markup stand where none belong, in an archive that is sound."""
    parts = parts_of(content)
    for _ in range(dice.randint(1, 3)):
        name = dice.choice(list(parts))
        part = bytearray(parts[name])
        at = dice.randrange(len(part) + 1)
        part[at : at + dice.choice((0, 0, 1, 5, 40))] = dice.choice(PIECES)
        parts[name] = bytes(part)
    return zipped(parts)


def parts_changed(content: bytes, dice: random.Random) -> bytes:
    """Parts are missing, swapped, cut, or under another name."""
    parts = parts_of(content)
    one, other = dice.sample(list(parts), 2)
    match dice.randrange(4):
        case 0:
            del parts[one]
        case 1:
            parts[one], parts[other] = parts[other], parts[one]
        case 2:
            parts[one] = parts[one][: dice.randrange(len(parts[one]) + 1)]
        case _:
            parts[one.upper()] = parts.pop(one)
    return zipped(parts)


CODES = (
    '0"万户"', "#,##0.0,,", "0!.0,", "[h]:mm", "# ?/?", '[>1]"x"0;[<0]-0', ";;;", "@", "0.00E+00", "%%%", '"', "[$¥-804]0",
    "[DBNum1]0", "\\", "_", "*", "0" * 250, "?/" * 90, "[" * 9, ";" * 9, "yyyy", "[>1E999]0", "General" * 30, "0,,,,,,,,0.0,",
)  # fmt: skip
RUNS = (
    '<r><rPr><vertAlign val="superscript"/></rPr><t>1</t></r>', "<r><rPr><strike/></rPr><t>5</t></r>", "<r><rPr/></r>",
    '<r><rPr><strike val="x"/><vertAlign/></rPr><t>x</t></r>', "<rPh><t>x</t></rPh>",
)  # fmt: skip


def formats_changed(content: bytes, dice: random.Random) -> bytes:
    """Cells have number formats that say anything, struck fonts, and texts in pieces."""
    parts = parts_of(content)
    styles = parts["xl/styles.xml"].decode()
    codes = "".join(
        f'<numFmt numFmtId="{900 + n}" formatCode="{escape(_code(dice), {chr(34): "&quot;"})}"/>'
        for n in range(9)
    )
    styles = re.sub("<numFmts[^>]*>", lambda found: found[0] + codes, styles, count=1)
    styles = re.sub(
        r'<xf numFmtId="\d+"', lambda _: f'<xf numFmtId="{900 + dice.randrange(11)}"', styles
    )
    if dice.randrange(2):
        styles = styles.replace("<font>", "<font><strike/>", dice.randrange(4))
    texts = parts["xl/sharedStrings.xml"].decode().split("<si>")
    for _ in range(3):
        at = dice.randrange(1, len(texts))
        texts[at] = "".join(dice.choices(RUNS, k=2)) + "</si>"
    changed = {
        "xl/styles.xml": styles.encode(),
        "xl/sharedStrings.xml": "<si>".join(texts).encode(),
    }
    return zipped(parts | changed)


def _code(dice: random.Random) -> str:
    code = dice.choice(CODES) + dice.choice(CODES)[: dice.randrange(9)]
    return code if dice.randrange(3) else "".join(dice.sample(code, len(code)))


def test_nothing_escapes(sound: bytes, words: Headings, record_property: Record) -> None:
    """Whatever is changed, the outcome is a submission or a refusal with a code."""
    dice = random.Random(20200630)  # noqa: S311 - the same files in every run
    changes = (bytes_changed, markup_changed, parts_changed, formats_changed)
    codes: set[str] = set()
    for number in range(COUNT):
        outcome = read(changes[number % len(changes)](sound, dice), "f.xlsx", words)
        assert isinstance(outcome, Submission | Unreadable)
        if isinstance(outcome, Unreadable):
            codes.add(outcome.finding.code)
            where = outcome.finding.fields.get("where", "")
            assert not where.endswith(("Error", "error", "Exception")), (
                f"{number}: {where} was not foreseen"
            )
    assert codes
    record_property("files", COUNT)


def test_damage_never_changes_a_value(
    sound: bytes, words: Headings, record_property: Record
) -> None:
    """Of thousands of randomly damaged copies each is refused, or read with the values of the sound one."""
    dice = random.Random(7)  # noqa: S311 - the same files in every run
    first = read(sound, "f.xlsx", words)
    assert isinstance(first, Submission)
    different = []
    count = max(COUNT // 5, 300)
    for number in range(count):
        outcome = read(bytes_changed(sound, dice), "f.xlsx", words)
        if isinstance(outcome, Submission) and outcome.entries != first.entries:
            different.append(number)
    assert different == []
    record_property("files", count)


def test_nothing_escapes_from_old_workbooks(words: Headings) -> None:
    """The same holds for .xls workbooks, whose bytes no CRC protects."""
    cells = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.5)) + record(
        0xFD, struct.pack("<HHHL", 0, 1, 0, 0)
    )
    cells += record(0xBD, struct.pack("<HHHLHLH", 1, 0, 0, 6, 1, 7, 1)) + record(
        0xE5, struct.pack("<5H", 1, 3, 4, 0, 1)
    )
    tokens = bytes((0x3A, 0, 0, 1, 0, 2, 0, 0x1E, 5, 0, 0x03, 0x22, 2, 4, 0, 0x17, 1, 0, 65, 0x08))
    cells += record(6, struct.pack("<HHHdHLH", 2, 0, 0, 1.5, 0, 0, len(tokens)) + tokens)
    links = record(0x01AE, struct.pack("<HH", 1, 0x0401)) + record(
        0x17, struct.pack("<HHhH", 1, 0, 0, 0)
    )
    whole = xls(cells, ("约5%", "x" * 40), before=links)
    start = whole.index(struct.pack("<HH", 0x0809, 16))
    dice = random.Random(1949)  # noqa: S311 - the same files in every run
    for number in range(COUNT // 3):
        changed = bytes_changed(whole[start:], dice) if number % 2 else bytes_changed(whole, dice)
        outcome = read(whole[:start] + changed if number % 2 else changed, "f.xls", words)
        if isinstance(outcome, Unreadable):
            assert not outcome.finding.fields.get("where", "").endswith(
                ("Error", "error", "Exception")
            ), number


DOCUMENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>'
    '<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/>'
    '</style:style><style:style style:name="c1" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>'
    '<office:body><office:spreadsheet><table:table table:name="表"><table:table-row>'
    '<table:table-cell office:value-type="float" office:value="5"><text:p>5万户</text:p></table:table-cell>'
    '<table:table-cell office:value-type="string"><text:p>1.9<text:span text:style-name="T1">1</text:span></text:p>'
    '</table:table-cell><table:table-cell table:style-name="c1" table:formula="of:=[.A1]*2" office:value-type="float"'
    ' office:value="10"><text:p>10</text:p></table:table-cell></table:table-row></table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def test_nothing_escapes_from_open_documents(words: Headings, record_property: Record) -> None:
    """The same holds for OpenDocument workbooks with pieces of text, struck cells and what is shown beside values."""
    dice = random.Random(1998)  # noqa: S311 - the same files in every run
    count = COUNT // 3
    for number in range(count):
        text = bytearray(DOCUMENT.encode())
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(text) + 1)
            text[at : at + dice.choice((0, 1, 5, 40))] = dice.choice(PIECES)
        outcome = read(ods(bytes(text)), "f.ods", words)
        if isinstance(outcome, Unreadable):
            where = outcome.finding.fields.get("where", "")
            assert not where.endswith(("Error", "error", "Exception")), (number, where)
    assert isinstance(read(ods(DOCUMENT), "f.ods", words), Submission)
    record_property("files", count)
