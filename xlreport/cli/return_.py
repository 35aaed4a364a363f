"""`xlreport return`: marked workbooks back to their departments."""

from xlreport.cli.options import Jobs, PeriodText
from xlreport.cli.rounds import DryRun


def return_(period: PeriodText = None, jobs: Jobs = 0, dry_run: DryRun = False) -> None:
    """Check the inbox and send back what is to be mended or explained. 退回要改的报表。"""
    from xlreport.cli.report import progress
    from xlreport.cli.rounds import deliver_mails, here, now, period_of, show_kept
    from xlreport.cli.screen import show
    from xlreport.messages import say
    from xlreport.pipeline.round.letters import addresses_of
    from xlreport.pipeline.round.returning import return_all
    from xlreport.pipeline.round.taking_in import take_in
    from xlreport.pipeline.round.workspace import rehearsed, writing_in

    workspace, moment = here(), now()
    with (
        writing_in(workspace, "return", moment) as book,
        rehearsed(workspace, book, only=dry_run) as (place, ledger),
    ):
        with progress() as tick:
            kept = take_in(place, ledger, moment, jobs=jobs, tick=tick)
        show_kept(place, kept)
        made = []
        for one in return_all(place, ledger, kept, period_of(place, ledger, period, kept), moment):
            if not one.mails and addresses_of(place, one.department.code):
                continue  # said before
            made.append(one)
            where = one.path.name if one.path else ""
            show(
                say(
                    place.language,
                    "round.returned",
                    department=one.department.name,
                    file=one.file,
                    path=where,
                )
            )
        if not made:
            show(say(place.language, "round.returned-none"))
        deliver_mails(
            place, ledger, moment, [mail for one in made for mail in one.mails], dry_run=dry_run
        )
