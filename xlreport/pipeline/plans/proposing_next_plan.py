"""Next year's plan from this one: dates moved, baselines from accepted figures, what was not
finished carried over, what is over listed.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from xlreport.assess.judge_indicators import judge_indicator
from xlreport.assess.reasons.reason_figures import as_asked
from xlreport.messages import say
from xlreport.messages.calendar_words import day_label, period_label
from xlreport.messages.locked_cell_messages import label
from xlreport.messages.numbers_in_messages import figure_text
from xlreport.model.judged.judged_assessment import Status
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.next_plan_types import NEXT_KINDS, NextLine
from xlreport.model.plans.plan import Action, Baseline, Indicator, Milestone, Plan, PlanHead
from xlreport.model.plans.plan_draft_types import Remark
from xlreport.model.returns.accepted_record import Record

_LONGEST_CODE, _LONGEST_NOTE = 24, 1000
_OVER = frozenset({"done", "dropped"})
_OPEN = frozenset({"kept", "gone"})
"""What is said of a row whose target is still this year's."""
NextRow = Indicator | Milestone


@dataclass(frozen=True, slots=True)
class NextPlan:
    """A plan proposed for the next year, and what became of each row."""

    plan: Plan
    lines: tuple[NextLine, ...]
    year_end: Period | None
    """The period whose figures are last year's; None where none were given."""
    ended: tuple[NextRow, ...] = ()
    """The rows that are over, as they were."""
    remarks: tuple[Remark, ...] = ()
    """What is to be known of the new report as a text."""


@dataclass(frozen=True, slots=True)
class _Year:
    """A plan as it stood at its year's end, with what was accepted by then."""

    whole: Plan
    plan: Plan
    period: Period
    reported: bool
    """Whether there are figures of the year's end."""
    now: dict[str, Record]
    earlier: tuple[Record, ...]
    lines: list[NextLine] = field(default_factory=list)

    def tell(self, kind: str, row: NextRow, before: str = "", after: str = "", **more: str) -> None:
        """Add a line about a row."""
        self.lines.append(next_line(self.plan.language, kind, row, before, after, **more))


def next_line(
    language: str, kind: str, row: NextRow, before: str = "", after: str = "", **more: str
) -> NextLine:
    """Return a line about a row, with its sentence."""
    name = label(row, language)
    words = say(
        language, f"plan_next.{kind}", code=row.code, name=name, before=before, after=after, **more
    )
    return NextLine(
        kind=kind,
        table=_table(row),
        code=row.code,
        name=name,
        unit=row.unit if isinstance(row, Indicator) else "",
        before=before,
        after=after,
        words=words,
    )


def _table(row: NextRow) -> Literal["indicator", "milestone"]:
    if isinstance(row, Indicator):
        return "indicator"
    return "milestone"


def next_plan(plan: Plan, records: Sequence[Record] = ()) -> NextPlan:
    """Return next year's plan as this one proposes it.

    Args:
        plan: this year's.
        records: what was accepted in its year, as a file of data has it; only figures of the
            year's end become baselines, a task that is done stays done whenever that was reported.

    Raises:
        CannotRun: `next-other-data` where the records are of another plan or year.
    """
    year = _year(plan, records)
    kept: dict[str, list[Any]] = {"indicator": [], "milestone": []}
    ended: list[NextRow] = []
    for row in year.plan.targets:
        if _ends(year, row):
            ended.append(row)
        else:
            kept[_table(row)].append(_moved(year, row))
    head = next_head(plan)
    made = year.whole.model_copy(
        update={
            "plan": head,
            "indicator": tuple(_unlinked(kept["indicator"])),
            "milestone": tuple(_unlinked_tasks(kept["milestone"])),
            "left_out": (),
            "revision": (),
        }
    )
    known = year.period if year.reported else None
    return NextPlan(made, tuple(year.lines), known, tuple(ended))


def with_notes(proposed: NextPlan) -> NextPlan:
    """Return a proposed plan with its lines in order, and the row's own note where its target is
    not settled yet.
    """
    head = proposed.plan.plan
    told = {
        one.code: say(head.language, f"plan_next.{one.kind}_note", year=head.year - 1)
        for one in proposed.lines
        if one.kind in _OPEN
    }
    indicators = tuple(_noted(one, told.get(one.code, "")) for one in proposed.plan.indicator)
    ordered = sorted(proposed.lines, key=lambda one: NEXT_KINDS.index(one.kind))
    plan = proposed.plan.model_copy(update={"indicator": indicators})
    return replace(proposed, plan=plan, lines=tuple(ordered))


