"""`xlreport hold` and `xlreport dismiss`: files out of the inbox again, and held ones looked at."""

from typing import Annotated

import typer

Names = Annotated[list[str], typer.Argument(metavar="FILE")]


def hold_command(names: Names) -> None:
    """Take files out of the inbox again; their figures count no longer."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.mails.holding_mail_files import hold
    from xlreport.pipeline.round.making_round import round_in

    workspace = here()
    with round_in(workspace, "hold", now()) as round_:
        for one in hold(round_, names):
            show(say(workspace.language, "round.taken-out", number=one.number, name=one.file))


def dismiss_command(names: Names) -> None:
    """Note that held files were looked at and are not wanted."""
    from xlreport.cli.options.round_options import here, now
    from xlreport.cli.terminal import show
    from xlreport.messages import say
    from xlreport.pipeline.round.mails.holding_mail_files import dismiss
    from xlreport.pipeline.round.making_round import round_in

    workspace = here()
    with round_in(workspace, "dismiss", now()) as round_:
        for one in dismiss(round_, names):
            show(say(workspace.language, "round.dismissed", number=one.number, name=one.file))
