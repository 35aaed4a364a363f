"""Days are days of the workspace's clock, and a return is as punctual as its first sound copy was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import trustme
from commands import Clock, put, standing, told
from loopback import BAD, GOOD, Mailbox, filled, imap_settings, reply, write_workspace
from scripted import ScriptedImap, serve

from xlreport.model.judged.judged_summary import CameBy, DepartmentRow
from xlreport.model.period import Period
from xlreport.model.round.round_ledger_types import Step
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import writing_in
from xlreport.pipeline.round.reporting_round_status import reporting_statuses
from xlreport.pipeline.round.taking_in_round_inbox import take_in
from xlreport.pipeline.summing.consolidating import consolidate

Q2 = Period.parse("2020-Q2")
CHINA = 'time_zone = "Asia/Shanghai"\n'


@contextmanager
def mailed(
    tmp_path: Path, authority: tuple[trustme.CA, str]
) -> Iterator[tuple[Round, ScriptedImap, dict[str, bytes]]]:
    """A workspace by China's clock that has sent its workbooks, and a mailbox."""
    server = ScriptedImap(ca=authority[1])
    end = serve(server, authority[0])
    settings = f'{CHINA}[mail]\nfrom = "office@gov.example"\n' + imap_settings(
        Mailbox(server.port, tmp_path, server.ca)
    )
    workspace = write_workspace(tmp_path / "house", settings)
    try:
        with writing_in(workspace, "test", datetime(2020, 7, 1, tzinfo=UTC)) as ledger:
            round_ = round_with(
                workspace, ledger, datetime(2020, 7, 20, tzinfo=UTC), period=Q2, jobs=1
            )
            made = {one.department.code: one.path.read_bytes() for one in send(round_, Q2)}
            yield round_, server, {code: filled(made[code], GOOD[code], tmp_path) for code in made}
    finally:
        end()


def days(round_: Round) -> dict[str, date | None]:
    return {one.department: one.came_on for one in reporting_statuses(round_, Q2)}


def summed(round_: Round) -> dict[str, DepartmentRow]:
    summary = consolidate(take_in(round_).intake, period=Q2)
    return {one.code: one for one in summary.departments}


RECEIVED = "Received: from mx.dept.example by mail.gov.example with ESMTP; Fri, 10 Jul 2020 23:50:00 +0800\r\n"


