"""The county × target matrix from data files: those of the plans below, or that of one plan in
which counties are the departments.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from xlreport.checks.typed.typed_units import factor
from xlreport.model.judged.judged_matrix import Matrix, MatrixColumn, MatrixRow
from xlreport.model.judged.judged_summary import Beside
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import AMOUNTS, Indicator, Measure, Milestone, Plan

# a unit of two parts, whose figures are no sums
_PER = re.compile("[/／每]")
_NOT_ADDED = frozenset({"%", "％", "‰"})
Answers = Mapping[str, Mapping[str, Sequence[Beside]]]
"""Code of the higher target → column → what answers it there."""


def target_matrix(
    plan: Plan,
    told: Sequence[Beside],
    *,
    period: Period | None = None,
    names: Mapping[str, str] | None = None,
) -> Matrix:
    """Return the matrix of a plan.

    Args:
        plan: the higher plan, or the one in which counties are the departments.
        told: rows of data files; those of the plan itself are the wholes.
        period: by default that of most rows.
        names: how the plans below are called, by code.

    Raises:
        CannotRun: `matrix-nothing` where nothing answers any target of the plan; `matrix-twice`
            where a plan's data are given twice.
    """
    own = [one for one in told if one.plan == plan.code]
    below = [one for one in told if _answers(plan, one)]
    inside = not below
    rows = own if inside else below
    when = period or _main_period(rows)
    if when is None:
        raise CannotRun("matrix-nothing", USAGE, plan=plan.code)
    _prove_once(told)
    in_force = plan.at(when)
    wholes = {one.code: one for one in own if one.period == str(when)}
    if inside:
        answers, groups = _by_department(in_force, own)
        columns = _departments(in_force, answers)
    else:
        answers, groups = _by_plan(below), ()
        columns = _plans(below, when, names or {})
    alone = answers.keys() - set(groups)
    made = [
        _row(one, answers[one.code], columns, wholes.get(one.code), when)
        for one in in_force.targets
        if one.code in alone
    ]
    made += (_group(in_force, code, answers[code], columns, when) for code in groups)
    if not made:
        raise CannotRun("matrix-nothing", USAGE, plan=plan.code)
    return Matrix(plan=plan, period=when, columns=columns, rows=tuple(made))


def _answers(plan: Plan, one: Beside) -> bool:
    return one.plan != plan.code and one.parent.split(":")[0] == plan.code


def _main_period(rows: Iterable[Beside]) -> Period | None:
    """Return the period of most plans, of as many the latest."""
    told = {(one.plan, one.period) for one in rows}
    counts = Counter(Period.parse(period) for _, period in told)
    return max(counts, key=lambda one: (counts[one], one), default=None)


def _prove_once(told: Iterable[Beside]) -> None:
    for (plan, code, period), count in Counter((x.plan, x.code, x.period) for x in told).items():
        if count > 1:
            raise CannotRun("matrix-twice", USAGE, plan=plan, code=code, period=period)


def _by_plan(below: Iterable[Beside]) -> Answers:
    found: defaultdict[str, dict[str, list[Beside]]] = defaultdict(dict)
    for one in below:
        found[one.parent.split(":")[1]].setdefault(one.plan, []).append(one)
    return found


def _plans(
    below: Sequence[Beside], period: Period, names: Mapping[str, str]
) -> tuple[MatrixColumn, ...]:
    """Return a column a plan; one without rows of the period says of which its figures are."""
    periods: defaultdict[str, set[str]] = defaultdict(set)
    for one in below:
        periods[one.plan].add(one.period)
    named = sorted((names.get(code, code), code) for code in periods)
    return tuple(
        MatrixColumn(code, name, "" if str(period) in periods[code] else max(periods[code]))
        for name, code in named
    )


def _by_department(plan: Plan, own: Sequence[Beside]) -> tuple[Answers, tuple[str, ...]]:
    """Return parts under their whole (`part_of`), and targets of one name and unit that several
    departments have under the first one's code.
    """
    found: defaultdict[str, dict[str, list[Beside]]] = defaultdict(dict)
    rows: defaultdict[str, list[Beside]] = defaultdict(list)
    for one in own:
        rows[one.code].append(one)
    alike: defaultdict[tuple[str, str, str], list[Indicator | Milestone]] = defaultdict(list)
    for target in plan.targets:
        if isinstance(target, Indicator) and target.part_of:
            for one in rows[target.code]:
                found[target.part_of].setdefault(one.department, []).append(one)
        else:
            unit = target.unit if isinstance(target, Indicator) else ""
            alike[type(target).__name__, target.name, unit].append(target)
    groups = []
    for targets in alike.values():
        if len({one.reported_by for one in targets}) > 1:
            groups.append(targets[0].code)
            for target in targets:
                for one in rows[target.code]:
                    found[targets[0].code].setdefault(one.department, []).append(one)
    return found, tuple(groups)


def _departments(plan: Plan, answers: Answers) -> tuple[MatrixColumn, ...]:
    there = {name for columns in answers.values() for name in columns}
    return tuple(MatrixColumn(d.name, d.name, "") for d in plan.department if d.name in there)


def _cells(
    answers: Mapping[str, Sequence[Beside]], columns: Sequence[MatrixColumn], period: Period
) -> tuple[tuple[Beside, ...], ...]:
    """Return what answers by column, of the matrix's period where there is any."""
    return tuple(
        tuple(
            one
            for one in answers.get(column.key, ())
            if one.period == (column.period or str(period))
        )
        for column in columns
    )


