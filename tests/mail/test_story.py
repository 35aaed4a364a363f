"""A year of one plan with twelve departments, told by its ledger, beside lists written by hand before it was run.

Each quarter: forms out, returns in, a numbered bulletin, letters by level; replies by mail and by hand, an extension
granted, a target revised, what is good again closed; at the end scores with places, a public edition, next year's plan.
"""

import io
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import docx
import loopback
import openpyxl
import pytest
from loopback import Mailbox, filled, imap_settings, reply, write_workspace

from xlreport.cli.exit_codes import run
from xlreport.ledger.ledger_file import read_ledger
from xlreport.ledger.ledger_history import story
from xlreport.ledger.ledger_papers import papers, targets_of
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.period import Period
from xlreport.pipeline.papers.writing_papers import imprint_of, public_paper
from xlreport.pipeline.round.amending_round import extend
from xlreport.pipeline.round.changing_round_plan import Wish, decide
from xlreport.pipeline.round.letters.returning_letters import return_all
from xlreport.pipeline.round.letters.sending_letters import send
from xlreport.pipeline.round.mails.fetching_mails import fetch
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace, writing_in
from xlreport.pipeline.round.supervision.entering_supervision_inspections import inspect
from xlreport.pipeline.round.supervision.issuing_supervision_papers import ISSUED, issue_bulletin
from xlreport.pipeline.round.supervision.supervising import supervise
from xlreport.pipeline.round.taking_in_round_inbox import take_in
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_outputs import write_data

CHINA = timezone(timedelta(hours=8))
TWELVE = tuple(f"D{n:02}" for n in range(1, 13))
FOUR = ("D02", "D03", "D07", "D12")
"""Those to whom something happens: the quick year has no others."""
# Of each quarter, what is reported of 100 that are due evenly: 25, 50, 75, 100; ▲ down to 70 % of it. Nothing: no return.
REPORTED: Mapping[str, tuple[str, str, str, str]] = {
    "D01": ("25", "50", "75", "100"),
    "D02": ("10", "20", "30", "60"),  # ■ ■ ■; 60 is enough after the revision
    "D03": ("20", "40", "75", "100"),  # ▲ ▲ ●
    "D04": ("25", "50", "75", "100"),  # with a later day for the second quarter
    "D05": ("25", "50", "75", "100"),  # inspected in the third quarter
    "D06": ("30", "60", "90", "120"),  # late at the year's end
    "D07": ("25", "30", "40", "100"),  # ● ■ ■ ✓
    "D08": ("25", "50", "75", "99"),  # ■ at the end: the target itself counts
    "D09": ("", "50", "75", "100"),  # no return in the first quarter
    "D10": ("25", "50", "75", "100"),  # sent back once at the year's end
    "D11": ("25", "50", "75", "100"),
    "D12": ("under_way", "under_way", "under_way", "done"),  # due on 30 June
}
LIGHTS: Mapping[str, str] = {
    "D01": "●●●✓", "D02": "■■■✓", "D03": "▲▲●✓", "D04": "●●●✓", "D05": "●●●✓", "D06": "●●●✓",
    "D07": "●■■✓", "D08": "●●●■", "D09": "○●●✓", "D10": "●●●✓", "D11": "●●●✓", "D12": "●■■✓",
}  # fmt: skip
# Letters of each quarter (kind, number, department, targets), and what is closed (kind, target).
LETTERS: Mapping[int, tuple[list[tuple[str, int, str, list[str]]], list[tuple[str, str]]]] = {
    1: ([], []),
    2: ([("order", 1, "D02", ["ZB02"]), ("reminder", 1, "D03", ["ZB03"])], []),
    3: (
        [("interview", 1, "D02", ["ZB02"]), ("order", 2, "D07", ["ZB07"]), ("order", 3, "D12", ["RW01"])],
        [("reminder", "ZB03")],
    ),
    4: ([], [("interview", "ZB02"), ("order", "RW01"), ("order", "ZB02"), ("order", "ZB07")]),
}  # fmt: skip
# At the year's end: light 100, ■ 0; 5 off for late, 1 for sent back.
SCORES: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys(("D01", "D02", "D03", "D04", "D05", "D07", "D09", "D11", "D12"), ("100.00", 1)),
    "D10": ("99.00", 10),
    "D06": ("95.00", 11),
    "D08": ("0.00", 12),
}
# What the ledger tells of supervision, in its order.
TOLD: Mapping[str, list[tuple[str, str]]] = {
    "D02": [("paper", "order"), ("reply", "came"), ("ruling", "granted"), ("paper", "interview"),
            ("closing", "made"), ("closing", "made")],
    "D03": [("paper", "reminder"), ("reply", "came"), ("closing", "made")],
    "D07": [("paper", "order"), ("closing", "made")],
    "D12": [("paper", "order"), ("reply", "came"), ("ruling", "granted"), ("closing", "made")],
    "D01": [],
}  # fmt: skip
LATE = {("D04", 2), ("D06", 4)}
"""Come on the 15th of the month after; the first of them has till the 20th."""
BASELINES = {"ZB02": "60", "ZB03": "100", "ZB06": "120", "ZB08": "99"}
"""Of next year's plan: the figures accepted at the year's end."""


