"""`xlreport resend`: mails that did not arrive, made anew."""

from typing import Annotated

import typer

from xlreport.cli.options.command_options import DryRun, Units


def resend_command(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="NUMBER")] = None,
    department: Units = None,
    dry_run: DryRun = False,
) -> None:
    """Send again what did not arrive, under a new Message-ID; the old one stays on record."""
    from xlreport.cli.options.round_options import codes_of, deliver_mails, here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.mails.resending_mails import resend
    from xlreport.pipeline.round.making_round import round_in

    with round_in(here(), "resend", now(), dry_run=dry_run) as round_:
        codes = codes_of(round_.workspace, department)
        made = resend(round_, frozenset(numbers or ()), codes)
        for mail in made:
            words = {"number": mail.replaces or mail.number, "department": mail.department}
            told = say(round_.workspace.language, "round.resent", **words, recipient=mail.recipient)
            show(told)
        deliver_mails(round_, made, dry_run=dry_run)
