"""综合评分: the points of each row, the weighted mean of each department that answers for them,
what is deducted for late and missing returns, and the places.

By design a better value or an earlier return never lowers a score: which rows are scored is decided
by the plan and the period, not by their figures, and points never fall as a figure gets better.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from xlreport.assess.reasons.reason_figures import plain_figure
from xlreport.messages import say
from xlreport.model.judged.judged_assessment import FROM_AXIS, SYMBOLS, Assessment, Status
from xlreport.model.judged.judged_score import ScoreRow
from xlreport.model.judged.judged_summary import DepartmentRow, SummaryRow
from xlreport.model.plans.plan import Commitment, Indicator, Measure, Plan, Score
from xlreport.model.returns.finding import Verdict

_CENT = Decimal("0.01")
_ROOM = Context(prec=60, rounding=ROUND_HALF_UP)
_COUNTS = frozenset({Verdict.ACCEPTED, Verdict.PARTLY})
_GOOD = frozenset({Status.ON_TRACK, Status.COMPLETED})
_BEST_FIRST = (Status.COMPLETED, *reversed(FROM_AXIS[:3]), *FROM_AXIS[4:])


@dataclass(frozen=True, slots=True)
class _Scored:
    """One row's points and weight."""

    row: SummaryRow
    points: Fraction
    weight: Decimal


def department_scores(
    plan: Plan, rows: Sequence[SummaryRow], departments: Sequence[DepartmentRow]
) -> tuple[ScoreRow, ...]:
    """Return the departments by their places; none where the plan has no score.

    A row counts for the department that answers for it (牵头单位); what is late, sent back or not
    reported, for the one that was to report.

    Args:
        plan: as it is in force in the period.
        rows: the judged rows of the period.
        departments: what came of each department's return.
    """
    if plan.score is None:
        return ()
    led: defaultdict[str, list[SummaryRow]] = defaultdict(list)
    missing: Counter[str] = Counter()
    for row in rows:
        led[row.target.lead].append(row)
        missing[row.target.reported_by] += row.assessment.status is Status.NOT_REPORTED
    returns = {one.code: one for one in departments}
    found = [
        _department(plan, plan.score, (one.code, one.name), led[one.code],
                    returns.get(one.code), missing[one.code])
        for one in plan.department
        if led[one.code]
    ]  # fmt: skip
    return _ranked(found)


def _department(
    plan: Plan,
    policy: Score,
    unit: tuple[str, str],
    rows: Sequence[SummaryRow],
    returned: DepartmentRow | None,
    missing: int,
) -> ScoreRow:
    language = plan.language
    scored = [one for row in rows if (one := _scored(policy, row)) is not None]
    weight = sum((one.weight for one in scored), Decimal(0))
    if not weight:
        why = say(language, "score.nothing", count=len(rows))
        return _score_row(unit, why=why)
    total = sum((one.points * Fraction(one.weight) for one in scored), Fraction(0))
    mean = total / Fraction(weight)
    off = _deductions(policy, returned, missing)
    deducted = sum(off.values(), Decimal(0))
    row = _score_row(unit, why=_why(language, policy, scored, mean, off, len(rows)))
    return replace(
        row,
        score=cents(max(mean - Fraction(deducted), Fraction(0))),
        average=cents(mean),
        deducted=deducted,
        counted=len(scored),
        weight=weight,
    )


def _score_row(unit: tuple[str, str], *, why: str) -> ScoreRow:
    """Return a department without a score."""
    return ScoreRow(
        code=unit[0], name=unit[1], score=None, rank=None, average=None, deducted=Decimal(0),
        counted=0, weight=Decimal(0), reason=why,
    )  # fmt: skip


def cents(number: Fraction) -> Decimal:
    """Return a number with two decimals, half up."""
    exact = _ROOM.divide(Decimal(number.numerator), Decimal(number.denominator))
    return exact.quantize(_CENT, context=_ROOM)


