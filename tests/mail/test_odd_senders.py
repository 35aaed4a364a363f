"""What servers that mails go out through answer, and what becomes of each mail by it."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import trustme
from loopback import JULY, OFFICE, write_workspace
from scripted_smtp import CUT, RESET, ScriptedSmtp, serve_smtp

from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.round.round_ledger_types import MailKind
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.delivering_mails import Delivery, deliver
from xlreport.pipeline.round.mails.writing_mails import LetterText, queue_all
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import load_workspace, writing_in

Q2 = Period.parse("2020-Q2")


@pytest.fixture
def server(
    authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[ScriptedSmtp]:
    monkeypatch.setenv("XLREPORT_SMTP_PASSWORD", "secret")
    one = ScriptedSmtp(ca=authority[1])
    end = serve_smtp(one, authority[0])
    yield one
    end()


@contextmanager
def queued(
    tmp_path: Path, server: ScriptedSmtp, *, departments: int = 1, more: str = ""
) -> Iterator[Round]:
    """A reminder waits for each address of the first departments."""
    settings = (
        f'[mail]\nvia = "smtp"\nfrom = "{OFFICE}"\nname = "督查室"\n[mail.smtp]\nhost = "127.0.0.1"\n'
        f'port = {server.port}\ntls = "tls"\nuser = "{OFFICE}"\nca = "{server.ca}"\ntimeout = 10\n{more}'
    )
    workspace = write_workspace(tmp_path / "house", settings)
    with writing_in(workspace, "test", JULY) as ledger:
        round_ = round_with(workspace, ledger, JULY)
        for one in workspace.plan.department[:departments]:
            queue_all(round_, LetterText(kind=MailKind.REMIND, department=one, period=Q2, about=("x",),
                                         values={"days_late": "3", "missing": "至今没有收到"}))  # fmt: skip
        yield round_


def states(delivery: Delivery) -> list[str]:
    return [one.state.value for one in delivery.mails]


FATES = {
    # at the end of a mail, after DATA
    (".", b"421 4.3.2 closing"): ("retry", "421"),
    (".", b"450 4.2.0 try later"): ("retry", "450"),
    (".", b"451 4.7.1 greylisted"): ("retry", "451"),
    (".", b"452 4.3.1 out of space"): ("retry", "452"),
    (".", b"550 5.7.1 spam"): ("failed", "550"),
    (".", b"552 5.3.4 message too big"): ("failed", "552"),
    (".", b"554 HL:IFC mail frequency limit"): ("retry", "554"),
    # per recipient
    ("RCPT", b"421 4.7.0 too many errors"): ("retry", "421"),
    ("RCPT", b"450 4.2.1 busy"): ("retry", "450"),
    ("RCPT", b"452 4.5.3 too many recipients"): ("retry", "452"),
    ("RCPT", b"550 5.1.1 no such user"): ("failed", "550"),
    ("RCPT", b"550 5.4.5 Daily user sending quota exceeded"): ("retry", "550"),
    ("RCPT", b"552 5.2.2 over quota"): ("failed", "552"),
    ("RCPT", "550 当日发信超过上限".encode("gbk")): ("retry", "550"),
    ("RCPT", "554 发信频率过快".encode()): ("retry", "554"),
    # the sender
    ("MAIL", b"421 busy"): ("retry", "421"),
    ("MAIL", b"452 4.3.1 out of space"): ("retry", "452"),
    ("MAIL", b"530 5.7.0 authentication required"): ("failed", "530"),
    ("MAIL", b"552 5.3.4 too big"): ("failed", "552"),
    ("MAIL", b"550 5.7.60 not allowed to send as this sender"): ("failed", "550"),
    ("DATA", b"451 4.3.0 try later"): ("retry", "451"),
    ("DATA", b"554 5.5.1 no valid recipients"): ("failed", "554"),
}  # fmt: skip


def test_what_becomes_of_a_mail(tmp_path: Path, server: ScriptedSmtp) -> None:
    """Put off or refused, by the code and the words of each stage; what is put off goes at last, once, as it was."""
    with queued(tmp_path, server, departments=0) as round_:
        rst = round_.workspace.plan.department[0]
        for number, ((verb, answer), fate) in enumerate(FATES.items()):
            about = (str(number),)
            queue_all(round_, LetterText(kind=MailKind.REMIND, department=rst, period=Q2, about=about,
                                         values={"days_late": about[0], "missing": "至今没有收到"}))  # fmt: skip
            server.script = {verb: [answer]}
            (mail,) = deliver(later(round_, seconds=number)).mails
            assert (mail.state.value, mail.code) == fate, (verb, answer)
        put_off = [state for state, _ in FATES.values()].count("retry")
        assert states(deliver(later(round_, days=2))) == ["sent"] * put_off
        assert len({content for _, content in server.mails}) == len(server.mails) == put_off


def later(round_: Round, **delta: float) -> Round:
    return round_with(round_.workspace, round_.ledger, JULY + timedelta(**delta))


def test_after_421_the_others_go(tmp_path: Path, server: ScriptedSmtp) -> None:
    """A server that ends the connection after a mail: the run connects again, and only that one waits."""
    server.script = {".": [b"250 ok", b"421 4.7.0 enough for one connection"]}
    with queued(tmp_path, server, departments=3) as round_:
        assert states(deliver(round_)) == ["sent"] * 4
        assert len(server.mails) == 4
        assert server.connections == 2


def test_a_reset_in_the_middle_of_a_mail(tmp_path: Path, server: ScriptedSmtp) -> None:
    """The server cannot have all of it: it goes later, and never more than three times without an answer."""
    server.script = {"DATA": [RESET]}
    with queued(tmp_path, server) as round_:
        list(send(round_, Q2, departments=["RST"]))  # with a workbook, so that it takes some time
        first = deliver(round_)
        assert states(first).count("retry") == 1
        assert first.mails[0].code == "lost"
        again = deliver(later(round_, minutes=2))
        assert states(again) == ["sent"]
        assert len({content for _, content in server.mails}) == 2


def test_a_lost_answer(tmp_path: Path, server: ScriptedSmtp) -> None:
    """The mail was handed over whole, and no answer came: the same bytes twice more, then a person is asked."""
    server.script = {".": [CUT] * 9}
    with queued(tmp_path, server) as round_:
        seen = [states(deliver(later(round_, hours=2 * n))) for n in range(5)]
        assert seen == [["retry"], ["retry"], ["unsure"], [], []]
        assert sum(one == "DATA" for one in server.commands) == 3


@pytest.mark.parametrize("greeting", [b"554 5.7.1 your address is blocked", b"421 too busy"])
def test_a_server_that_greets_nobody(tmp_path: Path, server: ScriptedSmtp, greeting: bytes) -> None:
    """Its words are shown, and the mails stay queued, unmarked."""
    server.greeting = greeting
    with queued(tmp_path, server) as round_:
        done = deliver(round_)
        assert (done.mails, done.unreached and done.unreached.code) == ((), "smtp-unreachable")
        assert done.unreached is not None
        assert greeting[4:].decode() in str(done.unreached.fields["why"])


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        ("535 5.7.8 登录失败，请使用授权码".encode("gbk"), "smtp-login", "请使用授权码"),
        (b"535 5.7.139 basic authentication is disabled", "smtp-login", "basic authentication"),
        (b"454 4.7.0 temporary authentication failure", "smtp-unreachable", "temporary"),
    ],
)
def test_a_login_that_is_refused(
    tmp_path: Path, server: ScriptedSmtp, answer: bytes, code: str, words: str
) -> None:
    """For good or for now, in the server's own words and encoding; no mail is marked."""
    server.script = {"AUTH": [answer] * 4}
    with queued(tmp_path, server) as round_:
        if code == "smtp-unreachable":
            told = deliver(round_).unreached
        else:
            with pytest.raises(CannotRun, match=code) as raised:
                deliver(round_)
            told = raised.value
        assert told is not None
        assert (told.code, words in str(told.fields["why"])) == (code, True)
        assert [row[0] for row in round_.ledger.execute("SELECT state FROM mail_event")] == [
            "queued"
        ]


