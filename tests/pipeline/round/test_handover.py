"""A row that is handed over, and a target that is revised in mid-year: what is sent out, taken back and judged."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from xlreport.checks.returns.return_identity_check import Identity, identify
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_summary import SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator, Plan, Revision
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.submission import Cell, CellKind, Entry, Submission
from xlreport.pipeline.forms.generating_forms import generate
from xlreport.pipeline.forms.making_forms import form_for
from xlreport.pipeline.summing.summing_records import summary_rows

Q2, Q3 = Period.parse("2020-Q2"), Period.parse("2020-Q3")
HANDED_OVER, RAISED = "ZB004", "ZB001"


@pytest.fixture(scope="module")
def revised(small_plan: Plan) -> Plan:
    """From the third quarter on NYT reports ZB004, and ZB001 is 6."""
    return small_plan.model_copy(update={"revision": (
        Revision(code=HANDED_OVER, since="2020-Q3", document="政办〔2020〕7号", lead="NYT"),
        Revision(code=RAISED, since="2020-Q3", document="政办〔2020〕8号", value=Decimal(6)),
    )})  # fmt: skip


def sent_to(plan: Plan, period: Period, folder: Path) -> dict[str, str]:
    """Return all words of the workbooks that are sent out, by department."""
    return {
        one.department: " ".join(
            str(cell)
            for sheet in openpyxl.load_workbook(one.path)
            for row in sheet.iter_rows(values_only=True)
            for cell in row
        )
        for one in generate(plan, period, folder)
    }


def test_a_row_is_sent_to_whoever_reports_it_then(revised: Plan, tmp_path: Path) -> None:
    """The former department has the row up to the stated period, the new one from then on."""
    before = sent_to(revised, Q2, tmp_path / "q2")
    after = sent_to(revised, Q3, tmp_path / "q3")
    assert HANDED_OVER in before["人力资源社会保障厅"]
    assert HANDED_OVER not in before["农业农村厅"]
    assert HANDED_OVER not in after["人力资源社会保障厅"]
    assert HANDED_OVER in after["农业农村厅"]


def returned(plan: Plan, department: str, period: Period) -> Submission:
    unit = plan.department_of(department)
    assert unit is not None
    code = str(form_for(plan.at(period), unit, period).code)
    row = Cell(sheet="表", address="B5", kind=CellKind.TEXT, raw=HANDED_OVER)
    entries = (Entry(code=HANDED_OVER, kind="indicator", sheet="表", row=5, cells={"code": row}),)
    return Submission(
        file=f"{unit.name}.xlsx",
        sha256="",
        codes=(Cell(sheet="表", address="N1", kind=CellKind.TEXT, raw=code),),
        entries=entries,
    )


@pytest.mark.parametrize(
    ("department", "period", "own"),
    [("RST", Q2, True), ("NYT", Q2, False), ("RST", Q3, False), ("NYT", Q3, True)],
)
def test_a_row_is_taken_from_whoever_reports_it_then(
    revised: Plan, department: str, period: Period, *, own: bool
) -> None:
    """The period of the workbook says whose a row is; from anybody else it is refused."""
    found = identify(returned(revised, department, period), [revised])
    assert isinstance(found, Identity) is own
    assert own or [one.code for one in found] == ["rows-of-other"]  # type: ignore[union-attr]


def test_the_printed_target_stays_and_the_value_in_force_judges(
    revised: Plan, small_plan: Plan
) -> None:
    """4 of 5 by the end of September is enough; of the 6 that a document asks for it is not; the print stays."""
    record = Record(
        plan="SMALL-2020",
        period=Period.parse("2020-Q3"),
        department="RST",
        kind="indicator",
        code=RAISED,
        value=Decimal(4),
    )

    def row_of(plan: Plan) -> SummaryRow:
        return next(
            row for row in summary_rows(plan, Q3, [record], [])[0] if row.target.code == RAISED
        )

    former, now = row_of(small_plan), row_of(revised)
    assert (former.assessment.status, now.assessment.status) == (Status.ON_TRACK, Status.AT_RISK)
    assert now.assessment.target == 6
    assert isinstance(now.target, Indicator)
    assert now.target.printed == "5万人以上"
