"""A mailbox that stumbles: nothing is lost or hidden, nothing is deleted, and each fault costs only itself."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from loopback import JULY, Mailbox, imap_settings, reply, write_workspace
from scripted import ScriptedImap, Session

from xlreport.ledger.ledger_deferred_mails import still_aside
from xlreport.model.model_errors import CannotRun
from xlreport.pipeline.round.mails.fetching_mails import TRIES, Fetched, fetch
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import writing_in

RST = "rst@dept.example"


@contextmanager
def working(tmp_path: Path, server: ScriptedImap, more: str = "") -> Iterator[Round]:
    tmp_path.mkdir(exist_ok=True)
    box = Mailbox(server.port, tmp_path, server.ca)
    workspace = write_workspace(tmp_path / "house", imap_settings(box) + more)
    with writing_in(workspace, "test", JULY) as ledger:
        yield round_with(workspace, ledger, JULY)


def outcomes(fetched: list[Fetched]) -> list[str]:
    return [f"{one.message.uid} {one.message.outcome}" for one in fetched]


def csv(number: int) -> bytes:
    return reply(RST, (f"{number}.csv", b"a,b\n1,%d\n" % number), subject=str(number))


def test_the_plain_way(tmp_path: Path, server: ScriptedImap) -> None:
    """Ours are taken and marked; a letter that has nothing to do with the round is neither fetched nor marked."""
    server.put(csv(1))
    server.put(b"From: x@shop.example\r\nSubject: sale\r\nContent-Type: text/plain\r\n\r\nbuy")
    server.instead = lambda session, name, text: (
        with_structure(session, text, {2: '("text" "plain" NIL NIL NIL "7bit" 3 1 NIL NIL NIL)'})
        if name == "UID FETCH" and "BODYSTRUCTURE" in text
        else None
    )
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]
        assert [sorted(one.flags) for one in server.messages.values()] == [["\\Seen"], []]
        assert not [one for one in server.named("BODY.PEEK[]") if " 2 " in one]
        assert list(fetch(round_)) == []


def with_structure(session: Session, command: str, known: dict[int, str]) -> bytes:
    lines = []
    for uid in map(int, command.split(" ")[2].split(",")):
        line = session.fetched(uid, command)
        told = known.get(uid)
        lines.append(line[:-1] + (f" BODYSTRUCTURE {told}".encode() if told else b"") + b")")
    return b"\n".join([*lines, b"TAG OK done"])


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"TAG NO not now", "refused"),
        (b"TAG BAD what", "refused"),
        (b"* 1 FETCH (UID 1 BODY[] NIL)\nTAG OK done", "refused"),
        (b"TAG OK done", "refused"),
        (b"* 1 FETCH (UID 1 BODY[] {5}\r\nFrom:)\nTAG OK done", "short"),
        (b'* 1 FETCH (UID 1 BODY[] "")\nTAG OK done', "short"),
    ],
)
def test_what_is_not_given_is_tried_again(
    tmp_path: Path, server: ScriptedImap, answer: bytes, reason: str
) -> None:
    """NO, BAD, NIL, nothing or less than all: never "no attachment"; the rest goes on, and it is tried again."""
    server.put(csv(1))
    server.put(csv(2))
    faulty = [True]
    server.instead = lambda _session, name, text: (
        answer
        if faulty[0] and name == "UID FETCH" and text.startswith("UID FETCH 1 (UID BODY.PEEK[]")
        else None
    )
    with working(tmp_path, server) as round_:
        done = list(fetch(round_))
        assert outcomes(done) == ["1 aside", "2 taken"]
        assert (done[0].message.detail, done[0].message.sender, done[0].message.subject) == (
            reason,
            RST,
            "1",
        )
        assert "\\Seen" not in server.messages[1].flags
        faulty[0] = False
        assert outcomes(list(fetch(round_))) == ["1 taken"]
        assert still_aside(round_.ledger) == ()


def test_a_size_that_is_only_near(tmp_path: Path, server: ScriptedImap) -> None:
    """What comes three times with the same bytes, shorter than the server says, is all that there is."""
    server.put(csv(1))
    whole = server.messages[1].content
    server.messages[1].content = whole + b" " * 100
    server.instead = lambda session, name, text: (
        session.fetched(1, text, content=whole) + b"\nTAG OK done"
        if name == "UID FETCH" and "PEEK[]" in text
        else None
    )
    with working(tmp_path, server) as round_:
        assert [outcomes(list(fetch(round_)))[0] for _ in range(TRIES)] == [
            "1 aside", "1 aside", "1 taken",
        ]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("while_looking", [False, True])
def test_a_connection_always_cut_at_one_message(
    tmp_path: Path,
    server: ScriptedImap,
    while_looking: bool,  # noqa: FBT001
) -> None:
    """It costs itself: named, put aside, the rest is taken in the same run; after three runs it is left alone until asked for."""
    for number in range(1, 8):
        server.put(csv(number))

    def cut(_session: Session, name: str, text: str) -> bytes | None:
        words = text.split(" ")
        hit = name == "UID FETCH" and "4" in words[2].split(",")
        return b"cut" if hit and ("HEADER" in text) == while_looking else None

    server.instead = cut
    with working(tmp_path, server) as round_:
        done = list(fetch(round_))
        assert sorted(outcomes(done)) == sorted(
            ["4 aside", *(f"{n} taken" for n in (1, 2, 3, 5, 6, 7))]
        )
        for _ in range(TRIES - 1):
            assert outcomes(list(fetch(round_))) == ["4 aside"]
        assert list(fetch(round_)) == []
        ((aside, tries),) = still_aside(round_.ledger)
        assert (aside.uid, aside.reason, tries) == (4, "cut", TRIES)
        server.instead = None
        assert list(fetch(round_)) == []
        assert outcomes(list(fetch(round_, again=True))) == ["4 taken"]


def test_a_server_that_is_gone_puts_nothing_aside(tmp_path: Path, server: ScriptedImap) -> None:
    """Where the connection cannot be made anew, it was not the message."""
    server.put(csv(1))
    gone = [False]

    def fall(_session: Session, name: str, _text: str) -> bytes | None:
        gone[0] = gone[0] or name == "UID FETCH"
        return b"cut" if gone[0] else None

    server.instead = fall
    with working(tmp_path, server) as round_:
        with pytest.raises(CannotRun, match="imap-unreachable"):
            list(fetch(round_))
        assert still_aside(round_.ledger) == ()


def nested(count: int) -> bytes:
    inner = b"Content-Type: message/rfc822\r\n\r\n" * count
    return f"From: {RST}\r\nSubject: deep\r\nMIME-Version: 1.0\r\n".encode() + inner + b"x"


def test_one_bad_message_costs_itself(tmp_path: Path, server: ScriptedImap) -> None:
    """A thousand letters in one another, a raw byte in an encoded word: the neighbours come in."""
    server.put(csv(1))
    server.put(nested(1000))
    server.put(csv(3).replace(b"Subject: 3", b"Subject: =?utf-8?B?\xff\xfe=?= =?x?Q?\xe9?="))
    server.put(csv(4))
    with working(tmp_path, server) as round_:
        done = list(fetch(round_))
        assert outcomes(done) == ["1 taken", "2 aside", "3 taken", "4 taken"]
        assert (done[1].message.detail, done[1].message.subject) == ("unreadable", "deep")


def test_a_folder_that_may_only_be_read(tmp_path: Path, server: ScriptedImap) -> None:
    """Everything is taken, nothing is marked, and a second time nothing is new."""
    server.put(csv(1))
    server.read_only = True
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]
        assert list(fetch(round_)) == []
        assert server.named("STORE") == []


def test_a_folder_that_can_only_be_examined(tmp_path: Path, server: ScriptedImap) -> None:
    """SELECT refused, EXAMINE granted."""
    server.put(csv(1))
    server.instead = lambda _session, name, _text: b"TAG NO denied" if name == "SELECT" else None
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]


def test_charset_refused_search_in_lines_status_refused(
    tmp_path: Path, server: ScriptedImap
) -> None:
    """No CHARSET is named, several SEARCH lines are read together, and STATUS is not needed."""
    server.put(csv(1))
    server.put(csv(2))

    def odd(_session: Session, name: str, text: str) -> bytes | None:
        if "CHARSET" in text.upper():
            return b"TAG NO [BADCHARSET] no"
        if name == "UID SEARCH":
            return b"* SEARCH 1\n* SEARCH 2\nTAG OK done"
        return b"TAG NO it is selected" if name == "STATUS" else None

    server.instead = odd
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken", "2 taken"]


def test_a_name_is_demanded_before_and_after_login(tmp_path: Path, server: ScriptedImap) -> None:
    """RFC 2971: who does not say its name may neither log in nor open a folder."""
    server.put(csv(1))

    def strict(session: Session, name: str, _text: str) -> bytes | None:
        if name == "LOGIN" and not session.named_before:
            return b"TAG NO who are you"
        if name == "SELECT" and not session.named:
            return b"TAG NO Unsafe Login"
        return None

    server.instead = strict
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]
    server.capabilities = "IMAP4rev1"
    server.commands.clear()
    server.instead = lambda session, name, _text: (
        b"TAG NO Unsafe Login" if name in {"SELECT", "EXAMINE"} and not session.named else None
    )
    with working(tmp_path / "second", server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]


def test_preauth_and_uidvalidity(tmp_path: Path, server: ScriptedImap) -> None:
    """A connection that is let in already is not asked for a password; new numbers bring nothing twice."""
    server.put(csv(1))
    server.greeting = "PREAUTH welcome"
    with working(tmp_path, server) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]
        assert server.named("LOGIN") == []
        server.uidvalidity += 1
        assert outcomes(list(fetch(round_))) == ["1 again"]


def test_the_words_of_the_server_in_gbk(tmp_path: Path, server: ScriptedImap) -> None:
    """A refusal is told in the server's own words."""
    server.instead = lambda _session, name, _text: (
        "TAG NO 登录失败，请使用授权码".encode("gbk") if name == "LOGIN" else None
    )
    with working(tmp_path, server) as round_, pytest.raises(CannotRun, match="imap-login") as told:
        list(fetch(round_))
    assert "请使用授权码" in str(told.value.fields["why"])


