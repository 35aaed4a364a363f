"""The public edition of a summary: what may be told of each target, and of which."""

from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.messages.locked_cell_messages import label, promised_text
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.judged.judged_edition import PublicEdition, PublicRow
from xlreport.model.judged.judged_summary import Summary, SummaryRow
from xlreport.model.plans.plan import Milestone
from xlreport.papers.paper_words import reached

UNDER_WAY = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK)
"""How far a target is, is told; whether that is in time, is not."""


def public_edition(summary: Summary) -> PublicEdition:
    """Return what is published: no reason, no light, nothing that anybody typed but figures;
    sub-tasks of offices stand in their rows, and nobody is named.
    """
    head = summary.plan.plan
    rows = [row for row in summary.rows if not row.target.done_by]
    fulfilled = [row for row in rows if row.assessment.status is Status.COMPLETED]
    under_way = [row for row in rows if row.assessment.status in UNDER_WAY]
    return PublicEdition(
        language=head.language,
        title=head.title,
        government=head.government,
        period=period_label(head.language, summary.period),
        as_of=day_label(head.language, summary.as_of),
        fulfilled=tuple(_row(summary, one) for one in fulfilled),
        under_way=tuple(_row(summary, one) for one in under_way),
        later=len(rows) - len(fulfilled) - len(under_way),
    )


def _row(summary: Summary, row: SummaryRow) -> PublicRow:
    language = summary.plan.language
    done = row.assessment.status is Status.COMPLETED
    told = reached(summary, row)
    if isinstance(row.target, Milestone):
        told = say(language, "public.done" if done else "public.advancing")
    return PublicRow(
        name=label(row.target, language),
        section=row.target.section,
        department=row.department,
        promised=promised_text(summary.plan, row.target, summary.period),
        reached=told,
    )
