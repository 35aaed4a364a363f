"""What the commands of a round share: the workspace, the clock, the period, and how mails are
shown.
"""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.model.run_errors import TO_MEND

if TYPE_CHECKING:
    from xlreport.model.period import Period
    from xlreport.model.round.ledger_values import Mail
    from xlreport.pipeline.round.mails.delivering_mails import Delivery
    from xlreport.pipeline.round.making_round import Round
    from xlreport.pipeline.round.recording_returns import Recorded
    from xlreport.pipeline.round.round_workspace import Workspace

DryRun = Annotated[bool, typer.Option("--dry-run")]
Units = Annotated[list[str] | None, typer.Option("--department")]
Unit = Annotated[str, typer.Argument(metavar="DEPARTMENT")]
SaidBy = Annotated[str, typer.Option("--said-by")]


def now() -> datetime:
    """Return the time, with its zone; the only clock of a run."""
    return datetime.now().astimezone()


def here() -> "Workspace":
    """Return the workspace that the working folder lies in."""
    from xlreport.pipeline.round.round_workspace import load_workspace

    return load_workspace(Path.cwd())


def codes_of(workspace: "Workspace", names: Sequence[str] | None) -> frozenset[str]:
    """Return the codes of the departments that are named; none where none is."""
    from xlreport.pipeline.round.amending import department_named

    return frozenset(department_named(workspace, one).code for one in names or ())


def period_of(round_: "Round", kept: "Recorded | None" = None) -> "Period":
    """Return the period that is named, else the one in hand; an error in words where there is
    none.
    """
    from xlreport.model.run_errors import USAGE, CannotRun
    from xlreport.pipeline.round.recording_returns import period_in_hand

    period = round_.period or period_in_hand(round_, kept.received if kept else ())
    if period is None:
        raise CannotRun("no-period", USAGE)
    return period


def day_from(text: str | None, otherwise: date) -> date:
    """Read a day as typed, 2020-07-15."""
    from xlreport.model.run_errors import USAGE, CannotRun

    if text is None:
        return otherwise
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CannotRun("day-unknown", USAGE, day=text) from error


def show_kept(workspace: "Workspace", kept: "Recorded") -> None:
    """Print what the ledger learned, or that there was nothing new, and what slips answered."""
    from xlreport.cli.terminal import answer, show
    from xlreport.messages import say

    key = "ledger.new" if kept.new or kept.changed else "ledger.nothing-new"
    show(say(workspace.language, key, new=kept.new, changed=kept.changed))
    if kept.replies.taken:
        show(say(workspace.language, "reply.taken", count=len(kept.replies.taken)))
    for doubt, fields in kept.replies.doubts:
        answer(say(workspace.language, doubt, **fields))


def deliver_mails(round_: "Round", mails: Sequence["Mail"], *, dry_run: bool) -> None:
    """Let the queue go and print what became of it, or only what would go."""
    from xlreport.cli.terminal import answer, show
    from xlreport.messages import say
    from xlreport.pipeline.round.mails.delivering_mails import deliver

    if not dry_run:
        show_delivery(round_.workspace, deliver(round_))
        return
    for mail in mails:
        words = {
            "kind": _kind(round_.workspace, mail),
            "department": mail.department,
            "recipient": mail.recipient,
        }
        answer(say(round_.workspace.language, "round.would-line", **words, subject=mail.subject))
    show(say(round_.workspace.language, "round.would"))


def show_delivery(workspace: "Workspace", delivery: "Delivery") -> None:
    """Print how many mails went, and each that did not; a server that cannot be reached ends the
    run with its code.
    """
    from xlreport.cli.terminal import answer, show
    from xlreport.messages import say
    from xlreport.model.round.ledger_values import MailState
    from xlreport.pipeline.round.mails.mail_drafts import OUTBOX

    language = workspace.language
    drafted = delivery.count(MailState.DRAFTED)
    if drafted:
        show(say(language, "round.drafted", count=drafted, folder=str(workspace.out / OUTBOX)))
    elif delivery.mails:
        counts = {
            one.value: delivery.count(one)
            for one in (MailState.SENT, MailState.RETRY, MailState.FAILED, MailState.UNSURE)
        }
        show(say(language, "round.delivered", **counts))
    elif delivery.unreached is None:
        show(say(language, "round.nothing"))
    for mail in delivery.mails:
        if mail.state in {MailState.FAILED, MailState.UNSURE}:
            told = {
                "department": mail.department,
                "recipient": mail.recipient,
                "code": mail.code,
                "words": mail.words,
            }
            key = "round.failed" if mail.state is MailState.FAILED else "round.unsure"
            answer(say(language, key, **told))
    if delivery.unreached is not None:
        raise delivery.unreached
    if delivery.mails and not drafted and not delivery.count(MailState.SENT):
        answer(say(language, "round.sent-nothing"))
        raise typer.Exit(TO_MEND)


def _kind(workspace: "Workspace", mail: "Mail") -> str:
    from xlreport.messages import say

    return say(workspace.language, f"mail_kind.{mail.kind}")
