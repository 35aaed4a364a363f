"""What becomes of a file that cannot be told to belong to a department of a plan."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.hostile.conftest import sound, words
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Verdict
from xlreport.model.returns.submission import Cell
from xlreport.pipeline.intake.examining_intake_files import Examiner, History
from xlreport.pipeline.intake.intake_file import LateContacts
from xlreport.pipeline.intake.intake_findings import CELL_SHAPE, pack, unpacked
from xlreport.workbook.reading.reading_known_headings import Headings

__all__ = ["sound", "words"]
Change = Callable[[Plan], Plan]


def of_another_code(plan: Plan) -> Plan:
    """Return the plan under another code."""
    return plan.model_copy(update={"plan": plan.plan.model_copy(update={"code": "OTHER-2020"})})


def of_another_year(plan: Plan) -> Plan:
    """Return the plan of the year after."""
    return plan.model_copy(update={"plan": plan.plan.model_copy(update={"year": 2021})})


def without_its_department(plan: Plan) -> Plan:
    """Return the plan without the department whose workbook it is."""
    others = tuple(one for one in plan.department if one.code != "RST")
    return plan.model_copy(update={"department": others})


def a_list_of_their_own() -> bytes:
    """Return a workbook that is no form of ours."""
    book = openpyxl.Workbook()
    book.create_sheet("表").append(["指标", "数值"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (of_another_code, Verdict.NOT_OURS),
        (of_another_year, Verdict.RETURNED),
        (without_its_department, Verdict.RETURNED),
    ],
)
def test_a_form_of_no_department_goes_back_or_is_not_ours(
    *, sound: bytes, words: Headings, small_plan: Plan, tmp_path: Path, change: Change,
    verdict: Verdict,
) -> None:  # fmt: skip
    """It goes back where its plan is known; a form of a plan that is not asked about is not ours."""
    path = tmp_path / "RST.xlsx"
    path.write_bytes(sound)
    examined = Examiner((change(small_plan),), words, History(()))(path, path.name, None)
    assert examined.verdict is verdict
    assert examined.findings


@pytest.mark.parametrize(
    ("content", "verdict"),
    [
        (a_list_of_their_own(), Verdict.NOT_OURS),
        (a_list_of_their_own()[:900], Verdict.UNREADABLE),
        (b"words", Verdict.NOT_A_SUBMISSION),
    ],
)
def test_what_is_no_form_is_told_from_what_cannot_be_read(
    words: Headings, small_plan: Plan, tmp_path: Path, content: bytes, verdict: Verdict
) -> None:
    """Neither stops the run."""
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    examined = Examiner((small_plan,), words, History(()))(path, path.name, None)
    assert examined.verdict is verdict
    assert examined.findings


@given(
    st.dictionaries(
        st.sampled_from(["filled_by", "telephone", "checked_by", "filled_on"]),
        st.text(max_size=9).map(lambda text: Cell(sheet="表", address="B2", raw=text)),
    )
)
def test_a_signature_block_that_is_kept_packed_is_the_one_that_was_read(
    block: dict[str, Cell],
) -> None:
    kept = LateContacts(tuple(block), unpacked(CELL_SHAPE, pack(CELL_SHAPE, [*block.values()])))
    assert dict(kept) == block
    assert list(kept) == list(block)
    assert len(kept) == len(block)
    for name in ("filled_by", "telephone", "checked_by", "filled_on", "another"):
        assert kept.get(name) == block.get(name)
