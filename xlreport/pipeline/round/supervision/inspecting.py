"""What inspectors found, held against what was reported; neither takes the place of the other."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_inspections import inspections, note_inspection
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator
from xlreport.model.round.issued_paper_values import Inspection
from xlreport.model.run_errors import USAGE, CannotRun
from xlreport.pipeline.forms.amending_form_rows import state_from
from xlreport.pipeline.round.amending import value_from
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.recording_returns import recorded_earlier

TOLERANCE = Decimal(1)
"""Per cent of the reported figure by which an inspected one may differ, unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An inspection beside what was reported."""

    inspection: Inspection
    name: str
    reported: str
    """A figure or a state; empty where nothing was reported."""
    differs: bool
    """Whether the two differ beyond the tolerance; False where nothing was reported."""


def inspect(
    round_: Round,
    code: str,
    found: str,
    period: Period,
    *,
    said_by: str,
    said_on: date,
    note: str = "",
) -> Inspection:
    """Enter what an inspector found; what was reported stays as it is, and so does its light.

    Args:
        round_: what the command works with.
        code: of the target.
        found: a figure, or a milestone's state.
        period: at whose end it was so.
        said_by: who found it.
        said_on: when.
        note: what else there is to say.

    Raises:
        CannotRun: `inspect-unknown`, `amend-not-a-number`, `amend-state`.
    """
    wanted = code.strip().upper()
    plan = round_.workspace.plan
    target = plan.at(period).lookup.targets.get(wanted)
    if target is None:
        raise CannotRun("inspect-unknown", USAGE, code=code)
    figure = isinstance(target, Indicator)
    one = Inspection(
        period=str(period),
        department=target.reported_by,
        code=wanted,
        value=format(value_from(found), "f") if figure else "",
        state="" if figure else state_from(plan, period, wanted, found),
        said_by=said_by,
        said_on=said_on,
        note=note,
    )
    with whole(round_.ledger):
        note_inspection(round_.ledger, round_.workspace.code, one, round_.now)
    return one


def compared_with_inspections(
    round_: Round, period: Period, tolerance: Decimal = TOLERANCE
) -> tuple[Compared, ...]:
    """Return the last inspection of each target of a period beside what was reported.

    Args:
        round_: what the command works with.
        period: of the reports.
        tolerance: per cent of the reported figure; from 0 any difference from it is one.
    """
    plan = round_.workspace.plan
    reported = {one.code: one for one in recorded_earlier(round_) if one.period == period}
    found = []
    for one in inspections(round_.ledger, plan.plan.code, str(period)):
        record, target = reported.get(one.code), plan.lookup.targets.get(one.code)
        told, differs = "", False
        if record is not None and one.value and record.value is not None:
            told = format(record.value, "f")
            gap = abs(Decimal(one.value) - record.value)
            differs = gap * 100 > abs(record.value) * tolerance
        elif record is not None and one.state:
            told, differs = record.state, bool(record.state) and record.state != one.state
        found.append(
            Compared(
                inspection=one, name=target.name if target else "", reported=told, differs=differs
            )
        )
    return tuple(found)
