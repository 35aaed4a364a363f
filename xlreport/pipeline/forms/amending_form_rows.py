"""A row as it would be if a figure or a state came by telephone: which row it is, which states it
offers, and what the checks of returns say about the figure.
"""

from collections.abc import Sequence
from decimal import Decimal

from xlreport.checks.returns.return_checks import check
from xlreport.checks.typed.typed_choices import read_state
from xlreport.messages import say
from xlreport.messages.state_messages import state_word
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department, Plan
from xlreport.model.returns.accepted_record import Record
from xlreport.model.returns.finding import Finding
from xlreport.model.returns.submission import Cell, CellKind, Entry, Submission
from xlreport.pipeline.forms.making_forms import form_for


def reporter_of(plan: Plan, period: Period, code: str) -> Department | None:
    """Return the department that reports a row in a period; None where nobody is asked for it."""
    in_force = plan.at(period)
    target = next((one for one in in_force.targets if one.code == code), None)
    if target is not None:
        return in_force.department_of(target.reported_by)
    return None


def questions(
    plan: Plan,
    period: Period,
    department: Department,
    code: str,
    value: Decimal,
    earlier: Sequence[Record],
) -> tuple[Finding, ...]:
    """Return what the checks of returns ask about a figure: errors and warnings about its cell.

    Args:
        plan: whose row.
        period: the period it is for.
        department: who reports it.
        code: of an indicator.
        value: the new figure.
        earlier: records of earlier periods.
    """
    form = form_for(plan.at(period), department, period, earlier)
    row = next((one for one in form.indicators if one.indicator.code == code), None)
    if row is None:
        return ()
    cell = Cell(sheet="", address="A1", kind=CellKind.NUMBER, raw=value)
    entry = Entry(code=code, kind="indicator", sheet="", row=1, cells={"actual": cell})
    found = check(Submission(file="", sha256="", entries=(entry,)), form, earlier)
    about = (one for one in found if (one.indicator, one.column) == (code, "actual"))
    return tuple(one for one in about if one.is_open)


def state_from(plan: Plan, period: Period, code: str, text: str) -> str:
    """Read a milestone's state as a form would: by its code, or the words of the plan's language.

    Args:
        plan: whose milestone.
        period: the period it is for.
        code: of a milestone that is asked for in that period.
        text: as it is entered.

    Raises:
        CannotRun: `amend-state`, with the words of those that the row offers.
    """
    in_force, language = plan.at(period), plan.plan.language
    reporter = in_force.lookup.targets[code].reported_by
    _, department = in_force.lookup.departments[reporter]
    form = form_for(in_force, department, period)
    row = next(one for one in form.milestones if one.milestone.code == code)
    cell = Cell(sheet="", address="A1", kind=CellKind.TEXT, raw=text)
    state = read_state(cell, language).value
    if state is None or state not in row.states:
        words = (state_word(language, one, row.milestone) for one in row.states)
        known = say(language, "plan_book.separator").join(words)
        raise CannotRun("amend-state", USAGE, value=text, known=known)
    return state
