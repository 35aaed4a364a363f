"""Files packed the way old and odd mail programs do it: winmail.dat, uuencode, letters in base64."""

import base64
import codecs
import random
import struct
from pathlib import Path

import pytest
from loopback import GOOD, JULY, filled, reply

from xlreport.mail.inbound_mail import Without, read_message
from xlreport.mail.tnef_attachments import is_tnef, tnef_files
from xlreport.model.period import Period
from xlreport.model.returns.submission import Unreadable
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.opening_mails import Incoming, opened
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, writing_in
from xlreport.processes.worker_processes import FileJob, each_file
from xlreport.workbook.reading.submission_reader import read

RST = "rst@dept.example"
NAME = "03_人社厅（镕）二季度.xlsx"


def attribute(level: int, number: int, content: bytes) -> bytes:
    """One attribute of a TNEF stream (MS-OXTNEF 2.1.3): level, number, length, bytes, checksum."""
    return (
        struct.pack("<BII", level, number, len(content))
        + content
        + struct.pack("<H", sum(content) & 0xFFFF)
    )


def long_name(name: str) -> bytes:
    """A list of one property: PidTagAttachLongFilename (0x3707) as UTF-16 (0x001F)."""
    text = (name + "\0").encode("utf-16-le")
    padded = text + b"\0" * (-len(text) % 4)
    return struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(text)) + padded


def winmail(*files: tuple[str, bytes], wide: bool = True) -> bytes:
    """What Outlook on a Chinese Windows packs its attachments into."""
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += attribute(1, 0x00089006, struct.pack("<I", 0x00010000))  # attTnefVersion
    out += attribute(1, 0x00069007, struct.pack("<II", 936, 0))  # attOemCodepage
    for name, content in files:
        out += attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
        out += attribute(2, 0x00018010, name.encode("gb18030") + b"\0")  # attAttachTitle
        out += attribute(2, 0x0006800F, content)  # attAttachData
        if wide:
            out += attribute(2, 0x00069005, long_name(name))  # attAttachment
    return out


def taken(workspace: Workspace, content: bytes) -> list[tuple[str, bytes]]:
    incoming = opened(workspace, content)
    assert incoming is not None
    return [(one.name, one.content) for one in incoming.files]


@pytest.mark.parametrize("wide", [True, False])
def test_files_in_a_winmail(house: Workspace, wide: bool) -> None:  # noqa: FBT001
    """Each file comes out under its own name, long or only in the code page of Windows; an archive in it is opened too."""
    files = [(NAME, b"PK\x03\x04 one"), ("附表.csv", b"a,b\n1,2\n")]
    packed = winmail(*files, wide=wide)
    assert is_tnef(packed)
    assert taken(house, reply(RST, ("winmail.dat", packed))) == files
    assert list(house.held.iterdir()) == []


def test_a_winmail_that_only_has_looks(house: Workspace) -> None:
    """Outlook sends one with every rich letter: no file, and the letter is one of words."""
    incoming = opened(house, reply(RST, ("winmail.dat", winmail())))
    assert incoming is not None
    assert (incoming.files, incoming.message.without) == ((), Without.WORDS)


@pytest.mark.parametrize("broken", [b"\x78\x9f\x3e\x22", winmail((NAME, b"x" * 900))[:200]])
def test_a_winmail_that_cannot_be_read(house: Workspace, broken: bytes) -> None:
    """It stays the file that it is, to be told back with what to do."""
    assert taken(house, reply(RST, ("winmail.dat", broken))) == [("winmail.dat", broken)]
    refused = read(broken, "winmail.dat", known_headings(None))
    assert isinstance(refused, Unreadable)
    assert refused.finding.code == "is-winmail"


def test_damaged_winmails(tmp_path: Path) -> None:
    """Whatever stands in one, it is read or it is not; one that keeps its parser busy is stopped."""
    chance = random.Random(3)  # noqa: S311 - a fixed seed
    sound = winmail((NAME, b"x" * 300), ("b.csv", b"1,2"))
    endless = sound.replace(struct.pack("<IHH", 1, 0x001F, 0x3707), b"\xff\xff\xff\x7f\x1f\0\7\x37")
    jobs = []
    for number in range(40):
        content = bytearray(sound if number else endless)
        for _ in range(chance.randint(1, 8) if number else 0):
            content[chance.randrange(6, len(content))] = chance.randrange(256)
        path = tmp_path / f"{number}.dat"
        path.write_bytes(content)
        jobs.append(FileJob(path, tmp_path))
    found = list(each_file(jobs, tnef_files, 1, seconds=0.5))
    assert len(found) == len(jobs)
    told = found[0]
    assert isinstance(told, Unreadable)
    assert told.finding.code == "too-slow"
    assert sum(isinstance(one, tuple) for one in found) > 10


