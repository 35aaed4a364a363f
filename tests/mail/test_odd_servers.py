"""What IMAP servers do that the books allow and programs forget, and what they do against the books."""

import base64
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from loopback import JULY, Mailbox, imap_settings, write_workspace
from scripted import ScriptedImap, Session
from test_mailbox_faults import csv, outcomes, working

from xlreport.ledger.ledger_deferred_mails import still_aside
from xlreport.mail.imap_mailbox import quoted_folder
from xlreport.model.model_errors import CannotRun
from xlreport.model.round.round_ledger_types import ArrivalPlace
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.mails.holding_mail_files import held_files
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import writing_in


def uids_in(text: str) -> list[int]:
    return [int(one) for one in text.split(" ")[2].split(",")]


def test_answers_out_of_order_between_others(tmp_path: Path, server: ScriptedImap) -> None:
    """What was not asked for stands between the answers, and these come backwards: each is put to its message."""
    for number in (1, 2, 3):
        server.put(csv(number))
    noise = [b"* 9 EXISTS", b"* 0 RECENT", b"* 2 FETCH (FLAGS (\\Seen \\Deleted))", b"* OK still here",
             b"* 3 FETCH (UID 77 FLAGS ())"]  # fmt: skip

    def odd(session: Session, name: str, text: str) -> bytes | None:
        if name != "UID FETCH":
            return None
        for uid in reversed(uids_in(text)):
            session.send(*noise, session.fetched(uid, text))
        session.send(*noise)
        return b"TAG OK done"

    server.instead = odd
    with working(tmp_path, server) as round_:
        done = list(fetch(round_))
        assert [(one.message.uid, one.message.subject) for one in done] == [
            (1, "1"), (2, "2"), (3, "3"),
        ]  # fmt: skip
        assert [file.name for one in done for file in one.files] == ["1.csv", "2.csv", "3.csv"]


def test_one_message_told_of_in_several_answers(tmp_path: Path, server: ScriptedImap) -> None:
    """Its size, its day and its head each in an answer of its own."""
    server.put(csv(1), day="17-Jun-2020 09:00:00 +0800")

    def split(session: Session, name: str, text: str) -> bytes | None:
        if name != "UID FETCH" or "HEADER" not in text:
            return None
        head = server.messages[1].content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        session.send(
            b'* 1 FETCH (UID 1 INTERNALDATE "17-Jun-2020 09:00:00 +0800")',
            b"* 1 FETCH (UID 1 RFC822.SIZE %d)" % len(server.messages[1].content),
            b"* 1 FETCH (UID 1 BODY[HEADER.FIELDS (FROM)] {%d}\r\n%s)" % (len(head), head),
        )
        return b"TAG OK done"

    server.instead = split
    with working(tmp_path, server) as round_:
        (one,) = fetch(round_)
        assert one.files[0].came_on.isoformat() == "2020-06-17"


@pytest.mark.parametrize("size", [0, 1, 10**9])
def test_a_size_that_is_wrong(tmp_path: Path, server: ScriptedImap, size: int) -> None:
    """Less than there is costs nothing; far more is too big to be fetched, and is said."""
    server.put(csv(1))
    wrong = f"RFC822.SIZE {size}".encode()

    def sized(session: Session, name: str, text: str) -> bytes | None:
        if name != "UID FETCH" or "HEADER" not in text:
            return None
        right = f"RFC822.SIZE {len(server.messages[1].content)}".encode()
        session.send(session.fetched(1, text).replace(right, wrong))
        return b"TAG OK done"

    server.instead = sized
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken" if size < 10**6 else "1 too-big"]


def test_a_body_in_quotes(tmp_path: Path, server: ScriptedImap) -> None:
    """A short letter may come in quotes in place of a literal."""
    server.put(b"From: rst@dept.example\r\n\r\nsee you")
    server.instead = lambda _session, name, text: (
        b'* 1 FETCH (UID 1 BODY[] "From: rst@dept.example  see \\"you\\" on the tenth, (all) of us")\nTAG OK done'
        if name == "UID FETCH" and "PEEK[]" in text
        else None
    )
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 nothing"]


def test_goodbye_in_the_middle(tmp_path: Path, server: ScriptedImap) -> None:
    """A server that is shut down while it gives a message: the next connection takes it, nothing is put aside."""
    for number in (1, 2, 3):
        server.put(csv(number))
    said = [False]

    def leave(session: Session, name: str, text: str) -> bytes | None:
        if name == "UID FETCH" and "PEEK[]" in text and " 2 " in text and not said[0]:
            said[0] = True
            session.send(b"* BYE shutting down", b"* 2 FETCH (UID 2 BODY[] {900}")
            return b"cut"
        return None

    server.instead = leave
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken", "2 taken", "3 taken"]
        assert still_aside(round_.ledger) == ()


