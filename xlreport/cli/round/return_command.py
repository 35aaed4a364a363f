"""`xlreport return`: marked workbooks back to their departments."""

from typing import Annotated

import typer

from xlreport.cli.options.command_options import Jobs, PeriodText
from xlreport.cli.round.round_options import DryRun


def return_command(
    period: PeriodText = None,
    jobs: Jobs = 0,
    without_file: Annotated[bool, typer.Option("--without-file")] = False,
    dry_run: DryRun = False,
) -> None:
    """Check the inbox and send back what is to be mended or explained."""
    from xlreport.cli.options.command_options import period_from
    from xlreport.cli.round.round_options import deliver_mails, here, now, period_of, show_kept
    from xlreport.cli.terminal import answer, show
    from xlreport.cli.terminal_files import progress
    from xlreport.mail.mail_headers import seen
    from xlreport.messages import say
    from xlreport.messages.finding_messages import sentence
    from xlreport.pipeline.round.mails.round_letters import addresses_of
    from xlreport.pipeline.round.making_round import round_in
    from xlreport.pipeline.round.outgoing.returning import (
        answer_without_file,
        return_all,
        unanswerable,
    )
    from xlreport.pipeline.round.taking_in_inbox import take_in

    with round_in(
        here(), "return", now(), period=period_from(period), jobs=jobs, dry_run=dry_run
    ) as round_:
        language = round_.workspace.language
        with progress() as tick:
            kept = take_in(round_, tick=tick)
        show_kept(round_.workspace, kept)
        made = []
        for one in return_all(round_, kept, period_of(round_, kept)):
            if not one.mails and addresses_of(round_.workspace, one.department.code):
                continue  # said before
            made.append(one)
            where = one.path.name if one.path else ""
            show(
                say(
                    language,
                    "round.returned",
                    department=one.department.name,
                    file=one.file,
                    path=where,
                )
            )
        if without_file:
            for one in answer_without_file(round_, period_of(round_, kept)):
                made.append(one)
                words = {"department": one.department.name, "file": "", "path": ""}
                show(say(language, "round.returned", **words))
        for odd in unanswerable(kept):
            words = {"file": seen(odd.file), "why": sentence(language, odd.findings[0])}
            answer(say(language, "round.returned-nobody", **words))
        if not made:
            show(say(language, "round.returned-none"))
        deliver_mails(round_, [mail for one in made for mail in one.mails], dry_run=dry_run)