def uuencoded(name: str, content: bytes) -> bytes:
    """As Python's own codec writes it, and as Unix did."""
    return codecs.encode(content, "uu").replace(b"<data>", name.encode(), 1)


def letter(body: bytes, more: bytes = b"") -> bytes:
    head = f"From: {RST}\r\nSubject: x\r\nMIME-Version: 1.0\r\n".encode() + more
    return head + b"\r\n" + body


@pytest.mark.parametrize("size", [1, 44, 45, 46, 3000])
def test_uuencoded_in_a_text(size: int) -> None:
    """Two files between the words of a letter; the words are no file."""
    content = bytes(range(256)) * 12
    body = b"see below\r\n\r\n" + uuencoded("a.xls", content[:size]) + b"\r\nbye\r\n"
    body += uuencoded("b.xls", content[:size][::-1])
    found = read_message(letter(body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))).attached
    assert [(one.name, one.content) for one in found] == [
        ("a.xls", content[:size]),
        ("b.xls", content[:size][::-1]),
    ]


def test_uuencoded_odd_forms() -> None:
    """A Chinese name in GBK, spaces that were cut from the ends of lines, and the form of base64."""
    plain = uuencoded("NAME", bytes(120))
    cut = b"\n".join(line.replace(b"`", b" ").rstrip() for line in plain.split(b"\n"))
    (one,) = read_message(letter(cut.replace(b"NAME", "人社厅.xls".encode("gb18030")))).attached
    assert (one.name, one.content) == ("人社厅.xls", bytes(120))
    packed = b"begin-base64 644 c.xls\n" + base64.encodebytes(b"abc" * 40) + b"====\n"
    (one,) = read_message(letter(packed)).attached
    assert (one.name, one.content) == ("c.xls", b"abc" * 40)
    assert read_message(letter(b"begin 644 of a new era\n\nno end")).attached == ()


@pytest.mark.parametrize("packing", ["base64", "quoted-printable", "7bit"])
@pytest.mark.parametrize("name", [b"", b'; name="fwd.eml"'])
def test_a_letter_in_a_letter_however_packed(packing: str, name: bytes) -> None:
    """Exchange packs forwarded letters into base64, which RFC 2046 forbids; the file in it comes out."""
    inner = reply("other@dept.example", (NAME, b"PK\x03\x04" + bytes(200)), subject="转")
    if packing == "base64":
        inside = base64.encodebytes(inner)
    elif packing == "7bit":
        inside = inner
    else:
        import quopri

        inside = quopri.encodestring(inner)
    body = (
        b"--bb\r\nContent-Type: text/plain\r\n\r\nfyi\r\n--bb\r\nContent-Type: message/rfc822" + name
        + b"\r\nContent-Transfer-Encoding: " + packing.encode() + b"\r\n\r\n" + inside
        + b"\r\n--bb--\r\n"
    )  # fmt: skip
    head = b"Content-Type: multipart/mixed; boundary=bb\r\n"
    (one,) = read_message(letter(body, head)).attached
    assert (one.name, one.content) == (NAME, b"PK\x03\x04" + bytes(200))


def test_a_return_out_of_a_winmail_counts(house: Workspace, tmp_path: Path) -> None:
    """A workbook from a winmail.dat is the workbook, byte for byte."""
    with writing_in(house, "test", JULY) as ledger:
        (one,) = send(round_with(house, ledger, JULY), Period.parse("2020-Q2"), departments=["RST"])
    content = filled(one.path.read_bytes(), GOOD["RST"], tmp_path)
    incoming = opened(house, reply(RST, ("winmail.dat", winmail((NAME, content)))))
    assert isinstance(incoming, Incoming)
    assert [file.content for file in incoming.files] == [content]
