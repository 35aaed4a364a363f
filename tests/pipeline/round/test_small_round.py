"""A small round: generated, filled, received, returned, corrected, consolidated."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import CameBy
from xlreport.model.model_errors import CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.plans.plan_form_types import Form
from xlreport.model.returns.finding import Verdict, finding
from xlreport.model.returns.submission import Submission
from xlreport.pipeline.forms.exporting_form_templates import known_headings
from xlreport.pipeline.forms.generating_forms import department_looks
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.intake.intake_file import Standing
from xlreport.pipeline.intake.receiving_inbox import Intake, receive
from xlreport.pipeline.intake.validating_returns import return_copies
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_outputs import write_data, write_summary
from xlreport.workbook.department.department_template import department_workbook
from xlreport.workbook.department.form_open_cells import Filling, fill_cells
from xlreport.workbook.reading.submission_reader import read

Changes = Mapping[tuple[str, str], Filling | None]
GOOD: dict[str, Filling] = {
    "ZB001": Decimal("2.6"), "ZB002": Decimal("3.2"), "ZB004": Decimal(0), "ZB005": Decimal(21), "ZB006": Decimal(4),
    "ZB008": "Ⅱ", "ZB009": Decimal(40), "ZB010": Decimal("12.5"),
}  # fmt: skip


def good_values(form: Form) -> dict[tuple[str, str], Filling]:
    """Everything that a sound return of the small plan holds."""
    values: dict[tuple[str, str], Filling] = {
        ("", "filled_by"): "李某", ("", "telephone"): "0891-0000000", ("", "checked_by"): "王某",
        ("", "filled_on"): date(2020, 7, 8),
    }  # fmt: skip
    for row in form.indicators:
        if row.asked:
            values |= {(row.indicator.code, "actual"): GOOD[row.indicator.code]}
            values |= {
                (row.indicator.code, "progress"): "按计划推进。",
                (row.indicator.code, "source"): "行政记录",
            }
    for task in form.milestones:
        code = task.milestone.code
        done = task.deadline <= form.period.end
        values |= {
            (code, "state"): "已完成" if done else "已达本期进度",
            (code, "progress"): "正在建设。",
        }
        values |= {(code, "expected"): date(2020, 6, 20) if done else task.deadline}
    return values


def workbook(
    plan: Plan, code: str, period: str = "2020-Q2", changes: Changes | None = None
) -> bytes:
    """One department's return: sound, with changes by row code and field (None leaves the cell blank)."""
    department = plan.department_of(code)
    assert department is not None
    form = form_for(plan, department, Period.parse(period))
    content = department_workbook(form, department_looks("zh", None))
    values = good_values(form) | dict(changes or {})
    return filled(content, {place: value for place, value in values.items() if value is not None})


def filled(content: bytes, values: Mapping[tuple[str, str], Filling]) -> bytes:
    """Put values into a workbook by row code and field."""
    form = read(content, "x.xlsx", known_headings(None))
    assert isinstance(form, Submission)
    places = {(e.code, f): (c.sheet, c.address) for e in form.entries for f, c in e.cells.items()}
    places |= {("", f): (c.sheet, c.address) for f, c in form.contacts.items()}
    return fill_cells(content, {places[place]: value for place, value in values.items()})


def take(inbox: Path, plan: Plan, **files: bytes) -> Intake:
    """Put files into an inbox and receive it."""
    inbox.mkdir(exist_ok=True)
    for name, content in files.items():
        (inbox / f"{name}.xlsx").write_bytes(content)
    return receive([inbox], [plan])


