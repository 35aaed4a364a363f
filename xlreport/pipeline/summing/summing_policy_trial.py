"""A named policy tried out: which lights of a summary would change, before anybody adopts it."""

from dataclasses import dataclass

from xlreport.assess.judgement_policies import POLICIES, with_policy
from xlreport.model.judged.judged_assessment import Assessment
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.pipeline.summing.summing_records import summary_rows


@dataclass(frozen=True, slots=True)
class Turned:
    """One light that would change."""

    row: SummaryRow
    """As it is judged now."""
    then: Assessment
    """As the other policy judges it."""


def prove_policy(name: str | None) -> None:
    """Raise CannotRun for a name that nobody knows; asked before anything is read."""
    if name is not None and name not in POLICIES:
        raise CannotRun("policy-unknown", USAGE, name=name, known=" ".join(POLICIES))


def try_policy(summary: Summary, name: str) -> tuple[Turned, ...]:
    """Return the lights that would change under a named policy; raises CannotRun for a name that
    nobody knows.
    """
    prove_policy(name)
    records = [row.record for row in summary.rows if row.record]
    indicators, milestones = summary_rows(
        with_policy(summary.plan, name), summary.period, records, summary.history
    )
    pairs = zip(summary.rows, (*indicators, *milestones), strict=True)
    return tuple(
        Turned(now, then.assessment)
        for now, then in pairs
        if now.assessment.status is not then.assessment.status
    )
