"""What goes wrong around a workspace: a full disk, two coordinators, odd names, a clock that goes back."""

import hashlib
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import BAD, GOOD, JULY, filled, write_workspace

import xlreport
from xlreport.cli.exit_codes import run
from xlreport.ledger.ledger_arrivals import Coming, arrivals, note_arrival
from xlreport.ledger.ledger_file import LEDGER_FILE, read_ledger
from xlreport.ledger.ledger_outcomes import counted_files
from xlreport.mail.mail_headers import seen
from xlreport.model.model_errors import BUSY, CannotRun
from xlreport.model.period import Period
from xlreport.model.returns.finding import Finding, Verdict
from xlreport.model.returns.finding_codes import NOTE
from xlreport.pipeline.files import locking_workspace_files
from xlreport.pipeline.files.locking_workspace_files import HOLDER, hold_workspace
from xlreport.pipeline.intake.receiving_inbox import Intake, Received
from xlreport.pipeline.round.exports.exporting_ledger import export_ledger
from xlreport.pipeline.round.letters.returning_letters import return_all
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace, writing_in
from xlreport.pipeline.round.recording_round import record_intake
from xlreport.pipeline.round.taking_in_round_inbox import take_in

Q2 = Period.parse("2020-Q2")
CHECKOUT = str(Path(xlreport.__file__).parent.parent)


def child(script: str, folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a Python of our own in a folder."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=folder, text=True, encoding="utf-8", stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | {"PYTHONPATH": CHECKOUT},
    )  # fmt: skip


FULL = """
import resource, sys
from xlreport.cli.exit_codes import run
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
sys.exit(run(["send", "--period", "2020-Q2"]))
"""


@pytest.mark.parametrize(
    "room",
    [
        pytest.param(4_000, marks=pytest.mark.long),
        20_000,
        pytest.param(120_000, marks=pytest.mark.long),
    ],
)
def test_a_full_disk(house: Workspace, room: int) -> None:
    """The run stops with one line that names the file; the next one carries on, and nothing is sent twice."""
    stopped = child(FULL, house.folder, str(room))
    _, told = stopped.communicate(timeout=60)
    assert stopped.returncode == 3
    assert "磁盘已满" in told
    assert "Traceback" not in told
    assert not [path for path in house.folder.rglob("*.xlsx") if path.read_bytes()[:2] != b"PK"]
    ready = child(FULL, house.folder, str(1 << 30))
    ready.communicate(timeout=60)
    assert ready.returncode == 0
    assert len(list((house.folder / "outbox").rglob("*.eml"))) == 4
    with read_ledger(house.folder) as ledger:
        assert ledger.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert ledger.execute("SELECT count(*), count(DISTINCT key) FROM mail").fetchone() == (4, 4)


HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from xlreport.pipeline.files.locking_workspace_files import hold_workspace
with hold_workspace(Path.cwd(), "fetch", datetime(2020, 7, 1, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_two_coordinators(
    house: Workspace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second stops at once with 75 and is told who holds the workspace; when that one is killed, it is free."""
    monkeypatch.chdir(house.folder)
    first = child(HOLD, house.folder)
    assert first.stdout is not None
    assert first.stdout.readline() == "held\n"
    begin = time.monotonic()
    assert run(["send", "--period", "2020-Q2"]) == BUSY
    assert time.monotonic() - begin < 1
    told = capsys.readouterr().err
    assert f"进程 {first.pid}" in told
    assert "fetch" in told
    assert run(["status", "--period", "2020-Q2"]) == 0  # whoever only reads is not kept out
    first.kill()
    first.communicate()
    assert run(["send", "--period", "2020-Q2"]) == 0


def test_a_coordinator_on_another_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a network drive the file that says who holds it keeps another machine out, until somebody deletes it."""
    monkeypatch.setattr(locking_workspace_files, "is_local", lambda _folder: False)
    (tmp_path / HOLDER).write_text(
        '{"host": "other", "pid": 1, "user": "x", "command": "send", "since": "y"}'
    )
    with (
        pytest.raises(CannotRun, match="workspace-busy") as told,
        hold_workspace(tmp_path, "send", JULY),
    ):
        pass
    assert told.value.exit_code == BUSY
    (tmp_path / HOLDER).unlink()
    with hold_workspace(tmp_path, "send", JULY):
        assert locking_workspace_files.holder(tmp_path)["command"] == "send"
    assert not (tmp_path / HOLDER).exists()


def returns(house: Workspace, folder: Path) -> dict[str, bytes]:
    """Good returns, and one with a fault."""
    with writing_in(house, "test", JULY) as ledger:
        made = {
            one.department.code: one.path.read_bytes()
            for one in send(round_with(house, ledger, JULY), Q2)
        }
    good = {code: filled(content, GOOD[code], folder) for code, content in made.items()}
    return good | {"bad": filled(made["RST"], BAD, folder)}


@pytest.mark.skipif(sys.platform == "win32", reason="names that are no text exist on POSIX only")
def test_names_of_every_kind(
    house: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names that are not UTF-8, hidden or hostile are entered, shown and exported, and never run or followed."""
    good = returns(house, tmp_path)["RST"]
    names = [b"\xff\xfe\xb1\xa8.xlsx", b"a\nb.xlsx", "\u202exslx".encode(), b"-rf", b"$(touch x).xlsx", b"%2f.xlsx",
             b"'\"; DROP TABLE arrival.xlsx", b"n" * 250 + b".xls"]  # fmt: skip
    for name in names:
        Path(os.fsdecode(os.fsencode(house.inbox) + b"/" + name)).write_bytes(good)
    with writing_in(house, "test", JULY) as ledger:
        assert take_in(round_with(house, ledger, JULY, jobs=1)).new == len(names)
        assert take_in(round_with(house, ledger, JULY, jobs=1)).new == 0
        list(export_ledger(ledger, tmp_path / "out", "csv"))
        assert all(
            one.file.isprintable() or "\n" in one.file or "\u202e" in one.file
            for one in arrivals(ledger)
        )
        assert not [one for one in arrivals(ledger) if "\n" in seen(one.file)]
    monkeypatch.chdir(house.folder)
    assert run(["status"]) == 0
    assert run(["history", "RST"]) == 0
    assert not (house.folder / "x").exists()


READ_ONLY = """
import os, sys
from pathlib import Path
from xlreport.cli.exit_codes import run
inbox = os.path.realpath("inbox")
def watch(event, told):
    writes = event == "open" and isinstance(told[0], (str, bytes)) and told[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in {"os.rename", "os.remove", "os.mkdir", "os.chmod", "os.utime", "os.link", "os.rmdir"}:
        if os.path.realpath(os.fsdecode(told[0])).startswith(inbox):
            os.write(2, f"WRITTEN {event} {told}".encode())
            os._exit(9)
sys.addaudithook(watch)
for words in (["return"], ["acknowledge"], ["remind"], ["status"]):
    assert run(words) == 0, words
"""


def test_the_inbox_is_only_read(house: Workspace, tmp_path: Path) -> None:
    """Commands that check write nothing in the inbox and move nothing there: it may be read-only."""
    made = returns(house, tmp_path)
    (house.inbox / "bad.xlsx").write_bytes(made["bad"])
    (house.inbox / "nyt.xlsx").write_bytes(made["NYT"])
    before = [
        (path.name, path.stat().st_mtime_ns, path.stat().st_ino)
        for path in sorted(house.inbox.iterdir())
    ]
    done = child(READ_ONLY, house.folder)
    _, told = done.communicate(timeout=120)
    assert done.returncode == 0, told
    assert before == [
        (p.name, p.stat().st_mtime_ns, p.stat().st_ino) for p in sorted(house.inbox.iterdir())
    ]


def test_a_file_that_changes_meanwhile(house: Workspace, tmp_path: Path) -> None:
    """What goes back belongs to what was read: a file that is another by now gives a list, not a wrong copy."""
    made = returns(house, tmp_path)
    (house.inbox / "rst.xlsx").write_bytes(made["bad"])
    with writing_in(house, "test", JULY) as ledger:
        kept = take_in(round_with(house, ledger, JULY, jobs=1))
        (house.inbox / "rst.xlsx").write_bytes(made["RST"])
        (one,) = return_all(round_with(house, ledger, JULY), kept, Q2)
        assert one.path is not None
        assert len(one.path.read_bytes()) < len(made["bad"])
        again = take_in(round_with(house, ledger, JULY, jobs=1))
        assert (again.new, list(return_all(round_with(house, ledger, JULY), again, Q2))) == (1, [])


def test_a_clock_that_goes_back(house: Workspace, tmp_path: Path) -> None:
    """Which of two returns by mail is the later one is decided by their sequence, not by any clock."""
    made = returns(house, tmp_path)
    with writing_in(house, "test", JULY) as ledger:
        for name, content, now in (
            ("z first.xlsx", made["RST"], datetime(2038, 1, 20, tzinfo=UTC)),
            (
                "a second.xlsx",
                filled(made["RST"], GOOD["RST"].replace("2.60", "2.70"), tmp_path),
                JULY,
            ),
        ):
            (house.inbox / name).write_bytes(content)
            sha256 = hashlib.sha256(content).hexdigest()
            note_arrival(
                ledger,
                Coming(
                    sha256=sha256,
                    file=name,
                    name=name,
                    came_on=now.date(),
                    way="mail",
                    sender="rst@dept.example",
                    department="RST",
                ),
                now,
            )
        kept = take_in(round_with(house, ledger, datetime(1980, 1, 1, tzinfo=UTC), jobs=1))
        assert counted_files(ledger, house.code, "2020-Q2")["RST"].file == "a second.xlsx"
        verdicts = {one.file: one.verdict for one in kept.received}
        assert verdicts == {"z first.xlsx": Verdict.SUPERSEDED, "a second.xlsx": Verdict.ACCEPTED}


def test_very_many_files(house: Workspace) -> None:
    """Entering 5,000 files takes seconds, and a second time next to none."""
    finding = Finding(code="is-text", severity=NOTE)
    files = tuple(
        Received(
            file=f"{n}.txt",
            path=house.inbox / f"{n}.txt",
            sha256=f"{n:064}",
            verdict=Verdict.NOT_A_SUBMISSION,
            findings=(finding,),
        )
        for n in range(5_000)
    )
    with writing_in(house, "test", JULY) as ledger:
        begin = time.process_time()
        assert record_intake(round_with(house, ledger, JULY), Intake(files, {})).new == len(files)
        assert (
            record_intake(
                round_with(house, ledger, JULY + timedelta(days=1)), Intake(files, {})
            ).changed
            == 0
        )
        assert time.process_time() - begin < 10


def test_a_workspace_that_is_not_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside of a workspace its commands say so; settings that are wrong are named."""
    monkeypatch.chdir(tmp_path)
    assert run(["status"]) == 3
    workspace = write_workspace(tmp_path / "house")
    (workspace.folder / "xlreport.toml").write_text("plan = 7", "utf-8")
    with pytest.raises(CannotRun, match="settings-unsound"):
        load_workspace(workspace.folder)
    assert (workspace.folder / LEDGER_FILE).exists()
