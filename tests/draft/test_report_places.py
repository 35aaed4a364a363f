"""Made-up reports in the style of other places and years, each against the list of its targets made by hand."""

from pathlib import Path

import pytest

from scripts.compare_draft import FIELDS, PRECISION, RECALL, compare
from xlreport.checks.plans.plan_coverage_check import check_source
from xlreport.draft.draft_document import plan_document
from xlreport.draft.draft_report import draft_from
from xlreport.model.plans.plan import plan_from
from xlreport.model.returns.finding_codes import Severity
from xlreport.pipeline.plans.reports.loading_report_files import read_report

REPORTS = sorted((Path(__file__).parent / "reports").glob("*.txt"))


@pytest.mark.parametrize("report", REPORTS, ids=[report.stem for report in REPORTS])
def test_recall_and_precision(report: Path) -> None:
    """Each field of the rows that print a figure: recall at least 0.97, precision at least 0.95, in every report."""
    found = compare(report, report.with_suffix(".tsv"))
    low = {field: found.share(field) for field in FIELDS}
    low = {field: pair for field, pair in low.items() if pair[0] < RECALL or pair[1] < PRECISION}
    assert low == {}, "\n".join(found.lines())


@pytest.mark.parametrize("report", REPORTS, ids=[report.stem for report in REPORTS])
def test_every_number_is_accounted_for(report: Path) -> None:
    """The drafted plan of each is proved against its report without an error."""
    raw = read_report(report)
    plan = plan_from(plan_document(draft_from(raw), ()))
    wrong = [one for one in check_source(plan, raw) if one.severity is Severity.ERROR]
    assert wrong == []
