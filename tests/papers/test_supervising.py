"""A made-up year of letters: who gets which, what is answered, granted and closed is a list written by hand."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mail"))

from loopback import write_workspace

from tests.bare_summary import bare_summary
from xlreport.cli.exit_codes import run
from xlreport.ledger.ledger_file import read_ledger
from xlreport.ledger.ledger_history import story
from xlreport.ledger.ledger_papers import papers, replies, targets_of, undecided
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.period import Period
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.round.making_round import Round, round_with
from xlreport.pipeline.round.opening_round_workspace import Workspace, load_workspace, writing_in
from xlreport.pipeline.round.overseeing_round import open_letters
from xlreport.pipeline.round.supervision.issuing_supervision_papers import ISSUED
from xlreport.pipeline.round.supervision.supervising import Supervised, supervise, supervision
from xlreport.pipeline.round.taking_in_round_inbox import take_in

# What each quarter reports. ZB001 is due in quarters of 5, ZB002 is to be at least 10, ZB003 at least 20.
YEAR = {
    "ZB001": ("1.25", "1.5", "1.8", "5"),  # good, off, off, done
    "ZB002": ("-2", "-2", "-2", "12"),  # off three times, good
    "ZB003": ("15", "15", "30", "30"),  # at risk or worse twice, good
}
# Letters of each quarter: kind, number, department, targets; then what is closed.
LETTERS = {
    1: ([], []),
    2: ([("order", 1, "NYT", ["ZB002"]), ("reminder", 1, "RST", ["ZB003"])], []),
    3: (
        [("interview", 1, "NYT", ["ZB002"]), ("order", 2, "RST", ["ZB001"])],
        [("reminder", "ZB003")],
    ),
    4: ([], [("interview", "ZB002"), ("order", "ZB001"), ("order", "ZB002")]),
}


def at(quarter: int, day: int = 20) -> datetime:
    year, month = (2021, 1) if quarter == 4 else (2020, quarter * 3 + 1)
    return datetime(year, month, day, 9, tzinfo=UTC)


def record(code: str, quarter: int, value: str) -> Record:
    department = {"ZB002": "NYT", "ZB003": "TJJ"}.get(code, "RST")
    return Record(
        plan="SMALL-2020", period=Period.parse(f"2020-Q{quarter}"), department=department,
        kind="indicator", code=code, value=Decimal(value), problems="缺劳力{{x}}<b>",
    )  # fmt: skip


def summary_of(workspace: Workspace, quarter: int) -> Summary:
    """The summary of a quarter, with the quarters before it known."""
    records = [record(c, q, YEAR[c][q - 1]) for c in YEAR for q in range(1, quarter + 1)]
    period = Period.parse(f"2020-Q{quarter}")
    now = [one for one in records if one.period == period]
    past = [one for one in records if one.period != period]
    return replace(bare_summary(workspace.plan, period, now, past), number=f"Q{quarter}")


@contextmanager
def on(workspace: Workspace, day: datetime) -> Iterator[Round]:
    with writing_in(workspace, "test", day) as ledger:
        yield round_with(workspace, ledger, day, jobs=1)


def told(round_: Round, done: Supervised) -> tuple[object, object]:
    letters = [
        (str(p.kind), p.serial, p.department, [t.code for t in targets_of(round_.ledger, p.number)])
        for p in done.papers
    ]
    return letters, sorted((str(one.paper.kind), one.code) for one in done.good)


def typed(path: Path, **cells: str | date) -> bytes:
    """A slip as a department sends it back."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[4], 1)}
    names = {
        "cause": "滞后原因＊", "measures": "整改措施＊", "done_by": "措施完成时限＊", "extend": "申请延期",
        "extend_due": "延期到", "extend_value": "目标改为",
    }  # fmt: skip
    for name, value in cells.items():
        sheet.cell(5, heads[names[name]], value)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_year_of_letters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each quarter's letters, numbers and closings are those of the list; the dry run says the same and writes nothing."""
    workspace = write_workspace(tmp_path / "w")
    for quarter, expected in LETTERS.items():
        summary = summary_of(workspace, quarter)
        with on(workspace, at(quarter)) as round_:
            dry = supervision(round_, summary)
            assert len(papers(round_.ledger, workspace.code)) == sum(
                len(LETTERS[q][0]) for q in range(1, quarter)
            )
            done = supervise(round_, summary)
            assert told(round_, done) == (expected[0], sorted(expected[1])), quarter
            assert [one.kind for one in dry.due] == [one.kind for one in done.due]
            again = supervise(round_, summary)
            assert (again.due, again.good, again.mails) == ((), (), ())
            if quarter == 2:
                assert [one.codes for one in open_letters(round_)] == [("ZB002",), ("ZB003",)]
                assert sorted(m.recipient for m in done.mails) == [
                    "nyt2@dept.example", "nyt@dept.example", "rst@dept.example",
                ]  # fmt: skip
    with read_ledger(workspace.folder) as ledger:
        kinds = [(e.kind, e.what) for e in story(ledger, workspace.code, "NYT")]
    assert kinds.count(("paper", "order")) == 1
    assert kinds.count(("closing", "made")) == 2
    monkeypatch.chdir(workspace.folder)
    assert run(["history", "NYT"]) == 0
    assert run(["export-ledger", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out" / "papers").glob("*.docx"))) == 4


def test_a_slip_is_read_back(tmp_path: Path) -> None:
    """What a department types on the slip is kept once; what cannot be read is kept as typed and named."""
    workspace = write_workspace(tmp_path / "w")
    with on(workspace, at(2)) as round_:
        supervise(round_, summary_of(workspace, 2))
    slip = workspace.folder / ISSUED / "order_2020_001_NYT_slip.xlsx"
    other = workspace.folder / ISSUED / "reminder_2020_001_RST_slip.xlsx"
    (workspace.inbox / "回复.xlsx").write_bytes(
        typed(slip, cause="缺机具{{1}}", measures="@增购", done_by="2020年9月底", extend="是",
              extend_due=date(2020, 12, 15), extend_value="8%")
    )  # fmt: skip
    (workspace.inbox / "b.xlsx").write_bytes(typed(other, cause="未统计", done_by="尽快"))
    book = openpyxl.load_workbook(slip)
    book.worksheets[0].cell(5, 1, "督查督办〔2020〕99号")
    book.worksheets[0].cell(5, 7, "x")
    book.save(workspace.inbox / "c.xlsx")
    (workspace.inbox / "empty.xlsx").write_bytes(slip.read_bytes())
    with on(workspace, at(2, 25)) as round_:
        kept = take_in(round_)
        again = take_in(round_)
        assert not again.replies.taken, "the same bytes are taken once"
        told = {
            one.file: (str(one.verdict), *(found.code for found in one.findings))
            for one in again.received
        }
        slip_told = ("not_a_submission", "is-slip")
        assert told["回复.xlsx"] == slip_told, "no template code is asked of a slip"
        assert told["empty.xlsx"] == slip_told, "nor of one that came back blank"
        first, second = sorted(
            replies(round_.ledger, workspace.code), key=lambda one: one.department
        )
        assert (first.cause, first.measures, first.done_by) == (
            "缺机具{{1}}",
            "@增购",
            "2020-09-30",
        )
        assert (first.extend, first.extend_due, first.extend_value) == (True, "2020-12-15", "8")
        assert (second.department, second.done_by, second.extend) == ("RST", "尽快", False)
        assert sorted(key for key, _ in kept.replies.doubts) == [
            "reply.blank", "reply.unknown", "reply.unread",
        ]  # fmt: skip
        assert [one.code for one in undecided(round_.ledger, workspace.code)] == ["ZB002"]
        assert [one.replied for one in open_letters(round_)] == [True, True]


def test_the_command_shows_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --write nothing is written; status in both forms tells open letters."""
    workspace = write_workspace(tmp_path / "w")
    monkeypatch.chdir(workspace.folder)
    with on(workspace, at(2)) as round_:
        supervise(round_, summary_of(workspace, 2))
    assert run(["status", "--period", "2020-Q2"]) == 0
    assert "督查督办〔2020〕1号" in capsys.readouterr().out
    assert run(["status", "--period", "2020-Q2", "--format", "json"]) == 0
    assert '"overdue"' in capsys.readouterr().out


def test_an_extension_becomes_a_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until it is granted nothing changes; then the plan has a revision with its document, and the next period's light goes by it."""
    workspace = write_workspace(tmp_path / "w")
    monkeypatch.chdir(workspace.folder)
    plan_file = workspace.folder / "schemas" / "w.toml"
    printed = plan_file.read_text("utf-8")
    with on(workspace, at(2)) as round_:
        supervise(round_, summary_of(workspace, 2))
    slip = workspace.folder / ISSUED / "order_2020_001_NYT_slip.xlsx"
    answer = {"cause": "缺机具", "measures": "增购", "done_by": "2020-09-30", "extend": "是"}
    (workspace.inbox / "a.xlsx").write_bytes(typed(slip, **answer, extend_value="-3"))
    with on(workspace, at(2, 25)) as round_:
        take_in(round_)
    assert plan_file.read_text("utf-8") == printed
    for wrong in (["ZB002"], ["ZB999", "--document", "x"], ["RW001", "--document", "x", "--value", "3"],
                  ["ZB002", "--document", "x", "--due", "soon"], ["ZB001", "--document", "x"],
                  ["ZB002", "--document", "x", "--value", "nan"],
                  ["ZB002", "--document", "x", "--value", "1e999999999999"]):  # fmt: skip
        assert run(["decide", *wrong, "--said-by", "某副市长", "--since", "2020-Q3"]) == 2, wrong
    assert plan_file.read_text("utf-8") == printed
    said = ["--said-by", "某副市长", "--since", "2020-Q3"]
    assert run(["decide", "ZB001", "--refuse", "--due", "2021-01-01", *said]) == 0
    assert plan_file.read_text("utf-8") == printed
    assert run(["decide", "zb002", "--document", '某政办〔2020〕"15"号', *said]) == 0
    assert "某政办" in capsys.readouterr().out
    changed = load_workspace(workspace.folder)
    (revision,) = changed.plan.revision
    assert (str(revision.value), revision.since) == ("-3", "2020-Q3")
    lights = {q: summary_of(changed, q).indicators[1].assessment.status for q in (2, 3)}
    assert (str(lights[2]), str(lights[3])) == ("off_track", "on_track")
    with read_ledger(workspace.folder) as ledger:
        assert undecided(ledger, workspace.code) == ()
        assert [e.what for e in story(ledger, workspace.code, "NYT") if e.kind == "ruling"] == [
            "granted"
        ]


def test_a_task_is_followed_like_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a leader set stands in the plan with its document, from the period named on; codes follow one another."""
    workspace = write_workspace(tmp_path / "w")
    monkeypatch.chdir(workspace.folder)
    add = ["task", "add", "查清=欠薪\n线索", "--department", "人社厅", "--period", "2020-Q3"]
    more = ["--due", "2020-08-31", "--document", "某副市长批示，2020年7月6日"]
    assert run([*add, *more]) == 0
    assert run([*add, *more]) == 0
    assert run([*add, "--due", "soon", "--document", "x"]) == 2
    plan = load_workspace(workspace.folder).plan
    first, second = plan.milestone[-2:]
    assert (first.code, second.code, first.name) == ("PS001", "PS002", "查清=欠薪 线索")
    assert (first.origin, first.due) == ("某副市长批示，2020年7月6日", date(2020, 8, 31))
    assert "PS001" not in {one.code for one in plan.at(Period.parse("2020-Q2")).targets}
    assert "PS001" in {one.code for one in plan.at(Period.parse("2020-Q3")).milestones_of("RST")}


def test_a_plan_that_would_be_unsound_is_named_by_its_own_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A task without a name is refused; the file named is the plan of the workspace."""
    workspace = write_workspace(tmp_path / "w")
    monkeypatch.chdir(workspace.folder)
    add = ["task", "add", " ", "--department", "人社厅", "--period", "2020-Q3"]
    assert run([*add, "--due", "2020-08-31", "--document", "x"]) == 3
    told = capsys.readouterr().err
    assert str(workspace.folder / "schemas" / "w.toml") in told
    assert "xlreport-" not in told


def test_a_letter_outlives_its_department(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A letter to a department that the plan no longer has is closed under the department's code."""
    workspace = write_workspace(tmp_path / "w")
    with on(workspace, at(2)) as round_:
        supervise(round_, summary_of(workspace, 2))
    plan = workspace.folder / "schemas" / "w.toml"
    text = plan.read_text("utf-8").replace(
        '[[department]]\ncode = "NYT"\nname = "农业农村厅"\n', ""
    )
    plan.write_text(text.replace('lead = "NYT"', 'lead = "RST"'), "utf-8")
    (plan.parent / "contacts.toml").unlink()
    changed = load_workspace(workspace.folder)
    assert changed.plan.department_of("NYT") is None
    judged = summary_of(changed, 4)
    monkeypatch.setattr(
        "xlreport.pipeline.summing.consolidating.consolidate", lambda *_, **__: judged
    )
    monkeypatch.chdir(workspace.folder)
    assert run(["supervise", "--period", "2020-Q4"]) == 0
    assert "NYT" in capsys.readouterr().out
