"""Said by telephone: a figure corrected after acceptance, a return date put off for one
department.
"""

import sqlite3
from datetime import date, datetime
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
    workspace: Workspace,
    ledger: sqlite3.Connection,
    period: Period,
    code: str,
    value: str,
    *,
    said_by: str,
    said_on: date,
    now: datetime,
) -> Amendment:
    """Correct a figure or a state of what counts; what was reported stays in the ledger.

    Raises:
        CannotRun: `amend-nothing` where nothing counts yet, `amend-unknown`, `amend-not-a-number`,
        `amend-state`.
    """
    wanted = code.strip().upper()
    if all(one.code != wanted for one in workspace.plan.targets):
        raise CannotRun("amend-unknown", USAGE, code=code)
    record = _record(workspace, ledger, period, wanted)
    if record is None:
        raise CannotRun("amend-nothing", USAGE, code=wanted, period=str(period))
    counted = counted_files(ledger, workspace.code, str(period))[record.department]
    milestone = record.kind == "milestone"
    if milestone and value not in STATES:
        raise CannotRun("amend-state", USAGE, value=value, known=" ".join(STATES))
    new = value if milestone else format(value_from(value), "f")
    change = Amendment(
        workspace.code, str(period), record.department, wanted, _old(workspace, ledger, record),
        new, said_by,
        said_on, now,
    )  # fmt: skip
    with whole(ledger):
        note_amendment(ledger, change, counted.number)
    return change


def _record(
    workspace: Workspace, ledger: sqlite3.Connection, period: Period, code: str
) -> Record | None:
    kept = stored_records(ledger, workspace.code)
    return next((one for one in kept if one.period == str(period) and one.code == code), None)


def _old(workspace: Workspace, ledger: sqlite3.Connection, record: Record) -> str:
    """Return what stood before: the last amendment, else what was reported."""
    for one in reversed(amendments(ledger, workspace.code)):
        if (one.period, one.code) == (record.period, record.code):
            return one.new
    if record.kind == "milestone":
        return record.state
    return "" if record.value is None else format(record.value, "f")


def extend(
    workspace: Workspace,
    ledger: sqlite3.Connection,
    period: Period,
    department: Department,
    *,
    until: date,
    said_by: str,
    now: datetime,
) -> None:
    """Put the return date off for one department; punctuality counts from it."""
    with whole(ledger):
        note_extension(ledger, (workspace.code, str(period), department.code), until, said_by, now)
