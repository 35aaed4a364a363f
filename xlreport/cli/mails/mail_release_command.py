"""`xlreport release`: files that are held, listed or let into the inbox."""

from typing import Annotated

import typer


def release_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="FILE")] = None,
) -> None:
    """List the files that are held, or let some into the inbox."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import answer, show
    from xlreport.mail.mail_headers import seen
    from xlreport.messages import say
    from xlreport.pipeline.round.mails.holding_mail_files import held_files, release
    from xlreport.pipeline.round.making_round import round_in, round_read

    workspace = here()
    language = workspace.language
    if names:
        with round_in(workspace, "release", now()) as round_:
            for one in release(round_, names):
                show(say(language, "round.released", name=one.file))
        return
    with round_read(workspace, now()) as round_:
        waiting = held_files(round_.ledger)
    for one in waiting:
        words = {"number": one.number, "name": seen(one.name), "sender": one.sender}
        answer(say(language, "round.held", **words, reason=say(language, f"held.{one.reason}")))
    if not waiting:
        show(say(language, "round.held-none"))