def _noted(indicator: Indicator, more: str) -> Indicator:
    if not more:
        return indicator
    return indicator.model_copy(update={"note": _added(indicator.note, more)})


def _year(plan: Plan, records: Sequence[Record]) -> _Year:
    own = [r for r in records if (r.plan, r.period.year) == (plan.code, plan.year)]
    if records and not own:
        raise CannotRun("next-other-data", USAGE, plan=plan.code, year=plan.year)
    last = max((r.period for r in own if r.period.is_last), default=None)
    period = last or Period(plan.year, "year", 1)
    return _Year(
        plan,
        plan.at(period),
        period,
        last is not None,
        {r.code: r for r in own if r.period == last},
        tuple(sorted((r for r in own if r.period != last), key=lambda r: r.period)),
    )


def next_head(plan: Plan) -> PlanHead:
    """Return the particulars of the next year's plan: its year wherever this year's stood."""
    head, year = plan.plan, plan.year
    return head.model_copy(
        update={
            "code": next_code(head.code, year),
            "title": with_next_year(head.title, year),
            "year": year + 1,
            "version": 1,
            "report": with_next_year(head.report, year),
            "begins": with_next_year(head.begins, year),
            "complete": True,
            "note": say(head.language, "plan_next.head_note", code=head.code, year=year),
        }
    )


def with_next_year(text: str, year: int) -> str:
    """Return a text with the year after wherever a year stands."""
    return re.sub(rf"(?<!\d){year}(?!\d)", str(year + 1), text)


def next_code(code: str, year: int) -> str:
    """Return the code of the next year's plan: of one that names no year, with the year behind
    it.
    """
    moved = with_next_year(code, year)
    if moved != code:
        return moved
    behind = f"-{year + 1}"
    return code[: _LONGEST_CODE - len(behind)].rstrip("-") + behind


def _ends(year: _Year, row: NextRow) -> bool:
    """Say whether a row does not go on into the next year, and list it."""
    if isinstance(row, Indicator):
        return _is_reached(year, row)
    return _is_over(year, row)


def _is_over(year: _Year, task: Milestone) -> bool:
    """Say whether a task is done or was dropped by the year's end, and list it."""
    state = _last_state(year, task)
    if state not in _OVER:
        return False
    kinds = {"dropped": "dropped", "done": "ended"}
    if task.action is Action.ADVANCE:
        kinds["done"] = "reached"
    year.tell(kinds[state], task, before=_state(year, state))
    return True


def _is_reached(year: _Year, indicator: Indicator) -> bool:
    """Say whether an indicator with a date of its own was reached, and list it; one without goes
    on from year to year.
    """
    record = year.now.get(indicator.code)
    if indicator.due is None or (record is None and not year.earlier):
        return False
    others = tuple(year.now.values())
    judged = judge_indicator(indicator, year.plan, year.period, record, year.earlier, others=others)
    if judged.status is not Status.COMPLETED or judged.actual is None:
        return False
    year.tell("ended", indicator, before=shown_figure(indicator, judged.actual))
    return True


def _state(year: _Year, state: str) -> str:
    language = year.plan.language
    return say(language, f"state.{state}" if state else "plan_next.unheard")


def _moved(year: _Year, row: NextRow) -> NextRow:
    """Return a row as it goes into the next year."""
    due = moved_day(row.due, year.plan.year)
    changed: dict[str, Any] = {"due": due, "since": None}
    if row.parent:
        owner, _, code = row.parent.partition(":")
        changed["parent"] = f"{with_next_year(owner, year.plan.year)}:{code}"
    if isinstance(row, Indicator):
        changed |= _of_indicator(year, row)
    if isinstance(row, Milestone) or row.due is not None:
        changed |= _carried(year, row, due)
    return row.model_copy(update=changed)


def _last_state(year: _Year, task: Milestone) -> str:
    """Return the state that was last said of a task by the year's end; empty where none was."""
    said = [one.state for one in year.earlier if one.code == task.code]
    if task.code in year.now:
        said.append(year.now[task.code].state)
    return next((state for state in reversed(said) if state), "")


