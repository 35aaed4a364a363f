"""What a coordinator does by command and takes back by command: each is seen in `status`, `history` and the summary."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from commands import Clock, put, standing, told
from loopback import BAD, GOOD, Mailbox, filled, imap_settings, reply

import xlreport
from xlreport.cli.exit_codes import run
from xlreport.ledger.ledger_arrivals import Coming, note_arrival
from xlreport.ledger.ledger_file import LEDGER_FILE
from xlreport.model.round.round_ledger_types import ArrivalPlace
from xlreport.pipeline.files.locking_workspace_files import HOLDER
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace, writing_in

Q2 = ("--period", "2020-Q2")
Screen = pytest.CaptureFixture[str]


@pytest.fixture
def sent(folder: Path, capsys: Screen) -> Path:
    """Workbooks of the second quarter have gone out."""
    told(capsys, "send", *Q2)
    return folder


def held(house: Workspace, clock: Clock, *names: str) -> None:
    with writing_in(house, "test", clock.now) as ledger:
        for number, name in enumerate(names, 1):
            file = f"{number}.bin"
            (house.held / file).write_bytes(name.encode())
            coming = Coming(sha256=file, file=file, name=name, came_on=clock.now.date(), way="mail",
                            sender="x@y.example", place=ArrivalPlace.HELD, reason="stranger")  # fmt: skip
            note_arrival(ledger, coming, clock.now)


def figures(folder: Path, capsys: Screen) -> dict[str, str]:
    """The figures of the summary, by code; empty where there is none."""
    told(capsys, "consolidate", "inbox", *Q2, "--out", "s.xlsx", "--data", "rows.json")
    rows = json.loads((folder / "rows.json").read_text("utf-8"))
    return {row["indicator"]: str(row["actual"] or "") for row in rows if row["indicator"]}


def test_numbers_and_names_are_not_mixed(
    sent: Path, house: Workspace, clock: Clock, capsys: Screen
) -> None:
    """`release 2` is the second of the list, also where a file is called `2`; a name of two is asked back; all are counted."""
    held(house, clock, "3", "2", "表.xlsx", "表.xlsx")
    document = json.loads(told(capsys, "status", "--format", "json"))
    assert document["held"] == 4
    assert "待查文件 4" in told(capsys, "status")
    assert "1.bin" in told(capsys, "release", "1")
    assert "2.bin" in told(capsys, "release", "2")  # the number, not the file called 2
    assert run(["release", "表.xlsx"]) == 2
    assert "3 4" in capsys.readouterr().err
    assert run(["release", "4", "none.xlsx"]) == 2  # then nothing is moved
    assert sorted(one.name for one in (sent / "held").iterdir()) == ["3.bin", "4.bin"]
    told(capsys, "hold", "2")
    assert sorted(one.name for one in (sent / "inbox").iterdir()) == ["1.bin"]
    told(capsys, "dismiss", "3")
    listed = told(capsys, "release")
    assert [line.split("　")[0] for line in listed.splitlines()] == ["2", "4"]
    assert run(["dismiss", "3"]) == 2
    told(capsys, "release", "3")  # looked at again
    assert (sent / "inbox" / "3.bin").exists()


def test_a_release_is_taken_back_with_its_figures(
    sent: Path, tmp_path: Path, capsys: Screen
) -> None:
    """What is held again counts no longer, in the status and in the summary."""
    template = next((sent / "sent" / "2020-Q2").glob("02_*.xlsx")).read_bytes()
    (sent / "inbox" / "nyt.xlsx").write_bytes(filled(template, GOOD["NYT"], tmp_path))
    put(sent, tmp_path)
    assert figures(sent, capsys)["ZB001"] == "2.6"
    assert "rst.xlsx" in told(capsys, "hold", "rst.xlsx")
    assert figures(sent, capsys)["ZB001"] == ""
    row = standing(capsys, "RST")
    assert (row["verdict"], row["came_on"]) == (None, None)
    told(capsys, "release", "rst.xlsx")
    assert figures(sent, capsys)["ZB001"] == "2.6"
    story = told(capsys, "history", "RST")
    assert "存放  待查" in story


def test_a_return_is_taken_back(sent: Path, tmp_path: Path, capsys: Screen) -> None:
    """Its draft goes, the next step is to send it back again, and the next letter is a new one."""
    put(sent, tmp_path, BAD)
    told(capsys, "return")
    (draft,) = (sent / "outbox").rglob("*_return_*")
    assert standing(capsys, "RST")["step"] == "await"
    assert "已撤回" in told(capsys, "withdraw", "return", "RST", "--said-by", "科长")
    assert not draft.exists()
    row = standing(capsys, "RST")
    assert (row["step"], row["returned"]) == ("return", 0)
    assert run(["withdraw", "return", "RST", "--said-by", "科长"]) == 2
    told(capsys, "return")
    (fresh,) = (sent / "outbox").rglob("*_return_*")
    assert fresh.name != draft.name
    assert standing(capsys, "RST")["returned"] == 1
    assert "撤回  退回" in told(capsys, "history", "RST")


def test_an_extension_is_taken_back(sent: Path, clock: Clock, capsys: Screen) -> None:  # noqa: ARG001 - the round is on
    """The day of the plan holds again, for status and reminders."""
    clock.day(12)
    told(capsys, "extend", "人社厅", "2020-07-20", "--said-by", "分管领导")
    assert standing(capsys, "RST")["days_late"] == 0
    assert "RST" not in told(capsys, "remind", "--dry-run")
    told(capsys, "withdraw", "extension", "人社厅", "--said-by", "科长")
    assert (standing(capsys, "RST")["days_late"], standing(capsys, "RST")["extended"]) == (2, False)
    assert "RST" in told(capsys, "remind", "--dry-run")


def test_amend_asks_as_a_return_would(sent: Path, tmp_path: Path, capsys: Screen) -> None:
    """195 for a target of 5 asks and needs --confirm; a row from which nothing was taken can be amended; the summary has both."""
    put(sent, tmp_path, BAD)
    told(capsys, "return")
    words = ["amend", "ZB001", "195", "--said-by", "张三"]
    assert run(words) == 2
    asked = capsys.readouterr().err
    assert "确定？" in asked
    assert "--confirm" in asked
    assert figures(sent, capsys)["ZB001"] == ""
    assert "ZB001 — → 2.7" in told(capsys, "amend", "ZB001", "2.7", "--said-by", "张三")
    assert figures(sent, capsys)["ZB001"] == "2.7"
    assert "2.7 → 195" in told(capsys, *words, "--yes")
    assert figures(sent, capsys)["ZB001"] == "195"


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_what_counted_and_was_taken_away_is_missed_by_name(
    sent: Path, tmp_path: Path, capsys: Screen
) -> None:
    """Its figures stay on record; status and summary say which file is gone."""
    put(sent, tmp_path)
    told(capsys, "acknowledge")
    (sent / "inbox" / "rst.xlsx").unlink()
    assert "rst.xlsx 已不在收件文件夹" in told(capsys, "status")
    assert standing(capsys, "RST")["missing"] is True
    assert figures(sent, capsys)["ZB001"] == "2.6"
    from openpyxl import load_workbook

    told_of = [
        str(cell.value)
        for sheet in load_workbook(sent / "s.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if "rst.xlsx" in str(cell.value)
    ]
    assert any("已不在" in one or "不在收件" in one for one in told_of), told_of


@pytest.fixture
def by_mail(house: Workspace, mailbox: Mailbox, folder: Path) -> Mailbox:
    settings = (folder / "xlreport.toml").read_text("utf-8")
    (folder / "xlreport.toml").write_text(settings + imap_settings(mailbox), "utf-8")
    assert load_workspace(house.folder).settings.mail.imap is not None
    return mailbox


LETTERS = {
    "link": "From: rst@dept.example\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
            "<div>超大附件</div><a href='https://mail.qq.com/cgi-bin/ftnExs_download?k=1'>表.xlsx</a>".encode(),
    "empty": b"From: rst@dept.example\r\nSubject: x\r\n\r\n",
    "table": b"From: rst@dept.example\r\nSubject: x\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
             b"<table><tr><td>ZB001</td><td>2.6</td></tr></table>",
}  # fmt: skip
WORDS = {"link": "大附件的链接", "empty": "空邮件", "table": "表格贴在正文里"}


@pytest.mark.parametrize("kind", LETTERS)
def test_a_mail_without_a_file_is_told_and_answered(
    sent: Path, by_mail: Mailbox, tmp_path: Path, capsys: Screen, kind: str
) -> None:
    """Its kind and what to do stand in fetch, status and history; `return --without-file` writes a draft that says so, once."""
    by_mail.put(LETTERS[kind])
    assert WORDS[kind] in told(capsys, "fetch")
    assert WORDS[kind] in told(capsys, "status")
    assert standing(capsys, "RST")["without"] == [kind]
    assert WORDS[kind] in told(capsys, "history", "RST")
    told(capsys, "return")
    assert list((sent / "outbox").rglob("*_no_file_*")) == []
    for _ in range(2):
        told(capsys, "return", "--without-file")
        (draft,) = (sent / "outbox").rglob("*_no_file_*")
    import email
    from email.policy import default

    mail = email.message_from_bytes(draft.read_bytes(), policy=default)
    body = mail.get_body(("plain",))
    assert body is not None
    assert WORDS[kind] in body.get_content()
    assert mail["To"] == "rst@dept.example"
    template = next((sent / "sent" / "2020-Q2").glob("01_*.xlsx")).read_bytes()
    by_mail.put(reply("rst@dept.example", ("表.xlsx", filled(template, GOOD["RST"], tmp_path))))
    told(capsys, "fetch")
    assert standing(capsys, "RST")["without"] == []  # a file came since
    assert "待查" in told(capsys, "status")
    assert standing(capsys, "RST")["step"] == "check"


def test_backup_and_restore(sent: Path, tmp_path: Path, capsys: Screen) -> None:
    """A copy by command, proved; what happened after it is not in it; the ledger that was there is kept."""
    copy = tmp_path / "copy.sqlite3"
    told(capsys, "backup", str(copy))
    put(sent, tmp_path)
    told(capsys, "acknowledge")
    assert standing(capsys, "RST")["verdict"] == "accepted"
    shown = told(capsys, "restore", str(copy))
    assert standing(capsys, "RST")["verdict"] is None
    aside = next((sent / "backups").glob("replaced-*.sqlite3"))
    assert aside.name in shown
    told(capsys, "restore", str(aside))
    assert standing(capsys, "RST")["verdict"] == "accepted"
    (tmp_path / "no.sqlite3").write_bytes(b"no ledger" * 400)
    assert run(["restore", str(tmp_path / "no.sqlite3")]) == 3
    assert run(["restore", str(tmp_path / "absent")]) == 2
    capsys.readouterr()
    assert standing(capsys, "RST")["verdict"] == "accepted"  # nothing was touched
    assert run(["backup", str(copy)]) == 2


def test_a_ledger_that_is_gone(sent: Path, capsys: Screen) -> None:
    """Nothing is mailed again; every command says what to do; `restore` reads the day's copy back."""
    told(capsys, "remind")  # the first write after something is known keeps a copy
    drafts = sorted((sent / "outbox").rglob("*.eml"))
    for path in sent.glob(f"{LEDGER_FILE}*"):
        path.unlink()
    for words in (["send", *Q2], ["status"], ["fetch"], ["remind"], ["remind", "--dry-run"], ["return"],
                  ["acknowledge"], ["resend"], ["history", "RST"], ["release"], ["validate", "inbox"],
                  ["consolidate", "inbox"]):  # fmt: skip
        assert run(words) == 3, words
        assert "xlreport restore" in capsys.readouterr().err, words
    told(capsys, "restore")
    assert "新邮件 0 封" in told(capsys, "send", *Q2)
    assert sorted((sent / "outbox").rglob("*.eml")) == drafts