def plan_text(units: tuple[str, ...]) -> str:
    """The plan of some of the departments: eleven figures and a task."""
    head, _, _ = loopback.PLAN.partition("[[department]]")
    departments = "".join(f'[[department]]\ncode = "{one}"\nname = "{one}局"\n' for one in units)
    score = "[score]\nlate = 5\nreturned = 1\n"
    rows = "".join(
        f'[[indicator]]\ncode = "ZB{one[1:]}"\nname = "指标{one[1:]}"\nsection = "一"\nfigure = "f{one}"\n'
        f'lead = "{one}"\nleader = "某副市长"\nmeasure = "cumulative"\ndirection = "more"\ncomparator = "ge"\n'
        'profile = "linear"\nunit = "户"\nvalue = "100"\nprinted = "100户"\n'
        for one in units
        if one != "D12"
    )
    task = (
        '[[milestone]]\ncode = "RW01"\nname = "实训基地"\nsection = "一"\nfigure = "基地"\nlead = "D12"\n'
        'action = "build"\ndue = 2020-06-30\n'
    )
    return f"{head}{score}{departments}{rows}{task if 'D12' in units else ''}"


def contacts(units: tuple[str, ...]) -> str:
    return "".join(
        f'[[department]]\ncode = "{one}"\naddresses = ["{one.lower()}@dept.example"]\n'
        for one in units
    )


def at(quarter: int, day: int) -> datetime:
    year, month = (2021, 1) if quarter == 4 else (2020, quarter * 3 + 1)
    return datetime(year, month, day, 9, tzinfo=CHINA)


def of(quarter: int) -> Period:
    return Period.parse(f"2020-Q{quarter}")


