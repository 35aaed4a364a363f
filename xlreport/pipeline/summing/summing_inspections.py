"""Findings about inspections that differ from what was reported."""

from collections.abc import Iterator, Sequence

from xlreport.assess.reasons.inspection_reasons import found_words
from xlreport.model.judged.judged_summary import SummaryRow
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.finding import Finding, finding


def inspection_findings(
    plan: Plan, period: Period, rows: Sequence[SummaryRow]
) -> Iterator[Finding]:
    """Yield one for each target whose inspection differs beyond the tolerance, at the cell that
    was reported.
    """
    for row in rows:
        about, record = row.inspected, row.record
        if about is None or record is None or not about.differs:
            continue
        language = plan.language
        told = record.state if record.value is None else format(record.value, "f")
        yield finding(
            "inspection-differs",
            file=record.file,
            department=record.department,
            period=str(period),
            sheet=record.sheet,
            cell=record.cell,
            indicator=row.target.code,
            serial=row.serial,
            name=row.target.name,
            value=told,
            found=found_words(row.target, about.inspection, language),
            by=about.inspection.said_by,
            on=about.inspection.said_on.isoformat(),
            tolerance=format(plan.plan.inspection_tolerance.normalize(), "f"),
        )
