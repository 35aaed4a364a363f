"""Against a real mail server: every fault that it can show, and nothing goes twice or in the clear."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from loopback import JULY, Post, Start, smtp_settings, write_workspace

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_mails import mails
from xlreport.mail.compose_mail import Attachment
from xlreport.mail.mail_text import MailTable
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.round.round_ledger_types import MailKind, MailState
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.delivering_mails import Delivery, deliver
from xlreport.pipeline.round.mails.writing_mails import LetterText, queue_all
from xlreport.pipeline.round.making_round import round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, writing_in

Q2 = Period.parse("2020-Q2")
RST = "rst@dept.example"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLREPORT_SMTP_PASSWORD", "secret")


@contextmanager
def queued(
    tmp_path: Path, settings: str, *departments: str
) -> Iterator[tuple[Workspace, sqlite3.Connection]]:
    """A workspace with a letter queued for each address of some departments."""
    workspace = write_workspace(tmp_path / "house", settings)
    with writing_in(workspace, "test", JULY) as ledger:
        for one in departments or ("RST",):
            draft = LetterText(kind=MailKind.REMIND, department=next(d for d in workspace.plan.department if d.code == one), period=Q2, about=("x",),
                          values={"days_late": "3", "missing": "至今没有收到"})  # fmt: skip
            with whole(ledger):
                assert queue_all(round_with(workspace, ledger, JULY), draft)
        yield workspace, ledger


def states(delivery: Delivery) -> list[tuple[str, str]]:
    return [(one.recipient, one.state.value) for one in delivery.mails]


def story(ledger: sqlite3.Connection) -> list[str]:
    return [row[0] for row in ledger.execute("SELECT state FROM mail_event ORDER BY number")]


def test_sent_once_and_never_again(tmp_path: Path, post_office: Start) -> None:
    """Through STARTTLS and AUTH each address gets its mail, and a rerun sends nothing."""
    post = post_office()
    with queued(tmp_path, smtp_settings(post), "RST", "NYT") as (workspace, ledger):
        done = deliver(round_with(workspace, ledger, JULY))
        assert done.count(MailState.SENT) == 3
        assert deliver(round_with(workspace, ledger, JULY + timedelta(days=9))).mails == ()
        assert {address for address, _ in post.mails} == {
            RST,
            "nyt@dept.example",
            "nyt2@dept.example",
        }
        assert [one.content for one in mails(ledger, workspace.code, "2020-Q2")] == [
            c for _, c in post.mails
        ]
        assert story(ledger)[:1] == ["queued"]
        assert story(ledger).count("sending") == story(ledger).count("sent") == 3


def test_greylisted_mail_goes_later_with_the_same_bytes(tmp_path: Path, post_office: Start) -> None:
    """A 4xx is tried again after 1, 5, 15, 60 minutes, and not before."""
    post = post_office()
    post.answers[RST] = ["451 greylisted"] * 5
    with queued(tmp_path, smtp_settings(post)) as (workspace, ledger):
        now = JULY
        for minutes in (1, 5, 15, 60, 60):
            (mail,) = deliver(round_with(workspace, ledger, now)).mails
            assert (mail.state, mail.code, mail.next_at) == (
                MailState.RETRY,
                "451",
                now + timedelta(minutes=minutes),
            )
            assert (
                deliver(
                    round_with(workspace, ledger, now + timedelta(minutes=minutes, seconds=-1))
                ).mails
                == ()
            )
            now += timedelta(minutes=minutes)
        assert states(deliver(round_with(workspace, ledger, now))) == [(RST, "sent")]
        assert len(post.mails) == 1


def test_what_is_put_off_is_never_given_up(tmp_path: Path, post_office: Start) -> None:
    """A server that says "later" for a week leaves the mail in the queue, and it goes at last."""
    post = post_office()
    post.answers[RST] = ["451 busy", "450 later", "452 full", *["451 busy"] * 20]
    with queued(tmp_path, smtp_settings(post)) as (workspace, ledger):
        now = JULY
        while post.answers[RST]:
            now += timedelta(hours=7)
            (mail,) = deliver(round_with(workspace, ledger, now)).mails
            assert mail.state is MailState.RETRY
        assert states(deliver(round_with(workspace, ledger, now + timedelta(hours=7)))) == [
            (RST, "sent")
        ]


def test_a_clock_that_goes_back_does_not_stop_the_queue(tmp_path: Path, post_office: Start) -> None:
    """A time to try again that another clock set far away is not waited for."""
    post = post_office()
    post.answers[RST] = ["451 busy"]
    with queued(tmp_path, smtp_settings(post)) as (workspace, ledger):
        deliver(round_with(workspace, ledger, JULY))
        assert states(deliver(round_with(workspace, ledger, JULY - timedelta(days=400)))) == [
            (RST, "sent")
        ]


def test_one_of_several_refused_is_seen(tmp_path: Path, post_office: Start) -> None:
    """A 5xx for one address fails that mail alone, for good."""
    post = post_office()
    post.answers["nyt2@dept.example"] = ["550 no such user"] * 9
    with queued(tmp_path, smtp_settings(post), "NYT") as (workspace, ledger):
        done = deliver(round_with(workspace, ledger, JULY))
        assert states(done) == [("nyt@dept.example", "sent"), ("nyt2@dept.example", "failed")]
        assert done.mails[1].code == "550"
        assert deliver(round_with(workspace, ledger, JULY + timedelta(days=1))).mails == ()


def test_refused_at_data(tmp_path: Path, post_office: Start) -> None:
    """4xx at DATA waits, 5xx at DATA fails."""
    post = post_office()
    post.data = ["452 full", "554 spam"]
    with queued(tmp_path, smtp_settings(post), "NYT") as (workspace, ledger):
        assert [state for _, state in states(deliver(round_with(workspace, ledger, JULY)))] == [
            "retry",
            "failed",
        ]


def test_a_connection_lost_after_data(tmp_path: Path, post_office: Start) -> None:
    """Nobody knows whether it went, so it goes again: the same Message-ID and the same bytes."""
    post = post_office()
    post.data = ["drop"]
    with queued(tmp_path, smtp_settings(post), "NYT") as (workspace, ledger):
        assert states(deliver(round_with(workspace, ledger, JULY))) == [
            ("nyt@dept.example", "retry"),
            ("nyt2@dept.example", "sent"),
        ]
        deliver(round_with(workspace, ledger, JULY + timedelta(minutes=2)))
        sent = [content for address, content in post.mails if address == "nyt@dept.example"]
        assert len(sent) == 2
        assert sent[0] == sent[1]


def test_a_process_that_died_while_sending(tmp_path: Path, post_office: Start) -> None:
    """A mail that was left as being sent goes again as it is."""
    post = post_office()
    with queued(tmp_path, smtp_settings(post)) as (workspace, ledger):
        ledger.execute("UPDATE mail SET state = 'sending'")
        assert states(deliver(round_with(workspace, ledger, JULY))) == [(RST, "sent")]


def test_no_server_today(tmp_path: Path) -> None:
    """Where nothing listens the mails stay queued, unmarked."""
    post = Post(port=1)
    post.ca = str(tmp_path / "none.pem")
    with queued(tmp_path, smtp_settings(post, tls="none", user="")) as (workspace, ledger):
        done = deliver(round_with(workspace, ledger, JULY))
        assert done.unreached is not None
        assert done.unreached.code == "smtp-unreachable"
        assert story(ledger) == ["queued"]


def test_a_server_without_encryption_gets_nothing(tmp_path: Path, post_office: Start) -> None:
    """There is no fall back to clear text: neither mail nor password."""
    post = post_office(tls_context=None, require_starttls=False, auth_required=False)
    with queued(tmp_path, smtp_settings(post)) as (workspace, ledger):
        with pytest.raises(CannotRun, match="smtp-no-tls"):
            deliver(round_with(workspace, ledger, JULY))
        assert post.mails == []
        assert story(ledger) == ["queued"]


def test_a_stranger_server_gets_nothing(tmp_path: Path, post_office: Start) -> None:
    """A server whose certificate nobody vouches for is not spoken to."""
    post = post_office()
    post.ca = ""
    with (
        queued(tmp_path, smtp_settings(post)) as (workspace, ledger),
        pytest.raises(CannotRun, match="smtp-no-tls"),
    ):
        deliver(round_with(workspace, ledger, JULY))


def test_no_password_in_the_clear(tmp_path: Path, post_office: Start) -> None:
    """With tls = none a password is never sent."""
    post = post_office()
    with (
        queued(tmp_path, smtp_settings(post, tls="none")) as (workspace, ledger),
        pytest.raises(CannotRun, match="clear-password"),
    ):
        deliver(round_with(workspace, ledger, JULY))


def test_a_wrong_password(
    tmp_path: Path, post_office: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused password stops the run and marks nothing."""
    monkeypatch.setenv("XLREPORT_SMTP_PASSWORD", "wrong")
    post = post_office()
    with queued(tmp_path, smtp_settings(post)) as (workspace, ledger):
        with pytest.raises(CannotRun, match="smtp-login"):
            deliver(round_with(workspace, ledger, JULY))
        assert story(ledger) == ["queued"]


