"""`xlreport withdraw`: a return or an extension, taken back."""

from typing import Annotated

import typer

from xlreport.cli.options.command_options import PeriodText, SaidBy, Unit
from xlreport.model.round.round_ledger_types import Withdrawn


def withdraw_command(
    what: Annotated[Withdrawn, typer.Argument(metavar="WHAT")],
    department: Unit,
    said_by: SaidBy,
    period: PeriodText = None,
) -> None:
    """Take back the last return or extension of one department."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import here, now, period_of
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.amending_round import department_named
    from xlreport.pipeline.round.letters.withdrawing_letters import withdraw
    from xlreport.pipeline.round.making_round import round_in

    workspace = here()
    who = department_named(workspace, department)
    with round_in(workspace, "withdraw", now(), period=period_from(period)) as round_:
        withdraw(round_, what, period_of(round_), who, said_by)
    kind = say(workspace.language, f"withdrawal.{what}")
    show(say(workspace.language, "round.withdrawn", department=who.name, kind=kind))
