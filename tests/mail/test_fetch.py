"""From a real mailbox: everything once, nobody's word believed, and what is doubtful held until it is released."""

import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from loopback import GOOD, JULY, Mailbox, filled, imap_settings, reply, write_workspace

from xlreport.ledger.ledger_arrivals import arrivals
from xlreport.ledger.ledger_history import story
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.round.round_ledger_types import ArrivalPlace
from xlreport.pipeline.round.letters.returning_letters import return_all
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.fetching_mails import Fetched, fetch
from xlreport.pipeline.round.mails.holding_mail_files import held_files, release, settle_places
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, writing_in
from xlreport.pipeline.round.taking_in_round_inbox import take_in

Q2, Q3 = Period.parse("2020-Q2"), Period.parse("2020-Q3")
RST = "张三 <rst@dept.example>"


@contextmanager
def working(
    tmp_path: Path, mailbox: Mailbox
) -> Iterator[tuple[Workspace, sqlite3.Connection, dict[str, bytes]]]:
    """A workspace that has sent its workbooks, and each department's good return."""
    workspace = write_workspace(tmp_path / "house", imap_settings(mailbox))
    with writing_in(workspace, "test", JULY) as ledger:
        sent = {
            one.department.code: one.path.read_bytes()
            for one in send(round_with(workspace, ledger, JULY), Q2)
        }
        yield workspace, ledger, {code: filled(sent[code], GOOD[code], tmp_path) for code in sent}


def files(fetched: list[Fetched]) -> list[tuple[str, str]]:
    return [(file.name, file.reason or "inbox") for one in fetched for file in one.files]


def lying(folder: Path) -> list[str]:
    return sorted(path.name[13:] for path in folder.iterdir())


def test_everything_once(tmp_path: Path, mailbox: Mailbox) -> None:
    """Attachments arrive under readable names with their sender; a second fetch brings nothing; nothing is deleted."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        mailbox.put(reply(RST, ("03_人社厅 二季度.xlsx", good["RST"]), message_id="<one@rst>"))
        mailbox.put(
            reply("nyt2@dept.example", ("农业.xlsx", good["NYT"]), ("扫描件.pdf", b"%PDF-1.4 x"))
        )
        assert files(list(fetch(round_with(workspace, ledger, JULY)))) == [
            ("03_人社厅 二季度.xlsx", "inbox"), ("农业.xlsx", "inbox"), ("扫描件.pdf", "inbox"),
        ]  # fmt: skip
        assert lying(workspace.inbox) == ["03_人社厅_二季度.xlsx", "农业.xlsx", "扫描件.pdf"]
        first = arrivals(ledger)[0]
        assert (first.sender, first.department, first.message_id) == (
            "rst@dept.example",
            "RST",
            "<one@rst>",
        )
        assert list(fetch(round_with(workspace, ledger, JULY))) == []
        assert (mailbox.seen(), mailbox.left()) == (2, 2)


def test_the_same_again_is_nothing_new(tmp_path: Path, mailbox: Mailbox) -> None:
    """A message delivered twice, or a file sent twice, comes in once."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        letter = reply(RST, ("a.xlsx", good["RST"]))
        mailbox.put(letter)
        mailbox.put(letter)
        mailbox.put(reply(RST, ("a.xlsx", good["RST"]), subject="再发一次"))
        done = list(fetch(round_with(workspace, ledger, JULY)))
        assert [one.message.outcome for one in done] == ["taken", "again", "taken"]
        assert len(lying(workspace.inbox)) == 1
        assert len(arrivals(ledger)) == 1


@pytest.mark.parametrize(
    ("sender", "head", "reason"),
    [
        ("stranger@elsewhere.example", "", "stranger"),
        ("nyt@dept.example", "", "other-department"),
        ("rst@dept.example", "From: other@x.example\r\n", "from-many"),
        ("rst@dept.example", "Auto-Submitted: auto-replied\r\n", "automatic"),
    ],
)
def test_what_is_doubtful_is_held(
    tmp_path: Path, mailbox: Mailbox, sender: str, head: str, reason: str
) -> None:
    """A workbook that its own department did not send lies outside the inbox until a command releases it."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        mailbox.put(reply(sender, ("a.xlsx", good["RST"]), head=head))
        assert files(list(fetch(round_with(workspace, ledger, JULY)))) == [("a.xlsx", reason)]
        assert (lying(workspace.inbox), lying(workspace.held)) == ([], ["a.xlsx"])
        (waiting,) = held_files(ledger)
        with pytest.raises(CannotRun, match="release-unknown"):
            release(round_with(workspace, ledger, JULY), ["other.xlsx"])
        release(round_with(workspace, ledger, JULY), [str(waiting.number)])
        assert (lying(workspace.inbox), lying(workspace.held)) == (["a.xlsx"], [])
        assert held_files(ledger) == ()


def test_the_right_sender_later(tmp_path: Path, mailbox: Mailbox) -> None:
    """A file that was held goes to the inbox when its own department sends it."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        mailbox.put(reply("stranger@elsewhere.example", ("a.xlsx", good["RST"])))
        list(fetch(round_with(workspace, ledger, JULY)))
        mailbox.put(reply(RST, ("a.xlsx", good["RST"])))
        assert files(list(fetch(round_with(workspace, ledger, JULY)))) == [("a.xlsx", "inbox")]
        assert (lying(workspace.inbox), lying(workspace.held)) == (["a.xlsx"], [])


