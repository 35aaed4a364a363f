"""A whole round by mail, against a real mail server and a real mailbox; the ledger tells the story."""

import sqlite3
from datetime import UTC, date, datetime
from decimal import Decimal
from email.message import EmailMessage
from pathlib import Path

import pytest
from loopback import (
    BAD,
    GOOD,
    Mailbox,
    Post,
    Start,
    filled,
    imap_settings,
    reply,
    smtp_settings,
    write_workspace,
)

from xlreport.ledger.ledger_history import story
from xlreport.model.period import Period
from xlreport.model.returns.finding import Verdict
from xlreport.model.round.round_ledger_types import MailKind, ReportingStatus, Step
from xlreport.pipeline.round.amending_round import amend, extend
from xlreport.pipeline.round.letters.acknowledging_letters import acknowledge
from xlreport.pipeline.round.letters.reminding_letters import remind
from xlreport.pipeline.round.letters.returning_letters import return_all
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.delivering_mails import deliver
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, writing_in
from xlreport.pipeline.round.recording_round import Recorded, recorded_earlier
from xlreport.pipeline.round.reporting_round_status import reporting_statuses
from xlreport.pipeline.round.taking_in_round_inbox import take_in
from xlreport.pipeline.summing.consolidating import consolidate

Q2, Q3 = Period.parse("2020-Q2"), Period.parse("2020-Q3")
SENDERS = {"RST": "rst@dept.example", "NYT": "nyt@dept.example", "TJJ": "tjj@dept.example"}


def day(month: int, number: int) -> datetime:
    return datetime(2020, month, number, 8, tzinfo=UTC)


class Coordinator:
    """The coordinator's side, a day at a time; every step leaves the workspace as a command does."""

    def __init__(self, workspace: Workspace, ledger: sqlite3.Connection) -> None:
        self.workspace, self.ledger = workspace, ledger

    def send(self, now: datetime, period: Period = Q2) -> None:
        list(send(round_with(self.workspace, self.ledger, now), period))
        assert deliver(round_with(self.workspace, self.ledger, now)).unreached is None

    def fetch(self, now: datetime) -> int:
        return len(list(fetch(round_with(self.workspace, self.ledger, now))))

    def take_in(self, now: datetime) -> Recorded:
        return take_in(round_with(self.workspace, self.ledger, now, period=Q2, jobs=1))

    def returned(self, now: datetime) -> list[str]:
        made = [
            one.department.code
            for one in return_all(
                round_with(self.workspace, self.ledger, now), self.take_in(now), Q2
            )
            if one.mails
        ]
        deliver(round_with(self.workspace, self.ledger, now))
        return made

    def acknowledged(self, now: datetime) -> list[str]:
        kept = self.take_in(now)
        made = [
            one.department.code
            for one in acknowledge(round_with(self.workspace, self.ledger, now), kept, Q2)
            if one.mails
        ]
        deliver(round_with(self.workspace, self.ledger, now))
        return made

    def reminded(self, now: datetime) -> list[tuple[str, MailKind | None]]:
        made = [
            (one.standing.department, one.kind)
            for one in remind(round_with(self.workspace, self.ledger, now), Q2)
        ]
        deliver(round_with(self.workspace, self.ledger, now))
        return made

    def at(self, now: datetime) -> Round:
        return round_with(self.workspace, self.ledger, now)

    def standing(self, today: datetime, code: str) -> ReportingStatus:
        rows = reporting_statuses(round_with(self.workspace, self.ledger, today), Q2)
        return next(one for one in rows if one.department == code)


def workbook_in(mail: object) -> bytes:
    assert isinstance(mail, EmailMessage)
    (attachment,) = mail.iter_attachments()
    return bytes(attachment.get_content())


def answer(mailbox: Mailbox, code: str, content: bytes, subject: str = "报表") -> None:
    mailbox.put(reply(SENDERS[code], (f"{code} 二季度.xlsx", content), subject=subject))


@pytest.fixture
def passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLREPORT_SMTP_PASSWORD", "secret")


