"""A year of twelve months by mail, with late returns, corrections, a merger and a handover: what `status`, the history and the summary say is compared with a list written by hand."""

import shutil
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import loopback
import pytest
import trustme
from loopback import BAD, GOOD, PLAN, Mailbox, filled, imap_settings, reply, write_workspace
from scripted import ScriptedImap, serve

from xlreport.ledger.ledger_file import read_ledger
from xlreport.ledger.ledger_history import story
from xlreport.model.period import Period
from xlreport.model.round.round_ledger_types import ReportingStatus
from xlreport.pipeline.round.amending_round import extend
from xlreport.pipeline.round.letters.returning_letters import return_all
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.delivering_mails import deliver
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace, writing_in
from xlreport.pipeline.round.overseeing_round import overview
from xlreport.pipeline.round.recording_round import Recorded
from xlreport.pipeline.round.reporting_round_status import reporting_statuses
from xlreport.pipeline.round.taking_in_round_inbox import take_in
from xlreport.pipeline.summing.consolidating import consolidate

CHINA = timezone(timedelta(hours=8))
SENDERS = {"RST": "rst@dept.example", "NYT": "nyt@dept.example", "TJJ": "tjj@dept.example"}
MERGED = (
    '\n[[revision]]\ncode = "ZB003"\nsince = "2020-07"\nreporter = "RST"\ndocument = "机构改革"\n'
)
# What comes for each month: department, day of the next month, and what (`good`, `bad`, `mended`, `again` a correction,
# or the number of an earlier month that it is for); then what is known after it: verdict, the day that counts for
# punctuality, and the figure in the summary.
COMES: dict[int, list[tuple[str, int, str, str, int, str]]] = {
    1: [("RST", 5, "good", "accepted", 5, "0.40"), ("NYT", 8, "good", "accepted", 8, "10.1"),
        ("TJJ", 9, "good", "accepted", 9, "20.1")],
    2: [("RST", 5, "bad", "partly", 5, ""), ("NYT", 8, "good", "accepted", 8, "10.2"),
        ("RST", 12, "mended", "accepted", 12, "0.80"), ("TJJ", 15, "good", "accepted", 15, "20.2")],
    3: [("RST", 5, "good", "accepted", 5, "1.20"), ("TJJ", 9, "good", "accepted", 9, "20.3"),
        ("RST", 14, "again", "accepted", 5, "1.25")],
    4: [("NYT", 10, "good", "accepted", 10, "10.4"), ("RST", 11, "good", "accepted", 11, "1.60"),
        ("NYT", 12, "3", "accepted", 12, "10.3")],
    5: [("RST", 4, "good", "accepted", 4, "2.00"), ("NYT", 4, "good", "accepted", 4, "10.5"),
        ("TJJ", 4, "good", "accepted", 4, "20.5")],
    6: [("RST", 6, "bad", "partly", 6, ""), ("NYT", 6, "good", "accepted", 6, "10.6"),
        ("TJJ", 6, "good", "accepted", 6, "20.6")],
    7: [("RST", 7, "good", "accepted", 7, "2.80"), ("NYT", 7, "good", "accepted", 7, "10.7")],
    8: [("RST", 8, "good", "accepted", 8, "3.20"), ("NYT", 14, "good", "accepted", 14, "10.8")],
    9: [("RST", 9, "good", "accepted", 9, "3.60"), ("NYT", 9, "good", "accepted", 9, "10.9")],
    10: [("RST", 10, "good", "accepted", 10, "4.00"), ("NYT", 10, "good", "accepted", 10, "11.0")],
    11: [("RST", 10, "good", "accepted", 10, "4.40"), ("NYT", 11, "good", "accepted", 11, "11.1")],
    12: [("RST", 5, "good", "accepted", 5, "4.80"), ("NYT", 19, "good", "accepted", 19, "11.2")],
}  # fmt: skip
ROWS = {"RST": "ZB001", "NYT": "ZB002", "TJJ": "ZB003"}
# What the history of the department tells more after each.
TELLS = {
    "good": ["arrival mail", "outcome accepted", "choice accepted"],
    "bad": ["arrival mail", "outcome partly", "choice partly", "mail queued", "mail drafted"],
    "mended": ["arrival mail", "outcome superseded", "outcome accepted", "choice accepted"],
    "again": ["arrival mail", "outcome superseded", "outcome accepted", "choice accepted"],
    # a month that comes late is what the next one, which is here already, is checked beside
    "3": ["arrival mail", "outcome accepted", "outcome accepted", "choice accepted"],
}
# On the 20th of the next month: verdict, days late, times sent back, next step.
STANDS: dict[int, dict[str, tuple[str | None, int, int, str]]] = {
    1: {
        "RST": ("accepted", 0, 0, "acknowledge"),
        "NYT": ("accepted", 0, 0, "acknowledge"),
        "TJJ": ("accepted", 0, 0, "acknowledge"),
    },
    2: {
        "RST": ("accepted", 2, 1, "acknowledge"),
        "NYT": ("accepted", 0, 0, "acknowledge"),
        "TJJ": ("accepted", 5, 0, "acknowledge"),
    },
    3: {
        "RST": ("accepted", 0, 0, "acknowledge"),
        "NYT": (None, 10, 0, "remind"),
        "TJJ": ("accepted", 0, 0, "acknowledge"),
    },
    4: {
        "RST": ("accepted", 1, 0, "acknowledge"),
        "NYT": ("accepted", 0, 0, "acknowledge"),
        "TJJ": (None, 10, 0, "remind"),
    },
    5: {
        "RST": ("accepted", 0, 0, "acknowledge"),
        "NYT": ("accepted", 0, 0, "acknowledge"),
        "TJJ": ("accepted", 0, 0, "acknowledge"),
    },
    6: {
        "RST": ("partly", 0, 1, "remind"),
        "NYT": ("accepted", 0, 0, "acknowledge"),
        "TJJ": ("accepted", 0, 0, "acknowledge"),
    },
    7: {"RST": ("accepted", 0, 0, "acknowledge"), "NYT": ("accepted", 0, 0, "acknowledge")},
    8: {"RST": ("accepted", 0, 0, "acknowledge"), "NYT": ("accepted", 0, 0, "acknowledge")},
    9: {"RST": ("accepted", 0, 0, "acknowledge"), "NYT": ("accepted", 0, 0, "acknowledge")},
    10: {"RST": ("accepted", 0, 0, "acknowledge"), "NYT": ("accepted", 0, 0, "acknowledge")},
    11: {"RST": ("accepted", 0, 0, "acknowledge"), "NYT": ("accepted", 1, 0, "acknowledge")},
    12: {"RST": ("accepted", 0, 0, "acknowledge"), "NYT": ("accepted", 9, 0, "acknowledge")},
}
LATE_EARLIER = {4: [("农业农村厅", "2020年3月", "2020年5月12日")]}
# The year's end: how often each thing happened to a department.
STORIES = {
    "RST": {"form": 12, "arrival": 14, "choice": 14},
    "NYT": {"form": 12, "arrival": 12, "choice": 12, "extension": 1},
    "TJJ": {"form": 6, "arrival": 5, "choice": 5},
}


