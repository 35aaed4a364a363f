"""A summary of nothing but a plan's records: no departments, findings or files."""

from collections.abc import Sequence

from xlreport.model.judged.judged_decision import Decision
from xlreport.model.judged.judged_summary import Summary
from xlreport.model.period import Period
from xlreport.model.plans.plan import Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.summing.summing_records import summary_rows


def bare_summary(
    plan: Plan,
    period: Period,
    records: Sequence[Record] = (),
    earlier: Sequence[Record] = (),
    decisions: tuple[Decision, ...] = (),
) -> Summary:
    """Return the summary of a period.

    Args:
        plan: what was promised.
        period: at whose end it is judged.
        records: what was reported for the period.
        earlier: what was reported for periods before it.
        decisions: what leaders decided.
    """
    indicators, milestones = summary_rows(plan, period, records, earlier, decisions)
    return Summary(
        plan=plan, period=period, as_of=period.end, indicators=indicators, milestones=milestones,
        departments=(), findings=(), files=(), attention=(),
    )  # fmt: skip
