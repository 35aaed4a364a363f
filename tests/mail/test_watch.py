"""A watch: real processes, files that arrive in pieces, a mailbox that comes and goes, other commands beside it."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest
from commands import told
from loopback import (
    BAD,
    GOOD,
    Mailbox,
    filled,
    free_port,
    imap_settings,
    reply,
    write_workspace,
)

from xlreport.cli.exit_codes import run
from xlreport.cli.round import round_watch_command
from xlreport.model.model_errors import BUSY, CANNOT_RUN, STOPPED, CannotRun
from xlreport.pipeline.files.locking_workspace_files import LOCK
from xlreport.pipeline.round import watching_round
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace
from xlreport.pipeline.round.watching_round import Outputs
from xlreport.pipeline.summing.summing_outputs import write_all

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


class Running:
    """A watch in a process of its own, and what it printed."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.log = folder.parent / "log"
        with self.log.open("wb") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "xlreport", "watch", "--every", "1", "--jobs", "1", *options],
                cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=os.environ | {"XLREPORT_LANG": "zh"},
            )  # fmt: skip

    def until(self, words: str, seconds: float = 30) -> str:
        """Wait until it says something; return all that it said."""
        end = time.monotonic() + seconds
        while words not in (said := self.log.read_text("utf-8")):
            assert self.process.poll() is None, said
            assert time.monotonic() < end, f"never said {words!r}:\n{said}"
            time.sleep(0.05)
        return said

    def stop(self, how: signal.Signals) -> int:
        """Ask it to end, and return the exit code that a shell sees.

        Interrupted inside an `exec`, such as that of a dataclass that is being imported, Python
        ends itself by SIGINT at last, which is 130 to a shell.
        """
        self.process.send_signal(how)
        code = self.process.wait(20)
        return 128 - code if code == -signal.SIGINT else code


@pytest.fixture
def running() -> Iterator[list[Running]]:
    """Watches of a test; none outlives it."""
    started: list[Running] = []
    yield started
    for one in started:
        one.process.kill()
        one.process.wait(20)


def returned(folder: Path, tmp_path: Path, values: str) -> bytes:
    template = next((folder / "sent" / "2020-Q2").glob("01_*.xlsx")).read_bytes()
    return filled(template, values, tmp_path)