def _row(
    target: Indicator | Milestone,
    answers: Mapping[str, Sequence[Beside]],
    columns: Sequence[MatrixColumn],
    whole: Beside | None,
    period: Period,
) -> MatrixRow:
    cells = _cells(answers, columns, period)
    listed = [one for cell in cells for one in cell]
    unit = target.unit if isinstance(target, Indicator) else ""
    value = target.value if isinstance(target, Indicator) else None
    if listed:
        inside = all(one.plan == listed[0].plan and not one.parent for one in listed)
    else:
        inside = False
    parts = inside or all(one.parent_kind == "part" for one in listed)
    amount = isinstance(target, Indicator) and target.measure in AMOUNTS
    adds_up = amount and parts and _adds(unit, listed)
    total, missing = _sum(unit, cells, columns) if adds_up else (None, ())
    return MatrixRow(
        target=target, code=target.code, name=target.name, unit=unit,
        printed=target.printed if isinstance(target, Indicator) else "", whole=whole, cells=cells,
        adds_up=adds_up, total=total, missing=missing,
        share=_share(total, value),
    )  # fmt: skip


def _group(
    plan: Plan,
    code: str,
    answers: Mapping[str, Sequence[Beside]],
    columns: Sequence[MatrixColumn],
    period: Period,
) -> MatrixRow:
    """Return the row of a name that several departments have, without a whole over it; amounts
    that grow with the year are added, and held against the sum of their targets.
    """
    cells = _cells(answers, columns, period)
    first = plan.lookup.targets[code]
    unit = first.unit if isinstance(first, Indicator) else ""
    same = [one for one in plan.indicator if (one.name, one.unit) == (first.name, unit)]
    flows = bool(same) and all(one.measure is Measure.CUMULATIVE for one in same)
    adds_up = flows and unit not in _NOT_ADDED and not _PER.search(unit)
    total, missing = _sum(unit, cells, columns) if adds_up else (None, ())
    known = [one.value for one in same if one.value is not None]
    whole = sum(known, Decimal(0)) if adds_up and len(known) == len(same) else None
    return MatrixRow(
        target=None, code=code, name=first.name, unit=unit,
        printed="" if whole is None else f"{whole:f}", whole=None, cells=cells, adds_up=adds_up,
        total=total, missing=missing, share=_share(total, whole),
    )  # fmt: skip


def _share(total: Decimal | None, whole: Decimal | None) -> Decimal | None:
    if total is not None and whole is not None and whole > 0:
        return total / whole
    return None


def _adds(unit: str, listed: Iterable[Beside]) -> bool:
    """Say whether figures are amounts in units that go into one another; rates never add up."""
    return unit not in _NOT_ADDED and all(_factor(one.unit, unit) is not None for one in listed)


def _factor(unit: str, into: str) -> Decimal | None:
    """Return what a figure is multiplied by to come into a unit; brackets (万头（只）) aside."""
    own, other = (re.split("[（(]", one, maxsplit=1)[0] for one in (unit, into))
    return factor(own, other)


def _sum(
    unit: str, cells: Sequence[Sequence[Beside]], columns: Sequence[MatrixColumn]
) -> tuple[Decimal | None, tuple[str, ...]]:
    """Return the sum of the parts that are known in the row's unit, and who lacks one: a part
    without a figure, or with one of another period, is missing and never 0.
    """
    total: Decimal | None = None
    missing: list[str] = []
    for cell, column in zip(cells, columns, strict=True):
        for one in cell:
            times = _factor(one.unit, unit)
            if one.actual is None or times is None or column.period:
                missing.append(column.name)
            else:
                total = (total or Decimal(0)) + one.actual * times
    return total, tuple(dict.fromkeys(missing))