def at(month: int, day: int, hour: int = 9) -> datetime:
    """A moment in the month after a month of 2020, by China's clock."""
    year, then = (2021, 1) if month == 12 else (2020, month + 1)
    return datetime(year, then, day, hour, tzinfo=CHINA)


def month_of(number: int) -> Period:
    return Period.parse(f"2020-{number:02}")


class Year:
    """The coordinator's side; `work` moves when the folder is handed over."""

    def __init__(self, workspace: Workspace, server: ScriptedImap, scratch: Path) -> None:
        self.workspace, self.server, self.scratch = workspace, server, scratch

    def values(self, code: str, number: int, what: str) -> str:
        text = BAD if what == "bad" else GOOD[code]
        text = text.replace("2.60", f"{0.4 * number + (0.05 if what == 'again' else 0):.2f}")
        text = text.replace("10.5", f"{10 + number / 10:.1f}").replace(
            "20.4", f"{20 + number / 10:.1f}"
        )
        text = text.replace("2020-07-03", at(number, 3).date().isoformat())
        if number >= 9:
            text = text.replace("under_way,2020-09-20", "done,2020-09-20")
        if code == "RST" and number >= 7:
            text += f"ZB003,{20 + number / 10:.1f},,,已发布,,,,,,,statistics\n"
        return text

    def comes(self, code: str, number: int, day: datetime, what: str) -> None:
        month = month_of(number)
        (template,) = (self.workspace.folder / "sent" / str(month)).glob(f"*{NAMES[code]}*")
        content = filled(template.read_bytes(), self.values(code, number, what), self.scratch)
        mail = reply(SENDERS[code], (f"{code}.xlsx", content), subject=f"{code} {number} {what}")
        self.server.put(mail, day=day.strftime("%d-%b-%Y %H:%M:%S +0800"))

    def checked(self, round_: Round, number: int) -> Recorded:
        kept = take_in(round_)
        list(return_all(round_, kept, month_of(number)))
        deliver(round_)
        return kept

    def standing(self, round_: Round, number: int, code: str) -> ReportingStatus:
        rows = reporting_statuses(round_, month_of(number))
        return next(one for one in rows if one.department == code)

    def story(self, round_: Round, code: str) -> list[str]:
        return [f"{one.kind} {one.what}" for one in story(round_.ledger, self.workspace.code, code)]

    def compared(
        self, round_: Round, kept: Recorded, step: tuple[int, int, str, str], known: list[object]
    ) -> None:
        """The status, and the summary, after one return: as the list has it."""
        number, about, code, _ = step
        verdict, day, figure = known
        row = self.standing(round_, about, code)
        assert (row.verdict and row.verdict.value, row.pending) == (verdict, 0), step
        assert row.came_on == at(number, int(str(day))).date(), step
        summary = consolidate(kept.intake, period=month_of(about), earlier=kept.earlier)
        target = next(one for one in summary.indicators if one.target.code == ROWS[code])
        actual = target.record.value if target.record else None
        assert (
            "" if actual is None else f"{actual:.{len(str(figure).partition('.')[2])}f}"
        ) == figure, step
        unit = next(one for one in summary.departments if one.code == code)
        assert (unit.verdict and unit.verdict.value, unit.saved_on) == (verdict, row.came_on), step

    def month(self, number: int) -> tuple[dict[str, ReportingStatus], Round, Recorded]:
        with writing_in(self.workspace, "test", at(number, 1)) as ledger:

            def on(day: datetime) -> Round:
                return round_with(self.workspace, ledger, day, period=month_of(number), jobs=1)

            list(send(on(at(number, 1)), month_of(number)))
            deliver(on(at(number, 1)))
            if number == 8:
                extend(
                    on(at(8, 2)),
                    month_of(8),
                    self.workspace.plan.department[1],
                    until=date(2020, 9, 15),
                    said_by="分管领导",
                )
            for code, day, what, *known in COMES[number]:
                about = int(what) if what.isdecimal() else number
                self.comes(code, about, at(number, day), what)
                then = round_with(
                    self.workspace, ledger, at(number, day, 18), period=month_of(about), jobs=1
                )
                before = self.story(then, code)
                list(fetch(then))
                assert self.standing(then, about, code).pending == 1
                kept = self.checked(then, about)
                self.compared(then, kept, (number, about, code, what), known)
                told = self.story(then, code)[len(before) :]
                assert told == TELLS[what], (number, code, told)
            end = on(at(number, 20))
            kept = take_in(end)
            rows = {one.department: one for one in reporting_statuses(end, month_of(number))}
            assert list(overview(end, month_of(number)).earlier) == LATE_EARLIER.get(number, [])
            summary = consolidate(kept.intake, period=month_of(number), earlier=kept.earlier)
            for unit in summary.departments:  # the summary and the status never disagree
                row = rows[unit.code]
                assert (unit.verdict, unit.saved_on) == (row.verdict, row.came_on), (
                    number,
                    unit.code,
                )
                assert unit.late == (row.days_late > 0 if row.came_on else None)
            return rows, end, kept


