"""What the commands of a round share: the workspace, the clock, the period, the
inbox taken in, and how mails are shown.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from xlreport.model.model_errors import TO_MEND

if TYPE_CHECKING:
    from xlreport.model.judged.judged_decision import Decision
    from xlreport.model.judged.judged_summary import Beside, Summary
    from xlreport.model.period import Period
    from xlreport.model.returns.accepted_record import Record
    from xlreport.model.round.round_ledger_types import Mail
    from xlreport.pipeline.intake.receiving_inbox import Engine
    from xlreport.pipeline.round.mails.delivering_mails import Delivery
    from xlreport.pipeline.round.making_round import Round
    from xlreport.pipeline.round.opening_round_workspace import Workspace
    from xlreport.pipeline.round.recording_round import Recorded


def now() -> datetime:
    """Return the time, with its zone; the only clock of a run."""
    return datetime.now().astimezone()


def here() -> "Workspace":
    """Return the workspace that the working folder lies in."""
    from xlreport.pipeline.round.opening_round_workspace import load_workspace

    return load_workspace(Path.cwd())


def codes_of(workspace: "Workspace", names: Sequence[str] | None) -> frozenset[str]:
    """Return the codes of the departments that are named; none where none is."""
    from xlreport.pipeline.round.amending_round import department_named

    return frozenset(department_named(workspace, one).code for one in names or ())


def period_of(round_: "Round", kept: "Recorded | None" = None) -> "Period":
    """Return the period that is named, else the one in hand; an error in words where there is
    none.
    """
    from xlreport.model.model_errors import USAGE, CannotRun
    from xlreport.pipeline.round.recording_round import period_in_hand

    period = round_.period or period_in_hand(round_, kept.received if kept else ())
    if period is None:
        raise CannotRun("no-period", USAGE)
    return period


def day_from(text: str | None, otherwise: date) -> date:
    """Read a day as typed, 2020-07-15.

    Raises:
        CannotRun: `day-unknown`, a usage error.
    """
    from xlreport.model.model_errors import USAGE, CannotRun

    if text is None:
        return otherwise
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise CannotRun("day-unknown", USAGE, day=text) from error


@contextmanager
def round_of_files(
    command: str,
    plan: Path | None,
    templates: Path | None,
    *,
    engine: "Engine",
    period: "Period | None" = None,
    earlier: "Sequence[Record]" = (),
) -> Iterator["Round"]:
    """Give the round of a command that is told where its files lie; plan files that it passes over
    are named.

    Args:
        command: who holds the workspace.
        plan: a plan file or a folder of them.
        templates: the folder of restyled workbooks.
        engine: what reads files.
        period: the period that was named.
        earlier: records of earlier periods from files that were named.
    """
    from xlreport.cli.terminal import name_unused
    from xlreport.pipeline.round.making_round import round_at

    with round_at(
        Path.cwd(),
        command,
        now(),
        plan=plan,
        templates=templates,
        period=period,
        earlier=earlier,
        engine=engine,
    ) as round_:
        name_unused(round_.unused)
        yield round_


def taken_in(
    round_: "Round", places: Sequence[Path] = (), *, aside: Path | None = None
) -> "Recorded":
    """Receive an inbox behind a bar of progress.

    Args:
        round_: what the command works with.
        places: folders and files; by default the inbox of the workspace.
        aside: the folder for copies that are marked while files are read, where such are wanted.
    """
    from xlreport.cli.terminal_files import progress
    from xlreport.pipeline.round.taking_in_round_inbox import take_in
    from xlreport.processes.platform_calls import return_large_blocks

    return_large_blocks()
    with progress() as tick:
        return take_in(round_, places, tick=tick, aside=aside)


def summed_up(
    round_: "Round",
    kept: "Recorded",
    decisions: "Sequence[Decision]",
    *,
    period: "Period | None" = None,
    note: str = "",
    beside: "Sequence[Beside]" = (),
) -> "Summary":
    """Judge what was received, with all that the round knows besides.

    Args:
        round_: what the command works with.
        kept: what was received.
        decisions: what leaders decided.
        period: the period of the summary; by default the one that was named, else the one that
            most files are of.
        note: a sentence for the summary.
        beside: other plans to stand beside.
    """
    from xlreport.pipeline.summing.consolidating import consolidate

    return consolidate(
        kept.intake,
        period=period or round_.period,
        own=round_.home.plan if round_.home else None,
        earlier=kept.earlier,
        note=note,
        decisions=decisions,
        beside=beside,
        on_file=kept.on_file,
    )


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
    from xlreport.model.round.round_ledger_types import MailState
    from xlreport.pipeline.round.mails.drafting_mails import OUTBOX

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
