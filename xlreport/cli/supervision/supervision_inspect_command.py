"""`xlreport inspect`: what inspectors found, beside what was reported."""

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import PeriodText, SaidBy, SaidOn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlreport.model.plans.plan import Plan
    from xlreport.pipeline.round.supervision.entering_supervision_inspections import Compared


def _per_cent(value: float | None) -> float | None:
    """Return a tolerance; raises a usage error for `nan` and `inf`, which nothing differs by."""
    from xlreport.cli.terminal import own_language
    from xlreport.messages import say
    from xlreport.model.model_errors import USAGE, CannotRun

    if value is not None and not math.isfinite(value):
        words = say(own_language(), "usage.not-right", name="--tolerance")
        raise CannotRun("usage", USAGE, words=words, command="xlreport inspect")
    return value


def inspect_command(
    code: Annotated[str | None, typer.Argument(metavar="CODE")] = None,
    found: Annotated[str | None, typer.Argument(metavar="VALUE")] = None,
    said_by: SaidBy = "",
    said_on: SaidOn = None,
    note: Annotated[str, typer.Option("--note")] = "",
    tolerance: Annotated[
        float | None, typer.Option("--tolerance", min=0, callback=_per_cent)
    ] = None,
    period: PeriodText = None,
) -> None:
    """Enter what an inspector found, or list all of it beside what was reported."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import day_from, here, now, period_of
    from xlreport.model.model_errors import TO_MEND, USAGE, CannotRun
    from xlreport.pipeline.round.making_round import round_in
    from xlreport.pipeline.round.supervision.entering_supervision_inspections import (
        compared_with_inspections,
        inspect,
    )

    if code is not None and (found is None or not said_by):
        raise CannotRun("inspect-half", USAGE)
    with round_in(here(), "inspect", now(), period=period_from(period)) as round_:
        when = period_of(round_)
        if code is not None and found is not None:
            day = day_from(said_on, round_.today)
            one = inspect(round_, code, found, when, said_by=said_by, said_on=day, note=note)
            code = one.code
        within = None if tolerance is None else Decimal(str(tolerance))
        told = compared_with_inspections(round_, when, within)
    shown = [one for one in told if code in {None, one.inspection.code}]
    _show(round_.workspace.plan, shown)
    if any(one.differs for one in shown):
        raise typer.Exit(TO_MEND)


def _show(plan: "Plan", shown: "Sequence[Compared]") -> None:
    from xlreport.cli.terminal import answer
    from xlreport.messages import say
    from xlreport.messages.state_messages import shown_state

    language = plan.language
    for one in shown:
        about = one.inspection
        fields = {
            "code": about.code,
            "name": one.name,
            "found": shown_state(plan, about.code, about.value or about.state),
            "reported": shown_state(plan, about.code, one.reported)
            or say(language, "inspect.nothing"),
            "by": about.said_by,
            "on": about.said_on.isoformat(),
            "note": about.note,
        }
        answer(say(language, "inspect.differs" if one.differs else "inspect.line", **fields))
    if not shown:
        answer(say(language, "inspect.none"))