def packed(*entries: tuple[str, bytes], gbk: bool = False) -> bytes:
    """An archive; with names in GBK and no mark of it, as Chinese Windows makes them."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in entries:
            told = name.encode("gb18030").decode("cp437") if gbk else name
            archive.writestr(zipfile.ZipInfo(told, (2020, 7, 1, 0, 0, 0)), content)
    content = stream.getvalue()
    if not gbk:
        return content
    for (
        name,
        _,
    ) in entries:  # zipfile marks such names as UTF-8; Windows writes their bytes as they are
        raw = name.encode("gb18030")
        content = content.replace(raw.decode("cp437").encode("utf-8"), raw)
    return content


def test_archives_are_opened_one_level(tmp_path: Path, mailbox: Mailbox) -> None:
    """Workbooks in an archive come in as files; an archive in an archive, and one that is refused, stay whole."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        inner = packed(("b.xlsx", b"x"))
        mailbox.put(
            reply(
                RST,
                (
                    "报表.zip",
                    packed(
                        ("文件夹/人社.xlsx", good["RST"]), ("内.zip", inner), ("__MACOSX/x", b"y")
                    ),
                ),
            )
        )
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("a.xlsx", b"\0" * 5_000_000)
        mailbox.put(reply(RST, ("bomb.zip", bomb.getvalue())))
        assert files(list(fetch(round_with(workspace, ledger, JULY)))) == [
            ("人社.xlsx", "inbox"), ("内.zip", "inbox"), ("bomb.zip", "inbox"),
        ]  # fmt: skip


def test_bounces_and_our_own_mails(tmp_path: Path, mailbox: Mailbox) -> None:
    """A bounce is told in the department's story and its attachments are not taken; our own mail is passed over."""
    with working(tmp_path, mailbox) as (workspace, ledger, _):
        ours, content = ledger.execute(
            "SELECT message_id, content FROM mail WHERE department = 'RST'"
        ).fetchone()
        mailbox.put(
            b"From: mailer-daemon@dept.example\r\n"
            b"Content-Type: multipart/report; report-type=delivery-status; boundary=bb\r\n\r\n"
            b"--bb\r\nContent-Type: message/delivery-status\r\n\r\nStatus: 5.1.1\r\n\r\n"
            b"--bb\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: "
            + ours.encode()
            + b"\r\n--bb--\r\n"
        )
        mailbox.put(bytes(content))
        assert [one.message.outcome for one in fetch(round_with(workspace, ledger, JULY))] == [
            "bounce",
            "own",
        ]
        assert lying(workspace.inbox) == []
        assert any("5.1.1" in one.detail for one in story(ledger, workspace.code, "RST"))


def test_what_cannot_be_read_is_answered_once(tmp_path: Path, mailbox: Mailbox) -> None:
    """A department that sends something else is told so, once, also when the next period has begun; a scan is not."""
    with working(tmp_path, mailbox) as (workspace, ledger, _):
        mailbox.put(reply(RST, ("表.csv", b"a,b\n1,2\n"), ("扫描件.pdf", b"%PDF-1.4 x")))
        list(fetch(round_with(workspace, ledger, JULY)))
        for period, departments in ((Q2, ["RST"]), (Q3, [])):
            kept = take_in(round_with(workspace, ledger, JULY, period=period, jobs=1))
            made = list(return_all(round_with(workspace, ledger, JULY), kept, period))
            assert [(one.department.code, one.path) for one in made] == [
                (code, None) for code in departments
            ]


def test_stopped_between_the_ledger_and_the_folder(tmp_path: Path, mailbox: Mailbox) -> None:
    """A file that the ledger says is in the inbox, and that still lies in `held/`, is moved by the next command."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        mailbox.put(reply(RST, ("a.xlsx", good["RST"])))
        list(fetch(round_with(workspace, ledger, JULY)))
        (path,) = workspace.inbox.iterdir()
        path.rename(workspace.held / path.name)
        settle_places(round_with(workspace, ledger, JULY))
        assert lying(workspace.inbox) == ["a.xlsx"]


def test_a_mailbox_numbered_anew(tmp_path: Path, mailbox: Mailbox) -> None:
    """When the server forgets its numbers, the bytes of a message tell that it is known."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        mailbox.put(reply(RST, ("a.xlsx", good["RST"])))
        list(fetch(round_with(workspace, ledger, JULY)))
        mailbox.number_anew()
        assert [one.message.outcome for one in fetch(round_with(workspace, ledger, JULY))] == [
            "again"
        ]
        assert len(lying(workspace.inbox)) == 1


def test_a_file_released_is_an_inbox_file(tmp_path: Path, mailbox: Mailbox) -> None:
    """Where a file lies is history too: held first, then the inbox."""
    with working(tmp_path, mailbox) as (workspace, ledger, good):
        mailbox.put(reply("stranger@elsewhere.example", ("a.xlsx", good["RST"])))
        list(fetch(round_with(workspace, ledger, JULY)))
        release(round_with(workspace, ledger, JULY), ["a.xlsx"])
        places = [row[0] for row in ledger.execute("SELECT place FROM placing ORDER BY number")]
        assert places == [ArrivalPlace.HELD, ArrivalPlace.INBOX]
