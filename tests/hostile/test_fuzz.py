"""Random damage: whatever is changed, nothing escapes, and no value is silently another one.

The number of files grows with the environment variable XLREPORT_FUZZ (20000 in CI); time bounds it.
"""

import os
import random
import struct
import time
from typing import TYPE_CHECKING

from tests.hostile.archives import parts_of, zipped
from tests.hostile.spreadsheets import record, xls
from xlreport.model.returns.submission import Submission, Unreadable
from xlreport.workbook.reading.known_headings import Headings
from xlreport.workbook.reading.submission_reader import read

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = int(os.environ.get("XLREPORT_FUZZ", "1500"))
SECONDS = 180 if COUNT > 1500 else 15
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


def test_nothing_escapes(sound: bytes, words: Headings) -> None:
    """Whatever is changed, the outcome is a submission or a refusal with a code."""
    dice = random.Random(20200630)  # noqa: S311 - the same files in every run
    changes: tuple[Callable[[bytes, random.Random], bytes], ...] = (
        bytes_changed,
        markup_changed,
        parts_changed,
    )
    end = time.monotonic() + SECONDS
    codes: set[str] = set()
    for number in range(COUNT):
        if time.monotonic() > end:
            break
        outcome = read(changes[number % len(changes)](sound, dice), "f.xlsx", words)
        assert isinstance(outcome, Submission | Unreadable)
        if isinstance(outcome, Unreadable):
            codes.add(outcome.finding.code)
            where = outcome.finding.fields.get("where", "")
            assert not where.endswith(("Error", "error", "Exception")), (
                f"{number}: {where} was not foreseen"
            )
    assert codes


def test_damage_never_changes_a_value(sound: bytes, words: Headings) -> None:
    """Of thousands of randomly damaged copies each is refused, or read with the values of the sound one."""
    dice = random.Random(7)  # noqa: S311 - the same files in every run
    first = read(sound, "f.xlsx", words)
    assert isinstance(first, Submission)
    end = time.monotonic() + SECONDS
    different = []
    for number in range(max(COUNT, 3000)):
        if time.monotonic() > end:
            break
        outcome = read(bytes_changed(sound, dice), "f.xlsx", words)
        if isinstance(outcome, Submission) and outcome.entries != first.entries:
            different.append(number)
    assert different == []


def test_nothing_escapes_from_old_workbooks(words: Headings) -> None:
    """The same holds for .xls workbooks, whose bytes no CRC protects."""
    cells = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.5)) + record(
        0xFD, struct.pack("<HHHL", 0, 1, 0, 0)
    )
    cells += record(0xBD, struct.pack("<HHHLHLH", 1, 0, 0, 6, 1, 7, 1)) + record(
        0xE5, struct.pack("<5H", 1, 3, 4, 0, 1)
    )
    whole = xls(cells, ("约5%", "x" * 40))
    start = whole.index(struct.pack("<HH", 0x0809, 16))
    dice = random.Random(1949)  # noqa: S311 - the same files in every run
    for number in range(COUNT // 3):
        changed = bytes_changed(whole[start:], dice) if number % 2 else bytes_changed(whole, dice)
        outcome = read(whole[:start] + changed if number % 2 else changed, "f.xls", words)
        if isinstance(outcome, Unreadable):
            assert not outcome.finding.fields.get("where", "").endswith(
                ("Error", "error", "Exception")
            ), number
