"""Killed at every write, a round finishes as if nothing had happened: nothing lost, nothing twice, nothing half."""

import json
import os
import subprocess
import sys
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from loopback import Mailbox, Start

import xlreport

KILLING = Path(__file__).with_name("killing.py")


def killed(mode: str, folder: Path, *more: str) -> Any:
    """Run the program that kills, in a process without threads."""
    paths = [str(KILLING.parent), str(Path(xlreport.__file__).parent.parent)]
    words = {
        "PYTHONPATH": os.pathsep.join(paths),
        "XLREPORT_SMTP_PASSWORD": "secret",
        "XLREPORT_IMAP_PASSWORD": "secret",
    }
    command = [sys.executable, str(KILLING), mode, str(folder), *more]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300, env=os.environ | words
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def others(seen: Any, allowed: set[str]) -> list[object]:
    """The faults that are more than a difference in what is allowed to differ."""
    ended = [
        (one["killed"], one["sound"], one["finished"]) == (-9, True, 0) for one in seen["faults"]
    ]
    return [
        one
        for one, fine in zip(seen["faults"], ended, strict=True)
        if not fine or set(one["differs"]) - allowed
    ]


@pytest.mark.long
def test_a_round_of_drafts(tmp_path: Path) -> None:
    """At each of at least 50 points: what is there is whole, and the next run ends byte for byte the same."""
    seen = killed("drafts", tmp_path)
    assert seen["undisturbed"] == 0
    assert seen["faults"] == []
    assert seen["points"] >= 50


@pytest.mark.long
def test_a_watch(tmp_path: Path) -> None:
    """Killed while it reads, marks, writes drafts or the summary, the next look ends byte for byte the same."""
    step = os.environ.get("XLREPORT_KILLED_EVERY", "1")
    seen = killed("watch", tmp_path, step)
    assert seen["undisturbed"] == 0
    assert seen["faults"] == []
    assert seen["points"] >= 10


@pytest.mark.long
def test_sending_through_a_server(tmp_path: Path, post_office: Start) -> None:
    """Every mail arrives; a repeat is the same bytes under the same Message-ID, and only where nobody could know."""
    post = post_office()
    seen = killed("smtp", tmp_path, str(post.port), post.ca)
    assert seen["undisturbed"] == 0
    assert (
        others(seen, {"ledger mail", "ledger mail_event"}) == []
    )  # that there was a second try is told
    by_id: dict[str, set[bytes]] = {}
    for _, content in post.mails:
        by_id.setdefault(str(message_from_bytes(content)["Message-ID"]), set()).add(content)
    assert len(by_id) == 4
    assert all(len(contents) == 1 for contents in by_id.values())
    runs = seen["points"] + 2  # each point once, the warm run, the undisturbed one
    assert (
        len(post.mails) - 4 * runs <= 2 * 4
    )  # at most once after the answer, once before its commit, for each mail


@pytest.mark.long
def test_fetching_from_a_mailbox(tmp_path: Path, mailbox: Mailbox) -> None:
    """Every attachment comes in once, whatever was done when the run was killed."""
    seen = killed("fetch", tmp_path, str(mailbox.port), mailbox.ca, str(mailbox.folder))
    assert seen["undisturbed"] == 0
    assert (
        others(seen, {"ledger message"}) == []
    )  # each time the mailbox is filled anew, and numbers its mails on
