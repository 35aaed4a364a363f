"""A round run in child processes that are killed at every write, counted from outside: rename, fsync and commit.

Run as a program, so that no thread of a test runner is copied into the children:
`python killing.py drafts FOLDER` kills a whole round of drafts, `smtp FOLDER PORT CA` one that sends through a server,
`fetch FOLDER PORT CA MAILDIR` one that fetches, `watch FOLDER STEP` a watch at every STEP-th write. It prints what it saw as JSON.
"""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from loopback import (
    BAD,
    GOOD,
    Mailbox,
    filled,
    imap_settings,
    reply,
    smtp_settings,
    write_workspace,
)

from xlreport.ledger.ledger_dump import tables
from xlreport.ledger.ledger_file import LEDGER_FILE, read_ledger
from xlreport.model.period import Period
from xlreport.pipeline.intake.stored.stored_intake_cache import CACHE_FILE
from xlreport.pipeline.round.letters.acknowledging_letters import acknowledge
from xlreport.pipeline.round.letters.reminding_letters import remind
from xlreport.pipeline.round.letters.returning_letters import return_all
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.delivering_mails import deliver
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import load_workspace, writing_in
from xlreport.pipeline.round.taking_in_round_inbox import take_in
from xlreport.pipeline.round.watching_round import Outputs, kept_up
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_outputs import write_data
from xlreport.processes.folders.local_folder import list_inbox

Q2 = Period.parse("2020-Q2")
NOW = datetime(2020, 7, 20, 8, tzinfo=UTC)
Run = Callable[[Path], None]
_PASSING = (".tmp", "-wal", "-shm", ".xlreport-lock", ".xlreport-holder", LEDGER_FILE, CACHE_FILE)


class Counter:
    """Counts the writes of this process, and kills it before one of them.

    What lasts does not change between a write and the next, so that after one is before the other.
    """

    def __init__(self, at: int) -> None:
        self.count, self.at = 0, at

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **words: Any) -> Any:
            self.point()
            return call(*arguments, **words)

        return counted

    def point(self) -> None:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


def watch(at: int) -> Counter:
    """Wrap what makes a write final: rename, fsync, and a database's commit."""
    counter = Counter(at)

    class Watched(sqlite3.Connection):
        def execute(self, sql: str, *arguments: Any) -> sqlite3.Cursor:
            run = super().execute
            return counter.around(run)(sql, *arguments) if sql == "COMMIT" else run(sql, *arguments)

    connect = sqlite3.connect
    sqlite3.connect = lambda *arguments, **words: connect(*arguments, **words, factory=Watched)  # type: ignore[assignment]
    os.replace, os.fsync = counter.around(os.replace), counter.around(os.fsync)
    return counter


def child(run: Run, folder: Path, at: int, told: Path) -> int:
    """Run once in a child of this process; return how it ended."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            counter = watch(at)
            run(folder)
            told.write_text(str(counter.count))
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def round_of_drafts(folder: Path) -> None:
    """What a coordinator does in a period, with returns that lie ready in `ready/`."""
    workspace = load_workspace(folder)
    with writing_in(workspace, "test", NOW) as ledger:
        list(send(round_with(workspace, ledger, NOW), Q2))
        deliver(round_with(workspace, ledger, NOW))
        for names in (("rst.xlsx", "nyt.xlsx"), ("rst corrected.xlsx", "tjj.xlsx")):
            for name in names:
                shutil.copyfile(folder / "ready" / name, workspace.inbox / name)
            kept = take_in(round_with(workspace, ledger, NOW, period=Q2, jobs=1))
            list(return_all(round_with(workspace, ledger, NOW), kept, Q2))
            list(acknowledge(round_with(workspace, ledger, NOW), kept, Q2))
            list(remind(round_with(workspace, ledger, NOW), Q2))
            deliver(round_with(workspace, ledger, NOW))
        write_data(consolidate(kept.intake, period=Q2), folder / "rows.csv")


def watching(folder: Path) -> None:
    """What a watch does with returns that have come."""
    workspace = load_workspace(folder)
    outputs = Outputs(folder / "summary.xlsx", folder / "summary.html")
    with writing_in(workspace, "test", NOW) as ledger:
        for name in ("rst.xlsx", "nyt.xlsx"):
            shutil.copyfile(folder / "ready" / name, workspace.inbox / name)
        round_ = round_with(workspace, ledger, NOW, period=Q2, jobs=1)
        list(kept_up(round_, outputs, list_inbox(workspace.inbox)))


def sending(folder: Path) -> None:
    """Workbooks out through a server."""
    workspace = load_workspace(folder)
    with writing_in(workspace, "test", NOW) as ledger:
        list(send(round_with(workspace, ledger, NOW), Q2))
        deliver(round_with(workspace, ledger, NOW))


def fetching(folder: Path) -> None:
    """Returns in from a mailbox."""
    workspace = load_workspace(folder)
    with writing_in(workspace, "test", NOW) as ledger:
        list(fetch(round_with(workspace, ledger, NOW)))


def prepared(root: Path, settings: str = "") -> Path:
    """A workspace, and the returns that its departments will send."""
    base = root / "base"
    workspace = write_workspace(base, settings)
    ready = base / "ready"
    ready.mkdir()
    trial = write_workspace(root / "trial")
    with writing_in(trial, "test", NOW) as ledger:
        made = {
            one.department.code: one.path.read_bytes()
            for one in send(round_with(trial, ledger, NOW), Q2)
        }
    (ready / "rst.xlsx").write_bytes(filled(made["RST"], BAD, root))
    for name, code in (("nyt.xlsx", "NYT"), ("rst corrected.xlsx", "RST"), ("tjj.xlsx", "TJJ")):
        (ready / name).write_bytes(filled(made[code], GOOD[code], root))
    shutil.rmtree(trial.folder)
    return workspace.folder


def state(folder: Path) -> dict[str, str]:
    """Every file that stays, and the ledger's rows, each as a fingerprint."""
    files = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and not path.name.endswith(_PASSING)
        and path.parent.name != "backups"  # copies of the ledger as it was when a run began
    }
    if (folder / LEDGER_FILE).exists():
        with read_ledger(folder) as ledger:
            kept = {name: rows for name, _, rows in tables(ledger)}
        # In which order the mails of one round are told of depends on when it was taken up again.
        del kept["event"]
        kept["mail_event"] = tuple(sorted(row[1:] for row in kept["mail_event"]))
        files |= {
            f"ledger {name}": hashlib.sha256(repr(rows).encode()).hexdigest()
            for name, rows in kept.items()
        }
    return files


