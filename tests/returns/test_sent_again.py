"""A fresh form, corrected and sent again, is accepted; what goes back has names of its own."""

import time
from decimal import Decimal
from pathlib import Path

from tests.hostile.archives import parts_of, zipped
from tests.pipeline.round.test_small_round import filled, take, workbook
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Verdict
from xlreport.pipeline.intake.intake_marked_copies import stems
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.intake.validating_returns import return_copies


def with_macros(content: bytes) -> bytes:
    return zipped(parts_of(content) | {"xl/vbaProject.bin": b"x"})


def test_a_fresh_form_is_corrected_and_accepted(small_plan: Plan, tmp_path: Path) -> None:
    """What goes back of a workbook with macros is the form with its values; mended, nothing is left to say."""
    broken = workbook(
        small_plan, "RST", changes={("ZB001", "actual"): "约5%", ("ZB002", "remark"): "=1+1"}
    )
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "人社厅.xlsm").write_bytes(with_macros(broken))
    intake = receive([inbox], [small_plan])
    assert intake.files[0].verdict is Verdict.PARTLY
    (back,) = return_copies(intake.files, tmp_path / "out", "zh")
    assert (back.copy, back.path.name) == (True, "人社厅.xlsx")
    mended = filled(back.path.read_bytes(), {("ZB001", "actual"): Decimal("2.6")})
    again = take(tmp_path / "inbox2", small_plan, a=mended)
    assert (again.files[0].verdict, tuple(again.findings)) == (Verdict.ACCEPTED, ())
    remark = next(record.remark for record in again.files[0].records if record.code == "ZB002")
    assert remark == "=1+1"


def test_last_values_are_those_of_the_inbox(small_plan: Plan, tmp_path: Path) -> None:
    """Where the inbox holds the period before, the fresh form shows its values, and reads without a remark on them."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "q1.xlsx").write_bytes(
        workbook(small_plan, "RST", "2020-Q1", {("ZB001", "actual"): Decimal("1.1")})
    )
    broken = with_macros(workbook(small_plan, "RST", changes={("ZB001", "actual"): "约5%"}))
    (inbox / "q2.xlsx").write_bytes(broken)
    intake = receive([inbox], [small_plan])
    (back,) = [
        one for one in return_copies(intake.files, tmp_path / "out", "zh") if one.file == "q2.xlsx"
    ]
    (inbox / "q2.xlsx").write_bytes(
        filled(back.path.read_bytes(), {("ZB001", "actual"): Decimal("2.6")})
    )
    again = receive([inbox], [small_plan])
    assert [one.code for one in again.findings if one.file == "q2.xlsx"] == []


def test_names_do_not_meet() -> None:
    """Two files of one name but for its suffix, or its case, give two; long names are cut, folders are kept."""
    files = [
        "a/报表.xls",
        "a/报表.xlsx",
        "a/报表.XLS",
        "b/报表.xls",
        f"{'长' * 80}.xlsx",
        f"{'长' * 80}.ods",
        "x",
    ]
    names = stems(files)
    assert len({name.casefold() for name in names}) == len(files)
    assert names[0] == "a/报表"
    assert names[3] == "b/报表"
    assert all(len(name.encode()) <= 210 for name in names)


def test_many_names_take_no_longer_each() -> None:
    """Of six thousand files each gets its name at once: a number behind it is made when it is needed."""
    begin = time.process_time()
    assert len(set(stems(f"{number}_单位.xlsx" for number in range(6000)))) == 6000
    assert time.process_time() - begin < 5
