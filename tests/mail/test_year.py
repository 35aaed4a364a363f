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
from xlreport.model.round.ledger_values import ReportingStatus
from xlreport.pipeline.round.amending import extend
from xlreport.pipeline.round.mails.delivering_mails import deliver
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.recording_returns import Recorded
from xlreport.pipeline.round.reporting_status import reporting_statuses
from xlreport.pipeline.round.returning import return_all
from xlreport.pipeline.round.round import Round, round_with
from xlreport.pipeline.round.round_overview import overview
from xlreport.pipeline.round.round_workspace import Workspace, load_workspace, writing_in
from xlreport.pipeline.round.sending import send
from xlreport.pipeline.round.taking_in_inbox import take_in
from xlreport.pipeline.summing.consolidating import consolidate

CHINA = timezone(timedelta(hours=8))
SENDERS = {"RST": "rst@dept.example", "NYT": "nyt@dept.example", "TJJ": "tjj@dept.example"}
MERGED = (
    '\n[[revision]]\ncode = "ZB003"\nsince = "2020-07"\nreporter = "RST"\ndocument = "机构改革"\n'
)
# What comes for each month: department, day of the next month, and what (`good`, `bad`, `again` a correction, or the
# number of an earlier month that it is for).
COMES: dict[int, list[tuple[str, int, str]]] = {
    1: [("RST", 5, "good"), ("NYT", 8, "good"), ("TJJ", 9, "good")],
    2: [("RST", 5, "bad"), ("RST", 12, "good"), ("NYT", 8, "good"), ("TJJ", 15, "good")],
    3: [("RST", 5, "good"), ("RST", 14, "again"), ("TJJ", 9, "good")],
    4: [("RST", 11, "good"), ("NYT", 10, "good"), ("NYT", 12, "3")],
    5: [("RST", 4, "good"), ("NYT", 4, "good"), ("TJJ", 4, "good")],
    6: [("RST", 6, "bad"), ("NYT", 6, "good"), ("TJJ", 6, "good")],
    7: [("RST", 7, "good"), ("NYT", 7, "good")],
    8: [("RST", 8, "good"), ("NYT", 14, "good")],
    9: [("RST", 9, "good"), ("NYT", 9, "good")],
    10: [("RST", 10, "good"), ("NYT", 10, "good")],
    11: [("RST", 10, "good"), ("NYT", 11, "good")],
    12: [("RST", 5, "good"), ("NYT", 19, "good")],
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

    def fetched(self, round_: Round, number: int) -> Recorded:
        list(fetch(round_))
        kept = take_in(round_)
        list(return_all(round_, kept, month_of(number)))
        deliver(round_)
        return kept

    def month(self, number: int) -> tuple[dict[str, ReportingStatus], Round, Recorded]:
        with writing_in(self.workspace, "test", at(number, 1)) as ledger:

            def on(day: datetime) -> Round:
                return round_with(self.workspace, ledger, day, period=month_of(number), jobs=1)

            list(send(on(at(number, 1)), month_of(number)))
            if number == 8:
                extend(
                    on(at(8, 2)),
                    month_of(8),
                    self.workspace.plan.department[1],
                    until=date(2020, 9, 15),
                    said_by="分管领导",
                )
            for code, day, what in sorted(COMES[number], key=lambda one: one[1]):
                about = int(what) if what.isdecimal() else number
                self.comes(code, about, at(number, day), what)
                list(fetch(on(at(number, day, 18))))
                pending = {
                    one.department: one.pending
                    for one in reporting_statuses(on(at(number, day, 18)), month_of(number))
                }
                assert pending[code] == 1
                self.fetched(on(at(number, day, 18)), number)
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


def test_a_year(
    tmp_path: Path, authority: tuple[trustme.CA, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each month what is known equals the list; a handover in August changes nothing."""
    monkeypatch.setenv("XLREPORT_IMAP_PASSWORD", "secret")
    # The server's thread only waits meanwhile: workers may be forked, and need not start afresh.
    monkeypatch.setattr("xlreport.processes.worker_processes.start_method", lambda: "fork")
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
