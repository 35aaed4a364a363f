"""`xlreport fetch`: returns that came by mail, into the inbox."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xlreport.ledger.ledger_arrivals import Coming
    from xlreport.pipeline.round.mails.fetching_mails import Fetched
    from xlreport.pipeline.round.opening_round_workspace import Workspace


def fetch_command(again: Annotated[bool, typer.Option("--again")] = False) -> None:
    """Fetch attachments from the mailbox; those of strangers are held."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.model.round.round_ledger_types import ArrivalPlace
    from xlreport.pipeline.round.mails.fetching_mails import fetch
    from xlreport.pipeline.round.making_round import round_in

    workspace = here()
    messages = 0
    files: list[Coming] = []
    with round_in(workspace, "fetch", now()) as round_:
        for one in fetch(round_, again=again):
            messages += one.message.outcome != "aside"
            files += one.files
            for line in fetched_lines(workspace, one):
                show(line)
    counts = {place: sum(one.place is place for one in files) for place in ArrivalPlace}
    told = {
        "messages": messages,
        "files": counts[ArrivalPlace.INBOX],
        "held": counts[ArrivalPlace.HELD],
    }
    show(say(workspace.language, "round.fetched-all", **told))


def fetched_lines(workspace: "Workspace", one: "Fetched") -> "Iterator[str]":
    """Yield what there is to say of a message: a line a file, or one that says what it was."""
    from xlreport.mail.mail_headers import seen
    from xlreport.messages import say

    language, message = workspace.language, one.message
    for file in one.files:
        place = say(language, f"place.{file.place}")
        reason = f"（{say(language, f'held.{file.reason}')}）" if file.reason else ""
        named = {"sender": message.sender, "name": seen(file.name), "place": place + reason}
        yield say(language, "round.fetched", **named)
    if one.files:
        return
    words = {"sender": message.sender or message.uid, "subject": message.subject}
    if message.outcome == "aside":
        reason = say(language, f"aside.{message.detail}")
        yield say(language, "round.fetched-aside", **words, dated=message.dated, reason=reason)
    elif message.outcome == "nothing":
        kind = say(language, f"without.{message.detail}")
        yield say(language, "round.fetched-without", **words, kind=kind)
    else:
        outcome = say(language, f"message.{message.outcome}")
        yield say(language, "round.fetched-odd", sender=words["sender"], outcome=outcome)