def test_a_token_that_is_refused(
    tmp_path: Path, server: ScriptedSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A challenge of JSON is answered with nothing, then the refusal is shown."""
    monkeypatch.setenv("XLREPORT_SMTP_TOKEN", "old")
    challenge = base64.b64encode(b'{"status":"401","schemes":"Bearer"}')
    server.script = {"AUTH": [b"334 " + challenge], "": [b"535 5.7.8 token expired"]}
    with (
        queued(tmp_path, server, more='auth = "xoauth2"\n') as round_,
        pytest.raises(CannotRun, match="smtp-login") as told,
    ):
        deliver(round_)
    assert "token expired" in str(told.value.fields["why"])
    sent = next(one for one in server.commands if one.startswith("AUTH XOAUTH2 "))
    assert (
        base64.b64decode(sent.split(" ")[2])
        == b"user=office@gov.example\x01auth=Bearer old\x01\x01"
    )


def test_a_server_of_seven_bits(tmp_path: Path, server: ScriptedSmtp) -> None:
    """Without SMTPUTF8 and 8BITMIME letters with Chinese names go all the same: every byte is ASCII, no line too long."""
    server.features = ("AUTH PLAIN",)
    with queued(tmp_path, server, departments=3) as round_:
        list(send(round_, Q2))
        assert set(states(deliver(round_))) == {"sent"}
    assert len(server.mails) == 8
    for _, content in server.mails:
        assert content.isascii()
        assert max(map(len, content.split(b"\r\n"))) <= 998
        assert b"\n" not in content.replace(b"\r\n", b"")
    assert not [one for one in server.commands if "SMTPUTF8" in one.upper() or "8BITMIME" in one]


def test_another_way_to_log_in_reopens(
    tmp_path: Path, server: ScriptedSmtp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was refused because of how we logged in goes by itself when the settings log in otherwise."""
    monkeypatch.setenv("XLREPORT_SMTP_TOKEN", "new")
    server.script = {"MAIL": [b"530 5.7.57 client not authenticated to send mail"]}
    with queued(tmp_path, server) as round_:
        assert states(deliver(round_)) == ["failed"]
        assert states(deliver(later(round_, days=1))) == []
        path = round_.workspace.folder / "xlreport.toml"
        path.write_text(f'{path.read_text("utf-8")}\nauth = "xoauth2"\n', "utf-8")
        mended = replace(later(round_, days=2), home=load_workspace(round_.workspace.folder))
        assert states(deliver(mended)) == ["sent"]
