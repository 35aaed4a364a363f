"""Hostile archives, and files that are no workbook at all."""

from collections.abc import Callable, Iterator

from tests.hostile.archives import Archive, Member, archive_of, zipped
from tests.hostile.spoiling import MIB, SHEET, Case
from tests.hostile.spreadsheets import OFFICE_FILES

PICTURES = {
    "png": b"\x89PNG\r\n\x1a\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "gif": b"GIF89a",
    "tif": b"II*\x00",
    "bmp": b"BM1234",
    "heic": b"\x00\x00\x00\x18ftypheic",
    "webp": b"RIFF1234WEBP",
}


def archives(sound: bytes) -> Iterator[Case]:
    """The archive as a whole: cut, stuck together, its directory lying."""

    def spoilt(change: Callable[[Archive], None]) -> bytes:
        archive = archive_of(sound)
        change(archive)
        return archive.pack()

    yield Case("sound", sound, "same")
    yield Case("half", sound[: len(sound) // 2], "damaged")
    yield Case("end-cut", sound[:-10], "damaged")
    yield Case("begin-cut", sound[100:], "not-a-workbook")
    yield Case("trailing-bytes", sound + b"x" * 100, "damaged")
    yield Case("twice", sound + sound, "archive-tricks")
    yield Case("stub-before", b"PK" + b"x" * 98 + sound, "archive-tricks")
    yield Case("comment", spoilt(lambda a: setattr(a, "comment", b"hello")), "same")
    yield Case(
        "comment-with-end",
        spoilt(lambda a: setattr(a, "comment", b"PK\x05\x06" + bytes(18))),
        "archive-tricks",
    )
    yield Case("count-more", spoilt(lambda a: setattr(a, "count", len(a.members) + 1)), "damaged")
    yield Case("count-less", spoilt(lambda a: setattr(a, "count", len(a.members) - 1)), "damaged")
    yield Case("count-none", spoilt(lambda a: setattr(a, "count", 0)), "archive-tricks")
    yield Case("start-lies", spoilt(lambda a: setattr(a, "start", 0)), "archive-tricks")
    yield Case("second-disk", spoilt(lambda a: setattr(a, "disk", 1)), "damaged")
    yield Case(
        "hidden-entry",
        spoilt(lambda a: a.hidden.append(Member("xl/evil.xml", b"<x/>"))),
        "archive-tricks",
    )
    yield Case("empty-archive", b"PK\x05\x06" + bytes(18), "archive-tricks")
    yield Case("bits-flipped", bytes(b ^ (i % 997 == 0) for i, b in enumerate(sound)), "refused")
    padding = [Member(f"xl/media/{n}.bin", b"x", 0) for n in range(600)]
    yield Case("too-many-entries", spoilt(lambda a: a.members.extend(padding)), "too-many-parts")
    big = Member("xl/media/big.bin", bytes(21 * MIB), 0)
    yield Case("too-big-file", spoilt(lambda a: a.members.append(big)), "too-big")
    bomb = Member("xl/media/bomb.bin", bytes(50 * MIB))
    yield Case("bomb", spoilt(lambda a: a.members.append(bomb)), "unpacks-too-big")
    claims = [Member(f"xl/media/{n}.bin", b"x", size=100 * MIB) for n in range(3)]
    yield Case("claims-much", spoilt(lambda a: a.members.extend(claims)), "unpacks-too-big")


def entries(sound: bytes) -> Iterator[Case]:
    """Single entries that lie."""

    def spoilt(**fields: object) -> bytes:
        archive = archive_of(sound)
        for key, entry in fields.items():
            setattr(archive.member(SHEET), key, entry)
        return archive.pack()

    def renamed(name: str) -> bytes:
        archive = archive_of(sound)
        archive.members.append(Member(name, b"<x/>"))
        return archive.pack()

    yield Case("crc-wrong", spoilt(crc=1), "damaged")
    yield Case("crc-wrong-inside", spoilt(local_crc=1), "damaged")
    yield Case("size-more", spoilt(size=10**6), "damaged")
    yield Case("size-less", spoilt(size=10), "damaged")
    yield Case("size-differs-inside", spoilt(local_size=10), "damaged")
    yield Case(
        "name-differs-inside", spoilt(local_name="xl/worksheets/sheet9.xml"), "archive-tricks"
    )
    yield Case("encrypted-entry", spoilt(flags=1), "encrypted")
    yield Case("encrypted-inside", spoilt(local_flags=1), "archive-tricks")
    yield Case("strange-method", spoilt(method=12), "archive-tricks")
    yield Case("lzma", spoilt(method=14), "archive-tricks")
    yield Case("not-deflated", spoilt(packed=b"\xff" * 100), "damaged")
    yield Case("deflate-cut", spoilt(packed=b"\x4b"), "damaged")
    yield Case("link-entry", spoilt(attributes=0o120777 << 16, made_by=3 << 8), "archive-tricks")
    yield Case("hidden-bytes", spoilt(after=b"hidden"), "archive-tricks")
    yield Case("first-not-at-start", spoilt(before=b"hidden"), "archive-tricks")
    yield Case("overlapping", spoilt(offset=0), "archive-tricks")
    yield Case("streamed", spoilt(flags=8, descriptor=b"PK\x07\x08" + bytes(12)), "same")
    yield Case("stored", spoilt(method=0), "same")
    yield Case("folder-entry", renamed("xl/media/"), "archive-tricks")
    yield Case("duplicate", renamed(SHEET), "archive-tricks")
    yield Case("duplicate-other-case", renamed(SHEET.upper()), "archive-tricks")
    for number, name in enumerate(
        ("/etc/passwd", "../up.xml", "xl/../../up", "C:/x", "xl\\x.xml", "xl//x.xml", "a\x00b")
    ):
        yield Case(f"name-{number}", renamed(name), "archive-tricks")


def archive_of_texts(folder: str = "", method: int = 8, flags: int = 0) -> bytes:
    """An archive of two letters, packed as other programs pack."""
    members = [Member(f"{folder}{n}.txt", b"x" * 99, method, flags) for n in range(2)]
    return Archive(members).pack()


def other_files(_: bytes) -> Iterator[Case]:
    """What is no workbook at all, whatever its name."""
    yield Case("empty", b"", "empty-file")
    yield Case("one-byte", b"P", "is-text")
    yield Case("zeros", bytes(5000), "not-a-workbook")
    yield Case("rubbish", bytes(range(1, 256)) * 20, "not-a-workbook")
    yield Case("pdf", b"%PDF-1.7\n%\xe2\xe3", "is-pdf")
    for name, head in PICTURES.items():
        yield Case(name, head + bytes(100), "is-picture")
    for name, head in (
        ("rar", b"Rar!\x1a\x07"),
        ("7z", b"7z\xbc\xaf\x27\x1c"),
        ("gz", b"\x1f\x8b\x08"),
    ):
        yield Case(name, head + bytes(100), "is-archive")
    yield Case("rtf", b"{\\rtf1 x}", "is-word")
    yield Case("exe", b"MZ" + bytes(100), "is-other")
    yield Case("csv", "代码,本期值\nZB001,1.5\n".encode(), "is-csv")
    yield Case("csv-gbk", "代码,本期值\nZB001,1.5\n".encode("gbk"), "is-csv")
    yield Case("csv-utf16", "代码\t本期值\nZB001\t1.5\n".encode("utf-16"), "is-csv")
    yield Case("text", "请查收".encode(), "is-text")
    yield Case(
        "web-page", b"<html><body><table><tr><td>1</td></tr></table></body></html>", "is-web-page"
    )
    yield Case(
        "web-archive", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "is-web-page"
    )
    yield Case("mail", b"From: a@b\nSubject: x\n\nbody", "is-mail")
    table = b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    yield Case("xml-2003", table, "is-xml-table")
    flat = b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"/>'
    yield Case("flat-ods", flat, "is-flat-ods")
    yield Case("uof", b'<?xml version="1.0"?><uof:UOF xmlns:uof="http://x.example"/>', "is-uof")
    yield Case("tar", b"a.xlsx".ljust(257, b"\0") + b"ustar\0" + bytes(300), "is-archive")
    yield Case("zip-lzma", archive_of_texts(method=14), "is-archive")
    yield Case("zip-backslashes", archive_of_texts(folder="报表\\"), "is-archive")
    yield Case("zip-locked", archive_of_texts(flags=1), "is-locked-archive")
    yield Case("winmail", b"\x78\x9f\x3e\x22" + bytes(300), "is-winmail")


def office_files(sound: bytes) -> Iterator[Case]:
    """Documents of other kinds that are archives too."""
    for name, parts, expected in OFFICE_FILES:
        yield Case(name, zipped(parts), expected)
    yield Case("zip-of-workbooks", zipped({"a.xlsx": sound, "b.xlsx": sound}), "is-archive")
