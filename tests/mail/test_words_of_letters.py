"""Letters say what is so: the colours of the form, what is to be mended, what stands in whose file."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from commands import Clock, put, told
from loopback import BAD, GOOD, JULY
from openpyxl import load_workbook

from xlreport.ledger.ledger_arrivals import Coming, note_arrival
from xlreport.model.round.round_ledger_types import MailKind
from xlreport.pipeline.files.file_places import templates_folder
from xlreport.pipeline.round.opening_round_workspace import Workspace, writing_in

RST = GOOD["RST"].splitlines()
# 195 for a target of 5: a warning that asks for a reason, and one that has it.
FAR_OFF = GOOD["RST"].replace("2.60", "195")
EXPLAINED = FAR_OFF.replace("filled_by", "remark,filled_by").replace(
    "张三,000", "口径调整，含灵活就业,张三,000"
).replace("主体已完工,,,,", "主体已完工,,,,,")  # fmt: skip


def letters(folder: Path, kind: str) -> list[str]:
    """Subject and words of the drafts of a kind, in their order."""
    found = []
    for path in sorted((folder / "outbox").rglob(f"*_{kind}_*.eml")):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        body = mail.get_body(("plain",))
        assert body is not None
        found.append(f"{mail['Subject']}\n{body.get_content()}")
    return found


def hue(rgb: str) -> str:
    """The plain name of a colour `AARRGGBB`."""
    red, green, blue = (int(rgb[at : at + 2], 16) for at in (2, 4, 6))
    if max(red, green, blue) - min(red, green, blue) <= 8:
        return "white" if min(red, green, blue) > 250 else "grey"
    return "yellow" if min(red, green) - blue > 20 else "another"


@pytest.mark.parametrize("kind", MailKind)
def test_every_letter_has_its_words_in_every_language(kind: MailKind) -> None:
    """Its first line is the subject."""
    for language in ("zh", "en"):
        lines = (templates_folder() / "mail" / language / f"{kind}.txt").read_text("utf-8")
        assert lines.partition("\n")[0].strip()
        assert lines.partition("\n")[2].strip()


def test_the_colours_of_the_form(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells to fill in are yellow while they are blank and white after, locked ones grey: as the letters say."""
    told(capsys, "send", "--period", "2020-Q2", "--department", "RST")
    (path,) = (folder / "sent").rglob("*.xlsx")
    sheet = load_workbook(path)["指标填报"]
    rows = [row for row in sheet.iter_rows(min_row=5) if row[1].value == "ZB001" or row[0].value]
    cells = [cell for row in rows for cell in row if cell.fill.patternType]
    open_ones = {hue(cell.fill.fgColor.rgb) for cell in cells if not cell.protection.locked}
    locked = {hue(cell.fill.fgColor.rgb) for cell in cells if cell.protection.locked}
    assert "yellow" in open_ones
    assert open_ones <= {"yellow", "white"}
    assert "grey" in locked
    after = {hue(rule.dxf.fill.bgColor.rgb) for places in sheet.conditional_formatting for rule in places.rules
             if rule.formula and rule.formula[0].startswith("LEN(TRIM(")}  # fmt: skip
    assert after == {"white"}
    (letter,) = letters(folder, "send")
    assert "黄色的空格（填好后不再是黄色）" in letter
    assert "灰色部分不要改动" in letter
    english = (templates_folder() / "mail" / "en" / "send.txt").read_text("utf-8")
    assert "yellow until they are filled in" in english
    assert "grey" in english


