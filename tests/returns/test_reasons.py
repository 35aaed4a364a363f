"""A warning asks for a reason: of substance, it counts and goes into the summary; without one the value is 暂用."""

from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.pipeline.round.test_small_round import take, workbook
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.pipeline.intake.receiving_inbox import receive
from xlreport.pipeline.intake.validating_returns import return_copies
from xlreport.pipeline.summing.consolidating import consolidate
from xlreport.pipeline.summing.summing_outputs import write_summary
from xlreport.workbook.reading.formats.format_readers import book_of

SAID_BEFORE = "统计口径按新办法调整"
EARLIER = Record(
    plan="SMALL-2020",
    period=Period.parse("2020-Q1"),
    department="RST",
    kind="indicator",
    code="ZB001",
    value=Decimal("2.8"),
    progress="x",
    remark=SAID_BEFORE,
    file="q1",
)


@pytest.mark.parametrize(
    ("remark", "said"),
    [
        (None, "nothing"), ("无", "nothing"), ("—", "nothing"), ("核实无误", "nothing"), (SAID_BEFORE, "nothing"),
        (f"{SAID_BEFORE}。", "nothing"), ("6月起按新口径扣除重复登记人员", "a reason"),
    ],
)  # fmt: skip
def test_only_a_reason_of_substance_counts(
    small_plan: Plan, tmp_path: Path, remark: str | None, said: str
) -> None:
    """What says nothing, or says last period's words again, leaves the value provisional; the remark is kept."""
    take(
        tmp_path / "inbox",
        small_plan,
        a=workbook(small_plan, "RST", changes={("ZB001", "remark"): remark}),
    )
    counts = said == "a reason"
    intake = receive([tmp_path / "inbox"], [small_plan], earlier=[EARLIER])
    (one,) = intake.files
    fell = [found for found in one.findings if found.code == "fell"]
    assert [found.explained for found in fell] == [counts]
    assert one.verdict is Verdict.ACCEPTED
    record = next(record for record in one.records if record.code == "ZB001")
    assert record.provisional is not counts
    back = tuple(return_copies(intake.files, tmp_path / "out", "zh", earlier=[EARLIER]))
    assert bool(back) is not counts
    if back:
        sheet = openpyxl.load_workbook(BytesIO(back[0].path.read_bytes()))["指标填报"]
        marked = {str(block.sqref) for block in sheet.conditional_formatting if any(
            "xlreport" in formula for rule in block.rules for formula in rule.formula
        )}  # fmt: skip
        headings = [
            cell.coordinate for cell in sheet[4] if str(cell.value).startswith(("本期值", "备注"))
        ]
        assert {place.replace("4", "5") for place in headings} == marked


def test_the_reason_goes_into_the_summary(small_plan: Plan, tmp_path: Path) -> None:
    """Whoever reads the summary reads why."""
    reason = "6月起按新口径扣除重复登记人员"
    take(
        tmp_path / "inbox",
        small_plan,
        a=workbook(small_plan, "RST", changes={("ZB001", "remark"): reason}),
    )
    intake = receive([tmp_path / "inbox"], [small_plan], earlier=[EARLIER])
    write_summary(consolidate(intake), tmp_path / "summary.xlsx")
    tables = book_of((tmp_path / "summary.xlsx").read_bytes()).tables
    assert any(
        raw[1] == reason
        for table in tables
        for cells in table.rows.values()
        for raw in cells.values()
    )


def test_an_error_does_not_give_way(small_plan: Plan, tmp_path: Path) -> None:
    """No reason makes a number of what is none."""
    changes = {("ZB001", "actual"): "见附件", ("ZB001", "remark"): "6月起按新口径扣除重复登记人员"}
    intake = take(tmp_path / "inbox", small_plan, a=workbook(small_plan, "RST", changes=changes))
    assert intake.files[0].verdict is Verdict.PARTLY
    assert "ZB001" not in {record.code for record in intake.files[0].records}
