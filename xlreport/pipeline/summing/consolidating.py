"""Received files → the summary of one plan and period, with every file accounted for."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import chain
from typing import TypeVar

from xlreport.assess.rollup.department_score_rollup import department_scores
from xlreport.assess.rollup.light_rollup import attention
from xlreport.checks.returns.return_copies_check import Choice, Copy
from xlreport.messages import say
from xlreport.messages.calendar_words import period_label
from xlreport.model.judged.judged_decision import Decision
from xlreport.model.judged.judged_on_file import NOTHING_ON_FILE, OnFile
from xlreport.model.judged.judged_summary import Beside, DepartmentRow, FileRow, Summary, SummaryRow
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department, Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Verdict
from xlreport.pipeline.intake.intake_days import first_sound
from xlreport.pipeline.intake.intake_evidence import FilesByName, by_name, tied
from xlreport.pipeline.intake.intake_file import Standing
from xlreport.pipeline.intake.intake_verdicts import verdict_reason
from xlreport.pipeline.intake.receiving_inbox import Intake, Received, main_period, main_plan
from xlreport.pipeline.summing.summing_decisions import decisions_of_plan
from xlreport.pipeline.summing.summing_inspections import inspection_findings
from xlreport.pipeline.summing.summing_records import period_before, summary_rows
from xlreport.pipeline.summing.summing_refused_rows import refusals
from xlreport.pipeline.summing.summing_side_by_side import pairs

_T = TypeVar("_T")
_Chosen = Mapping[tuple[Period, str], Choice]


def consolidate(
    intake: Intake,
    *,
    period: Period | None = None,
    own: Plan | None = None,
    earlier: Sequence[Record] = (),
    note: str = "",
    decisions: Sequence[Decision] = (),
    beside: Sequence[Beside] = (),
    on_file: OnFile = NOTHING_ON_FILE,
) -> Summary:
    """Roll an inbox up into one summary.

    Args:
        intake: the inbox, checked.
        period: the period to judge; by default that of most workbooks.
        own: the plan of the workspace, for figures on record whose workbooks are all gone.
        earlier: records of earlier periods, besides those in the inbox.
        note: a line for every page.
        decisions: what leaders decided about lights, of any plan.
        beside: targets of other plans, to be shown beside those that they answer.
        on_file: what the ledger knows besides the returns.

    Raises:
        CannotRun: `nothing-ours` for no workbook of a known plan; `period-other-year` of the plan.
    """
    received = intake.files
    plan, when = _what_is_judged(intake, own, period)
    in_force = plan.at(when)
    chosen = _choices_of(intake, plan)
    others = (one.records for (p, _), one in chosen.items() if p != when)
    history = (*earlier, *chain.from_iterable(others))
    accepted = {unit: tuple(one.records) for (p, unit), one in chosen.items() if p == when}
    now = chain.from_iterable(accepted.values())
    refused = refusals(in_force, when, received, _counted(chosen, when))
    decided, seen = decisions_of_plan(decisions, plan), on_file.inspections
    judged = summary_rows(plan, when, now, history, decided, refused, seen, beside)
    indicators, milestones = (_with_evidence(one, on_file) for one in judged)
    rows = (*indicators, *milestones)
    before = period_before(plan, when, history)
    units = _department_rows(intake, in_force, when, chosen, accepted, rows, on_file)
    return Summary(
        plan=plan,
        period=when,
        as_of=when.end,
        indicators=indicators,
        milestones=milestones,
        departments=units,
        findings=(*intake.findings, *inspection_findings(plan, when, rows)),
        files=tuple(_file_row(one, plan, when, chosen) for one in received),
        attention=attention(rows),
        history=history,
        note=note,
        number=_number(plan, when, rows),
        pairs=pairs(plan, rows, beside),
        issued=when if _issued(plan, when, earlier) else before,
        last=before,
        scores=department_scores(in_force, rows, units),
        on_file=on_file,
    )


def _with_evidence(rows: Sequence[SummaryRow], on_file: OnFile) -> tuple[SummaryRow, ...]:
    """Return rows with what they name as evidence, tied to the files that came."""
    names = by_name(on_file.kept)
    return tuple(_tied(row, names) for row in rows)


def _tied(row: SummaryRow, names: FilesByName) -> SummaryRow:
    if row.record is None or not row.record.evidence:
        return row
    return replace(row, evidence=tied(row.record, names))


def _choices_of(intake: Intake, plan: Plan) -> _Chosen:
    return {
        (period, unit): choice
        for (code, period, unit), choice in intake.choices.items()
        if code == plan.code
    }


def _plan_of_year(received: Sequence[Received], period: Period | None) -> Plan | None:
    """Return the plan of the period's year that most workbooks belong to: in January an inbox holds
    last year's fourth quarter and this year's first month.
    """
    if period is None:
        return None
    return main_plan(
        one for one in received if one.identity and one.identity.plan.year == period.year
    )


def _what_is_judged(intake: Intake, own: Plan | None, period: Period | None) -> tuple[Plan, Period]:
    """Return the plan and the period of most workbooks, or the period asked for; where no file is
    left, the workspace's own plan and the newest period of which something counts.

    Raises:
        CannotRun: as `consolidate`.
    """
    received = intake.files
    plan = _plan_of_year(received, period) or main_plan(received)
    plan = plan or (own if intake.choices else None)
    when = period or (main_period(received, plan) if plan else None)
    when = when or max((one for _, one, _ in intake.choices), default=None)
    if plan is None or when is None:
        raise CannotRun("nothing-ours", count=len(received))
    if when.year != plan.year:
        raise CannotRun("period-other-year", USAGE, period=str(when), year=plan.year)
    return plan, when


def _department_rows(
    intake: Intake,
    plan: Plan,
    period: Period,
    chosen: _Chosen,
    accepted: Mapping[str, Sequence[Record]],
    rows: Sequence[SummaryRow],
    on_file: OnFile,
) -> tuple[DepartmentRow, ...]:
    """Return how each department that reports stands, in plan order.

    Args:
        intake: the inbox, checked.
        plan: as in force at the period's end.
        period: that is judged.
        chosen: which copy counts, by period and department.
        accepted: the period's records by department.
        rows: all targets, judged.
        on_file: what the ledger knows besides the returns.
    """
    rows_of = _grouped(rows, lambda row: row.target.reported_by)
    files_of = _grouped(
        (one for one in intake.files if one.period == str(period)), lambda one: one.department
    )
    made = (
        _department_row(
            plan,
            period,
            unit,
            chosen,
            accepted.get(unit.code, ()),
            files_of[unit.code],
            rows_of[unit.code],
            intake.standing.get((plan.code, period, unit.code)),
        )
        for unit in plan.reporters()
    )
    sealed = {unit: came for (when, unit), came in on_file.sealed.items() if when == str(period)}
    return tuple(replace(one, sealed=sealed.get(one.code)) for one in made)


def periods(summary: Summary) -> tuple[Summary, ...]:
    """Return the summary once for each period that its rows are known of, oldest first, each judged
    as it stood.
    """
    found, when = [summary], summary.period
    while before := period_before(summary.plan, when, summary.history):
        own = (one for one in summary.history if one.plan == summary.plan.code)
        then = [one for one in own if one.period == before]
        indicators, milestones = summary_rows(
            summary.plan,
            before,
            then,
            summary.history,
            inspections=summary.on_file.inspections,
        )
        found.append(
            replace(
                summary,
                period=before,
                as_of=before.end,
                indicators=indicators,
                milestones=milestones,
                scores=(),
            )
        )
        when = before
    return tuple(reversed(found))


def _counted(chosen: _Chosen, when: Period) -> dict[str, str]:
    return {
        unit: one.counted.file for (p, unit), one in chosen.items() if p == when and one.counted
    }


def _number(plan: Plan, period: Period, rows: Sequence[SummaryRow]) -> str:
    """Return what the summary is called: the same number says the same."""
    said, between = sha256(), ""
    for row in rows:
        judged = row.assessment
        words = f"{between}{row.target.code} {judged.status} {judged.reason} {row.record}"
        said.update(words.encode("utf-8", "replace"))
        between = "\n"
    return f"{plan.code}·{period.compact}·{said.hexdigest()[:4].upper()}"


def _issued(plan: Plan, period: Period, earlier: Sequence[Record]) -> bool:
    return any(one.plan == plan.code and one.period == period for one in earlier)


def _grouped(rows: Iterable[_T], key: Callable[[_T], str]) -> defaultdict[str, list[_T]]:
    groups: defaultdict[str, list[_T]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


def _department_row(
    plan: Plan,
    period: Period,
    department: Department,
    chosen: _Chosen,
    accepted: Sequence[Record],
    files: Sequence[Received],
    rows: Sequence[SummaryRow],
    known: Standing | None,
) -> DepartmentRow:
    choice = chosen.get((period, department.code))
    counted = choice.counted if choice else None
    came, by = first_sound(files, period)
    due = period.return_date(plan.return_days)
    if known is not None:
        came, by, due = known.came_on, known.came_by, known.return_by
    sample = accepted[0] if accepted else None
    return DepartmentRow(
        code=department.code,
        name=department.name,
        verdict=_verdict(counted, files, known),
        file=counted.file if counted else "",
        returned=max(
            sum(one.verdict in {Verdict.RETURNED, Verdict.PARTLY} for one in files),
            known.returned if known else 0,
        ),
        asked=_asked(plan, department, period),
        filled=len(accepted),
        counts=dict(Counter(row.assessment.status for row in rows)),
        filled_by=sample.filled_by if sample else "",
        telephone=sample.telephone if sample else "",
        saved_on=came if counted else None,
        came_by=by,
        late=came > due if came and counted else None,
        missing=known.missing if known else False,
    )


def _verdict(
    counted: Copy | None, files: Sequence[Received], known: Standing | None
) -> Verdict | None:
    """Return what became of a department's return: of the file that counts, else what the ledger
    knows of one that lies here no more.
    """
    if counted is not None:
        for one in files:
            if one.file == counted.file:
                return one.verdict
    if known is not None and (known.missing or known.left):
        return known.verdict
    return Verdict.RETURNED if files else None


def _asked(plan: Plan, department: Department, period: Period) -> int:
    indicators = sum(one.is_asked(period) for one in plan.indicators_of(department.code))
    return indicators + len(plan.milestones_of(department.code))


def _file_row(one: Received, plan: Plan, period: Period, chosen: _Chosen) -> FileRow:
    language = plan.language
    words = verdict_reason(language, one, tuple(one.findings))
    outcome = one.verdict
    if one.identity is not None and one.identity.plan is not plan:
        outcome, words = (
            Verdict.NOT_OURS,
            say(language, "consolidate.other-plan", plan=one.identity.plan.title),
        )
    elif one.identity is not None:
        choice = chosen[one.identity.period, one.department]
        if one.verdict is Verdict.SUPERSEDED and choice.counted:
            words = say(language, "consolidate.superseded", file=choice.counted.file)
        if one.identity.period != period:
            label = period_label(language, one.identity.period)
            words = say(language, "consolidate.history", period=label) + words
    return FileRow(
        file=one.file,
        sha256=one.sha256,
        verdict=outcome,
        department=one.department,
        period=one.period,
        reason=words,
    )
