"""A large mailbox, a part of it ours: what the first fetch and the second cost.

`XLREPORT_MAILBOX` says how large; a step of `.ci/run` takes 20,000 messages, 300 of them ours.
"""

import os
import time
from pathlib import Path

import pytest
import trustme
from loopback import JULY, Mailbox, imap_settings, reply, write_workspace
from scripted import ScriptedImap, Session, serve

from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import writing_in

PLAIN = (
    '("text" "plain" ("charset" "utf-8") NIL NIL "7bit" 2000 40 NIL NIL NIL)("application" "pdf" ("name" "a.pdf") NIL'
    ' NIL "base64" 90000 NIL ("attachment" ("filename" "a.pdf")) NIL) "mixed" ("boundary" "b") NIL NIL'
)
OURS = PLAIN.replace("pdf", "csv")
_STRUCTURE = {True: f"({OURS})".encode(), False: f"({PLAIN})".encode()}


def cpu() -> float:
    """Seconds of this thread and of processes that ended; the server on loopback has a thread of its own."""
    children = os.times()
    return time.thread_time() + children.children_user + children.children_system


COUNT = int(os.environ.get("XLREPORT_MAILBOX", "1000"))
OURS_AMONG = max(COUNT * 300 // 20_000, 1)


def test_a_large_mailbox(
    tmp_path: Path, authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of 20,000 the first takes 300 of ours in under 40 s of CPU, the second finds nothing in under 1 s."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    server = ScriptedImap(ca=authority[1])
    each = COUNT // OURS_AMONG
    for number in range(1, COUNT + 1):
        if number % each == 0 and number // each <= OURS_AMONG:
            server.put(
                reply(
                    "rst@dept.example",
                    (f"{number}.csv", b"a,b\n1,%d\n" % number),
                    subject=str(number),
                )
            )
        else:
            head = f"From: =?utf-8?B?5byg5LiJ?= <x{number}@shop.example>\r\nSubject: =?utf-8?B?5bm/5ZGK?= {number}\r\n"
            server.put(
                f"{head}Message-ID: <{number}@shop.example>\r\nDate: Mon, 6 Jul 2020 09:00:00 +0800\r\n\r\nx".encode()
            )

    def structured(session: Session, name: str, text: str) -> bytes | None:
        if name != "UID FETCH" or "BODYSTRUCTURE" not in text:
            return None
        for uid in map(int, text.split(" ")[2].split(",")):
            ours = b"rst@dept" in server.messages[uid].content
            session.send(
                session.fetched(uid, text)[:-1] + b" BODYSTRUCTURE " + _STRUCTURE[ours] + b")"
            )
        return b"TAG OK done"

    server.instead = structured
    end = serve(server, authority[0])
    try:
        workspace = write_workspace(
            tmp_path / "house", imap_settings(Mailbox(server.port, tmp_path, server.ca))
        )
        with writing_in(workspace, "test", JULY) as ledger:
            round_ = round_with(workspace, ledger, JULY)
            begin = cpu()
            assert len(list(fetch(round_))) == OURS_AMONG
            first, begin = cpu() - begin, cpu()
            assert list(fetch(round_)) == []
            second = cpu() - begin
        print(f"first {first:.2f} s, second {second:.2f} s of CPU")  # noqa: T201 - the measurement
        assert len(server.named("BODY.PEEK[]")) == OURS_AMONG
        assert sum("\\Seen" in one.flags for one in server.messages.values()) == OURS_AMONG
        assert first < 40
        assert second < 1
    finally:
        end()
    assert server.sound()
