"""A stored number that no program writes is refused, and the refusal names its cell."""

import pytest

from tests.pipeline.round.test_small_round import workbook
from tests.returns.test_what_comes_back import cell_xml
from xlreport.messages.finding_messages import sentence
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.submission import Unreadable
from xlreport.workbook.reading.reading_known_headings import Headings
from xlreport.workbook.reading.submission_reader import read


@pytest.mark.parametrize("value", ["2,65", "2.6.5", "约3", "１２", "2 65"])
def test_the_cell_is_named(small_plan: Plan, words: Headings, value: str) -> None:
    """Sheet, address and what stands there, so that somebody can mend it."""
    wrong = cell_xml(workbook(small_plan, "RST"), "ZB001", f"><v>{value}</v></c>")
    outcome = read(wrong, "人社厅.xlsx", words)
    assert isinstance(outcome, Unreadable)
    told = sentence("zh", outcome.finding)
    assert "指标填报 K5" in told
    assert value in told