def test_sound_returns_are_accepted_and_judged(small_plan: Plan, tmp_path: Path) -> None:
    """Sound workbooks are accepted; every value leads back to its file, sheet and cell."""
    intake = take(
        tmp_path / "inbox", small_plan, a=workbook(small_plan, "RST"), b=workbook(small_plan, "TJJ")
    )
    assert [one.verdict for one in intake.files] == [Verdict.ACCEPTED, Verdict.ACCEPTED], (
        intake.findings
    )
    summary = consolidate(intake)
    rows = {row.target.code: row for row in summary.rows}
    assert rows["ZB001"].assessment.status is Status.ON_TRACK
    assert rows["ZB009"].assessment.status is Status.NOT_DUE
    assert rows["RW004"].assessment.status is Status.NOT_REPORTED
    record = rows["ZB001"].record
    assert record is not None
    assert (record.file, record.value, record.telephone) == (
        "a.xlsx",
        Decimal("2.6"),
        "0891-0000000",
    )
    again = read((tmp_path / "inbox/a.xlsx").read_bytes(), "a.xlsx", known_headings(None))
    assert isinstance(again, Submission)
    assert (
        next(e.cells["actual"].address for e in again.entries if e.code == "ZB001") == record.cell
    )
    assert summary.reported == 2


def test_a_corrected_copy_is_sent_again_as_it_is(small_plan: Plan, tmp_path: Path) -> None:
    """What goes back is marked; corrected in place and sent again it is accepted, marks and all."""
    broken = workbook(
        small_plan, "RST", changes={("ZB001", "actual"): "约5%", ("RW002", "state"): None}
    )
    intake = take(tmp_path / "inbox", small_plan, a=broken)
    assert intake.files[0].verdict is Verdict.PARTLY
    stands = {one.name: one.stat().st_mtime_ns for one in (tmp_path / "inbox").iterdir()}
    (back,) = return_copies(intake.files, tmp_path / "out", "zh")
    assert back.copy
    assert {one.name: one.stat().st_mtime_ns for one in (tmp_path / "inbox").iterdir()} == stands
    mended = filled(
        back.path.read_bytes(), {("ZB001", "actual"): Decimal("2.6"), ("RW002", "state"): "推进中"}
    )
    again = take(tmp_path / "inbox2", small_plan, a=mended)
    assert again.files[0].verdict is Verdict.ACCEPTED, again.findings
    assert tuple(return_copies(again.files, tmp_path / "out2", "zh")) == ()


def test_other_periods_are_history(small_plan: Plan, tmp_path: Path) -> None:
    """The period of most workbooks is judged; another one's values give last lights and last values."""
    first = workbook(small_plan, "RST", "2020-Q1", {("ZB001", "actual"): Decimal("0.5")})
    fell = workbook(small_plan, "RST", changes={("ZB001", "actual"): Decimal("0.4")})
    intake = take(tmp_path / "inbox", small_plan, a=first, b=fell, c=workbook(small_plan, "TJJ"))
    summary = consolidate(intake)
    assert str(summary.period) == "2020-Q2"
    row = next(row for row in summary.indicators if row.target.code == "ZB001")
    assert row.last_status is Status.OFF_TRACK
    assert "fell" in {one.code for one in intake.findings if one.indicator == "ZB001"}
    assert row.record is not None
    assert row.record.provisional


def test_another_plans_workbook_is_listed_not_mixed(small_plan: Plan, tmp_path: Path) -> None:
    """A workbook of another plan is not ours, and counts nowhere."""
    other = small_plan.model_copy(
        update={"plan": small_plan.plan.model_copy(update={"code": "OTHER-2020"})}
    )
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, plan in (("a", small_plan), ("b", small_plan), ("c", other)):
        (inbox / f"{name}.xlsx").write_bytes(workbook(plan, "TJJ" if name == "b" else "RST"))
    summary = consolidate(receive([inbox], [small_plan, other]))
    assert {row.file: row.verdict for row in summary.files}["c.xlsx"] is Verdict.NOT_OURS
    assert {row.record.file for row in summary.rows if row.record} == {"a.xlsx", "b.xlsx"}