def test_what_was_explained_is_not_asked_again(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A warning with its reason is neither a reason to send a return back nor in the letter; without it, it is."""
    told(capsys, "send", "--period", "2020-Q2", "--department", "RST")
    put(folder, tmp_path, FAR_OFF)
    assert "退回" in told(capsys, "return")
    (first,) = letters(folder, "return")
    assert re.search(r"有0处要改、[1-9]处要说明", first)
    assert "ZB001" in first
    put(folder, tmp_path, EXPLAINED, "second.xlsx")
    assert "没有要退回的" in told(capsys, "return")
    put(
        folder,
        tmp_path,
        EXPLAINED.replace("under_way", "ready").replace("2020-09-20", "soon"),
        "third.xlsx",
    )
    told(capsys, "return")
    *_, last = letters(folder, "return")
    assert re.search(r"有[1-9]处要改、0处要说明", last)
    assert "ZB001" not in last
    marked = max((folder / "returned").rglob("*.xlsx"), key=lambda one: one.stat().st_mtime_ns)
    listed = [
        [str(cell.value) for cell in row if cell.value is not None]
        for sheet in load_workbook(marked)
        for row in sheet.iter_rows()
    ]
    assert not [row for row in listed if "需说明" in " ".join(row) and "ZB001" in " ".join(row)]


def test_two_files_of_one_department_read_in_order(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Sent back, then accepted: so it reads, although the names stand the other way round and both come in at once."""
    told(capsys, "send", "--period", "2020-Q2", "--department", "RST")
    blank = (
        RST[0]
        + "\nZB001,见附表,,,,,,张三,000-0001,李四,2020-07-03,operations\nRW001,,ready,,,,,,,,,\n"
    )
    put(folder, tmp_path, blank, "z first.xlsx")
    told(capsys, "return")
    put(folder, tmp_path, GOOD["RST"], "a second.xlsx")
    told(capsys, "acknowledge")
    story = told(capsys, "history", "RST")
    told_of = [
        line.split("  ")[1:4]
        for line in story.splitlines()
        if "  校验  " in line or "  采用  " in line
    ]
    assert told_of[0] == ["校验", "退回", "z first.xlsx"]
    assert told_of[-2:] == [
        ["校验", "已接收", "a second.xlsx"],
        ["采用", "已接收", "a second.xlsx"],
    ]


def test_files_that_come_in_at_once_are_told_in_the_order_of_their_making(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two copies lie in a bare inbox when it is first read: the earlier one is told of first."""
    told(capsys, "send", "--period", "2020-Q2", "--department", "RST")
    put(folder, tmp_path, BAD, "z first.xlsx")
    put(folder, tmp_path, GOOD["RST"], "a second.xlsx")
    for name, day in (("z first.xlsx", 3), ("a second.xlsx", 9)):
        path = folder / "inbox" / name
        book = load_workbook(path)
        book.properties.modified = JULY.replace(day=day, tzinfo=None)
        book.save(path)
        said_saved(path, f"2020-07-{day:02}T08:00:00Z")
    told(capsys, "acknowledge")
    story = told(capsys, "history", "RST")
    names = [line for line in story.splitlines() if "  收到  " in line]
    assert [("first" in line, "second" in line) for line in names] == [(True, False), (False, True)]
    assert "已接收" in story.rpartition("校验")[2]


def said_saved(path: Path, moment: str) -> None:
    """Say in a workbook when it was saved: the library that wrote it says always now."""
    import zipfile

    with zipfile.ZipFile(path) as book:
        parts = {one: book.read(one) for one in book.namelist()}
    core = parts["docProps/core.xml"].decode()
    parts["docProps/core.xml"] = re.sub(
        r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{moment}", core
    ).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def locked_archive() -> bytes:
    """An archive whose entry says that it is encrypted."""
    import io
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("报表.xlsx", b"x" * 30)
    content = bytearray(stream.getvalue())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("name", "content", "fault", "remedy"),
    [
        ("报表.zip", locked_archive(), "加了密码的压缩包", "去掉压缩包的密码"),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(300), "winmail.dat", "改为 HTML 或纯文本"),
        ("报表.rar", b"Rar!\x1a\x07\x00" + bytes(300), "压缩包", "解压后"),
        ("坏.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "损坏", "另存一份"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    house: Workspace, folder: Path, clock: Clock, capsys: pytest.CaptureFixture[str],
    name: str, content: bytes, fault: str, remedy: str,
) -> None:  # fmt: skip
    """The letter names it as its sender does, with a remedy that fits; one of nobody known is named to the coordinator."""
    told(capsys, "send", "--period", "2020-Q2", "--department", "RST")
    (folder / "inbox" / f"0123_{name}").write_bytes(content)
    shown = told(capsys, "return")
    assert "没有退回，因为不知道是谁发来的" in shown
    assert f"0123_{name}" in shown
    assert letters(folder, "return") == []
    (folder / "inbox" / f"4567_{name}").write_bytes(content + b"\0")
    import hashlib

    sha256 = hashlib.sha256(content + b"\0").hexdigest()
    with writing_in(house, "test", clock.now) as ledger:
        note_arrival(ledger, Coming(sha256=sha256, file=f"4567_{name}", name=name, came_on=clock.now.date(), way="mail",
                                    sender="rst@dept.example", department="RST"), clock.now)  # fmt: skip
    told(capsys, "return")
    (letter,) = letters(folder, "return")
    assert f"1. {name}  " in letter
    assert fault in letter
    assert remedy in letter


def test_reminders_say_what_is_missing(
    folder: Path, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who sent nothing is told so; who was sent back is told of that; what lies here unanswered reminds nobody."""
    told(capsys, "send", "--period", "2020-Q2")
    put(folder, tmp_path, BAD)
    clock.day(12)
    told(capsys, "remind")
    assert (
        len(letters(folder, "remind")) == 3
    )  # two addresses and one: the first department is not asked
    told(capsys, "return")
    clock.day(16)
    told(capsys, "remind", "--department", "RST")
    *others, mended = letters(folder, "remind")
    assert all("至今没有收到，已迟" in one for one in others[:3])
    assert "收到的一份有问题，已退回，至今没有收到改好的，已迟6天" in mended + "".join(others)
