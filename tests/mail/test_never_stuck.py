"""The coordinator is never stuck: what was refused goes again, what was a mistake is taken back, a ledger that is gone or damaged is told in words."""

import base64
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from aiosmtpd.smtp import AuthResult
from loopback import BAD, GOOD, JULY, Post, Start, filled, smtp_settings, write_workspace

from xlreport.cli.exit_codes import run
from xlreport.cli.options import round_options
from xlreport.ledger.ledger_arrivals import Coming, note_arrival
from xlreport.ledger.ledger_backups import BACKUPS, kept
from xlreport.ledger.ledger_file import LEDGER_FILE, open_ledger, whole
from xlreport.ledger.ledger_mails import all_mails
from xlreport.ledger.ledger_outcomes import counted_files
from xlreport.ledger.ledger_schema import MIGRATIONS, migrate
from xlreport.mail.smtp_delivery import Answer, Fate, connected, hand_over
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.round.round_ledger_types import (
    ArrivalPlace,
    MailKind,
    MailState,
    Step,
    Withdrawn,
)
from xlreport.model.round.round_settings_types import Settings
from xlreport.pipeline.files.locking_workspace_files import HOLDER, hold_workspace, left_behind
from xlreport.pipeline.round.amending_round import amend, extend, value_from
from xlreport.pipeline.round.exports.exporting_ledger_backups import backup, restore
from xlreport.pipeline.round.letters.reminding_letters import remind
from xlreport.pipeline.round.letters.returning_letters import return_all
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.letters.withdrawing_letters import withdraw
from xlreport.pipeline.round.mails.delivering_mails import deliver
from xlreport.pipeline.round.mails.holding_mail_files import dismiss, held_files, hold, release
from xlreport.pipeline.round.mails.resending_mails import resend
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace, writing_in
from xlreport.pipeline.round.reporting_round_status import reporting_statuses
from xlreport.pipeline.round.taking_in_round_inbox import take_in

Q2 = Period.parse("2020-Q2")
RST = "rst@dept.example"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLREPORT_SMTP_PASSWORD", "secret")


@contextmanager
def sending(tmp_path: Path, settings: str, *departments: str) -> Iterator[Round]:
    workspace = write_workspace(tmp_path / "house", settings)
    with writing_in(workspace, "test", JULY) as ledger:
        round_ = round_with(workspace, ledger, JULY)
        list(send(round_, Q2, departments=departments))
        yield round_


def later(round_: Round, **delta: float) -> Round:
    return replace(round_, now=round_.now + timedelta(**delta))


def states(round_: Round) -> list[tuple[str, str]]:
    return [(one.recipient, one.state.value) for one in all_mails(round_.ledger)]


def test_a_refused_mail_goes_again_when_its_cause_is_mended(
    tmp_path: Path, post_office: Start
) -> None:
    """`resend`: a new Message-ID, the same letter, the old one on record, and the status is clean again."""
    post = post_office()
    post.answers[RST] = ["550 5.1.1 no such user"]
    with sending(tmp_path, smtp_settings(post), "RST") as round_:
        assert [one.state for one in deliver(round_).mails] == [MailState.FAILED]
        assert reporting_statuses(round_, Q2)[0].failed == 1
        (fresh,) = resend(round_)
        deliver(round_)
        old, new = all_mails(round_.ledger)
        assert (old.state, new.state, new.replaces) == (
            MailState.FAILED,
            MailState.SENT,
            old.number,
        )
        assert fresh.message_id != old.message_id
        assert old.content.partition(b"\r\n\r\n")[2] == new.content.partition(b"\r\n\r\n")[2]
        assert post.ids() == [new.message_id]
        assert reporting_statuses(round_, Q2)[0].failed == 0
        assert resend(round_) == ()
        assert len(resend(round_, numbers=[new.number])) == 1
        with pytest.raises(CannotRun, match="resend-unknown"):
            resend(round_, numbers=[99])


