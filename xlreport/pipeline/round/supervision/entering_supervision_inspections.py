"""What inspectors found, held against what was reported; neither takes the place of the other."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xlreport.assess.reasons.inspection_reasons import held_against
from xlreport.ledger.ledger_file import whole
from xlreport.ledger.ledger_inspections import inspections, note_inspection
from xlreport.model.model_errors import USAGE, CannotRun
from xlreport.model.period import Period
from xlreport.model.plans.plan import Indicator
from xlreport.model.returns.inspection_return import Inspection
from xlreport.pipeline.forms.amending_form_rows import state_from
from xlreport.pipeline.round.amending_round import value_from
from xlreport.pipeline.round.making_round import Round
from xlreport.pipeline.round.recording_round import recorded_earlier


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
    round_: Round, period: Period, tolerance: Decimal | None = None
) -> tuple[Compared, ...]:
    """Return the last inspection of each target of a period beside what was reported.

    Args:
        round_: what the command works with.
        period: of the reports.
        tolerance: per cent of the reported figure; at 0 any difference counts. By default the
            plan's.
    """
    plan = round_.workspace.plan
    within = plan.plan.inspection_tolerance if tolerance is None else tolerance
    reported = {one.code: one for one in recorded_earlier(round_) if one.period == period}
    found = []
    for one in inspections(round_.ledger, plan.code, str(period)):
        record, target = reported.get(one.code), plan.lookup.targets.get(one.code)
        about = held_against(one, record, within)
        told = ""
        if record is not None:
            told = record.state if record.value is None else format(record.value, "f")
        found.append(
            Compared(
                inspection=one,
                name=target.name if target else "",
                reported=told,
                differs=about.differs,
            )
        )
    return tuple(found)
