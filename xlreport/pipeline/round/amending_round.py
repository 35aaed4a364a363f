"""Said by telephone: a figure corrected after acceptance, a return date put off for one
department.
"""

from datetime import date
from decimal import Decimal, InvalidOperation

from xlreport.ledger.ledger_amendments import amendments, note_amendment, note_extension
from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_outcomes import asked_figure, counted_files, stored_records
from xlreport.messages.finding_messages import sentence
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Department, Indicator, Plan
from xlreport.model.returns.accepted_record import TOO_LARGE
from xlreport.model.round.round_ledger_types import Amendment
from xlreport.pipeline.forms.amending_form_rows import questions, reporter_of, state_from
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.opening_round_workspace import Workspace

_PLACES = 30
"""Decimal places, or zeros after the digits, that a figure may have: 1e-9999999 written out in full
fills megabytes.
"""


def value_from(text: str) -> Decimal:
    """Read a figure as it is entered; raises CannotRun (`amend-not-a-number`) where it is none, or
    has more digits than a spreadsheet keeps.
    """
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise CannotRun("amend-not-a-number", USAGE, value=text) from error
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or abs(exponent) > _PLACES or abs(value) >= TOO_LARGE:
        raise CannotRun("amend-not-a-number", USAGE, value=text)
    return value


def department_named(workspace: Workspace, name: str) -> Department:
    """Return the department with that code, name or alias; raises CannotRun where there is none."""
    return department_of_plan(workspace.plan, name)


def department_of_plan(plan: Plan, name: str) -> Department:
    """Return a plan's department with that code, name or alias; raises CannotRun
    (`department-unknown`) where there is none.
    """
    wanted = name.strip().casefold()
    for one in plan.department:
        if wanted in {word.casefold() for word in (one.code, one.name, *one.aliases)}:
            return one
    raise CannotRun("department-unknown", USAGE, name=name)


def amend(
    round_: Round,
    period: Period,
    code: str,
    value: str | None,
    *,
    said_by: str,
    said_on: date,
    sure: bool = False,
) -> Amendment:
    """Correct a figure or a state of any row of a return that counts, also one from which nothing
    was taken; what was reported stays in the ledger. The figure is checked as in a return.

    Args:
        round_: what the command works with.
        period: of the row.
        code: of the row.
        value: the new figure, or state; None for what was reported and is asked about.
        said_by: who said so.
        said_on: when.
        sure: it was checked, whatever the checks ask: also where a return needs another figure.

    Raises:
        CannotRun: `amend-nothing` where nothing of the department counts yet, `amend-unknown`,
            `amend-not-a-number`, `amend-state`; `amend-sure` where a check asks.
    """
    wanted, plan = code.strip().upper(), round_.workspace.plan
    department = reporter_of(plan, period, wanted)
    if department is None:
        raise CannotRun("amend-unknown", USAGE, code=code)
    counted = counted_files(round_.ledger, plan.code, str(period)).get(department.code)
    if counted is None:
        raise CannotRun("amend-nothing", USAGE, code=wanted, period=str(period))
    target = next(one for one in plan.targets if one.code == wanted)
    asked_about = asked_figure(round_.ledger, counted.arrival, wanted)
    value = value if value is not None else asked_about
    if isinstance(target, Indicator):
        figure = value_from(value)
        new = format(figure, "f")
        if not sure:
            _prove_figure(round_, period, department, wanted, figure)
    else:
        new = state_from(plan, period, wanted, value)
    change = Amendment(
        plan=plan.code,
        period=str(period),
        department=department.code,
        code=wanted,
        old=_old(round_, period, wanted) or _figure(asked_about),
        new=new,
        said_by=said_by,
        said_on=said_on,
        at=round_.now,
    )
    with whole(round_.ledger):
        note_amendment(round_.ledger, change, counted.number)
    return change


def _figure(text: str) -> str:
    """Return a figure as it is kept; empty where what stood in the cell is none."""
    try:
        return format(value_from(text), "f")
    except CannotRun:
        return ""


def _prove_figure(
    round_: Round, period: Period, department: Department, code: str, figure: Decimal
) -> None:
    """Check a figure as in a return; raises CannotRun (`amend-sure`) where a check asks."""
    plan = round_.workspace.plan
    earlier = stored_records(round_.ledger, plan.code)
    before = [one for one in earlier if one.period.end < period.end]
    asked = questions(plan, period, department, code, figure, before)
    if asked:
        words = " ".join(sentence(round_.workspace.language, one) for one in asked)
        raise CannotRun("amend-sure", USAGE, words=words)


def _old(round_: Round, period: Period, code: str) -> str:
    """Return what stood before: the last amendment, else what was reported; empty where nothing
    was.
    """
    for one in reversed(amendments(round_.ledger, round_.workspace.code)):
        if (one.period, one.code) == (str(period), code):
            return one.new
    kept = stored_records(round_.ledger, round_.workspace.code)
    record = next((one for one in kept if one.is_about(code, period)), None)
    if record is None:
        return ""
    if record.kind == "milestone":
        return record.state
    if record.value is None:
        return ""
    return format(record.value, "f")


def extend(
    round_: Round, period: Period, department: Department, *, until: date, said_by: str
) -> None:
    """Put the return date off for one department; punctuality counts from it.

    Args:
        round_: what the command works with, its ledger open.
        period: whose return is put off.
        department: whose.
        until: the new return date.
        said_by: who allowed it.
    """
    with whole(round_.ledger):
        note_extension(
            round_.ledger,
            (round_.workspace.code, str(period), department.code),
            until,
            said_by,
            round_.now,
        )
