"""`xlreport acknowledge`: a letter to those whose return is accepted, with what was read."""

from xlreport.cli.options.command_options import DryRun, Jobs, PeriodText


def acknowledge_command(period: PeriodText = None, jobs: Jobs = 0, dry_run: DryRun = False) -> None:
    """Check the inbox and tell departments that their return is accepted."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import (
        deliver_mails,
        here,
        now,
        period_of,
        show_kept,
        taken_in,
    )
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.letters.acknowledging_letters import acknowledge
    from xlreport.pipeline.round.making_round import round_in

    with round_in(
        here(), "acknowledge", now(), period=period_from(period), jobs=jobs, dry_run=dry_run
    ) as round_:
        kept = taken_in(round_)
        show_kept(round_.workspace, kept)
        told = [one for one in acknowledge(round_, kept, period_of(round_, kept)) if one.mails]
        for one in told:
            show(
                say(
                    round_.workspace.language,
                    "round.acknowledged",
                    department=one.department.name,
                    rows=one.rows,
                )
            )
        if not told:
            show(say(round_.workspace.language, "round.acknowledged-none"))
        deliver_mails(round_, [mail for one in told for mail in one.mails], dry_run=dry_run)