@pytest.mark.usefixtures("passwords")
def test_a_whole_round(tmp_path: Path, post_office: Start, mailbox: Mailbox) -> None:
    """Send, fill, fetch, validate, return, correct, fetch, acknowledge, remind, amend, consolidate."""
    post = post_office()
    workspace = write_workspace(
        tmp_path / "house", smtp_settings(post, more=imap_settings(mailbox))
    )
    with writing_in(workspace, "test", day(7, 1)) as ledger:
        round_ = Coordinator(workspace, ledger)
        round_.send(day(7, 1))
        round_.send(day(7, 1))
        assert len(post.mails) == 4

        _first_answers(post, mailbox, tmp_path)
        assert round_.fetch(day(7, 6)) == 2
        assert round_.returned(day(7, 6)) == ["RST"]
        assert round_.returned(day(7, 6)) == []
        assert round_.standing(day(7, 6), "RST").step is Step.AWAIT
        assert round_.acknowledged(day(7, 6)) == ["NYT"]

        (marked,) = [one for one in post.to(SENDERS["RST"]) if "要改" in str(one["Subject"])]
        answer(mailbox, "RST", filled(workbook_in(marked), GOOD["RST"], tmp_path), "改好的")
        assert round_.fetch(day(7, 8)) == 1
        assert round_.returned(day(7, 8)) == []
        assert round_.acknowledged(day(7, 8)) == ["RST"]
        assert round_.acknowledged(day(7, 9)) == []

        _the_late(round_, post)
        answer(
            mailbox, "TJJ", filled(workbook_in(post.to(SENDERS["TJJ"])[0]), GOOD["TJJ"], tmp_path)
        )
        assert round_.fetch(day(7, 18)) == 1
        assert round_.acknowledged(day(7, 18)) == ["TJJ"]
        assert round_.standing(day(9, 1), "TJJ").days_late == 8

        amend(
            round_with(workspace, ledger, day(7, 19)),
            Q2,
            "zb001",
            "2.65",
            said_by="张三",
            said_on=date(2020, 7, 19),
        )
        _consolidated(round_)
        _the_story(round_)
        before = len(post.mails)
        round_.send(day(7, 21))
        assert round_.returned(day(7, 21)) == round_.acknowledged(day(7, 21)) == []
        assert len(post.mails) == before == len(set(post.ids()))
        _next_period(round_, post)


def _first_answers(post: Post, mailbox: Mailbox, folder: Path) -> None:
    """One department makes a fault, one is in order, one says nothing."""
    template = workbook_in(post.to(SENDERS["RST"])[0])
    answer(mailbox, "RST", filled(template, BAD, folder))
    answer(mailbox, "NYT", filled(workbook_in(post.to(SENDERS["NYT"])[0]), GOOD["NYT"], folder))


def _the_late(round_: Coordinator, post: Post) -> None:
    """Nobody is late before the day; then once, then firmly with copies; a date put off counts."""
    assert round_.reminded(day(7, 10)) == []
    extend(round_with(round_.workspace, round_.ledger, day(7, 9)), Q2, round_.workspace.plan.department[2], until=date(2020, 7, 10), said_by="督查室")  # fmt: skip
    assert round_.reminded(day(7, 11)) == [("TJJ", MailKind.REMIND)]
    assert round_.reminded(day(7, 12)) == [("TJJ", None)]
    assert round_.standing(day(7, 12), "TJJ").step is Step.REMIND_FIRM
    assert round_.reminded(day(7, 15)) == [("TJJ", MailKind.REMIND_FIRM)]
    assert round_.standing(day(7, 16), "TJJ").step is Step.TELEPHONE
    assert ["抄送" in str(one["Subject"]) for one in post.to("leader@gov.example")] == [True]
    firm = post.to(SENDERS["TJJ"])[-1]
    assert isinstance(firm, EmailMessage)
    assert "人力资源社会保障厅、某副市长" in firm.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def _consolidated(round_: Coordinator) -> None:
    """The summary shows the amended figure with the old one, and everybody has reported."""
    kept = round_.take_in(day(7, 20))
    assert (kept.new, kept.changed) == (0, 0)
    summary = consolidate(kept.intake, period=Q2)
    record = next(one.record for one in summary.indicators if one.target.code == "ZB001")
    assert record is not None
    assert record.value == Decimal("2.65")
    assert record.remark.startswith("更正：原值2.6，张三2020-07-19")
    assert summary.reported == 3
    verdicts = [one.verdict for one in reporting_statuses(round_.at(day(7, 20)), Q2)]
    assert verdicts == [Verdict.ACCEPTED] * 3


def _the_story(round_: Coordinator) -> None:
    told = [
        f"{one.kind} {one.what} {one.detail.split(' ')[0]}"
        for one in story(round_.ledger, "SMALL-2020", "RST")
    ]
    assert [one for one in told if not one.startswith("mail queued") and not one.startswith("mail sending")] == [
        "form made 2020-Q2", "mail sent send",
        "arrival mail rst@dept.example", "outcome partly not-a-number", "choice partly 2020-Q2", "mail sent return",
        "arrival mail rst@dept.example", "outcome superseded not-a-number", "outcome accepted copy-differs",
        "choice accepted 2020-Q2", "mail sent acknowledge", "amendment made 2.6",
    ]  # fmt: skip


def _next_period(round_: Coordinator, post: Post) -> None:
    """What was accepted, as amended, is the last value of the next period's workbook."""
    round_.send(day(10, 1), Q3)
    template = workbook_in(post.to(SENDERS["RST"])[-1])
    from openpyxl import load_workbook

    path = round_.workspace.folder / "q3.xlsx"
    path.write_bytes(template)
    values = {
        str(cell.value)
        for sheet in load_workbook(path)
        for row in sheet.iter_rows()
        for cell in row
    }
    assert "2.65" in values
    assert {one.period for one in recorded_earlier(round_.at(day(10, 1)), before=Q3)} == {Q2}
