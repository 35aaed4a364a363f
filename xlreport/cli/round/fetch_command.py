"""`xlreport fetch`: returns that came by mail, into the inbox."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from xlreport.ledger.ledger_arrivals import Coming
    from xlreport.pipeline.round.mails.fetching_mails import Fetched
    from xlreport.pipeline.round.round_workspace import Workspace


def fetch_command(again: Annotated[bool, typer.Option("--again")] = False) -> None:
    """Fetch attachments from the mailbox; those of strangers are held."""
    from xlreport.cli.round.round_options import here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.model.round.ledger_values import ArrivalPlace
    from xlreport.pipeline.round.mails.fetching_mails import fetch
    from xlreport.pipeline.round.making_round import round_in

    workspace = here()
    messages = 0
    files: list[Coming] = []
    with round_in(workspace, "fetch", now()) as round_:
        for one in fetch(round_, again=again):
            messages += one.message.outcome != "aside"
            files += one.files
            _show(workspace, one)
    counts = {place: sum(one.place is place for one in files) for place in ArrivalPlace}
    told = {
        "messages": messages,
        "files": counts[ArrivalPlace.INBOX],
        "held": counts[ArrivalPlace.HELD],
    }
    show(say(workspace.language, "round.fetched-all", **told))


def _show(workspace: "Workspace", one: "Fetched") -> None:
    from xlreport.cli.terminal import show
    from xlreport.mail.mail_headers import seen
    from xlreport.messages import say

    language, message = workspace.language, one.message
    for file in one.files:
        place = say(language, f"place.{file.place}")
        reason = f"（{say(language, f'held.{file.reason}')}）" if file.reason else ""
        show(
            say(
                language,
                "round.fetched",
                sender=message.sender,
                name=seen(file.name),
                place=place + reason,
            )
        )
    if one.files:
        return
    words = {"sender": message.sender or message.uid, "subject": message.subject}
    if message.outcome == "aside":
        reason = say(language, f"aside.{message.detail}")
        show(say(language, "round.fetched-aside", **words, dated=message.dated, reason=reason))
    elif message.outcome == "nothing":
        kind = say(language, f"without.{message.detail}")
        show(say(language, "round.fetched-without", **words, kind=kind))
    else:
        outcome = say(language, f"message.{message.outcome}")
        show(say(language, "round.fetched-odd", sender=words["sender"], outcome=outcome))