def test_an_address_that_was_mended(tmp_path: Path, post_office: Start) -> None:
    """Where the address is no longer listed, it goes to the one that is."""
    post = post_office()
    post.answers[RST] = ["550 5.1.1 no such user"]
    with sending(tmp_path, smtp_settings(post), "RST") as round_:
        deliver(round_)
        path = round_.workspace.folder / "schemas" / "contacts.toml"
        path.write_text(path.read_text("utf-8").replace(RST, "new@dept.example"), "utf-8")
        mended = replace(round_, home=load_workspace(round_.workspace.folder))
        assert [one.recipient for one in resend(mended)] == ["new@dept.example"]
        deliver(mended)
        assert [address for address, _ in post.mails] == ["new@dept.example"]


@pytest.mark.parametrize("same_from", [True, False])
def test_other_settings_reopen_what_was_refused_for_them(
    tmp_path: Path,
    post_office: Start,
    same_from: bool,  # noqa: FBT001
) -> None:
    """Another From or account: what was refused for the sender goes by itself; what was refused for its recipient does not."""
    post = post_office()
    post.answers[RST] = ["553 5.7.1 sender not owned by user"]
    post.answers["tjj@dept.example"] = ["550 5.1.1 no such user"]
    with sending(tmp_path, smtp_settings(post), "RST", "TJJ") as round_:
        deliver(round_)
        assert [state for _, state in states(round_)] == ["failed", "failed"]
        assert deliver(round_).mails == ()
        path = round_.workspace.folder / "xlreport.toml"
        words = ("127.0.0.1", "localhost") if same_from else ('from = "office@', 'from = "other@')
        path.write_text(path.read_text("utf-8").replace(*words), "utf-8")
        mended = replace(round_, home=load_workspace(round_.workspace.folder))
        if same_from:
            mended = replace(mended, home=replace(mended.workspace, settings=_trusting(mended)))
        done = deliver(mended).mails
        assert [(one.recipient, one.state) for one in done] == [(RST, MailState.SENT)]
        assert (done[0].replaces is None) is same_from
        sender = str(post.to(RST)[0]["From"])
        assert ("office@" if same_from else "other@") in sender


def _trusting(round_: Round) -> Settings:
    """The same settings with the host by number, as the certificate has it, and another account's port name."""
    mail = round_.workspace.settings.mail
    assert mail.smtp is not None
    smtp = mail.smtp.model_copy(update={"host": "127.0.0.1", "user": "office@gov.example"})
    name = smtp.model_copy(update={"host": "127.0.0.01"})
    assert name.host != smtp.host
    return round_.workspace.settings.model_copy(
        update={"mail": mail.model_copy(update={"smtp": name})}
    )


def test_a_lost_reply_is_tried_twice_more_and_then_asked_about(
    tmp_path: Path, post_office: Start
) -> None:
    """Never forty copies: three with the same bytes, then 可能已送达; a person decides."""
    post = post_office()
    post.data = ["drop"] * 40
    with sending(tmp_path, smtp_settings(post), "RST") as round_:
        seen = [deliver(later(round_, hours=2 * n)).mails for n in range(10)]
        assert [[one.state.value for one in each] for each in seen[:4]] == [
            ["retry"], ["retry"], ["unsure"], [],
        ]  # fmt: skip
        assert len(post.mails) == 3
        assert len(set(post.ids())) == 1
        assert reporting_statuses(round_, Q2)[0].unsure == 1
        post.data = []
        assert len(resend(round_)) == 1
        deliver(later(round_, hours=30))
        assert len(set(post.ids())) == 2
        assert reporting_statuses(round_, Q2)[0].unsure == 0


@pytest.mark.parametrize(
    ("answer", "fate"),
    [
        ("450 4.2.1 busy", Fate.LATER),
        ("451 greylisted", Fate.LATER),
        ("452 too many", Fate.LATER),
        ("550 5.7.1 sending rate exceeded", Fate.LATER),
        ("550 Connection frequency limited", Fate.LATER),
        ("554 RP:TRC short time too many mails", Fate.LATER),
        ("550 MI:SFQ 发信频率过快", Fate.LATER),
        ("554 5.7.1 spam", Fate.REFUSED),
        ("550 5.1.1 unknown", Fate.REFUSED),
        ("552 5.2.2 mailbox full", Fate.REFUSED),
    ],
)
def test_what_only_says_later(tmp_path: Path, post_office: Start, answer: str, fate: Fate) -> None:
    """4xx, and 5xx that speak of rate or frequency, put a mail off; others refuse it."""
    post = post_office()
    post.answers[RST] = [answer]
    with sending(tmp_path, smtp_settings(post), "RST") as round_:
        (mail,) = deliver(round_).mails
        assert mail.state is (MailState.RETRY if fate is Fate.LATER else MailState.FAILED)


