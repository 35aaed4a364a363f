"""`xlreport release`: files that are held, listed or let into the inbox."""

from typing import Annotated

import typer


def release(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...", help="Number or name; without one they are listed. 待查文件。"
        ),
    ] = None,
) -> None:
    """List the files that are held, or let some into the inbox. 待查文件：列出、放行。"""
    from xlreport.cli.round.rounds import here, now
    from xlreport.cli.screen import show
    from xlreport.mail.headers import seen
    from xlreport.messages import say
    from xlreport.pipeline.round.holding import held_files
    from xlreport.pipeline.round.holding import release as let_in
    from xlreport.pipeline.round.round import round_in, round_read

    workspace = here()
    language = workspace.language
    if names:
        with round_in(workspace, "release", now()) as round_:
            for one in let_in(round_, names):
                show(say(language, "round.released", name=one.file))
        return
    with round_read(workspace, now()) as round_:
        waiting = held_files(round_.ledger)
    for one in waiting:
        words = {"number": one.number, "name": seen(one.name), "sender": one.sender}
        show(say(language, "round.held", **words, reason=say(language, f"held.{one.reason}")))
    if not waiting:
        show(say(language, "round.held-none"))