@dataclass
class Year:
    """The coordinator's year."""

    workspace: Workspace
    units: tuple[str, ...]
    scratch: Path
    mailbox: Mailbox

    def values(self, unit: str, quarter: int, typed: str) -> str:
        signed = f"张三,000,李四,{at(quarter, 3).date().isoformat()}"
        if unit == "D12":
            when = (
                "2020-12-10"
                if typed == "done"
                else ("2020-06-30", "2020-12-31", "2020-12-31")[quarter - 1]
            )
            head = "code,state,expected,progress,remark,filled_by,telephone,checked_by,filled_on"
            return f"{head}\nRW01,{typed},{when},主体已完工,受资金影响顺延,{signed}\n"
        head = "code,actual,progress,source,filled_by,telephone,checked_by,filled_on"
        return f"{head}\nZB{unit[1:]},{typed},按计划推进,operations,{signed}\n"

    def put(self, quarter: int, unit: str, form: bytes, typed: str) -> None:
        """Lay a return into the inbox; what comes late comes by mail."""
        content = filled(form, self.values(unit, quarter, typed), self.scratch)
        if (unit, quarter) in LATE:
            self.mailbox.put(reply(f"{unit.lower()}@dept.example", (f"{unit}.xlsx", content)))
            return
        (self.workspace.inbox / f"{unit}_{quarter}.xlsx").write_bytes(content)

    def summary(self, round_: Round, quarter: int) -> Summary:
        kept = take_in(round_)
        return consolidate(
            kept.intake,
            period=of(quarter),
            own=self.workspace.plan,
            earlier=kept.earlier,
            on_file=kept.on_file,
        )

    def quarter(self, number: int) -> Summary:
        """Forms out, returns in, bulletin and letters: as the lists have them."""
        self.workspace = load_workspace(self.workspace.folder)
        with writing_in(self.workspace, "test", at(number, 1)) as ledger:

            def on(day: int) -> Round:
                return round_with(
                    self.workspace, ledger, at(number, day), period=of(number), jobs=1
                )

            forms = {one.department.code: one.path.read_bytes() for one in send(on(1), of(number))}
            if number == 2 and "D04" in self.units:
                late = next(u for u in self.workspace.plan.department if u.code == "D04")
                extend(on(2), of(2), late, until=date(2020, 7, 20), said_by="分管领导")
            if number == 4 and "D10" in self.units:
                self.put(4, "D10", forms["D10"], "见附表")
                list(return_all(on(4), take_in(on(4)), of(4)))
            for unit in self.units:
                if typed := REPORTED[unit][number - 1]:
                    self.put(number, unit, forms[unit], typed)
            list(fetch(on(15)))
            if number == 3 and "D05" in self.units:
                inspect(on(18), "ZB05", "60", of(3), said_by="督查组", said_on=date(2020, 10, 17))
            summary = self.summary(on(20), number)
            issued = issue_bulletin(on(20), summary)
            assert (issued.is_new, issued.paper.called) == (True, f"督查通报〔2020〕{number}号")
            assert issue_bulletin(on(21), summary).paper == issued.paper, "issued once"
            done = supervise(on(21), summary)
            letters = [
                (
                    str(p.kind),
                    p.serial,
                    p.department,
                    [t.code for t in targets_of(ledger, p.number)],
                )
                for p in done.papers
            ]
            wanted, closed = LETTERS[number]
            assert letters == [one for one in wanted if one[2] in self.units], number
            assert sorted((str(one.paper.kind), one.code) for one in done.good) == closed, number
            return summary

    def slip(self, name: str, **cells: str | date) -> bytes:
        """A reply slip as a department fills it in."""
        book = openpyxl.load_workbook(self.workspace.folder / ISSUED / name)
        sheet = book.worksheets[0]
        heads = {str(cell.value): place for place, cell in enumerate(sheet[4], 1)}
        for heading, value in cells.items():
            sheet.cell(5, heads[heading], value)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def replies(self, number: int) -> None:
        """Replies come by mail and by hand; a leader decides what is asked for."""
        answer = {"滞后原因＊": "缺资金", "整改措施＊": "筹措", "措施完成时限＊": "2020-12-31"}
        asks = {**answer, "申请延期": "是"}
        with writing_in(self.workspace, "test", at(number, 25)) as ledger:
            round_ = round_with(self.workspace, ledger, at(number, 25), period=of(number), jobs=1)
            if number == 2:
                mailed = self.slip("order_2020_001_D02_slip.xlsx", **asks, 目标改为="60")
                self.mailbox.put(reply("d02@dept.example", ("回复.xlsx", mailed)))
                list(fetch(round_))
                by_hand = self.slip("reminder_2020_001_D03_slip.xlsx", **answer)
                (self.workspace.inbox / "D03回复.xlsx").write_bytes(by_hand)
                code, wish, document = "ZB02", Wish(), "某政办〔2020〕15号"
            else:
                mailed = self.slip(
                    "order_2020_003_D12_slip.xlsx", **asks, 延期到=date(2020, 12, 15)
                )
                (self.workspace.inbox / "D12回复.xlsx").write_bytes(mailed)
                code, wish, document = "RW01", Wish(), "某政办〔2020〕22号"
            take_in(round_)
            decide(
                round_, code, wish, granted=True, document=document, since=of(4),
                said_by="某副市长", said_on=at(number, 25).date(),
            )  # fmt: skip