def _scored(policy: Score, row: SummaryRow) -> _Scored | None:
    """Return a row's points and weight; None where it is not scored."""
    points = row_points(policy, row)
    weight = row.target.weight
    if weight is None:
        weight = {Commitment.HARD: policy.hard, Commitment.STRIVE: policy.strive}.get(
            row.target.commitment, policy.plain
        )
    if points is None or not weight:
        return None
    return _Scored(row, points, weight)


def row_points(policy: Score, row: SummaryRow) -> Fraction | None:
    """Return a row's points; None where it is not scored: only monitored, dropped, or nothing of
    it due yet.
    """
    judged = row.assessment
    if judged.status is Status.NOT_JUDGED:
        return None
    if judged.status is Status.NOT_REPORTED:
        return Fraction(0)
    waits = judged.kind == "indicator" and judged.green is None
    if (waits or judged.status is Status.NOT_DUE) and policy.not_due is None:
        return None
    by_light = Fraction(_light_points(policy, judged.status))
    share = None if waits or policy.by == "light" else _share(row, judged)
    if share is None:
        return by_light
    capped = min(share * 100, Fraction(policy.cap))
    if judged.status in _GOOD:
        return max(capped, by_light)
    return capped


def _light_points(policy: Score, status: Status) -> Decimal:
    points = {
        Status.COMPLETED: policy.completed,
        Status.ON_TRACK: policy.on_track,
        Status.AT_RISK: policy.at_risk,
        Status.OFF_TRACK: policy.off_track,
        Status.NOT_DUE: policy.not_due,
    }
    return points[status] or Decimal(0)


def _share(row: SummaryRow, judged: Assessment) -> Fraction | None:
    """Return the share of what is due that is reached: actual over due, and due over actual where
    less is better (财政 绩效自评表). None where there is no such share.
    """
    target = row.target
    if not isinstance(target, Indicator) or target.measure is Measure.CLASS:
        return None
    if judged.actual is None or judged.expected is None:
        return None
    actual, due = Fraction(judged.actual), Fraction(judged.expected)
    if judged.sense == "more":
        if due > 0:
            return max(actual / due, Fraction(0))
        return Fraction(actual >= due)
    if actual <= due:
        return Fraction(1)
    return due / actual if due > 0 else Fraction(0)


def _deductions(
    policy: Score, returned: DepartmentRow | None, missing: int
) -> Mapping[str, Decimal]:
    """Return what is deducted and for what; nothing that came counts as late."""
    if returned is None:
        return {}
    came = returned.verdict in _COUNTS
    off = {
        "late" if came else "nothing": policy.late if returned.late or not came else Decimal(0),
        "returned": policy.returned * returned.returned,
        "unreported": policy.unreported * missing,
    }
    return {name: points for name, points in off.items() if points}


def _why(
    language: str,
    policy: Score,
    scored: Sequence[_Scored],
    mean: Fraction,
    off: Mapping[str, Decimal],
    rows: int,
) -> str:
    """Return in one line how a score comes about."""
    counts = Counter(one.row.assessment.status for one in scored)
    lights = say(language, "score.joint").join(
        f"{SYMBOLS[status]} {counts[status]}" for status in _BEST_FIRST if counts[status]
    )
    weight = plain_figure(sum((one.weight for one in scored), Decimal(0)))
    words = {"count": len(scored), "weight": weight, "lights": lights, "average": cents(mean)}
    line = say(language, f"score.why_{policy.by}", **words)
    for name, points in off.items():
        line += say(language, f"score.off_{name}", points=plain_figure(points))
    if rows > len(scored):
        line += say(language, "score.left_out", count=rows - len(scored))
    return line


def _ranked(found: Iterable[ScoreRow]) -> tuple[ScoreRow, ...]:
    """Return departments best first with their places; those without a score come last."""
    listed = sorted(found, key=lambda one: (one.score is None, -(one.score or Decimal(0))))
    known = [one.score for one in listed if one.score is not None]
    return tuple(
        one if one.score is None else replace(one, rank=known.index(one.score) + 1)
        for one in listed
    )