@pytest.mark.parametrize(
    ("internal", "head", "came"),
    [
        ("10-Jul-2020 23:30:00 +0800", "", date(2020, 7, 10)),
        ("10-Jul-2020 23:30:00 +0000", "", date(2020, 7, 11)),  # half past seven in China
        ("10-Jul-2020 15:59:59 +0000", "", date(2020, 7, 10)),
        ("15-Jul-2020 09:00:00 +0800", RECEIVED, date(2020, 7, 10)),  # moved by a rule afterwards
        ("15-Jul-2020 09:00:00 +0800", RECEIVED.replace("mail.gov", "mx.dept"), date(2020, 7, 15)),
    ],
)
def test_the_day_of_a_mail(
    tmp_path: Path, authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch,
    internal: str, head: str, came: date,
) -> None:  # fmt: skip
    """By our own server's line, else the mailbox's date, in the workspace's zone; fetched ten days later."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    with mailed(tmp_path, authority) as (round_, server, good):
        server.put(reply("rst@dept.example", ("a.xlsx", good["RST"]), head=head), day=internal)
        list(fetch(round_))
        row = summed(round_)["RST"]
        assert days(round_)["RST"] == row.saved_on == came
        assert (row.came_by, row.late) == (CameBy.ARRIVED, came > date(2020, 7, 10))


def test_only_the_first_sound_copy_counts(
    tmp_path: Path, authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A correction after the day, and second copies of another department, change nothing; an unsound first does not count."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    with mailed(tmp_path, authority) as (round_, server, good):
        template = next(
            (round_.workspace.folder / "sent" / "2020-Q2").glob("01_*.xlsx")
        ).read_bytes()
        bad = filled(template, BAD, tmp_path)
        again = filled(template, GOOD["RST"].replace("2.60", "2.70"), tmp_path)
        for sender, content, day in (
            ("rst", bad, 6), ("rst", good["RST"], 9), ("nyt", good["NYT"], 8), ("rst", again, 14), ("nyt", good["NYT"] + b"", 16),
            ("tjj", good["TJJ"], 12),
        ):  # fmt: skip
            name = f"{sender} {day}.xlsx"
            mail = reply(f"{sender}@dept.example", (name, content), subject=name)
            server.put(mail, day=f"{day:02}-Jul-2020 09:00:00 +0800")
            list(fetch(round_))
            summed(round_)
        assert days(round_) == {
            "RST": date(2020, 7, 9),
            "NYT": date(2020, 7, 8),
            "TJJ": date(2020, 7, 12),
        }
        rows = summed(round_)
        assert {code: (one.saved_on, one.late) for code, one in rows.items()} == {
            "RST": (date(2020, 7, 9), False), "NYT": (date(2020, 7, 8), False), "TJJ": (date(2020, 7, 12), True),
        }  # fmt: skip


def test_late_by_the_clock_of_the_workspace(
    tmp_path: Path, authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At five in the afternoon of the tenth in London it is the eleventh in China: who sent nothing is late there."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    with mailed(tmp_path, authority) as (round_, _, _):
        for hour, late, step in ((15, 0, Step.WAIT), (17, 1, Step.REMIND)):
            now = datetime(2020, 7, 10, hour, tzinfo=UTC)
            then = round_with(round_.workspace, round_.ledger, now, period=Q2)
            row = reporting_statuses(then, Q2)[0]
            assert (row.days_late, row.step) == (late, step)
        assert replace(then, period=Q2).today == date(2020, 7, 11)


@pytest.mark.parametrize(
    ("filled_on", "saved", "day", "by"),
    [
        ("2020-07-03", "2020-07-04T08:00:00Z", date(2020, 7, 3), CameBy.FILLED),
        ("", "2020-07-10T15:30:00Z", date(2020, 7, 10), CameBy.SAVED),
        ("", "2020-07-10T23:30:00Z", date(2020, 7, 11), CameBy.SAVED),  # after midnight in China
        ("2020-07-12", "2020-07-09T08:00:00Z", date(2020, 7, 9), CameBy.SAVED),  # it cannot be true
    ],
)
def test_the_day_of_a_file_in_a_folder(
    folder: Path, tmp_path: Path, clock: Clock, capsys: pytest.CaptureFixture[str],
    filled_on: str, saved: str, day: date, by: CameBy,
) -> None:  # fmt: skip
    """By the day that was entered, else the saving time by the workspace's clock; status and summary agree, and it says which."""
    from test_words_of_letters import said_saved

    settings = folder / "xlreport.toml"
    settings.write_text(CHINA + settings.read_text("utf-8"), "utf-8")
    told(capsys, "send", "--period", "2020-Q2", "--department", "RST")
    put(folder, tmp_path, GOOD["RST"].replace("2020-07-03", filled_on))
    said_saved(folder / "inbox" / "rst.xlsx", saved)
    clock.day(20)
    told(
        capsys,
        "consolidate",
        "inbox",
        "--out",
        str(tmp_path / "s.xlsx"),
        "--html",
        str(tmp_path / "s.html"),
    )
    assert standing(capsys, "RST")["came_on"] == day.isoformat()
    from xlreport.pipeline.round.opening_round_workspace import load_workspace

    workspace = load_workspace(folder)
    with writing_in(workspace, "test", clock.now) as ledger:
        row = summed(round_with(workspace, ledger, clock.now, period=Q2, jobs=1))["RST"]
    assert (row.saved_on, row.came_by, row.late) == (day, by, day > date(2020, 7, 10))


@pytest.mark.usefixtures("folder")
def test_reminders_begin_anew_after_an_extension(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was sent before a return date was put off is past: `status` and `remind` count from the new one alike."""
    told(capsys, "send", "--period", "2020-Q2")
    clock.day(20)
    told(capsys, "remind", "--department", "NYT")
    clock.day(24)
    told(capsys, "remind", "--department", "NYT")
    assert (standing(capsys, "NYT")["reminded"], standing(capsys, "NYT")["step"]) == (
        2,
        "telephone",
    )
    told(capsys, "extend", "NYT", "2020-07-31", "--said-by", "张三")
    assert (standing(capsys, "NYT")["reminded"], standing(capsys, "NYT")["step"]) == (0, "wait")
    clock.day(3, month=8)
    assert (standing(capsys, "NYT")["reminded"], standing(capsys, "NYT")["step"]) == (0, "remind")
    told(capsys, "remind", "--department", "NYT")
    assert (standing(capsys, "NYT")["reminded"], standing(capsys, "NYT")["step"]) == (
        1,
        "remind_firm",
    )
