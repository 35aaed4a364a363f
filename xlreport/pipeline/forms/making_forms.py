"""Plan + department + period + what was reported before → the form that is sent out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from xlreport.assess.judgement_policies import policy_of
from xlreport.assess.judgement_schedule import due, is_last, step_due
from xlreport.checks.returns.returned_magnitude_check import hundred_ranges, slip_ranges
from xlreport.model.period import Period
from xlreport.model.plans.plan import (
    CHANGES,
    Baseline,
    Department,
    Indicator,
    Measure,
    Milestone,
    Plan,
    Policy,
)
from xlreport.model.plans.plan_form_types import Form, IndicatorRow, MilestoneRow
from xlreport.model.plans.plan_template_code import TemplateCode
from xlreport.model.returns.accepted_record import Record
from xlreport.pipeline.forms.making_form_comparisons import (
    Earlier,
    concerning,
    earlier_of,
    rate_of,
    records_by_code,
)

_TENFOLD = 10
_CLASS, _SHARE = Measure.CLASS, Measure.SHARE
_WIDEST_RATE = Decimal(100)


def form_for(
    plan: Plan,
    department: Department,
    period: Period,
    earlier: Sequence[Record] = (),
    *,
    version: int | None = None,
    live: bool = True,
) -> Form:
    """Make one department's form.

    Args:
        plan: the plan.
        department: one of its departments.
        period: the period asked for.
        earlier: records of earlier periods; the latest of the same year with a value gives the last
            value.
        version: the plan version that the form was sent out under, by default the plan's own.
        live: whether what only the formulas of its sheet ask is made too.
    """
    latest = _latest(plan, period, earlier)
    last = {code: record for code, (_, record) in latest.items()}
    own = {one.code for one in plan.indicators_of(department.code)}
    own |= {one.code for one in plan.milestones_of(department.code)}
    head = plan.plan
    before = earlier_of(plan, period, earlier if live else ())
    numbered = plan.lookup.indicators.get(department.code, ())
    mates = {one.code: one for _, one in numbered}
    heard = records_by_code(earlier)
    policy = policy_of(plan)
    rows = (
        _indicator_row(
            plan, one, serial, period, last.get(one.code), concerning(one, heard), mates, policy
        )
        for serial, one in numbered
    )
    return Form(
        code=TemplateCode(head.code, period, department.code, version or head.version),
        other_version=version not in {None, head.version},
        title=head.title,
        government=head.government,
        language=head.language,
        department=department,
        number=plan.lookup.departments[department.code][0],
        period=period,
        return_by=period.return_date(head.return_days),
        contact=head.contact,
        evidence=head.evidence,
        indicators=tuple(_asked_live(row, before) for row in rows) if live else tuple(rows),
        milestones=tuple(
            replace(
                _milestone_row(plan, one, serial, period, last.get(one.code)),
                last_remark=before.remark(one.code),
            )
            for serial, one in plan.lookup.milestones.get(department.code, ())
        ),
        told=tuple(sorted({when for code, (when, _) in latest.items() if code in own})),
    )


def _asked_live(row: IndicatorRow, before: Earlier) -> IndicatorRow:
    """Return a row with what the formulas of its sheet ask besides."""
    one = row.indicator
    return replace(
        row,
        last_remark=before.remark(one.code),
        steady=before.steady(one),
        slips=slip_ranges(one, row.last),
        hundredths=hundred_ranges(one, row.last),
    )


def tells(plan: Plan, period: Period, earlier: Sequence[Record]) -> bool:
    """Say whether records tell a form of that plan and period anything: last values, or last year's
    figures.
    """
    codes = {one.code for one in plan.targets}
    own = (one for one in earlier if one.plan == plan.code)
    told = (one.code for one in own if one.baseline is not None)
    return not codes.isdisjoint(told) or bool(_latest(plan, period, earlier))


def _latest(
    plan: Plan, period: Period, earlier: Sequence[Record]
) -> dict[str, tuple[Period, Record]]:
    """Return each target's latest record of the same year before the period, with its period."""
    latest: dict[str, tuple[Period, Record]] = {}
    for record in earlier:
        when = record.period
        if (record.plan, when.year) != (plan.code, period.year) or when.end >= period.end:
            continue
        if record.value is None and not record.state:
            continue
        if record.code not in latest or latest[record.code][0] <= when:
            latest[record.code] = (when, record)
    return latest


def _indicator_row(
    plan: Plan,
    one: Indicator,
    serial: int,
    period: Period,
    last: Record | None,
    earlier: Sequence[Record],
    own: Mapping[str, Indicator],
    policy: Policy,
) -> IndicatorRow:
    least, greatest = plausible(one)
    asked = one.baseline is not None and one.baseline.asked
    told = _told_baseline(plan, one, period, earlier) if asked else None
    shown = one if told is None else one.model_copy(update={"baseline": Baseline(value=told)})
    return IndicatorRow(
        indicator=shown,
        serial=serial,
        asked=one.is_asked(period),
        due=due(one, plan, period, earlier, policy=policy),
        last=last.value if last else None,
        minimum=least,
        maximum=greatest,
        baseline_asked=asked and told is None,
        revisions=plan.revisions_of(one.code, period) if plan.revision else (),
        rate=rate_of(one, own, period) if one.parts else None,
    )


def _told_baseline(
    plan: Plan, one: Indicator, period: Period, earlier: Sequence[Record]
) -> Decimal | None:
    """Return last year's figure as the department gave it for an earlier period; None where it has
    not.
    """
    mine = (r for r in earlier if (r.plan, r.code) == (plan.code, one.code))
    before = (r for r in mine if r.period.end < period.end)
    told = (r for r in before if r.baseline is not None)
    latest = max(told, key=lambda record: record.period.end, default=None)
    return latest.baseline if latest else None


def plausible(one: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """Return the least and greatest plausible value: the plan's, or what measure and target allow.

    More than ten times the target is a slip of 万 more often than a success.
    """
    least, greatest = one.minimum, one.maximum
    if one.measure is _CLASS:
        return Decimal(1), Decimal(len(one.classes))
    if one.measure in CHANGES:
        ceiling = max(_WIDEST_RATE, abs(one.value or Decimal(0)) * 5)
        return least if least is not None else Decimal(
            -100
        ), greatest if greatest is not None else ceiling
    if least is None:
        least = Decimal(0)
    if greatest is None and one.measure is _SHARE:
        greatest = Decimal(100)
    if greatest is None and one.value:
        greatest = abs(one.value) * _TENFOLD
    return least, greatest


def _milestone_row(
    plan: Plan, one: Milestone, serial: int, period: Period, last: Record | None
) -> MilestoneRow:
    return MilestoneRow(
        milestone=one,
        serial=serial,
        deadline=plan.due(one),
        step=step_due(one, plan, period),
        last_state=last.state if last else "",
        last_progress=last.progress if last else "",
        over=is_last(one, plan, period),
        revisions=plan.revisions_of(one.code, period),
    )