@pytest.mark.parametrize("at", ["UID SEARCH", "SELECT", "UID STORE", "LOGIN"])
def test_goodbye_at_another_moment(tmp_path: Path, server: ScriptedImap, at: str) -> None:
    """What was taken stays; the rest comes with the next run; it is said in words."""
    for number in (1, 2):
        server.put(csv(number))
    gone = [0]

    def leave(session: Session, name: str, _text: str) -> bytes | None:
        gone[0] += name == at
        if name == at and gone[0] == 1:
            session.send(b"* BYE too many connections")
            return b"cut"
        return None

    server.instead = leave
    with working(tmp_path, server) as round_:
        first = []
        with pytest.raises(CannotRun, match="imap-") as told:
            first += list(fetch(round_))
        assert "too many" in str(told.value.fields["why"]) or told.value.fields["why"]
        list(fetch(round_))
        rows = round_.ledger.execute("SELECT uid, outcome FROM message ORDER BY uid").fetchall()
        assert rows == [(1, "taken"), (2, "taken")]
        assert all("\\Seen" in one.flags for one in server.messages.values())


def test_messages_that_somebody_else_takes_away(tmp_path: Path, server: ScriptedImap) -> None:
    """Listed, and gone when they are asked for: named, and no other is mistaken for them."""
    for number in (1, 2, 3):
        server.put(csv(number))

    def gone(session: Session, name: str, text: str) -> bytes | None:
        if name == "UID FETCH" and "HEADER" in text:
            session.send(
                b"* 2 EXPUNGE", *(session.fetched(u, text) for u in uids_in(text) if u != 2)
            )
            return b"TAG OK done"
        if name == "UID FETCH" and " 2 " in text:
            return b"* 1 EXPUNGE\nTAG OK done"
        return None

    server.instead = gone
    with working(tmp_path, server) as round_:
        done = list(fetch(round_))
        assert sorted(outcomes(done)) == ["1 taken", "2 aside", "3 taken"]
        assert next(one for one in done if one.message.uid == 2).message.detail == "absent"


def test_a_folder_refused_in_gbk(tmp_path: Path, server: ScriptedImap) -> None:
    """The words of a Chinese provider are shown as they were meant, with the folder."""
    server.instead = lambda _session, name, _text: (
        "TAG NO 文件夹不存在".encode("gbk") if name in {"SELECT", "EXAMINE"} else None
    )
    with (
        working(tmp_path, server, 'folder = "报表/二季度"\n') as round_,
        pytest.raises(CannotRun, match="imap-folder") as told,
    ):
        list(fetch(round_))
    assert (told.value.fields["folder"], told.value.fields["why"]) == (
        "报表/二季度",
        "文件夹不存在",
    )


def test_unsafe_login_as_netease_says_it(tmp_path: Path, server: ScriptedImap) -> None:
    """163.com lists ID only after login, and refuses SELECT and EXAMINE until it was told a name."""
    server.put(csv(1))
    server.capabilities = "IMAP4rev1"

    def netease(session: Session, name: str, _text: str) -> bytes | None:
        if name == "LOGIN":
            server.capabilities = "IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ STARTTLS XAPPLEPUSHSERVICE UIDPLUS X-CM-EXT-1"
        if name in {"SELECT", "EXAMINE"} and not session.named:
            return b"TAG NO SELECT Unsafe Login. Please contact kefu@188.com for help"
        return None

    server.instead = netease
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]


def test_unsafe_login_that_stays(tmp_path: Path, server: ScriptedImap) -> None:
    """Where saying a name does not help, its words are shown."""
    server.instead = lambda _session, name, _text: (
        b"TAG NO SELECT Unsafe Login. Please contact kefu@188.com for help"
        if name in {"SELECT", "EXAMINE"}
        else None
    )
    with working(tmp_path, server) as round_, pytest.raises(CannotRun, match="imap-folder") as told:
        list(fetch(round_))
    assert "Unsafe Login" in str(told.value.fields["why"])


def test_a_token_that_is_refused(
    tmp_path: Path, server: ScriptedImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server's challenge of JSON is answered with nothing, as its makers ask, and its words are shown."""
    monkeypatch.setenv("XLREPORT_IMAP_TOKEN", "old")
    answers: list[bytes] = []

    def refuse(session: Session, name: str, _text: str) -> bytes | None:
        if name != "AUTHENTICATE":
            return None
        session.send(b"+ ")
        session.stream.recv(1000)
        session.send(b"+ eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiQmVhcmVyIn0=")
        answers.append(session.stream.recv(1000))
        return b"TAG NO AUTHENTICATE failed: token expired"

    server.instead = refuse
    with (
        working(tmp_path, server, 'auth = "xoauth2"\n') as round_,
        pytest.raises(CannotRun, match="imap-login") as told,
    ):
        list(fetch(round_))
    assert answers == [b"\r\n"]
    assert "token expired" in str(told.value.fields["why"])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", '"INBOX"'),
        ("报表", '"&YqWIaA-"'),
        ("a&b", '"a&-b"'),
        ('a"b\\c', '"a\\"b\\\\c"'),
        ("台北", '"&U,BTFw-"'),  # RFC 3501 5.1.3
        ("~peter/mail/台北/日本語", '"~peter/mail/&U,BTFw-/&ZeVnLIqe-"'),
        ("𠮷", '"&2ELftw-"'),
    ],
)
def test_names_of_folders(name: str, written: str) -> None:
    """Modified UTF-7 as the examples of RFC 3501 have it, and quoted."""
    assert quoted_folder(name) == written