EVERY = (
    ("status",), ("history", "RST"), ("fetch",), ("send", *Q2), ("return",), ("acknowledge",), ("remind",),
    ("remind", "--dry-run"), ("resend",), ("release",), ("release", "1"), ("hold", "1"), ("dismiss", "1"),
    ("amend", "ZB001", "2", "--said-by", "x", *Q2), ("extend", "RST", "2020-08-01", "--said-by", "x", *Q2),
    ("withdraw", "return", "RST", "--said-by", "x", *Q2), ("backup",), ("export-ledger", "out"),
    ("validate", "inbox", "--out", "marked"), ("consolidate", "inbox", "--out", "s.xlsx"),
)  # fmt: skip
DAMAGES = ("pages", "head", "cut", "table")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_told_on_every_path(
    sent: Path, tmp_path: Path, capsys: Screen, damage: str
) -> None:
    """Whatever is broken in it, and whichever command meets it: never an internal error, never a traceback."""
    put(sent, tmp_path, BAD)
    told(capsys, "return")
    import sqlite3

    path = sent / LEDGER_FILE
    with sqlite3.connect(path) as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if damage == "table":
            ledger.execute("DROP TABLE mail_event")
    ledger.close()
    content = bytearray(path.read_bytes())
    if damage == "pages":
        for at in range(4096, len(content), 4096):
            content[at : at + 200] = b"\xa5" * 200
    elif damage == "head":
        content[:100] = b"\xa5" * 100
    elif damage == "cut":
        del content[len(content) // 2 :]
    path.write_bytes(content)
    for words in EVERY:
        ended = run(list(words))
        shown = capsys.readouterr()
        assert "程序内部出错" not in shown.err, words
        if damage in {"pages", "head"}:  # of the others a command may need nothing that is broken
            assert ended == 3, words
            assert "已损坏" in shown.err, (words, shown.err)


STOPS = """
import os, signal, sys
from xlreport.cli.exit_codes import run
from xlreport.pipeline.round.letters import sending_letters
def stop(*_arguments, **_words):
    os.kill(os.getpid(), getattr(signal, sys.argv[1]))
sending_letters.department_workbook = stop
sys.exit(run(["send", "--period", "2020-Q2"]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are those of POSIX")
@pytest.mark.parametrize("way", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_the_holder_after_whatever_ended_a_command(folder: Path, capsys: Screen, way: str) -> None:
    """Ctrl-C and a polite end take the file away; after a kill it is named as left behind, and keeps nobody out."""
    root = str(Path(xlreport.__file__).parent.parent)
    done = subprocess.run(
        [sys.executable, "-c", STOPS, way], cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"PYTHONPATH": root},
    )  # fmt: skip
    assert done.returncode != 0
    left = (folder / HOLDER).exists()
    if way == "SIGINT":
        assert not left
    if left:
        shown = told(capsys, "status", *Q2)
        assert "没有正常结束：send" in shown
    told(capsys, "send", *Q2)
    assert not (folder / HOLDER).exists()
    assert "没有正常结束" not in told(capsys, "status")


READS = [
    "status",
    "history RST",
    "release",
    "remind --dry-run",
    "return --dry-run",
    "send --dry-run",
]
WRITES = [
    "send", "return", "amend ZB001 2 --said-by x", "validate inbox --out marked", "consolidate inbox --out s.xlsx",
]  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="rights are those of POSIX")
@pytest.mark.parametrize(
    ("reads", "writes"),
    [
        (["remind --dry-run"], ["send", "validate inbox --out marked"]),
        pytest.param(READS, WRITES, marks=pytest.mark.long),
    ],
    ids=["some", "all"],
)
def test_a_workspace_without_the_right_to_write(
    sent: Path,
    tmp_path: Path,
    capsys: Screen,
    request: pytest.FixtureRequest,
    reads: list[str],
    writes: list[str],
) -> None:
    """A folder of somebody else: what only reads works, the rest speaks of rights, and nothing is left in it."""
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("everything may be written here")
    put(sent, tmp_path, BAD)
    told(capsys, "validate", "inbox", "--out", str(tmp_path / "first"), code=1)
    # away from the folder of the test runner, which nobody else may enter
    place = Path(tempfile.mkdtemp(prefix="xlreport-rights-"))
    request.addfinalizer(lambda: shutil.rmtree(place))
    sent = Path(shutil.copytree(sent, place / "house"))
    for path in (*sent.rglob("*"), sent):
        path.chmod(0o555 if path.is_dir() else 0o444)
    place.chmod(0o755)
    elsewhere = place / "elsewhere"
    elsewhere.mkdir(mode=0o777)
    elsewhere.chmod(0o777)
    before = sorted(str(one) for one in sent.rglob("*"))

    def as_nobody(*words: str) -> tuple[int, str]:
        prefix = (
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
            if os.geteuid() == 0
            else []
        )
        done = subprocess.run(
            [*prefix, sys.executable, "-m", "xlreport", *words], cwd=sent, capture_output=True, text=True, timeout=60,
            check=False, env=os.environ | {"PYTHONPATH": str(Path(xlreport.__file__).parent.parent),
                                           "HOME": str(elsewhere), "XLREPORT_LANG": "zh"},
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    for words in reads:
        code, shown = as_nobody(*words.split())
        assert code == 0, (words, shown)
    code, shown = as_nobody("validate", "inbox", "--out", str(elsewhere / "marked"))
    assert code == 1, shown
    assert list((elsewhere / "marked").iterdir())
    for words in writes:
        code, shown = as_nobody(*words.split())
        assert code == 3, (words, shown)
        assert "权限" in shown, (words, shown)
        assert "Excel" not in shown
    assert sorted(str(one) for one in sent.rglob("*")) == before


def test_supervision_goes_on_when_every_workbook_is_gone(
    sent: Path, tmp_path: Path, capsys: Screen
) -> None:
    """Figures on record carry the bulletin and the letters, as they carry the summary."""
    put(sent, tmp_path)
    figures(sent, capsys)
    (sent / "inbox" / "rst.xlsx").unlink()
    assert figures(sent, capsys)["ZB001"] == "2.6"
    told(capsys, "supervise", *Q2)
    told(capsys, "bulletin", *Q2, "--issue")