def _due_words(language: str, day: date | None) -> str:
    if day is None:
        return say(language, "plan_book.year_end")
    return day_label(language, day)


def moved_day(day: date | None, year: int) -> date | None:
    """Return a day one year later, where it is not after the year anyway."""
    if day is None or day.year > year:
        return day
    last = monthrange(year + 1, day.month)[1]
    return date(year + 1, day.month, min(day.day, last))


def _carried(year: _Year, row: NextRow, due: date | None) -> dict[str, Any]:
    """Return the mark of what was not finished, and list it."""
    language, record = year.plan.language, year.now.get(row.code)
    if isinstance(row, Milestone):
        state = _state(year, _last_state(year, row))
    else:
        value = None if record is None else record.value
        state = say(language, "plan_next.unheard") if value is None else shown_figure(row, value)
    before, after = _due_words(language, row.due), _due_words(language, due)
    year.tell("carried", row, before=before, after=after, state=state)
    number = year.plan.year
    note = say(language, "plan_next.carried_note", year=number, state=state, before=before)
    return {"carried_from": row.carried_from or number, "note": _added(row.note, note)}


def _of_indicator(year: _Year, row: Indicator) -> dict[str, Any]:
    """Return target, baseline and note of an indicator that goes on: the target as this year's
    report printed it, until a new one is known.
    """
    printed = year.whole.lookup.targets.get(row.code)
    changed: dict[str, Any] = {"baseline": _baseline(year, row)}
    if isinstance(printed, Indicator):
        changed |= {name: getattr(printed, name) for name in ("value", "stretch", "reference")}
    year.tell("kept", row, before=row.printed, after=row.printed)
    return changed


def _baseline(year: _Year, row: Indicator) -> Baseline | None:
    """Return the figure accepted at the year's end with its source; without one the department is
    asked, where there was a baseline before.
    """
    record = year.now.get(row.code)
    if record is None or record.value is None:
        if row.baseline is None and row.reference != "baseline":
            return None
        year.tell("asked", row)
        return Baseline(asked=True)
    value = as_asked(row, record.value)
    source = _source(year, record)
    before = row.baseline.value if row.baseline else None
    shown = "" if before is None else shown_figure(row, before)
    year.tell("baseline", row, before=shown, after=shown_figure(row, value), source=source)
    return Baseline(value=value, source=source)


def _source(year: _Year, record: Record) -> str:
    language = year.plan.language
    cell = f"{record.sheet}!{record.cell}" if record.cell else record.sheet
    where = " ".join(part for part in (record.file, cell) if part)
    told = say(language, "plan_next.source", period=period_label(language, record.period))
    if record.provisional:
        told += say(language, "plan_next.provisional")
    return f"{told} {where}".strip()[:_LONGEST_NOTE]


def shown_figure(indicator: Indicator, value: Decimal) -> str:
    """Return a figure of an indicator in words: 4.85万人, Ⅲ."""
    shown = figure_text(indicator, value)
    if isinstance(shown, Decimal):
        return f"{shown:f}{indicator.unit}"
    return shown


def _added(note: str, more: str) -> str:
    """Return a note with one line more; of one that is too long its beginning gives way."""
    if more in note:
        return note
    return f"{note}\n{more}".strip()[-_LONGEST_NOTE:]


def _unlinked_tasks(milestones: Sequence[Milestone]) -> Iterable[Milestone]:
    """Yield milestones without links to rows that are over."""
    codes = {one.code for one in milestones}
    for one in milestones:
        if one.part_of is None or one.part_of in codes:
            yield one
        else:
            yield one.model_copy(update={"part_of": None})


def _unlinked(indicators: Sequence[Indicator]) -> Iterable[Indicator]:
    """Yield indicators without links to rows that are over."""
    codes = {one.code for one in indicators}
    for one in indicators:
        update: dict[str, Any] = {}
        if one.part_of is not None and one.part_of not in codes:
            update["part_of"] = None
        if one.parts is not None and not {one.parts.numerator, one.parts.denominator} <= codes:
            update["parts"] = None
        fixed = {None, "baseline", "external"}
        if one.reference not in fixed and one.reference not in codes:
            update["reference"] = "external"
        yield one.model_copy(update=update) if update else one