def test_without_a_password_nothing_is_tried(
    tmp_path: Path, post_office: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing password is named with the variable that it is looked for in."""
    monkeypatch.delenv("XLREPORT_SMTP_PASSWORD")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    post = post_office()
    with (
        queued(tmp_path, smtp_settings(post)) as (workspace, ledger),
        pytest.raises(CannotRun, match="password-missing"),
    ):
        deliver(round_with(workspace, ledger, JULY))


def test_a_server_that_takes_no_more(tmp_path: Path, post_office: Start) -> None:
    """Beyond SIZE the findings go without the copy, and say so; the Message-ID is the same."""
    post = post_office(data_size_limit=20_000)
    workspace = write_workspace(tmp_path / "house", smtp_settings(post))
    values = {"errors": "1", "warnings": "0", "attached": "见附件", "when": "尽快"}
    light = {**values, "attached": "没有附表"}
    rows = {"findings": MailTable(("a",), (("b",),))}
    draft = LetterText(
        kind=MailKind.RETURN, department=workspace.plan.department[0], period=Q2, about=("sha",), values=values, tables=rows, light=(light, rows),
        attachments=(Attachment("a.xlsx", b"x" * 40_000),),
    )  # fmt: skip
    with writing_in(workspace, "test", JULY) as ledger:
        with whole(ledger):
            (mail,) = queue_all(round_with(workspace, ledger, JULY), draft)
        assert states(deliver(round_with(workspace, ledger, JULY))) == [(RST, "sent")]
        (got,) = post.to(RST)
        assert str(got["Message-ID"]) == mail.message_id
        assert "没有附表" in got.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
        assert ledger.execute("SELECT is_light FROM mail").fetchone()[0] == 1


def test_a_workbook_too_big_to_send_is_reported(tmp_path: Path, post_office: Start) -> None:
    """A template cannot go without its workbook: that it does not fit is said."""
    post = post_office(data_size_limit=5000)
    workspace = write_workspace(tmp_path / "house", smtp_settings(post))
    with writing_in(workspace, "test", JULY) as ledger:
        list(send(round_with(workspace, ledger, JULY), Q2, departments=["RST"]))
        (mail,) = deliver(round_with(workspace, ledger, JULY)).mails
        assert (mail.state, mail.code) == (MailState.FAILED, "552")
        assert post.mails == []


@pytest.mark.parametrize(
    "address",
    [
        "张三@dept.example",
        "a@b@c.example",
        "a b@c.example",
        "=?utf-8?q?a?=@b.example",
        "a@b.cn\\nBcc:x",
    ],
)
def test_addresses_are_proved_when_they_are_entered(tmp_path: Path, address: str) -> None:
    """An address that no server takes is a fault of the contacts, named before anything goes."""
    workspace = write_workspace(tmp_path / "house")
    path = workspace.folder / "schemas" / "contacts.toml"
    path.write_text(f'[[department]]\ncode = "RST"\naddresses = ["{address}"]\n', "utf-8")
    from xlreport.pipeline.round.opening_round_workspace import load_workspace

    with pytest.raises(CannotRun, match="settings-unsound"):
        load_workspace(workspace.folder)