def test_dead_recipients_hold_up_nobody(tmp_path: Path, post_office: Start) -> None:
    """Three whose mail always ends the connection: all others go in the same run."""
    post = post_office()
    dead = [RST, "nyt@dept.example", "nyt2@dept.example"]
    for one in dead:
        post.answers[one] = ["421 closing"] * 9
    with sending(tmp_path, smtp_settings(post)) as round_:
        deliver(round_)
        assert dict(states(round_)) == dict.fromkeys(dead, "retry") | {"tjj@dept.example": "sent"}


def test_after_421_the_same_run_goes_on(tmp_path: Path, post_office: Start) -> None:
    """A server that takes two mails a connection gets all of them in one run."""
    post = post_office()
    count = [0]
    taken = Post.handle_RCPT

    async def two_each(server, session, envelope, address, options):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        count[0] = getattr(session, "taken", 0)
        if count[0] == 2:
            return "421 too many in one session"
        session.taken = count[0] + 1
        return await taken(post, server, session, envelope, address, options)

    post.handle_RCPT = two_each  # type: ignore[method-assign]
    with sending(tmp_path, smtp_settings(post)) as round_:
        deliver(round_)
        assert [state for _, state in states(round_)] == ["sent"] * 4


def test_drafts_are_made_anew(tmp_path: Path, post_office: Start) -> None:
    """A draft that was lost is written again as it was; one from before a server was set is sent."""
    workspace = write_workspace(tmp_path / "house")
    with writing_in(workspace, "test", JULY) as ledger:
        round_ = round_with(workspace, ledger, JULY)
        list(send(round_, Q2, departments=["RST"]))
        deliver(round_)
        (draft,) = (workspace.folder / "outbox").rglob("*.eml")
        content = draft.read_bytes()
        assert resend(round_) == ()
        draft.unlink()
        assert [one.number for one in resend(round_)] == [1]
        assert draft.read_bytes() == content
        post = post_office()
        (workspace.folder / "xlreport.toml").write_text(
            f'plan = "schemas/house.toml"\n{smtp_settings(post)}', "utf-8"
        )
        by_server = replace(round_, home=load_workspace(workspace.folder))
        assert len(resend(by_server, departments=["RST"])) == 1
        deliver(by_server)
        assert len(post.mails) == 1
        assert b"X-Unsent" not in post.mails[0][1]


