"""Said by telephone: a figure corrected after acceptance, a return date put off for one
department.
"""

from datetime import date
from decimal import Decimal, InvalidOperation

from xlreport.ledger.changes import amendments, note_amendment, note_extension
from xlreport.ledger.opening import whole
from xlreport.ledger.outcomes import counted_files, stored_records
from xlreport.model.errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.form import STATES
from xlreport.model.plans.plan import Department
from xlreport.model.returns.record import TOO_LARGE, Record
from xlreport.model.round.ledger import Amendment
from xlreport.pipeline.round.round import Round
from xlreport.pipeline.round.workspace import Workspace


def value_from(text: str) -> Decimal:
    """Read a figure as it is entered; raises CannotRun where it is none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise CannotRun("amend-not-a-number", USAGE, value=text) from error
    if not value.is_finite() or abs(value) >= TOO_LARGE:
        raise CannotRun("amend-not-a-number", USAGE, value=text)
    return value


def department_named(workspace: Workspace, name: str) -> Department:
    """Return the department with that code, name or alias; raises CannotRun where there is none."""
    wanted = name.strip().casefold()
    for one in workspace.plan.department:
        if wanted in {word.casefold() for word in (one.code, one.name, *one.aliases)}:
            return one
    raise CannotRun("department-unknown", USAGE, name=name)


def amend(
    round_: Round, period: Period, code: str, value: str, *, said_by: str, said_on: date
) -> Amendment:
    """Correct a figure or a state of what counts; what was reported stays in the ledger.

    Raises:
        CannotRun: `amend-nothing` where nothing counts yet, `amend-unknown`, `amend-not-a-number`,
        `amend-state`.
    """
    wanted = code.strip().upper()
    if all(one.code != wanted for one in round_.workspace.plan.targets):
        raise CannotRun("amend-unknown", USAGE, code=code)
    record = _record(round_, period, wanted)
    if record is None:
        raise CannotRun("amend-nothing", USAGE, code=wanted, period=str(period))
    counted = counted_files(round_.ledger, round_.workspace.code, str(period))[record.department]
    milestone = record.kind == "milestone"
    if milestone and value not in STATES:
        raise CannotRun("amend-state", USAGE, value=value, known=" ".join(STATES))
    new = value if milestone else format(value_from(value), "f")
    change = Amendment(
        plan=round_.workspace.code,
        period=str(period),
        department=record.department,
        code=wanted,
        old=_old(round_, record),
        new=new,
        said_by=said_by,
        said_on=said_on,
        at=round_.now,
    )
    with whole(round_.ledger):
        note_amendment(round_.ledger, change, counted.number)
    return change


def _record(round_: Round, period: Period, code: str) -> Record | None:
    kept = stored_records(round_.ledger, round_.workspace.code)
    return next((one for one in kept if one.period == period and one.code == code), None)


def _old(round_: Round, record: Record) -> str:
    """Return what stood before: the last amendment, else what was reported."""
    for one in reversed(amendments(round_.ledger, round_.workspace.code)):
        if (one.period, one.code) == (str(record.period), record.code):
            return one.new
    if record.kind == "milestone":
        return record.state
    return "" if record.value is None else format(record.value, "f")


def extend(
    round_: Round, period: Period, department: Department, *, until: date, said_by: str
) -> None:
    """Put the return date off for one department; punctuality counts from it."""
    with whole(round_.ledger):
        note_extension(
            round_.ledger,
            (round_.workspace.code, str(period), department.code),
            until,
            said_by,
            round_.now,
        )
