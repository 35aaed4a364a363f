"""`xlreport supervise`: letters by level about targets that lag, their answers, and what is good
again.
"""

from typing import TYPE_CHECKING, Annotated

import typer

from xlreport.cli.options.command_options import Jobs, PeriodText

if TYPE_CHECKING:
    from xlreport.pipeline.round.round_workspace import Workspace
    from xlreport.pipeline.round.supervision.supervising import Supervised


def supervise_command(
    period: PeriodText = None,
    write: Annotated[bool, typer.Option("--write")] = False,
    jobs: Jobs = 0,
) -> None:
    """Show who would get which letter; with --write number, write and queue them."""
    from xlreport.cli.options.command_options import period_from
    from xlreport.cli.round.round_options import deliver_mails, here, now, period_of, show_kept
    from xlreport.cli.terminal_files import progress
    from xlreport.pipeline.round.making_round import round_in
    from xlreport.pipeline.round.supervision.supervising import supervise, supervision
    from xlreport.pipeline.round.taking_in_inbox import take_in
    from xlreport.pipeline.summing.consolidating import consolidate
    from xlreport.pipeline.summing.leaders_decisions import known_decisions

    with round_in(
        here(), "supervise", now(), period=period_from(period), jobs=jobs, dry_run=not write
    ) as round_:
        with progress() as tick:
            kept = take_in(round_, tick=tick)
        show_kept(round_.workspace, kept)
        summary = consolidate(
            kept.intake,
            period=period_of(round_, kept),
            own=round_.workspace.plan,
            earlier=kept.earlier,
            decisions=known_decisions(None, round_.folder),
            on_file=kept.on_file,
        )
        done = supervise(round_, summary) if write else supervision(round_, summary)
        _show(round_.workspace, done, written=write)
        if write:
            deliver_mails(round_, done.mails, dry_run=False)


def _show(workspace: "Workspace", done: "Supervised", *, written: bool) -> None:
    from xlreport.cli.terminal import answer, show
    from xlreport.messages import say

    language = workspace.language
    names = {one.code: one.name for one in workspace.plan.department}
    numbers = [one.called for one in done.papers] or [""] * len(done.due)
    for letter, number in zip(done.due, numbers, strict=True):
        kind = say(language, f"paper_kind.{letter.kind}")
        answer(say(language, "supervise.letter", kind=number or kind, name=letter.department.name))
        for row in letter.rows:
            words = {"code": row.target.code, "name": row.target.name}
            answer(say(language, "supervise.target", **words, reason=row.assessment.reason))
    if not done.due:
        show(say(language, "supervise.none"))
    key = "supervise.closed" if written else "supervise.would_close"
    for one in done.good:
        name = names.get(one.paper.department, one.paper.department)
        answer(say(language, key, number=one.paper.called, code=one.code, name=name))
    if not written and (done.due or done.good):
        show(say(language, "supervise.dry"))