def sound(folder: Path, whole: dict[str, str]) -> bool:
    """Whether what a killed run left is whole: every file one that the undisturbed run has, the ledger in order."""
    with closing(sqlite3.connect(folder / LEDGER_FILE)) as ledger:
        if ledger.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            return False
    for copy in (folder / "backups").glob("*.sqlite3"):
        with closing(sqlite3.connect(copy)) as ledger:
            if ledger.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                return False
    here = {
        name: digest for name, digest in state(folder).items() if not name.startswith("ledger ")
    }
    return set(here.values()) <= set(whole.values())


def _nothing() -> None:
    """Where a run meets nothing outside its folder, nothing has to be put right before it."""


def kill_everywhere(
    run: Run, root: Path, base: Path, *, before: Callable[[], None] = _nothing, step: int = 1
) -> dict[str, Any]:
    """Kill a run at every point, or every so many, finish it each time, and compare with an undisturbed one."""
    told = root / "told"
    before()
    warm = root / "warm"
    shutil.copytree(base, warm)
    run(warm)  # in this process, so that its children find everything imported
    before()
    undisturbed = root / "undisturbed"
    shutil.copytree(base, undisturbed)
    ended = child(run, undisturbed, 0, told)
    points, whole = int(told.read_text()) if ended == 0 else 0, state(undisturbed)
    faults = []
    ends: dict[str, tuple[int, list[str]]] = {}
    for at in range(1, points + 1, step):
        before()
        folder = root / "killed"
        shutil.copytree(base, folder)
        killed = child(run, folder, at, told)
        is_sound = sound(folder, whole)
        left = repr(state(folder))
        if (
            left not in ends or before is not _nothing
        ):  # what was left the same is finished the same
            finished, end = child(run, folder, 0, told), state(folder)
            ends[left] = (
                finished,
                sorted(
                    name for name in whole.keys() | end.keys() if whole.get(name) != end.get(name)
                ),
            )
        finished, differs = ends[left]
        if killed != -signal.SIGKILL or not is_sound or finished != 0 or differs:
            faults.append(
                {
                    "at": at,
                    "killed": killed,
                    "sound": is_sound,
                    "finished": finished,
                    "differs": differs,
                }
            )
        shutil.rmtree(folder)
    return {"points": points, "undisturbed": ended, "faults": faults}


def main() -> None:
    mode, root = sys.argv[1], Path(sys.argv[2])
    if mode == "drafts":
        seen = kill_everywhere(round_of_drafts, root, prepared(root))
    elif mode == "watch":
        seen = kill_everywhere(watching, root, prepared(root), step=int(sys.argv[3]))
    elif mode == "smtp":
        from loopback import Post

        post = Post(port=int(sys.argv[3]), ca=sys.argv[4])
        base = prepared(root, smtp_settings(post))
        seen = kill_everywhere(sending, root, base, before=lambda: None)
    else:
        box = Mailbox(int(sys.argv[3]), Path(sys.argv[5]), sys.argv[4])
        base = prepared(root, imap_settings(box))
        ready = base / "ready"
        letters = [
            reply("rst@dept.example", ("人社.xlsx", (ready / "rst.xlsx").read_bytes())),
            reply(
                "stranger@x.example",
                ("农业.xlsx", (ready / "nyt.xlsx").read_bytes()),
                ("扫描.pdf", b"%PDF-1.4"),
            ),
        ]

        def fill_mailbox() -> None:
            for place in ("new", "cur"):
                for path in (box.folder / place).iterdir():
                    path.unlink()
            for letter in letters:
                box.put(letter)

        seen = kill_everywhere(fetching, root, base, before=fill_mailbox)
    print(json.dumps(seen))  # noqa: T201 - what the test reads


if __name__ == "__main__":
    main()