def judged(summary: Summary) -> dict[str, str]:
    """Each department's light."""
    symbols = {
        "on_track": "●",
        "at_risk": "▲",
        "off_track": "■",
        "completed": "✓",
        "not_reported": "○",
    }
    return {row.target.lead: symbols[str(row.assessment.status)] for row in summary.rows}


def said(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


@pytest.mark.parametrize(
    "units", [FOUR, pytest.param(TWELVE, marks=pytest.mark.long)], ids=["four", "twelve"]
)
def test_a_year_is_told(
    tmp_path: Path, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, units: tuple[str, ...]
) -> None:
    """Lights, numbers, letters, closings, scores, public edition, next year's plan and the ledger: as written by hand."""
    monkeypatch.setattr(loopback, "PLAN", plan_text(units))
    monkeypatch.setattr(loopback, "CONTACTS", contacts(units))
    year = Year(write_workspace(tmp_path / "w", imap_settings(mailbox)), units, tmp_path, mailbox)
    for number in range(1, 5):
        summary = year.quarter(number)
        assert judged(summary) == {one: LIGHTS[one][number - 1] for one in units}, number
        if number in {2, 3}:
            year.replies(number)
        late = [one.code for one in summary.departments if one.late]
        assert late == (["D06"] if number == 4 and "D06" in units else []), number
        if number == 3 and "D05" in units:
            (row,) = [one for one in summary.rows if one.target.code == "ZB05"]
            assert row.inspected is not None
            assert (row.inspected.differs, str(row.actual)) == (True, "75")
    ranks = {one.code: (str(one.score), one.rank) for one in summary.scores}
    if units == TWELVE:
        assert ranks == SCORES
    else:
        assert ranks == {one: SCORES[one] for one in units}, "all of the four share the first place"
    settings = year.workspace.settings.papers
    imprint = imprint_of(summary.plan, settings, date(2021, 1, 21))
    public = said(public_paper(summary, imprint, None))
    assert "指标02" in public
    assert not [one for one in ("某副市长", "缺资金", "应达", "滞后", "■") if one in public]
    with read_ledger(year.workspace.folder) as ledger:
        for unit in TOLD.keys() & set(units):
            events = story(ledger, year.workspace.code, unit)
            kinds = {"paper", "reply", "ruling", "closing"}
            assert [(e.kind, e.what) for e in events if e.kind in kinds] == TOLD[unit], unit
        called = [one.called for one in papers(ledger, year.workspace.code)]
    assert len(called) == len(set(called)) == 4 + 5, "no number is given twice"
    write_data(summary, tmp_path / "q4.csv")
    plan_file = next((year.workspace.folder / "schemas").glob("w.toml"))
    args = ["plan", "next", str(plan_file), "--data", str(tmp_path / "q4.csv")]
    assert run([*args, "-o", str(tmp_path / "next.toml")]) == 0
    proposed = tomllib.loads((tmp_path / "next.toml").read_text("utf-8"))
    found = {one["code"]: str(one["baseline"]["value"]) for one in proposed["indicator"]}
    assert {code: found[code] for code in BASELINES if code in found} == {
        code: value for code, value in BASELINES.items() if f"D{code[2:]}" in units
    }