@pytest.mark.parametrize("name", ["报表.二季度", "a&b 𠮷"])
def test_a_chinese_folder_of_a_real_server(tmp_path: Path, mailbox: Mailbox, name: str) -> None:
    """A folder that dovecot itself made is opened, read and marked; the inbox beside it is not touched."""
    configuration = mailbox.folder.parents[2] / "dovecot.conf"
    words = ["doveadm", "-c", str(configuration), "mailbox"]
    subprocess.run([*words, "create", "-u", "office", name], check=True, capture_output=True)
    try:
        mailbox.put(csv(2))
        made = next(path for path in mailbox.folder.glob(".*") if path.is_dir() and path.name[1:])
        (made / "new" / "1.test").write_bytes(csv(1).replace(b"\r\n", b"\n"))
        (made / "new" / "1.test").chmod(0o666)
        settings = f'{imap_settings(mailbox)}folder = "{name}"\n'
        workspace = write_workspace(tmp_path / "house", settings)
        with writing_in(workspace, "test", JULY) as ledger:
            (one,) = fetch(round_with(workspace, ledger, JULY))
            assert one.message.subject == "1"
            assert list(fetch(round_with(workspace, ledger, JULY))) == []
        assert (mailbox.left(), mailbox.seen()) == (1, 0)
    finally:
        for path in mailbox.folder.glob(".*"):
            if path.is_dir():
                shutil.rmtree(path)


def test_a_folder_of_a_real_server_that_may_only_be_read(tmp_path: Path, mailbox: Mailbox) -> None:
    """By its rights on the disk: everything is taken once, nothing is marked."""
    from xlreport.mail import imap_mailbox as imap

    mailbox.put(csv(1))
    workspace = write_workspace(tmp_path / "house", imap_settings(mailbox))
    settings = workspace.settings.mail.imap
    assert settings is not None
    opened = imap._opened  # noqa: SLF001 - the folder is examined, as where SELECT is refused

    def examined(client, told):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        select = client.select
        client.select = lambda name, readonly=False: (
            select(name, readonly=True) if readonly else ("NO", [b"Permission denied"])
        )
        return opened(client, told)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imap, "_opened", examined)
        with writing_in(workspace, "test", JULY) as ledger:
            assert len(list(fetch(round_with(workspace, ledger, JULY)))) == 1
            assert list(fetch(round_with(workspace, ledger, JULY))) == []
    assert mailbox.seen() == 0


def test_a_token_from_the_keyring(
    tmp_path: Path, server: ScriptedImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where neither the environment nor a command has it, the system's keyring is asked under its own name."""
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    vars(errors)["KeyringError"] = RuntimeError
    asked: list[tuple[str, str]] = []

    def password(service: str, user: str) -> str:
        asked.append((service, user))
        return "from-the-keyring"

    vars(keyring)["get_password"] = password
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    given: list[str] = []

    def token(session: Session, name: str, _text: str) -> bytes | None:
        if name != "AUTHENTICATE":
            return None
        session.send(b"+ ")
        given.append(base64.b64decode(session.stream.recv(1000)).decode())
        session.state = "AUTH"
        return b"TAG OK welcome"

    server.instead = token
    with working(tmp_path, server, 'auth = "xoauth2"\n') as round_:
        assert list(fetch(round_)) == []
    assert asked == [("xlreport-imap-token", "office")]
    assert given == ["user=office\x01auth=Bearer from-the-keyring\x01\x01"]


def test_a_sender_that_stays_odd_is_shown(tmp_path: Path, server: ScriptedImap) -> None:
    """It is held, and what stands in From is shown as a person reads it; nothing in it is believed."""
    odd = csv(1).replace(
        b"From: rst@dept.example", b"From: =?utf-8?B?5byg5LiJ?= rst@dept.example <x@wrong.example>"
    )
    server.put(odd)
    with working(tmp_path, server) as round_:
        (one,) = fetch(round_)
        (file,) = one.files
        assert (file.place, file.reason) == (ArrivalPlace.HELD, "from-odd")
        assert file.sender == "张三 rst@dept.example <x@wrong.example>"
        assert held_files(round_.ledger)[0].sender == file.sender
