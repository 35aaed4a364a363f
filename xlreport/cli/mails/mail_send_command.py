"""`xlreport send`: workbooks out to the departments."""

from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import DryRun, FreeWords, PeriodText, Units

if TYPE_CHECKING:
    from xlreport.pipeline.round.letters.sending_letters import Sent
    from xlreport.pipeline.round.opening_round_workspace import Workspace


def send_command(
    period: PeriodText = None,
    department: Units = None,
    queued: Annotated[bool, typer.Option("--queued")] = False,
    note: FreeWords = "",
    dry_run: DryRun = False,
) -> None:
    """Send every department its workbook; what was sent is not sent again."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import codes_of, deliver_mails, here, now, period_of
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.messages.calendar_words import period_label
    from xlreport.pipeline.round.letters.sending_letters import send
    from xlreport.pipeline.round.making_round import round_in

    with round_in(here(), "send", now(), period=period_from(period), dry_run=dry_run) as round_:
        codes = codes_of(round_.workspace, department)
        if queued:
            deliver_mails(round_, (), dry_run=dry_run)
            return
        when = period_of(round_)
        made = []
        for one in send(round_, when, departments=codes, note=note):
            made.append(one)
            _show(round_.workspace, one)
        mails = [mail for one in made for mail in one.mails]
        label = period_label(round_.workspace.language, when)
        show(
            say(
                round_.workspace.language,
                "round.sent-all",
                period=label,
                departments=len(made),
                mails=len(mails),
            )
        )
        deliver_mails(round_, mails, dry_run=dry_run)


def _show(workspace: "Workspace", one: "Sent") -> None:
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.mails.writing_mails import addresses_of

    state = "round.mail-new" if one.mails else "round.mail-none"
    if one.mails and not addresses_of(workspace, one.department.code):
        state = "round.mail-nobody"
    words = say(workspace.language, state, count=len(one.mails))
    show(
        say(
            workspace.language,
            "round.sent",
            department=one.department.name,
            file=one.path.name,
            state=words,
        )
    )
