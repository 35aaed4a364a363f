"""`xlreport acknowledge`: a letter to those whose return is accepted, with what was read."""

from xlreport.cli.options import Jobs, PeriodText
from xlreport.cli.rounds import DryRun


def acknowledge(period: PeriodText = None, jobs: Jobs = 0, dry_run: DryRun = False) -> None:
    """Check the inbox and tell departments that their return is accepted. 发回执。"""
    from xlreport.cli.report import progress
    from xlreport.cli.rounds import deliver_mails, here, now, period_of, show_kept
    from xlreport.cli.screen import show
    from xlreport.messages import say
    from xlreport.pipeline.round.acknowledging import acknowledge as tell
    from xlreport.pipeline.round.taking_in import take_in
    from xlreport.pipeline.round.workspace import rehearsed, writing_in

    workspace, moment = here(), now()
    with (
        writing_in(workspace, "acknowledge", moment) as book,
        rehearsed(workspace, book, only=dry_run) as (place, ledger),
    ):
        with progress() as tick:
            kept = take_in(place, ledger, moment, jobs=jobs, tick=tick)
        show_kept(place, kept)
        told = [
            one
            for one in tell(place, ledger, kept, period_of(place, ledger, period, kept), moment)
            if one.mails
        ]
        for one in told:
            show(
                say(
                    place.language,
                    "round.acknowledged",
                    department=one.department.name,
                    rows=one.rows,
                )
            )
        if not told:
            show(say(place.language, "round.acknowledged-none"))
        deliver_mails(
            place, ledger, moment, [mail for one in told for mail in one.mails], dry_run=dry_run
        )
