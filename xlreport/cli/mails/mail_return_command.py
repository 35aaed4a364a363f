"""`xlreport return`: marked workbooks back to their departments."""

from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import DryRun, Jobs, PeriodText

if TYPE_CHECKING:
    from xlreport.pipeline.round.letters.returning_letters import ReturnedMail
    from xlreport.pipeline.round.making_round import Round
    from xlreport.pipeline.round.recording_round import Recorded


def return_command(
    period: PeriodText = None,
    jobs: Jobs = 0,
    without_file: Annotated[bool, typer.Option("--without-file")] = False,
    dry_run: DryRun = False,
) -> None:
    """Check the inbox and send back what is to be mended or explained."""
    from xlreport.cli.options.option_values import period_from
    from xlreport.cli.options.round_options import deliver_mails, here, now, show_kept, taken_in
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.making_round import round_in

    with round_in(
        here(), "return", now(), period=period_from(period), jobs=jobs, dry_run=dry_run
    ) as round_:
        kept = taken_in(round_)
        show_kept(round_.workspace, kept)
        made = _returned(round_, kept)
        if without_file:
            made += _answered_without_file(round_, kept)
        _name_unanswerable(round_, kept)
        if not made:
            show(say(round_.workspace.language, "round.returned-none"))
        deliver_mails(round_, [mail for one in made for mail in one.mails], dry_run=dry_run)


def _returned(round_: "Round", kept: "Recorded") -> "list[ReturnedMail]":
    """Send back what is to be mended, and tell of each; what was said before is passed over."""
    from xlreport.cli.options.round_options import period_of
    from xlreport.pipeline.round.letters.returning_letters import return_all
    from xlreport.pipeline.round.mails.writing_mails import addresses_of

    made = []
    for one in return_all(round_, kept, period_of(round_, kept)):
        if not one.mails and addresses_of(round_.workspace, one.department.code):
            continue
        made.append(one)
        _tell(round_, one.department.name, one.file, one.path.name if one.path else "")
    return made


def _answered_without_file(round_: "Round", kept: "Recorded") -> "list[ReturnedMail]":
    """Have those answered who wrote without a file, and tell of each."""
    from xlreport.cli.options.round_options import period_of
    from xlreport.pipeline.round.letters.returning_letters import answer_without_file

    made = []
    for one in answer_without_file(round_, period_of(round_, kept)):
        made.append(one)
        _tell(round_, one.department.name, "", "")
    return made


def _tell(round_: "Round", department: str, file: str, path: str) -> None:
    from xlreport.cli.terminal import show
    from xlreport.messages import say

    words = {"department": department, "file": file, "path": path}
    show(say(round_.workspace.language, "round.returned", **words))


def _name_unanswerable(round_: "Round", kept: "Recorded") -> None:
    """Name the files that belong to nobody, so that nobody can be answered."""
    from xlreport.cli.terminal import answer
    from xlreport.mail.mail_headers import seen
    from xlreport.messages import say
    from xlreport.messages.finding_messages import sentence
    from xlreport.pipeline.round.letters.returning_letters import unanswerable

    language = round_.workspace.language
    for odd in unanswerable(kept):
        words = {"file": seen(odd.file), "why": sentence(language, odd.findings[0])}
        answer(say(language, "round.returned-nobody", **words))
