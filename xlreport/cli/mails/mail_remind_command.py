"""`xlreport remind`: the late are reminded, a second time in firmer words."""

from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import DryRun, Jobs, PeriodText, Units

if TYPE_CHECKING:
    from xlreport.pipeline.round.letters.reminding_letters import Reminded
    from xlreport.pipeline.round.opening_round_workspace import Workspace


def remind_command(
    period: PeriodText = None,
    department: Units = None,
    after_days: Annotated[int, typer.Option(min=0)] = 3,
    before_days: Annotated[int | None, typer.Option("--before", min=0)] = None,
    jobs: Jobs = 0,
    dry_run: DryRun = False,
) -> None:
    """Check the inbox and remind departments from which nothing counts."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import (
        codes_of,
        deliver_mails,
        here,
        now,
        period_of,
        show_kept,
        taken_in,
    )
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.letters.reminding_letters import remind
    from xlreport.pipeline.round.making_round import round_in

    with round_in(
        here(), "remind", now(), period=period_from(period), jobs=jobs, dry_run=dry_run
    ) as round_:
        codes = codes_of(round_.workspace, department)
        kept = taken_in(round_)
        show_kept(round_.workspace, kept)
        when = period_of(round_, kept)
        late = tuple(
            remind(round_, when, departments=codes, after_days=after_days, before_days=before_days)
        )
        for one in late:
            _show(round_.workspace, one)
        if not late:
            show(say(round_.workspace.language, "round.reminded-none"))
        deliver_mails(round_, [mail for one in late for mail in one.mails], dry_run=dry_run)


def _show(workspace: "Workspace", one: "Reminded") -> None:
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.model.round.round_ledger_types import Step

    language, who = workspace.language, one.standing
    words = {
        "department": who.name,
        "days": max((one.today - who.return_by).days, 0),
        "person": who.person,
        "telephone": who.telephone,
    }
    if one.kind is not None:
        show(say(language, "round.reminded", **words, kind=say(language, f"mail_kind.{one.kind}")))
    else:
        key = "round.telephone" if who.step is Step.TELEPHONE else "round.not-yet"
        show(say(language, key, **words))