def test_an_inbox_without_ours_stops_in_words(small_plan: Plan, tmp_path: Path) -> None:
    """Where nothing belongs to a known plan there is no summary, and the reason is said."""
    (tmp_path / "letter.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(CannotRun) as stopped:
        consolidate(receive([tmp_path], [small_plan]))
    assert stopped.value.code == "nothing-ours"


def test_nothing_new_rewrites_nothing(small_plan: Plan, tmp_path: Path) -> None:
    """The same inbox gives the same bytes, and files that hold them already are left alone."""
    intake = take(tmp_path / "inbox", small_plan, a=workbook(small_plan, "RST"))
    summary = consolidate(intake)
    assert write_summary(summary, tmp_path / "s.xlsx")
    assert write_data(summary, tmp_path / "s.csv")
    again = consolidate(receive([tmp_path / "inbox"], [small_plan]))
    assert not write_summary(again, tmp_path / "s.xlsx")
    assert not write_data(again, tmp_path / "s.csv")


def test_the_later_of_two_copies_counts(small_plan: Plan, tmp_path: Path) -> None:
    """Of two sound copies the later counts; one with errors never pushes out an earlier sound one."""
    sound = workbook(small_plan, "RST")
    newer = workbook(small_plan, "RST", changes={("ZB001", "actual"): Decimal("2.7")})
    broken = workbook(small_plan, "RST", changes={("ZB001", "actual"): "多"})
    intake = take(tmp_path / "inbox", small_plan, r1=sound, r2=newer, r3=broken)
    verdicts = {one.file: one.verdict for one in intake.files}
    assert verdicts == {
        "r1.xlsx": Verdict.SUPERSEDED, "r2.xlsx": Verdict.ACCEPTED, "r3.xlsx": Verdict.RETURNED,
    }  # fmt: skip
    row = next(row for row in consolidate(intake).indicators if row.target.code == "ZB001")
    assert row.assessment.actual == Decimal("2.7")


def test_what_a_ledger_knows_is_of_its_own_plan(small_plan: Plan, tmp_path: Path) -> None:
    """Days that a ledger holds of another plan's department of the same code make nobody late."""
    intake = take(tmp_path / "inbox", small_plan, a=workbook(small_plan, "RST"))
    known = Standing(
        came_on=date(2020, 9, 1), came_by=CameBy.ARRIVED, return_by=date(2020, 7, 1),
        verdict=Verdict.ACCEPTED, missing=True,
    )  # fmt: skip
    found = {}
    for code in (small_plan.code, "OTHER-2020"):
        standing = {(code, Period.parse("2020-Q2"), "RST"): known}
        row = consolidate(replace(intake, standing=standing)).departments[0]
        found[code] = (row.late, row.missing)
    assert found == {small_plan.code: (True, True), "OTHER-2020": (False, False)}


def test_a_copy_that_is_replaced_tells_no_more_why(small_plan: Plan, tmp_path: Path) -> None:
    """What an earlier copy got wrong is not said of rows that the copy that counts leaves blank."""
    wrong = workbook(small_plan, "RST", changes={("ZB001", "actual"): "约5%"})
    blank = workbook(small_plan, "RST", changes={("ZB001", "actual"): None})
    both = take(tmp_path / "inbox", small_plan, r1=wrong, r2=blank)
    assert [one.verdict for one in both.files] == [Verdict.SUPERSEDED, Verdict.PARTLY]
    wide = finding("identities-mixed", file="r1.xlsx", first="", others="")
    said = replace(both.files[0], findings=(*both.files[0].findings, wide))
    for files in (both.files, (said, both.files[1])):
        rows = {row.target.code: row for row in consolidate(replace(both, files=files)).rows}
        assert rows["ZB001"].assessment.status is Status.NOT_REPORTED
        assert "未采用" not in rows["ZB001"].assessment.reason
    alone = take(tmp_path / "other", small_plan, r1=wrong)
    row = next(row for row in consolidate(alone).rows if row.target.code == "ZB001")
    assert "未采用" in row.assessment.reason