@pytest.mark.long
def test_a_day_of_a_watch(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], running: list[Running]
) -> None:
    """A file in two pieces is read once and whole; other commands work beside it; Ctrl-C ends it."""
    told(capsys, "send", "--period", "2020-Q2")
    bad, good = (returned(folder, tmp_path, values) for values in (BAD, GOOD["RST"]))
    watch = Running(folder)
    running.append(watch)
    watch.until("开始值守")
    place = folder / "inbox" / "rst.xlsx"
    with place.open("wb") as copied:  # as a slow network brings it
        for at in range(0, len(bad), len(bad) // 6 + 1):
            copied.write(bad[at : at + len(bad) // 6 + 1])
            copied.flush()
            time.sleep(0.3)
    said = watch.until("已更新 summary.html")
    assert said.count("收到　rst.xlsx") == 1
    assert "部分接收" in said
    assert said.count("批注件 RST_") == 1
    assert len(list((folder / "outbox" / "2020-Q2").glob("*_return_RST_*.eml"))) == 1
    (folder / "inbox" / "还在下载.xlsx.crdownload").write_bytes(good[:100])

    # another command beside it, while it sleeps
    for _ in range(50):
        done = subprocess.run([sys.executable, "-m", "xlreport", "amend", "ZB001", "2.6", "--said-by",
                               "张三", "--period", "2020-Q2"], cwd=folder, capture_output=True, check=False)  # fmt: skip
        if done.returncode != BUSY:
            break
        time.sleep(0.1)
    assert done.returncode == 0, done.stderr.decode()
    before = said.count("已更新 summary.xlsx")
    for _ in range(200):  # a correction by telephone is in the summary without a file's coming
        said = watch.log.read_text("utf-8")
        if said.count("已更新 summary.xlsx") > before:
            break
        time.sleep(0.05)
    assert said.count("已更新 summary.xlsx") == before + 1

    # another command holds the workspace: it waits, says so once, and goes on
    with closing(sqlite3.connect(folder / LOCK, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        (folder / "inbox" / "rst 2.xlsx").write_bytes(good)
        watch.until("工作文件夹正在使用")
        time.sleep(1.5)
        assert watch.log.read_text("utf-8").count("工作文件夹正在使用") == 1
    said = watch.until("收到　rst 2.xlsx")
    assert "crdownload" not in said
    assert watch.stop(signal.SIGINT) == STOPPED
    *lines, last = watch.log.read_text("utf-8").splitlines()
    assert last == "已停止。"
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d  \S", one) for one in lines)
    assert not list(folder.rglob("*.tmp"))
    assert not (folder / ".xlreport-holder").exists()


def test_it_ends_on_a_request_to_end(
    folder: Path, capsys: pytest.CaptureFixture[str], running: list[Running]
) -> None:
    told(capsys, "send", "--period", "2020-Q2")
    watch = Running(folder)
    running.append(watch)
    watch.until("开始值守")
    assert watch.stop(signal.SIGTERM) == STOPPED
    assert watch.log.read_text("utf-8").splitlines()[-1] == "已停止。"


def looking(workspace: Workspace) -> round_watch_command.Watch:
    """A watch whose looks are called by hand."""
    return round_watch_command.Watch(
        workspace=workspace,
        period=None,
        outputs=Outputs(workspace.folder / "summary.xlsx", workspace.folder / "summary.html"),
        jobs=1,
        mail_every=300,
    )


def said_by(watch: round_watch_command.Watch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a look says, without its times."""
    round_watch_command.look(watch)
    return [line[21:] for line in capsys.readouterr().out.splitlines()]


def test_a_mailbox_that_is_down_is_said_once_and_tried_with_growing_pauses(
    folder: Path, tmp_path: Path, mailbox: Mailbox, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    told(capsys, "send", "--period", "2020-Q2")
    settings = imap_settings(mailbox)
    down = settings.replace(f"port = {mailbox.port}", f"port = {free_port()}")
    head = 'plan = "schemas/house.toml"\n'
    (folder / "xlreport.toml").write_text(head + down, "utf-8")
    mailbox.put(reply("rst@dept.example", ("人社.xlsx", returned(folder, tmp_path, GOOD["RST"]))))
    clock = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    watch = looking(load_workspace(folder))
    told_of, tried = [], []
    for _ in range(45):
        at = watch.mail_at
        told_of += [line for line in said_by(watch, capsys) if "连不上收信服务器" in line]
        if watch.mail_at != at:
            tried.append(clock[0])
        clock[0] += 100
    assert len(told_of) == 1
    pauses = [late - early for early, late in pairwise(tried)]
    assert pauses == [300, 600, 1200, 1800]
    (folder / "xlreport.toml").write_text(head + settings, "utf-8")
    said_by(watch, capsys)  # reads the settings
    clock[0] += 2000
    lines = said_by(watch, capsys)
    assert "邮箱又连上了。" in lines
    assert any(line.startswith("rst@dept.example　人社.xlsx") for line in lines)
    lines = said_by(watch, capsys) + said_by(watch, capsys)
    assert any(line.startswith("收到　") and "已接收" in line for line in lines)
    clock[0] += 10
    assert said_by(watch, capsys) == []
    assert said_by(watch, capsys) == []


def test_an_output_that_is_open_is_said_once_and_written_when_it_is_closed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    told(capsys, "send", "--period", "2020-Q2")
    (folder / "inbox" / "rst.xlsx").write_bytes(returned(folder, tmp_path, GOOD["RST"]))

    def busy(summary: object, out: Path | None, **more: object) -> object:
        if out is not None:
            raise CannotRun("file-busy", file=str(out))
        return write_all(summary, out, **more)  # type: ignore[arg-type]

    watch = looking(load_workspace(folder))
    assert said_by(watch, capsys) == []  # seen for the first time
    monkeypatch.setattr(watching_round, "write_all", busy)
    lines = said_by(watch, capsys)
    assert sum("文件正被别的程序打开" in line for line in lines) == 1
    assert any(line.startswith("已更新 summary.html") for line in lines)
    assert said_by(watch, capsys) == []
    monkeypatch.setattr(watching_round, "write_all", write_all)
    assert [line.split("　")[0] for line in said_by(watch, capsys)] == ["已更新 summary.xlsx"]
    assert said_by(watch, capsys) == []


def test_nothing_is_sent_through_a_server(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a server is set, the marked copy is written and no letter queued: `return` sends it."""
    told(capsys, "send", "--period", "2020-Q2")
    (folder / "xlreport.toml").write_text(
        'plan = "schemas/house.toml"\n[mail]\nvia = "smtp"\nfrom = "office@gov.example"\n'
        '[mail.smtp]\nhost = "127.0.0.1"\nport = 9\n',
        "utf-8",
    )
    (folder / "inbox" / "rst.xlsx").write_bytes(returned(folder, tmp_path, BAD))
    watch = looking(load_workspace(folder))
    said_by(watch, capsys)
    lines = said_by(watch, capsys)
    assert any("核对后运行 xlreport return 发回" in line for line in lines)
    assert len(list((folder / "returned" / "2020-Q2").iterdir())) == 1
    with closing(sqlite3.connect(folder / "ledger.sqlite3")) as ledger:
        kinds = {row[0] for row in ledger.execute("SELECT kind FROM mail")}
    assert kinds == {"send"}


def test_a_file_that_is_written_anew_counts_as_it_was_until_it_lies_still(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys, "send", "--period", "2020-Q2")
    place = folder / "inbox" / "rst.xlsx"
    place.write_bytes(returned(folder, tmp_path, GOOD["RST"]))
    watch = looking(load_workspace(folder))
    said_by(watch, capsys)
    said_by(watch, capsys)
    place.write_bytes(b"PK\x03\x04 half of it")
    (folder / "schemas" / "decisions.toml").write_text("", "utf-8")  # something else to do
    lines = said_by(watch, capsys)
    assert not any("已报 0/3" in line or "收到" in line for line in lines), lines
    place.write_bytes(returned(folder, tmp_path, GOOD["RST"].replace("2.60", "2.70")))
    said_by(watch, capsys)
    assert any(line.startswith("收到　rst.xlsx") for line in said_by(watch, capsys))


def test_once(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """For a scheduled task: reads what lies there and ends; its exit code says what could not be done."""
    monkeypatch.setattr(round_watch_command, "_SETTLED", 0.05)
    told(capsys, "send", "--period", "2020-Q2")
    (folder / "inbox" / "rst.xlsx").write_bytes(returned(folder, tmp_path, BAD))
    assert "收到　rst.xlsx" in told(capsys, "watch", "--once")
    assert (folder / "summary.xlsx").is_file()
    assert told(capsys, "watch", "--once") == ""
    with closing(sqlite3.connect(folder / LOCK, isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        assert "工作文件夹正在使用" in told(capsys, "watch", "--once", code=BUSY)


def test_what_is_wrong_with_a_workspace_is_said_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["watch"]) == CANNOT_RUN
    workspace = write_workspace(tmp_path / "other")
    monkeypatch.chdir(workspace.folder)
    assert run(["watch", "--out", "inbox/summary.xlsx"]) == 2