NAMES = {"RST": "人力资源社会保障厅", "NYT": "农业农村厅", "TJJ": "统计局"}


@pytest.mark.long
def test_a_year(
    tmp_path: Path, authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each month what is known equals the list; a handover in August changes nothing."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    monkeypatch.setattr(loopback, "PLAN", PLAN + MERGED)
    server = ScriptedImap(ca=authority[1])
    end = serve(server, authority[0])
    try:
        box = Mailbox(server.port, tmp_path, server.ca)
        year = Year(write_workspace(tmp_path / "house", imap_settings(box)), server, tmp_path)
        for number in range(1, 13):
            if number == 8:
                shutil.copytree(year.workspace.folder, tmp_path / "handed over")
                year.workspace = load_workspace(tmp_path / "handed over")
            rows, _, _ = year.month(number)
            told = {
                code: (
                    one.verdict.value if one.verdict else None,
                    one.days_late,
                    one.returned,
                    one.step.value,
                )
                for code, one in rows.items()
            }
            assert told == STANDS[number], number
        assert server.sound()
        with read_ledger(year.workspace.folder) as ledger:
            for code, wanted in STORIES.items():
                kinds = Counter(one.kind for one in story(ledger, year.workspace.code, code))
                assert {kind: kinds[kind] for kind in wanted} == wanted, code
    finally:
        end()