def test_a_run_that_sent_nothing_says_so(
    tmp_path: Path,
    post_office: Start,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Exit code 1 and a sentence."""
    post = post_office()
    post.answers[RST] = ["550 no"] * 3
    workspace = write_workspace(tmp_path / "house", smtp_settings(post))
    monkeypatch.chdir(workspace.folder)
    monkeypatch.setenv("XLREPORT_LANG", "zh")
    monkeypatch.setattr(round_options, "now", lambda: JULY)
    assert run(["send", "--period", "2020-Q2", "--department", "RST"]) == 1
    assert "一封也没有发出" in capsys.readouterr().out
    assert not (workspace.folder / HOLDER).exists()
    assert run(["resend"]) == 1 or post.answers[RST] == []


def test_a_token_for_sending(
    tmp_path: Path, post_office: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XOAUTH2, where basic authentication is switched off."""
    given = []

    class Office(Post):
        async def auth_XOAUTH2(self, _server, args):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, N802
            given.append(base64.b64decode(args[1]).decode())
            return AuthResult(success=True)

    monkeypatch.setitem(post_office.__globals__, "Post", Office)
    post = post_office(auth_exclude_mechanism=["LOGIN", "PLAIN"])
    monkeypatch.setenv("XLREPORT_SMTP_TOKEN", "ya29")
    with sending(tmp_path, smtp_settings(post) + 'auth = "xoauth2"\n', "RST") as round_:
        assert [one.state for one in deliver(round_).mails] == [MailState.SENT]
    assert given == ["user=office@gov.example\x01auth=Bearer ya29\x01\x01"]


def test_the_answer_to_a_mail_is_waited_for(
    tmp_path: Path, post_office: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten minutes at least, whatever the timeout of the settings is (RFC 5321 4.5.3.2.6)."""
    post = post_office()
    waits: list[float | None] = []
    with sending(tmp_path, smtp_settings(post), "RST") as round_:
        settings = round_.workspace.settings.mail.smtp
        assert settings is not None
        from xlreport.mail.mail_login import Secret

        with connected(settings, Secret("secret"), post.ca, "office@gov.example") as server:
            ask = server.getreply

            def watched() -> tuple[int, bytes]:
                waits.append(server.sock.gettimeout() if server.sock else None)
                return ask()

            monkeypatch.setattr(server, "getreply", watched)
            answer = hand_over(server, "office@gov.example", RST, b"From: a@b\r\n\r\n.dot\r\n")
    assert answer == Answer(Fate.SENT, "250")
    assert waits.count(600) == 1
    assert post.mails[-1][1].endswith(b".dot\r\n")


def held(workspace: Workspace, ledger: sqlite3.Connection, name: str, content: bytes) -> int:
    workspace.held.mkdir(exist_ok=True)
    (workspace.held / name).write_bytes(content)
    coming = Coming(sha256=name, file=name, name="表.xlsx", came_on=date(2020, 7, 1), way="mail",
                    place=ArrivalPlace.HELD, reason="stranger")  # fmt: skip
    with whole(ledger):
        return note_arrival(ledger, coming, JULY)[0]


def test_release_takes_what_is_named(house: Workspace) -> None:
    """A number is a number; one name of two files is asked back; released, held again, dismissed."""
    with writing_in(house, "test", JULY) as ledger:
        round_ = round_with(house, ledger, JULY)
        first, second = (held(house, ledger, name, b"x") for name in ("2", "b.xlsx"))
        assert [one.number for one in release(round_, [str(second)])] == [second]
        assert [path.name for path in house.inbox.iterdir()] == ["b.xlsx"]
        assert [one.number for one in hold(round_, ["b.xlsx"])] == [second]
        assert list(house.inbox.iterdir()) == []
        with pytest.raises(CannotRun, match="release-several"):
            release(round_, ["表.xlsx"])
        assert [one.number for one in held_files(ledger)] == [first, second]
        dismiss(round_, [str(first)])
        assert [one.number for one in held_files(ledger)] == [second]
        assert (house.held / "2").exists()


def put(house: Workspace, round_: Round, tmp_path: Path, values: str, name: str) -> None:
    template = next((house.folder / "sent" / "2020-Q2").glob("01_*.xlsx")).read_bytes()
    (house.inbox / name).write_bytes(filled(template, values, tmp_path))
    take_in(round_)


def test_what_is_held_again_counts_no_longer(house: Workspace, tmp_path: Path) -> None:
    """Taking back a release takes its figures back, and what counted before counts again."""
    with writing_in(house, "test", JULY) as ledger:
        round_ = round_with(house, ledger, JULY, period=Q2, jobs=1)
        list(send(round_, Q2))
        put(house, round_, tmp_path, GOOD["RST"], "a.xlsx")
        put(house, round_, tmp_path, GOOD["RST"].replace("2.60", "2.70"), "b.xlsx")
        assert counted_files(ledger, house.code, "2020-Q2")["RST"].file == "b.xlsx"
        hold(round_, ["b.xlsx"])
        assert counted_files(ledger, house.code, "2020-Q2")["RST"].file == "a.xlsx"
        take_in(round_)
        assert counted_files(ledger, house.code, "2020-Q2")["RST"].file == "a.xlsx"


def test_returns_and_extensions_are_taken_back(house: Workspace, tmp_path: Path) -> None:
    """The draft goes from the outbox, the next `return` makes it anew; the old return date holds again."""
    with writing_in(house, "test", JULY) as ledger:
        round_ = round_with(house, ledger, JULY, period=Q2, jobs=1)
        list(send(round_, Q2))
        put(house, round_, tmp_path, BAD, "a.xlsx")
        list(return_all(round_, take_in(round_), Q2))
        deliver(round_)
        rst = house.plan.department[0]
        assert len(list((house.folder / "outbox").rglob("*_return_*"))) == 1
        withdraw(round_, Withdrawn.RETURN, Q2, rst, "科长")
        assert list((house.folder / "outbox").rglob("*_return_*")) == []
        assert reporting_statuses(round_, Q2)[0].step is Step.RETURN
        assert [len(one.mails) for one in return_all(round_, take_in(round_), Q2)] == [1]
        extend(round_, Q2, rst, until=date(2020, 8, 1), said_by="x")
        assert reporting_statuses(round_, Q2)[0].extended
        withdraw(round_, Withdrawn.EXTENSION, Q2, rst, "科长")
        assert not reporting_statuses(round_, Q2)[0].extended
        with pytest.raises(CannotRun, match="withdraw-nothing"):
            withdraw(round_, Withdrawn.EXTENSION, Q2, rst, "科长")


def test_reminders_before_the_day_and_of_those_who_never_mended(
    house: Workspace, tmp_path: Path
) -> None:
    """On request before the day; after it also who was sent back; a day is a day of the workspace's clock."""
    china = timezone(timedelta(hours=8))
    with writing_in(house, "test", JULY) as ledger:
        start = round_with(house, ledger, JULY, period=Q2, jobs=1)
        list(send(start, Q2))
        put(house, start, tmp_path, BAD, "a.xlsx")
        list(return_all(start, take_in(start), Q2))

        def on(day: int, hour: int) -> Round:
            return replace(start, now=datetime(2020, 7, day, hour, tzinfo=china))

        def told(round_: Round, before: int | None = None) -> dict[str, MailKind | None]:
            return {
                one.standing.department: one.kind for one in remind(round_, Q2, before_days=before)
            }

        assert told(on(8, 7)) == {}
        assert told(on(8, 7), 2) == dict.fromkeys(("NYT", "TJJ"), MailKind.REMIND_BEFORE)
        assert told(on(11, 7)) == dict.fromkeys(("RST", "NYT", "TJJ"), MailKind.REMIND)
        assert told(on(14, 7)) == dict.fromkeys(("RST", "NYT", "TJJ"), MailKind.REMIND_FIRM)


def test_amend_any_row_and_be_asked(house: Workspace, tmp_path: Path) -> None:
    """A row from which nothing was taken can be amended; a figure far off is asked about, as in a return."""
    with writing_in(house, "test", JULY) as ledger:
        round_ = round_with(house, ledger, JULY, period=Q2, jobs=1)
        list(send(round_, Q2))
        put(house, round_, tmp_path, BAD, "a.xlsx")
        day = date(2020, 7, 5)
        with pytest.raises(CannotRun, match="amend-sure") as told:
            amend(round_, Q2, "ZB001", "195", said_by="x", said_on=day)
        assert "195" in str(told.value.fields["words"])
        amend(round_, Q2, "ZB001", "2.6", said_by="x", said_on=day)
        intake = take_in(round_).intake
        (choice,) = intake.choices.values()
        assert {one.code: str(one.value) for one in choice.records if one.kind == "indicator"} == {
            "ZB001": "2.6"
        }
        assert amend(round_, Q2, "ZB001", "195", said_by="x", said_on=day, sure=True).old == "2.6"
        with pytest.raises(CannotRun, match="amend-nothing"):
            amend(round_, Q2, "ZB002", "10", said_by="x", said_on=day)


def test_a_state_is_amended_in_the_words_of_the_form(house: Workspace, tmp_path: Path) -> None:
    """Words and codes that the row offers are taken, others are refused with those words; what a
    finding asked about is confirmed without typing it again.
    """
    day = date(2020, 7, 5)
    with writing_in(house, "test", JULY) as ledger:
        round_ = round_with(house, ledger, JULY, period=Q2, jobs=1)
        list(send(round_, Q2))
        put(house, round_, tmp_path, GOOD["RST"].replace("under_way", "Under  way。"), "a.xlsx")

        def new(value: str | None) -> str:
            return amend(round_, Q2, "RW001", value, said_by="x", said_on=day, sure=True).new

        assert new(None) == "under_way"
        assert (new("已完成"), new(" done ")) == ("done", "done")
        for wrong in ("step_reached", "差不多", "1", ""):
            with pytest.raises(CannotRun, match="amend-state") as told:
                new(wrong)
            known = str(told.value.fields["known"])
            assert "已完成、" in known
            assert "step" not in known


@pytest.mark.parametrize("text", ["1e-9999999", "0e-9999999", "1e999999999999", "1e15", "nan", "x"])
def test_a_figure_beyond_a_spreadsheet_is_none(text: str) -> None:
    """Neither a huge nor a tiny one is written out in full."""
    assert value_from(" 0.00012345678901234567 ") == Decimal("0.00012345678901234567")
    with pytest.raises(CannotRun, match="amend-not-a-number"):
        value_from(text)


def test_only_the_coordinator_lifts_a_slip_of_the_unit(house: Workspace, tmp_path: Path) -> None:
    """Confirmed, the reported figure counts, and the summary says who said so."""
    with writing_in(house, "test", JULY) as ledger:
        round_ = round_with(house, ledger, JULY, period=Q2, jobs=1)
        list(send(round_, Q2))
        slip = GOOD["RST"].replace("2.60", "23500", 1)
        put(house, round_, tmp_path, slip, "a.xlsx")
        found = {one.code for one in take_in(round_).intake.findings}
        assert "unit-slip" in found
        day = date(2020, 7, 5)
        with pytest.raises(CannotRun, match="amend-sure"):
            amend(round_, Q2, "ZB001", None, said_by="张三", said_on=day)
        made = amend(round_, Q2, "ZB001", None, said_by="张三", said_on=day, sure=True)
        assert (made.old, made.new) == ("23500", "23500")
        (choice,) = take_in(round_).intake.choices.values()
        kept = next(one for one in choice.records if one.code == "ZB001")
        assert (kept.value, kept.provisional) == (Decimal(23500), False)
        assert kept.remark.startswith("核实：23500无误，张三2020-07-05来电。")


def used(house: Workspace) -> None:
    with writing_in(house, "test", JULY) as ledger:
        round_ = round_with(house, ledger, JULY)
        list(send(round_, Q2))
        deliver(round_)


@pytest.mark.parametrize("empty", [True, False])
def test_a_ledger_that_is_gone_mails_nothing_again(house: Workspace, empty: bool) -> None:  # noqa: FBT001
    """Gone, or empty: the run stops with what to do; `restore` reads the day's copy back."""
    used(house)
    with writing_in(house, "test", JULY + timedelta(days=1)):
        pass  # the first write of a day keeps a copy
    path = house.folder / LEDGER_FILE
    for beside in house.folder.glob(f"{LEDGER_FILE}*"):
        beside.unlink()
    if empty:
        path.touch()
    drafts = sorted((house.folder / "outbox").rglob("*"))
    with pytest.raises(CannotRun, match="ledger-gone"), writing_in(house, "send", JULY):
        pass
    source, _ = restore(house, None, JULY)
    assert source.parent.name == BACKUPS
    used(house)
    assert sorted((house.folder / "outbox").rglob("*")) == drafts


def test_copies_are_kept_proved_and_read_back(house: Workspace, tmp_path: Path) -> None:
    """One a day, the last ten; one file that is proved; what is no ledger is not read back."""
    used(house)
    for day in range(1, 14):
        with writing_in(house, "test", JULY + timedelta(days=day)):
            pass
    assert len(kept(house.folder)) == 10
    copy = backup(house, tmp_path / "copy.sqlite3", JULY)
    with sqlite3.connect(copy) as one:
        assert one.execute("SELECT count(*) FROM mail").fetchone()[0] == 4
    with pytest.raises(CannotRun, match="backup-exists"):
        backup(house, copy, JULY)
    (tmp_path / "other").write_bytes(b"x" * 5000)
    with pytest.raises(CannotRun, match="ledger-damaged"):
        restore(house, tmp_path / "other", JULY)
    _, aside = restore(house, copy, JULY)
    assert aside is not None
    assert aside.exists()


def test_a_copy_before_each_migration(house: Workspace) -> None:
    """A ledger of the first version is brought up, with everything in it, and kept as it was."""
    path = house.folder / LEDGER_FILE
    path.unlink()
    with sqlite3.connect(path, isolation_level=None) as old:
        migrate(old, 0, MIGRATIONS[:1])
        old.execute("INSERT INTO arrival (sha256, file, name, way, sender, department, message_id, came_on, at)"
                    " VALUES ('s', 'f', 'n', 'mail', '', '', '', '2020-07-01', '2020-07-01T00:00:00+00:00')")  # fmt: skip
        old.execute(
            "INSERT INTO placing (arrival, place, reason, at) VALUES (1, 'held', 'stranger', 't')"
        )
    old.close()
    with writing_in(house, "test", JULY) as ledger:
        assert [one.file for one in held_files(ledger)] == ["f"]
        assert ledger.execute("SELECT count(*) FROM event").fetchone()[0] == 2
        with pytest.raises(sqlite3.IntegrityError, match="never deleted"):
            ledger.execute("DELETE FROM placing")
    assert any("v1" in one.name for one in kept(house.folder))


@pytest.mark.parametrize("command", ["status", "history", "fetch", "send", "validate"])
def test_a_damaged_ledger_is_told_from_a_fault_inside(
    house: Workspace,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever a broken page makes the program fall over, it says that the ledger is damaged."""
    used(house)
    with open_ledger(house.folder) as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = house.folder / LEDGER_FILE
    content = bytearray(path.read_bytes())
    for at in range(4096, len(content), 4096):
        content[at : at + 200] = b"\xa5" * 200
    path.write_bytes(content)
    monkeypatch.chdir(house.folder)
    words = {"status": ["status"], "history": ["history", "RST"], "fetch": ["fetch"],
             "send": ["send", "--period", "2020-Q2"], "validate": ["validate", "inbox"]}  # fmt: skip
    assert run(words[command]) == 3
    told = capsys.readouterr().err
    assert "不是本系统的台账，或者已损坏" in told or "damaged" in told


def test_the_holder_goes_whatever_ends_a_command(tmp_path: Path) -> None:
    """An error inside leaves no file; one of a process that is gone is recognised."""
    with pytest.raises(RuntimeError), hold_workspace(tmp_path, "send", JULY):
        raise RuntimeError
    assert not (tmp_path / HOLDER).exists()
    done = subprocess.Popen(["true"])
    done.wait()
    with hold_workspace(tmp_path, "send", JULY):
        words = (tmp_path / HOLDER).read_text()
        assert left_behind(tmp_path) == {}
    import os

    (tmp_path / HOLDER).write_text(words.replace(f'"pid": {os.getpid()}', f'"pid": {done.pid}'))
    assert left_behind(tmp_path)["command"] == "send"


def test_a_workspace_that_may_only_be_read(house: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                           capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    """status, history, validate --out elsewhere and dry runs work; others speak of rights, not of Excel."""
    used(house)
    if subprocess.run(
        ["mount", "--bind", str(house.folder), str(house.folder)], check=False
    ).returncode:
        pytest.skip("nothing can be mounted here")
    try:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(house.folder)], check=True)
        monkeypatch.chdir(house.folder)
        monkeypatch.setattr(round_options, "now", lambda: datetime(2020, 7, 2, tzinfo=UTC))
        monkeypatch.setenv("XLREPORT_LANG", "zh")
        template = next((house.folder / "sent" / "2020-Q2").glob("01_*.xlsx"))
        assert run(["status"]) == 0
        assert run(["history", "RST"]) == 0
        assert run(["remind", "--dry-run"]) == 0
        assert run(["return", "--dry-run"]) == 0
        assert run(["validate", str(template), "--out", str(tmp_path / "out")]) in {0, 1}
        capsys.readouterr()
        assert run(["send", "--period", "2020-Q2"]) == 3
        told = capsys.readouterr().err
        assert "权限" in told
        assert "Excel" not in told
        assert "WPS" not in told
    finally:
        monkeypatch.chdir("/")
        subprocess.run(["umount", str(house.folder)], check=False)