def test_a_token_in_place_of_a_password(
    tmp_path: Path, server: ScriptedImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XOAUTH2 with a token from the environment, or from a command that the settings name."""
    server.put(csv(1))
    given: list[str] = []

    def token(session: Session, name: str, _text: str) -> bytes | None:
        if name == "LOGIN":
            return b"TAG NO basic authentication is disabled"
        if name != "AUTHENTICATE":
            return None
        session.send(b"+ ")
        given.append(base64.b64decode(session.stream.recv(1000)).decode())
        session.state = "AUTH"
        return b"TAG OK welcome"

    server.instead = token
    monkeypatch.setenv("XLREPORT_IMAP_TOKEN", "ya29")
    with working(tmp_path, server, 'auth = "xoauth2"\n') as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]
    monkeypatch.delenv("XLREPORT_IMAP_TOKEN")
    command = 'auth = "xoauth2"\nsecret_command = ["python3", "-c", "print(\'abc\')"]\n'
    with working(tmp_path / "second", server, command) as round_:
        assert outcomes(list(fetch(round_))) == ["1 taken"]
    assert given == [
        "user=office\x01auth=Bearer ya29\x01\x01", "user=office\x01auth=Bearer abc\x01\x01",
    ]  # fmt: skip
    broken = (
        'auth = "xoauth2"\nsecret_command = ["python3", "-c", "import sys; sys.exit(\'no key\')"]\n'
    )
    with (
        working(tmp_path / "third", server, broken) as round_,
        pytest.raises(CannotRun, match="secret-command") as told,
    ):
        list(fetch(round_))
    assert "no key" in str(told.value.fields["why"])


def test_what_another_program_marked_deleted_stays(tmp_path: Path, mailbox: Mailbox) -> None:
    """A message that Outlook has marked as deleted is read, and is there afterwards (a real dovecot)."""
    mailbox.put(csv(1))
    mailbox.put(csv(2))
    for path in (mailbox.folder / "new").iterdir():
        path.rename(mailbox.folder / "cur" / f"{path.name}:2,T")
    workspace = write_workspace(tmp_path / "house", imap_settings(mailbox))
    with writing_in(workspace, "test", JULY) as ledger:
        assert len(list(fetch(round_with(workspace, ledger, JULY)))) == 2
        assert len(list(fetch(round_with(workspace, ledger, JULY + timedelta(days=1))))) == 0
    assert (mailbox.left(), mailbox.seen()) == (2, 2)
